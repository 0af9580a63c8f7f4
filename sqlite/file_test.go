package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/ledgertest"
	"entente/sqlite"
)

func open(t *testing.T, path string) *sqlite.Ledger {
	t.Helper()
	led, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = led.Close() }) // some are closed already
	return led
}

func exec(t *testing.T, path string, queries ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queries {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func sample() *entente.Reading {
	s := ledgertest.Story{Publisher: "Wire", Published: "2019-02-27", Rows: []ledgertest.Row{
		{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9, Speaker: "IND"}}}
	return s.Reading()
}

// TestOpen: what is no ledger, or not ours to write, is refused and not touched.
func TestOpen(t *testing.T) {
	folder := t.TempDir()
	file := func(name string) string { return filepath.Join(folder, name) }
	for name, content := range map[string]string{"text.db": strings.Repeat("no database\n", 100), "empty.db": ""} {
		if err := os.WriteFile(file(name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	exec(t, file("other.db"), "CREATE TABLE songs (name TEXT)")
	led := open(t, file("newer.db"))
	if err := led.Close(); err != nil {
		t.Fatal(err)
	}
	exec(t, file("newer.db"), "PRAGMA user_version = 99")
	led = open(t, file("torn.db"))
	if _, err := led.Append(context.Background(), sample()); err != nil {
		t.Fatal(err)
	}
	if err := led.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file("torn.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file("torn.db"), whole[:6000], 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name     string
		readOnly bool
		want     entente.Kind
	}{
		{"none.db", true, entente.Missing},
		{"text.db", false, entente.Corrupt},
		{"text.db", true, entente.Corrupt},
		{"other.db", false, entente.Refused},
		{"newer.db", false, entente.Newer},
		{"newer.db", true, entente.Newer},
		{"torn.db", true, entente.Corrupt},
		{".", false, entente.Refused},
	} {
		before, _ := os.ReadFile(file(tt.name)) // "." and what is not there have no content
		led, err := sqlite.Open(context.Background(), file(tt.name), sqlite.Options{ReadOnly: tt.readOnly})
		if err == nil {
			_, err = led.Totals(context.Background())
			_ = led.Close()
		}
		if entente.KindOf(err) != tt.want {
			t.Errorf("Open(%s, read only %v) = %v, want kind %v", tt.name, tt.readOnly, err, tt.want)
		}
		if after, _ := os.ReadFile(file(tt.name)); !bytes.Equal(before, after) {
			t.Errorf("opening %s changed it", tt.name)
		}
	}
	if led, err := sqlite.Open(context.Background(), file("empty.db"), sqlite.Options{}); err != nil {
		t.Errorf("an empty file is no ledger yet, and becomes one: %v", err)
	} else if err := led.Close(); err != nil {
		t.Error(err)
	}
}

// TestCheck breaks a ledger in each way that Check looks for.
func TestCheck(t *testing.T) {
	for _, tt := range []struct{ name, query, want string }{
		{"nothing", "SELECT 1", ""},
		{"a text", "UPDATE article SET text = text || ' more'", "its text is another"},
		{"a sentence", "UPDATE report SET quote = 'Something else.'", "its sentence is not at"},
		{"a trigger", "UPDATE report SET trigger_end = sentence_end + 1", "trigger is outside"},
		{"a claim", "UPDATE claim SET sentence_start = 3", "its sentence is not at"},
		{"a sum", "UPDATE tally SET events = 2", "tally: 2 rows do not follow"},
		{"a sum of months", "DELETE FROM span WHERE span LIKE 'M%'", "span: "},
		{"a cell of a row", "UPDATE report SET cameo = '999'", "says something else than its reading"},
		{"a row", "PRAGMA foreign_keys = 0; DELETE FROM report", "is not there, and its reading has it"},
		{"a reading", "UPDATE reading SET record = x'1f8b00'", "reading 1 of article"},
		{"a word of status", "UPDATE report SET status = 'hapened'", "says something else than its reading"},
		{"a headline", "UPDATE article SET headline = 'Another day'", "article_words: the index does not follow"},
		{"a happening", "UPDATE happening SET independent = 7", "happening: 2 rows"},
		{"a reference", "PRAGMA foreign_keys = 0; UPDATE report SET reading = 77", "names a row of reading"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx := context.Background()
			path := filepath.Join(t.TempDir(), "ledger.db")
			led := open(t, path)
			if _, err := led.Append(ctx, sample()); err != nil {
				t.Fatal(err)
			}
			exec(t, path, tt.query)
			faults, err := led.Check(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(faults, "\n"); (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
				t.Errorf("Check = %q, want %q in it", got, tt.want)
			}
		})
	}
}

// TestCompact makes wrong sums right.
func TestCompact(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "ledger.db")
	led := open(t, path)
	if _, err := led.Append(ctx, sample()); err != nil {
		t.Fatal(err)
	}
	exec(t, path, "UPDATE tally SET events = 2", "DELETE FROM tie", "UPDATE happening SET status = 'denied'")
	if err := led.Compact(ctx); err != nil {
		t.Fatal(err)
	}
	if faults, err := led.Check(ctx); err != nil || len(faults) > 0 {
		t.Errorf("after Compact: %v, %v", faults, err)
	}
	list, _, err := led.Happenings(ctx, entente.Filter{Words: "assault"})
	if err != nil || len(list) != 1 || list[0].Overall != entente.Happened {
		t.Errorf("Happenings = %+v, %v", list, err)
	}
}

// TestBackup copies a ledger that is in use and puts it back.
func TestBackup(t *testing.T) {
	ctx := context.Background()
	folder := t.TempDir()
	path, copied := filepath.Join(folder, "ledger.db"), filepath.Join(folder, "copy.db")
	led := open(t, path)
	if _, err := led.Append(ctx, sample()); err != nil {
		t.Fatal(err)
	}
	if err := led.Backup(ctx, copied); err != nil {
		t.Fatal(err)
	}
	if err := led.Backup(ctx, copied); entente.KindOf(err) != entente.Refused {
		t.Errorf("a backup over a backup: %v, want Refused", err)
	}
	if err := led.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("ruined"), 0o644); err != nil {
		t.Fatal(err)
	}
	kept, err := sqlite.Restore(ctx, copied, path)
	if err != nil {
		t.Fatal(err)
	}
	if was, err := os.ReadFile(kept); err != nil || string(was) != "ruined" {
		t.Errorf("what was there is not kept: %q, %v", was, err)
	}
	if got, err := open(t, path).Totals(ctx); err != nil || got.Reports != 1 {
		t.Errorf("restored: %+v, %v", got, err)
	}
	if _, err := sqlite.Restore(ctx, kept, path); entente.KindOf(err) != entente.Corrupt {
		t.Errorf("restoring what is no ledger: %v, want Corrupt", err)
	}
}

// TestTakesUp: no job is lost to what an earlier process left: a clock that was ahead, a job
// that was given up, one that was being read, a leader of the queue that is no more. Articles
// are read in the order in which they came.
func TestTakesUp(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "ledger.db")
	led := open(t, path)
	var came, read []string
	for i := range 6 {
		s := ledgertest.Story{Publisher: "Wire", Published: "2019-02-27", Headline: fmt.Sprint("Dispatch ", i), Rows: []ledgertest.Row{
			{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9}}}
		came = append(came, s.Headline)
		if _, err := led.Receive(ctx, s.Article(), entente.Input{Name: s.Headline}); err != nil {
			t.Fatal(err)
		}
	}
	exec(t, path,
		"UPDATE river_job SET scheduled_at = datetime('now', '+30 days') WHERE id IN (1, 3)",
		"UPDATE river_job SET state = 'discarded', attempt = 5, finalized_at = datetime('now', '+30 days') WHERE id = 2",
		"UPDATE river_job SET state = 'running', attempt = 1 WHERE id = 4",
		"UPDATE river_job SET state = 'retryable', attempt = 5, scheduled_at = datetime('now', '+30 days') WHERE id = 5",
		"INSERT INTO river_leader (leader_id, elected_at, expires_at) VALUES ('another', datetime('now', '+30 days'), datetime('now', '+31 days'))")
	if got, err := led.Totals(ctx); err != nil || got.Unread != len(came) {
		t.Errorf("%d unread, %v; want %d", got.Unread, err, len(came))
	}
	err := led.Work(ctx, func(_ context.Context, art *entente.Article) (*entente.Reading, error) {
		read = append(read, art.Headline)
		return nil, &entente.Error{Op: "test", Kind: entente.Empty}
	}, entente.WorkOptions{})
	if err != nil || !slices.Equal(read, came) {
		t.Errorf("came %q, read %q, %v", came, read, err)
	}
}

// TestOddName: a ledger may have any name that a file may.
func TestOddName(t *testing.T) {
	ctx := context.Background()
	folder := t.TempDir()
	led := open(t, filepath.Join(folder, "what? 100% #1.db"))
	if _, err := led.Receive(ctx, sample().Article, entente.Input{Name: "a"}); err != nil {
		t.Fatal(err)
	}
	read := func(context.Context, *entente.Article) (*entente.Reading, error) { return sample(), nil }
	if err := led.Work(ctx, read, entente.WorkOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := led.Backup(ctx, filepath.Join(folder, "copy.db")); err != nil {
		t.Fatal(err)
	}
	if got, err := open(t, filepath.Join(folder, "copy.db")).Totals(ctx); err != nil || got.Reports != 1 {
		t.Errorf("the copy holds %+v, %v", got, err)
	}
	if err := led.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasPrefix(f.Name(), "what? 100% #1.db") && !strings.HasPrefix(f.Name(), "copy.db") {
			t.Errorf("a file %q was made", f.Name())
		}
	}
}

// TestTwoWorkers: one process works on a file at a time.
func TestTwoWorkers(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "ledger.db")
	first, second := open(t, path), open(t, path)
	r := sample()
	if _, err := first.Receive(ctx, r.Article, entente.Input{Name: "a"}); err != nil {
		t.Fatal(err)
	}
	reading, finish := make(chan struct{}), make(chan struct{})
	worked := make(chan error)
	go func() {
		worked <- first.Work(ctx, func(context.Context, *entente.Article) (*entente.Reading, error) {
			close(reading)
			<-finish
			return sample(), nil
		}, entente.WorkOptions{})
	}()
	<-reading
	none := func(context.Context, *entente.Article) (*entente.Reading, error) { panic("read twice") }
	if err := second.Work(ctx, none, entente.WorkOptions{}); entente.KindOf(err) != entente.Busy {
		t.Errorf("a second worker: %v, want Busy", err)
	}
	close(finish)
	if err := <-worked; err != nil {
		t.Error(err)
	}
	if err := second.Work(ctx, none, entente.WorkOptions{}); err != nil {
		t.Errorf("after the first is done: %v", err)
	}
}
