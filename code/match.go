package code

import (
	"slices"
	"strings"

	"entente"
)

// match is a row of the lexicon found in a sentence.
type match struct {
	row   *row
	tok   int   // the trigger
	np    int   // of a noun: the head of its phrase, "effort" in "mediation effort"; else tok
	light int   // of a noun: the verb that only carries it ("held talks"), or -1
	takes bool  // of a noun: the light verb turns the roles round ("faced an attack")
	used  []int // tokens that the frame's conditions matched
	score int
}

// matches finds the lexicon rows of a sentence, one a trigger, in token order, and the
// nouns among them that others have used up.
func (lex *lexicon) matches(t *tree) ([]match, []spare) {
	var out []match
	for i := range t.s.Tokens {
		if m, ok := lex.matchAt(t, i); ok {
			out = append(out, m)
		} else if m, ok := lex.learned(t, i); ok {
			out = append(out, m)
		}
	}
	return lex.drop(t, out)
}

// sureEvent is the probability from which the parser's opinion makes an event of a word
// that no row fits: chosen on the hand-coded stories.
const sureEvent = 0.8

// learned takes a word that no row fits for an event where the parser is sure of one.
func (lex *lexicon) learned(t *tree, i int) (match, bool) {
	tok := t.tok(i)
	row := lex.unlisted[tok.Predicate.Type]
	if row == nil || tok.Predicate.Score < sureEvent || lex.in("SAY", t.lemma(i)) || tok.Said.Cue > 0.5 || tok.UPOS != "VERB" && tok.UPOS != "NOUN" {
		return match{}, false
	}
	m := match{row: row, tok: i, np: i, light: -1}
	if t.noun(i) {
		m.np = lex.phrase(t, i)
		m.light, m.takes = lex.lightVerb(t, m.np)
	}
	return m, true
}

func (lex *lexicon) matchAt(t *tree, i int) (match, bool) { return lex.matchWithout(t, i, "") }

// matchWithout is matchAt among the rows that lack a flag; "" is no flag. A row of the
// user's own that fits goes before all of ours.
func (lex *lexicon) matchWithout(t *tree, i int, flag string) (match, bool) {
	var best match
	for _, m := range lex.candidates(t, i) {
		if m.row.has(flag) {
			continue
		}
		if best.row == nil || m.row.own && !best.row.own || m.row.own == best.row.own && m.score > best.score {
			best = m
		}
	}
	return best, best.row != nil
}

// byWord is the rows of token i in a table: those of its form where the form is a
// lemma of the table, for "spread" and "beat" are their own past tenses and a lemma is
// easily guessed wrong; else those of its lemma; else, of a verb whose lemma the parser
// made up ("feted" from "fet"), those of what a regular form comes from.
func byWord(table map[string][]*row, t *tree, i int) []*row {
	if rows := table[t.form(i)]; rows != nil {
		return rows
	}
	if rows := table[t.lemma(i)]; rows != nil || !t.verb(i) {
		return rows
	}
	for _, stem := range stems(t.form(i)) {
		if rows := table[stem]; rows != nil {
			return rows
		}
	}
	return nil
}

// stems are what a regular form in -ed or -ing may come from: "fete" of "feted", "bar" of
// "barring", "comb" of "combed", but no "spar" of "spared", which would double its last letter.
func stems(form string) []string {
	for _, end := range []string{"ed", "ing"} {
		stem, ok := strings.CutSuffix(form, end)
		n := len(stem)
		vowel := func(i int) bool { return strings.IndexByte("aeiou", stem[i]) >= 0 }
		switch {
		case !ok || n < 3:
		case stem[n-1] == 'i' && end == "ed":
			return []string{stem[:n-1] + "y"}
		case stem[n-1] == stem[n-2]:
			return []string{stem, stem[:n-1]}
		case vowel(n-2) && !vowel(n-1) && !strings.ContainsAny(stem[:n-2], "aeiou"):
			return []string{stem + "e"}
		default:
			return []string{stem + "e", stem}
		}
	}
	return nil
}

// rowsOf are the rows of a token's lemma, or of the word with a hyphen that it ends.
func (lex *lexicon) rowsOf(t *tree, i int) []*row {
	switch t.pos(i) {
	case "VERB":
		for _, name := range t.hyphened(i) {
			if rows := lex.verbs[name]; rows != nil {
				return rows
			}
		}
		if p := t.particle(i); p != "" && lex.verbs[p] != nil {
			return lex.verbs[p]
		}
		return byWord(lex.verbs, t, i)
	case "NOUN", "PROPN":
		if t.tok(i).UPOS == "PROPN" && t.rel(i, "flat") {
			return nil
		}
		// "attack helicopters", "invasion force": what a thing is for is no event.
		if t.rel(i, "compound") && !t.rel(i, "compound:prt") && lex.phrase(t, i) == i && lex.nouns[t.lemma(t.tok(i).Head)] == nil {
			return nil
		}
		return lex.nounRows(t, i)
	case "ADJ":
		return byWord(lex.adjectives, t, i)
	}
	return nil
}

