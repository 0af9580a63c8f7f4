package code

import (
	"slices"
	"strings"

	"entente"
)

// nounRows are the rows of noun i, of the whole word where a hyphen parts it.
func (lex *lexicon) nounRows(t *tree, i int) []*row {
	for _, name := range t.hyphened(i) {
		if rows := lex.nouns[name]; rows != nil {
			return rows
		}
	}
	return byWord(lex.nouns, t, i)
}

// hyphened are the words, by form, singular and lemma, that token i is the head of together
// with what a hyphen joins to it, whichever half the parser takes for the head: "cease-fire",
// "build-up", "sit-ins", "test-fired".
func (t *tree) hyphened(i int) []string {
	var word string
	switch last := len(t.s.Tokens) - 1; {
	case i >= 2 && t.form(i-1) == "-" && t.tok(i-2).Head == i:
		word = t.form(i-2) + "-"
		return []string{word + t.form(i), word + strings.TrimSuffix(t.form(i), "s"), word + t.lemma(i)}
	case t.noun(i) && i+2 <= last && t.form(i+1) == "-" && !t.noun(i+2):
		word = t.form(i) + "-" + t.form(i+2)
		return []string{word, strings.TrimSuffix(word, "s")}
	}
	return nil
}

// phrase climbs from a modifier to the head of a phrase that means the same:
// "mediation" to "effort", "strikes" to "series" in "a series of strikes".
func (lex *lexicon) phrase(t *tree, i int) int {
	for range 3 {
		if t.isRoot(i) || !(t.rel(i, "compound") || t.rel(i, "nmod") && t.prep(i) == "of") {
			break
		}
		head := t.tok(i).Head
		if !lex.in("VAGUE", t.lemma(head)) {
			break
		}
		i = head
	}
	return i
}

// lightVerb is the verb that a noun event hangs on as its object, if that verb
// adds nothing of its own; takes is true where its subject undergoes the event.
func (lex *lexicon) lightVerb(t *tree, np int) (verb int, takes bool) {
	if t.isRoot(np) {
		return -1, false
	}
	for range 4 { // "held talks and meetings"
		if !t.rel(np, "conj") {
			break
		}
		np = t.tok(np).Head
	}
	if t.isRoot(np) {
		return -1, false
	}
	head := t.tok(np).Head
	switch {
	case t.rel(np, "acl") || !t.verb(head):
		for _, k := range t.children(np, "acl") { // "an exercise held by the two armies"
			if t.passive(k) && lex.in("LIGHT", lex.verbName(t, k)) {
				return k, false
			}
		}
		return -1, false
	case t.rel(np, "obj", "nsubj:pass"):
		name := lex.verbName(t, head)
		return either(lex.in("LIGHT", name) || lex.in("UNDERGO", name), head), lex.in("UNDERGO", name)
	case t.rel(np, "obl"):
		name := t.lemma(head) + "_" + t.prep(np)
		return either(lex.in("LIGHT", name) || lex.in("UNDERGO", name), head), lex.in("UNDERGO", name)
	case t.rel(np, "nsubj"):
		return either(lex.in("OCCUR", lex.verbName(t, head)), head), false
	}
	return -1, false
}

// hasNmod reports whether a phrase with a preposition hangs on noun i.
func (t *tree) hasNmod(i int, prep string) bool {
	return slices.ContainsFunc(t.children(i, "nmod"), func(k int) bool { return t.prep(k) == prep })
}

// charge reports whether a noun tells who accuses whom: "the government's accusation that X",
// "an allegation by the union".
func (lex *lexicon) charge(t *tree, m *match) bool {
	if m.row.typ != entente.Accuse || !t.noun(m.tok) {
		return false
	}
	return t.hasNmod(m.tok, "by") || t.hasNmod(m.tok, "from") || t.child(m.tok, "acl", "ccomp") >= 0 && t.child(m.tok, "nmod:poss", "compound", "amod") >= 0
}

// answer is the verb by which somebody turns away what noun np names, or -1: "denied the
// charge", "the charge was rejected by X", "called it baseless", "a charge that X denies".
func (lex *lexicon) answer(t *tree, np int) int {
	turns := func(v int) bool {
		if !t.verb(v) || lex.negates(t, v) {
			return false
		}
		return lex.in("DENY", t.lemma(v)) || lex.in("CALL", t.lemma(v)) && slices.ContainsFunc(t.kids[v], func(k int) bool { return lex.untrue(t, k) })
	}
	if !t.isRoot(np) && t.rel(np, "obj", "nsubj:pass") && turns(t.tok(np).Head) {
		return t.tok(np).Head
	}
	for _, v := range t.children(np, "acl") {
		if turns(v) {
			return v
		}
	}
	return -1
}
