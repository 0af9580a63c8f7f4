package code

import (
	"slices"
	"strings"

	"entente"
)

// tree is one sentence with its dependents at hand.
type tree struct {
	s    *entente.Sentence
	at   int // index of the sentence in the analysis
	kids [][]int
}

func newTree(s *entente.Sentence, at int) *tree {
	s = mended(s)
	t := &tree{s: s, at: at, kids: make([][]int, len(s.Tokens))}
	for i := range s.Tokens {
		if head := s.Tokens[i].Head; head != i && head >= 0 && head < len(s.Tokens) {
			t.kids[head] = append(t.kids[head], i)
		}
	}
	return t
}

func (t *tree) tok(i int) *entente.Token { return &t.s.Tokens[i] }

// lemma is the lower-case lemma of token i, its form if it has none.
func (t *tree) lemma(i int) string {
	if l := t.s.Tokens[i].Lemma; l != "" && l != "_" {
		return strings.ToLower(l)
	}
	return strings.ToLower(t.s.Tokens[i].Form)
}

func (t *tree) form(i int) string { return strings.ToLower(t.s.Tokens[i].Form) }

func (t *tree) isRoot(i int) bool { return t.s.Tokens[i].Head == i }

// rel reports whether the relation of token i is one of rels; a relation without
// a subtype matches every subtype.
func (t *tree) rel(i int, rels ...string) bool {
	full, base := t.s.Tokens[i].Rel, t.s.Tokens[i].BaseRel()
	return slices.Contains(rels, full) || slices.Contains(rels, base)
}

func (t *tree) children(i int, rels ...string) []int {
	var out []int
	for _, k := range t.kids[i] {
		if t.rel(k, rels...) {
			out = append(out, k)
		}
	}
	return out
}

func (t *tree) child(i int, rels ...string) int {
	for _, k := range t.kids[i] {
		if t.rel(k, rels...) {
			return k
		}
	}
	return -1
}

// under reports whether token i is top or below it.
func (t *tree) under(i, top int) bool {
	for range t.s.Tokens {
		if i == top {
			return true
		}
		if t.isRoot(i) {
			return false
		}
		i = t.s.Tokens[i].Head
	}
	return false
}

// prep is the preposition that marks token i, words of a fixed expression joined
// by "_": "because_of"; "" if there is none.
func (t *tree) prep(i int) string {
	for _, k := range t.kids[i] {
		if t.rel(k, "case") {
			words := t.form(k)
			if words == "of" && t.rel(i, "obl") && t.verb(t.tok(i).Head) && t.childForm(t.tok(i).Head, "out") {
				return "from" // "pulled out of talks"
			}
			if words == "out" && t.childForm(i, "of") { // "pulled its troops out of the town": from it
				return "from"
			}
			for _, f := range t.children(k, "fixed") {
				words += "_" + t.form(f)
			}
			return words
		}
	}
	return ""
}

// mark is the first subordinator of clause i: "if", "to", "that", or "".
func (t *tree) mark(i int) string {
	if k := t.child(i, "mark"); k >= 0 {
		return t.form(k)
	}
	return ""
}

// hasMark reports whether one of words marks clause i.
func (t *tree) hasMark(i int, words ...string) bool {
	for _, k := range t.children(i, "mark", "case", "advmod") {
		if slices.Contains(words, t.form(k)) {
			return true
		}
	}
	return false
}

func (t *tree) verb(i int) bool { return t.pos(i) == "VERB" || t.pos(i) == "AUX" }

func (t *tree) noun(i int) bool { return t.pos(i) == "NOUN" || t.pos(i) == "PROPN" }

