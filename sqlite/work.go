package sqlite

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"entente"
)

// readJob is the job of reading an article. The queue stands in the ledger's own file, so
// article and job come and go in one transaction.
type readJob struct {
	Article int64 `json:"article"` // row
}

// Kind names the job in the queue.
func (readJob) Kind() string { return "read" }

const (
	pollEvery   = 20 * time.Millisecond
	maxAttempts = 5                         // of storing in one run; an article that cannot be read is not tried again by itself
	epoch       = "1970-01-01 00:00:00.000" // as the queue has it
	openJobs    = " FROM river_job WHERE state IN ('available', 'running', 'retryable', 'scheduled', 'pending')"
	unreadJobs  = " FROM river_job WHERE state IN ('available', 'running', 'retryable', 'scheduled', 'pending', 'discarded')" // the last wait for the next Work
)

// Work reads what is waiting. One process works on a file at a time: Busy otherwise.
func (l *Ledger) Work(ctx context.Context, read func(context.Context, *entente.Article) (*entente.Reading, error), opts entente.WorkOptions) error {
	unlock, err := l.lock(ctx)
	if err != nil {
		return err
	}
	err = l.work(ctx, read, opts)
	return errors.Join(err, unlock())
}

func (l *Ledger) work(ctx context.Context, read func(context.Context, *entente.Article) (*entente.Reading, error), opts entente.WorkOptions) error {
	if err := l.takeUp(ctx); err != nil {
		return err
	}
	w := &worker{l: l, read: read, done: opts.Done, dead: make(chan struct{})}
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, w); err != nil {
		return err
	}
	client, err := river.NewClient(riversqlite.New(l.write), &river.Config{
		Logger: l.opts.Logger, Workers: workers, MaxAttempts: maxAttempts,
		Queues:        map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: max(1, opts.Workers)}},
		FetchCooldown: time.Millisecond, FetchPollInterval: pollEvery,
		JobTimeout:                  -1,                                           // a book takes what it takes
		CompletedJobRetentionPeriod: time.Minute, DiscardedJobRetentionPeriod: -1, // the next Work takes them up
		RetryPolicy: shortly{},
	})
	if err != nil {
		return err
	}
	// Stop is what ends the work, so that what is being read is finished.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return l.fail(err)
	}
	err = l.wait(ctx, opts.More, w.dead)
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return errors.Join(err, client.Stop(stopping), w.fatal())
}

