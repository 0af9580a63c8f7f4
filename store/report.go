package store

import (
	"context"
	"database/sql"
	"time"

	"entente"
)

// reportRow is where a row stands among the tables.
type reportRow struct {
	id, article, reading int64
	happening            int64 // 0: the row is the first of its happening
	replaces             int64
	rejected             bool
}

const reportColumns = `r.id, r.name, r.article, r.reading, r.happening, r.replaces, r.type, r.mode, r.contexts, r.cameo, r.quad, r.goldstein,
	r.date_from, r.date_to, r.date_precision, r.date_basis, r.date_start, r.date_end, r.place, r.status, r.negated, r.background, r.stage,
	r.figures, r.sources, r.targets, r.attribution, r.quote, r.sentence_start, r.sentence_end, r.trigger_start, r.trigger_end, r.rule,
	r.confidence, r.reprint, r.rejected, r.known, a.hash, c.hash, a.url, a.publisher, a.headline, a.published, h.name, p.name, r.house`

const reportJoins = ` FROM report r JOIN article a ON a.id = r.article JOIN article c ON c.id = a.cluster
	JOIN report h ON h.id = r.happening LEFT JOIN report p ON p.id = r.replaces `

// insertReport writes rep, its dyads and what follows for its happening.
func (l *Ledger) insertReport(ctx context.Context, tx *Txn, rep *entente.Report, row reportRow) (int64, error) {
	if err := tx.QueryRowContext(ctx, l.Dialect.Next("report")).Scan(&row.id); err != nil {
		return 0, err
	}
	first := row.happening == 0
	if first {
		row.happening = row.id
	}
	var replaces, placeJSON, goldstein, mode any
	if row.replaces != 0 {
		replaces = row.replaces
	}
	if rep.Place != nil {
		placeJSON = asJSON(rep.Place)
	}
	if rep.Goldstein != nil {
		goldstein = *rep.Goldstein
	}
	if rep.Mode != nil {
		mode = string(*rep.Mode)
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO report (id, name, article, reading, happening, replaces, type, mode, contexts, cameo, quad, goldstein,
		date_from, date_to, date_precision, date_basis, date_start, date_end, place, status, negated, background, stage, figures, sources, targets,
		attribution, quote, sentence_start, sentence_end, trigger_start, trigger_end, rule, confidence, reprint, rejected, known, house)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		row.id, rep.ID, row.article, row.reading, row.happening, replaces, rep.Type, mode, asJSON(rep.Contexts), rep.CAMEO, rep.Quad, goldstein,
		rep.Date.From.String(), rep.Date.To.String(), rep.Date.Precision, rep.Date.Basis, rep.Date.Span.Start, rep.Date.Span.End, placeJSON,
		rep.Status, rep.Negated, rep.Background, rep.Stage, asJSON(rep.Figures), asJSON(rep.Sources), asJSON(rep.Targets),
		asJSON(rep.Attribution), rep.Quote, rep.Sentence.Start, rep.Sentence.End, rep.Trigger.Start, rep.Trigger.End, rep.Rule, rep.Confidence,
		rep.Reprint, row.rejected, rep.Known.UnixMilli(), rep.Print.House)
	if err != nil {
		return 0, err
	}
	if err := l.Dialect.Index(ctx, tx, reportWords, Indexed{row.id, []string{rep.Quote}}); err != nil {
		return 0, err
	}
	var dyads [][]any
	for _, d := range rep.Dyads() {
		dyads = append(dyads, []any{d.Source, d.Target, row.id})
	}
	if err := insertMany(ctx, tx, "INSERT INTO dyad (source, target, report)", dyads, ""); err != nil {
		return 0, err
	}
	switch {
	case !first:
		return row.id, l.refresh(ctx, tx, row.happening)
	case row.rejected:
		return row.id, nil
	}
	// A happening that nobody knows yet is what its first row says.
	rep.Happening = rep.ID
	h := entente.Fold([]entente.Report{*rep})
	return row.id, remember(ctx, tx, row.id, row.id, &h)
}

// scanReport reads one row of reportColumns.
func scanReport(rows *sql.Rows) (entente.Report, reportRow, error) {
	var rep entente.Report
	var row reportRow
	var replaces, known sql.NullInt64
	var mode, placeJSON, replacesName sql.NullString
	var goldstein sql.NullFloat64
	var contexts, from, to, figures, sources, targets, attribution, published string
	err := rows.Scan(&row.id, &rep.ID, &row.article, &row.reading, &row.happening, &replaces, &rep.Type, &mode, &contexts, &rep.CAMEO, &rep.Quad, &goldstein,
		&from, &to, &rep.Date.Precision, &rep.Date.Basis, &rep.Date.Span.Start, &rep.Date.Span.End, &placeJSON, &rep.Status, &rep.Negated, &rep.Background, &rep.Stage,
		&figures, &sources, &targets, &attribution, &rep.Quote, &rep.Sentence.Start, &rep.Sentence.End, &rep.Trigger.Start, &rep.Trigger.End, &rep.Rule,
		&rep.Confidence, &rep.Reprint, &row.rejected, &known, &rep.Print.Article, &rep.Print.Cluster, &rep.Print.URL, &rep.Print.Publisher,
		&rep.Print.Headline, &published, &rep.Happening, &replacesName, &rep.Print.House)
	if err != nil {
		return rep, row, err
	}
	row.replaces, rep.Replaces, rep.Known = replaces.Int64, entente.ReportID(replacesName.String), time.UnixMilli(known.Int64).UTC()
	if mode.Valid {
		m := entente.Mode(mode.String)
		rep.Mode = &m
	}
	if goldstein.Valid {
		rep.Goldstein = &goldstein.Float64
	}
	for _, d := range []struct {
		text string
		day  *entente.Day
	}{{from, &rep.Date.From}, {to, &rep.Date.To}, {published, &rep.Print.Published}} {
		if *d.day, err = parseDay(d.text); err != nil {
			return rep, row, err
		}
	}
	for _, f := range []struct {
		text string
		into any
	}{{contexts, &rep.Contexts}, {figures, &rep.Figures}, {sources, &rep.Sources}, {targets, &rep.Targets}, {attribution, &rep.Attribution}, {placeJSON.String, &rep.Place}} {
		if f.text == "" || f.text == "null" {
			continue
		}
		if err := fromJSON(f.text, f.into); err != nil {
			return rep, row, err
		}
	}
	return rep, row, nil
}

// storedReport is a row with where it stands.
type storedReport struct {
	entente.Report
	at reportRow
}

// reports runs a query whose condition follows reportJoins.
func reports(ctx context.Context, q Queryer, condition string, args ...any) ([]storedReport, error) {
	var out []storedReport
	err := each(ctx, q, "SELECT "+reportColumns+reportJoins+condition, args, func(rows *sql.Rows) error {
		rep, row, err := scanReport(rows)
		out = append(out, storedReport{rep, row})
		return err
	})
	return out, err
}

// standing is a condition on r that leaves what stands at a moment of "known": the last
// reading by then, and no row that was replaced or rejected by then. It takes that
// moment three times.
const standing = " NOT r.rejected AND" + lastRows

// lastRows is standing with what was rejected.
const lastRows = ` r.known <= ?
	AND NOT EXISTS (SELECT 1 FROM report n WHERE n.replaces = r.id AND n.known <= ?)
	AND NOT EXISTS (SELECT 1 FROM reading mine JOIN reading later ON later.article = mine.article AND later.number > mine.number
		WHERE mine.id = r.reading AND later.known <= ?) `

// forever is later than every moment of "known".
const forever = int64(1) << 62
