package store

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

// Txn is a transaction of the writer in the database's dialect. It uses prepared
// statements, where the driver has none of its own, and notes those that are missing.
type Txn struct {
	*sql.Tx
	Conn    *sql.Conn // that it runs on
	dialect Dialect
	ready   *statements // nil: the driver prepares
	missing []string
}

func (t *Txn) stmt(ctx context.Context, query string) *sql.Stmt {
	if t.ready == nil {
		return nil
	}
	if s := t.ready.get(query); s != nil {
		return t.StmtContext(ctx, s)
	}
	t.missing = append(t.missing, query)
	return nil
}

// QueryContext hides that of sql.Tx, and so do the next two.
func (t *Txn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	query = t.dialect.SQL(query)
	if s := t.stmt(ctx, query); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for one row.
func (t *Txn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	query = t.dialect.SQL(query)
	if s := t.stmt(ctx, query); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return t.Tx.QueryRowContext(ctx, query, args...)
}

// ExecContext runs a statement.
func (t *Txn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	query = t.dialect.SQL(query)
	if s := t.stmt(ctx, query); s != nil {
		return s.ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

// tries is how often a transaction is begun anew that had to give way to another.
const tries = 5

// change runs f in one transaction of the writer, and once more where the database says
// that it may: f must not keep what an earlier run of it left.
func (l *Ledger) change(ctx context.Context, f func(tx *Txn) error) (err error) {
	if l.Write == nil {
		return &entente.Error{Op: "ledger", Kind: entente.Refused, Input: l.Name, Err: errors.New("was opened for reading only")}
	}
	for range tries {
		if err = l.once(ctx, f); err == nil || !l.Dialect.Again(err) {
			break
		}
	}
	return l.fail(err)
}

func (l *Ledger) once(ctx context.Context, f func(tx *Txn) error) error {
	conn, err := l.Write.Conn(ctx)
	if err != nil {
		return err
	}
	t := &Txn{Conn: conn, dialect: l.Dialect}
	if l.Dialect.Prepares() {
		t.ready = &l.ready
	}
	if t.Tx, err = conn.BeginTx(ctx, nil); err != nil {
		return errors.Join(err, conn.Close())
	}
	if err := f(t); err != nil {
		return errors.Join(err, rollback(t.Tx), conn.Close())
	}
	if err := errors.Join(t.Commit(), conn.Close()); err != nil {
		return err
	}
	l.ready.prepare(ctx, l.Write, t.missing)
	return nil
}

func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}
