package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente"
)

// Problem is the one shape of every error, a problem detail of RFC 9457 with three members
// of our own: Kind, Input and Try.
type Problem struct {
	Type   string `json:"type"` // always about:blank: Kind tells problems apart
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Kind   string `json:"kind"`            // of entente.Error, in words
	Input  string `json:"input,omitempty"` // what it is about: an id, a parameter
	Try    string `json:"try"`             // what to do next
	Errors []Flaw `json:"errors,omitempty"`
}

// Flaw is one thing that is wrong with a request.
type Flaw struct {
	Location string `json:"location"` // "query.from", "body.text"
	Message  string `json:"message"`
}

// Error returns the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType returns that of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders returns Retry-After where waiting helps.
func (p *Problem) GetHeaders() http.Header {
	if p.Status == http.StatusTooManyRequests || p.Status == http.StatusServiceUnavailable {
		return http.Header{"Retry-After": {"1"}}
	}
	return nil
}

var (
	_ huma.StatusError  = (*Problem)(nil)
	_ huma.HeadersError = (*Problem)(nil)
)

// newProblem makes a problem; try "" is what the status advises.
func newProblem(status int, kind entente.Kind, try, format string, args ...any) *Problem {
	if try == "" {
		try = advice(status)
	}
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Kind: kind.String(), Try: try, Detail: fmt.Sprintf(format, args...)}
}

// flaw is a parameter that cannot be understood.
func flaw(param, try, format string, args ...any) *Problem {
	p := newProblem(http.StatusUnprocessableEntity, entente.Syntax, try, format, args...)
	p.Input, p.Errors = param, []Flaw{{Location: "query." + param, Message: p.Detail}}
	return p
}

// advice is what to do about a status where nothing better is known.
func advice(status int) string {
	for _, a := range []struct {
		status int
		try    string
	}{
		{http.StatusBadRequest, "send one JSON value as /api/docs describes it"},
		{http.StatusForbidden, "start the server with a ledger that it may write to"},
		{http.StatusNotFound, "take the id from a list such as /api/v1/events; /api/openapi.json has every address"},
		{http.StatusMethodNotAllowed, "use one of the methods of the Allow header"},
		{http.StatusConflict, "fetch the row anew and correct the one that stands"},
		{http.StatusRequestEntityTooLarge, "send at most 2 MB; split the text into its articles"},
		{http.StatusUnsupportedMediaType, "send JSON, with the header Content-Type: application/json"},
		{http.StatusUnprocessableEntity, "mend what errors lists; /api/docs has each parameter with an example"},
		{http.StatusTooManyRequests, "wait as many seconds as the Retry-After header says, and send it again"},
		{http.StatusServiceUnavailable, "send it again later, or ask for fewer days with from and to"},
	} {
		if a.status == status {
			return a.try
		}
	}
	return "send it again; if it stays, the server's log has the cause"
}

// statusOf is how HTTP calls a kind of error.
func statusOf(kind entente.Kind) int {
	switch kind {
	case entente.Empty, entente.Binary, entente.Encoding, entente.Language, entente.Syntax, entente.TooLarge:
		return http.StatusUnprocessableEntity
	case entente.Missing:
		return http.StatusNotFound
	case entente.Refused:
		return http.StatusConflict
	case entente.Busy:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// problem turns any error into a Problem. What is the server's own fault is logged and not
// told: it may hold what is of nobody's concern.
func (s *server) problem(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return newProblem(http.StatusServiceUnavailable, entente.Busy, "", "it took longer than %s", s.Timeout)
	}
	kind := entente.KindOf(err)
	status := statusOf(kind)
	if status == http.StatusInternalServerError {
		s.Logger.ErrorContext(ctx, "api", "err", entente.Loggable(err))
		switch kind {
		case entente.Corrupt:
			return newProblem(status, kind, `check it with "entente ledger check", and restore a backup`, "the ledger is damaged")
		case entente.Newer:
			return newProblem(status, kind, "serve it with the version that wrote it", "the ledger was written by a newer version")
		}
		return newProblem(status, kind, "", "something went wrong inside")
	}
	var e *entente.Error
	if !errors.As(err, &e) || e.Err == nil {
		return newProblem(status, kind, "", "%v", err)
	}
	p = newProblem(status, kind, "", "%v", e.Err)
	p.Input = e.Input
	return p
}

// transform gives the library's own errors our shape.
func transform(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	kind := entente.Syntax
	switch {
	case m.Status == http.StatusRequestEntityTooLarge:
		kind = entente.TooLarge
	case m.Status >= http.StatusInternalServerError:
		kind = entente.Internal
	}
	p := newProblem(m.Status, kind, "", "%s", m.Detail)
	for _, e := range m.Errors {
		p.Errors = append(p.Errors, Flaw{Location: e.Location, Message: e.Message})
	}
	if len(p.Errors) > 0 {
		p.Detail += ": " + p.Errors[0].Location + ": " + p.Errors[0].Message
	}
	slices.SortStableFunc(p.Errors, func(a, b Flaw) int { return strings.Compare(a.Location, b.Location) })
	return p, nil
}

// writeProblem answers where no route does.
func (s *server) writeProblem(w http.ResponseWriter, p *Problem) {
	body, err := json.Marshal(p)
	if err != nil {
		s.Logger.Error("api", "err", entente.Loggable(err))
		return
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	s.write(w, append(body, '\n'))
}

// write sends what may not arrive: a client that has gone away is no fault.
func (s *server) write(w http.ResponseWriter, body []byte) {
	if _, err := w.Write(body); err != nil {
		s.Logger.Debug("api: client gone", "err", err)
	}
}

// err turns a problem back into the error that it was made of.
func (p *Problem) err() error {
	kind := entente.Other
	for k := entente.Other; k <= entente.Busy; k++ {
		if k.String() == p.Kind {
			kind = k
		}
	}
	return &entente.Error{Op: "api", Kind: kind, Input: p.Input, Err: errors.New(p.Detail + "; " + p.Try)}
}
