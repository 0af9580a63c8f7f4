package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"entente"
)

// view is what a template gets.
type view struct {
	Title   string
	Path    string
	Version string
	Writes  bool   // something may be pasted or corrected
	Theme   string // light, dark or "": as the system has it
	Data    any
}

// serve answers a route as a page, or as JSON where the path ends in .json: the pattern
// must then end in a wildcard or be matched by json.go's own pattern.
func (w *site) serve(p route) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if p.do != nil {
			if err := p.do(w, rw, r); err != nil {
				w.fail(rw, r, err)
			}
			return
		}
		data, err := p.ask(w, r)
		if err != nil {
			w.fail(rw, r, err)
			return
		}
		w.answer(rw, r, p.template, p.title, data)
	}
}

// answer sends what a page shows, or the data themselves.
func (w *site) answer(rw http.ResponseWriter, r *http.Request, template, title string, data any) {
	if wantsJSON(r) {
		w.json(rw, r, http.StatusOK, data)
		return
	}
	w.page(rw, r, http.StatusOK, template, view{Title: title, Data: data})
}

// jsonKey marks a request whose path ended in .json; the wall cuts the ending off.
type jsonKey struct{}

func wantsJSON(r *http.Request) bool { return r.Context().Value(jsonKey{}) != nil }

func (w *site) page(rw http.ResponseWriter, r *http.Request, status int, name string, v view) {
	v.Path, v.Version, v.Writes, v.Theme = r.URL.Path, w.Version, w.Ledger != nil, themeOf(r)
	var b bytes.Buffer
	if err := w.templates[name].Execute(&b, v); err != nil {
		w.Logger.Error("template", "name", name, "error", err)
		http.Error(rw, "this page cannot be shown; the log says why", http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.send(rw, r, status, b.Bytes())
}

func (w *site) json(rw http.ResponseWriter, r *http.Request, status int, v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ") // and HTML is escaped: a browser that takes it for a page sees none
	if err := enc.Encode(v); err != nil {
		w.fail(rw, r, err)
		return
	}
	rw.Header().Set("Content-Type", "application/json")
	w.send(rw, r, status, b.Bytes())
}

// send writes a body with its hash as ETag, and nothing where the browser has it.
func (w *site) send(rw http.ResponseWriter, r *http.Request, status int, body []byte) {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	rw.Header().Set("ETag", tag)
	rw.Header().Set("Cache-Control", "no-cache")
	if status == http.StatusOK && r.Header.Get("If-None-Match") == tag {
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	rw.WriteHeader(status)
	_, _ = rw.Write(body) // a browser that has gone away is no failure of ours
}

// problem is the one shape of an error (RFC 9457).
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

// problemOf says what went wrong to whoever asked; what is our own fault goes to the log.
func (w *site) problemOf(r *http.Request, err error) problem {
	status := http.StatusInternalServerError
	switch entente.KindOf(err) {
	case entente.Missing:
		status = http.StatusNotFound
	case entente.Syntax, entente.Empty, entente.Binary, entente.Encoding, entente.Language:
		status = http.StatusBadRequest
	case entente.Refused:
		status = http.StatusForbidden
	case entente.TooLarge:
		status = http.StatusRequestEntityTooLarge
	case entente.Busy:
		status = http.StatusServiceUnavailable
	}
	detail := err.Error()
	var known *entente.Error
	if errors.As(err, &known) && known.Err != nil {
		detail = known.Err.Error()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		status, detail = http.StatusServiceUnavailable, "this took too long"
	}
	if status == http.StatusInternalServerError {
		w.Logger.Error("request", "route", r.Pattern, "error", entente.Loggable(err))
		detail = "something went wrong here; the log says what"
	}
	return problem{Title: http.StatusText(status), Status: status, Detail: detail}
}

func (w *site) fail(rw http.ResponseWriter, r *http.Request, err error) {
	p := w.problemOf(r, err)
	if wantsJSON(r) || strings.Contains(r.Header.Get("Accept"), "json") {
		rw.Header().Set("Content-Type", "application/problem+json")
		rw.WriteHeader(p.Status)
		_ = json.NewEncoder(rw).Encode(p) // as in send
		return
	}
	w.page(rw, r, p.Status, "error", view{Title: p.Title, Data: p})
}
