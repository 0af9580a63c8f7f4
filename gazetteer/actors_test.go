package gazetteer

import (
	"strings"
	"testing"

	"entente"
	"entente/internal/tsv"
)

const actorsHead = "kind\tname\tothers\tcountry\tsector\toffice\tsurname\tfrom\tto\tid\tlat\tlon\tinhabitants\tflags\n"

func withActors(t *testing.T, rows string) (*Gazetteer, *tsv.Table) {
	t.Helper()
	table := tsv.Read("actors.tsv", actorsHead+rows, ActorsMust, ActorsMay)
	g, err := Load(Own{Actors: table})
	if err != nil {
		t.Fatal(err)
	}
	return g, table
}

func TestActors(t *testing.T) {
	g, table := withActors(t, "org\tCoastal Dawn Front\tCDF|Coast Dawn\tKEN\tREB\t\t\t2030\t\town:1\n"+
		"person\tTove Almquist\t\tNOR\tGOV\tprime minister\t\t2030-02-01\t2031-12-31\n"+
		"person\tTove Almquist\t\tNOR\tGOV\tprime minister\t\t2032-03-01\n"+
		"base\tKestrel Point\tCamp Kestrel\tKEN\t\t\t\t\t\t\t-4.1\t39.6\n"+
		"town\tMarrowgate\t\tGBR\t\t\t\t\t\t\t54.2\t-2.1\t1200\n")
	if len(table.Problems) != 1 || !strings.HasPrefix(table.Problems[0].String(), "actors.tsv:3:47: warning: from: ends the term of ours: Jonas Gahr Store, prime minister of NOR since 2021-10-14") {
		t.Fatal(table.Problems)
	}
	one := func(words string) Name {
		for _, n := range g.Find(strings.Fields(words), 0) {
			if n.Own && len(n.Pieces) == len(strings.Fields(words)) {
				return n
			}
		}
		t.Fatalf("%q is not found", words)
		return Name{}
	}
	for _, words := range []string{"coastal dawn front", "cdf", "coast dawn"} {
		if o := g.Orgs[one(words).Ref]; o.ID != "own:1" || o.Country != "KEN" || o.Sector != "REB" {
			t.Errorf("%q is %+v", words, o)
		}
	}
	p := g.People[one("tove almquist").Ref]
	if len(p.Terms) != 2 || p.Country != "NOR" {
		t.Errorf("Tove Almquist is %+v, want two terms", p)
	}
	day := entente.Day{Year: 2030, Month: 6, Day: 1}
	if got := g.Holders("NOR", day, "prime minister"); len(got) != 1 || g.People[got[0]].Name != "Tove Almquist" {
		t.Errorf("holders in 2030 are %v", got)
	}
	for words, want := range map[string]Place{
		"kestrel point": {Name: "Kestrel Point", Kind: "base", Country: "KEN", Lands: []string{"KEN"}, Lat: -4.1, Lon: 39.6},
		"camp kestrel":  {Name: "Kestrel Point", Kind: "base", Country: "KEN", Lands: []string{"KEN"}, Lat: -4.1, Lon: 39.6},
		"marrowgate":    {Name: "Marrowgate", Kind: "town", Country: "GBR", Lat: 54.2, Lon: -2.1, Population: 1200},
	} {
		got := g.Place(one(words).Ref)
		if got.Name != want.Name || got.Kind != want.Kind || got.Country != want.Country || got.Lat != want.Lat || got.Lon != want.Lon || got.Population != want.Population || len(got.Lands) != len(want.Lands) {
			t.Errorf("%q lies at %+v, want %+v", words, got, want)
		}
	}
	if got, ok := g.Locate("Marrowgate", ""); !ok || got.Country != "GBR" {
		t.Errorf("Locate = %+v, %v", got, ok)
	}
	if got := g.Place(g.places.rows() + 2); got.Name != "" {
		t.Errorf("a row past the end is %+v", got)
	}
}

