package attribute

import (
	"slices"
	"strings"

	"entente"
)

// verb reads a cue verb, active or passive; nil if it has no content.
func (sc *script) verb(t tree, i int, e *entry) *clause {
	c := &clause{head: i, addressee: -1, speaker: -1}
	if t.passive(i) {
		return sc.passiveVerb(t, i, e, c)
	}
	subj, antecedent := sc.speakerOf(t, i)
	if e.has("quote") && subj >= 0 {
		if content := sc.parenthetical(t, i, subj); content != nil {
			c.content, c.finite = content, true
			c.source, c.speaker, c.cue = t.phrase(subj, i), antecedent, t.cueWords(i)
			c.content = minus(c.content, c.cue)
			return c
		}
	}
	var more []int
	object := t.Child(i, "obj")
	dative := t.Child(i, "iobj")
	add := func(j int) { c.content = union(c.content, t.Subtree(j)) }

	if e.has("light") && object >= 0 { // "expressed hope that": the noun is the cue
		if n := sc.lex.find(&t.Tokens[object]); n != nil && t.Tokens[object].UPOS == "NOUN" && sc.noun(t, object, n) != nil {
			return nil
		}
	}
	if e.has("put") { // "as X put it"
		m := t.Child(i, "mark", "advmod")
		if t.Tokens[i].BaseRel() != "advcl" || m < 0 || t.lemma(m) != "as" || object < 0 || subj < 0 || t.lemma(object) != "it" {
			return nil
		}
		c.content = t.without(t.Tokens[i].Head, i)
		c.source, c.speaker, c.cue, c.finite = t.phrase(subj, i), antecedent, interval(min(i, object), max(i, object)), true
		return c
	}
	if e.has("seem") {
		x := t.Child(i, "xcomp", "ccomp")
		if x < 0 || subj < 0 {
			return nil
		}
		add(x)
		if !t.expletive(subj) {
			c.content = union(c.content, t.without(subj))
		}
		c.author, c.cue = true, t.cueWords(i)
		return c
	}
	if x := t.complement(i); x >= 0 && (e.has("that") || e.has("quote")) {
		add(x)
		c.finite = !t.infinitive(x)
		c.aside = c.finite && (t.Tokens[i].Rel == "acl:relcl" || t.Tokens[i].Rel == "parataxis")
		if m := t.Child(x, "mark"); m > i && t.lemma(m) == "that" {
			// "told X that ...": X may pass for a part of the clause
			c.content = slices.DeleteFunc(c.content, func(j int) bool { return j > i && j < m })
			if stray := t.Child(x, "nsubj", "obj", "iobj"); stray > i && stray < m && e.has("tell") {
				c.addressee = stray
			}
		}
		for _, j := range t.Children(i, "conj") {
			if t.shared(j) {
				add(j)
			}
		}
		c.content = t.filled(i, minus(c.content, sc.countered(t, x)))
		if c.addressee < 0 && (e.has("tell") || e.has("objinf")) {
			c.addressee = firstOf(dative, object)
		}
	}
	if x := t.Child(i, "xcomp"); x >= 0 {
		c.toInf = t.infinitive(x)
		switch {
		case object >= 0 && e.has("tell") || dative >= 0 && e.has("tell"):
			c.addressee = firstOf(dative, object)
			add(x)
			if e.has("objinf") {
				add(c.addressee)
			}
		case object >= 0 && (e.has("objinf") || e.has("obj")):
			add(object)
			add(x)
			for _, j := range t.Children(i, "obj", "ccomp", "dep") {
				if j > object {
					add(j)
				}
			}
			if e.stance == entente.StanceDemand {
				c.addressee = object
			}
		case object < 0 && (e.has("inf") && t.infinitive(x) || e.has("that")):
			add(x)
		}
	}
	if x := t.Child(i, "advcl"); x >= 0 && c.content == nil && e.has("objinf") && object >= 0 && t.infinitive(x) && x > object {
		add(object)
		add(x)
		c.addressee = object
	}
	if c.content == nil && object >= 0 && e.has("obj") && !t.reflexive(object) {
		add(object)
		for _, j := range t.Children(i, "obl", "advcl", "xcomp", "ccomp") {
			m := t.caseOf(j)
			if j > object && (matches(m, "as", "for", "against", "over") || e.preps[m] || matches(t.Tokens[j].BaseRel(), "xcomp", "ccomp")) {
				add(j)
			}
		}
		for _, j := range t.Children(i, "obj", "dep", "parataxis") { // "called it a lie": the second part may hang anyhow
			if j > object && (t.Tokens[j].BaseRel() != "parataxis" || sc.within[t.Subtree(j)[0]+t.first] >= 0) {
				add(j)
			}
		}
		c.content = t.withoutAside(c.content, object)
	}
	if c.content == nil && e.has("that") {
		c.content, c.addressee = t.misreadThat(i, e)
		c.finite = c.content != nil
	}
	if c.content == nil && object < 0 && e.has("obj") {
		c.content, c.addressee = t.runTogether(i)
	}
	if c.content == nil && e.has("as") && object >= 0 {
		for _, j := range t.Children(i, "obl", "advcl") {
			if t.caseOf(j) == "as" {
				add(object)
				add(j)
			}
		}
	}
	if c.content == nil && e.has("prep") {
		for _, j := range t.Children(i, "obl", "advcl") {
			k := t.Child(j, "case", "mark")
			if k < 0 || !e.preps[t.lemma(k)] || j < i {
				continue
			}
			if c.addressee < 0 && (e.has("objinf") || e.has("tell")) && object >= 0 {
				c.addressee = object
			}
			more = append(more, k)
			c.content = union(c.content, minus(t.Subtree(j), []int{k}))
			if p := t.lemma(k); matches(p, "on", "upon", "for") && (e.toInf != "" || e.stance == entente.StanceDemand) {
				c.toInf = true
				for _, x := range t.Children(i, "xcomp", "advcl", "ccomp") {
					if x > j && t.infinitive(x) {
						add(x) // "called on X to ..."
						if p != "for" {
							c.addressee = j
						}
					}
				}
			}
			break
		}
	}
	if c.content == nil && e.has("quote") {
		c.content = sc.saidAround(t, i, e)
		c.finite = true
		if c.content != nil && (e.has("tell") || e.has("objinf")) {
			c.addressee = firstOf(dative, object)
		}
	}
	if c.content == nil {
		return nil
	}
	if c.addressee < 0 {
		for _, j := range t.Children(i, "obl") {
			if e.has("that") && t.caseOf(j) == "to" && !e.preps["to"] {
				c.addressee = j
			}
		}
	}
	if subj >= 0 {
		if t.expletive(subj) && e.has("that") {
			return nil
		}
		c.source, c.speaker = t.phrase(subj, i), antecedent
		if own, before := t.split(subj, c.source); before != nil {
			c.source = own
			c.content = union(c.content, before)
		}
		// A relative clause without its pronoun: "a country officials believe can win".
		if tok := &t.Tokens[i]; tok.Rel == "acl:relcl" && t.gap(i, antecedent) {
			c.content = union(c.content, t.phrase(tok.Head, i))
		}
	}
	c.cue = t.cueWords(i, more...)
	if holds(c.content, i) {
		c.content = minus(c.content, c.cue)
	}
	return c
}

