package figure

import (
	"math"
	"strconv"
	"strings"

	"entente"
)

// amounts reads the amount, or the two ends of a range, that begins at token i,
// with the last token used.
func (r *reader) amounts(i int) ([]amount, int) {
	if r.any(i, "between") {
		a, ok := r.amount(i + 1)
		if ok && r.any(a.last+1, "and") {
			if b, ok := r.amount(a.last + 2); ok && b.value > a.value {
				return r.spread(a, b), b.last
			}
		}
		return nil, i
	}
	if a, ok := r.share(i); ok {
		return []amount{a}, a.last
	}
	a, ok := r.vague(i)
	if ok {
		return []amount{a}, a.last
	}
	if a, ok = r.amount(i); !ok {
		return nil, i
	}
	if sep := a.last + 1; r.any(sep, "to", "-", "–", "or") && !r.dated[sep] {
		if b, ok := r.amount(sep + 1); ok {
			if r.any(sep, "to") && r.any(i-1, "from") && !r.any(i-2, "ranging", "ranges", "range", "anywhere", "varying") && (a.unit == "" || a.unit == b.unit) {
				a.unit = b.unit
				return []amount{a, b}, b.last // "rose from 5 to 6 percent"
			}
			if b.unit == "" && a.unit != "" && r.any(sep, "-", "–") {
				b.unit = a.unit
			}
			if a.unit != "" && a.unit != b.unit || b.value <= a.value {
				return []amount{a}, a.last
			}
			return r.spread(a, b), b.last
		}
		if isDash(r.w[sep]) && r.digits(sep+1) {
			return nil, sep + 1 // a score, a serial number
		}
	}
	return []amount{a}, a.last
}

// spread makes the two figures of a range. A scale or unit that is written once
// is meant for both: "5 to 10 million dollars".
func (r *reader) spread(a, b amount) []amount {
	if a.unit == "" {
		a.unit = b.unit
	}
	if _, scale, ok := r.scaleAt(b); ok && a.value < 1000 && a.number == a.last {
		if _, _, own := r.scaleAt(a); !own {
			a.value *= scale
		}
	}
	if b.value < a.value {
		return []amount{a}
	}
	a.bound, b.bound = "at least", "at most"
	return []amount{a, b}
}

// scaleAt returns the scale that ends the number of am.
func (r *reader) scaleAt(am amount) (int, float64, bool) {
	s, ok := r.m.scales[r.word(am.number)]
	if !ok {
		s, ok = r.m.suffixes[r.word(am.number)]
	}
	return am.number, s, ok
}

// digits reports whether token i is written in digits.
func (r *reader) digits(i int) bool {
	w := r.word(i)
	return w != "" && w[0] >= '0' && w[0] <= '9'
}

// amount reads a sign of currency if there is one, a number, its scale and its
// unit.
func (r *reader) amount(i int) (amount, bool) {
	if i < 0 || i >= len(r.w) || r.dated[i] {
		return amount{}, false
	}
	am := amount{first: i}
	k := i
	code, counted := "", false
	if list := r.m.currencies[r.w[i]]; len(list) > 0 && (list[0].how == "sign" || list[0].how == "both") {
		if k+1 >= len(r.w) || !r.digits(k+1) || r.dated[k+1] {
			return amount{}, false
		}
		code = r.choose(list, i)
		counted = code == ""
		k++
	}
	if counted {
		return amount{}, false // "Rs 500" of no known state
	}
	v, last, word, ok := r.number(k, code != "")
	if !ok {
		return amount{}, false
	}
	am.value, am.number, am.last, am.unit, am.word = v, last, last, code, word
	if r.any(last+1, "or") {
		switch {
		case r.any(last+2, "more"):
			am.bound = entente.BoundAtLeast
		case r.any(last+2, "fewer", "less"):
			am.bound = entente.BoundAtMost
		case r.any(last+2, "so"):
			am.bound = entente.BoundAbout
		}
		if am.bound != "" {
			last += 2
			am.last = last
		}
	}
	if code != "" {
		return am, true
	}
	u := last + 1
	if isDash(r.word(u)) {
		u++
	}
	if r.any(u, "per") && r.any(u+1, "cent") {
		am.unit, am.last = "percent", u+1
		return am, true
	}
	if r.any(u, "percentage") && r.any(u+1, "points", "point") {
		am.unit, am.last = "percentage points", u+1
		return am, true
	}
	if unit := r.m.units[r.word(u)]; unit != "" {
		am.unit, am.last = unit, u
		return am, true
	}
	if r.any(u, "square", "cubic") && r.m.units[r.word(u+1)] != "" {
		am.unit, am.last = r.w[u]+" "+r.m.units[r.w[u+1]], u+1
		return am, true
	}
	if code, end := r.currencyAfter(u); code != "" {
		am.unit, am.last = code, end
	}
	return am, true
}

