package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"entente"
	"entente/api"
	"entente/eval"
	"entente/feed"
	"entente/mcp"
	"entente/metric"
	"entente/ontology"
	"entente/page"
	"entente/web"
)

func (m *Main) serveCommand() *cobra.Command {
	const try = "entente serve --addr 127.0.0.1:8460"
	var addr, token, pairs string
	var readOnly bool
	var own []string
	var watch *watching
	var logs *logging
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "the pages of a ledger in a browser: articles with their spans, rows, corrections",
		Long: "serve shows a ledger in a browser, and takes articles and corrections. It asks no other host for\n" +
			"anything but the addresses that a person gives it to read, and answers this machine alone unless it\n" +
			"has a token (--token, or ENTENTE_TOKEN in the environment); put a proxy with TLS in front then.\n" +
			"docs/operation.md says how to run it as a service.",
		Example: "  entente serve\n" +
			"  entente serve --ledger news.db --pairs monday.txt\n" +
			"  ENTENTE_TOKEN=$(openssl rand -hex 16) entente serve --addr 0.0.0.0:8460 --read-only",
		Args: noArgs("entente serve"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmp.Or(checkAddress(addr, token), watch.check(try)); err != nil {
				return err
			}
			log, err := logs.logger(m.Stderr, try)
			if err != nil {
				return err
			}
			who, err := m.lands(cmd, &asking{own: own}, try)
			if err != nil {
				return err
			}
			srv, coder, err := m.server(who, pairs, log)
			if err != nil {
				return err
			}
			led, err := m.openLedger(cmd.Context(), cmd, readOnly)
			if err != nil {
				return err
			}
			srv.Progress = progressOf(led)
			srv.Reader, srv.Token, srv.Facts = led, token, append(srv.Facts, web.Fact{Name: "Ledger", Value: led.Path()})
			counts := metric.New(coder, led)
			srv.Observe = counts.Request
			waits := &resumer{led: counts.Ledger(led), coder: coder, log: log}
			if !readOnly {
				srv.Ledger, srv.Article, srv.Read = waits.led, fetchPaste, counts.Read(m.lazyRead(who.own))
				if !onServer(led.Path()) { // there the workers do
					srv.Resume = func() { waits.resume(cmd.Context(), srv.Read) }
				}
			}
			srv.Documents = &documents{m: m, r: led, who: who}
			if srv.Mounts, err = m.mounts(srv, who); err != nil {
				return errors.Join(err, led.Close())
			}
			ctx, stop := context.WithCancel(cmd.Context())
			defer stop()
			health, err := watch.start(ctx, counts, led)
			if err != nil {
				return errors.Join(err, led.Close())
			}
			err = m.listen(ctx, srv, addr, logsJSON(cmd), health.Addr)
			waits.running.Wait()
			stop()
			return errors.Join(err, health.Wait(), led.Close())
		},
	}
	f := cmd.Flags()
	f.StringVar(&addr, "addr", "127.0.0.1:8460", "the `ADDRESS` to answer at; port 0 takes a free one")
	f.StringVar(&token, "token", "", "what whoever asks must know; needed where others than this machine are answered (ENTENTE_TOKEN in the environment)")
	mark(cmd, secretMark, "token")
	f.StringVar(&pairs, "pairs", "", "watch the pairs of a `FILE`, one a line; # starts a comment")
	f.BoolVar(&readOnly, "read-only", false, "take no articles and no corrections")
	gazetteerFlag(cmd, &own)
	ledgerFlag(cmd)
	watch, logs = watchFlags(cmd), logFlags(cmd)
	return cmd
}

// mounts are the handlers of programs, beside the pages for people.
func (m *Main) mounts(srv *web.Server, who *lands) (map[string]http.Handler, error) {
	asked, err := api.New(api.Options{Reader: srv.Reader, Ledger: srv.Ledger, Read: srv.Read, Find: who.find, Types: srv.Types, Progress: srv.Progress, Version: version, Now: m.Now, Logger: srv.Logger})
	if err != nil {
		return nil, err
	}
	models, err := mcp.Handler(mcp.Options{Reader: srv.Reader, Find: who.find, Ontology: who.own.ontology, Version: version, Now: m.Now, Logger: srv.Logger})
	if err != nil {
		return nil, err
	}
	return map[string]http.Handler{"/api/": asked, "/mcp": models}, nil
}

// checkAddress refuses an address that others can reach without a token.
func checkAddress(addr, token string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return usagef("entente serve --addr 127.0.0.1:8460", "--addr %q is no host and port", addr)
	}
	if token == "" && !loopback(host) {
		return usagef("entente serve --addr "+addr+" --token $(openssl rand -hex 16)", "--addr %s is open to others, and needs a token", addr)
	}
	return nil
}

// server is what the pages need that no ledger has, and what reads for it.
func (m *Main) server(who *lands, pairs string, log *slog.Logger) (*web.Server, entente.Coder, error) {
	onto := who.own.ontology
	coder, err := who.own.stamp()
	if err != nil {
		return nil, coder, err
	}
	srv := &web.Server{
		Find: who.find, Name: who.name, Settle: settler(onto), Types: onto.Types(), Modes: map[entente.EventType][]entente.Mode{}, Version: version, Now: m.Now, Gold: eval.WriteRecord,
		Logger: log,
		Facts: []web.Fact{{Name: "Version", Value: coder.Version}, {Name: "Record format", Value: entente.Format}, {Name: "Ontology", Value: coder.Ontology},
			{Name: "Model", Value: coder.Model}},
	}
	if who.own.dir != "" {
		srv.Facts = append(srv.Facts, web.Fact{Name: "Rules", Value: who.own.dir})
	}
	for _, t := range srv.Types {
		srv.Modes[t] = onto.Modes(t)
	}
	if pairs == "" {
		return srv, coder, nil
	}
	srv.Pairs, err = who.pairsFile(pairs)
	return srv, coder, err
}