// parenthetical reads "Rain, he said, will come" from the commas, whatever the
// tree makes of it: a subject and a cue verb alone between two commas. The content
// is the rest of the sentence. nil if i is not of that form, or if a quotation ends
// before it.
//
// This is a heuristic: in "In Rome, he said, smiling, that ..." it takes all.
func (sc *script) parenthetical(t tree, i, subj int) []int {
	words := union(t.phrase(subj, i), t.cueWords(i))
	first, last := words[0], words[len(words)-1]
	if t.relative(subj) || last-first+1 != len(words) || first < 2 || last+2 >= len(t.Tokens) {
		return nil
	}
	if t.Tokens[first-1].Form != "," || t.Tokens[last+1].Form != "," || sc.within[first-2+t.first] >= 0 || sc.within[last+2+t.first] >= 0 {
		return nil
	}
	if next := t.Tokens[last+2]; next.UPOS == "SCONJ" || next.Feat("VerbForm") == "Ger" || next.Feat("VerbForm") == "Part" {
		return nil
	}
	if first == 2 && t.Tokens[0].UPOS == "CCONJ" {
		return nil
	}
	end := len(t.Tokens) - 1
	if sc.answers(t, last+2) {
		end = last + 1
	}
	return minus(interval(0, end), interval(first-1, last+1))
}

