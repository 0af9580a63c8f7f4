package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"entente"
	"entente/store"
)

// dialect is SQLite's, which queries are written in.
type dialect struct{}

var _ store.Dialect = dialect{}

// SQL returns the query as it is.
func (dialect) SQL(query string) string { return query }

// Prepares reports true: the driver keeps no prepared statements.
func (dialect) Prepares() bool { return true }

// Next is one more than the last: there is one writer.
func (dialect) Next(table string) string { return "SELECT coalesce(max(id), 0) + 1 FROM " + table }

// Lesser is the lesser of two values.
func (dialect) Lesser(a, b string) string { return "min(" + a + ", " + b + ")" }

// Greater is the greater of two values.
func (dialect) Greater(a, b string) string { return "max(" + a + ", " + b + ")" }

// Objects is a list as a table.
func (dialect) Objects(column, alias string) string {
	return "json_each(CASE " + column + " WHEN 'null' THEN '[]' ELSE " + column + " END) " + alias
}

// Texts is a list of strings as a table.
func (d dialect) Texts(column, alias string) string { return d.Objects(column, alias) }

// Matches asks an index of words.
func (dialect) Matches(alias, index string) string { return alias + "." + index + " MATCH ?" }

// Words turns what a person typed into a query: every word must be there, in any order,
// and what stands in quotation marks as it is. A query ends at a NUL, which parts words here,
// and blanks alone find nothing.
func (dialect) Words(typed string) string {
	typed = strings.ReplaceAll(typed, "\x00", " ")
	var out []string
	for i, part := range strings.Split(typed, `"`) {
		if i%2 == 1 {
			out = append(out, `"`+part+`"`)
			continue
		}
		for _, w := range strings.Fields(part) {
			out = append(out, `"`+w+`"`)
		}
	}
	if len(out) == 0 {
		return `""`
	}
	return strings.Join(out, " ")
}

// Index does nothing: triggers do it.
func (dialect) Index(context.Context, store.Queryer, string, ...store.Indexed) error { return nil }

// Hold does nothing: a transaction that writes is alone.
func (dialect) Hold(context.Context, store.Queryer, ...store.Key) error { return nil }

// together is how many rows are one statement: what a statement costs beside its rows is
// little then, and more rows gain no more.
const together = 50

// Load writes rows by statements of many.
func (dialect) Load(ctx context.Context, tx *store.Txn, table, after string, columns []string, rows [][]any) error {
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ") + ")"
	query := func(n int) string {
		return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES " + strings.TrimSuffix(strings.Repeat(row+", ", n), ", ") + " " + after
	}
	var full *sql.Stmt // the transaction closes it
	args := make([]any, 0, together*len(columns))
	for len(rows) > 0 {
		n := min(together, len(rows))
		args = args[:0]
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		rows = rows[n:]
		if n < together {
			_, err := tx.Tx.ExecContext(ctx, query(n), args...)
			return err
		}
		var err error
		if full == nil {
			if full, err = tx.PrepareContext(ctx, query(together)); err != nil {
				return err
			}
		}
		if _, err := full.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

// Explain gives an error of SQLite a kind.
func (dialect) Explain(err error) (entente.Kind, error) {
	var code *sqlite.Error
	if errors.As(err, &code) {
		switch code.Code() & 0xff {
		case sqlite3.SQLITE_NOTADB:
			return entente.Corrupt, fmt.Errorf(`%w; nothing was changed: name another file, or, if this was a ledger once, put a backup in its place by "entente ledger restore"`, err)
		case sqlite3.SQLITE_ERROR: // of a query that is ours: the tables are not what we made
			return entente.Corrupt, fmt.Errorf(`its tables are not as entente makes them: %w; nothing was changed: "entente ledger restore" puts a backup in its place`, err)
		case sqlite3.SQLITE_CORRUPT:
			return entente.Corrupt, fmt.Errorf(`%w; nothing was changed: "entente ledger restore" puts a backup in its place`, err)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return entente.Busy, err
		case sqlite3.SQLITE_FULL:
			return entente.Other, fmt.Errorf("the disk is full: %w; what was stored stands: make room and run the same command again", err)
		case sqlite3.SQLITE_IOERR: // a quota or a limit on files looks so too
			return entente.Other, fmt.Errorf("the disk fails, or takes no more from you: %w; what was stored stands: see to the disk and run the same command again", err)
		case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
			return entente.Refused, err
		}
	}
	return entente.Other, err
}

// Hopeless reports whether an error comes of the disk and not of what was to be stored.
func (dialect) Hopeless(err error) bool {
	var code *sqlite.Error
	if !errors.As(err, &code) {
		return false
	}
	switch code.Code() & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT:
		return true
	}
	return false
}

// Again reports false: who waits for the one writer waits in the database.
func (dialect) Again(error) bool { return false }

// Tidy makes the indexes of words anew and gives unused pages back to the disk.
func (dialect) Tidy(ctx context.Context, db *sql.DB) error {
	for _, query := range []string{
		"INSERT INTO article_words(article_words) VALUES ('rebuild')",
		"INSERT INTO report_words(report_words) VALUES ('rebuild')",
		"INSERT INTO claim_words(claim_words) VALUES ('rebuild')",
		"VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)",
	} {
		if _, err := db.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return nil
}

// Prepare does nothing: a table is one.
func (dialect) Prepare(context.Context, []string) error { return nil }

// Loaded does nothing: Next looks at the table.
func (dialect) Loaded(context.Context, store.Queryer, string) error { return nil }

// Snapshot is every transaction.
func (dialect) Snapshot() *sql.TxOptions { return nil }
