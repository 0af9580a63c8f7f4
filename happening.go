package entente

import (
	"slices"
	"strings"
)

// Happening is one thing that reports tell of. The Report is the one that speaks for it:
// the first that counts, or the first of all.
type Happening struct {
	Report
	Day         Day      `json:"day,omitzero"` // the day it is counted on; see Report.Day
	Reports     int      `json:"reports"`      // rows, reprints among them
	Independent int      `json:"independent"`  // distinct origins of those that count; 0 if it never happened
	Statuses    []Status `json:"statuses"`     // of its rows, each once, in the order of Statuses()
	Overall     Status   `json:"overall"`      // of all its rows together
	All         []Report `json:"all,omitempty"`
}

// Fold makes one happening of its current reports, in the order in which they came in.
// Only reports that count say who, when and how weighty it is, as soon as there is one:
// a plan or a denial that is told as well changes none of that. No report gives the zero
// Happening.
func Fold(reports []Report) Happening {
	if len(reports) == 0 {
		return Happening{}
	}
	lead := max(0, slices.IndexFunc(reports, func(r Report) bool { return r.Counts() }))
	h := Happening{Report: reports[lead], Reports: len(reports), All: reports}
	h.Day = h.Report.Day()
	var origins []string
	has := map[Status]bool{}
	for i := range reports {
		r := &reports[i]
		has[r.Status] = true
		if o := r.Origin(); r.Counts() && !slices.Contains(origins, o) {
			origins = append(origins, o)
		}
	}
	h.Independent = len(origins)
	for _, s := range Statuses() {
		if has[s] {
			h.Statuses = append(h.Statuses, s)
		}
	}
	h.Overall = h.Status // of a word that no version knew, from a ledger that is damaged
	if len(h.Statuses) > 0 {
		h.Overall = overall(h.Statuses)
	}
	return h
}

// overall is what rows of these statuses say together: one that asserts and one that
// denies make it disputed, else the strongest word stands.
func overall(of []Status) Status {
	has := func(s Status) bool { return slices.Contains(of, s) }
	if has(Disputed) || (has(Denied) && (has(Happened) || has(Ongoing) || has(Claimed))) {
		return Disputed
	}
	for _, s := range []Status{Happened, Ongoing, Claimed, Denied} {
		if has(s) {
			return s
		}
	}
	return of[0]
}

// Day is the day that a row is counted on: the middle of a week, month, season or year,
// the first day of a longer stretch. News without a date goes by the day of printing;
// history without one has no day.
func (r *Report) Day() Day {
	d := r.Date
	switch {
	case d.From.IsZero() && d.To.IsZero():
		if r.Background {
			return Day{}
		}
		return r.Print.Published
	case d.From.IsZero():
		return d.To
	case d.To.IsZero() || d.Precision == PrecisionInterval || d.Precision == PrecisionDecade:
		return d.From
	}
	return DayOf(d.From.Time().Add(d.To.Time().Sub(d.From.Time()) / 2))
}

// Dyad is a directed pair of codes. A side that no row names, or that stands for no land
// and no body, is "".
type Dyad struct {
	Source, Target string
	Official       bool // both sides are; a side that is missing is not asked
}

// Dyads expands the sides of a row: each source with each target, both ways for a
// reciprocal event, sorted, each once; where one side is missing, the other alone. A
// party does not make a dyad with itself unless it stands on both sides alone (a state
// and its own rebels).
func (r *Report) Dyads() []Dyad {
	var out []Dyad
	add := func(s, t Party) {
		if s.Code == "" && t.Code == "" {
			return
		}
		d := Dyad{s.Code, t.Code, (s.Code == "" || s.Official()) && (t.Code == "" || t.Official())}
		out = append(out, d)
		if r.Type.Reciprocal() {
			out = append(out, Dyad{d.Target, d.Source, d.Official})
		}
	}
	sources, targets := orNobody(r.Sources), orNobody(r.Targets)
	for _, s := range sources {
		for _, t := range targets {
			if s.Code == t.Code && s.Sector == t.Sector && len(sources)+len(targets) > 2 {
				continue // one of several who met stands on both sides
			}
			add(s, t)
		}
	}
	slices.SortFunc(out, func(a, b Dyad) int {
		if c := strings.Compare(a.Source, b.Source); c != 0 {
			return c
		}
		if c := strings.Compare(a.Target, b.Target); c != 0 {
			return c
		}
		if a.Official == b.Official {
			return 0
		}
		if a.Official {
			return -1 // the official one of two stays
		}
		return 1
	})
	return slices.CompactFunc(out, func(a, b Dyad) bool { return a.Source == b.Source && a.Target == b.Target })
}

func orNobody(list []Party) []Party {
	if len(list) == 0 {
		return []Party{{}}
	}
	return list
}
