package gazetteer

import (
	"strings"
	"testing"

	"entente"
)

func load(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestLoad(t *testing.T) {
	g := load(t)
	if len(g.States) < 250 || len(g.People) < 2000 || g.places.rows() < 8000 || len(g.Orgs) < 3000 {
		t.Errorf("%d states, %d people, %d cities, %d organizations", len(g.States), len(g.People), g.places.rows(), len(g.Orgs))
	}
}

func TestRowsHold(t *testing.T) {
	g := load(t)
	for i := range g.People {
		p := &g.People[i]
		if above := p.Terms[0].Sector == "IGO" || p.Terms[0].Sector == "REB"; g.State(p.Country) == nil && (p.Country != "" || !above) { // al-Qaeda is of no land
			t.Errorf("%s: no state %q", p.Name, p.Country)
		}
		for _, term := range p.Terms {
			if term.From.IsZero() || !sectors[term.Sector] {
				t.Errorf("%s: term %+v", p.Name, term)
			}
		}
	}
	for i := range g.Orgs {
		o := &g.Orgs[i]
		if o.Country != "" && g.State(o.Country) == nil {
			t.Errorf("%s: no state %q", o.Name, o.Country)
		}
		if !sectors[o.Sector] {
			t.Errorf("%s: sector %q", o.Name, o.Sector)
		}
	}
	for i := range g.places.rows() {
		c := g.Place(i)
		if c.Country != "" && g.State(c.Country) == nil || c.Country == "" && c.Population > 0 || c.Lat < -90 || c.Lat > 90 || c.Lon < -180 || c.Lon > 180 {
			t.Errorf("place %+v", c)
		}
	}
}

func on(t *testing.T, s string) entente.Day {
	t.Helper()
	d, err := entente.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestHolders(t *testing.T) {
	g := load(t)
	tests := []struct{ country, day, office, want string }{
		{"USA", "1990-08-06", "president", "George H. W. Bush"},
		{"USA", "2003-03-20", "president", "George W. Bush"},
		{"USA", "2017-10-13", "president", "Donald Trump"},
		{"USA", "2022-10-13", "president", "Joe Biden"},
		{"PAK", "2017-10-13", "prime minister", "Shahid Khaqan Abbasi"},
		{"GBR", "1997-06-01", "prime minister", "Tony Blair"},
		{"RUS", "2009-01-01", "president", "Dmitry Medvedev"},
		{"RUS", "2009-01-01", "prime minister", "Vladimir Putin"},
		{"DEU", "2015-07-14", "chancellor", "Angela Merkel"},
		{"IRN", "2015-07-14", "foreign minister", "Mohammad Javad Zarif"},
		{"ETH", "2018-07-09", "prime minister", "Abiy Ahmed"},
		{"SUN", "1990-08-06", "foreign minister", "Eduard Shevardnadze"},
	}
	for _, tt := range tests {
		found := g.Holders(tt.country, on(t, tt.day), tt.office)
		if len(found) != 1 || g.People[found[0]].Name != tt.want {
			var names []string
			for _, ref := range found {
				names = append(names, g.People[ref].Name)
			}
			t.Errorf("%s %s on %s: %v, want %s", tt.country, tt.office, tt.day, names, tt.want)
		}
	}
}

// several are offices that more than one hold in a land at a time.
var several = map[string]bool{
	"opposition leader": true, "rebel leader": true, "party leader": true, "paramilitary leader": true, "militia leader": true, "exile leader": true, "protest leader": true, "gang leader": true, "union leader": true,
	"activist": true, "dissident": true, "journalist": true, "lawyer": true, "cleric": true, "ayatollah": true, "bishop": true, "archbishop": true, "cardinal": true, "imam": true, "minister": true, "drug lord": true,
	"senator": true, "representative": true, "general": true, "judge": true, "spokesman": true, "negotiator": true, "security chief": true, "presidential candidate": true, "businessman": true, "former spy": true,
	"special envoy": true, "assistant secretary of state": true, "envoy of the united nations": true, "under-secretary-general": true, "spokesman of the united nations": true, "weapons inspector": true,
}

// TestOneHolder finds days on which two people hold one office: a slip of dates.
func TestOneHolder(t *testing.T) {
	g := load(t)
	type post struct{ country, office string }
	terms := map[post][]Term{}
	names := map[post][]string{}
	for i := range g.People {
		for _, term := range g.People[i].Terms {
			if term.Office != "" {
				k := post{g.People[i].Country, term.Office}
				terms[k] = append(terms[k], term)
				names[k] = append(names[k], g.People[i].Name)
			}
		}
	}
	for k, list := range terms {
		if several[k.office] {
			continue
		}
		for i, a := range list {
			for j, b := range list[:i] {
				// Days of handing over are in both terms, and in 2010 two held the office in Abidjan.
				from, to := a.From.Add(0, 0, 1), a.To
				if k.country == "CIV" || names[k][i] == names[k][j] {
					continue
				}
				if (b.To.IsZero() || from.Before(b.To)) && (to.IsZero() || b.From.Add(0, 0, 1).Before(to)) {
					t.Errorf("%v: %s %s..%s and %s %s..%s", k, names[k][i], a.From, a.To, names[k][j], b.From, b.To)
				}
			}
		}
	}
}

func TestFind(t *testing.T) {
	g := load(t)
	tests := []struct {
		text string
		kind Kind
	}{
		{"north korea", KindState}, {"pakistani", KindAdjective}, {"pakistanis", KindPeople}, {"moscow", KindCapital}, {"nato", KindOrg},
		{"vladimir putin", KindPerson}, {"putin", KindSurname}, {"karachi", KindPlace}, {"international community", KindOrg},
	}
	for _, tt := range tests {
		found := g.Find(strings.Fields(tt.text), 0)
		if len(found) == 0 || found[0].Kind != tt.kind || len(found[0].Pieces) != len(strings.Fields(tt.text)) {
			t.Errorf("Find(%q) = %+v, want kind %d", tt.text, found, tt.kind)
		}
	}
	if found := g.Find([]string{"zzyzx"}, 0); found != nil {
		t.Errorf("found %+v", found)
	}
}

func TestBadRow(t *testing.T) {
	for _, text := range []string{"a\tb\tc\n", "# comment\n\nonly\n"} {
		err := eachRow(text, 2, func(cols []string) error {
			_, err := entente.ParseDay(cols[0])
			return err
		})
		if err == nil {
			t.Errorf("no error for %q", text)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("the United States of America's army")
	g := load(f)
	f.Fuzz(func(t *testing.T, text string) {
		pieces := Pieces(text)
		for i := range pieces {
			for _, name := range g.Find(pieces, i) {
				if len(name.Pieces) == 0 || i+len(name.Pieces) > len(pieces) {
					t.Fatalf("%v at %d of %v", name.Pieces, i, pieces)
				}
			}
			if _, n := g.Role(pieces, i); i+n > len(pieces) {
				t.Fatalf("a role of %d words at %d of %v", n, i, pieces)
			}
		}
	})
}
