package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
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

// epoch is the beginning of time.
const epoch = "1970-01-01 00:00:00.000"

// First is the beginning of time.
func (queue) First() any { return epoch }

// Probe writes what stands there already.
func (q queue) Probe(ctx context.Context) error {
	_, err := q.db.ExecContext(ctx, `UPDATE river_job SET priority = priority
		WHERE id = (SELECT min(id) FROM river_job WHERE state IN ('available', 'running', 'retryable', 'scheduled', 'pending'))`)
	return err
}

// Enter keeps other processes from working on the file. The lock is a transaction on a
// file beside it, which the system ends with the process, however that ends.
func (q queue) Enter(ctx context.Context, _ string, _ func() []int64) (leave func() error, err error) {
	leave = func() error { return nil }
	if q.path != Memory {
		if leave, err = q.lock(ctx); err != nil {
			return nil, err
		}
	}
	if err := q.takeUp(ctx); err != nil {
		return nil, errors.Join(err, leave())
	}
	return leave, nil
}

// takeUp makes jobs of what an earlier process left. Whoever ran them, or led the queue, is
// dead: the lock was free. The attempt counts, since an article may be what it died of, and
// where it died three times over several they begin apart, so that the others do not die of
// it again. Those given up failed for want of a disk, or are among the failures, where one
// more attempt does no harm. No job waits for a day that the clock once showed by mistake.
func (q queue) takeUp(ctx context.Context) error {
	tx, err := q.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	_, err = tx.ExecContext(ctx, `UPDATE river_job SET state = 'available', attempt = CASE state WHEN 'running' THEN attempt ELSE 0 END, finalized_at = NULL,
		scheduled_at = CASE WHEN state = 'running' AND attempt > 2 AND (SELECT count(*) FROM river_job WHERE state = 'running' AND attempt > 2) > 1
			THEN strftime('%Y-%m-%d %H:%M:%f', 'now', (attempt * 2 * (abs(random()) % 1000) / 1000.0) || ' seconds') ELSE ?1 END
		WHERE kind = ?2 AND (state IN ('running', 'retryable', 'scheduled', 'pending', 'discarded') OR state = 'available' AND scheduled_at > ?1)`, epoch, store.ReadJob{}.Kind())
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM river_leader"); err != nil {
		return err
	}
	return tx.Commit()
}

func (q queue) lock(ctx context.Context) (unlock func() error, err error) {
	db, err := openFile(q.path+".lock", url.Values{"_txlock": {"exclusive"}})
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
