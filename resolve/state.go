package resolve

import (
	"strings"

	"entente"
	"entente/gazetteer"
)

// belongings are nouns for what a state has and others act upon: the actor of
// "sanctions on the Russian economy" is Russia. Source: own list.
var belongings = map[string]bool{
	"economy": true, "soil": true, "airspace": true, "policy": true, "border": true, "borders": true, "territory": true, "waters": true, "embassy": true, "oil": true, "interests": true,
	"market": true, "currency": true, "assets": true, "exports": true, "imports": true, "banks": true, "consulate": true, "interest": true, "sovereignty": true, "foreign": true,
	"side": true, "people": true, "nation": true, "state": true, "position": true, "influence": true, "society": true, "public": true, "base": true, "bases": true, "ships": true, "vessels": true,
	"targets": true, "positions": true, "goods": true, "companies": true, "firms": true, "leadership": true, "mainland": true, "coast": true, "cities": true, "towns": true, "villages": true,
}

// handiwork are the participles that say what a state made or gave.
var handiwork = map[string]bool{"made": true, "built": true, "supplied": true, "designed": true, "produced": true, "manufactured": true, "brokered": true, "led": true, "mediated": true}

// states gives mentions to names, adjectives, peoples and capitals of states
// that no unit took, and to places.
func (b *builder) states(sc *scene) {
	for i := 1; i < sc.len(); i++ {
		b.compass(sc, i)
	}
	for _, h := range sc.hits {
		taken := sc.taken[h.first] && sc.taken[h.last]
		if taken && !onlyPlaces(h.names) {
			continue
		}
		name, ok := b.pick(sc, h)
		if !ok {
			continue
		}
		if taken {
			if sc.low(h.last+1) == "-" { // "Karachi-based"
				continue
			} // "Incirlik air base" is a body of the army and a place
			b.mapped(sc, h, name)
			continue
		}
		switch name.Kind {
		case gazetteer.KindState:
			b.stateName(sc, h, name)
		case gazetteer.KindCapital:
			b.capital(sc, h, name)
		case gazetteer.KindAdjective:
			b.adjective(sc, h, name)
		case gazetteer.KindPeople:
			s := &b.r.g.States[name.Ref]
			if inRevolt[sc.low(h.first-1)] { // "rebel Serbs" fight where the report is, not where their kin rule
				text := strings.ToLower(sc.words[h.first-1].form) + " " + sc.s.SpanOf(h.first, h.last).In(b.a.Article.Text)
				e := b.entity("revolt:"+s.Code, entity{actor: entente.Actor{Name: text, Sector: "REB", Group: true}, plural: true, local: true})
				b.mention(e, sc.index, sc.withArticle(h.first-1), h.last, sc.headOf(h.first, h.last), "demonym")
				continue
			}
			first := sc.withArticle(h.first)
			e := b.entity(s.Code+"/people", entity{actor: entente.Actor{Name: s.Name + " people", Country: b.countryOf(s), Sector: "CVL", Group: true}, plural: true})
			b.mention(e, sc.index, first, h.last, sc.headOf(h.first, h.last), "demonym")
			b.note(sc.index, h.first, b.countryOf(s))
		case gazetteer.KindPlace:
			b.mapped(sc, h, name)
		}
	}
}

// inRevolt are the words before a people that is in arms against the state it lives in.
var inRevolt = map[string]bool{"rebel": true, "insurgent": true, "separatist": true, "secessionist": true, "militant": true, "guerrilla": true, "rebellious": true, "breakaway": true}

// countryOf is the code that an actor of a state or land carries on the article's day.
func (b *builder) countryOf(s *gazetteer.State) string { return b.r.g.CountryOn(s, "", b.day) }

func (sc *scene) withArticle(first int) int {
	if sc.low(first-1) == "the" {
		return first - 1
	}
	return first
}

func (b *builder) stateName(sc *scene, h hit, name gazetteer.Name) {
	s := &b.r.g.States[name.Ref]
	b.note(sc.index, h.first, b.countryOf(s))
	if attribute(sc.words, h) && sc.low(h.last+2) != "led" && sc.low(h.last+2) != "backed" {
		return
	}
	head := sc.headOf(h.first, h.last)
	b.mention(b.stateEntity(s.Code), sc.index, sc.withArticle(h.first), h.last, head, "name")
	b.twin(sc, h, name)
	if inside[sc.before(h.first)] || locative[sc.before(h.first)] {
		b.place(sc, h, b.land(s))
	}
}

