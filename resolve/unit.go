package resolve

import (
	"slices"
	"strings"

	"entente"
	"entente/gazetteer"
)

// unit is a noun phrase headed by a role: "Pakistan's former ambassador to
// Britain", "Russian troops", "a senior official".
type unit struct {
	role
	start, end int    // the noun phrase without what follows its noun
	full       int    // its last word with "of ..." and the like
	top        int    // syntactic head
	region            // what the modifiers say
	local      bool   // "local officials": the country is the article's
	possessive int    // word of "its", "his" before it, or -1
	person     [2]int // words of the name that it titles, or -1, -1
	entity     int    // who it is, or -1
	shared     int    // word of the "their" that has settled it for one owner already
	pairAt     int    // first word of the "the two countries" whose it is, or -1
}

// region is what the names and roles inside some words tell.
type region struct {
	countries []string
	org       int // index into Orgs, or -1
	sector    entente.Sector
	former    bool
	from      string // how the country was found
}

// units finds the role phrases of a sentence and gives each its entity.
func (b *builder) units(sc *scene) {
	for i := range sc.roles {
		if u, ok := b.unitOf(sc, i); ok {
			sc.units = append(sc.units, u)
		}
	}
	sc.shareLands()
	for i := range sc.units {
		b.nameOf(sc, &sc.units[i], i)
	}
	for i := range sc.units {
		b.settle(sc, &sc.units[i])
	}
}

// shareLands gives the second of two joined bare plurals the land of the first: "Soviet
// diplomats and trade officials".
func (sc *scene) shareLands() {
	for i := 1; i < len(sc.units); i++ {
		left, right := &sc.units[i-1], &sc.units[i]
		if left.Plural && right.Plural && len(left.countries) > 0 && left.org < 0 && len(right.countries) == 0 && right.org < 0 && right.possessive < 0 &&
			sc.low(right.start-1) == "and" && right.start-2 == left.end && !sc.abroad(right) {
			right.countries = left.countries
		}
		// "Sudan's government and the southern rebels"
		t := &sc.s.Tokens[right.top]
		if len(left.countries) == 1 && left.org < 0 && left.sector == "GOV" && len(right.countries) == 0 && right.org < 0 && right.possessive < 0 &&
			(right.sector == "OPP" || right.sector == "REB" || right.sector == "PTY") && t.BaseRel() == "conj" && t.Head == left.top {
			right.countries = left.countries
		}
	}
}

