package web

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"entente"
)

// articlePage is one article with its rows. Its JSON is the record of the article and the
// rows as people left them.
type articlePage struct {
	Reading *entente.Reading `json:"reading"`
	Rows    []entente.Row    `json:"rows"`

	Short     string      `json:"-"` // the article's id as addresses have it
	Heading   string      `json:"-"` // where no headline stands in the text
	Text      []paragraph `json:"-"`
	Tail      string      `json:"-"`
	Address   string      `json:"-"` // of the publisher's page
	Documents bool        `json:"-"`
	Gold      bool        `json:"-"`
	News      []eventRow  `json:"-"`
	History   []eventRow  `json:"-"` // background
	Out       []eventRow  `json:"-"` // rejected
	Claims    []claimRow  `json:"-"`
	Figures   []figureRow `json:"-"`
	Disputes  []dispute   `json:"-"`
	Ties      []tie       `json:"-"`
	Turns     []string    `json:"-"`
	Actors    []actorRow  `json:"-"`
	Notes     []noteRow   `json:"-"`
}

func (p *articlePage) title() string {
	return cmp.Or(p.Reading.Article.Headline, "Article "+p.Short)
}

// anchor is a link to an element of the page.
type anchor struct{ To, Text string }

type eventRow struct {
	entente.Row
	Anchor, Sentence string
	When, Why        string
	Words            []anchor // on whose word, outermost first
	Figures          []string
	Mended           bool
}

type claimRow struct {
	entente.Claim
	Sentence, Speaker, Addressee, Words string
}

type figureRow struct {
	Anchor, Words, Printed, Speaker string
	Event, Sentence                 string
}

type dispute struct {
	About            []string
	Asserted, Denied []claimRow
}

type tie struct {
	entente.Relation
	Mark string
}

type actorRow struct {
	entente.Actor
	Label string
	At    []anchor // its mentions
}

type noteRow struct {
	At           anchor
	Line, Column int
	Why          string
}

// article shows an article, or writes it for paper or mail where the address ends so.
func (w *site) article(rw http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	for _, format := range []string{"pdf", "eml"} {
		if short, ok := strings.CutSuffix(id, "."+format); ok {
			return w.articleDocument(rw, r, short, format)
		}
	}
	p, err := w.articleOf(r, id)
	if err != nil {
		return err
	}
	w.answer(rw, r, "article", p.title(), p)
	return nil
}

// mediaTypes are those of Documents.
var mediaTypes = map[string]string{"pdf": "application/pdf", "eml": "message/rfc822"}

func (w *site) articleDocument(rw http.ResponseWriter, r *http.Request, id, format string) error {
	if w.Documents == nil {
		return &entente.Error{Kind: entente.Missing, Err: errors.New("this server writes no " + format)}
	}
	reading, err := w.Reader.Reading(r.Context(), id, time.Time{})
	if err != nil {
		return err
	}
	body, err := w.Documents.Article(reading, format)
	if err != nil {
		return err
	}
	rw.Header().Set("Content-Type", mediaTypes[format])
	rw.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="entente-%s.%s"`, shortID(reading.Article.ID), format))
	w.send(rw, r, http.StatusOK, body)
	return nil
}

// gold writes an article as people have corrected it, for eval to score against.
func (w *site) gold(rw http.ResponseWriter, r *http.Request) error {
	if w.Gold == nil {
		return &entente.Error{Kind: entente.Missing, Err: errors.New("this server writes no gold files")}
	}
	reading, err := w.Reader.Reading(r.Context(), r.PathValue("id"), time.Time{})
	if err != nil {
		return err
	}
	rows, err := w.Reader.Rows(r.Context(), string(reading.Article.ID), time.Time{})
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := w.Gold(&body, reading, rows); err != nil {
		return err
	}
	rw.Header().Set("Content-Type", "text/tab-separated-values; charset=utf-8")
	rw.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.tsv"`, shortID(reading.Article.ID)))
	w.send(rw, r, http.StatusOK, body.Bytes())
	return nil
}

