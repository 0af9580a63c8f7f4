package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/gazetteer"
)

// fine is a sector as a phrase gives it: PLOVER's, or one of the finer ones that its
// coders know besides.
func fine(s entente.Sector) string {
	switch s {
	case "PRE", "PRM", "UAF":
		return string(s)
	}
	return string(plain(s))
}

// Answer is who a bare phrase means. Sector is PLOVER's, or UAF for armed people of no known side, PRM for
// paramilitaries, PRE for a breakaway state. Country is ISO 3166-1 alpha-3, or IGO, NGO,
// UNO or EUR for a body above states; every unknown field is empty.
type Answer struct {
	Country    string      `json:"country"`
	Sector     string      `json:"sector"`
	Entity     string      `json:"entity"`
	Name       string      `json:"name"`
	How        string      `json:"how"`
	Candidates []Candidate `json:"candidates"`
}

// Candidate is a meaning that lost, and why it was thought of.
type Candidate struct {
	Name    string `json:"name"`
	Country string `json:"country"`
	Sector  string `json:"sector"`
	Entity  string `json:"entity"`
	Why     string `json:"why"`
}

// phrase is a bare string under reading.
type phrase struct {
	r       *Resolver
	words   []word
	hits    []hit
	roles   []role
	on      entente.Day
	context map[string]bool // countries that the context names
	end     int             // first word after the head region
}

// Phrase resolves a phrase that stands alone, such as "Yemeni rebels", as of a
// day. Context is any text around it; its states break ties. The zero Day takes
// the last office of a person. What it cannot tell gives an Answer of empty fields.
func (r *Resolver) Phrase(text, context string, on entente.Day) Answer {
	words := splitWords(text)
	if len(words) > 200 {
		words = words[:200]
	}
	capitals := slices.ContainsFunc(words, func(w word) bool { return w.capital })
	p := &phrase{r: r, words: words, hits: r.scan(words, !capitals), on: on, context: map[string]bool{}}
	cw := splitWords(context)
	if len(cw) > 2000 {
		cw = cw[:2000]
	}
	for _, h := range r.scan(cw, false) {
		for _, name := range h.names {
			if name.Kind <= gazetteer.KindCapital || name.Kind == gazetteer.KindAdjective {
				p.context[r.g.States[name.Ref].Country()] = true
			}
		}
	}
	for i := 0; i < len(words); i++ {
		if h, ok := p.hitAt(i); ok && h.first == i && h.last > i && !roleLike(h) {
			i = h.last
			continue
		}
		if ro, ok := r.roleAt(words, i); ok {
			p.roles = append(p.roles, ro)
			i = ro.last
		}
	}
	a := p.answer()
	if a.Candidates == nil {
		a.Candidates = []Candidate{}
	}
	return a
}

// roleLike hits are weak names that a role noun may overrule: parties and
// cities found among lower-case words.
func roleLike(h hit) bool {
	for _, name := range h.names {
		if name.Kind != gazetteer.KindParty && name.Kind != gazetteer.KindPlace {
			return false
		}
	}
	return true
}

func (p *phrase) hitAt(i int) (hit, bool) {
	for _, h := range p.hits {
		if h.first <= i && i <= h.last {
			return h, true
		}
	}
	return hit{}, false
}

// breaks end the head region of a phrase.
var breaks = map[string]bool{
	"of": true, "in": true, "from": true, "at": true, "near": true, "for": true, "to": true, "with": true, "by": true, "on": true, "across": true, "who": true, "that": true,
	"which": true, "whose": true, "against": true, "inside": true, "outside": true, "around": true, "throughout": true, "within": true, "under": true, "behind": true,
	"along": true, "between": true, "over": true, "as": true, "after": true, "during": true, "loyal": true, "who's": true, "named": true, "called": true, "(": true, "where": true,
}

// quantities are heads that only count what follows their "of".
var quantities = map[string]bool{
	"several": true, "many": true, "some": true, "most": true, "members": true, "member": true, "group": true, "groups": true, "team": true, "number": true, "dozens": true,
	"hundreds": true, "thousands": true, "scores": true, "tens": true, "one": true, "two": true, "three": true, "four": true, "five": true, "part": true, "majority": true,
	"crowd": true, "crowds": true, "all": true, "each": true, "handful": true, "band": true, "couple": true, "pair": true, "any": true, "none": true, "both": true, "millions": true,
	"elements": true, "supporters": false, "units": true, "contingent": true, "convoy": true, "coalition": false, "lot": true, "half": true, "rest": true, "leaders": false, "gang": false,
	"branch": true, "section": true, "wing": true, "faction": true, "largest": true, "list": true, "body": false, "families": false, "class": true, "series": true, "generation": true,
}