// vague reads a number that the text leaves open, as at least two of what it
// names: "hundreds of thousands" is at least 200,000, "several dozen" at least 24.
func (r *reader) vague(i int) (amount, bool) {
	if i >= len(r.w) || r.dated[i] {
		return amount{}, false
	}
	am := amount{first: i, number: i, last: i, word: true, bound: entente.BoundAtLeast}
	k := i
	if r.any(k, "a") {
		k++
	}
	if r.any(k, "several", "few", "many") {
		s := r.m.scales[r.word(k+1)]
		if s < 12 || r.dated[k+1] || r.any(i-1, "as", "how", "so", "too", "not") {
			return amount{}, false
		}
		v, last, _, _ := r.scaled(2*s, k+1, true)
		am.value, am.number, am.last = v, last, last
		return r.vagueUnit(am), true
	}
	s, ok := r.m.plurals[r.w[i]]
	if !ok {
		return amount{}, false
	}
	am.value = 2 * s
	if more := r.m.plurals[r.word(i+2)]; r.any(i+1, "of") && more >= 100 {
		am.value *= more
		am.number, am.last = i+2, i+2
	} else if r.any(i, "tens") || r.any(i, "scores") && !r.any(i+1, "of") {
		return amount{}, false
	}
	return r.vagueUnit(am), true
}

// vagueUnit reads "of dollars" and "of miles" after a vague number.
func (r *reader) vagueUnit(am amount) amount {
	u := am.last + 1
	if r.any(u, "of") {
		u++
	}
	if unit := r.m.units[r.word(u)]; unit != "" && unit != "in" {
		am.unit, am.last = unit, u
	} else if code, end := r.currencyAfter(u); code != "" {
		am.unit, am.last = code, end
	}
	return am
}

// share reads a part of a whole as percent: "a third of the seats", "two-thirds
// of members", "half the population", "one in five voters".
func (r *reader) share(i int) (amount, bool) {
	if i >= len(r.w) || r.dated[i] {
		return amount{}, false
	}
	am := amount{first: i, unit: "percent", word: true, share: true}
	part, k := 0.0, i
	n := r.m.words[r.w[i]]
	switch {
	case r.any(i, "half"):
		if r.any(i-1, "first", "second", "latter", "other", "lower", "upper", "top", "bottom", "northern", "southern", "eastern", "western", "final", "last", "better", "the", "a", "-") {
			return amount{}, false
		}
		part = 0.5
		if r.any(i+1, "the", "its", "his", "their", "all") {
			return r.shareOf(am, i, part, i+1)
		}
	case r.any(i, "a") || n > 0 && n < 10:
		if n == 0 {
			n = 1
		}
		if m, last := r.outOf(i, n); m > n {
			return r.shareOf(am, last, n/m, last+1)
		}
		k++
		if isDash(r.word(k)) {
			k++
		}
		m := r.m.parts[r.word(k)]
		if m == 0 || n >= m || (n == 1) == strings.HasSuffix(r.w[k], "s") {
			return amount{}, false
		}
		part = n / m
	default:
		return amount{}, false
	}
	if !r.any(k+1, "of") {
		return amount{}, false
	}
	return r.shareOf(am, k, part, k+2)
}

// outOf reads "in five" after the number n at i, in the words or figures of n.
func (r *reader) outOf(i int, n float64) (m float64, last int) {
	if r.any(i, "a") || !r.any(i+1, "in") {
		return 0, i
	}
	m, last, _, ok := r.number(i+2, false)
	if !ok || m <= n || m > 1000 || r.dated[i+2] || !r.nounish(last+1) || timely(r.word(last+1)) {
		return 0, i
	}
	return m, last
}

