package code

import (
	"slices"
	"strings"

	"entente"
)

// newsDay is the day of what a report tells as its news without naming a day: that on which,
// by the main verb of its first sentence, something was done or said, for a paper of the
// morning after, else its own.
func (f *finder) newsDay() entente.Day {
	day := f.a.Article.Day()
	lead := slices.IndexFunc(f.a.Sentences, func(s entente.Sentence) bool { return s.Zone == entente.ZoneBody })
	for i := range f.a.Dates {
		if d := &f.a.Dates[i]; !d.Duration && d.Date.From == day && d.Date.To == day && mainDate(&f.a.Sentences[d.Sentence], d) && f.narrating(newTree(&f.a.Sentences[d.Sentence], d.Sentence)) {
			return day // it tells of its own day too
		}
	}
	for i := range f.a.Dates {
		d := &f.a.Dates[i]
		if eve := day.Add(0, 0, -1); d.Sentence == lead && !d.Duration && d.Date.From == eve && d.Date.To == eve && mainDate(&f.a.Sentences[lead], d) {
			return eve
		}
	}
	return day
}

// mainDate reports whether a date hangs on the main verb of a sentence, on what that says or is
// said by, or, by a parser's slip, on its subject: not "looked into Monday's blast".
func mainDate(s *entente.Sentence, d *entente.DateMention) bool {
	t := newTree(s, d.Sentence)
	head := dateHead(t, d)
	if t.isRoot(head) {
		return false
	}
	i := t.tok(head).Head
	if t.rel(i, "nsubj") && t.rel(head, "nmod", "obl") && i < head && t.verb(t.tok(i).Head) { // "Chad on Friday recalled"
		i = t.tok(i).Head
	}
	for t.verb(i) && !t.isRoot(i) && t.rel(i, "ccomp", "parataxis", "conj") {
		i = t.tok(i).Head
	}
	return t.verb(i) && t.isRoot(i)
}

// ofTheDay reports whether an article is plainly of its day: it has a dateline, or names
// the day or the one before, or is too short to tell. A long report of what was said in
// some sitting, without any day, may be of any.
func (f *finder) ofTheDay() bool {
	day := f.a.Article.Day()
	return f.a.Article.Dateline != nil || len(f.a.Sentences) < undatedReport || slices.ContainsFunc(f.a.Dates, func(d entente.DateMention) bool {
		return d.Date.From == d.Date.To && (d.Date.To == day || d.Date.To == day.Add(0, 0, -1))
	})
}

// undatedReport is the number of sentences from which a report without a dateline has to
// name its day.
const undatedReport = 6

// narrated is the date of an older happening that the sentence before told in the same
// paragraph, or that opened it ("Last spring, the minister told"): what follows without a
// date of its own goes on with it.
func (f *finder) narrated(t *tree, d *draft, before []entente.Event) (entente.Date, bool) {
	if t.at == 0 || f.a.Sentences[t.at].Paragraph != f.a.Sentences[t.at-1].Paragraph {
		return entente.Date{}, false
	}
	if t.timesApart() {
		return entente.Date{}, true // a day, but nobody says which
	}
	last := &f.a.Sentences[t.at-1]
	told := newTree(last, t.at-1)
	for _, ev := range slices.Backward(before) {
		if ev.Sentence != t.at-1 {
			break
		}
		if told.between(ev.Token, -1, func(k int) bool { return told.rel(k, "acl", "acl:relcl", "nmod") }) {
			continue // "demanded an inquiry into the 1980 killing": of that no story goes on
		}
		if ev.Background && !ev.Date.From.IsZero() {
			return ev.Date, f.old(ev.Date)
		}
		if told.longOver() && !t.longOver() {
			break
		}
		goesOn := f.sameSide(ev.Sources, d.sources.refs) || f.sameSide(ev.Targets, d.targets.refs) || f.sameSide(ev.Targets, d.sources.refs)
		if goesOn && ev.Status == entente.Happened && ev.Date.Precision == entente.PrecisionDay && ev.Date.From == ev.Date.To && !ev.Date.From.IsZero() && ev.Date.From.Before(f.a.Article.Day()) {
			return ev.Date, true
		}
		break
	}
	for i := range f.a.Dates {
		m := &f.a.Dates[i]
		opens := m.First == 0 && m.Sentence == t.at-1 && last.Tokens[m.Last].BaseRel() == "obl"
		if m.Sentence == t.at-1 && !m.Duration && f.old(m.Date) && !m.Date.From.IsZero() && (opens || mainDate(last, m)) && f.narrating(t) {
			return m.Date, true
		}
	}
	return entente.Date{}, false
}

// thereafter reports whether a sentence tells what came next after what was told, on a day that
// nobody names: "Chad then sent an envoy".
func (t *tree) thereafter() bool {
	return slices.ContainsFunc(t.s.Tokens, func(tok entente.Token) bool {
		return tok.BaseRel() == "advmod" && t.isRoot(tok.Head) && t.past(tok.Head) && slices.Contains([]string{"then", "subsequently", "eventually"}, tok.Lemma)
	})
}

// longOver reports whether a sentence tells what had been by then: "had met on June 6".
func (t *tree) longOver() bool {
	root := slices.IndexFunc(t.s.Tokens, func(tok entente.Token) bool { return tok.Rel == "root" })
	return root >= 0 && t.perfect(root) && t.past(root)
}

