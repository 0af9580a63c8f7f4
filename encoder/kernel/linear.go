package kernel

import "math"

// Linear is a layer y = W x + b whose weights are 8-bit integers, with one scale
// for each output. The activations are rounded to 16-bit integers, row by row,
// and the products are summed in 32 bits, exactly: this is twice as fast as
// float32, takes half the memory, and what it loses is the rounding of the
// activations to one part in some ten thousand of the row's largest. On the path
// "vnni8" it is one part in 127.
type Linear struct {
	k       *Kernel
	in, out int
	panels  []int16   // per 16 columns, per pair of inputs: 16 x 2
	scale   []float32 // padded with zeros to Width, as bias is
	bias    []float32

	pairs []int64 // instead of panels on the path "go": per 16 columns, per input: 8, of two weights
	bytes []int8  // instead of panels on the path "vnni8": per 16 columns, per 4 inputs: 16 x 4
	shift []int32 // what the sums over bytes are too large by, negated
}

// Quantised is rows of activations, rounded; the zero value is ready to be filled.
type Quantised struct {
	in, rows int
	values   []int16
	bytes    []uint8 // instead of values, each 128 too large
	scale    []float32
}

// maxActivation is the largest rounded activation for rows of in values: as large
// as no sum of products with 8-bit weights can overflow 32 bits with.
func maxActivation(in int) float32 { return float32(min(math.MaxInt16, math.MaxInt32/(128*in))) }

// Quantise fills q with rows of in values, at a[r*lda:]. in is a multiple of 16.
func (k *Kernel) Quantise(q *Quantised, a []float32, lda, in, rows int) {
	q.in, q.rows = in, rows
	q.scale = grow(q.scale, Rows(rows))
	if k.tile8 != nil {
		q.bytes = grow(q.bytes, Rows(rows)*in)
		for r := range rows {
			q.scale[r] = k.quantise8(q.bytes[r*in:][:in], a[r*lda:][:in]) / 127
		}
		return
	}
	q.values = grow(q.values, Rows(rows)*in)
	limit := maxActivation(in)
	for r := range rows {
		q.scale[r] = k.quantise(q.values[r*in:][:in], a[r*lda:][:in], limit) / limit
	}
}

// PackLinear copies a layer of out rows and in columns, in being a multiple of 16; row
// gives the weights of output o and their scale. bias has out values.
func (k *Kernel) PackLinear(out, in int, row func(o int) ([]int8, float32), bias []float32) *Linear {
	l := &Linear{k: k, in: in, out: out, scale: make([]float32, cols(out)), bias: make([]float32, cols(out))}
	copy(l.bias, bias)
	switch {
	case k.tile8 != nil:
		l.bytes, l.shift = make([]int8, in*cols(out)), make([]int32, cols(out))
	case k.tilePairs != nil:
		l.pairs = make([]int64, in*cols(out)/2)
	default:
		l.panels = make([]int16, in*cols(out))
	}
	for o := range out {
		values, scale := row(o)
		l.scale[o] = scale
		from, j := o/tileCols*tileCols*in, o%tileCols
		switch {
		case l.bytes != nil:
			l.shift[o] = packBytes(l.bytes[from:][:in*tileCols], values[:in], j)
		case l.pairs != nil:
			for i, v := range values[:in] {
				l.pairs[from/2+i*tileCols/2+j/2] += int64(v) << (32 * (j % 2))
			}
		default:
			packPanel(l.panels[from:][:in*tileCols], values[:in], j)
		}
	}
	return l
}

// packPanel lays out the weights of column j of a panel.
func packPanel(panel []int16, values []int8, j int) {
	at := 2 * j
	for i := 0; i+1 < len(values); i += 2 {
		panel[at], panel[at+1] = int16(values[i]), int16(values[i+1])
		at += 2 * tileCols
	}
}

// packBytes does so for bytes, and returns -128 times the sum of the weights.
func packBytes(panel []int8, values []int8, j int) int32 {
	at, sum := 4*j, int32(0)
	for i := 0; i+3 < len(values); i += 4 {
		copy(panel[at:at+4], values[i:])
		at += 4 * tileCols
	}
	for _, v := range values {
		sum -= 128 * int32(v)
	}
	return sum
}

// Out is the number of outputs.
func (l *Linear) Out() int { return l.out }

// Width is the length of a row that Mul writes: Out, rounded up to whole panels.
// The surplus is 0.
func (l *Linear) Width() int { return len(l.bias) }

// Mul sets row r of c, c[r*ldc:], to the layer's output for row r of q, which was
// filled by the same kernel. ldc must be at least Width, and c must hold Rows of the rows of q.
func (l *Linear) Mul(c []float32, ldc int, q *Quantised) {
	for p := 0; p < l.Width(); p += tileCols {
		for r := 0; r < q.rows; r += tileRows {
			rows, scale, bias, dst := q.scale[r:], l.scale[p:], l.bias[p:], c[r*ldc+p:]
			switch {
			case l.bytes != nil:
				l.k.tile8(l.in, q.bytes[r*q.in:], q.in, l.bytes[p*l.in:], l.shift[p:], rows, scale, bias, dst, ldc)
			case l.pairs != nil:
				l.k.tilePairs(l.in, q.values[r*q.in:], q.in, l.pairs[p*l.in/2:], rows, scale, bias, dst, ldc)
			default:
				l.k.tile16(l.in, q.values[r*q.in:], q.in, l.panels[p*l.in:], rows, scale, bias, dst, ldc)
			}
		}
	}
}
