package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"entente"
)

// Queue counts the jobs that are not done, by state. The ids of jobs only grow, so the
// smallest is the oldest; an index holds them by state, and no other row is looked at.
func (l *Ledger) Queue(ctx context.Context) ([]entente.Queued, error) {
	var out []entente.Queued
	err := each(ctx, l.pool, `SELECT s.state, s.jobs, j.created_at
		FROM (SELECT state, count(*) AS jobs, min(id) AS oldest FROM river_job WHERE state <> 'completed' GROUP BY state) s
		JOIN river_job j ON j.id = s.oldest ORDER BY CAST(s.state AS text)`,
		nil, func(rows *sql.Rows) error {
			var q entente.Queued
			err := rows.Scan(&q.State, &q.Jobs, &q.Oldest)
			q.Oldest = q.Oldest.UTC().Truncate(time.Second)
			out = append(out, q)
			return err
		})
	return out, l.fail(err)
}

// ReadSince counts the readings that were stored since a moment.
func (l *Ledger) ReadSince(ctx context.Context, since time.Time) (n int, err error) {
	err = l.pool.QueryRowContext(ctx, "SELECT count(*) FROM reading WHERE known >= ?", since.UnixMilli()).Scan(&n)
	return n, l.fail(err)
}

// recodeBatch is how many jobs of one recoding are one transaction.
const recodeBatch = 1000

// Recode makes a job of each article whose current reading is by another coder than c, and
// that has no job yet. Only workers that are c take them, so that old workers and new ones
// can run beside each other until the last old one is gone.
func (l *Ledger) Recode(ctx context.Context, c entente.Coder) (n int, err error) {
	rows, err := list[int64](ctx, l.pool, `SELECT r.article FROM current_reading r WHERE NOT (r.version = ? AND r.ontology = ? AND r.model = ?)
		AND NOT EXISTS (SELECT 1 FROM river_job j WHERE j.kind = ? AND j.state IN ('available', 'running', 'retryable', 'scheduled', 'pending') AND CAST(j.args ->> 'article' AS bigint) = r.article)
		ORDER BY r.article`, c.Version, c.Ontology, c.Model, ReadJob{}.Kind())
	if err != nil {
		return 0, l.fail(err)
	}
	for chunk := range slices.Chunk(rows, recodeBatch) {
		jobs := make([]river.InsertManyParams, len(chunk))
		for i, row := range chunk {
			// After what has come in anew: news before history.
			jobs[i] = river.InsertManyParams{Args: ReadJob{Article: row, Coder: c}, InsertOpts: &river.InsertOpts{Priority: 3}}
		}
		if err := l.change(ctx, func(tx *Txn) error {
			_, err := l.jobs.InsertManyFastTx(ctx, tx.Tx, jobs)
			return err
		}); err != nil {
			return n, err
		}
		n += len(chunk)
	}
	return n, nil
}

// CoderCount is how many articles stand as a coder read them.
type CoderCount struct {
	entente.Coder
	Articles int
}

// Coders counts the articles by whom they were read last, the most first.
func (l *Ledger) Coders(ctx context.Context) ([]CoderCount, error) {
	var out []CoderCount
	err := each(ctx, l.pool, "SELECT version, ontology, model, count(*) n FROM current_reading GROUP BY version, ontology, model ORDER BY n DESC, version, ontology, model", nil, func(rows *sql.Rows) error {
		var c CoderCount
		err := rows.Scan(&c.Version, &c.Ontology, &c.Model, &c.Articles)
		out = append(out, c)
		return err
	})
	return out, l.fail(err)
}
