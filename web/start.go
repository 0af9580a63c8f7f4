package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"entente"
	"entente/desk"
)

// startPage is what a visitor sees first.
type startPage struct {
	Totals entente.Totals  `json:"totals"`
	Recent []entente.Found `json:"recent"`
	News   *desk.Briefing  `json:"news,omitempty"` // of the watched pairs

	Typed Paste  `json:"-"` // what was typed and could not be read
	Error string `json:"-"`
}

// maxPairs bounds what the start page watches: a brief reckons the whole series of a pair.
const maxPairs = 8

func (w *site) start(r *http.Request) (any, error) { return w.startOf(r, Paste{}, "") }

func (w *site) startOf(r *http.Request, typed Paste, problem string) (*startPage, error) {
	p := &startPage{Typed: typed, Error: problem}
	var err error
	if p.Totals, err = w.Reader.Totals(r.Context()); err != nil {
		return nil, err
	}
	if p.Recent, _, err = w.Reader.Articles(r.Context(), entente.Filter{Limit: 12}); err != nil {
		return nil, err
	}
	if pairs := w.watched(r); len(pairs) > 0 {
		// A ledger of old news has its last week, not this one.
		to := entente.DayOf(w.Now())
		if last := p.Totals.To; !last.IsZero() && last.Before(to) {
			to = last
		}
		p.News, err = desk.Brief(r.Context(), w.Reader, desk.Watch{Pairs: pairs[:min(len(pairs), maxPairs)], Since: to.Add(0, 0, -6), To: to, Listed: 1})
	}
	return p, err
}

// read takes what a person gives, reads it, stores it and leads to its page. What cannot
// be read is shown beside what was typed.
func (w *site) read(rw http.ResponseWriter, r *http.Request) error {
	if w.Ledger == nil || w.Article == nil || w.Read == nil {
		return readOnly()
	}
	in, err := pasteOf(r)
	if err == nil {
		var id entente.ArticleID
		if id, err = w.take(r.Context(), in); err == nil {
			http.Redirect(rw, r, "/article/"+shortID(id), http.StatusSeeOther)
			return nil
		}
	}
	if wantsJSON(r) {
		return err
	}
	problem := w.problemOf(r, err)
	in.File = nil
	p, err := w.startOf(r, in, problem.Detail)
	if err != nil {
		return err
	}
	w.page(rw, r, problem.Status, "start", view{Title: "entente", Data: p})
	return nil
}

func readOnly() error {
	return &entente.Error{Kind: entente.Refused, Err: errors.New("these pages are for reading only")}
}

// take makes an article of in, reads it and stores both. Nothing is stored of what cannot be read.
func (w *site) take(ctx context.Context, in Paste) (entente.ArticleID, error) {
	art, err := w.Article(ctx, in)
	if entente.KindOf(err) == entente.Other && err != nil {
		err = &entente.Error{Kind: entente.Missing, Err: fmt.Errorf("this could not be had: %w", err)} // by no fault of ours
	}
	if err != nil {
		return "", err
	}
	reading, err := w.Read(ctx, art)
	if err != nil {
		return "", err
	}
	from := entente.Input{Name: cmp.Or(in.URL, "pasted/"+shortID(art.ID))}
	if _, err := w.Ledger.Receive(ctx, art, from); err != nil {
		return "", err
	}
	_, err = w.Ledger.Append(ctx, reading)
	return art.ID, err
}

// bodyError is that of a form that cannot be taken in.
func bodyError(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &entente.Error{Kind: entente.TooLarge, Err: errors.New("more than 8 MB; give an address, or use entente ingest")}
	}
	return &entente.Error{Kind: entente.Syntax, Err: errors.New("this form cannot be read")}
}

// watched are the pairs of the visitor's cookie, else those that the server was given.
func (w *site) watched(r *http.Request) [][2]string {
	if pairs, set := pairsCookie(r); set {
		return pairs
	}
	return w.Pairs
}

// remember keeps a choice of the visitor's for a year.
func remember(rw http.ResponseWriter, r *http.Request, name, value string) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil, MaxAge: int(365 * 24 * time.Hour / time.Second)}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(rw, c)
}
