package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/unicode/norm"

	"entente"
)

// Queryer is a transaction or a pool of connections that takes the SQL of this package.
type Queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// pool speaks the dialect of its database.
type pool struct {
	db      *sql.DB
	dialect Dialect
}

// QueryContext runs a query.
func (p *pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return p.db.QueryContext(ctx, p.dialect.SQL(query), args...)
}

// QueryRowContext runs a query for one row.
func (p *pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return p.db.QueryRowContext(ctx, p.dialect.SQL(query), args...)
}

// ExecContext runs a statement.
func (p *pool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return p.db.ExecContext(ctx, p.dialect.SQL(query), args...)
}

// each runs scan on every row of a query.
func each(ctx context.Context, q Queryer, query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := scan(rows); err != nil {
			return errors.Join(unread(err), rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// unread is the error of a scan: where it is no error of the storage, the cells are not what
// this package writes.
func unread(err error) error {
	if errors.As(err, new(*entente.Error)) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w: %w", errCell, err)
}

// list returns the only column of a query.
func list[T any](ctx context.Context, q Queryer, query string, args ...any) ([]T, error) {
	var out []T
	err := each(ctx, q, query, args, func(rows *sql.Rows) error {
		var v T
		err := rows.Scan(&v)
		out = append(out, v)
		return err
	})
	return out, err
}

// in returns "(?, ?, ?)" and adds the values to args; of no values, a list that holds nothing.
func in[T any](values []T, args *[]any) string {
	if len(values) == 0 {
		return "(NULL)"
	}
	for _, v := range values {
		*args = append(*args, v)
	}
	return "(" + strings.TrimSuffix(strings.Repeat("?, ", len(values)), ", ") + ")"
}

// asJSON writes one of our own values, none of which can fail to be written.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "null"
	}
	return string(b)
}

// parseDay reads a day as the tables have it, "" for none. It is ParseDay without its
// generality: a series reads ten thousand of them.
func parseDay(s string) (entente.Day, error) {
	if s == "" {
		return entente.Day{}, nil
	}
	if len(s) == len(time.DateOnly) && s[4] == '-' && s[7] == '-' {
		y, err1 := strconv.Atoi(s[:4])
		m, err2 := strconv.Atoi(s[5:7])
		d, err3 := strconv.Atoi(s[8:])
		if err1 == nil && err2 == nil && err3 == nil {
			return entente.Day{Year: y, Month: time.Month(m), Day: d}, nil
		}
	}
	return entente.Day{}, fmt.Errorf("%w: %q is no day", errCell, s)
}

// errCell is within the error of a cell that does not hold what this package writes into it.
var errCell = errors.New("a cell cannot be read")

// fromJSON reads a cell that asJSON wrote.
func fromJSON(text string, into any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("%w: %w", errCell, err)
	}
	return nil
}

// unaccent takes the marks off letters, as the index of words does.
var unaccent = runes.Remove(runes.In(unicode.Mn))

// Folded is s as the index of words sees it: words in lower case, without accents,
// parted by one blank.
func Folded(s string) string {
	s = unaccent.String(norm.NFD.String(strings.ToLower(s)))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}
