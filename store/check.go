package store

import (
	"context"
	"database/sql"
	"fmt"

	"entente"
)

// Check holds what is written against what a ledger promises and returns what is wrong, in
// words: each text has its hash, each row reproduces its sentence, its trigger lies in it, and
// it says what its reading said. The list is nil where all is well. Of what people corrected,
// of rows of other systems and of the zones of a page there is no second copy to hold them
// against.
func (l *Ledger) Check(ctx context.Context) ([]string, error) {
	var faults []string
	for _, check := range []func(context.Context) ([]string, error){l.checkTexts, l.checkRows, l.checkReadings} {
		more, err := check(ctx)
		if err != nil {
			return nil, l.fail(err)
		}
		faults = append(faults, more...)
	}
	return faults, nil
}

func (l *Ledger) checkTexts(ctx context.Context) (faults []string, err error) {
	err = each(ctx, l.pool, "SELECT hash, text FROM article ORDER BY id", nil, func(rows *sql.Rows) error {
		var hash entente.ArticleID
		var text string
		err := rows.Scan(&hash, &text)
		if err == nil && entente.HashText(text) != hash {
			faults = append(faults, fmt.Sprintf("article %s: its text is another", hash))
		}
		return err
	})
	return faults, err
}

func (l *Ledger) checkRows(ctx context.Context) (faults []string, err error) {
	for _, table := range []string{"report", "claim"} {
		trigger := "0, 0"
		if table == "report" {
			trigger = "r.trigger_start, r.trigger_end"
		}
		err := each(ctx, l.pool, "SELECT r.name, a.hash, a.text, r.quote, r.sentence_start, r.sentence_end, "+trigger+" FROM "+table+" r JOIN article a ON a.id = r.article ORDER BY r.id", nil, func(rows *sql.Rows) error {
			var name, hash, text, quote string
			var sent, at entente.Span
			if err := rows.Scan(&name, &hash, &text, &quote, &sent.Start, &sent.End, &at.Start, &at.End); err != nil {
				return err
			}
			switch {
			case sent.Start < 0 || sent.End > len(text) || sent.Start > sent.End || sent.In(text) != quote:
				faults = append(faults, fmt.Sprintf("%s %s of article %s: its sentence is not at [%d:%d]", table, name, hash, sent.Start, sent.End))
			case table == "report" && !sent.Contains(at):
				faults = append(faults, fmt.Sprintf("report %s: its trigger is outside its sentence", name))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return faults, nil
}

// standingTables are worked out from the rows.
var standingTables = [...]string{"span", "tally", "tie", "happening"}

// CheckStanding makes the tables of what stands anew, compares, and says in words where
// they differ. It keeps what it made: it is for a copy of the ledger.
func (l *Ledger) CheckStanding(ctx context.Context) (faults []string, err error) {
	err = l.change(ctx, func(tx *Txn) error {
		faults = nil
		for _, table := range standingTables {
			if _, err := tx.ExecContext(ctx, "CREATE TEMP TABLE kept_"+table+" AS SELECT * FROM "+table); err != nil {
				return err
			}
		}
		if err := l.rebuild(ctx, tx); err != nil {
			return err
		}
		for _, table := range standingTables {
			var n int
			err := tx.QueryRowContext(ctx, fmt.Sprintf(`SELECT (SELECT count(*) FROM (SELECT * FROM %[1]s EXCEPT SELECT * FROM kept_%[1]s) a)
				+ (SELECT count(*) FROM (SELECT * FROM kept_%[1]s EXCEPT SELECT * FROM %[1]s) b)`, table)).Scan(&n)
			if err != nil {
				return err
			}
			if n > 0 {
				faults = append(faults, fmt.Sprintf("%s: %d rows do not follow from the reports", table, n))
			}
		}
		return nil
	})
	return faults, err
}

// rebuild makes the tables of what stands anew.
func (l *Ledger) rebuild(ctx context.Context, tx *Txn) error {
	for _, table := range standingTables {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table); err != nil {
			return err
		}
	}
	ids, err := list[int64](ctx, tx, "SELECT DISTINCT happening FROM report ORDER BY happening")
	if err != nil {
		return err
	}
	return l.refresh(ctx, tx, ids...)
}

// Compact makes the tables of what stands anew, drops what the job queue has done, and
// gives unused room back to the disk.
func (l *Ledger) Compact(ctx context.Context) error {
	err := l.change(ctx, func(tx *Txn) error {
		if err := l.rebuild(ctx, tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM river_job WHERE state IN ('completed', 'cancelled')")
		return err
	})
	if err != nil {
		return err
	}
	return l.fail(l.Dialect.Tidy(ctx, l.Write))
}
