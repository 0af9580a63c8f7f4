package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"entente"
)

// Correct writes a row in place of c.Row, which must be the one that stands.
func (l *Ledger) Correct(ctx context.Context, c entente.Correction) (name entente.ReportID, err error) {
	if c.Who == "" {
		return "", &entente.Error{Op: "ledger", Kind: entente.Syntax, Input: string(c.Row), Err: errors.New("a correction says who made it")}
	}
	now := l.now() // one moment for the row and for what is said of it
	err = l.change(ctx, func(tx *Txn) error {
		if err := l.Dialect.Hold(ctx, tx, articleKey(entente.ArticleID(c.Row.Article()))); err != nil {
			return err
		}
		old, err := latestRow(ctx, tx, c.Row)
		if err != nil {
			return err
		}
		rep, row := old.Report, old.at
		row.replaces, row.rejected = old.at.id, c.Reject
		if c.Undo {
			before, err := beforeRow(ctx, tx, old)
			if err != nil {
				return err
			}
			rep, row.rejected, row.happening = before.Report, before.at.rejected, before.at.happening
		}
		moved := c.Mend.Apply(&rep)
		rep.ID, rep.Known = nextName(old.ID), time.UnixMilli(now)
		if err := l.Dialect.Hold(ctx, tx, linkKeys([]entente.Report{rep})...); err != nil {
			return err
		}
		name = rep.ID
		if moved {
			if row.happening, err = l.match(ctx, tx, &rep); err != nil {
				return err
			}
		}
		id, err := l.insertReport(ctx, tx, &rep, row)
		if err != nil {
			return err
		}
		var mend any
		if c.Mend != nil {
			mend = asJSON(c.Mend)
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO correction (row, new, who, why, mend, reject, undo, known) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			old.at.id, id, c.Who, c.Why, mend, c.Reject, c.Undo, now); err != nil {
			return err
		}
		return l.refresh(ctx, tx, old.at.happening)
	})
	return name, err
}

// latestRow returns the row of that name, which must not have been replaced.
func latestRow(ctx context.Context, tx *Txn, name entente.ReportID) (*storedReport, error) {
	rows, err := reports(ctx, tx, "WHERE r.name = ?", name)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, &entente.Error{Op: "ledger", Kind: entente.Missing, Input: string(name), Err: errors.New("no such row")}
	}
	var later string
	err = tx.QueryRowContext(ctx, "SELECT name FROM report WHERE replaces = ?", rows[0].at.id).Scan(&later)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return &rows[0], nil
	case err != nil:
		return nil, err
	}
	return nil, &entente.Error{Op: "ledger", Kind: entente.Refused, Input: string(name), Err: fmt.Errorf("was replaced by %s; correct that one", later)}
}

// beforeRow returns the row that stood before the last correction of r that was not undone.
func beforeRow(ctx context.Context, tx *Txn, r *storedReport) (*storedReport, error) {
	undone := 0
	for at := r.at.id; ; {
		var row int64
		var undo bool
		err := tx.QueryRowContext(ctx, "SELECT row, undo FROM correction WHERE new = ?", at).Scan(&row, &undo)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, &entente.Error{Op: "ledger", Kind: entente.Missing, Input: string(r.ID), Err: errors.New("has no correction to undo")}
		}
		if err != nil {
			return nil, err
		}
		at = row
		switch {
		case undo:
			undone++
			continue
		case undone > 0:
			undone--
			continue
		}
		rows, err := reports(ctx, tx, "WHERE r.id = ?", row)
		if err != nil {
			return nil, err
		}
		return &rows[0], nil
	}
}

var revision = regexp.MustCompile(`\+(\d+)$`)

// nextName is the name of the row that replaces the one of that name.
func nextName(name entente.ReportID) entente.ReportID {
	m := revision.FindStringSubmatchIndex(string(name))
	if m == nil {
		return name + "+1"
	}
	n, err := strconv.Atoi(string(name)[m[2]:m[3]])
	if err != nil {
		return name + "+1"
	}
	return entente.ReportID(fmt.Sprintf("%s+%d", name[:m[0]], n+1))
}

// History returns the corrections of a row and of what it replaces.
func (l *Ledger) History(ctx context.Context, id entente.ReportID) ([]entente.Correction, error) {
	var out []entente.Correction
	err := each(ctx, l.pool, `WITH RECURSIVE chain(id) AS (
			SELECT id FROM report WHERE name = ?
			UNION SELECT r.replaces FROM report r JOIN chain ON chain.id = r.id WHERE r.replaces IS NOT NULL)
		SELECT o.name, n.name, c.who, c.why, c.mend, c.reject, c.undo, c.known
		FROM chain CROSS JOIN correction c ON c.new = chain.id JOIN report o ON o.id = c.row JOIN report n ON n.id = c.new ORDER BY c.id`, []any{id}, func(rows *sql.Rows) error {
		var c entente.Correction
		var mend sql.NullString
		var known int64
		if err := rows.Scan(&c.Row, &c.New, &c.Who, &c.Why, &mend, &c.Reject, &c.Undo, &known); err != nil {
			return err
		}
		c.When = time.UnixMilli(known).UTC()
		out = append(out, c)
		if mend.Valid {
			return fromJSON(mend.String, &out[len(out)-1].Mend)
		}
		return nil
	})
	return out, l.fail(err)
}
