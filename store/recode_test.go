package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"entente"
	"entente/ledgertest"
	"entente/sqlite"
)

// TestRecode: only what another coder read is read again, once, and the new readings stand.
func TestRecode(t *testing.T) {
	ctx := context.Background()
	led, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "ledger.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer led.Close()
	stories := map[entente.ArticleID]ledgertest.Story{}
	for i := range 3 {
		s := ledgertest.Story{Publisher: "Wire", Published: "2020-02-03", Version: fmt.Sprint(1 + i/2), Tail: fmt.Sprintf("Story %d.", i),
			Rows: []ledgertest.Row{{Source: "RUS", Target: "PAK", Type: entente.Aid, Goldstein: 7, Day: fmt.Sprintf("2020-0%d-11", i+1)}}}
		if _, err := led.Append(ctx, s.Reading()); err != nil {
			t.Fatal(err)
		}
		stories[s.Article().ID] = s
	}
	waiting := ledgertest.Story{Publisher: "Wire", Tail: "Not read yet.", Rows: []ledgertest.Row{{Source: "RUS", Target: "IND", Type: entente.Aid, Goldstein: 7, Day: "2020-02-09"}}}
	stories[waiting.Article().ID] = waiting
	if _, err := led.Receive(ctx, waiting.Article(), entente.Input{}); err != nil {
		t.Fatal(err)
	}
	by := entente.Coder{Version: "2", Ontology: "PLOVER-2021", Model: "0"}
	for _, want := range []int{2, 0} { // the second time both are waiting
		if n, err := led.Recode(ctx, by); err != nil || n != want {
			t.Fatalf("Recode = %d, %v; want %d", n, err, want)
		}
	}
	read := 0
	err = led.Work(ctx, func(_ context.Context, art *entente.Article) (*entente.Reading, error) {
		read++
		s := stories[art.ID]
		s.Version = "2"
		for i := range s.Rows {
			s.Rows[i].Goldstein = 3 // what other rules make of it
		}
		return s.Reading(), nil
	}, entente.WorkOptions{})
	if err != nil || read != 3 {
		t.Fatalf("Work read %d articles, %v; want the two of Recode and the one that waited", read, err)
	}
	got, err := led.Tallies(ctx, entente.Filter{A: "RUS", B: "PAK"})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, day := range got.There {
		sum += day.Sum
	}
	if len(got.There) != 3 || sum != 3+3+7 { // version 2 had read the third before
		t.Errorf("%d days with a sum of %g; want 3 and 13", len(got.There), sum)
	}
	if got, err := led.Coders(ctx); err != nil || len(got) != 1 || got[0].Coder != by || got[0].Articles != 4 {
		t.Errorf("Coders = %+v, %v; want all four by %v", got, err, by)
	}
	if n, err := led.Recode(ctx, by); err != nil || n != 0 {
		t.Errorf("Recode once more = %d, %v; want none", n, err)
	}
	if list, _, err := led.Happenings(ctx, entente.Filter{AsOf: time.Unix(0, 0)}); err != nil || len(list) != 0 {
		t.Errorf("before anything was known there are %d happenings, %v", len(list), err)
	}
}
