package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"entente"
	"entente/store"
)

// queue is River in the ledger's own file.
type queue struct {
	db   *sql.DB
	path string
}

// Driver makes River's driver.
func (q queue) Driver() riverdriver.Driver[*sql.Tx] { return riversqlite.New(q.db) }

// Complete marks a job as done.
func (queue) Complete(ctx context.Context, tx *sql.Tx, job *river.Job[store.ReadJob]) error {
	_, err := river.JobCompleteTx[*riversqlite.Driver](ctx, tx, job)
	return err
}

// Pace is short: a look at a file costs little.
func (queue) Pace() (cooldown, poll time.Duration) { return time.Millisecond, 20 * time.Millisecond }

// Enter keeps other processes from working on the file. The lock is a transaction on a
// file beside it, which the system ends with the process, however that ends. Whoever ran
// what is marked as running is dead then.
func (q queue) Enter(ctx context.Context, _ string) (leave func() error, err error) {
	leave = func() error { return nil }
	if q.path != Memory {
		if leave, err = q.lock(ctx); err != nil {
			return nil, err
		}
	}
	_, err = q.db.ExecContext(ctx, "UPDATE river_job SET state = 'available', attempt = max(attempt - 1, 0) WHERE state = 'running'")
	if err != nil {
		return nil, errors.Join(err, leave())
	}
	return leave, nil
}

func (q queue) lock(ctx context.Context) (unlock func() error, err error) {
	db, err := sql.Open("sqlite", "file:"+q.path+".lock?_txlock=exclusive")
	if err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		err = fail(q.path, err)
		if e := new(entente.Error); errors.As(err, &e) && e.Kind == entente.Busy {
			e.Err = errors.New("another entente works on this ledger; wait for it, or use a PostgreSQL ledger for several workers")
		}
		return nil, errors.Join(err, db.Close())
	}
	return func() error {
		err := tx.Rollback()
		if errors.Is(err, sql.ErrTxDone) {
			err = nil
		}
		return errors.Join(err, db.Close())
	}, nil
}
