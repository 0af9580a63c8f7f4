// Package when finds dates in the tokens of an article and gives each the days
// that it covers, how fine it is and what it rests on:
//
//	f := when.New()
//	dates := f.Dates(analysis)
//
// A date is explicit ("October 1999"), relative to the day of printing ("last
// month") or anchored to the date before it in the text ("a year later"). What
// the words leave open stays open: "since 2013" has no last day, and without a
// day of printing "last month" has no days at all. A length of time ("a three-week
// drill") is kept as a duration, without days. Wars with days that the sources
// agree on are in periods.tsv.
//
// Limits. English only; weeks begin on Monday, seasons are the northern
// hemisphere's, quarters are the calendar's; a month or a weekday without more
// words is the nearest past one unless a word like "will" stands near it, which
// is a guess at the tense. An anchor is the date found last, which may belong to
// another thread of the story. Left alone: feasts without a day in this calendar
// ("Ramadan"), a day without its month ("on the 5th"), times of day, "a year ago
// this week" as one date, and "the spring and summer of 1941" as one stretch.
package when

import (
	_ "embed" // the words
	"strconv"
	"strings"

	"entente"
)

// words.tsv was written for this package.
//
//go:embed words.tsv
var wordTable string

// Finder holds the tables. It does not change and may be shared.
type Finder struct {
	kinds   map[string]map[string]int // kind -> word -> value
	starts  map[string]bool           // words of any kind: no other word begins a date
	periods []named                   // longest first
}

// New returns a Finder with the built-in words.
func New() *Finder {
	f := &Finder{kinds: map[string]map[string]int{}, starts: map[string]bool{}}
	for line := range strings.Lines(wordTable) {
		col := strings.Split(strings.TrimSpace(line), "\t")
		if len(col) != 3 || line[0] == '#' {
			continue
		}
		n, err := strconv.Atoi(col[2])
		if err != nil {
			continue
		}
		if f.kinds[col[1]] == nil {
			f.kinds[col[1]] = map[string]int{}
		}
		f.kinds[col[1]][col[0]] = n
		f.starts[col[0]] = true
	}
	f.periods = periods()
	for _, p := range f.periods {
		f.starts[p.words[0]] = true
	}
	return f
}

// Dates returns the date expressions of a, in text order and without overlap.
// Reads: Article.Day, Sentences (forms; relations if there are any).
func (f *Finder) Dates(a *entente.Analysis) []entente.DateMention {
	r := reader{f: f, ref: a.Article.Day()}
	for i := range a.Sentences {
		r.sentence(i, &a.Sentences[i])
	}
	return r.out
}

// reader goes through the sentences of one article.
type reader struct {
	f      *Finder
	ref    entente.Day // the day of printing; zero if not known
	anchor period      // the date found last
	out    []entente.DateMention

	s    *entente.Sentence
	w    []string // lower-case forms of the sentence
	year int      // a year stated earlier in the sentence, or 0
	last int      // last token of the mention before, or -1
	mid  bool     // the words are those of a sentence in which "mid-" stood before a date
}

// hit is one match: tokens up to last, both inclusive.
type hit struct {
	last     int
	p        period
	duration bool
	weekday  bool // a bare weekday, which may be a week too early or too late
	named    bool // a period of the table, which is over
	ranged   bool // two ends: "1 to 15 April"
	yearly   bool // the words state a year
	bare     bool // a year with no other words, which needs context
}

func (r *reader) sentence(n int, s *entente.Sentence) {
	r.s, r.year, r.last = s, 0, -1
	r.w = r.w[:0]
	for i := range s.Tokens {
		r.w = append(r.w, strings.ToLower(s.Tokens[i].Form))
	}
	for i := 0; i < len(r.w); i++ {
		if !r.f.starts[r.w[i]] && !strings.ContainsAny(r.w[i], "0123456789") && !strings.HasPrefix(r.w[i], "mid-") {
			continue
		}
		h, ok := r.at(i)
		if !ok || h.last < i || h.last >= len(r.w) {
			continue
		}
		if !h.p.from.IsZero() && !h.p.to.IsZero() && h.p.to.Before(h.p.from) {
			continue
		}
		if outside(h.p.from) || outside(h.p.to) {
			h.p.from, h.p.to = entente.Day{}, entente.Day{}
		}
		if h.duration {
			h.p = period{prec: entente.PrecisionInterval, basis: entente.BasisExplicit}
		}
		r.out = append(r.out, entente.DateMention{
			Date: entente.Date{
				From: h.p.from, To: h.p.to, Precision: h.p.prec, Basis: h.p.basis,
				Span: s.SpanOf(i, h.last),
			},
			Sentence: n, First: i, Last: h.last, Duration: h.duration,
		})
		if !h.duration && h.p.known() {
			r.anchor = h.p
			if h.yearly && !h.p.from.IsZero() {
				r.year = h.p.from.Year
			}
		}
		r.last = h.last
		i = h.last
	}
}