// candidates are the frames of a token whose conditions hold, in the order of the
// tables.
func (lex *lexicon) candidates(t *tree, i int) []match {
	var out []match
	for _, row := range lex.rowsOf(t, i) {
		m := match{row: row, tok: i, np: i, light: -1}
		if t.noun(i) {
			m.np = lex.phrase(t, i)
			m.light, m.takes = lex.lightVerb(t, m.np)
		}
		if lex.fits(t, &m) {
			out = append(out, m)
		}
	}
	return out
}

func (lex *lexicon) verbName(t *tree, i int) string {
	if p := t.particle(i); p != "" {
		return p
	}
	return t.lemma(i)
}

func either(ok bool, i int) int {
	if ok {
		return i
	}
	return -1
}

// fits checks the conditions of m's row and fills used and score. A row without
// conditions scores 0; each condition adds 2, one more if it names words.
func (lex *lexicon) fits(t *tree, m *match) bool {
	for _, n := range m.row.when {
		found, ok := lex.meets(t, m, n)
		if ok == n.not {
			return false
		}
		if n.not {
			continue
		}
		if found >= 0 {
			m.used = append(m.used, found)
		}
		m.score += 2
		if !slices.Contains(n.words, "*") {
			m.score += 2
		}
		if !n.class && !slices.Contains(n.words, "*") {
			m.score++
		}
	}
	return true
}

// meets looks for one of the need's words in its slot; -1 is a condition without
// a token of its own.
func (lex *lexicon) meets(t *tree, m *match, n need) (int, bool) {
	var heads []int
	switch n.slot {
	case "obj":
		heads = t.objects(m.tok)
	case "subj":
		heads = t.subjects(m.tok)
	case "given": // what a passive verb still governs: "was granted a loan"
		if t.passive(m.tok) {
			heads = t.children(m.tok, "obj")
		}
	case "xcomp", "ccomp":
		for _, k := range t.clauses(m.tok) {
			if n.slot == "ccomp" && t.mark(k) == "to" || n.slot == "xcomp" && t.mark(k) != "to" && !t.rel(k, "xcomp") && !t.gerundOf(m.tok, k) {
				continue
			}
			heads = append(heads, k)
		}
		for _, k := range heads {
			if slices.Contains(n.words, "*") { // any deed: it tells of its own
				return -1, true
			}
			if slices.Contains(n.words, t.lemma(k)) || slices.Contains(n.words, t.form(k)) || slices.Contains(n.words, t.particle(k)) { // "ordered him held" by its form
				return k, true
			}
		}
		return -1, false
	case "mod": // of a noun its own modifiers, of a verb those of its object
		around := append(t.children(m.tok, "amod", "compound", "nmod:poss", "nmod"), t.children(m.np, "amod", "compound")...)
		if t.verb(m.tok) {
			for _, k := range append(t.objects(m.tok), m.used...) {
				around = append(around, t.children(k, "amod", "compound", "nmod:poss")...)
			}
		}
		for _, k := range around {
			if slices.Contains(n.words, t.lemma(k)) || slices.Contains(n.words, t.form(k)) {
				return k, true
			}
		}
		return -1, false
	case "adv":
		for _, k := range t.children(m.tok, "advmod", "obl") {
			if slices.Contains(n.words, t.form(k)) {
				return k, true
			}
		}
		return -1, false
	case "gov": // who carries a noun out: "the teachers began a strike"
		if head := t.tok(m.np).Head; !t.isRoot(m.np) && t.verb(head) && t.rel(m.np, "obj", "obl", "nsubj:pass") {
			heads = t.subjects(head)
		}
	case "opens": // how the content clause begins: "asked why", "asked whether"
		for _, k := range t.children(m.tok, "ccomp", "advcl") {
			for _, j := range t.children(k, "mark", "advmod", "obj", "nsubj", "obl", "det", "cop") {
				if j > m.tok && j <= k && slices.Contains(n.words, t.form(j)) {
					return -1, true
				}
			}
		}
		return -1, false
	case "tells": // the content clause states a fact: "suggested that it had been shot down"
		return -1, slices.ContainsFunc(t.children(m.tok, "ccomp"), t.stated)
	case "light":
		if m.light >= 0 && (slices.Contains(n.words, "*") || slices.Contains(n.words, lex.verbName(t, m.light))) {
			return m.light, true
		}
		return -1, false
	case "role": // the noun's own relation: "role:light" needs a carrying verb or arguments of its own
		return -1, m.light >= 0 || len(t.children(m.np, "nmod", "nmod:poss")) > 0 || t.child(m.np, "amod", "compound") >= 0 || lex.talked(t, m.np)
	case "case": // the noun's own preposition: "is on its side"
		return -1, slices.Contains(n.words, t.prep(m.np))
	case "cop":
		return -1, t.child(m.np, "cop") >= 0
	default:
		where := holders(t, m)
		if t.noun(m.tok) { // "pressure from X on Y": what stands behind whose it is, is the event's
			for _, k := range t.children(m.np, "nmod") {
				if p := t.prep(k); (p == "from" || p == "by") && n.slot != "of" {
					where = append(where, k)
				}
			}
		}
		if n.slot == "with" && t.verb(m.tok) { // "men with knives attacked"
			where = append(where, t.subjects(m.tok)...)
		}
		for _, h := range where {
			for _, k := range t.children(h, "obl", "nmod", "advcl", "acl", "xcomp") {
				if lex.in("DAYS", t.lemma(k)) && len(t.children(k, "nmod")) == 0 { // "on Friday" is a date
					continue
				}
				if t.prep(k) == n.slot || t.rel(k, "advcl", "acl", "xcomp") && t.mark(k) == n.slot {
					heads = append(heads, k)
				}
			}
		}
	}
	for _, h := range heads {
		if slices.Contains(n.words, "*") {
			if t.verb(h) || n.slot == "of" && m.row.typ == entente.Accuse && t.verb(m.tok) && byWord(lex.nouns, t, h) != nil {
				return -1, true // what tells of its own: "accused X of attacking Y", "of an attack on Y"
			}
			return h, true
		}
		if k := lex.wordIn(t, h, n.words, 2); k >= 0 {
			return k, true
		}
		for _, c := range t.children(h, "conj") {
			if k := lex.wordIn(t, c, n.words, 1); k >= 0 {
				return k, true
			}
		}
	}
	return -1, false
}

