package web

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"entente"
)

// eventPage is a row of the ledger with all that is told of the same thing. Row is the
// one that was asked for, as people left it; nil where a later reading has passed it over.
// Happening is nil where nothing of it stands.
type eventPage struct {
	Row         *entente.Row         `json:"row,omitempty"`
	Happening   *entente.Happening   `json:"happening,omitempty"`
	Corrections []entente.Correction `json:"corrections"`

	ID      entente.ReportID `json:"-"`
	Lead    entente.Report   `json:"-"` // what the page is about
	Reports []reportRow      `json:"-"`
	Steps   []step           `json:"-"`
	Form    *correctionForm  `json:"-"`
	Error   string           `json:"-"`
}

type reportRow struct {
	entente.Report
	This  bool // the one that was asked for
	When  string
	Words []string
	Why   string
}

// step is a correction with the row before and after it; either is nil where it did not stand.
type step struct {
	entente.Correction
	What     string
	Old, Now *rowWords
}

// rowWords is a row in one line.
type rowWords struct{ Mark, Sides, Deed, Status, When, Scale string }

func (w *site) event(rw http.ResponseWriter, r *http.Request) error {
	p, err := w.eventOf(r, entente.ReportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	w.answer(rw, r, "event", w.sides(&p.Lead), p)
	return nil
}

func (w *site) eventOf(r *http.Request, id entente.ReportID) (*eventPage, error) {
	ctx := r.Context()
	p := &eventPage{ID: id, Corrections: []entente.Correction{}}
	rows, err := w.Reader.Rows(ctx, id.Article(), time.Time{})
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(rows, func(row entente.Row) bool { return row.ID.First() == id.First() }); i >= 0 {
		p.Row, p.ID = &rows[i], rows[i].ID
	}
	h, err := w.Reader.Happening(ctx, p.ID, time.Time{})
	switch {
	case err == nil:
		p.Happening, p.Lead = &h, h.Report
	case entente.KindOf(err) != entente.Missing || p.Row == nil:
		return nil, err
	}
	if p.Row != nil {
		p.Lead = p.Row.Report
	}
	if p.Corrections, err = w.Reader.History(ctx, p.ID); err != nil {
		return nil, err
	}
	for _, rep := range h.All {
		p.Reports = append(p.Reports, w.reportRow(rep, rep.ID == p.ID))
	}
	if p.Steps, err = w.steps(r, p.Corrections); err != nil {
		return nil, err
	}
	if w.Ledger != nil && p.Row != nil {
		p.Form = w.formOf(p.Row)
		p.Form.Undo = len(p.Corrections) > 0
		if c, err := r.Cookie(whoName); err == nil {
			p.Form.Who, _ = url.QueryUnescape(c.Value) // "" where it is not one of ours
		}
	}
	return p, nil
}

func (w *site) reportRow(rep entente.Report, this bool) reportRow {
	row := reportRow{Report: rep, This: this, When: dateWords(rep.Date), Why: w.because(&rep, false)}
	for _, v := range rep.Attribution {
		row.Words = append(row.Words, voiceWords(v))
	}
	return row
}

// maxSteps bounds how many corrections are shown with their rows: two questions to the
// ledger each. Those before them are still in the page's data.
const maxSteps = 20

func (w *site) steps(r *http.Request, list []entente.Correction) ([]step, error) {
	var out []step
	for _, c := range list[max(0, len(list)-maxSteps):] {
		s := step{Correction: c, What: "accepted"}
		switch {
		case c.Undo:
			s.What = "undone"
		case c.Reject:
			s.What = "rejected"
		case c.Mend != nil:
			s.What = "mended"
		}
		var err error
		if s.Old, err = w.rowAt(r, c.Row, c.When.Add(-time.Millisecond)); err != nil {
			return nil, err
		}
		if s.Now, err = w.rowAt(r, c.New, c.When); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// rowAt is a row as the ledger had it at a moment, or nil where it did not stand.
func (w *site) rowAt(r *http.Request, id entente.ReportID, at time.Time) (*rowWords, error) {
	h, err := w.Reader.Happening(r.Context(), id, at)
	if entente.KindOf(err) == entente.Missing {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for i := range h.All {
		if rep := &h.All[i]; rep.ID == id {
			words := &rowWords{Mark: markOf(rep.Status, rep.Background), Sides: w.sides(rep), Deed: deed(rep.Type, rep.Mode), Status: string(rep.Status), When: dateWords(rep.Date)}
			if rep.Goldstein != nil {
				words.Scale = scaleWords(*rep.Goldstein)
			}
			return words, nil
		}
	}
	return nil, nil
}
