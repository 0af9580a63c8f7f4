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
	under      int // the word that gave the status, where one stands above the event: "talks" in "talks on a pact"; else -1
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
	md := mood{status: entente.Happened, under: -1}
	i := m.tok
	if t.noun(m.tok) {
		i = m.np
		lex.nounMood(t, m.tok, &md)
		if cop := t.child(m.np, "cop"); cop >= 0 && t.prep(m.np) != "" && t.tok(cop).Feat("Tense") == "Pres" { // "are in talks"
			md.ongoing = true
		}
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
	if t.rel(i, "acl") && i == m.tok && saying(m.row.typ) && strings.HasSuffix(t.form(i), "ing") && t.noun(head) {
		return false // "approved a motion calling for": what the paper says is said
	}
	if i == m.tok && m.row.typ == entente.Cooperate && t.rel(i, "acl", "advcl") && strings.HasSuffix(t.form(i), "ing") && t.child(i, "mark") < 0 && lex.dealing(t, i, head) {
		md.raise(entente.Planned, "of a deal")
		return false // "signed an accord launching a project"
	}
	if i == m.np && lex.charge(t, m) && lex.answer(t, i) >= 0 {
		return false // who turns an accusation away takes it for granted that it was made
	}
	denied := lex.denies(t, m, i, head)
	if denied {
		md.raise(entente.Denied, "denied")
	}
	switch {
	case t.rel(i, "nmod", "obl") && t.noun(m.tok) && ahead(m) && t.aheadOf(i):
		md.raise(entente.Planned, "ahead of it")
		return false
	case t.verb(m.tok) && i != m.tok && t.rel(i, "nmod", "obl") && slices.Contains([]string{"after", "following", "since"}, t.prep(i)):
		return false // "wants a report following talks held in May"
	case t.rel(i, "nmod") && slices.Contains([]string{"after", "following", "since", "during", "because_of"}, t.prep(i)), t.rel(i, "obl") && t.noun(m.tok) && done(m.row.typ) && slices.Contains([]string{"after", "since", "following"}, t.prep(i)):
		return false // "to stop protests following the killing": it is over
	case t.rel(i, "conj"):
		if !t.verb(i) && !t.verb(head) {
			return true
		}
		// A conjunct without a subject shares the mood of the first verb.
		if t.child(i, "nsubj") < 0 && t.child(i, "aux") < 0 {
			lex.clauseMood(t, head, md, false)
		}
		return true
	case lex.disowned(t, i):
		return false
	case t.rel(i, "acl:relcl"), t.rel(i, "parataxis"):
		if t.rel(i, "acl:relcl") && t.verb(i) && !t.past(i) && t.supposed(head) { // "if it punishes those who strike"
			md.raise(entente.Hypothetical, "conditional")
		}
		return false
	case t.rel(i, "advcl") && (t.hasMark(i, "of", "for", "from") && lex.embeds[lex.verbName(t, head)] != "" || lex.idiom(t, head) != ""):
		// "accused X of attacking Y": what stands there is the content
	case t.helpedIn(i, head):
		lex.clauseMood(t, head, md, false)
		return true // "is likely to embolden X in attacking"
	case t.rel(i, "advcl"):
		switch {
		case t.hasMark(i, "until") && t.past(i): // "held the post until he was dismissed"
		case t.hasMark(i, "if", "unless", "whether", "lest", "until"), t.mark(i) == "in" && t.hasMark(i, "case"):
			md.raise(entente.Hypothetical, "conditional")
		case t.bare(i): // no purpose, but the only verb of a headline
		case t.hasMark(i, "to", "order") && t.child(i, "nsubj") < 0 && t.tok(i).Feat("VerbForm") != "Fin":
			switch {
			case lex.embeds[lex.verbName(t, head)] == entente.Ongoing && strings.HasSuffix(t.form(i), "ing"): // "has devoted years to mending"
				md.raise(entente.Ongoing, lex.verbName(t, head))
				return false
			case lex.stepsTowards(t, head): // "is taking steps to V" goes on, "will take steps to V" does not yet
				md.raise(entente.Ongoing, "steps")
				lex.clauseMood(t, head, md, false)
				return t.rel(head, "ccomp", "xcomp")
			case m.row.typ != entente.Consult && lex.in("SETTLING", lex.verbName(t, i)): // "were in Cairo to work out a truce"
				md.raise(entente.Negotiated, "purpose")
				md.under = i
			case t.lemma(head) == "use" && harming(m.row.typ): // "used clubs to break up a march": he did
				lex.clauseMood(t, head, md, true)
				return true
			case lex.in("JOURNEY", t.lemma(head)): // "flew out to hold talks"
				md.raise(entente.Planned, "purpose")
				md.under = head
			case lex.in("CALLING", t.lemma(head)) && m.row.typ != entente.Consult: // "called the king to thank him": he did
			case t.tok(head).UPOS == "ADJ", t.child(head, "xcomp") >= 0 && t.tok(t.child(head, "xcomp")).UPOS == "ADJ": // "seems glad to build ties": no purpose
				md.raise(entente.Hypothetical, t.lemma(head))
			case !lex.in("CONSULTING", t.lemma(head)):
				md.raise(entente.Hypothetical, "purpose")
			case m.row.typ != entente.Consult: // "met to work out a treaty"
				md.raise(entente.Negotiated, "purpose")
				md.under = head
			}
		}
		return false
	}
	if lex.meantTo(t, i) {
		return false
	}
	if status, ok := lex.colour(t, head); ok && !denied && t.rel(i, "xcomp", "ccomp", "obj", "acl", "nsubj:pass", "nmod", "obl", "advcl", "csubj", "nsubj") && lex.governs(t, i, head) {
		switch {
		case status == entente.Denied && t.noun(m.tok) && (t.lemma(head) == "failure" || t.lemma(head) == "end" && t.noun(head) && t.prep(i) == "of"):
			// "the failure of the operation", "the end of the strike": it took place
		case status == entente.Denied:
			md.negated = !md.negated
		case status == entente.Negotiated && t.noun(m.tok) && done(m.row.typ):
			// "discussed the attack": what is talked about may be long over
		case status == entente.Negotiated && t.rel(i, "obj") && lex.in("SETTLING", lex.verbName(t, head)) && t.perfect(head):
			// "has negotiated an agreement": it is there
		default:
			if rank(status) > rank(md.status) {
				md.under = head
			}
			if m.row.typ == entente.Consult && lex.in("EXPECT", t.lemma(head)) && t.passive(head) { // "is expected to meet the king": it is arranged
				status = entente.Planned
			}
			md.raise(status, lex.verbName(t, head))
		}
	}
	if t.rel(i, "obj", "nsubj:pass") && t.noun(m.tok) && ahead(m) && t.lemma(head) == "announce" {
		md.raise(entente.Planned, "announced")
	}
	if t.rel(i, "xcomp") && t.mark(i) == "to" && (t.lemma(head) == "have" || t.lemma(head) == "need") && !t.past(head) && !t.perfect(head) {
		md.raise(entente.Hypothetical, "has to") // "had to flee" did
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
		if _, known := lex.colour(t, head); !known && t.noun(head) && i == m.tok && lex.in("MEANS", t.lemma(head)) {
			md.raise(entente.Hypothetical, t.lemma(head)) // "evidence to charge X"
		}
		return true
	case t.rel(i, "acl"):
		return true
	case t.rel(i, "obj", "nsubj:pass", "nsubj", "obl"):
		if head == m.light || t.rel(i, "nsubj") && t.child(i, "cop") < 0 && lex.in("OCCUR", lex.verbName(t, head)) {
			lex.clauseMood(t, head, md, true)
			return true
		}
		if _, governs := lex.colour(t, head); !governs && t.noun(m.tok) && done(m.row.typ) {
			return false // "will investigate the attack": it is over
		}
		if t.rel(i, "obj", "nsubj:pass") {
			lex.clauseMood(t, head, md, false)
			return true
		}
		return t.rel(i, "obl") && slices.Contains([]string{"for", "to"}, t.prep(i)) && lex.embeds[t.lemma(head)] != ""
	case t.rel(i, "nmod", "compound", "appos"):
		if _, governs := lex.colour(t, head); !governs && t.prep(i) != "" && t.noun(m.tok) && done(m.row.typ) {
			return false // "began an inquiry into the killing": it is over
		}
		return true
	}
	return true
}