// answers reports whether "but" at word k opens what another says to the words before:
// "Rain will come, he said, but the mayor denied it", "but the mayor said it was dry".
func (sc *script) answers(t tree, k int) bool {
	if !matches(strings.ToLower(t.Tokens[k].Form), "but", "although", "though", "while", "whereas") {
		return false
	}
	for j := k + 1; j < len(t.Tokens); j++ {
		if e := sc.lex.find(&t.Tokens[j]); e == nil || t.Tokens[j].UPOS != "VERB" {
			continue
		}
		subj := t.nearest(j)
		return subj > k && subj < j && t.Tokens[subj].UPOS != "PRON" && t.Subtree(subj)[0] == k+1
	}
	return false
}

// complement is the finite clause that verb i governs, or -1. Of several the last
// one counts: a relative clause or an adverbial before the verb may pass for one.
func (t tree) complement(i int) int {
	list := t.Children(i, "ccomp")
	if len(list) == 0 {
		return -1
	}
	x := list[len(list)-1]
	if x < i && slices.ContainsFunc(t.Children(x, "nsubj", "mark", "advmod"), func(j int) bool {
		return t.relative(j) || t.Tokens[j].UPOS == "SCONJ" && t.lemma(j) != "that"
	}) {
		return -1
	}
	return x
}

// filled closes the gaps that a wrong arc tears into a clause after "that",
// "whether" and the like: all words from there to the last of the content.
func (t tree) filled(i int, content []int) []int {
	if i+1 >= len(t.Tokens) || len(content) == 0 || content[0] <= i {
		return content
	}
	switch strings.ToLower(t.Tokens[i+1].Form) {
	case "that", "whether", "if", "how", "why", "what":
		return interval(i+1, content[len(content)-1])
	}
	return content
}

// countered is what hangs on word x to deny it or what is said of it: "said that A, but
// B denies it", "said that A, a charge B rejects", "B, which denies it, was accused".
// Trees make it a part of the clause. It is the writer's word, as no speaker tells that
// he is contradicted; one who does puts it before his own time: "B had denied it".
func (sc *script) countered(t tree, x int) []int {
	var out []int
	for _, j := range t.Children(x, "advcl") {
		if t.contrasted(x, j) {
			out = union(out, t.Subtree(j))
		}
	}
	for _, j := range t.Subtree(x) {
		e := sc.lex.find(&t.Tokens[j])
		if e == nil || t.Tokens[j].UPOS != "VERB" || e.stance != entente.StanceDeny || slices.ContainsFunc(t.Children(j, "aux"), func(k int) bool { return strings.ToLower(t.Tokens[k].Form) == "had" }) {
			continue
		}
		h := t.Tokens[j].Head
		if t.Tokens[j].Rel == "acl:relcl" {
			if says := sc.lex.find(&t.Tokens[h]); matches(t.Tokens[h].BaseRel(), "appos", "parataxis") && says != nil && says.has("that") {
				out = union(out, t.Subtree(h))
			} else if h == x || t.asideOf(j) {
				out = union(out, t.Subtree(j))
			}
			continue
		}
		subj := t.nearest(j)
		if h != x || e.negated != entente.StanceConfirm || subj < 0 || t.Tokens[subj].UPOS == "PRON" {
			continue
		}
		switch m := t.Child(j, "mark"); t.Tokens[j].BaseRel() {
		case "conj", "parataxis":
			out = union(out, t.Subtree(j))
		case "advcl":
			if m >= 0 && matches(t.lemma(m), "while", "although", "though", "whereas") {
				out = union(out, t.Subtree(j))
			}
		}
	}
	return out
}

