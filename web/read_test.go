package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/web"
)

var start0 time.Time // now, as a Filter has it

// upload sends the start page's form as a browser does.
func (d *house) upload(fields map[string]string, file string) *httptest.ResponseRecorder {
	d.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := w.WriteField(name, value); err != nil {
			d.t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", "story.txt")
	if err == nil {
		_, err = part.Write([]byte(file))
	}
	if err != nil {
		d.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		d.t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "http://127.0.0.1:8460/read", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	rec := httptest.NewRecorder()
	d.h.ServeHTTP(rec, r)
	return rec
}

// TestRead: what is given is read, stored once, and its page follows.
func TestRead(t *testing.T) {
	d := open(t, nil)
	for _, tt := range []struct {
		name string
		send func() *httptest.ResponseRecorder
		want string // in the text
	}{
		{"a text", func() *httptest.ResponseRecorder {
			return d.upload(map[string]string{"text": "One met\r\nanother.", "publisher": "Wire", "headline": "A day", "published": "2019-03-01"}, "")
		}, "One met\nanother."},
		{"a text without multipart", func() *httptest.ResponseRecorder { return d.post("/read", url.Values{"text": {"Two met."}}) }, "Two met."},
		{"an address", func() *httptest.ResponseRecorder {
			return d.post("/read", url.Values{"url": {" https://news.example/a "}})
		}, "https://news.example/a"},
		{"a file", func() *httptest.ResponseRecorder { return d.upload(nil, "Three met.") }, "Three met."},
		{"the same again", func() *httptest.ResponseRecorder { return d.upload(nil, "Three met.") }, "Three met."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.send()
			to := got.Header().Get("Location")
			if got.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/article/") {
				t.Fatalf("%d %q: %s", got.Code, to, got.Body)
			}
			if text := textOf(byID(d.page(to, 200), "text")); !strings.Contains(text, tt.want) {
				t.Errorf("the page has %q, want %q", text, tt.want)
			}
		})
	}
	if got, err := d.led.Totals(t.Context()); err != nil || got.Articles != 6 || got.Unread != 0 {
		t.Errorf("Totals = %+v, %v, want 6 articles, none unread", got, err)
	}
	if known, err := d.led.Received(t.Context(), entente.Input{Name: "https://news.example/a"}); err != nil || !known {
		t.Errorf("a later run would fetch the address again: %v, %v", known, err)
	}
}

// TestReadWrongly: the form comes back with what was typed, and nothing is stored.
func TestReadWrongly(t *testing.T) {
	d := open(t, nil)
	long := strings.Repeat("x", 9<<20)
	for _, tt := range []struct {
		name string
		got  *httptest.ResponseRecorder
		want int
		says string
		kept map[string]string
	}{
		{"nothing", d.upload(map[string]string{"headline": "<b>x"}, ""), 400, "paste a text", map[string]string{"in-headline": "<b>x"}},
		{"no such day", d.post("/read", url.Values{"text": {"x"}, "published": {"May"}, "url": {"javascript:x"}}), 400, "May", map[string]string{"in-published": "May", "in-url": "javascript:x"}},
		{"another language", d.upload(map[string]string{"text": "kein Englisch " + hostile, "publisher": "P"}, ""), 400, hostile, map[string]string{"in-publisher": "P"}},
		{"a server that is down", d.post("/read", url.Values{"url": {"https://down.example/"}}), 404, "connection refused", map[string]string{"in-url": "https://down.example/"}},
		{"too large a file", d.upload(nil, long), 413, "8 MB", nil},
		{"too large a text", d.post("/read", url.Values{"text": {long}}), 413, "8 MB", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := checked(t, "/read", tt.got)
			if tt.got.Code != tt.want || !strings.Contains(textOf(byID(root, "problem")), tt.says) {
				t.Errorf("%d %q, want %d %q", tt.got.Code, textOf(byID(root, "problem")), tt.want, tt.says)
			}
			for id, want := range tt.kept {
				if got, _ := attr(byID(root, id), "value"); got != want {
					t.Errorf("%s is now %q, want %q", id, got, want)
				}
			}
		})
	}
	if got := textOf(byID(checked(t, "/read", d.upload(map[string]string{"text": "\r\nkein Englisch\r\n"}, "")), "in-text")); got != "\nkein Englisch\n" {
		t.Errorf("the text that was typed comes back as %q", got)
	}
	if got, err := d.led.Totals(t.Context()); err != nil || got.Articles != 2 || got.Unread != 0 {
		t.Errorf("Totals = %+v, %v: something was stored", got, err)
	}
}

