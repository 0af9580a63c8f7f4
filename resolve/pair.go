package resolve

import (
	"cmp"
	"slices"
	"strings"

	"entente"
)

// pairNouns are what two or more states, or their armies or leaders, are called
// together, with the sector that is meant: "head" is their leaders, "side" whoever stood
// last beside the other, a state or not.
var pairNouns = map[string]entente.Sector{
	"countries": "GOV", "nations": "GOV", "states": "GOV", "neighbours": "GOV", "neighbors": "GOV", "governments": "GOV", "powers": "GOV", "allies": "GOV",
	"capitals": "GOV", "superpowers": "GOV", "partners": "GOV", "republics": "GOV", "kingdoms": "GOV",
	"signatories": "side", "antagonists": "side", "belligerents": "side", "combatants": "side", "contenders": "side", "sides": "side", "rivals": "side", "foes": "side", "adversaries": "side", "enemies": "side", "parties": "side", "delegations": "side", "camps": "side", "factions": "side",
	"armies": "MIL", "militaries": "MIL", "navies": "MIL", "parliaments": "LEG",
	"leaders": "head", "presidents": "head", "premiers": "head", "men": "head", "ministers": "head", "negotiators": "head", "counterparts": "head", "statesmen": "head",
}

// eachOf are the singulars of pair nouns: "each government pledged".
var eachOf = map[string]string{"side": "sides", "party": "parties", "country": "countries", "nation": "nations", "state": "states", "government": "governments", "army": "armies", "neighbour": "neighbours", "neighbor": "neighbors"}

