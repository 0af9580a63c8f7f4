package kernel

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// each runs a test on every path that this CPU has.
func each(t *testing.T, test func(t *testing.T, k *Kernel, r *rand.Rand)) {
	t.Helper()
	for _, k := range available() {
		t.Run(k.path, func(t *testing.T) { test(t, k, rand.New(rand.NewPCG(1, 2))) })
	}
}

func floats(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	randomise(r, x)
	return x
}

func TestNew(t *testing.T) {
	best, err := New("")
	if err != nil || best.Path() != Paths()[0] {
		t.Errorf("New(\"\") = %v, %v, want the path %s", best, err, Paths()[0])
	}
	if plain, err := New("go"); err != nil || plain.Path() != "go" {
		t.Errorf("New(\"go\"): %v", err)
	}
	if _, err := New("abacus"); err == nil || !strings.Contains(err.Error(), `"abacus"`) {
		t.Errorf("New(\"abacus\"): %v", err)
	}
}

// A row's result must not depend on where in a batch the row stands.
func TestLinearRowsAreIndependent(t *testing.T) {
	each(t, func(t *testing.T, k *Kernel, r *rand.Rand) {
		const rows, in, out = 31, 768, 48
		x := floats(r, rows*in)
		l := k.PackLinear(out, in, func(int) ([]int8, float32) { return bytes8(r, in), 0.01 }, nil)
		var q Quantised
		k.Quantise(&q, x, in, in, rows)
		y := make([]float32, rows*out)
		l.Mul(y, out, &q)
		got := make([]float32, out)
		for i := range rows {
			k.Quantise(&q, x[i*in:], in, in, 1) // the other rows of q are old
			l.Mul(got, out, &q)
			if !slices.Equal(got, y[i*out:][:out]) {
				t.Fatalf("row %d by itself differs from row %d of %d", i, i, rows)
			}
		}
	})
}

// layerCase is a layer of random weights, with the largest that there are, and some rows.
type layerCase struct {
	rows, in, out int
	x, bias       []float32
	weights       [][]int8
}

func newLayerCase(r *rand.Rand, rows, in, out int) *layerCase {
	c := &layerCase{rows: rows, in: in, out: out, x: floats(r, rows*in), bias: floats(r, out)}
	for range out {
		c.weights = append(c.weights, bytes8(r, in))
	}
	for i := range in {
		c.weights[0][i] = -128
		c.weights[out-1][i] = 127
		if rows > 2 {
			c.x[i] = 0    // a row without a range
			c.x[in+i] = 1 // the largest sums there can be
		}
	}
	if rows > 2 {
		c.x[in] = 0
	}
	return c
}

// mul returns the rows of the layer's output, of Width values each.
func (c *layerCase) mul(t *testing.T, k *Kernel) ([]float32, *Quantised) {
	l := k.PackLinear(c.out, c.in, func(o int) ([]int8, float32) { return c.weights[o], 0.01 * float32(o+1) }, c.bias)
	q := new(Quantised)
	k.Quantise(q, c.x, c.in, c.in, c.rows)
	const mark = 12345
	width, ldc := l.Width(), l.Width()+3
	y := make([]float32, (c.rows+1)*ldc)
	for i := range y {
		y[i] = mark
	}
	l.Mul(y, ldc, q)
	var out []float32
	for i := range c.rows {
		out = append(out, y[i*ldc:][:width]...)
		if y[i*ldc+width] != mark {
			t.Fatalf("row %d: Mul writes behind Width", i)
		}
	}
	if y[c.rows*ldc] != mark {
		t.Fatal("Mul writes a row more")
	}
	return out, q
}

var layerSizes = [][3]int{{0, 16, 16}, {1, 16, 1}, {2, 32, 31}, {5, 32, 17}, {6, 384, 48}, {7, 64, 32}, {13, 1536, 40}, {31, 48, 96}, {24, 16, 65}}

// Integer sums are exact, so the result is known to float32's last digits once
// the activations are rounded.
func TestLinear(t *testing.T) {
	each(t, func(t *testing.T, k *Kernel, r *rand.Rand) {
		for _, size := range layerSizes {
			c := newLayerCase(r, size[0], size[1], size[2])
			y, q := c.mul(t, k)
			width := ceil(c.out, lanes)
			for i := range c.rows {
				row := q.values[i*c.in:][:c.in]
				for j, a := range row {
					exact := float64(c.x[i*c.in+j]-q.lo[i]) / float64(q.step[i])
					if !(math.Abs(float64(a)-exact) < 0.501) || a > steps {
						t.Fatalf("%v: row %d value %d is rounded to %d from %v", size, i, j, a, exact)
					}
				}
				for o := range width {
					want, terms := 0.0, 0.0 // beyond the last output
					if o < c.out {
						step, lo, scale := float64(q.step[i]), float64(q.lo[i]), 0.01*float64(o+1)
						products, sum := 0.0, 0.0
						for j, a := range row {
							products += float64(a) * float64(c.weights[o][j])
							sum += float64(c.weights[o][j])
						}
						products, sum = step*scale*products, lo*scale*sum
						want, terms = products+sum+float64(c.bias[o]), math.Abs(products)+math.Abs(sum)+1
					}
					if got := float64(y[i*width+o]); !(math.Abs(got-want) <= 5e-7*terms) {
						t.Fatalf("%v: row %d output %d = %v, want %v", size, i, o, got, want)
					}
				}
			}
		}
	})
}