// stated reports whether clause i is in the indicative: its verb, copula or auxiliary is finite,
// and it has no "should". "That the talks be held" is not.
func (t *tree) stated(i int) bool {
	finite := func(k int) bool {
		tok := t.tok(k)
		return tok.Feat("VerbForm") == "Fin" && tok.Feat("Tense") != "" && t.form(k) != "should"
	}
	modal := func(k int) bool {
		return slices.Contains([]string{"could", "would", "may", "might", "will", "can"}, t.form(k))
	}
	subj := t.child(i, "nsubj")
	bare := subj >= 0 && t.form(i) == t.lemma(i) && t.tok(subj).Feat("Number") == "Sing" && t.tok(subj).UPOS != "PRON" // "that Peru free him"
	return finite(i) && !bare || slices.ContainsFunc(t.children(i, "aux", "cop", "aux:pass"), func(k int) bool { return finite(k) || modal(k) })
}

// wordIn finds one of words in the noun phrase headed by h: the head itself, a
// compound, or behind "of" where the head is vague ("part of the aid").
func (lex *lexicon) wordIn(t *tree, h int, words []string, depth int) int {
	has := func(word string) bool { return slices.Contains(words, word) }
	if has(t.lemma(h)) || has(t.form(h)) || t.noun(h) && slices.ContainsFunc(t.hyphened(h), has) {
		return h
	}
	if depth == 0 {
		return -1
	}
	vague := lex.in("VAGUE", t.lemma(h))
	agent := lex.in("AGENTS", t.lemma(h)) // "aid workers" are no aid
	for _, k := range t.kids[h] {
		switch {
		case t.rel(k, "flat") && t.tok(h).UPOS == "PROPN" && slices.Contains(words, t.form(k)): // "Tahrir Square"
			return k
		case t.rel(k, "compound", "amod", "nmod:desc") && (vague || t.rel(k, "compound", "nmod:desc")) && !(agent && t.rel(k, "compound")):
			if slices.Contains(words, t.lemma(k)) || slices.Contains(words, t.form(k)) {
				return k
			}
		case t.rel(k, "nmod") && (t.prep(k) == "of" && vague || t.prep(k) == "in" && lex.in("MONEY", t.lemma(h))), t.rel(k, "conj") && depth > 1:
			if f := lex.wordIn(t, k, words, depth-1); f >= 0 {
				return f
			}
		}
	}
	return -1
}

