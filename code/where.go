package code

import (
	"cmp"
	"slices"

	"entente"
)

// location is the place of an event: one that the text ties to its words, else one
// elsewhere in its clause, else that of a like deed told just before, else the
// dateline for news of the day that concerns the land that it lies in.
func (f *finder) location(t *tree, ev *draft, before []entente.Event, date entente.Date) *entente.Place {
	best, score := -1, 0
	for i := range f.a.Cast.Places {
		p := &f.a.Cast.Places[i]
		if p.Sentence != t.at {
			continue
		}
		n := f.tied(t, ev, p.Head)
		if n == 0 {
			continue
		}
		if p.Place.Lat != nil {
			n += 3 // "shelled Kharkiv in northern Ukraine"
		}
		if p.Place.Country != "" {
			n++ // "in Odesa on the Black Sea"
		}
		if n > score {
			best, score = i, n
		}
	}
	if best >= 0 {
		found := f.a.Cast.Places[best].Place
		return &found
	}
	told := ev.status == entente.Happened || bodily(ev.typ) && (ev.status == entente.Claimed || ev.status == entente.Ongoing)
	if !told || ev.mood.background {
		return f.ownLand(t, ev)
	}
	if p := f.sceneBefore(t, ev, before); p != nil {
		return p
	}
	if p := f.dateline(ev, date); p != nil {
		return p
	}
	return f.ownLand(t, ev)
}

// ownLand is the land of a deed all of whose actors are of one land, by the words that
// name one of them: police and protesters of Kenya clash in Kenya. One state alone says
// nothing of where it spoke, an army that leaves was abroad, and so may be whoever is told
// apart by a nationality: "a US citizen was held".
func (f *finder) ownLand(t *tree, ev *draft) *entente.Place {
	actors := slices.Concat(ev.sources.refs, ev.targets.refs)
	if ev.typ == entente.Retreat && ev.targets.empty() {
		return nil
	}
	if (ev.sources.empty() || ev.targets.empty()) && !slices.ContainsFunc(actors, func(ref entente.ActorRef) bool {
		a := f.a.Cast.Actor(ref)
		return a != nil && a.Sector != "GOV"
	}) {
		return nil
	}
	land, span := "", entente.Span{}
	for _, ref := range actors {
		a := f.a.Cast.Actor(ref)
		if a == nil || a.Country == "" || land != "" && a.Country != land {
			return nil
		}
		land = a.Country
		for _, m := range a.Mentions {
			if m.Sentence != t.at {
				continue
			}
			if ev.sources.empty() && m.How == "role+state" && a.Sector == "CVL" {
				return nil
			}
			if span == (entente.Span{}) {
				span = m.Span
			}
		}
	}
	if span == (entente.Span{}) {
		return nil
	}
	name := land
	if ref, ok := f.states[land]; ok {
		name = f.a.Cast.Actor(ref).Name
	}
	return &entente.Place{Name: name, Country: land, Span: span}
}

