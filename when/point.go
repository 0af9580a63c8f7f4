package when

import (
	"slices"
	"strings"

	"entente"
)

// at reads a date expression that begins at token i, the widest first.
func (r *reader) at(i int) (hit, bool) {
	for _, read := range []func(int) (hit, bool){r.span, r.bounded, r.point, r.length} {
		if h, ok := read(i); ok {
			return h, true
		}
	}
	return hit{}, false
}

// point reads one position in time.
func (r *reader) point(i int) (hit, bool) {
	j := i
	if r.is(i, "the") {
		j++
	}
	for _, read := range []func(int, int) (hit, bool){
		r.part, r.partOf, r.written, r.dayAndMonth, r.weekday, r.quarterPoint, r.seasonPoint, r.namedPeriod,
		r.decadePoint, r.centuryPoint, r.holiday, r.deictic, r.shifted, r.away, r.beside, r.anchored, r.yearPoint,
	} {
		if h, ok := read(i, j); ok {
			return h, true
		}
	}
	return hit{}, false
}

// explicit makes a hit that rests on its own words.
func explicit(last int, p period, yearly bool) (hit, bool) {
	p.basis = entente.BasisExplicit
	return hit{last: last, p: p, yearly: yearly}, true
}

// relative makes a hit that rests on the day of printing; without that day it
// keeps its fineness only.
func (r *reader) relative(last int, p period) (hit, bool) {
	if r.ref.IsZero() {
		p.from, p.to = entente.Day{}, entente.Day{}
	}
	p.basis = entente.BasisRelative
	return hit{last: last, p: p}, true
}

// part reads "early August", "mid-2014", "the end of the year". "later this
// month" and "earlier this year" stop or start at the day of printing.
func (r *reader) part(i, j int) (hit, bool) {
	n, ok := r.kind(j, "part")
	if w := r.word(j); strings.HasPrefix(w, "mid-") {
		return r.midWord(j)
	}
	if !ok {
		if r.any(j, "earlier", "later") && (r.is(j+1, "this") || r.is(j+1, "in", "the") || r.is(j+1, "that")) {
			return r.sinceStart(j)
		}
		return hit{}, false
	}
	k := j + 1
	of, in := false, false
	if r.any(k, "of") {
		k, of = k+1, true
	} else if r.is(k, "in") && r.any(j, "early", "late") {
		k, in = k+1, true
	} else if k < len(r.w) && isDash(r.w[k]) {
		k++
	}
	if !of && r.any(j, "end", "beginning", "start", "middle") {
		return hit{}, false
	}
	if r.any(j, "early", "late") && (of || r.any(k, "a", "an")) {
		return hit{}, false
	}
	h, ok := r.point(k)
	if !ok {
		if y := r.fourDigits(k); y > 0 {
			h, ok = explicit(k, yearOf(y), true)
		} else if of && r.is(k, "the") {
			if u, isUnit := r.unit(k + 1); isUnit && u >= week && u <= century {
				h, ok = r.relative(k+1, around(r.ref, u, 0))
			}
		}
	}
	if !ok || h.duration || in && (h.p.basis == entente.BasisRelative || h.p.prec == entente.PrecisionDay) {
		return hit{}, false
	}
	if h.p.prec != entente.PrecisionDay {
		h.p = third(h.p, n)
	}
	h.bare, h.weekday = false, false
	return h, true
}

func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.w) {
		return ""
	}
	return r.w[i]
}

// midWord reads "mid-2014", "mid-August" and "mid-1980s", which are one token.
func (r *reader) midWord(j int) (hit, bool) {
	w := strings.TrimPrefix(r.w[j], "mid-")
	if w == "" {
		return hit{}, false
	}
	// The same sentence with the rest of the word alone.
	sub := reader{f: r.f, ref: r.ref, anchor: r.anchor, year: r.year, last: -1, mid: true}
	sub.w = slices.Clone(r.w)
	sub.w[j] = w
	sub.s = &entente.Sentence{Span: r.s.Span, Tokens: slices.Clone(r.s.Tokens)}
	sub.s.Tokens[j].Form = strings.ToUpper(w)
	h, ok := sub.point(j)
	if !ok {
		y := sub.fourDigits(j)
		if y == 0 {
			return hit{}, false
		}
		h, _ = explicit(j, yearOf(y), true)
	}
	if h.p.prec == entente.PrecisionDay {
		return hit{}, false
	}
	h.p = third(h.p, 1)
	h.bare = false
	return h, true
}

