package attribute

import (
	"cmp"
	"slices"

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
	toInf     bool // the content is an infinitive
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
		if tok.Rel == "amod" || tok.Rel == "compound" {
			continue
		}
		if e == nil {
			if c := sc.unlisted(t, i); c != nil {
				out = append(out, sc.draft(t, c, sc.lex.open))
			}
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
		if !c.finite && t.unreal(i) || c.source == nil && !c.author && t.unowned(i) {
			continue
		}
		if say := t.quotedAs(i, e); say >= 0 {
			taken[say] = true
		}
		for _, x := range t.Children(i, "xcomp") {
			taken[x] = true
		}
		out = append(out, sc.draft(t, c, e))
	}
	return out
}

// unlisted reads a verb that is not in the table as a cue where the parser takes it
// for one and what it governs for content.
func (sc *script) unlisted(t tree, i int) *clause {
	if t.Tokens[i].UPOS != "VERB" || t.Tokens[i].Said.Cue < sureCue {
		return nil
	}
	c := sc.verb(t, i, sc.lex.open)
	if c == nil || c.source == nil || !c.finite && t.unreal(i) || len(c.content) == 0 {
		return nil
	}
	var said float32
	for _, j := range c.content {
		said += t.Tokens[j].Said.Content
	}
	if said < sureContent*float32(len(c.content)) {
		return nil
	}
	return c
}

// Probabilities from which the parser's opinion makes a cue of a verb that the table
// lacks: chosen on PolNeAR's dev articles by F1 of cues and of whole attributions.
const (
	sureCue     = 0.5
	sureContent = 0.5
)

// draft moves a clause into the row.
func (sc *script) draft(t tree, c *clause, e *entry) *draft {
	d := &draft{
		head: c.head + t.first, cue: t.places(c.cue), speaker: -1, addressee: -1, entry: e,
		lemma: cmp.Or(e.lemma, t.lemma(c.head)), stance: e.stance, author: c.author, nominal: c.nominal, finite: c.finite, aside: c.aside,
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
	case e.stance == entente.StanceAssert && sc.untrue(t, c.head):
		d.stance = entente.StanceDeny
	case e.negated != "" && t.negated(c.head):
		d.stance = e.negated
	case e.toInf != "" && c.toInf:
		d.stance = e.toInf
	}
	return d
}

// untrue reports whether verb i calls something a lie: a noun or adjective that the
// table marks so stands as what the object is said to be.
func (sc *script) untrue(t tree, i int) bool {
	return t.Child(i, "obj", "nsubj:pass") >= 0 && slices.ContainsFunc(t.Children(i, "xcomp", "ccomp", "obl", "advcl", "obj"), func(j int) bool {
		e := sc.lex.find(&t.Tokens[j])
		rel := t.Tokens[j].BaseRel()
		return e != nil && e.has("untrue") && j != t.Child(i, "obj") && t.Child(j, "acl") < 0 && (t.caseOf(j) == "as" || t.caseOf(j) == "" && rel != "obl" && rel != "advcl")
	})
}

// unreal reports whether word i is only wanted, possible or asked about: "to
// support", "might support", "if they support". Then nothing was said.
func (t tree) unreal(i int) bool {
	if m := t.Child(i, "mark"); m >= 0 && (matches(t.lemma(m), "if", "whether") || t.lemma(m) == "to" && t.Tokens[i].Rel != "xcomp" && t.Tokens[i].Rel != "advcl") {
		return true
	}
	return slices.ContainsFunc(t.Children(i, "aux"), func(j int) bool {
		return matches(t.lemma(j), "may", "might", "should")
	})
}

// unowned reports whether word i without a source is better left alone: an order
// to the reader, a gerund or an adjective that nobody is said to feel.
func (t tree) unowned(i int) bool {
	tok := &t.Tokens[i]
	switch tok.UPOS {
	case "VERB":
		return tok.Feat("Mood") == "Imp" || !t.passive(i) && (tok.Feat("VerbForm") == "Ger" || tok.Feat("VerbForm") == "Inf")
	case "ADJ":
		return t.lemma(i) != "clear"
	}
	return false
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
	if t.Child(i, "aux:pass") < 0 && t.Child(i, "obj") > i && t.Child(i, "nsubj:pass") >= 0 && t.Child(i, "nsubj:pass") < i {
		return false // a parser's slip: "Kenya accused Uganda"
	}
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

// firstOf returns the first that is not -1.
func firstOf(list ...int) int {
	for _, x := range list {
		if x >= 0 {
			return x
		}
	}
	return -1
}
