package postgres_test

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/internal/pgtest"
	"entente/ledgertest"
	"entente/postgres"
	"entente/sqlite"
	"entente/store"
)

// TestCopy moves a ledger from SQLite to PostgreSQL and back: every row of every table is
// the same then, and the ledger goes on.
func TestCopy(t *testing.T) {
	ctx := context.Background()
	first, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "first.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	fill(t, first)
	server, err := postgres.Open(ctx, pgtest.Database(t), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	path := filepath.Join(t.TempDir(), "last.db")
	last, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer last.Close()
	var told []string
	if err := store.Copy(ctx, first.Ledger, server.Ledger, func(c store.Copied) { told = append(told, fmt.Sprint(c.Table, c.Rows)) }); err != nil {
		t.Fatal(err)
	}
	if err := store.Copy(ctx, server.Ledger, last.Ledger, nil); err != nil {
		t.Fatal(err)
	}
	tables := []string{"article", "band", "input", "visit", "failure", "reading", "report", "dyad", "correction", "claim", "happening", "tie", "tally", "span", "import", "label", "imported", "imported_tally"}
	if len(told) != len(tables) {
		t.Errorf("told of %v, want %d tables", told, len(tables))
	}
	for _, table := range tables {
		got, want := dump(t, last.Read, table), dump(t, first.Read, table)
		if got != want || want == "" {
			t.Errorf("%s is\n%s\nwant\n%s", table, got, want)
		}
	}
	for _, f := range []entente.Filter{{}, {A: "PAK", B: "RUS"}, {Words: "snow"}, {Words: `"people looking on"`, A: "PAK"}, {AsOf: time.Now()}, {A: "USA", B: "CHN", Sets: []string{"all"}}} {
		if got, want := ask(t, server, f), ask(t, first, f); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v: the copy answers\n%v\nwant\n%v", f, got, want)
		}
	}
	if faults, err := last.Check(ctx); err != nil || len(faults) > 0 {
		t.Errorf("Check = %v, %v", faults, err)
	}
	for _, led := range []entente.Ledger{server, last} {
		if got, err := led.Totals(ctx); err != nil || got.Unread != 1 {
			t.Errorf("Totals = %+v, %v; the unread article must have its job", got, err)
		}
		// The numbers of new rows follow on those that were copied.
		more := ledgertest.Stories(rand.New(rand.NewPCG(8, 8)), 3)
		for i := range more {
			if added, err := led.Append(ctx, more[i].Reading()); err != nil || !added {
				t.Errorf("Append = %v, %v", added, err)
			}
		}
	}
	if err := store.Copy(ctx, first.Ledger, server.Ledger, nil); entente.KindOf(err) != entente.Refused {
		t.Errorf("a copy into a ledger that holds something: %v, want Refused", err)
	}
}

// fill writes something into each table of a ledger.
func fill(t *testing.T, led entente.Ledger) {
	t.Helper()
	ctx := context.Background()
	list := ledgertest.Stories(rand.New(rand.NewPCG(5, 5)), 30)
	list[0].Rows[0].Speaker, list[0].Rows[0].Status = "PAK", entente.Claimed
	list[0].Headline = "Café talks – “quoted” \U0001F600"
	for i := range list {
		if _, err := led.Receive(ctx, list[i].Article(), entente.Input{Name: fmt.Sprint("in.jsonl:", i), Hash: "h"}); err != nil {
			t.Fatal(err)
		}
		if i == len(list)-1 {
			break // it stays unread
		}
		if _, err := led.Append(ctx, list[i].Reading()); err != nil {
			t.Fatal(err)
		}
	}
	list[1].Version = "2"
	if _, err := led.Append(ctx, list[1].Reading()); err != nil {
		t.Fatal(err)
	}
	rows, _, err := led.Happenings(ctx, entente.Filter{Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	status := entente.Denied
	for _, c := range []entente.Correction{{Row: rows[0].ID, Who: "a", Why: "so", Mend: &entente.Mend{Status: &status}}, {Row: rows[1].ID, Who: "b", Reject: true}} {
		if _, err := led.Correct(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	if err := led.Visit(ctx, "https://example.org/feed", "tag", "yesterday"); err != nil {
		t.Fatal(err)
	}
	if err := led.Fail(ctx, entente.Failure{Key: "x.html", Kind: "binary", Why: "no text"}); err != nil {
		t.Fatal(err)
	}
	scale := 1.5
	var imported iter.Seq2[entente.Imported, error] = func(yield func(entente.Imported, error) bool) {
		for i := range 40 {
			r := entente.Imported{Set: "icews", ID: fmt.Sprint(i), Day: entente.Day{Year: 2018, Month: time.Month(1 + i%12), Day: 1 + i%28}, Source: entente.Party{Code: "USA", Name: "United States"},
				Target: entente.Party{Code: "CHN", Name: fmt.Sprint("China ", i%3)}, Type: entente.Consult, Goldstein: &scale, Text: "Meet", Mentions: 1}
			if i == 7 {
				r.Day, r.Goldstein = entente.Day{}, nil
			}
			if !yield(r, nil) {
				return
			}
		}
	}
	if n, err := led.Import(ctx, "events.tab", "hash", imported); err != nil || n != 40 {
		t.Fatalf("Import = %d, %v", n, err)
	}
}

// dump is all of a table as text, in the order of its rows.
func dump(t *testing.T, db *sql.DB, table string) string {
	t.Helper()
	rows, err := db.Query("SELECT * FROM " + table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%q\n", row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// ask is what a ledger answers.
func ask(t *testing.T, led entente.Reader, f entente.Filter) []any {
	t.Helper()
	ctx := context.Background()
	list, next, err := led.Happenings(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	out := []any{list, next}
	add := func(v any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	quotes, _, err := led.Quotes(ctx, f)
	add(quotes, err)
	articles, _, err := led.Articles(ctx, f)
	add(articles, err)
	rows, _, err := led.Imported(ctx, f)
	add(rows, err)
	if f.A != "" && f.B != "" {
		sums, err := led.Tallies(ctx, f)
		add(sums, err)
	}
	if f.A != "" {
		partners, err := led.Partners(ctx, f)
		add(partners, err)
	}
	ties, err := led.Ties(ctx, f)
	add(ties, err)
	return out
}