// sinceStart reads "earlier this month" as its start up to the day of printing,
// and "later this month" as the rest.
func (r *reader) sinceStart(j int) (hit, bool) {
	k := j + 1
	if r.is(k, "in") {
		k++
	}
	h, ok := r.point(k)
	if !ok {
		u, isUnit := r.unit(k + 1)
		if !r.is(k, "the") || !isUnit || u < day {
			return hit{}, false
		}
		h, _ = r.relative(k+1, around(r.ref, u, 0))
	}
	if h.p.basis == entente.BasisRelative && h.p.known() && !r.ref.IsZero() {
		if r.is(j, "earlier") && r.ref.Before(h.p.to) && !r.ref.Before(h.p.from) {
			h.p.to = r.ref
		}
		if r.is(j, "later") && h.p.from.Before(r.ref) && !h.p.to.Before(r.ref) {
			h.p.from = r.ref
		}
	}
	return h, true
}

// monthWord reads the name of a month. "May" and "March" need a capital; the
// short forms without a full stop need a number beside them.
func (r *reader) monthWord(i int) (int, bool) {
	if m, ok := r.kind(i, "month"); ok && r.capital(i) && !r.is(i-1, "long", "march") {
		return m, true
	}
	if m, ok := r.kind(i, "shortmonth"); ok && r.capital(i) && (r.int(i+1, 4) > 0 || r.monthDay(i-1) > 0) {
		if r.is(i+1, ".") && r.int(i+2, 4) < 0 {
			return 0, false
		}
		return m, true
	}
	return 0, false
}

// partOf reads a part of a day, and a week, by the day they belong to: "the night
// of 3 May", "the early morning of Sept. 11", "the week of March 10".
func (r *reader) partOf(i, j int) (hit, bool) {
	if h, ok := r.weekOfMonth(j); ok {
		return h, true
	}
	k := j
	if r.any(k, "early", "late") {
		k++
	}
	_, day := r.kind(k, "daypart")
	week := k == j && r.is(k, "week")
	if !day && !week || !r.is(k+1, "of") {
		return hit{}, false
	}
	h, ok := r.point(k + 2)
	if !ok || h.p.prec != entente.PrecisionDay {
		return hit{}, false
	}
	if week {
		basis := h.p.basis
		if !h.p.from.IsZero() {
			h.p = weekOf(h.p.from)
		}
		h.p.prec, h.p.basis = entente.PrecisionWeek, basis
	}
	h.weekday = false
	return h, true
}

// weekOfMonth reads "first week of May": seven days counted from the month's
// first, or back from its last.
func (r *reader) weekOfMonth(j int) (hit, bool) {
	n := r.ordinal(j)
	if r.any(j, "last", "final") {
		n = 5
	}
	if n == 0 || n > 5 || !r.is(j+1, "week", "of") {
		return hit{}, false
	}
	h, ok := r.point(j + 3)
	if !ok || h.p.prec != entente.PrecisionMonth {
		return hit{}, false
	}
	if !h.p.from.IsZero() {
		if n == 5 {
			h.p.from = h.p.to.Add(0, 0, -6)
		} else {
			h.p.from = h.p.from.Add(0, 0, 7*n-7)
			h.p.to = h.p.from.Add(0, 0, 6)
		}
	}
	h.p.prec = entente.PrecisionWeek
	return h, true
}

// yearPoint reads a bare year where the words around it say that it is one.
func (r *reader) yearPoint(i, j int) (hit, bool) {
	y := r.fourDigits(j)
	if y == 0 || i != j || !r.isYear(j) {
		return hit{}, false
	}
	h, ok := explicit(j, yearOf(y), true)
	h.bare = true
	return h, ok
}

