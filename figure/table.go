package figure

import (
	_ "embed" // the tables
	"strconv"
	"strings"

	"entente"
)

// The tables were written for this package; currency codes are ISO 4217.
var (
	//go:embed tables/numbers.tsv
	numberTable string
	//go:embed tables/bounds.tsv
	boundTable string
	//go:embed tables/units.tsv
	unitTable string
	//go:embed tables/currencies.tsv
	currencyTable string
	//go:embed tables/fates.tsv
	fateTable string
)

// bound is one phrase of the table of bounds.
type bound struct {
	words []string
	means entente.Bound
}

// currency is one reading of a sign or word.
type currency struct {
	how     string // sign, word, both, near
	code    string // ISO 4217
	context []string
}

// Measurer holds the tables. It does not change and may be shared.
type Measurer struct {
	words      map[string]float64 // "twelve" -> 12
	scales     map[string]float64 // "million" -> 1e6
	suffixes   map[string]float64 // "m" after digits -> 1e6
	plurals    map[string]float64 // "dozens" -> 12
	parts      map[string]float64 // "third" -> 3
	bounds     []bound
	units      map[string]string
	currencies map[string][]currency
	fates      map[string]string
}

// New returns a Measurer with the built-in tables.
func New() *Measurer {
	m := &Measurer{
		words: map[string]float64{}, scales: map[string]float64{}, suffixes: map[string]float64{},
		plurals: map[string]float64{}, parts: map[string]float64{},
		units: map[string]string{}, currencies: map[string][]currency{}, fates: map[string]string{},
	}
	for _, row := range rows(numberTable, 3) {
		v, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			continue
		}
		switch row[1] {
		case "word":
			m.words[row[0]] = v
		case "scale":
			m.scales[row[0]] = v
		case "suffix":
			m.suffixes[row[0]] = v
		case "plural":
			m.plurals[row[0]] = v
		case "part":
			m.parts[row[0]] = v
		}
	}
	for _, row := range rows(boundTable, 2) {
		m.bounds = append(m.bounds, bound{strings.Fields(row[0]), entente.Bound(row[1])})
	}
	for _, row := range rows(unitTable, 2) {
		m.units[row[0]] = row[1]
	}
	for _, row := range rows(currencyTable, 4) {
		c := currency{how: row[1], code: row[2]}
		if row[3] != "-" {
			c.context = strings.Fields(row[3])
		}
		m.currencies[row[0]] = append(m.currencies[row[0]], c)
	}
	for _, row := range rows(fateTable, 2) {
		m.fates[row[0]] = row[1]
	}
	return m
}

// rows returns the lines of a table that have n fields and are no comments.
func rows(table string, n int) [][]string {
	var out [][]string
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\r\n")
		if row := strings.Split(line, "\t"); len(row) == n && line[0] != '#' {
			out = append(out, row)
		}
	}
	return out
}
