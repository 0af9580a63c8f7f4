package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"entente"
	"entente/page"
)

// TestReading reads the small articles of testdata/reading, one a file, through the
// whole program, and looks for what their last part wants. testdata/reading/README.md
// says how a case is written.
func TestReading(t *testing.T) {
	var m Main
	m.Getenv = func(string) string { return "" }
	own, err := m.custom(m.command(), nil)
	if err != nil {
		t.Fatal(err)
	}
	sys, err := m.wire(1, own)
	if err != nil {
		t.Fatal(err)
	}
	schema := recordSchema(t)
	files, err := filepath.Glob("testdata/reading/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(file, "testdata/reading/"), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, rest, ok := strings.Cut(string(text), "\n-- article --\n")
			article, want, ok2 := strings.Cut(rest, "\n-- want --\n")
			if !ok || !ok2 {
				t.Fatal("a reason, an article and what is wanted should be there")
			}
			head, body, ok := strings.Cut(article, "\n")
			day, err := entente.ParseDay(head)
			if !ok || err != nil {
				t.Fatalf("the article starts with its day: %q, %v", head, err)
			}
			art, err := page.FromFields(strings.TrimSpace(body), "", "", "", day)
			if err != nil {
				t.Fatal(err)
			}
			r, err := sys.pipeline.Read(t.Context(), "", art)
			if err != nil {
				t.Fatal(err)
			}
			if err := conforms(schema, r); err != nil {
				t.Error(err)
			}
			for line := range strings.Lines(want) {
				if line = strings.TrimSpace(line); line != "" {
					if err := holds(r, line); err != nil {
						t.Errorf("%s: %v\n%s", line, err, shown(r))
					}
				}
			}
		})
	}
}

// holds checks one line of what is wanted.
func holds(r *entente.Reading, line string) error {
	words := strings.Fields(line)
	switch words[0] {
	case "none":
		if len(r.Events) > 0 {
			return fmt.Errorf("%d events", len(r.Events))
		}
		return nil
	case "not":
		for i := range r.Events {
			if e := told(r, &r.Events[i]); matchesLine(e, words[1:]) {
				return fmt.Errorf("there is %s", e)
			}
		}
		return nil
	case "disputes":
		if n, err := strconv.Atoi(words[1]); err != nil || len(r.Disputes) != n {
			return fmt.Errorf("%d disputes", len(r.Disputes))
		}
		return nil
	case "tie":
		return tied(r, words[1], words[2], words[3])
	case "place":
		return placed(r, words[1:])
	case "said":
		return said(r, words[1], words[2])
	}
	for i := range r.Events {
		if matchesLine(told(r, &r.Events[i]), words) {
			return nil
		}
	}
	return fmt.Errorf("not found")
}

// tied looks for what the article tells of the tie of two lands, in the order of their codes:
// its direction, or "-" for nothing.
func tied(r *entente.Reading, a, b, direction string) error {
	got := "-"
	for _, rel := range r.Relations {
		if rel.Pair == [2]string{a, b} {
			got = string(rel.Direction)
		}
	}
	if got != direction {
		return fmt.Errorf("it is %s", got)
	}
	return nil
}

// said looks for a statement of a speaker, "Name_of_it", with the lemma of its cue.
func said(r *entente.Reading, name, cue string) error {
	for i := range r.Claims {
		c := &r.Claims[i]
		if c.CueLemma != cue || c.Speaker == nil {
			continue
		}
		for k := range r.Actors {
			if r.Actors[k].Ref == *c.Speaker && strings.ReplaceAll(r.Actors[k].Name, " ", "_") == name {
				return nil
			}
		}
	}
	return errors.New("nobody of that name says so")
}

// told writes an event as the wanted lines do, with all that they may ask for.
func told(r *entente.Reading, e *entente.Event) string {
	side := func(refs []entente.ActorRef) string {
		var out []string
		for _, ref := range refs {
			for i := range r.Actors {
				if a := &r.Actors[i]; a.Ref == ref {
					code := a.Country
					if code == "" {
						code = strings.TrimPrefix(a.Entity, "org:")
					}
					if code == "" {
						code = "-"
					}
					if a.Sector != "" {
						code += ":" + string(a.Sector)
					}
					if !slices.Contains(out, code) {
						out = append(out, code)
					}
				}
			}
		}
		slices.Sort(out)
		if len(out) == 0 {
			return "-"
		}
		return strings.Join(out, ",")
	}
	line := fmt.Sprintf("%s %s > %s %s", e.Type, side(e.Sources), side(e.Targets), e.Status)
	if e.Negated {
		line += " negated"
	}
	if e.Background {
		line += " background"
	}
	if e.Mode != nil {
		line += " mode=" + string(*e.Mode)
	}
	if e.Stage != "" {
		line += " stage=" + e.Stage
	}
	if !e.Date.From.IsZero() || !e.Date.To.IsZero() {
		line += " date=" + e.Date.From.String()
		if e.Date.To != e.Date.From {
			line += ".." + e.Date.To.String()
		}
	}
	if e.Place != nil {
		line += " at=" + strings.ReplaceAll(e.Place.Name, " ", "_")
	}
	if len(e.Figures) > 0 {
		line += fmt.Sprintf(" figures=%d", len(e.Figures))
	}
	return line
}

