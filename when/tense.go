package when

import (
	"strings"
	"time"

	"entente"
)

// nearest chooses the year of a month or day that has none: the past one, the
// coming one after a word of the future, the closer one after a word that may be
// either. Where no word tells, a day that is about to come is meant rather than
// one almost a year ago, since papers then write the year.
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
	if r.is(i-1, "since") {
		return p, true
	}
	ahead, ago := q.from.Time().Sub(r.ref.Time()), r.ref.Time().Sub(p.to.Time())
	switch r.tense(i, last) {
	case 2:
		return q, true
	case 0:
		if r.any(i-1, "until", "till", "by") || r.is(i-2, "later", "than") || q.prec != entente.PrecisionMonth && ahead <= 60*24*time.Hour && ago >= 300*24*time.Hour {
			return q, true
		}
	case 1:
		if ahead < ago {
			return q, true
		}
	}
	return p, true
}

// between reports whether one of words stands between the date before and token i.
func (r *reader) between(i int, words ...string) bool {
	for k := r.last + 1; k < i; k++ {
		if r.any(k, words...) {
			return true
		}
	}
	return false
}

// tense guesses whether the clause around i..last is about the future (2),
// possibly so (1), the past (-1), or says nothing (0). The nearest tell-tale word before the date
// decides; only a date that opens its clause looks to its right. It is wrong on
// "The plan that he said would start on Monday was dropped".
func (r *reader) tense(i, last int) int {
	if r.any(i-1, "to", "until", "till", "for", "through") {
		for k := i - 2; k >= 0 && k > i-8 && !r.any(k, ";"); k-- {
			if _, ok := r.kind(k, "defer"); ok {
				return 2 // "was moved to 30 March"
			}
		}
	}
	for k := i - 1; k >= 0 && k > i-14; k-- {
		if r.any(k, ";", "”", "''") {
			break
		}
		if n, ok := r.cue(k); ok && !r.closed(k, i) {
			return n
		}
	}
	opens := i < 3 || r.any(i-1, ",", ";") || r.any(i-2, ",", ";", "and", "but")
	for k := last + 1; k < len(r.w) && k < last+10; k++ {
		if r.any(k, ";", "“", "``") || !opens && r.any(k, "and", "but", ",", "after", "before", "who", "which", "that") {
			break
		}
		if n, ok := r.cue(k); ok {
			return n
		}
	}
	return 0
}

// closed reports whether word k stands in a relative clause that a comma ends before word i:
// "detained X, who runs a school, on Friday".
func (r *reader) closed(k, i int) bool {
	comma := false
	for j := k + 1; j < i; j++ {
		comma = comma || r.any(j, ",")
	}
	for j := k - 1; comma && j > 0 && j > k-6; j-- {
		if r.any(j, "who", "which", "whom", "whose", "what") {
			return true
		}
	}
	return false
}

func (r *reader) cue(k int) (int, bool) {
	w := r.w[k]
	tok := &r.s.Tokens[k]
	if n, ok := r.kind(k, "future"); ok && !(n < 0 && r.any(k-1, "be", "to", "been")) {
		return n, true
	}
	if (tok.UPOS == "VERB" || tok.UPOS == "AUX") && tok.Feat("VerbForm") == "Fin" && tok.Feat("Tense") == "Past" {
		return -1, true
	}
	if w == "may" && !r.capital(k) && startsLetter(r.word(k+1)) {
		return 1, true
	}
	if strings.HasSuffix(w, "ed") && len(w) > 4 && (!r.capital(k) || k == 0 && w != "united") && !r.any(k-1, "be", "to", "the", "a", "an", "been") {
		return -1, true
	}
	if _, ok := r.kind(k-1, "ahead"); ok && w == "to" {
		return 2, true
	}
	if w == "to" && (r.any(k-1, "going", "set", "about", "likely", "ready", "is", "are") || r.any(k+1, "be", "hold", "meet", "visit", "begin", "start")) {
		return 2, true
	}
	return 0, false
}
