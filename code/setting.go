package code

import (
	"slices"
	"strings"

	"entente"
)

// date picks the date of an event: the one nearest in the tree among those of its
// sentence, or the day of the report for news of the day. Background without a
// date has none. Heuristic: in "signed in May, the deal was broken in June" the
// tree distance decides, which fails where the parser attaches the date wrongly.
func (f *finder) date(t *tree, ev *draft, before []entente.Event) entente.Date {
	if date := f.sinceThen(t, ev); !date.From.IsZero() {
		return date
	}
	best, bestFar := -1, 1<<30
	past := t.history(ev.m.np)
	if f.lex.disowned(t, ev.m.tok) {
		past = ev.m.tok
	}
	if date, ok := f.countedFrom(t, past); ok {
		return date
	}
	elsewhere := false // an old date of another deed: then the event is no news of the day
	for i := range f.a.Dates {
		d := &f.a.Dates[i]
		if d.Sentence == t.at && (t.whenAt(d.Last+1, ev.m.tok) || past >= 0 && f.sameTime(t, dateHead(t, d), past)) {
			return opened(d.Date, t.prep(dateHead(t, d)))
		}
		if past >= 0 && d.Sentence == t.at && t.prep(past) != "during" && t.s.Zone != entente.ZoneCaption && d.First < ev.m.np && !t.under(dateHead(t, d), past) && !t.cleft(dateHead(t, d), past) {
			continue // "signed on Monday, after it invaded": Monday is not the day of the invasion
		}
		if d.Sentence != t.at || d.Duration || d.Date.From.IsZero() && d.Date.To.IsZero() {
			continue
		}
		if f.ofSaying(t, ev, dateHead(t, d)) || f.ofAnother(t, ev, dateHead(t, d)) || f.behindDeed(t, ev, d) {
			elsewhere = elsewhere || f.old(d.Date) && !(ev.speech || saying(ev.typ) && t.under(dateHead(t, d), ev.m.tok))
			continue
		}
		if f.ofPromise(t, ev, d) {
			continue
		}
		far := f.dateDistance(t, ev, d)
		if far < bestFar {
			best, bestFar = i, far
		}
		elsewhere = elsewhere || far >= tooFar && f.old(d.Date) && t.sequel(dateHead(t, d))
	}
	if best >= 0 && bestFar < tooFar {
		return f.untilNow(t, ev, &f.a.Dates[best])
	}
	if day, ok := f.alongside(t, ev, before); ok {
		return day
	}
	if past >= 0 || elsewhere {
		return entente.Date{}
	}
	verb := ev.m.tok
	if ev.m.light >= 0 {
		verb = ev.m.light
	}
	told := ev.status == entente.Happened || ev.status == entente.Ongoing && t.past(verb) // "police were searching"
	if ev.mood.background || !told || f.a.Article.Published.IsZero() || !f.lex.plainNews(t, ev) || !f.ofTheDay() {
		return entente.Date{}
	}
	if f.a.Sentences[t.at].Zone == entente.ZoneCaption {
		return entente.Date{}
	}
	if told, ok := f.narrated(t, before); ok {
		return told
	}
	basis := entente.BasisPublished
	if f.a.Article.Dateline != nil {
		basis = entente.BasisDateline
	}
	day := f.newsDay()
	return entente.Date{From: day, To: day, Precision: entente.PrecisionDay, Basis: basis}
}

// newsDay is the day of what a report tells as its news without naming a day: that on which,
// by the main verb of its first sentence, something was done or said, for a paper of the
// morning after, else its own.
func (f *finder) newsDay() entente.Day {
	day := f.a.Article.Day()
	lead := slices.IndexFunc(f.a.Sentences, func(s entente.Sentence) bool { return s.Zone == entente.ZoneBody })
	for i := range f.a.Dates {
		d := &f.a.Dates[i]
		if d.Sentence == lead && !d.Duration && d.Date.Precision == entente.PrecisionDay && !day.Before(d.Date.From) && !d.Date.From.Before(day.Add(0, 0, -2)) && mainDate(&f.a.Sentences[lead], d) {
			return d.Date.From
		}
	}
	return day
}

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

// tooFar is from which distance in the tree a date is not of an event.
const tooFar = 100

