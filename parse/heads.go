package parse

import (
	"fmt"
	"slices"

	"entente"
	"entente/encoder"
	"entente/encoder/kernel"
	"entente/model"
)

// relRows is how many rows go through the label scorer together: its output is wide.
const relRows = 48

// heads are the parts of the network above the encoder.
type heads struct {
	k                  *kernel.Kernel
	upos, feats, lemma *kernel.Linear
	arcDep, arcHead    *kernel.Linear
	arcU               *kernel.Matrix // [d; 1]^T U as a linear layer; its scales are not per output
	relDep, relHead    *kernel.Linear
	relU               *kernel.Matrix // R*dim products with U, then R with U's last column

	hidden, arcDim, relDim int

	uposNames, featsNames, relNames []string
	scripts                         []script
	root                            int // index of "root" in relNames
}

// scratch is the working memory of annotate. A row is a word or a root.
type scratch struct {
	rows          []float32 // the encoder's vectors
	in            kernel.Quantised
	logits        []float32
	upos, feats   []int
	scripts       []int
	dep, head, du []float32
	relDep        []float32
	relHead       []float32
	relDu         []float32
	arcs          []float32
	heads         []int // row of each row's head, itself at a root row
}

func (h *heads) load(m *model.Model, k *kernel.Kernel) error {
	c := m.Config
	*h = heads{k: k, hidden: c.Hidden, arcDim: c.ArcDim, relDim: c.RelDim, uposNames: c.UPOS, relNames: c.Rels, root: slices.Index(c.Rels, "root")}
	for _, l := range []struct {
		to   **kernel.Linear
		name string
		out  int
	}{
		{&h.upos, "upos", len(c.UPOS)}, {&h.feats, "feats", len(c.Feats)}, {&h.lemma, "lemma", len(c.Scripts)},
		{&h.arcDep, "arc.dep", c.ArcDim}, {&h.arcHead, "arc.head", c.ArcDim},
		{&h.relDep, "rel.dep", c.RelDim}, {&h.relHead, "rel.head", c.RelDim},
	} {
		var err error
		if *l.to, err = encoder.Linear(m, k, l.name, l.out, c.Hidden); err != nil {
			return err
		}
	}
	if err := h.loadArcs(m, k); err != nil {
		return err
	}
	if err := h.loadRels(m, k); err != nil {
		return err
	}
	for _, f := range c.Feats {
		if f == "_" {
			f = ""
		}
		h.featsNames = append(h.featsNames, f)
	}
	for _, text := range c.Scripts {
		s, err := parseScript(text)
		if err != nil {
			return &entente.Error{Op: "parse", Kind: entente.Syntax, Input: "weights.safetensors", Err: err}
		}
		h.scripts = append(h.scripts, s)
	}
	if h.root < 0 || len(c.Rels) < 2 {
		return &entente.Error{Op: "parse", Kind: entente.Syntax, Input: "weights.safetensors",
			Err: fmt.Errorf("the relations %q lack root or all others", c.Rels)}
	}
	return nil
}

func (h *heads) loadArcs(m *model.Model, k *kernel.Kernel) error {
	dim := h.arcDim
	u, err := m.Matrix("arc.u", dim+1, dim)
	if err != nil {
		return err
	}
	at := func(r, c int) float32 { return float32(u.Values[r*u.Cols+c]) * u.Scale[r] }
	bias := make([]float32, dim)
	u.Row(dim, bias)
	h.arcU = k.Pack(dim, dim, func(o int, dst []float32) {
		for i := range dst {
			dst[i] = at(i, o)
		}
	}, bias)
	return nil
}

func (h *heads) loadRels(m *model.Model, k *kernel.Kernel) error {
	dim, count := h.relDim, len(h.relNames)
	u, err := m.Matrix("rel.u", count, dim+1, dim+1)
	if err != nil {
		return err
	}
	at := func(r, a, b int) float32 {
		row := r*(dim+1) + a
		return float32(u.Values[row*u.Cols+b]) * u.Scale[row]
	}
	// Output r*dim+b is column b of relation r; the last columns, which meet the 1
	// of the head's vector, stand at the end.
	place := func(o int) (r, b int) {
		if o < count*dim {
			return o / dim, o % dim
		}
		return o - count*dim, dim
	}
	bias := make([]float32, count*(dim+1))
	for o := range bias {
		r, b := place(o)
		bias[o] = at(r, dim, b)
	}
	h.relU = k.Pack(len(bias), dim, func(o int, dst []float32) {
		r, b := place(o)
		for a := range dst {
			dst[a] = at(r, a, b)
		}
	}, bias)
	return nil
}

func growFloats(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n+n/4)[:n]
	}
	return s[:n]
}

