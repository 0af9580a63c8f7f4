package resolve

import (
	"slices"
	"strings"

	"entente"
	"entente/gazetteer"
)

// Resolve finds the actors and places of an article, and fills the country of
// its dateline. Articles without sentences give an empty Cast.
func (r *Resolver) Resolve(a *entente.Analysis) entente.Cast {
	b := newBuilder(r, a)
	if a.Article != nil && a.Article.Dateline != nil {
		r.dateline(a.Article.Dateline, a.Article.Published)
	}
	scenes := make([]*scene, len(a.Sentences))
	for i := range a.Sentences {
		scenes[i] = r.newScene(a, i)
	}
	for _, sc := range scenes {
		b.words = append(b.words, sc.words)
	}
	b.survey(scenes)
	b.sift(scenes)
	for _, sc := range scenes {
		b.units(sc)
		b.names(sc)
		b.states(sc)
	}
	for _, sc := range scenes {
		b.late(sc)
	}
	for _, sc := range scenes {
		b.strangers(sc)
		b.crowds(sc)
	}
	b.merge()
	b.offices()
	for _, sc := range scenes {
		b.pronouns(sc)
	}
	b.homes()
	b.hosts()
	b.tenures()
	return b.cast()
}

// scene is one sentence with what the tables say of its words.
type scene struct {
	index int
	s     *entente.Sentence
	words []word
	hits  []hit
	hitAt []int  // word -> index into hits, or -1
	taken []bool // word -> is part of an actor's mention already
	roles []role
	units []unit
}

func (r *Resolver) newScene(a *entente.Analysis, index int) *scene {
	s := &a.Sentences[index]
	sc := &scene{index: index, s: s, words: wordsOf(s), taken: make([]bool, len(s.Tokens)), hitAt: make([]int, len(s.Tokens))}
	sc.hits = r.scan(sc.words, false)
	for i := range sc.hitAt {
		sc.hitAt[i] = -1
	}
	for i, h := range sc.hits {
		for j := h.first; j <= h.last; j++ {
			sc.hitAt[j] = i
		}
	}
	for i := 0; i < len(sc.words); i++ {
		if k := sc.hitAt[i]; k >= 0 && sc.hits[k].last > i && !shortState(sc.hits[k]) {
			i = sc.hits[k].last
			continue
		}
		if ro, ok := r.roleAt(sc.words, i); ok && sc.roleFits(ro) && !sc.nameNotRole(ro) {
			sc.roles = append(sc.roles, ro)
			i = ro.last
		}
	}
	return sc
}

// shortState reports whether a hit is no more than a state, so that a role may
// start inside it ("UN" in "UN official" is an organization and may).
func shortState(h hit) bool { return h.first == h.last }

// roleFits drops verbs and the like: "she heads the board", "it will state".
func (sc *scene) roleFits(ro role) bool {
	switch sc.words[ro.head].upos {
	case "NOUN", "PROPN", "":
		return true
	case "ADJ":
		return ro.first < ro.last || sc.words[ro.head].low == "elderly"
	case "VERB", "AUX", "ADV", "ADP", "PRON", "DET", "SCONJ", "CCONJ", "INTJ":
		return ro.first < ro.last && sc.words[ro.head].upos != "VERB"
	}
	return true
}

// nameRoles are the offices that are surnames and given names too.
var nameRoles = map[string]bool{
	"sultan": true, "king": true, "pope": true, "bishop": true, "judge": true, "prince": true, "emir": true, "marshal": true, "cook": true, "major": true, "priest": true, "miner": true,
	"amir": true, "queen": true, "imam": true, "baker": true, "nun": true, "abbot": true, "farmer": true, "sheriff": true, "villager": true, "general": true, "sheikh": true,
}