// pos is the part of speech that the lexicon looks a token up by: a noun or adjective
// with the mark of an infinitive, and a noun that heads a headline with a subject and
// no copula ("dockers strike over pay"), are verbs that the parser has taken for
// something else; so is a noun that it takes for a pronoun.
func (t *tree) pos(i int) string {
	tag := t.s.Tokens[i].UPOS
	if slices.Contains([]string{"NUM", "PRON", "PROPN", "X"}, tag) && t.mark(i) == "to" && t.rel(i, "xcomp", "advcl", "acl", "ccomp") && t.child(i, "cop", "case") < 0 {
		return "VERB" // "to bomb", with a tag that no infinitive has
	}
	if (tag == "NOUN" || tag == "ADJ") && t.child(i, "cop") < 0 && (t.mark(i) == "to" && t.rel(i, "xcomp", "advcl", "acl", "ccomp") || tag == "NOUN" && t.isRoot(i) && t.child(i, "nsubj") >= 0) {
		return "VERB"
	}
	if tag == "VERB" && (t.child(i, "aux:pass") >= 0 || t.rel(i, "xcomp") && !t.isRoot(i) && t.lingers(t.tok(i).Head)) && (t.form(i) == "prepared" && t.child(i, "xcomp") >= 0 || slices.Contains(felt, t.form(i))) && len(t.agents(i)) == 0 { // "is prepared to sign"
		return "ADJ"
	}
	if (tag == "PRON" || tag == "ADV") && t.child(i, "det", "nmod:poss") >= 0 && t.child(i, "nmod") >= 0 { // "the expulsion of", taken for a pronoun, "the trial of" for an adverb
		return "NOUN"
	}
	if (tag == "ADV" || tag == "ADP") && i >= 2 && t.form(i-1) == "-" && t.rel(i-2, "compound") && t.tok(i-2).Head == i { // "a pull-out", whose half it takes for an adverb
		return "NOUN"
	}
	if tag == "VERB" && t.rel(i, "nsubj", "obj") && !t.isRoot(i) && t.child(i, "nmod") >= 0 && t.child(i, "nsubj", "obj", "obl", "aux", "mark", "xcomp", "ccomp", "advmod") < 0 && !strings.HasSuffix(t.form(i), "ing") { // "calls by X for", taken for a verb
		return "NOUN"
	}
	return tag
}

// felt are participles that tell how somebody feels, as adjectives do.
var felt = []string{"outraged", "incensed", "enraged", "dismayed", "opposed"}

// mutual reports whether "each other" or "one another" stands under token i, in the
// same clause.
func (t *tree) mutual(i int) bool {
	for k := 0; k+1 < len(t.s.Tokens); k++ {
		pair := t.form(k) + " " + t.form(k+1)
		byEach := pair == "the other" && t.rel(k+1, "obj", "obl") && slices.ContainsFunc(t.children(i, "nsubj"), func(j int) bool { return t.form(j) == "each" || t.childForm(j, "each") }) // "each blaming the other"
		if pair != "each other" && pair != "one another" && !byEach {
			continue
		}
		for j := k; ; j = t.tok(j).Head {
			if j == i {
				return true
			}
			if j != k && t.verb(j) || t.isRoot(j) {
				break
			}
		}
	}
	return false
}

// passive reports whether verb i stands in the passive voice: marked so, or a
// past participle that modifies a noun. An intransitive participle ("troops
// stationed") is taken for a passive too, which costs nothing. A verb with an object
// and no auxiliary of the passive is active, whatever its subject is called.
func (t *tree) passive(i int) bool {
	if t.underHave(i) {
		return false
	}
	if t.child(i, "aux:pass") >= 0 {
		return true
	}
	if k := t.child(i, "nsubj:pass", "csubj:pass"); k >= 0 {
		// A parser's slips: "we have expelled the envoy" has an object, "they had fired" no "be".
		return t.child(i, "obj") < 0 && len(t.ownSubjects(i)) == len(t.children(i, "nsubj")) && !(k < i && t.perfect(i))
	}
	tok := t.tok(i)
	if t.rel(i, "xcomp") && !t.isRoot(i) && t.lingers(tok.Head) && tok.Feat("VerbForm") == "Part" && tok.Feat("Tense") != "Pres" {
		return true // "troops remain deployed"
	}
	if t.child(i, "nsubj", "aux") >= 0 { // "claims that it had sent arms"
		return false
	}
	if t.rel(i, "advcl") && tok.Feat("Voice") == "Pass" && tok.Feat("VerbForm") == "Part" && t.child(i, "obj") < 0 { // "Backed by jets, the troops"
		return true
	}
	if strings.HasSuffix(t.form(i), "ing") || !t.rel(i, "acl", "amod") {
		return false
	}
	if t.rel(i, "acl:relcl") { // a slip: "the first soldier killed in action" has no pronoun
		return tok.Feat("Voice") == "Pass" && tok.Feat("VerbForm") == "Part" && t.child(i, "obj") < 0
	}
	x := t.child(i, "xcomp")
	bare := tok.Feat("Tense") == "Past" && t.child(i, "obj", "mark", "ccomp") < 0 && (x < 0 || strings.HasSuffix(t.form(x), "ing")) // "two men killed fighting the rebels", tagged as finite
	return tok.Feat("VerbForm") == "Part" && tok.Feat("Tense") != "Pres" || bare
}

