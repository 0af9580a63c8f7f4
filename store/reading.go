package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"entente"
)

// Reading returns the reading of an article that stood at asOf.
func (l *Ledger) Reading(ctx context.Context, id string, asOf time.Time) (*entente.Reading, error) {
	row, err := l.named(ctx, id)
	if err != nil {
		return nil, err
	}
	var record []byte
	err = l.pool.QueryRowContext(ctx, "SELECT record FROM reading WHERE article = ? AND known <= ? ORDER BY number DESC LIMIT 1", row, moment(asOf)).Scan(&record)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noArticle(id, `received and not read yet; "entente ingest" goes on reading`)
	}
	if err != nil {
		return nil, l.fail(err)
	}
	art, err := loadArticle(ctx, l.pool, row)
	if err != nil {
		return nil, l.fail(err)
	}
	r, err := unpackReading(record, art.Text)
	if err != nil {
		return nil, l.fail(err)
	}
	r.Article.Blocks, r.Article.Notes = art.Blocks, art.Notes
	return r, nil
}

// named finds the row of an article by the first digits of its hash.
func (l *Ledger) named(ctx context.Context, id string) (int64, error) {
	hash := "sha256:" + strings.TrimPrefix(id, "sha256:")
	if len(hash) < len("sha256:")+8 {
		return 0, noArticle(id, "an article is named by at least eight digits of its hash")
	}
	// No digit comes after "g": everything that starts with hash lies between the two.
	rows, err := list[int64](ctx, l.pool, "SELECT id FROM article WHERE hash >= ? AND hash < ? LIMIT 2", hash, hash+"g")
	switch {
	case err != nil:
		return 0, l.fail(err)
	case len(rows) == 0:
		return 0, noArticle(id, "no such article in the ledger")
	case len(rows) == 2:
		return 0, noArticle(id, "several articles start so; give more digits")
	}
	return rows[0], nil
}

func noArticle(id, why string) error {
	return &entente.Error{Op: "ledger", Kind: entente.Missing, Input: id, Err: errors.New(why)}
}

// Rows returns the last rows of an article.
func (l *Ledger) Rows(ctx context.Context, id string, asOf time.Time) ([]entente.Row, error) {
	row, err := l.named(ctx, id)
	if err != nil {
		return nil, err
	}
	at := moment(asOf)
	stored, err := reports(ctx, l.pool, "WHERE r.article = ? AND"+lastRows+"ORDER BY r.trigger_start, r.id", row, at, at, at)
	if err != nil {
		return nil, l.fail(err)
	}
	out := make([]entente.Row, len(stored))
	for i := range stored {
		out[i] = entente.Row{Report: stored[i].Report, Rejected: stored[i].at.rejected}
	}
	return out, nil
}

func unpackReading(record []byte, text string) (*entente.Reading, error) {
	zr, err := gzip.NewReader(bytes.NewReader(record))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCell, err)
	}
	raw, err := io.ReadAll(zr) // to its end, where the sum of all bytes stands
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCell, err)
	}
	r := &entente.Reading{}
	if err := fromJSON(string(raw), r); err != nil {
		return nil, err
	}
	if r.Article == nil {
		return nil, fmt.Errorf("%w: a reading of no article", errCell)
	}
	r.Article.Text = text
	return r, nil
}

// Totals counts what the ledger holds.
func (l *Ledger) Totals(ctx context.Context) (entente.Totals, error) {
	var t entente.Totals
	var from, to, printedFrom, printedTo sql.NullString
	err := l.pool.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM article),
		(SELECT count(*) FROM article WHERE cluster = id),
		(SELECT count(*)`+unreadJobs+`),
		(SELECT count(*) FROM failure),
		(SELECT coalesce(sum(reports), 0) FROM happening),
		(SELECT count(*) FROM happening),
		(SELECT coalesce(sum(lines), 0) FROM import),
		(SELECT day FROM happening WHERE day <> '' AND independent > 0 ORDER BY day LIMIT 1),
		(SELECT day FROM happening WHERE day <> '' AND independent > 0 ORDER BY day DESC LIMIT 1),
		(SELECT published FROM article WHERE published <> '' ORDER BY published LIMIT 1),
		(SELECT published FROM article WHERE published <> '' ORDER BY published DESC LIMIT 1)`).
		Scan(&t.Articles, &t.Clusters, &t.Unread, &t.Failed, &t.Reports, &t.Happenings, &t.Imported, &from, &to, &printedFrom, &printedTo)
	if err != nil {
		return t, l.fail(err)
	}
	for _, d := range []struct {
		day  *entente.Day
		text string
	}{{&t.From, from.String}, {&t.To, to.String}, {&t.PrintedFrom, printedFrom.String}, {&t.PrintedTo, printedTo.String}} {
		if *d.day, err = parseDay(d.text); err != nil {
			return t, l.fail(err)
		}
	}
	return t, nil
}

// Articles returns what was printed.
func (l *Ledger) Articles(ctx context.Context, f entente.Filter) ([]entente.Found, string, error) {
	c := condition{}
	if err := c.span(&f, "a.published", "a.id"); err != nil {
		return nil, "", err
	}
	if !f.AsOf.IsZero() {
		c.add("a.known <= ?", moment(f.AsOf))
	}
	if f.Publisher != "" {
		c.add("a.publisher = ?", f.Publisher)
	}
	from := "article a"
	common, err := l.common(ctx, articleWords, f.Words)
	switch {
	case err != nil:
		return nil, "", l.fail(err)
	case common:
		c.add("EXISTS (SELECT 1 FROM article_words w WHERE w.rowid = a.id AND "+l.Dialect.Matches("w", articleWords)+")", l.Dialect.Words(f.Words))
	case f.Words != "":
		narrow := map[bool]string{true: " INDEXED BY article_day"}[f.AsOf.IsZero() && f.Publisher == ""]
		from = "article_words w CROSS JOIN article a" + narrow + " ON a.id = w.rowid"
		c.add(l.Dialect.Matches("w", articleWords), l.Dialect.Words(f.Words))
	}
	var out []entente.Found
	var page []cursor
	order := " ORDER BY a.published " + direction(&f) + ", a.id " + direction(&f)
	// A passage and a count cost more than to find the article: only those of the page are made.
	found := "SELECT a.id FROM " + from + c.where() + order + upTo(ahead(&f))
	whole := "''"
	if f.Words != "" {
		whole = "a.text"
	}
	err = each(ctx, l.pool, `SELECT a.id, a.hash, o.hash, a.url, a.publisher, a.headline, a.published, `+whole+`,
		(SELECT count(*) FROM report r JOIN current_reading cr ON cr.id = r.reading WHERE r.article = a.id AND NOT r.rejected AND NOT EXISTS (SELECT 1 FROM report x WHERE x.replaces = r.id))
		FROM (`+found+") k CROSS JOIN article a ON a.id = k.id JOIN article o ON o.id = a.cluster"+order,
		c.args, func(rows *sql.Rows) error {
			var a entente.Found
			var at cursor
			var text string
			if err := rows.Scan(&at.row, &a.Article, &a.Cluster, &a.URL, &a.Publisher, &a.Headline, &at.day, &text, &a.Rows); err != nil {
				return err
			}
			if a.Passage = passage(text, f.Words); a.Passage == "" {
				a.Passage = passage(a.Headline, f.Words)
			}
			day, err := parseDay(at.day)
			a.Published = day
			out, page = append(out, a), append(page, at)
			return err
		})
	if err != nil {
		return nil, "", l.fail(err)
	}
	out, next := cut(out, page, &f)
	return out, next, nil
}
