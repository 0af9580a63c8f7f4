package metric

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"entente"
)

// The limits of a connection.
const (
	askTimeout    = 5 * time.Second
	answerTimeout = 30 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 32 << 10        // bytes
	readyTimeout  = 3 * time.Second // after which a ledger does not answer
	softly        = 3 * time.Second
)

// Health is what /healthz and /readyz say.
type Health struct {
	Status string `json:"status"` // ok, ready or unready
	Reason string `json:"reason,omitempty"`
}

// Handler answers three addresses. /metrics has the numbers, in the text format of
// Prometheus. /healthz says 200 while the process lives. /readyz says 200 where ready
// returns nil, and 503 with the reason where it returns an error or takes longer than
// three seconds.
func (m *Metrics) Handler(ready func(context.Context) error) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{CoalesceGather: true}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, Health{Status: "ok"}) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
		defer cancel()
		if err := ready(ctx); err != nil {
			reason := err.Error()
			if errors.Is(err, context.DeadlineExceeded) {
				reason = fmt.Sprintf("no answer within %s", readyTimeout)
			}
			say(w, http.StatusServiceUnavailable, Health{Status: "unready", Reason: reason})
			return
		}
		say(w, http.StatusOK, Health{Status: "ready"})
	})
	return mux
}

func say(w http.ResponseWriter, status int, h Health) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(h) // who has gone away needs no answer
}

// Server answers at an address of its own, beside what the process is for.
type Server struct {
	Addr  string // host and port; "" where it answers nowhere
	ended chan error
}

// Serve begins to answer at addr, as Handler does, and returns; it ends with ctx. An empty
// addr answers nowhere, and is no error. Its errors are *entente.Error of kind Refused.
//
// Whoever reaches addr is answered: the numbers have no words of anybody in them, but it is
// for the caller to keep addr to those who run the program.
func Serve(ctx context.Context, addr string, m *Metrics, ready func(context.Context) error) (*Server, error) {
	s := &Server{ended: make(chan error, 1)}
	if addr == "" {
		s.ended <- nil
		return s, nil
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, &entente.Error{Op: "metric", Kind: entente.Refused, Input: addr, Err: errors.Unwrap(err)}
	}
	s.Addr = ln.Addr().String()
	srv := &http.Server{Handler: m.Handler(ready), ReadTimeout: askTimeout, WriteTimeout: answerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	go func() {
		select {
		case err := <-failed:
			s.ended <- fmt.Errorf("metric: %w", err)
		case <-ctx.Done():
			grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), softly)
			defer cancel()
			s.ended <- srv.Shutdown(grace)
		}
	}()
	return s, nil
}

// Wait returns when the server has ended. It is called once.
func (s *Server) Wait() error { return <-s.ended }
