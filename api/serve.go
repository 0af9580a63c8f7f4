package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"

	"entente"
)

// The streams: they are not held back for an ETag, and may take as long as they like.
const (
	reportsPath  = "/api/v1/reports"
	progressPath = "/api/v1/progress"
)

// held keeps an answer until it is whole.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *held) Header() http.Header { return h.header }

func (h *held) WriteHeader(status int) {
	if h.status == 0 {
		h.status = status
	}
}

func (h *held) Write(b []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	return h.body.Write(b)
}

// ServeHTTP answers a request under /api/.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	answer := s.mux.ServeHTTP
	if clean := path.Clean(r.URL.Path); clean != r.URL.Path {
		answer = s.nowhere // the mux would send to another address
	} else if h, pattern := s.mux.Handler(r); pattern == "" {
		answer = func(w http.ResponseWriter, r *http.Request) { s.refuse(w, r, h) }
	}
	if r.URL.Path == reportsPath || r.URL.Path == progressPath {
		answer(w, r)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.Timeout)
	defer cancel()
	h := &held{header: w.Header()}
	asked := r.WithContext(ctx)
	s.guard(h, asked, answer)
	r.Pattern = asked.Pattern // for the log of whoever mounts this
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		sum := sha256.Sum256(h.body.Bytes())
		tag := `"` + hex.EncodeToString(sum[:16]) + `"`
		if h.status == http.StatusOK {
			w.Header().Set("ETag", tag)
			if matches(r.Header.Get("If-None-Match"), tag) {
				w.Header().Del("Content-Type")
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
	}
	w.WriteHeader(h.status)
	s.write(w, h.body.Bytes())
}

// guard answers, and makes a problem of a panic: nobody else's request may suffer.
func (s *server) guard(h *held, r *http.Request, answer http.HandlerFunc) {
	defer func() {
		if fault := recover(); fault != nil {
			s.Logger.Error("api: panic", "route", r.Pattern, "fault", fault)
			h.status = 0
			h.body.Reset()
			s.writeProblem(h, newProblem(http.StatusInternalServerError, entente.Internal, "", "something went wrong inside"))
		}
	}()
	answer(h, r)
}

// matches reports whether an If-None-Match header names tag. The comparison is weak, as
// RFC 9110, section 13.1.2, has it.
func matches(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == tag {
			return true
		}
	}
	return false
}

func (s *server) nowhere(w http.ResponseWriter, r *http.Request) {
	s.writeProblem(w, newProblem(http.StatusNotFound, entente.Missing, "", "there is nothing at %s", r.URL.Path))
}

// refuse says what the mux says where it has no route: 404, or 405 with what is allowed.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, mux http.Handler) {
	said := &held{header: http.Header{}}
	mux.ServeHTTP(said, r)
	if said.status != http.StatusMethodNotAllowed {
		s.nowhere(w, r)
		return
	}
	allow := said.header.Get("Allow")
	w.Header().Set("Allow", allow)
	s.writeProblem(w, newProblem(http.StatusMethodNotAllowed, entente.Refused, fmt.Sprintf("use %s", allow), "%s does not take %s", r.URL.Path, r.Method))
}
