package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"entente"
	"entente/link"
)

// pageOf is what page found of an article beside the columns of its row.
type pageOf struct {
	Standfirst string            `json:"standfirst,omitempty"`
	Bylines    []string          `json:"bylines,omitempty"`
	Dateline   *entente.Dateline `json:"dateline,omitempty"`
	Language   string            `json:"language,omitempty"`
	Captions   []entente.Caption `json:"captions,omitempty"`
	Blocks     []block           `json:"blocks,omitempty"`
	Notes      []entente.Note    `json:"notes,omitempty"`
}

type block struct {
	Zone entente.Zone `json:"zone"`
	Span entente.Span `json:"span"`
}

// Receive stores art and the job of reading it.
func (l *Ledger) Receive(ctx context.Context, art *entente.Article, in entente.Input) (fresh bool, err error) {
	sketch := link.SketchOf(art.Text) // outside the transaction: it is the costly part
	err = l.change(ctx, func(tx *Txn) error {
		if err := l.Dialect.Hold(ctx, tx, bandKeys(&sketch)...); err != nil {
			return err
		}
		id, added, err := l.insertArticle(ctx, tx, art, &sketch)
		if err != nil {
			return err
		}
		fresh = added
		if added {
			if err := l.queue(ctx, tx, id); err != nil {
				return err
			}
		}
		if in.Name == "" {
			return nil
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO input (name, hash, article, known) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", in.Name, in.Hash, id, l.now()); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM failure WHERE key = ?", in.Name)
		return err
	})
	return fresh, err
}

// Received reports whether that input was received before.
func (l *Ledger) Received(ctx context.Context, in entente.Input) (bool, error) {
	var there bool
	err := l.pool.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM input WHERE name = ? AND hash = ?)", in.Name, in.Hash).Scan(&there)
	return there, l.fail(err)
}

// Visited returns what was noted of a page of the web.
func (l *Ledger) Visited(ctx context.Context, url string) (etag, modified string, err error) {
	err = l.pool.QueryRowContext(ctx, "SELECT etag, modified FROM visit WHERE url = ?", url).Scan(&etag, &modified)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return etag, modified, l.fail(err)
}

// Visit notes what the server said of the state of a page.
func (l *Ledger) Visit(ctx context.Context, url, etag, modified string) error {
	return l.change(ctx, func(tx *Txn) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO visit (url, etag, modified, known) VALUES (?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, modified = excluded.modified, known = excluded.known",
			url, etag, modified, l.now())
		return err
	})
}

// insertArticle stores art unless its text is there, and returns its row.
func (l *Ledger) insertArticle(ctx context.Context, tx *Txn, art *entente.Article, sketch *link.Sketch) (id int64, added bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT id FROM article WHERE hash = ?", art.ID).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, false, err
	}
	page := pageOf{Standfirst: art.Standfirst, Bylines: art.Bylines, Dateline: art.Dateline, Language: art.Language, Captions: art.Captions, Notes: art.Notes}
	for _, b := range art.Blocks {
		page.Blocks = append(page.Blocks, block(b))
	}
	if err := tx.QueryRowContext(ctx, l.Dialect.Next("article")).Scan(&id); err != nil {
		return 0, false, err
	}
	cluster, err := clusterOf(ctx, tx, art.Text, sketch)
	if err != nil {
		return 0, false, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO article (id, hash, cluster, url, publisher, headline, published, text, page, known)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, art.ID, cmp.Or(cluster, id), art.URL, art.Publisher, art.Headline, art.Published.String(), art.Text, asJSON(page), l.now())
	if err != nil {
		return 0, false, err
	}
	if err := l.Dialect.Index(ctx, tx, articleWords, Indexed{id, []string{art.Headline, art.Text}}); err != nil {
		return 0, false, err
	}
	return id, true, insertBands(ctx, tx, id, sketch.Bands())
}

// bandKeys keep articles apart that may be nearly identical: each must see the other.
func bandKeys(sketch *link.Sketch) []Key {
	var keys []Key
	for _, key := range sketch.Bands() {
		keys = append(keys, Key{Room: RoomBand, Name: strconv.FormatUint(key, 16)})
	}
	return keys
}

// insertBands notes where near-identical texts will meet the article.
func insertBands(ctx context.Context, tx *Txn, article int64, keys []uint64) error {
	if len(keys) == 0 {
		return nil
	}
	args := make([]any, 0, 2*len(keys))
	for _, key := range keys {
		args = append(args, int64(key), article)
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO band (key, article) VALUES "+strings.TrimSuffix(strings.Repeat("(?, ?), ", len(keys)), ", ")+" ON CONFLICT DO NOTHING", args...)
	return err
}

// clusterOf returns the cluster of the earliest article that text is nearly identical
// to, or 0.
func clusterOf(ctx context.Context, tx *Txn, text string, sketch *link.Sketch) (int64, error) {
	var keys []any
	for _, key := range sketch.Bands() {
		keys = append(keys, int64(key))
	}
	var args []any
	near, err := list[int64](ctx, tx, "SELECT DISTINCT article FROM band WHERE key IN "+in(keys, &args)+" ORDER BY article", args...)
	if err != nil {
		return 0, err
	}
	for _, id := range near {
		var cluster int64
		var other string
		if err := tx.QueryRowContext(ctx, "SELECT cluster, text FROM article WHERE id = ?", id).Scan(&cluster, &other); err != nil {
			return 0, err
		}
		if link.Resembles(text, other) {
			return cluster, nil
		}
	}
	return 0, nil
}

// articleRow is an article with what the ledger knows of it.
type articleRow struct {
	entente.Article
	row, cluster int64
	clusterHash  entente.ArticleID
	known        int64
}

func (a *articleRow) print() entente.Print {
	return entente.Print{Article: a.ID, Headline: a.Headline, Publisher: a.Publisher, URL: a.URL, Published: a.Published, Cluster: a.clusterHash}
}

// loadArticle reads the article of a row; Missing has been ruled out by foreign keys.
func loadArticle(ctx context.Context, q Queryer, row int64) (*articleRow, error) {
	a := &articleRow{row: row}
	var published, page string
	err := q.QueryRowContext(ctx, `SELECT a.hash, a.cluster, c.hash, a.url, a.publisher, a.headline, a.published, a.text, a.page, a.known
		FROM article a JOIN article c ON c.id = a.cluster WHERE a.id = ?`, row).
		Scan(&a.ID, &a.cluster, &a.clusterHash, &a.URL, &a.Publisher, &a.Headline, &published, &a.Text, &page, &a.known)
	if err != nil {
		return nil, err
	}
	var p pageOf
	if err := fromJSON(page, &p); err != nil {
		return nil, err
	}
	if a.Published, err = parseDay(published); err != nil {
		return nil, err
	}
	a.Standfirst, a.Bylines, a.Dateline, a.Language, a.Captions, a.Notes = p.Standfirst, p.Bylines, p.Dateline, p.Language, p.Captions, p.Notes
	for _, b := range p.Blocks {
		a.Blocks = append(a.Blocks, entente.Block(b))
	}
	return a, nil
}
