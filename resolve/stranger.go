package resolve

import (
	"strings"

	"entente"
	"entente/gazetteer"
)

// noActors are the last words of capitalised names that name no actor: deeds,
// texts, feasts and features of the land.
var noActors = map[string]bool{
	"war": true, "resolution": true, "treaty": true, "agreement": true, "accord": true, "pact": true, "protocol": true, "convention": true, "act": true, "bill": true,
	"law": true, "constitution": true, "charter": true, "declaration": true, "plan": true, "initiative": true, "summit": true, "conference": true, "day": true, "eve": true,
	"cup": true, "games": true, "olympics": true, "prize": true, "award": true, "article": true, "street": true, "avenue": true, "square": true, "road": true, "bridge": true,
	"sea": true, "ocean": true, "river": true, "lake": true, "bay": true, "gulf": true, "strait": true, "canal": true, "island": true, "islands": true, "mountains": true,
	"valley": true, "peninsula": true, "desert": true, "airport": true, "revolution": true, "holocaust": true, "covid-19": true, "coronavirus": true, "ramadan": true, "christmas": true,
	"easter": true, "internet": true, "twitter": true, "facebook": true, "english": true, "arabic": true, "god": true, "corridor": true, "asia": true, "africa": true, "mediterranean": true, "east": true, "caucasus": true, "balkans": true, "pacific": true,
	"atlantic": true, "arctic": true, "antarctica": true, "himalayas": true, "hemisphere": true, "horn": true, "sahel": true, "americas": true, "earth": true, "mars": true,
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true, "january": true, "february": true, "march": true,
	"shoal": true, "shoals": true, "reef": true, "reefs": true, "atoll": true, "first": true, "second": true, "third": true, "fourth": true, "fifth": true,
	"april": true, "june": true, "july": true, "august": true, "september": true, "october": true, "november": true, "december": true, "line": true, "wall": true,
}

// strangers makes actors of names that no table holds where a name stands as
// somebody who acts or is acted upon: subject, object, agent, owner, or beside
// another actor. Their country and sector are not known. Heuristic: it takes "the
// Rubicon" in "crossed the Rubicon" for an actor.
func (b *builder) strangers(sc *scene) {
	for i := range b.entities { // names of states are not marked as taken, since other mentions may hold them
		for _, m := range b.entities[i].actor.Mentions {
			if m.Sentence == sc.index {
				for j := m.First; j <= m.Last; j++ {
					sc.taken[j] = true
				}
			}
		}
	}
	for i := range sc.s.Tokens {
		tok := &sc.s.Tokens[i]
		if tok.UPOS != "PROPN" || sc.taken[i] || !sc.words[i].capital || !sc.argument(i) && !sc.fullName(i) || b.dated(sc, i) || b.placed(sc, i) {
			continue
		}
		first, last := sc.nameAround(i)
		if low := sc.words[last].low; first < last && sc.low(first) == "operation" || noActors[low] || noActors[sc.words[i].low] || len(low) < 2 {
			continue
		}
		name := sc.s.SpanOf(first, last).In(b.a.Article.Text)
		if sc.s.Zone == entente.ZoneHeadline && !b.elsewhere(sc, name) { // headlines give any word a capital
			continue
		}
		key := "stranger:" + gazetteer.Fold(name)
		if first == last { // a later short form of a longer name
			if e, ok := b.surnames[gazetteer.Fold(name)]; ok {
				b.mention(e, sc.index, first, last, i, "surname")
				continue
			}
		}
		ent := entity{actor: entente.Actor{Name: strings.Join(strings.Fields(name), " "), Sector: "UNK"}, stranger: true}
		if first < last && (sc.words[last].low == "party" || sc.words[last].low == "front") {
			ent.actor.Sector, ent.actor.Group, ent.local = "PTY", true, true
		}
		if first < last && inRevolt[sc.low(first)] || inRevolt[sc.low(first-1)] && sc.s.Tokens[i].Feat("Number") == "Plur" {
			ent.actor.Sector, ent.actor.Group, ent.local, ent.plural = "REB", true, true, true
			key = "revolt:" + key
		}
		if owner := b.owner(sc, first); owner != "" { // "Kenya's Water Council"
			ent.actor.Country = owner
			if organs[sc.words[last].low] {
				ent.actor.Sector, ent.actor.Group = "GOV", true
			}
		}
		b.membership(sc, i, &ent)
		e := b.entity(key, ent)
		b.mention(e, sc.index, first, last, i, "name")
		for j := first; j <= last; j++ {
			sc.taken[j] = true
		}
		if low := sc.words[last].low; first < last {
			if _, known := b.surnames[low]; !known {
				b.surnames[low] = e
			}
		}
	}
}

