package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// batch is how many imported rows are one transaction. They are sorted by pair and day
// first, so that neighbours of the index are written together.
const batch = 200_000

// importer carries one table into the ledger.
type importer struct {
	l      *Ledger
	ctx    context.Context
	id     int64
	lines  int // rows stored
	labels map[string]int64
	rows   []*entente.Imported
}

// Import stores the rows of a table, a batch a transaction, each with how far it is: a
// killed import goes on where it was. A row in error ends the import unless it is an
// *entente.Error of kind Syntax, which the caller has seen pass by.
func (l *Ledger) Import(ctx context.Context, file, hash string, rows iter.Seq2[entente.Imported, error]) (int, error) {
	m := &importer{l: l, ctx: ctx, labels: map[string]int64{}}
	var done bool
	err := l.change(ctx, func(tx *txn) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO import (name, hash, lines, done, known) VALUES (?, ?, 0, 0, ?) ON CONFLICT DO NOTHING", file, hash, l.now())
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT id, lines, done FROM import WHERE hash = ?", hash).Scan(&m.id, &m.lines, &done)
	})
	if err != nil || done {
		return 0, err
	}
	before, seen := m.lines, 0
	for row, err := range rows {
		if err != nil {
			if e := new(entente.Error); errors.As(err, &e) && e.Kind == entente.Syntax {
				continue
			}
			return m.lines - before, err
		}
		if seen++; seen <= before {
			continue // stored before a kill
		}
		if m.rows = append(m.rows, &row); len(m.rows) == batch {
			if err := m.flush(false); err != nil {
				return m.lines - before, err
			}
		}
	}
	err = m.flush(true)
	return m.lines - before, err
}