// compass gives "the North" its state where the article names the state that shares the
// name: Korea, Vietnam, Yemen.
func (b *builder) compass(sc *scene, i int) {
	if sc.low(i-1) != "the" || !sc.words[i].capital || sc.hitAt[i] >= 0 || sc.taken[i] || i+1 < sc.len() && sc.words[i+1].capital && sc.s.Tokens[i+1].UPOS == "PROPN" {
		return
	}
	switch sc.low(i) {
	case "north", "south", "east", "west":
	default:
		return
	}
	for _, sentence := range b.words[:sc.index+1] {
		for k := range sentence {
			if len(sentence[k].pieces) != 1 || !isCompass(sentence[k].low) || k+1 >= len(sentence) || len(sentence[k+1].pieces) == 0 || !sentence[k+1].capital {
				continue
			}
			full := []string{sc.low(i), sentence[k+1].pieces[0]}
			for _, other := range b.r.g.Find(full, 0) {
				if (other.Kind == gazetteer.KindState || other.Kind == gazetteer.KindAdjective) && len(other.Pieces) == 2 {
					s := &b.r.g.States[b.r.at(other, b.day).Ref]
					b.mention(b.stateEntity(s.Code), sc.index, i-1, i, i, "name")
					b.note(sc.index, i, b.countryOf(s))
					return
				}
			}
		}
	}
}

func isCompass(low string) bool {
	return low == "north" || low == "south" || low == "east" || low == "west"
}

// twin gives "North" of "North and South Korea" its state.
func (b *builder) twin(sc *scene, h hit, name gazetteer.Name) {
	i := h.first - 2
	if len(name.Pieces) < 2 || i < 0 || sc.low(h.first-1) != "and" || sc.hitAt[i] >= 0 || len(sc.words[i].pieces) != 1 || !sc.words[i].capital {
		return
	}
	full := append([]string{sc.words[i].pieces[0]}, name.Pieces[1:]...)
	for _, other := range b.r.g.Find(full, 0) {
		if other.Kind == gazetteer.KindState && len(other.Pieces) == len(full) {
			s := &b.r.g.States[b.r.at(other, b.day).Ref]
			b.mention(b.stateEntity(s.Code), sc.index, i, i, i, "name")
			b.note(sc.index, i, b.countryOf(s))
			return
		}
	}
}

// land is a state, or a part of one, as a place.
func (b *builder) land(s *gazetteer.State) entente.Place {
	p := entente.Place{Name: s.Name, Country: b.countryOf(s)}
	if s.Lat != 0 || s.Lon != 0 {
		p.Lat, p.Lon = &s.Lat, &s.Lon
	}
	return p
}

// capital tells the government in "talks with Moscow" from the town in "a
// flat in Moscow". A visit to a capital is both. The rule takes "protests in
// Moscow's suburbs" for a place, and "Washington apples" for the government.
func (b *builder) capital(sc *scene, h hit, name gazetteer.Name) {
	s := &b.r.g.States[name.Ref]
	prep := sc.before(h.first)
	head := sc.headOf(h.first, h.last)
	if sc.low(h.last+1) == "'s" || sc.low(h.last+1) == "’s" { // "over Moscow's refusal"
		prep = ""
	}
	asPlace := locative[prep] || inside[prep] || sc.placed(h.first)
	if sc.low(h.last+1) == "-" && sc.low(h.last+2) == "based" {
		return
	}
	if asPlace || sc.s.Tokens[head].BaseRel() == "compound" || sc.reached(head) || sc.low(h.last+1) == "," && b.countryAfter(sc, h.last) != "" {
		text := sc.s.SpanOf(h.first, h.last).In(b.a.Article.Text)
		p := entente.Place{Name: text, Country: b.countryOf(s)}
		if name.NeedsThe {
			p.Name = "The " + text
		}
		if c, ok := b.r.locate(text, s); ok {
			p.Region, p.Lat, p.Lon = c.Region, &c.Lat, &c.Lon
		}
		b.place(sc, h, p)
	}
	b.note(sc.index, h.first, b.countryOf(s))
	if inside[prep] || sc.placed(h.first) || sc.low(h.last+1) == "," && b.countryAfter(sc, h.last) != "" {
		return
	}
	if s.Kind == "region" || s.Kind == "territory" {
		return
	}
	first := h.first
	if name.NeedsThe {
		first = sc.withArticle(first)
	}
	b.mention(b.stateEntity(s.Code), sc.index, first, h.last, head, "capital")
}