// annotate writes the annotations of the tokens of the stretches in w; x holds the
// vectors of the batch. Heads are indices into the stretch.
func (h *heads) annotate(x []float32, w *work) {
	s, n := &w.score, 0
	for i := range w.stretches {
		n += 1 + len(w.stretches[i].words)
	}
	pad := kernel.Rows(n)
	s.rows = growFloats(s.rows, pad*h.hidden)
	n = 0
	gather := func(row int) {
		copy(s.rows[n*h.hidden:][:h.hidden], x[row*h.hidden:])
		n++
	}
	for i := range w.stretches {
		gather(w.stretches[i].start)
		for _, row := range w.stretches[i].first {
			gather(row)
		}
	}
	h.k.Quantise(&s.in, s.rows, h.hidden, h.hidden, n)

	s.upos = h.classify(s.upos[:0], h.upos, s, n)
	s.feats = h.classify(s.feats[:0], h.feats, s, n)
	s.scripts = h.classify(s.scripts[:0], h.lemma, s, n)
	h.trees(w, n)
	h.labels(w, n)

	row := 0
	for i := range w.stretches {
		st := &w.stretches[i]
		base := row // of the root
		row++
		for j := range st.tokens {
			tok, word := &st.tokens[j], st.words[j]
			tok.UPOS = h.uposNames[s.upos[row]]
			tok.Feats = h.featsNames[s.feats[row]]
			tok.Lemma = h.scripts[s.scripts[row]].apply(word)
			if head := s.heads[row]; head == base {
				tok.Head = j
			} else {
				tok.Head = head - base - 1
			}
			row++
		}
	}
}

// project returns the layer applied to all n rows of s, in dst.
func (h *heads) project(dst []float32, m *kernel.Linear, s *scratch, n int, gelu bool) []float32 {
	dst = growFloats(dst, kernel.Rows(n)*m.Width())
	m.Mul(dst, m.Width(), &s.in)
	if gelu {
		h.k.GELU(dst[:n*m.Width()])
	}
	return dst
}

// classify appends the best output of m for each of the n rows; of equals the first.
func (h *heads) classify(out []int, m *kernel.Linear, s *scratch, n int) []int {
	s.logits = h.project(s.logits, m, s, n, false)
	for i := range n {
		out = append(out, argmax(s.logits[i*m.Width():][:m.Out()]))
	}
	return out
}

func argmax(v []float32) int {
	best, top := 0, v[0]
	for i, f := range v {
		if f > top {
			best, top = i, f
		}
	}
	return best
}

// trees writes into s.heads the row of each row's head.
func (h *heads) trees(w *work, n int) {
	s, dim := &w.score, h.arcDim
	s.dep = h.project(s.dep, h.arcDep, s, n, true)
	s.head = h.project(s.head, h.arcHead, s, n, true)
	s.du = growFloats(s.du, (kernel.Rows(n)+kernel.Rows(1))*dim)
	h.arcU.Mul(s.du, dim, s.dep, dim, n)
	s.heads = s.heads[:0]
	for i := range w.stretches {
		base, count := len(s.heads), len(w.stretches[i].words)
		s.heads = append(s.heads, base)
		var stride int
		s.arcs, stride = h.k.Product(s.arcs, s.du[(base+1)*dim:], count, s.head[base*dim:], count+1, dim, &w.prod)
		for _, head := range bestTree(s.arcs, stride, count, &w.tree) {
			s.heads = append(s.heads, base+head)
		}
	}
}

// labels writes the relation of each token under the head in s.heads.
func (h *heads) labels(w *work, n int) {
	s, dim, count := &w.score, h.relDim, len(h.relNames)
	s.relDep = h.project(s.relDep, h.relDep, s, n, true)
	s.relHead = h.project(s.relHead, h.relHead, s, n, true)
	width := h.relU.Width()
	s.relDu = growFloats(s.relDu, relRows*width)
	st, at := 0, -1 // the row's stretch, and its token in it; -1 is the root
	for from := 0; from < n; from += relRows {
		block := min(relRows, n-from)
		h.relU.Mul(s.relDu, width, s.relDep[from*dim:], dim, block)
		for i := range block {
			row := from + i
			if at >= 0 {
				tok := &w.stretches[st].tokens[at]
				tok.Rel = h.label(s.relDu[i*width:][:width], s.relHead[s.heads[row]*dim:][:dim], count, s.heads[row] == row-at-1)
			}
			if at++; at == len(w.stretches[st].tokens) {
				st, at = st+1, -1
			}
		}
	}
}

// label returns the best relation: "root" under the root and only there.
func (h *heads) label(du, head []float32, count int, root bool) string {
	if root {
		return h.relNames[h.root]
	}
	best, top := -1, float32(0)
	for r := range count {
		if r == h.root {
			continue
		}
		v := du[count*len(head)+r] + dot(du[r*len(head):][:len(head)], head)
		if best < 0 || v > top {
			best, top = r, v
		}
	}
	return h.relNames[best]
}

// dot is the scalar product, in four sums; len(a) == len(b) is a multiple of 4.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	for len(a) >= 4 && len(b) >= 4 {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		a, b = a[4:], b[4:]
	}
	return s0 + s1 + (s2 + s3)
}
