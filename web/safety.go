package web

import (
	"cmp"
	"context"
	"crypto/subtle"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"entente"
)

// The limits of a request.
const (
	maxBody = 8 << 20 // bytes of a pasted page
	maxTime = 60 * time.Second
	maxTake = 90 * time.Second // for the other side to take the answer: more than maxTime
)

// policy lets a page load only what this server has: no script in the page, no other host.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const cookie = "entente_token"

// wall is what every request passes: who may ask, what a page may do, how large and how
// long a request may be, and one line of log. The line has the pattern of the address, which
// says what was asked for but not of whom; the address itself is there for who debugs.
func (w *site) wall(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection() // refuses a form that another site sends (CSRF)
	cross.SetDenyHandler(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.fail(rw, r, &entente.Error{Kind: entente.Refused, Err: errors.New("this was sent by another site")})
	}))
	inner := cross.Handler(next)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		began := time.Now()
		h := rw.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		log := &recorder{ResponseWriter: rw}
		path := r.URL.Path
		defer func() { w.note(r, path, log, time.Since(began)) }()
		if base, ok := strings.CutSuffix(r.URL.Path, ".json"); ok && !strings.HasPrefix(r.URL.Path, "/api/") && !strings.HasPrefix(r.URL.Path, "/assets/") {
			r = r.WithContext(context.WithValue(r.Context(), jsonKey{}, true))
			u := *r.URL
			u.Path, u.RawPath = base, ""
			if u.Path == "" || u.Path == "/index" {
				u.Path = "/"
			}
			r.URL = &u
		}
		if err := w.admit(log, r); err != nil {
			w.fail(log, r, err)
			return
		}
		if log.done {
			return
		}
		// Who takes an answer a byte a minute is let go. A writer that knows no deadline is a test's.
		_ = http.NewResponseController(rw).SetWriteDeadline(began.Add(maxTake))
		r.Body = http.MaxBytesReader(log, r.Body, maxBody)
		ctx, cancel := context.WithTimeout(r.Context(), maxTime)
		defer cancel()
		r = r.WithContext(ctx)
		inner.ServeHTTP(log, r)
	})
}

// note logs an answer and counts it. Files of the pages are asked for with every page, and
// are of no interest but to who debugs.
func (w *site) note(r *http.Request, path string, got *recorder, took time.Duration) {
	route, level := cmp.Or(r.Pattern, "wall"), slog.LevelInfo
	status := cmp.Or(got.status, http.StatusInternalServerError) // nothing was answered: a panic
	if strings.HasPrefix(path, "/assets/") {
		level = slog.LevelDebug
	}
	attrs := []slog.Attr{slog.String("method", r.Method), slog.String("route", route), slog.Int("status", status),
		slog.Int64("ms", took.Milliseconds()), slog.Int("bytes", got.bytes)}
	if w.Logger.Enabled(r.Context(), slog.LevelDebug) {
		attrs = append(attrs, slog.String("path", path))
	}
	w.Logger.LogAttrs(r.Context(), level, "request", attrs...)
	if w.Observe != nil {
		w.Observe(route, status, took)
	}
}

// admit lets in who may ask. Without a token only names of this machine are answered, so
// that a page of another site cannot reach us under a name of its own (DNS rebinding).
func (w *site) admit(rw *recorder, r *http.Request) error {
	if w.Token == "" {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if ip := net.ParseIP(strings.Trim(host, "[]")); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return &entente.Error{Kind: entente.Refused, Err: errors.New("without a token only this machine is answered; start entente serve with --token")}
		}
		return nil
	}
	given := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if c, err := r.Cookie(cookie); err == nil && given == "" {
		given = c.Value
	}
	if asked := r.URL.Query().Get("token"); asked != "" && w.right(asked) && r.Method == http.MethodGet {
		http.SetCookie(rw, &http.Cookie{Name: cookie, Value: asked, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil})
		u := *r.URL
		q := u.Query()
		q.Del("token") // out of the address, and out of the log of what is asked next
		u.RawQuery = q.Encode()
		http.Redirect(rw, r, u.RequestURI(), http.StatusSeeOther)
		rw.done = true
		return nil
	}
	if !w.right(given) {
		return &entente.Error{Kind: entente.Refused, Err: errors.New("a token is needed: open the address that entente serve printed, or send Authorization: Bearer TOKEN")}
	}
	return nil
}

func (w *site) right(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(w.Token)) == 1
}

// recorder notes what was answered, for the log.
type recorder struct {
	http.ResponseWriter
	status, bytes int // status is 0 until something is answered
	done          bool
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.status = cmp.Or(r.status, http.StatusOK)
	n, err := r.ResponseWriter.Write(b)
	r.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection, for events that flow.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
