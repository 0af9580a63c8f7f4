package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"entente"
)

// statusPage is what the ledger holds and what could not be read.
type statusPage struct {
	Totals   entente.Totals    `json:"totals"`
	Failures []entente.Failure `json:"failures,omitempty"`
	Progress any               `json:"progress,omitempty"`
	Retried  string            `json:"-"` // how many articles are tried again
	Resumes  bool              `json:"-"` // this server reads what waits
}

// maxFailures bounds the list of the page; entente ingest --failures has all.
const maxFailures = 200

func (w *site) status(r *http.Request) (any, error) {
	p := statusPage{Retried: r.URL.Query().Get("retried"), Resumes: w.Ledger != nil && w.Resume != nil}
	var err error
	if p.Totals, err = w.Reader.Totals(r.Context()); err != nil {
		return nil, err
	}
	if w.Progress != nil {
		p.Progress = w.Progress()
	}
	if w.Ledger != nil {
		p.Failures, err = w.Ledger.Failures(r.Context())
		p.Failures = p.Failures[:min(len(p.Failures), maxFailures)]
	}
	return p, err
}

// retry takes up anew what could not be read, and all that waits.
func (w *site) retry(rw http.ResponseWriter, r *http.Request) error {
	if w.Ledger == nil {
		return readOnly()
	}
	n, err := w.Ledger.Retry(r.Context())
	if err != nil {
		return err
	}
	if w.Resume != nil {
		w.Resume()
	}
	http.Redirect(rw, r, fmt.Sprintf("/status?retried=%d", n), http.StatusSeeOther)
	return nil
}

// progressEvery is how often the progress of ingest is told.
const progressEvery = 2 * time.Second

// progress tells how far ingest is, as events of the server (WHATWG HTML, section 9.2),
// until the request's time is over; a browser then asks anew.
func (w *site) progress(rw http.ResponseWriter, r *http.Request) error {
	if w.Progress == nil {
		return &entente.Error{Kind: entente.Missing, Err: errors.New("no run of ingest is shown here")}
	}
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-store")
	flow := http.NewResponseController(rw)
	ticker := time.NewTicker(progressEvery)
	defer ticker.Stop()
	last := ""
	for {
		now, err := json.Marshal(w.Progress())
		if err != nil {
			return err
		}
		if string(now) != last {
			last = string(now)
			if _, err := fmt.Fprintf(rw, "data: %s\n\n", now); err != nil {
				return nil // the browser has gone away
			}
			if err := flow.Flush(); err != nil {
				return nil
			}
		}
		select {
		case <-ticker.C:
		case <-r.Context().Done():
			return nil
		}
	}
}
