package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
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
	waitEvery = 20 * time.Millisecond
	// maxAttempts is how often an article is stored that would not be, and read whose reader
	// died. One that cannot be read is not tried again by itself.
	maxAttempts = 5
	// notMine is how long a job waits that another coder is to do.
	notMine    = 5 * time.Second
	openJobs   = " FROM river_job WHERE state IN ('available', 'running', 'retryable', 'scheduled', 'pending')"
	unreadJobs = " FROM river_job WHERE state IN ('available', 'running', 'retryable', 'scheduled', 'pending', 'discarded')" // the last wait to be taken up again
)

// Work reads what is waiting. One process works on a SQLite file at a time: Busy otherwise.
func (l *Ledger) Work(ctx context.Context, read func(context.Context, *entente.Article) (*entente.Reading, error), opts entente.WorkOptions) error {
	if l.Write == nil {
		return l.change(ctx, nil)
	}
	name := workerName()
	w := &worker{l: l, read: read, coder: opts.Coder, hand: map[int64]bool{}, done: opts.Done, dead: make(chan struct{})}
	leave, err := l.Jobs.Enter(ctx, name, w.holds)
	if err != nil {
		return l.fail(err)
	}
	err = l.work(ctx, name, w, opts)
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

func (l *Ledger) work(ctx context.Context, name string, w *worker, opts entente.WorkOptions) error {
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, w); err != nil {
		return err
	}
	cooldown, poll := l.Jobs.Pace()
	client, err := river.NewClient(l.Jobs.Driver(), &river.Config{
		ID: name, Logger: l.opts.Logger, Workers: workers,
		Queues:        map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: max(1, opts.Workers)}},
		FetchCooldown: cooldown, FetchPollInterval: poll,
		JobTimeout:                  -1, // a book takes what it takes
		CompletedJobRetentionPeriod: time.Minute,
		DiscardedJobRetentionPeriod: -1, // they are taken up again
		RetryPolicy:                 shortly{},
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

// queue notes the job of reading an article, due at the beginning of time.
func (l *Ledger) queue(ctx context.Context, tx *Txn, article int64) error {
	put, err := l.jobs.InsertTx(ctx, tx.Tx, ReadJob{Article: article}, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE river_job SET scheduled_at = ? WHERE id = ?", l.Jobs.First(), put.Job.ID)
	return err
}

// wait returns when no job is open and no more will come, when ctx ends, or when the worker
// is dead. A database that cannot be reached for a while is waited for.
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
	tick, probe := time.NewTicker(waitEvery), time.NewTicker(time.Second)
	defer tick.Stop()
	defer probe.Stop()
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
		case <-probe.C:
			if err := l.fail(l.Jobs.Probe(ctx)); err != nil {
				return err
			}
		case <-dead:
			return nil
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
	hand map[int64]bool // jobs that are being done
	done func(entente.Progress)
	lost error         // of storing, after which nothing more is tried
	dead chan struct{} // closed with it
}

// holds lists the jobs that are being done.
func (w *worker) holds() []int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Collect(maps.Keys(w.hand))
}

// hold notes whether a job is being done.
func (w *worker) hold(job int64, is bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if is {
		w.hand[job] = true
	} else {
		delete(w.hand, job)
	}
}

// Work reads one article. Its rows, and that the job is done, are one transaction.
func (w *worker) Work(ctx context.Context, job *river.Job[ReadJob]) error {
	w.hold(job.ID, true)
	defer w.hold(job.ID, false)
	if want := job.Args.Coder; want != (entente.Coder{}) && w.coder != (entente.Coder{}) && want != w.coder {
		return river.JobSnooze(notMine)
	}
	art, err := loadArticle(ctx, w.l.pool, job.Args.Article)
	if err != nil {
		return w.failed(ctx, job, err)
	}
	// After its last attempt a job is done, unless nobody lived to say so.
	var r *entente.Reading
	refused := error(&entente.Error{Op: "read", Kind: entente.Internal, Input: string(art.ID), Err: fmt.Errorf("whoever read it died amid it, %d times; it is not tried again by itself", maxAttempts)})
	if job.Attempt <= maxAttempts {
		r, refused = w.try(ctx, &art.Article)
	}
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

// failed is what becomes of a job that could not be stored. A database that is away, or has
// no room, is no fault of the article, which waits. After the last attempt the article is among the
// failures. Where not even that can be written, or the disk is at fault, which another
// attempt would not mend, the work ends; the next one takes the job up again.
func (w *worker) failed(ctx context.Context, job *river.Job[ReadJob], err error) error {
	err = w.l.fail(err)
	if entente.KindOf(err) == entente.Busy {
		return river.JobSnooze(time.Second)
	}
	hopeless := w.l.Dialect.Hopeless(err)
	if job.Attempt < maxAttempts && !hopeless {
		return err
	}
	if !hopeless {
		noted := w.l.change(ctx, func(tx *Txn) error {
			art, lost := loadArticle(ctx, tx, job.Args.Article)
			if lost != nil {
				return lost
			}
			return w.l.putFailure(ctx, tx, entente.Failure{Key: string(art.ID), Kind: entente.KindOf(err).String(), Why: err.Error()}, job.Args.Article)
		})
		if noted == nil {
			return err
		}
		err = errors.Join(err, noted)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lost == nil {
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
