package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"entente"
	"entente/api"
	"entente/mcp"
	"entente/sqlite"
)

// grace is how long a server waits for answers under way when it is stopped.
const grace = 5 * time.Second

func (m *Main) serveCommand() *cobra.Command {
	const try = "entente serve --addr 127.0.0.1:8460"
	var addr string
	var own []string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "serve the ledger on this machine: an HTTP API with its documentation, and tools for language models",
		Long: "serve answers on this machine alone: the API under /api/, which /api/docs explains and\n" +
			"/api/openapi.json describes (docs/api.md), and tools for language models at /mcp (docs/mcp.md). Any\n" +
			"command that asks a ledger asks a server too, with --ledger http://127.0.0.1:8460.",
		Example: "  entente serve\n" +
			"  entente serve --ledger news.db --addr 127.0.0.1:9000",
		Args: noArgs(try),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if host, _, err := net.SplitHostPort(addr); err != nil || !loopback(host) {
				return usagef(try, "--addr %q is no address of this machine alone, with a port", addr)
			}
			return m.withLedger(cmd, false, func(led *sqlite.Ledger) error {
				h, err := m.handler(led, own)
				if err != nil {
					return err
				}
				return m.serve(cmd.Context(), addr, h)
			})
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8460", "`HOST:PORT` to answer at, of this machine; port 0 takes a free one")
	gazetteerFlag(cmd, &own)
	ledgerFlag(cmd)
	return cmd
}

// handler is all that a server answers.
func (m *Main) handler(led *sqlite.Ledger, own []string) (http.Handler, error) {
	sys, err := m.wire(0, own...)
	if err != nil {
		return nil, err
	}
	who, err := m.lands(&asking{own: own}, "")
	if err != nil {
		return nil, err
	}
	read := func(ctx context.Context, art *entente.Article) (*entente.Reading, error) {
		return sys.pipeline.Read(ctx, "", art)
	}
	rest, err := api.New(api.Options{Reader: led, Ledger: led, Read: read, Find: who.find, Version: version, Now: m.Now})
	if err != nil {
		return nil, err
	}
	tools, err := mcp.Handler(mcp.Options{Reader: led, Find: who.find, Version: version, Now: m.Now})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/api/", rest)
	mux.Handle("/mcp", tools)
	return onlyHere(http.NewCrossOriginProtection().Handler(mux)), nil
}

// onlyHere refuses requests that name another host: a page of the web may have its name
// lead to this machine.
func onlyHere(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		if !loopback(host) {
			http.Error(w, "this server answers as localhost only", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// serve answers until ctx ends, and then finishes what is under way.
func (m *Main) serve(ctx context.Context, addr string, h http.Handler) error {
	socket, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return &entente.Error{Op: "serve", Kind: entente.Busy, Input: addr, Err: err}
	}
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx }, // streams end with it
	}
	m.warn("serving at http://%s/api/docs; stop with Ctrl-C", socket.Addr())
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		stopped <- srv.Shutdown(late)
	}()
	if err := srv.Serve(socket); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