func shortID(id entente.ArticleID) string {
	hash := strings.TrimPrefix(string(id), "sha256:")
	return hash[:min(16, len(hash))]
}

func (w *site) articleOf(r *http.Request, id string) (*articlePage, error) {
	reading, err := w.Reader.Reading(r.Context(), id, time.Time{})
	if err != nil {
		return nil, err
	}
	art := reading.Article
	p := &articlePage{Reading: reading, Short: shortID(art.ID), Documents: w.Documents != nil, Gold: w.Gold != nil}
	if p.Rows, err = w.Reader.Rows(r.Context(), string(art.ID), time.Time{}); err != nil {
		return nil, err
	}
	if strings.HasPrefix(art.URL, "http://") || strings.HasPrefix(art.URL, "https://") {
		p.Address = art.URL
	}
	v := &articleView{w: w, page: p, labels: map[string]string{}}
	v.actors()
	v.claims()
	v.events()
	v.disputes()
	v.ties()
	v.notes()
	p.Text, p.Tail = marked(art, v.over, func(row string) string { return v.labels[row] })
	titled := false
	for i := range p.Text {
		if p.Text[i].Zone == entente.ZoneHeadline && !titled {
			p.Text[i].Title, titled = true, true
		}
	}
	if !titled {
		p.Heading = cmp.Or(art.Headline, "Untitled article")
	}
	return p, nil
}

// articleView collects the rows of a page and the stretches of text that belong to them.
type articleView struct {
	w      *site
	page   *articlePage
	over   []stretch
	labels map[string]string // of rows, by anchor
}

func (v *articleView) lay(kind, row string, spans ...entente.Span) {
	for _, sp := range spans {
		v.over = append(v.over, stretch{sp, kind, row})
	}
}

// sentence is the id of the sentence that a span begins in, or "".
func (v *articleView) sentence(sp entente.Span) string {
	i := slices.IndexFunc(v.page.Reading.Article.Sentences, func(s entente.Span) bool { return s.Start <= sp.Start && sp.Start < s.End })
	if i < 0 {
		return ""
	}
	return sentenceID(i)
}

func (v *articleView) actors() {
	r := v.page.Reading
	for i := range r.Actors {
		a := &r.Actors[i]
		row := actorRow{Actor: *a, Label: v.w.partyWords(entente.PartyOf(a))}
		for _, m := range a.Mentions {
			v.lay("actor", string(a.Ref), m.Span)
			row.At = append(row.At, anchor{placeID(m.Span), m.Text})
		}
		v.labels[string(a.Ref)] = row.Label
		v.page.Actors = append(v.page.Actors, row)
	}
}

// name is what an actor of the reading is called.
func (v *articleView) name(ref *entente.ActorRef) string {
	if ref == nil {
		return ""
	}
	return v.labels[string(*ref)]
}

func (v *articleView) speaker(c *entente.Claim) string {
	return cmp.Or(v.name(c.Speaker), pieces(v.page.Reading.Article.Text, c.Source), voiceWords(entente.Voice{Class: c.Class}))
}

func (v *articleView) claims() {
	text := v.page.Reading.Article.Text
	for _, c := range v.page.Reading.Claims {
		row := claimRow{Claim: c, Addressee: v.name(c.Addressee), Words: pieces(text, c.Content)}
		row.Speaker = v.speaker(&c)
		switch {
		case len(c.Cue) > 0:
			row.Sentence = v.sentence(c.Cue[0])
		case len(c.Content) > 0:
			row.Sentence = v.sentence(c.Content[0])
		}
		id := string(c.ID)
		v.lay("content", id, c.Content...)
		v.lay("source", id, c.Source...)
		v.lay("cue", id, c.Cue...)
		v.labels[id] = "said by " + row.Speaker
		v.page.Claims = append(v.page.Claims, row)
	}
}

// pieces joins the parts of a broken stretch.
func pieces(text string, spans []entente.Span) string {
	var out []string
	for _, sp := range spans {
		out = append(out, sp.In(text))
	}
	return strings.Join(out, " … ")
}

