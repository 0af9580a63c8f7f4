package when

import (
	"entente"
)

// span reads "from 1980 to 1988", "between 1977 and 1991", "between then and
// 2018", "1980-88", "March 3 to April 5".
func (r *reader) span(i int) (hit, bool) {
	k := i
	if r.any(i, "from", "between") {
		k++
	}
	a, ok := r.end(k, k > i)
	if !ok {
		return hit{}, false
	}
	if k > i && a.ranged {
		return a, true // "from 1 to 15 April"
	}
	sep := a.last + 1
	switch {
	case r.is(i, "between"):
		if !r.is(sep, "and") {
			return hit{}, false
		}
	case r.is(i, "from"):
		if !r.any(sep, "to", "until", "till", "through", "-", "–") {
			return hit{}, false
		}
	case r.any(sep, "-", "–", "—"):
	case r.any(sep, "to", "through"):
		if a.p.prec != entente.PrecisionYear && a.p.prec != entente.PrecisionDay && a.p.prec != entente.PrecisionMonth {
			return hit{}, false
		}
	default:
		return hit{}, false
	}
	b, ok := r.end(sep+1, true)
	if !ok && a.p.prec == entente.PrecisionYear && !a.p.from.IsZero() {
		if n := r.int(sep+1, 2); n >= 0 && len(r.w[sep+1]) == 2 { // "1980-88"
			b, ok = explicit(sep+1, yearOf(a.p.from.Year/100*100+n), true)
			if ok && b.p.from.Year < a.p.from.Year {
				return hit{}, false
			}
		}
	}
	if !ok || a.duration || b.duration {
		return hit{}, false
	}
	if k == i && a.bare && (a.p.from.Year < 1500 || b.p.prec != entente.PrecisionYear || r.pluralNext(b.last) && !r.any(i-1, "in", "of", "the", "(")) {
		return hit{}, false // "2000-3000 troops"
	}
	if a.bare && b.bare && r.pluralNext(b.last) && (r.countsPlural(b.last) || a.p.from.Year%100 == 0 && b.p.from.Year%100 == 0) {
		return hit{}, false // "between 1800 and 2000 refugees"
	}
	p := period{from: a.p.from, to: b.p.to, prec: entente.PrecisionInterval, basis: a.p.basis}
	if p.basis == entente.BasisExplicit && b.p.basis != entente.BasisExplicit {
		p.basis = b.p.basis
	}
	if !p.from.IsZero() && !p.to.IsZero() && p.to.Before(p.from) {
		if a.weekday && b.weekday {
			// "from Monday to Thursday", printed on a Wednesday.
			if r.tense(i, b.last) > 0 {
				p.to = p.to.Add(0, 0, 7)
			} else {
				p.from = p.from.Add(0, 0, -7)
			}
		}
		if b.yearly && !a.yearly && a.p.prec != entente.PrecisionYear {
			// "from March to May 2015": the year is the second one's.
			back := a.p.from.Year - b.p.from.Year
			p.from = move(p.from, year, -back)
		}
		if p.to.Before(p.from) {
			return hit{}, false
		}
	} else if b.yearly && !a.yearly && !a.p.from.IsZero() && a.p.basis != entente.BasisRelative && !r.is(k, "then") && a.p.prec != entente.PrecisionYear {
		if from := move(a.p.from, year, b.p.from.Year-a.p.from.Year); !b.p.to.Before(from) {
			p.from, p.basis = from, b.p.basis // the year is the second one's
		}
	} else if a.yearly && !b.yearly && !b.p.to.IsZero() && b.p.basis == entente.BasisExplicit {
		// "from March 1999 to May": the first one after.
		to := move(b.p.to, year, a.p.from.Year-b.p.to.Year)
		if to.Before(p.from) {
			to = move(to, year, 1)
		}
		p.to = to
	}
	return hit{last: b.last, p: p, yearly: a.yearly || b.yearly}, true
}

// countsPlural reports whether the tree says that the number at i counts a plural
// noun.
func (r *reader) countsPlural(i int) bool {
	tok := &r.s.Tokens[i]
	return tok.BaseRel() == "nummod" && tok.Head < len(r.s.Tokens) && r.s.Tokens[tok.Head].Feat("Number") == "Plur"
}

// end reads one end of a span. Inside "from … to …" a bare year needs no more
// context, and "then" and "now" have a day.
func (r *reader) end(i int, open bool) (hit, bool) {
	if y := r.fourDigits(i); y > 0 {
		if h, ok := r.written(i, i); ok {
			return h, ok
		}
		if _, ok := r.monthWord(i + 1); ok {
			return hit{}, false
		}
		if y < 1000 || r.unitNext(i) {
			return hit{}, false
		}
		h, ok := explicit(i, yearOf(y), true)
		h.bare = true
		return h, ok
	}
	if open && r.is(i, "then") {
		if r.anchor.from.IsZero() {
			return hit{}, false
		}
		p := r.anchor
		p.basis = entente.BasisAnchored
		return hit{last: i, p: p}, true
	}
	if open && (r.is(i, "now") || r.is(i, "today") || r.is(i, "present") || r.is(i, "the", "present")) {
		last := i
		if r.is(i, "the") {
			last++
		}
		return r.relative(last, oneDay(r.ref))
	}
	return r.point(i)
}

// bounded reads a date with one open end: "since 2013", "until March", "by
// 2030", "before 2014", "after August 2015". Before and after ask that no noun
// follows: "after Monday's attack" is a Monday.
func (r *reader) bounded(i int) (hit, bool) {
	k := i + 1
	switch {
	case r.is(i, "prior", "to"):
		k++
	case !r.any(i, "since", "until", "till", "by", "before", "after", "through", "beyond"):
		return hit{}, false
	case r.is(k, "at", "least") && !r.any(i, "before", "after"):
		k += 2
	case r.any(k, "at"):
		return hit{}, false
	}
	h, ok := r.end(k, true)
	if !ok && r.is(k, "the") {
		return hit{}, false
	}
	if !ok || h.duration || r.any(h.last+1, "'s", "’s", "'", "’") {
		return hit{}, false
	}
	if h.bare && !r.isYear(h.last) {
		return hit{}, false
	}
	if h.p.basis != entente.BasisExplicit && h.p.prec == entente.PrecisionInterval && r.any(i, "by", "through", "before", "prior", "after", "beyond") {
		return hit{}, false
	}
	if r.any(i, "before", "prior", "after", "beyond", "through") && h.last+1 < len(r.w) && r.nounFollows(h.last+1) {
		return hit{}, false
	}
	from, to := h.p.from, h.p.to
	p := period{prec: entente.PrecisionInterval, basis: h.p.basis}
	switch r.w[i] {
	case "since":
		if p.from = from; h.named {
			p.from = to
		}
	case "until", "till", "by", "through":
		p.to = to
	case "before", "prior":
		if end := k; r.is(end, "end") || r.is(end, "the", "end") { // "before the end of May" is in it
			p.to = to
		} else if !from.IsZero() {
			p.to = from.Add(0, 0, -1)
		}
	case "after", "beyond":
		p.from = to
	}
	h.p = p
	return h, true
}

func (r *reader) nounFollows(k int) bool {
	if u := r.s.Tokens[k].UPOS; u != "" {
		return u == "NOUN" || u == "PROPN" || u == "ADJ"
	}
	return r.capital(k) || startsLetter(r.w[k]) && r.nounNext(k)
}
