// Package web serves a ledger to people: pages that need no other server than this one.
//
//	srv := &web.Server{Reader: led, Ledger: led, Read: pipeline.Read}
//	handler, err := srv.Handler()
//	http.ListenAndServe("127.0.0.1:8460", handler)
//
// A page is a row of the table in routes.go: what it asks, and the template that shows the
// answer. Its address with .json gives the answer itself. Everything is embedded, and
// a page asks nothing of any other host.
//
// Limits: one reader's browser, not the open internet: there are no accounts. Off this
// machine a token is asked for; put a proxy with TLS in front.
package web

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"entente"
)

//go:embed html assets
var files embed.FS

// Server is what the pages show. Reader is needed.
type Server struct {
	Reader entente.Reader
	// Ledger takes what is pasted and what is corrected; nil: the pages are for reading only.
	Ledger entente.Ledger
	// Article makes an article of what was pasted or fetched, and Read reads it; nil with Ledger.
	Article func(ctx context.Context, in Paste) (*entente.Article, error)
	Read    func(ctx context.Context, art *entente.Article) (*entente.Reading, error)
	// Find turns a name of a land or body into its code, and Name a code into its name.
	Find func(name string) (code string, ok bool)
	Name func(code string) string
	// Pairs are those that the start page watches.
	Pairs [][2]string
	// Documents writes an article or a dossier as "pdf" or "eml"; nil: no such buttons.
	Documents Documents
	// Mounts are handlers of other rooms by their path: "/api/", "/mcp".
	Mounts map[string]http.Handler
	// Token is asked of whoever comes; "": only this machine is answered.
	Token   string
	Version string
	Now     func() time.Time // nil means time.Now
	Logger  *slog.Logger     // nil is silence; no text of an article and no question of a person is ever logged
	// Observe is told of each answer by the pattern of its address ("wall" where the wall
	// answered by itself, which lets nobody through); nil: nobody is.
	Observe func(route string, status int, took time.Duration)
	// Settle fills in what follows from an event's type and mode: class, CAMEO code, value
	// on the scale; nil: a mended row keeps what it has. Types are those that a row may have;
	// nil: PLOVER's sixteen. Modes are those of each type.
	Settle func(ev *entente.Event)
	Types  []entente.EventType
	Modes  map[entente.EventType][]entente.Mode
	// Gold writes a corrected article in the lines of docs/coding.md; nil: no such file is offered.
	Gold func(out io.Writer, r *entente.Reading, rows []entente.Row) error
	// Facts say what the server runs with, for the page of settings.
	Facts []Fact
	// Progress says how far a run of ingest is, as anything that JSON can tell; nil: no run is shown.
	Progress func() any
	// Resume begins to read what waits in the ledger, and returns at once; nil: entente worker or ingest does that.
	Resume func()
}

// Paste is what a person gives to be read: a text, a page or an address.
type Paste struct {
	Text, Headline, Published, Publisher, URL string
	File                                      []byte
	FileName                                  string
}

// Fact is a line of the page of settings.
type Fact struct{ Name, Value string }

// Documents writes pages for paper and mail.
type Documents interface {
	Article(r *entente.Reading, format string) ([]byte, error)
	Dossier(ctx context.Context, ask Question, format string) ([]byte, error)
}

// site is a Server with its templates and routes.
type site struct {
	*Server
	templates map[string]*template.Template
	assets    http.Handler
	world     []outline
}

// Handler returns the pages, behind the wall of safety.go.
func (s *Server) Handler() (http.Handler, error) {
	if s.Reader == nil {
		return nil, errors.New("web: a Server needs a Reader")
	}
	w := &site{Server: s, templates: map[string]*template.Template{}}
	if w.Now == nil {
		w.Now = time.Now
	}
	if w.Logger == nil {
		w.Logger = slog.New(slog.DiscardHandler)
	}
	if w.Name == nil {
		w.Name = func(code string) string { return code }
	}
	if w.Find == nil {
		w.Find = func(name string) (string, bool) { return name, name != "" }
	}
	world, err := readWorld(worldTable)
	if err != nil {
		return nil, err
	}
	w.world = world
	pages, err := fs.Glob(files, "html/page-*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range pages {
		t, err := template.New("layout.html").Funcs(w.functions()).Funcs(w.words()).ParseFS(files, "html/layout.html", "html/part-*.html", name)
		if err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
		w.templates[name[len("html/page-"):len(name)-len(".html")]] = t
	}
	assets, err := fs.Sub(files, "assets")
	if err != nil {
		return nil, err
	}
	w.assets = http.StripPrefix("/assets/", http.FileServerFS(assets))
	mux := http.NewServeMux()
	for _, p := range routes() {
		if w.templates[p.template] == nil && p.template != "" {
			return nil, fmt.Errorf("web: route %s has no template %q", p.pattern, p.template)
		}
		mux.HandleFunc(p.pattern, w.serve(p))
	}
	mux.Handle("GET /assets/", w.assets)
	mux.HandleFunc("GET /favicon.ico", func(rw http.ResponseWriter, r *http.Request) { // asked by browsers on pages of other rooms
		http.ServeFileFS(rw, r, assets, "icon.svg")
	})
	for path, h := range s.Mounts {
		mux.Handle(path, h)
	}
	mux.HandleFunc("/", func(rw http.ResponseWriter, r *http.Request) {
		w.fail(rw, r, &entente.Error{Kind: entente.Missing, Input: r.URL.Path, Err: errors.New("there is no such page")})
	})
	return w.wall(mux), nil
}
