package kernel

import (
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
		const rows, in, out = 23, 768, 48
		x := floats(r, Rows(rows)*in)
		l := k.PackLinear(out, in, func(int) ([]int8, float32) { return bytes8(r, in), 0.01 }, nil)
		var q Quantised
		k.Quantise(&q, x, in, in, rows)
		y := make([]float32, Rows(rows)*out)
		l.Mul(y, out, &q)
		got := make([]float32, Rows(1)*out)
		for i := range rows {
			k.Quantise(&q, x[i*in:], in, in, 1) // the other rows of q are old
			l.Mul(got, out, &q)
			if !slices.Equal(got[:out], y[i*out:][:out]) {
				t.Fatalf("row %d by itself differs from row %d of %d", i, i, rows)
			}
		}
	})
}

// Integer sums are exact, so the result is known to float32's last digits once
// the roundings of the activations are.
func TestLinear(t *testing.T) {
	each(t, func(t *testing.T, k *Kernel, r *rand.Rand) {
		for _, size := range []struct{ rows, in, out int }{{1, 16, 1}, {5, 32, 17}, {6, 384, 48}, {13, 1536, 40}} {
			bias, x := floats(r, size.out), floats(r, Rows(size.rows)*(size.in+1))
			lda, limit := size.in+1, float64(maxActivation(size.in))
			if k.tile8 != nil {
				limit = 127
			}
			for i := range size.in {
				x[i] = 0 // a row of zeros
				if size.rows > 1 {
					x[lda+i] = 1 // the largest sums there can be
				}
			}
			weights := make([][]int8, size.out)
			for o := range weights {
				weights[o] = bytes8(r, size.in)
			}
			for i := range weights[0] {
				weights[0][i] = -128
			}
			l := k.PackLinear(size.out, size.in, func(o int) ([]int8, float32) { return weights[o], 0.01 * float32(o+1) }, bias)
			var q Quantised
			k.Quantise(&q, x, lda, size.in, size.rows)
			ldc := l.Width() + 16
			y := make([]float32, Rows(size.rows)*ldc)
			l.Mul(y, ldc, &q)
			for i := range size.rows {
				top := 1e-30
				for _, v := range x[i*lda:][:size.in] {
					top = max(top, math.Abs(float64(v)))
				}
				for o := range size.out {
					sum, slack, scale := 0.0, 1e-5, 0.01*float64(o+1)*top/limit
					for j, v := range x[i*lda:][:size.in] {
						exact := float64(v) / top * limit
						sum += math.RoundToEven(exact) * float64(weights[o][j])
						if math.Abs(math.Abs(exact-math.Trunc(exact))-0.5) < 0.01 { // may be rounded either way
							slack += scale * math.Abs(float64(weights[o][j]))
						}
					}
					want := sum*scale + float64(bias[o])
					if got := float64(y[i*ldc+o]); !(math.Abs(got-want) <= slack+1e-5*math.Abs(want)) {
						t.Fatalf("%+v: row %d output %d = %v, want %v", size, i, o, got, want)
					}
				}
				for o := size.out; o < l.Width(); o++ {
					if y[i*ldc+o] != 0 {
						t.Fatalf("%+v: row %d output %d, beyond the last, is %v", size, i, o, y[i*ldc+o])
					}
				}
			}
		}
	})
}

// All paths with 16-bit activations agree to the last digits.
func TestLinearPathsAgree(t *testing.T) {
	const rows, in, out = 11, 384, 50
	var want []float32
	for _, k := range available() {
		if k.tile8 != nil {
			continue
		}
		r := rand.New(rand.NewPCG(3, 3))
		x := floats(r, Rows(rows)*in)
		l := k.PackLinear(out, in, func(int) ([]int8, float32) { return bytes8(r, in), 0.01 }, make([]float32, out))
		var q Quantised
		k.Quantise(&q, x, in, in, rows)
		y := make([]float32, Rows(rows)*l.Width())
		l.Mul(y, l.Width(), &q)
		y = y[:rows*l.Width()]
		if want == nil {
			want = y
		}
		for i := range y {
			if !(math.Abs(float64(y[i]-want[i])) <= 1e-6*math.Abs(float64(want[i]))+1e-5) {
				t.Fatalf("%s: value %d is %v, want %v", k.path, i, y[i], want[i])
			}
		}
	}
}

func TestProduct(t *testing.T) {
	each(t, func(t *testing.T, k *Kernel, r *rand.Rand) {
		var s Scratch
		var dst []float32
		for _, size := range [][3]int{{1, 2, 16}, {7, 8, 32}, {20, 16, 16}, {3, 33, 48}} {
			n, m, dim := size[0], size[1], size[2]
			ldb := dim + 5
			a, b := floats(r, Rows(n)*dim), floats(r, m*ldb)
			var stride int
			dst, stride = k.Product(dst, a, n, b, ldb, m, dim, &s)
			for i := range n {
				for j := range m {
					want := 0.0
					for d := range dim {
						want += float64(a[i*dim+d]) * float64(b[j*ldb+d])
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

func TestExpSum(t *testing.T) {
	each(t, func(t *testing.T, k *Kernel, _ *rand.Rand) {
		var in []float32
		for v := 0.0; v > -100; v -= 1.0 / 128 {
			in = append(in, float32(v))
		}
		in = append(in, -1e30, -1e10, 0, -88, -87, -86.9, -1e-8, -0.5)
		x := slices.Clone(in)
		sum := k.expSum(x, 2, 0)
		total := 0.0
		for i, v := range in {
			want := math.Exp(max(2*float64(v), -87))
			if !(math.Abs(float64(x[i])-want) <= 3e-7*want) {
				t.Fatalf("exp(%v) = %v, want %v", 2*v, x[i], want)
			}
			total += want
		}
		if !(math.Abs(float64(sum)-total) < 1e-4*total) {
			t.Errorf("sum %v, want %v", sum, total)
		}
	})
}

func TestLayerNorm(t *testing.T) {
	each(t, func(t *testing.T, k *Kernel, r *rand.Rand) {
		for _, n := range []int{8, 32, 384} {
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
		for _, n := range []int{1, 2, 6, 7, 16, 17, 40} {
			qkv := floats(r, (Rows(n)+6)*3*h)
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
