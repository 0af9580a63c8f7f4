package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"entente"
)

// statements keeps the writer's prepared statements: an article takes some hundred
// queries of a few dozen kinds, and to prepare one costs more than to run it.
type statements struct {
	mu     sync.Mutex
	byText map[string]*sql.Stmt
}

// maxStatements bounds the cache; queries with lists of many lengths are kinds of their own.
const maxStatements = 300

func (s *statements) get(query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byText[query]
}

// prepare keeps queries for the next time. It must run outside a transaction, which would
// hold the only connection.
func (s *statements) prepare(ctx context.Context, db *sql.DB, queries []string) {
	for _, q := range queries {
		s.mu.Lock()
		full := s.byText[q] != nil || len(s.byText) >= maxStatements
		s.mu.Unlock()
		if full {
			continue
		}
		stmt, err := db.PrepareContext(ctx, q)
		if err != nil {
			return // the query will say what is wrong when it runs
		}
		s.mu.Lock()
		s.byText[q] = stmt
		s.mu.Unlock()
	}
}

func (s *statements) close() error {
	var errs []error
	for _, stmt := range s.byText {
		errs = append(errs, stmt.Close())
	}
	return errors.Join(errs...)
}

// txn is a transaction of the writer that uses prepared statements and notes those that
// are missing.
type txn struct {
	*sql.Tx
	prepared *statements
	missing  []string
}

func (t *txn) stmt(ctx context.Context, query string) *sql.Stmt {
	if s := t.prepared.get(query); s != nil {
		return t.StmtContext(ctx, s)
	}
	t.missing = append(t.missing, query)
	return nil
}

// QueryContext hides that of sql.Tx, and so do the next two.
func (t *txn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if s := t.stmt(ctx, query); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for one row.
func (t *txn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if s := t.stmt(ctx, query); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return t.Tx.QueryRowContext(ctx, query, args...)
}

// ExecContext runs a statement.
func (t *txn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if s := t.stmt(ctx, query); s != nil {
		return s.ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

// change runs f in one transaction of the writer.
func (l *Ledger) change(ctx context.Context, f func(tx *txn) error) error {
	if l.write == nil {
		return &entente.Error{Op: "ledger", Kind: entente.Refused, Input: l.path, Err: errors.New("was opened for reading only")}
	}
	tx, err := l.write.BeginTx(ctx, nil)
	if err != nil {
		return l.fail(err)
	}
	t := &txn{Tx: tx, prepared: &l.prepared}
	if err := f(t); err != nil {
		return errors.Join(l.fail(err), rollback(tx))
	}
	if err := tx.Commit(); err != nil {
		return l.fail(err)
	}
	l.prepared.prepare(ctx, l.write, t.missing)
	return nil
}

func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}
