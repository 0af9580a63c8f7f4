package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"maps"
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
	err := l.change(ctx, func(tx *Txn) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO import (name, hash, lines, done, known) VALUES (?, ?, 0, FALSE, ?) ON CONFLICT DO NOTHING", file, hash, l.now())
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
	if err := m.l.Dialect.Prepare(m.ctx, m.months()); err != nil {
		return m.l.fail(err)
	}
	again := false
	err := m.l.change(m.ctx, func(tx *Txn) error {
		if again {
			clear(m.labels) // some are of the transaction that is gone
		}
		again = true
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
		clear(m.labels)
		return err
	}
	m.lines += len(m.rows)
	clear(m.rows)
	m.rows = m.rows[:0]
	return nil
}

// months are those of the batch, "2018-03", in order.
func (m *importer) months() []string {
	seen := map[string]bool{}
	for _, r := range m.rows {
		if !r.Day.IsZero() {
			seen[r.Day.String()[:len("2006-01")]] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func (m *importer) insert(tx *Txn) error {
	if err := m.name(tx); err != nil {
		return err
	}
	rows := make([][]any, len(m.rows))
	for i, r := range m.rows {
		var place, goldstein any
		if r.Place != nil {
			place = asJSON(r.Place)
		}
		if r.Goldstein != nil {
			goldstein = *r.Goldstein
		}
		rows[i] = []any{m.id, r.Set, r.ID, r.Day.String(), r.Source.Code, string(r.Source.Sector), m.labels[r.Source.Name], r.Target.Code, string(r.Target.Sector), m.labels[r.Target.Name],
			string(r.Type), string(r.Mode), r.CAMEO, string(r.Quad), goldstein, place, m.labels[r.Text], m.labels[r.Publisher], r.URL, r.Mentions}
	}
	return m.l.Dialect.Load(m.ctx, tx, "imported", "", []string{"import", "system", "name", "day", "source", "source_sector", "source_name", "target", "target_sector", "target_name",
		"type", "mode", "cameo", "quad", "goldstein", "place", "label", "publisher", "url", "mentions"}, rows)
}

// atOnce is how many labels one statement stores.
const atOnce = 500

// name gives an id to each text of the batch that many rows share.
func (m *importer) name(tx *Txn) error {
	fresh := map[string]bool{}
	for _, r := range m.rows {
		for _, text := range [...]string{r.Source.Name, r.Target.Name, r.Text, r.Publisher} {
			if _, known := m.labels[text]; !known {
				fresh[text] = true
			}
		}
	}
	// In order, so that two imports never wait for each other.
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(fresh)), atOnce) {
		var args []any
		for _, text := range chunk {
			args = append(args, text)
		}
		err := each(m.ctx, tx, "INSERT INTO label (text) VALUES "+strings.TrimSuffix(strings.Repeat("(?), ", len(chunk)), ", ")+
			" ON CONFLICT (text) DO UPDATE SET text = excluded.text RETURNING id, text", args, func(rows *sql.Rows) error {
			var id int64
			var text string
			err := rows.Scan(&id, &text)
			m.labels[text] = id
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tally adds the batch to its days. A row of another system counts as one report of one source.
func (m *importer) tally(tx *Txn) error {
	type key struct {
		source, target string
		day            entente.Day
		system         string
		official       bool
	}
	sums := map[key]*[2]int64{} // events, and millionths of their scale values
	var order []key
	for _, r := range m.rows {
		if r.Source.Code == "" || r.Target.Code == "" || r.Goldstein == nil || r.Day.IsZero() {
			continue
		}
		k := key{r.Source.Code, r.Target.Code, r.Day, r.Set, r.Source.Official() && r.Target.Official()}
		s := sums[k]
		if s == nil {
			s = &[2]int64{}
			sums[k] = s
			order = append(order, k)
		}
		s[0]++
		s[1] += millionths(*r.Goldstein)
	}
	rows := make([][]any, len(order))
	for i, k := range order {
		s := sums[k]
		rows[i] = []any{k.source, k.target, k.day.String(), k.system, k.official, s[0], s[0] * 1e6, s[1]}
	}
	return m.l.Dialect.Load(m.ctx, tx, "imported_tally", `ON CONFLICT (source, target, day, system, official) DO UPDATE SET events = imported_tally.events + excluded.events,
		weight = imported_tally.weight + excluded.weight, sum = imported_tally.sum + excluded.sum`,
		[]string{"source", "target", "day", "system", "official", "events", "weight", "sum"}, rows)
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
		c.add("official = TRUE")
	}
	c.sets(f.Sets)
	dates := *f
	dates.After = ""
	if err := c.span(&dates, "day", ""); err != nil {
		return nil, err
	}
	return scanDays(ctx, l.pool, "SELECT day, sum(events), sum(weight), sum(sum), 0, 0, 0 FROM imported_tally"+c.where()+" GROUP BY day ORDER BY day", c.args)
}

// Imported returns rows of other systems between f.A and f.B, or of all where both are "".
func (l *Ledger) Imported(ctx context.Context, f entente.Filter) ([]entente.Imported, string, error) {
	query, args, err := importedQuery(&f)
	if err != nil {
		return nil, "", err
	}
	var out []entente.Imported
	var page []cursor
	err = each(ctx, l.pool, query, args, func(rows *sql.Rows) error {
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
	order := " ORDER BY day " + direction(f) + ", id " + direction(f) + upTo(ahead(f))
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
		parts = append(parts, "SELECT * FROM (SELECT t.id AS id, t.day AS day FROM imported t"+c.where()+order+") s"+strconv.Itoa(len(parts)))
		args = append(args, c.args...)
	}
	return `SELECT i.id, i.system, i.name, i.day, i.source, i.source_sector, s.text, i.target, i.target_sector, g.text, i.type, i.mode, i.cameo, i.quad, i.goldstein, i.place,
		b.text, p.text, i.url, i.mentions FROM (` + strings.Join(parts, " UNION ") + order + `) k CROSS JOIN imported i ON i.id = k.id AND i.day = k.day
		JOIN label s ON s.id = i.source_name JOIN label g ON g.id = i.target_name JOIN label b ON b.id = i.label JOIN label p ON p.id = i.publisher
		ORDER BY k.day ` + direction(f) + ", k.id " + direction(f), args, nil
}
