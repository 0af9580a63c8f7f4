package attribute

import (
	"entente"
)

// adjective reads "is confident that", "are eager to", "worried about".
func (sc *script) adjective(t tree, i int, e *entry) *clause {
	c := &clause{head: i, addressee: -1, speaker: -1}
	subj, antecedent := t.subject(i, 0)
	var more []int
	for _, j := range t.Children(i, "ccomp", "xcomp", "advcl", "csubj") {
		inf := t.infinitive(j)
		if j > i && (inf && e.has("inf") || !inf && e.has("that") && t.Tokens[j].BaseRel() != "advcl") {
			c.content = t.Subtree(j)
		}
	}
	if c.content == nil && e.has("prep") {
		for _, j := range t.Children(i, "obl", "advcl") {
			if k := t.Child(j, "case", "mark"); j > i && k >= 0 && e.preps[t.lemma(k)] {
				c.content = minus(t.Subtree(j), []int{k})
				more = append(more, k)
				break
			}
		}
	}
	if c.content == nil {
		return nil
	}
	c.cue = t.cueWords(i, more...)
	if h := t.Tokens[i].Head; t.Tokens[i].BaseRel() == "xcomp" && t.lemma(h) == "make" {
		subj, antecedent = t.subject(h, 0) // "made it clear that"
		c.cue = interval(min(h, i), max(h, i))
	}
	if subj >= 0 && !t.expletive(subj) {
		c.source, c.speaker = t.phrase(subj, i), antecedent
	}
	return c
}

// adverb reads "reportedly": the content is the clause around it.
func (sc *script) adverb(t tree, i int) *clause {
	h := t.Tokens[i].Head
	if t.Tokens[i].BaseRel() != "advmod" || h == i {
		return nil
	}
	drop := append([]int{i}, t.Children(h, "conj", "parataxis")...)
	return &clause{head: i, cue: []int{i}, speaker: -1, addressee: -1, content: t.without(h, drop...)}
}

// noun reads "the claim that", "his promise to", "made a threat to", "the question
// is whether".
func (sc *script) noun(t tree, i int, e *entry) *clause {
	if c := t.despite(i, e); c != nil {
		return c
	}
	c := &clause{head: i, addressee: -1, speaker: -1, nominal: true}
	var more []int
	that := false
	for _, j := range t.Children(i, "acl", "ccomp") {
		inf := t.infinitive(j)
		m := t.Child(j, "mark")
		switch {
		case j < i:
		case inf && e.has("inf") && m >= 0 && t.lemma(m) == "to":
			c.content = t.Subtree(j)
		case !inf && e.has("that") && m >= 0 && t.Tokens[j].Rel != "acl:relcl":
			c.content, that = t.Subtree(j), true
		}
	}
	if c.content == nil && e.has("that") {
		c.content = t.copular(i)
	}
	if c.content == nil && e.has("prep") {
		for _, j := range t.Children(i, "nmod", "acl") {
			if k := t.Child(j, "case", "mark"); j > i && k >= 0 && e.preps[t.lemma(k)] {
				c.content = minus(t.Subtree(j), []int{k})
				more = append(more, k)
				break
			}
		}
	}
	if c.content == nil {
		return nil
	}
	c.cue = t.cueWords(i, more...)
	if poss := t.Child(i, "nmod:poss"); poss >= 0 {
		c.source, c.speaker = t.Subtree(poss), poss
	} else if by := t.byPhrase(i); by >= 0 {
		c.source, c.speaker = t.phrase(by, i), by
		if k := t.Child(by, "case"); k >= 0 {
			c.source = minus(c.source, []int{k})
		}
		c.content = minus(c.content, t.Subtree(by))
	} else if v := t.Tokens[i].Head; v != i && t.Tokens[i].BaseRel() == "obj" && sc.carries(&t.Tokens[v]) && !t.passive(v) {
		if subj, antecedent := t.subject(v, 0); subj >= 0 {
			c.source, c.speaker = t.phrase(subj, v), antecedent
			c.cue = union(interval(v, i), c.cue)
		}
	} else if v := t.means(i); v >= 0 {
		if subj, antecedent := t.subject(v, 0); subj >= 0 && !t.passive(v) && !t.expletive(subj) {
			c.source, c.speaker = t.phrase(subj, v), antecedent
		}
	}
	if c.source == nil && !that {
		return nil
	}
	return c
}

// means is the verb that noun i is the means of, or -1: "surprised its allies with a claim
// that". A parser hangs it on the object too.
func (t tree) means(i int) int {
	v := t.Tokens[i].Head
	if prep := t.caseOf(i); prep != "with" && prep != "in" || v == i {
		return -1
	}
	if t.Tokens[i].BaseRel() == "nmod" && t.Tokens[v].BaseRel() == "obj" {
		v = t.Tokens[v].Head
	}
	if t.Tokens[v].UPOS != "VERB" {
		return -1
	}
	return v
}