// shareOf ends a share at token last; what it is a share of begins at token of.
func (r *reader) shareOf(am amount, last int, part float64, of int) (amount, bool) {
	k := of
	if r.any(k, "the", "its", "his", "their", "our", "all", "these", "those", "a", "an") {
		k++
	}
	if k >= len(r.w) || r.dated[last] || r.dated[k] || !r.nounish(k) || timely(r.w[k]) || r.m.units[r.w[k]] != "" || r.any(k, "percentage") {
		return amount{}, false // "a quarter of a century"
	}
	am.number, am.last = last, last
	am.value = math.Round(10000*part) / 100
	return am, true
}

// number reads a number from token i: digits with a scale ("2.5 million",
// "500m"), or words ("two dozen", "half a million").
func (r *reader) number(i int, money bool) (v float64, last int, word, ok bool) {
	if r.any(i, "half") && r.any(i+1, "a") {
		if s := r.m.scales[r.word(i+2)]; s > 0 {
			return s / 2, i + 2, true, true
		}
		return 0, i, false, false
	}
	if r.any(i, "a", "an") {
		if s, ok := r.m.scales[r.word(i+1)]; ok && len(r.w[i+1]) > 2 {
			return r.scaled(s, i+1, true)
		}
		return 0, i, false, false
	}
	if r.digits(i) {
		v, ok := parse(r.w[i])
		if !ok || r.dated[i] {
			return 0, i, false, false
		}
		if s, ok := r.m.suffixes[r.word(i+1)]; ok && r.s.Tokens[i+1].Span.Start == r.s.Tokens[i].Span.End && (money || r.moneyOrCount(i+2)) {
			return v * s, i + 1, false, true
		}
		return r.scaled(v, i, false)
	}
	return r.words(i)
}

// moneyOrCount reports whether "m" or "k" after digits is a scale: money or a
// counted noun follows. "500m away" is metres.
func (r *reader) moneyOrCount(i int) bool {
	if code, _ := r.currencyAfter(i); code != "" {
		return true
	}
	return r.any(i, "people", "tons", "tonnes", "barrels", "refugees", "troops", "soldiers", "jobs", "votes")
}

// scaled multiplies by the scale words that follow: "14 thousand", "2-billion",
// "10 lakh crore".
func (r *reader) scaled(v float64, last int, word bool) (float64, int, bool, bool) {
	for {
		k := last + 1
		if isDash(r.word(k)) {
			k++
		}
		s, ok := r.m.scales[r.word(k)]
		if !ok || r.dated[k] {
			return v, last, word, true
		}
		v, last = v*s, k
	}
}

// words reads a number in words: "twenty-five thousand", "two hundred and
// fifty", "two dozen". "Dozens" and "hundreds" are vague and are none.
func (r *reader) words(i int) (total float64, last int, word, ok bool) {
	part := 0.0
	last = i - 1
	for k := i; k < len(r.w) && !r.dated[k]; k++ {
		if w, found := r.m.words[r.w[k]]; found {
			// "twenty five" adds up; "two three" is two numbers.
			if last >= i && !(part >= 20 && w < 10 && int(part)%10 == 0) && !(part >= 100 && w < 100 && int(part)%100 == 0) && part != 0 {
				break
			}
			part += w
			last = k
			continue
		}
		if s, found := r.m.scales[r.w[k]]; found && last >= i {
			if s < 1000 {
				part *= s
			} else {
				total += part * s
				part = 0
			}
			last = k
			continue
		}
		next := r.m.words[r.word(k+1)]
		if last >= i && k == last+1 && next > 0 && (isDash(r.w[k]) && part >= 20 && next < 10 || r.w[k] == "and" && r.m.scales[r.w[last]] >= 100) {
			continue
		}
		if isDash(r.w[k]) && last >= i && r.m.scales[r.word(k+1)] > 0 {
			continue
		}
		break
	}
	return total + part, last, true, last >= i
}

// parse reads digits with thousands separators and a decimal point. What has
// other marks in it (7:30, 9/11, 555-1234, 20th) is no amount.
func parse(w string) (float64, bool) {
	if strings.HasSuffix(w, ".") {
		return 0, false // the number of an item
	}
	whole, _, _ := strings.Cut(w, ".")
	for k, group := range strings.Split(whole, ",") {
		if k > 0 && len(group) != 3 || group == "" {
			return 0, false
		}
	}
	for i := range len(w) {
		if c := w[i]; (c < '0' || c > '9') && c != ',' && c != '.' {
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(w, ",", ""), 64)
	return v, err == nil && v < 1e18
}