// asideOf reports whether clause j tells behind a comma what somebody else does with all that
// stands before it, and not with the word that it hangs on: "had been beaten, which B denied".
func (t tree) asideOf(j int) bool {
	which, subj := t.Child(j, "obj"), t.nearest(j)
	return which > 0 && strings.EqualFold(t.Tokens[which].Form, "which") && t.Tokens[which-1].Form == "," && subj > which && t.Tokens[subj].UPOS != "PRON"
}

// contrasted reports whether clause j sets the writer's own news against reported words x:
// "said it would come, while Chad has declined", whose tense is not that of what was said.
func (t tree) contrasted(x, j int) bool {
	m, subj := t.Child(j, "mark"), t.nearest(j)
	if m <= x || subj < 0 || t.Tokens[subj].UPOS == "PRON" || t.Tokens[m-1].Form != "," || !matches(t.lemma(m), "while", "although", "though", "whereas") {
		return false
	}
	later := func(i int) bool { // "would come", "had come"
		return slices.ContainsFunc(t.Children(i, "aux"), func(k int) bool { return matches(strings.ToLower(t.Tokens[k].Form), "would", "had", "could", "might") })
	}
	now := t.Tokens[j].Feat("Tense") == "Pres" && t.Tokens[j].Feat("VerbForm") == "Fin" || slices.ContainsFunc(t.Children(j, "aux", "cop"), func(k int) bool {
		return matches(strings.ToLower(t.Tokens[k].Form), "has", "have", "is", "are")
	})
	return later(x) && (now || !later(j) && t.Tokens[j].Feat("Tense") == "Past")
}

// shared reports whether j, coordinated with a cue, is a second part of its
// content: "said that A, but that B", "says they are angry, but hungry".
func (t tree) shared(j int) bool {
	m := t.Child(j, "mark")
	if m >= 0 && t.lemma(m) == "that" {
		return true
	}
	return t.Tokens[j].UPOS != "VERB" && t.Child(j, "nsubj", "cop", "aux") < 0
}

// runTogether splits "stressed to Le Monde Poland's role", which passes for one
// phrase after "to": an owner cannot follow a name that is not its own. It returns
// the content and the addressee, or nil and -1.
func (t tree) runTogether(i int) ([]int, int) {
	for _, j := range t.Children(i, "obl") {
		if t.caseOf(j) != "to" {
			continue
		}
		words := t.Subtree(j)
		for _, k := range words {
			if t.Tokens[k].Rel != "nmod:poss" || t.Child(k, "case") < 0 {
				continue
			}
			if from := t.Subtree(k)[0]; from > words[1] && t.Tokens[from-1].UPOS == "PROPN" {
				return t.trim(slices.DeleteFunc(words, func(w int) bool { return w < from })), from - 1
			}
		}
	}
	return nil, -1
}

// misreadThat finds the clause of "confirmed to X that ..." where the tree makes it
// a relative clause of X: a name takes no such clause after "that". It returns the
// content and the addressee, or nil and -1.
func (t tree) misreadThat(i int, e *entry) ([]int, int) {
	for _, j := range t.Children(i, "obl", "obj", "iobj") {
		u := t.Tokens[j].UPOS
		if j < i || u != "PROPN" && u != "PRON" && !e.has("tell") {
			continue
		}
		for _, r := range t.Children(j, "acl") {
			if words := t.Subtree(r); t.lemma(words[0]) == "that" && t.Child(r, "nsubj", "nsubj:pass", "expl") > words[0] {
				return words, j
			}
		}
	}
	return nil, -1
}

// takesPerson reports whether the object of verb i may be whom one speaks to, or
// an empty "it" as in "as he put it".
func (t tree) takesPerson(i int) bool {
	j := t.Child(i, "obj")
	u := t.Tokens[j].UPOS
	return u == "PROPN" || u == "PRON" || u == "NOUN" && t.Child(i, "ccomp") < 0 && t.Tokens[j].Feat("Number") == "Plur"
}

