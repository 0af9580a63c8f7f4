package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"entente"
)

const defaultLimit = 100

// condition is a piece of SQL with its arguments.
type condition struct {
	sql  []string
	args []any
}

func (c *condition) add(sql string, args ...any) {
	c.sql = append(c.sql, sql)
	c.args = append(c.args, args...)
}

func (c *condition) where() string {
	if len(c.sql) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.sql, " AND ")
}

// limit is how many rows f asks for; a negative one is all.
func limit(f *entente.Filter) int { return cmp.Or(f.Limit, defaultLimit) }

// cursor is where a list goes on: the day and the row of its last item.
type cursor struct {
	day string
	row int64
}

func (c cursor) String() string { return c.day + "/" + strconv.FormatInt(c.row, 10) }

// cut takes the row beyond the page off a list and says where the next page goes on.
func cut[T any](list []T, at []cursor, f *entente.Filter) ([]T, string) {
	n := limit(f)
	if n <= 0 || len(list) <= n {
		return list, ""
	}
	return list[:n], at[n-1].String()
}

// ahead is how many rows to ask for: one more than the page tells whether there is a next.
func ahead(f *entente.Filter) int {
	if n := limit(f); n > 0 {
		return n + 1
	}
	return -1
}

// upTo is the clause for no more than n rows; a negative n is all.
func upTo(n int) string {
	if n < 0 {
		return ""
	}
	return " LIMIT " + strconv.Itoa(n)
}

func parseCursor(s string) (cursor, error) {
	day, row, ok := strings.Cut(s, "/")
	n, err := strconv.ParseInt(row, 10, 64)
	if _, dayErr := parseDay(day); !ok || err != nil || dayErr != nil {
		return cursor{}, &entente.Error{Op: "ledger", Kind: entente.Syntax, Err: fmt.Errorf("%q is no place in a list; take the one that the last page gave", s)}
	}
	return cursor{day, n}, nil
}

// span adds the days of f and its cursor to c. day and row are the columns to hold them against.
func (c *condition) span(f *entente.Filter, day, row string) error {
	if !f.From.IsZero() {
		c.add(day+" >= ?", f.From.String())
	}
	if !f.To.IsZero() {
		c.add(day+" <= ?", f.To.String())
		if f.From.IsZero() {
			c.add(day + " <> ''")
		}
	}
	if f.After == "" {
		return nil
	}
	at, err := parseCursor(f.After)
	c.add(fmt.Sprintf("(%s, %s) %s (?, ?)", day, row, map[bool]string{false: "<", true: ">"}[f.Oldest]), at.day, at.row)
	return err
}

func direction(f *entente.Filter) string {
	if f.Oldest {
		return "ASC"
	}
	return "DESC"
}

// sides are the ends of a tie that f asks for: between A and B, or at A with anybody.
func sides(f *entente.Filter) []condition {
	one := func(sql string, args ...any) condition {
		c := condition{}
		c.add(sql, args...)
		if !f.Everyone {
			c.add("t.official")
		}
		return c
	}
	switch {
	case f.A == "" && f.B == "":
		return nil
	case f.A == "" || f.B == "":
		a := one("t.source = ?", cmp.Or(f.A, f.B))
		b := one("t.target = ?", cmp.Or(f.A, f.B))
		switch {
		case f.Directed && f.B == "":
			return []condition{a}
		case f.Directed:
			return []condition{b}
		}
		return []condition{a, b}
	case f.Directed || f.A == f.B:
		return []condition{one("t.source = ? AND t.target = ?", f.A, f.B)}
	}
	return []condition{one("t.source = ? AND t.target = ?", f.A, f.B), one("t.source = ? AND t.target = ?", f.B, f.A)}
}

// manyFound is how many rows words may be found in before a page is looked for in the order
// of its days: to sort all that was found costs more than to walk until the page is full.
const manyFound = 5000

