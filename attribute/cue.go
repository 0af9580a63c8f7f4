package attribute

import (
	"slices"
	"strings"

	"entente"
)

// draft is a claim in the making, in places of the script.
type draft struct {
	head      int   // the cue's main word
	cue       []int // sorted
	source    []int // sorted; nil if nobody is named
	speaker   int   // head of the words that mean the speaker, or -1; for "who", its antecedent
	addressee int   // head of the addressee, or -1
	content   []int // sorted

	entry   *entry // nil for a colon
	lemma   string
	stance  entente.Stance
	author  bool // the writer's own guess
	nominal bool
	finite  bool // the content is a finite clause or a quotation
	aside   bool // "a country officials believe can win": pushed into another clause
}

// clause is what a cue word in a tree governs, in local indices; nothing yet is
// widened to whole quotations.
type clause struct {
	head      int
	cue       []int
	source    []int
	speaker   int
	addressee int
	content   []int
	author    bool
	nominal   bool
	finite    bool
	aside     bool
	toDo      bool // the content is an infinitive
}

// drafts finds the cues of sentence s that the tree ties to their content.
func (sc *script) drafts(s int) []*draft {
	t := sc.tree(s)
	var out []*draft
	taken := map[int]bool{} // infinitives that belong to the cue above them
	for i := range t.Tokens {
		if taken[i] || sc.within[i+t.first] >= 0 {
			continue // the words of a quotation are its speaker's: PolNeAR does not open them either
		}
		tok := &t.Tokens[i]
		e := sc.lex.find(tok)
		if d := sc.according(t, i); d != nil {
			out = append(out, d)
			continue
		}
		if e == nil || tok.Rel == "amod" || tok.Rel == "compound" {
			continue
		}
		var c *clause
		switch tok.UPOS {
		case "VERB":
			c = sc.verb(t, i, e)
		case "ADJ":
			c = sc.adjective(t, i, e)
		case "NOUN":
			c = sc.noun(t, i, e)
		case "ADV":
			c = sc.adverb(t, i)
		}
		if c == nil {
			continue
		}
		for _, x := range t.Children(i, "xcomp") {
			taken[x] = true
		}
		out = append(out, sc.draft(t, c, e))
	}
	return out
}

// draft moves a clause into the row.
func (sc *script) draft(t tree, c *clause, e *entry) *draft {
	d := &draft{
		head: c.head + t.first, cue: t.places(c.cue), speaker: -1, addressee: -1, entry: e,
		lemma: e.lemma, stance: e.stance, author: c.author, nominal: c.nominal, finite: c.finite, aside: c.aside,
	}
	if c.source != nil {
		d.source = t.places(c.source)
		d.speaker = c.speaker + t.first
	}
	if c.addressee >= 0 {
		d.addressee = c.addressee + t.first
	}
	d.content = minus(minus(t.places(c.content), d.cue), d.source)
	switch {
	case e.negated != "" && t.negated(c.head):
		d.stance = e.negated
	case e.toDo != "" && c.toDo:
		d.stance = e.toDo
	}
	return d
}

// negated reports whether word i stands under "not" or "never".
func (t tree) negated(i int) bool {
	return slices.ContainsFunc(t.Children(i, "advmod"), func(j int) bool {
		l := t.lemma(j)
		return l == "not" || l == "n't" || l == "never"
	})
}

// cueWords is word i with the auxiliaries, particles and adverbs that touch it,
// and the words of more that go on from there.
func (t tree) cueWords(i int, more ...int) []int {
	first, last := i, i
	for first > 0 {
		j := first - 1
		if t.Tokens[j].Head != i || !matches(t.Tokens[j].Rel, "aux", "aux:pass", "cop", "advmod") {
			break
		}
		first = j
	}
	// An adverb alone is no part of the verb: "also said" keeps it, "Unfortunately said" would not arise.
	for last+1 < len(t.Tokens) {
		j := last + 1
		if t.Tokens[j].Head == i && t.Tokens[j].Rel == "compound:prt" || slices.Contains(more, j) {
			last = j
			continue
		}
		break
	}
	return interval(first, last)
}

func matches(rel string, rels ...string) bool { return slices.Contains(rels, rel) }

// passive reports whether verb i is in the passive.
func (t tree) passive(i int) bool {
	if t.Child(i, "nsubj:pass", "aux:pass", "csubj:pass") >= 0 {
		return true
	}
	tok := &t.Tokens[i]
	return (tok.Rel == "acl" || tok.Rel == "advcl") && tok.Feat("VerbForm") == "Part" && tok.Feat("Tense") == "Past" && t.Child(i, "nsubj", "aux") < 0
}

