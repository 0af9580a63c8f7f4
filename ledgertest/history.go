package ledgertest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"entente"
)

func asOf(t *testing.T, open Open) {
	rng := rand.New(rand.NewPCG(3, 9))
	c := newClock()
	led := open(t, c.now)
	type snapshot struct {
		at     time.Time
		list   []entente.Happening
		series map[string]entente.Tallies
	}
	var taken []snapshot
	all := Stories(rng, 20)
	for i, s := range all {
		add(t, led, s)
		switch {
		case i%5 == 3: // a later reading
			s.Version = "2"
			s.Rows = s.Rows[:1]
			add(t, led, s)
		case i%5 == 4: // a correction
			list := happenings(t, led, entente.Filter{})
			row := list[rng.IntN(len(list))].ID
			if _, err := led.Correct(context.Background(), entente.Correction{Row: row, Who: "test", Reject: true}); err != nil {
				t.Fatal(err)
			}
		}
		taken = append(taken, snapshot{c.at, happenings(t, led, entente.Filter{Everyone: true}), series(t, led, time.Time{})})
	}
	for i, s := range taken {
		got := happenings(t, led, entente.Filter{AsOf: s.at, Everyone: true})
		if !sameList(got, s.list) {
			t.Errorf("step %d: as of then %d happenings, %d stood then", i, len(got), len(s.list))
		}
		if got := series(t, led, s.at); !reflect.DeepEqual(got, s.series) {
			t.Errorf("step %d: the series as of then: %s", i, differ(s.series, got))
		}
		for _, h := range got {
			if h.Known.After(s.at) {
				t.Errorf("step %d: saw %s, known only later", i, h.ID)
			}
		}
	}
}

func sameList(a, b []entente.Happening) bool {
	return slices.EqualFunc(a, b, func(x, y entente.Happening) bool {
		x.All, y.All = nil, nil
		return reflect.DeepEqual(x, y)
	})
}

func recoded(t *testing.T, open Open) {
	led := open(t, newClock().now)
	rng := rand.New(rand.NewPCG(4, 4))
	s := Story{Publisher: "Wire", Published: "2019-02-27", Tail: filler(rng), Rows: []Row{
		{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9},
		{Source: "USA", Target: "CHN", Type: entente.Accuse, Day: "2019-02-26", Goldstein: -2}}}
	add(t, led, s)
	first := happenings(t, led, entente.Filter{A: "IND"})[0].Happening
	next := s
	next.Version = "2"
	next.Rows = slices.Clone(s.Rows)
	next.Rows[0].Goldstein = -10
	next.Rows[1].Status = entente.Denied
	add(t, led, next)
	list := happenings(t, led, entente.Filter{})
	if len(list) != 2 {
		t.Fatalf("%d happenings after recoding, want 2", len(list))
	}
	again := happenings(t, led, entente.Filter{A: "IND"})[0]
	if again.Happening != first || *again.Goldstein != -10 || again.Reports != 1 {
		t.Errorf("recoded: %s of %s, %v; want the same event with the new value", again.ID, again.Happening, *again.Goldstein)
	}
	if got := tallies(t, led, entente.Filter{A: "USA", B: "CHN"}); len(got.Pair) != 0 {
		t.Errorf("what the new reading denies still counts: %+v", got.Pair)
	}
	if got := tallies(t, led, entente.Filter{A: "IND", B: "PAK"}); len(got.There) != 1 || got.There[0].Sum != -10 {
		t.Errorf("the series has %+v, want -10 once", got.There)
	}
}

