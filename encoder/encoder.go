// Package encoder turns the word pieces of sentences into vectors: the forward
// pass of a BERT encoder (Devlin et al. 2019; here MiniLM's shape, 6 layers of
// 384) with 8-bit weights, multiplied in integers as package kernel does it.
//
// Smallest use:
//
//	e, err := encoder.New(m, k)
//	var s encoder.Scratch
//	x := e.Encode(&encoder.Batch{Pieces: ids, Cases: cases, Ends: []int{len(ids)}}, &s)
//
// A sentence's vectors depend on the sentence alone, bit for bit: not on the batch
// it is in, nor on the processor. The layers are laid out anew once, in 11 MB for MiniLM; the
// embeddings stay where they are. Limits: a sentence may have at most as many pieces
// as the model has positions; the caller cuts longer ones.
package encoder

import (
	"fmt"

	"entente/encoder/kernel"
	"entente/model"
)

// cases is how many case classes the model knows.
const cases = 8

// Encoder is the network. It does not change and may be shared.
type Encoder struct {
	k     *kernel.Kernel
	shape model.Config

	word, pos *model.Matrix
	caps      []float32 // a row for every case class
	lnW, lnB  []float32
	layers    []layer
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
	x, qkv, mixed, out, ffn []float32
	in                      kernel.Quantised
	attend                  kernel.Scratch
}