// matchesLine reports whether an event has all that a line asks for. An actor that is
// asked for without a sector may have any, "*" is anybody, and a type may be one of
// several, "AID|SUPPORT"; so may a status.
func matchesLine(have string, want []string) bool {
	got := strings.Fields(have)
	for i, w := range want {
		switch {
		case i < 4, i == 4 && !strings.Contains(w, "=") && w != "negated" && w != "background":
			if i >= len(got) || !oneOf(w, got[i]) {
				return false
			}
		case !slices.Contains(got[4:], w):
			return false
		}
	}
	return len(want) < 4 || slices.Contains(want, "negated") == slices.Contains(got[4:], "negated")
}

func oneOf(want, have string) bool {
	for _, w := range strings.Split(want, "|") {
		if w == "*" || sameSide(w, have) {
			return true
		}
	}
	return false
}

// sameSide compares lists of actors, whatever their order.
func sameSide(want, have string) bool {
	ws, hs := strings.Split(want, ","), strings.Split(have, ",")
	slices.Sort(ws)
	if len(ws) != len(hs) {
		return false
	}
	for i := range ws {
		code, _, _ := strings.Cut(hs[i], ":")
		if ws[i] != hs[i] && ws[i] != code {
			return false
		}
	}
	return true
}

// placed looks for an event at a place: "Name_of_it CODE [north east]", with up to half
// a degree between the numbers. "-" is no place at any event.
func placed(r *entente.Reading, words []string) error {
	for i := range r.Events {
		p := r.Events[i].Place
		if p == nil {
			continue
		}
		if words[0] == "-" {
			return fmt.Errorf("at %s", p.Name)
		}
		if strings.ReplaceAll(p.Name, " ", "_") != words[0] || len(words) > 1 && words[1] != p.Country && words[1] != "-" {
			continue
		}
		if len(words) < 4 {
			return nil
		}
		north, err := strconv.ParseFloat(words[2], 64)
		if err != nil {
			return err
		}
		east, err := strconv.ParseFloat(words[3], 64)
		if err != nil {
			return err
		}
		if p.Lat != nil && math.Abs(*p.Lat-north) < 0.5 && math.Abs(*p.Lon-east) < 0.5 {
			return nil
		}
	}
	if words[0] == "-" {
		return nil
	}
	return fmt.Errorf("no event there")
}

// shown lists the events of a reading, for a failed case.
func shown(r *entente.Reading) string {
	var b strings.Builder
	for i := range r.Events {
		e := &r.Events[i]
		fmt.Fprintf(&b, "  %s  (%s, %q)\n", told(r, e), e.Rule, e.Trigger.In(r.Article.Text))
		if e.Place != nil && e.Place.Lat != nil {
			fmt.Fprintf(&b, "    %s %s %s %.2f %.2f\n", e.Place.Name, e.Place.Region, e.Place.Country, *e.Place.Lat, *e.Place.Lon)
		}
	}
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "  note %q %s\n", n.Span.In(r.Article.Text), n.Why)
	}
	fmt.Fprintf(&b, "  %d disputes, text %q", len(r.Disputes), r.Article.Text)
	return b.String()
}

// TestReadingCases holds the number of cases to what is promised of each kind.
func TestReadingCases(t *testing.T) {
	dirs, err := os.ReadDir("testdata/reading")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range dirs {
		if !dir.IsDir() {
			continue
		}
		files, err := filepath.Glob(filepath.Join("testdata/reading", dir.Name(), "*.txtar"))
		if err != nil || len(files) == 0 {
			t.Errorf("%s: no cases, %v", dir.Name(), err)
		}
		t.Logf("%s: %d cases", dir.Name(), len(files))
	}
}