// lingers reports whether verb i says that its subject is still as it was.
func (t *tree) lingers(i int) bool { return slices.Contains([]string{"remain", "stay"}, t.lemma(i)) }

// relative reports whether token i is a relative pronoun.
func (t *tree) relative(i int) bool {
	tok := t.tok(i)
	if tok.Feat("PronType") == "Rel" {
		return true
	}
	return (tok.UPOS == "PRON" || tok.UPOS == "DET") && slices.Contains([]string{"who", "which", "that", "whom"}, t.form(i)) && t.antecedent(i) >= 0
}

// antecedent is the noun that the relative clause around token i modifies, or -1.
func (t *tree) antecedent(i int) int {
	for range t.s.Tokens {
		if t.rel(i, "acl:relcl") {
			return t.tok(i).Head
		}
		if t.isRoot(i) {
			return -1
		}
		i = t.tok(i).Head
	}
	return -1
}

// particle is the verb with its particle, "call_off", or "" if it has none. A
// parser often takes a particle for an adverb, so a bare adverb that can be a
// particle counts.
func (t *tree) particle(i int) string {
	for _, k := range t.kids[i] {
		if t.rel(k, "compound:prt") {
			return t.lemma(i) + "_" + t.form(k)
		}
	}
	for _, k := range t.kids[i] {
		if t.rel(k, "advmod") && k > i && slices.Contains([]string{"off", "out", "up", "down", "back", "over", "away", "in", "on", "aside", "together", "apart", "home"}, t.form(k)) {
			return t.lemma(i) + "_" + t.form(k)
		}
	}
	for _, k := range t.children(i, "obl") {
		for _, c := range t.kids[k] {
			switch {
			case t.rel(c, "case") && t.form(c) == "out" && t.prep(k) == "from": // "pulled its troops out of the town"
				return t.lemma(i) + "_out"
			case t.rel(c, "advmod") && c > i && c < k && t.form(c) == "back": // "gave the land back to Egypt"
				return t.lemma(i) + "_back"
			}
		}
	}
	return ""
}

// history looks whether token i stands in a phrase or clause that only sets the
// time or tells the past of something: "after the annexation", "since it invaded",
// "the party that was banned".
//
// It returns the head of that phrase or clause, or -1.
func (t *tree) history(i int) int {
	words := []string{"after", "since", "following", "during", "before", "until"}
	for range t.s.Tokens {
		if t.isRoot(i) {
			return -1
		}
		if t.rel(i, "obl", "nmod") && slices.Contains(words, t.prep(i)) || t.rel(i, "advcl", "acl") && t.hasMark(i, words...) ||
			t.rel(i, "acl:relcl") && t.past(i) {
			return i
		}
		i = t.tok(i).Head
	}
	return -1
}

// aheadOf reports whether the phrase of noun i says what something comes before: "ahead of
// a visit", whose "ahead" parsers hang in many ways.
func (t *tree) aheadOf(i int) bool {
	of := t.child(i, "case")
	return of >= 0 && (t.prep(i) == "ahead_of" || t.form(of) == "pending" || of > 0 && t.form(of) == "of" && t.form(of-1) == "ahead")
}

// given reports whether verb i stands in a clause that only says when another thing was,
// "when it shut a paper": who reports the other takes it for granted.
func (t *tree) given(i int) bool {
	return t.rel(i, "advcl") && t.past(i) && t.hasMark(i, "when", "after", "since", "before")
}