func (p *phrase) answer() Answer {
	// The head region, over "several of the ...".
	start := 0
	p.end = len(p.words)
	for {
		e := start
		for e < len(p.words) && !(breaks[p.words[e].low] && !p.inName(e)) && !(p.words[e].low == "," && e > start) {
			e++
		}
		if e < len(p.words)-1 && p.words[e].low == "of" && e > start && quantities[p.words[e-1].low] && !p.roleCovers(e) {
			start = e + 1
			continue
		}
		p.end = e
		break
	}
	if a, ok := p.person(start); ok {
		return a
	}
	if a, ok := p.organization(start); ok {
		return a
	}
	if a, ok := p.roleAnswer(start); ok {
		return a
	}
	return p.land(start)
}

// inName reports whether word i stands inside a name or role of the tables.
func (p *phrase) inName(i int) bool {
	if h, ok := p.hitAt(i); ok && h.first < i {
		return true
	}
	return p.roleCovers(i)
}

func (p *phrase) roleCovers(i int) bool {
	for _, ro := range p.roles {
		if ro.first < i && i <= ro.last {
			return true
		}
	}
	return false
}

// former reports whether a word of the phrase's head says that an office is over.
func (p *phrase) former(start int) bool {
	for i := start; i < p.end && i < len(p.words); i++ {
		switch p.words[i].low {
		case "former", "ex", "retired", "ousted", "deposed", "onetime", "ex-president", "erstwhile", "disgraced", "outgoing-":
			return true
		}
	}
	return false
}

// countries lists the states named in words lo..hi-1, in order.
func (p *phrase) countries(lo, hi int) []string {
	var out []string
	for _, h := range p.hits {
		if h.first < lo || h.last >= hi || attribute(p.words, h) {
			continue
		}
		if c := p.countryOf(h); c != "" {
			out = append(out, c)
		}
	}
	return out
}

// countryOf is the state of a name of a land, capital, people or city.
func (p *phrase) countryOf(h hit) string {
	city := gazetteer.Place{Population: -1}
	for _, name := range h.names {
		switch name.Kind {
		case gazetteer.KindState, gazetteer.KindCapital, gazetteer.KindAdjective, gazetteer.KindPeople:
			return p.r.g.CountryOn(&p.r.g.States[p.r.at(name, p.on).Ref], "", p.on)
		case gazetteer.KindOrg:
			return p.r.g.Orgs[name.Ref].Country
		case gazetteer.KindPlace:
			if name.Guarded && h.last-h.first+1 < len(p.words) {
				continue // "South" of "South Asian Institute" is no province of that name
			}
			c := p.r.g.Place(name.Ref)
			c.Country = p.r.placeCountry(name, p.on)
			if p.context[c.Country] || name.Own {
				c.Population += 1 << 30
			}
			if c.Population > city.Population {
				city = c
			}
		}
	}
	return city.Country
}

// org returns the organization that a hit means, an org before a party.
func (p *phrase) org(h hit) (*gazetteer.Org, bool) {
	var org, party *gazetteer.Org
	score := -1
	for _, name := range h.names {
		switch name.Kind {
		case gazetteer.KindState, gazetteer.KindCapital, gazetteer.KindAdjective:
			return nil, false
		case gazetteer.KindOrg:
			if name.Guarded && p.partOfName(h) {
				continue
			}
			o := &p.r.g.Orgs[name.Ref]
			n := 0
			if o.Active(p.on) {
				n = 2
			}
			if o.Country != "" && (p.context[o.Country] || slices.Contains(p.countries(0, h.first), o.Country)) {
				n++
			}
			if name.Own {
				n += 4
			}
			if n > score {
				org, score = o, n
			}
		case gazetteer.KindParty:
			if name.Guarded && p.partOfName(h) {
				continue
			}
			o := &p.r.g.Orgs[name.Ref]
			if party == nil || p.context[o.Country] && !p.context[party.Country] || slices.Contains(p.countries(0, len(p.words)), o.Country) {
				party = o
			}
		}
	}
	if org != nil {
		return org, true
	}
	return party, party != nil
}

// partOfName reports whether an everyday word stands inside a longer name: "Change"
// in "Ministry of Climate Change", "Independent" in "Independent Electoral Commission".
func (p *phrase) partOfName(h hit) bool {
	if i := h.first - 1; i >= 0 && (p.words[i].capital && p.words[i].low != "the" && (p.words[i].upper || !p.landAt(i)) || p.words[i].low == "of" || p.words[i].low == "and") {
		return true
	}
	i := h.last + 1
	return i < len(p.words) && (p.words[i].capital || p.words[i].low == "and" && i+1 < len(p.words) && p.words[i+1].capital)
}

