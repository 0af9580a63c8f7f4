package eval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// coded is one event as docs/coding.md writes it, of either side.
type coded struct {
	at               entente.Span // of the trigger, in bytes
	kind, mode       string
	sources, targets []string // "KEN:GOV", "-:REB", "IGO:UN"; sorted
	status           string
	date, place      string // "-" is none
	background       bool
	confidence       float64 // of the program's
}

// told is one claim of either side.
type told struct {
	source, cue, content entente.Span
	speaker, class       string
	stance               string
}

// counted is one figure of either side.
type counted struct {
	at    entente.Span
	value float64
	bound string
}

// codedArticle is all that was coded of one article.
type codedArticle struct {
	events  []coded
	claims  []told
	figures []counted
}

// Articles scores whole records against articles that people have coded by
// docs/coding.md. in holds the articles, one JSON object after another with id, date
// and text, in the form of IEER; gold has a file ID.tsv for each that was coded, and
// articles without one are passed over.
//
// An event of the program and one of gold can be the same if their triggers stand in
// one sentence; of all pairings that with the most fields alike is taken. "whole
// record" is right if type, sources, targets, status and date all are, with an actor
// told by its country, or by its sector if it has none; "with sectors" wants both. The
// other rows of events are over the pairs. Claims are the same if their cues overlap, figures if their spans do.
func Articles(ctx context.Context, read ReadStory, in io.Reader, gold fs.FS) (*Report, error) {
	rep := &Report{Gold: "coded articles"}
	n := tally{types: confusion{}, statuses: confusion{}, missed: causes{}}
	for story, err := range objects[datedStory](in, "coded articles") {
		if err != nil {
			return nil, err
		}
		lines, err := fs.ReadFile(gold, story.ID+".tsv")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, &entente.Error{Op: "eval", Kind: entente.Missing, Input: story.ID, Err: err}
		}
		rep.Cases++
		want, err := readRecord(story.ID, story.Text, string(lines))
		if err != nil {
			return nil, err
		}
		r, err := read(ctx, Story{ID: story.ID, Text: story.Text, Published: story.published()})
		if err != nil {
			return nil, fmt.Errorf("eval: %s: %w", story.ID, err)
		}
		if r.Article.Text != story.Text {
			return nil, &entente.Error{Op: "eval", Kind: entente.Internal, Input: story.ID, Err: errors.New("reading changed the text, so offsets do not compare")}
		}
		rep.Misses = append(rep.Misses, n.add(story.ID, r, recordOf(r), want)...)
	}
	if rep.Cases == 0 {
		return nil, &entente.Error{Op: "eval", Kind: entente.Missing, Input: "coded articles", Err: errors.New("no article has a coded record")}
	}
	rep.Scores = n.scores()
	rep.Tables = []Table{
		n.types.table("types", "Events of gold by row, what was coded in their place by column; the row "+noEvent+" is of what was coded and is not in gold.", typeOrder()),
		n.statuses.table("statuses", "The same of the status, where there is an event on both sides.", statusOrder()),
		n.sure.table("Of the events that were coded, how many have type and both sides right."),
		n.missed.table("misses by cause", "Of gold, what was not got whole; what was seen and given up has the program's own note."),
	}
	return rep, nil
}

