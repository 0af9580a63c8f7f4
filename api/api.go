// Package api serves a ledger over HTTP and reads one that is served so.
//
//	h, err := api.New(api.Options{Reader: ledger})
//	http.Handle("/api/", h)
//
//	var r entente.Reader = &api.Client{URL: "http://127.0.0.1:8460"}
//
// What each address takes and gives is in an OpenAPI 3.1 document at /api/openapi.json and
// as a page at /api/docs, which loads nothing from anywhere. Every error has one shape, a
// [Problem]. Every answer to a GET but a stream has a strong ETag.
//
// [Client] is an entente.Reader over the same addresses, so that whatever works on a
// ledger's file works on a server: one code path.
//
// Limits. A page has at most 500 rows, a body 2 MB, a request 30 seconds. Nobody is asked
// who he is: tokens, hosts and origins are the business of what the handler is mounted in.
package api

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"entente"
)

// The limits of the API.
const (
	MaxLimit   = 500     // rows a page
	maxBody    = 2 << 20 // bytes of a request
	maxPairs   = 50      // of one brief
	maxReading = 2       // articles read at once
)

// Options say what is served. Only Reader is needed.
type Options struct {
	Reader entente.Reader
	// Ledger takes corrections and stores what is read; nil: both are refused.
	Ledger entente.Ledger
	// Read reads an article; nil: texts are refused.
	Read func(context.Context, *entente.Article) (*entente.Reading, error)
	// Find returns the code that the ledger has for the name of a land or body; nil: only
	// codes are understood, and none is checked.
	Find func(name string) (code string, ok bool)
	// Types are the event types that may be asked for; nil: PLOVER's sixteen.
	Types []entente.EventType
	// Progress says how far a running import is, as anything that JSON can hold; nil:
	// there is no such address.
	Progress func() any
	Version  string           // of the program, for the document
	Now      func() time.Time // the clock of "today"; nil means time.Now
	Timeout  time.Duration    // of one request that is no stream; 0 means 30 s
	Logger   *slog.Logger     // of faults; nil is silence
}

// server is the API of some options.
type server struct {
	Options
	mux     *http.ServeMux
	huma    huma.API
	reading chan struct{} // holds one value for each article that is being read
}

// New returns the handler of everything under /api/. It fails only without a Reader.
func New(o Options) (http.Handler, error) {
	if o.Reader == nil {
		return nil, &entente.Error{Op: "api", Kind: entente.Internal, Err: errors.New("there is no Reader to ask")}
	}
	s, err := newServer(o)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// newServer makes a server whose Reader may be missing: its document does not hang on it.
func newServer(o Options) (*server, error) {
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &server{Options: o, mux: http.NewServeMux(), reading: make(chan struct{}, maxReading)}
	s.huma = humago.New(s.mux, s.config())
	s.ledgerRoutes()
	s.deskRoutes()
	s.writingRoutes()
	if err := s.finishDocument(); err != nil {
		return nil, err
	}
	return s, s.documentRoutes()
}

// route is one address in the document.
type route struct {
	id, tag, path string
	summary       string // a line
	about         string
}

// answer is a response with a body and nothing else.
type answer[T any] struct{ Body T }

// get registers a question.
func get[I, O any](s *server, r route, f func(context.Context, *I) (O, error)) {
	huma.Register(s.huma, s.operation(http.MethodGet, r), func(ctx context.Context, in *I) (*answer[O], error) {
		got, err := f(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &answer[O]{Body: got}, nil
	})
}

func (s *server) operation(method string, r route) huma.Operation {
	return huma.Operation{
		Method: method, Path: r.path, OperationID: r.id, Tags: []string{r.tag}, Summary: r.summary, Description: r.about,
		MaxBodyBytes: maxBody, RejectUnknownQueryParameters: true, BodyReadTimeout: s.Timeout,
	}
}
