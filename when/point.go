package when

import (
	"strings"
	"time"

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
		r.part, r.written, r.dayAndMonth, r.weekday, r.quarterPoint, r.seasonPoint,
		r.decadePoint, r.centuryPoint, r.holiday, r.deictic, r.shifted, r.away, r.anchored, r.yearPoint,
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
	of := false
	if r.any(k, "of") {
		k, of = k+1, true
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
	if !ok || h.duration {
		return hit{}, false
	}
	if h.p.prec != entente.PrecisionDay {
		h.p = third(h.p, n)
	}
	h.bare = false
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
	sub := reader{f: r.f, ref: r.ref, anchor: r.anchor, year: r.year, last: -1}
	sub.w = append([]string{w}, r.w[j+1:min(len(r.w), j+4)]...)
	sub.s = &entente.Sentence{Tokens: []entente.Token{{Form: strings.ToUpper(w)}}}
	for _, tok := range r.s.Tokens[j+1 : min(len(r.w), j+4)] {
		// Without the tree, whose indices are another sentence's.
		sub.s.Tokens = append(sub.s.Tokens, entente.Token{Span: tok.Span, Form: tok.Form, UPOS: tok.UPOS})
	}
	h, ok := sub.point(0)
	if !ok {
		y := sub.fourDigits(0)
		if y == 0 {
			return hit{}, false
		}
		h, _ = explicit(0, yearOf(y), true)
	}
	h.p = third(h.p, 1)
	h.last += j
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
	if m, ok := r.kind(i, "month"); ok && r.capital(i) {
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

// written reads days written in figures: "2017-10-13", "10/13/2017" and
// "9/11". Of day and month the month comes first unless it cannot.
func (r *reader) written(i, j int) (hit, bool) {
	w := r.word(j)
	if w == "9/11" {
		return explicit(j, oneDay(entente.Day{Year: 2001, Month: time.September, Day: 11}), true)
	}
	if len(w) == 10 && w[4] == '-' {
		if d, err := entente.ParseDay(w); err == nil {
			return explicit(j, oneDay(d), true)
		}
		return hit{}, false
	}
	if y := r.fourDigits(j); y > 0 && r.is(j+1, "-") && r.is(j+3, "-") && len(r.word(j+2)) == 2 && len(r.word(j+4)) == 2 {
		if d, err := entente.ParseDay(r.w[j] + "-" + r.w[j+2] + "-" + r.w[j+4]); err == nil {
			return explicit(j+4, oneDay(d), true)
		}
	}
	part := strings.Split(w, "/")
	if len(part) != 3 || len(part[2]) != 4 {
		return hit{}, false
	}
	for _, layout := range []string{"1/2/2006", "2/1/2006"} {
		if t, err := time.Parse(layout, w); err == nil {
			return explicit(j, oneDay(entente.DayOf(t)), true)
		}
	}
	return hit{}, false
}

// dayAndMonth reads a month with what stands around it: a day before or after,
// a year, a weekday before.
func (r *reader) dayAndMonth(i, j int) (hit, bool) {
	k := j
	if _, ok := r.kind(k, "weekday"); ok && r.capital(k) {
		k++
		if r.any(k, ",") {
			k++
		}
		if r.any(k, "the") {
			k++
		}
	}
	weekday := k > j
	dd, dayTo := 0, 0
	if d := r.monthDay(k); d > 0 {
		// "13 October", "13th of October", "13-15 October"
		m := k + 1
		if m+1 < len(r.w) && (isDash(r.w[m]) || r.w[m] == "and" || r.w[m] == "to") && r.monthDay(m+1) > d {
			dayTo, m = r.monthDay(m+1), m+2
		}
		if r.any(m, "of") {
			m++
		}
		if _, ok := r.monthWord(m); !ok {
			return hit{}, false
		}
		dd, k = d, m
	}
	m, ok := r.monthWord(k)
	if !ok || weekday && dd == 0 && r.monthDay(k+1) == 0 {
		return hit{}, false
	}
	last := k
	if dd == 0 {
		d := r.monthDay(k + 1)
		if d > 0 && !r.countsNext(k+1) {
			dd, last = d, k+1
			if e := k + 2; e+1 < len(r.w) && (isDash(r.w[e]) || r.any(e, "to", "and", "through") && r.year == 0) {
				if to := r.monthDay(e + 1); to > dd && !r.countsNext(e+1) && r.monthless(e+2) {
					dayTo, last = to, e+1
				}
			}
		}
	}
	y, yLast := r.yearAfter(last)
	if y > 0 {
		last = yLast
	}
	if dd == 0 && y == 0 && !r.standsAsMonth(i, k) {
		return hit{}, false
	}
	return r.calendar(i, last, y, m, dd, dayTo)
}

// monthless reports whether no month follows at i: "March 3 to 5 April" is no
// span of March.
func (r *reader) monthless(i int) bool {
	_, ok := r.monthWord(i)
	return !ok
}

// countsNext reports whether the number at i counts a noun: "in May 12 people".
func (r *reader) countsNext(i int) bool {
	switch w := r.word(i + 1); w {
	case "people", "men", "women", "children", "soldiers", "troops", "percent", "%", "members", "countries", "states", "million", "billion":
		return true
	}
	return false
}

// yearAfter reads ", 2017", "2017" or "of 2017" after a month or a day, or "of
// last year" as no year at all.
func (r *reader) yearAfter(last int) (y, end int) {
	k := last + 1
	if r.any(k, ",", "of") {
		k++
	}
	if y := r.fourDigits(k); y > 0 && !(r.any(last+1, ",") && r.countsNext(k)) {
		return y, k
	}
	if (r.is(last+1, "of", "last") || r.is(last+1, "last") || r.is(last+1, "of", "this") || r.is(last+1, "of", "next")) && !r.ref.IsZero() {
		k := last + 1
		if r.is(k, "of") {
			k++
		}
		if r.is(k+1, "year") {
			n, _ := r.kind(k, "shift")
			return r.ref.Year + n, k + 1
		}
	}
	return 0, last
}

// standsAsMonth reports whether a month's name alone means the month. "May" and
// "March" may begin a sentence as other words, and "April" is a name, so these
// ask for a word of time before them.
func (r *reader) standsAsMonth(i, k int) bool {
	if !r.any(k, "may", "march", "april", "june", "august") {
		return true
	}
	if _, ok := r.kind(i-1, "shift"); ok {
		return true
	}
	if _, ok := r.kind(i-1, "part"); ok {
		return true
	}
	if r.any(i-1, "in", "since", "until", "till", "by", "from", "to", "between", "through", "during", "before", "after",
		"of", "for", "and", "or", "than", "around", "-", "–", "mid", "early", "late", "the", "a", ",", "(", "every", "each", "that") {
		return !r.capital(k+1) || r.any(k, "may", "march")
	}
	return r.is(k+1, "'s") || r.is(k+1, "’s") || k > 0 && r.any(k, "june", "august") && !r.capital(k+1) && !r.capital(k-1)
}

// calendar makes the period of a month or day, whose year may have to be found.
func (r *reader) calendar(i, last, y, m, dd, dayTo int) (hit, bool) {
	make := func(y int) (period, bool) {
		p := monthOf(y, m)
		if dd == 0 {
			return p, true
		}
		to := max(dd, dayTo)
		if to > p.to.Day {
			return p, false // 30 February
		}
		p.from.Day, p.to.Day = dd, to
		p.prec = entente.PrecisionDay
		if dayTo > dd {
			p.prec = entente.PrecisionInterval
		}
		return p, true
	}
	if y > 0 {
		p, ok := make(y)
		if !ok {
			return hit{}, false
		}
		return explicit(last, p, true)
	}
	if r.year > 0 && (r.ref.IsZero() || r.year < r.ref.Year) {
		p, ok := make(r.year)
		p.basis = entente.BasisAnchored
		return hit{last: last, p: p}, ok
	}
	if r.ref.IsZero() {
		p, _ := make(2000)
		p.from, p.to = entente.Day{}, entente.Day{}
		p.basis = entente.BasisExplicit
		return hit{last: last, p: p}, true
	}
	p, ok := r.nearest(i, last, make)
	if !ok {
		return hit{}, false
	}
	p.basis = entente.BasisExplicit
	return hit{last: last, p: p}, true
}

// nearest chooses the year of a month or day that has none: the past one, the
// coming one after a word of the future, the closer one after a word that may be
// either.
func (r *reader) nearest(i, last int, make func(int) (period, bool)) (period, bool) {
	past, future := r.ref.Year, r.ref.Year
	p, ok := make(past)
	for n := 0; n < 8 && (!ok || r.ref.Before(p.from)); n++ { // eight years reach a leap day
		past--
		p, ok = make(past)
	}
	q, okQ := make(future)
	for n := 0; n < 8 && (!okQ || q.to.Before(r.ref)); n++ {
		future++
		q, okQ = make(future)
	}
	if !ok || !okQ {
		return p, ok
	}
	switch r.tense(i, last) {
	case 2:
		return q, true
	case 0:
		if r.any(i-1, "until", "till", "by") {
			return q, true
		}
	case 1:
		if q.from.Time().Sub(r.ref.Time()) < r.ref.Time().Sub(p.to.Time()) {
			return q, true
		}
	}
	return p, true
}

// tense guesses whether the clause around i..last is about the future (2),
// possibly so (1), the past (-1), or says nothing (0). The nearest tell-tale word before the date
// decides; only a date that opens its clause looks to its right. It is wrong on
// "The plan that he said would start on Monday was dropped".
func (r *reader) tense(i, last int) int {
	for k := i - 1; k >= 0 && k > i-14; k-- {
		if r.any(k, ";", "”", "''") {
			break
		}
		if n, ok := r.cue(k); ok {
			return n
		}
	}
	for k := last + 1; k < len(r.w) && k < last+10; k++ {
		if r.any(k, ";", "“", "``") {
			break
		}
		if n, ok := r.cue(k); ok {
			return n
		}
	}
	return 0
}

func (r *reader) cue(k int) (int, bool) {
	w := r.w[k]
	if n, ok := r.kind(k, "future"); ok && !(n < 0 && r.any(k-1, "be", "to", "been")) {
		return n, true
	}
	if strings.HasSuffix(w, "ed") && len(w) > 4 && !r.capital(k) && !r.any(k-1, "be", "to", "the", "a", "an", "been") {
		return -1, true
	}
	if w == "to" && (r.any(k-1, "going", "set", "about", "likely", "ready", "is", "are") || r.any(k+1, "be", "hold", "meet", "visit", "begin", "start")) {
		return 2, true
	}
	return 0, false
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
		return !r.unitNext(i)
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
	case r.any(i-1, "in", "since", "until", "till", "during", "before", "after", "between", "circa", "year"):
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
	case r.any(i-1, "the", "its", "his", "their", "a", "s", "'s", "’s", "her", "our", "that", "this"):
		return modern && y%100 != 0 || modern && !plural && i+1 < len(r.w) && startsLetter(r.w[i+1])
	case r.is(i+1, "'s") || r.is(i+1, "’s"):
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