// isYear decides whether four digits are a year. "In 2013", "the 2015 accord",
// "1967 and 1973" are; "2000 troops", "more than 1990" and "Boeing 1500" are not.
func (r *reader) isYear(i int) bool {
	y := r.fourDigits(i)
	modern := y >= 1900 && y < 2050
	rel := r.s.Tokens[i].BaseRel()
	if (rel == "obl" || rel == "nmod" && modern) && y >= 1500 {
		named := r.s.Tokens[i].Head == i-1 && r.capital(i-1) && !r.any(i-1, "act", "bill", "law", "constitution") // "Zapad 2017"
		return !r.unitNext(i) && !named && !r.any(i-1, "than", "between") && !r.is(i-2, "votes", "to")
	}
	plural := r.pluralNext(i)
	if h := r.s.Tokens[i].Head; rel == "nummod" && h < len(r.s.Tokens) {
		// The treebanks call both "2013 delegates" and "the 2013 summit" so.
		head := &r.s.Tokens[h]
		plural = head.Feat("Number") == "Plur" || head.Feats == "" && r.pluralNext(i)
		if plural && !r.any(i-1, "the", "its", "his", "their", "s", "'s", "’s", "her", "our", "that", "this") {
			return false
		}
	}
	if r.unitNext(i) || y < 1500 && !r.any(i-1, "in", "since", "by", "until") {
		return false
	}
	switch {
	case r.any(i-1, "in", "since", "until", "till", "during", "before", "after", "circa", "year", "throughout", "into", "beyond"),
		r.is(i-1, "as") && r.any(i-2, "early", "late", "recently", "back", "soon"), r.is(i-2, "prior", "to"), r.is(i-2, "at", "least") && r.any(i-3, "since", "until", "till", "by"):
		return !plural || modern && y%100 != 0
	case r.any(i-1, "from", "by", "of", "through", "to", "for", "around", "and", "or", "early", "late", "mid"):
		if r.any(i-1, "and", "or", "to") && r.last != i-2 {
			return false
		}
		return !plural && (modern || y < 1900)
	case r.any(i-1, ","):
		return r.last >= 0 && r.last == i-2 && !plural
	case r.any(i-1, "("):
		return y >= 1500 && (r.any(i+1, ")", ",", "-", "–", "to", "and"))
	case r.is(i-1, "a") && r.capital(i+1) && r.made(i+1): // "a 2018 Toyota"
		return false
	case r.any(i-1, "the", "its", "his", "their", "a", "s", "'s", "’s", "her", "our", "that", "this"):
		return (modern || !plural && i+1 < len(r.w) && startsLetter(r.w[i+1])) && y%100 != 0 || modern && !plural && i+1 < len(r.w) && startsLetter(r.w[i+1])
	case r.any(i+1, "'s", "’s") || r.any(i+1, "'", "’") && r.is(i+2, "s"):
		return modern
	case i == 0:
		return modern && !plural
	case r.any(i-1, "act", "bill", "law", "copyright", "constitution") && r.capital(i-1):
		return modern
	}
	// "a bloodless 1993 coup"
	return modern && y%100 != 0 && !plural && startsLetter(r.w[i-1]) && !r.capital(i-1) && i+1 < len(r.w) &&
		startsLetter(r.w[i+1]) && !r.capital(i+1) && r.nounNext(i+1) && !r.any(i-1, "than", "least", "most", "some", "nearly", "almost")
}

// made reports whether word i is a maker of cars, whose years are models.
func (r *reader) made(i int) bool {
	_, ok := r.kind(i, "make")
	return ok
}

// digit reports whether word i begins with one.
func (r *reader) digit(i int) bool { w := r.word(i); return w != "" && w[0] >= '0' && w[0] <= '9' }

func startsLetter(w string) bool { return w != "" && w[0] >= 'a' && w[0] <= 'z' }

// pluralNext guesses whether a plural noun follows that the number could count.
func (r *reader) pluralNext(i int) bool {
	w := r.word(i + 1)
	if i+1 < len(r.s.Tokens) {
		switch r.s.Tokens[i+1].UPOS {
		case "VERB", "AUX", "ADP", "PUNCT", "DET", "PRON", "CCONJ", "SCONJ", "ADV", "PROPN":
			return false
		}
	}
	switch w {
	case "people", "men", "women", "children", "troops", "personnel", "percent", "police":
		return true
	case "was", "is", "has", "as", "does", "its", "his", "this", "us", "across", "versus":
		return false
	}
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !r.capital(i+1)
}

// unitNext reports whether a unit of measure follows.
func (r *reader) unitNext(i int) bool {
	switch r.word(i + 1) {
	case "km", "miles", "mile", "kilometers", "kilometres", "kilometer", "kilometre", "meters", "metres", "feet", "tons", "tonnes",
		"percent", "%", "votes", "dollars", "euros", "pounds", "rupees", "gmt", "hours", "barrels", "people", "bc", "b.c.", "bce":
		return true
	}
	return false
}
