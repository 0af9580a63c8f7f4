package encoder

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

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

func TestEncodeNothing(t *testing.T) {
	for _, path := range kernel.Paths() {
		e := load(t, model.RandomSmall(), path)
		if x := e.Encode(new(Batch), new(Scratch)); len(x) != 0 {
			t.Errorf("%s: an empty batch has vectors of %d values", path, len(x))
		}
		b := batch(8, 0, 3, 0, 0, 1, 0)
		if x := e.Encode(b, new(Scratch)); len(x) != 4*e.Hidden() {
			t.Errorf("%s: four pieces among empty sentences have vectors of %d values", path, len(x))
		}
	}
}

// A sentence of as many pieces as MiniLM has positions, and one that is longer than the small model's.
func TestEncodeLong(t *testing.T) {
	c := model.RandomSmall()
	c.Positions = 512
	for _, b := range []*Batch{batch(10, 512), batch(10, 530), batch(10, 7, 512, 1)} {
		want := slices.Clone(load(t, c, "go").Encode(b, new(Scratch)))
		for _, path := range kernel.Paths() {
			if got := load(t, c, path).Encode(b, new(Scratch)); !slices.Equal(got, want) {
				t.Errorf("%s and go differ", path)
			}
		}
	}
}

// Whatever the pieces and the lengths of sentences, all paths give the same finite
// vectors, and a sentence's are those that it has by itself.
func FuzzEncode(f *testing.F) {
	f.Add([]byte("\x03abc\x00\x01x\xff"), uint8(3))
	f.Add([]byte{}, uint8(0))
	f.Add([]byte(strings.Repeat("\x07pieces!", 60)), uint8(200))
	c := model.RandomSmall()
	c.Positions, c.Layers = 512, 1
	var paths []*Encoder
	for _, path := range kernel.Paths() {
		paths = append(paths, load(f, c, path))
	}
	var used Scratch
	f.Fuzz(func(t *testing.T, data []byte, stretch uint8) {
		// A byte is the length of a sentence, as many bytes after it are its pieces.
		b := new(Batch)
		for len(data) > 0 && len(b.Pieces) < 100 {
			n := int(data[0])
			data = data[1:]
			if n >= 48 && n < 250 {
				n %= 48
			} else if n >= 250 { // now and then a long one
				n = 512 - int(stretch)
			}
			for i := range n {
				id := byte(i)
				if len(data) > 0 {
					id, data = data[0], data[1:]
				}
				b.Pieces, b.Cases = append(b.Pieces, int32(id)), append(b.Cases, id>>5)
			}
			b.Ends = append(b.Ends, len(b.Pieces))
		}
		want := slices.Clone(paths[0].Encode(b, new(Scratch)))
		for i, v := range want {
			if v-v != 0 {
				t.Fatalf("value %d is %v", i, v)
			}
		}
		for i, e := range paths {
			if got := e.Encode(b, &used); !slices.Equal(got, want) {
				t.Fatalf("%s and %s differ", kernel.Paths()[i], kernel.Paths()[0])
			}
		}
		from, h := 0, paths[0].Hidden()
		for i, end := range b.Ends {
			if got := paths[0].Encode(b.sentence(i), &used); !slices.Equal(got, want[from*h:end*h]) {
				t.Fatalf("sentence %d of %d pieces differs by itself", i, end-from)
			}
			from = end
		}
	})
}

func TestEncodeAllocates(t *testing.T) {
	e, b, s := load(t, model.RandomSmall(), ""), batch(5, 20, 30), new(Scratch)
	e.Encode(b, s)
	if n := testing.AllocsPerRun(20, func() { e.Encode(b, s) }); n > 0 {
		t.Errorf("%v allocations a batch, want none", n)
	}
}

// BenchmarkEncode runs MiniLM's shape over batches of twelve sentences of 32 pieces, on one
// goroutine and on two, each with its own memory. It reports the fastest round by the
// clock, and the mean by the processor's time, of which two cores have two seconds a second.
func BenchmarkEncode(b *testing.B) {
	for _, path := range kernel.Paths() {
		e := load(b, model.RandomMiniLM(), path)
		for _, cores := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/cores=%d", path, cores), func(b *testing.B) {
				in := batch(1, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32)
				scratch := make([]Scratch, cores)
				b.ReportAllocs()
				least, before := time.Duration(math.MaxInt64), processorTime()
				for b.Loop() {
					start := time.Now()
					var wait sync.WaitGroup
					for i := 1; i < cores; i++ {
						wait.Go(func() { e.Encode(in, &scratch[i]) })
					}
					e.Encode(in, &scratch[0])
					wait.Wait()
					least = min(least, time.Since(start))
				}
				took, pieces := processorTime()-before, float64(cores*len(in.Pieces))
				b.ReportMetric(pieces/least.Seconds(), "tokens/s")
				b.ReportMetric(pieces*float64(b.N)/took.Seconds(), "tokens/cpu-s")
			})
		}
	}
}
