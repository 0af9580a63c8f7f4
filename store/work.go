package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"entente"
)

// ReadJob is the job of reading an article. The queue stands in the ledger's own database,
// so article and job come and go in one transaction.
type ReadJob struct {
	Article int64 `json:"article"` // row
	// Coder is who is to read it; zero is whoever comes.
	Coder entente.Coder `json:"coder,omitzero"`
}

// Kind names the job in the queue.
func (ReadJob) Kind() string { return "read" }

const (
	waitEvery   = 20 * time.Millisecond
	maxAttempts = 5 // of storing; an article that cannot be read is not tried again by itself
	// notMine is how long a job waits that another coder is to do.
	notMine  = 5 * time.Second
	openJobs = " FROM river_job WHERE state IN ('available', 'running', 'retryable', 'scheduled', 'pending')"
)

// Work reads what is waiting. One process works on a SQLite file at a time: Busy otherwise.
func (l *Ledger) Work(ctx context.Context, read func(context.Context, *entente.Article) (*entente.Reading, error), opts entente.WorkOptions) error {
	if l.Write == nil {
		return l.change(ctx, nil)
	}
	name := workerName()
	leave, err := l.Jobs.Enter(ctx, name)
	if err != nil {
		return l.fail(err)
	}
	err = l.work(ctx, name, read, opts)
	return errors.Join(err, leave())
}

// workerName is the name of this worker among all: its machine, its process, and a word
// that no other has.
func workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "worker"
	}
	return fmt.Sprintf("%.40s/%d/%.6s", host, os.Getpid(), rand.Text())
}

func (l *Ledger) work(ctx context.Context, name string, read func(context.Context, *entente.Article) (*entente.Reading, error), opts entente.WorkOptions) error {
	w := &worker{l: l, read: read, coder: opts.Coder, done: opts.Done}
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, w); err != nil {
		return err
	}
	cooldown, poll := l.Jobs.Pace()
	client, err := river.NewClient(l.Jobs.Driver(), &river.Config{
		ID: name, Logger: l.opts.Logger, Workers: workers, MaxAttempts: maxAttempts,
		Queues:        map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: max(1, opts.Workers)}},
		FetchCooldown: cooldown, FetchPollInterval: poll,
		JobTimeout:                  -1, // a book takes what it takes
		CompletedJobRetentionPeriod: time.Minute,
		RetryPolicy:                 shortly{},
	})
	if err != nil {
		return err
	}
	// Stop is what ends the work, so that what is being read is finished.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return l.fail(err)
	}
	err = l.wait(ctx, opts.More)
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return errors.Join(err, client.Stop(stopping), w.fatal())
}

// wait returns when no job is open and no more will come, or when ctx ends. A database that
// cannot be reached for a while is waited for.
func (l *Ledger) wait(ctx context.Context, more <-chan struct{}) error {
	if more != nil {
		select {
		case <-more:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	tick := time.NewTicker(waitEvery)
	defer tick.Stop()
	for {
		var open bool // and not how many: a long queue would be counted fifty times a second
		err := l.fail(l.pool.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1"+openJobs+")").Scan(&open))
		switch {
		case err != nil && entente.KindOf(err) != entente.Busy:
			return err
		case err == nil && !open:
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// shortly tries a failed transaction again after as many seconds as it failed times.
type shortly struct{}

// NextRetry returns the time of the next attempt.
func (shortly) NextRetry(job *rivertype.JobRow) time.Time {
	return time.Now().Add(time.Duration(job.Attempt) * time.Second)
}

// worker takes jobs from the queue.
type worker struct {
	river.WorkerDefaults[ReadJob]
	l     *Ledger
	read  func(context.Context, *entente.Article) (*entente.Reading, error)
	coder entente.Coder

	mu   sync.Mutex
	done func(entente.Progress)
	lost error // the last error of storing after which nothing more was tried
}

// Work reads one article. Its rows, and that the job is done, are one transaction.
func (w *worker) Work(ctx context.Context, job *river.Job[ReadJob]) error {
	if want := job.Args.Coder; want != (entente.Coder{}) && w.coder != (entente.Coder{}) && want != w.coder {
		return river.JobSnooze(notMine)
	}
	art, err := loadArticle(ctx, w.l.pool, job.Args.Article)
	if err != nil {
		return w.failed(ctx, job, err)
	}
	r, refused := w.try(ctx, &art.Article)
	err = w.l.change(ctx, func(tx *Txn) error {
		if refused != nil {
			err := w.l.putFailure(ctx, tx, entente.Failure{Key: string(art.ID), Kind: entente.KindOf(refused).String(), Why: refused.Error()}, job.Args.Article)
			if err != nil {
				return err
			}
		} else if _, err := w.l.appendReading(ctx, tx, job.Args.Article, r); err != nil {
			return err
		}
		return w.l.Jobs.Complete(ctx, tx.Tx, job)
	})
	if err != nil {
		return w.failed(ctx, job, err)
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

// failed keeps the error of a job that will not be tried again: among the failures, if they
// can be written, and for who runs the worker.
func (w *worker) failed(ctx context.Context, job *river.Job[ReadJob], err error) error {
	if job.Attempt >= maxAttempts {
		err = errors.Join(err, w.l.change(ctx, func(tx *Txn) error {
			art, lost := loadArticle(ctx, tx, job.Args.Article)
			if lost != nil {
				return lost
			}
			return w.l.putFailure(ctx, tx, entente.Failure{Key: string(art.ID), Kind: entente.KindOf(err).String(), Why: err.Error()}, job.Args.Article)
		}))
		w.mu.Lock()
		defer w.mu.Unlock()
		w.lost = err
	}
	return err
}

func (w *worker) fatal() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lost
}
