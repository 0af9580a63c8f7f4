package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/page"
)

// Text is an article that is sent to be read.
type Text struct {
	_         struct{}    `additionalProperties:"false"`
	Text      string      `json:"text" minLength:"1" doc:"The article as plain text, English, UTF-8." example:"OSLO — Norway recalled its ambassador from Minsk on Friday."`
	Headline  string      `json:"headline,omitempty" maxLength:"1000" doc:"The headline, if it is known; the first line is one only if it equals it."`
	Published entente.Day `json:"published,omitzero" doc:"The day of printing; dates in the text are understood from it." example:"2021-05-28"`
	Publisher string      `json:"publisher,omitempty" maxLength:"200" doc:"Who printed it."`
	URL       string      `json:"url,omitempty" maxLength:"2000" doc:"Where it was printed; it is noted and never fetched."`
}

// Mending is a correction that is sent: entente.Correction without what the ledger adds.
type Mending struct {
	_      struct{}         `additionalProperties:"false"`
	Row    entente.ReportID `json:"row" minLength:"1" doc:"The row as it stands." example:"9f86d081884c7d65/e3"`
	Who    string           `json:"who" minLength:"1" maxLength:"200" doc:"Who corrects; it stays in the history." example:"desk@example.org"`
	Why    string           `json:"why,omitempty" maxLength:"2000" doc:"Why, for whoever reads the history."`
	Reject bool             `json:"reject,omitempty" doc:"The row is wrong altogether: it leaves all counts."`
	Mend   *entente.Mend    `json:"mend,omitempty" doc:"What is to stand instead. Without it and without reject the row is accepted as it is."`
	Undo   bool             `json:"undo,omitempty" doc:"The row stands again as before its last correction."`
}

// Corrected names the row that stands now.
type Corrected struct {
	New entente.ReportID `json:"new"`
}

// made is an answer that may have made something.
type made[T any] struct {
	Status   int
	Location string `header:"Location" doc:"Where what was made is found."`
	Body     T
}

// writingRoutes are what changes a ledger, and the progress of what does.
func (s *server) writingRoutes() {
	op := s.operation(http.MethodPost, route{id: "read", tag: "writing", path: "/api/v1/read", summary: "Read a text",
		about: "Reads one article and returns all that it yielded, as /api/v1/articles/{id} does. With store=true the reading goes into the ledger as well: the status is then 201, or 200 where it was there already."})
	huma.Register(s.huma, op, func(ctx context.Context, in *struct {
		Store bool `query:"store" doc:"Store it in the ledger."`
		Body  Text
	}) (*made[*entente.Reading], error) {
		out, err := s.readText(ctx, &in.Body, in.Store)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})

	op = s.operation(http.MethodPost, route{id: "correct", tag: "writing", path: "/api/v1/corrections", summary: "Correct a row",
		about: "Writes a new row in the place of one, or takes one out of all counts. The old row and who replaced it, when and why stay in the history."})
	op.DefaultStatus = http.StatusCreated
	huma.Register(s.huma, op, func(ctx context.Context, in *struct{ Body Mending }) (*made[Corrected], error) {
		if s.Ledger == nil {
			return nil, newProblem(http.StatusForbidden, entente.Refused, "", "this server only reads")
		}
		m := &in.Body
		id, err := s.Ledger.Correct(ctx, entente.Correction{Row: m.Row, Who: m.Who, Why: m.Why, Reject: m.Reject, Mend: m.Mend, Undo: m.Undo})
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &made[Corrected]{Status: http.StatusCreated, Location: "/api/v1/events/" + string(id), Body: Corrected{id}}, nil
	})
	if s.Progress != nil {
		s.progressRoute()
	}
}

// readText reads a text, and stores it where that is asked.
func (s *server) readText(ctx context.Context, t *Text, store bool) (*made[*entente.Reading], error) {
	switch {
	case s.Read == nil:
		return nil, newProblem(http.StatusForbidden, entente.Refused, "start the server with a language engine, or read the text with \"entente read\"", "this server reads no new texts")
	case store && s.Ledger == nil:
		return nil, newProblem(http.StatusForbidden, entente.Refused, "", "this server only reads")
	}
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	default:
		return nil, newProblem(http.StatusTooManyRequests, entente.Busy, "", "%d texts are being read, which is as many as go at once", maxReading)
	}
	art, err := page.FromFields(t.Text, t.Headline, t.Publisher, t.URL, t.Published)
	if err != nil {
		return nil, err
	}
	reading, err := s.Read(ctx, art)
	if err != nil {
		return nil, err
	}
	out := &made[*entente.Reading]{Status: http.StatusOK, Body: reading}
	if !store {
		return out, nil
	}
	added, err := s.Ledger.Append(ctx, reading)
	if err != nil {
		return nil, err
	}
	out.Location = "/api/v1/articles/" + string(reading.Article.ID)
	if added {
		out.Status = http.StatusCreated
	}
	return out, nil
}

// progressRoute tells how far a running import is, each second, until the client goes.
func (s *server) progressRoute() {
	op := s.operation(http.MethodGet, route{id: "progress", tag: "writing", path: progressPath, summary: "How far a running import is",
		about: "Server-sent events, one at once and then one a second until the client goes. Each is named progress, and its data is a JSON object."})
	op.Responses = map[string]*huma.Response{"200": {Description: "A stream of events.", Content: map[string]*huma.MediaType{
		"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString, Description: "event: progress, then data: with a JSON object, then an empty line."}}}}}
	huma.Register(s.huma, op, func(context.Context, *struct{}) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: func(hctx huma.Context) {
			hctx.SetHeader("Content-Type", "text/event-stream")
			w := hctx.BodyWriter()
			tick := time.NewTicker(time.Second)
			defer tick.Stop()
			for {
				data, err := json.Marshal(s.Progress())
				if err != nil {
					s.Logger.Error("api: progress", "err", err)
					return
				}
				if _, err := fmt.Fprintf(w, "event: progress\ndata: %s\n\n", data); err != nil {
					return
				}
				if f, ok := w.(http.Flusher); ok {
					f.Flush()
				}
				select {
				case <-tick.C:
				case <-hctx.Context().Done():
					return
				}
			}
		}}, nil
	})
}