func (m *importer) flush(done bool) error {
	slices.SortStableFunc(m.rows, func(a, b *entente.Imported) int {
		if c := strings.Compare(a.Source.Code, b.Source.Code); c != 0 {
			return c
		}
		if c := strings.Compare(a.Target.Code, b.Target.Code); c != 0 {
			return c
		}
		return a.Day.Compare(b.Day)
	})
	err := m.l.change(m.ctx, func(tx *txn) error {
		if err := m.insert(tx); err != nil {
			return err
		}
		if err := m.tally(tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(m.ctx, "UPDATE import SET lines = ?, done = ? WHERE id = ?", m.lines+len(m.rows), done, m.id)
		return err
	})
	if err != nil {
		clear(m.labels) // some were of the transaction that is gone
		return err
	}
	m.lines += len(m.rows)
	clear(m.rows)
	m.rows = m.rows[:0]
	return nil
}

func (m *importer) insert(tx *txn) error {
	into := bulk{ctx: m.ctx, tx: tx, insert: `INSERT INTO imported (import, system, name, day, source, source_sector, source_name, target, target_sector, target_name,
		type, mode, cameo, quad, goldstein, place, label, publisher, url, mentions)`}
	for _, r := range m.rows {
		var place, goldstein any
		if r.Place != nil {
			place = asJSON(r.Place)
		}
		if r.Goldstein != nil {
			goldstein = *r.Goldstein
		}
		var ids [4]int64
		for k, text := range [...]string{r.Source.Name, r.Target.Name, r.Text, r.Publisher} {
			var err error
			if ids[k], err = m.label(tx, text); err != nil {
				return err
			}
		}
		if err := into.add(m.id, r.Set, r.ID, r.Day.String(), r.Source.Code, string(r.Source.Sector), ids[0], r.Target.Code, string(r.Target.Sector), ids[1],
			string(r.Type), string(r.Mode), r.CAMEO, string(r.Quad), goldstein, place, ids[2], ids[3], r.URL, r.Mentions); err != nil {
			return err
		}
	}
	return into.flush()
}

// label returns the id of a text that many rows share.
func (m *importer) label(tx *txn, text string) (int64, error) {
	if id, ok := m.labels[text]; ok {
		return id, nil
	}
	var id int64
	err := tx.QueryRowContext(m.ctx, "INSERT INTO label (text) VALUES (?) ON CONFLICT DO UPDATE SET text = excluded.text RETURNING id", text).Scan(&id)
	m.labels[text] = id
	return id, err
}

// tally adds the batch to its days. A row of another system counts as one report of one source.
func (m *importer) tally(tx *txn) error {
	into := bulk{ctx: m.ctx, tx: tx, insert: "INSERT INTO imported_tally (source, target, day, system, official, events, weight, sum)",
		after: "ON CONFLICT DO UPDATE SET events = events + excluded.events, weight = weight + excluded.weight, sum = sum + excluded.sum"}
	type key struct {
		source, target string
		day            entente.Day
		system         string
		official       bool
	}
	var at key
	var events, sum int64
	put := func() error {
		if events == 0 {
			return nil
		}
		return into.add(at.source, at.target, at.day.String(), at.system, at.official, events, events*1e6, sum)
	}
	for _, r := range m.rows {
		if r.Source.Code == "" || r.Target.Code == "" || r.Goldstein == nil || r.Day.IsZero() {
			continue
		}
		k := key{r.Source.Code, r.Target.Code, r.Day, r.Set, r.Source.Official() && r.Target.Official()}
		if k != at {
			if err := put(); err != nil {
				return err
			}
			at, events, sum = k, 0, 0
		}
		events++
		sum += millionths(*r.Goldstein)
	}
	if err := put(); err != nil {
		return err
	}
	return into.flush()
}

// sets adds which systems are asked; "all" is every one.
func (c *condition) sets(sets []string) {
	if !slices.Contains(sets, "all") {
		c.sql = append(c.sql, "system IN "+in(sets, &c.args))
	}
}

func (l *Ledger) importedDays(ctx context.Context, f *entente.Filter, a, b string) ([]dayTally, error) {
	c := condition{}
	c.add("source = ? AND target = ?", a, b)
	if !f.Everyone {
		c.add("official = 1")
	}
	c.sets(f.Sets)
	dates := *f
	dates.After = ""
	if err := c.span(&dates, "day", ""); err != nil {
		return nil, err
	}
	return scanDays(ctx, l.read, "SELECT day, sum(events), sum(weight), sum(sum), 0, 0, 0 FROM imported_tally"+c.where()+" GROUP BY day ORDER BY day", c.args)
}

// Imported returns rows of other systems between f.A and f.B, or of all where both are "".
func (l *Ledger) Imported(ctx context.Context, f entente.Filter) ([]entente.Imported, string, error) {
	query, args, err := importedQuery(&f)
	if err != nil {
		return nil, "", err
	}
	var out []entente.Imported
	var page []cursor
	err = each(ctx, l.read, query, args, func(rows *sql.Rows) error {
		var r entente.Imported
		var at cursor
		var goldstein sql.NullFloat64
		var place sql.NullString
		if err := rows.Scan(&at.row, &r.Set, &r.ID, &at.day, &r.Source.Code, &r.Source.Sector, &r.Source.Name, &r.Target.Code, &r.Target.Sector, &r.Target.Name,
			&r.Type, &r.Mode, &r.CAMEO, &r.Quad, &goldstein, &place, &r.Text, &r.Publisher, &r.URL, &r.Mentions); err != nil {
			return err
		}
		if goldstein.Valid {
			r.Goldstein = &goldstein.Float64
		}
		day, err := parseDay(at.day)
		r.Day = day
		if place.Valid {
			err = errors.Join(err, fromJSON(place.String, &r.Place))
		}
		out, page = append(out, r), append(page, at)
		return err
	})
	if err != nil {
		return nil, "", l.fail(err)
	}
	out, next := cut(out, page, &f)
	return out, next, nil
}

func importedQuery(f *entente.Filter) (string, []any, error) {
	order := " ORDER BY day " + direction(f) + ", id " + direction(f) + " LIMIT " + strconv.Itoa(ahead(f))
	ends := sides(&entente.Filter{A: f.A, B: f.B, Directed: f.Directed, Everyone: true})
	if ends == nil {
		ends = []condition{{}}
	}
	var parts []string
	var args []any
	for _, c := range ends {
		c.sets(f.Sets)
		if err := c.span(f, "t.day", "t.id"); err != nil {
			return "", nil, err
		}
		if len(f.Types) > 0 {
			c.sql = append(c.sql, "t.type IN "+in(f.Types, &c.args))
		}
		parts = append(parts, "SELECT * FROM (SELECT t.id AS id, t.day AS day FROM imported t"+c.where()+order+")")
		args = append(args, c.args...)
	}
	return `SELECT i.id, i.system, i.name, i.day, i.source, i.source_sector, s.text, i.target, i.target_sector, g.text, i.type, i.mode, i.cameo, i.quad, i.goldstein, i.place,
		b.text, p.text, i.url, i.mentions FROM (` + strings.Join(parts, " UNION ") + order + `) k CROSS JOIN imported i ON i.id = k.id
		JOIN label s ON s.id = i.source_name JOIN label g ON g.id = i.target_name JOIN label b ON b.id = i.label JOIN label p ON p.id = i.publisher
		ORDER BY k.day ` + direction(f) + ", k.id " + direction(f), args, nil
}