// unitOf makes the unit of role number i, unless its noun only modifies
// another: "military" in "military coup".
func (b *builder) unitOf(sc *scene, i int) (unit, bool) {
	ro := sc.roles[i]
	if sc.modifies(ro) || ro.first == ro.last && ambiguousAlone[sc.words[ro.head].low] && !sc.singularNoun(ro) {
		return unit{}, false
	}
	if k := sc.hitAt[ro.head]; k >= 0 && sc.hits[k].last > sc.hits[k].first {
		return unit{}, false
	}
	for j := max(0, ro.first-4); j < ro.first; j++ {
		if _, n, _, _ := sc.pairAt(j); n == ro.last {
			return unit{}, false
		}
	}
	if sc.thing(ro) {
		return unit{}, false
	}
	u := unit{role: ro, pairAt: -1, shared: -1, possessive: -1, person: [2]int{-1, -1}, entity: -1, region: region{org: -1}}
	u.start = sc.chunkStart(ro)
	u.end = ro.last
	u.top = sc.headOf(u.start, u.end)
	if u.top < ro.first { // a wrong tree: the noun is the head
		u.top = ro.head
	}
	u.full = sc.extent(ro, u.top)
	for j := u.start; j < ro.first; j++ {
		switch sc.words[j].low {
		case "former", "ex", "retired", "ousted", "deposed", "onetime", "exiled", "disgraced", "erstwhile", "then":
			u.former = true
		case "local":
			u.local = true
		case "its", "his", "her", "their":
			u.possessive = j
		}
	}
	if u.Sector == "MIL" && sc.inArms(u.start, ro.last) {
		u.Sector = "REB"
	}
	if sc.low(ro.last+1) == "of" || sc.low(ro.last+1) == "from" {
		for j := ro.last + 2; j <= ro.last+3; j++ {
			if first, n, _, _ := sc.pairAt(j); n >= 0 && first == ro.last+2 {
				u.pairAt = first
			}
		}
	}
	for j := u.start; j < ro.first; j++ { // "the two countries' leaders"
		if first, n, _, _ := sc.pairAt(j); n >= 0 && n < ro.first && (sc.low(n+1) == "'" || sc.low(n+1) == "’") {
			u.pairAt = first
		}
	}
	if (u.Lemma == "neighbor" || u.Lemma == "neighbour") && u.possessive >= 0 {
		return unit{}, false // "its southern neighbor" is a state, and which the words do not say
	}
	left := b.read(sc, u.start, ro.first-1)
	u.countries, u.org, u.from = left.countries, left.org, "modifier"
	if left.sector != "" && u.Weak {
		u.sector = left.sector
	}
	if u.full > u.end {
		prep := sc.low(u.end + 1)
		right := b.read(sc, u.end+2, u.full)
		if u.org < 0 && prep != "to" {
			u.org = right.org
		}
		if u.sector == "" && u.Weak && prep != "to" {
			u.sector = right.sector
		}
		abroad := u.possessive >= 0 && prep != "of"                                                                  // "its ambassador in Ankara", "their troops from Mali"
		posted := u.org >= 0 && b.r.g.Orgs[u.org].Country == "" && b.r.g.Orgs[u.org].Sector == "IGO" && prep != "of" // "the European Union's ambassador in Kampala"
		stationed := u.Rank == "envoy" && prep == "in"                                                               // "a Western diplomat in Lusaka"
		if body := b.seated(sc, &u); body >= 0 {
			u.org, right.countries = body, nil
		}
		if len(u.countries) == 0 && !stationed && !abroad && !posted && prep != "to" && prep != "with" && prep != "on" && (prep != "for" || u.org >= 0 || u.Rank != "minister") {
			u.countries = right.countries
		}
	}
	if len(u.countries) > 1 && !sc.coordinated(u.start, ro.first) && !(u.Plural && len(left.countries) == 0 && sc.conjoined(u.end+2, u.full)) {
		u.countries = u.countries[len(u.countries)-1:]
		if left.countries == nil {
			u.countries = b.read(sc, u.end+2, u.full).countries[:1]
		}
	}
	if u.org >= 0 {
		o := &b.r.g.Orgs[u.org]
		if u.Weak || u.sector == "" && (u.Sector == "MIL" || u.Sector == "UNK") && (o.Sector == "REB" || o.Sector == "MIL" || o.Sector == "IGO") {
			u.sector = o.SectorAt(b.day)
		}
		if o.Country == "" && o.Sector == "IGO" && u.sector == "" && u.Sector == "GOV" && len(u.countries) == 0 { // inspectors of an agency above states
			u.sector = o.Sector
		}
		switch o.Sector { // "the ANC's president"
		case "PTY", "REB", "OPP", "NGO", "LAB", "REL", "BUS":
			if u.Rank == "head" && len(left.countries) == 0 {
				u.sector = o.SectorAt(b.day)
			}
		}
		if o.Country != "" && (len(u.countries) == 0 || left.org < 0) {
			u.countries = []string{b.landOf(o.Country)}
		}
	}
	if u.sector == "" {
		u.sector = u.Sector
	}
	u.sector = plain(u.sector)
	b.unlocated(sc, &u)
	return u, true
}

// landOf is the state whose land a country of the tables was on the day of the article.
func (b *builder) landOf(code string) string {
	if s := b.r.g.State(code); s != nil {
		return b.countryOf(s)
	}
	return code
}