// meantTo reports whether noun i is said to have been done for an end, "the raids were intended
// to deter X": so they took place.
func (lex *lexicon) meantTo(t *tree, i int) bool {
	return t.noun(i) && !t.isRoot(i) && t.rel(i, "nsubj") && lex.in("MEANT", t.lemma(t.tok(i).Head)) && t.child(t.tok(i).Head, "xcomp", "advcl") >= 0
}

// dealing reports whether word head is a deal, or signs one that stands before token i.
func (lex *lexicon) dealing(t *tree, i, head int) bool {
	if t.noun(head) {
		return lex.in("DEAL", t.lemma(head))
	}
	return lex.in("SIGN", t.lemma(head)) && slices.ContainsFunc(t.objects(head), func(k int) bool { return k < i && lex.in("DEAL", t.lemma(k)) })
}

// disowned reports whether verb i is the relative clause without a pronoun that says who
// denies what was said: "a charge he denied", which is no content of the charge.
func (lex *lexicon) disowned(t *tree, i int) bool {
	return t.rel(i, "acl") && lex.in("DENY", t.lemma(i)) && t.mark(i) == "" && t.child(i, "obj") < 0 && t.child(i, "nsubj") >= 0 && lex.in("TOLD", t.lemma(t.tok(i).Head))
}

