package eval

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/internal/tsv"
)

// Columns of a table of examples: those that every row fills, and those that it may.
var (
	ExamplesMust = []string{"type", "sentence"}
	ExamplesMay  = []string{"source", "target", "status", "published"}
)

// Example is a sentence with what a person wants of it and what the program makes of it.
type Example struct {
	Line     int // of the table
	Sentence string
	Want     string   // "EXTRADITE SRB > HRV happened"; empty sides and status are left out
	Got      []string // every event in the same words, with its status
	Notes    []string // what was seen in the sentence and not coded, with the reason
	Right    bool
}

// none in the column type asks that a sentence be no event of any type of the table.
const none = "-"

// Examples reads each sentence alone, and says whether one of its events has the wanted
// type, sides and status; an empty cell asks nothing. Sides are codes of lands and bodies,
// commas between them. A type "-" wants none of the table's types. What is wrong with a row
// is noted in the table, and then none is read.
func Examples(ctx context.Context, read ReadStory, t *tsv.Table) ([]Example, error) {
	var types []string
	days := map[int]entente.Day{} // by line
	for _, row := range t.All() {
		if name := row.Get("type"); name != none {
			types = append(types, name)
		}
		if text := row.Get("published"); text != "" {
			day, err := entente.ParseDay(text)
			if err != nil {
				row.Fail("published", "%v", err)
			}
			days[row.Line] = day
		}
		if status := entente.Status(row.Get("status")); status != "" && !slices.Contains(entente.Statuses(), status) {
			row.Fail("status", "no status %q: want one of %v", status, entente.Statuses())
		}
	}
	if t.Err() != nil {
		return nil, nil
	}
	var out []Example
	for _, row := range t.All() {
		r, err := read(ctx, Story{ID: fmt.Sprintf("line %d", row.Line), Text: row.Get("sentence"), Published: days[row.Line]})
		if err != nil {
			return nil, fmt.Errorf("eval: %s:%d: %w", t.Name, row.Line, err)
		}
		ex := Example{Line: row.Line, Sentence: row.Get("sentence"), Right: row.Get("type") == none}
		source, target := codes(row.List("source", ",")), codes(row.List("target", ","))
		ex.Want = strings.TrimSpace(row.Get("type") + " " + between(source, target) + " " + row.Get("status"))
		for i := range r.Events {
			ev := &r.Events[i]
			from, to := codesOf(r, ev.Sources), codesOf(r, ev.Targets)
			ex.Got = append(ex.Got, strings.Join(strings.Fields(fmt.Sprintf("%s %s %s", ev.Type, between(from, to), ev.Status)), " "))
			switch {
			case row.Get("type") == none:
				ex.Right = ex.Right && !slices.Contains(types, string(ev.Type))
			case string(ev.Type) == row.Get("type") && (source == "" || source == from) && (target == "" || target == to) && (row.Get("status") == "" || row.Get("status") == string(ev.Status)):
				ex.Right = true
			}
		}
		for _, n := range r.Notes {
			ex.Notes = append(ex.Notes, n.Why)
		}
		out = append(out, ex)
	}
	return out, nil
}

func between(source, target string) string {
	if source == "" && target == "" {
		return ""
	}
	return source + " > " + target
}

// codes puts the codes of a side in order.
func codes(list []string) string {
	slices.Sort(list)
	return strings.Join(slices.Compact(list), ",")
}

// codesOf are the codes that actors go by in a ledger; one without a code is "?".
func codesOf(r *entente.Reading, refs []entente.ActorRef) string {
	var out []string
	for _, ref := range refs {
		code := "?"
		for i := range r.Actors {
			if p := entente.PartyOf(&r.Actors[i]); r.Actors[i].Ref == ref && p.Code != "" {
				code = p.Code
			}
		}
		out = append(out, code)
	}
	return codes(out)
}
