package code

import (
	"slices"
	"strings"

	"entente"
)

// countedFrom is the day of what a clause or noun at past tells, where its distance from the
// main clause is told: "seized the port on Friday, hours after the king had fled", "a day
// before". A main clause without a day is of the day of the report.
func (f *finder) countedFrom(t *tree, past int) (entente.Date, bool) {
	if past < 0 {
		return entente.Date{}, false
	}
	word := slices.IndexFunc(t.s.Tokens, func(tok entente.Token) bool {
		return tok.Head == past && (tok.BaseRel() == "mark" || tok.BaseRel() == "case") && (strings.EqualFold(tok.Form, "after") || strings.EqualFold(tok.Form, "before"))
	})
	if word < 1 {
		return entente.Date{}, false
	}
	days := 0
	switch unit := t.lemma(word - 1); unit {
	case "hour", "minute", "moment":
	case "day":
		n, ok := counts[t.form(max(word-2, 0))]
		if !ok {
			return entente.Date{}, false
		}
		days = n
	default:
		return entente.Date{}, false
	}
	if t.form(word) == "after" {
		days = -days
	}
	day := f.a.Article.Day()
	if !f.ofTheDay() {
		day = entente.Day{}
	}
	for i := range f.a.Dates {
		d := &f.a.Dates[i]
		if d.Sentence == t.at && !d.Duration && d.Date.From == d.Date.To && !d.Date.From.IsZero() && !t.under(dateHead(t, d), past) {
			day = d.Date.From
		}
	}
	if day.IsZero() {
		return entente.Date{}, false
	}
	day = day.Add(0, 0, days)
	return entente.Date{From: day, To: day, Precision: entente.PrecisionDay, Basis: entente.BasisAnchored}, true
}

// counts are the numbers of days that papers count in words.
var counts = map[string]int{"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

// pointedBack is the day that a phrase points back to: "Hours earlier, X warned" that of the
// happening told last, "In that report, X said" that of the report, where it was named with
// one, and "At the same time, X said" that of what X did in the sentence before.
func (f *finder) pointedBack(t *tree, ev *draft, before []entente.Event) (entente.Date, bool) {
	root := slices.IndexFunc(t.s.Tokens, func(tok entente.Token) bool { return tok.Rel == "root" })
	if root < 0 || !t.past(root) {
		return entente.Date{}, false
	}
	for _, k := range t.children(root, "obl", "advmod") {
		switch {
		case t.form(k) == "earlier" && k > 0 && slices.Contains([]string{"hours", "minutes", "moments"}, t.form(k-1)) && k < root:
			for i := len(f.a.Dates) - 1; i >= 0; i-- {
				d := &f.a.Dates[i]
				if d.Sentence < t.at && t.at-d.Sentence <= reach && !d.Duration && d.Date.From == d.Date.To && !d.Date.From.IsZero() && !f.old(d.Date) {
					return anchored(d.Date), true
				}
			}
		case t.prep(k) == "in" && f.lex.in("TEXT", t.lemma(k)) && (t.childForm(k, "that") || t.childForm(k, "the")) && (ev.speech || saying(ev.typ)):
			for i := range f.a.Dates {
				d := &f.a.Dates[i]
				if d.Sentence >= t.at || t.at-d.Sentence > reach || d.Duration || d.Date.From.IsZero() || d.Date.To.IsZero() {
					continue
				}
				at := newTree(&f.a.Sentences[d.Sentence], d.Sentence)
				head := dateHead(at, d)
				beside := d.First > 0 && at.lemma(d.First-1) == t.lemma(k) // wherever the parser hangs it
				if beside || !at.isRoot(head) && at.lemma(at.tok(head).Head) == t.lemma(k) {
					return anchored(d.Date), true
				}
			}
		case t.prep(k) == "during" && t.childForm(k, "that"): // "during that war", of which the sentence before gave the years
			for i := range f.a.Dates {
				if d := &f.a.Dates[i]; d.Sentence == t.at-1 && !d.Duration && !d.Date.From.IsZero() && !d.Date.To.IsZero() {
					return anchored(d.Date), true
				}
			}
		case t.form(k) == "time" && t.prep(k) == "at" && t.childForm(k, "same"):
			for _, last := range slices.Backward(before) {
				if t.at-last.Sentence == 1 && !last.Date.From.IsZero() && slices.Equal(last.Sources, ev.sources.refs) {
					return anchored(last.Date), true
				}
			}
		}
	}
	return entente.Date{}, false
}

// anchored is the date of another mention, taken over.
func anchored(d entente.Date) entente.Date {
	d.Basis = entente.BasisAnchored
	return d
}

// whenAt reports whether "when" stands at token k, or behind a comma there, and opens the
// clause of token i: "in May, when".
func (t *tree) whenAt(k, i int) bool {
	if k < len(t.s.Tokens) && t.form(k) == "," {
		k++
	}
	return k < i && t.form(k) == "when" && t.under(i, t.tok(k).Head) && t.tok(k).Head > k && t.past(t.tok(k).Head)
}

// opened is the day, month or year that "since" names, in "since July, when nine were killed".
func opened(d entente.Date, prep string) entente.Date {
	if prep != "since" || !d.To.IsZero() || d.From.IsZero() {
		return d
	}
	d.To = d.From
	switch {
	case d.From.Day != 1:
		d.Precision = entente.PrecisionDay
	case d.From.Month == 1:
		d.To, d.Precision = d.From.Add(1, 0, -1), entente.PrecisionYear
	default:
		d.To, d.Precision = d.From.Add(0, 1, -1), entente.PrecisionMonth
	}
	return d
}

// sameTime reports whether a clause about the past is of the date headed by token i:
// "in 1994, when a car blew up", "seized on Monday in a raid that left two dead".
func (f *finder) sameTime(t *tree, i, past int) bool {
	if !t.rel(past, "acl:relcl", "advcl") {
		return false
	}
	if when := t.child(past, "advmod", "mark"); when >= 0 && t.lemma(when) == "when" && (t.tok(past).Head == i || t.under(i, t.tok(past).Head) && !t.under(i, past)) {
		return true
	}
	event := t.tok(past).Head                                       // the noun of a deed that hangs on the verb with the date
	if t.rel(event, "nmod") && f.lex.nouns[t.lemma(event)] == nil { // "the rising in Oran, in which"
		event = t.tok(event).Head
	}
	if !t.rel(past, "acl:relcl") || !t.noun(event) || f.lex.nouns[t.lemma(event)] == nil {
		return false
	}
	if t.tok(i).Head == event && t.rel(i, "nummod", "compound", "nmod") { // "the 1976 rising, in which nine were killed"
		return true
	}
	verb := t.tok(event).Head
	return t.verb(verb) && t.tok(i).Head == verb && t.rel(i, "obl", "obl:tmod", "obl:unmarked", "nmod:tmod")
}