// sameBits fails the test unless all paths make the same of the same random numbers.
func sameBits(t *testing.T, what string, run func(k *Kernel, r *rand.Rand) []float32) {
	t.Helper()
	plain := portable()
	want := run(plain, rand.New(rand.NewPCG(4, 4)))
	for _, k := range available() {
		for i, v := range run(k, rand.New(rand.NewPCG(4, 4))) {
			if math.Float32bits(v) != math.Float32bits(want[i]) {
				t.Fatalf("%s on %s: value %d is %v, on go %v", what, k.path, i, v, want[i])
			}
		}
	}
}

// What is written on one machine is read the same on another.
func TestPathsGiveTheSameBits(t *testing.T) {
	for _, size := range layerSizes {
		sameBits(t, fmt.Sprint("Mul ", size), func(k *Kernel, r *rand.Rand) []float32 {
			y, _ := newLayerCase(r, size[0], size[1], size[2]).mul(t, k)
			return y
		})
	}
	for _, n := range []int{1, 2, 3, 5, 6, 7, 8, 9, 13, 16, 17, 31, 33, 64, 150} {
		sameBits(t, fmt.Sprint("Attend ", n), func(k *Kernel, r *rand.Rand) []float32 {
			const heads, dim = 3, 32
			qkv, out := floats(r, n*3*heads*dim), make([]float32, n*heads*dim)
			k.Attend(out, heads*dim, qkv, n, heads, dim, new(Scratch))
			return out
		})
	}
	for _, scale := range []float32{1e-20, 0.01, 1, 3, 100} {
		sameBits(t, "rows", func(k *Kernel, r *rand.Rand) []float32 {
			var all []float32
			for _, n := range []int{16, 32, 48, 384} {
				x, add, w, b := floats(r, n), floats(r, n), floats(r, n), floats(r, n)
				for i := range x {
					x[i] *= scale
				}
				k.AddRow(x, bytes8(r, n), scale/100)
				all = append(all, x...)
				k.LayerNorm(x, add, w, b, 1e-12)
				all = append(all, x...)
				k.GELU(x)
				all = append(all, x...)
				var q Quantised
				k.Quantise(&q, x, n, n, 1)
				all = append(all, q.lo[0], q.step[0])
				for _, v := range q.values {
					all = append(all, float32(v))
				}
				for i := n - 7; i < n; i++ {
					x[i] = x[0]
				}
				k.softmax(x, n, 1, n-7, scale)
				all = append(all, x...)
			}
			return all
		})
	}
}

// Odd shapes: every path multiplies as the others do, and every row as by itself.
func FuzzMul(f *testing.F) {
	for _, size := range layerSizes {
		f.Add(uint8(size[0]), uint8(size[1]/16), uint8(size[2]), uint64(1))
	}
	f.Fuzz(func(t *testing.T, rows, in, out uint8, seed uint64) {
		sizes := []int{int(rows) % 50, 16 * (1 + int(in)%100), 1 + int(out)%130}
		var want []float32
		for _, k := range available() {
			c := newLayerCase(rand.New(rand.NewPCG(seed, 5)), sizes[0], sizes[1], sizes[2])
			got, _ := c.mul(t, k)
			if want == nil {
				want = got
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%v: %s differs from %s", sizes, k.path, available()[0].path)
			}
		}
	})
}