// holders are the tokens on which the arguments of a match may hang: the
// trigger, its objects, its noun phrase, its light verb, its infinitive.
func holders(t *tree, m *match) []int {
	out := []int{m.tok}
	add := func(toks ...int) {
		for _, k := range toks {
			if k >= 0 && !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	add(m.np)
	if !t.noun(m.tok) {
		for _, k := range t.children(m.tok, "advmod") { // "kept away from the poll": the parser hangs it on "away"
			if t.child(k, "obl", "nmod") >= 0 {
				add(k)
			}
		}
		for _, obj := range t.objects(m.tok) {
			add(obj)
			for _, k := range t.children(obj, "nmod") {
				if t.prep(k) == "of" {
					add(k)
				}
			}
		}
	}
	add(m.used...)
	add(m.light)
	if m.light >= 0 {
		for _, k := range t.children(m.light, "obj") {
			add(k)
		}
	}
	return out
}

// breach reports whether m only says of an assault that it broke a truce: "shelled the town,
// breaking a cease-fire".
func (lex *lexicon) breach(t *tree, all []match, m *match) bool {
	if m.row.typ != entente.Assault || !t.verb(m.tok) || !t.rel(m.tok, "advcl") || t.isRoot(m.tok) || !slices.ContainsFunc(m.used, func(k int) bool { return lex.wordIn(t, k, lex.classes["CEASEFIRE"], 1) >= 0 }) {
		return false
	}
	return slices.ContainsFunc(all, func(o match) bool { return o.tok == t.tok(m.tok).Head && o.row.typ == entente.Assault })
}

// drop removes noun matches that another match has used up, and nouns that say
// again what their verb says. A verb that only carries such a noun ("carried out a
// bomb attack") takes the noun's mode, or yields to a noun whose modifier makes it
// another deed ("launched a hunger strike", "carried out a cyber attack").
func (lex *lexicon) drop(t *tree, all []match) ([]match, []spare) {
	var out []match
	var spares []spare
	gone := map[int]bool{}
	for i := range all {
		for j := range all {
			verb, noun := &all[j], &all[i]
			if noun.row.own && !verb.row.own && (slices.Contains(verb.used, noun.tok) || slices.Contains(verb.used, noun.np)) {
				gone[j] = true // "made a port call" is no appeal to whoever has a row for port calls
				continue
			}
			if i == j || !t.noun(noun.tok) || t.noun(verb.tok) || noun.row.mode == "" {
				continue
			}
			told := noun.light == verb.tok && verb.row.typ == noun.row.typ && lex.toll(t, verb.tok) // "a gas attack killed"
			if !told && !slices.Contains(verb.used, noun.tok) {
				continue
			}
			switch {
			case verb.row.typ == noun.row.typ && (verb.row.mode == "" || noun.row.needs("mod")):
				verb.row = verb.row.as(noun.row)
			case verb.row.typ != noun.row.typ && noun.row.needs("mod") && !verb.row.needs("mod") && noun.light == verb.tok && lex.in("LIGHT", lex.verbName(t, verb.tok)):
				gone[j] = true
			}
		}
	}
	for i, m := range all {
		taken, by := gone[i] || lex.breach(t, all, &m), -1
		for j, other := range all {
			if i == j || gone[j] {
				continue
			}
			// "threatened to attack", "proposal to withdraw", "discuss a pact": the attack, the withdrawal and the pact are events too.
			held := (other.row.typ == entente.Threaten || other.row.typ == entente.Agree && other.row.needs("xcomp")) && t.verb(m.tok) ||
				other.row.typ == entente.Consult && m.row.typ != entente.Consult && lex.talked(t, m.np)
			held = held || other.row.typ == entente.Reject && lex.charge(t, &m) || t.pos(other.tok) == "ADJ" && t.noun(m.tok) && t.hasNmod(m.tok, "by") // "outraged at the nomination of X by Y", "dismissed Y's accusation that"
			used := slices.Contains(other.used, m.tok) || slices.Contains(other.used, m.np) && t.noun(m.tok)
			// "joined the stoppage": each has the other in its frame, and one of them has to stay.
			stays := slices.Contains(m.used, other.tok) && (m.score > other.score || m.score == other.score && i < j)
			if used && !held && !stays {
				if !taken {
					by = other.tok
				}
				taken = true
			}
		}
		switch {
		case !taken:
			out = append(out, m)
		case by >= 0 && t.noun(m.tok) && !m.row.has("dead"):
			spares = append(spares, spare{match: m, by: by})
		}
	}
	return out, spares
}
