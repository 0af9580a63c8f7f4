package resolve

import (
	"cmp"
	"slices"
	"strings"

	"entente"
)

// pairNouns are what two states, or their armies or leaders, are called
// together, with the sector that is meant.
var pairNouns = map[string]entente.Sector{
	"countries": "GOV", "nations": "GOV", "states": "GOV", "sides": "GOV", "neighbours": "GOV", "neighbors": "GOV", "governments": "GOV", "powers": "GOV", "allies": "GOV",
	"rivals": "GOV", "capitals": "GOV", "foes": "GOV", "superpowers": "GOV", "adversaries": "GOV", "enemies": "GOV", "partners": "GOV", "republics": "GOV", "kingdoms": "GOV",
	"armies": "MIL", "militaries": "MIL", "navies": "MIL", "parliaments": "LEG", "leaders": "head", "presidents": "head",
}

// counts starts a pair: "both", "the two".
func (sc *scene) pairAt(i int) (first, noun int, sector entente.Sector) {
	if sc.low(i) == "the" && sc.low(i+1) == "sides" { // of talks or a deal
		return i, i + 1, pairNouns["sides"]
	}
	if sc.low(i) != "two" && sc.low(i) != "both" {
		return 0, -1, ""
	}
	n := i + 1
	for n < sc.len() && n < i+4 && (sc.words[n].upos == "ADJ" || sc.low(n) == "the" || sc.low(n) == "of" || sc.low(n) == "two" || sc.low(n) == "these") {
		n++
	}
	sector = pairNouns[sc.low(n)]
	if sector == "" || n+1 < sc.len() && sc.words[n+1].upos == "NOUN" && sc.s.Tokens[n].Head == n+1 {
		return 0, -1, ""
	}
	switch sc.low(i - 1) {
	case "the", "these", "those", "between":
		if sc.low(i-1) != "between" {
			return i - 1, n, sector
		}
	}
	if sc.low(i) == "two" { // "two countries" are any two
		return 0, -1, ""
	}
	return i, n, sector
}

// pair resolves "the two countries", "both armies" to the two states that the
// article is about at this point, as one mention under each; sides may also be a state and
// the rebels in it. It is wrong where
// three are in play: "Iran and Iraq met Syria; the two countries agreed".
func (b *builder) pair(sc *scene, i int) {
	first, n, sector := sc.pairAt(i)
	if n < 0 {
		return
	}
	x, y := b.topPair(sc, i, n)
	if low := sc.low(n); low == "sides" || low == "foes" || low == "enemies" || low == "rivals" {
		if rebels := b.rebels(sc, i, x, y); rebels >= 0 {
			for _, e := range []int{b.stateEntity(b.entities[rebels].actor.Country), rebels} {
				b.mention(e, sc.index, first, n, n, "pair")
			}
			return
		}
	}
	if y == "" {
		return
	}
	for _, code := range []string{x, y} {
		e := -1
		switch sector {
		case "GOV":
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
// Who is the subject of the pair's own verb is none of it: "Brazil praised both
// countries".
func (b *builder) topPair(sc *scene, token, noun int) (x, y string) {
	sentence := sc.index
	outside := ""
	if t := &sc.s.Tokens[noun]; t.BaseRel() != "nsubj" && (t.BaseRel() == "obj" || t.BaseRel() == "obl" || t.BaseRel() == "iobj") {
		if subj := sc.s.Child(t.Head, "nsubj"); subj >= 0 && len(sc.s.Children(subj, "conj")) == 0 {
			outside = b.countryAt(sentence, subj)
		}
	}
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
	if len(order) < 2 {
		return "", ""
	}
	slices.SortStableFunc(order, func(p, q string) int { return cmp.Compare(score[q], score[p]) })
	return order[0], order[1]
}
