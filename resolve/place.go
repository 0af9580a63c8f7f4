package resolve

import (
	"math"
	"slices"
	"strings"

	"entente"
	"entente/gazetteer"
)

// sift settles the names that can only be places, as the whole article has them, and
// drops those that are more likely somebody's: what is no place any longer may be a
// stranger's name. What is sure anywhere in the article is sure everywhere, so it
// goes over the sentences twice.
func (b *builder) sift(scenes []*scene) {
	for range 2 {
		for _, sc := range scenes {
			for _, h := range sc.hits {
				b.site(sc, h)
			}
		}
	}
	for _, sc := range scenes {
		kept := sc.hits[:0]
		for _, h := range sc.hits {
			if onlyPlaces(h.names) {
				if _, ok := b.site(sc, h); !ok {
					for i := h.first; i <= h.last; i++ {
						sc.hitAt[i] = -1
					}
					continue
				}
			}
			for i := h.first; i <= h.last; i++ {
				sc.hitAt[i] = len(kept)
			}
			kept = append(kept, h)
		}
		sc.hits = kept
	}
}

func onlyPlaces(names []gazetteer.Name) bool {
	return !slices.ContainsFunc(names, func(n gazetteer.Name) bool { return n.Kind != gazetteer.KindPlace })
}

// site returns the place that a hit of places alone means, and whether that is sure
// enough; sure ones are kept for the rest of the article.
func (b *builder) site(sc *scene, h hit) (gazetteer.Name, bool) {
	if !onlyPlaces(h.names) {
		return gazetteer.Name{}, false
	}
	name, ok := b.bestPlace(sc, h, h.names)
	key := strings.Join(name.Pieces, " ")
	if _, have := b.sites[key]; ok && !have {
		p := b.r.g.Place(name.Ref)
		b.sites[key] = site{name.Ref, p}
		switch p.Kind {
		case "division":
			b.regions[p.Country+"/"+fold(p.Name)] = true
		case "town":
			b.regions[p.Country+"/"+fold(p.Region)] = true
		}
	}
	return name, ok
}

// divisionWords stand after or before the name of a first-level division.
var divisionWords = map[string]bool{
	"province": true, "oblast": true, "region": true, "governorate": true, "state": true, "prefecture": true, "department": true, "district": true, "county": true, "canton": true,
	"krai": true, "republic": true, "provinces": true, "regions": true, "voivodeship": true, "emirate": true, "division": true,
}

// townWords stand before "of" and a town's name.
var townWords = map[string]bool{"city": true, "town": true, "port": true, "village": true, "suburb": true, "capital": true}

// site is a place with its row.
type site struct {
	ref int
	gazetteer.Place
}

// decisive are the points of what the text says right beside a name.
const decisive = 1000

// mine are the points of a place of the user's own: it goes before its namesakes unless the
// text says beside the name which is meant.
const mine = 200

// likely weighs a place against its namesakes: what the text says next to it, what
// lands and divisions the article speaks of, what lies near places that are sure, and
// how many live there. Points are a choice of ours, held by testdata/places.tsv.
func (b *builder) likely(sc *scene, h hit, ref int) int {
	p := b.r.g.Place(ref)
	if p.Gone(b.day) { // Salisbury of 2018 is not in Zimbabwe
		return -1
	}
	n := int(20 * math.Log10(float64(p.Population)+1000))
	land := b.after(sc, h.last)
	if theirs := func(l string) bool { return l == p.Country || strings.HasPrefix(l, p.Country+"/") }; bearings[sc.low(h.first)] && sc.low(h.last+1) != "," && len(land) > 0 && !slices.ContainsFunc(land, theirs) {
		return -1 // "the Eastern Region of Ghana" is not Uganda's
	}
	switch {
	case p.Kind == "town" && slices.Contains(land, p.Country), p.Kind == "town" && slices.Contains(land, p.Country+"/"+fold(p.Region)):
		n += decisive
	}
	division := divisionWords[sc.low(h.last+1)]
	town := sc.low(h.first-1) == "of" && (townWords[sc.low(h.first-2)] || divisionWords[sc.low(h.first-2)])
	switch {
	case p.Kind == "division" && (division || town && divisionWords[sc.low(h.first-2)]):
		n += decisive
	case p.Kind == "division": // a town goes before the land around it
		n -= 40
	case p.Kind != "town": // a feature is known by its name
		n += 40
	}
	if count := b.lands[p.Country]; count > 0 && p.Country != "" {
		n += 15 + min(2*count, 10)
	}
	if b.a.Article.Dateline != nil && b.a.Article.Dateline.Country == p.Country && p.Country != "" {
		n += 10
	}
	if p.Region != "" && b.regions[p.Country+"/"+fold(p.Region)] {
		n += 35
	}
	for _, q := range b.sites {
		if q.ref != ref && near(&p, &q.Place) {
			n += 15
			break
		}
	}
	return n
}

