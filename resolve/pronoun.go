package resolve

import (
	"cmp"
	"slices"
	"strings"

	"entente"
	"entente/gazetteer"
)

// pronoun says what an antecedent must be: 'm' and 'f' people, 'n' one thing,
// 'p' several.
var pronounKinds = map[string]byte{
	"he": 'm', "him": 'm', "his": 'm', "himself": 'm', "she": 'f', "her": 'f', "hers": 'f', "herself": 'f',
	"it": 'n', "its": 'n', "itself": 'n', "they": 'p', "them": 'p', "their": 'p', "theirs": 'p', "themselves": 'p',
}

// candidate is a mention that a pronoun may point back to.
type candidate struct {
	entity   int
	m        entente.Mention
	subject  bool // of any clause
	root     bool // subject of the sentence's main verb
	pronoun  bool
	possess  bool // a genitive: "the premier's cabinet"
	sentence int
	speaker  bool // subject of a verb of speech
	aside    bool // that stands in a relative clause: "the president, who has said"
	quoted   bool // inside quotation marks
}

// pronouns resolves the pronouns of a sentence, in order, and the phrases that
// work like them: "the two countries", "its army", "the country".
func (b *builder) pronouns(sc *scene) {
	for i := range sc.words {
		if kind, ok := pronounKinds[sc.words[i].low]; ok && (sc.words[i].upos == "PRON" || sc.words[i].upos == "DET" || sc.words[i].upos == "") && !(sc.words[i].upper && len(sc.words[i].form) == 2) {
			if kind == 'n' && sc.expletive(i) {
				continue
			}
			for _, e := range b.together(sc, i, kind) {
				b.mention(e, sc.index, i, i, i, "pronoun")
				b.owned(sc, i, e)
				b.neighbours(sc, i, e)
			}
			continue
		}
		b.writer(sc, i)
		b.relative(sc, i)
		b.pair(sc, i)
		b.definite(sc, i)
		b.institution(sc, i)
	}
}

