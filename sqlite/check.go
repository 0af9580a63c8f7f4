package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"entente"
)

// Check holds the ledger against its own promises and returns what is wrong, in words: the
// file is whole, each text has its hash, each row reproduces its sentence and its trigger
// lies in it, each row says what its reading said, and what stands today follows from the rows. The list is
// nil where all is well. Of what people corrected, of rows of other systems and of the zones of
// a page there is no second copy to hold them against.
func (l *Ledger) Check(ctx context.Context) ([]string, error) {
	var faults []string
	lines, err := list[string](ctx, l.read, "PRAGMA integrity_check(20)")
	if err != nil {
		return nil, l.fail(err)
	}
	for _, s := range lines {
		if s != "ok" {
			faults = append(faults, "file: "+s)
		}
	}
	err = each(ctx, l.read, "PRAGMA foreign_key_check", nil, func(rows *sql.Rows) error {
		var table, parent string
		var row, key sql.NullInt64
		err := rows.Scan(&table, &row, &parent, &key)
		faults = append(faults, fmt.Sprintf("%s: row %d names a row of %s that is not there", table, row.Int64, parent))
		return err
	})
	if err != nil {
		return nil, l.fail(err)
	}
	for _, check := range []func(context.Context) ([]string, error){l.checkTexts, l.checkRows, l.checkReadings, l.checkStanding} {
		more, err := check(ctx)
		if err != nil {
			return nil, l.fail(err)
		}
		faults = append(faults, more...)
	}
	return faults, nil
}

func (l *Ledger) checkTexts(ctx context.Context) (faults []string, err error) {
	err = each(ctx, l.read, "SELECT hash, text FROM article ORDER BY id", nil, func(rows *sql.Rows) error {
		var hash entente.ArticleID
		var text string
		err := rows.Scan(&hash, &text)
		if err == nil && entente.HashText(text) != hash {
			faults = append(faults, fmt.Sprintf("article %s: its text is another", hash))
		}
		return err
	})
	return faults, err
}

