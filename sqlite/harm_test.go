package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/ledgertest"
)

// TestFilterIsData asks with text that would do harm if it became part of a query: nothing is
// found, nothing is lost, and no error is that of a query gone wrong.
func TestFilterIsData(t *testing.T) {
	ctx := context.Background()
	led, err := Open(ctx, filepath.Join(t.TempDir(), "ledger.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = led.Close() }() // only read from
	s := ledgertest.Story{Publisher: "Wire", Published: "2019-02-27", Headline: "A day", Rows: []ledgertest.Row{
		{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9, Speaker: "IND"}}}
	if _, err := led.Append(ctx, s.Reading()); err != nil {
		t.Fatal(err)
	}
	before, err := led.Totals(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, harm := range []string{
		"'", `"`, `""`, `a" OR "b`, "' OR 1=1 --", "'; DROP TABLE report; --", "x' UNION SELECT text FROM article --", "*", "IND*", "NOT", "AND", "OR x", "NEAR(a b)", "a NEAR/2 b",
		"quote:x", "{headline text}: x", "- x", "^x", "x + y", "(", ")", "(x", " ", "\t\n", "\x00", "a\x00b", "\"\x00", "\xff", "%", "_", "?", "?1", ":x", "@x", "$x", "\\", strings.Repeat("a ", 300), strings.Repeat(`"`, 999),
		strings.Repeat("(", 300), "\u202e", "sha256:' OR '1'='1", "2019-02-26/1 OR 1=1",
	} {
		for name, f := range map[string]entente.Filter{
			"A": {A: harm}, "B": {A: "IND", B: harm}, "words": {Words: harm + " nowhereatall"}, "words alone": {Words: harm}, "publisher": {Publisher: harm}, "type": {Types: []entente.EventType{entente.EventType(harm)}},
			"status": {Statuses: []entente.Status{entente.Status(harm)}}, "class": {Classes: []entente.SourceClass{entente.SourceClass(harm)}}, "after": {After: harm}, "sets": {Sets: []string{harm}},
		} {
			for _, f.AsOf = range []time.Time{{}, time.Now().Add(time.Hour)} {
				if name == "sets" {
					_, _, err := led.Imported(ctx, f)
					sound(t, name, harm, err)
					continue
				}
				list, _, err := led.Happenings(ctx, f)
				sound(t, name, harm, err)
				if len(list) > 0 && name != "words alone" {
					t.Errorf("%s = %.40q finds %d", name, harm, len(list))
				}
				_, _, err = led.Articles(ctx, f)
				sound(t, name, harm, err)
				_, _, err = led.Quotes(ctx, f)
				sound(t, name, harm, err)
				_, err = led.Tallies(ctx, f)
				sound(t, name, harm, err)
			}
		}
		for _, err := range []error{
			func() error { _, err := led.Reading(ctx, harm, time.Time{}); return err }(), func() error { _, err := led.Rows(ctx, harm, time.Time{}); return err }(),
			func() error { _, err := led.Happening(ctx, entente.ReportID(harm), time.Time{}); return err }(),
			func() error { _, err := led.History(ctx, entente.ReportID(harm)); return err }(),
			func() error {
				_, err := led.Correct(ctx, entente.Correction{Row: entente.ReportID(harm), Who: harm})
				return err
			}(),
		} {
			sound(t, "an id", harm, err)
		}
	}
	if after, err := led.Totals(ctx); err != nil || after != before {
		t.Errorf("after all that %+v, %v; before %+v", after, err, before)
	}
}

// sound holds an error against what a question may answer.
func sound(t *testing.T, name, harm string, err error) {
	t.Helper()
	if k := entente.KindOf(err); err != nil && k != entente.Syntax && k != entente.Missing {
		t.Errorf("%s = %.40q: %v", name, harm, err)
	}
}

// TestFilesAreOurs: a folder that is made for a ledger is its owner's, and nobody else may
// write to the ledger.
func TestFilesAreOurs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "news.db")
	led, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = led.Close() }() // nothing was written
	for name, forbidden := range map[string]os.FileMode{filepath.Dir(path): 0o077, path: 0o022, path + "-wal": 0o022, path + "-shm": 0o022} {
		if st, err := os.Stat(name); err != nil || st.Mode().Perm()&forbidden != 0 {
			t.Errorf("%s: %v, %v", name, fmt.Sprint(st.Mode()), err)
		}
	}
}

// TestNobodyCorrects: a correction says who made it, and what it replaced stays.
func TestNobodyCorrects(t *testing.T) {
	ctx := context.Background()
	led, err := Open(ctx, filepath.Join(t.TempDir(), "ledger.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = led.Close() }() // what it holds was looked at
	s := ledgertest.Story{Publisher: "Wire", Published: "2019-02-27", Rows: []ledgertest.Row{{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9}}}
	if _, err := led.Append(ctx, s.Reading()); err != nil {
		t.Fatal(err)
	}
	list, _, err := led.Happenings(ctx, entente.Filter{})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d happenings, %v", len(list), err)
	}
	row := list[0].ID
	if _, err := led.Correct(ctx, entente.Correction{Row: row, Reject: true}); entente.KindOf(err) != entente.Syntax {
		t.Errorf("a correction by nobody: %v, want Syntax", err)
	}
	next, err := led.Correct(ctx, entente.Correction{Row: row, Who: "desk", Reject: true})
	if err != nil {
		t.Fatal(err)
	}
	history, err := led.History(ctx, next)
	if err != nil || len(history) != 1 || history[0].Row != row || history[0].Who != "desk" || history[0].When.IsZero() {
		t.Errorf("the history is %+v, %v", history, err)
	}
	var rows int
	if err := led.Read.QueryRowContext(ctx, "SELECT count(*) FROM report").Scan(&rows); err != nil || rows != 2 {
		t.Errorf("%d rows, %v: the one that was replaced is to stay", rows, err)
	}
}

// TestCheckLeavesNothing: the copy that Check works on is gone with it.
func TestCheckLeavesNothing(t *testing.T) {
	ctx := context.Background()
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	led, err := Open(ctx, filepath.Join(t.TempDir(), "ledger.db"), Options{})
	if err == nil {
		_, err = led.Check(ctx)
	}
	if err == nil {
		err = led.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

// TestRestoreThroughLink: what stands where a restored ledger is first written is taken away,
// and not written through.
func TestRestoreThroughLink(t *testing.T) {
	ctx := context.Background()
	folder := t.TempDir()
	path, other := filepath.Join(folder, "ledger.db"), filepath.Join(folder, "other")
	led, err := Open(ctx, path, Options{})
	if err == nil {
		err = led.Backup(ctx, filepath.Join(folder, "copy.db"))
	}
	if err == nil {
		err = led.Close()
	}
	if err == nil {
		err = os.WriteFile(other, []byte("precious"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(other, path+".restoring"); err != nil {
		t.Skip("no links on this system:", err)
	}
	if _, err := Restore(ctx, filepath.Join(folder, "copy.db"), path); err != nil {
		t.Error(err)
	}
	if got, err := os.ReadFile(other); err != nil || string(got) != "precious" {
		t.Errorf("the other file holds %d bytes, %v", len(got), err)
	}
}
