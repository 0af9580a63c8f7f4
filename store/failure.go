package store

import (
	"context"
	"database/sql"
	"time"

	"entente"
)

// Fail notes an input that could not be read.
func (l *Ledger) Fail(ctx context.Context, f entente.Failure) error {
	return l.change(ctx, func(tx *Txn) error { return l.putFailure(ctx, tx, f, 0) })
}

func (l *Ledger) putFailure(ctx context.Context, tx *Txn, f entente.Failure, article int64) error {
	var row any
	if article != 0 {
		row = article
	}
	if f.When.IsZero() {
		f.When = l.opts.Now()
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO failure (key, article, kind, why, attempt, known) VALUES (?, ?, ?, ?, 1, ?)
		ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, why = excluded.why, attempt = failure.attempt + 1, known = excluded.known`,
		f.Key, row, f.Kind, f.Why, f.When.UnixMilli())
	return err
}

// Failures lists what could not be read, the latest first.
func (l *Ledger) Failures(ctx context.Context) ([]entente.Failure, error) {
	var out []entente.Failure
	err := each(ctx, l.pool, "SELECT key, kind, why, attempt, known FROM failure ORDER BY known DESC, key", nil, func(rows *sql.Rows) error {
		var f entente.Failure
		var known int64
		err := rows.Scan(&f.Key, &f.Kind, &f.Why, &f.Attempt, &known)
		f.When = time.UnixMilli(known).UTC()
		out = append(out, f)
		return err
	})
	return out, l.fail(err)
}

// Retry makes jobs of the articles that could not be read, and returns how many. Inputs
// that never became an article are tried again when they are ingested again.
func (l *Ledger) Retry(ctx context.Context) (n int, err error) {
	err = l.change(ctx, func(tx *Txn) error {
		rows, err := list[int64](ctx, tx, "SELECT article FROM failure WHERE article IS NOT NULL ORDER BY article")
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := l.queue(ctx, tx, row); err != nil {
				return err
			}
		}
		n = len(rows)
		return nil
	})
	return n, err
}