// tied says how firmly the place headed by token k belongs to the event: 6 for a
// place after a preposition on its words or one "where" it happened, 4 for the thing
// acted on, a word before its noun, or an owner that is no government, 3 for where a
// move started, 2 for a place elsewhere in the clause, 1 for one beside who acts or on
// the verb that the event's is joined to, 0 for none.
func (f *finder) tied(t *tree, ev *draft, k int) int {
	hold := holders(t, &ev.m)
	if t.rel(ev.m.tok, "acl:relcl") && t.child(ev.m.tok, "advmod") >= 0 && t.lemma(t.child(ev.m.tok, "advmod")) == "where" && t.under(k, t.tok(ev.m.tok).Head) && !t.under(k, ev.m.tok) {
		return 6
	}
	top := k
	prep := t.prep(k)
	for range t.s.Tokens { // up to the word that hangs on the event
		h := t.tok(top).Head
		if slices.Contains(hold, top) || slices.Contains(hold, h) || t.isRoot(top) {
			break
		}
		if t.rel(top, "acl:relcl") { // "fought those who once struck X"
			return 0
		}
		if p := t.prep(h); prep == "" || prep == "of" || f.lex.in("PLACED", p) {
			prep = p
		}
		top = h
	}
	held := slices.Contains(hold, top)
	direct := held || slices.Contains(hold, t.tok(top).Head) && !t.isRoot(top)
	if direct && !bodily(ev.typ) && verbal(ev.typ) && t.tok(top).Head != ev.m.tok && t.tok(top).Head != ev.m.light {
		direct = false // "accused Iraq of an attack on Halabja" is not told of there
	}
	inside := f.lex.in("PLACED", prep)
	switch {
	case direct && inside && (held || t.rel(top, "obl", "nmod", "advmod", "nmod:npmod", "obl:npmod")):
		return 6
	case direct && f.lex.in("TOWARD", prep) && t.rel(top, "obl", "nmod") && moves(ev):
		if (prep == "from") == (ev.typ == entente.Retreat || ev.typ == entente.Sanction) {
			return 4
		}
		return 3
	case verbal(ev.typ):
		return 0
	case direct && (held || t.rel(top, "obj", "compound", "amod") || t.rel(top, "nsubj") && t.passive(t.tok(top).Head) || t.rel(top, "nmod:poss") && len(f.heads[place{t.at, k}]) == 0 || prep == "of" && t.rel(top, "nmod")):
		return 4
	case inside && f.sameClause(t, k, ev) && !t.rel(top, "nsubj"):
		return 2
	case inside && t.rel(top, "nsubj") && direct && top != k, inside && t.rel(ev.m.tok, "conj") && t.tok(k).Head == t.tok(ev.m.tok).Head && t.rel(k, "obl"):
		return 1
	}
	return 0
}

// verbal reports whether a type is of words, which are said in one place about others.
func verbal(t entente.EventType) bool {
	return t == entente.Accuse || t == entente.Request || t == entente.Reject || t == entente.Threaten
}

// moves reports whether an event is a move from or to a place.
func moves(ev *draft) bool {
	switch ev.typ {
	case entente.Consult, entente.Retreat, entente.Mobilize, entente.Aid, entente.Assault, entente.Coerce, entente.Sanction:
		return true
	}
	return false
}

// bodily reports whether a type is of deeds that happen in one place: a statement
// made a line later may come from elsewhere.
func bodily(t entente.EventType) bool {
	return t == entente.Assault || t == entente.Coerce || t == entente.Protest
}

// sceneBefore is the place of a like deed in this or the sentence before, within one
// paragraph: "A bomb went off in Quetta. Nine people were killed."
func (f *finder) sceneBefore(t *tree, ev *draft, before []entente.Event) *entente.Place {
	if len(before) == 0 || !bodily(ev.typ) {
		return nil
	}
	last := &before[len(before)-1]
	here, there := &f.a.Sentences[t.at], &f.a.Sentences[last.Sentence]
	if last.Place == nil || !bodily(last.Type) || last.Background || t.at-last.Sentence > 1 || here.Paragraph != there.Paragraph || here.Zone != there.Zone {
		return nil
	}
	found := *last.Place
	return &found
}

// dateline is where the report was written, for news of that day or the days before
// whose target, or without one whose source, is of that land.
func (f *finder) dateline(ev *draft, date entente.Date) *entente.Place {
	line := f.a.Article.Dateline
	if line == nil || line.Country == "" || date.From.IsZero() || date.From.Before(f.a.Article.Published.Add(0, 0, -4)) {
		return nil
	}
	refs := ev.targets.refs
	if !bodily(ev.typ) || !slices.ContainsFunc(refs, func(ref entente.ActorRef) bool { a := f.a.Cast.Actor(ref); return a != nil && a.Country != "" }) {
		refs = append(refs[:len(refs):len(refs)], ev.sources.refs...)
	}
	for _, ref := range refs {
		if a := f.a.Cast.Actor(ref); a != nil && a.Country == line.Country {
			return &entente.Place{Name: cmp.Or(line.Name, line.Text), Country: line.Country, Lat: line.Lat, Lon: line.Lon, Span: line.Span}
		}
	}
	return nil
}