func (v *articleView) events() {
	p := v.page
	figures := map[entente.Span]bool{}
	for _, r := range p.Rows {
		row := eventRow{Row: r, Anchor: string(r.ID.Event()), Sentence: v.sentence(r.Trigger), When: dateWords(r.Date), Why: v.w.because(&r.Report, r.Rejected), Mended: r.ID != r.ID.First()}
		for _, voice := range r.Attribution {
			word := anchor{Text: voiceWords(voice)}
			if slices.ContainsFunc(p.Claims, func(c claimRow) bool { return c.ID == voice.Claim }) {
				word.To = string(voice.Claim)
			}
			row.Words = append(row.Words, word)
		}
		for _, f := range r.Figures {
			row.Figures = append(row.Figures, figureWords(f))
		}
		v.labels[row.Anchor] = v.w.sides(&r.Report) + ": " + deed(r.Type, r.Mode) + ", " + string(r.Status)
		if r.Rejected {
			p.Out = append(p.Out, row)
			continue
		}
		kind := "event"
		if r.Background {
			kind = "past"
		}
		v.lay(kind, row.Anchor, r.Trigger)
		if !r.Date.Span.IsZero() {
			v.lay("date", row.Anchor, r.Date.Span)
		}
		if r.Place != nil && !r.Place.Span.IsZero() {
			v.lay("place", row.Anchor, r.Place.Span)
		}
		for _, f := range r.Figures {
			if figures[f.Span] {
				continue
			}
			figures[f.Span] = true
			speaker := "the article"
			if c := entente.WordsOf(p.Reading.Claims, f.Span); c != nil {
				speaker = v.speaker(c)
			}
			fig := figureRow{Anchor: fmt.Sprintf("f%d", len(p.Figures)+1), Words: figureWords(f), Printed: f.Span.In(p.Reading.Article.Text), Speaker: speaker, Event: row.Anchor, Sentence: v.sentence(f.Span)}
			v.lay("figure", fig.Anchor, f.Span)
			v.labels[fig.Anchor] = fig.Words
			p.Figures = append(p.Figures, fig)
		}
		if r.Background {
			p.History = append(p.History, row)
		} else {
			p.News = append(p.News, row)
		}
	}
}

func (v *articleView) disputes() {
	p := v.page
	of := func(ids []entente.ClaimID) []claimRow {
		var out []claimRow
		for _, c := range p.Claims {
			if slices.Contains(ids, c.ID) {
				out = append(out, c)
			}
		}
		return out
	}
	for _, d := range p.Reading.Disputes {
		p.Disputes = append(p.Disputes, dispute{v.rowsOf(d.About), of(d.Asserted), of(d.Denied)})
	}
}

// rowsOf keeps the events that have a row on the page.
func (v *articleView) rowsOf(ids []entente.EventID) []string {
	var out []string
	for _, id := range ids {
		if _, ok := v.labels[string(id)]; ok {
			out = append(out, string(id))
		}
	}
	return out
}

var directionMarks = map[entente.Direction]string{entente.Warming: "↗", entente.Cooling: "↘", entente.Warm: "→", entente.Cold: "→"}

func (v *articleView) ties() {
	for _, rel := range v.page.Reading.Relations {
		v.page.Ties = append(v.page.Ties, tie{rel, directionMarks[rel.Direction]})
	}
	for _, turn := range entente.Realignments(v.page.Reading.Relations) {
		v.page.Turns = append(v.page.Turns, fmt.Sprintf("%s turns from %s toward %s", v.w.Name(turn.State), v.w.Name(turn.From), v.w.Name(turn.Toward)))
	}
}

func (v *articleView) notes() {
	art := v.page.Reading.Article
	for _, n := range v.page.Reading.Notes {
		row := noteRow{At: anchor{Text: n.Span.In(art.Text)}, Why: n.Why}
		row.Line, row.Column = art.Position(n.Span.Start)
		if v.sentence(n.Span) != "" {
			v.lay("note", "", n.Span)
			row.At.To = placeID(n.Span)
		}
		v.page.Notes = append(v.page.Notes, row)
	}
}