// nameNotRole tells "Nadia Sultan" and "Dr. King" from a sultan and a king: a
// capitalised office that ends a name.
func (sc *scene) nameNotRole(ro role) bool {
	i := ro.first
	if i != ro.last || i == 0 || !nameRoles[sc.words[i].low] || !sc.words[i].capital || i+1 < sc.len() && sc.words[i+1].upos == "PROPN" {
		return false
	}
	if isTitle(sc.low(i-1)) || sc.low(i-1) == "." && isTitle(sc.low(i-2)) {
		return sc.words[i].low != "general"
	}
	return sc.words[i-1].upos == "PROPN" && sc.words[i-1].capital && sc.hitAt[i-1] < 0 && !sc.inRole(i-1)
}

// end returns the index after the words of the sentence.
func (sc *scene) len() int { return len(sc.words) }

// low is the folded word at i, or "" outside the sentence.
func (sc *scene) low(i int) string {
	if i < 0 || i >= len(sc.words) {
		return ""
	}
	return sc.words[i].low
}

// headOf returns the syntactic head of the tokens first..last: the one whose
// own head lies outside, the last nominal one if the tree gives several.
func (sc *scene) headOf(first, last int) int {
	best := -1
	for i := first; i <= last; i++ {
		h := sc.s.Tokens[i].Head
		if h >= first && h <= last && h != i {
			continue
		}
		switch sc.s.Tokens[i].UPOS {
		case "PUNCT", "ADP", "DET", "PART", "CCONJ":
			continue
		}
		nominal := sc.s.Tokens[i].UPOS == "NOUN" || sc.s.Tokens[i].UPOS == "PROPN"
		if best < 0 || nominal {
			best = i
		}
	}
	if best < 0 {
		return last
	}
	return best
}

// flatPart reports whether the words first..last are only a part of a longer
// name by the tree: "Jordan" in "Michael Jordan".
func (sc *scene) flatPart(first, last int) bool {
	tokens := sc.s.Tokens
	if tokens[first].BaseRel() == "flat" && tokens[first].Head < first && first-tokens[first].Head < 5 {
		h := tokens[first].Head
		return tokens[h].UPOS == "PROPN" && sc.hitAt[h] < 0
	}
	for i := last + 1; i < len(tokens) && i <= last+2; i++ {
		if tokens[i].BaseRel() == "flat" && tokens[i].Head >= first && tokens[i].Head <= last && sc.words[i].capital && sc.hitAt[i] < 0 {
			return true
		}
	}
	return false
}

// survey reads ahead: the states that the article speaks of, and the people it
// names in full, so that a surname before the full name (in a headline) finds
// its owner.
func (b *builder) survey(scenes []*scene) {
	opened := false
	for _, sc := range scenes {
		b.opening(sc)
		first := !opened && sc.s.Zone == entente.ZoneBody
		opened = opened || first
		for i := 1; i < sc.len(); i++ {
			if sc.s.Tokens[i].Name == "I-person" && (i+1 == sc.len() || sc.s.Tokens[i+1].Name != "I-person") {
				b.named[sc.words[i].low] = true
			}
		}
		for _, h := range sc.hits {
			counted := map[string]bool{} // a name of two meanings in one land
			for _, name := range h.names {
				switch name.Kind {
				case gazetteer.KindState, gazetteer.KindAdjective, gazetteer.KindPeople, gazetteer.KindCapital:
					land := b.r.g.States[name.Ref].Country()
					b.seen[land] = true
					if first {
						b.lead[land] = true
					}
					if !counted[land] {
						counted[land] = true
						b.lands[land]++
					}
					if s := &b.r.g.States[name.Ref]; s.Kind == "region" && name.Kind == gazetteer.KindState {
						b.regions[s.Parent+"/"+fold(s.Name)] = true
					}
					if name.Kind == gazetteer.KindState || name.Kind == gazetteer.KindCapital {
						b.byName[b.r.g.States[name.Ref].Code]++
					}
					if name.Kind != gazetteer.KindCapital {
						b.spoken[b.r.g.States[name.Ref].Country()] = true
					}
				case gazetteer.KindPerson:
					if len(h.names) == 1 || b.r.g.People[name.Ref].Near(b.day, 30) {
						b.seen[b.r.g.People[name.Ref].Country] = true
					}
				}
			}
		}
	}
}