// progressOf tells how far a run of ingest is, which is mostly another process.
func progressOf(led entente.Reader) func() any {
	return func() any {
		t, err := led.Totals(context.Background())
		if err != nil {
			return map[string]string{"ledger": err.Error()}
		}
		return map[string]int{"articles": t.Articles, "unread": t.Unread, "failed": t.Failed, "rows": t.Reports}
	}
}

// settler fills in what follows from an event's type and mode.
func settler(onto *ontology.Ontology) func(*entente.Event) {
	return func(ev *entente.Event) {
		mode := entente.Mode("")
		if ev.Mode != nil {
			mode = *ev.Mode
		}
		ev.Quad, ev.CAMEO, ev.Goldstein = onto.Quad(ev.Type), onto.DefaultCAMEO(ev.Type, mode, ev.Contexts), nil
		if value, ok := onto.Value(ev.Type, mode, ev.CAMEO); ok {
			ev.Goldstein = &value
		}
	}
}

// lazyRead loads the model with the first article, so that the pages are there before.
func (m *Main) lazyRead(own *custom) func(context.Context, *entente.Article) (*entente.Reading, error) {
	load := sync.OnceValues(func() (*system, error) { return m.wire(0, own) })
	return func(ctx context.Context, art *entente.Article) (*entente.Reading, error) {
		sys, err := load()
		if err != nil {
			return nil, err
		}
		return sys.read(ctx, "", art)
	}
}

// resumer reads what waits in a ledger, one run at a time.
type resumer struct {
	led     entente.Ledger
	coder   entente.Coder
	log     *slog.Logger
	running sync.WaitGroup
	mu      sync.Mutex
	busy    bool
}

// resume starts a run, unless one is on. It ends with what it is reading when ctx does.
func (r *resumer) resume(ctx context.Context, read func(context.Context, *entente.Article) (*entente.Reading, error)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busy || ctx.Err() != nil {
		return
	}
	r.busy = true
	r.running.Go(func() {
		err := r.led.Work(ctx, read, entente.WorkOptions{Coder: r.coder, Done: logWork(r.log)})
		if err != nil && !errors.Is(err, context.Canceled) {
			r.log.Warn("reading what waits", "error", err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.busy = false
	})
}

// fetchPaste makes an article of what a person gave. An address that leads into a private
// network is refused, whatever the person may do: the server may stand inside one.
func fetchPaste(ctx context.Context, in web.Paste) (*entente.Article, error) {
	hints := page.Hints{URL: in.URL, Publisher: in.Publisher, Headline: in.Headline}
	if in.Published != "" {
		day, err := entente.ParseDay(in.Published)
		if err != nil {
			return nil, &entente.Error{Op: "read", Kind: entente.Syntax, Err: err}
		}
		hints.Published = day
	}
	switch {
	case len(in.File) > 0:
		return page.Read(in.File, in.FileName, "", hints)
	case strings.TrimSpace(in.Text) != "":
		return page.Read([]byte(in.Text), "the text", "", hints)
	}
	item, err := feed.URL(ctx, feed.Options{}, in.URL)
	if err != nil {
		return nil, err
	}
	hints.URL = item.URL
	return page.Read(item.Body, item.Name, item.ContentType, hints)
}

// name is what a code of the ledger is called.
func (l *lands) name(code string) string {
	if s := l.gaz.State(code); s != nil {
		return s.Name
	}
	for i := range l.gaz.Orgs {
		if l.gaz.Orgs[i].ID == "org:"+code {
			return l.gaz.Orgs[i].Name
		}
	}
	return code
}

// The limits of a connection. Answers have none of their own: the wall of web ends each
// request, and events flow as long as a page is open.
const (
	headerTimeout = 5 * time.Second
	bodyTimeout   = 60 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 32 << 10 // bytes
	softly        = 3 * time.Second
	firmly        = 5 * time.Second
)

// listen answers at addr until ctx ends, and then lets running answers finish. A person who
// sits before it is told the address with its token; a log is not.
func (m *Main) listen(ctx context.Context, pages *web.Server, addr string, asJSON bool, health string) error {
	handler, err := pages.Handler()
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return &entente.Error{Op: "serve", Kind: entente.Refused, Input: addr, Err: errors.Unwrap(err)}
	}
	base, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	srv := httpServer(base, handler, pages.Logger)
	address := "http://" + ln.Addr().String() + "/"
	if pages.Token != "" && m.ErrTerminal != nil && m.ErrTerminal() {
		address += "?token=" + pages.Token
	}
	if asJSON {
		pages.Logger.Info("listening", "address", address)
	} else {
		m.warn("at %s; Ctrl-C ends it", address)
	}
	if health != "" {
		pages.Logger.Info("health and numbers", "address", "http://"+health+"/")
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	// What is being read may end; then events that flow, which never do, are cut.
	if err := shut(srv, softly); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	stop()
	return shut(srv, firmly)
}

// httpServer answers within the limits above.
func httpServer(base context.Context, handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn), BaseContext: func(net.Listener) context.Context { return base },
	}
}

func shut(srv *http.Server, within time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	return srv.Shutdown(ctx)
}