// Attention and products of floats in odd shapes.
func FuzzAttend(f *testing.F) {
	f.Add(uint16(0), uint8(1), uint8(1), uint64(1))
	f.Add(uint16(13), uint8(3), uint8(2), uint64(1))
	f.Add(uint16(511), uint8(1), uint8(4), uint64(1))
	f.Fuzz(func(t *testing.T, rows uint16, heads, dim uint8, seed uint64) {
		n, count, width := int(rows)%520, 1+int(heads)%4, 16*(1+int(dim)%4)
		h := count * width
		var want []float32
		for _, k := range available() {
			r := rand.New(rand.NewPCG(seed, 6))
			qkv, got, s := floats(r, n*3*h), make([]float32, n*h), new(Scratch)
			k.Attend(got, h, qkv, n, count, width, s)
			for i, v := range got {
				if v-v != 0 {
					t.Fatalf("%s: value %d is %v", k.path, i, v)
				}
			}
			for m := range min(n, 20) {
				scores, _ := k.Scores(nil, qkv, 3*h, n, qkv[h:], 3*h, m, width, s)
				got = append(got, scores...)
			}
			if want == nil {
				want = got
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%d rows, %d heads of %d: %s differs from %s", n, count, width, k.path, available()[0].path)
			}
		}
	})
}

// Any finite row of floats is treated alike by all paths, and stays in bounds.
func FuzzRows(f *testing.F) {
	f.Add([]byte("0123456789abcdefghijklmnopqrstuv"), uint8(3))
	f.Add(make([]byte, 64), uint8(16))
	f.Fuzz(func(t *testing.T, data []byte, n uint8) {
		var in []float32
		for len(data) >= 4 {
			v := math.Float32frombits(binary.LittleEndian.Uint32(data))
			if a := math.Abs(float64(v)); !(a < 1e15) || a < 1e-15 { // no such numbers come up
				v = 0
			}
			in, data = append(in, v), data[4:]
		}
		in = append(in, make([]float32, ceil(len(in)+1, lanes)-len(in))...)
		var want []float32
		for _, k := range available() {
			x := slices.Clone(in)
			var q Quantised
			k.Quantise(&q, x, len(x), len(x), 1)
			got := []float32{q.lo[0], q.step[0]}
			for i, v := range q.values {
				if v > steps {
					t.Fatalf("%s: %v is rounded to %d", k.path, x[i], v)
				}
				got = append(got, float32(v))
			}
			k.GELU(x)
			got = append(got, x...)
			k.LayerNorm(x, in, in, in, 1e-12)
			got = append(got, x...)
			valid := len(x) - int(n)%lanes
			for i := valid; i < len(x); i++ {
				x[i] = x[0]
			}
			k.softmax(x, len(x), 1, valid, 0.5)
			got = append(got, x...)
			if want == nil {
				want = got
			}
			for i, v := range got {
				if v != want[i] && (v == v || want[i] == want[i]) {
					t.Fatalf("%s: value %d is %v, on %s %v", k.path, i, v, available()[0].path, want[i])
				}
			}
		}
	})
}

func TestNextTile(t *testing.T) {
	for _, k := range available() {
		for _, sizes := range [][]int{k.mulRows, k.tileRows} {
			for n := range 60 {
				for r := 0; r < n; {
					from, rows := nextTile(sizes, r, n)
					if from < 0 || from > r || from+rows <= r || from+rows > n || !slices.Contains(sizes, rows) {
						t.Fatalf("%s: after %d of %d rows come %d from %d", k.path, r, n, rows, from)
					}
					r = from + rows
				}
			}
		}
	}
}

func TestScores(t *testing.T) {
	each(t, func(t *testing.T, k *Kernel, r *rand.Rand) {
		var s Scratch
		var dst []float32
		for _, size := range [][3]int{{1, 2, 16}, {7, 8, 32}, {20, 16, 16}, {3, 33, 48}, {0, 4, 16}, {9, 11, 8}} {
			n, m, dim := size[0], size[1], size[2]
			ldb := dim + 5
			a, b := floats(r, n*(dim+3)), floats(r, m*ldb)
			var stride int
			dst, stride = k.Scores(dst, a, dim+3, n, b, ldb, m, dim, &s)
			for i := range n {
				for j := range m {
					want := 0.0
					for d := range dim {
						want += float64(a[i*(dim+3)+d]) * float64(b[j*ldb+d])
					}
					if got := float64(dst[i*stride+j]); !(math.Abs(got-want) < 1e-4) {
						t.Fatalf("%v: score (%d, %d) = %v, want %v", size, i, j, got, want)
					}
				}
			}
		}
	})
}

func TestGELU(t *testing.T) {
	each(t, func(t *testing.T, k *Kernel, _ *rand.Rand) {
		var x, in []float32
		for v := -12.0; v < 12; v += 1.0 / 512 {
			in = append(in, float32(v))
		}
		in = append(in, 0, 1e-30, -1e-30, 1e30, 3e-7, -100, 100, 1e4)
		in = append(in, make([]float32, 8)...)
		x = append(x, in...)
		k.GELU(x)
		worst := 0.0
		for i, v := range in {
			want := float64(v) / 2 * (1 + math.Erf(float64(v)/math.Sqrt2))
			off := math.Abs(float64(x[i])-want) / max(1, math.Abs(float64(v)))
			if !(off <= 1e-6) {
				t.Fatalf("GELU(%v) = %v, want %v", v, x[i], want)
			}
			worst = max(worst, off)
		}
		t.Logf("within %.2g", worst)
	})
}

