package kernel

import "math"

// Linear is a layer y = W x + b whose weights are 8-bit integers, with one scale
// for each output. The activations are rounded to 16-bit integers, row by row,
// and the products are summed in 32 bits, exactly: this is twice as fast as
// float32, takes half the memory, and what it loses is the rounding of the
// activations to one part in some ten thousand of the row's largest.
type Linear struct {
	k       *Kernel
	in, out int
	panels  []int16 // per 16 columns, per pair of inputs: 16 x 2
	scale   []float32
	bias    []float32 // both padded with zeros to Width
}

// Quantised is rows of activations, rounded; the zero value is ready to be filled.
type Quantised struct {
	in, rows int
	values   []int16
	scale    []float32
}

// maxActivation is the largest rounded activation for rows of in values: as large
// as no sum of products with 8-bit weights can overflow 32 bits with.
func maxActivation(in int) float32 { return float32(min(math.MaxInt16, math.MaxInt32/(128*in))) }

// Quantise fills q with rows of in values, at a[r*lda:]. in is a multiple of 16.
func (k *Kernel) Quantise(q *Quantised, a []float32, lda, in, rows int) {
	q.in, q.rows = in, rows
	if n := Rows(rows) * in; cap(q.values) < n {
		q.values = make([]int16, n+n/4)
	}
	q.values = q.values[:cap(q.values)]
	q.scale = grow(q.scale, Rows(rows))
	limit := maxActivation(in)
	for r := range rows {
		q.scale[r] = k.quantise(q.values[r*in:][:in], a[r*lda:][:in], limit) / limit
	}
}

// PackLinear copies a layer of out rows and in columns, in being a multiple of 16; row
// gives the weights of output o and their scale. bias has out values.
func (k *Kernel) PackLinear(out, in int, row func(o int) ([]int8, float32), bias []float32) *Linear {
	l := &Linear{k: k, in: in, out: out, panels: make([]int16, in*cols(out)), scale: make([]float32, cols(out)), bias: make([]float32, cols(out))}
	copy(l.bias, bias)
	for from := 0; from < out; from += tileCols {
		// Panel by panel, so that what is written lies together.
		panel := l.panels[from*in:][:in*tileCols]
		for j := range min(tileCols, out-from) {
			values, scale := row(from + j)
			l.scale[from+j] = scale
			at := 2 * j
			for i := 0; i+1 < in; i += 2 {
				panel[at], panel[at+1] = int16(values[i]), int16(values[i+1])
				at += 2 * tileCols
			}
		}
	}
	return l
}

// Out is the number of outputs.
func (l *Linear) Out() int { return l.out }

// Width is the length of a row that Mul writes: Out, rounded up to whole panels.
// The surplus is 0.
func (l *Linear) Width() int { return len(l.bias) }

// Mul sets row r of c, c[r*ldc:], to the layer's output for row r of q. ldc must be
// at least Width, and c must hold Rows of the rows of q.
func (l *Linear) Mul(c []float32, ldc int, q *Quantised) {
	for p := 0; p < l.Width(); p += tileCols {
		b := l.panels[p*l.in:][:l.in*tileCols]
		for r := 0; r < q.rows; r += tileRows {
			l.k.tile16(l.in, q.values[r*q.in:], q.in, b, q.scale[r:], l.scale[p:], l.bias[p:], c[r*ldc+p:], ldc)
		}
	}
}
