package encoder

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"entente/encoder/kernel"
	"entente/model"
)

func load(t testing.TB, c model.Config, path string) *Encoder {
	t.Helper()
	m, err := model.Read(model.RandomFile(c, 1), model.RandomVocab())
	if err != nil {
		t.Fatal(err)
	}
	k, err := kernel.New(path)
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(m, k)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func batch(seed uint64, lengths ...int) *Batch {
	r := rand.New(rand.NewPCG(seed, 1))
	b := new(Batch)
	for _, n := range lengths {
		for range n {
			b.Pieces = append(b.Pieces, int32(r.IntN(120)))
			b.Cases = append(b.Cases, uint8(r.IntN(8)))
		}
		b.Ends = append(b.Ends, len(b.Pieces))
	}
	return b
}

// One sentence of a batch, by itself.
func (b *Batch) sentence(i int) *Batch {
	from := 0
	if i > 0 {
		from = b.Ends[i-1]
	}
	return &Batch{Pieces: b.Pieces[from:b.Ends[i]], Cases: b.Cases[from:b.Ends[i]], Ends: []int{b.Ends[i] - from}}
}

func TestEncodeDoesNotDependOnBatch(t *testing.T) {
	for _, path := range kernel.Paths() {
		t.Run(path, func(t *testing.T) {
			e := load(t, model.RandomSmall(), path)
			b := batch(2, 1, 2, 5, 6, 7, 16, 17, 33, 64, 3)
			together := slices.Clone(e.Encode(b, new(Scratch)))
			var used Scratch
			e.Encode(batch(9, 64, 64, 64), &used) // leaves dirt
			from := 0
			for i, end := range b.Ends {
				if alone := e.Encode(b.sentence(i), &used); !slices.Equal(alone, together[from*32:end*32]) {
					t.Errorf("sentence %d of %d pieces differs by itself", i, end-from)
				}
				from = end
			}
		})
	}
}

// What is written on one machine is read the same on another.
func TestEncodePathsGiveTheSameBits(t *testing.T) {
	b := batch(3, 4, 30, 64, 9)
	want := slices.Clone(load(t, model.RandomSmall(), "go").Encode(b, new(Scratch)))
	for _, path := range kernel.Paths() {
		if got := load(t, model.RandomSmall(), path).Encode(b, new(Scratch)); !slices.Equal(got, want) {
			t.Errorf("%s and go differ", path)
		}
	}
}

// Encode must match a plain reading of train/README.md, written without panels,
// batches or tricks; what is left is the rounding of activations to 7 bits.
func TestEncodeAgainstFormulas(t *testing.T) {
	m, err := model.Read(model.RandomFile(model.RandomSmall(), 1), model.RandomVocab())
	if err != nil {
		t.Fatal(err)
	}
	b := batch(4, 11)
	want := formulas(t, m, b)
	got := load(t, model.RandomSmall(), "").Encode(b, new(Scratch))
	for i := range want {
		if d := math.Abs(float64(got[i]) - want[i]); !(d < 0.1) {
			t.Fatalf("value %d is %v, want %v", i, got[i], want[i])
		}
	}
}

func TestEncodeUnknownIDs(t *testing.T) {
	e := load(t, model.RandomSmall(), "")
	b := &Batch{Pieces: []int32{-5, 1 << 30}, Cases: []uint8{200, 9}, Ends: []int{2}}
	for i, v := range e.Encode(b, new(Scratch)) {
		if v-v != 0 {
			t.Fatalf("value %d is %v", i, v)
		}
	}
}

func TestEncodeAllocates(t *testing.T) {
	e, b, s := load(t, model.RandomSmall(), ""), batch(5, 20, 30), new(Scratch)
	e.Encode(b, s)
	if n := testing.AllocsPerRun(20, func() { e.Encode(b, s) }); n > 0 {
		t.Errorf("%v allocations a batch, want none", n)
	}
}

// BenchmarkEncode runs MiniLM's shape over batches of twelve sentences of 32 pieces.
func BenchmarkEncode(b *testing.B) {
	for _, path := range kernel.Paths() {
		b.Run(path, func(b *testing.B) {
			e, s := load(b, model.RandomMiniLM(), path), new(Scratch)
			in := batch(1, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32)
			b.ReportAllocs()
			for b.Loop() {
				e.Encode(in, s)
			}
			b.ReportMetric(float64(b.N*len(in.Pieces))/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}