// sinceThen is the time from the date that the text named last to the day of the report,
// for what has been done "since": "The mine blew up in 2011. … The state has since closed it".
func (f *finder) sinceThen(t *tree, ev *draft) entente.Date {
	published := f.a.Article.Published
	for i := ev.m.tok; !published.IsZero(); i = t.tok(i).Head {
		since := slices.ContainsFunc(t.children(i, "advmod"), func(k int) bool { return t.form(k) == "since" && len(t.kids[k]) == 0 })
		if since && t.verb(i) && t.perfect(i) {
			return f.from(t, i, published)
		}
		if t.isRoot(i) || t.rel(i, "acl:relcl", "ccomp", "parataxis") {
			break
		}
	}
	return entente.Date{}
}

// from is the time from the last date named before token i to a day.
func (f *finder) from(t *tree, i int, to entente.Day) entente.Date {
	for k := len(f.a.Dates) - 1; k >= 0; k-- {
		d := &f.a.Dates[k]
		if d.Duration || d.Date.From.IsZero() || d.Sentence > t.at || d.Sentence == t.at && d.First > i || !d.Date.From.Before(to) {
			continue
		}
		return entente.Date{From: d.Date.From, To: to, Precision: entente.PrecisionInterval, Basis: entente.BasisAnchored, Span: d.Date.Span}
	}
	return entente.Date{}
}

// sinceBefore reports whether a clause that "since" opens stands between verb i and the
// date at token k: no perfect is of a single past date, wherever the parser hangs it.
func (t *tree) sinceBefore(i, k int) bool {
	for j := i + 1; j < k; j++ {
		if t.form(j) == "since" && t.rel(j, "mark") && t.under(t.tok(j).Head, i) {
			return true
		}
	}
	return false
}

// sequel reports whether token i stands in a phrase that says what came before: "asked for
// a report following a meeting in May".
func (t *tree) sequel(i int) bool {
	return t.between(i, -1, func(k int) bool {
		return t.rel(k, "obl", "nmod") && slices.Contains([]string{"after", "following", "since"}, t.prep(k)) || t.rel(k, "advcl") && t.hasMark(k, "after", "following", "since")
	})
}

// ofSaying reports whether the date headed by token i tells when words were said in
// which the event stands: "said on Monday that it had fired" leaves the day of the
// firing open.
func (f *finder) ofSaying(t *tree, ev *draft, i int) bool {
	if t.isRoot(i) || ev.speech {
		return false
	}
	if ev.status == entente.Happened && t.verb(ev.m.tok) && t.perfect(ev.m.tok) && !t.past(ev.m.tok) {
		return false // "have agreed, officials said Friday": it is the news of that day
	}
	verb := t.tok(t.tok(i).Head)
	for _, id := range ev.claims {
		c := claimByID(f.a.Claims, id)
		within := func(sp entente.Span) bool { return sp.Contains(t.tok(i).Span) }
		if slices.ContainsFunc(c.Cue, func(sp entente.Span) bool { return sp.Contains(verb.Span) }) && !slices.ContainsFunc(c.Content, within) {
			return true
		}
	}
	return false
}

// ofAnother reports whether the date headed by token i belongs to a noun that is not the
// event's own: for a deed one that is its subject ("the raid of 1994 led it to
// withdraw"), for words whatever they are about ("denounced Monday's raid").
func (f *finder) ofAnother(t *tree, ev *draft, i int) bool {
	own := []int{ev.m.tok, ev.m.np, ev.m.light}
	if !saying(ev.typ) {
		own = append(own, ev.m.used...)
	}
	for n := 0; !t.isRoot(i) && !slices.Contains(own, i); n++ {
		head := t.tok(i).Head
		switch {
		case slices.Contains(own, head) && n == 0:
			return false
		case t.rel(i, "nmod", "compound", "amod", "nummod", "acl"):
			if n == 0 && i < head && t.prep(i) == "" && f.event(t, head) && !slices.Contains([]string{"in", "during", "by", ""}, t.prep(head)) {
				return true // "punished for the 2016 coup"
			}
			i = head
		case t.rel(i, "nsubj") && t.verb(head):
			return n > 0 && f.event(t, i) && t.under(ev.m.tok, head)
		default:
			return n > 0 && saying(ev.typ) && slices.Contains(own, head) && t.rel(i, "obj", "obl")
		}
	}
	return false
}

// behindDeed reports whether a date stands right behind a noun of violence that is not the
// event's own, "the rubble of a raid Sunday night", wherever the parser hangs it.
func (f *finder) behindDeed(t *tree, ev *draft, d *entente.DateMention) bool {
	k := d.First - 1
	return k > 0 && f.deed(t, k) && k != ev.m.tok && k != ev.m.np && (t.prep(k) != "" && t.rel(k, "nmod", "obl") || t.rel(k, "compound"))
}