// readRecord reads the lines of docs/coding.md, whose offsets count code points of text.
func readRecord(id, text, lines string) (codedArticle, error) {
	byteAt := byteOffsets(text)
	var rec codedArticle
	number := 0
	for line := range strings.Lines(lines) {
		number++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, "\t")
		bad := func(what string) error {
			return &entente.Error{Op: "eval", Kind: entente.Syntax, Input: id + ".tsv", Line: number, Err: errors.New(what)}
		}
		var failed error
		span := func(k int) entente.Span {
			if c[k] == "-" && c[k+1] == "-" {
				return entente.Span{}
			}
			a, err1 := strconv.Atoi(c[k])
			b, err2 := strconv.Atoi(c[k+1])
			if err1 != nil || err2 != nil || a < 0 || a >= b || b >= len(byteAt) {
				failed = bad(fmt.Sprintf("no span of the text: %s to %s", c[k], c[k+1]))
				return entente.Span{}
			}
			return entente.Span{Start: byteAt[a], End: byteAt[b]}
		}
		switch {
		case c[0] == "event" && len(c) == 11:
			rec.events = append(rec.events, coded{at: span(1), kind: c[3], mode: c[4], sources: actors(c[5]), targets: actors(c[6]), status: c[7], date: c[8], place: c[9], background: c[10] == "background"})
		case c[0] == "claim" && len(c) == 10:
			rec.claims = append(rec.claims, told{source: span(1), cue: span(3), content: span(5), speaker: c[7], class: c[8], stance: c[9]})
		case c[0] == "figure" && len(c) == 7:
			value, err := strconv.ParseFloat(c[3], 64)
			if err != nil {
				return rec, bad("no value: " + c[3])
			}
			rec.figures = append(rec.figures, counted{at: span(1), value: value, bound: c[5]})
		default:
			return rec, bad(fmt.Sprintf("a line of %d columns that begins with %q", len(c), c[0]))
		}
		if failed != nil {
			return rec, failed
		}
	}
	return rec, nil
}

func actors(cell string) []string {
	if cell == "-" {
		return nil
	}
	out := strings.Split(cell, ",")
	slices.Sort(out)
	return slices.Compact(out)
}

