package code

import (
	"fmt"
	"slices"
	"strings"

	"entente"
)

// why tells how an event came about, a line a step: the frame that coded it and those
// that lost, the words that fill its sides, what its status, date and place rest on,
// and what its confidence is made of.
func (r *reading) why(d *draft, ev *entente.Event) []string {
	t := d.t
	var out []string
	line := func(head, format string, args ...any) {
		out = append(out, fmt.Sprintf("%-10s ", head)+fmt.Sprintf(format, args...))
	}
	word := func(tok int) string { return fmt.Sprintf("“%s”", t.tok(tok).Form) }
	how := "verb"
	switch {
	case t.noun(d.m.tok) && d.m.light >= 0:
		how = "noun, carried by " + word(d.m.light)
	case t.noun(d.m.tok):
		how = "noun"
	case !t.verb(d.m.tok):
		how = "adjective"
	}
	line("trigger", "%s, %s, lemma %q", word(d.m.tok), how, t.lemma(d.m.tok))
	line("frame", "%s says %s", d.m.row.id, sayRow(d.m.row))
	if d.rule != d.m.row.id {
		line("", "then %s", d.rule)
	}
	if d.typ != d.m.row.typ {
		line("", "turned into %s by the words around it", d.typ)
	}
	for _, m := range r.lex.candidates(t, d.m.tok) {
		switch {
		case m.row == d.m.row:
		case d.m.row.own && !m.row.own:
			line("lost", "%s (%s): a row of your own goes before it", m.row.id, sayRow(m.row))
		default:
			line("lost", "%s (%s): fewer of its words are there", m.row.id, sayRow(m.row))
		}
	}
	side := func(head string, f filled) {
		if f.empty() {
			line(head, "nobody was found in the slots of the frame")
			return
		}
		var names []string
		for _, ref := range f.refs {
			if a := r.a.Cast.Actor(ref); a != nil {
				names = append(names, a.Name+heard(a, t.at))
			}
		}
		text := strings.Join(names, ", ")
		switch f.slot {
		case "":
		case judgeSlot:
			text += ", the learned judge's choice, for no slot was filled"
		default:
			text += ", slot " + f.slot
		}
		if f.tok >= 0 {
			text += ", at " + word(f.tok)
		}
		switch {
		case f.far >= 3:
			text += ", as a last resort"
		case f.far > 0:
			text += ", inside the phrase"
		}
		line(head, "%s", text)
	}
	side("source", d.sources)
	side("target", d.targets)
	status := string(ev.Status)
	if d.mood.why != "" {
		status += ": " + d.mood.why
	}
	if d.mood.negated {
		status += ", negated"
	}
	line("status", "%s", status)
	switch {
	case ev.Date.From.IsZero() && ev.Date.To.IsZero():
		line("date", "none: no date hangs on it, and it is not told as the news of the day")
	case ev.Date.Basis == entente.BasisPublished || ev.Date.Basis == entente.BasisDateline:
		line("date", "%s, the day of the report: told as news, no date hangs on it", ev.Date.From)
	default:
		line("date", "%s to %s, %s, from “%s”", ev.Date.From, ev.Date.To, ev.Date.Basis, ev.Date.Span.In(r.a.Article.Text))
	}
	if p := ev.Place; p != nil {
		line("place", "%s, from “%s” [%d:%d]", p.Name, p.Span.In(r.a.Article.Text), p.Span.Start, p.Span.End)
	}
	for _, id := range ev.Attribution {
		c := claimByID(r.a.Claims, id)
		line("word", "%s, %s, %s", id, c.Class, c.Stance)
	}
	for _, toll := range d.tolls {
		line("toll", "“%s” counts its dead or hurt", toll.t.tok(toll.m.tok).Form)
	}
	line("confidence", "%.2f", ev.Confidence)
	for _, step := range doubts(d) {
		line("", "less %.2f: %s", float64(step.points)/100, step.reason)
	}
	for _, l := range r.lost[t.at] {
		line("given up", "%s by %s: %s", word(l.m.tok), l.rule, l.dead)
	}
	return out
}

// heard says how the first mention of an actor in a sentence was resolved.
func heard(a *entente.Actor, sentence int) string {
	k := slices.IndexFunc(a.Mentions, func(m entente.Mention) bool { return m.Sentence == sentence })
	if k < 0 {
		return ""
	}
	return fmt.Sprintf(" (“%s” by %s)", a.Mentions[k].Text, a.Mentions[k].How)
}

// sayRow is a row's outcome in short.
func sayRow(row *row) string {
	text := string(row.typ)
	if row.mode != "" {
		text += " " + string(row.mode)
	}
	return text
}