// landAt reports whether word i is of the name or adjective of a land.
func (p *phrase) landAt(i int) bool {
	h, ok := p.hitAt(i)
	return ok && p.landHit(h)
}

// organization finds an organization as the head or as what a role belongs to.
func (p *phrase) organization(start int) (Answer, bool) {
	for i := len(p.hits) - 1; i >= 0; i-- {
		h := p.hits[i]
		if h.first < start || h.first >= p.end || attribute(p.words, h) {
			continue
		}
		o, ok := p.org(h)
		if !ok {
			continue
		}
		a := Answer{Country: cmp.Or(p.r.landOf(o, p.on), o.Bloc), Sector: string(o.SectorAt(p.on)), Entity: o.ID, Name: o.Name, How: "name"}
		if o.Country == "" && o.Bloc == "" { // "Lebanese Sunnis": people of many lands, here of one
			if left := p.countries(start, h.first); len(left) > 0 {
				a.Country = left[len(left)-1]
			} else if right := p.countries(p.end, len(p.words)); len(right) > 0 && (p.words[p.end].low == "in" || p.words[p.end].low == "from") {
				a.Country = right[0]
			}
		}
		// "Chile's Defense Department": a name of one state's that another has too.
		if left := p.countries(start, h.first); len(left) > 0 && o.Country != "" && left[len(left)-1] != o.Country {
			if ro, ok := p.r.roleAt(p.words, h.first); ok && ro.last == h.last {
				return Answer{Country: left[len(left)-1], Sector: fine(ro.Sector), Name: p.text(), How: "role+state"}, true
			}
		}
		if ro, ok := p.roleIn(start, p.end); ok && (ro.first > h.last || ro.last < h.first) {
			a.How = "role+organization"
			sector := ro.Sector
			keep := ro.Weak || ro.Kind == "body" && ro.last < h.first || sector == "MIL" || sector == "REB" || sector == "CVL" || sector == "UNK" || sector == "GOV" || sector == "PTY"
			if !keep && ro.first > h.last {
				a.Sector = fine(sector)
			}
			if ro.first > h.last {
				a.Name, a.Entity = p.text(), ""
			}
			if a.Sector == "UNK" { // "Kurdish fighters": the people have no sector of their own
				a.Sector = fine(sector)
			}
		}
		if p.former(start) {
			a.Sector, a.How = "ELI", "former"
		}
		return a, true
	}
	return Answer{}, false
}

// roleIn returns the last role whose noun stands in words lo..hi-1.
func (p *phrase) roleIn(lo, hi int) (role, bool) {
	var best role
	ok := false
	for _, ro := range p.roles {
		if ro.first >= lo && ro.first < hi {
			best, ok = ro, true
		}
	}
	return best, ok
}

// roleAnswer reads an office, a job or a group.
func (p *phrase) roleAnswer(start int) (Answer, bool) {
	ro, ok := p.roleIn(start, p.end)
	if !ok {
		return Answer{}, false
	}
	sector := ro.Sector
	a := Answer{Name: p.text(), How: "role"}
	// A weak role takes the sector of what stands before it.
	if ro.Weak {
		for _, other := range p.roles {
			if other.first >= start && other.last < ro.first && !other.Weak {
				sector = other.Sector
			}
		}
	}
	left := p.countries(start, ro.first)
	tail := p.countries(ro.last+1, p.end)
	switch {
	case len(left) > 0:
		a.Country = left[len(left)-1]
	case len(tail) > 0:
		a.Country = tail[0]
	}
	if p.end < len(p.words) || ro.last >= p.end {
		from := max(p.end, ro.last+1)
		prep := ""
		if from < len(p.words) {
			prep = p.words[from].low
		}
		if prep != "to" || ro.Rank != "envoy" {
			for _, h := range p.hits {
				if h.first < from {
					continue
				}
				if o, ok := p.org(h); ok {
					if a.Country == "" {
						a.Country = cmp.Or(o.Country, o.Bloc)
					}
					if prep == "of" && (ro.Weak || o.Sector == "LEG" || o.Sector == "JUD" || o.Sector == "BUS" || o.Sector == "EDU" || o.Sector == "PTY" || o.Sector == "REB") {
						sector = o.SectorAt(p.on)
					}
					break
				}
			}
			if more := p.countries(from, len(p.words)); a.Country == "" && len(more) > 0 {
				a.Country = more[0]
			}
			if ro.Weak && sector == ro.Sector {
				if inner, ok := p.roleIn(from, len(p.words)); ok && prep == "of" {
					sector = inner.Sector
				}
			}
		}
	}
	if a.Country == "" && len(p.context) == 1 {
		for c := range p.context {
			a.Country = c
		}
	}
	if a.Country != "" {
		a.How = "role+state"
	}
	if p.former(start) && (sector == "GOV" || sector == "LEG" || sector == "SPY" || sector == "MIL" || sector == "JUD") {
		sector = "ELI"
	}
	a.Sector = fine(sector)
	if a.Country != "" && !p.former(start) && ro.Kind == "person" && !ro.Plural {
		u := unit{role: ro}
		b := newBuilder(p.r, &entente.Analysis{Article: &entente.Article{Published: p.on}})
		if e := b.holder(&u, a.Country); e >= 0 {
			a.Name, a.Entity = b.entities[e].actor.Name, b.entities[e].actor.Entity
		}
	}
	return a, true
}