// queue notes the job of reading an article. It is due at the beginning of time: the order
// of arrival is the order of reading then, whatever the clock does, and no job waits for a
// day that the clock once showed by mistake.
func (l *Ledger) queue(ctx context.Context, tx *txn, article int64) error {
	put, err := l.jobs.InsertTx(ctx, tx.Tx, readJob{Article: article}, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE river_job SET scheduled_at = ? WHERE id = ?", epoch, put.Job.ID)
	return err
}

// takeUp makes jobs of what an earlier process left. Whoever ran them, or led the queue, is
// dead: the lock was free. Those given up failed for want of a disk, and not for what the
// article is: that would be a Failure.
func (l *Ledger) takeUp(ctx context.Context) error {
	return l.change(ctx, func(tx *txn) error {
		_, err := tx.ExecContext(ctx, `UPDATE river_job SET state = 'available', attempt = 0, finalized_at = NULL, scheduled_at = ?1
			WHERE kind = ?2 AND (state IN ('running', 'retryable', 'scheduled', 'pending', 'discarded') OR state = 'available' AND scheduled_at > ?1)`, epoch, readJob{}.Kind())
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM river_leader")
		return err
	})
}

// wait returns when no job is open and no more will come, when ctx ends, or when the worker
// is dead.
func (l *Ledger) wait(ctx context.Context, more, dead <-chan struct{}) error {
	if more != nil {
		select {
		case <-more:
		case <-dead:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	tick, probe := time.NewTicker(pollEvery), time.NewTicker(time.Second)
	defer tick.Stop()
	defer probe.Stop()
	for {
		var open bool // and not how many: a long queue would be counted fifty times a second
		if err := l.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1"+openJobs+")").Scan(&open); err != nil || !open {
			return l.fail(err)
		}
		select {
		case <-tick.C:
		case <-probe.C:
			if err := l.takesMore(ctx); err != nil {
				return err
			}
		case <-dead:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// takesMore writes what stands there already. The queue does not tell when it cannot write: it
// tries again for ever, and would never take the next job from a disk that is full.
func (l *Ledger) takesMore(ctx context.Context) error {
	return l.change(ctx, func(tx *txn) error {
		_, err := tx.ExecContext(ctx, "UPDATE river_job SET priority = priority WHERE id = (SELECT min(id)"+openJobs+")")
		return err
	})
}

// lock keeps other processes from working on the file. The lock is a transaction on a
// file beside it, which the system ends with the process, however that ends.
func (l *Ledger) lock(ctx context.Context) (unlock func() error, err error) {
	db, err := openFile(l.path+".lock", url.Values{"_txlock": {"exclusive"}})
	if err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		err = l.fail(err)
		if e := new(entente.Error); errors.As(err, &e) && e.Kind == entente.Busy {
			e.Err = errors.New("another entente works on this ledger; wait for it, or use a PostgreSQL ledger for several workers")
		}
		return nil, errors.Join(err, db.Close())
	}
	return func() error { return errors.Join(rollback(tx), db.Close()) }, nil
}

// shortly tries a failed transaction again after as many seconds as it failed times.
type shortly struct{}

// NextRetry returns the time of the next attempt.
func (shortly) NextRetry(job *rivertype.JobRow) time.Time {
	return time.Now().Add(time.Duration(job.Attempt) * time.Second)
}

// worker takes jobs from the queue.
type worker struct {
	river.WorkerDefaults[readJob]
	l    *Ledger
	read func(context.Context, *entente.Article) (*entente.Reading, error)

	mu   sync.Mutex
	done func(entente.Progress)
	lost error         // of storing, after which nothing more is tried
	dead chan struct{} // closed with it
}

// Work reads one article. Its rows, and that the job is done, are one transaction.
func (w *worker) Work(ctx context.Context, job *river.Job[readJob]) error {
	art, err := loadArticle(ctx, w.l.read, job.Args.Article)
	if err != nil {
		return w.failed(job, w.l.fail(err))
	}
	r, refused := w.try(ctx, &art.Article)
	err = w.l.change(ctx, func(tx *txn) error {
		if refused != nil {
			err := w.l.putFailure(ctx, tx, entente.Failure{Key: string(art.ID), Kind: entente.KindOf(refused).String(), Why: refused.Error()}, job.Args.Article)
			if err != nil {
				return err
			}
		} else if _, err := w.l.appendReading(ctx, tx, job.Args.Article, r); err != nil {
			return err
		}
		_, err := river.JobCompleteTx[*riversqlite.Driver](ctx, tx.Tx, job)
		return err
	})
	if err != nil {
		return w.failed(job, err)
	}
	if w.done != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		p := entente.Progress{Article: art.ID, Bytes: len(art.Text), Err: refused}
		if r != nil {
			p.Rows = len(r.Events)
		}
		w.done(p)
	}
	return nil
}

// try reads one article; a panic of a stage is an article that cannot be read.
func (w *worker) try(ctx context.Context, art *entente.Article) (r *entente.Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, &entente.Error{Op: "read", Kind: entente.Internal, Input: string(art.ID), Err: fmt.Errorf("panic: %v", p)}
		}
	}()
	return w.read(ctx, art)
}

// failed ends the work where a job cannot be stored: at once where the disk is at fault,
// which another attempt would not mend. The next Work takes the job up again.
func (w *worker) failed(job *river.Job[readJob], err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if (job.Attempt >= maxAttempts || offDisk(err)) && w.lost == nil {
		w.lost = err
		close(w.dead)
	}
	return err
}

func (w *worker) fatal() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lost
}
