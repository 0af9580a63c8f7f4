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
	arcU               *kernel.Linear // U h; the last output meets the 1 of the dependent
	relDep, relHead    *kernel.Linear
	relU               *kernel.Linear // U h, dim outputs for each relation, then one for each that meets the 1

	hidden, arcDim, relDim int

	uposNames, featsNames, relNames []string
	scripts                         []script
	root                            int // index of "root" in relNames
}

// scratch is the working memory of annotate. A row is a word or a root.
type scratch struct {
	rows        []float32 // the encoder's vectors
	in, inner   kernel.Quantised
	logits      []float32
	upos, feats []int
	scripts     []int
	dep, head   []float32
	uh          []float32 // of arcs, then of labels
	relDep      []float32
	relHead     []float32
	relIn       []float32 // the heads of some rows
	arcs        []float32
	heads       []int // row of each row's head, itself at a root row
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

// loadArcs takes arc.u as a layer over heads: it has a scale for each of its rows,
// and those belong to dependents.
func (h *heads) loadArcs(m *model.Model, k *kernel.Kernel) error {
	dim := h.arcDim
	u, err := m.Matrix("arc.u", dim+1, dim)
	if err != nil {
		return err
	}
	h.arcU = k.PackLinear(dim+1, dim, func(o int) ([]int8, float32) { return u.Values[o*dim:][:dim], u.Scale[o] }, nil)
	return nil
}

func (h *heads) loadRels(m *model.Model, k *kernel.Kernel) error {
	dim, count := h.relDim, len(h.relNames)
	u, err := m.Matrix("rel.u", count, dim+1, dim+1)
	if err != nil {
		return err
	}
	// Output r*dim+a is row a of relation r; the last rows stand at the end.
	row := func(o int) int {
		if o < count*dim {
			return o/dim*(dim+1) + o%dim
		}
		return (o-count*dim)*(dim+1) + dim
	}
	bias := make([]float32, count*(dim+1)) // the last column, which meets the 1 of the head
	for o := range bias {
		bias[o] = float32(u.Values[row(o)*u.Cols+dim]) * u.Scale[row(o)]
	}
	h.relU = k.PackLinear(len(bias), dim, func(o int) ([]int8, float32) {
		return u.Values[row(o)*u.Cols:][:dim], u.Scale[row(o)]
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
			tok.Lemma = known(word, tok.UPOS, h.scripts[s.scripts[row]].apply(word))
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
	return h.apply(dst, m, &s.in, n, gelu)
}

func (h *heads) apply(dst []float32, m *kernel.Linear, in *kernel.Quantised, n int, gelu bool) []float32 {
	dst = growFloats(dst, (kernel.Rows(n)+kernel.Rows(1))*m.Width()) // a sentence's last tile may reach over the end
	m.Mul(dst, m.Width(), in)
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
	s, dim, wide := &w.score, h.arcDim, h.arcU.Width()
	s.dep = h.project(s.dep, h.arcDep, s, n, true)
	s.head = h.project(s.head, h.arcHead, s, n, true)
	h.k.Quantise(&s.inner, s.head, dim, dim, n)
	s.uh = h.apply(s.uh, h.arcU, &s.inner, n, false)
	s.heads = s.heads[:0]
	for i := range w.stretches {
		base, count := len(s.heads), len(w.stretches[i].words)
		s.heads = append(s.heads, base)
		var stride int
		s.arcs, stride = h.k.Product(s.arcs, s.dep[(base+1)*dim:], count, s.uh[base*wide:], wide, count+1, dim, &w.prod)
		for j := range count + 1 {
			last := s.uh[(base+j)*wide+dim]
			for i := range count {
				s.arcs[i*stride+j] += last
			}
		}
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
	s.relIn = growFloats(s.relIn, relRows*dim)
	st, at := 0, -1 // the row's stretch, and its token in it; -1 is the root
	for from := 0; from < n; from += relRows {
		block := min(relRows, n-from)
		for i := range block {
			copy(s.relIn[i*dim:][:dim], s.relHead[s.heads[from+i]*dim:])
		}
		h.k.Quantise(&s.inner, s.relIn, dim, dim, block)
		s.uh = h.apply(s.uh, h.relU, &s.inner, block, false)
		for i := range block {
			row := from + i
			if at >= 0 {
				tok := &w.stretches[st].tokens[at]
				tok.Rel = h.label(s.uh[i*width:][:width], s.relDep[row*dim:][:dim], count, s.heads[row] == row-at-1)
			}
			if at++; at == len(w.stretches[st].tokens) {
				st, at = st+1, -1
			}
		}
	}
}

// label returns the best relation: "root" under the root and only there.
func (h *heads) label(uh, dep []float32, count int, root bool) string {
	if root {
		return h.relNames[h.root]
	}
	best, top := -1, float32(0)
	for r := range count {
		if r == h.root {
			continue
		}
		v := uh[count*len(dep)+r] + dot(uh[r*len(dep):][:len(dep)], dep)
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
