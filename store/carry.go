package store

import (
	"fmt"
	"time"

	"entente"
)

// carry brings what people corrected in the reading that this one replaces over to the
// rows of this one: what a person has said of a word of the text stands until a person
// says otherwise. A corrected row whose word the new reading passes over is kept as it
// was; one that was rejected there needs nothing.
func (a *appender) carry(corrected []storedReport) error {
	for i, old := range corrected {
		rep := old.Report
		row := reportRow{article: a.art.row, reading: a.reading, happening: old.at.happening, rejected: old.at.rejected}
		fresh, err := reports(a.ctx, a.tx, `WHERE r.reading = ? AND r.trigger_start = ? AND r.trigger_end = ?
			AND NOT EXISTS (SELECT 1 FROM report n WHERE n.replaces = r.id) ORDER BY r.type = ? DESC, r.id LIMIT 1`, a.reading, rep.Trigger.Start, rep.Trigger.End, rep.Type)
		if err != nil {
			return err
		}
		switch {
		case len(fresh) > 0:
			row.replaces = fresh[0].at.id
			rep.ID = nextName(fresh[0].ID)
		case old.at.rejected:
			continue
		default:
			rep.ID = a.name(entente.EventID(fmt.Sprintf("k%d", i+1)))
		}
		rep.Known = time.UnixMilli(a.known)
		id, err := a.l.insertReport(a.ctx, a.tx, &rep, row)
		if err != nil {
			return err
		}
		if row.replaces == 0 {
			continue
		}
		if _, err := a.tx.ExecContext(a.ctx, `INSERT INTO correction (row, new, who, why, mend, reject, undo, known)
			SELECT CAST(? AS bigint), CAST(? AS bigint), who, why || ' (carried over from ' || CAST(? AS text) || ')', mend, reject, undo, CAST(? AS bigint) FROM correction WHERE new = ?`,
			row.replaces, id, old.ID, a.known, old.at.id); err != nil {
			return err
		}
		if err := a.l.refresh(a.ctx, a.tx, fresh[0].at.happening); err != nil {
			return err
		}
	}
	return nil
}

// corrected returns the rows of the current reading that people put in the place of others.
func (a *appender) corrected() ([]storedReport, error) {
	return reports(a.ctx, a.tx, `WHERE r.article = ? AND r.reading = (SELECT id FROM current_reading WHERE article = ?) AND r.replaces IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM report n WHERE n.replaces = r.id) ORDER BY r.id`, a.art.row, a.art.row)
}