// timesApart reports whether a sentence tells of another time than the one before, at a distance that is
// no date: "Years earlier, Chad broke the truce", "Weeks later".
func (t *tree) timesApart() bool {
	for i := 1; i < len(t.s.Tokens); i++ {
		if (t.form(i) == "earlier" || t.form(i) == "later" || t.form(i) == "before") && slices.Contains([]string{"days", "weeks", "months", "years", "decades"}, t.form(i-1)) && t.rel(i, "advmod") && t.isRoot(t.tok(i).Head) {
			return true
		}
	}
	return false
}

// broughtAbout reports whether an event is about another that is long over, as told just before:
// "a debate held last spring. … Mali had sought the debate" is no news of the day.
func (f *finder) broughtAbout(t *tree, ev *draft, before []entente.Event) bool {
	if !t.verb(ev.m.tok) {
		return false
	}
	return slices.ContainsFunc(t.objects(ev.m.tok), func(k int) bool {
		return t.childForm(k, "the") && slices.ContainsFunc(before, func(o entente.Event) bool {
			told := &f.a.Sentences[o.Sentence].Tokens[o.Token]
			return o.Background && o.Sentence < t.at && t.at-o.Sentence <= 2 && told.UPOS == "NOUN" && told.Lemma == t.lemma(k)
		})
	})
}

// heard reports whether an event is a suit of which the report has told the hearing: it was
// brought before.
func (f *finder) heard(t *tree, ev *draft) bool {
	if ev.typ != entente.Accuse || !f.lex.in("SUE", t.lemma(ev.m.tok)) {
		return false
	}
	for i := range f.a.Sentences[:t.at] {
		if slices.ContainsFunc(f.a.Sentences[i].Tokens, func(tok entente.Token) bool { return f.lex.in("HEARING", tok.Lemma) }) {
			return true
		}
	}
	return false
}

// narrating reports whether the main verb of a sentence is in the past.
func (f *finder) narrating(t *tree) bool {
	for i := range t.s.Tokens {
		if t.isRoot(i) {
			return t.past(i)
		}
	}
	return false
}

// alongside is the day of another event that the same side does in the clause around a
// relative clause in the past: "on Monday protested against the government, which they
// accused of theft".
func (f *finder) alongside(t *tree, ev *draft, before []entente.Event) (entente.Date, bool) {
	if !t.rel(ev.m.tok, "acl:relcl") || !t.past(ev.m.tok) || t.child(ev.m.tok, "aux") >= 0 {
		return entente.Date{}, false
	}
	for _, other := range before {
		if other.Sentence == t.at && other.Status == entente.Happened && other.Date.From == other.Date.To && !other.Date.From.IsZero() &&
			t.under(ev.m.tok, other.Token) && f.sameSide(other.Sources, ev.sources.refs) {
			return other.Date, true
		}
	}
	return entente.Date{}, false
}

// plainNews reports whether an event without a date is told as the news of the day: by
// a finite verb that is no perfect ("have warned" leaves the day open), and not inside
// a relative clause or a participle that only describes.
func (lex *lexicon) plainNews(t *tree, ev *draft) bool {
	if slices.Contains([]entente.EventType{entente.Mobilize, entente.Aid, entente.Retreat, entente.Concede}, ev.typ) {
		return false // soldiers, goods and concessions are under way for days
	}
	i := ev.m.tok
	switch {
	case ev.m.light >= 0:
		i = ev.m.light
	case ev.typ == entente.Consult && t.noun(i) && t.rel(ev.m.np, "obl") && slices.Contains([]string{"in", "during", "at"}, t.prep(ev.m.np)):
		i = t.tok(ev.m.np).Head // "in a telephone call with the king, he asked", but not "he would ask"
		if slices.ContainsFunc(t.children(i, "aux"), func(k int) bool { return !slices.Contains([]string{"be", "do", "have"}, t.lemma(k)) }) {
			return false
		}
	}
	if !t.verb(i) && !(t.child(i, "cop", "aux:pass") >= 0 && t.past(i)) { // "was prepared to sign"
		return false
	}
	if t.perfect(i) || slices.ContainsFunc(t.children(i, "aux"), func(k int) bool { return t.lemma(k) == "have" }) {
		return false
	}
	if aux := t.child(i, "aux:pass"); aux >= 0 && !ev.speech && t.tok(aux).Feat("Tense") == "Pres" && t.s.Zone != entente.ZoneHeadline {
		return false // "are held": since when, nobody says
	}
	if tok := t.tok(i); tok.Feat("Tense") == "Pres" && tok.Feat("VerbForm") == "Fin" && t.s.Zone != entente.ZoneHeadline {
		return false // "they point to it": whenever
	}
	for _, k := range t.children(i, "advmod") {
		if lex.in("UNDATED", t.lemma(k)) {
			return false
		}
	}
	if t.rel(i, "advcl") && t.passive(i) && t.child(i, "aux", "aux:pass") < 0 {
		return false // "faced with a strike": since when, nobody says
	}
	for range t.s.Tokens {
		if t.rel(i, "acl:relcl", "acl", "amod") && !(saying(ev.typ) && strings.HasSuffix(t.form(i), "ing") && len(t.author(i)) > 0) || t.given(i) {
			return false
		}
		if t.isRoot(i) {
			break
		}
		i = t.tok(i).Head
	}
	return true
}
