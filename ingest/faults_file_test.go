package ingest_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"reflect"
	"testing"

	"entente"
	"entente/sqlite"
)

// cutFile cuts the ledger's file at any byte.
func cutFile(t *testing.T, r *round) string {
	ledger := r.copied(t)
	if err := os.Truncate(ledger, r.rng.Int64N(r.size)); err != nil {
		t.Fatal(err)
	}
	return r.harmed(t, ledger)
}

// flippedBytes changes one byte or several of the ledger's file.
func flippedBytes(t *testing.T, r *round) string {
	ledger := r.copied(t)
	whole, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	for range 1 + r.rng.IntN(4) {
		at := r.rng.IntN(len(whole))
		if r.rng.IntN(4) == 0 {
			at = r.rng.IntN(100) // the header
		}
		whole[at] ^= byte(1 + r.rng.IntN(255))
	}
	if err := os.WriteFile(ledger, whole, 0o644); err != nil {
		t.Fatal(err)
	}
	return r.harmed(t, ledger)
}

// harmed looks at a damaged file: it is refused, or Check says what is wrong, or nothing
// that can be asked has changed. In no case is it written to.
func (r *round) harmed(t *testing.T, ledger string) string {
	before, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	end := r.looked(t, ledger, true)
	if after, err := os.ReadFile(ledger); err != nil || !bytes.Equal(before, after) {
		t.Errorf("it was written to: %v", err)
	}
	// To be opened for writing it must be sound as far as the program can see at once; what
	// comes of that is looked at, and not promised to be nothing.
	led, err := sqlite.Open(t.Context(), ledger, sqlite.Options{})
	if err != nil {
		if after, err := os.ReadFile(ledger); err != nil || !bytes.Equal(before, after) {
			t.Errorf("it was refused and yet written to: %v", err)
		}
		return end
	}
	if err := led.Close(); err != nil && entente.KindOf(err) == entente.Internal {
		t.Error(err)
	}
	return end
}

// looked asks a ledger everything.
func (r *round) looked(t *testing.T, ledger string, readOnly bool) string {
	led, err := sqlite.Open(t.Context(), ledger, sqlite.Options{ReadOnly: readOnly})
	if err != nil {
		return "refused: " + r.kind(t, err)
	}
	defer func() { _ = led.Close() }() // only read from
	got, err := asked(t, led)
	if err != nil {
		return "an answer refused: " + r.kind(t, err)
	}
	faults, err := led.Check(t.Context())
	switch {
	case err != nil:
		return "Check refused: " + r.kind(t, err)
	case len(faults) > 0:
		return "Check says so"
	}
	whole, err := sqlite.Open(t.Context(), r.ledger, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = whole.Close() }() // only read from
	want, err := asked(t, whole)
	if err != nil {
		t.Fatal(err)
	}
	end := "no answer changed"
	for name := range want {
		if reflect.DeepEqual(want[name], got[name]) {
			continue
		}
		end = "a cell changed that has no second copy"
		if !single[name] {
			t.Errorf("%s has changed, and Check sees nothing", name)
		}
	}
	return end
}

// kind is the kind of an error of a damaged ledger, which says what to do.
func (r *round) kind(t *testing.T, err error) string {
	k := entente.KindOf(err)
	if k != entente.Corrupt && k != entente.Newer && k != entente.Refused && k != entente.Missing {
		t.Errorf("the kind of %v is %v", err, k)
	}
	return k.String()
}

// single are the answers with cells that stand in one place only, so that Check has nothing to
// hold them against: who published an article, who is quoted, rows of other systems.
var single = map[string]bool{"articles": true, "a search": true, "quotes": true, "imported": true, "failures": true}

// asked is every answer of a ledger, the rows without what single says of their articles.
func asked(t *testing.T, led *sqlite.Ledger) (map[string]any, error) {
	ctx := t.Context()
	got := map[string]any{}
	var errs []error
	put := func(name string, v any, err error) {
		got[name] = v
		errs = append(errs, err)
	}
	all := entente.Filter{Limit: -1, Everyone: true}
	totals, err := led.Totals(ctx)
	put("totals", totals, err)
	happenings, _, err := led.Happenings(ctx, all)
	for i := range happenings {
		happenings[i].Print = entente.Print{}
	}
	put("happenings", happenings, err)
	articles, _, err := led.Articles(ctx, all)
	put("articles", articles, err)
	quotes, _, err := led.Quotes(ctx, all)
	put("quotes", quotes, err)
	ties, err := led.Ties(ctx, all)
	put("ties", ties, err)
	imported, _, err := led.Imported(ctx, entente.Filter{Limit: -1, Sets: []string{"all"}})
	put("imported", imported, err)
	failures, err := led.Failures(ctx)
	put("failures", failures, err)
	found, _, err := led.Articles(ctx, entente.Filter{Limit: -1, Words: "harbour market"})
	put("a search", found, err)
	for _, art := range articles {
		reading, err := led.Reading(ctx, string(art.Article), all.AsOf)
		if err == nil { // these are of the article's row
			reading.Article.Blocks, reading.Article.Notes = nil, nil
		}
		put("reading of "+string(art.Article), reading, err)
	}
	var rows []entente.Report
	for row, err := range led.Reports(ctx, all) {
		if err != nil {
			errs = append(errs, err)
			break
		}
		row.Print = entente.Print{}
		rows = append(rows, row)
	}
	put("rows", rows, nil)
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return got, nil
}

// newerFile gives the ledger to a program that is older than it.
func newerFile(t *testing.T, r *round) string {
	ledger := r.copied(t)
	db, err := sql.Open("sqlite", "file:"+ledger)
	if err == nil {
		_, err = db.Exec(fmt.Sprintf("PRAGMA user_version = %d", 3+r.rng.IntN(1000)))
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{true, false} {
		led, err := sqlite.Open(t.Context(), ledger, sqlite.Options{ReadOnly: readOnly})
		if err == nil {
			err = led.Close()
		}
		if entente.KindOf(err) != entente.Newer {
			t.Errorf("read only %v: %v, want Newer", readOnly, err)
		}
	}
	if after, err := os.ReadFile(ledger); err != nil || !bytes.Equal(before, after) {
		t.Errorf("it was written to: %v", err)
	}
	return "refused: " + entente.Newer.String()
}
