package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"entente"
	"entente/eval"
	"entente/ledgertest"
	"entente/sqlite"
	"entente/web"
)

// hostile is text that would do harm if a page took it for markup.
const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&amp;]]>`

// sample is a reading that has a row of every kind, in a hostile text with a carriage
// return, with stretches that lie over one another.
func sample() *entente.Reading {
	s := ledgertest.Story{
		Publisher: "The " + hostile, Published: "2019-02-27", Headline: "Envoys of Chișinău " + hostile,
		Rows: []ledgertest.Row{
			{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9, Says: "India’s jets struck\r 12 camps in Pakistan on Tuesday " + hostile + "."},
			{Source: "PAK", Target: "IND", Type: entente.Assault, Status: entente.Denied, Day: "2019-02-26", Goldstein: -9, Says: "Pakistan denied it, its army said.", Speaker: "PAK:MIL"},
			{Source: "USA", Target: "PAK", Type: entente.Aid, Status: entente.Planned, Goldstein: 7, Says: "Washington will send wheat."},
		},
		Tail: "\n\n  A last line.\n",
	}
	r := s.Reading()
	art, text := r.Article, r.Article.Text
	span := func(words string) entente.Span {
		at := strings.Index(text, words)
		return entente.Span{Start: at, End: at + len(words)}
	}
	art.URL = "javascript:alert(1)"
	art.Bylines = []string{hostile}
	ev := &r.Events[0]
	ev.Trigger = span("struck")
	ev.Figures = []entente.Figure{{Value: 12, Bound: entente.BoundAbout, Counts: hostile, Span: span("12 camps")}}
	ev.Date.Span = span("on Tuesday")
	ev.Place = &entente.Place{Name: "Pakistan", Country: "PAK", Span: span("Pakistan")}
	r.Events[1].Background = true
	r.Claims[0].Source, r.Claims[0].Cue, r.Claims[0].Content = []entente.Span{span("its army")}, []entente.Span{span("said")}, []entente.Span{span("Pakistan denied"), span("it,")}
	r.Disputes = []entente.Dispute{{About: []entente.EventID{"e1", "e2"}, Denied: []entente.ClaimID{"c1"}}}
	r.Relations = []entente.Relation{{Pair: [2]string{"IND", "PAK"}, Direction: entente.Cooling, Events: []entente.EventID{"e1"}}, {Pair: [2]string{"PAK", "USA"}, Direction: entente.Warming, Events: []entente.EventID{"e3"}}}
	r.Notes = []entente.Note{{Span: span("A last line"), Why: hostile}, {Span: span("wheat"), Why: "no target"}}
	return r
}

// house is a server over a ledger in a file that holds the sample.
type house struct {
	t   *testing.T
	led *sqlite.Ledger
	h   http.Handler
	id  string // of the sample, as addresses have it
}

func open(t *testing.T, change func(*web.Server)) *house {
	t.Helper()
	led, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "news.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := led.Close(); err != nil {
			t.Error(err)
		}
	})
	r := sample()
	for _, r := range []*entente.Reading{r, (&ledgertest.Story{Publisher: "Wire", Published: "2019-02-27",
		Rows: []ledgertest.Row{{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9, Says: "Indian jets struck camps in Pakistan on Tuesday."}}}).Reading()} {
		if added, err := led.Append(t.Context(), r); err != nil || !added {
			t.Fatal(added, err)
		}
	}
	srv := &web.Server{
		Reader: led, Ledger: led, Pairs: [][2]string{{"IND", "PAK"}}, Gold: eval.WriteRecord, Documents: documents{}, Facts: []web.Fact{{Name: "Version", Value: hostile}},
		Progress: func() any { return map[string]int{"read": 7} },
		Modes:    map[entente.EventType][]entente.Mode{entente.Assault: {"aerial"}, entente.Protest: {"riot"}},
		Find: func(name string) (string, bool) {
			code, ok := map[string]string{"India": "IND", "Pakistan": "PAK", "China": "CHN", "nato": "nato"}[name]
			if !ok && slices.Contains([]string{"IND", "PAK", "CHN", "AFG", "USA"}, name) {
				return name, true
			}
			return code, ok
		},
		Settle: func(ev *entente.Event) {
			value := -4.0
			ev.Quad, ev.CAMEO, ev.Goldstein = entente.VerbalConflict, "112", &value
		},
		Article: func(_ context.Context, in web.Paste) (*entente.Article, error) {
			if strings.Contains(in.Text, "kein Englisch") {
				return nil, &entente.Error{Kind: entente.Language, Err: fmt.Errorf("not English: %s", hostile)}
			}
			if in.URL == "https://down.example/" {
				return nil, &entente.Error{Op: "feed", Input: in.URL, Err: errors.New("connection refused")}
			}
			s := ledgertest.Story{Publisher: in.Publisher, Headline: in.Headline, Rows: []ledgertest.Row{{Source: "USA", Target: "CHN", Type: entente.Consult, Says: in.Text + in.URL + string(in.File)}}}
			return s.Article(), nil
		},
		Read: func(_ context.Context, art *entente.Article) (*entente.Reading, error) {
			s := ledgertest.Story{Publisher: art.Publisher, Headline: art.Headline, Rows: []ledgertest.Row{{Source: "USA", Target: "CHN", Type: entente.Consult, Says: art.Sentences[0].In(art.Text)}}}
			return s.Reading(), nil
		},
	}
	if change != nil {
		change(srv)
	}
	h, err := srv.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return &house{t, led, h, strings.TrimPrefix(string(r.Article.ID), "sha256:")[:16]}
}

type documents struct{}

func (documents) Article(r *entente.Reading, format string) ([]byte, error) {
	return []byte(format + " of " + string(r.Article.ID)), nil
}

func (documents) Dossier(context.Context, web.Question, string) ([]byte, error) { return nil, nil }

// post sends a form as the pages do.
func (d *house) post(path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "http://127.0.0.1:8460"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	d.h.ServeHTTP(rec, r)
	return rec
}

// page gets a page and holds it to what every page promises.
func (d *house) page(path string, want int) *html.Node {
	d.t.Helper()
	rec := get(d.h, path)
	if rec.Code != want {
		d.t.Fatalf("%s: %d, want %d: %s", path, rec.Code, want, rec.Body)
	}
	return checked(d.t, path, rec)
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func byID(root *html.Node, id string) *html.Node {
	for n := range root.Descendants() {
		if got, ok := attr(n, "id"); ok && got == id {
			return n
		}
	}
	return nil
}

// checked parses a page and looks for what none may have: an id twice, a link to an id
// that is not there, a script, style or handler in the page, anything from another host,
// a field without a label, a table head without scope.
func checked(t *testing.T, path string, rec *httptest.ResponseRecorder) *html.Node {
	t.Helper()
	if kind := rec.Header().Get("Content-Type"); !strings.HasPrefix(kind, "text/html") {
		t.Fatalf("%s: %s, want a page", path, kind)
	}
	root, err := html.Parse(strings.NewReader(rec.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	ids, labelled := map[string]bool{}, map[string]bool{}
	headings := 0
	for n := range root.Descendants() {
		if id, ok := attr(n, "id"); ok {
			if ids[id] || id == "" || strings.ContainsAny(id, " \t") {
				t.Errorf("%s: id %q is not unique or not an id", path, id)
			}
			ids[id] = true
		}
		if target, ok := attr(n, "for"); ok {
			labelled[target] = true
		}
		if n.Type == html.ElementNode && n.Data == "h1" {
			headings++
		}
	}
	if headings != 1 {
		t.Errorf("%s: %d first headings", path, headings)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s: <%s %s=%q>", path, n.Data, a.Key, a.Val)
			case (a.Key == "href" || a.Key == "src" || a.Key == "action") && strings.HasPrefix(a.Val, "#"):
				if !ids[a.Val[1:]] {
					t.Errorf("%s: a link to %q, which is not there", path, a.Val)
				}
			case (a.Key == "href" || a.Key == "src" || a.Key == "action") && !strings.HasPrefix(a.Val, "/"):
				if rel, _ := attr(n, "rel"); rel != "noopener noreferrer" {
					t.Errorf("%s: <%s %s=%q> leads elsewhere", path, n.Data, a.Key, a.Val)
				}
			case a.Key == "aria-describedby" || a.Key == "aria-labelledby":
				if !ids[a.Val] {
					t.Errorf("%s: %s %q is not there", path, a.Key, a.Val)
				}
			}
		}
		switch n.Data {
		case "script":
			if src, ok := attr(n, "src"); !ok || !strings.HasPrefix(src, "/assets/") || n.FirstChild != nil {
				t.Errorf("%s: a script in the page: %q", path, textOf(n))
			}
		case "style", "img", "iframe", "object":
			t.Errorf("%s: <%s>", path, n.Data)
		case "th":
			if _, ok := attr(n, "scope"); !ok {
				t.Errorf("%s: a table head without scope", path)
			}
		case "input", "select", "textarea":
			id, _ := attr(n, "id")
			kind, _ := attr(n, "type")
			if kind != "hidden" && !labelled[id] && n.Parent.Data != "label" {
				t.Errorf("%s: a field without a label: %v", path, n.Attr)
			}
		}
	}
	return root
}

// TestPages: every page of the ledger answers, as a page and as data.
func TestPages(t *testing.T) {
	d := open(t, nil)
	if err := d.led.Fail(t.Context(), entente.Failure{Key: hostile, Kind: "not English", Why: hostile}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/status", "/settings", "/article/" + d.id, "/event/" + d.id + "/e1", "/event/" + d.id + "/e2"} {
		d.page(path, 200)
		if path == "/" {
			path = "/index"
		}
		if data := get(d.h, path+".json"); data.Code != 200 || data.Header().Get("Content-Type") != "application/json" || strings.Contains(data.Body.String(), "<script") {
			t.Errorf("%s.json: %d %s", path, data.Code, data.Header().Get("Content-Type"))
		}
	}
	for _, path := range []string{"/article/0123456789abcdef", "/article/x", "/event/0123456789abcdef/e1", "/event/" + d.id + "/e99", "/event/nothing", "/article/0123456789abcdef.pdf", "/article/0123456789abcdef/gold"} {
		d.page(path, 404)
	}
	for path, kind := range map[string]string{"/article/" + d.id + ".pdf": "application/pdf", "/article/" + d.id + ".eml": "message/rfc822", "/article/" + d.id + "/gold": "text/tab-separated-values; charset=utf-8"} {
		if got := get(d.h, path); got.Code != 200 || got.Header().Get("Content-Type") != kind || !strings.HasPrefix(got.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d %v", path, got.Code, got.Header())
		}
	}
	bare := open(t, func(srv *web.Server) {
		srv.Ledger, srv.Documents, srv.Gold, srv.Progress, srv.Pairs = nil, nil, nil, nil, nil
	})
	for _, path := range []string{"/", "/status", "/settings", "/article/" + d.id, "/event/" + d.id + "/e1"} {
		root := bare.page(path, 200)
		for n := range root.Descendants() {
			if n.Data == "form" && path != "/settings" {
				t.Errorf("%s of a server that only reads has a form", path)
			}
		}
	}
	for path, want := range map[string]int{"/article/" + d.id + ".pdf": 404, "/article/" + d.id + "/gold": 404, "/status/events": 404} {
		bare.page(path, want)
	}
	for _, path := range []string{"/read", "/status", "/event/" + d.id + "/e1"} {
		if got := bare.post(path, url.Values{"do": {"reject"}, "who": {"x"}, "text": {"x"}}); got.Code != http.StatusForbidden {
			t.Errorf("POST %s of a server that only reads: %d, want 403", path, got.Code)
		}
	}
}

// TestArticle: what a page shows of an article is its text to the byte, and its rows
// stand where they belong.
func TestArticle(t *testing.T) {
	d := open(t, nil)
	r := sample()
	root := d.page("/article/"+d.id, 200)
	if got := textOf(byID(root, "text")); got != r.Article.Text {
		t.Errorf("the page shows\n%q\nwant the article's\n%q", got, r.Article.Text)
	}
	over := map[string]string{} // text that lies over each row
	for n := range byID(root, "text").Descendants() {
		rows, _ := attr(n, "data-rows")
		for _, row := range strings.Fields(rows) {
			over[row] += textOf(n)
		}
	}
	for row, want := range map[string]string{"e1": "struckPakistanon Tuesday", "f1": "12 camps", "c1": "Pakistan deniedit,its armysaid"} {
		if over[row] != want {
			t.Errorf("over %s lies %q, want %q", row, over[row], want)
		}
	}
	for id, want := range map[string][]string{
		"e1": {"●", "IND → PAK", "ASSAULT", "happened", "26 Feb 2019", "in Pakistan", "about 12", "Confidence 1.00"},
		"e2": {"✕", "denied", "On the word of PAK:MIL"}, "e3": {"◌", "planned"}, "c1": {"PAK:MIL", "assert", "about e2"}, "f1": {"about 12"},
	} {
		row := byID(root, id)
		if row == nil {
			t.Fatalf("no row %s", id)
		}
		for _, w := range want {
			if !strings.Contains(textOf(row), w) {
				t.Errorf("row %s: %q has no %q", id, textOf(row), w)
			}
		}
		if sentence, _ := attr(row, "data-sentence"); byID(root, sentence) == nil {
			t.Errorf("row %s: its sentence %q is not there", id, sentence)
		}
	}
	all := textOf(root)
	for _, want := range []string{"PAK turns from IND toward USA", "Seen and not coded (2)", "by the article itself"} {
		if !strings.Contains(all, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if class, _ := attr(byID(root, "e2"), "class"); !strings.Contains(class, "background") {
		t.Errorf("a background row has class %q", class)
	}
}

// TestProgress: events flow, and end with the request.
func TestProgress(t *testing.T) {
	d := open(t, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	rec := httptest.NewRecorder()
	d.h.ServeHTTP(rec, httptest.NewRequestWithContext(ctx, "GET", "http://127.0.0.1:8460/status/events", nil))
	if rec.Header().Get("Content-Type") != "text/event-stream" || rec.Body.String() != "data: {\"read\":7}\n\n" || !rec.Flushed {
		t.Errorf("%v %q, flushed %v", rec.Header(), rec.Body, rec.Flushed)
	}
}