// infinitive reports whether clause x is "to ..." or "...ing".
func (t tree) infinitive(x int) bool {
	if m := t.Child(x, "mark"); m >= 0 && t.lemma(m) == "to" {
		return true
	}
	form := t.Tokens[x].Feat("VerbForm")
	if t.Child(x, "aux", "cop") >= 0 {
		return false // "can become"
	}
	return form == "Ger" || form == "Part" && t.Tokens[x].Feat("Tense") != "Past" || form == "Inf"
}

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
		c.content = t.filled(i, c.content)
		if c.addressee < 0 && (e.has("tell") || e.has("objinf")) {
			c.addressee = firstOf(dative, object)
		}
	}
	if x := t.Child(i, "xcomp"); x >= 0 {
		c.toDo = t.infinitive(x)
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
		c.content = t.withoutAside(c.content, object)
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
			break
		}
	}
	if c.content == nil && e.has("quote") {
		c.content = t.around(i)
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
	if slices.Contains(c.content, i) {
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
	return minus(interval(0, len(t.Tokens)-1), interval(first-1, last+1))
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

// shared reports whether j, coordinated with a cue, is a second part of its
// content: "said that A, but that B", "says they are angry, but hungry".
func (t tree) shared(j int) bool {
	m := t.Child(j, "mark")
	if m >= 0 && t.lemma(m) == "that" {
		return true
	}
	return t.Tokens[j].UPOS != "VERB" && t.Child(j, "nsubj", "cop", "aux") < 0
}

// runTogether splits "stressed to the paper Poland's role", which passes for one
// phrase after "to": an article before the owner shows the seam. It returns the
// content and the addressee, or nil and -1.
func (t tree) runTogether(i int) ([]int, int) {
	for _, j := range t.Children(i, "obl") {
		poss, det := t.Child(j, "nmod:poss"), t.Child(j, "det")
		if t.caseOf(j) != "to" || poss < 0 || det < 0 || det > poss {
			continue
		}
		from := t.Subtree(poss)[0]
		words := t.Subtree(j)
		if det >= from {
			continue
		}
		return t.trim(slices.DeleteFunc(words, func(k int) bool { return k < from })), from - 1
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
	comp := t.Child(i, "ccomp", "xcomp", "csubj")
	c.toDo = comp >= 0 && t.infinitive(comp)
	switch {
	case comp >= 0 && (e.has("tell") || e.has("objinf") && t.Child(i, "ccomp") >= 0 && !e.has("pass")):
		c.content, c.addressee = t.Subtree(comp), subj
	case comp >= 0 && (e.has("pass") || e.has("that") || e.has("objinf")):
		c.content = t.Subtree(comp)
		if subj >= 0 && !t.expletive(subj) {
			c.content = union(c.content, t.phrase(subj, i))
		}
	case agent >= 0 && subj >= 0 && (e.has("obj") || e.has("pass")):
		c.content = t.phrase(subj, i)
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
	drop := []int{i}
	for _, j := range t.Children(h, "conj", "parataxis") {
		drop = append(drop, j)
	}
	return &clause{head: i, cue: []int{i}, speaker: -1, addressee: -1, content: t.without(h, drop...)}
}

// noun reads "the claim that", "his promise to", "made a threat to", "the question
// is whether".
func (sc *script) noun(t tree, i int, e *entry) *clause {
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
	}
	if c.source == nil && !that {
		return nil
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
	edge := t.Subtree(top)
	first, last := edge[0], edge[len(edge)-1]
	if first == 0 || t.Tokens[first-1].Form == "," && t.Tokens[min(last+1, len(t.Tokens)-1)].UPOS == "PUNCT" && last+2 >= len(t.Tokens) {
		for t.Tokens[h].Head != h {
			h = t.Tokens[h].Head
		}
	}
	c := &clause{head: i, cue: []int{i, i + 1}, speaker: src, addressee: -1}
	c.source = minus(t.phrase(src, h), c.cue)
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
		c.cue = []int{in, i}
	}
	c.content = minus(c.content, c.cue)
	if len(c.source) == 0 || len(c.content) == 0 {
		return nil
	}
	return sc.draft(t, c, &entry{lemma: t.lemma(i), stance: entente.StanceAssert})
}

// firstOf returns the first that is not -1.
func firstOf(list ...int) int {
	for _, x := range list {
		if x >= 0 {
			return x
		}
	}
	return -1
}
