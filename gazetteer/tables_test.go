package gazetteer

import (
	"os"
	"slices"
	"strings"
	"testing"

	"entente"
)

// TestStateSystem finds every member of the state system since 1816 in the tables,
// on its first and its last day.
func TestStateSystem(t *testing.T) {
	g := load(t)
	text, err := os.ReadFile("testdata/system.tsv")
	if err != nil {
		t.Fatal(err)
	}
	err = eachRow(string(text), 5, func(c []string) error {
		from, to, err := days(c[2], c[3])
		if err != nil {
			return err
		}
		if to.IsZero() {
			to = entente.Day{Year: 2026, Month: 1, Day: 1}
		}
		codes := strings.Split(c[4], "|")
		for _, day := range []entente.Day{from, to.Add(0, 0, -2)} {
			if !slices.ContainsFunc(codes, func(code string) bool { s := g.State(code); return s != nil && s.alive(day) }) {
				t.Errorf("%s: none of %s was there on %s", c[1], c[4], day)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestEveryCode has a row for every code of ISO 3166-1.
func TestEveryCode(t *testing.T) {
	g := load(t)
	text, err := os.ReadFile("iso.tsv")
	if err != nil {
		t.Fatal(err)
	}
	if err := eachRow(string(text), 2, func(c []string) error {
		if g.State(c[1]) == nil {
			t.Errorf("no row for %s", c[1])
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestStateRows holds what the rows of states say of each other.
func TestStateRows(t *testing.T) {
	g := load(t)
	kinds := []string{"state", "former", "territory", "region", "disputed", "breakaway"}
	for i := range g.States {
		s := &g.States[i]
		if !slices.Contains(kinds, s.Kind) || s.Parent != "" && g.State(s.Parent) == nil {
			t.Errorf("%s: kind %q, parent %q", s.Code, s.Kind, s.Parent)
		}
		if s.Kind == "former" && (s.From.IsZero() || s.To.IsZero() || len(s.After) == 0) {
			t.Errorf("%s: %s..%s, followed by %v", s.Code, s.From, s.To, s.After)
		}
		if (s.Kind == "disputed" || s.Kind == "breakaway") && s.Note == "" && s.Code != "X-PRM" {
			t.Errorf("%s: a contested land wants a note", s.Name)
		}
		if strings.HasPrefix(s.Code, "X-") == (len(s.Code) == 3) {
			t.Errorf("%s: three letters, or X- and more", s.Code)
		}
	}
}

// TestEverydayWords finds names of one everyday word that stand without a guard: in
// common.tsv, by "!" or by "the". testdata/words.txt are the forms that stand three
// times or more in small letters, and not as a name, in two open treebanks, and some
// more that papers are called.
func TestEverydayWords(t *testing.T) {
	text, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	everyday := map[string]bool{}
	for _, w := range strings.Fields(string(text)) {
		everyday[w] = true
	}
	// States and their adjectives that treebanks write small or that are words too, bodies
	// better known than the word, and two of the commonest surnames.
	known := map[string]bool{
		"us": true, "american": true, "french": true, "irish": true, "mexican": true, "guinea": true, "who": true, "is": true, "chad": true, "turkey": true, "wang": true, "ye": true,
	}
	g := parsed(t).g
	for key, names := range g.names {
		first := key[0]
		for _, n := range names {
			if len(n.Pieces) == 1 && everyday[first] && !n.Guarded && !n.NeedsThe && !known[first] {
				t.Errorf("%q (kind %d) is an everyday word and wants a guard", first, n.Kind)
			}
		}
	}
	if len(everyday) < 5000 {
		t.Errorf("%d words", len(everyday))
	}
}

// TestArmedGroups counts the groups whose country and first year are known.
func TestArmedGroups(t *testing.T) {
	g := load(t)
	groups, above := 0, 0
	for i := range g.Orgs {
		o := &g.Orgs[i]
		switch o.Sector {
		case "REB", "PRM", "UAF":
			if o.Country != "" && !o.From.IsZero() {
				groups++
			}
		}
		if o.Bloc == "IGO" || o.Bloc == "UNO" || o.Bloc == "EUR" {
			above++
		}
	}
	if groups < 500 || above < 400 {
		t.Errorf("%d armed groups with country and year, %d bodies above states", groups, above)
	}
}

func TestOn(t *testing.T) {
	g := load(t)
	for _, tt := range []struct{ code, town, day, want string }{
		{"RUS", "Leningrad", "1970-01-01", "SUN"}, {"RUS", "Leningrad", "1910-01-01", "RUS"}, {"DEU", "Dresden", "1985-01-01", "DDR"}, {"DEU", "Bremen", "1985-01-01", "DEU"},
		{"EST", "Tallinn", "1930-01-01", "EST"}, {"EST", "Tallinn", "1970-01-01", "SUN"}, {"VDR", "Saigon", "2000-01-01", "VNM"}, {"SRB", "Belgrade", "2004-06-01", "SCG"},
	} {
		if got := g.On(g.State(tt.code), tt.town, on(t, tt.day)); got.Code != tt.want {
			t.Errorf("On(%s, %s, %s) = %s, want %s", tt.code, tt.town, tt.day, got.Code, tt.want)
		}
	}
	if got := g.On(g.State("RUS"), "Leningrad", entente.Day{}); got.Code != "RUS" {
		t.Errorf("On no day: %s", got.Code)
	}
}

func TestOwnTable(t *testing.T) {
	g, err := Load(Own{Name: "mine.tsv", Text: "\ufeff# a comment\r\n\tCoastal Dawn Front\tCDF\tKEN\tREB\t2030\r\n[people]\r\nKEN\tGOV\tpresident\tAda Okello\t\t\t2030-01-01\r\n"})
	if err != nil {
		t.Fatal(err)
	}
	found := g.Find([]string{"coastal", "dawn", "front"}, 0)
	if len(found) != 1 || !found[0].Own || g.Orgs[found[0].Ref].Country != "KEN" {
		t.Errorf("found %+v", found)
	}
	if refs := g.Holders("KEN", entente.Day{Year: 2031, Month: 1, Day: 1}, "president"); len(refs) == 0 || g.People[refs[len(refs)-1]].Name != "Ada Okello" {
		t.Errorf("holders %v", refs)
	}
	if _, err := Load(Own{Name: "mine.tsv", Text: "id\tname\tother names\tcountry\tsector\tfrom\tto\n\tCoastal Dawn Front\tCDF\tKEN\tREB\n"}); err != nil {
		t.Errorf("a header without its #: %v", err)
	}
	for _, tt := range []struct{ text, want string }{
		{"id\tname\tcountry\n", "mine.tsv:1: no rows"},
		{"", "mine.tsv:1: no rows"},
		{"\tX\t\tKENYA\tREB\n", `mine.tsv:1: no state "KENYA"`},
		{"# c\n\tX\t\tKEN\tARMY\n", `mine.tsv:2: no sector "ARMY"`},
		{"\t\t\tKEN\tREB\n", "mine.tsv:1: no name"},
		{"\tX\t\tKEN\tREB\t2001\t1999\n", "mine.tsv:1: ends 1999-12-31 before"},
		{"a\tb\tc\td\te\tf\tg\th\ti\n", "mine.tsv:1: 9 columns, at most 8"},
		{"just words\n", "mine.tsv:1: one column only"},
		{"[people]\nKEN\tGOV\tpresident\tAda Okello\n", "mine.tsv:2: a name and a first day"},
		{"[people]\nKEN\tGOV\tpresident\tAda Okello\t\t\tsoon\n", "mine.tsv:2: "},
	} {
		if _, err := Load(Own{Name: "mine.tsv", Text: tt.text}); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %s", tt.text, err, tt.want)
		}
	}
}