// pick chooses one meaning of a hit, or reports that none is certain enough.
func (b *builder) pick(sc *scene, h hit) (gazetteer.Name, bool) {
	r := b.r
	if h.first == h.last && b.isSurname(sc.words[h.first].low) && sc.low(h.first-1) != "the" { // "Breton" is nobody of Brittany where the article names a man so
		h.names = slices.DeleteFunc(slices.Clone(h.names), r.yields)
	}
	var city, surname []gazetteer.Name
	for _, name := range h.names {
		switch name.Kind {
		case gazetteer.KindState, gazetteer.KindCapital, gazetteer.KindAdjective, gazetteer.KindPeople:
			if !name.Guarded && !sc.flatPart(h.first, h.last) {
				if seat, ok := b.seatOf(sc, h, name); ok {
					return seat, true
				}
				if place, ok := b.namesake(sc, h, name); ok {
					return place, true
				}
				return r.at(b.kin(name), b.day), true
			}
		case gazetteer.KindOrg:
			if best, ok := b.bestOrg(sc, h); ok {
				return best, true
			}
		case gazetteer.KindParty:
			if !name.Guarded && (len(name.Pieces) > 2 || b.seen[r.g.Orgs[name.Ref].Country]) {
				return b.partyOf(h), true
			}
		case gazetteer.KindPerson:
			if best, ok := b.bestPerson(h.names, gazetteer.KindPerson); ok {
				return best, true
			}
		case gazetteer.KindSurname:
			surname = append(surname, name)
		case gazetteer.KindPlace:
			city = append(city, name)
		}
	}
	if len(surname) > 0 {
		if best, ok := b.bestSurname(sc, h, surname); ok {
			return best, true
		}
	}
	if len(city) > 0 && !sc.flatPart(h.first, h.last) {
		return b.bestPlace(sc, h, city)
	}
	return gazetteer.Name{}, false
}

// isSurname reports whether the article names somebody in full with that surname.
func (b *builder) isSurname(low string) bool {
	_, met := b.surnames[low]
	return met || b.named[low]
}

// yields reports whether a name gives way where the article also has a person of that
// surname: a region, people, town or body does, a state does not.
func (r *Resolver) yields(n gazetteer.Name) bool {
	switch n.Kind {
	case gazetteer.KindOrg, gazetteer.KindPeople, gazetteer.KindParty, gazetteer.KindPlace:
		return true
	case gazetteer.KindState, gazetteer.KindAdjective:
		return r.g.States[n.Ref].Kind == "region"
	}
	return false
}

// bestOrg chooses among organizations of one name: one of a land that the article
// speaks of and that was there on the day, else the first of the table. An everyday
// word needs the company of small words and no place at a sentence's start: "Dawn
// broke" is no newspaper, "told Dawn" is.
func (b *builder) bestOrg(sc *scene, h hit) (gazetteer.Name, bool) {
	var best gazetteer.Name
	score := -1
	for _, name := range h.names {
		if name.Kind != gazetteer.KindOrg || name.Guarded && !sc.nameLike(h) || name.Seat && b.isTown(sc, h, name) {
			continue
		}
		o := &b.r.g.Orgs[name.Ref]
		if owner := b.owner(sc, h.first); owner != "" && o.Country != "" && o.Country != owner && len(o.Country) == 3 && b.r.g.State(o.Country) != nil {
			continue // "Pakistan's National Assembly" is not that of a namesake
		}
		if o.Sector == "PTY" && o.Country != "" && !b.seen[o.Country] && !name.Own && (name.Acronym || name.SmallOne) {
			continue // "MAS" is a party of Bolivia, and much else
		}
		if d := b.a.Article.Dateline; o.Sector == "PTY" && o.Country != "" && !b.seen[o.Country] && d != nil && d.Country != "" && d.Country != o.Country {
			continue // the Democratic Party of a report from Tirana
		}
		n := 0
		if o.Active(b.day) {
			n = 4
		}
		if b.seen[o.Country] && o.Country != "" {
			n += 2
			if s := b.r.g.State(o.Country); s != nil && !s.To.IsZero() && s.To.Before(b.day) {
				n-- // the KGB of 2006 is that of Belarus where both lands are named
			}
		}
		if name.Own {
			n += 8
		}
		if n > score {
			best, score = name, n
		}
	}
	return best, score >= 0
}

