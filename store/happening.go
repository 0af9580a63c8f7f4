package store

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/index"
	"entente/link"
)

// match finds the happening that a new row tells of, or 0. A row that counts is held
// against rows that count before all others, so that a plan or a denial never joins two
// happenings that would be two without it.
func (l *Ledger) match(ctx context.Context, tx *Txn, rep *entente.Report) (int64, error) {
	candidates, err := l.candidates(ctx, tx, rep)
	if err != nil {
		return 0, err
	}
	var tiers [2][]storedReport
	for _, c := range candidates {
		if rep.Counts() && !c.Counts() {
			tiers[1] = append(tiers[1], c)
		} else {
			tiers[0] = append(tiers[0], c)
		}
	}
	for _, tier := range tiers {
		plain := make([]entente.Report, len(tier))
		for i := range tier {
			plain[i] = tier[i].Report
		}
		if best, _ := link.Match(rep, plain); best >= 0 {
			return tier[best].at.happening, nil
		}
	}
	return 0, nil
}

// candidates are the rows that speak for happenings near rep: with one of its dyads, or
// with one of its sides where the other is missing, in the days that link looks at, and of
// a type that it may accept.
func (l *Ledger) candidates(ctx context.Context, tx *Txn, rep *entente.Report) ([]storedReport, error) {
	from, to := link.Window(rep)
	if from.IsZero() {
		return nil, nil
	}
	var near []condition
	add := func(side string, args ...any) {
		for _, c := range []condition{
			{[]string{side, "NOT wide", "day BETWEEN ? AND ?"}, append(slices.Clone(args), from.Add(0, 0, -wideDays).String(), to.Add(0, 0, wideDays).String())},
			{[]string{side, "wide"}, slices.Clone(args)},
		} {
			c.add("first <= ? AND last >= ?", to.String(), from.String())
			near = append(near, c)
		}
	}
	for _, d := range rep.Dyads() {
		switch {
		case d.Target == "":
			add("source = ?", d.Source)
		case d.Source == "":
			add("target = ?", d.Target)
		default:
			for _, pair := range [][2]string{{d.Source, d.Target}, {d.Source, ""}, {"", d.Target}} {
				add("source = ? AND target = ?", pair[0], pair[1])
			}
		}
	}
	var ids []int64
	for chunk := range slices.Chunk(near, selects) {
		var parts []string
		var args []any
		for _, c := range chunk {
			parts, args = append(parts, "SELECT happening FROM tie"+c.where()), append(args, c.args...)
		}
		found, err := list[int64](ctx, tx, strings.Join(parts, " UNION ALL "), args...)
		if err != nil {
			return nil, err
		}
		ids = append(ids, found...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	var out []storedReport
	for chunk := range slices.Chunk(ids, 500) {
		var args []any
		found, err := reports(ctx, tx, "JOIN happening e ON e.lead = r.id WHERE e.id IN "+in(chunk, &args)+" AND e.type IN "+in(link.Types(rep.Type), &args)+" ORDER BY e.id", args...)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// selects is how many selects are one query at most.
const selects = 120

// wideDays is how many days around its own a tie may span and still be looked up by it.
const wideDays = 45

// tieRow is a directed dyad of a happening as it is counted, in millionths.
type tieRow struct {
	entente.Dyad
	day         string
	weight, sum int64
	both        bool
	first, last entente.Day
	wide        bool
}

// ties are the dyads of h with what each counts. Sums are kept in whole millionths, so
// that adding and taking away in any order gives the same bits.
func ties(h *entente.Happening) []tieRow {
	dyads := h.Dyads()
	var weight, sum int64
	if h.Independent > 0 && h.Goldstein != nil && !h.Day.IsZero() {
		w := index.EvidenceWeight(h.Independent)
		weight, sum = millionths(w), millionths(w**h.Goldstein)
	}
	first, last := link.Days(&h.Report)
	wide := h.Day.IsZero() || first.Before(h.Day.Add(0, 0, -wideDays)) || h.Day.Add(0, 0, wideDays).Before(last)
	out := make([]tieRow, len(dyads))
	for i, d := range dyads {
		both := slices.ContainsFunc(dyads, func(o entente.Dyad) bool { return o.Source == d.Target && o.Target == d.Source }) && d.Source != d.Target
		out[i] = tieRow{d, h.Day.String(), weight, sum, both, first, last, wide}
	}
	return out
}

func millionths(x float64) int64 { return int64(math.Round(x * 1e6)) }

// refresh works out anew what stands of some happenings, by the id of their first row.
func (l *Ledger) refresh(ctx context.Context, tx *Txn, happenings ...int64) error {
	for _, id := range happenings {
		if err := l.Dialect.Hold(ctx, tx, Key{Room: RoomHappening, Name: strconv.FormatInt(id, 10)}); err != nil {
			return err
		}
		if err := forget(ctx, tx, id); err != nil {
			return err
		}
		rows, err := reports(ctx, tx, "WHERE r.happening = ? AND"+standing+"ORDER BY r.id", id, forever, forever, forever)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			continue
		}
		plain := make([]entente.Report, len(rows))
		for i := range rows {
			plain[i] = rows[i].Report
		}
		h := entente.Fold(plain)
		lead := slices.IndexFunc(rows, func(r storedReport) bool { return r.ID == h.ID })
		if err := remember(ctx, tx, id, rows[lead].at.id, &h); err != nil {
			return err
		}
	}
	return nil
}

// tallied adds ties of one happening to their days and to the sums of their pairs, times +1
// or -1. No two of them are of one direction, so that no statement meets a row twice.
func tallied(ctx context.Context, tx *Txn, ties []tieRow, times int64) error {
	var days, spans [][]any
	for i := range ties {
		t := &ties[i]
		if t.weight == 0 || t.Source == "" || t.Target == "" {
			continue
		}
		shared := int64(0)
		if t.both {
			shared = times
		}
		days = append(days, []any{t.Source, t.Target, t.day, t.Official, times, times * t.weight, times * t.sum, shared, shared * t.weight, shared * t.sum})
		if t.both && t.Target < t.Source { // the pair has it the other way round
			continue
		}
		for _, span := range [...]string{month.of(t.day), year.of(t.day), spanAll} {
			spans = append(spans, []any{min(t.Source, t.Target), max(t.Source, t.Target), span, t.Official, times, times * t.weight, times * t.sum})
		}
	}
	err := insertMany(ctx, tx, "INSERT INTO tally (source, target, day, official, events, weight, sum, shared, shared_weight, shared_sum)", days,
		`ON CONFLICT (source, target, day, official) DO UPDATE SET events = tally.events + excluded.events, weight = tally.weight + excluded.weight, sum = tally.sum + excluded.sum,
		shared = tally.shared + excluded.shared, shared_weight = tally.shared_weight + excluded.shared_weight, shared_sum = tally.shared_sum + excluded.shared_sum`)
	if err == nil {
		err = insertMany(ctx, tx, "INSERT INTO span (a, b, span, official, events, weight, sum)", spans,
			`ON CONFLICT (span, a, b, official) DO UPDATE SET events = span.events + excluded.events, weight = span.weight + excluded.weight, sum = span.sum + excluded.sum`)
	}
	if times > 0 {
		return err
	}
	for _, gone := range []struct {
		query string
		rows  [][]any
	}{
		{"DELETE FROM tally WHERE source = ? AND target = ? AND day = ? AND official = ? AND events = 0", days},
		{"DELETE FROM span WHERE a = ? AND b = ? AND span = ? AND official = ? AND events = 0", spans},
	} {
		for _, row := range gone.rows {
			if err == nil {
				_, err = tx.ExecContext(ctx, gone.query, row[:4]...)
			}
		}
	}
	return err
}

// rowsAtOnce is how many rows are one statement: a statement has some ten thousand arguments
// at most.
const rowsAtOnce = 400

// insertMany is an INSERT of some rows, what follows their values after it. ids, if there is
// one, gets the only column of what that returns.
func insertMany(ctx context.Context, tx *Txn, head string, rows [][]any, after string, ids ...*[]int64) error {
	for chunk := range slices.Chunk(rows, rowsAtOnce) {
		var args []any
		for _, row := range chunk {
			args = append(args, row...)
		}
		one := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(chunk[0])), ", ") + ")"
		query := head + " VALUES " + strings.TrimSuffix(strings.Repeat(one+", ", len(chunk)), ", ") + " " + after
		if len(ids) == 0 {
			if _, err := tx.ExecContext(ctx, query, args...); err != nil {
				return err
			}
			continue
		}
		got, err := list[int64](ctx, tx, query, args...)
		if err != nil {
			return err
		}
		*ids[0] = append(*ids[0], got...)
	}
	return nil
}

// forget takes a happening out of the tables of what stands.
func forget(ctx context.Context, tx *Txn, id int64) error {
	var old []tieRow
	err := each(ctx, tx, `SELECT source, target, day, official, weight, sum, "both" FROM tie WHERE happening = ?`, []any{id}, func(rows *sql.Rows) error {
		var t tieRow
		err := rows.Scan(&t.Source, &t.Target, &t.day, &t.Official, &t.weight, &t.sum, &t.both)
		old = append(old, t)
		return err
	})
	if err != nil {
		return err
	}
	if err := tallied(ctx, tx, old, -1); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM tie WHERE happening = ?", id); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM happening WHERE id = ?", id)
	return err
}

// remember writes a happening into the tables of what stands.
func remember(ctx context.Context, tx *Txn, id, lead int64, h *entente.Happening) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO happening (id, lead, day, type, status, statuses, reports, independent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		id, lead, h.Day.String(), h.Type, h.Overall, asJSON(h.Statuses), h.Reports, h.Independent)
	if err != nil {
		return err
	}
	all := ties(h)
	rows := make([][]any, len(all))
	for i, t := range all {
		rows[i] = []any{t.Source, t.Target, t.day, id, t.Official, t.weight, t.sum, t.both, t.first.String(), t.last.String(), t.wide}
	}
	if err := insertMany(ctx, tx, `INSERT INTO tie (source, target, day, happening, official, weight, sum, "both", first, last, wide)`, rows, ""); err != nil {
		return err
	}
	return tallied(ctx, tx, all, 1)
}
