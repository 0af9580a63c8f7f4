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
	if (tag == "NOUN" || tag == "ADJ") && t.child(i, "cop") < 0 && (t.mark(i) == "to" && t.rel(i, "xcomp", "advcl", "acl", "ccomp") || tag == "NOUN" && t.isRoot(i) && t.child(i, "nsubj") >= 0) {
		return "VERB"
	}
	if tag == "PRON" && t.child(i, "det") >= 0 && t.child(i, "nmod") >= 0 { // "the expulsion of", taken for a pronoun
		return "NOUN"
	}
	return tag
}

// mutual reports whether "each other" or "one another" stands under token i, in the
// same clause.
func (t *tree) mutual(i int) bool {
	for k := 0; k+1 < len(t.s.Tokens); k++ {
		if pair := t.form(k) + " " + t.form(k+1); pair != "each other" && pair != "one another" {
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
		return t.child(i, "obj") < 0 && !(k < i && t.perfect(i)) // a parser's slip: "we have expelled the envoy", "they had fired" have no "be"
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
	return t.rel(i, "acl", "amod") && !t.rel(i, "acl:relcl") && tok.Feat("VerbForm") == "Part" && tok.Feat("Tense") != "Pres" &&
		!strings.HasSuffix(t.form(i), "ing")
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
		if t.rel(k, "advmod") && k > i && slices.Contains([]string{"off", "out", "up", "down", "back", "over", "away", "in", "on", "aside", "together", "apart"}, t.form(k)) {
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

// subjects returns the tokens that act as the logical subject of verb i, and
// whether they stand inside i's own clause.
func (t *tree) subjects(i int) []int { return t.subjectsUpTo(i, 8) }

func (t *tree) subjectsUpTo(i, depth int) []int {
	if depth == 0 {
		return nil
	}
	if t.passive(i) {
		return t.agents(i)
	}
	if subj := t.children(i, "nsubj"); len(subj) > 0 {
		return t.expandRelative(subj)
	}
	return t.controllers(i, depth)
}

// agents are the tokens after "by" of a passive verb.
func (t *tree) agents(i int) []int {
	var out []int
	for _, k := range t.children(i, "obl") {
		if t.rel(k, "obl:agent") || t.prep(k) == "by" {
			out = append(out, k)
		}
	}
	if out == nil && t.rel(i, "conj") && t.passive(t.tok(i).Head) {
		return t.agents(t.tok(i).Head)
	}
	return out
}

// expandRelative replaces relative pronouns by what they stand for.
func (t *tree) expandRelative(toks []int) []int {
	out := make([]int, 0, len(toks))
	for _, k := range toks {
		if t.relative(k) {
			if a := t.antecedent(k); a >= 0 {
				out = append(out, a)
				continue
			}
		}
		out = append(out, k)
	}
	return out
}

// controllers finds the subject of a clause without one of its own in the clause
// around it. It is a heuristic: "the minister asked the envoy to promise" takes
// the object as the controller, which is wrong for verbs like "promise".
func (t *tree) controllers(i, depth int) []int {
	if t.underHave(i) {
		return t.subjectsUpTo(t.tok(i).Head, depth-1)
	}
	if t.isRoot(i) {
		return nil
	}
	head := t.tok(i).Head
	switch {
	case t.bare(i):
		return []int{head}
	case t.rel(i, "conj"):
		if t.passive(head) { // "was arrested and died": the surface subject
			return t.expandRelative(t.children(head, "nsubj"))
		}
		return t.subjectsUpTo(head, depth-1)
	case t.rel(i, "xcomp"):
		if t.passive(head) {
			return t.objects(head)
		}
		if obj := t.children(head, "obj", "iobj"); len(obj) > 0 && t.verb(head) && !slices.Contains([]string{"promise", "threaten", "vow", "deny", "take", "make", "use"}, t.lemma(head)) {
			return t.expandRelative(obj)
		}
		return t.subjectsUpTo(head, depth-1)
	case t.rel(i, "advcl", "ccomp") && t.hasMark(i, "of", "for", "from") && !t.passive(head) && t.child(head, "obj") >= 0:
		return t.objects(head) // "accused X of attacking": X attacks
	case t.rel(i, "advcl", "ccomp", "parataxis", "dep"):
		if t.rel(i, "ccomp") && t.mark(i) == "that" {
			return nil
		}
		if t.passive(head) {
			if t.mark(i) == "to" || t.tok(i).Feat("VerbForm") == "Inf" {
				if a := t.agents(head); len(a) > 0 {
					return a
				}
			}
			return t.objects(head)
		}
		return t.subjectsUpTo(head, depth-1)
	case t.rel(i, "acl:relcl"):
		return []int{head}
	case t.rel(i, "acl"):
		return t.aclSubjects(i, head, depth)
	case t.rel(i, "amod"):
		return []int{head}
	case t.rel(i, "obl", "nmod", "obj", "nsubj") && t.verb(i): // a gerund in a phrase
		return t.subjectsUpTo(head, depth-1)
	}
	return nil
}

// aclSubjects finds who acts in "efforts to strengthen", "the first leader to
// visit", "troops crossing": the owner of the noun, the subject of the verb that
// the noun belongs to, or the noun itself.
func (t *tree) aclSubjects(i, noun, depth int) []int {
	if t.tok(i).Feat("VerbForm") == "Ger" || strings.HasSuffix(t.form(i), "ing") && t.mark(i) == "" {
		return []int{noun}
	}
	if poss := t.children(noun, "nmod:poss"); len(poss) > 0 {
		return poss
	}
	for _, k := range t.children(noun, "nmod") {
		if p := t.prep(k); p == "by" || p == "of" {
			return []int{k}
		}
	}
	if t.rel(noun, "obj", "obl", "xcomp", "nsubj:pass", "nmod") && !t.isRoot(noun) {
		h := t.tok(noun).Head
		if subj := t.subjectsUpTo(h, depth-1); len(subj) > 0 {
			return append(subj, noun)
		}
	}
	if subj := t.children(noun, "nsubj"); len(subj) > 0 { // "X was the first leader to visit"
		return append(t.expandRelative(subj), noun)
	}
	return []int{noun}
}

// author is the subject of the verb whose object verb i describes: in "X issued a
// letter demanding Y" it is X who demands.
func (t *tree) author(i int) []int {
	if !t.rel(i, "acl") || t.isRoot(i) {
		return nil
	}
	noun := t.tok(i).Head
	if !t.rel(noun, "obj") || t.isRoot(noun) {
		return nil
	}
	return t.subjects(t.tok(noun).Head)
}

// sayer returns the subject of the verb of saying that pronoun i is reported by:
// in "X said it was willing" it is X. Heuristic: "X told Y that it must go" takes X.
func (t *tree) sayer(i int, says func(string) bool) []int {
	tok := t.tok(i)
	if tok.UPOS != "PRON" || tok.Feat("PronType") != "Prs" || tok.Feat("Person") != "3" || !t.rel(i, "nsubj") {
		return nil
	}
	for clause := tok.Head; !t.isRoot(clause); clause = t.tok(clause).Head {
		head := t.tok(clause).Head
		if t.rel(clause, "ccomp") && says(t.lemma(head)) {
			return t.subjects(head)
		}
		if !t.rel(clause, "xcomp", "conj") {
			break
		}
	}
	return nil
}

// objects returns the logical direct objects of verb i.
func (t *tree) objects(i int) []int {
	if t.passive(i) {
		if subj := t.children(i, "nsubj"); len(subj) > 0 {
			return t.expandRelative(subj)
		}
		switch {
		case t.rel(i, "acl", "amod"):
			return []int{t.tok(i).Head}
		case t.rel(i, "conj") && !t.isRoot(i):
			return t.objects(t.tok(i).Head)
		case t.rel(i, "advcl") && i > 0 && t.noun(i-1) && t.tok(i-1).Head == t.tok(i).Head && t.rel(i-1, "obl", "obj"):
			return []int{i - 1} // a parser's slip: "from a house bombed by jets"
		case t.rel(i, "xcomp", "advcl") && !t.isRoot(i):
			return t.children(t.tok(i).Head, "nsubj")
		}
		return nil
	}
	if obj := t.children(i, "obj"); len(obj) > 0 {
		return t.expandRelative(obj)
	}
	if obj := t.children(i, "iobj"); len(obj) > 0 { // a parser's slip: an only object is direct
		return t.expandRelative(obj)
	}
	if t.underHave(i) {
		if obj := t.child(t.tok(i).Head, "obj"); obj > i {
			return []int{obj}
		}
	}
	if t.rel(i, "acl:relcl") && t.child(i, "nsubj") >= 0 && !t.relative(t.child(i, "nsubj")) && t.child(i, "ccomp", "xcomp") < 0 {
		return []int{t.tok(i).Head} // "the deal Russia signed"
	}
	if t.rel(i, "conj") && !t.isRoot(i) { // "attacked and destroyed the camp": the object is shared
		for _, k := range t.children(t.tok(i).Head, "obj") {
			if k > i {
				return []int{k}
			}
		}
	}
	for _, k := range t.children(i, "obl") { // a parser's slip: "called off their strike" as an adverbial
		if t.s.Tokens[k].Rel == "obl" && t.noun(k) && k > i && t.prep(k) == "" && t.child(i, "compound:prt") >= 0 {
			return []int{k}
		}
	}
	if t.rel(i, "advcl") && !t.isRoot(i) && t.child(i, "ccomp", "xcomp", "obl") < 0 { // and "Massing tanks, X did" with the tanks on the main verb
		subj := t.child(t.tok(i).Head, "nsubj")
		for _, k := range t.children(t.tok(i).Head, "obj") {
			if i < k && k < subj && k < t.tok(i).Head {
				return []int{k}
			}
		}
	}
	for _, k := range t.children(i, "conj") {
		if t.verb(k) && t.child(k, "nsubj") < 0 {
			if obj := t.children(k, "obj"); len(obj) > 0 && t.child(i, "obl", "ccomp", "xcomp") < 0 {
				return obj
			}
		}
	}
	return nil
}

// underHave reports a parser's slip: "had shot voters" with the verb below "had".
func (t *tree) underHave(i int) bool {
	head := t.tok(i).Head
	return t.rel(i, "xcomp") && t.tok(head).UPOS == "AUX" && t.lemma(head) == "have" && t.verb(i)
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

// cleft reports whether clause past is what "it was on" the phrase headed by token i
// "that" it happened.
func (t *tree) cleft(i, past int) bool {
	cop := t.child(i, "cop")
	subj := t.child(i, "nsubj", "expl")
	return cop >= 0 && subj >= 0 && t.form(subj) == "it" && t.tok(past).Head == i
}

// apart reports whether a relative clause stands between token i and top.
func (t *tree) apart(i, top int) bool {
	for range t.s.Tokens {
		if i == top || t.isRoot(i) {
			return false
		}
		if t.rel(i, "acl:relcl") {
			return true
		}
		i = t.tok(i).Head
	}
	return false
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
		if t.rel(k, "parataxis") || t.mark(k) == "to" {
			out = append(out, k)
		}
	}
	return out
}
