package feed_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"entente/feed"
)

// site is a web server that remembers what it was asked, with a clock that only
// moves when somebody sleeps.
type site struct {
	*httptest.Server
	mux *http.ServeMux

	mu    sync.Mutex
	now   time.Time
	log   []string // "path" of each request
	slept []time.Duration
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{mux: http.NewServeMux(), now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.log = append(s.log, r.URL.Path)
		s.mu.Unlock()
		s.mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) handle(path string, h http.HandlerFunc) { s.mux.HandleFunc(path, h) }

// page serves body, and "not modified" to who knows its ETag.
func (s *site) page(path, body string) {
	s.handle(path, func(w http.ResponseWriter, r *http.Request) {
		etag := fmt.Sprintf(`"%x"`, len(body))
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", etag)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(w, body)
	})
}

// asked returns the requests so far without those for robots.txt, and forgets them.
func (s *site) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	log := slices.DeleteFunc(s.log, func(path string) bool { return path == "/robots.txt" })
	s.log = nil
	return log
}

func (s *site) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *site) sleep(ctx context.Context, d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
	s.slept = append(s.slept, d)
	return ctx.Err()
}

// fetcher asks this site, whose address is private.
func (s *site) fetcher() *feed.Fetcher {
	return &feed.Fetcher{Options: feed.Options{AllowPrivate: true, Now: s.clock}, Sleep: s.sleep}
}

func (s *site) walker() *feed.Walker { return &feed.Walker{Fetcher: s.fetcher()} }

// memory is Validators that remember.
type memory map[string][2]string

func (m memory) Get(url string) (etag, modified string) { return m[url][0], m[url][1] }
func (m memory) Put(url, etag, modified string)         { m[url] = [2]string{etag, modified} }
