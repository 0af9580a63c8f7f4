package code

import (
	"slices"
	"strings"
)

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
	if subj := t.ownSubjects(i); len(subj) > 0 {
		return t.expandRelative(subj)
	}
	return t.controllers(i, depth)
}

// helpedIn reports whether clause i is what the object of verb head is helped or led to do,
// "backed X in shelling the town".
func (t *tree) helpedIn(i, head int) bool {
	return t.rel(i, "advcl") && t.mark(i) == "in" && t.child(head, "obj") >= 0 && !t.passive(head) &&
		slices.Contains([]string{"embolden", "help", "aid", "assist", "support", "encourage", "back", "abet", "lead", "guide", "persuade"}, t.lemma(head))
}

// ownSubjects are the subjects that hang on an active verb itself, without two slips of
// a parser: a second subject that stands behind the verb is its object ("the police have
// deported ten migrants") or a phrase of its own ("gave an ultimatum to Y"), and the speaker after a participle is none
// of its own ("killing five people, witnesses reported").
func (t *tree) ownSubjects(i int) []int {
	subj := t.children(i, "nsubj")
	dangling := t.rel(i, "advcl", "acl") && strings.HasSuffix(t.form(i), "ing") && t.child(i, "aux") < 0
	second := len(subj) > 1 && subj[0] < i
	return slices.DeleteFunc(subj, func(k int) bool {
		each := t.form(k) == "each" && t.rel(i, "advcl") && len(t.kids[k]) == 0 // "the two met, each blaming the other"
		return k > i && (dangling || second) || each
	})
}

// agents are the tokens after "by" of a passive verb.
func (t *tree) agents(i int) []int {
	var out []int
	for _, k := range t.children(i, "obl") {
		if t.rel(k, "obl:agent") && t.prep(k) != "according_to" || t.prep(k) == "by" {
			out = append(out, k)
		}
	}
	if out == nil && t.rel(i, "conj") && t.passive(t.tok(i).Head) {
		return t.agents(t.tok(i).Head)
	}
	if out == nil && t.child(i, "aux:pass") >= 0 {
		if out = t.lateAgents(i); out == nil {
			out = t.agentsBehindPlace(i)
		}
	}
	return out
}

// agentsBehindPlace are the tokens after "by" that a parser has hung on the place before
// them: "was shot outside his home by two gunmen". A place with a name or an owner is nobody's
// deed.
func (t *tree) agentsBehindPlace(i int) []int {
	for _, k := range t.children(i, "obl") {
		owned := t.tok(k).UPOS == "PROPN" || t.child(k, "nmod:poss") >= 0
		place := slices.Contains([]string{"outside", "near", "inside", "behind"}, t.prep(k)) || owned && slices.Contains([]string{"in", "at", "on", "from"}, t.prep(k))
		for _, by := range t.children(k, "nmod") {
			if place && t.prep(by) == "by" {
				return []int{by}
			}
		}
	}
	return nil
}