// supposed reports whether token i stands in a condition.
func (t *tree) supposed(i int) bool {
	return t.between(i, -1, func(k int) bool { return t.rel(k, "advcl") && t.hasMark(k, "if", "unless") })
}

// colour is the status that word i gives to what it governs. embeds.tsv names verbs
// and nouns by their lemma ("rule_out" with its particle), a predicate of "to be" also
// with its preposition ("under_way"), and an adjective that as a verb means
// something else by "be_" before it ("be_close"); a verb with its adverb as "stop_short".
func (lex *lexicon) colour(t *tree, i int) (entente.Status, bool) {
	if t.child(i, "cop") >= 0 || t.tok(i).UPOS == "ADJ" {
		for _, name := range []string{t.prep(i) + "_" + t.lemma(i), "be_" + t.lemma(i)} {
			if status, ok := lex.embeds[name]; ok {
				return status, true
			}
		}
	}
	name := lex.idiom(t, i)
	if name == "" {
		name = lex.verbName(t, i)
	}
	status, ok := lex.embeds[name]
	return status, ok
}

// idiom is a verb of embeds.tsv with the adverb that makes it ("shy_away"), if i is
// one of the two: in "stopped short of V" parsers hang V on the adverb. "" is none.
func (lex *lexicon) idiom(t *tree, i int) string {
	verb, adverbs := i, t.children(i, "advmod", "xcomp")
	if !t.verb(i) {
		verb, adverbs = t.tok(i).Head, []int{i}
	}
	for _, k := range adverbs {
		if name := t.lemma(verb) + "_" + t.lemma(k); verb != k && lex.embeds[name] != "" {
			return name
		}
	}
	return ""
}

// talked reports whether noun i is what somebody talks about: "a truce" in "talks on a
// truce" and "the terms of a truce were discussed".
func (lex *lexicon) talked(t *tree, i int) bool {
	for range 3 {
		if t.isRoot(i) || !t.rel(i, "obj", "nsubj:pass", "nmod", "obl", "conj") {
			return false
		}
		head := t.tok(i).Head
		if status, ok := lex.colour(t, head); ok && status == entente.Negotiated && lex.governs(t, i, head) {
			return true
		}
		if t.verb(head) {
			return false
		}
		i = head
	}
	return false
}

// done are the types of deeds that talks look back on rather than bring about.
func done(typ entente.EventType) bool {
	return slices.Contains([]entente.EventType{entente.Assault, entente.Coerce, entente.Protest, entente.Accuse}, typ)
}

// ahead reports whether a noun names what lies ahead when somebody announces it: a
// visit or an exercise, not a ban, a deal or an arrest.
func ahead(m *match) bool {
	return slices.Contains([]entente.EventType{entente.Consult, entente.Cooperate, entente.Mobilize}, m.row.typ)
}