// despite reads "despite the denials of X, ...": what X denies is the clause that it
// is set against, or what is said there. nil if the noun says itself of what.
func (t tree) despite(i int, e *entry) *clause {
	h := t.Tokens[i].Head
	if e.stance != entente.StanceDeny || t.caseOf(i) != "despite" || h == i || t.Child(i, "acl", "ccomp") >= 0 {
		return nil
	}
	owner := t.Child(i, "nmod:poss")
	if by := t.Child(i, "nmod"); owner < 0 && by >= 0 && matches(t.caseOf(by), "of", "by", "from") {
		owner = by
	}
	if owner < 0 {
		return nil
	}
	c := &clause{head: i, cue: t.cueWords(i), source: t.phrase(owner, i), speaker: owner, addressee: -1, nominal: true, finite: true}
	c.source = minus(c.source, t.Children(owner, "case"))
	c.content = t.without(h, i)
	if x := t.complement(h); x >= 0 {
		c.content = t.Subtree(x)
	}
	return c
}

// carries reports whether a verb only carries the noun that it governs: "made a
// claim", "expressed a desire".
func (sc *script) carries(tok *entente.Token) bool {
	l := tok.Lemma
	if l == "have" || l == "make" || l == "take" || l == "hold" || l == "share" || l == "raise" {
		return true
	}
	e := sc.lex.find(tok)
	return e != nil && (e.has("light") || e.has("obj"))
}

func (t tree) byPhrase(i int) int {
	for _, j := range t.Children(i, "nmod") {
		if m := t.caseOf(j); j > i && (m == "by" || m == "from") {
			return j
		}
	}
	return -1
}

// copular is the clause that a noun is said to be: "The question is whether ...".
func (t tree) copular(i int) []int {
	tok := &t.Tokens[i]
	if tok.BaseRel() != "nsubj" {
		return nil
	}
	h := tok.Head
	if t.lemma(h) == "be" {
		if x := t.Child(h, "ccomp"); x >= 0 {
			return t.Subtree(x)
		}
		return nil
	}
	if tok.Rel != "nsubj:outer" && t.Child(h, "mark") < 0 {
		return nil
	}
	drop := []int{i}
	for _, j := range t.Children(h) {
		if j < i || t.Tokens[j].BaseRel() == "cop" && j == i+1 || t.Tokens[j].BaseRel() == "parataxis" {
			drop = append(drop, j)
		}
	}
	return t.without(h, drop...)
}

// according reads "according to X": an oblique whose preposition is a cue by
// itself. The content is the clause that it hangs on.
func (sc *script) according(t tree, i int) *draft {
	if d := sc.inWords(t, i); d != nil {
		return d
	}
	l := t.lemma(i)
	if l != "accord" && l != "according" || i+1 >= len(t.Tokens) || t.lemma(i+1) != "to" {
		return nil
	}
	src := t.Tokens[i].Head
	if t.Tokens[i].BaseRel() != "case" { // "according" taken for the verb, with an oblique of its own
		if src = t.Child(i, "obl", "nmod"); src < 0 {
			return nil
		}
	}
	top := src
	if t.Dominates(i, src) {
		top = i
	}
	h := t.Tokens[top].Head
	if h == top {
		return nil
	}
	for t.Tokens[h].UPOS != "VERB" && t.Tokens[h].Head != h && t.Child(h, "cop") < 0 {
		h = t.Tokens[h].Head // "a rise of 3 percent, according to": the clause, not the noun
	}
	// Set off by commas at the end or the beginning it speaks for the whole sentence.
	edge := t.trim(t.Subtree(top))
	first, last := edge[0], edge[len(edge)-1]
	if first == 0 || t.Tokens[first-1].Form == "," && t.Tokens[min(last+1, len(t.Tokens)-1)].UPOS == "PUNCT" && last+2 >= len(t.Tokens) {
		for t.Tokens[h].Head != h {
			h = t.Tokens[h].Head
		}
	}
	c := &clause{head: i, cue: []int{i, i + 1}, speaker: src, addressee: -1}
	c.source = t.trim(minus(minus(t.phrase(src, h), c.cue), sc.countered(t, src)))
	c.content = minus(t.without(h, top), c.cue)
	if len(c.source) == 0 || len(c.content) == 0 {
		return nil
	}
	return sc.draft(t, c, &entry{lemma: "accord", stance: entente.StanceAssert})
}

// inWords reads "in the words of X" and "in X's view": like "according to X".
func (sc *script) inWords(t tree, i int) *draft {
	tok := &t.Tokens[i]
	if tok.UPOS != "NOUN" || !matches(t.lemma(i), "word", "view", "opinion", "eye", "judgment", "judgement") || t.caseOf(i) != "in" || tok.Head == i {
		return nil
	}
	src := t.Child(i, "nmod:poss")
	if src < 0 {
		if src = t.Child(i, "nmod"); src < 0 || t.caseOf(src) != "of" {
			return nil
		}
	}
	in := t.Child(i, "case")
	c := &clause{head: i, speaker: src, addressee: -1, content: t.without(tok.Head, i), source: t.phrase(src, i)}
	if k := t.Child(src, "case"); k >= 0 && t.lemma(k) == "of" {
		c.source = minus(c.source, []int{k})
		c.cue = interval(in, k)
	} else {
		c.cue = []int{min(in, i), max(in, i)}
	}
	c.content = minus(c.content, c.cue)
	if len(c.source) == 0 || len(c.content) == 0 {
		return nil
	}
	return sc.draft(t, c, &entry{lemma: t.lemma(i), stance: entente.StanceAssert})
}
