package parse

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"entente"
	"entente/encoder/kernel"
	"entente/model"
)

// judged is one line of pairs.jsonl, which train/pairs.py writes; "chances" are those of the types of each pair and of none.
type judged struct {
	Words   []string    `json:"words"`
	Heads   []int       `json:"heads"`
	Pairs   [][2][]int  `json:"pairs"`
	Chances [][]float32 `json:"chances"`
}

func (ref *judged) sentence() (*entente.Sentence, []entente.Pair) {
	var s entente.Sentence
	for i, w := range ref.Words {
		s.Tokens = append(s.Tokens, entente.Token{Form: w, Head: ref.Heads[i]})
	}
	var pairs []entente.Pair
	for _, p := range ref.Pairs {
		pairs = append(pairs, entente.Pair{Source: p[0], Target: p[1]})
	}
	return &s, pairs
}

func judgedReferences(t testing.TB) []judged { return lines[judged](t, "testdata/pairs.jsonl") }

// trainedJudge is a judge with the real weights.
func trainedJudge(t testing.TB, path string) *Judge {
	t.Helper()
	m, err := model.LoadPairs()
	if err != nil {
		t.Fatal(err)
	}
	j, err := NewJudge(trained(t, Options{Path: path, Workers: 1}), m)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// smallJudge is one with random weights, whose parser has 64 positions.
func smallJudge(t testing.TB, path string) *Judge {
	t.Helper()
	m, err := model.ReadBranch(model.RandomBranchFile(model.RandomBranch(model.RandomSmall(), append(names(entente.EventTypes()), "_")), 3))
	if err != nil {
		t.Fatal(err)
	}
	j, err := NewJudge(small(t, Options{Path: path}), m)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// The reference rounds as the program does, but sums in another order, so that now and then a
// value falls on the other side of a step.
func TestJudgeParity(t *testing.T) {
	for _, path := range kernel.Paths() {
		t.Run(path, func(t *testing.T) {
			const allowed = 0.1
			j, worst, none := trainedJudge(t, path), 0.0, 0
			for _, ref := range judgedReferences(t) {
				s, pairs := ref.sentence()
				for i, v := range j.Types(s, pairs) {
					d := distance(append(v.Types[:], v.None), ref.Chances[i])
					if worst = max(worst, d); !(d <= allowed) {
						t.Errorf("%v, %v: chances differ by %v", ref.Words, pairs[i], d)
					}
					if best, _ := v.Best(); best == "" {
						none++
					}
				}
			}
			if none == 0 {
				t.Error("an event in every pair, turned round or not")
			}
			t.Logf("chances within %.2g, %d pairs without event", worst, none)
		})
	}
}

// A verdict is the same on every path, alone or beside others, with memory fresh or used.
func TestJudgeDoesNotDependOnCompany(t *testing.T) {
	sents := sentences(5, 3, 12, 40, 200)
	var want [][]entente.Verdict
	for _, path := range kernel.Paths() {
		j := smallJudge(t, path)
		for i := range sents {
			s := &sents[i]
			for k := range s.Tokens {
				s.Tokens[k].Head = k / 2
			}
			var pairs []entente.Pair
			for k := range 60 {
				n := len(s.Tokens)
				pairs = append(pairs, entente.Pair{Source: []int{k % n}, Target: []int{(k*7 + 1) % n, (k*7 + 2) % n}})
			}
			got := j.Types(s, pairs)
			if len(want) == i {
				want = append(want, got)
			}
			if !reflect.DeepEqual(got, want[i]) {
				t.Errorf("%s and %s differ", path, kernel.Paths()[0])
			}
			for k := range pairs {
				if one := j.Types(s, pairs[k:k+1]); one[0] != got[k] {
					t.Errorf("%s: pair %d of %d tokens differs by itself", path, k, len(s.Tokens))
				}
			}
		}
	}
}

func TestJudgeTogether(t *testing.T) {
	j := smallJudge(t, "")
	s := &sentences(6, 30)[0]
	pairs := []entente.Pair{{Source: []int{1}, Target: []int{9, 10}}, {Source: []int{9, 10}, Target: []int{1}}, {Source: []int{4}}}
	want := j.Types(s, pairs)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if got := j.Types(s, pairs); !reflect.DeepEqual(got, want) {
				t.Error("verdicts differ from those of one goroutine")
			}
		})
	}
	wait.Wait()
}

func TestJudgeThree(t *testing.T) {
	// 0 Israel <- 1 hit -> 3 Gaza -> 4 City; 5 stands alone
	heads := []int{1, 1, 3, 1, 3, 5}
	var s entente.Sentence
	for _, head := range heads {
		s.Tokens = append(s.Tokens, entente.Token{Head: head})
	}
	whole := stretch{whole: s.Tokens, words: make([]string, len(heads))}
	late := stretch{whole: s.Tokens, words: make([]string, 3), offset: 3}
	for _, tt := range []struct {
		name string
		st   stretch
		pair entente.Pair
		want [3]int
		ok   bool
	}{
		{"both", whole, entente.Pair{Source: []int{0}, Target: []int{2, 3, 4}}, [3]int{0, 3, 1}, true},
		{"one under the other", whole, entente.Pair{Source: []int{4}, Target: []int{3}}, [3]int{4, 3, 3}, true},
		{"no target", whole, entente.Pair{Source: []int{0}, Target: nil}, [3]int{0, 0, 1}, true},
		{"no source", whole, entente.Pair{Source: nil, Target: []int{4}}, [3]int{4, 4, 3}, true},
		{"two trees", whole, entente.Pair{Source: []int{5}, Target: []int{4}}, [3]int{5, 4, 5}, true},
		{"outside the sentence", whole, entente.Pair{Source: []int{-1, 99}, Target: []int{6}}, [3]int{}, false},
		{"nothing", whole, entente.Pair{}, [3]int{}, false},
		{"in a later stretch", late, entente.Pair{Source: []int{4}, Target: []int{3}}, [3]int{1, 0, 0}, true},
		{"joined before the stretch", late, entente.Pair{Source: []int{3}, Target: []int{5}}, [3]int{0, 2, 0}, true},
		{"in two stretches", late, entente.Pair{Source: []int{0}, Target: []int{3}}, [3]int{}, false},
	} {
		if got, ok := tt.st.three(&tt.pair); got != tt.want || ok != tt.ok {
			t.Errorf("%s: %v, %v, want %v, %v", tt.name, got, ok, tt.want, tt.ok)
		}
	}
}