// owner is the state whose name stands before word first as its owner or adjective: "Chad's",
// "Chadian".
func (b *builder) owner(sc *scene, first int) string {
	j := first - 1
	if low := sc.low(j); low == "'s" || low == "’s" || low == "'" || low == "’" {
		j--
	} else if j >= 0 && !sc.adjAt(j) {
		return ""
	}
	if j < 0 || sc.hitAt[j] < 0 {
		return ""
	}
	for _, name := range sc.hits[sc.hitAt[j]].names {
		switch name.Kind {
		case gazetteer.KindState, gazetteer.KindAdjective, gazetteer.KindCapital:
			return b.countryOf(&b.r.g.States[name.Ref])
		}
	}
	return ""
}

// seatOf takes a capital for a body above states that sits there: "Brussels fined
// Google" is the European Union, unless the article speaks of Belgium otherwise.
func (b *builder) seatOf(sc *scene, h hit, capital gazetteer.Name) (gazetteer.Name, bool) {
	if capital.Kind != gazetteer.KindCapital || b.spoken[b.r.g.States[capital.Ref].Country()] || !sc.partakes(h) {
		return gazetteer.Name{}, false
	}
	for _, name := range h.names {
		if name.Kind == gazetteer.KindOrg && name.Seat && b.r.g.Orgs[name.Ref].Country == "" && b.r.g.Orgs[name.Ref].Active(b.day) {
			return name, true
		}
	}
	return gazetteer.Name{}, false
}

// acts reports whether a name is the subject of a verb that is not passive.
func (sc *scene) acts(h hit) bool {
	return sc.s.Tokens[sc.headOf(h.first, h.last)].Rel == "nsubj"
}

// isTown reports whether a seat is rather the town of that name: it is not where the
// name acts, nor where it is a place and the town lies in a land that the article does
// not speak of, but for the seat's own.
func (b *builder) isTown(sc *scene, h hit, seat gazetteer.Name) bool {
	if sc.acts(h) {
		return false
	}
	home := b.r.g.Orgs[seat.Ref].Country
	placed := sc.placed(h.first)
	for _, name := range h.names {
		if name.Kind != gazetteer.KindPlace {
			continue
		}
		if c := b.r.g.Place(name.Ref).Country; !placed || c == home || b.seen[c] || !b.seen[home] {
			return true
		}
	}
	return false
}

// carriage are words of going and of what goes: after them "to" and "from" name a
// place. "Travel" and "visit" are not among them, since who travels to a capital
// mostly meets its government.
var carriage = map[string]bool{
	"march": true, "walk": true, "drive": true, "flight": true, "road": true, "highway": true, "train": true, "bus": true, "railway": true, "route": true, "stroll": true, "run": true, "ride": true,
	"procession": true, "parade": true, "rally": true, "convoy": true, "motorcade": true, "taxi": true, "ferry": true, "commute": true, "pipeline": true, "bike": true, "cycle": true,
}