// reader gathers the first error, so that the reading below stays a list.
type reader struct {
	m   *model.Tensors
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

// stack packs some layers over the same in values into one; their outputs follow each other.
func (r *reader) stack(k *kernel.Kernel, in int, layers ...Layer) *kernel.Linear {
	var rows [][]int8
	var scale, bias []float32
	for _, l := range layers {
		w := r.matrix(l.Name+".w", l.Out, in)
		bias = append(bias, r.vector(l.Name+".b", l.Out)...)
		if r.err != nil {
			return nil
		}
		for o := range l.Out {
			rows = append(rows, w.Values[o*in:][:in])
		}
		scale = append(scale, w.Scale[:l.Out]...)
	}
	return k.PackLinear(len(rows), in, func(o int) ([]int8, float32) { return rows[o], scale[o] }, bias)
}

// layer lays out layer n.
func (r *reader) layer(k *kernel.Kernel, n, h, ffn int) layer {
	at := fmt.Sprintf("layer.%d.", n)
	return layer{
		qkv: r.stack(k, h, Layer{at + "q", h}, Layer{at + "k", h}, Layer{at + "v", h}), o: r.stack(k, h, Layer{at + "o", h}),
		ffn1: r.stack(k, h, Layer{at + "ffn1", ffn}), ffn2: r.stack(k, ffn, Layer{at + "ffn2", h}),
		ln1W: r.vector(at+"ln1.w", h), ln1B: r.vector(at+"ln1.b", h),
		ln2W: r.vector(at+"ln2.w", h), ln2B: r.vector(at+"ln2.b", h),
	}
}

// New lays out the encoder of m for the kernel k.
func New(m *model.Model, k *kernel.Kernel) (*Encoder, error) {
	c, r := m.Config, &reader{m: &m.Tensors}
	h := c.Hidden
	e := &Encoder{
		k: k, shape: c,
		word: r.matrix("emb.word", c.Vocab, h), pos: r.matrix("emb.pos", c.Positions, h),
		caps: make([]float32, cases*h), lnW: r.vector("emb.ln.w", h), lnB: r.vector("emb.ln.b", h),
	}
	if caps := r.matrix("emb.case", cases, h); caps != nil {
		for class := range cases {
			caps.Row(class, e.caps[class*h:][:h])
		}
	}
	for n := range c.Layers {
		e.layers = append(e.layers, r.layer(k, n, c.Hidden, c.FFN))
	}
	if r.err != nil {
		return nil, r.err
	}
	return e, nil
}

// Layer is a linear layer of the model: the tensors Name.w and Name.b, of Out rows.
type Layer struct {
	Name string
	Out  int
}

// Stack packs layers of m over the same in values into one, for the kernel k. Their
// outputs follow each other without a gap.
func Stack(m *model.Tensors, k *kernel.Kernel, in int, layers ...Layer) (*kernel.Linear, error) {
	r := &reader{m: m}
	return r.stack(k, in, layers...), r.err
}

// Hidden is the length of a vector.
func (e *Encoder) Hidden() int { return e.shape.Hidden }

// blockRows is how many rows go through the layers between two attentions together:
// so few that what lies between the layers stays in the L2 cache beside the weights.
const blockRows = 48

// Encode returns a vector of length Hidden for every piece of b, one after the
// other. They lie in s and hold until s is used again. Ids and case classes that
// the model does not have count as 0.
func (e *Encoder) Encode(b *Batch, s *Scratch) []float32 {
	e.embed(b, s)
	for i := range e.layers {
		e.attend(&e.layers[i], b.Ends, s)
		e.finish(&e.layers[i], s.x, s.mixed, len(b.Pieces), s)
	}
	return s.x
}

// attend does the first half of a layer over the sentences in s.x, which end at ends: the
// attention, into s.mixed.
func (e *Encoder) attend(l *layer, ends []int, s *Scratch) {
	h := e.shape.Hidden
	n := len(s.x) / h
	s.mixed = grow(s.mixed, n*h)
	s.qkv = grow(s.qkv, n*3*h)
	for r := 0; r < n; r += blockRows {
		e.k.Quantise(&s.in, s.x[r*h:], h, h, min(blockRows, n-r))
		l.qkv.Mul(s.qkv[r*3*h:], 3*h, &s.in)
	}
	from := 0
	for _, end := range ends {
		e.k.Attend(s.mixed[from*h:], h, s.qkv[from*3*h:], end-from, e.shape.Heads, h/e.shape.Heads, &s.attend)
		from = end
	}
}

// finish does the second half of a layer for n rows of x, whose attention is mixed.
func (e *Encoder) finish(l *layer, x, mixed []float32, n int, s *Scratch) {
	h := e.shape.Hidden
	s.out = grow(s.out, blockRows*h)
	s.ffn = grow(s.ffn, blockRows*e.shape.FFN)
	for r := 0; r < n; r += blockRows {
		e.afterAttention(l, x[r*h:], mixed[r*h:], min(blockRows, n-r), s)
	}
}

// afterAttention does the rest of a layer for n rows of x.
func (e *Encoder) afterAttention(l *layer, x, mixed []float32, n int, s *Scratch) {
	h, f := e.shape.Hidden, e.shape.FFN
	e.k.Quantise(&s.in, mixed, h, h, n)
	l.o.Mul(s.out, h, &s.in)
	e.norm(x, s.out, l.ln1W, l.ln1B, n)
	e.k.Quantise(&s.in, x, h, h, n)
	l.ffn1.Mul(s.ffn, f, &s.in)
	e.k.GELU(s.ffn[:n*f])
	e.k.Quantise(&s.in, s.ffn, f, f, n)
	l.ffn2.Mul(s.out, h, &s.in)
	e.norm(x, s.out, l.ln2W, l.ln2B, n)
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
	s.x = grow(s.x, len(b.Pieces)*h)
	clear(s.x)
	for _, end := range b.Ends {
		for i := from; i < end; i++ {
			id, class := int(b.Pieces[i]), int(b.Cases[i])
			if id < 0 || id >= e.word.Rows {
				id = 0
			}
			if class >= cases {
				class = 0
			}
			x, at := s.x[i*h:][:h], min(i-from, e.pos.Rows-1)
			e.k.AddRow(x, e.word.Values[id*h:][:h], e.word.Scale[id])
			e.k.AddRow(x, e.pos.Values[at*h:][:h], e.pos.Scale[at])
			e.k.LayerNorm(x, e.caps[class*h:][:h], e.lnW, e.lnB, float32(e.shape.Eps))
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
