package encoder

import (
	"math/rand/v2"
	"slices"
	"testing"

	"entente/encoder/kernel"
	"entente/model"
)

func loadBranch(t testing.TB, c model.Config, path string) *Branch {
	t.Helper()
	e := load(t, c, path)
	m, err := model.ReadBranch(model.RandomBranchFile(model.RandomBranch(c, []string{"CONSULT", "_"}), 1))
	if err != nil {
		t.Fatal(err)
	}
	br, err := NewBranch(e, m)
	if err != nil {
		t.Fatal(err)
	}
	return br
}

// marked makes n random marks of a sentence of the given pieces.
func marked(seed uint64, n, pieces int) []Marked {
	r := rand.New(rand.NewPCG(seed, 3))
	out := make([]Marked, n)
	for i := range out {
		for range pieces {
			out[i].Marks = append(out[i].Marks, uint8(r.IntN(Marks+1)))
		}
		for k := range out[i].Rows {
			out[i].Rows[k] = r.IntN(pieces)
		}
	}
	return out
}

// A branch of the encoder's own upper layers, without marks, gives the encoder's vectors:
// sharing the lower layers and finishing only some rows changes no bit.
func TestBranchIsTheEncoder(t *testing.T) {
	for _, path := range kernel.Paths() {
		e := load(t, model.RandomSmall(), path)
		h := e.Hidden()
		br := &Branch{e: e, lower: e.layers[:1], layers: e.layers[1:],
			marks: &model.Matrix{Rows: Marks, Cols: h, Values: make([]int8, Marks*h), Scale: make([]float32, Marks)}}
		for _, n := range []int{1, 2, 17, 63, 400} {
			b, in := batch(2, n), marked(4, 50, n)
			want := slices.Clone(e.Encode(b, new(Scratch)))
			got := br.Encode(b, in, new(BranchScratch))
			for i := range in {
				for k, row := range in[i].Rows {
					if !slices.Equal(got[(i*Rows+k)*h:][:h], want[row*h:][:h]) {
						t.Fatalf("%s: row %d of %d pieces differs", path, row, n)
					}
				}
			}
		}
	}
}

// What one marking gives does not depend on the others beside it, nor on the path.
func TestBranchDoesNotDependOnCompany(t *testing.T) {
	b, in := batch(5, 21), marked(6, 70, 21)
	want := slices.Clone(loadBranch(t, model.RandomSmall(), "go").Encode(b, in, new(BranchScratch)))
	var used BranchScratch
	for _, path := range kernel.Paths() {
		br := loadBranch(t, model.RandomSmall(), path)
		if got := br.Encode(b, in, &used); !slices.Equal(got, want) {
			t.Errorf("%s and go differ", path)
		}
		for i := range in {
			if got := br.Encode(b, in[i:i+1], &used); !slices.Equal(got, want[i*Rows*32:][:Rows*32]) {
				t.Errorf("%s: marking %d differs by itself", path, i)
			}
		}
	}
	if slices.Equal(want[:Rows*32], want[Rows*32:][:Rows*32]) {
		t.Error("the marks change nothing")
	}
}

func TestBranchOddMarks(t *testing.T) {
	br := loadBranch(t, model.RandomSmall(), "")
	in := []Marked{{}, {Marks: []uint8{9, 255, 1}, Rows: [Rows]int{-1, 7, 1 << 40, 2}}, {Marks: make([]uint8, 100)}}
	for _, n := range []int{0, 1, 3} {
		x := br.Encode(batch(7, n), in, new(BranchScratch))
		if len(x) != len(in)*Rows*32 {
			t.Errorf("%d values for %d markings", len(x), len(in))
		}
		for i, v := range x {
			if v-v != 0 {
				t.Fatalf("value %d is %v", i, v)
			}
		}
	}
}

func TestBranchRefuses(t *testing.T) {
	c := model.RandomSmall()
	e := load(t, c, "")
	for name, change := range map[string]func(c *model.BranchConfig){
		"a layer that is not there": func(c *model.BranchConfig) { c.Lower = 9 },
		"other width":               func(c *model.BranchConfig) { c.Hidden = 64 },
	} {
		shape := model.RandomBranch(c, []string{"_"})
		change(&shape)
		m, err := model.ReadBranch(model.RandomBranchFile(shape, 1))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := NewBranch(e, m); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestBranchAllocates(t *testing.T) {
	br, b, in, s := loadBranch(t, model.RandomSmall(), ""), batch(5, 30), marked(8, 40, 30), new(BranchScratch)
	br.Encode(b, in, s)
	if n := testing.AllocsPerRun(20, func() { br.Encode(b, in, s) }); n > 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