// ambiguousAlone are role nouns that are more often something else when they
// stand alone without a person's name: "state", "executive", "party".
var ambiguousAlone = map[string]bool{
	"state": true, "executive": true, "daily": true, "weekly": true, "major": true, "general": true, "private": true, "seal": true, "head": true, "chair": true, "fellow": true,
	"radio": true, "market": true, "park": true, "side": true, "group": true, "intelligence": true, "campaign": true, "industry": true, "treatment": true, "republican": false,
	"marine": true, "tank": true, "missile": true, "press": false, "school": false, "town": true, "village": true, "home": true, "houses": true, "homes": true, "region": true,
	"entity": true, "magazine": true, "television": true, "journal": true, "college": true, "hotel": true, "restaurant": true, "bank": true, "stadium": true, "farm": true, "theater": true, "theatre": true,
	"temple": true, "shrine": true, "museum": true, "monument": true, "factory": true, "union": true, "foundation": true, "association": true, "alliance": true, "drone": true, "helicopter": true,
	"team": true, "partner": true, "rival": true, "ally": true, "player": true, "subject": true, "order": true, "cell": true, "hospital": true, "church": true, "mosque": true, "university": true,
	"business": true, "firm": false, "community": true, "leadership": false, "population": false, "public": false, "source": true, "member": true, "faculty": true, "cult": true,
	"captain": true, "editor": false, "royal": true, "liberal": true, "conservative": true, "communist": true, "nationalist": true, "recruit": true, "critic": false, "driver": false, "pilot": false,
}

// singularNoun reports whether an ambiguous noun still acts here: it is the
// subject, by the tree, or titles a name.
func (sc *scene) singularNoun(ro role) bool {
	switch ro.Lemma {
	case "general", "major", "private", "captain":
		return ro.last+1 < sc.len() && sc.words[ro.last+1].upos == "PROPN"
	}
	t := &sc.s.Tokens[ro.head]
	if t.UPOS != "NOUN" && t.UPOS != "PROPN" {
		return false
	}
	return t.BaseRel() == "nsubj" || t.BaseRel() == "obj" || ro.Lemma == "source" || ro.Lemma == "group" || ro.Lemma == "member" || ro.Lemma == "head"
}

// modifies reports whether the role is only part of a longer phrase whose noun
// comes after it.
func (sc *scene) modifies(ro role) bool {
	j := ro.last + 1
	if j >= sc.len() || ro.Kind == "person" && sc.words[j].upos == "PROPN" {
		return false
	}
	if sc.low(j) == "-" {
		return sc.s.Tokens[j].Span.Start == sc.s.Tokens[ro.last].Span.End
	}
	if sc.words[j].upos != "NOUN" && (sc.words[j].upos != "PROPN" || sc.words[ro.last].upos == "NOUN") && sc.words[j].upos != "ADJ" {
		return false
	}
	t := &sc.s.Tokens[ro.head]
	switch t.BaseRel() {
	case "compound", "amod", "nmod", "flat":
		return t.Head > ro.last && !(owners[ro.Lemma] && t.BaseRel() == "compound" && !sc.roleHead(t.Head))
	}
	return false
}

// owners are bodies that, before another noun, say whose it is: "government
// accusations", "a police station".
var owners = map[string]bool{"government": true, "police": true, "army": true, "opposition": true}

// roleHead reports whether word i heads a role itself: "troops" in "government troops".
func (sc *scene) roleHead(i int) bool {
	return slices.ContainsFunc(sc.roles, func(ro role) bool { return ro.first <= i && i <= ro.last })
}

// chunkStart walks left from a role over what modifies it.
func (sc *scene) chunkStart(ro role) int {
	top := ro.head
	for range 4 {
		t := &sc.s.Tokens[top]
		rel := t.BaseRel()
		if t.Head == top || rel != "compound" && rel != "flat" && t.Rel != "nmod:desc" && rel != "amod" {
			break
		}
		top = t.Head
	}
	i := ro.first
	for i > 0 {
		j := i - 1
		w := sc.words[j]
		inside := sc.s.Dominates(top, j) || sc.s.Dominates(ro.head, j)
		if low := sc.low(i); i < ro.first && (low == "the" || low == "a" || low == "an") {
			return i // nothing stands before an article: "in Lusaka the party's president"
		}
		switch {
		case w.low == "'s" || w.low == "'":
		case sc.hitAt[j] >= 0 && (sc.words[j].upos == "PROPN" || sc.words[j].upos == "ADJ" || sc.words[j].upos == "NOUN"):
			k := sc.hitAt[j]
			if sc.words[i].low != "'s" && sc.words[i].low != "'" && !sc.adjectival(sc.hits[k]) && !inside {
				return i
			}
			i = sc.hits[k].first
			continue
		case w.upos == "DET" || w.upos == "ADJ" || w.upos == "NUM":
			if w.upos == "DET" && (w.low == "that" || w.low == "which" || w.low == "what") {
				return i
			}
		case w.upos == "NOUN" || w.upos == "PROPN":
			if !inside && sc.words[i].low != "'s" {
				return i
			}
		case w.upos == "PRON" && possessives[w.low]:
			return j
		case w.form == "-" || w.form == "–":
			if j == 0 || sc.s.Tokens[j-1].Span.End != sc.s.Tokens[j].Span.Start {
				return i
			}
		case w.upos == "VERB" || w.upos == "ADV":
			if !inside || w.upos == "VERB" && sc.s.Tokens[j].BaseRel() != "amod" && sc.s.Tokens[j].BaseRel() != "compound" {
				return i
			}
		case w.low == "and" || w.low == "or" || w.form == ",":
			if !sc.joins(j) {
				return i
			}
		default:
			return i
		}
		i = j
	}
	return i
}