// is reports whether the words from i on are those given; it is false past the
// end of the sentence.
func (r *reader) is(i int, words ...string) bool {
	if i < 0 || i+len(words) > len(r.w) {
		return false
	}
	for k, w := range words {
		if r.w[i+k] != w {
			return false
		}
	}
	return true
}

// any reports whether word i is one of those given.
func (r *reader) any(i int, words ...string) bool {
	if i < 0 || i >= len(r.w) {
		return false
	}
	for _, w := range words {
		if r.w[i] == w {
			return true
		}
	}
	return false
}

// kind returns the value of word i in a kind of the table.
func (r *reader) kind(i int, kind string) (int, bool) {
	if i < 0 || i >= len(r.w) {
		return 0, false
	}
	n, ok := r.f.kinds[kind][r.w[i]]
	return n, ok
}

// capital reports whether token i is written with a capital.
func (r *reader) capital(i int) bool {
	if i < 0 || i >= len(r.w) {
		return false
	}
	c := r.s.Tokens[i].Form[0]
	return 'A' <= c && c <= 'Z'
}

func isDash(w string) bool { return w == "-" || w == "–" || w == "—" || w == "--" }

// int reads word i as plain digits, at most width of them; -1 if it is not.
func (r *reader) int(i, width int) int {
	if i < 0 || i >= len(r.w) || len(r.w[i]) > width {
		return -1
	}
	n := 0
	for _, c := range []byte(r.w[i]) {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	if r.w[i] == "" {
		return -1
	}
	return n
}

// fourDigits reads word i as a year written in full, or gives 0.
func (r *reader) fourDigits(i int) int {
	if i < 0 || i >= len(r.w) || len(r.w[i]) != 4 {
		return 0
	}
	if y := r.int(i, 4); y >= 1000 && y <= 2199 {
		return y
	}
	return 0
}

// monthDay reads word i as a day of the month, "13" or "13th", or gives 0.
func (r *reader) monthDay(i int) int {
	if i < 0 || i >= len(r.w) {
		return 0
	}
	w := r.w[i]
	if n := len(w); n > 2 {
		switch w[n-2:] {
		case "st", "nd", "rd", "th":
			w = w[:n-2]
		}
	}
	n, err := strconv.Atoi(w)
	if err != nil || n < 1 || n > 31 || len(w) > 2 || w[0] == '+' {
		return 0
	}
	return n
}

// number reads a small number from word i: its value, -1 if vague ("few"), and
// its last word.
func (r *reader) number(i int) (n, last int, ok bool) {
	if n := r.int(i, 3); n >= 0 {
		return n, i, n > 0
	}
	n, ok = r.kind(i, "number")
	if !ok || r.is(i-1, "as", "many") {
		return 0, i, false
	}
	if r.any(i, "a", "an") {
		switch {
		case r.is(i+1, "couple", "of"):
			return 2, i + 2, true
		case r.is(i+1, "couple"):
			return 2, i + 1, true
		case r.any(i+1, "few", "dozen", "hundred"):
			n, _ = r.kind(i+1, "number")
			return n, i + 1, true
		case r.is(i+1, "half", "-") || r.is(i+1, "half"):
			return 0, i, false
		}
		return 1, i, true
	}
	last = i
	if n >= 20 && n < 100 && i+2 < len(r.w) && isDash(r.w[i+1]) {
		if m, ok := r.kind(i+2, "number"); ok && m > 0 && m < 10 {
			return n + m, i + 2, true
		}
	}
	if m, ok := r.kind(i+1, "number"); ok && m >= 12 && (m == 12 || m == 100) && n > 0 && n < 10 {
		return n * m, i + 1, true
	}
	return n, last, true
}

// count is number for one number or a pair: of "12 to 18" and "two or three" it
// gives the larger and says that there are two.
func (r *reader) count(i int) (n, last int, two, ok bool) {
	n, last, ok = r.number(i)
	if !ok || n <= 0 || !r.any(last+1, "to", "or", "-", "–") {
		return n, last, false, ok
	}
	if m, end, ok := r.number(last + 2); ok && m > n {
		return m, end, true, true
	}
	return n, last, false, true
}

// fraction reads a part of a century or decade in years: "a quarter of a
// century", "half a century", "half-century", "half a decade".
func (r *reader) fraction(i int) (years, last int, ok bool) {
	k := i
	if r.any(k, "a", "another") {
		k++
	}
	part := 0
	switch {
	case r.is(k, "quarter"):
		part = 4
	case r.is(k, "half"):
		part = 2
	default:
		return 0, i, false
	}
	k++
	switch {
	case r.is(k, "of", "a"):
		k += 2
	case r.any(k, "a", "-"):
		k++
	}
	switch {
	case r.is(k, "century"):
		return 100 / part, k, true
	case r.is(k, "decade") && part == 2:
		return 10 / part, k, true
	}
	return 0, i, false
}

// outside reports a day that the format cannot print.
func outside(d entente.Day) bool { return !d.IsZero() && (d.Year < 1 || d.Year > 9999) }