// reaching are verbs whose object is where they happen, whoever rules there.
var reaching = map[string]bool{
	"visit": true, "reach": true, "enter": true, "leave": true, "attack": true, "bomb": true, "bombard": true, "shell": true, "strike": true, "hit": true, "raid": true, "capture": true, "seize": true,
	"besiege": true, "storm": true, "occupy": true, "liberate": true, "evacuate": true, "retake": true, "encircle": true, "tour": true, "flee": true, "rock": true, "quit": true,
}

// reached reports whether token i is the object of such a verb.
func (sc *scene) reached(i int) bool {
	t := &sc.s.Tokens[i]
	acted := t.BaseRel() == "obj" || t.BaseRel() == "nsubj" && sc.s.Child(t.Head, "aux:pass") >= 0
	return acted && reaching[strings.ToLower(sc.s.Tokens[t.Head].Lemma)]
}

// adjective gives a bare adjective its state. On a belonging of the state the
// noun carries the mention, so that "the Russian economy" is Russia; on any
// other noun the adjective itself does, for "Soviet invasion".
func (b *builder) adjective(sc *scene, h hit, name gazetteer.Name) {
	s := &b.r.g.States[name.Ref]
	b.note(sc.index, h.first, b.countryOf(s))
	t := &sc.s.Tokens[h.last]
	if attribute(sc.words, h) {
		if sc.low(h.last+1) == "-" && handiwork[sc.low(h.last+2)] && !sc.struck(sc.nounAfter(h.last+2)) { // "Russian-made": no actor acts, but whose it is may matter, unless it is burnt
			b.mention(b.stateEntity(s.Code), sc.index, h.first, h.last, sc.headOf(h.first, h.last), "adjective")
		}
		return
	}
	// "the British", "killed one American": an adjective in a noun's place.
	one := h.first > 0 && (sc.words[h.first-1].upos == "NUM" || sc.low(h.first-1) == "an" || sc.low(h.first-1) == "a" || sc.low(h.first-1) == "another") && sc.nounAfter(h.last) == h.last
	if one && t.BaseRel() == "amod" && t.Head == h.first-1 { // "one" for a head, by a parser's slip
		e := b.entity(s.Code+"/people", entity{actor: entente.Actor{Name: s.Name + " people", Country: b.countryOf(s), Sector: "CVL", Group: true}, plural: true})
		b.mention(e, sc.index, h.first-1, h.last, h.first-1, "demonym")
		return
	}
	if (sc.low(h.first-1) == "the" || one) && (t.BaseRel() == "nsubj" || t.BaseRel() == "obj" || t.BaseRel() == "obl" || t.BaseRel() == "nmod" || t.BaseRel() == "conj") && t.Head != h.last+1 {
		e := b.entity(s.Code+"/people", entity{actor: entente.Actor{Name: s.Name + " people", Country: b.countryOf(s), Sector: "CVL", Group: true}, plural: true})
		b.mention(e, sc.index, h.first-1, h.last, sc.headOf(h.first, h.last), "demonym")
		return
	}
	if n := sc.nounAfter(h.last); n > h.last && belongings[sc.words[n].low] {
		b.mention(b.stateEntity(s.Code), sc.index, h.first, n, n, "adjective")
		return
	}
	b.mention(b.stateEntity(s.Code), sc.index, h.first, h.last, sc.headOf(h.first, h.last), "adjective")
}

// nounAfter returns the noun that the adjective ending at i modifies, over
// other adjectives and nouns, or i.
func (sc *scene) nounAfter(i int) int {
	n := i
	for j := i + 1; j < sc.len() && j < i+5; j++ {
		switch sc.words[j].upos {
		case "NOUN", "PROPN":
			n = j
		case "ADJ":
		default:
			return n
		}
	}
	return n
}
