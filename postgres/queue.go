package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"

	"entente/store"
)

// queue is River in the ledger's own database.
type queue struct {
	db     *sql.DB
	listen *pgxpool.Pool // for the notice that a job has come
	log    *slog.Logger
}

// Driver makes River's driver.
func (q *queue) Driver() riverdriver.Driver[*sql.Tx] {
	return riverdatabasesql.NewWithPgxListener(q.db, q.listen)
}

// Complete marks a job as done.
func (*queue) Complete(ctx context.Context, tx *sql.Tx, job *river.Job[store.ReadJob]) error {
	_, err := river.JobCompleteTx[*riverdatabasesql.Driver](ctx, tx, job)
	return err
}

// Pace is that of a server which tells of new jobs.
func (*queue) Pace() (cooldown, poll time.Duration) { return 5 * time.Millisecond, time.Second }

// First is the beginning of time.
func (*queue) First() any { return time.Unix(0, 0).UTC() }

// Probe returns nil: a server that is away comes back.
func (*queue) Probe(context.Context) error { return nil }

// look is how often a worker shows that it lives, and looks for the jobs of those that do not.
const look = 2 * time.Second

// Enter holds a lock in the worker's name for as long as it works. A job that runs under a
// name whose lock is free was left by a worker that is dead, or cut off: it is made
// available at once. Who was cut off and comes back finds its article read, or reads it
// first; the ledger keeps one reading of a coder. A job under the worker's own name that is
// not in its hand is one that it never heard of: the connection was cut after the server had
// given the job out, and before it said so.
func (q *queue) Enter(ctx context.Context, name string, hand func() []int64) (leave func() error, err error) {
	p := &presence{q: q, name: name, hand: hand}
	if err := p.show(ctx); err != nil {
		return nil, errors.Join(err, p.hide())
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { p.stay(ctx) })
	return func() error {
		cancel()
		done.Wait()
		return p.hide()
	}, nil
}

// presence is a worker's sign that it lives.
type presence struct {
	q    *queue
	name string
	hand func() []int64 // the jobs that it does
	conn *sql.Conn      // that holds the lock
}

// unheard is how long a job is given out before its worker must have it in hand; the time
// is the server's.
const unheard = "5 seconds"

// show takes the lock, if it is not held, and takes up what the dead left and what was lost
// on the way.
func (p *presence) show(ctx context.Context) error {
	if p.conn != nil {
		if _, err := p.conn.ExecContext(ctx, "SELECT 1"); err != nil {
			_ = p.hide() // the server ended the session; the lock went with it
		}
	}
	if p.conn == nil {
		conn, err := p.q.db.Conn(ctx)
		if err != nil {
			return err
		}
		p.conn = conn
		if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1, hashtext($2))", lockWorker, p.name); err != nil {
			return err
		}
	}
	// Those given up that are not among the failures could not even be noted there.
	_, err := p.conn.ExecContext(ctx, `UPDATE river_job j SET state = 'available', attempt = 0, finalized_at = NULL
		WHERE state = 'discarded' AND kind = $1 AND NOT EXISTS (SELECT FROM failure f WHERE f.article = (j.args ->> 'article')::bigint)`, store.ReadJob{}.Kind())
	if err != nil {
		return err
	}
	// The attempt counts: an article may be what its readers die of. The jobs of one worker
	// begin apart, so that those which were read beside that article do not die of it again.
	_, err = p.conn.ExecContext(ctx, `UPDATE river_job j SET state = 'available', scheduled_at = now() + attempt * random() * interval '2 seconds'
		WHERE state = 'running' AND kind = $2 AND NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid::bigint = $1
			AND objid = (hashtext(j.attempted_by[array_upper(j.attempted_by, 1)])::bigint & 4294967295)::oid
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`, lockWorker, store.ReadJob{}.Kind())
	if err != nil {
		return err
	}
	_, err = p.conn.ExecContext(ctx, `UPDATE river_job SET state = 'available', attempt = greatest(attempt - 1, 0)
		WHERE state = 'running' AND kind = $1 AND attempted_by[array_upper(attempted_by, 1)] = $2 AND attempted_at < now() - $3::interval AND NOT coalesce(id = ANY($4), false)`,
		store.ReadJob{}.Kind(), p.name, unheard, p.hand())
	return err
}

func (p *presence) stay(ctx context.Context) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := p.show(ctx); err != nil && ctx.Err() == nil && p.q.log != nil {
			p.q.log.Warn("the worker cannot show that it lives; it tries again", "worker", p.name, "error", err)
		}
	}
}

// hide gives the lock back.
func (p *presence) hide() error {
	if p.conn == nil {
		return nil
	}
	conn := p.conn
	p.conn = nil
	ctx, cancel := context.WithTimeout(context.Background(), look)
	defer cancel()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1, hashtext($2))", lockWorker, p.name); err != nil {
		// The session may be gone, and the lock with it; else it must not go back to the pool.
		_ = conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	if err := conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
		return err
	}
	return nil
}
