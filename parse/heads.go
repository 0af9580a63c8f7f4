package parse

import (
	"fmt"
	"math"
	"slices"

	"entente"
	"entente/encoder"
	"entente/encoder/kernel"
	"entente/model"
)

// relHeads is how many heads go through the label scorer together: its output is wide.
const relHeads = 24

// The classifiers over every word, in the order of heads.classifiers.
const (
	ofUPOS = iota
	ofFeats
	ofScript
	ofMention
	ofEvent
	ofMode
	ofStatus
	ofSaid // three outputs, each by itself
	countClassifiers
)

// classifier is a linear layer over a word's vector; its best output is what holds
// of the word. A model may lack those that have no output.
type classifier struct {
	name  string // of the layer in the weights
	count int    // of outputs
	at    int    // of its first output in a row of all classifiers' outputs
}

// heads are the parts of the network above the encoder.
type heads struct {
	k           *kernel.Kernel
	classifiers [countClassifiers]classifier
	words       *kernel.Linear // all classifiers, one after the other
	scorers     *kernel.Linear // what arcs and labels are scored with, in the order of place
	arcU        *kernel.Linear // U h; the last output meets the 1 of the dependent
	relU        *kernel.Linear // U h, an output for each relation, dim times, then one for each that meets the 1
	place       struct{ arcDep, arcHead, relDep, relHead int }

	hidden, arcDim, relDim int

	uposNames, featsNames, relNames []string
	scripts                         []script
	root                            int      // index of "root" in relNames
	mentions                        []string // "" is none, as in the lists below
	events                          []entente.EventType
	modes                           []entente.Mode
	statuses                        []entente.Status
	coref                           coref
}

// scratch is the working memory of annotate. A row is a word or a root.
type scratch struct {
	rows      []float32 // the encoder's vectors
	in, inner kernel.Quantised
	logits    []float32
	best      [countClassifiers][]int
	scorers   []float32
	uh        []float32 // of arcs, then of labels
	arcs      []float32
	heads     []int // row of each row's head, itself at a root row
	relIn     []float32
	slot      []int // where a row stands in used, -1 if no word is under it
	used      []int // rows that are heads of words
	rels      []float32
	rel       []int     // of each row
	mentions  []float32 // the vectors of words that head a mention
}