// recordOf writes a Reading as a person would have coded it.
func recordOf(r *entente.Reading) codedArticle {
	byRef := map[entente.ActorRef]*entente.Actor{}
	for i := range r.Actors {
		byRef[r.Actors[i].Ref] = &r.Actors[i]
	}
	code := func(ref entente.ActorRef) string {
		if a := byRef[ref]; a != nil {
			return actorCode(a.Country, a.Sector, a.Name)
		}
		return "-"
	}
	side := func(refs []entente.ActorRef) []string {
		var out []string
		for _, ref := range refs {
			out = append(out, code(ref))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	var rec codedArticle
	for i := range r.Events {
		e := &r.Events[i]
		c := codedOf(e, side(e.Sources), side(e.Targets))
		rec.events = append(rec.events, c)
		for _, f := range e.Figures {
			if !slices.ContainsFunc(rec.figures, func(o counted) bool { return o.at == f.Span }) {
				rec.figures = append(rec.figures, counted{f.Span, f.Value, string(f.Bound)})
			}
		}
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		t := told{class: string(c.Class), stance: string(c.Stance), speaker: "-", source: hull(c.Source), cue: hull(c.Cue), content: hull(c.Content)}
		if c.Speaker != nil {
			t.speaker = code(*c.Speaker)
		}
		rec.claims = append(rec.claims, t)
	}
	return rec
}

// actorCode is "KEN:GOV", "IGO:UN" or "-:REB".
func actorCode(country string, sector entente.Sector, name string) string {
	part := cmp.Or(string(sector), "UNK")
	if country == "" {
		country = "-"
		if sector == "IGO" {
			country, part = "IGO", name
		}
	}
	return country + ":" + part
}

// codedOf writes an event as a person would have coded it.
func codedOf(e *entente.Event, sources, targets []string) coded {
	c := coded{at: e.Trigger, kind: string(e.Type), mode: "-", sources: sources, targets: targets, status: string(e.Status), date: "-", place: "-", background: e.Background, confidence: e.Confidence}
	if e.Mode != nil {
		c.mode = string(*e.Mode)
	}
	if !e.Date.From.IsZero() && !e.Date.To.IsZero() {
		c.date = e.Date.From.String()
		if e.Date.To != e.Date.From {
			c.date += ".." + e.Date.To.String()
		}
	}
	if e.Place != nil && e.Place.Country != "" {
		c.place = e.Place.Country
	}
	return c
}

// hull is the stretch from the first of the spans to the last.
func hull(spans []entente.Span) entente.Span {
	if len(spans) == 0 {
		return entente.Span{}
	}
	return entente.Span{Start: spans[0].Start, End: spans[len(spans)-1].End}
}

// lands tells actors by country, and by sector where they have none; bodies above
// states are IGO.
func lands(list []string) string {
	var out []string
	for _, a := range list {
		country, _, _ := strings.Cut(a, ":")
		if country == "-" {
			country = a
		}
		out = append(out, country)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ",")
}

// sides tells actors by country and sector.
func sides(list []string) string {
	var out []string
	for _, a := range list {
		if strings.HasPrefix(a, "IGO:") {
			a = "IGO"
		}
		out = append(out, a)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ",")
}

// eventFields are compared over pairs of events, in the order of the report.
var eventFields = []struct {
	name string
	same func(a, b *coded) bool
}{
	{"type", func(a, b *coded) bool { return a.kind == b.kind }},
	{"sources", func(a, b *coded) bool { return lands(a.sources) == lands(b.sources) }},
	{"targets", func(a, b *coded) bool { return lands(a.targets) == lands(b.targets) }},
	{"status", func(a, b *coded) bool { return a.status == b.status }},
	{"date", func(a, b *coded) bool { return a.date == b.date }},
	{"mode", func(a, b *coded) bool { return a.mode == b.mode }},
	{"place", func(a, b *coded) bool { return a.place == b.place }},
	{"news or background", func(a, b *coded) bool { return a.background == b.background }},
	{"sources with sectors", func(a, b *coded) bool { return sides(a.sources) == sides(b.sources) }},
	{"targets with sectors", func(a, b *coded) bool { return sides(a.targets) == sides(b.targets) }},
}

// whole is how many of eventFields, from the first, make the record; the strict
// record wants the two with sectors too.
const whole, sectorFields = 5, 8

// tally adds up over articles.
type tally struct {
	events, claims, figures struct{ found, wanted, right int }
	strict, pairs           int
	fields                  [10]int
	sure                    reliability
	types, statuses         confusion
	missed                  causes
	speakers, classes       int
	stances, bounds         int
}

// pair is an event of the program and one of gold that may be the same.
type pair struct{ mine, gold, alike int }

// add counts one article and returns what was missed, for people.
func (n *tally) add(id string, r *entente.Reading, mine, gold codedArticle) []string {
	sentence := func(at entente.Span) int {
		return slices.IndexFunc(r.Article.Sentences, func(s entente.Span) bool { return s.Start <= at.Start && at.Start < s.End })
	}
	var pairs []pair
	for i := range mine.events {
		for k := range gold.events {
			a, b := &mine.events[i], &gold.events[k]
			if sentence(a.at) != sentence(b.at) {
				continue
			}
			p := pair{i, k, 0}
			right := 0
			for f := range eventFields {
				if eventFields[f].same(a, b) {
					p.alike += 2
					if f < whole {
						right++
					}
				}
			}
			if right == whole {
				p.alike += 100 // a whole record goes before parts of others
			}
			if a.at.Overlaps(b.at) {
				p.alike += 7
			}
			if a.kind == b.kind {
				p.alike += 4
			}
			pairs = append(pairs, p)
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return b.alike - a.alike })
	usedMine, usedGold := map[int]int{}, map[int]bool{}
	var misses []string
	for _, p := range pairs {
		if _, ok := usedMine[p.mine]; ok || usedGold[p.gold] {
			continue
		}
		usedMine[p.mine], usedGold[p.gold] = p.gold, true
		n.pairs++
		n.types.add(gold.events[p.gold].kind, mine.events[p.mine].kind)
		n.statuses.add(gold.events[p.gold].status, mine.events[p.mine].status)
		right, wrong := 0, []string(nil)
		strict := true
		for f := range eventFields {
			same := eventFields[f].same(&mine.events[p.mine], &gold.events[p.gold])
			if same {
				n.fields[f]++
			}
			switch {
			case f < whole && same:
				right++
			case f < whole:
				wrong = append(wrong, eventFields[f].name)
			case f >= sectorFields:
				strict = strict && same
			}
		}
		if right == whole {
			n.events.right++
			if strict {
				n.strict++
			}
			continue
		}
		cause := "wrong " + wrong[0] + " alone"
		if len(wrong) > 1 {
			cause = fmt.Sprintf("wrong in %d fields", len(wrong))
		}
		n.missed[cause]++
		misses = append(misses, fmt.Sprintf("%s: wrong %s: got %s; want %s", id, strings.Join(wrong, ", "), mine.events[p.mine].text(r), gold.events[p.gold].text(r)))
	}
	for i := range mine.events {
		k, ok := usedMine[i]
		if !ok {
			n.types.add(noEvent, mine.events[i].kind)
			misses = append(misses, fmt.Sprintf("%s: too much: %s", id, mine.events[i].text(r)))
		}
		a := &mine.events[i]
		n.sure.add(a.confidence, ok && a.kind == gold.events[k].kind && lands(a.sources) == lands(gold.events[k].sources) && lands(a.targets) == lands(gold.events[k].targets))
	}
	for k := range gold.events {
		if !usedGold[k] {
			n.types.add(gold.events[k].kind, noEvent)
			n.missed[givenUp(r, gold.events[k].at)]++
			misses = append(misses, fmt.Sprintf("%s: missing: %s", id, gold.events[k].text(r)))
		}
	}
	n.events.found += len(mine.events)
	n.events.wanted += len(gold.events)
	n.addClaims(mine.claims, gold.claims)
	n.figures.found += len(mine.figures)
	n.figures.wanted += len(gold.figures)
	for _, g := range gold.figures {
		if k := slices.IndexFunc(mine.figures, func(f counted) bool { return f.at.Overlaps(g.at) && f.value == g.value }); k >= 0 {
			n.figures.right++
			if mine.figures[k].bound == strings.ReplaceAll(g.bound, " ", "-") || mine.figures[k].bound == g.bound {
				n.bounds++
			}
		}
	}
	return misses
}

// givenUp is why the program has no event for a trigger of gold: the reason of its own note
// on that word, told without the frames that it names.
func givenUp(r *entente.Reading, trigger entente.Span) string {
	for _, note := range r.Notes {
		_, reason, ok := strings.Cut(note.Why, " not coded: ")
		if !ok || !note.Span.Overlaps(trigger) {
			continue
		}
		if strings.HasPrefix(reason, "inside ") {
			reason = "inside another event"
		}
		return "given up: " + reason
	}
	return "not seen"
}

func (n *tally) addClaims(mine, gold []told) {
	n.claims.found += len(mine)
	n.claims.wanted += len(gold)
	used := map[int]bool{}
	for _, g := range gold {
		for k, c := range mine {
			if used[k] || !c.cue.Overlaps(g.cue) || !c.content.Overlaps(g.content) {
				continue
			}
			used[k] = true
			n.claims.right++
			if lands([]string{c.speaker}) == lands([]string{g.speaker}) {
				n.speakers++
			}
			if c.class == g.class {
				n.classes++
			}
			if c.stance == g.stance {
				n.stances++
			}
			break
		}
	}
}

func (n *tally) scores() []Score {
	out := []Score{
		F1("whole record F1", n.events.right, n.events.found, n.events.wanted),
		F1("with sectors", n.strict, n.events.found, n.events.wanted),
		F1("events in the right sentence", n.pairs, n.events.found, n.events.wanted),
	}
	for f := range eventFields {
		out = append(out, Ratio("of these, "+eventFields[f].name, n.fields[f], n.pairs))
	}
	return append(out,
		F1("claims", n.claims.right, n.claims.found, n.claims.wanted),
		Ratio("of these, speaker", n.speakers, n.claims.right), Ratio("of these, class", n.classes, n.claims.right), Ratio("of these, stance", n.stances, n.claims.right),
		F1("figures of events", n.figures.right, n.figures.found, n.figures.wanted), Ratio("of these, bound", n.bounds, n.figures.right))
}

// text shows an event in one line, with its trigger.
func (c *coded) text(r *entente.Reading) string {
	background := ""
	if c.background {
		background = " background"
	}
	return fmt.Sprintf("%q %s(%s) %s > %s %s %s at %s%s", c.at.In(r.Article.Text), c.kind, c.mode, strings.Join(c.sources, ","), strings.Join(c.targets, ","), c.status, c.date, c.place, background)
}
