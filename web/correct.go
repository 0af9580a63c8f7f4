package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente"
)

// correctionForm is what a person sees of a row to mend it, and what was typed.
type correctionForm struct {
	Row                entente.ReportID
	Who, Why           string
	Type, Mode, Status string
	Sources, Targets   string // one party a line
	From, To, Scale    string
	Types              []entente.EventType
	Modes              []modeGroup
	Statuses           []entente.Status
	Undo               bool
}

type modeGroup struct {
	Type  entente.EventType
	Modes []entente.Mode
}

// The most that is taken of a name and of a reason, in bytes.
const maxWho, maxWhy = 200, 2000

func (w *site) formOf(row *entente.Row) *correctionForm {
	f := &correctionForm{
		Row: row.ID, Type: string(row.Type), Status: string(row.Status), Sources: w.partyList(row.Sources, "\n"), Targets: w.partyList(row.Targets, "\n"),
		From: row.Date.From.String(), To: row.Date.To.String(), Types: w.types(), Statuses: entente.Statuses(),
	}
	if row.Mode != nil {
		f.Mode = string(*row.Mode)
	}
	if row.Goldstein != nil {
		f.Scale = strconv.FormatFloat(*row.Goldstein, 'f', -1, 64)
	}
	for _, t := range f.Types {
		if list := w.Modes[t]; len(list) > 0 {
			f.Modes = append(f.Modes, modeGroup{t, list})
		}
	}
	return f
}

// correct writes what a person makes of a row, and leads back to its page.
func (w *site) correct(rw http.ResponseWriter, r *http.Request) error {
	if w.Ledger == nil {
		return readOnly()
	}
	if err := r.ParseForm(); err != nil {
		return bodyError(err)
	}
	p, err := w.eventOf(r, entente.ReportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if p.Form == nil {
		return &entente.Error{Kind: entente.Refused, Err: errors.New("a later reading of the article has passed this row over")}
	}
	shown := *p.Form
	p.Form.typed(r)
	c, err := w.correctionOf(r.PostForm.Get("do"), p.Row, &shown, p.Form)
	if err == nil {
		var id entente.ReportID
		if id, err = w.Ledger.Correct(r.Context(), c); err == nil {
			remember(rw, r, whoName, url.QueryEscape(c.Who))
			http.Redirect(rw, r, "/event/"+string(id)+"#history", http.StatusSeeOther)
			return nil
		}
	}
	problem := w.problemOf(r, err)
	p.Error = problem.Detail
	w.page(rw, r, problem.Status, "event", view{Title: w.sides(&p.Lead), Data: p})
	return nil
}

// typed takes over what the person wrote.
func (f *correctionForm) typed(r *http.Request) {
	f.Row = entente.ReportID(r.PostForm.Get("row"))
	for name, into := range map[string]*string{"who": &f.Who, "why": &f.Why, "type": &f.Type, "mode": &f.Mode, "status": &f.Status,
		"sources": &f.Sources, "targets": &f.Targets, "from": &f.From, "to": &f.To, "scale": &f.Scale} {
		if r.PostForm.Has(name) {
			*into = strings.TrimSpace(strings.ReplaceAll(r.PostForm.Get(name), "\r\n", "\n"))
		}
	}
}

func (w *site) correctionOf(do string, row *entente.Row, shown, typed *correctionForm) (entente.Correction, error) {
	c := entente.Correction{Row: typed.Row, Who: typed.Who, Why: typed.Why}
	switch {
	case c.Who == "":
		return c, syntax("say who makes the correction")
	case len(c.Who) > maxWho || len(c.Why) > maxWhy || !utf8.ValidString(c.Who+c.Why):
		return c, syntax("a name has at most %d bytes, a reason %d", maxWho, maxWhy)
	}
	switch do {
	case "accept":
	case "reject":
		c.Reject = true
	case "undo":
		c.Undo = true
	case "mend":
		var err error
		if c.Mend, err = w.mendOf(row, shown, typed); err != nil {
			return c, err
		}
	default:
		return c, syntax("accept, reject, mend or undo, not %q", do)
	}
	return c, nil
}
