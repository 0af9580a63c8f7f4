package code

import (
	"slices"
	"strings"

	"entente"
)

// mood is what the grammar around a trigger says of whether it happened.
type mood struct {
	status     entente.Status
	negated    bool
	background bool // pluperfect
	ongoing    bool
	report     bool // "reportedly": only hearsay
	why        string
}

// rank orders the statuses: of two that apply, the higher one wins.
func rank(s entente.Status) int {
	return slices.Index([]entente.Status{entente.Happened, entente.Ongoing, entente.Claimed, entente.Planned,
		entente.Predicted, entente.Negotiated, entente.Threatened, entente.Hypothetical, entente.Denied, entente.Disputed}, s)
}

func (md *mood) raise(s entente.Status, why string) {
	if md.status == "" || rank(s) > rank(md.status) {
		md.status, md.why = s, why
	}
}

// moodOf reads mood, modality, negation, tense and embedding of a match. It walks
// from the trigger to the root and stops at a relative clause, whose content the
// author presupposes. Heuristic: "the deal that could end the war was signed"
// stops at "could", so it gets that right, but "he wants a deal that ends the war"
// leaves the end of the war as happening.
func (lex *lexicon) moodOf(t *tree, m *match) mood {
	md := mood{status: entente.Happened}
	i := m.tok
	if t.noun(m.tok) {
		i = m.np
		lex.nounMood(t, m.tok, &md)
		if m.np != m.tok {
			lex.nounMood(t, m.np, &md)
		}
		for range 3 {
			if !t.rel(i, "conj") || t.isRoot(i) || !t.noun(t.tok(i).Head) {
				break
			}
			i = t.tok(i).Head
		}
	} else {
		lex.clauseMood(t, i, &md, true)
	}
	if t.hasMark(i, "whether", "if", "unless") {
		md.raise(entente.Hypothetical, "open question")
	}
	for range t.s.Tokens {
		if t.isRoot(i) {
			break
		}
		head := t.tok(i).Head
		if !lex.climb(t, m, i, head, &md) {
			break
		}
		i = head
	}
	if md.ongoing {
		md.raise(entente.Ongoing, "progressive")
	}
	return md
}

// climb takes one step from i to head and reports whether to go on.
func (lex *lexicon) climb(t *tree, m *match, i, head int, md *mood) bool {
	denied := lex.denies(t, m, i, head)
	if denied {
		md.raise(entente.Denied, "denied")
	}
	switch {
	case t.rel(i, "conj"):
		if !t.verb(i) && !t.verb(head) {
			return true
		}
		// A conjunct without a subject shares the mood of the first verb.
		if t.child(i, "nsubj") < 0 && t.child(i, "aux") < 0 {
			lex.clauseMood(t, head, md, false)
		}
		return true
	case t.rel(i, "acl:relcl"), t.rel(i, "parataxis"):
		return false
	case t.rel(i, "advcl") && t.hasMark(i, "of", "for", "from") && lex.embeds[lex.verbName(t, head)] != "":
		// "accused X of attacking Y": what stands there is the content
	case t.rel(i, "advcl"):
		switch {
		case t.hasMark(i, "if", "unless", "whether", "lest", "until"), t.mark(i) == "in" && t.hasMark(i, "case"):
			md.raise(entente.Hypothetical, "conditional")
		case t.hasMark(i, "to", "order") && t.child(i, "nsubj") < 0 && t.tok(i).Feat("VerbForm") != "Fin":
			switch {
			case lex.stepsTowards(t, head): // "is taking steps to V" goes on, "will take steps to V" does not yet
				md.raise(entente.Ongoing, "steps")
				lex.clauseMood(t, head, md, false)
				return t.rel(head, "ccomp", "xcomp")
			case !lex.in("CONSULTING", t.lemma(head)):
				md.raise(entente.Hypothetical, "purpose")
			}
		}
		return false
	}
	if status, ok := lex.embeds[lex.verbName(t, head)]; ok && !denied && t.rel(i, "xcomp", "ccomp", "obj", "acl", "nsubj:pass", "nmod", "obl", "advcl", "csubj") && lex.governs(t, i, head) {
		if status == entente.Denied {
			md.negated = !md.negated
		} else {
			md.raise(status, lex.verbName(t, head))
		}
	}
	switch {
	case t.rel(i, "xcomp"), t.rel(i, "csubj"):
		lex.clauseMood(t, head, md, true)
		return true
	case t.rel(i, "ccomp"):
		if t.hasMark(i, "if", "whether") {
			md.raise(entente.Hypothetical, "open question")
		}
		lex.clauseMood(t, head, md, false)
		return true
	case t.rel(i, "acl") && t.hasMark(i, "to"):
		return true
	case t.rel(i, "acl"):
		return true
	case t.rel(i, "obj", "nsubj:pass", "nsubj", "obl"):
		if head == m.light || t.rel(i, "nsubj") && t.child(i, "cop") < 0 && lex.in("OCCUR", lex.verbName(t, head)) {
			lex.clauseMood(t, head, md, true)
			return true
		}
		if t.rel(i, "obj", "nsubj:pass") {
			lex.clauseMood(t, head, md, false)
			return true
		}
		return t.rel(i, "obl") && slices.Contains([]string{"for", "to"}, t.prep(i)) && lex.embeds[t.lemma(head)] != ""
	case t.rel(i, "nmod", "compound", "nmod:poss", "appos"):
		return true
	}
	return true
}