// ofPromise reports whether a date that is over belongs to the words around a deed that is
// yet to come: "signed a pact on Friday to build a port" leaves the day of building open.
func (f *finder) ofPromise(t *tree, ev *draft, d *entente.DateMention) bool {
	published := f.a.Article.Published
	if published.IsZero() || d.Date.To.IsZero() || published.Before(d.Date.To) || !slices.Contains([]entente.Status{entente.Planned, entente.Hypothetical, entente.Threatened, entente.Predicted}, ev.status) || ev.speech {
		return false
	}
	head := dateHead(t, d)
	return !slices.ContainsFunc([]int{ev.m.tok, ev.m.np, ev.m.light}, func(top int) bool { return top >= 0 && t.under(head, top) })
}

// event reports whether noun i names a deed, by a row or by the network's opinion.
func (f *finder) event(t *tree, i int) bool {
	return f.lex.nouns[t.lemma(i)] != nil || t.tok(i).Predicate.Type != ""
}

// untilNow is the date of a mention, "since 1990" closed by the day of the report for
// what has gone on or been done from then on.
func (f *finder) untilNow(t *tree, ev *draft, d *entente.DateMention) entente.Date {
	date, published := d.Date, f.a.Article.Published
	if date.From.IsZero() && !published.IsZero() && published.Before(date.To) && ev.status != entente.Happened { // "will visit before the end of the year"
		date.From, date.Precision = published, entente.PrecisionInterval
		return date
	}
	if !published.IsZero() && date.To.Before(published) && t.perfect(ev.m.tok) && t.sinceBefore(ev.m.tok, d.First) {
		date.To, date.Precision = published, entente.PrecisionInterval // "have been raided since the state fell in 1991"
		return date
	}
	if date.To.IsZero() && !date.From.IsZero() && !published.Before(date.From) && !published.IsZero() && t.prep(dateHead(t, d)) == "since" && !t.under(ev.m.tok, dateHead(t, d)) &&
		(ev.status == entente.Happened || ev.status == entente.Ongoing || ev.status == entente.Claimed) {
		date.To = published
	}
	return date
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
func (f *finder) narrated(t *tree, before []entente.Event) (entente.Date, bool) {
	if t.at == 0 || f.a.Sentences[t.at].Paragraph != f.a.Sentences[t.at-1].Paragraph {
		return entente.Date{}, false
	}
	if n := len(before); n > 0 && t.at-before[n-1].Sentence == 1 && before[n-1].Background && !before[n-1].Date.From.IsZero() {
		return before[n-1].Date, f.old(before[n-1].Date)
	}
	last := &f.a.Sentences[t.at-1]
	for i := range f.a.Dates {
		d := &f.a.Dates[i]
		if d.Sentence == t.at-1 && d.First == 0 && !d.Duration && f.old(d.Date) && !d.Date.From.IsZero() && last.Tokens[d.Last].BaseRel() == "obl" && f.narrating(t) {
			return d.Date, true
		}
	}
	return entente.Date{}, false
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
	i := ev.m.tok
	if ev.m.light >= 0 {
		i = ev.m.light
	}
	if !t.verb(i) && !(t.child(i, "cop", "aux:pass") >= 0 && t.past(i)) { // "was prepared to sign"
		return false
	}
	if t.perfect(i) || slices.ContainsFunc(t.children(i, "aux"), func(k int) bool { return t.lemma(k) == "have" }) {
		return false
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

// dateDistance counts the steps in the tree from the trigger to a date. A date
// inside another clause with its own subject costs more, and so does one of what the
// trigger came before or after; one of what somebody vows, demands or denies is not of
// his saying so.
func (f *finder) dateDistance(t *tree, ev *draft, d *entente.DateMention) int {
	head, trigger := dateHead(t, d), ev.m.tok
	up := map[int]int{}
	for i, far := trigger, 0; ; far++ {
		up[i] = far
		if t.isRoot(i) || far > len(t.s.Tokens) {
			break
		}
		i = t.tok(i).Head
	}
	far := 0
	for i := head; far <= len(t.s.Tokens); far++ {
		if steps, ok := up[i]; ok {
			if steps == 0 {
				return far
			}
			return 2*steps + far
		}
		if t.isRoot(i) {
			break
		}
		if t.rel(i, "acl:relcl") && t.past(i) && t.past(trigger) {
			break // "arrested the men who struck last week"
		}
		if t.rel(i, "acl:relcl", "parataxis") || t.rel(i, "ccomp", "advcl", "conj") && t.verb(i) && t.child(i, "nsubj") >= 0 {
			far += 6
		}
		if i != head && slices.Contains([]string{"before", "after", "until", "since"}, t.prep(i)) {
			far += 6
		}
		if saying(ev.typ) && (t.rel(i, "xcomp") && t.child(i, "mark") >= 0 || t.rel(i, "ccomp") || t.rel(i, "acl") && !t.passive(i) || t.rel(i, "advcl") && t.hasMark(i, "if", "unless", "of", "for", "in", "about", "over")) {
			break
		}
		i = t.tok(i).Head
	}
	return 1 << 20
}

// saying reports whether an event of a type is done by words about another deed.
func saying(typ entente.EventType) bool {
	return slices.Contains([]entente.EventType{entente.Agree, entente.Request, entente.Reject, entente.Accuse, entente.Threaten}, typ)
}

// dateHead is the token of a date that hangs outside it.
func dateHead(t *tree, d *entente.DateMention) int {
	for k := d.First; k <= d.Last && k < len(t.s.Tokens); k++ {
		if h := t.tok(k).Head; h < d.First || h > d.Last || h == k {
			return k
		}
	}
	return d.First
}

// figures are the amounts below the trigger, its objects and its subject of the
// passive, nearest clause only.
func (f *finder) figures(t *tree, ev *draft) []entente.Figure {
	var out []entente.Figure
	for i := range f.a.Figures {
		fm := &f.a.Figures[i]
		if fm.Sentence == t.at && f.sameClause(t, fm.Head, ev) {
			out = append(out, fm.Figure)
		}
	}
	return out
}

// sameClause reports whether token i hangs on the event without another clause
// in between; a relative clause or participle on the event's noun counts as its own.
func (f *finder) sameClause(t *tree, i int, ev *draft) bool {
	tops := []int{ev.m.tok, ev.m.np, ev.m.light}
	for range t.s.Tokens {
		if slices.Contains(tops, i) {
			return true
		}
		if t.isRoot(i) || t.rel(i, "parataxis", "advcl", "ccomp") || t.rel(i, "conj") && t.verb(i) && t.child(i, "nsubj") >= 0 {
			return false
		}
		i = t.tok(i).Head
	}
	return false
}

// contexts are the row's own and those of the key words in the event's clause, at
// most three, in text order.
func (f *finder) contexts(t *tree, ev *draft) []entente.Context {
	var out []entente.Context
	add := func(c entente.Context) {
		if c != "" && !slices.Contains(out, c) && len(out) < 3 {
			out = append(out, c)
		}
	}
	add(ev.m.row.context)
	for i := range t.s.Tokens {
		if f.sameClause(t, i, ev) {
			add(f.lex.contexts[t.lemma(i)])
		}
	}
	return out
}

// old reports whether a date lies so far before printing that it is background:
// more than fourteen days (docs/coding.md).
func (f *finder) old(d entente.Date) bool {
	pub := f.a.Article.Published
	if pub.IsZero() || d.Basis == entente.BasisPublished || d.Basis == entente.BasisDateline {
		return false
	}
	end := d.To
	if end.IsZero() {
		return false
	}
	return end.Before(pub.Add(0, 0, -14))
}

// stage of a deal, by type and status.
func stageOf(f *finder, t *tree, ev *draft) string {
	deal := ev.m.row.has("deal")
	if !deal {
		for _, k := range ev.m.used {
			deal = deal || f.lex.in("DEAL", t.lemma(k))
		}
	}
	verb := t.lemma(ev.m.tok)
	if ev.m.light >= 0 && !f.lex.in("SIGN", verb) {
		verb = f.lex.verbName(t, ev.m.light)
	}
	for _, k := range t.children(ev.m.np, "acl") {
		if deal && t.noun(ev.m.tok) {
			verb = t.lemma(k)
		}
	}
	switch {
	case ev.status == entente.Negotiated || ev.m.row.has("talks") && deal:
		return "talks"
	case f.lex.in("DELIVER", verb):
		return "delivered"
	case !deal:
		return ""
	case f.lex.in("SUSPEND", verb):
		return "suspended"
	case f.lex.in("SIGN", verb):
		return "signed"
	}
	return "agreed"
}
