package gazetteer

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"entente"
)

// Kind says which table a name stands in.
type Kind uint8

// The kinds of a name, in order of precedence where one string has several.
const (
	KindState     Kind = iota // the name of a state or territory
	KindCapital               // the city that stands for a state's government
	KindOrg                   // an organization, metonyms and armed groups among them
	KindPerson                // a person's full name
	KindSurname               // a person's surname alone
	KindAdjective             // "Pakistani"
	KindPeople                // "Pakistanis", "Frenchman"
	KindPlace                 // any other town, and what lies on the map without acting
	KindParty                 // a party: the least certain names
)

// State is a state, territory or region: a thing with people and a capital.
// Code is ISO 3166-1 alpha-3, an old code for a former state, or "X-..." for
// lands that ISO does not list.
type State struct {
	Code     string
	Name     string
	From, To entente.Day // zero is open
	Kind     string      // state, former, territory, region, disputed, breakaway (rules itself, recognized by few)
	Parent   string      // whose law it is under in ISO's eyes; "" for a state
	Names    []string    // other names
	Adjs     []string    // adjectives; the first is the usual one
	People   []string    // nouns for its people that are not adjective + "s"
	Capitals []string    // the seat first
	After    []string    // codes of the states that came out of it, the heir first; "EST:1940-06-17" lay in it from that day
	Towns    []string    // of a former state: towns that lay in it, where its heir was there at the same time
	Note     string      // of a contested land: who holds it and who claims it, in neutral words
	Lat, Lon float64     // of a land that is no state: where it lies, 0 if not known
	Systems  []System    // how it was ruled, by first day
	before   []heritage  // states that this one followed or lay in
}

// heritage is a state that had another's land from a day on; a zero day is from
// the first on, and is without weight where both states were there.
type heritage struct {
	state int
	since entente.Day
}

// alive reports whether s was there on that day.
func (s *State) alive(day entente.Day) bool {
	return (s.From.IsZero() || !day.Before(s.From)) && (s.To.IsZero() || day.Before(s.To))
}

// Country is the code that an actor of s carries: the parent's for a part of a
// state, "" where no single state is named.
func (s *State) Country() string {
	if s.Parent != "" && (s.Kind == "region" || s.Kind == "disputed" || strings.HasPrefix(s.Code, "X-")) {
		return s.Parent
	}
	if strings.HasPrefix(s.Code, "X-") {
		return ""
	}
	return s.Code
}

// Term is an office held from one day to another; a zero day is open.
type Term struct {
	Office   string // "" where the table knows the tenure only
	Sector   entente.Sector
	From, To entente.Day
}

// Person is somebody of the leaders' or office holders' tables.
type Person struct {
	ID      string // "leader:PAK/nawaz-sharif"
	Name    string
	Surname string
	Country string
	Aliases []string
	Terms   []Term // by first day
}

// on reports whether the term lasts on that day.
func (t Term) on(day entente.Day) bool {
	return !day.Before(t.From) && (t.To.IsZero() || !t.To.Before(day))
}

// At returns the term on that day, the most telling one if there are several,
// and whether there is one. The zero day finds the last term.
func (p *Person) At(day entente.Day) (Term, bool) {
	var best Term
	found := false
	for _, t := range p.Terms {
		if (day.IsZero() || t.on(day)) && (!found || t.Office != "" || best.Office == "") {
			best, found = t, true
		}
	}
	return best, found
}

// Started reports whether p had held any office by that day.
func (p *Person) Started(day entente.Day) bool {
	return len(p.Terms) > 0 && (day.IsZero() || !day.Before(p.Terms[0].From))
}

// Near reports whether p held an office within so many years of day.
func (p *Person) Near(day entente.Day, years int) bool {
	if day.IsZero() {
		return true
	}
	for _, t := range p.Terms {
		if !day.Add(years, 0, 0).Before(t.From) && (t.To.IsZero() || !t.To.Add(years, 0, 0).Before(day)) {
			return true
		}
	}
	return false
}

// Org is an organization, agency, group, company or metonym.
type Org struct {
	ID       string // "org:NATO"; "state:RUS" for a metonym of a state's government
	Name     string
	Country  string // "" for bodies above states
	Bloc     string // what PLOVER's coders write in place of a country: IGO, NGO, UNO, EUR
	Sector   entente.Sector
	From, To entente.Day // zero is open or not known
	Terms    []Term      // sectors that changed with time; empty for most
	Group    bool
}

// Active reports whether o was there on that day, as far as the table knows. The
// year before and ten years after count too: papers write of a group that has
// just shown itself, and of one that was.
func (o *Org) Active(day entente.Day) bool {
	return day.IsZero() || (o.From.IsZero() || !day.Before(o.From.Add(-1, 0, 0))) && (o.To.IsZero() || !o.To.Add(10, 0, 0).Before(day))
}

// SectorAt is the sector on that day.
func (o *Org) SectorAt(day entente.Day) entente.Sector {
	for _, t := range o.Terms {
		if !day.IsZero() && !day.Before(t.From) && (t.To.IsZero() || !t.To.Before(day)) {
			return t.Sector
		}
	}
	return o.Sector
}