func corrected(t *testing.T, open Open) {
	ctx := context.Background()
	led := open(t, newClock().now)
	add(t, led, Story{Publisher: "Wire", Published: "2019-02-27", Rows: []Row{{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9}}})
	start := series(t, led, time.Time{})
	row := happenings(t, led, entente.Filter{})[0].ID
	correct := func(c entente.Correction) entente.ReportID {
		t.Helper()
		c.Who = "editor"
		id, err := led.Correct(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	kind, scale := entente.Coerce, -4.0
	mended := correct(entente.Correction{Row: row, Why: "no shot was fired", Mend: &entente.Mend{Type: &kind, Goldstein: &scale, Targets: []entente.Party{{Code: "CHN", Name: "China"}}}})
	if got := tallies(t, led, entente.Filter{A: "IND", B: "CHN"}); len(got.There) != 1 || got.There[0].Sum != -4 {
		t.Errorf("after mending the series is %+v", got)
	}
	if got := tallies(t, led, entente.Filter{A: "IND", B: "PAK"}); len(got.Pair) != 0 {
		t.Errorf("the old pair still has %+v", got.Pair)
	}
	if _, err := led.Correct(ctx, entente.Correction{Row: row, Who: "late", Reject: true}); entente.KindOf(err) != entente.Refused {
		t.Errorf("correcting a row that was replaced: %v, want Refused", err)
	}
	rejected := correct(entente.Correction{Row: mended, Reject: true})
	if list := happenings(t, led, entente.Filter{}); len(list) != 0 {
		t.Errorf("a rejected row still stands: %+v", list)
	}
	back := correct(entente.Correction{Row: rejected, Undo: true})
	if got := tallies(t, led, entente.Filter{A: "IND", B: "CHN"}); len(got.There) != 1 {
		t.Errorf("undoing the rejection gave %+v", got)
	}
	back = correct(entente.Correction{Row: back, Undo: true})
	if got := series(t, led, time.Time{}); !reflect.DeepEqual(got, start) {
		t.Errorf("undoing all: %s", differ(start, got))
	}
	if _, err := led.Correct(ctx, entente.Correction{Row: back, Who: "editor", Undo: true}); entente.KindOf(err) != entente.Missing {
		t.Errorf("undoing once more: %v, want Missing", err)
	}
	if list, err := led.History(ctx, back); err != nil || len(list) != 4 || list[0].Why != "no shot was fired" || list[0].Mend == nil || *list[0].Mend.Type != kind {
		t.Errorf("History = %+v, %v, want the four corrections", list, err)
	}
	list, err := led.History(ctx, mended)
	if err != nil || len(list) != 1 {
		t.Fatalf("History(%s) = %+v, %v, want one correction", mended, list, err)
	}
	for id, at := range map[entente.ReportID]time.Time{row: list[0].When.Add(-time.Millisecond), mended: list[0].When} {
		if h, err := led.Happening(ctx, id, at); err != nil || h.All[0].ID != id {
			t.Errorf("as of %s: %+v, %v, want %s, which a correction parts from the other at its moment", at, h.All, err, id)
		}
	}
}

func rowsOf(t *testing.T, open Open) {
	ctx := context.Background()
	c := newClock()
	led := open(t, c.now)
	s := Story{Publisher: "Wire", Published: "2019-02-27", Rows: []Row{
		{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9},
		{Source: "USA", Target: "CHN", Type: entente.Accuse, Day: "2019-02-26", Goldstein: -2},
		{Source: "RUS", Target: "CHN", Type: entente.Aid, Day: "2019-02-26", Goldstein: 7}}}
	art := s.Article()
	if _, err := led.Receive(ctx, art, entente.Input{Name: "pasted"}); err != nil {
		t.Fatal(err)
	}
	add(t, led, s, Story{Publisher: "Other", Rows: []Row{{Source: "FRA", Target: "DEU", Type: entente.Consult, Day: "2019-02-26"}}})
	if got, err := led.Totals(ctx); err != nil || got.Unread != 0 {
		t.Errorf("Totals = %+v, %v: an article whose reading was appended is still unread", got, err)
	}
	rows := func(asOf time.Time) []entente.Row {
		t.Helper()
		got, err := led.Rows(ctx, string(art.ID), asOf)
		if err != nil || len(got) != 3 {
			t.Fatalf("Rows = %d rows, %v, want the 3 of the article", len(got), err)
		}
		return got
	}
	before, then := rows(time.Time{}), c.now()
	for i, r := range before {
		if want := entente.EventID(fmt.Sprintf("e%d", i+1)); r.ID.Event() != want || r.ID.Article() != string(art.ID)[7:23] || r.Rejected {
			t.Errorf("row %d is %s of %s, rejected %v; want %s in the order of the text", i, r.ID, r.ID.Article(), r.Rejected, want)
		}
	}
	kind, quad, cameo, none := entente.Coerce, entente.MaterialConflict, "170", entente.Mode("")
	c.now()
	for _, fix := range []entente.Correction{
		{Row: before[0].ID, Mend: &entente.Mend{Type: &kind, Quad: &quad, CAMEO: &cameo, Mode: &none}},
		{Row: before[1].ID, Reject: true},
	} {
		fix.Who = "editor"
		if _, err := led.Correct(ctx, fix); err != nil {
			t.Fatal(err)
		}
	}
	after := rows(time.Time{})
	if r := after[0]; r.ID == before[0].ID || r.ID.First() != before[0].ID || r.Type != kind || r.Quad != quad || r.CAMEO != cameo || r.Mode != nil {
		t.Errorf("the mended row is %s %s %s %s %v", r.ID, r.Type, r.Quad, r.CAMEO, r.Mode)
	}
	if r := after[1]; !r.Rejected || r.ID.First() != before[1].ID {
		t.Errorf("the rejected row is %s, rejected %v", r.ID, r.Rejected)
	}
	if got := rows(then); got[0].ID != before[0].ID || got[1].Rejected {
		t.Errorf("as of before the corrections: %s, rejected %v", got[0].ID, got[1].Rejected)
	}
	if _, err := led.Rows(ctx, "0123456789abcdef", time.Time{}); entente.KindOf(err) != entente.Missing {
		t.Errorf("Rows of an article that is not there: %v, want Missing", err)
	}
}

func carried(t *testing.T, open Open) {
	ctx := context.Background()
	led := open(t, newClock().now)
	s := Story{Publisher: "Wire", Published: "2019-02-27", Tail: filler(rand.New(rand.NewPCG(12, 12))), Rows: []Row{
		{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9},
		{Source: "USA", Target: "CHN", Type: entente.Accuse, Day: "2019-02-26", Goldstein: -2},
		{Source: "RUS", Target: "CHN", Type: entente.Aid, Day: "2019-02-26", Goldstein: 7}}}
	add(t, led, s)
	row := func(a, b string) entente.ReportID { return happenings(t, led, entente.Filter{A: a, B: b})[0].ID }
	scale, more := -1.0, 8.0
	for _, c := range []entente.Correction{
		{Row: row("IND", "PAK"), Why: "a skirmish", Mend: &entente.Mend{Goldstein: &scale}},
		{Row: row("USA", "CHN"), Why: "said of another", Reject: true},
		{Row: row("RUS", "CHN"), Mend: &entente.Mend{Goldstein: &more}},
	} {
		c.Who = "editor"
		if _, err := led.Correct(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	want := series(t, led, time.Time{})
	s.Version = "2"
	s.Rows = s.Rows[:2] // the third row is passed over by the new coder
	// The text is the same: what the new coder passes over stands in the tail.
	s.Tail = "RUS did aid to CHN on 2019-02-26.\n" + s.Tail
	add(t, led, s)
	if got := series(t, led, time.Time{}); !reflect.DeepEqual(got, want) {
		t.Errorf("after a later reading: %s", differ(want, got))
	}
	mended := row("IND", "PAK")
	list, err := led.History(ctx, mended)
	if err != nil || len(list) != 1 || list[0].Who != "editor" {
		t.Errorf("History(%s) = %+v, %v, want the editor's correction", mended, list, err)
	}
	if got, err := led.Totals(ctx); err != nil || got.Articles != 1 {
		t.Errorf("Totals = %+v, %v, want one article", got, err)
	}
}