func TestActorsProblems(t *testing.T) {
	const norway = "person\tTove Almquist\t\tNOR\tGOV\tspeaker\tA\t"
	for _, test := range []struct{ name, rows, want string }{
		{"kind", "people\tA B\n", `actors.tsv:2:1: kind: no kind "people": want person, org, or that of a place: town`},
		{"name without words", "org\t@!\n", `actors.tsv:2:5: name: "@!" holds no word`},
		{"state by its name", "org\tCoast Dawn\t\tKenya\tREB\n", `actors.tsv:2:17: country: no state "Kenya": want KEN`},
		{"state", "org\tCoast Dawn\t\tKEX\tREB\n", `actors.tsv:2:17: country: no state "KEX": want three letters of ISO 3166-1 (KEN)`},
		{"bloc of a person", "person\tA Bee\t\tIGO\tGOV\t\t\t2001\n", `actors.tsv:2:15: country: no state "IGO"`},
		{"sector", "org\tCoast Dawn\t\tKEN\tREBEL\n", `actors.tsv:2:21: sector: no sector "REBEL": want one that entente explain knows`},
		{"no sector", "person\tA Bee\t\tNOR\t\t\t\t2001\n", `actors.tsv:2:19: sector: no sector ""`},
		{"no first day", norway + "\n", `actors.tsv:2:41: from: a term needs its first day`},
		{"no day", norway + "1 May 2030\n", `actors.tsv:2:41: from: "1 May 2030" is no day: want 2019, 2019-07 or 2019-07-24`},
		{"ends before", norway + "2031\t2030\n", `actors.tsv:2:46: to: it ends 2030-12-31 before it starts 2031-01-01`},
		{"own overlap", norway + "2030-02-01\t2031-12-31\n" + norway + "2031-06-01\n", `actors.tsv:3:41: from: Tove Almquist, speaker of NOR, overlaps line 2: Tove Almquist, 2030-02-01 to 2031-12-31`},
		{"two in office", "person\tTove Almquist\t\tSUN\tGOV\tpresident\t\t2030-02-01\t2031-12-31\nperson\tAsk Brun\t\tSUN\tGOV\tpresident\t\t2031-06-01\n", `actors.tsv:3:37: from: Ask Brun, president of SUN, overlaps line 2: Tove Almquist, 2030-02-01 to 2031-12-31`},
		{"ours in office", "person\tAsk Brun\t\tDEU\tGOV\tchancellor\t\t2010-06-01\t2011-06-01\n", `actors.tsv:2:38: warning: from: ours has Angela Merkel as chancellor of DEU from 2005-11-22 to 2021-12-08; both stand`},
		{"twice", "org\tCoast Dawn\t\tKEN\tREB\norg\tcoast dawn\t\tKEN\tREB\n", `actors.tsv:3:5: name: coast dawn stands in line 2 already`},
		{"ours", "org\tTaliban\t\tPOL\tBUS\n", `actors.tsv:2:5: warning: name: "Taliban" is ours too: org:taliban (Taliban AFG); yours comes first`},
		{"other name is ours", "org\tQuiet Bay\tKenya\tKEN\tBUS\n", `actors.tsv:2:15: warning: others: "Kenya" is ours too: state:KEN (Kenya); yours comes first`},
		{"place of ours", "town\tMombasa\t\tPOL\t\t\t\t\t\t\t50\t20\n", `actors.tsv:2:6: warning: name: "Mombasa" is ours too: the `},
		{"flag", "org\tCoast Dawn\t\tKEN\tREB\t\t\t\t\t\t\t\t\tcrowd\n", `actors.tsv:2:33: flags: no flag "crowd": want group`},
		{"degree", "base\tKestrel Point\t\tKEN\t\t\t\t\t\t\t94\t39\n", `actors.tsv:2:31: lat: "94" is no degree: want a number from -90 to 90`},
		{"no degree", "base\tKestrel Point\t\tKEN\t\t\t\t\t\t\t4\tNaN\n", `actors.tsv:2:33: lon: "NaN" is no degree: want a number from -180 to 180`},
		{"inhabitants", "town\tKestrel\t\tKEN\t\t\t\t\t\t\t4\t39\tmany\n", `actors.tsv:2:30: inhabitants: "many" is no number of people`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, table := withActors(t, test.rows)
			if len(table.Problems) != 1 || !strings.HasPrefix(table.Problems[0].String(), test.want) {
				t.Errorf("got %v, want %s", table.Problems, test.want)
			}
		})
	}
}

// FuzzActors: a row is refused with a mistake, or its name is found.
func FuzzActors(f *testing.F) {
	f.Add("org\tCoastal Dawn Front\tCDF|the Dawn\tKEN\tREB\t\t\t2030\t\town:1\t\t\t\tgroup\n")
	f.Add("person\tTove Almquist\tTA\tNOR\tGOV\tprime minister\tAlm-Quist\t2030-02-01\t2031\nport\t@!Ä\t|\t\t\t\t\t\t\t\t1\t2\t3\n")
	base := tsv.Read("actors.tsv", actorsHead, ActorsMust, ActorsMay)
	if _, err := Load(Own{Actors: base}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, rows string) {
		if len(rows) > 400 {
			t.Skip("loading takes long enough")
		}
		g, table := withActors(t, rows)
		if table.Err() != nil {
			return
		}
		for i := range table.Rows {
			ps := pieces(strings.TrimLeft(table.Rows[i].Get("name"), "@!"))
			if rest, ok := cutThe(strings.TrimLeft(table.Rows[i].Get("name"), "@!")); ok {
				ps = pieces(rest)
			}
			if len(ps) > 0 && len(g.Find(ps, 0)) == 0 {
				t.Fatalf("%q is neither refused nor found", table.Rows[i].Get("name"))
			}
		}
	})
}
