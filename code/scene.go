package code

import (
	"slices"

	"entente"
)

// scene is the state where the clause around a noun event takes place: in "were
// killed in Chad during the invasion" it is Chad.
func (f *finder) scene(t *tree, m *match, except []entente.ActorRef) filled {
	i := t.clauseAround(m.np)
	for k := range t.s.Tokens {
		if !slices.Contains([]string{"in", "into", "across", "inside"}, t.prep(k)) || !t.under(k, i) {
			continue
		}
		ref, ok := f.states[f.places[place{t.at, k}]]
		if ok && !f.sameSide([]entente.ActorRef{ref}, except) {
			return filled{refs: []entente.ActorRef{ref}, tok: k, far: 3}
		}
	}
	return filled{}
}

// deal are those who sign a deal on what a noun names: "signed an accord on cooperation".
func (f *finder) deal(t *tree, m *match) filled {
	head := t.tok(m.np).Head
	if !t.rel(m.np, "nmod") || !f.lex.in("DEAL", t.lemma(head)) || t.isRoot(head) || !slices.Contains([]string{"on", "for", "about"}, t.prep(m.np)) {
		return filled{}
	}
	verb := t.tok(head).Head
	if !t.rel(head, "obj", "nsubj:pass") || !f.lex.in("SIGN", t.lemma(verb)) {
		return filled{}
	}
	got := f.phrases(t, t.subjects(verb))
	if !f.states2(got.refs) {
		return filled{}
	}
	got.far += 2
	return got
}

// border are the two whose border is named in the clause of a fight that names nobody:
// "clashes erupted along the Thai-Lao frontier".
func (f *finder) border(t *tree, m *match) filled {
	top := t.clauseAround(m.np)
	for k := range t.s.Tokens {
		if k <= m.np || !f.lex.in("BORDER", t.lemma(k)) || !t.under(k, top) || !slices.Contains([]string{"along", "on", "at", "near", "across", "of"}, t.prep(k)) || f.actsBeside(t, k, top) {
			continue
		}
		toks := append(t.children(k, "amod", "compound", "nmod:poss"), slices.DeleteFunc(t.children(k, "nmod"), func(j int) bool { return t.prep(j) != "between" })...)
		if got := f.phrases(t, toks); f.states2(got.refs) {
			got.far += 2
			return got
		}
	}
	return filled{}
}