func fold(s string) string { return strings.Join(pieces(s), " ") }

func pieces(s string) []string {
	var out []string
	for _, w := range strings.Fields(s) {
		out = append(out, gazetteer.Pieces(w)...)
	}
	return out
}

// dateline fills the land that a dateline lies in on the day, and where its town is.
func (r *Resolver) dateline(d *entente.Dateline, day entente.Day) {
	d.Country = r.countryOn(d.Text, day)
	town, _, _ := strings.Cut(d.Text, ",")
	for _, code := range []string{d.Country, r.countryOn(d.Text, entente.Day{})} { // a former state's towns are filed under today's
		if p, ok := r.g.Locate(strings.TrimSpace(town), code); ok && code != "" {
			d.Name, d.Lat, d.Lon = p.Name, &p.Lat, &p.Lon
			return
		}
	}
}

// near reports whether two places lie within about 300 km of each other.
func near(p, q *gazetteer.Place) bool {
	north := p.Lat - q.Lat
	east := (p.Lon - q.Lon) * math.Cos(p.Lat*math.Pi/180)
	return north*north+east*east < 2.7*2.7 // degrees of 111 km
}

// bestPlace takes the likeliest of the places of one name, and says whether the
// sentence makes sure that a place is meant at all.
func (b *builder) bestPlace(sc *scene, h hit, names []gazetteer.Name) (gazetteer.Name, bool) {
	var best gazetteer.Name
	score := -1
	prep := sc.before(h.first)
	for _, name := range names {
		if name.Guarded && !locative[sc.low(h.first-1)] && !divisionWords[sc.low(h.last+1)] {
			continue
		}
		n := b.likely(sc, h, name.Ref)
		if name.Own {
			n += mine
		}
		if n > score {
			best, score = name, n
		}
	}
	if score < 0 {
		return best, false
	}
	if score >= decisive {
		return best, true
	}
	if sure, ok := b.sites[strings.Join(best.Pieces, " ")]; ok {
		for _, name := range names {
			if name.Ref == sure.ref {
				return name, true
			}
		}
	}
	p := b.r.g.Place(best.Ref)
	known := b.lands[p.Country] > 0 && p.Country != ""
	if !best.Own && !known && len(b.lands) > 0 && p.Kind == "town" && p.Population < 60000 { // more likely a village of a land that is spoken of
		return best, false
	}
	head := sc.headOf(h.first, h.last)
	switch told := sc.s.Tokens[head].Name; {
	case sc.reached(head):
		return best, true
	case p.Kind == "division" && b.townBefore(sc, h.first, p.Country+"/"+fold(p.Name)):
		return best, true
	case strings.HasSuffix(told, "-person"):
		return best, false
	case strings.HasSuffix(told, "-place"):
		return best, true
	}
	switch {
	case locative[sc.low(h.first-1)], locative[prep] && known:
		return best, true
	case p.Kind != "town" && p.Kind != "division":
		return best, len(best.Pieces) > 1 || known || prep != ""
	}
	return best, p.Population > 700000 || known && p.Population > 100000
}

// namesake is a town or division elsewhere that has the name of a state or of a
// capital: "Tripoli" where the article speaks of Lebanon and not of Libya, "Georgia"
// after "Atlanta".
func (b *builder) namesake(sc *scene, h hit, land gazetteer.Name) (gazetteer.Name, bool) {
	if land.Kind != gazetteer.KindState && land.Kind != gazetteer.KindCapital || len(h.names) < 2 {
		return gazetteer.Name{}, false
	}
	own := b.r.g.States[land.Ref].Country()
	after := b.after(sc, h.last)
	if slices.Contains(after, own) {
		return gazetteer.Name{}, false
	}
	var best gazetteer.Name
	score := -1
	for _, name := range h.names {
		if name.Kind != gazetteer.KindPlace {
			continue
		}
		p := b.r.g.Place(name.Ref)
		region := p.Country + "/" + fold(p.Name)
		told := slices.Contains(after, p.Country) || p.Region != "" && slices.Contains(after, p.Country+"/"+fold(p.Region))
		switch {
		case p.Country == own:
			continue
		case told:
		case own == "" && p.Kind == "division" && b.lands[p.Country] > 0: // "Punjab" is in no single state
		case land.Kind == gazetteer.KindCapital && b.spoken[p.Country] && !b.spoken[own] && p.Population*10 > b.inhabitants(h, own): // not Moscow in Idaho
		case land.Kind == gazetteer.KindState && p.Kind == "division" && (b.regions[region] || b.townBefore(sc, h.first, region)):
		default:
			continue
		}
		if n := b.likely(sc, h, name.Ref); n > score {
			best, score = name, n
		}
	}
	return best, score >= 0
}