// partOf are words for a part of a town: after them "of" names a place.
var partOf = map[string]bool{
	"suburb": true, "suburbs": true, "outskirts": true, "centre": true, "center": true, "street": true, "streets": true, "district": true, "districts": true, "airport": true, "port": true, "quarter": true,
	"neighbourhood": true, "neighborhood": true, "north": true, "south": true, "east": true, "west": true, "northeast": true, "northwest": true, "southeast": true, "southwest": true, "part": true, "parts": true,
	"city": true, "town": true, "heart": true, "gates": true, "siege": true, "fall": true, "battle": true, "miles": true, "kilometers": true, "kilometres": true, "km": true,
}

// placed reports whether the words around the name that starts at word first make
// it a place and no more: "near the Kremlin", "marched to Malacañang".
func (sc *scene) placed(first int) bool {
	j := first - 1
	for j >= 0 && j >= first-3 && (sc.words[j].upos == "DET" || sc.words[j].upos == "ADJ") {
		j--
	}
	prep := sc.low(j)
	switch {
	case inside[prep] || prep == "past" || prep == "beside" || prep == "behind" || prep == "along" || prep == "beyond" || prep == "opposite":
		return true
	case prep == "of":
		return partOf[sc.low(j-1)]
	case prep == "to" || prep == "from" || prep == "into" || prep == "towards" || prep == "toward":
		t := &sc.s.Tokens[first]
		for range 4 { // up the tree to the word of going
			if carriage[strings.ToLower(sc.s.Tokens[t.Head].Lemma)] {
				return true
			}
			t = &sc.s.Tokens[t.Head]
		}
	}
	return false
}

// nameLike reports whether an everyday word is a name where it stands: in capitals
// among small words, or capitalised inside a sentence, by itself and as a noun.
func (sc *scene) nameLike(h hit) bool {
	small := 0
	for i, w := range sc.words {
		if len(w.pieces) > 0 && !w.capital && (i < h.first || i > h.last) {
			small++
		}
	}
	if small < 2 {
		return false
	}
	if sc.words[h.first].upper {
		return true
	}
	for _, i := range []int{h.first - 1, h.last + 1} {
		if i >= 0 && i < sc.len() && sc.words[i].capital && sc.words[i].upos == "PROPN" {
			return false
		}
	}
	return h.first > 0 && len(sc.words[h.first-1].pieces) > 0 && sc.words[h.first].upos == "PROPN"
}

// partyOf takes the party of a country that the article speaks of.
func (b *builder) partyOf(h hit) gazetteer.Name {
	first := gazetteer.Name{}
	for _, name := range h.names {
		if name.Kind != gazetteer.KindParty {
			continue
		}
		if len(first.Pieces) == 0 {
			first = name
		}
		if b.seen[b.r.g.Orgs[name.Ref].Country] {
			return name
		}
	}
	return first
}

// bestPerson prefers who is in office, then who has left it last.
func (b *builder) bestPerson(names []gazetteer.Name, kind gazetteer.Kind) (gazetteer.Name, bool) {
	var best gazetteer.Name
	score := -1
	for _, name := range names {
		if name.Kind != kind {
			continue
		}
		p := &b.r.g.People[name.Ref]
		n := 0
		if p.Started(b.day) {
			n = 1
		}
		if p.Near(b.day, 12) {
			n += 2
		}
		if _, ok := p.At(b.day); ok {
			n += 4
		}
		if b.seen[p.Country] {
			n += 3
		}
		if n > score {
			best, score = name, n
		}
	}
	return best, score > 0
}

// great lists the states whose leaders papers name without saying of what.
var great = map[string]bool{"USA": true, "RUS": true, "CHN": true, "GBR": true, "FRA": true, "DEU": true, "SUN": true, "ISR": true, "UNO": true, "": true}

