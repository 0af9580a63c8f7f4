package sqlite

import (
	"context"
	"database/sql"
	"strings"
)

// together is how many rows of a bulk are one statement: what a statement costs beside its
// rows is little then, and more rows gain no more.
const together = 50

// bulk writes many rows into one table.
type bulk struct {
	ctx           context.Context
	tx            *txn
	insert, after string    // what stands before the values and after them
	full          *sql.Stmt // of a full statement; the transaction closes it
	columns       int
	args          []any
}

// add writes a row, or keeps it until a statement is full.
func (b *bulk) add(row ...any) (err error) {
	b.columns, b.args = len(row), append(b.args, row...)
	if len(b.args) < together*b.columns {
		return nil
	}
	if b.full == nil {
		if b.full, err = b.tx.PrepareContext(b.ctx, b.query(together)); err != nil {
			return err
		}
	}
	_, err = b.full.ExecContext(b.ctx, b.args...)
	b.args = b.args[:0]
	return err
}

// flush writes the rows that are kept.
func (b *bulk) flush() error {
	if len(b.args) == 0 {
		return nil
	}
	_, err := b.tx.Tx.ExecContext(b.ctx, b.query(len(b.args)/b.columns), b.args...)
	b.args = b.args[:0]
	return err
}

func (b *bulk) query(rows int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", b.columns), ", ") + ")"
	return b.insert + " VALUES " + strings.TrimSuffix(strings.Repeat(row+", ", rows), ", ") + " " + b.after
}
