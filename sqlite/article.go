package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

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
func (l *Ledger) Receive(ctx context.Context, art *entente.Article, key string) (fresh bool, err error) {
	sketch := link.SketchOf(art.Text) // outside the transaction: it is the costly part
	err = l.change(ctx, func(tx *sql.Tx) error {
		id, added, err := l.insertArticle(ctx, tx, art, &sketch)
		if err != nil {
			return err
		}
		fresh = added
		if added {
			if _, err := l.jobs.InsertTx(ctx, tx, readJob{Article: id}, nil); err != nil {
				return err
			}
		}
		if key == "" {
			return nil
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO input (key, article, known) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", key, id, l.now()); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM failure WHERE key = ?", key)
		return err
	})
	return fresh, err
}

// Received reports whether an input of that key was received before.
func (l *Ledger) Received(ctx context.Context, key string) (bool, error) {
	var there bool
	err := l.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM input WHERE key = ?)", key).Scan(&there)
	return there, l.fail(err)
}

// insertArticle stores art unless its text is there, and returns its row.
func (l *Ledger) insertArticle(ctx context.Context, tx *sql.Tx, art *entente.Article, sketch *link.Sketch) (id int64, added bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT id FROM article WHERE hash = ?", art.ID).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, false, err
	}
	page := pageOf{Standfirst: art.Standfirst, Bylines: art.Bylines, Dateline: art.Dateline, Language: art.Language, Captions: art.Captions, Notes: art.Notes}
	for _, b := range art.Blocks {
		page.Blocks = append(page.Blocks, block(b))
	}
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM article").Scan(&id); err != nil {
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
	for _, key := range sketch.Bands() {
		if _, err := tx.ExecContext(ctx, "INSERT INTO band (key, article) VALUES (?, ?) ON CONFLICT DO NOTHING", int64(key), id); err != nil {
			return 0, false, err
		}
	}
	return id, true, nil
}

// clusterOf returns the cluster of the earliest article that text is nearly identical
// to, or 0.
func clusterOf(ctx context.Context, tx *sql.Tx, text string, sketch *link.Sketch) (int64, error) {
	var near []int64
	for _, key := range sketch.Bands() {
		ids, err := list[int64](ctx, tx, "SELECT article FROM band WHERE key = ?", int64(key))
		if err != nil {
			return 0, err
		}
		near = append(near, ids...)
	}
	slices.Sort(near)
	for _, id := range slices.Compact(near) {
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
func loadArticle(ctx context.Context, q queryer, row int64) (*articleRow, error) {
	a := &articleRow{row: row}
	var published, page string
	err := q.QueryRowContext(ctx, `SELECT a.hash, a.cluster, c.hash, a.url, a.publisher, a.headline, a.published, a.text, a.page, a.known
		FROM article a JOIN article c ON c.id = a.cluster WHERE a.id = ?`, row).
		Scan(&a.ID, &a.cluster, &a.clusterHash, &a.URL, &a.Publisher, &a.Headline, &published, &a.Text, &page, &a.known)
	if err != nil {
		return nil, err
	}
	var p pageOf
	if err := json.Unmarshal([]byte(page), &p); err != nil {
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
