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
		if f.ofPromise(t, ev, d) || f.yetToCome(t, ev, d) {
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
	if day, ok := f.pointedBack(t, ev, before); ok && past < 0 {
		return day
	}
	if past >= 0 || elsewhere || t.thereafter() {
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
	if told, ok := f.narrated(t, ev, before); ok {
		return told
	}
	if f.broughtAbout(t, ev, before) || f.heard(t, ev) {
		return entente.Date{}
	}
	basis := entente.BasisPublished
	if f.a.Article.Dateline != nil {
		basis = entente.BasisDateline
	}
	day := f.newsDay()
	return entente.Date{From: day, To: day, Precision: entente.PrecisionDay, Basis: basis}
}

// tooFar is from which distance in the tree a date is not of an event.
const tooFar = 100

// sinceThen is the time from the date that the text named last to the day of the report,
// for what has been done "since": "The mine blew up in 2011. … The state has since closed it".
func (f *finder) sinceThen(t *tree, ev *draft) entente.Date {
	published := f.a.Article.Published
	for i := ev.m.tok; !published.IsZero(); i = t.tok(i).Head {
		since := slices.ContainsFunc(t.children(i, "advmod"), func(k int) bool { return t.form(k) == "since" && len(t.kids[k]) == 0 })
		then := slices.ContainsFunc(t.children(i, "advmod", "obl"), func(k int) bool { return k > 1 && t.form(k) == "on" && t.form(k-1) == "then" && t.form(k-2) == "from" })
		if since && t.verb(i) && t.perfect(i) || then {
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
	if led := t.tok(i).Head; !t.isRoot(i) && t.verb(led) && i < led && t.ledTo(ev.m.tok, led) && !slices.Contains(own, led) {
		if subj := t.child(led, "nsubj"); subj >= 0 && subj < i && !slices.ContainsFunc(t.s.Tokens[subj:i], func(tok entente.Token) bool { return tok.Form == "," }) {
			return true // "the deaths in a raid in 1993 led it to withdraw", wherever the parser hangs the year
		}
	}
	for n := 0; !t.isRoot(i) && !slices.Contains(own, i); n++ {
		head := t.tok(i).Head
		switch {
		case slices.Contains(own, head) && n == 0:
			return false
		case t.rel(i, "nmod", "compound", "amod", "nummod", "acl"):
			if n == 0 && i < head && (t.prep(i) == "" || t.rel(i, "nmod:poss")) && f.event(t, head) && !slices.Contains([]string{"in", "during", "by", ""}, t.prep(head)) {
				return true // "punished for the 2016 coup"
			}
			i = head
		case t.rel(i, "nsubj") && t.verb(head):
			return n > 0 && (f.event(t, i) || t.rel(ev.m.tok, "xcomp")) && t.under(ev.m.tok, head)
		default:
			said := t.prep(i) == "in" && f.lex.in("TEXT", t.lemma(i)) // "in a report on Wednesday": that is when
			return n > 0 && saying(ev.typ) && !said && slices.Contains(own, head) && t.rel(i, "obj", "obl")
		}
	}
	return false
}

// ledTo reports whether verb i is what the subject of verb led to: its infinitive, or one joined to that.
func (t *tree) ledTo(i, led int) bool {
	for t.rel(i, "conj") && t.verb(t.tok(i).Head) && t.tok(i).Head != led {
		i = t.tok(i).Head
	}
	return t.rel(i, "xcomp", "advcl") && t.tok(i).Head == led && t.mark(i) == "to"
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
	return !slices.ContainsFunc([]int{ev.m.tok, ev.m.np, ev.m.light}, func(top int) bool {
		return top >= 0 && t.under(head, top) && !t.between(head, top, func(k int) bool {
			return t.rel(k, "acl:relcl") && t.past(k) || t.rel(k, "acl") && t.mark(k) == "" && !strings.HasSuffix(t.form(k), "ing") // "under a pact signed last year"
		})
	})
}

// yetToCome reports whether a date lies ahead of the report, which no deed that is told in the
// past has: "thanked Chad and said he would pay a visit in May".
func (f *finder) yetToCome(t *tree, ev *draft, d *entente.DateMention) bool {
	published := f.a.Article.Published
	verb, ahead := ev.m.tok, true
	if ev.m.light >= 0 {
		verb = ev.m.light
	}
	if saying(ev.typ) || t.prep(dateHead(t, d)) != "for" { // but "called a strike for Friday"
		ahead = false
	}
	return !ahead && !published.IsZero() && ev.status == entente.Happened && (t.past(verb) || saying(ev.typ) && t.perfect(verb)) && t.s.Zone != entente.ZoneHeadline &&
		(published.Before(d.Date.From) || d.Date.From.IsZero() && published.Before(d.Date.To))
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
	if clause := t.closedBefore(head); clause >= 0 {
		head = t.tok(t.tok(clause).Head).Head
	}
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

// closedBefore is the relative clause between commas behind which token i stands, though a
// parser hung it inside: "held the priest, who runs a school, for four hours on Friday"; -1
// if there is none.
func (t *tree) closedBefore(i int) int {
	for k := i; !t.isRoot(k); k = t.tok(k).Head {
		if !t.rel(k, "acl:relcl") || k > i || !t.verb(t.tok(t.tok(k).Head).Head) {
			continue
		}
		opened, closed := false, false
		for j := t.tok(k).Head + 1; j < i; j++ {
			opened = opened || j < k && t.form(j) == ","
			closed = closed || j > k && t.form(j) == ","
		}
		if opened && closed {
			return k
		}
		break
	}
	return -1
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
