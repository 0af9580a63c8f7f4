package tokenize

import (
	_ "embed" // the tables
	"strings"
)

// The tables were written for this package; prefixes.tsv follows the counts in
// UD English EWT and GUM.
var (
	//go:embed tables/abbreviations.tsv
	abbreviationTable string
	//go:embed tables/contractions.tsv
	contractionTable string
	//go:embed tables/prefixes.tsv
	prefixTable string
	//go:embed tables/openers.tsv
	openerTable string
	//go:embed tables/cues.tsv
	cueTable string
	//go:embed tables/domains.tsv
	domainTable string
)

// class says how a short form behaves at the end of a sentence.
type class int

const (
	none   class = iota
	title        // a name follows
	number       // short only before a digit
	cont         // something follows
	end          // ends a sentence before an opener
	list         // ends a sentence before any capital
)

var classNames = map[string]class{"title": title, "number": number, "cont": cont, "end": end, "list": list}

// rows returns the fields of the lines of a table that are neither empty nor
// comments.
func rows(table string) [][]string {
	var out [][]string
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && line[0] != '#' {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

func wordSet(table string) map[string]bool {
	set := map[string]bool{}
	for _, row := range rows(table) {
		set[row[0]] = true
	}
	return set
}
