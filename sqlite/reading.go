package sqlite

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"entente"
)

// Reading returns the reading of an article that stood at asOf.
func (l *Ledger) Reading(ctx context.Context, id string, asOf time.Time) (*entente.Reading, error) {
	missing := func(why string) error {
		return &entente.Error{Op: "ledger", Kind: entente.Missing, Input: id, Err: errors.New(why)}
	}
	hash := "sha256:" + strings.TrimPrefix(id, "sha256:")
	if len(hash) < len("sha256:")+8 {
		return nil, missing("an article is named by at least eight digits of its hash")
	}
	// No digit comes after "g": everything that starts with hash lies between the two.
	rows, err := list[int64](ctx, l.read, "SELECT id FROM article WHERE hash >= ? AND hash < ? LIMIT 2", hash, hash+"g")
	if err != nil {
		return nil, l.fail(err)
	}
	switch len(rows) {
	case 0:
		return nil, missing("no such article in the ledger")
	case 2:
		return nil, missing("several articles start so; give more digits")
	}
	var record []byte
	err = l.read.QueryRowContext(ctx, "SELECT record FROM reading WHERE article = ? AND known <= ? ORDER BY number DESC LIMIT 1", rows[0], moment(asOf)).Scan(&record)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, missing(`received and not read yet; "entente ingest" goes on reading`)
	}
	if err != nil {
		return nil, l.fail(err)
	}
	art, err := loadArticle(ctx, l.read, rows[0])
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

func unpackReading(record []byte, text string) (*entente.Reading, error) {
	zr, err := gzip.NewReader(bytes.NewReader(record))
	if err != nil {
		return nil, err
	}
	r := &entente.Reading{}
	if err := json.NewDecoder(zr).Decode(r); err != nil {
		return nil, err
	}
	r.Article.Text = text
	return r, zr.Close()
}

// Totals counts what the ledger holds.
func (l *Ledger) Totals(ctx context.Context) (entente.Totals, error) {
	var t entente.Totals
	var from, to sql.NullString
	err := l.read.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM article),
		(SELECT count(*) FROM article WHERE cluster = id),
		(`+openJobs+`),
		(SELECT count(*) FROM failure),
		(SELECT coalesce(sum(reports), 0) FROM happening),
		(SELECT count(*) FROM happening),
		(SELECT coalesce(sum(lines), 0) FROM import),
		(SELECT day FROM happening WHERE day <> '' AND independent > 0 ORDER BY day LIMIT 1),
		(SELECT day FROM happening WHERE day <> '' AND independent > 0 ORDER BY day DESC LIMIT 1)`).
		Scan(&t.Articles, &t.Clusters, &t.Unread, &t.Failed, &t.Reports, &t.Happenings, &t.Imported, &from, &to)
	if err != nil {
		return t, l.fail(err)
	}
	if t.From, err = parseDay(from.String); err == nil {
		t.To, err = parseDay(to.String)
	}
	return t, l.fail(err)
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
	common, err := l.common(ctx, "article_words", f.Words)
	switch {
	case err != nil:
		return nil, "", l.fail(err)
	case common:
		c.add("EXISTS (SELECT 1 FROM article_words w WHERE w.rowid = a.id AND w.article_words MATCH ?)", words(f.Words))
	case f.Words != "":
		narrow := map[bool]string{true: " INDEXED BY article_day"}[f.AsOf.IsZero() && f.Publisher == ""]
		from = "article_words w CROSS JOIN article a" + narrow + " ON a.id = w.rowid"
		c.add("w.article_words MATCH ?", words(f.Words))
	}
	n := limit(&f)
	if n > 0 {
		n++
	}
	var out []entente.Found
	var page []cursor
	order := " ORDER BY a.published " + direction(&f) + ", a.id " + direction(&f)
	// A passage and a count cost more than to find the article: only those of the page are made.
	found := "SELECT a.id FROM " + from + c.where() + order + " LIMIT ?"
	args := append(c.args, n)
	rows, passage := "("+found+") k CROSS JOIN article a ON a.id = k.id", "''"
	if f.Words != "" {
		rows, passage = "("+found+") k CROSS JOIN article_words w ON w.rowid = k.id CROSS JOIN article a ON a.id = k.id", "snippet(article_words, -1, '', '', '…', 40)"
		args = append(args, words(f.Words))
	}
	err = each(ctx, l.read, `SELECT a.id, a.hash, o.hash, a.url, a.publisher, a.headline, a.published, `+passage+`,
		(SELECT count(*) FROM report r JOIN current_reading cr ON cr.id = r.reading WHERE r.article = a.id AND NOT r.rejected AND NOT EXISTS (SELECT 1 FROM report x WHERE x.replaces = r.id))
		FROM `+rows+" JOIN article o ON o.id = a.cluster"+map[bool]string{true: " WHERE w.article_words MATCH ?"}[f.Words != ""]+order,
		args, func(rows *sql.Rows) error {
			var a entente.Found
			var at cursor
			if err := rows.Scan(&at.row, &a.Article, &a.Cluster, &a.URL, &a.Publisher, &a.Headline, &at.day, &a.Passage, &a.Rows); err != nil {
				return err
			}
			day, err := parseDay(at.day)
			a.Published = day
			out, page = append(out, a), append(page, at)
			return err
		})
	if err != nil {
		return nil, "", l.fail(err)
	}
	next := ""
	if n > 0 && len(out) == n {
		out = out[:n-1]
		next = page[n-2].String()
	}
	return out, next, nil
}