func TestNewJudgeRefuses(t *testing.T) {
	m, err := model.ReadBranch(model.RandomBranchFile(model.RandomBranch(model.RandomSmall(), []string{"CONSULT", "_"}), 3))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewJudge(small(t, Options{}), m); err == nil || !strings.Contains(err.Error(), "CONSULT") {
		t.Errorf("NewJudge with other types: %v", err)
	}
	pairs, err := model.LoadPairs()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewJudge(small(t, Options{}), pairs); err == nil {
		t.Error("NewJudge with weights of another width: no error")
	}
}

// Whatever the tokens, heads and pairs, each verdict is chances or no opinion.
func FuzzJudge(f *testing.F) {
	f.Add("France expelled three envoys", []byte{0, 1, 2, 3}, []byte{0, 3, 200, 1, 1, 255})
	f.Add(strings.Repeat("talks , ", 90), []byte{7, 0, 255}, []byte{0, 100, 5, 4, 160, 161})
	f.Add("= == === \xff \u0301 鬼", []byte{}, []byte{0})
	j := smallJudge(f, "")
	f.Fuzz(func(t *testing.T, text string, heads, pairs []byte) {
		var s entente.Sentence
		for i, form := range strings.Fields(text) {
			head := i
			if len(heads) > 0 {
				head = int(heads[i%len(heads)]) - 20 // now and then outside
			}
			s.Tokens = append(s.Tokens, entente.Token{Form: form, Head: head})
		}
		var in []entente.Pair
		for at := 0; at+2 < len(pairs) && at < 60; at += 3 {
			a, b := int(pairs[at])-20, int(pairs[at+1])-20
			in = append(in, entente.Pair{Source: []int{a, a + 1}, Target: []int{b, b + int(pairs[at+2])}})
		}
		in = append(in, entente.Pair{}, entente.Pair{Source: []int{0}})
		out := j.Types(&s, in)
		if len(out) != len(in) {
			t.Fatalf("%d verdicts on %d pairs", len(out), len(in))
		}
		for i, v := range out {
			sum := v.None
			for _, c := range v.Types {
				sum += c
			}
			if v != (entente.Verdict{}) && !(sum > 0.999 && sum < 1.001) {
				t.Fatalf("pair %d: chances sum to %v", i, sum)
			}
		}
	})
}

// What is left are the verdicts, what wordpiece lower-cases, and slices of the first call.
func TestJudgeAllocates(t *testing.T) {
	j := trainedJudge(t, "")
	s, pairs := judgedReferences(t)[0].sentence()
	for range 4 {
		pairs = append(pairs, pairs...)
	}
	j.Types(s, pairs)
	if n := testing.AllocsPerRun(5, func() { j.Types(s, pairs) }); n > float64(4*len(s.Tokens)) {
		t.Errorf("%v allocations for %d tokens and %d pairs", n, len(s.Tokens), len(pairs))
	}
}

// BenchmarkJudge asks for some pairs of a sentence of 32 tokens, on one goroutine, and reports the fastest round.
func BenchmarkJudge(b *testing.B) {
	form := strings.Fields("The foreign ministers of France and Germany met in Geneva on Tuesday to discuss sanctions against Belarus , " +
		"which had expelled two of their envoys in the week before the vote .")
	var s entente.Sentence
	for i := range form {
		s.Tokens = append(s.Tokens, entente.Token{Form: form[i], Head: max(0, i-1)})
	}
	for _, path := range kernel.Paths() {
		j := trainedJudge(b, path)
		for _, n := range []int{1, 3, 9} {
			b.Run(fmt.Sprintf("%s/pairs=%d", path, n), func(b *testing.B) {
				var pairs []entente.Pair
				for i := range n {
					pairs = append(pairs, entente.Pair{Source: []int{i}, Target: []int{i + 3, i + 4}})
				}
				b.ReportAllocs()
				least := time.Duration(math.MaxInt64)
				for b.Loop() {
					start := time.Now()
					j.Types(&s, pairs)
					least = min(least, time.Since(start))
				}
				b.ReportMetric(float64(n)/least.Seconds(), "pairs/s")
			})
		}
	}
}

// BenchmarkNewJudge is what a judge adds to the start of the program.
func BenchmarkNewJudge(b *testing.B) {
	p := trained(b, Options{})
	for b.Loop() {
		m, err := model.LoadPairs()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := NewJudge(p, m); err != nil {
			b.Fatal(err)
		}
	}
}