// withoutAside cuts content that is a noun phrase before what is only added to
// it: a relative clause after a comma, or words after a dash.
func (t tree) withoutAside(content []int, object int) []int {
	for k, j := range content {
		if j <= object || j == 0 {
			continue
		}
		form := t.Tokens[j].Form
		if form == "-" && t.Tokens[j-1].Span.End == t.Tokens[j].Span.Start {
			continue // a hyphen
		}
		if matches(form, "-", "--", "–", "—", ";") || t.Tokens[j-1].Form == "," && matches(strings.ToLower(form), "which", "who", "whose") {
			return content[:k]
		}
	}
	return content
}

// split parts "a country officials believe can win", where "a country" passes for a
// part of the subject: "a" cannot stand with a plural. It returns the subject's
// own words and those before, or nil for the latter.
func (t tree) split(subj int, words []int) (own, before []int) {
	k := t.Child(subj, "compound")
	if k < 0 {
		return words, nil
	}
	det := firstOf(t.Child(subj, "det"), t.Child(k, "det"))
	if det < 0 || k < det || !matches(t.lemma(det), "a", "an") || t.Tokens[subj].Feat("Number") != "Plur" {
		return words, nil
	}
	return slices.DeleteFunc(slices.Clone(words), func(j int) bool { return j <= k }), interval(det, k)
}

// gap reports whether the relative clause of verb i lacks a relative pronoun, so
// that the noun before it belongs to the content.
func (t tree) gap(i, antecedent int) bool {
	if t.Tokens[i].Head == antecedent {
		return false
	}
	return !t.relativeIn(i)
}

// relativeIn reports whether a relative pronoun stands under i.
func (t tree) relativeIn(i int) bool {
	return slices.ContainsFunc(t.Subtree(i), func(j int) bool { return t.Tokens[j].Feat("PronType") == "Rel" })
}

// around is the content of a verb that is pushed into it: "Rain, he said, will
// come" (parataxis), "as he put it", or that follows it with a loose tie.
func (t tree) around(i int) []int {
	tok := &t.Tokens[i]
	if t.Child(i, "obj") >= 0 && !t.takesPerson(i) {
		return nil
	}
	switch tok.BaseRel() {
	case "parataxis":
		return t.without(tok.Head, i)
	case "acl":
		// "The plan, he said, is ..." may pass for a relative clause of the plan.
		first := t.Subtree(i)[0]
		if tok.Rel != "acl:relcl" || first == 0 || t.Tokens[first-1].Form != "," && t.Tokens[first].Form != "," || i+1 < len(t.Tokens) && t.Tokens[i+1].UPOS != "PUNCT" {
			return nil
		}
		h := tok.Head
		for t.Tokens[h].Head != h && t.Tokens[h].UPOS != "VERB" && t.Child(h, "cop", "nsubj") < 0 {
			h = t.Tokens[h].Head
		}
		if !t.relativeIn(i) {
			return t.without(h, i)
		}
		return nil
	case "advcl":
		if m := t.Child(i, "mark", "advmod"); m >= 0 && t.lemma(m) == "as" && m < i {
			return t.without(tok.Head, i)
		}
	}
	// Trees of the English Web Treebank often hang the said clause before the verb as advcl or parataxis.
	for _, j := range t.Children(i, "parataxis", "advcl", "dep", "discourse") {
		if m := t.Child(j, "mark"); m >= 0 {
			continue
		}
		form := t.Tokens[j].Feat("VerbForm")
		if j < i && form == "Fin" || j > i && t.Tokens[j].BaseRel() == "parataxis" && t.Child(j, "nsubj", "nsubj:pass") >= 0 {
			return t.Subtree(j)
		}
	}
	return nil
}

// saidAround is the content around cue i; of a denial it is what somebody says there,
// not that he says it: "X said that A, a charge Y denies".
func (sc *script) saidAround(t tree, i int, e *entry) []int {
	if h := t.Tokens[i].Head; e.stance == entente.StanceDeny && h < i && t.Tokens[i].BaseRel() == "parataxis" {
		if x := t.complement(h); x >= 0 && sc.lex.find(&t.Tokens[h]) != nil {
			return t.Subtree(x)
		}
	}
	return t.around(i)
}