// common reports whether words are found in many rows of an index of words.
func (l *Ledger) common(ctx context.Context, index, text string) (bool, error) {
	if text == "" {
		return false, nil
	}
	var n int
	err := l.pool.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+index+" w WHERE "+l.Dialect.Matches("w", index)+" LIMIT ?) s", l.Dialect.Words(text), l.many+1).Scan(&n)
	return n > l.many, err
}

// kinds adds what f asks of a happening e. Where its words are common, they do not choose
// the order in which e is read.
func (c *condition) kinds(d Dialect, f *entente.Filter, common bool) {
	if len(f.Types) > 0 {
		c.sql = append(c.sql, "e.type IN "+in(f.Types, &c.args))
	}
	if len(f.Statuses) > 0 {
		c.sql = append(c.sql, "e.status IN "+in(f.Statuses, &c.args))
	}
	if f.Publisher != "" {
		c.add("EXISTS (SELECT 1 FROM report r JOIN article a ON a.id = r.article WHERE r.happening = e.id AND a.publisher = ?)", f.Publisher)
	}
	if len(f.Classes) > 0 {
		c.sql = append(c.sql, "EXISTS (SELECT 1 FROM report r, "+d.Objects("r.attribution", "v")+" WHERE r.id = e.lead AND v.value ->> 'class' IN "+in(f.Classes, &c.args)+")")
	}
	if f.Stated {
		c.add("EXISTS (SELECT 1 FROM report r WHERE r.happening = e.id AND (r.stage <> '' OR r.figures NOT IN ('null', '[]')))")
	}
	if f.Words != "" {
		c.add(map[bool]string{true: "+"}[common]+"e.id IN (SELECT r.happening FROM report_words w CROSS JOIN report r INDEXED BY report_of ON r.id = w.rowid WHERE "+d.Matches("w", reportWords)+")", d.Words(f.Words))
	}
}

func (f filter) plain() bool {
	return len(f.Types) == 0 && len(f.Statuses) == 0 && f.Publisher == "" && len(f.Classes) == 0 && f.Words == "" && !f.Stated
}

type filter struct{ *entente.Filter }

// happeningIDs returns the rows of the happenings of a page and where it goes on. It reads
// each end of a tie in the order of its index and no further than the page.
func happeningQuery(d Dialect, f *entente.Filter, common bool) (string, []any, error) {
	order := " ORDER BY day " + direction(f) + ", id " + direction(f) + upTo(ahead(f))
	ends := sides(f)
	if ends == nil {
		c := condition{}
		if err := c.span(f, "e.day", "e.id"); err != nil {
			return "", nil, err
		}
		c.kinds(d, f, common)
		return "SELECT e.day AS day, e.id AS id FROM happening e" + c.where() + order, c.args, nil
	}
	var parts []string
	var args []any
	for _, c := range ends {
		if err := c.span(f, "t.day", "t.happening"); err != nil {
			return "", nil, err
		}
		from := "SELECT t.day AS day, t.happening AS id FROM tie t"
		if !(filter{f}).plain() {
			from += " CROSS JOIN happening e ON e.id = t.happening" // in this order: the tie's index gives the page's
			c.kinds(d, f, common)
		}
		parts = append(parts, "SELECT * FROM ("+from+c.where()+order+") s"+strconv.Itoa(len(parts)))
		args = append(args, c.args...)
	}
	return strings.Join(parts, " UNION ") + order, args, nil
}

// Happenings returns a page of what is known.
func (l *Ledger) Happenings(ctx context.Context, f entente.Filter) ([]entente.Happening, string, error) {
	if !f.AsOf.IsZero() {
		return l.happeningsAsOf(ctx, f)
	}
	common, err := l.common(ctx, reportWords, f.Words)
	if err != nil {
		return nil, "", l.fail(err)
	}
	query, args, err := happeningQuery(l.Dialect, &f, common)
	if err != nil {
		return nil, "", err
	}
	var page []cursor
	err = each(ctx, l.pool, query, args, func(rows *sql.Rows) error {
		var c cursor
		err := rows.Scan(&c.day, &c.row)
		page = append(page, c)
		return err
	})
	if err != nil {
		return nil, "", l.fail(err)
	}
	page, next := cut(page, page, &f)
	out, err := l.loadHappenings(ctx, page)
	return out, next, l.fail(err)
}

