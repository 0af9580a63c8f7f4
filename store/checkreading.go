package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"entente"
)

// checkReadings holds each row against the record of its reading, which has a sum over all of
// its bytes: what was written once is not changed.
func (l *Ledger) checkReadings(ctx context.Context) (faults []string, err error) {
	ids, err := list[int64](ctx, l.pool, "SELECT id FROM reading ORDER BY id")
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		more, err := l.checkReading(ctx, id)
		if err != nil {
			return nil, err
		}
		faults = append(faults, more...)
	}
	return faults, nil
}

func (l *Ledger) checkReading(ctx context.Context, id int64) (faults []string, err error) {
	var article int64
	var number int
	var record []byte
	if err := l.pool.QueryRowContext(ctx, "SELECT article, number, record FROM reading WHERE id = ?", id).Scan(&article, &number, &record); err != nil {
		return nil, err
	}
	art, err := loadArticle(ctx, l.pool, article)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil // said by the check of references
	case err != nil:
		return nil, err
	}
	r, err := unpackReading(record, art.Text)
	if err != nil {
		return []string{fmt.Sprintf("reading %d of article %s: %v", number, art.ID, err)}, nil
	}
	if err := r.Validate(); err != nil {
		return []string{fmt.Sprintf("reading %d of article %s: %v", number, art.ID, err)}, nil
	}
	rows, err := reports(ctx, l.pool, "WHERE r.reading = ?", id)
	if err != nil {
		return nil, err
	}
	stored := map[entente.ReportID]*entente.Report{}
	for i := range rows {
		stored[rows[i].ID] = &rows[i].Report
	}
	a := newAppender(art, r, number)
	for i := range r.Events {
		said := a.report(&r.Events[i])
		switch is := stored[said.ID]; {
		case is == nil:
			faults = append(faults, fmt.Sprintf("report %s: is not there, and its reading has it", said.ID))
		case asJSON(ofReading(*is)) != asJSON(ofReading(said)):
			faults = append(faults, fmt.Sprintf("report %s: says something else than its reading", said.ID))
		}
	}
	return faults, nil
}

// ofReading is a row without what came to it from elsewhere.
func ofReading(rep entente.Report) entente.Report {
	rep.Print, rep.Known, rep.Reprint, rep.Happening, rep.Replaces = entente.Print{}, time.Time{}, false, "", ""
	return rep
}
