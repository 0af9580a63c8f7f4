package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"entente"
	"entente/mock"
	"entente/web"
)

func serve(t *testing.T, srv *web.Server) http.Handler {
	t.Helper()
	if srv.Reader == nil {
		srv.Reader = &mock.Reader{
			TotalsFn: func(context.Context) (entente.Totals, error) { return entente.Totals{Articles: 3}, nil },
			ArticlesFn: func(context.Context, entente.Filter) ([]entente.Found, string, error) {
				return []entente.Found{{Print: entente.Print{Article: entente.HashText("a"), Headline: "<script>alert(1)</script>"}}}, "", nil
			},
		}
	}
	h, err := srv.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "http://127.0.0.1:8460"+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

func TestStart(t *testing.T) {
	h := serve(t, &web.Server{})
	page := get(h, "/")
	if page.Code != 200 || strings.Contains(page.Body.String(), "<script>alert") || !strings.Contains(page.Body.String(), "&lt;script&gt;alert") {
		t.Errorf("start page %d: hostile headline not shown as text", page.Code)
	}
	if again := get(h, "/", "If-None-Match", page.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("the same page again: %d, want 304", again.Code)
	}
	if data := get(h, "/index.json"); data.Code != 200 || !strings.HasPrefix(data.Header().Get("Content-Type"), "application/json") || !strings.Contains(data.Body.String(), `"articles": 3`) {
		t.Errorf("start page as JSON: %d %s", data.Code, data.Body)
	}
}

// TestWall: who may ask, and what a page may do.
func TestWall(t *testing.T) {
	open, locked := serve(t, &web.Server{}), serve(t, &web.Server{Token: "secret"})
	for _, tt := range []struct {
		name   string
		h      http.Handler
		path   string
		header []string
		want   int
	}{
		{"this machine", open, "/", nil, 200},
		{"this machine by name", open, "/", []string{"Host", "localhost:8460"}, 200},
		{"another name that leads here", open, "/", []string{"Host", "evil.example"}, 403},
		{"no token", locked, "/", []string{"Host", "news.example"}, 403},
		{"wrong token", locked, "/", []string{"Authorization", "Bearer guess"}, 403},
		{"token", locked, "/", []string{"Authorization", "Bearer secret", "Host", "news.example"}, 200},
		{"token in the cookie", locked, "/", []string{"Cookie", "entente_token=secret"}, 200},
		{"token in the address is taken out of it", locked, "/status?token=secret", nil, 303},
		{"no such page", open, "/nowhere", nil, 404},
		{"out of the folder", open, "/assets/../web.go", nil, 307},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := get(tt.h, tt.path, tt.header...)
			if got.Code != tt.want {
				t.Errorf("%d, want %d: %s", got.Code, tt.want, got.Body)
			}
			if csp := got.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
				t.Errorf("policy %q", csp)
			}
			if strings.Contains(got.Header().Get("Location"), "secret") {
				t.Error("the token stays in the address")
			}
		})
	}
}

func TestCrossSite(t *testing.T) {
	h := serve(t, &web.Server{})
	r := httptest.NewRequest("POST", "http://127.0.0.1:8460/read", strings.NewReader("text=x"))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	if rec.Code != http.StatusForbidden {
		t.Errorf("a form of another site: %d, want 403", rec.Code)
	}
}
