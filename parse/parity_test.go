package parse

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"

	"entente"
	"entente/encoder/kernel"
	"entente/model"
	"entente/wordpiece"
)

// reference is one line of parity.jsonl, which train/export.py computes in float32
// with the same weights; train/README.md describes it.
type reference struct {
	Words  []string  `json:"words"`
	Pieces [][]int32 `json:"pieces"`
	UPOS   []string  `json:"upos"`
	Feats  []string  `json:"feats"`
	Lemmas []string  `json:"lemmas"`
	Heads  []int     `json:"heads"`
	Rels   []string  `json:"rels"`

	Names    []string     `json:"names"`
	Mentions []string     `json:"mentions"`
	Events   []string     `json:"events"`
	Chains   []int        `json:"chains"`
	Said     [][3]float32 `json:"said"`

	UPOSLogits []float32 `json:"upos_logits_first"`
	ArcScores  []float32 `json:"arc_scores_first"`
}

func references(t testing.TB) []reference { return lines[reference](t, "testdata/parity.jsonl") }

// lines reads the JSON lines of a file of test data.
func lines[T any](t testing.TB, name string) []T {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	var out []T
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		var one T
		if err := json.Unmarshal(scan.Bytes(), &one); err != nil {
			t.Fatalf("%s: line %d: %v", name, len(out)+1, err)
		}
		out = append(out, one)
	}
	if err := scan.Err(); err != nil || len(out) == 0 {
		t.Fatalf("%s: %d lines, %v", name, len(out), err)
	}
	return out
}

func (ref *reference) sentence() entente.Sentence {
	var s entente.Sentence
	for _, w := range ref.Words {
		s.Tokens = append(s.Tokens, entente.Token{Form: w})
	}
	return s
}

// trained is a parser with the real weights.
func trained(t testing.TB, opts Options) *Parser {
	t.Helper()
	m, err := model.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(m, opts)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParityPieces(t *testing.T) {
	m, err := model.Load()
	if err != nil {
		t.Fatal(err)
	}
	v, err := wordpiece.New(m.Vocab)
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range references(t) {
		for i, word := range ref.Words {
			if got := v.Append(nil, wordpiece.Normalise(word)); !reflect.DeepEqual(got, ref.Pieces[i]) {
				t.Errorf("pieces of %q = %v, want %v", word, got, ref.Pieces[i])
			}
		}
	}
}

// The activations are rounded to 7 bits, which the reference does not do: 3 is
// allowed in scores, which reach 30 or so. A label may differ only where the two
// best scores are close: one in 50 may.
func TestParity(t *testing.T) {
	refs := references(t)
	for _, path := range kernel.Paths() {
		t.Run(path, func(t *testing.T) {
			const allowed, share = 3, 50
			p := trained(t, Options{Path: path})
			worst, said, labels := 0.0, 0.0, 0
			var differ []string
			for _, ref := range refs {
				sents := []entente.Sentence{ref.sentence()}
				if err := p.Parse(t.Context(), sents); err != nil {
					t.Fatal(err)
				}
				labels += 9 * len(ref.Words)
				differ = append(differ, differences(&ref, sents[0].Tokens)...)
				upos, arcs := firstScores(p, sents[0].Tokens)
				worst = max(worst, distance(upos, ref.UPOSLogits), distance(arcs, ref.ArcScores))
				for i, tok := range sents[0].Tokens {
					said = max(said, distance([]float32{tok.Said.Source, tok.Said.Cue, tok.Said.Content}, ref.Said[i][:]))
				}
			}
			if !(worst <= allowed) {
				t.Errorf("scores differ by up to %v", worst)
			}
			if len(differ) > labels/share {
				t.Errorf("%d of %d labels differ:\n%s", len(differ), labels, strings.Join(differ, "\n"))
			}
			t.Logf("%d sentences, scores within %.2g, chances within %.2g, %d of %d labels differ", len(refs), worst, said, len(differ), labels)
		})
	}
}

// What is read on one processor is read the same on another.
func TestPathsParseTheSame(t *testing.T) {
	var want []entente.Sentence
	for _, path := range kernel.Paths() {
		var sents []entente.Sentence
		for _, ref := range references(t) {
			sents = append(sents, ref.sentence())
		}
		if err := trained(t, Options{Path: path}).Parse(t.Context(), sents); err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = sents
		}
		if !reflect.DeepEqual(sents, want) {
			t.Errorf("%s and %s differ", path, kernel.Paths()[0])
		}
	}
}

// differences lists the labels that are not those of the reference.
func differences(ref *reference, tokens []entente.Token) []string {
	tree := wellFormed(ref.Heads) // the reference takes each word's best head, we the best tree
	var out []string
	for i, tok := range tokens {
		head := tok.Head + 1
		if tok.Head == i {
			head = 0
		}
		for _, field := range []struct {
			got, want string
			skip      bool
		}{
			{tok.UPOS, ref.UPOS[i], false},
			{tok.Feats, strings.TrimSuffix(ref.Feats[i], "_"), false},
			{tok.Lemma, known(wordpiece.Normalise(tok.Form), tok.UPOS, ref.Lemmas[i]), false}, // the reference has no table
			{fmt.Sprint("under ", head), fmt.Sprint("under ", ref.Heads[i]), !tree},
			{tok.Rel, ref.Rels[i], !tree || (tok.Rel == "root") != (ref.Rels[i] == "root")}, // we keep "root" for the root
			{tok.Name, none(ref.Names[i]), !tree},
			{tok.Mention, none(ref.Mentions[i]), false},
			{string(tok.Predicate.Type), none(ref.Events[i]), false},
			{fmt.Sprint("chain ", tok.Chain), fmt.Sprint("chain ", ref.Chains[i]), !tree},
		} {
			if field.got != field.want && !field.skip {
				out = append(out, fmt.Sprintf("%v: %q: %s, want %s", ref.Words, tok.Form, field.got, field.want))
			}
		}
	}
	return out
}

// firstScores gives the logits of the first word's part of speech and its arc scores.
func firstScores(p *Parser, tokens []entente.Token) (upos, arcs []float32) {
	w := new(work)
	w.pieces(p.vocab, tokens, p.limit)
	w.add(p.vocab, tokens, 0, len(tokens))
	h, s := &p.heads, &w.score
	h.annotate(p.enc.Encode(&w.batch, &w.enc), w)
	cl := h.classifiers[ofUPOS]
	return s.logits[h.words.Width()+cl.at:][:cl.count], s.arcs[:len(tokens)+1]
}

func distance(a, b []float32) float64 {
	if len(a) != len(b) {
		return math.Inf(1)
	}
	worst := 0.0
	for i := range a {
		worst = max(worst, math.Abs(float64(a[i]-b[i])))
	}
	return worst
}
