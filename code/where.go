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
	if ev.mood.background || ev.status != entente.Happened {
		return nil
	}
	if p := f.sceneBefore(t, ev, before); p != nil {
		return p
	}
	return f.dateline(ev, date)
}

// tied says how firmly the place headed by token k belongs to the event: 6 for a
// place after a preposition on its words, 4 for the thing acted on, a word before
// its noun, or an owner that is no government, 2 for a place elsewhere in the clause,
// 0 for none.
func (f *finder) tied(t *tree, ev *draft, k int) int {
	hold := holders(t, &ev.m)
	top := k
	prep := t.prep(k)
	for range t.s.Tokens { // up to the word that hangs on the event
		h := t.tok(top).Head
		if slices.Contains(hold, top) || slices.Contains(hold, h) || t.isRoot(top) {
			break
		}
		if p := t.prep(h); prep == "" || f.lex.in("PLACED", p) {
			prep = p
		}
		top = h
	}
	direct := slices.Contains(hold, t.tok(top).Head) && !t.isRoot(top) || slices.Contains(hold, top)
	switch {
	case direct && f.lex.in("PLACED", prep) && (slices.Contains(hold, top) || t.rel(top, "obl", "nmod", "advmod", "nmod:npmod", "obl:npmod")):
		return 6
	case direct && f.lex.in("TOWARD", prep) && t.rel(top, "obl", "nmod") && f.moves(ev):
		return 4
	case direct && (slices.Contains(hold, top) || t.rel(top, "obj", "nsubj:pass", "compound", "amod") || t.rel(top, "nmod:poss") && len(f.heads[place{t.at, k}]) == 0 || prep == "of" && t.rel(top, "nmod")):
		return 4
	case f.lex.in("PLACED", prep) && f.sameClause(t, k, ev) && !t.rel(top, "nsubj"):
		return 2
	}
	return 0
}

// moves reports whether an event is a move from or to a place.
func (f *finder) moves(ev *draft) bool {
	switch ev.typ {
	case entente.Consult, entente.Retreat, entente.Mobilize, entente.Aid, entente.Assault, entente.Coerce:
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
	if len(refs) == 0 || !bodily(ev.typ) {
		refs = append(refs[:len(refs):len(refs)], ev.sources.refs...)
	}
	for _, ref := range refs {
		if a := f.a.Cast.Actor(ref); a != nil && a.Country == line.Country {
			return &entente.Place{Name: cmp.Or(line.Name, line.Text), Country: line.Country, Lat: line.Lat, Lon: line.Lon, Span: line.Span}
		}
	}
	return nil
}
