package kernel

// Linear is a layer y = W x + b whose weights are 8-bit integers, with one scale
// for each output. Of each row of activations the range from the smallest to the
// largest is cut into 127 steps, x being about lo + step*a with whole a; then
//
//	y = step*(scale*sum(w*a)) + (lo*(scale*sum(w)) + b)
//
// and the first sum is one of integers, exact in 32 bits. Seven bits, since the sum of two
// products of a signed byte with 7 bits fits into 16 bits, which AVX2 needs.
type Linear struct {
	k       *Kernel
	in, out int
	panels  []int8    // per 32 columns, per 4 inputs: 32 x 4
	scale   []float32 // padded with zeros to whole panels, as the next two are
	shift   []float32 // scale*sum(w)
	bias    []float32
}

// steps is the largest activation, rounded.
const steps = 127

// Quantised is rows of activations, rounded; the zero value is ready to be filled.
type Quantised struct {
	in, rows int
	values   []uint8
	lo, step []float32
}

// Quantise fills q with rows of in values, at a[r*lda:]. in is a multiple of 16.
func (k *Kernel) Quantise(q *Quantised, a []float32, lda, in, rows int) {
	q.in, q.rows = in, rows
	q.values = grow(q.values, rows*in)
	q.lo, q.step = grow(q.lo, rows), grow(q.step, rows)
	for r := range rows {
		lo, span := k.quantise(q.values[r*in:][:in], a[r*lda:][:in])
		q.lo[r], q.step[r] = lo, span/steps
	}
}

// PackLinear copies a layer of out rows and in columns, in being a multiple of 16; row
// gives the weights of output o and their scale. bias has out values.
func (k *Kernel) PackLinear(out, in int, row func(o int) ([]int8, float32), bias []float32) *Linear {
	wide := ceil(out, panelWidth)
	l := &Linear{k: k, in: in, out: out, panels: make([]int8, in*wide),
		scale: make([]float32, wide), shift: make([]float32, wide), bias: make([]float32, wide)}
	for o := range out {
		var values []int8
		values, l.scale[o] = row(o)
		packColumn(l.panels[o/panelWidth*panelWidth*in:], values[:in], o%panelWidth)
	}
	// The sums of the weights are the outputs for a row of ones.
	ones := &Quantised{in: in, rows: 1, values: make([]uint8, in), lo: []float32{0}, step: []float32{1}}
	for i := range ones.values {
		ones.values[i] = 1
	}
	l.Mul(l.shift, wide, ones)
	copy(l.bias, bias)
	return l
}

// packColumn lays out the weights of column j of a panel.
func packColumn(panel []int8, values []int8, j int) {
	for at := 4 * j; len(values) >= 4; at += 4 * panelWidth {
		*(*[4]int8)(panel[at:]) = [4]int8(values)
		values = values[4:]
	}
}

// Out is the number of outputs.
func (l *Linear) Out() int { return l.out }

// Width is the length of a row that Mul writes: Out, rounded up to a multiple of 16.
// The surplus is 0.
func (l *Linear) Width() int { return ceil(l.out, lanes) }

// Mul sets row r of c, c[r*ldc:], to the layer's output for row r of q, which was
// filled by the same kernel. ldc must be at least Width.
func (l *Linear) Mul(c []float32, ldc int, q *Quantised) {
	for p := 0; p < l.out; p += panelWidth {
		panel, cols := l.panels[p*l.in:], min(panelWidth, l.Width()-p)
		for r := 0; r < q.rows; {
			from, rows := nextTile(l.k.mulRows, r, q.rows)
			l.k.mul(rows, l.in, q.values[from*l.in:], l.in, panel, cols, q.step[from:], q.lo[from:],
				l.scale[p:], l.shift[p:], l.bias[p:], c[from*ldc+p:], ldc)
			r = from + rows
		}
	}
}