// together returns the antecedent of a pronoun, and with "they" whoever else the
// same words mean: the two states of "the two countries".
func (b *builder) together(sc *scene, i int, kind byte) []int {
	best, m := b.antecedent(sc, i, kind)
	if best < 0 {
		return nil
	}
	out := []int{best}
	if kind != 'p' {
		return out
	}
	for e := range b.entities {
		for _, o := range b.entities[e].actor.Mentions {
			if e != best && o.Sentence == m.Sentence && o.Head == m.Head && !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// writer gives "I" and "me" outside quotations to who wrote the article.
func (b *builder) writer(sc *scene, i int) {
	switch sc.words[i].form {
	case "I", "me", "my", "myself":
	default:
		return
	}
	if sc.words[i].upos != "PRON" || sc.s.Zone != entente.ZoneBody || b.quotedHere(sc, i) {
		return
	}
	name := "the author"
	if names := b.a.Article.Bylines; len(names) == 1 {
		name = names[0]
	}
	e := b.entity("author", entity{actor: entente.Actor{Name: name, Sector: "MED"}, person: true})
	b.mention(e, sc.index, i, i, i, "author")
}

// quotedHere reports whether word i stands in a quotation that began in this
// paragraph, in its own sentence or before.
func (b *builder) quotedHere(sc *scene, i int) bool {
	in := false
	for k := sc.index; k >= 0 && b.a.Sentences[k].Paragraph == sc.s.Paragraph; k-- {
		last := len(b.words[k])
		if k == sc.index {
			last = i
		}
		for j := last - 1; j >= 0; j-- {
			switch b.words[k][j].form {
			case "“", "``":
				return true
			case "”", "''":
				return false
			case "\"":
				in = !in
			}
		}
	}
	return in
}

// relative gives "who", "which" and "that" the actor of the noun that their
// clause modifies.
func (b *builder) relative(sc *scene, i int) {
	low := sc.low(i)
	if low != "who" && low != "which" && low != "that" && low != "whom" || sc.words[i].upos != "PRON" {
		return
	}
	verb := sc.s.Tokens[i].Head
	for range 3 { // "who had to say", "who is a minister"
		if t := &sc.s.Tokens[verb]; t.BaseRel() == "xcomp" || t.BaseRel() == "aux" {
			verb = t.Head
		}
	}
	t := &sc.s.Tokens[verb]
	if t.Rel != "acl:relcl" || t.Head >= i || t.Head == verb {
		return
	}
	for e := range b.entities {
		for _, m := range b.entities[e].actor.Mentions {
			if m.Sentence == sc.index && m.Head == t.Head {
				b.mention(e, sc.index, i, i, i, "pronoun")
				break
			}
		}
	}
}

// owned settles the unit that waits for the possessive pronoun at word i.
func (b *builder) owned(sc *scene, i, e int) {
	for k := range sc.units {
		u := &sc.units[k]
		owner := &b.entities[e].actor
		switch {
		case u.possessive != i:
		case owner.Country == "" && owner.Sector == "IGO" && len(u.countries) == 0 && (u.Kind == "person" || u.Kind == "body"):
			b.ofBody(sc, u, owner)
		case (u.entity < 0 || u.shared == i) && owner.Country != "":
			u.shared = i
			u.countries = []string{owner.Country}
			b.settleNominal(sc, u, "possessive")
		}
	}
}

// ofBody settles a unit behind the "its" of a body above states: "its secretary-general",
// who is of no land, whatever name stands beside.
func (b *builder) ofBody(sc *scene, u *unit, owner *entente.Actor) {
	switch u.sector {
	case "GOV", "MIL", "COP", "LEG", "JUD", "IGO", "":
	default:
		return
	}
	u.sector = "IGO"
	if u.entity >= 0 {
		if who := &b.entities[u.entity].actor; who.Entity == "" {
			who.Country, who.Sector = "", "IGO"
		}
		return
	}
	u.org = slices.IndexFunc(b.r.g.Orgs, func(o gazetteer.Org) bool { return o.ID == owner.Entity })
	b.settleNominal(sc, u, "possessive")
}

// expletive reports whether "it" stands for no thing: "it is believed that",
// "it was the first time", "it rained". The rule takes "it is ready to sign"
// for one when the tree hangs the clause as a subject.
func (sc *scene) expletive(i int) bool {
	t := &sc.s.Tokens[i]
	if sc.words[i].low != "it" {
		return false
	}
	if t.BaseRel() == "expl" {
		return true
	}
	if t.BaseRel() != "nsubj" || t.Head == i {
		return false
	}
	v := t.Head
	if sc.s.Child(v, "csubj", "expl") >= 0 {
		return true
	}
	if t.Rel == "nsubj:pass" && sc.s.Child(v, "ccomp") >= 0 {
		return true
	}
	if sc.s.Child(v, "cop") >= 0 {
		if sc.s.Tokens[v].UPOS == "ADJ" && (sc.s.Child(v, "ccomp", "advcl") >= 0) {
			return true
		}
		switch sc.words[v].low {
		case "time", "day", "year", "moment", "clear", "unclear", "possible", "likely", "unlikely", "difficult", "important", "necessary", "true", "case":
			return true
		}
	}
	switch sc.s.Tokens[v].Lemma {
	case "rain", "snow", "seem", "appear", "happen", "emerge", "take":
		return true
	}
	return false
}

// candidates lists all mentions before a word, nearest sentence last.
func (b *builder) candidates(sc *scene, i int) []candidate {
	var out []candidate
	for e := range b.entities {
		for _, m := range b.entities[e].actor.Mentions {
			if m.Sentence > sc.index || m.Sentence < sc.index-4 || m.Sentence == sc.index && m.First >= i {
				continue
			}
			if m.Sentence == sc.index && m.First <= i && i <= m.Last || m.How == "author" { // who writes is "I", and nobody's "he"
				continue
			}
			s := &b.a.Sentences[m.Sentence]
			t := &s.Tokens[m.Head]
			other := scene{words: sc.words, s: s}
			if m.Sentence != sc.index {
				other.words = b.words[m.Sentence]
			}
			c := candidate{entity: e, m: m, sentence: m.Sentence, pronoun: m.How == "pronoun", possess: t.Rel == "nmod:poss", quoted: other.quoted(m.Head)}
			if t.BaseRel() == "nsubj" {
				c.subject = true
				v := t.Head
				c.root = s.Tokens[v].Head == v
				c.speaker = speechVerbs[strings.ToLower(s.Tokens[v].Lemma)]
				if s.Tokens[v].Rel == "acl:relcl" {
					c.aside, c.pronoun = true, false
				}
			}
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(x, y candidate) int {
		return cmp.Or(x.sentence-y.sentence, x.m.First-y.m.First)
	})
	return out
}

// antecedent returns the entity that the pronoun at i means, or -1. It scores
// the mentions of this sentence and the four before: subjects over others,
// near over far, those of its chain over all, and never another argument of the
// pronoun's own verb. A pronoun whose chain holds no actor means none: "it" is then
// the deal. Half of the
// wrong answers went with that, and a sixth more are right ("pronouns" of entente
// eval on a treebank with entities).
func (b *builder) antecedent(sc *scene, i int, kind byte) (int, entente.Mention) {
	t := &sc.s.Tokens[i]
	possessive := t.Rel == "nmod:poss"
	clause := sc.clauseOf(i)
	best, bestScore := -1, -1000
	var found entente.Mention
	inChain := false
	speaker := (kind == 'm' || kind == 'f') && sc.speaks(i) && !sc.quoted(i)
	for _, c := range b.candidates(sc, i) {
		ent := &b.entities[c.entity]
		if !b.suits(ent, kind) {
			continue
		}
		same := c.sentence == sc.index
		if same && !possessive && sc.words[i].low != "himself" && sc.words[i].low != "itself" && sc.words[i].low != "themselves" && sc.words[i].low != "herself" &&
			sc.clauseOf(c.m.Head) == clause && clause >= 0 && c.m.How != "pronoun" && !sc.joined(c.m.Head, i) {
			continue
		}
		score := -6 * (sc.index - c.sentence)
		if t.Chain != 0 && b.a.Sentences[c.m.Sentence].Tokens[c.m.Head].Chain == t.Chain {
			score += 8
			inChain = true
		}
		if c.subject {
			score += 4
		}
		if c.root {
			score += 3
		}
		if c.possess {
			score -= 2
		}
		if c.pronoun {
			score += 3
		}
		if speaker { // "he added": who has spoken, not who was spoken of
			switch {
			case c.speaker && c.aside:
				score += 2
			case c.speaker:
				score += 8
			case c.quoted:
				score -= 10
			}
		}
		if same && c.subject && possessive && sc.clauseOf(c.m.Head) == clause {
			score += 4
		}
		if same && c.speaker && kind == 'n' && sc.reportedBy(i, sc.s.Tokens[c.m.Head].Head) { // "X denied that its troops": rather its own than somebody's of before
			score += 10
		}
		if same && possessive && sc.joined(c.m.Head, t.Head) { // "invaded Kuwait and drove out its emir"
			score += 6
			if verb := sc.s.Tokens[c.m.Head].Head; sc.s.Tokens[verb].Rel != "root" { // nor does the main clause around it have a say
				score += 10
			}
		}
		if ent.stranger && !ent.person && kind != 'n' { // may be a town or a firm
			score -= 6
		}
		if kind == 'n' {
			if ent.state {
				score += 2
			}
			if ent.body && strings.HasSuffix(strings.ToLower(c.m.Text), "s") { // "Israeli troops" are they
				score -= 8
			}
			if c.m.How == "adjective" {
				score -= 4
			}
		}
		if kind == 'p' && (ent.plural || c.m.How == "pair") {
			score += 2
		}
		if score >= bestScore { // later wins a tie
			best, bestScore, found = c.entity, score, c.m
		}
	}
	if !inChain && t.Chain != 0 && (kind == 'n' || b.thing(sc, i)) {
		return -1, found
	}
	if best >= 0 && kind == 'f' && b.entities[best].gender == 0 {
		b.entities[best].gender = 'f'
	}
	if best >= 0 && kind == 'm' && b.entities[best].gender == 0 {
		b.entities[best].gender = 'm'
	}
	return best, found
}

// thing reports whether the chain of word i goes back to something that does not act:
// an event, a thing, a time.
func (b *builder) thing(sc *scene, i int) bool {
	if b.nouns == nil {
		b.nouns = map[int][]spot{}
		for s := range b.a.Sentences {
			for j := range b.a.Sentences[s].Tokens {
				if t := &b.a.Sentences[s].Tokens[j]; t.Chain != 0 && t.UPOS != "PRON" {
					b.nouns[t.Chain] = append(b.nouns[t.Chain], spot{s, j})
				}
			}
		}
	}
	before := b.nouns[sc.s.Tokens[i].Chain]
	n, _ := slices.BinarySearchFunc(before, spot{sc.index, i}, func(x, at spot) int {
		return cmp.Or(cmp.Compare(x.sentence, at.sentence), cmp.Compare(x.token, at.token))
	})
	if n == 0 {
		return false
	}
	t := &b.a.Sentences[before[n-1].sentence].Tokens[before[n-1].token]
	return t.Mention != "person" && t.Mention != "organization" && t.Mention != "place"
}

// spot is a word of the article.
type spot struct{ sentence, token int }

// reportedBy reports whether word i stands in a clause with a verb of its own below word v.
func (sc *scene) reportedBy(i, v int) bool {
	for range sc.s.Tokens {
		t := &sc.s.Tokens[i]
		if t.Head == i {
			return false
		}
		if t.BaseRel() == "ccomp" && t.Head == v {
			return true
		}
		i = t.Head
	}
	return false
}

// joined reports whether two words are the objects of two verbs joined by "and": "seized the
// envoy and freed him".
func (sc *scene) joined(i, k int) bool {
	x, y := &sc.s.Tokens[i], &sc.s.Tokens[k]
	return x.BaseRel() == "obj" && y.BaseRel() == "obj" && x.Head != y.Head && sc.s.Tokens[y.Head].BaseRel() == "conj" && sc.s.Tokens[y.Head].Head == x.Head
}

// quoted reports whether word i stands inside quotation marks.
func (sc *scene) quoted(i int) bool {
	in := false
	for j := 0; j < i; j++ {
		switch sc.words[j].form {
		case "“", "``":
			in = true
		case "”", "''":
			in = false
		case "\"":
			in = !in
		}
	}
	return in
}

// suits reports whether an entity can be meant by a pronoun of that kind.
func (b *builder) suits(ent *entity, kind byte) bool {
	switch kind {
	case 'm', 'f':
		return (ent.person || ent.stranger) && !ent.plural && (ent.gender == 0 || ent.gender == kind)
	case 'n':
		return !ent.person && (!ent.plural && !ent.actor.Group || ent.body)
	}
	return ent.plural || ent.actor.Group
}

// ofClause reports whether word k takes part in the clause around word i, or is what that
// clause, a relative one, tells of.
func (sc *scene) ofClause(k, i int) bool {
	clause := sc.clauseOf(i)
	if clause < 0 {
		return false
	}
	t := &sc.s.Tokens[clause]
	return sc.s.Tokens[k].BaseRel() == "nsubj" && sc.s.Tokens[k].Head == clause || t.Rel == "acl:relcl" && t.Head == k
}

// clauseOf returns the verb or predicate whose argument word i is, over nouns
// and prepositions, and over open complements to the clause that holds the
// subject; -1 if there is none.
func (sc *scene) clauseOf(i int) int {
	for range sc.s.Tokens {
		t := &sc.s.Tokens[i]
		if t.Head == i {
			return i
		}
		switch t.BaseRel() {
		case "nsubj", "obj", "iobj", "obl", "nmod", "compound", "amod", "flat", "appos", "conj", "det", "case", "nummod", "xcomp", "csubj", "acl":
			if t.BaseRel() == "conj" && (t.UPOS == "VERB" || t.UPOS == "AUX") && sc.s.Child(i, "nsubj") >= 0 {
				return i
			}
			i = t.Head
			continue
		}
		return i
	}
	return -1
}

// kingdoms are the monarchies of the day that papers call "the kingdom" and the
// like.
var kingdoms = map[string]bool{
	"SAU": true, "JOR": true, "MAR": true, "BHR": true, "GBR": true, "NLD": true, "BEL": true, "ESP": true, "SWE": true, "NOR": true, "DNK": true, "THA": true, "KHM": true, "BTN": true,
	"NPL": true, "LSO": true, "SWZ": true, "TON": true, "QAT": true, "KWT": true, "ARE": true, "LUX": true, "MCO": true, "MYS": true, "BRN": true,
}

// hasWord reports whether one word of name is low.
func hasWord(name, low string) bool {
	for _, w := range strings.Fields(name) {
		if w == low {
			return true
		}
	}
	return false
}

// drop takes back the mentions headed by a token.
func (b *builder) drop(sentence, head int) {
	for e := range b.entities {
		actor := &b.entities[e].actor
		actor.Mentions = slices.DeleteFunc(actor.Mentions, func(m entente.Mention) bool { return m.Sentence == sentence && m.Head == head })
	}
}

// definite resolves "the country" and "the nuclear power" to the state named
// last in this sentence or the one before.
func (b *builder) definite(sc *scene, i int) {
	if sc.low(i) != "the" {
		return
	}
	n := i + 1
	for n < sc.len() && n < i+3 && sc.words[n].upos == "ADJ" && sc.hitAt[n] < 0 {
		n++
	}
	if n >= sc.len() {
		return
	}
	switch sc.low(n) {
	case "country", "nation", "kingdom", "republic", "monarchy", "sheikhdom", "emirate", "superpower":
		if n > i+1 && sc.low(n) == "country" && sc.low(n-1) != "whole" && sc.low(n-1) != "entire" {
			return
		}
	case "power":
		if n == i+1 || sc.low(n-1) != "nuclear" && sc.low(n-1) != "regional" && sc.low(n-1) != "colonial" && sc.low(n-1) != "occupying" {
			return
		}
	default:
		return
	}
	if n+1 < sc.len() && (sc.words[n+1].upos == "NOUN" || sc.low(n+1) == "of" || sc.low(n+1) == "that" || sc.low(n+1) == "'s") {
		if sc.low(n+1) != "'s" {
			return
		}
	}
	t := &sc.s.Tokens[n]
	// A parser may take it for a second subject.
	beside := i > 1 && sc.low(i-1) == "," && t.Rel == "nsubj" && sc.s.Tokens[i-2].Rel == "nsubj" && sc.s.Tokens[i-2].Head == t.Head
	if beside || t.BaseRel() == "appos" { // "France, the former colonial power"
		head := t.Head
		if beside {
			head = i - 2
		}
		if e := b.entityAt(sc.index, head); e >= 0 {
			if b.entities[e].state {
				b.mention(e, sc.index, i, n, n, "nominal")
			}
			return
		}
	}
	best, at := -1, -1
	for _, c := range b.candidates(sc, i) {
		ent := &b.entities[c.entity]
		if sc.low(n) == "kingdom" || sc.low(n) == "monarchy" || sc.low(n) == "sheikhdom" || sc.low(n) == "emirate" {
			if !kingdoms[ent.actor.Country] {
				continue
			}
		}
		if c.sentence == sc.index && sc.ofClause(c.m.Head, i) {
			continue // "Cuba, which keeps soldiers in the country"
		}
		if ent.state && c.sentence >= sc.index-1 && c.m.How != "pair" {
			pos := c.sentence*10000 + c.m.First
			if c.sentence < sc.index && c.subject {
				pos += 5000
			}
			if pos > at {
				best, at = c.entity, pos
			}
		}
	}
	if best >= 0 {
		b.mention(best, sc.index, i, n, n, "nominal")
	}
}
