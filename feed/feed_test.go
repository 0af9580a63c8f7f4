package feed_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/feed"
)

func wantKind(t *testing.T, err error, kind entente.Kind, input string) {
	t.Helper()
	var e *entente.Error
	if !errors.As(err, &e) {
		t.Fatalf("error = %v, want *entente.Error", err)
	}
	if e.Kind != kind || !strings.Contains(e.Input, input) {
		t.Fatalf("error = %v (kind %v, input %q), want kind %v and input with %q", e, e.Kind, e.Input, kind, input)
	}
}

func zip(t *testing.T, b []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	if _, err := zw.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func write(t testing.TB, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// zeros never ends.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte{'0'}, len(p))), nil }

func TestFile(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	path := write(t, "story.txt", []byte("Kenya and Uganda signed.\n"))
	item, err := feed.File(path, feed.Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	if string(item.Body) != "Kenya and Uganda signed.\n" || item.Name != path || item.URL != "" || !item.Fetched.Equal(at) {
		t.Errorf("File = %+v", item)
	}

	packed := write(t, "story.gz", zip(t, []byte("packed")))
	if item, err = feed.File(packed, feed.Options{}); err != nil || string(item.Body) != "packed" {
		t.Errorf("gzip file: body %q, error %v", item.Body, err)
	}
}

func TestFileErrors(t *testing.T) {
	bomb := write(t, "bomb.gz", zip(t, make([]byte, 1<<20)))
	bad := write(t, "bad.gz", append([]byte{0x1f, 0x8b}, "nonsense that is long enough"...))
	exact := write(t, "exact", make([]byte, 100))
	dir := t.TempDir()
	for _, tt := range []struct {
		name, path string
		opts       feed.Options
		want       entente.Kind
	}{
		{"missing", filepath.Join(dir, "none.txt"), feed.Options{}, entente.Missing},
		{"folder", dir, feed.Options{}, entente.Refused},
		{"oversized", exact, feed.Options{MaxBytes: 99}, entente.TooLarge},
		{"gzip bomb", bomb, feed.Options{MaxBytes: 1 << 16}, entente.TooLarge},
		{"damaged gzip", bad, feed.Options{}, entente.Syntax},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := feed.File(tt.path, tt.opts)
			wantKind(t, err, tt.want, tt.path)
		})
	}
	if _, err := feed.File(exact, feed.Options{MaxBytes: 100}); err != nil {
		t.Errorf("a file of exactly the limit: %v", err)
	}
}

func TestReaderEndless(t *testing.T) {
	_, err := feed.Reader(zeros{}, "", feed.Options{MaxBytes: 1 << 16})
	wantKind(t, err, entente.TooLarge, "standard input")
}

func TestReaderPassesOnErrors(t *testing.T) {
	_, err := feed.Reader(io.MultiReader(strings.NewReader("abc"), failing{}), "pipe", feed.Options{})
	wantKind(t, err, entente.Other, "pipe")
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v does not keep its cause", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func server(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/story", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(w, "<p>Chad reopened its border.</p>")
	})
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/story", http.StatusMovedPermanently)
	})
	mux.HandleFunc("/toscheme", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "ftp://example.org/x", http.StatusFound)
	})
	mux.HandleFunc("/denied", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusForbidden) })
	mux.HandleFunc("/broken", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	mux.HandleFunc("/large", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "1000000")
		_, _ = w.Write(make([]byte, 1000000))
	})
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, zeros{}) })
	mux.HandleFunc("/silent", func(w http.ResponseWriter, r *http.Request) {
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("/drip", func(w http.ResponseWriter, r *http.Request) { // each byte in time, and all of them never
		for r.Context().Err() == nil {
			_, _ = fmt.Fprint(w, "x")
			w.(http.Flusher).Flush()
			time.Sleep(time.Millisecond)
		}
	})
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(zip(t, make([]byte, 1<<20)))
	})
	mux.HandleFunc("/brotli", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		_, _ = fmt.Fprint(w, "x")
	})
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return srv
}

func TestURL(t *testing.T) {
	srv := server(t)
	for _, path := range []string{"/story", "/moved"} {
		item, err := feed.URL(context.Background(), feed.Options{AllowPrivate: true}, srv.URL+path)
		if err != nil {
			t.Fatal(err)
		}
		if string(item.Body) != "<p>Chad reopened its border.</p>" || item.URL != srv.URL+"/story" ||
			item.Name != srv.URL+path || item.ContentType != "text/html; charset=utf-8" || item.Fetched.IsZero() {
			t.Errorf("URL(%s) = %+v", path, item)
		}
	}
}

func TestURLErrors(t *testing.T) {
	srv := server(t)
	small := feed.Options{AllowPrivate: true, MaxBytes: 1 << 16}
	for _, tt := range []struct {
		name, address string
		opts          feed.Options
		want          entente.Kind
	}{
		{"redirect loop", srv.URL + "/loop", small, entente.Refused},
		{"no redirect wanted", srv.URL + "/moved", feed.Options{AllowPrivate: true, MaxRedirects: -1}, entente.Refused},
		{"redirect to another scheme", srv.URL + "/toscheme", small, entente.Refused},
		{"not found", srv.URL + "/none", small, entente.Missing},
		{"denied", srv.URL + "/denied", small, entente.Refused},
		{"server fault", srv.URL + "/broken", small, entente.Other},
		{"oversized", srv.URL + "/large", small, entente.TooLarge},
		{"endless", srv.URL + "/endless", small, entente.TooLarge},
		{"gzip bomb", srv.URL + "/bomb", small, entente.TooLarge},
		{"unread encoding", srv.URL + "/brotli", small, entente.Other},
		{"silent", srv.URL + "/silent", feed.Options{AllowPrivate: true, Timeout: 20 * time.Millisecond}, entente.Other},
		{"drop by drop", srv.URL + "/drip", feed.Options{AllowPrivate: true, Timeout: 50 * time.Millisecond}, entente.Other},
		{"loopback", srv.URL + "/story", feed.Options{}, entente.Refused},
		{"loopback by name", strings.Replace(srv.URL, "127.0.0.1", "localhost", 1) + "/story", feed.Options{}, entente.Refused},
		{"file scheme", "file:///etc/passwd", small, entente.Refused},
		{"no host", "http:///x", small, entente.Refused},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := feed.URL(context.Background(), tt.opts, tt.address)
			wantKind(t, err, tt.want, tt.address)
		})
	}
}

func TestURLSyntaxHidesPassword(t *testing.T) {
	_, err := feed.URL(context.Background(), feed.Options{}, "http://user:secret@exa mple.org/%zz")
	wantKind(t, err, entente.Syntax, "")
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("error %q shows the password", err)
	}
}

func TestURLCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := feed.URL(ctx, feed.Options{AllowPrivate: true}, server(t).URL+"/story")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want context.Canceled within", err)
	}
}
