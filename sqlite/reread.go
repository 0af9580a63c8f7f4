package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"github.com/riverqueue/river"

	"entente"
)

// Reread makes jobs of the articles that were read, but not by that coder last: by an older
// program, another model or other rules. It returns how many. What was read stays until the
// new reading is there, and in all answers as of a day before it.
func (l *Ledger) Reread(ctx context.Context, by entente.Coder) (n int, err error) {
	err = l.change(ctx, func(tx *txn) error {
		rows, err := list[int64](ctx, tx, `SELECT r.article FROM reading r JOIN current_reading c ON c.id = r.id
			WHERE (r.version, r.ontology, r.model) <> (?, ?, ?)
			AND r.article NOT IN (SELECT args ->> 'article'`+openJobs+`) ORDER BY r.article`, by.Version, by.Ontology, by.Model)
		if err != nil {
			return err
		}
		for part := range slices.Chunk(rows, 500) {
			jobs := make([]river.InsertManyParams, len(part))
			for i, row := range part {
				jobs[i].Args = readJob{Article: row}
			}
			if _, err := l.jobs.InsertManyTx(ctx, tx.Tx, jobs); err != nil {
				return err
			}
		}
		n = len(rows)
		return nil
	})
	return n, err
}

// CoderCount is how many articles stand as a coder read them.
type CoderCount struct {
	entente.Coder
	Articles int
}

// Coders counts the articles by whom they were read last, the most first.
func (l *Ledger) Coders(ctx context.Context) ([]CoderCount, error) {
	var out []CoderCount
	err := each(ctx, l.read, "SELECT version, ontology, model, count(*) n FROM current_reading GROUP BY 1, 2, 3 ORDER BY n DESC, 1, 2, 3", nil, func(rows *sql.Rows) error {
		var c CoderCount
		err := rows.Scan(&c.Version, &c.Ontology, &c.Model, &c.Articles)
		out = append(out, c)
		return err
	})
	return out, l.fail(err)
}
