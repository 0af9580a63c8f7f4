package when

import (
	"strings"
	"time"

	"entente"
)

// weekday reads "Monday", "last Friday", "next Tuesday night", "Monday's". A
// bare weekday is the past one nearest to the day of printing, that day
// included; with a word of the future beside it, the coming one.
func (r *reader) weekday(i, j int) (hit, bool) {
	k := j
	shift, shifted := r.kind(k, "shift")
	if shifted {
		k++
		if r.is(j, "this") && r.any(k, "past", "coming", "next", "last") {
			shift, _ = r.kind(k, "shift")
			k++
		}
	}
	wd, ok := r.kind(k, "weekday")
	if !ok || !r.capital(k) || !shifted && i != k && !r.is(i, "the") {
		return hit{}, false
	}
	if !shifted && r.any(k-1, "a", "every", "each") && (k < 2 || r.s.Tokens[k-2].Span.End < r.s.Tokens[k-1].Span.Start) {
		return hit{}, false // "it was a Thursday"
	}
	if _, paper := r.kind(k+1, "paper"); paper && r.capital(k+1) {
		return hit{}, false // "The Sunday Times"
	}
	if r.any(k-1, "good", "black", "bloody", "super", "ash", "palm", "maundy", "cyber") && r.capital(k-1) {
		return hit{}, false
	}
	if len(r.w[k]) == 4 && r.w[k][3] == '.' && r.monthDay(k+1) == 0 && !r.any(k+1, ",") && !shifted && !r.is(i-1, "on") {
		return hit{}, false // "Sun." ends a sentence more often
	}
	last := k
	if _, ok := r.kind(k+1, "daypart"); ok {
		last++
	}
	if r.ref.IsZero() {
		return r.relative(last, period{prec: entente.PrecisionDay})
	}
	if r.anchoredDay(j) {
		return hit{last: last, p: period{prec: entente.PrecisionDay, basis: entente.BasisAnchored}}, true
	}
	back := (int(r.ref.Time().Weekday()) - wd + 7) % 7 // days since the last one, today 0
	past, next := r.ref.Add(0, 0, -back), r.ref.Add(0, 0, (7-back)%7)
	d := past
	switch {
	case shifted && shift < 0:
		if back == 0 {
			d = past.Add(0, 0, -7)
		}
	case shifted && shift > 0:
		if d = next; back == 0 {
			d = next.Add(0, 0, 7)
		}
	case shifted:
		p := weekOf(r.ref)
		d = p.from.Add(0, 0, (wd+6)%7)
	case r.tense(i, last) == 2 || back > 0 && r.tense(i, last) == 1:
		d = next
	}
	if r.is(last+1, "week") && r.tense(i, last) >= 0 && (r.clauseEnd(last+2) || r.tense(i, last) == 2) { // "Monday week"
		return r.relative(last+1, oneDay(next.Add(0, 0, 7)))
	}
	h, ok := r.relative(last, oneDay(d))
	h.weekday = !shifted
	return h, ok
}

// anchoredDay reports "the following Monday", whose week is another one's.
func (r *reader) anchoredDay(j int) bool { return r.any(j, "following", "preceding", "previous") }

// quarterPoint reads "the third quarter of 2014", "Q3 2014" and "the first half
// of 2014".
func (r *reader) quarterPoint(i, j int) (hit, bool) {
	n, last := 0, j
	half := false
	if w := r.word(j); len(w) == 2 && w[0] == 'q' && w[1] >= '1' && w[1] <= '4' && r.capital(j) {
		n = int(w[1] - '0')
	} else {
		k := j
		n = r.ordinal(k)
		if r.is(k, "final") || r.is(k, "last") && (r.is(k+1, "quarter", "of") || r.is(k+1, "half", "of")) {
			n = 4
			if r.is(k+1, "half") {
				n = 2
			}
		}
		k++
		if r.is(k, "fiscal") {
			k++
		}
		half = r.is(k, "half")
		if n == 0 || n > 4 || !half && !r.is(k, "quarter") || half && n > 2 {
			return hit{}, false
		}
		if r.is(k+1, "-", "final") || r.is(k+1, "final") || half && r.any(k+1, "-", "time") {
			return hit{}, false
		}
		last = k
	}
	k := last + 1
	if r.any(k, "of") {
		k++
	}
	make := quarterOf
	if half {
		make = halfOf
	}
	if y := r.fourDigits(k); y > 0 {
		return explicit(k, make(y, n), true)
	}
	if h, ok := r.point(k); ok && k > last+1 && !h.p.from.IsZero() && (h.p.prec == entente.PrecisionYear || h.p.prec == entente.PrecisionDecade) {
		p := make(h.p.from.Year, n)
		if h.p.prec == entente.PrecisionDecade {
			p = h.p
		}
		return r.relative(h.last, p)
	}
	if r.is(last+1, "of", "the", "year") {
		return r.relative(last+3, make(r.ref.Year, n))
	}
	if r.is(last+1, "of") {
		return hit{}, false // of a match, of the town
	}
	if half {
		if !r.any(last+1, ",", ".", "and") || !r.any(i-1, "in", "during", "for", "of") {
			return hit{}, false // of a match
		}
	}
	p, _ := r.recent(i, last, func(y int) (period, bool) { return make(y, n), true })
	return r.relative(last, p)
}

