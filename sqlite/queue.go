package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"time"

	"entente"
)

// Queue counts the jobs that are not done, by state. The ids of jobs only grow, so the
// smallest is the oldest; an index holds them by state, and no other row is looked at.
func (l *Ledger) Queue(ctx context.Context) ([]entente.Queued, error) {
	var out []entente.Queued
	err := each(ctx, l.read, `SELECT state, jobs, (SELECT unixepoch(created_at) FROM river_job WHERE id = first)
		FROM (SELECT state, count(*) AS jobs, min(id) AS first FROM river_job WHERE state <> 'completed' GROUP BY state) ORDER BY state`,
		nil, func(rows *sql.Rows) error {
			var q entente.Queued
			var oldest int64
			err := rows.Scan(&q.State, &q.Jobs, &oldest)
			q.Oldest = time.Unix(oldest, 0).UTC()
			out = append(out, q)
			return err
		})
	return out, l.fail(err)
}

// Size returns how many bytes the ledger takes on the disk, with what is not yet moved into
// the file from the log of the last writes.
func (l *Ledger) Size(context.Context) (int64, error) {
	var size int64
	for _, name := range []string{l.path, l.path + "-wal"} {
		st, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist) && name != l.path: // moved and gone
		case err != nil:
			return 0, l.fail(err)
		default:
			size += st.Size()
		}
	}
	return size, nil
}
