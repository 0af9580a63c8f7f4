package eval

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"entente"
)

// Read makes a Reading of a bare text.
type Read func(ctx context.Context, id, text string) (*entente.Reading, error)

// role is one side of a gold record: the words that name it, and their code.
type role struct {
	Text string `json:"actorText"`
	Code string `json:"code"`
}

// record is one gold event.
type record struct {
	id, text         string
	acceptable       []string
	sources, targets []role
}

// GSR scores readings against PLOVER gold standard records.
func GSR(ctx context.Context, read Read, r io.Reader) (*Report, error) {
	var gold []struct {
		ID         string   `json:"id"`
		Text       string   `json:"text"`
		Acceptable []string `json:"acceptable"`
		Source     []role   `json:"source"`
		Target     []role   `json:"target"`
	}
	if err := json.NewDecoder(r).Decode(&gold); err != nil {
		return nil, err
	}
	var records []record
	for _, g := range gold {
		records = append(records, record{g.ID, g.Text, g.Acceptable, g.Source, g.Target})
	}
	return score(ctx, read, "PLOVER gold standard records", records)
}

// Sentences scores readings against sentences with a marked source and target.
func Sentences(ctx context.Context, read Read, r io.Reader) (*Report, error) {
	var records []record
	for dec := json.NewDecoder(r); ; {
		var g struct {
			ID, Text, Source, Target string
			Acceptable               []string
		}
		if err := dec.Decode(&g); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		records = append(records, record{g.ID, g.Text, g.Acceptable, []role{{Text: g.Source}}, []role{{Text: g.Target}}})
	}
	return score(ctx, read, "marked sentences", records)
}

func score(ctx context.Context, read Read, name string, records []record) (*Report, error) {
	rep := &Report{Gold: name, Cases: len(records)}
	var types, sources, targets, dyads, whole, found, right int
	confused, sure, missed := confusion{}, reliability{}, causes{}
	for _, g := range records {
		r, err := read(ctx, g.id, g.text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.id, err)
		}
		var t, s, tg, d, w bool
		var seen []string
		coded, best := noEvent, -1 // the type of the event that is most like the record
		for i := range r.Events {
			ev := &r.Events[i]
			et := contains(g.acceptable, string(ev.Type))
			es, eg := matches(r, ev.Sources, g.sources), matches(r, ev.Targets, g.targets)
			t, s, tg, d, w = t || et, s || es, tg || eg, d || es && eg, w || et && es && eg
			found++
			if et && es && eg {
				right++
			}
			if es && eg {
				sure.add(ev.Confidence, et)
			}
			alike := 0
			for _, ok := range []bool{es && eg, es && eg, et, es || eg} {
				if ok {
					alike++
				}
			}
			if alike > best {
				coded, best = string(ev.Type), alike
			}
			seen = append(seen, fmt.Sprintf("%s %s>%s", ev.Type, names(r, ev.Sources), names(r, ev.Targets)))
		}
		for _, c := range []struct {
			ok bool
			n  *int
		}{{t, &types}, {s, &sources}, {tg, &targets}, {d, &dyads}, {w, &whole}} {
			if c.ok {
				*c.n++
			}
		}
		if contains(g.acceptable, coded) {
			coded = g.acceptable[0] // as good as that
		}
		confused.add(g.acceptable[0], coded)
		if !w {
			missed[cause(len(r.Events), t, s, tg, d)]++
			rep.Misses = append(rep.Misses, fmt.Sprintf("%s want %v %s>%s got %s\n        %s", g.id, g.acceptable, texts(g.sources), texts(g.targets), strings.Join(seen, "; "), g.text))
		}
	}
	n := len(records)
	rep.Scores = []Score{Ratio("type", types, n), Ratio("source", sources, n), Ratio("target", targets, n), Ratio("dyad", dyads, n),
		Ratio("whole record", whole, n), Ratio("precision of whole records", right, found)}
	rep.Tables = []Table{
		confused.table("types", "Records by the first of their acceptable types, what was coded by column: of several events the one that is most like the record; another acceptable type counts as the first.", typeOrder()),
		sure.table("Of the events that have both sides right, how many have an acceptable type."),
		missed.table("misses by cause", ""),
	}
	return rep, nil
}

// cause says what a record that was not got whole failed by: t, s, tg and d are whether
// some event has its type, its source, its target, and both sides.
func cause(events int, t, s, tg, d bool) string {
	switch {
	case events == 0:
		return "no event at all"
	case d && !t:
		return "both sides right, another type"
	case d:
		return "type and sides right, in different events"
	case s && tg:
		return "each side right, in different events"
	case s:
		return "another target or none"
	case tg:
		return "another source or none"
	}
	return "neither side right"
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func texts(roles []role) string {
	var out []string
	for _, r := range roles {
		out = append(out, r.Text)
	}
	return strings.Join(out, "+")
}

func names(r *entente.Reading, refs []entente.ActorRef) string {
	var out []string
	for _, ref := range refs {
		for i := range r.Actors {
			if r.Actors[i].Ref == ref {
				out = append(out, r.Actors[i].Name)
			}
		}
	}
	return strings.Join(out, "+")
}

// matches reports whether one of refs is one of the gold roles: a mention
// overlaps the role's words, or the country opens the role's code. A gold role
// of nobody is matched by nobody.
func matches(r *entente.Reading, refs []entente.ActorRef, roles []role) bool {
	if len(roles) == 0 {
		return true
	}
	for _, role := range roles {
		at := strings.Index(r.Article.Text, role.Text)
		span := entente.Span{Start: at, End: at + len(role.Text)}
		for _, ref := range refs {
			for i := range r.Actors {
				a := &r.Actors[i]
				if a.Ref != ref {
					continue
				}
				if a.Country != "" && strings.HasPrefix(role.Code, a.Country) {
					return true
				}
				for _, m := range a.Mentions {
					if at >= 0 && role.Text != "" && m.Span.Overlaps(span) {
						return true
					}
				}
			}
		}
	}
	return false
}