// recent is nearest that bears an unknown day of printing.
func (r *reader) recent(i, last int, make func(int) (period, bool)) (period, bool) {
	if r.ref.IsZero() {
		return make(2000)
	}
	return r.nearest(i, last, make)
}

func (r *reader) ordinal(i int) int {
	if n, ok := r.kind(i, "ordinal"); ok {
		return n
	}
	if w := r.word(i); len(w) > 2 && w[0] >= '1' && w[0] <= '9' {
		switch w[len(w)-2:] {
		case "st", "nd", "rd", "th":
			return r.monthDay(i)
		}
	}
	return 0
}

// seasonPoint reads "summer 2014", "the summer of 2014", "last spring", "in the
// autumn". "The fall of Kabul" and "the Arab Spring" are no seasons.
func (r *reader) seasonPoint(i, j int) (hit, bool) {
	k := j
	shift, shifted := r.kind(k, "shift")
	if shifted {
		k++
		if r.is(j, "this") && r.any(k, "past", "coming", "last", "next") {
			shift, _ = r.kind(k, "shift")
			k++
		}
	}
	n, ok := r.kind(k, "season")
	if !ok || r.capital(k) && r.capital(k-1) && k > 1 {
		return hit{}, false // "the Prague Spring"
	}
	last := k
	y := k + 1
	if r.is(y, "of") {
		y++
	}
	if yy := r.fourDigits(y); yy > 0 {
		if y+2 < len(r.w) && isDash(r.w[y+1]) && len(r.w[y+2]) == 2 && r.int(y+2, 2) == (yy+1)%100 {
			y += 2 // "the winter of 1939-40"
		}
		return explicit(y, seasonOf(yy, n), true)
	}
	if h, ok := r.shiftedYear(y); ok {
		return r.relative(h.last, seasonOf(h.p.from.Year, n))
	}
	if shifted {
		if r.ref.IsZero() {
			return r.relative(last, period{prec: entente.PrecisionSeason})
		}
		p := seasonOf(r.ref.Year, n)
		switch {
		case shift < 0 && !p.to.Before(r.ref):
			p = seasonOf(r.ref.Year-1, n)
		case shift > 0 && !r.ref.Before(p.from):
			p = seasonOf(r.ref.Year+1, n)
		case shift == 0 && n == 3 && r.ref.Month <= time.March:
			p = seasonOf(r.ref.Year-1, n)
		}
		return r.relative(last, p)
	}
	before := i - 1
	if r.is(k, "fall") && !r.is(i-1, "in") && (i == k || r.any(k+1, "of", "in")) {
		return hit{}, false
	}
	if r.capital(k) || r.is(k, "fall") && r.is(k+1, "of") || !r.any(before, "in", "since", "until", "by", "during", "this", "of", "for", "through", "before", "after") {
		return hit{}, false
	}
	if startsLetter(r.word(k+1)) && r.nounNext(k+1) {
		return hit{}, false
	}
	p, _ := r.recent(i, last, func(y int) (period, bool) { return seasonOf(y, n), true })
	return r.relative(last, p)
}

// nounNext reports whether word k is likely a noun that the season describes:
// anything that is not a common small word.
func (r *reader) nounNext(k int) bool {
	if u := r.s.Tokens[k].UPOS; u != "" {
		return u == "NOUN" || u == "PROPN" || u == "ADJ"
	}
	return !r.any(k, "no", "not", "and", "or", "the", "a", "when", "after", "before", "that", "as", "of", "in", "at", "on", "he", "she", "they", "it", "but", "with", "for", "by", "to", "from", "is", "was", "were", "has", "had", "if", "because")
}

// shiftedYear reads "last year" as a year.
func (r *reader) shiftedYear(i int) (hit, bool) {
	n, ok := r.kind(i, "shift")
	if !ok || !r.is(i+1, "year") || r.ref.IsZero() {
		return hit{}, false
	}
	return r.relative(i+1, yearOf(r.ref.Year+n))
}

