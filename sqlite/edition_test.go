package sqlite_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/sqlite"
)

// edition unpacks the ledger that a program of edition n wrote, and returns its path.
// testdata/README.md says how they came about.
func edition(t *testing.T, n int64) string {
	t.Helper()
	name := fmt.Sprintf("edition-%d.db", n)
	packed, err := os.Open(filepath.Join("testdata", name+".gz"))
	if err != nil {
		t.Fatalf("no ledger of edition %d is kept (testdata/README.md says how to make one): %v", n, err)
	}
	defer packed.Close()
	zr, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// eachEdition runs f for every edition that there has been, with this program's last.
func eachEdition(t *testing.T, f func(t *testing.T, n int64, path string)) {
	last, err := sqlite.Edition()
	if err != nil || last < 2 {
		t.Fatalf("Edition() = %d, %v", last, err)
	}
	for n := int64(1); n <= last; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) { f(t, n, edition(t, n)) })
	}
}

// held are the tables that hold what came in, which no upgrade may change, and standing
// those that are worked out from them and keep what they said.
var (
	held     = []string{"article", "input", "failure", "visit", "reading", "report", "dyad", "claim", "correction", "import", "label", "imported"}
	standing = []string{"happening", "tie", "tally", "imported_tally", "band"}
	views    = []string{"events", "quotes", "current_report", "current_reading", "imported_events"} // what other programs open
)

// contents returns every row of the tables, one string a row, with the columns named.
// Columns that a table does not have in like are left out: an upgrade may add some.
func contents(t *testing.T, path string, tables []string, like map[string][]string) (rows map[string][]string, columns map[string][]string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, columns = map[string][]string{}, map[string][]string{}
	for _, table := range tables {
		got, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		names, err := got.Columns()
		if err != nil {
			t.Fatal(err)
		}
		columns[table] = names
		for got.Next() {
			cells := make([]any, len(names))
			for i := range cells {
				cells[i] = new(any)
			}
			if err := got.Scan(cells...); err != nil {
				t.Fatal(err)
			}
			var line strings.Builder
			for i, name := range names {
				if like == nil || slices.Contains(like[table], name) {
					fmt.Fprintf(&line, "%s=%v ", name, *cells[i].(*any))
				}
			}
			rows[table] = append(rows[table], line.String())
		}
		if err := errors.Join(got.Err(), got.Close()); err != nil {
			t.Fatal(err)
		}
		slices.Sort(rows[table])
	}
	return rows, columns
}

// records returns each stored record as its program wrote it, unpacked, by article.
func records(t *testing.T, path string) map[string][]byte {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT a.hash, r.record FROM reading r JOIN article a ON a.id = r.article")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string][]byte{}
	for rows.Next() {
		var hash string
		var packed []byte
		if err := rows.Scan(&hash, &packed); err != nil {
			t.Fatal(err)
		}
		zr, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		if out[hash], err = io.ReadAll(zr); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil || len(out) != 2 {
		t.Fatalf("%d records, %v; want those of two stories", len(out), err)
	}
	return out
}

// TestEditions keeps the promise of docs/compatibility.md: a ledger that any earlier
// program wrote is upgraded by opening it to write, and says afterwards what it said before.
func TestEditions(t *testing.T) {
	eachEdition(t, func(t *testing.T, n int64, path string) {
		ctx := context.Background()
		tables := slices.Concat(held, standing)
		before, columns := contents(t, path, slices.Concat(tables, views), nil)
		for _, table := range []string{"article", "input", "failure", "reading", "report", "dyad", "claim", "import", "imported", "happening", "tie", "tally"} {
			if len(before[table]) == 0 {
				t.Fatalf("the kept ledger has no %s: it proves nothing", table)
			}
		}
		wrote := records(t, path)

		led, err := sqlite.Open(ctx, path, sqlite.Options{Upgrade: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := led.Close(); err != nil {
				t.Error(err)
			}
		})
		if faults, err := led.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("after the upgrade: %v, %v", faults, err)
		}
		after, now := contents(t, path, slices.Concat(tables, views), columns)
		for _, table := range tables {
			if !slices.Equal(before[table], after[table]) {
				t.Errorf("%s: %d rows before, %d after, or not the same:\n%s\n%s", table, len(before[table]), len(after[table]),
					strings.Join(before[table], "\n"), strings.Join(after[table], "\n"))
			}
		}
		for _, view := range views {
			for _, name := range columns[view] {
				if !slices.Contains(now[view], name) {
					t.Errorf("the view %s has lost its column %s", view, name)
				}
			}
		}
		for id, record := range wrote {
			r, err := led.Reading(ctx, id, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Validate(); err != nil {
				t.Errorf("the reading of %s: %v", id, err)
			}
			r.Article.Text = "" // which a stored record leaves to the article
			if got, err := json.Marshal(r); err != nil || !jsonEqual(t, got, record) {
				t.Errorf("the reading of %s is not what was written, %v:\n%s\n%s", id, err, got, record)
			}
			rows, err := led.Rows(ctx, id, time.Time{})
			if err != nil || len(rows) != len(r.Events) {
				t.Errorf("%d rows of %s, %v; its reading has %d events", len(rows), id, err, len(r.Events))
			}
		}

		// And it goes on from there.
		if _, err := led.Append(ctx, sample()); err != nil {
			t.Error(err)
		}
		if err := led.Compact(ctx); err != nil {
			t.Error(err)
		}
		if faults, err := led.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("after another article: %v, %v", faults, err)
		}
	})
}

// TestUpgradeGoesOn: who was killed after the tables were changed, and before the file says
// so, is not kept from it.
func TestUpgradeGoesOn(t *testing.T) {
	ctx := context.Background()
	path := edition(t, 1)
	for range 2 {
		led, err := sqlite.Open(ctx, path, sqlite.Options{Upgrade: true})
		if err != nil {
			t.Fatal(err)
		}
		if faults, err := led.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("%v, %v", faults, err)
		}
		if err := led.Close(); err != nil {
			t.Fatal(err)
		}
		exec(t, path, "PRAGMA user_version = 1")
	}
}

// TestEditionsUnasked: an old ledger is upgraded only where that is asked for. Who opens it
// otherwise is told what to do, and not a byte is changed.
func TestEditionsUnasked(t *testing.T) {
	last, err := sqlite.Edition()
	if err != nil {
		t.Fatal(err)
	}
	eachEdition(t, func(t *testing.T, n int64, path string) {
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, readOnly := range []bool{true, false} {
			led, err := sqlite.Open(context.Background(), path, sqlite.Options{ReadOnly: readOnly})
			switch {
			case n < last && (entente.KindOf(err) != entente.Refused || !strings.Contains(err.Error(), "entente ledger upgrade")):
				t.Errorf("Open, read only %v: %v, want Refused and what to do", readOnly, err)
			case n == last && err != nil:
				t.Error(err)
			}
			if err == nil {
				if err := led.Close(); err != nil {
					t.Error(err)
				}
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
				t.Errorf("opening it, read only %v, changed it, %v", readOnly, err)
			}
		}
	})
}

// jsonEqual compares two JSON texts member by member, whatever their order.
func jsonEqual(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	for text, into := range map[*[]byte]*any{&a: &x, &b: &y} {
		if err := json.Unmarshal(*text, into); err != nil {
			t.Fatal(err)
		}
	}
	return fmt.Sprint(x) == fmt.Sprint(y) // maps print in the order of their keys
}