// lateAgents are the tokens after ", by" below passive verb i. The comma says that they
// go with the main verb, though the parser hung them on a nearer one: "was accused of
// taking funds that were meant for schools, by officials of X".
func (t *tree) lateAgents(i int) []int {
	var out []int
	for k := i + 1; k < len(t.s.Tokens); k++ {
		by := t.child(k, "case")
		if t.rel(k, "obl", "nmod") && t.prep(k) == "by" && by > 0 && t.form(by-1) == "," && t.under(k, i) {
			out = append(out, k)
		}
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
	case t.rel(i, "advcl", "xcomp") && len(t.calledFor(head, i)) > 0:
		return t.calledFor(head, i)
	case t.rel(i, "xcomp") && len(t.askedOf(head)) == 0:
		if t.passive(head) {
			return t.objects(head)
		}
		if obj := t.children(head, "obj", "iobj"); len(obj) > 0 && t.verb(head) && !slices.Contains([]string{"promise", "threaten", "vow", "deny", "take", "make", "use"}, t.lemma(head)) {
			return t.expandRelative(obj)
		}
		return t.subjectsUpTo(head, depth-1)
	case t.rel(i, "advcl", "ccomp") && t.hasMark(i, "of", "for", "from", "with") && !t.passive(head) && (t.child(head, "obj") >= 0 || len(t.strayObjects(head)) > 0):
		return t.objects(head) // "accused X of attacking": X attacks
	case t.helpedIn(i, head): // "emboldened X in attacking": X attacks
		return t.objects(head)
	case t.rel(i, "advcl") && t.rel(head, "advmod", "xcomp") && t.verb(t.tok(head).Head): // "stopped short of attacking"
		return t.subjectsUpTo(t.tok(head).Head, depth-1)
	case t.rel(i, "advcl", "xcomp") && t.mark(i) == "to" && len(t.askedOf(head)) > 0: // "called on X to leave": X leaves
		return t.askedOf(head)
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

// askedOf are those whom a verb of asking names behind its preposition: "called on X",
// "appealed to X".
func (t *tree) askedOf(verb int) []int {
	preps := askedBy[t.lemma(verb)]
	return slices.DeleteFunc(t.children(verb, "obl"), func(k int) bool {
		return !slices.Contains(preps, t.prep(k)) || t.child(k, "case") != verb+1 // "called the minister on Monday"
	})
}

// askedBy are verbs of asking with the prepositions of those they ask.
var askedBy = map[string][]string{
	"call": {"on", "upon"}, "prevail": {"on", "upon"}, "appeal": {"to"}, "plead": {"with"},
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
	if t.rel(noun, "obl", "nmod") && slices.Contains(charges, t.lemma(noun)) && !t.isRoot(noun) { // "arrested X on suspicion of attacking": X attacks
		if obj := t.objects(t.tok(noun).Head); len(obj) > 0 {
			return obj
		}
	}
	for _, k := range t.children(noun, "nmod") {
		if p := t.prep(k); p == "by" || p == "of" {
			return []int{k}
		}
	}
	if head := t.tok(noun).Head; t.rel(noun, "obj") && t.verb(head) && !t.passive(head) { // a parser's slip: "denounced a decision by X to leave" with X on the verb
		for _, k := range t.children(head, "obl") {
			if t.prep(k) == "by" && noun < k && k < i {
				return []int{k}
			}
		}
	}
	if t.titled(noun) { // "a U.S. plan to arrest": whoever condemns it arrests nobody
		return []int{noun}
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

// charges are nouns for what somebody is arrested, tried or held for.
var charges = []string{"suspicion", "charge", "charges", "count", "allegation", "accusation", "claim"}

// titled reports whether a name stands before noun i that says whose it is: "a White
// House plan".
func (t *tree) titled(i int) bool {
	return slices.ContainsFunc(t.children(i, "compound", "amod"), func(k int) bool {
		form := t.s.Tokens[k].Form
		return k > 0 && form != strings.ToLower(form)
	})
}

// author is the subject of the verb whose object verb i describes: in "X issued a
// letter demanding Y" it is X who demands.
func (t *tree) author(i int) []int {
	if !t.rel(i, "acl") || t.isRoot(i) || t.passive(i) { // "arrested a man suspected of" it: others suspect him
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
	if obj := t.ownObjects(i); len(obj) > 0 {
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
	if obj := t.strayObjects(i); len(obj) > 0 {
		return obj
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

// ownObjects are the objects that hang on verb i and are its own. One before the word
// that opens i's clause is a parser's slip and belongs to the verb above: "accused X of
// restoring Y" with X on "restoring".
func (t *tree) ownObjects(i int) []int {
	obj := t.children(i, "obj")
	mark := t.child(i, "mark")
	if mark < 0 || len(obj) < 2 && t.mark(i) == "to" {
		return obj
	}
	return slices.DeleteFunc(obj, func(k int) bool { return k < mark && !t.relative(k) })
}

// strayObjects are objects that a parser has hung elsewhere: a second subject behind
// the verb, the subject of a gerund that stands before the gerund's "of", or a name behind the verb that it takes for a part of the subject's name
// ("President X warned Commissioner Y that").
func (t *tree) strayObjects(i int) []int {
	own := t.ownSubjects(i)
	var out []int
	for _, k := range t.children(i, "nsubj:pass") {
		if !slices.Contains(own, k) && k > i && len(own) > 0 {
			out = append(out, k)
		}
	}
	for _, c := range t.children(i, "advcl") {
		mark := t.child(c, "mark")
		for _, k := range t.children(c, "obj", "nsubj") { // "accused X of failing" with X on "failing"
			if i < k && k < mark && slices.Contains([]string{"of", "for", "from", "with"}, t.form(mark)) {
				out = append(out, k)
			}
		}
	}
	for _, c := range t.children(i, "advcl", "xcomp") {
		out = append(out, t.calledFor(i, c)...)
	}
	for _, k := range t.children(i, "xcomp") { // "called President X" with X as what somebody is called
		if t.tok(k).UPOS == "PROPN" && i < k && t.child(k, "det", "cop", "mark", "case") < 0 && !t.lingers(i) && t.lemma(i) != "become" {
			out = append(out, k)
		}
	}
	for _, subj := range own {
		for _, k := range t.children(subj, "flat") {
			if subj < i && i < k {
				out = append(out, k)
			}
		}
	}
	return out
}

// calledFor are the subjects of clause c of verb i that a parser has hung on i: "the
// government" in "calling for the government to resign".
func (t *tree) calledFor(i, c int) []int {
	mark := t.child(c, "mark")
	if mark < 0 || t.form(mark) != "for" {
		return nil
	}
	return slices.DeleteFunc(t.children(i, "nsubj", "obl"), func(k int) bool { return k < mark || c < k || t.prep(k) != "" })
}

// underHave reports a parser's slip: "had shot voters" with the verb below "had".
func (t *tree) underHave(i int) bool {
	head := t.tok(i).Head
	return t.rel(i, "xcomp") && t.tok(head).UPOS == "AUX" && t.lemma(head) == "have" && t.verb(i)
}