// inhabitants is the population of the town of a hit in a country.
func (b *builder) inhabitants(h hit, country string) int {
	n := 0
	for _, name := range h.names {
		if name.Kind != gazetteer.KindPlace {
			continue
		}
		if p := b.r.g.Place(name.Ref); p.Country == country {
			n = max(n, p.Population)
		}
	}
	return n
}

// townBefore reports whether a town of the division stands before word i and a comma.
func (b *builder) townBefore(sc *scene, i int, region string) bool {
	if sc.low(i-1) != "," || i < 2 || sc.hitAt[i-2] < 0 {
		return false
	}
	return slices.ContainsFunc(sc.hits[sc.hitAt[i-2]].names, func(n gazetteer.Name) bool {
		if n.Kind != gazetteer.KindPlace {
			return false
		}
		p := b.r.g.Place(n.Ref)
		return p.Country+"/"+fold(p.Region) == region
	})
}

// after lists what is named next to a place: the state in "Lahore, Pakistan" and "the North of
// Lebanon", the division in "Paris, Texas" or "Tripoli in Lebanon's North", as codes "USA" and
// "USA/texas".
func (b *builder) after(sc *scene, last int) []string {
	k := last + 1
	in := sc.low(k) == "in" || sc.low(k) == "of"
	if !in && sc.low(k) != "," {
		return nil
	}
	k++
	for in && k < sc.len() && sc.hitAt[k] < 0 && (sc.words[k].upos == "DET" || sc.words[k].upos == "ADJ" || sc.low(k) == "the") {
		k++
	}
	if k >= sc.len() || sc.hitAt[k] < 0 {
		return nil
	}
	var out []string
	for _, name := range sc.hits[sc.hitAt[k]].names {
		switch name.Kind {
		case gazetteer.KindState, gazetteer.KindAdjective:
			s := &b.r.g.States[name.Ref]
			if s.Kind == "region" && name.Kind == gazetteer.KindState {
				out = append(out, s.Parent+"/"+fold(s.Name))
				continue
			}
			out = append(out, s.Country())
		case gazetteer.KindPlace:
			if p := b.r.g.Place(name.Ref); p.Kind == "division" {
				out = append(out, p.Country+"/"+fold(p.Name))
			}
		}
	}
	return out
}

// countryAfter is the state in "Lahore, Pakistan".
func (b *builder) countryAfter(sc *scene, last int) string {
	if sc.low(last+1) != "," || last+2 >= sc.len() || sc.hitAt[last+2] < 0 {
		return ""
	}
	for _, name := range sc.hits[sc.hitAt[last+2]].names {
		if name.Kind == gazetteer.KindState {
			return b.r.g.States[name.Ref].Country()
		}
	}
	return ""
}

// mapped files a place of the map, which never acts by itself.
func (b *builder) mapped(sc *scene, h hit, name gazetteer.Name) {
	p := b.r.g.Place(name.Ref)
	out := entente.Place{Name: p.Name, Region: p.Region, Lat: &p.Lat, Lon: &p.Lon}
	if len(p.Lands) < 2 { // a strait between two lands is in neither
		out.Country = b.r.placeCountry(name, b.day)
	}
	b.place(sc, h, out)
	head := sc.headOf(h.first, h.last)
	if s := b.r.g.State(out.Country); s != nil && (p.Kind == "town" || p.Kind == "division" || p.Kind == "site" || p.Kind == "base" || p.Kind == "port" || p.Kind == "island") {
		switch {
		case sc.reached(head) || sc.targeted(head): // who shells Kharkiv acts on Ukraine
			b.mention(b.stateEntity(s.Code), sc.index, h.first, h.last, head, "place")
		case sc.harboured(head): // who bombs a pub in Derry, on people of the land
			e := b.entity(s.Code+"/people", entity{actor: entente.Actor{Name: s.Name + " people", Country: b.countryOf(s), Sector: "CVL", Group: true}, plural: true})
			b.mention(e, sc.index, h.first, h.last, head, "place")
		}
	}
}

// blows are nouns for deeds against what "on", "against" or "of" names after them.
var blows = map[string]bool{
	"attack": true, "assault": true, "raid": true, "strike": true, "airstrike": true, "offensive": true, "bombing": true, "bombardment": true, "shelling": true, "siege": true, "blockade": true, "capture": true,
	"occupation": true, "invasion": true, "storming": true, "seizure": true, "sacking": true, "massacre": true,
}