var possessives = map[string]bool{"its": true, "his": true, "her": true, "their": true, "our": true, "my": true, "your": true}

// adjectival reports whether a hit may be an adjective or noun modifier of a
// state: "Pakistani", "US".
func (sc *scene) adjectival(h hit) bool {
	for _, name := range h.names {
		switch name.Kind {
		case gazetteer.KindAdjective, gazetteer.KindState, gazetteer.KindCapital, gazetteer.KindOrg, gazetteer.KindPlace:
			return true
		}
	}
	return false
}

// joins reports whether "and" or a comma at j stands between two adjectives of
// states, as in "Pakistani and Russian troops".
func (sc *scene) joins(j int) bool {
	return sc.adjAt(j-1) && (sc.adjAt(j+1) || sc.low(j+1) == "and" && sc.adjAt(j+2))
}

func (sc *scene) adjAt(i int) bool {
	if i < 0 || i >= sc.len() || sc.hitAt[i] < 0 {
		return false
	}
	for _, name := range sc.hits[sc.hitAt[i]].names {
		if name.Kind == gazetteer.KindAdjective {
			return true
		}
	}
	return false
}

// conjoined reports whether the words are names of states joined by "and", as
// after "the presidents of".
func (sc *scene) conjoined(lo, hi int) bool {
	and := false
	for j := lo; j <= hi && j < sc.len(); j++ {
		if sc.low(j) == "and" {
			and = true
		} else if sc.hitAt[j] < 0 && sc.low(j) != "the" && sc.low(j) != "," {
			return false
		}
	}
	return and
}

// weapons are role nouns for arms: an actor only where they act or where a
// state's adjective or owner stands before them.
var weapons = map[string]bool{
	"warplane": true, "fighter jet": true, "jet fighter": true, "warship": true, "destroyer": true, "frigate": true, "submarine": true, "aircraft carrier": true, "bomber": true,
	"battleship": true, "gunboat": true, "tank": true, "military aircraft": true, "helicopter gunship": true, "attack helicopter": true, "naval vessel": true, "navy ship": true,
	"military plane": true, "military jet": true, "patrol boat": true, "armoured vehicle": true, "armored vehicle": true, "artillery": true, "air defence": true, "air defense": true,
	"missile": true, "military helicopter": true, "drone": true, "fighter plane": true, "fighter aircraft": true, "class destroyer": true, "class frigate": true, "class submarine": true,
}

// predicates are nouns for the part that an actor plays: no actors of their own
// as predicates, objects of "as", or without an article.
var predicates = map[string]bool{
	"partner": true, "ally": true, "rival": true, "member": true, "power": true, "neighbor": true, "neighbour": true, "foe": true, "enemy": true, "adversary": true, "supplier": true,
	"region": true, "park": true, "side": true, "friend": true, "group": true, "team": true, "intruder": true, "newcomer": true, "entity": true, "player": true, "customer": true,
}

