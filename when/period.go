package when

import (
	"cmp"
	_ "embed" // the periods
	"slices"
	"strings"

	"entente"
)

// periods.tsv was written for this package; each row names its source.
//
//go:embed periods.tsv
var periodTable string

// named is a stretch of days that has a name of its own.
type named struct {
	words    []string
	from, to entente.Day
	alone    bool // a date wherever it stands; else only after "in", "during", "since" and their like
}

// periods reads the table of named periods, longest name first.
func periods() []named {
	var out []named
	for line := range strings.Lines(periodTable) {
		col := strings.Split(strings.TrimSpace(line), "\t")
		if len(col) != 5 || line[0] == '#' {
			continue
		}
		from, err := entente.ParseDay(col[1])
		if err != nil {
			continue
		}
		to, err := entente.ParseDay(col[2])
		if err != nil {
			continue
		}
		out = append(out, named{strings.Fields(col[0]), from, to, col[3] == "alone"})
	}
	slices.SortStableFunc(out, func(a, b named) int { return cmp.Compare(len(b.words), len(a.words)) })
	return out
}

// namedPeriod reads a war or day of the table that was over when the text was
// printed. "World War II veterans" are no date.
func (r *reader) namedPeriod(i, j int) (hit, bool) {
	if !r.capital(j) {
		return hit{}, false
	}
	for n := range r.f.periods {
		p := &r.f.periods[n]
		if !r.is(j, p.words...) || !r.ref.IsZero() && r.ref.Before(p.from) {
			continue
		}
		last := j + len(p.words) - 1
		if !p.alone && (!r.any(i-1, "in", "during", "since", "before", "after", "until", "throughout") || r.describes(last+1)) {
			return hit{}, false
		}
		h, ok := explicit(last, period{from: p.from, to: p.to, prec: entente.PrecisionInterval}, false)
		if p.from == p.to {
			h.p.prec = entente.PrecisionDay
		}
		h.named = true
		return h, ok
	}
	return hit{}, false
}

// describes guesses whether the word at i is a noun that the name before it
// describes; without parts of speech a capital or a plural will do.
func (r *reader) describes(i int) bool {
	if i >= len(r.w) {
		return false
	}
	if u := r.s.Tokens[i].UPOS; u != "" {
		return u == "NOUN" || u == "PROPN" || u == "ADJ"
	}
	return r.capital(i) || isDash(r.w[i]) || r.pluralNext(i-1)
}
