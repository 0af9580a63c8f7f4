package encoder

import (
	"fmt"
	"math"
	"testing"

	"entente/model"
)

// formulas is the forward pass of one sentence in float64, by the book.
func formulas(t *testing.T, m *model.Model, b *Batch) []float64 {
	t.Helper()
	c := m.Config
	h, n := c.Hidden, len(b.Pieces)
	matrix := func(name string, rows, cols int) func(r, c int) float64 {
		w, err := m.Matrix(name, rows, cols)
		if err != nil {
			t.Fatal(err)
		}
		return func(r, c int) float64 { return float64(w.Values[r*cols+c]) * float64(w.Scale[r]) }
	}
	vector := func(name string, n int) []float32 {
		v, err := m.Vector(name, n)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	linear := func(x [][]float64, name string, out, in int) [][]float64 {
		w, bias := matrix(name+".w", out, in), vector(name+".b", out)
		y := make([][]float64, len(x))
		for i := range x {
			for o := range out {
				sum := float64(bias[o])
				for j := range in {
					sum += w(o, j) * x[i][j]
				}
				y[i] = append(y[i], sum)
			}
		}
		return y
	}
	norm := func(x, add [][]float64, name string) {
		w, bias := vector(name+".w", h), vector(name+".b", h)
		for i := range x {
			mean, square := 0.0, 0.0
			for j := range h {
				x[i][j] += add[i][j]
				mean += x[i][j] / float64(h)
			}
			for j := range h {
				square += (x[i][j] - mean) * (x[i][j] - mean) / float64(h)
			}
			for j := range h {
				x[i][j] = (x[i][j]-mean)/math.Sqrt(square+c.Eps)*float64(w[j]) + float64(bias[j])
			}
		}
	}

	word, pos, caps := matrix("emb.word", c.Vocab, h), matrix("emb.pos", c.Positions, h), matrix("emb.case", 8, h)
	x, add := make([][]float64, n), make([][]float64, n)
	for i := range n {
		for j := range h {
			x[i] = append(x[i], word(int(b.Pieces[i]), j)+pos(i, j))
			add[i] = append(add[i], caps(int(b.Cases[i]), j))
		}
	}
	norm(x, add, "emb.ln")
	for l := range c.Layers {
		at := fmt.Sprintf("layer.%d.", l)
		mixed := attention(linear(x, at+"q", h, h), linear(x, at+"k", h, h), linear(x, at+"v", h, h), c.Heads)
		norm(x, linear(mixed, at+"o", h, h), at+"ln1")
		f := linear(x, at+"ffn1", c.FFN, h)
		for i := range f {
			for j, v := range f[i] {
				f[i][j] = v / 2 * (1 + math.Erf(v/math.Sqrt2))
			}
		}
		norm(x, linear(f, at+"ffn2", h, c.FFN), at+"ln2")
	}
	var out []float64
	for i := range x {
		out = append(out, x[i]...)
	}
	return out
}

func attention(q, k, v [][]float64, heads int) [][]float64 {
	h := len(q[0])
	dim := h / heads
	out := make([][]float64, len(q))
	for i := range q {
		out[i] = make([]float64, h)
		for from := 0; from < h; from += dim {
			p, sum := make([]float64, len(k)), 0.0
			for j := range k {
				dot := 0.0
				for d := from; d < from+dim; d++ {
					dot += q[i][d] * k[j][d]
				}
				p[j] = math.Exp(dot / math.Sqrt(float64(dim)))
				sum += p[j]
			}
			for j := range k {
				for d := from; d < from+dim; d++ {
					out[i][d] += p[j] / sum * v[j][d]
				}
			}
		}
	}
	return out
}