func TestSoftmax(t *testing.T) {
	each(t, func(t *testing.T, k *Kernel, r *rand.Rand) {
		for _, n := range []int{1, 2, 15, 16, 17, 31, 32, 33, 500} {
			const rows, scale = 3, 2
			ld := ceil(n, lanes) + 5
			in := floats(r, rows*ld)
			for i := range in {
				in[i] *= 20
			}
			for row := range rows {
				for i := n; i < ld; i++ {
					in[row*ld+i] = in[row*ld] // not above the largest
				}
			}
			x := slices.Clone(in)
			k.softmax(x, ld, rows, n, scale)
			for row := range rows {
				top, sum := math.Inf(-1), 0.0
				for _, v := range in[row*ld:][:n] {
					top = max(top, float64(v))
				}
				for _, v := range in[row*ld:][:n] {
					sum += math.Exp(scale * (float64(v) - top))
				}
				for i, v := range in[row*ld:][:ceil(n, lanes)] {
					want := math.Exp(scale*(float64(v)-top)) / sum
					if i >= n {
						want = 0
					}
					if got := float64(x[row*ld+i]); !(math.Abs(got-want) <= 1e-5*want+1e-37) || i >= n && got != 0 {
						t.Fatalf("%d values: value %d of row %d is %v, want %v", n, i, row, got, want)
					}
				}
				if x[row*ld+ld-1] != in[row*ld] {
					t.Fatalf("%d values: softmax writes behind row %d", n, row)
				}
			}
		}
	})
}

func TestLayerNorm(t *testing.T) {
	each(t, func(t *testing.T, k *Kernel, r *rand.Rand) {
		for _, n := range []int{16, 32, 384} {
			x, add, w, b := floats(r, n), floats(r, n), floats(r, n), floats(r, n)
			in := slices.Clone(x)
			k.LayerNorm(x, add, w, b, 1e-12)
			mean, square := 0.0, 0.0
			for i := range n {
				mean += float64(in[i]+add[i]) / float64(n)
			}
			for i := range n {
				d := float64(in[i]+add[i]) - mean
				square += d * d / float64(n)
			}
			for i := range n {
				want := (float64(in[i]+add[i])-mean)/math.Sqrt(square)*float64(w[i]) + float64(b[i])
				if !(math.Abs(float64(x[i])-want) < 1e-5) {
					t.Fatalf("n %d: value %d = %v, want %v", n, i, x[i], want)
				}
			}
		}
		constant := make([]float32, 16) // no variance: the result is b, not a NaN
		k.LayerNorm(constant, make([]float32, 16), make([]float32, 16), floats(r, 16), 1e-12)
		for _, v := range constant {
			if v-v != 0 {
				t.Fatalf("LayerNorm of a constant gives %v", v)
			}
		}
	})
}

func TestAttendAgainstFloat64(t *testing.T) {
	each(t, func(t *testing.T, k *Kernel, r *rand.Rand) {
		const heads, dim = 3, 16
		const h = heads * dim
		var s Scratch
		for _, n := range []int{1, 2, 6, 7, 8, 9, 16, 17, 40} {
			qkv := floats(r, n*3*h)
			for i := range qkv {
				qkv[i] *= 2
			}
			const mark = 12345
			out := make([]float32, (n+1)*h)
			for i := range out {
				out[i] = mark
			}
			k.Attend(out, h, qkv, n, heads, dim, &s)
			for _, v := range out[n*h:] {
				if v != mark {
					t.Fatalf("%d rows: the row after the last was written", n)
				}
			}
			for i := range n {
				for c := range h {
					want := attendOne(qkv, n, h, i, c, dim)
					if got := float64(out[i*h+c]); !(math.Abs(got-want) < 2e-5) {
						t.Fatalf("%d rows: row %d column %d = %v, want %v", n, i, c, got, want)
					}
				}
			}
		}
	})
}

// attendOne is the attention of row i for column c of the output, by the book.
func attendOne(qkv []float32, n, h, i, c, dim int) float64 {
	head := c / dim * dim
	sum, mixed := 0.0, 0.0
	for j := range n {
		dot := 0.0
		for d := head; d < head+dim; d++ {
			dot += float64(qkv[i*3*h+d]) * float64(qkv[j*3*h+h+d])
		}
		p := math.Exp(dot / math.Sqrt(float64(dim)))
		sum += p
		mixed += p * float64(qkv[j*3*h+2*h+c])
	}
	return mixed / sum
}
