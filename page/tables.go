package page

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

//go:embed agencies.tsv
var agenciesTSV string

//go:embed boilerplate.tsv
var boilerplateTSV string

//go:embed tools.tsv
var toolsTSV string

// rows splits a table at its tabs, leaving out comments and empty lines.
func rows(tsv string) [][]string {
	var out [][]string
	for l := range strings.Lines(tsv) {
		l = strings.TrimRight(l, "\r\n")
		if l == "" || strings.HasPrefix(l, "# ") {
			continue
		}
		out = append(out, strings.Split(l, "\t"))
	}
	return out
}

// agencies leads from a printed short form to a name.
var agencies = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, row := range rows(agenciesTSV) {
		if len(row) == 2 {
			m[row[0]] = row[1]
			if up := strings.ToUpper(row[0]); m[up] == "" {
				m[up] = row[1]
			}
		}
	}
	return m
})

// pattern is one row of boilerplate.tsv.
type pattern struct {
	re    *regexp.Regexp
	glued bool // also where no line break stands before it
	why   string
}

var patterns = sync.OnceValue(func() []pattern {
	var out []pattern
	for _, row := range rows(boilerplateTSV) {
		if len(row) != 3 {
			continue
		}
		re, err := regexp.Compile(`(?i)^(?:` + row[1] + `)$`)
		if err != nil {
			continue // TestTables holds that none is left out
		}
		out = append(out, pattern{re, row[0] == "any", row[2]})
	}
	return out
})

// tools tells for each word of toolsTSV whether it is a strong one.
var tools = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, row := range rows(toolsTSV) {
		m[row[0]] = len(row) == 2 && row[1] == "+"
	}
	return m
})