// bestSurname takes a bare surname for a holder of office if the article names
// nobody else so, and the holder is in office about the day. A heuristic: in an
// article on France of 2018 it takes a carpenter named Macron for the president.
func (b *builder) bestSurname(sc *scene, h hit, names []gazetteer.Name) (gazetteer.Name, bool) {
	if sc.flatPart(h.first, h.last) || sc.beforeName(h.last) || sc.afterName(h.first) {
		return gazetteer.Name{}, false
	}
	titled := sc.titled(h.first)
	var best gazetteer.Name
	score := 0
	for _, name := range names {
		p := &b.r.g.People[name.Ref]
		_, known := b.byKey[p.ID]
		if known {
			return name, true
		}
		if name.Guarded && !titled {
			continue
		}
		n := 0
		_, in := p.At(b.day)
		switch {
		case in && !b.day.IsZero():
			n = 4
		case p.Near(b.day, 2) && p.Started(b.day):
			n = 2
		case titled && p.Near(b.day, 30) && p.Started(b.day) && b.seen[p.Country]: // "Mr Carter" is not always the one who ruled long ago
			n = 1
		}
		if n > 0 && !b.seen[p.Country] && !great[p.Country] && !(in && b.only(names, p.Country)) {
			n = 0
		}
		if n > score {
			best, score = name, n
		}
	}
	return best, score > 0
}

// only reports whether a surname is of one country's people alone and no everyday
// word: "Erdogan", but not "Li". An article may name such a leader and never the
// state.
func (b *builder) only(names []gazetteer.Name, country string) bool {
	for _, name := range names {
		p := &b.r.g.People[name.Ref]
		if p.Country != country || name.Guarded || len(p.Surname) < 5 {
			return false
		}
		if t, ok := p.At(b.day); ok && t.Office == "" { // the tables of tenure alone have every namesake
			return false
		}
	}
	return !b.day.IsZero()
}

// titled reports whether a title or office stands right before word i.
func (sc *scene) titled(i int) bool {
	for _, ro := range sc.roles {
		if ro.last == i-1 && ro.Kind == "person" {
			return true
		}
	}
	return isTitle(sc.low(i - 1))
}

var titles = map[string]bool{
	"mr": true, "mr.": true, "mrs": true, "mrs.": true, "ms": true, "ms.": true, "miss": true, "dr": true, "dr.": true, "prof": true, "prof.": true, "sir": true, "lord": true,
	"lady": true, "dame": true, "gen": true, "gen.": true, "col": true, "col.": true, "maj": true, "maj.": true, "lt": true, "lt.": true, "sgt": true, "sgt.": true,
	"capt": true, "capt.": true, "adm": true, "adm.": true, "rep.": true, "rep": true, "sen.": true, "sen": true, "gov.": true, "gov": true, "rev.": true, "sheikh": true, "shaikh": true,
	"hajji": true, "alhaji": true, "ayatollah": true, "imam": true, "mullah": true, "comrade": true, "madame": true, "monsieur": true, "herr": true, "judge": true, "pres.": true,
	"professor": true, "doctor": true, "maj.-gen.": true, "brig.": true, "brig": true, "prime": false,
}

func isTitle(low string) bool { return titles[low] }

// feminine titles and roles, for pronouns.
var feminine = map[string]bool{"mrs": true, "mrs.": true, "ms": true, "ms.": true, "miss": true, "lady": true, "dame": true, "madame": true}

// beforeName and afterName report whether an unknown capitalised word continues
// the name on that side: then the surname is somebody's whom we do not know.
func (sc *scene) beforeName(i int) bool {
	j := i + 1
	return j < sc.len() && sc.words[j].upos == "PROPN" && sc.words[j].capital && sc.hitAt[j] < 0 && sc.s.Tokens[j].BaseRel() == "flat"
}

func (sc *scene) afterName(i int) bool {
	j := i - 1
	return j >= 0 && sc.words[j].upos == "PROPN" && sc.words[j].capital && sc.hitAt[j] < 0 && !sc.inRole(j) && !isTitle(sc.words[j].low)
}

func (sc *scene) inRole(i int) bool {
	for _, ro := range sc.roles {
		if ro.first <= i && i <= ro.last {
			return true
		}
	}
	return false
}