// perfect reports whether verb i stands in the perfect and not in its progressive. A
// parser may hang the auxiliary elsewhere.
func (t *tree) perfect(i int) bool {
	if strings.HasSuffix(t.form(i), "ing") {
		return false
	}
	have := func(k int) bool { return t.lemma(k) == "have" }
	return slices.ContainsFunc(t.children(i, "aux"), have) || i > 0 && have(i-1) && t.rel(i-1, "aux") && t.tok(i).Feat("VerbForm") == "Part"
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
	switch {
	case t.rel(i, "obj") && t.child(head, "xcomp") >= 0 && slices.Contains(calling, t.lemma(head)):
		return t.mark(t.child(head, "xcomp")) != "" // "called the arrest an outrage": it was made
	case t.rel(i, "nmod"):
		return slices.Contains([]string{"of", "for", "on", "to", "about", "over"}, t.prep(i))
	case t.rel(i, "obl"):
		return slices.Contains([]string{"for", "to", "on", "about", "over", "against", "with"}, t.prep(i)) && !(t.prep(i) == "with" && lex.in("CLOSING", t.lemma(head)))
	case t.rel(i, "nsubj") && !t.rel(i, "nsubj:pass"): // "the exercise is under way"
		return t.child(head, "cop") >= 0 && (t.prep(head) != "" || t.tok(head).UPOS != "NOUN" || lex.embeds[t.lemma(head)] == entente.Hypothetical) // "is a possibility"
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
			case lex.in("EXPECTED", word):
				md.raise(entente.Predicted, word)
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
			if own && t.lemma(k) == "be" && word != "being" && (strings.HasSuffix(t.form(i), "ing") || t.childForm(i, "being")) { // "is shelling", "is being shelled"
				md.ongoing = true
			}
			if t.lemma(k) == "have" && word != "had" {
				been = true
			}
		case t.rel(k, "advmod", "discourse", "obl"):
			switch {
			case word == "not" || word == "n't" || word == "n’t" || word == "never" || word == "neither" || word == "no_longer" || word == "nor":
				md.negated = !md.negated
			case (word == "almost" || word == "nearly" || word == "narrowly") && own && k == i-1 && t.verb(i): // "almost went to war"
				md.negated = !md.negated
			case word == "longer" && t.childForm(k, "no"):
				md.negated = !md.negated
			case lex.in("POSSIBLE", word):
				md.raise(entente.Hypothetical, word)
			case lex.in("ALLEGED", word):
				md.report = true
			case word == "still" && own && !t.past(i), // "still holds"
				word == "long" && own && t.perfect(i) && !had, // "has long pressed for"
				lex.in("HABIT", word) && own && t.tok(i).Feat("Tense") == "Pres" && t.tok(i).Feat("VerbForm") == "Fin",
				t.prep(k) == "since" && own && !t.past(i) && lex.in("LASTING", t.lemma(i)): // "has occupied it since 1985"
				md.ongoing = true
			case lex.in("VIEW", word) && t.prep(k) == "in": // "in the view of most diplomats, X will"
				md.raise(entente.Predicted, word)
			}
		case t.rel(k, "cc") && (word == "neither" || word == "nor" && t.child(i, "nsubj") >= 0):
			md.negated = !md.negated
		case t.rel(k, "nsubj") && t.none(k) && own, t.rel(k, "obj") && t.none(k) && own && t.verb(i):
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
	bid := t.tok(i).Feat("Mood") == "Imp" || t.tok(i).Feat("VerbForm") == "Inf" && t.rel(i, "ccomp", "root") && i > 0 && t.tok(i-1).UPOS == "PUNCT" && t.child(i, "mark", "aux") < 0
	if own && bid && t.child(i, "nsubj") < 0 { // "Drive out the invaders!", whose verb a parser may take for an infinitive
		md.raise(entente.Hypothetical, "imperative")
	}
	if t.asked(i) { // "Will X expel Y?"
		md.raise(entente.Hypothetical, "question")
	}
	if cop := t.child(i, "cop", "aux:pass"); own && t.pos(i) == "ADJ" && cop >= 0 && t.tok(cop).Feat("Tense") == "Pres" && t.child(i, "xcomp") < 0 { // "is critical of"
		md.ongoing = true
	}
	// In a headline the present tells of the day.
	if tok := t.tok(i); own && t.s.Zone != entente.ZoneHeadline && tok.UPOS == "VERB" && tok.Feat("Tense") == "Pres" && tok.Feat("VerbForm") == "Fin" && lex.in("STATIVE", t.lemma(i)) {
		md.ongoing = true
	}
}

// isTo reports whether verb i is the infinitive of "X is to V", or of a headline's
// "X to V". Parsers take "is" for the head, the copula or an auxiliary.
func (t *tree) isTo(i int) bool {
	if t.mark(i) != "to" {
		return false
	}
	for _, k := range t.children(i, "cop", "aux") {
		if t.lemma(k) == "be" && k < t.child(i, "mark") {
			return true
		}
	}
	if t.isRoot(i) {
		return t.s.Zone == entente.ZoneHeadline
	}
	head := t.tok(i).Head
	return t.rel(i, "xcomp") && t.lemma(head) == "be" || t.bare(i)
}

// bare reports whether verb i is the infinitive of a headline without a finite verb,
// "Japan to lift curbs".
func (t *tree) bare(i int) bool {
	if t.isRoot(i) || t.s.Zone != entente.ZoneHeadline || t.mark(i) != "to" {
		return false
	}
	head := t.tok(i).Head
	return t.isRoot(head) && t.noun(head) && t.rel(i, "advcl", "acl", "dep", "xcomp") && t.child(head, "cop", "nsubj") < 0
}

// asked reports whether clause i is a question that yes or no answers: a question
// mark, and an auxiliary before the subject. "Why did X attack?" takes the attack
// for granted.
func (t *tree) asked(i int) bool {
	if !t.childForm(i, "?") {
		return false
	}
	aux, subject := t.child(i, "aux", "cop"), t.child(i, "nsubj")
	if aux < 0 || subject < 0 || aux > subject {
		return false
	}
	return !slices.ContainsFunc(t.children(i, "advmod", "obj", "obl"), func(k int) bool {
		return k < aux && (strings.HasPrefix(t.form(k), "wh") || t.form(k) == "how")
	})
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
