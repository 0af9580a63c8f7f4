package store

import (
	"context"
	"database/sql"
	"errors"

	"entente"
)

// Quotes returns who said what: of speakers of f.A, if set, about f.B, if set (in a claim
// about a row that has it on one side). Reprints are left out.
func (l *Ledger) Quotes(ctx context.Context, f entente.Filter) ([]entente.Quote, string, error) {
	common, err := l.common(ctx, claimWords, f.Words)
	if err != nil {
		return nil, "", l.fail(err)
	}
	query, args, err := quoteQuery(l.Dialect, &f, common)
	if err != nil {
		return nil, "", err
	}
	var out []entente.Quote
	var page []cursor
	err = each(ctx, l.pool, query, args, func(rows *sql.Rows) error {
		var q entente.Quote
		var at cursor
		var speaker, about string
		if err := rows.Scan(&at.row, &q.Claim, &speaker, &q.Role, &q.Class, &q.Stance, &q.Form, &q.Cue, &q.Words, &q.Sentence, &q.Span.Start, &q.Span.End, &about, &at.day,
			&q.Article.Article, &q.Article.Cluster, &q.Article.URL, &q.Article.Publisher, &q.Article.Headline); err != nil {
			return err
		}
		day, err := parseDay(at.day)
		q.Article.Published = day
		out, page = append(out, q), append(page, at)
		last := &out[len(out)-1]
		return errors.Join(err, fromJSON(speaker, &last.Speaker), fromJSON(about, &last.About))
	})
	if err != nil {
		return nil, "", l.fail(err)
	}
	out, next := cut(out, page, &f)
	return out, next, nil
}

func quoteQuery(d Dialect, f *entente.Filter, common bool) (string, []any, error) {
	c := condition{}
	if f.A != "" {
		c.add("c.code = ?", f.A)
	}
	if err := c.span(f, "c.day", "c.id"); err != nil {
		return "", nil, err
	}
	if len(f.Stances) > 0 {
		c.sql = append(c.sql, "c.stance IN "+in(f.Stances, &c.args))
	}
	if len(f.Classes) > 0 {
		c.sql = append(c.sql, "c.class IN "+in(f.Classes, &c.args))
	}
	if f.Publisher != "" {
		c.add("a.publisher = ?", f.Publisher)
	}
	if f.B != "" {
		c.add(`EXISTS (SELECT 1 FROM `+d.Texts("c.about", "j")+` CROSS JOIN report r ON r.name = j.value
			WHERE EXISTS (SELECT 1 FROM `+d.Objects("r.sources", "v")+` WHERE v.value ->> 'code' = ?)
			OR EXISTS (SELECT 1 FROM `+d.Objects("r.targets", "v")+` WHERE v.value ->> 'code' = ?))`, f.B, f.B)
	}
	if f.Words != "" {
		c.add(map[bool]string{true: "+"}[common]+"c.id IN (SELECT w.rowid FROM claim_words w WHERE "+d.Matches("w", claimWords)+")", d.Words(f.Words))
	}
	c.add("NOT c.reprint")
	c.add("k.known <= ? AND NOT EXISTS (SELECT 1 FROM reading n WHERE n.article = k.article AND n.number > k.number AND n.known <= ?)", moment(f.AsOf), moment(f.AsOf))
	return `SELECT c.id, c.name, c.speaker, c.role, c.class, c.stance, c.form, c.cue, c.words, c.quote, c.sentence_start, c.sentence_end, c.about, c.day,
		a.hash, o.hash, a.url, a.publisher, a.headline
		FROM claim c CROSS JOIN reading k ON k.id = c.reading CROSS JOIN article a ON a.id = c.article CROSS JOIN article o ON o.id = a.cluster` +
		c.where() + " ORDER BY c.day " + direction(f) + ", c.id " + direction(f) + upTo(ahead(f)), c.args, nil
}
