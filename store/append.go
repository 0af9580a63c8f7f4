package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"entente"
	"entente/link"
)

// Append stores a reading of an article, which is stored too if it is not there.
func (l *Ledger) Append(ctx context.Context, r *entente.Reading) (added bool, err error) {
	if err := r.Validate(); err != nil {
		return false, err
	}
	sketch := link.SketchOf(r.Article.Text)
	err = l.change(ctx, func(tx *Txn) error {
		if err := l.Dialect.Hold(ctx, tx, bandKeys(&sketch)...); err != nil {
			return err
		}
		id, _, err := l.insertArticle(ctx, tx, r.Article, &sketch)
		if err != nil {
			return err
		}
		if added, err = l.appendReading(ctx, tx, id, r); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM river_job WHERE state IN ('available', 'retryable', 'scheduled', 'pending', 'discarded') AND kind = ? AND CAST(args ->> 'article' AS bigint) = ?", ReadJob{}.Kind(), id)
		return err
	})
	return added, err
}

// appender is one reading on its way into the tables.
type appender struct {
	l       *Ledger
	ctx     context.Context
	tx      *Txn
	art     *articleRow
	r       *entente.Reading
	reading int64
	number  int
	known   int64
	actors  map[entente.ActorRef]*entente.Actor
	claims  map[entente.ClaimID]*entente.Claim
	earlier []string // texts of the earlier articles of the cluster
	// before is where the rows of the reading that this one replaces were linked.
	before map[place]int64
	names  map[entente.EventID]entente.ReportID
}

// place is what makes a row of one reading the row of another: the same kind of event at
// the same word.
type place struct {
	trigger entente.Span
	kind    entente.EventType
}

// appendReading stores r unless the current reading of the article is by the same coder.
func (l *Ledger) appendReading(ctx context.Context, tx *Txn, article int64, r *entente.Reading) (bool, error) {
	if err := l.Dialect.Hold(ctx, tx, articleKey(r.Article.ID)); err != nil {
		return false, err
	}
	var number int
	var last entente.Coder
	err := tx.QueryRowContext(ctx, "SELECT number, version, ontology, model FROM reading WHERE article = ? ORDER BY number DESC LIMIT 1", article).
		Scan(&number, &last.Version, &last.Ontology, &last.Model)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	if number > 0 && last == r.Coder {
		return false, nil
	}
	art, err := loadArticle(ctx, tx, article)
	if err != nil {
		return false, err
	}
	a := newAppender(art, r, number+1)
	a.l, a.ctx, a.tx, a.known = l, ctx, tx, l.now()
	return true, a.run()
}

// newAppender looks over a reading of an article.
func newAppender(art *articleRow, r *entente.Reading, number int) *appender {
	a := &appender{art: art, r: r, number: number, actors: map[entente.ActorRef]*entente.Actor{}, claims: map[entente.ClaimID]*entente.Claim{},
		before: map[place]int64{}, names: map[entente.EventID]entente.ReportID{}}
	for i := range r.Actors {
		a.actors[r.Actors[i].Ref] = &r.Actors[i]
	}
	for i := range r.Claims {
		a.claims[r.Claims[i].ID] = &r.Claims[i]
	}
	return a
}

func (a *appender) run() error {
	stale, err := a.replaced()
	if err != nil {
		return err
	}
	corrected, err := a.corrected()
	if err != nil {
		return err
	}
	if err := a.insertReading(); err != nil {
		return err
	}
	if err := a.l.refresh(a.ctx, a.tx, stale...); err != nil {
		return err
	}
	if a.earlier, err = list[string](a.ctx, a.tx, "SELECT text FROM article WHERE cluster = ? AND id < ?", a.art.cluster, a.art.row); err != nil {
		return err
	}
	reps := make([]entente.Report, len(a.r.Events))
	for i := range reps {
		reps[i] = a.report(&a.r.Events[i])
		reps[i].Reprint = a.reprinted(reps[i].Quote)
		a.names[a.r.Events[i].ID] = reps[i].ID
	}
	if err := a.l.Dialect.Hold(a.ctx, a.tx, linkKeys(reps)...); err != nil {
		return err
	}
	for i := range reps {
		if err := a.insertEvent(&reps[i]); err != nil {
			return err
		}
	}
	if err := a.carry(corrected); err != nil {
		return err
	}
	if err := a.insertClaims(); err != nil {
		return err
	}
	_, err = a.tx.ExecContext(a.ctx, "DELETE FROM failure WHERE article = ?", a.art.row)
	return err
}

// replaced notes where the rows of the current reading are linked, and returns the
// happenings that lose them.
func (a *appender) replaced() ([]int64, error) {
	var happenings []int64
	err := each(a.ctx, a.tx, `SELECT r.happening, r.type, r.trigger_start, r.trigger_end FROM report r JOIN current_reading c ON c.id = r.reading
		WHERE r.article = ? ORDER BY r.id`, []any{a.art.row}, func(rows *sql.Rows) error {
		var h int64
		var at place
		if err := rows.Scan(&h, &at.kind, &at.trigger.Start, &at.trigger.End); err != nil {
			return err
		}
		a.before[at] = h
		happenings = append(happenings, h)
		return nil
	})
	slices.Sort(happenings)
	return slices.Compact(happenings), err
}

