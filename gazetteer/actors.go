package gazetteer

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/internal/tsv"
)

// Columns of a user's own table of people, groups and places with a header: those that
// every row fills, and those that it may.
var (
	ActorsMust = []string{"kind", "name"}
	ActorsMay  = []string{"others", "country", "sector", "office", "surname", "from", "to", "id", "lat", "lon", "inhabitants", "flags"}
)

// placeKinds are what a place may be; places.tsv has a row of each but the town.
var placeKinds = []string{"town", "site", "base", "island", "region", "river", "port", "mountain", "airport", "gulf", "crossing", "plain", "sea", "strait", "lake", "border", "desert", "canal", "cape", "channel"}

// blocs are what an organization of no single land may have for its country.
var blocs = []string{"IGO", "NGO", "UNO", "EUR", "REL", "MNC"}

// actors reads a table with a header, and notes in it what is wrong; such rows are left out.
func (ld *loader) actors(t *tsv.Table) {
	ld.mine = true
	defer func() { ld.mine = false }()
	seen := map[string]int{}
	for _, row := range t.All() {
		kind := strings.ToLower(row.Get("kind"))
		read := map[string]func(*tsv.Row) bool{"person": ld.ownPerson, "org": ld.ownOrg}[kind]
		if slices.Contains(placeKinds, kind) {
			read = ld.ownPlace
		}
		if read == nil {
			row.Fail("kind", "no kind %q: want person, org, or that of a place: %s", row.Get("kind"), strings.Join(placeKinds, ", "))
			continue
		}
		if len(pieces(strings.TrimLeft(row.Get("name"), "@!"))) == 0 {
			row.Fail("name", "%q holds no word", row.Get("name"))
			continue
		}
		key := strings.Join([]string{kind, fold(row.Get("name")), row.Get("country"), row.Get("office"), row.Get("from")}, "\t")
		if seen[key] > 0 {
			row.Fail("name", "%s stands in line %d already", row.Get("name"), seen[key])
			continue
		}
		if read(&row) {
			seen[key] = row.Line
		}
	}
}

func fold(name string) string { return strings.Join(pieces(strings.TrimLeft(name, "@!")), " ") }

// ownLand checks a country; more are codes that may stand for one.
func (ld *loader) ownLand(row *tsv.Row, more ...string) bool {
	code := row.Get("country")
	if code == "" || slices.Contains(more, code) || ld.g.State(code) != nil {
		return true
	}
	want := "want three letters of ISO 3166-1 (KEN), the code of a former state (SUN), or nothing"
	if len(more) > 0 {
		want = "want three letters of ISO 3166-1 (KEN), the code of a former state (SUN), one of " + strings.Join(more, ", ") + ", or nothing"
	}
	for i := range ld.g.States {
		if s := &ld.g.States[i]; fold(s.Name) == fold(code) {
			want = fmt.Sprintf("want %s", s.Code)
		}
	}
	return row.Fail("country", "no state %q: %s", code, want)
}

// ownDays checks the first and the last day.
func ownDays(row *tsv.Row) (from, to entente.Day, ok bool) {
	ok = true
	for _, column := range []string{"from", "to"} {
		if _, err := day(row.Get(column)); err != nil {
			ok = row.Fail(column, "%q is no day: want 2019, 2019-07 or 2019-07-24, or nothing where it is open", row.Get(column))
		}
	}
	if !ok {
		return from, to, false
	}
	from, to, err := days(row.Get("from"), row.Get("to"))
	if err != nil {
		return from, to, row.Fail("to", "it %v", err)
	}
	return from, to, true
}

func ownSector(row *tsv.Row, must bool) bool {
	sector := row.Get("sector")
	if known(sector) && (sector != "" || !must) {
		return true
	}
	return row.Fail("sector", "no sector %q: want one that entente explain knows: GOV, MIL, REB, OPP, …", sector)
}

func (ld *loader) ownPerson(row *tsv.Row) bool {
	good := ld.ownLand(row)
	good = ownSector(row, true) && good
	from, to, ok := ownDays(row)
	if ok && from.IsZero() {
		ok = row.Fail("from", "a term needs its first day: 2019, 2019-07 or 2019-07-24")
	}
	if !ok || !good || !ld.freeTerm(row, from, to) {
		return false
	}
	ld.shadow(row, "leader:"+row.Get("country")+"/"+strings.Join(pieces(row.Get("name")), "-"))
	err := ld.person([]string{row.Get("country"), row.Get("sector"), row.Get("office"), row.Get("name"), row.Get("surname"), row.Get("others"), row.Get("from"), row.Get("to")})
	if err != nil {
		return row.Fail("name", "%v", err)
	}
	ld.lines[termKey{row.Get("country"), fold(row.Get("name")), from}] = row.Line
	return true
}

// termKey tells terms of the user's own apart.
type termKey struct {
	country, name string
	from          entente.Day
}

