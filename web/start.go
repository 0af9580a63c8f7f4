package web

import (
	"net/http"

	"entente"
	"entente/desk"
)

// startPage is what a visitor sees first.
type startPage struct {
	Totals entente.Totals    `json:"totals"`
	Recent []entente.Found   `json:"recent"`
	Pairs  []*desk.PairBrief `json:"pairs,omitempty"`
}

func (w *site) start(r *http.Request) (any, error) {
	var p startPage
	var err error
	if p.Totals, err = w.Reader.Totals(r.Context()); err != nil {
		return nil, err
	}
	p.Recent, _, err = w.Reader.Articles(r.Context(), entente.Filter{Limit: 12})
	return p, err
}

// statusPage is what the ledger holds and what could not be read.
type statusPage struct {
	Totals   entente.Totals    `json:"totals"`
	Failures []entente.Failure `json:"failures,omitempty"`
}

func (w *site) status(r *http.Request) (any, error) {
	var p statusPage
	var err error
	if p.Totals, err = w.Reader.Totals(r.Context()); err != nil {
		return nil, err
	}
	if w.Ledger != nil {
		p.Failures, err = w.Ledger.Failures(r.Context())
	}
	return p, err
}