// land reads a phrase that is a land, a town or a thing somewhere.
func (p *phrase) land(start int) Answer {
	for _, h := range p.hits {
		if attribute(p.words, h) {
			continue
		}
		whole := h.first <= start+1 && h.last >= p.end-1
		for _, name := range h.names {
			switch name.Kind {
			case gazetteer.KindState, gazetteer.KindAdjective, gazetteer.KindPeople:
				s := &p.r.g.States[p.r.at(name, p.on).Ref]
				a := Answer{Country: p.r.g.CountryOn(s, "", p.on), Name: s.Name, Entity: "state:" + s.Code, How: "name"}
				if s.Kind == "breakaway" && whole && name.Kind == gazetteer.KindState {
					a.Sector = "PRE"
				}
				switch {
				case h.first >= p.end:
					a.Entity, a.Name, a.How = "", p.text(), "in"
				case name.Kind != gazetteer.KindState:
					a.How = "adjective"
				}
				return p.withLosers(a, h, name)
			case gazetteer.KindCapital:
				s := &p.r.g.States[p.r.at(name, p.on).Ref]
				a := Answer{Country: p.r.g.CountryOn(s, "", p.on), Name: s.Name, Entity: "state:" + s.Code, How: "capital"}
				if whole && (s.Kind == "state" || s.Kind == "former") {
					a.Sector = "GOV"
				}
				return p.withLosers(a, h, name)
			case gazetteer.KindPlace:
				text := p.text()
				a := Answer{Country: p.countryOf(h), Name: text, How: "city"}
				if whole {
					a.Sector = "CVL"
				} else if name.Guarded || p.strange(h) {
					continue
				}
				return p.withLosers(a, h, name)
			}
		}
	}
	return Answer{}
}

// withLosers adds what else the tables call so, at most five, with the reason why they
// were thought of.
func (p *phrase) withLosers(a Answer, h hit, won gazetteer.Name) Answer {
	for _, name := range h.names {
		if len(a.Candidates) == 5 {
			break
		}
		if name.Kind == won.Kind && name.Ref == won.Ref {
			continue
		}
		switch name.Kind {
		case gazetteer.KindState, gazetteer.KindCapital:
			if s := &p.r.g.States[name.Ref]; "state:"+s.Code != a.Entity {
				a.Candidates = append(a.Candidates, Candidate{s.Name, p.r.g.CountryOn(s, "", p.on), "", "state:" + s.Code, map[gazetteer.Kind]string{gazetteer.KindState: "a land of that name", gazetteer.KindCapital: "its capital"}[name.Kind]})
			}
		case gazetteer.KindPlace:
			if pl := p.r.g.Place(name.Ref); pl.Country != a.Country || pl.Kind != "town" {
				why := pl.Kind + " of that name"
				if pl.Population > 0 {
					why += fmt.Sprintf(", %d inhabitants", pl.Population)
				}
				a.Candidates = append(a.Candidates, Candidate{pl.Name, pl.Country, "", "", why})
			}
		}
	}
	return a
}

// strange reports whether the words around a city look like a person's name.
func (p *phrase) strange(h hit) bool {
	for _, i := range []int{h.first - 1, h.last + 1} {
		if i >= 0 && i < len(p.words) && p.words[i].capital && len(p.words[i].pieces) > 0 {
			if _, ok := p.hitAt(i); !ok {
				return true
			}
		}
	}
	return false
}

func (p *phrase) text() string {
	var b strings.Builder
	for i, w := range p.words {
		if i > 0 && w.low != "'s" && w.low != "," && w.low != "'" {
			b.WriteByte(' ')
		}
		b.WriteString(w.form)
	}
	text := b.String()
	for _, article := range []string{"the ", "The ", "a ", "A ", "an ", "An "} {
		if rest, ok := strings.CutPrefix(text, article); ok {
			return rest
		}
	}
	return text
}