// stepsTowards reports whether verb i has an object such as "steps" or "efforts",
// whose purpose is a deed under way. Parsers hang the purpose on the verb as often
// as on the noun. Heuristic: "took steps to hide the plan" gives hiding as going
// on, though it may long be over.
func (lex *lexicon) stepsTowards(t *tree, i int) bool {
	for _, k := range t.objects(i) {
		if lex.embeds[t.lemma(k)] == entente.Ongoing {
			return true
		}
	}
	return false
}

// governs keeps an embedding word from colouring what merely stands beside it.
func (lex *lexicon) governs(t *tree, i, head int) bool {
	if t.rel(i, "nmod") {
		return slices.Contains([]string{"of", "for", "on", "to", "about", "over"}, t.prep(i))
	}
	if t.rel(i, "obl") {
		return slices.Contains([]string{"for", "to", "on", "about", "against", "with"}, t.prep(i)) && lex.embeds[t.lemma(head)] != ""
	}
	return true
}

// nounMood reads what stands on a noun: "no visit", "a planned visit", "an
// alleged attack".
func (lex *lexicon) nounMood(t *tree, i int, md *mood) {
	for _, k := range t.kids[i] {
		word := t.form(k)
		switch {
		case t.rel(k, "det") && word == "no":
			md.negated = !md.negated
		case t.rel(k, "amod", "compound", "advmod"):
			switch {
			case lex.in("PLANNED", word):
				md.raise(entente.Planned, word)
			case lex.in("POSSIBLE", word):
				md.raise(entente.Hypothetical, word)
			case lex.in("ALLEGED", word):
				md.report = true
			case lex.in("ONGOING", word):
				md.ongoing = true
			}
		}
	}
}

// clauseMood reads auxiliaries, negation and adverbs of a clause. own is false
// for a verb that only stands above the event: its tense does not count then.
func (lex *lexicon) clauseMood(t *tree, i int, md *mood, own bool) {
	had, been := false, false
	for _, k := range t.kids[i] {
		word := t.form(k)
		switch {
		case t.rel(k, "aux"):
			switch word {
			case "will", "'ll", "shall", "wo", "’ll":
				md.raise(entente.Planned, "future")
			case "would", "'d", "’d", "could", "may", "might", "can", "ca", "should", "must", "ought":
				md.raise(entente.Hypothetical, word)
			case "had":
				had = true
			}
			if t.lemma(k) == "be" && strings.HasSuffix(t.form(i), "ing") && own {
				md.ongoing = true
			}
			if t.lemma(k) == "have" && word != "had" {
				been = true
			}
		case t.rel(k, "advmod", "discourse", "obl"):
			switch {
			case word == "not" || word == "n't" || word == "n’t" || word == "never" || word == "neither" || word == "no_longer" || word == "nor":
				md.negated = !md.negated
			case word == "longer" && t.childForm(k, "no"):
				md.negated = !md.negated
			case lex.in("POSSIBLE", word):
				md.raise(entente.Hypothetical, word)
			case lex.in("ALLEGED", word):
				md.report = true
			}
		case t.rel(k, "nsubj") && t.childForm(k, "no") && own, t.rel(k, "nsubj") && (word == "nobody" || word == "none") && own:
			md.negated = !md.negated
		case t.rel(k, "obj") && t.childForm(k, "no") && own && t.verb(i):
			md.negated = !md.negated
		case t.rel(k, "cop") && t.rel(i, "xcomp", "ccomp"):
		}
	}
	if had && !been && own {
		md.background = true
	}
	if own && t.isTo(i) { // "is to visit": the copula and an infinitive
		md.raise(entente.Planned, "is to")
	}
	if tok := t.tok(i); own && tok.UPOS == "VERB" && tok.Feat("Tense") == "Pres" && tok.Feat("VerbForm") == "Fin" && lex.in("STATIVE", t.lemma(i)) {
		md.ongoing = true
	}
}

// isTo reports whether verb i is the infinitive of "X is to V".
func (t *tree) isTo(i int) bool {
	if t.isRoot(i) {
		return false
	}
	head := t.tok(i).Head
	return t.rel(i, "xcomp") && t.lemma(head) == "be" && t.mark(i) == "to"
}

// childForm reports whether token i has a dependent of the given form.
func (t *tree) childForm(i int, form string) bool {
	for _, k := range t.kids[i] {
		if t.form(k) == form {
			return true
		}
	}
	return false
}