// thing reports whether a role noun means no actor here: arms that do not act,
// parts that are only predicated, "a state of war".
func (sc *scene) thing(ro role) bool {
	t := &sc.s.Tokens[ro.head]
	subject := t.BaseRel() == "nsubj" || t.Rel == "obl:agent"
	if weapons[ro.Lemma] {
		if subject && t.Rel != "nsubj:pass" {
			return false
		}
		for j := ro.first - 1; j >= 0 && j >= ro.first-4; j-- {
			switch {
			case sc.low(j) == "'s" || possessives[sc.low(j)]:
				return false
			case sc.hitAt[j] >= 0 && !attribute(sc.words, sc.hits[sc.hitAt[j]]):
				return !sc.adjAt(j) || t.BaseRel() == "obj"
			case sc.words[j].upos != "ADJ" && sc.words[j].upos != "NOUN" && sc.words[j].upos != "PROPN" && sc.words[j].upos != "NUM":
				return true
			}
		}
		return true
	}
	if ro.Lemma == "state" && sc.low(ro.last+1) == "of" {
		return true
	}
	if ro.Kind == "person" && ro.first > 0 && sc.low(ro.first-1) == "as" { // "served as prime minister"
		return true
	}
	if predicates[ro.Lemma] {
		if sc.s.Child(ro.head, "cop") >= 0 {
			return true
		}
		for _, k := range sc.s.Children(ro.head, "case") {
			if sc.low(k) == "as" || sc.low(k) == "into" || sc.low(k) == "like" {
				return true
			}
		}
		if t.BaseRel() == "appos" || t.BaseRel() == "xcomp" {
			return true
		}
		if !subject && sc.s.Child(ro.head, "det", "nmod:poss", "amod", "nummod") < 0 {
			return true
		}
		switch ro.Lemma {
		case "region", "park", "side", "supplier", "partner":
			return !subject
		}
	}
	return false
}

// coordinated reports whether the words hold an "and" that joins adjectives.
func (sc *scene) coordinated(lo, hi int) bool {
	for j := lo; j < hi; j++ {
		if (sc.low(j) == "and" || sc.low(j) == "or" || sc.low(j) == ",") && sc.joins(j) {
			return true
		}
	}
	return false
}

// extent returns the last word of a role phrase with its "of the ...", "at
// the ...", "to Britain". A phrase after another preposition than "of" counts
// only if the tree hangs it on the noun.
func (sc *scene) extent(ro role, top int) int {
	i := ro.last + 1
	switch sc.low(i) {
	case "of", "for", "to", "in", "from", "at", "with", "on":
	default:
		return ro.last
	}
	end := sc.nominalEnd(i + 1)
	if end <= i {
		return ro.last
	}
	if sc.low(i) != "of" {
		if t := &sc.s.Tokens[top]; sc.low(i) == "in" && t.BaseRel() == "conj" {
			for _, k := range sc.s.Children(t.Head, "case") {
				if sc.low(k) == "between" { // "a meeting between the king and envoys in Oslo": they met there
					return ro.last
				}
			}
		}
		attached := false
		for j := i + 1; j <= end; j++ {
			if h := sc.s.Tokens[j].Head; (h >= ro.first && h <= ro.last || h == top) && sc.s.Tokens[j].BaseRel() != "obl" {
				attached = true
			}
		}
		if !attached {
			return ro.last
		}
	}
	if sc.low(end+1) == "of" || sc.low(end+1) == "at" || sc.low(end+1) == "in" && sc.s.Dominates(top, end+1) {
		if further := sc.nominalEnd(end + 2); further > end+1 {
			end = further
		}
	}
	return end
}

// nominalEnd returns the last word of the noun phrase that starts at i, or i-1.
func (sc *scene) nominalEnd(i int) int {
	last := i - 1
	for j := i; j < sc.len(); j++ {
		w := sc.words[j]
		switch {
		case w.upos == "NOUN" || w.upos == "PROPN" || sc.hitAt[j] >= 0:
			last = j
		case w.upos == "DET" || w.upos == "ADJ" || w.upos == "NUM" || w.low == "'s" || w.form == "-" || w.low == "&":
		case w.upos == "VERB" && sc.s.Tokens[j].BaseRel() == "amod":
		case w.low == "and" && j+1 < sc.len() && sc.words[j+1].upos == "PROPN" && sc.words[j-1].upos == "PROPN" && sc.s.Tokens[j+1].BaseRel() == "conj":
		default:
			return last
		}
	}
	return last
}