// decadePoint reads "the 1990s", "the '90s", "the nineties", "1930's".
func (r *reader) decadePoint(i, j int) (hit, bool) {
	w := r.word(j)
	if n, ok := r.kind(j, "decade"); ok {
		if !r.is(j-1, "the") && !r.is(j-1, "-") && !(r.any(j-1, "early", "mid", "late") && r.is(j-2, "the")) {
			return hit{}, false
		}
		return explicit(j, decadeOf(1900+n), true)
	}
	w = strings.NewReplacer("'", "", "’", "").Replace(w)
	if len(w) == 5 && w[4] == 's' && w[3] == '0' && allDigits(w[:4]) && w[0] != '0' {
		y := int(w[0]-'0')*1000 + int(w[1]-'0')*100 + int(w[2]-'0')*10
		if y >= 1000 && y < 2200 {
			if y%100 == 0 && !strings.HasPrefix(w, "20") { // "the 1800s" is a century
				p := years(y, y+99, entente.PrecisionInterval)
				return explicit(j, p, true)
			}
			return explicit(j, decadeOf(y), true)
		}
	}
	if len(w) == 3 && w[2] == 's' && w[1] == '0' && allDigits(w[:2]) && (len(r.w[j]) > 3 || r.any(j-1, "the", "early", "late", "mid", "-") && (r.is(j-1, "the") || r.any(j-2, "the", "and", "or", "mid"))) {
		return explicit(j, decadeOf(1900+10*int(w[0]-'0')), true)
	}
	return hit{}, false
}

func allDigits(w string) bool {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return w != ""
}

// centuryPoint reads "the 19th century" and "17th-century".
func (r *reader) centuryPoint(i, j int) (hit, bool) {
	n := r.ordinal(j)
	k := j + 1
	if r.is(j, "twenty", "-", "first") {
		n, k = 21, j+3
	}
	if k < len(r.w) && isDash(r.w[k]) {
		k++
	}
	if n == 0 || n > 22 || !r.is(k, "century") {
		return hit{}, false
	}
	if r.any(k+1, "bc", "b.c.", "bce", "b.c") {
		return hit{}, false // no day before year one
	}
	return explicit(k, centuryOf(n), true)
}

// holiday reads the few feasts that have a day of their own.
func (r *reader) holiday(i, j int) (hit, bool) {
	fixed := func(m time.Month, d int) func(int) (period, bool) {
		return func(y int) (period, bool) { return oneDay(entente.Day{Year: y, Month: m, Day: d}), true }
	}
	moving := func(days int) func(int) (period, bool) {
		return func(y int) (period, bool) { return oneDay(easter(y).Add(0, 0, days)), true }
	}
	if !r.capital(j) {
		return hit{}, false
	}
	last := j
	var make func(int) (period, bool)
	switch {
	case r.is(j, "christmas", "eve"):
		last, make = j+1, fixed(time.December, 24)
	case r.is(j, "christmas", "day"):
		last, make = j+1, fixed(time.December, 25)
	case r.is(j, "christmas"):
		make = fixed(time.December, 25)
	case r.is(j, "may", "day") && r.capital(j+1):
		last, make = j+1, fixed(time.May, 1)
	case r.is(j, "boxing", "day"):
		last, make = j+1, fixed(time.December, 26)
	case r.is(j, "new", "year", "'s", "eve"), r.is(j, "new", "year", "’s", "eve"):
		last, make = j+3, fixed(time.December, 31)
	case r.is(j, "new", "year", "'s", "day"), r.is(j, "new", "year", "’s", "day"):
		last, make = j+3, fixed(time.January, 1)
	case r.is(j, "valentine", "'s", "day"), r.is(j, "valentine", "’s", "day"):
		last, make = j+2, fixed(time.February, 14)
	case r.is(j, "good", "friday") && r.capital(j+1):
		last, make = j+1, moving(-2)
	case r.is(j, "easter", "monday"):
		last, make = j+1, moving(1)
	case r.is(j, "easter", "sunday"):
		last, make = j+1, moving(0)
	case r.is(j, "easter") && !r.capital(j+1):
		make = moving(0)
	default:
		return hit{}, false
	}
	if r.nameNext(last + 1) {
		return hit{}, false // "the Good Friday Agreement"
	}
	if y, end := r.yearAfter(last); y > 0 {
		p, _ := make(y)
		return explicit(end, p, true)
	}
	if r.ref.IsZero() {
		return explicit(last, period{prec: entente.PrecisionDay}, false)
	}
	p, _ := r.nearest(i, last, make)
	return explicit(last, p, false)
}
