// Package figure finds the amounts that a text states, with unit, bound and what
// is counted:
//
//	m := figure.New()
//	figures := m.Figures(analysis)
//
// "As many as 900 soldiers were killed" is 900, at most, "soldiers killed".
// Money has its ISO 4217 code and its full value: "$3 billion" is 3e9 USD. A
// range ("10 to 15 people") is two figures, at least the one and at most the
// other. What is counted is taken from the tree where the sentence has one, else
// from the words that follow.
//
// Limits. English only. No figures are made of dates and lengths of time, ages,
// ordinals, telephone numbers, times of day, and numbers that belong to names
// ("Boeing 737", "Article 5"). A vague plural is at least two of what it names:
// "hundreds of people" is at least 200. A share is given in percent: "one in five
// voters" is 20. Both ends of a change ("from 5 to 6 percent") are exact. A
// currency that several states share and no word of the text tells apart is
// counted, not named ("rupees").
package figure

import (
	"strings"

	"entente"
)

// Figures returns the figures of a in text order and without overlap. Reads:
// Sentences (forms; parts of speech and tree if there are any), Dates.
func (m *Measurer) Figures(a *entente.Analysis) []entente.FigureMention {
	r := reader{m: m, a: a}
	dates := a.Dates
	for i := range a.Sentences {
		n := 0
		for n < len(dates) && dates[n].Sentence <= i {
			n++
		}
		r.sentence(i, &a.Sentences[i], dates[:n])
		dates = dates[n:]
	}
	return r.out
}

// reader goes through the sentences of one article.
type reader struct {
	m   *Measurer
	a   *entente.Analysis
	out []entente.FigureMention

	known map[*currency]string // what the article as a whole says of a shared name

	s     *entente.Sentence
	w     []string // lower-case forms of the sentence
	dated []bool   // tokens that belong to a date
	tree  bool     // the sentence has one
	noun  string   // what was counted last in the sentence, without its fate
	said  string   // the same with its fate
	put   string   // the noun of "put the toll at 19", for "others at 32"
}

// amount is a number with its unit as read from the tokens first..last.
type amount struct {
	first, last int
	number      int // last token of the number itself
	value       float64
	unit        string
	bound       entente.Bound
	word        bool // written in words
	share       bool // a part of what follows, as percent
	start       int  // first token of the range that it is an end of, or first
}

func (r *reader) sentence(at int, s *entente.Sentence, dates []entente.DateMention) {
	r.s, r.noun, r.said, r.put = s, "", "", ""
	r.w, r.dated = r.w[:0], r.dated[:0]
	r.tree = len(s.Tokens) > 0 && s.Root() >= 0 && s.Tokens[0].Rel != ""
	for i := range s.Tokens {
		r.w = append(r.w, strings.ToLower(s.Tokens[i].Form))
		r.dated = append(r.dated, false)
	}
	for _, d := range dates {
		for i := max(0, d.First); d.Sentence == at && i <= d.Last && i < len(r.dated); i++ {
			r.dated[i] = true
		}
	}
	done := -1 // last token used
	for i := 0; i < len(r.w); i++ {
		list, last := r.amounts(i)
		if len(list) == 0 {
			continue
		}
		start := list[0].first
		for n := range list {
			am := list[n]
			first, bound := r.boundBefore(am.first, done)
			if am.bound == "" {
				am.bound = bound
			}
			if first > done {
				am.first = first
			}
			if n == 0 {
				start = am.first
			}
			am.start = start
			f, ok := r.figure(at, am, last)
			if ok {
				r.out = append(r.out, f)
				done = am.last
			}
		}
		i = max(i, last)
	}
}

// figure makes the mention of an amount, or says that it is none. end is the
// last token of the range that the amount is part of.
func (r *reader) figure(n int, am amount, end int) (entente.FigureMention, bool) {
	f := entente.FigureMention{Sentence: n, First: am.first, Last: am.last, Head: am.number}
	f.Figure = entente.Figure{Value: am.value, Unit: am.unit, Bound: am.bound, Span: r.s.SpanOf(am.first, am.last)}
	if f.Figure.Bound == "" {
		f.Figure.Bound = entente.BoundExact
	}
	if am.unit == "" && !r.free(am, end) {
		return f, false
	}
	c := r.counted(am, end)
	if am.unit == "" && c.text == "" {
		return f, false
	}
	f.Figure.Counts = c.text
	if am.unit == "" {
		r.said = c.text
	}
	switch {
	case c.head >= 0:
		f.Head = c.head
	case r.tree:
		for i := am.first; i <= am.last; i++ {
			if h := r.s.Tokens[i].Head; (h < am.first || h > am.last) && (r.upos(i) == "NUM" || r.upos(i) == "SYM" || r.upos(i) == "NOUN") {
				f.Head = i
			}
		}
	}
	return f, true
}

func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.w) {
		return ""
	}
	return r.w[i]
}

func (r *reader) any(i int, words ...string) bool {
	for _, w := range words {
		if r.word(i) == w && w != "" {
			return true
		}
	}
	return false
}

func (r *reader) upos(i int) string {
	if i < 0 || i >= len(r.w) {
		return ""
	}
	return r.s.Tokens[i].UPOS
}

// capital reports whether token i is written with an ASCII capital.
func (r *reader) capital(i int) bool {
	if i < 0 || i >= len(r.w) {
		return false
	}
	c := r.s.Tokens[i].Form[0]
	return 'A' <= c && c <= 'Z'
}

func isDash(w string) bool { return w == "-" || w == "–" || w == "—" }

// boundBefore reads the words of bound that end just before token i and after
// token done; without any, it returns i and "".
func (r *reader) boundBefore(i, done int) (int, entente.Bound) {
	best := bound{}
	for _, b := range r.m.bounds {
		if len(b.words) > len(best.words) && i-len(b.words) > done {
			k := 0
			for k < len(b.words) && r.w[i-len(b.words)+k] == b.words[k] {
				k++
			}
			if k == len(b.words) {
				best = b
			}
		}
	}
	return i - len(best.words), best.means
}
