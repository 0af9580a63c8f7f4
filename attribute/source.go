package attribute

import (
	"slices"

	"entente"
)

// speakerOf returns the subject of cue verb i like subject, but believes no tree
// that puts the speaker inside the quotation: then, and if there is none, the
// noun phrase beside the verb is taken, as in "...," said X.
func (sc *script) speakerOf(t tree, i int) (subj, antecedent int) {
	subj, antecedent = t.subject(i, 0)
	if subj >= 0 && t.Tokens[i].Rel == "acl" && t.Tokens[subj].BaseRel() == "obj" && sc.lex.speakers[t.lemma(subj)] == "document" {
		// "X issued a statement saying ...": X speaks, not the statement
		if s, a := t.subject(t.Tokens[subj].Head, 0); s >= 0 {
			return s, a
		}
	}
	if subj >= 0 && (sc.within[subj+t.first] < 0 || sc.within[subj+t.first] == sc.within[i+t.first]) {
		return subj, antecedent
	}
	quoted := func(j int) bool { return j >= 0 && j < len(t.Tokens) && sc.within[j+t.first] >= 0 }
	nominal := func(j int) bool {
		switch t.Tokens[j].UPOS {
		case "NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM":
			return true
		}
		return false
	}
	finite := t.Tokens[i].Feat("VerbForm") == "Fin" && t.Tokens[i].Feat("Mood") == "Ind"
	if subj < 0 && !quoted(i-1) && !quoted(i-2) && !finite {
		return -1, -1
	}
	if subj < 0 && finite && !quoted(i-1) && !quoted(i-2) {
		k := i - 1
		for k > 0 && matches(t.Tokens[k].UPOS, "ADV", "AUX") {
			k--
		}
		if k < 0 || !nominal(k) || t.Tokens[k].UPOS == "ADJ" {
			return -1, -1
		}
		for h := t.Tokens[k].Head; h < i && h != k && nominal(h); h = t.Tokens[k].Head {
			k = h
		}
		return k, k
	}
	if k := i + 1; k < len(t.Tokens) && !quoted(k) && nominal(k) {
		for h := t.Tokens[k].Head; h > i && h != k && nominal(h); h = t.Tokens[k].Head {
			k = h
		}
		return k, k
	}
	if k := i - 1; k >= 0 && !quoted(k) && nominal(k) {
		for h := t.Tokens[k].Head; h < i && h != k && nominal(h) && !quoted(h); h = t.Tokens[k].Head {
			k = h
		}
		return k, k
	}
	return -1, -1
}

// subject returns the word whose phrase is the subject of predicate i, and the
// word that tells who is meant: they differ for a relative pronoun. A predicate
// without a subject takes it from what it hangs on: coordination, control,
// participles, relative nouns. Both are -1 if there is none.
//
// This is a heuristic: "They paid X to say so" gives "They".
func (t tree) subject(i, depth int) (subj, antecedent int) {
	if depth > 4 {
		return -1, -1
	}
	tok := &t.Tokens[i]
	if j := t.nearest(i); j >= 0 {
		if t.relative(j) {
			for k := i; t.Tokens[k].Head != k; k = t.Tokens[k].Head {
				if t.Tokens[k].Rel == "acl:relcl" {
					return j, t.Tokens[k].Head
				}
			}
		}
		return j, j
	}
	h := tok.Head
	if h == i {
		return -1, -1
	}
	switch tok.Rel {
	case "conj", "parataxis", "advcl", "ccomp":
		if tok.Rel == "ccomp" && t.Child(i, "mark", "nsubj:pass") >= 0 {
			return -1, -1
		}
		if tok.Rel == "conj" {
			// "He said the base moved and said ...": the second "said" belongs to "He".
			if up := t.Tokens[h].Head; t.Tokens[h].Rel == "ccomp" && t.lemma(up) == t.lemma(i) {
				h = up
			}
		}
		if m := t.Child(i, "mark"); tok.Rel == "advcl" && m >= 0 && t.Tokens[i].Feat("VerbForm") == "Fin" {
			return -1, -1
		}
		if t.Child(i, "nsubj:pass") >= 0 {
			return -1, -1
		}
		if t.passive(h) {
			j := t.Child(h, "nsubj:pass")
			return j, j
		}
		return t.subject(h, depth+1)
	case "xcomp":
		if j := t.Child(h, "obj"); j >= 0 {
			return j, j
		}
		if t.passive(h) {
			j := t.Child(h, "nsubj:pass")
			return j, j
		}
		return t.subject(h, depth+1)
	case "acl":
		if m := t.Child(i, "mark"); m >= 0 && t.lemma(m) != "to" {
			return -1, -1 // "charges of favouring"
		}
		if tok.Feat("VerbForm") != "Inf" && t.infinitive(i) {
			return h, h
		}
		if j := t.Child(h, "nmod:poss"); j >= 0 {
			return j, j
		}
	case "acl:relcl":
		return h, h
	}
	return -1, -1
}

// nearest is the last nsubj before predicate i, else the first after it, or -1.
func (t tree) nearest(i int) int {
	best := -1
	for _, j := range t.Children(i, "nsubj") {
		if t.Tokens[j].Rel == "nsubj:pass" && t.passive(i) || t.Tokens[j].Rel == "nsubj:outer" {
			continue
		}
		if j < i || best < 0 {
			best = j
		}
	}
	return best
}

func (t tree) relative(j int) bool {
	tok := &t.Tokens[j]
	l := t.lemma(j)
	return tok.Feat("PronType") == "Rel" || tok.UPOS == "PRON" && (l == "who" || l == "which" || l == "that" && t.Tokens[tok.Head].Rel == "acl:relcl")
}

