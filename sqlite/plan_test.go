package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"modernc.org/sqlite"

	"entente"
	"entente/ledgertest"
	"entente/store"
)

// recorder opens connections that note each query.
type recorder struct {
	dsn string
	mu  sync.Mutex
	sql []string
}

func (r *recorder) Connect(context.Context) (driver.Conn, error) {
	c, err := (&sqlite.Driver{}).Open(r.dsn)
	return &recordingConn{c, r}, err
}

func (r *recorder) Driver() driver.Driver { return &sqlite.Driver{} }

type recordingConn struct {
	driver.Conn
	r *recorder
}

func (c *recordingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.r.mu.Lock()
	if !slices.Contains(c.r.sql, query) {
		c.r.sql = append(c.r.sql, query)
	}
	c.r.mu.Unlock()
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

// scans are plan lines that read a table of rows from end to end.
var scans = regexp.MustCompile(`^SCAN (\w+)( USING (COVERING )?INDEX \w+)?$`)

// TestPlans asks everything that the commands ask and holds each query's plan: no table of
// articles, rows, claims, ties or imported rows is read from end to end, save in the order
// of an index and no further than a page.
func TestPlans(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "ledger.db")
	plain, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = plain.Close() })
	story := ledgertest.Story{Publisher: "Wire", Published: "2019-03-02", Rows: []ledgertest.Row{
		{Source: "PAK", Target: "RUS", Type: entente.Aid, Day: "2019-03-02", Says: "Pakistan sent wheat to Russia.", Speaker: "PAK"}}}
	if _, err := plain.Append(ctx, story.Reading()); err != nil {
		t.Fatal(err)
	}
	rec := &recorder{dsn: "file:" + path}
	led, err := store.New(store.Database{Name: path, Read: sql.OpenDB(rec), Dialect: dialect{}}, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = led.Close() })

	day := entente.Day{Year: 2019, Month: 3, Day: 1}
	for _, asOf := range []time.Time{{}, time.Now()} {
		for _, f := range []entente.Filter{
			{}, {A: "PAK"}, {A: "PAK", B: "RUS"}, {A: "PAK", B: "RUS", Directed: true}, {A: "PAK", B: "PAK", Everyone: true},
			{A: "PAK", B: "RUS", From: day, To: day.Add(1, 0, 0), Oldest: true}, {A: "PAK", B: "RUS", After: "2019-03-01/7"},
			{Types: []entente.EventType{entente.Aid}}, {A: "PAK", B: "RUS", Types: []entente.EventType{entente.Aid}},
			{Statuses: []entente.Status{entente.Disputed}}, {A: "PAK", Statuses: []entente.Status{entente.Disputed}}, {Statuses: []entente.Status{entente.Planned, entente.Predicted}},
			{Stated: true}, {A: "PAK", B: "RUS", Stated: true}, {Words: "wheat"}, {A: "PAK", B: "RUS", Words: "wheat"}, {Publisher: "Wire"}, {A: "PAK", Publisher: "Wire"}, {A: "PAK", B: "RUS", Classes: []entente.SourceClass{entente.SourceNamed}},
			{Stances: []entente.Stance{entente.StancePredict}}, {A: "PAK", B: "RUS", Stances: []entente.Stance{entente.StancePredict}},
			{A: "PAK", B: "RUS", Sets: []string{"all"}}, {A: "PAK", B: "RUS", Sets: []string{"icews"}, From: day},
		} {
			f.AsOf = asOf
			askAll(t, led, f)
		}
	}
	seen := 0
	for _, query := range rec.sql {
		if strings.HasPrefix(query, "PRAGMA") {
			continue
		}
		seen++
		rows, err := plain.Read.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, make([]any, strings.Count(query, "?"))...)
		if err != nil {
			t.Errorf("%v\n  in %s", err, query)
			continue
		}
		for rows.Next() {
			var id, parent, unused int
			var line string
			if err := rows.Scan(&id, &parent, &unused, &line); err != nil {
				t.Fatal(err)
			}
			m := scans.FindStringSubmatch(line)
			switch {
			case m == nil, slices.Contains([]string{"v", "j", "w", "k", "s", "s0", "s1", "chain", "CONSTANT"}, m[1]): // lists in JSON, words found, rows of a page, a chain of corrections
			case m[2] != "" && strings.Contains(query, "LIMIT"):
			case strings.Contains(query, "SELECT DISTINCT r.happening FROM report r") && !strings.Contains(query, "dyad"): // all that was known once, of everybody
			default:
				t.Errorf("%s\n  in %s", line, query)
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Errorf("%v\n  in %s", err, query)
		}
	}
	if seen < 25 {
		t.Errorf("only %d queries were seen", seen)
	}
}

// askAll asks the ledger everything that it can be asked with f.
func askAll(t *testing.T, led entente.Reader, f entente.Filter) {
	t.Helper()
	ctx := context.Background()
	ask := func(what string, err error) {
		if err != nil {
			t.Fatalf("%s %+v: %v", what, f, err)
		}
	}
	_, _, err := led.Happenings(ctx, f)
	ask("Happenings", err)
	_, err = led.Ties(ctx, f)
	ask("Ties", err)
	_, _, err = led.Quotes(ctx, f)
	ask("Quotes", err)
	if f.A != "" && f.B != "" {
		_, err = led.Tallies(ctx, f)
		ask("Tallies", err)
		_, _, err = led.Imported(ctx, f)
		ask("Imported", err)
	}
	if f.A != "" {
		_, err = led.Partners(ctx, f)
		ask("Partners", err)
	}
	f.After = ""
	_, _, err = led.Articles(ctx, entente.Filter{Words: f.Words, From: f.From, To: f.To, Oldest: f.Oldest})
	ask("Articles", err)
	_, err = led.Happening(ctx, "none/e1", f.AsOf)
	if entente.KindOf(err) != entente.Missing {
		ask("Happening", fmt.Errorf("%w, want Missing", err))
	}
	_, err = led.History(ctx, "none/e1")
	ask("History", err)
	list, _, err := led.Articles(ctx, entente.Filter{})
	ask("Articles", err)
	_, err = led.Rows(ctx, string(list[0].Article), f.AsOf)
	ask("Rows", err)
}
