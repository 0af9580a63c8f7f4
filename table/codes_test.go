package table

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"entente"
	"entente/ontology"
)

// TestCodesTable asks for unique codes, cells of the right shape, and a row for every
// state of the gazetteer.
func TestCodesTable(t *testing.T) {
	shape := []*regexp.Regexp{
		regexp.MustCompile(`^[A-Z]{3}$`), regexp.MustCompile(`^([A-Z]{2})?$`), regexp.MustCompile(`^\S.*\S$`), regexp.MustCompile(`^\d{0,3}$`), regexp.MustCompile(`^([A-Z]{3})?$`),
		regexp.MustCompile(`^\d{0,3}$`), regexp.MustCompile(`^([A-Z]{2}(;[A-Z]{2})*)?$`), regexp.MustCompile(`^([A-Z]{3}(;[A-Z]{3})*)?$`),
		regexp.MustCompile(`^(\d{4}-\d\d-\d\d)?$`), regexp.MustCompile(`^(\d{4}-\d\d-\d\d)?$`), regexp.MustCompile(``),
	}
	codes, cells := map[string][]string{}, map[string]string{} // code to the to-day of its rows; any other code to its owner
	err := eachRow(codesTable, len(shape), func(c []string) error {
		for i, re := range shape {
			if !re.MatchString(c[i]) {
				t.Errorf("%s: cell %d is %q", c[0], i, c[i])
			}
		}
		if before := codes[c[0]]; len(before) > 0 && (before[len(before)-1] == "" || c[8] <= before[len(before)-1]) {
			t.Errorf("%s: two rows hold on one day", c[0])
		}
		codes[c[0]] = append(codes[c[0]], c[9])
		for kind, cell := range map[string]string{"FIPS ": c[6], "CAMEO ": c[7], "name ": fold(c[2]) + ";" + fold(strings.TrimPrefix(c[10], "*"))} {
			for v := range strings.SplitSeq(cell, ";") {
				if owner, ok := cells[kind+v]; ok && v != "" && owner != c[0] {
					t.Errorf("%s%s is of %s and of %s", kind, v, owner, c[0])
				}
				cells[kind+v] = c[0]
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for kind := range cells {
		if v, ok := strings.CutPrefix(kind, "CAMEO "); ok && v != "" && codes[v] != nil {
			t.Errorf("CAMEO code %s is another land's own", v)
		}
	}
	raw, err := os.ReadFile("../gazetteer/states.tsv")
	if err != nil {
		t.Fatal(err)
	}
	states := 0
	for line := range strings.Lines(string(raw)) {
		c := strings.Split(line, "\t")
		if c[0] == "" || c[0][0] == '#' || len(c) < 5 || c[4] != "state" {
			continue
		}
		states++
		if codes[c[0]] == nil {
			t.Errorf("codes.tsv lacks %s (%s)", c[0], c[1])
		}
	}
	if states < 190 {
		t.Errorf("the gazetteer has %d states; is its table read rightly?", states)
	}
}

// TestNumbersUnique asks that a number belongs to one land a day.
func TestNumbersUnique(t *testing.T) {
	rows := loadCodes(t).rows
	overlap := func(a, b Numbers) bool {
		return (a.To.IsZero() || b.From.IsZero() || !a.To.Before(b.From)) && (b.To.IsZero() || a.From.IsZero() || !b.To.Before(a.From))
	}
	for i, a := range rows {
		for _, b := range rows[i+1:] {
			if overlap(a, b) && (a.COW != 0 && a.COW == b.COW || a.GW != 0 && a.GW == b.GW) && a.Code != b.Code {
				t.Errorf("%s and %s share a number", a.Code, b.Code)
			}
		}
	}
}

func TestSectorTables(t *testing.T) {
	onto := loadOntology(t)
	c := loadCodes(t)
	check := func(what string, s entente.Sector) {
		if !onto.HasSector(s) {
			t.Errorf("%s has sector %q, which is none", what, s)
		}
	}
	for k, s := range c.types {
		check(k, s)
	}
	for k, s := range c.sectors {
		check(k, s.sector)
	}
	for k, s := range c.roles {
		check(k, s)
	}
	for k, b := range c.bodies {
		check(k, b.sector)
		if _, land := c.byCAMEO[k]; land {
			t.Errorf("%s is a body's code and a land's", k)
		}
		if _, kind := c.types[k]; kind {
			t.Errorf("%s is a body's code and a type's", k)
		}
	}
	known := map[string]bool{}
	for _, s := range onto.Entries() {
		known[s.Name] = s.Kind == "sector" || known[s.Name]
	}
	for _, s := range c.types {
		if !known[string(s)] {
			t.Errorf("sector %q is not the ontology's", s)
		}
	}
}

func TestCAMEO(t *testing.T) {
	c := loadCodes(t)
	for _, tt := range []struct {
		in, land string
		sector   entente.Sector
	}{
		{"USAGOV", "USA", "GOV"}, {"USA", "USA", ""}, {"ROMMIL", "ROU", "MIL"}, {"IGOUNO", "united-nations", "IGO"}, {"IGOEUREEC", "european-union", "IGO"},
		{"REB", "", "REB"}, {"AFR", "", ""}, {"SOMINS", "SOM", "REB"}, {"US", "", ""}, {"", "", ""}, {"KSVCOP", "XKX", "COP"}, {"NAMGOV", "NAM", "GOV"}, {"MOD", "", "UNK"},
	} {
		t.Run(tt.in, func(t *testing.T) {
			if land, sector := c.CAMEO(tt.in); land != tt.land || sector != tt.sector {
				t.Errorf("CAMEO(%q) = %q, %q, want %q, %q", tt.in, land, sector, tt.land, tt.sector)
			}
		})
	}
}

// TestToCAMEO turns lands and bodies about and back.
func TestToCAMEO(t *testing.T) {
	c := loadCodes(t)
	for _, n := range c.rows {
		if c.byCAMEO[n.Code] == "" {
			continue
		}
		code := c.ToCAMEO(n.Code, "GOV")
		if land, sector := c.CAMEO(code); land != n.Code || sector != "GOV" {
			t.Errorf("%s becomes %s and comes back as %s %s", n.Code, code, land, sector)
		}
	}
	for code := range c.bodyCAMEO {
		cameo := c.ToCAMEO(code, "IGO")
		if back, sector := c.CAMEO(cameo); back != code || sector != "IGO" {
			t.Errorf("%s becomes %s and comes back as %s %s", code, cameo, back, sector)
		}
	}
}

func TestCodesByDay(t *testing.T) {
	c := loadCodes(t)
	day := func(s string) (d entente.Day) {
		if err := d.UnmarshalText([]byte(s)); err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, tt := range []struct {
		name, code, day string
		cow, gw         int
	}{
		{"Germany today", "DEU", "2018-01-01", 255, 260}, {"West Germany", "DEU", "1970-01-01", 260, 260}, {"the Reich", "DEU", "1930-01-01", 255, 255},
		{"Serbia", "SRB", "2018-01-01", 345, 340}, {"Yemen", "YEM", "1995-01-01", 679, 678}, {"Russia, no day", "RUS", "", 365, 365},
		{"Russia of Soviet days", "RUS", "1970-01-01", 365, 365}, {"Ukraine of Soviet days", "UKR", "1970-01-01", 0, 0}, {"no state", "nato", "2018-01-01", 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if n, _ := c.On(tt.code, day(tt.day)); n.COW != tt.cow || n.GW != tt.gw {
				t.Errorf("On(%s, %s) = %d, %d, want %d, %d", tt.code, tt.day, n.COW, n.GW, tt.cow, tt.gw)
			}
		})
	}
	for _, tt := range []struct {
		number    int
		day, want string
	}{{365, "1970-01-01", "SUN"}, {365, "2018-01-01", "RUS"}, {365, "1900-01-01", "RUS"}, {345, "1970-01-01", "YUG"}, {345, "2004-01-01", "SCG"}, {345, "", "SRB"}, {999, "", ""}, {255, "2018-01-01", "DEU"}} {
		if got := c.COW(tt.number, day(tt.day)); got != tt.want {
			t.Errorf("COW(%d, %q) = %q, want %q", tt.number, tt.day, got, tt.want)
		}
	}
}

// TestEventNames asks that each name leads to a code of the scale, and that codes of
// the ontology keep their meaning.
func TestEventNames(t *testing.T) {
	onto, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	names, err := eventCodes(onto)
	if err != nil {
		t.Fatal(err)
	}
	for name, code := range names {
		if _, ok := onto.Goldstein(code); !ok {
			t.Errorf("%q leads to %s, which the scale lacks", name, code)
		}
	}
	for _, tt := range []struct{ name, code string }{
		{"make statement", "010"}, {"accuse", "112"}, {"consult", "040"}, {"mediate", "045"}, {"sign formal agreement", "057"}, {"use tactics of violent repression", "175"},
	} {
		if got := names[tt.name]; got != tt.code {
			t.Errorf("%q = %s, want %s", tt.name, got, tt.code)
		}
	}
}