func (h *heads) load(m *model.Model, k *kernel.Kernel) error {
	c := m.Config
	*h = heads{k: k, hidden: c.Hidden, arcDim: c.ArcDim, relDim: c.RelDim, uposNames: c.UPOS, relNames: c.Rels, root: slices.Index(c.Rels, "root")}
	h.classifiers = [...]classifier{
		ofUPOS:   {name: "upos", count: len(c.UPOS)},
		ofFeats:  {name: "feats", count: len(c.Feats)},
		ofScript: {name: "lemma", count: len(c.Scripts)},

		ofMention: {name: "mention", count: len(c.Mentions)},
		ofEvent:   {name: "event", count: len(c.Events)},
		ofMode:    {name: "mode", count: len(c.Modes)},
		ofStatus:  {name: "status", count: len(c.Statuses)},
		ofSaid:    {name: "said"},
	}
	if len(c.Events) > 0 {
		h.classifiers[ofSaid].count = 3
	}
	var words []encoder.Layer
	at := 0
	for i := range h.classifiers {
		cl := &h.classifiers[i]
		if cl.count == 0 {
			continue
		}
		cl.at, at = at, at+cl.count
		words = append(words, encoder.Layer{Name: cl.name, Out: cl.count})
	}
	var err error
	if h.words, err = encoder.Stack(&m.Tensors, k, c.Hidden, words...); err != nil {
		return err
	}
	if h.scorers, err = encoder.Stack(&m.Tensors, k, c.Hidden, encoder.Layer{Name: "arc.dep", Out: c.ArcDim}, encoder.Layer{Name: "arc.head", Out: c.ArcDim},
		encoder.Layer{Name: "rel.dep", Out: c.RelDim}, encoder.Layer{Name: "rel.head", Out: c.RelDim}); err != nil {
		return err
	}
	h.place.arcHead, h.place.relDep, h.place.relHead = c.ArcDim, 2*c.ArcDim, 2*c.ArcDim+c.RelDim
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
	h.loadLabels(c)
	if err := h.coref.load(m, k); err != nil {
		return err
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
	// Output a*count+r is row a of relation r, so that relations stand side by side.
	row := func(o int) int { return o%count*(dim+1) + o/count }
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
	s.rows = growFloats(s.rows, n*h.hidden)
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

	h.classify(s, n)
	s.scorers = h.apply(s.scorers, h.scorers, &s.in, n)
	h.k.GELU(s.scorers)
	h.trees(w, n)
	h.labels(s, n)

	row := 0
	for i := range w.stretches {
		st := &w.stretches[i]
		base := row // of the root
		row++
		for j := range st.tokens {
			tok, word := &st.tokens[j], st.words[j]
			tok.UPOS = h.uposNames[s.best[ofUPOS][row]]
			tok.Feats = h.featsNames[s.best[ofFeats][row]]
			tok.Lemma = known(word, tok.UPOS, h.scripts[s.best[ofScript][row]].apply(word))
			if bare(tok, word) {
				tok.Lemma = word
			}
			if head := s.heads[row]; head == base {
				tok.Head, tok.Rel = j, h.relNames[h.root]
			} else {
				tok.Head, tok.Rel = head-base-1, h.relNames[s.rel[row]]
			}
			h.label(tok, s, row)
			row++
		}
	}
	h.coref.keep(h, w)
}

// apply returns the n rows of the layer's output, in dst if there is room.
func (h *heads) apply(dst []float32, m *kernel.Linear, in *kernel.Quantised, n int) []float32 {
	dst = growFloats(dst, n*m.Width())
	m.Mul(dst, m.Width(), in)
	return dst
}

// classify writes into s.best the best output of each classifier for each of the n rows; of equals the first.
func (h *heads) classify(s *scratch, n int) {
	s.logits = h.apply(s.logits, h.words, &s.in, n)
	for c, cl := range h.classifiers {
		if cl.count == 0 {
			continue
		}
		s.best[c] = s.best[c][:0]
		for i := range n {
			s.best[c] = append(s.best[c], argmax(s.logits[i*h.words.Width()+cl.at:][:cl.count]))
		}
	}
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
	s, dim, wide, row := &w.score, h.arcDim, h.arcU.Width(), h.scorers.Width()
	h.k.Quantise(&s.inner, s.scorers[h.place.arcHead:], row, dim, n)
	s.uh = h.apply(s.uh, h.arcU, &s.inner, n)
	s.heads = s.heads[:0]
	for i := range w.stretches {
		base, count := len(s.heads), len(w.stretches[i].words)
		s.heads = append(s.heads, base)
		var stride int
		s.arcs, stride = h.k.Scores(s.arcs, s.scorers[(base+1)*row+h.place.arcDep:], row, count, s.uh[base*wide:], wide, count+1, dim, &w.prod)
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

// labels writes into s.rel the best relation of each row under its head, "root" apart.
// Words under the same head share the first product.
func (h *heads) labels(s *scratch, n int) {
	dim, count, row, width := h.relDim, len(h.relNames), h.scorers.Width(), h.relU.Width()
	s.slot, s.used, s.rel = s.slot[:0], s.used[:0], s.rel[:0]
	for range n {
		s.slot, s.rel = append(s.slot, -1), append(s.rel, h.root)
	}
	for i, head := range s.heads {
		if i != head && s.slot[head] < 0 && s.heads[head] != head { // under a root row there is "root" only
			s.slot[head] = len(s.used)
			s.used = append(s.used, head)
		}
	}
	wide := width - count*dim // the relations, rounded up to whole lanes
	s.rels = growFloats(s.rels, wide)
	s.relIn = growFloats(s.relIn, relHeads*dim)
	for from := 0; from < len(s.used); from += relHeads {
		block := min(relHeads, len(s.used)-from)
		for i := range block {
			copy(s.relIn[i*dim:][:dim], s.scorers[s.used[from+i]*row+h.place.relHead:])
		}
		h.k.Quantise(&s.inner, s.relIn, dim, dim, block)
		s.uh = h.apply(s.uh, h.relU, &s.inner, block)
		for i, head := range s.heads {
			at := s.slot[head] - from
			if i == head || at < 0 || at >= block {
				continue
			}
			uh := s.uh[at*width:][:width]
			h.k.Product(s.rels, wide, s.scorers[i*row+h.place.relDep:], row, uh, count, 1, dim, wide)
			for r, v := range uh[count*dim:][:count] {
				s.rels[r] += v
			}
			s.rels[h.root] = float32(math.Inf(-1))
			s.rel[i] = argmax(s.rels[:count])
		}
	}
}

// dot is the scalar product, in four sums; len(a) == len(b) is a multiple of 4. Every
// product is rounded by itself, so that it is the same on every processor.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	for len(a) >= 4 && len(b) >= 4 {
		s0 += float32(a[0] * b[0])
		s1 += float32(a[1] * b[1])
		s2 += float32(a[2] * b[2])
		s3 += float32(a[3] * b[3])
		a, b = a[4:], b[4:]
	}
	return s0 + s1 + (s2 + s3)
}