// TestSettings: choices are kept in cookies and hold on the next page.
func TestSettings(t *testing.T) {
	d := open(t, nil)
	got := d.post("/settings", url.Values{"pairs": {"India – China\r\n\r\nPAK-nato\r\nIND-CHN"}, "theme": {"dark"}})
	if got.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	var jar []string
	for _, c := range got.Result().Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode {
			t.Errorf("cookie %v", c)
		}
		jar = append(jar, c.Name+"="+c.Value)
	}
	page := checked(t, "/", get(d.h, "/", "Cookie", strings.Join(jar, "; ")))
	text := textOf(page)
	if theme, _ := attr(page.FirstChild.NextSibling, "data-theme"); theme != "dark" || !strings.Contains(text, "IND – CHN") || !strings.Contains(text, "PAK – nato") || strings.Contains(text, "IND – PAK") {
		t.Errorf("theme %q, page %s", theme, text)
	}
	for _, pairs := range []string{"Atlantis-India", "IND-IND", "IND", strings.Repeat("x-y\n", 3)} {
		bad := d.post("/settings", url.Values{"pairs": {pairs}})
		root := checked(t, "/settings", bad)
		if kept := strings.TrimSpace(textOf(byID(root, "in-pairs"))); bad.Code != 400 || kept != strings.TrimSpace(pairs) || len(bad.Result().Cookies()) > 0 {
			t.Errorf("%q: %d, kept %q", pairs, bad.Code, kept)
		}
	}
	if got := get(d.h, "/", "Cookie", `entente_pairs=x; entente_theme="><script>; entente_who=%zz`); got.Code != 200 || strings.Contains(got.Body.String(), "><script>") {
		t.Errorf("cookies that are none of ours: %d", got.Code)
	}
}

// TestRetry: what could not be read is taken up anew.
func TestRetry(t *testing.T) {
	resumed := 0
	d := open(t, func(srv *web.Server) { srv.Resume = func() { resumed++ } })
	if err := d.led.Fail(t.Context(), entente.Failure{Key: "story.txt", Kind: "other", Why: "<b>no</b>"}); err != nil {
		t.Fatal(err)
	}
	if text := textOf(d.page("/status", 200)); !strings.Contains(text, "<b>no</b>") {
		t.Errorf("the failure is not listed: %s", text)
	}
	got := d.post("/status", nil)
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/status?retried=0" {
		t.Errorf("%d %v", got.Code, got.Header())
	}
	if text := textOf(d.page("/status?retried=0", 200)); resumed != 1 || !strings.Contains(text, "is being read") {
		t.Errorf("resumed %d times; the page says %s", resumed, text)
	}
}

// TestToken: forms are held to the token as pages are.
func TestToken(t *testing.T) {
	d := open(t, func(srv *web.Server) { srv.Token = "secret" })
	for _, path := range []string{"/read", "/settings", "/status", "/event/" + d.id + "/e1"} {
		form := url.Values{"text": {"Four met."}, "do": {"reject"}, "who": {"x"}, "row": {d.id + "/e1"}}
		if got := d.post(path, form); got.Code != http.StatusForbidden {
			t.Errorf("POST %s without the token: %d", path, got.Code)
		}
		if got := d.post(path, form, "Cookie", "entente_token=secret"); got.Code != http.StatusSeeOther {
			t.Errorf("POST %s with the token: %d %s", path, got.Code, got.Body)
		}
		if got := d.post(path, form, "Cookie", "entente_token=secret", "Sec-Fetch-Site", "cross-site"); got.Code != http.StatusForbidden {
			t.Errorf("POST %s from another site: %d", path, got.Code)
		}
	}
	for _, path := range []string{"/article/" + d.id, "/article/" + d.id + ".json", "/article/" + d.id + ".pdf", "/article/" + d.id + "/gold", "/event/" + d.id + "/e1", "/status/events", "/settings"} {
		if got := get(d.h, path); got.Code != http.StatusForbidden {
			t.Errorf("GET %s without the token: %d", path, got.Code)
		}
	}
}