// expletive reports whether subject j is an empty "it" or "there".
func (t tree) expletive(j int) bool {
	l := t.lemma(j)
	return t.Tokens[j].BaseRel() == "expl" || l == "it" || l == "there"
}

func (t tree) reflexive(j int) bool { return t.Tokens[j].Feat("Reflex") == "Yes" }

// phrase is the subtree of j, the words of a speaker, without the clause of the
// cue, without a relative clause set off by a comma, and without punctuation at
// its ends.
func (t tree) phrase(j, cue int) []int {
	drop := []int{}
	if cue != j && t.Dominates(j, cue) {
		k := cue
		for t.Tokens[k].Head != j {
			k = t.Tokens[k].Head
		}
		drop = append(drop, k)
	}
	for _, k := range t.Children(j, "acl:relcl", "parataxis", "nsubj", "expl", "cop", "aux", "advcl") {
		first := t.Subtree(k)[0]
		if t.Tokens[k].BaseRel() != "acl" || first > 0 && t.Tokens[first-1].UPOS == "PUNCT" {
			drop = append(drop, k) // of a noun that is a predicate, the noun phrase only
		}
	}
	return t.trim(t.without(j, drop...))
}

// trim drops punctuation at the ends, but not quotation marks and brackets.
func (t tree) trim(list []int) []int {
	loose := func(i int) bool { return slices.Contains(loosePunct, t.Tokens[i].Form) }
	for len(list) > 0 && loose(list[0]) {
		list = list[1:]
	}
	for len(list) > 0 && loose(list[len(list)-1]) {
		list = list[:len(list)-1]
	}
	return list
}

// loosePunct ends a phrase without belonging to it.
var loosePunct = []string{",", ".", ";", ":", "-", "--", "–", "—", "?", "!", "..."}

// actorAt returns who is meant by the phrase headed at a place: by its head, or
// else by a name in apposition or by the rest of a flat name. nil if the cast has
// none.
func (sc *script) actorAt(p int) *entente.ActorRef {
	if p < 0 {
		return nil
	}
	s := sc.sentOf[p]
	t := sc.tree(s)
	i := p - t.first
	words := append([]int{i}, t.Children(i, "appos", "flat", "nmod:desc")...)
	if name := t.nameIn(i); name >= 0 {
		words = append(words, name)
	}
	for _, j := range append(words, t.Children(i, "compound")...) {
		if refs := sc.a.Cast.At(s, j); len(refs) > 0 {
			ref := refs[0]
			return &ref
		}
	}
	switch kind := sc.lex.speakers[t.lemma(i)]; {
	case kind == "document":
		if ref := sc.writer(s, i); ref != nil {
			return ref
		}
	case kind == "number" || t.Tokens[i].UPOS == "NUM": // "most of his aides", "a majority of voters"
		for _, j := range t.Children(i, "nmod", "obl") {
			if t.caseOf(j) == "of" || t.caseOf(j) == "in" {
				return sc.actorAt(j + t.first)
			}
		}
	}
	return sc.chained(s, i)
}

// chained is the actor of the last mention before that the parser takes for the same:
// "the ad" of a campaign named above, "she" of somebody.
func (sc *script) chained(s, i int) *entente.ActorRef {
	chain := sc.a.Sentences[s].Tokens[i].Chain
	if det := sc.tree(s).Child(i, "det"); chain == 0 || det >= 0 && matches(sc.tree(s).lemma(det), "a", "an", "another", "some") {
		return nil // "a Zambian officer" is nobody of before
	}
	for k := s; k >= 0 && k >= s-reach; k-- {
		tokens := sc.a.Sentences[k].Tokens
		for j := len(tokens) - 1; j >= 0; j-- {
			if tokens[j].Chain != chain || k == s && j >= i {
				continue
			}
			if refs := sc.a.Cast.At(k, j); len(refs) > 0 {
				ref := refs[0]
				return &ref
			}
			if sc.lex.speakers[sc.tree(k).lemma(j)] == "document" {
				if ref := sc.writer(k, j); ref != nil {
					return ref
				}
			}
		}
	}
	return nil
}

// reach is how many sentences back a chain is followed.
const reach = 12

// writer is who made a document: its owner, or who stands with "by" or "from".
func (sc *script) writer(s, i int) *entente.ActorRef {
	t := sc.tree(s)
	var words []int
	for _, j := range t.Children(i, "nmod:poss", "nmod", "acl", "acl:relcl") {
		switch {
		case t.Tokens[j].Rel == "nmod:poss", t.Tokens[j].BaseRel() == "nmod" && matches(t.caseOf(j), "by", "from"):
			words = append(words, j)
		case t.Tokens[j].BaseRel() == "acl": // "released by the department", "that she gave"
			for _, k := range t.Children(j, "obl", "nsubj") {
				if t.Tokens[k].BaseRel() == "nsubj" && t.Tokens[k].UPOS != "PRON" || t.caseOf(k) == "by" {
					words = append(words, k)
				}
			}
		}
	}
	for _, j := range words {
		if refs := sc.a.Cast.At(s, j); len(refs) > 0 {
			ref := refs[0]
			return &ref
		}
		if t.Tokens[j].UPOS == "NOUN" {
			for _, k := range t.Children(j, "nmod:poss", "compound", "appos", "amod") {
				if refs := sc.a.Cast.At(s, k); len(refs) > 0 {
					ref := refs[0]
					return &ref
				}
			}
		}
	}
	return nil
}
