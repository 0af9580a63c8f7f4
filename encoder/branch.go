package encoder

import (
	"fmt"

	"entente/model"
)

// Marks is how many kinds of marks a piece may bear; 0 is none.
const Marks = 2

// Rows is how many vectors a Branch gives for each Marked.
const Rows = 4

// groupRows is how many rows go through the layers of a branch together, as far as one
// marked sentence has not more: with more, they leave the L2 cache.
const groupRows = 384

// Branch is a second end of the encoder: it reads what a sentence tells of some marked
// words. It takes the sentence from the lower layers of the encoder, which does not
// know the marks, puts the vector of its mark on each marked piece, and goes on with
// upper layers of its own. It does not change and may be shared.
type Branch struct {
	e      *Encoder
	lower  []layer // of the encoder
	layers []layer
	marks  *model.Matrix
}

// Marked is the marks of a sentence's pieces, and which of its pieces' vectors are wanted.
type Marked struct {
	Marks []uint8 // one for each piece, [CLS] and [SEP] included
	Rows  [Rows]int
}

// BranchScratch is the working memory of a Branch, for one goroutine; the zero value is ready.
type BranchScratch struct {
	Scratch
	low, few, rows []float32
	ends           []int
}

// NewBranch lays out the branch m, which stands on e.
func NewBranch(e *Encoder, m *model.Branch) (*Branch, error) {
	c, r := m.Config, &reader{m: &m.Tensors}
	if c.Hidden != e.shape.Hidden || c.Heads != e.shape.Heads || c.FFN != e.shape.FFN || c.Lower > len(e.layers) {
		return nil, fmt.Errorf("encoder: a branch after layer %d of width %d, %d heads and %d in between does not fit the encoder", c.Lower, c.Hidden, c.Heads, c.FFN)
	}
	br := &Branch{e: e, lower: e.layers[:c.Lower], marks: r.matrix("mark", Marks, c.Hidden)}
	for n := range c.Layers {
		br.layers = append(br.layers, r.layer(e.k, n, c.Hidden, c.FFN))
	}
	return br, r.err
}

// Encode returns, for each of marked, the vectors of its Rows, one after the other. b is
// one sentence, whose pieces the marks are of. The vectors lie in s and hold until s is
// used again. Those of one Marked do not depend on the others. Marks that the branch
// does not have count as none, and rows outside the sentence as its first.
func (br *Branch) Encode(b *Batch, marked []Marked, s *BranchScratch) []float32 {
	e, n, h := br.e, len(b.Pieces), br.e.shape.Hidden
	s.rows = grow(s.rows, len(marked)*Rows*h)
	if n == 0 {
		clear(s.rows)
		return s.rows
	}
	e.embed(b, &s.Scratch)
	for i := range br.lower {
		e.attend(&br.lower[i], b.Ends, &s.Scratch)
		e.finish(&br.lower[i], s.x, s.mixed, n, &s.Scratch)
	}
	s.low = append(s.low[:0], s.x...)
	for from, size := 0, max(1, groupRows/n); from < len(marked); from += size {
		to := min(from+size, len(marked))
		br.upper(marked[from:to], n, s.rows[from*Rows*h:to*Rows*h], s)
	}
	return s.rows
}

// upper runs the upper layers over copies of s.low, of n rows, one for each of marked, and
// writes the rows that are wanted.
func (br *Branch) upper(marked []Marked, n int, rows []float32, s *BranchScratch) {
	e, h := br.e, br.e.shape.Hidden
	s.x, s.ends = grow(s.x, len(marked)*n*h), s.ends[:0]
	for i := range marked {
		x := s.x[i*n*h:][:n*h]
		copy(x, s.low)
		for p, mark := range marked[i].Marks[:min(n, len(marked[i].Marks))] {
			if mark > 0 && mark <= Marks {
				e.k.AddRow(x[p*h:][:h], br.marks.Values[int(mark-1)*h:][:h], br.marks.Scale[mark-1])
			}
		}
		s.ends = append(s.ends, (i+1)*n)
	}
	last := len(br.layers) - 1
	for i := range br.layers[:last] {
		e.attend(&br.layers[i], s.ends, &s.Scratch)
		e.finish(&br.layers[i], s.x, s.mixed, len(marked)*n, &s.Scratch)
	}
	// Of the last layer nothing but the rows that are wanted has to be finished.
	e.attend(&br.layers[last], s.ends, &s.Scratch)
	s.few = grow(s.few, len(rows))
	for i := range marked {
		for k, row := range marked[i].Rows {
			if row < 0 || row >= n {
				row = 0
			}
			copy(rows[(i*Rows+k)*h:][:h], s.x[(i*n+row)*h:])
			copy(s.few[(i*Rows+k)*h:][:h], s.mixed[(i*n+row)*h:])
		}
	}
	e.finish(&br.layers[last], rows, s.few, len(marked)*Rows, &s.Scratch)
}