// loadHappenings reads the leads of some happenings, in their order.
func (l *Ledger) loadHappenings(ctx context.Context, page []cursor) ([]entente.Happening, error) {
	byRow := map[int64]*entente.Happening{}
	for chunk := range slices.Chunk(page, 500) {
		var ids []int64
		for _, c := range chunk {
			ids = append(ids, c.row)
		}
		var args []any
		leads, err := reports(ctx, l.pool, "JOIN happening e ON e.lead = r.id WHERE e.id IN "+in(ids, &args), args...)
		if err != nil {
			return nil, err
		}
		for i := range leads {
			byRow[leads[i].at.happening] = &entente.Happening{Report: leads[i].Report}
		}
		err = each(ctx, l.pool, "SELECT id, day, status, statuses, reports, independent FROM happening WHERE id IN "+in(ids, new([]any)), args, func(rows *sql.Rows) error {
			var id int64
			var h entente.Happening
			var day, statuses string
			if err := rows.Scan(&id, &day, &h.Overall, &statuses, &h.Reports, &h.Independent); err != nil {
				return err
			}
			lead := byRow[id]
			if lead == nil {
				return nil
			}
			lead.Overall, lead.Reports, lead.Independent = h.Overall, h.Reports, h.Independent
			var err error
			lead.Day, err = parseDay(day)
			return errors.Join(err, fromJSON(statuses, &lead.Statuses))
		})
		if err != nil {
			return nil, err
		}
	}
	out := make([]entente.Happening, 0, len(page))
	for _, c := range page {
		if h := byRow[c.row]; h != nil {
			out = append(out, *h)
		}
	}
	return out, nil
}

// Happening returns one with all its reports.
func (l *Ledger) Happening(ctx context.Context, id entente.ReportID, asOf time.Time) (entente.Happening, error) {
	at := moment(asOf)
	rows, err := reports(ctx, l.pool, "WHERE r.happening = (SELECT happening FROM report WHERE name = ?) AND"+standing+"ORDER BY r.id", id, at, at, at)
	if err != nil {
		return entente.Happening{}, l.fail(err)
	}
	if len(rows) == 0 {
		return entente.Happening{}, &entente.Error{Op: "ledger", Kind: entente.Missing, Input: string(id), Err: errors.New("no row of that name stands in the ledger")}
	}
	return fold(rows), nil
}

func fold(rows []storedReport) entente.Happening {
	plain := make([]entente.Report, len(rows))
	for i := range rows {
		plain[i] = rows[i].Report
	}
	return entente.Fold(plain)
}

// moment is asOf as "known" has it.
func moment(asOf time.Time) int64 {
	if asOf.IsZero() {
		return forever
	}
	return asOf.UnixMilli()
}

// Reports yields rows in the order in which they came in.
func (l *Ledger) Reports(ctx context.Context, f entente.Filter) iter.Seq2[entente.Report, error] {
	return func(yield func(entente.Report, error) bool) {
		at, last := moment(f.AsOf), int64(0)
		for {
			rows, err := reports(ctx, l.pool, "WHERE r.id > ? AND"+standing+"ORDER BY r.id LIMIT 500", last, at, at, at)
			if err != nil {
				yield(entente.Report{}, l.fail(err))
				return
			}
			if len(rows) == 0 {
				return
			}
			for i := range rows {
				last = rows[i].at.id
				if keepsReport(&f, &rows[i].Report) && !yield(rows[i].Report, nil) {
					return
				}
			}
		}
	}
}

// The indexes of words: of articles, rows and claims.
const (
	articleWords = "article_words"
	reportWords  = "report_words"
	claimWords   = "claim_words"
)