func (l *Ledger) checkRows(ctx context.Context) (faults []string, err error) {
	for _, table := range []string{"report", "claim"} {
		trigger := "0, 0"
		if table == "report" {
			trigger = "r.trigger_start, r.trigger_end"
		}
		err := each(ctx, l.read, "SELECT r.name, a.hash, a.text, r.quote, r.sentence_start, r.sentence_end, "+trigger+" FROM "+table+" r JOIN article a ON a.id = r.article ORDER BY r.id", nil, func(rows *sql.Rows) error {
			var name, hash, text, quote string
			var sent, at entente.Span
			if err := rows.Scan(&name, &hash, &text, &quote, &sent.Start, &sent.End, &at.Start, &at.End); err != nil {
				return err
			}
			switch {
			case sent.Start < 0 || sent.End > len(text) || sent.Start > sent.End || sent.In(text) != quote:
				faults = append(faults, fmt.Sprintf("%s %s of article %s: its sentence is not at [%d:%d]", table, name, hash, sent.Start, sent.End))
			case table == "report" && !sent.Contains(at):
				faults = append(faults, fmt.Sprintf("report %s: its trigger is outside its sentence", name))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return faults, nil
}

// standingTables are worked out from the rows.
var standingTables = [...]string{"span", "tally", "tie", "happening"}

// checkStanding makes the tables of what stands anew in a copy and compares.
func (l *Ledger) checkStanding(ctx context.Context) ([]string, error) {
	folder, err := os.MkdirTemp("", "entente-check-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // a temporary copy
	path := filepath.Join(folder, "copy.db")
	if err := l.Backup(ctx, path); err != nil {
		return nil, err
	}
	fresh, err := Open(ctx, path, Options{Now: l.opts.Now})
	if err != nil {
		return nil, err
	}
	faults, err := l.compareStanding(ctx, fresh)
	if code := new(sqlite.Error); errors.As(err, &code) && code.Code()&0xff == sqlite3.SQLITE_CONSTRAINT {
		faults, err = append(faults, fmt.Sprintf("what stands today cannot be worked out from the rows: %v", code)), nil
	}
	return faults, errors.Join(err, fresh.Close())
}

func (l *Ledger) compareStanding(ctx context.Context, fresh *Ledger) ([]string, error) {
	if err := fresh.change(ctx, func(tx *txn) error {
		for _, table := range standingTables {
			if _, err := tx.ExecContext(ctx, "CREATE TEMP TABLE kept_"+table+" AS SELECT * FROM "+table); err != nil {
				return err
			}
		}
		return fresh.rebuild(ctx, tx)
	}); err != nil {
		return nil, err
	}
	var faults []string
	for _, index := range []string{"article_words", "report_words", "claim_words"} {
		_, err := fresh.write.ExecContext(ctx, fmt.Sprintf("INSERT INTO %[1]s(%[1]s, rank) VALUES ('integrity-check', 1)", index))
		if code := new(sqlite.Error); errors.As(err, &code) && code.Code()&0xff == sqlite3.SQLITE_CORRUPT {
			faults, err = append(faults, index+": the index does not follow from the texts"), nil
		}
		if err != nil {
			return nil, err
		}
	}
	for _, table := range standingTables {
		var n int
		err := fresh.write.QueryRowContext(ctx, fmt.Sprintf(`SELECT (SELECT count(*) FROM (SELECT * FROM %[1]s EXCEPT SELECT * FROM kept_%[1]s))
			+ (SELECT count(*) FROM (SELECT * FROM kept_%[1]s EXCEPT SELECT * FROM %[1]s))`, table)).Scan(&n)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			faults = append(faults, fmt.Sprintf("%s: %d rows do not follow from the reports", table, n))
		}
	}
	return faults, nil
}

// rebuild makes the tables of what stands anew.
func (l *Ledger) rebuild(ctx context.Context, tx *txn) error {
	for _, table := range standingTables {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table); err != nil {
			return err
		}
	}
	ids, err := list[int64](ctx, tx, "SELECT DISTINCT happening FROM report ORDER BY happening")
	if err != nil {
		return err
	}
	return l.refresh(ctx, tx, ids...)
}

// Compact makes the tables of what stands and the index of words anew, drops what the
// job queue has done, and gives unused pages back to the disk.
func (l *Ledger) Compact(ctx context.Context) error {
	err := l.change(ctx, func(tx *txn) error {
		if err := l.rebuild(ctx, tx); err != nil {
			return err
		}
		for _, query := range []string{
			"DELETE FROM river_job WHERE state IN ('completed', 'cancelled')",
			"INSERT INTO article_words(article_words) VALUES ('rebuild')",
			"INSERT INTO report_words(report_words) VALUES ('rebuild')",
			"INSERT INTO claim_words(claim_words) VALUES ('rebuild')",
		} {
			if _, err := tx.ExecContext(ctx, query); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, query := range []string{"VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := l.write.ExecContext(ctx, query); err != nil {
			return l.fail(err)
		}
	}
	return nil
}

// Backup copies the ledger as it stands at one moment into a new file, also while others
// write to it. A file that is there is refused.
func (l *Ledger) Backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return &entente.Error{Op: "ledger", Kind: entente.Refused, Input: path, Err: errors.New("is there already; name a new file")}
	}
	conn, err := openFile(l.path, l.lies)
	if err != nil {
		return l.fail(err)
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", path)
	return errors.Join(l.fail(err), conn.Close())
}

// Restore puts a backup in the place of the ledger at path. What was there is kept under
// a name that Restore returns; "" if nothing was.
func Restore(ctx context.Context, backup, path string) (kept string, err error) {
	if _, err := os.Stat(backup); errors.Is(err, os.ErrNotExist) {
		return "", &entente.Error{Op: "ledger", Kind: entente.Missing, Input: backup, Err: errors.New("there is no such backup; nothing was changed")}
	}
	from, err := Open(ctx, backup, Options{ReadOnly: true})
	if err != nil {
		return "", err
	}
	faults, err := list[string](ctx, from.read, "PRAGMA integrity_check(1)")
	if err = errors.Join(from.fail(err), from.Close()); err != nil {
		return "", err
	}
	if len(faults) != 1 || faults[0] != "ok" {
		return "", &entente.Error{Op: "ledger", Kind: entente.Corrupt, Input: backup, Err: errors.New("the backup is damaged itself; nothing was changed")}
	}
	next := path + ".restoring"
	if err := copyFile(backup, next); err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err == nil {
		kept = path + "." + time.Now().UTC().Format("20060102T150405") + ".kept"
		for _, tail := range []string{"", "-wal", "-shm"} { // what was not yet in the main file goes with it
			if err := os.Rename(path+tail, kept+tail); err != nil && (tail == "" || !errors.Is(err, os.ErrNotExist)) {
				return "", err
			}
		}
	}
	return kept, os.Rename(next, path)
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // only read from
	// What a killed run left goes; through a link that somebody puts there nothing is written.
	_ = os.Remove(to)
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