// numbers are the counts of a "the three countries".
var numbers = map[string]int{"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}

// pairAt reads "both sides", "the two countries", "the four" or "the sides" at word i: the
// first word, the noun, how many they are and the sector of the noun; -1 for the noun if
// nothing of the kind stands there.
func (sc *scene) pairAt(i int) (first, noun, count int, sector entente.Sector) {
	if sc.low(i) == "the" && sc.low(i+1) == "sides" { // of talks or a deal
		return i, i + 1, 2, pairNouns["sides"]
	}
	if one := eachOf[sc.low(i+1)]; one != "" && (sc.low(i) == "each" || sc.low(i) == "either" || sc.low(i) == "neither") && !(sc.words[i+1].upos == "NOUN" && sc.low(i+2) != "" && sc.words[i+2].upos == "NOUN") {
		return i, i + 1, 2, pairNouns[one]
	}
	if sc.low(i) == "both" && sc.bare(i) { // "Both withdrew their envoys"
		return i, i, 2, pairNouns["sides"]
	}
	count = numbers[sc.low(i)]
	if count == 0 {
		return 0, -1, 0, ""
	}
	listed := false
	switch sc.low(i - 1) {
	case "the", "these", "those":
		listed = true
	}
	if listed && sc.alone(i) { // "the two had met"
		return i - 1, i, count, pairNouns["sides"]
	}
	n := i + 1
	for n < sc.len() && n < i+4 && (sc.words[n].upos == "ADJ" || sc.low(n) == "the" || sc.low(n) == "of" || sc.low(n) == "two" || sc.low(n) == "these" || sc.low(n) == "prime") {
		n++
	}
	sector = pairNouns[sc.low(n)]
	if sector == "" || n+1 < sc.len() && sc.words[n+1].upos == "NOUN" && sc.s.Tokens[n].Head == n+1 {
		return 0, -1, 0, ""
	}
	switch {
	case listed:
		return i - 1, n, count, sector
	case sc.low(i) == "both", sc.low(i) == "two" && sc.low(i-1) == "between":
		return i, n, count, sector
	}
	return 0, -1, 0, "" // "two countries" are any two
}

// lately reports whether a state is named in this sentence or the one before.
func (b *builder) lately(sc *scene, country string) bool {
	return slices.ContainsFunc(b.evidence, func(ev evidence) bool {
		return ev.country == country && ev.sentence >= sc.index-1 && ev.sentence <= sc.index
	})
}

// bare reports whether "both" at word i acts or is acted upon itself: no noun of it follows, and
// it does not open "both X and Y".
func (sc *scene) bare(i int) bool {
	t := &sc.s.Tokens[i]
	if rel := t.BaseRel(); rel != "nsubj" && rel != "obj" || len(sc.s.Children(i, "conj", "nmod")) > 0 || i+1 >= sc.len() {
		return false
	}
	switch sc.words[i+1].upos {
	case "VERB", "AUX", "ADV", "PUNCT":
		return true
	}
	return false
}

// alone reports whether number i stands without a noun, as who acts or is acted upon.
func (sc *scene) alone(i int) bool {
	t := &sc.s.Tokens[i]
	if t.UPOS != "NUM" || len(sc.s.Children(i, "nmod", "nummod", "compound")) > 0 {
		return false
	}
	switch t.BaseRel() {
	case "nsubj", "obj", "obl":
		return i+1 < sc.len() && sc.words[i+1].upos != "NOUN" && sc.words[i+1].upos != "ADJ" && sc.words[i+1].upos != "NUM" && sc.words[i+1].upos != "SYM"
	}
	return false
}

// twins are the lands that one name in the plural means.
var twins = map[string][]string{"koreas": {"PRK", "KOR"}, "sudans": {"SDN", "SSD"}, "congos": {"COD", "COG"}}

// pair resolves "the two countries", "both armies" to the two states that the
// article is about at this point, as one mention under each; sides may also be a state and
// the rebels in it; "the four countries" are the last list of so many, and "both delegations"
// the two that were last named together, if they are of one land. It is wrong where
// three are in play: "Iran and Iraq met Syria; the two countries agreed".
func (b *builder) pair(sc *scene, i int) {
	if lands := twins[sc.low(i)]; lands != nil {
		first := i
		for first > 0 && (sc.low(first-1) == "two" || sc.low(first-1) == "both" || sc.low(first-1) == "the") {
			first--
		}
		for _, code := range lands {
			b.mention(b.stateEntity(code), sc.index, first, i, i, "pair")
			b.note(sc.index, i, code)
		}
		return
	}
	first, n, count, sector := sc.pairAt(i)
	if n < 0 {
		return
	}
	mentioned := func(entities []int) {
		for _, e := range entities {
			b.mention(e, sc.index, first, n, n, "pair")
			b.note(sc.index, n, b.entities[e].actor.Country)
		}
	}
	if count > 2 {
		if all := b.listed(sc, i, count); sector != "head" {
			mentioned(all)
		}
		return
	}
	if two := b.beside(sc, i, sector); two != nil {
		mentioned(two)
		return
	}
	x, y := b.topPair(sc, i, n)
	if low := sc.low(n); low == "sides" || low == "side" || low == "foes" || low == "enemies" || low == "rivals" {
		if rebels := b.rebels(sc, i, x, y); rebels >= 0 {
			for _, e := range []int{b.stateEntity(b.entities[rebels].actor.Country), rebels} {
				b.mention(e, sc.index, first, n, n, "pair")
			}
			return
		}
	}
	if y == "" || sc.low(n) == "both" && !(b.lately(sc, x) && b.lately(sc, y)) {
		return
	}
	for _, code := range []string{x, y} {
		e := -1
		switch sector {
		case "GOV", "side":
			e = b.stateEntity(code)
		case "head":
			e = b.namedLeader(code, sc.index)
		default:
			e = b.sectorEntity(code, sector)
		}
		if e >= 0 {
			b.mention(e, sc.index, first, n, n, "pair")
		}
		b.note(sc.index, n, code)
	}
	b.ofPair(sc, first, x, y)
}

// rebels is who fights state x at home before word i, if the text names them more often
// of late than y, the other state that it is about; else -1.
func (b *builder) rebels(sc *scene, i int, x, y string) int {
	near := func(sentence, token int) bool {
		return sentence >= sc.index-reachOfSides && (sentence < sc.index || sentence == sc.index && token < i)
	}
	others := 0
	for _, ev := range b.evidence {
		if y != "" && ev.country == y && near(ev.sentence, ev.token) && b.weight(ev) > 4 {
			others++
		}
	}
	best, most := -1, max(others-1, 0)
	for e := range b.entities {
		actor := &b.entities[e].actor
		if actor.Sector != "REB" || actor.Country == "" || x != "" && actor.Country != x {
			continue
		}
		n := 0
		for _, m := range actor.Mentions {
			if near(m.Sentence, m.Head) {
				n++
			}
		}
		if n > most {
			best, most = e, n
		}
	}
	return best
}

// reachOfSides is how many sentences back the two sides may have been named.
const reachOfSides = 4

// listed are the states of the last list of so many before word i of a sentence.
func (b *builder) listed(sc *scene, i, count int) []int {
	for s := sc.index; s >= 0; s-- {
		for k := len(b.a.Sentences[s].Tokens) - 1; k >= 0; k-- {
			if all := b.coordinated(s, k); len(all) == count && (s < sc.index || k < i) && !slices.ContainsFunc(all, func(e int) bool { return !b.entities[e].state }) {
				return all
			}
		}
	}
	return nil
}

// beside are the two actors of one land that the three sentences before word i joined with
// "and" last, for a noun that does not ask for states.
func (b *builder) beside(sc *scene, i int, sector entente.Sector) []int {
	if sector != "side" && sector != "head" {
		return nil
	}
	for s := sc.index; s >= max(0, sc.index-3); s-- {
		for k := len(b.a.Sentences[s].Tokens) - 1; k >= 0; k-- {
			two := b.coordinated(s, k)
			if len(two) != 2 || s == sc.index && k >= i {
				continue
			}
			p, q := &b.entities[two[0]], &b.entities[two[1]]
			if p.actor.Country == q.actor.Country && p.actor.Country != "" && sides[p.actor.Sector] && sides[q.actor.Sector] && (p.actor.Sector != q.actor.Sector || p.person && q.person) {
				return two
			}
		}
	}
	return nil
}

// sides are the sectors of those who deal with each other inside one land.
var sides = map[entente.Sector]bool{"GOV": true, "OPP": true, "REB": true, "PTY": true, "MIL": true, "": true}

// coordinated are the actors of a list that opens at a token: it and all that "and" joins
// to it; nil if one of them is no actor.
func (b *builder) coordinated(sentence, token int) []int {
	joined := b.a.Sentences[sentence].Children(token, "conj")
	if len(joined) == 0 {
		return nil
	}
	var out []int
	for _, k := range append([]int{token}, joined...) {
		e := b.entityAt(sentence, k)
		if e < 0 {
			return nil
		}
		out = append(out, e)
	}
	return out
}

// entityAt is the actor whose mention a token heads, or -1.
func (b *builder) entityAt(sentence, token int) int {
	for e := range b.entities {
		for _, m := range b.entities[e].actor.Mentions {
			if m.Sentence == sentence && m.Head == token && m.How != "pair" {
				return e
			}
		}
	}
	return -1
}

// ofPair gives both states to the unit that "of the two countries" belongs to.
func (b *builder) ofPair(sc *scene, first int, x, y string) {
	for k := range sc.units {
		u := &sc.units[k]
		if u.pairAt != first || u.entity >= 0 {
			continue
		}
		u.countries = []string{x, y}
		b.settleNominal(sc, u, "pair")
	}
}

// leading are the offices of those whom "both leaders" means.
var leading = map[string]bool{
	"president": true, "prime minister": true, "chancellor": true, "king": true, "queen": true, "emir": true, "supreme leader": true, "premier": true, "leader": true, "crown prince": true,
	"interim president": true, "acting president": true,
}

// namedLeader is who of a state has been named last as its head, or, where no
// head has been named, as one of its government.
func (b *builder) namedLeader(country string, sentence int) int {
	best, at := -1, -1
	for e := range b.entities {
		ent := &b.entities[e]
		if !ent.person || ent.actor.Country != country || ent.actor.Sector != "GOV" {
			continue
		}
		for _, m := range ent.actor.Mentions {
			rank := m.Sentence
			if leading[strings.ToLower(ent.actor.Role)] {
				rank += len(b.a.Sentences)
			}
			if m.Sentence <= sentence && rank > at {
				best, at = e, rank
			}
		}
	}
	return best
}

// weight says how much a mention of a state speaks for its being one of a pair:
// who acts or is acted upon more than who only stands as a place.
func (b *builder) weight(ev evidence) int {
	s := &b.a.Sentences[ev.sentence]
	t := &s.Tokens[ev.token]
	switch t.BaseRel() {
	case "nsubj", "obj", "iobj":
		return 6
	case "amod", "compound":
		return 5
	case "conj":
		return b.conjWeight(s, ev.token)
	case "nmod", "obl":
		if t.Rel == "nmod:poss" || t.Rel == "obl:agent" {
			return 6
		}
		for _, k := range s.Children(ev.token, "case") {
			switch s.Tokens[k].Form {
			case "with", "between", "against", "by", "and":
				return 6
			case "of":
				return 4
			case "to", "from":
				return 2
			}
		}
		return 1
	}
	return 3
}

// conjWeight takes a conjunct for what its first one is; a list of four and
// more names no pair.
func (b *builder) conjWeight(s *entente.Sentence, i int) int {
	h := s.Tokens[i].Head
	w := 3
	if s.Tokens[h].BaseRel() != "conj" && h != i {
		w = b.weight(evidence{token: h, sentence: b.indexOf(s)})
	}
	if len(s.Children(h, "conj")) > 2 {
		return 1
	}
	return w
}

// countryAt is the country of the only actor headed by a token, or "".
func (b *builder) countryAt(sentence, token int) string {
	for e := range b.entities {
		for _, m := range b.entities[e].actor.Mentions {
			if m.Sentence == sentence && m.Head == token {
				return b.entities[e].actor.Country
			}
		}
	}
	return ""
}

func (b *builder) indexOf(s *entente.Sentence) int {
	for i := range b.a.Sentences {
		if &b.a.Sentences[i] == s {
			return i
		}
	}
	return 0
}

// topPair returns the two states that weigh most before a word: those of this
// sentence and the ones just before, of the headline, and of the whole article.
// Who does what the pair's verb tells is none of it: "Brazil praised both countries".
func (b *builder) topPair(sc *scene, token, noun int) (x, y string) {
	outside := ""
	if rel := sc.s.Tokens[noun].BaseRel(); rel == "obj" || rel == "obl" || rel == "iobj" {
		outside = b.doer(sc, noun)
	}
	order := b.weighed(sc.index, token, outside)
	if len(order) < 2 {
		return "", ""
	}
	return order[0], order[1]
}

// doer is the state of who does what stands above word i of a sentence, the nearest that has
// one: Peru in "Peru, which was among the first to praise both".
func (b *builder) doer(sc *scene, i int) string {
	for range 6 {
		t := &sc.s.Tokens[i]
		if t.Head == i {
			break
		}
		subj := sc.s.Child(t.Head, "nsubj")
		if sc.s.Tokens[t.Head].Rel == "acl:relcl" && subj >= 0 && sc.words[subj].upos == "PRON" {
			subj = sc.s.Tokens[t.Head].Head
		}
		if subj >= 0 && subj != i && !sc.s.Dominates(subj, i) || subj >= 0 && sc.s.Tokens[t.Head].Rel == "acl:relcl" {
			if land := b.countryAt(sc.index, subj); land != "" && len(sc.s.Children(subj, "conj")) == 0 {
				return land
			}
		}
		i = t.Head
	}
	return ""
}

// weighed are the states named before a word of a sentence, the weightiest first, without one.
func (b *builder) weighed(sentence, token int, outside string) []string {
	score := map[string]int{}
	var order []string
	for _, ev := range b.evidence {
		if ev.sentence > sentence || ev.sentence == sentence && ev.token >= token {
			continue
		}
		code := ev.country
		if code == outside {
			continue
		}
		if _, ok := score[code]; !ok {
			order = append(order, code)
		}
		w := b.weight(ev)
		switch far := sentence - ev.sentence; {
		case far == 0:
			w *= 50
		case far == 1:
			w *= 40
		case far == 2:
			w *= 25
		case far == 3:
			w *= 15
		case far <= 6:
			w *= 5
		}
		if b.a.Sentences[ev.sentence].Zone == entente.ZoneHeadline {
			w += 60
		}
		score[code] += w
	}
	if known := slices.DeleteFunc(slices.Clone(order), func(code string) bool { return b.oftenNamed(code) < 2 }); len(known) > 1 {
		order = known // whom an article names but once it is not about
	}
	for code := range score {
		score[code] *= 2 + b.oftenNamed(code)
	}
	slices.SortStableFunc(order, func(p, q string) int { return cmp.Compare(score[q], score[p]) })
	return order
}

// neighbours resolves "its northern neighbour" and "both its neighbours", behind a possessive
// at word i that means a state, to the states that the article is about besides. A land that
// it names but once is none.
func (b *builder) neighbours(sc *scene, i, owner int) {
	country := b.entities[owner].actor.Country
	n := i + 1
	for n < sc.len() && n < i+4 && (sc.words[n].upos == "ADJ" || numbers[sc.low(n)] == 2) {
		n++
	}
	count := 0
	switch sc.low(n) {
	case "neighbor", "neighbour":
		count = 1
	case "neighbors", "neighbours":
		if numbers[sc.low(i-1)] == 2 || numbers[sc.low(n-1)] == 2 {
			count = 2
		}
	}
	if count == 0 || country == "" {
		return
	}
	around := slices.DeleteFunc(b.weighed(sc.index, i, country), func(code string) bool { return b.oftenNamed(code) < 2 })
	if len(around) < count {
		return
	}
	for _, code := range around[:count] {
		b.mention(b.stateEntity(code), sc.index, i, n, n, "neighbour")
	}
}

// oftenNamed is how often the whole article names a land.
func (b *builder) oftenNamed(country string) int {
	n := 0
	for land, k := range b.lands {
		if b.landOf(land) == country {
			n += k
		}
	}
	return n
}
