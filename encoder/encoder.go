// Package encoder turns the word pieces of sentences into vectors: the forward
// pass of a BERT encoder (Devlin et al. 2019; here MiniLM's shape, 6 layers of
// 384) with 8-bit weights, as package kernel multiplies them.
//
// Smallest use:
//
//	e, err := encoder.New(m, k)
//	var s encoder.Scratch
//	x := e.Encode(&encoder.Batch{Pieces: ids, Cases: cases, Ends: []int{len(ids)}}, &s)
//
// A sentence's vectors depend on the sentence alone, bit for bit, not on the
// batch it is in. The layers are laid out anew once, in 21 MB for MiniLM; the
// embeddings stay where they are. Limits: a sentence may have at most as many pieces
// as the model has positions; the caller cuts longer ones.
package encoder

import (
	"fmt"

	"entente/encoder/kernel"
	"entente/model"
)

// Encoder is the network. It does not change and may be shared.
type Encoder struct {
	k     *kernel.Kernel
	shape model.Config

	word, pos, caps *model.Matrix
	lnW, lnB        []float32
	layers          []layer
}

type layer struct {
	qkv, o, ffn1, ffn2 *kernel.Linear
	ln1W, ln1B         []float32
	ln2W, ln2B         []float32
}

// Batch is some sentences, their pieces one after the other.
type Batch struct {
	Pieces []int32 // ids, [CLS] and [SEP] included
	Cases  []uint8 // the case class of every piece
	Ends   []int   // where each sentence ends in Pieces
}

// Scratch is the working memory of Encode, for one goroutine; the zero value is ready.
type Scratch struct {
	x, qkv, mixed, ffn []float32
	in                 kernel.Quantised
	attend             kernel.Scratch
}

// reader gathers the first error, so that the reading below stays a list.
type reader struct {
	m   *model.Model
	err error
}

func (r *reader) vector(name string, n int) []float32 {
	if r.err != nil {
		return nil
	}
	var v []float32
	v, r.err = r.m.Vector(name, n)
	return v
}

func (r *reader) matrix(name string, shape ...int) *model.Matrix {
	if r.err != nil {
		return nil
	}
	var m *model.Matrix
	m, r.err = r.m.Matrix(name, shape...)
	return m
}

// linear packs the layers of the given names, stacked, into one.
func (r *reader) linear(k *kernel.Kernel, out, in int, names ...string) *kernel.Linear {
	var parts []*model.Matrix
	var bias []float32
	for _, name := range names {
		parts = append(parts, r.matrix(name+".w", out, in))
		bias = append(bias, r.vector(name+".b", out)...)
	}
	if r.err != nil {
		return nil
	}
	return k.PackLinear(out*len(names), in, func(o int) ([]int8, float32) {
		w, r := parts[o/out], o%out
		return w.Values[r*in:][:in], w.Scale[r]
	}, bias)
}

// New lays out the encoder of m for the kernel k.
func New(m *model.Model, k *kernel.Kernel) (*Encoder, error) {
	c, r := m.Config, &reader{m: m}
	h := c.Hidden
	e := &Encoder{
		k: k, shape: c,
		word: r.matrix("emb.word", c.Vocab, h), pos: r.matrix("emb.pos", c.Positions, h), caps: r.matrix("emb.case", 8, h),
		lnW: r.vector("emb.ln.w", h), lnB: r.vector("emb.ln.b", h),
	}
	for n := range c.Layers {
		at := fmt.Sprintf("layer.%d.", n)
		e.layers = append(e.layers, layer{
			qkv: r.linear(k, h, h, at+"q", at+"k", at+"v"), o: r.linear(k, h, h, at+"o"),
			ffn1: r.linear(k, c.FFN, h, at+"ffn1"), ffn2: r.linear(k, h, c.FFN, at+"ffn2"),
			ln1W: r.vector(at+"ln1.w", h), ln1B: r.vector(at+"ln1.b", h),
			ln2W: r.vector(at+"ln2.w", h), ln2B: r.vector(at+"ln2.b", h),
		})
	}
	if r.err != nil {
		return nil, r.err
	}
	return e, nil
}

// Linear packs the layer name.w, name.b of m, of out rows and in columns, for the kernel k.
func Linear(m *model.Model, k *kernel.Kernel, name string, out, in int) (*kernel.Linear, error) {
	r := &reader{m: m}
	return r.linear(k, out, in, name), r.err
}

// Hidden is the length of a vector.
func (e *Encoder) Hidden() int { return e.shape.Hidden }

// Encode returns a vector of length Hidden for every piece of b, one after the
// other. They lie in s and hold until s is used again. Ids and case classes that
// the model does not have count as 0.
func (e *Encoder) Encode(b *Batch, s *Scratch) []float32 {
	n, h, f := len(b.Pieces), e.shape.Hidden, e.shape.FFN
	rows := kernel.Rows(n) + kernel.Rows(1) // a sentence's last tile may reach over the end
	s.x = grow(s.x, rows*h)
	s.mixed = grow(s.mixed, rows*h)
	s.qkv = grow(s.qkv, rows*3*h)
	s.ffn = grow(s.ffn, rows*f)

	e.embed(b, s)
	x, mixed := s.x[:rows*h], s.mixed[:rows*h]
	for i := range e.layers {
		l := &e.layers[i]
		e.k.Quantise(&s.in, x, h, h, n)
		l.qkv.Mul(s.qkv, 3*h, &s.in)
		from := 0
		for _, end := range b.Ends {
			e.k.Attend(mixed[from*h:], h, s.qkv[from*3*h:], end-from, e.shape.Heads, h/e.shape.Heads, &s.attend)
			from = end
		}
		// The keys are not needed any more: their memory takes the output.
		e.k.Quantise(&s.in, mixed, h, h, n)
		l.o.Mul(s.qkv, h, &s.in)
		e.norm(x, s.qkv, l.ln1W, l.ln1B, n)
		e.k.Quantise(&s.in, x, h, h, n)
		l.ffn1.Mul(s.ffn, f, &s.in)
		e.k.GELU(s.ffn[:n*f])
		e.k.Quantise(&s.in, s.ffn, f, f, n)
		l.ffn2.Mul(mixed, h, &s.in)
		e.norm(x, mixed, l.ln2W, l.ln2B, n)
	}
	return x[:n*h]
}

func (e *Encoder) norm(x, add, w, b []float32, n int) {
	h := e.shape.Hidden
	for i := range n {
		e.k.LayerNorm(x[i*h:][:h], add[i*h:], w, b, float32(e.shape.Eps))
	}
}

// embed writes the sums of the three embeddings, normalised, into s.x.
func (e *Encoder) embed(b *Batch, s *Scratch) {
	h, from := e.shape.Hidden, 0
	line := s.mixed[:h]
	for _, end := range b.Ends {
		for i := from; i < end; i++ {
			id, class := int(b.Pieces[i]), int(b.Cases[i])
			if id < 0 || id >= e.word.Rows {
				id = 0
			}
			if class >= e.caps.Rows {
				class = 0
			}
			x := s.x[i*h:][:h]
			e.word.Row(id, x)
			e.pos.Row(min(i-from, e.pos.Rows-1), line)
			for j, v := range line {
				x[j] += v
			}
			e.caps.Row(class, line)
			e.k.LayerNorm(x, line, e.lnW, e.lnB, float32(e.shape.Eps))
		}
		from = end
	}
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n+n/4)[:n]
	}
	return s[:n]
}
