package web_test

import (
	"bytes"
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
		{"out of the folder, encoded", open, "/assets/%2e%2e/web.go", nil, 404},
		{"and the slash too", open, "/assets/..%2fweb.go", nil, 404},
		{"and twice", open, "/assets/%252e%252e/web.go", nil, 404},
		{"with the slash of another system", open, `/assets/..%5cweb.go`, nil, 404},
		{"the root of the system", open, "/assets//etc/passwd", nil, 307},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := get(tt.h, tt.path, tt.header...)
			if got.Code != tt.want {
				t.Errorf("%d, want %d: %s", got.Code, tt.want, got.Body)
			}
			if csp := got.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
				t.Errorf("policy %q", csp)
			}
			if got.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Error("a browser may take the answer for something else")
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

// slowly is an answer that remembers when it must have been taken.
type slowly struct {
	*httptest.ResponseRecorder
	until time.Time
}

func (s *slowly) SetWriteDeadline(until time.Time) error {
	s.until = until
	return nil
}

// TestAnswersAreTaken: who takes an answer drop by drop does not hold it for ever.
func TestAnswersAreTaken(t *testing.T) {
	rec := &slowly{ResponseRecorder: httptest.NewRecorder()}
	serve(t, &web.Server{}).ServeHTTP(rec, httptest.NewRequest("GET", "http://127.0.0.1:8460/", nil))
	if rec.Code != 200 || rec.until.IsZero() || time.Until(rec.until) > 5*time.Minute {
		t.Errorf("%d, to be taken by %v", rec.Code, rec.until)
	}
}

// TestTokenStaysSecret: the token is in no log and no answer, but for the cookie that holds
// it, which no script and no other site may use.
func TestTokenStaysSecret(t *testing.T) {
	const secret = "s3cr3t-t0k3n"
	var log bytes.Buffer
	h := serve(t, &web.Server{Token: secret, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	for _, ask := range []struct {
		path   string
		header []string
	}{
		{"/?token=" + secret, nil}, {"/status?token=" + secret + "&x=1", nil}, {"/nowhere?token=" + secret, nil}, {"/index.json?token=" + secret, nil},
		{"/?token=wrong-" + secret, nil}, {"/", []string{"Authorization", "Bearer " + secret}}, {"/", []string{"Authorization", "Bearer x" + secret}},
		{"/", []string{"Cookie", "entente_token=" + secret}}, {"/nowhere", []string{"Cookie", "entente_token=" + secret}},
	} {
		got := get(h, ask.path, ask.header...)
		if strings.Contains(got.Body.String()+got.Header().Get("Location"), secret) {
			t.Errorf("%s %v: the answer has the token: %s %s", ask.path, ask.header, got.Header().Get("Location"), got.Body)
		}
		for _, c := range got.Result().Cookies() {
			if c.Value == secret && (!c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/") {
				t.Errorf("%s: the cookie is %v", ask.path, c)
			}
		}
		if got.Header().Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: where a link leads is told the address", ask.path)
		}
	}
	if strings.Contains(log.String(), secret) || !strings.Contains(log.String(), "request") {
		t.Errorf("the log: %s", &log)
	}
}

// TestTokenCompare: no file of the room compares the token but in constant time; that there
// is none may be asked.
func TestTokenCompare(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	constant := 0
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		names := func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			return ok && sel.Sel.Name == "Token"
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				lit, ok := n.Y.(*ast.BasicLit)
				if (n.Op == token.EQL || n.Op == token.NEQ) && (names(n.X) || names(n.Y)) && (!ok || lit.Value != `""`) {
					t.Errorf("%s compares the token by ==", path)
				}
			case *ast.CallExpr:
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "ConstantTimeCompare" {
					constant++
				}
			}
			return true
		})
	}
	if constant == 0 {
		t.Error("the token is compared nowhere")
	}
}