// skipAfter are the participles that turn a state into a mere attribute:
// "US-backed rebels" are not American.
var skipAfter = map[string]bool{
	"backed": true, "led": true, "made": true, "trained": true, "born": true, "style": true, "allied": true, "friendly": true, "occupied": true, "held": true, "dominated": true,
	"brokered": true, "sponsored": true, "funded": true, "wide": true, "era": true, "supported": true, "supplied": true, "controlled": true, "mediated": true, "built": true, "aligned": true,
	"supporting": true, "speaking": true, "listed": true, "bound": true, "administered": true, "educated": true, "drafted": true, "imposed": true, "armed": true, "linked": true, "affiliated": true,
	"owned": true, "manufactured": true, "designed": true, "produced": true, "equipped": true, "financed": true, "developed": true, "inspired": true, "claimed": true, "annexed": true, "organized": true, "organised": true,
}

// attribute reports whether a hit is no more than an attribute of something
// else: "US-backed", "anti-US", "pro-Russian".
func attribute(words []word, h hit) bool {
	if h.last+2 < len(words) && words[h.last+1].form == "-" && skipAfter[words[h.last+2].low] {
		return true
	}
	if h.first >= 1 && strings.HasPrefix(words[h.first].low, "american") {
		switch words[h.first-1].low {
		case "south", "latin", "north", "central", "native", "pan": // of a continent, not of the United States
			return true
		}
	}
	if h.first >= 2 && words[h.first-1].form == "-" {
		switch words[h.first-2].low {
		case "anti", "pro", "non", "post", "ex":
			return words[h.first-2].low != "ex"
		}
	}
	return h.first >= 1 && (words[h.first-1].low == "anti-" || words[h.first-1].low == "pro-")
}

// read collects what the names and roles in words lo..hi say.
func (b *builder) read(sc *scene, lo, hi int) region {
	out := region{org: -1}
	for i := lo; i <= hi && i < sc.len(); i++ {
		if k := sc.hitAt[i]; k >= 0 && sc.hits[k].first == i && sc.hits[k].last <= hi {
			h := sc.hits[k]
			if attribute(sc.words, h) {
				continue
			}
			name, ok := b.pick(sc, h)
			if !ok {
				continue
			}
			country := ""
			switch name.Kind {
			case gazetteer.KindState, gazetteer.KindCapital, gazetteer.KindAdjective, gazetteer.KindPeople:
				country = b.countryOf(&b.r.g.States[name.Ref])
			case gazetteer.KindPlace:
				country = b.r.placeCountry(name, b.day)
			case gazetteer.KindPerson, gazetteer.KindSurname:
				if sc.low(h.last+1) == "'s" {
					country = b.r.g.People[name.Ref].Country
				}
			case gazetteer.KindOrg, gazetteer.KindParty:
				if name.Seat && sc.placed(h.first) { // "a restaurant near Capitol Hill"
					country = b.r.g.Orgs[name.Ref].Country
					break
				}
				out.org = name.Ref
				if o := &b.r.g.Orgs[name.Ref]; strings.HasPrefix(o.ID, "state:") {
					country = o.Country
				}
			}
			if country != "" {
				out.countries = append(out.countries, country)
			}
			i = h.last
		}
	}
	for _, ro := range sc.roles {
		if ro.first >= lo && ro.last <= hi && !ro.Weak {
			out.sector = ro.Sector
		}
	}
	return out
}

// inArms reports whether one of the words from first to last says that forces fight a state:
// "separatist forces", "an Islamist brigade", but not "government forces".
func (sc *scene) inArms(first, last int) bool {
	for j := first; j < last; j++ {
		if insurgent[sc.low(j)] {
			return true
		}
	}
	return false
}

// insurgent are words for those who fight a state, before a word for forces.
var insurgent = map[string]bool{
	"rebel": true, "guerrilla": true, "guerilla": true, "insurgent": true, "separatist": true, "secessionist": true, "islamist": true, "jihadist": true, "jihadi": true, "maoist": true,
	"militant": true, "anti-government": true, "antigovernment": true, "mutinous": true, "resistance": true,
}

// plain turns the finer kinds of roles.tsv into the sectors of entente.
func plain(s entente.Sector) entente.Sector {
	switch s {
	case "MEDIA":
		return "MED"
	case "PRM", "PRE":
		return "REB"
	case "UAF":
		return "UNK"
	}
	return s
}