// passiveVerb reads "X was expected to", "it was reported that", "X was told
// that", "views held by X".
func (sc *script) passiveVerb(t tree, i int, e *entry, c *clause) *clause {
	subj := t.Child(i, "nsubj:pass", "csubj:pass", "nsubj")
	agent := -1
	for _, j := range t.Children(i, "obl") {
		if t.Tokens[j].Rel == "obl:agent" || t.caseOf(j) == "by" && j > i {
			agent = j
			break
		}
	}
	var more []int
	if say := t.quotedAs(i, e); say >= 0 && subj >= 0 {
		c.content = firstList(t.Subtree, t.Child(say, "ccomp", "obj"), t.Child(i, "ccomp"))
		if c.content == nil {
			c.content = t.around(i)
		}
		if c.content == nil {
			return nil
		}
		c.finite, c.source, c.speaker = true, t.phrase(subj, i), subj
		c.cue = union(t.cueWords(i), interval(t.Child(say, "mark", "case"), say))
		if agent >= 0 {
			c.content = minus(c.content, t.Subtree(agent))
		}
		return c
	}
	comp := t.Child(i, "ccomp", "xcomp", "csubj")
	c.toInf = comp >= 0 && t.infinitive(comp)
	switch {
	case comp >= 0 && (e.has("tell") || e.has("objinf") && t.Child(i, "ccomp") >= 0 && !e.has("pass")):
		c.content, c.addressee = t.Subtree(comp), subj
	case comp >= 0 && (e.has("pass") || e.has("that") || e.has("objinf")):
		c.content = t.Subtree(comp)
		if subj >= 0 && !t.expletive(subj) {
			c.content = union(c.content, t.phrase(subj, i))
		}
	case agent >= 0 && subj >= 0 && (e.has("obj") || e.has("pass")):
		c.content = minus(t.phrase(subj, i), sc.countered(t, subj))
		for _, j := range t.Children(i, "advcl", "obl") { // "was accused by Y of doing it": as in the active
			if m := t.caseOf(j); e.has("objinf") && e.preps[m] && j > i && j != agent {
				c.content = union(c.content, t.Subtree(j))
			}
		}
	default:
		if e.has("prep") && (e.has("tell") || e.has("objinf")) || e.has("pass") && subj >= 0 {
			for _, j := range t.Children(i, "obl", "advcl") {
				k := t.Child(j, "case", "mark")
				if k < 0 || j < i || !e.preps[t.lemma(k)] && t.lemma(k) != "as" {
					continue
				}
				if e.has("tell") {
					c.addressee = subj
				} else {
					c.content = t.phrase(subj, i)
				}
				c.content = union(c.content, minus(t.Subtree(j), []int{k}))
				more = append(more, k)
				break
			}
		}
	}
	if c.content == nil && e.has("quote") {
		c.content = t.around(i)
	}
	if c.content == nil {
		return nil
	}
	if agent >= 0 {
		c.source, c.speaker = t.phrase(agent, i), agent
		if k := t.Child(agent, "case"); k >= 0 {
			c.source = minus(c.source, []int{k})
		}
		c.content = minus(c.content, t.Subtree(agent))
	}
	c.cue = t.cueWords(i, more...)
	return c
}

// quotedAs returns the "saying" of passive "was quoted as saying", or -1.
func (t tree) quotedAs(i int, e *entry) int {
	if !e.has("as") {
		return -1
	}
	for _, j := range t.Children(i, "advcl", "obl", "xcomp") {
		if m := t.Child(j, "mark", "case"); m >= 0 && m < j && t.lemma(m) == "as" && strings.HasSuffix(t.Tokens[j].Form, "ing") {
			return j
		}
	}
	return -1
}

// firstList returns f of the first index that is not -1, or nil.
func firstList(f func(int) []int, list ...int) []int {
	if i := firstOf(list...); i >= 0 {
		return f(i)
	}
	return nil
}
