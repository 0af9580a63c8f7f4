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
	faults, err := l.checkFile(ctx)
	if err != nil {
		return nil, fail(l.Name, err)
	}
	for _, check := range []func(context.Context) ([]string, error){l.Ledger.Check, l.checkStanding} {
		more, err := check(ctx)
		if err != nil {
			return nil, err
		}
		faults = append(faults, more...)
	}
	return faults, nil
}

func (l *Ledger) checkFile(ctx context.Context) (faults []string, err error) {
	lines, err := integrity(ctx, l.Read, 20)
	if err != nil {
		return nil, err
	}
	for _, s := range lines {
		if s != "ok" {
			faults = append(faults, "file: "+s)
		}
	}
	rows, err := l.Read.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var table, parent string
		var row, key sql.NullInt64
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return nil, err
		}
		faults = append(faults, fmt.Sprintf("%s: row %d names a row of %s that is not there", table, row.Int64, parent))
	}
	return faults, rows.Err()
}

// integrity is what SQLite says of the file: "ok", or up to so many faults.
func integrity(ctx context.Context, db *sql.DB, most int) (lines []string, err error) {
	rows, err := db.QueryContext(ctx, fmt.Sprintf("PRAGMA integrity_check(%d)", most))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		lines = append(lines, s)
	}
	return lines, rows.Err()
}

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
	fresh, err := Open(ctx, path, Options{Options: l.opts.Options})
	if err != nil {
		return nil, err
	}
	faults, err := fresh.CheckStanding(ctx)
	if code := new(sqlite.Error); errors.As(err, &code) && code.Code()&0xff == sqlite3.SQLITE_CONSTRAINT {
		faults, err = append(faults, fmt.Sprintf("what stands today cannot be worked out from the rows: %v", code)), nil
	}
	if err == nil {
		var more []string
		more, err = checkWords(ctx, fresh.Write)
		faults = append(faults, more...)
	}
	return faults, errors.Join(err, fresh.Close())
}

// checkWords holds the indexes of words against the texts.
func checkWords(ctx context.Context, db *sql.DB) (faults []string, err error) {
	for _, index := range []string{"article_words", "report_words", "claim_words"} {
		_, err := db.ExecContext(ctx, fmt.Sprintf("INSERT INTO %[1]s(%[1]s, rank) VALUES ('integrity-check', 1)", index))
		if code := new(sqlite.Error); errors.As(err, &code) && code.Code()&0xff == sqlite3.SQLITE_CORRUPT {
			faults, err = append(faults, index+": the index does not follow from the texts"), nil
		}
		if err != nil {
			return nil, err
		}
	}
	return faults, nil
}

// Backup copies the ledger as it stands at one moment into a new file, also while others
// write to it. A file that is there is refused.
func (l *Ledger) Backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return &entente.Error{Op: "ledger", Kind: entente.Refused, Input: path, Err: errors.New("is there already; name a new file")}
	}
	conn, err := openFile(l.Name, l.lies)
	if err != nil {
		return fail(l.Name, err)
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", path)
	return errors.Join(fail(l.Name, err), conn.Close())
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
	faults, err := integrity(ctx, from.Read, 1)
	if err = errors.Join(fail(backup, err), from.Close()); err != nil {
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