// Place is a town, a first-level division of a state, or a feature of the map such
// as a strait, a base or a range: it lies somewhere and does not act.
type Place struct {
	Name       string
	Kind       string      // "town", "division", or the kind of a feature: sea, strait, river, port, base, ...
	Country    string      // the land that it lies in, or the main one; "" on the high seas
	Lands      []string    // of a feature of several lands: all of them
	Region     string      // of a town: the first-level division
	Lat, Lon   float64     // degrees north and east; the middle of what is wide
	Population int         // 0 where none is known
	To         entente.Day // the last day on which it bore the name; zero for what it is called today
}

// Gone reports whether p had another name by that day.
func (p *Place) Gone(day entente.Day) bool {
	return !p.To.IsZero() && (day.IsZero() || p.To.Before(day))
}

// Role is a noun phrase for an office, a job or a body of people.
type Role struct {
	Kind   string // person, body, crowd
	Sector entente.Sector
	Weak   bool   // the sector yields to that of a modifier
	Rank   string // head, premier, minister, envoy, deputy, or ""
	Plural bool
	Lemma  string // the singular pattern
}

// Name is one string of the tables and what it stands for.
type Name struct {
	Pieces   []string
	Kind     Kind
	Ref      int  // index into the slice of its kind
	Acronym  bool // all capitals: matches capitals only
	NeedsThe bool // only after "the"
	Guarded  bool // an everyday word too: needs more evidence
	SmallOne bool // the table writes its first word small: "international community"
	SmallEnd bool // the table writes its last word small: "Western powers"
	Seat     bool // a building, quarter or town that stands for the organization: only a place after "near" or "inside"
	Own      bool // from a table of the user's own: comes before the names of ours
}

// Gazetteer is all tables, loaded. It does not change and is safe for
// concurrent use.
type Gazetteer struct {
	States  []State
	People  []Person
	Orgs    []Org
	index   index            // the names of tables.bin
	names   map[start][]Name // those that are in no file: the user's own, or all before they are packed; longest first
	roles   []Role
	places  shelf   // many, and few of them ever asked for
	more    []Place // the user's own, numbered after those
	words   []string
	byState map[string]int // code -> index
	heads   map[string][]int
	common  string // the everyday words, for tables of the user's own

	roleIndex index // Ref is a place in roles
}

// Load reads the tables that are part of the program, and the user's own tables
// before them, so that a name of those comes first. An error means that a table is
// broken, and names it, and the line of a table of the user's.
func Load(own ...Own) (*Gazetteer, error) {
	g, err := unpack(tablesBin)
	if err != nil || len(own) == 0 {
		return g, err
	}
	ld := overlay(g)
	for _, t := range own {
		if t.Actors != nil {
			ld.actors(t.Actors)
		} else if err := ld.own(t); err != nil {
			return nil, fmt.Errorf("%s:%w", t.Name, err)
		}
	}
	ld.order()
	g.more = ld.places
	return g, nil
}

// rows is the number of records that names of a kind refer to.
func (g *Gazetteer) rows(kind Kind) int {
	switch kind {
	case KindState, KindCapital, KindAdjective, KindPeople:
		return len(g.States)
	case KindPerson, KindSurname:
		return len(g.People)
	case KindOrg, KindParty:
		return len(g.Orgs)
	case KindPlace:
		return g.places.rows()
	}
	return 0
}

// start is the first two pieces of a name, the second empty where there is one only:
// hundreds of names start with "national".
type start [2]string

func startOf(pieces []string) start {
	if len(pieces) == 1 {
		return start{pieces[0]}
	}
	return start{pieces[0], pieces[1]}
}

// pieces is how many there are.
func (s start) pieces() int {
	if s[1] == "" {
		return 1
	}
	return 2
}

// State returns the state of that code, or nil.
func (g *Gazetteer) State(code string) *State {
	if i, ok := g.byState[code]; ok {
		return &g.States[i]
	}
	return nil
}

// Index returns the place of a state of the tables in States.
func (g *Gazetteer) Index(code string) int { return g.byState[code] }

// On returns the state that had a town of s on that day: Leningrad of 1970 lay in
// the Soviet Union, Dresden of 1985 in East Germany, Saigon of 2000 in Vietnam. The
// zero day gives s. Towns of land that changed hands between states that lived on
// are taken for those of today's state.
func (g *Gazetteer) On(s *State, town string, day entente.Day) *State {
	if day.IsZero() {
		return s
	}
	for !s.To.IsZero() && !day.Before(s.To) && len(s.After) > 0 {
		heir, _, _ := strings.Cut(s.After[0], ":")
		s = &g.States[g.byState[heir]]
	}
	town = strings.Join(pieces(town), " ")
	var old *State
	for _, h := range s.before {
		f := &g.States[h.state]
		if !f.alive(day) || day.Before(h.since) {
			continue
		}
		for _, t := range append(f.Capitals[:len(f.Capitals):len(f.Capitals)], f.Towns...) {
			if strings.Join(pieces(t), " ") == town {
				return f
			}
		}
		if f.Kind == "former" && !h.since.IsZero() {
			return f
		}
		if old == nil {
			old = f
		}
	}
	if old != nil && !s.alive(day) {
		return old
	}
	return s
}

