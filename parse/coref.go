package parse

import (
	"math/bits"
	"slices"
	"strings"

	"entente"
	"entente/encoder"
	"entente/encoder/kernel"
	"entente/model"
	"entente/wordpiece"
)

// corefWindow is how many mentions back an antecedent is looked for.
const corefWindow = 200

// pairFeatures is how many features a pair of mentions has for each of the nine
// pairs of kinds.
const pairFeatures = 22

// coref scores pairs of mentions: (d, 1) U h of the later one's and the earlier
// one's vectors, and a weight for each of six features. It takes the place of the
// span-ranking of Lee et al. 2017 with heads of mentions instead of spans, as
// Dobrovolskii 2021 does.
type coref struct {
	vectors *kernel.Linear // those of d, then those of h
	u       *kernel.Linear // U h; the last output meets the 1 of the dependent
	pairs   []float32      // weights of features, by kinds
	dim     int
}

func (c *coref) load(m *model.Model, k *kernel.Kernel) error {
	c.dim = m.Config.CorefDim
	if c.dim == 0 {
		return nil
	}
	var err error
	c.vectors, err = encoder.Stack(&m.Tensors, k, m.Config.Hidden, encoder.Layer{Name: "coref.dep", Out: c.dim}, encoder.Layer{Name: "coref.head", Out: c.dim})
	if err != nil {
		return err
	}
	u, err := m.Matrix("coref.u", c.dim+1, c.dim)
	if err != nil {
		return err
	}
	c.u = k.PackLinear(c.dim+1, c.dim, func(o int) ([]int8, float32) { return u.Values[o*c.dim:][:c.dim], u.Scale[o] }, nil)
	c.pairs, err = m.Vector("pairs", 9*pairFeatures)
	return err
}

// mention is what pairs of mentions are compared by.
type mention struct {
	sentence, token int
	dep, head       []float32 // dim, and dim+1 with U applied
	kind            int       // 0 pronoun, 1 proper noun, 2 else
	form, lemma     string    // in lower case
	name            []string  // the proper nouns of its name, in lower case
	number          string    // "Sing", "Plur" or ""
	entity          string
	chances         []float32 // of each entity type, where the head is a proper noun
}

// keep puts the mentions of a batch, with their vectors, into w.found.
func (c *coref) keep(h *heads, w *work) {
	if c.dim == 0 {
		return
	}
	s, from := &w.score, len(w.found)
	row := 0
	s.mentions = s.mentions[:0]
	for i := range w.stretches {
		st := &w.stretches[i]
		row++ // the root's
		for j := range st.tokens {
			if st.tokens[j].Mention != "" {
				s.mentions = append(s.mentions, s.rows[row*h.hidden:][:h.hidden]...)
				m := mention{sentence: st.sentence, token: st.offset + j}
				if st.tokens[j].UPOS == "PROPN" {
					cl := h.classifiers[ofMention]
					m.chances = softmax(s.logits[row*h.words.Width()+cl.at:][:cl.count])
				}
				w.found = append(w.found, m)
			}
			row++
		}
	}
	found := w.found[from:]
	n := len(found)
	if n == 0 {
		return
	}
	h.k.Quantise(&s.inner, s.mentions, h.hidden, h.hidden, n)
	s.uh = h.apply(s.uh, c.vectors, &s.inner, n)
	h.k.GELU(s.uh)
	wide := c.vectors.Width()
	kept := make([]float32, n*(2*c.dim+1)) // outlives the batch
	for i := range found {
		found[i].dep = kept[i*c.dim:][:c.dim:c.dim]
		copy(found[i].dep, s.uh[i*wide:])
	}
	h.k.Quantise(&s.inner, s.uh[c.dim:], wide, c.dim, n)
	s.uh = h.apply(s.uh, c.u, &s.inner, n)
	for i := range found {
		found[i].head = kept[n*c.dim+i*(c.dim+1):][: c.dim+1 : c.dim+1]
		copy(found[i].head, s.uh[i*c.u.Width():])
	}
}

// describe fills what a mention's tokens tell. The name of a mention is its head
// and what hangs from that as flat or compound, so far as they are proper nouns.
func (m *mention) describe(tokens []entente.Token) {
	tok := &tokens[m.token]
	switch tok.UPOS {
	case "PRON":
		m.kind = 0
	case "PROPN":
		m.kind = 1
	default:
		m.kind = 2
	}
	m.form, m.lemma = lowerForm(tok.Form), lowerForm(tok.Lemma)
	m.number, m.entity = tok.Feat("Number"), tok.Mention
	m.name = m.name[:0]
	for i := range tokens {
		t := &tokens[i]
		if t.UPOS == "PROPN" && (i == m.token || t.Head == m.token && (t.Rel == "flat" || t.Rel == "compound")) {
			m.name = append(m.name, lowerForm(t.Form))
		}
	}
}

func lowerForm(s string) string { return strings.ToLower(wordpiece.Normalise(s)) }

// score is how well b, the earlier, is the antecedent of a; above 0 it is one
// rather than not. between is how many mentions lie between them.
func (c *coref) score(a, b *mention, between int) float32 {
	w := c.pairs[pairFeatures*(3*a.kind+b.kind):][:pairFeatures]
	gap := a.sentence - b.sentence
	far := min(gap, 3)
	if gap >= 5 {
		far = 4
	}
	agree := 2
	if a.number != "" && b.number != "" {
		agree = truth(a.number == b.number)
	}
	return dot(b.head[:c.dim], a.dep) + b.head[c.dim] +
		w[truth(a.form == b.form || a.form == b.lemma || a.lemma == b.form || a.lemma == b.lemma)] +
		w[2+truth(share(a.name, b.name))] +
		w[4+min(7, bits.Len(uint(between)))] +
		w[12+far] +
		w[17+truth(a.entity == b.entity)] +
		w[19+agree]
}

func truth(is bool) int {
	if is {
		return 1
	}
	return 0
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// settle gives the mentions that one proper noun heads in a document the same entity
// type, the one with the largest sum of chances: a name has one sense in a discourse
// (Gale, Church and Yarowsky 1992). A heuristic: "Washington" the town and
// "Washington" the general, in one article, become one.
func (h *heads) settle(sents []entente.Sentence, found []mention) {
	votes := map[string][]float32{}
	for i := range found {
		m := &found[i]
		if m.chances == nil {
			continue
		}
		form := lowerForm(sents[m.sentence].Tokens[m.token].Form)
		if votes[form] == nil {
			votes[form] = make([]float32, len(m.chances))
		}
		for k, v := range m.chances {
			votes[form][k] += v
		}
	}
	for i := range found {
		if m := &found[i]; m.chances != nil {
			tok := &sents[m.sentence].Tokens[m.token]
			tok.Mention = h.mentions[1+argmax(votes[lowerForm(tok.Form)][1:])] // the first is none
		}
	}
}

// link numbers the chains of a document: each mention, in text order, joins its
// best antecedent if that one's score is above 0. A mention that is alone has no
// number.
func (c *coref) link(sents []entente.Sentence, found []mention) {
	chains := 0
	for i := range found {
		found[i].describe(sents[found[i].sentence].Tokens)
		best, top := -1, float32(0)
		for j := max(0, i-corefWindow); j < i; j++ {
			if s := c.score(&found[i], &found[j], i-j-1); s > top {
				best, top = j, s
			}
		}
		if best < 0 {
			continue
		}
		first := &sents[found[best].sentence].Tokens[found[best].token]
		if first.Chain == 0 {
			chains++
			first.Chain = chains
		}
		sents[found[i].sentence].Tokens[found[i].token].Chain = first.Chain
	}
}