// freeTerm refuses a term in an office that the table gives to somebody, or to the same
// person, on the same days. Where ours does, it says so, and ends a term of ours that is
// open: who adds the next holder of an office knows that the last one has left it.
func (ld *loader) freeTerm(row *tsv.Row, from, to entente.Day) bool {
	country, office := row.Get("country"), strings.ToLower(row.Get("office"))
	var ours []*Term
	var whose []string
	for _, ref := range ld.g.heads[country] {
		p := &ld.g.People[ref]
		same := fold(p.Name) == fold(row.Get("name"))
		for i := range p.Terms {
			t := &p.Terms[i]
			if strings.ToLower(t.Office) != office || !same && !leads(office) || !together(*t, from, to) {
				continue
			}
			if line := ld.lines[termKey{country, fold(p.Name), t.From}]; line > 0 {
				return row.Fail("from", "%s, %s of %s, overlaps line %d: %s, %s to %s", row.Get("name"), office, country, line, p.Name, t.From, cmp.Or(t.To.String(), "today"))
			}
			ours, whose = append(ours, t), append(whose, p.Name)
		}
	}
	for i, t := range ours {
		if t.To.IsZero() && t.From.Before(from) {
			row.Warn("from", "ends the term of ours: %s, %s of %s since %s", whose[i], cmp.Or(office, "leader"), country, t.From)
			t.To = from.Add(0, 0, -1)
			continue
		}
		row.Warn("from", "ours has %s as %s of %s from %s to %s; both stand, and yours comes first", whose[i], cmp.Or(office, "leader"), country, t.From, cmp.Or(t.To.String(), "today"))
	}
	return true
}

// together reports whether a term shares more than a day with a stretch.
func together(t Term, from, to entente.Day) bool {
	return (to.IsZero() || t.From.Before(to)) && (t.To.IsZero() || from.Before(t.To))
}

func (ld *loader) ownOrg(row *tsv.Row) bool {
	good := ld.ownLand(row, blocs...)
	good = ownSector(row, false) && good
	if flag := row.Get("flags"); flag != "" && flag != "group" {
		good = row.Fail("flags", "no flag %q: want group, for what has no list of members, or nothing", flag)
	}
	if _, _, ok := ownDays(row); !ok || !good {
		return false
	}
	ld.shadow(row, "")
	err := ld.org([]string{row.Get("id"), row.Get("name"), row.Get("others"), row.Get("country"), row.Get("sector"), row.Get("from"), row.Get("to"), row.Get("flags")})
	if err != nil {
		return row.Fail("name", "%v", err)
	}
	return true
}

func (ld *loader) ownPlace(row *tsv.Row) bool {
	good := ld.ownLand(row)
	for _, c := range []struct {
		column string
		most   float64
	}{{"lat", 90}, {"lon", 180}} {
		if v, err := strconv.ParseFloat(row.Get(c.column), 64); err != nil || !(v >= -c.most && v <= c.most) {
			good = row.Fail(c.column, "%q is no degree: want a number from -%g to %g", row.Get(c.column), c.most, c.most)
		}
	}
	people := cmp.Or(row.Get("inhabitants"), "0")
	if n, err := strconv.Atoi(people); err != nil || n < 0 {
		good = row.Fail("inhabitants", "%q is no number of people: want one, or nothing", people)
	}
	if !good {
		return false
	}
	ld.shadow(row, "")
	p := Place{Name: row.Get("name"), Kind: strings.ToLower(row.Get("kind")), Country: row.Get("country")}
	if p.Kind != "town" && p.Country != "" {
		p.Lands = []string{p.Country}
	}
	if err := ld.place(p, split(row.Get("others")), row.Get("lat"), row.Get("lon"), people); err != nil {
		return row.Fail("name", "%v", err)
	}
	return true
}

// shadow warns where a name of the row is one of ours too, other than of the entity itself.
func (ld *loader) shadow(row *tsv.Row, itself string) {
	for i, text := range append([]string{row.Get("name")}, split(row.Get("others"))...) {
		ps := pieces(strings.TrimLeft(text, "@!"))
		if len(ps) == 0 {
			continue
		}
		for _, name := range ld.g.Find(ps, 0) {
			id, what := ld.g.said(name)
			if len(name.Pieces) != len(ps) || name.Own || id == itself && id != "" {
				continue
			}
			column := "name"
			if i > 0 {
				column = "others"
			}
			row.Warn(column, "%q is ours too: %s; yours comes first", text, what)
			return
		}
	}
}

// said names what a name stands for, for people.
func (g *Gazetteer) said(n Name) (id, what string) {
	switch n.Kind {
	case KindPerson, KindSurname:
		p := &g.People[n.Ref]
		return p.ID, fmt.Sprintf("%s (%s)", p.ID, p.Name)
	case KindOrg, KindParty:
		o := &g.Orgs[n.Ref]
		return o.ID, fmt.Sprintf("%s (%s)", o.ID, strings.TrimSpace(o.Name+" "+o.Country))
	case KindPlace:
		p := g.Place(n.Ref)
		return "", fmt.Sprintf("the %s %s (%s)", p.Kind, p.Name, cmp.Or(p.Country, "no land"))
	}
	s := &g.States[n.Ref]
	return "state:" + s.Code, fmt.Sprintf("state:%s (%s)", s.Code, s.Name)
}