// targeted reports whether token i is what a noun of violence is aimed at: "an attack
// on Halabja", "the siege of Sarajevo".
func (sc *scene) targeted(i int) bool {
	t := &sc.s.Tokens[i]
	if t.BaseRel() != "nmod" && t.BaseRel() != "obl" {
		return false
	}
	prep := sc.s.Child(i, "case")
	if prep < 0 {
		return false
	}
	switch sc.low(prep) {
	case "on", "against", "of", "upon":
		return blows[strings.ToLower(sc.s.Tokens[t.Head].Lemma)]
	}
	return false
}

// harboured reports whether token i is where the thing stands that a violent verb is
// done to: "bombed two pubs in Birmingham".
func (sc *scene) harboured(i int) bool {
	t := &sc.s.Tokens[i]
	if t.BaseRel() != "nmod" && t.BaseRel() != "obl" || !inside[sc.before(i)] {
		return false
	}
	if violent[strings.ToLower(sc.s.Tokens[t.Head].Lemma)] && t.BaseRel() == "obl" {
		obj := sc.s.Child(t.Head, "obj")
		return obj >= 0 && !sc.taken[obj]
	}
	return !sc.taken[t.Head] && sc.struck(t.Head)
}

// violent are the verbs of reaching that hurt or take.
var violent = map[string]bool{
	"attack": true, "bomb": true, "bombard": true, "shell": true, "strike": true, "hit": true, "raid": true, "capture": true, "seize": true, "storm": true, "burn": true, "destroy": true, "loot": true, "ransack": true,
	"occupy": true, "rock": true, "target": true, "torch": true, "overrun": true, "stone": true, "damage": true, "vandalize": true, "blow": true, "shoot": true, "down": true,
}

// struck reports whether token i is the object of a violent verb.
func (sc *scene) struck(i int) bool {
	t := &sc.s.Tokens[i]
	acted := t.BaseRel() == "obj" || t.BaseRel() == "nsubj" && sc.s.Child(t.Head, "aux:pass") >= 0
	return acted && violent[strings.ToLower(sc.s.Tokens[t.Head].Lemma)]
}

// seat is a building or quarter where it is only a place.
func (b *builder) seat(sc *scene, h hit, country string) {
	text := sc.s.SpanOf(h.first, h.last).In(b.a.Article.Text)
	p := entente.Place{Name: text, Country: country}
	if c, ok := b.r.g.Locate(text, country); ok && country != "" {
		p.Lat, p.Lon = &c.Lat, &c.Lon
	}
	b.place(sc, h, p)
}

// locate finds a capital on the map: under its own state, or that of today.
func (r *Resolver) locate(town string, s *gazetteer.State) (gazetteer.Place, bool) {
	if c, ok := r.g.Locate(town, s.Country()); ok {
		return c, true
	}
	for _, after := range s.After {
		code, _, _ := strings.Cut(after, ":")
		if c, ok := r.g.Locate(town, code); ok {
			return c, true
		}
	}
	return gazetteer.Place{}, false
}

func (b *builder) place(sc *scene, h hit, p entente.Place) {
	p.Span = sc.s.SpanOf(h.first, h.last)
	b.places = append(b.places, entente.PlaceMention{Place: p, Sentence: sc.index, First: h.first, Last: h.last, Head: sc.headOf(h.first, h.last)})
}

// locative prepositions make a name a place.
var locative = map[string]bool{
	"in": true, "at": true, "near": true, "around": true, "outside": true, "inside": true, "across": true, "through": true, "throughout": true,
	"from": true, "to": true, "into": true, "toward": true, "towards": true, "via": true, "over": true, "off": true, "beside": true, "within": true, "of": false,
}

// inside are the prepositions after which a capital is no more than a place.
var inside = map[string]bool{
	"in": true, "at": true, "near": true, "around": true, "outside": true, "inside": true, "across": true, "through": true, "throughout": true, "via": true, "within": true, "over": true,
}

// before returns the preposition that governs the noun phrase starting at or
// before word i: over articles and adjectives, "in" of "in the embattled Aleppo".
func (sc *scene) before(i int) string {
	if t := &sc.s.Tokens[i]; t.BaseRel() == "conj" && t.Head < i && i > 0 && (sc.low(i-1) == "and" || sc.low(i-1) == ",") { // "across Yorkshire and Scotland"
		return sc.before(t.Head)
	}
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		switch sc.words[j].upos {
		case "ADP":
			return sc.words[j].low
		case "DET", "ADJ", "NUM":
			continue
		}
		if strings.EqualFold(sc.words[j].low, "the") {
			continue
		}
		break
	}
	return ""
}