// membership gives a body of no table the land and the sector of those whom its name says it is
// of: "the Federation of Nepalese Journalists", "the Confederation of Danish Industries".
func (b *builder) membership(sc *scene, i int, ent *entity) {
	if !leagues[sc.low(i)] {
		return
	}
	ent.actor.Group, ent.actor.Sector, ent.local = true, "NGO", true
	for _, k := range sc.s.Children(i, "nmod") {
		of := sc.s.Child(k, "case")
		if of < 0 || sc.low(of) != "of" && sc.low(of) != "for" || !sc.words[k].capital {
			continue
		}
		ent.actor.Name = strings.Join(strings.Fields(sc.s.SpanOf(i, k).In(b.a.Article.Text)), " ")
		if sector, ok := membersOf[sc.low(k)]; ok {
			ent.actor.Sector = sector
		}
		for _, j := range append(sc.s.Children(k, "amod", "compound"), k) {
			if h := sc.hitAt[j]; h >= 0 {
				for _, name := range sc.hits[h].names {
					if name.Kind == gazetteer.KindAdjective || name.Kind == gazetteer.KindState {
						ent.actor.Country = b.countryOf(&b.r.g.States[name.Ref])
					}
				}
			}
		}
	}
}

// leagues are the words for a body of many in a name.
var leagues = map[string]bool{
	"federation": true, "confederation": true, "association": true, "union": true, "league": true, "congress": true, "alliance": true, "council": true, "society": true, "syndicate": true, "guild": true, "chamber": true,
	"coalition": true, "forum": true, "organization": true, "organisation": true, "conference": true,
}

// membersOf are the sectors of the bodies of such people.
var membersOf = map[string]entente.Sector{
	"journalists": "MED", "editors": "MED", "writers": "MED", "publishers": "MED", "broadcasters": "MED",
	"workers": "LAB", "teachers": "LAB", "unions": "LAB", "miners": "LAB", "employees": "LAB", "nurses": "LAB", "doctors": "LAB", "labor": "LAB", "labour": "LAB", "drivers": "LAB", "seamen": "LAB", "dockers": "LAB",
	"peasants": "LAB", "farmers": "LAB", "railwaymen": "LAB", "transporters": "LAB",
	"industries": "BUS", "industry": "BUS", "commerce": "BUS", "employers": "BUS", "manufacturers": "BUS", "exporters": "BUS", "bankers": "BUS", "traders": "BUS",
	"students": "EDU", "universities": "EDU", "bishops": "REL", "churches": "REL", "clergy": "REL", "priests": "REL", "muslims": "REL", "ulema": "REL", "rabbis": "REL",
}

// organs are the last words of the names of a state's organs.
var organs = map[string]bool{"committee": true, "council": true, "commission": true, "agency": true, "authority": true, "board": true, "bureau": true, "directorate": true, "department": true}

// elsewhere reports whether a name stands in another sentence too.
func (b *builder) elsewhere(sc *scene, name string) bool {
	for i := range b.a.Sentences {
		if i != sc.index && strings.Contains(b.a.Sentences[i].Span.In(b.a.Article.Text), name) {
			return true
		}
	}
	return false
}

// fullName reports whether token i heads a person's name of two words or more, as the
// parser has it: that is somebody wherever it stands.
func (sc *scene) fullName(i int) bool {
	return sc.s.Tokens[i].Name == "B-person" && i+1 < sc.len() && sc.s.Tokens[i+1].Name == "I-person" && sc.s.Tokens[i].BaseRel() != "flat"
}

// argument reports whether token i stands where actors stand.
func (sc *scene) argument(i int) bool {
	tok := &sc.s.Tokens[i]
	switch tok.BaseRel() {
	case "nsubj", "obj", "iobj":
		return true
	case "obl", "nmod":
		if tok.Rel == "nmod:poss" || tok.Rel == "obl:agent" {
			return true
		}
		for _, k := range sc.s.Children(i, "case") {
			switch sc.words[k].low {
			case "by", "against", "with", "between", "on", "to", "from":
				return true
			}
		}
	case "conj":
		return tok.Head != i && sc.argument(tok.Head)
	}
	return false
}

// nameAround widens token i to the capitalised words that make one name with it.
func (sc *scene) nameAround(i int) (first, last int) {
	first, last = i, i
	part := func(j int) bool {
		if j < 0 || j >= sc.len() || sc.taken[j] || !sc.words[j].capital {
			return false
		}
		h := sc.s.Tokens[j].Head
		switch sc.s.Tokens[j].BaseRel() {
		case "flat", "compound", "amod":
			return h == i || h >= first && h <= last
		}
		return false
	}
	for part(first - 1) {
		first--
	}
	for part(last + 1) {
		last++
	}
	// "Department of Transportation"
	if last+2 < sc.len() && sc.low(last+1) == "of" && sc.words[last+2].capital && sc.s.Tokens[last+2].UPOS == "PROPN" && sc.s.Tokens[last+2].Head == i && !sc.taken[last+2] {
		last += 2
	}
	return first, last
}

// dated reports whether token i belongs to a date: "Monday" is a name too.
func (b *builder) dated(sc *scene, i int) bool {
	for k := range b.a.Dates {
		if d := &b.a.Dates[k]; d.Sentence == sc.index && d.First <= i && i <= d.Last {
			return true
		}
	}
	return false
}

// placed reports whether token i belongs to a place of the tables.
func (b *builder) placed(sc *scene, i int) bool {
	for k := range b.places {
		if p := &b.places[k]; p.Sentence == sc.index && p.First <= i && i <= p.Last {
			return true
		}
	}
	return false
}
