package web

import (
	"errors"
	"net/http"

	"entente"
	"entente/desk"
)

// actorPage is what is known of one land or body.
type actorPage struct {
	form     `json:"-"`
	Code     string                    `json:"code"`
	Name     string                    `json:"name"`
	Partners []partnerRow              `json:"partners"`
	Latest   []entente.Happening       `json:"latest"`
	Quotes   *desk.List[entente.Quote] `json:"quotes"`
}

// partnerRow is what it has with one other in the days that were asked for.
type partnerRow struct {
	entente.Partner
	Mean float64 `json:"mean"` // scale value
}

// partnersShown is how many partners an actor's page lists.
const partnersShown = 60

func (w *site) actor(rw http.ResponseWriter, r *http.Request) error {
	code, ok := w.Find(r.PathValue("code"))
	if !ok {
		return &entente.Error{Op: "web", Kind: entente.Missing, Input: r.PathValue("code"), Err: errors.New("no land or body of that name or code is known here")}
	}
	q, err := w.question(r)
	if err != nil {
		return err
	}
	ctx, f := r.Context(), q.Filter
	f.A, f.B = code, ""
	p := &actorPage{form: w.newForm(r, "from to everyone as-of"), Code: code, Name: w.Name(code), Partners: []partnerRow{}}
	f.Limit = partnersShown
	partners, err := w.Reader.Partners(ctx, f)
	if err != nil {
		return err
	}
	for _, o := range partners {
		if o.Weight > 0 && o.Code != "" {
			p.Partners = append(p.Partners, partnerRow{o, o.Sum / o.Weight})
		}
	}
	f.Limit = 20
	if p.Latest, _, err = w.Reader.Happenings(ctx, f); err != nil {
		return err
	}
	f.Limit = 10
	if p.Quotes, err = desk.Quotes(ctx, w.Reader, f); err != nil {
		return err
	}
	w.show(rw, r, "actor", p.Name, p, p)
	return nil
}