// cleft reports whether clause past is what "it was on" the phrase headed by token i
// "that" it happened.
func (t *tree) cleft(i, past int) bool {
	cop := t.child(i, "cop")
	subj := t.child(i, "nsubj", "expl")
	return cop >= 0 && subj >= 0 && t.form(subj) == "it" && t.tok(past).Head == i
}

// apart reports whether a relative clause stands between token i and top, or the source
// of what is told ("according to a report by X"), who takes no part in it.
func (t *tree) apart(i, top int) bool {
	return t.between(i, top, func(k int) bool {
		return t.rel(k, "acl:relcl") || t.rel(k, "obl", "nmod") && t.prep(k) == "according_to"
	})
}

// nextClause reports whether token i stands in a clause that is joined to top and opens
// one of saying: "denied it and said there was no reason for the seizure of X".
func (t *tree) nextClause(i, top int) bool {
	return t.between(i, top, func(k int) bool {
		return t.rel(k, "conj") && t.verb(k) && t.tok(k).Head == top && t.child(k, "ccomp") >= 0
	})
}

// aside reports whether another clause with a deed of its own, or what only tells the
// circumstances, stands between token i and top: "launched an inquiry after a report by
// X", "declared an emergency and sent for X".
func (t *tree) aside(i, top int) bool {
	return t.between(i, top, func(k int) bool {
		return t.rel(k, "obl", "nmod") && slices.Contains(circumstances, t.prep(k)) ||
			t.rel(k, "advcl") && t.hasMark(k, circumstances...) ||
			t.rel(k, "conj") && t.verb(k) && t.verb(t.tok(k).Head)
	})
}

// circumstances are prepositions and subordinators of what stands around a deed.
var circumstances = []string{
	"after", "since", "following", "during", "before", "until", "till", "once", "when", "while", "as", "if", "unless", "because",
	"though", "although", "despite", "amid", "because_of", "due_to", "ahead_of", "owing_to", "in_response_to", "in_the_wake_of", "than",
}

// between reports whether is holds of token i or one above it that is still below top.
func (t *tree) between(i, top int, is func(int) bool) bool {
	for range t.s.Tokens {
		if i == top {
			return false
		}
		if is(i) {
			return true
		}
		if t.isRoot(i) {
			return false
		}
		i = t.tok(i).Head
	}
	return false
}

// clauseAround is the verb of the clause that token i stands in, or the root; i itself if it is one.
func (t *tree) clauseAround(i int) int {
	for range t.s.Tokens {
		if t.verb(i) || t.isRoot(i) {
			break
		}
		i = t.tok(i).Head
	}
	return i
}

// past reports whether clause i is in the simple past.
func (t *tree) past(i int) bool {
	if t.tok(i).Feat("Tense") == "Past" && t.tok(i).Feat("VerbForm") == "Fin" {
		return true
	}
	for _, k := range t.children(i, "aux", "cop") {
		if t.tok(k).Feat("Tense") == "Past" {
			return true
		}
	}
	return false
}

// clauses are the content clauses of token i: what is said, asked or promised.
func (t *tree) clauses(i int) []int {
	out := t.children(i, "ccomp", "xcomp")
	for _, obj := range t.children(i, "obj", "nsubj:pass") {
		out = append(out, t.children(obj, "acl", "ccomp")...)
	}
	if t.noun(i) {
		out = append(out, t.children(i, "acl")...)
	}
	for _, k := range t.children(i, "advcl", "parataxis") {
		if t.rel(k, "parataxis") || t.mark(k) == "to" || t.gerundOf(i, k) {
			out = append(out, k)
		}
	}
	return out
}

// gerundOf reports whether word k is the gerund that verb i governs, "stopped shelling", which
// parsers also hang on it as a clause of its own.
func (t *tree) gerundOf(i, k int) bool {
	return k == i+1 && t.tok(k).Head == i && t.rel(k, "xcomp", "advcl") && t.verb(k) && strings.HasSuffix(t.form(k), "ing")
}