// CountryOn is the code that an actor of s, or of a town of s, carries on a day:
// for a land without a code of its own that of the state that had it then. Who is
// called by the name of a state that is gone is meant as that: the Soviet Union of
// 1979 stays so in a text of 2017. Towns go with the day.
func (g *Gazetteer) CountryOn(s *State, town string, day entente.Day) string {
	if town == "" && !s.To.IsZero() && !day.Before(s.To) && s.Country() == s.Code {
		return s.Code
	}
	s = g.On(s, town, day)
	code := s.Country()
	if code == "" || code == s.Code || s.Kind == "territory" {
		return code
	}
	return g.On(g.State(code), town, day).Country()
}

// Find returns the names that start at pieces[i], longest first; within one
// length the user's own, then in order of kinds. Nothing found is nil. The names
// share the pieces that were given.
func (g *Gazetteer) Find(pieces []string, i int) []Name {
	var out []Name
	first := hash(pieces[i])
	if i+1 < len(pieces) {
		s := start{pieces[i], pieces[i+1]}
		out = g.find(out, g.index.starting(s, pair(first, hash(s[1]))), pieces[i:])
	}
	out = g.find(out, g.index.starting(start{pieces[i]}, pair(first, hash(""))), pieces[i:])
	if len(g.names) == 0 {
		return out
	}
	return merge(g.own(pieces[i:]), out)
}

// find appends the names of a list that have starts with.
func (g *Gazetteer) find(out []Name, list entries, have []string) []Name {
	for name, ok := list.next(have); ok; name, ok = list.next(have) {
		if name.Ref < g.rows(name.Kind) {
			out = append(out, name)
		}
	}
	return out
}

// own returns the names outside of tables.bin that pieces start with, longest first.
func (g *Gazetteer) own(pieces []string) []Name {
	var out []Name
	if len(pieces) > 1 {
		for _, name := range g.names[startOf(pieces)] {
			if matches(name.Pieces, pieces) {
				out = append(out, name)
			}
		}
	}
	return append(out, g.names[start{pieces[0]}]...)
}

// merge puts the user's own names before those of ours that are no longer.
func merge(own, ours []Name) []Name {
	if len(own) == 0 {
		return ours
	}
	out := make([]Name, 0, len(own)+len(ours))
	for _, name := range ours {
		for len(own) > 0 && len(own[0].Pieces) >= len(name.Pieces) {
			out, own = append(out, own[0]), own[1:]
		}
		out = append(out, name)
	}
	return append(out, own...)
}

// Place returns the place of a name of its kind: the one in row ref, the zero Place
// where there is no such row.
func (g *Gazetteer) Place(ref int) Place {
	var p Place
	if at := ref - g.places.rows(); at >= 0 && at < len(g.more) {
		return g.more[at]
	}
	c := codec{reading: true, in: g.places.row(ref), words: g.words}
	c.place(&p)
	return p
}

// Role returns the longest role that starts at words[i] (lower case) and the
// number of words that it takes, or 0.
func (g *Gazetteer) Role(words []string, i int) (Role, int) {
	s := start{words[i]}
	list := g.roleIndex.starting(s, s.hash())
	for name, ok := list.next(words[i:]); ok; name, ok = list.next(words[i:]) {
		if name.Ref < len(g.roles) {
			return g.roles[name.Ref], len(name.Pieces)
		}
	}
	return Role{}, 0
}

// Holders returns the people of a country who held one of the offices on that day,
// beside others maybe; without offices, those who led it. On the zero day there are none.
func (g *Gazetteer) Holders(country string, day entente.Day, offices ...string) []int {
	if day.IsZero() {
		return nil
	}
	var out []int
	for _, i := range g.heads[country] {
		if slices.ContainsFunc(g.People[i].Terms, func(t Term) bool {
			office := strings.ToLower(t.Office)
			return t.on(day) && (len(offices) == 0 && (office == "" || leads(office)) || slices.Contains(offices, office))
		}) {
			out = append(out, i)
		}
	}
	return out
}

// leads reports whether an office is that of a head of state or government.
func leads(office string) bool {
	switch office {
	case "president", "prime minister", "chancellor", "king", "queen", "supreme leader", "emperor", "emir", "sultan", "premier", "paramount leader", "general secretary", "first secretary", "de facto ruler", "taoiseach",
		"leader", "shah", "acting president", "acting prime minister", "party chairman", "prince", "crown prince", "head of state", "chairman", "grand duke":
		return true
	}
	return false
}

func matches(want, have []string) bool {
	if len(want) > len(have) {
		return false
	}
	for i, w := range want {
		if have[i] != w {
			return false
		}
	}
	return true
}

func isUpper(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			if !unicode.IsUpper(r) {
				return false
			}
			letters++
		}
	}
	return letters > 1
}