func (a *appender) insertReading() error {
	bare := *a.r
	art := *a.r.Article
	art.Text = "" // stands in the article's row
	bare.Article = &art
	raw, err := json.Marshal(&bare)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	zw := gzip.NewWriter(&packed)
	if _, err := zw.Write(raw); err != nil {
		return err
	}
	if err := zw.Close(); err != nil {
		return err
	}
	return a.tx.QueryRowContext(a.ctx, "INSERT INTO reading (article, number, version, ontology, model, record, known) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
		a.art.row, a.number, a.r.Coder.Version, a.r.Coder.Ontology, a.r.Coder.Model, packed.Bytes(), a.known).Scan(&a.reading)
}

// name makes the ReportID of an event of this reading.
func (a *appender) name(id entente.EventID) entente.ReportID {
	hash := strings.TrimPrefix(string(a.art.ID), "sha256:")
	hash = hash[:min(16, len(hash))]
	if a.number > 1 {
		hash += fmt.Sprintf(".%d", a.number)
	}
	return entente.ReportID(hash + "/" + string(id))
}

// report is the row of an event, without what it says of other articles.
func (a *appender) report(ev *entente.Event) entente.Report {
	rep := entente.Report{
		Event: *ev, ID: a.name(ev.ID), Print: a.art.print(), Sentence: a.r.Article.Sentences[ev.Sentence], Known: time.UnixMilli(a.known),
		Sources: a.parties(ev.Sources), Targets: a.parties(ev.Targets), Attribution: a.voices(ev.Attribution),
	}
	rep.Print.House = a.r.Article.House
	return rep
}

func (a *appender) insertEvent(rep *entente.Report) error {
	happening, again := a.before[place{rep.Trigger, rep.Type}]
	if !again {
		var err error
		if happening, err = a.l.match(a.ctx, a.tx, rep); err != nil {
			return err
		}
	}
	_, err := a.l.insertReport(a.ctx, a.tx, rep, reportRow{article: a.art.row, reading: a.reading, happening: happening})
	return err
}

// reprinted reports whether an earlier article of the cluster has the sentence.
func (a *appender) reprinted(quote string) bool {
	return slices.ContainsFunc(a.earlier, func(text string) bool { return link.Holds(text, quote) })
}

func (a *appender) parties(refs []entente.ActorRef) []entente.Party {
	out := make([]entente.Party, 0, len(refs))
	for _, ref := range refs {
		if act := a.actors[ref]; act != nil {
			if p := entente.PartyOf(act); !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

func (a *appender) voices(ids []entente.ClaimID) []entente.Voice {
	var out []entente.Voice
	for _, id := range ids {
		c := a.claims[id]
		v := entente.Voice{Claim: id, Role: c.Role, Class: c.Class, Cue: c.CueLemma, Stance: c.Stance}
		p := a.speaker(c)
		v.Name, v.Code = p.Name, p.Code
		out = append(out, v)
	}
	return out
}

// speaker is whom a claim's source resolves to, or the words that name it.
func (a *appender) speaker(c *entente.Claim) entente.Party {
	if c.Speaker != nil {
		if act := a.actors[*c.Speaker]; act != nil {
			return entente.PartyOf(act)
		}
	}
	return entente.Party{Name: pieces(a.r.Article.Text, c.Source)}
}

func pieces(text string, spans []entente.Span) string {
	var out []string
	for _, sp := range spans {
		out = append(out, sp.In(text))
	}
	return strings.Join(out, " … ")
}

// insertClaims stores the claims whose content a sentence holds; of others there is nothing
// to show.
func (a *appender) insertClaims() error {
	var rows [][]any
	var words []string
	for i := range a.r.Claims {
		c := &a.r.Claims[i]
		at := c.Content[0]
		if len(c.Cue) > 0 {
			at = c.Cue[0]
		}
		k := slices.IndexFunc(a.r.Article.Sentences, func(sp entente.Span) bool { return sp.Contains(at) })
		if k < 0 {
			continue
		}
		sent := a.r.Article.Sentences[k]
		about := []entente.ReportID{}
		for _, id := range c.About {
			about = append(about, a.names[id])
		}
		quote := sent.In(a.r.Article.Text)
		who := a.speaker(c)
		words = append(words, pieces(a.r.Article.Text, c.Content))
		rows = append(rows, []any{a.art.row, a.reading, c.ID, who.Code, asJSON(who), c.Role, c.Class, c.Stance, c.Form, c.CueLemma, words[len(words)-1], quote,
			sent.Start, sent.End, asJSON(about), a.reprinted(quote), a.art.Published.String()})
	}
	var ids []int64
	err := insertMany(a.ctx, a.tx, `INSERT INTO claim (article, reading, name, code, speaker, role, class, stance, form, cue, words, quote,
		sentence_start, sentence_end, about, reprint, day)`, rows, "RETURNING id", &ids)
	if err != nil || len(ids) == 0 {
		return err
	}
	slices.Sort(ids) // they were given in the order of the rows
	indexed := make([]Indexed, len(ids))
	for i, id := range ids {
		indexed[i] = Indexed{id, words[i : i+1]}
	}
	return a.l.Dialect.Index(a.ctx, a.tx, claimWords, indexed...)
}

// articleKey keeps an article for one transaction: its readings are numbered, and its rows
// corrected, one after another.
func articleKey(id entente.ArticleID) Key {
	hash := strings.TrimPrefix(string(id), "sha256:")
	return Key{Room: RoomArticle, Name: hash[:min(16, len(hash))]}
}
