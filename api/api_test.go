package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"entente"
	"entente/api"
	"entente/desk"
	"entente/mock"
)

// document loads the OpenAPI document of a server and has it validated.
func document(t *testing.T, base string) *openapi3.T {
	t.Helper()
	got := ask(t, http.MethodGet, base+"/api/openapi.json", "")
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "application/openapi+json" {
		t.Fatalf("the document: %d %s", got.status, got.header.Get("Content-Type"))
	}
	doc, err := openapi3.NewLoader().LoadFromData([]byte(got.body))
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatalf("the document: %v", err)
	}
	return doc
}

// calls has one working call for each operation of the document, and a piece of what
// must be in its answer.
func calls(row entente.ReportID, art entente.ArticleID) map[string]struct{ method, path, body, want string } {
	return map[string]struct{ method, path, body, want string }{
		"totals":       {"GET", "/api/v1/totals", "", `"articles":34`},
		"events":       {"GET", "/api/v1/events?a=Pakistan&b=RUS&words=soldiers", "", `"quote":"Russia sent two hundred soldiers`},
		"event":        {"GET", "/api/v1/events/" + string(row), "", `"all":[`},
		"history":      {"GET", "/api/v1/events/" + string(row) + "/history", "", `"rows":[]`},
		"reports":      {"GET", "/api/v1/reports?publisher=Volga+Herald", "", "a spokesman in Moscow said."},
		"articles":     {"GET", "/api/v1/articles?words=helicopters", "", `"headline":"A deal on helicopters"`},
		"reading":      {"GET", "/api/v1/articles/" + url.PathEscape(string(art)), "", `"format":"entente/1"`},
		"quotes":       {"GET", "/api/v1/quotes?a=PAK", "", `"cue":"say"`},
		"imported":     {"GET", "/api/v1/imported?sets=icews", "", `"set":"icews"`},
		"rows":         {"GET", "/api/v1/articles/" + url.PathEscape(string(art)) + "/rows", "", `"rows":[{`},
		"pairs":        {"GET", "/api/v1/pairs", "", `"pair":["`},
		"partners":     {"GET", "/api/v1/partners?a=PAK", "", `"code":"USA"`},
		"tallies":      {"GET", "/api/v1/tallies?a=PAK&b=RUS", "", `"pair":[{"day":"2016-09-24"`},
		"relation":     {"GET", "/api/v1/relation?a=PAK&b=RUS&by=year", "", `"strongest":[`},
		"brief":        {"GET", "/api/v1/brief?pair=PAK-RUS,Pakistan-India&from=2016-11-20&to=2016-12-31", "", `"arrow":"`},
		"realignments": {"GET", "/api/v1/realignments?a=PAK&from=2016-10&to=2017-06", "", `"state":"PAK"`},
		"timeline":     {"GET", "/api/v1/timeline?a=PAK&b=RUS&limit=2", "", `"days":[{"day":"2016-09-24"`},
		"figures":      {"GET", "/api/v1/figures", "", `"value":153000000`},
		"disputes":     {"GET", "/api/v1/disputes?a=IND&b=PAK", "", `"denied":[{`},
		"deals":        {"GET", "/api/v1/deals", "", `"stage":"signed"`},
		"predictions":  {"GET", "/api/v1/predictions", "", `"stance":"predict"`},
		"search":       {"GET", "/api/v1/search?words=soldiers", "", `"happenings":[{`},
		"read":         {"POST", "/api/v1/read", `{"text":"Pakistan sent oranges to Russia.","published":"2017-07-01"}`, `"quote":"Pakistan sent oranges to Russia."`},
		"correct":      {"POST", "/api/v1/corrections", `{"row":"` + string(row) + `","who":"desk","reject":true}`, `"new":"` + string(row) + `+1"`},
		"progress":     {"GET", "/api/v1/progress", "", `data: {"read":3}`},
	}
}

// TestEveryRoute calls every operation of the document and holds each answer against the
// document's own schema.
func TestEveryRoute(t *testing.T) {
	led := ledger(t)
	srv := serve(t, options(led))
	doc := document(t, srv.URL)
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := led.Happenings(t.Context(), entente.Filter{Words: "soldiers"})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows of soldiers, %v", len(rows), err)
	}
	calls := calls(rows[0].ID, rows[0].Print.Article)
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if c, ok := calls[op.OperationID]; !ok || c.method != method {
				t.Errorf("%s %s (%s) is in the document and not in this test", method, path, op.OperationID)
			}
			if op.Summary == "" || op.Description == "" || len(op.Tags) != 1 || op.Responses.Default() == nil {
				t.Errorf("%s says too little of itself", op.OperationID)
			}
			for _, p := range op.Parameters {
				if p.Value.Description == "" {
					t.Errorf("parameter %s of %s is not described", p.Value.Name, op.OperationID)
				}
			}
		}
	}
	for id, c := range calls {
		t.Run(id, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			req, err := http.NewRequestWithContext(ctx, c.method, srv.URL+c.path, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if c.body != "" {
				req.Header.Set("Content-Type", "application/json")
			}
			route, params, err := router.FindRoute(req)
			if err != nil || route.Operation.OperationID != id {
				t.Fatalf("the document has no route for %s %s: %v", c.method, c.path, err)
			}
			asked := &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route}
			if err := openapi3filter.ValidateRequest(ctx, asked); err != nil {
				t.Fatalf("the document refuses the question: %v", err)
			}
			req.Body = http.NoBody
			if c.body != "" {
				req.Body, err = req.GetBody()
			}
			if err != nil {
				t.Fatal(err)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			var body strings.Builder
			for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
				body.WriteString(lines.Text() + "\n")
				if id == "progress" && lines.Text() == "" {
					break // the stream has no end
				}
			}
			if resp.StatusCode/100 != 2 || !strings.Contains(body.String(), c.want) {
				t.Fatalf("%d, want %q in %.1500s", resp.StatusCode, c.want, body.String())
			}
			if id == "progress" || id == "reports" {
				return // no one JSON value
			}
			valid := func(body string) error {
				return openapi3filter.ValidateResponse(ctx, (&openapi3filter.ResponseValidationInput{RequestValidationInput: asked,
					Status: resp.StatusCode, Header: resp.Header}).SetBodyBytes([]byte(body)))
			}
			if err := valid(body.String()); err != nil {
				t.Errorf("the answer is not as the document has it: %v", err)
			}
			if valid(`{"rows":5}`) == nil {
				t.Error("the document allows any answer")
			}
		})
	}
}

// TestEveryMemberIsDescribed keeps words.tsv whole.
func TestEveryMemberIsDescribed(t *testing.T) {
	doc := document(t, serve(t, options(ledger(t))).URL)
	for name, s := range doc.Components.Schemas {
		if s.Value.Description == "" {
			t.Errorf("schema %s is not described", name)
		}
		for member, m := range s.Value.Properties {
			if m.Value.Description == "" {
				t.Errorf("%s.%s is not described", name, member)
			}
		}
	}
}

// TestValuesOfParameters holds the lists of the document against the vocabulary.
func TestValuesOfParameters(t *testing.T) {
	doc := document(t, serve(t, options(ledger(t))).URL)
	op := doc.Paths.Find("/api/v1/events").Get
	for name, want := range map[string]int{"type": len(entente.EventTypes()), "status": len(entente.Statuses()), "class": 5, "stance": 9} {
		if p := op.Parameters.GetByInAndName("query", name); p == nil || len(p.Schema.Value.Items.Value.Enum) != want {
			t.Errorf("parameter %s does not list its %d values", name, want)
		}
	}
}

func TestDocsPage(t *testing.T) {
	srv := serve(t, options(ledger(t)))
	got := ask(t, http.MethodGet, srv.URL+"/api/docs", "")
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("%d %s", got.status, got.header.Get("Content-Type"))
	}
	for _, bad := range []string{"<script", "http://", "https://", "style=", "<style", " on", "ZgotmplZ"} {
		if bad == " on" {
			if m := regexp.MustCompile(`<[^>]* on[a-z]+=`).FindString(got.body); m != "" {
				t.Errorf("the page has a handler: %s", m)
			}
		} else if strings.Contains(got.body, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(got.body, -1) {
		ids[m[1]] = true
	}
	for path, item := range document(t, srv.URL).Paths.Map() {
		for _, op := range item.Operations() {
			if !ids[op.OperationID] || !strings.Contains(got.body, path) {
				t.Errorf("the page says nothing of %s", path)
			}
		}
	}
	if css := ask(t, http.MethodGet, srv.URL+"/api/docs.css", ""); css.status != 200 || css.header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("the style sheet: %d %s", css.status, css.header.Get("Content-Type"))
	}
	if yaml := ask(t, http.MethodGet, srv.URL+"/api/openapi.yaml", ""); !strings.Contains(yaml.body, "openapi: 3.1.0") {
		t.Errorf("the document as YAML begins %.80s", yaml.body)
	}
}

// TestProblems asks wrongly in every way: the shape is always the same, the status and
// kind fit, and each says what to do.
func TestProblems(t *testing.T) {
	led := ledger(t)
	o := options(led)
	srv := serve(t, o)
	o.Ledger, o.Read = nil, nil
	reads := serve(t, o)
	rows, _, err := led.Happenings(t.Context(), entente.Filter{Words: `"envoy number 7"`})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d, %v", len(rows), err)
	}
	old := strings.TrimSuffix(string(rows[0].ID), "+1")
	big := `{"text":"` + strings.Repeat("Russia met Pakistan. ", 150_000) + `"}`
	for _, tt := range []struct {
		name, method, url, body string
		header                  []string
		status                  int
		kind                    entente.Kind
		detail                  string
	}{
		{"no such address", "GET", srv.URL + "/api/v2/x", "", nil, 404, entente.Missing, "/api/v2/x"},
		{"the root", "GET", srv.URL + "/api/", "", nil, 404, entente.Missing, ""},
		{"a slash too many", "GET", srv.URL + "/api//v1/totals", "", nil, 404, entente.Missing, ""},
		{"a path that climbs", "GET", srv.URL + "/api/v1/articles/%2e%2e/%2e%2e/etc/passwd", "", nil, 404, entente.Missing, ""},
		{"a path that climbs in one piece", "GET", srv.URL + "/api/v1/articles/..%2f..%2fetc%2fpasswd", "", nil, 404, entente.Missing, ""},
		{"no such article", "GET", srv.URL + "/api/v1/articles/ffffffff", "", nil, 404, entente.Missing, ""},
		{"no such row", "GET", srv.URL + "/api/v1/events/ffffffff/e1", "", nil, 404, entente.Missing, "no row"},
		{"a method", "DELETE", srv.URL + "/api/v1/totals", "", nil, 405, entente.Refused, "DELETE"},
		{"another method", "GET", srv.URL + "/api/v1/read", "", nil, 405, entente.Refused, ""},
		{"a limit", "GET", srv.URL + "/api/v1/events?limit=501", "", nil, 422, entente.Syntax, "query.limit"},
		{"a huge limit", "GET", srv.URL + "/api/v1/events?limit=99999999999999999999", "", nil, 422, entente.Syntax, "query.limit"},
		{"a limit below", "GET", srv.URL + "/api/v1/events?limit=-1", "", nil, 422, entente.Syntax, "query.limit"},
		{"a bad day", "GET", srv.URL + "/api/v1/events?from=2017-02-30", "", nil, 422, entente.Syntax, "2017-02-30"},
		{"no day", "GET", srv.URL + "/api/v1/timeline?to=yesterday", "", nil, 422, entente.Syntax, "yesterday"},
		{"days backwards", "GET", srv.URL + "/api/v1/events?from=2018&to=2017", "", nil, 422, entente.Syntax, "after"},
		{"a bad moment", "GET", srv.URL + "/api/v1/events?as-of=noon", "", nil, 422, entente.Syntax, "noon"},
		{"a type", "GET", srv.URL + "/api/v1/events?type=HUG", "", nil, 422, entente.Syntax, "query.type"},
		{"a status", "GET", srv.URL + "/api/v1/quotes?status=maybe", "", nil, 422, entente.Syntax, "query.status"},
		{"a parameter", "GET", srv.URL + "/api/v1/events?form=2017", "", nil, 422, entente.Syntax, "query.form"},
		{"a place in a list", "GET", srv.URL + "/api/v1/events?after=here", "", nil, 422, entente.Syntax, "here"},
		{"a land", "GET", srv.URL + "/api/v1/events?a=Xyzzy", "", nil, 422, entente.Syntax, "Xyzzy"},
		{"one side", "GET", srv.URL + "/api/v1/relation?a=PAK", "", nil, 422, entente.Syntax, "query.b"},
		{"one side twice", "GET", srv.URL + "/api/v1/relation?a=PAK&b=Pakistan", "", nil, 422, entente.Syntax, "PAK"},
		{"a period", "GET", srv.URL + "/api/v1/relation?a=PAK&b=RUS&by=day", "", nil, 422, entente.Syntax, "query.by"},
		{"more weeks than there are", "GET", srv.URL + "/api/v1/relation?a=PAK&b=RUS&by=week&from=0001&to=9999", "", nil, 422, entente.TooLarge, ""},
		{"more partners than there are", "GET", srv.URL + "/api/v1/realignments?a=PAK&partners=1000", "", nil, 422, entente.Syntax, "query.partners"},
		{"a name without an end", "GET", srv.URL + "/api/v1/events?a=" + strings.Repeat("x", 10_000), "", nil, 422, entente.Syntax, "query.a"},
		{"a name with nothing to see", "GET", srv.URL + "/api/v1/events?a=%00%1b", "", nil, 422, entente.Syntax, ""},
		{"a last day that lies before the first", "GET", srv.URL + "/api/v1/relation?a=PAK&b=RUS&from=2019", "", nil, 422, entente.Syntax, "2019"},
		{"no pair", "GET", srv.URL + "/api/v1/brief?pair=PAK", "", nil, 422, entente.Syntax, "PAK"},
		{"no words", "GET", srv.URL + "/api/v1/search", "", nil, 422, entente.Syntax, "words"},
		{"no row to report", "GET", srv.URL + "/api/v1/reports?from=x", "", nil, 422, entente.Syntax, ""},
		{"too many bytes", "POST", srv.URL + "/api/v1/read", big, nil, 413, entente.TooLarge, ""},
		{"another content type", "POST", srv.URL + "/api/v1/read", "<p>x", []string{"Content-Type", "text/html"}, 415, entente.Syntax, ""},
		{"no JSON", "POST", srv.URL + "/api/v1/read", "{", nil, 400, entente.Syntax, ""},
		{"a member", "POST", srv.URL + "/api/v1/read", `{"text":"Russia met Pakistan.","txet":1}`, nil, 422, entente.Syntax, "body.txet"},
		{"no text", "POST", srv.URL + "/api/v1/read", `{"headline":"x"}`, nil, 422, entente.Syntax, "text"},
		{"only white space", "POST", srv.URL + "/api/v1/read", `{"text":"  \n "}`, nil, 422, entente.Empty, "no text"},
		{"a bad day of printing", "POST", srv.URL + "/api/v1/read", `{"text":"Russia met Pakistan.","published":"soon"}`, nil, 422, entente.Syntax, ""},
		{"a text that cannot be read", "POST", srv.URL + "/api/v1/read", `{"text":"This is an unreadable text of Russia."}`, nil, 422, entente.Language, "not a word"},
		{"a server that reads nothing", "POST", reads.URL + "/api/v1/read", `{"text":"Russia met Pakistan."}`, nil, 403, entente.Refused, ""},
		{"a server that writes nothing", "POST", reads.URL + "/api/v1/corrections", `{"row":"x/e1","who":"me","reject":true}`, nil, 403, entente.Refused, "only reads"},
		{"a correction of nothing", "POST", srv.URL + "/api/v1/corrections", `{"row":"x/e1","who":"me","reject":true}`, nil, 404, entente.Missing, "no such row"},
		{"a correction by nobody", "POST", srv.URL + "/api/v1/corrections", `{"row":"x/e1","who":"","reject":true}`, nil, 422, entente.Syntax, "body.who"},
		{"a correction of what was replaced", "POST", srv.URL + "/api/v1/corrections", `{"row":"` + old + `","who":"me","reject":true}`, nil, 409, entente.Refused, "+1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ask(t, tt.method, tt.url, tt.body, tt.header...)
			p := problem(t, got, tt.status, tt.kind)
			if !strings.Contains(p.Detail, tt.detail) {
				t.Errorf("detail %q has no %q", p.Detail, tt.detail)
			}
			if tt.status == 405 && got.header.Get("Allow") == "" {
				t.Error("what is allowed is not said")
			}
		})
	}
}

// problem checks the one shape of errors.
func problem(t *testing.T, got answer, status int, kind entente.Kind) api.Problem {
	t.Helper()
	if got.status != status || got.header.Get("Content-Type") != "application/problem+json" || got.header.Get("ETag") != "" {
		t.Fatalf("%d %s, want %d application/problem+json: %.300s", got.status, got.header.Get("Content-Type"), status, got.body)
	}
	var p api.Problem
	got.into(t, &p)
	if p.Type != "about:blank" || p.Title != http.StatusText(status) || p.Status != status || p.Detail == "" || p.Try == "" || p.Kind != kind.String() {
		t.Errorf("%s, want kind %q", got.body, kind)
	}
	return p
}

// TestTooManyReadings holds two readings open and asks for a third.
func TestTooManyReadings(t *testing.T) {
	begun, finish := make(chan bool, 2), make(chan bool)
	o := api.Options{Reader: &mock.Reader{}, Read: func(ctx context.Context, art *entente.Article) (*entente.Reading, error) {
		begun <- true
		<-finish
		return understand(ctx, art)
	}}
	srv := serve(t, o)
	body := `{"text":"Russia met Pakistan in Moscow."}`
	done := make(chan int, 2)
	for range 2 {
		go func() {
			resp, err := http.Post(srv.URL+"/api/v1/read", "application/json", strings.NewReader(body))
			if err != nil {
				done <- 0
				return
			}
			defer resp.Body.Close()
			done <- resp.StatusCode
		}()
		<-begun
	}
	got := ask(t, http.MethodPost, srv.URL+"/api/v1/read", body)
	problem(t, got, http.StatusTooManyRequests, entente.Busy)
	if got.header.Get("Retry-After") != "1" {
		t.Error("it does not say how long to wait")
	}
	close(finish)
	if a, b := <-done, <-done; a != 200 || b != 200 {
		t.Errorf("those before ended with %d and %d", a, b)
	}
}

// TestFaults is a ledger that takes too long, fails, or panics: the cause is not told.
func TestFaults(t *testing.T) {
	var fail func(context.Context) error
	srv := serve(t, api.Options{Timeout: 20 * time.Millisecond, Reader: &mock.Reader{TotalsFn: func(ctx context.Context) (entente.Totals, error) { return entente.Totals{}, fail(ctx) }}})
	for _, tt := range []struct {
		name   string
		fail   func(context.Context) error
		status int
		kind   entente.Kind
	}{
		{"too slow", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, 503, entente.Busy},
		{"in use", func(context.Context) error { return &entente.Error{Kind: entente.Busy} }, 503, entente.Busy},
		{"damaged", func(context.Context) error {
			return &entente.Error{Kind: entente.Corrupt, Err: fmt.Errorf("/home/secret")}
		}, 500, entente.Corrupt},
		{"newer", func(context.Context) error { return &entente.Error{Kind: entente.Newer} }, 500, entente.Newer},
		{"of the storage", func(context.Context) error { return fmt.Errorf("SELECT secret") }, 500, entente.Other},
		{"a panic", func(context.Context) error { panic("secret") }, 500, entente.Internal},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fail = tt.fail
			got := ask(t, http.MethodGet, srv.URL+"/api/v1/totals", "")
			problem(t, got, tt.status, tt.kind)
			if strings.Contains(got.body, "secret") {
				t.Errorf("it tells what it should not: %s", got.body)
			}
		})
	}
}

func TestETag(t *testing.T) {
	led := ledger(t)
	srv := serve(t, options(led))
	address := srv.URL + "/api/v1/totals"
	first := ask(t, http.MethodGet, address, "")
	tag := first.header.Get("ETag")
	if !regexp.MustCompile(`^"[0-9a-f]{32}"$`).MatchString(tag) || first.header.Get("Cache-Control") != "no-cache" {
		t.Fatalf("ETag %q, Cache-Control %q", tag, first.header.Get("Cache-Control"))
	}
	for _, header := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
		if got := ask(t, http.MethodGet, address, "", "If-None-Match", header); got.status != http.StatusNotModified || got.body != "" || got.header.Get("ETag") != tag {
			t.Errorf("If-None-Match %s: %d %q", header, got.status, got.body)
		}
	}
	if head := ask(t, http.MethodHead, address, ""); head.status != 200 || head.body != "" || head.header.Get("ETag") != tag {
		t.Errorf("HEAD: %d %q", head.status, head.header.Get("ETag"))
	}
	if got := ask(t, http.MethodPost, srv.URL+"/api/v1/read?store=true", `{"text":"Russia met Pakistan in Moscow on Friday."}`); got.status != http.StatusCreated {
		t.Fatalf("%d %s", got.status, got.body)
	}
	if got := ask(t, http.MethodGet, address, "", "If-None-Match", tag); got.status != http.StatusOK || got.header.Get("ETag") == tag {
		t.Errorf("after a change: %d, ETag %s", got.status, got.header.Get("ETag"))
	}
}

// TestPages walks every list by small pages and holds it against the whole.
func TestPages(t *testing.T) {
	srv := serve(t, options(ledger(t)))
	for _, path := range []string{"events", "articles", "quotes", "imported?sets=all", "events?order=oldest", "events?a=PAK&b=RUS"} {
		t.Run(path, func(t *testing.T) {
			address := srv.URL + "/api/v1/" + path
			if !strings.Contains(path, "?") {
				address += "?"
			}
			var whole, page desk.List[json.RawMessage]
			got := ask(t, http.MethodGet, address+"&limit=500", "")
			got.into(t, &whole)
			if len(whole.Rows) < 2 || whole.Next != "" {
				t.Fatalf("%d rows, going on at %q", len(whole.Rows), whole.Next)
			}
			var joined []json.RawMessage
			for after := ""; ; after = page.Next {
				page = desk.List[json.RawMessage]{}
				got := ask(t, http.MethodGet, address+"&limit=3&after="+url.QueryEscape(after), "")
				got.into(t, &page)
				joined = append(joined, page.Rows...)
				if len(page.Rows) > 3 || page.Next == "" {
					break
				}
			}
			if !slices.EqualFunc(joined, whole.Rows, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
				t.Errorf("%d rows by pages of 3, and %d at once", len(joined), len(whole.Rows))
			}
		})
	}
}

// TestStore reads a text into the ledger, twice.
func TestStore(t *testing.T) {
	led := ledger(t)
	srv := serve(t, options(led))
	body := `{"text":"Russia met Pakistan in Moscow on Friday.","headline":"A visit","published":"2017-06-30","publisher":"Indus Post","url":"https://example.org/1"}`
	plain := ask(t, http.MethodPost, srv.URL+"/api/v1/read", body)
	if plain.status != http.StatusOK || plain.header.Get("Location") != "" {
		t.Fatalf("%d %s", plain.status, plain.body)
	}
	before, err := led.Totals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{http.StatusCreated, http.StatusOK} {
		got := ask(t, http.MethodPost, srv.URL+"/api/v1/read?store=true", body)
		if got.status != want {
			t.Fatalf("time %d: %d %s", i, got.status, got.body)
		}
		again := ask(t, http.MethodGet, srv.URL+got.header.Get("Location"), "")
		if again.status != http.StatusOK || !strings.Contains(again.body, "Russia met Pakistan") {
			t.Errorf("what was stored is not at %s", got.header.Get("Location"))
		}
	}
	after, err := led.Totals(t.Context())
	if err != nil || after.Articles != before.Articles+1 {
		t.Errorf("%d articles after %d, %v", after.Articles, before.Articles, err)
	}
}

// TestCorrect mends a row and undoes it.
func TestCorrect(t *testing.T) {
	led := ledger(t)
	srv := serve(t, options(led))
	rows, _, err := led.Happenings(t.Context(), entente.Filter{Words: "helicopters", Types: []entente.EventType{entente.Agree}})
	if err != nil || len(rows) != 1 {
		t.Fatal(len(rows), err)
	}
	got := ask(t, http.MethodPost, srv.URL+"/api/v1/corrections", `{"row":"`+string(rows[0].ID)+`","who":"desk","why":"lent","mend":{"type":"AID","goldstein":5}}`)
	var made api.Corrected
	got.into(t, &made)
	if got.status != http.StatusCreated || got.header.Get("Location") != "/api/v1/events/"+string(made.New) {
		t.Fatalf("%d %s", got.status, got.body)
	}
	h, err := led.Happening(t.Context(), made.New, time.Time{})
	if err != nil || h.Type != entente.Aid || *h.Goldstein != 5 {
		t.Errorf("%s %v, %v", h.Type, h.Goldstein, err)
	}
	if got := ask(t, http.MethodPost, srv.URL+"/api/v1/corrections", `{"row":"`+string(made.New)+`","who":"desk","undo":true}`); got.status != http.StatusCreated {
		t.Errorf("undo: %d %s", got.status, got.body)
	}
	var history desk.List[entente.Correction]
	last := ask(t, http.MethodGet, srv.URL+"/api/v1/events/"+string(rows[0].ID)+"%2B2/history", "")
	last.into(t, &history)
	if len(history.Rows) != 2 || !history.Rows[1].Undo || history.Rows[0].Why != "lent" {
		t.Errorf("the history is %s", last.body)
	}
}

func TestNew(t *testing.T) {
	if _, err := api.New(api.Options{}); entente.KindOf(err) != entente.Internal {
		t.Errorf("without a Reader: %v", err)
	}
	if got := ask(t, http.MethodGet, serve(t, api.Options{Reader: &mock.Reader{}}).URL+"/api/v1/progress", ""); got.status != http.StatusNotFound {
		t.Errorf("progress of nothing: %d", got.status)
	}
}

// TestRelationEndsWithTheNews asks years later, without a last day.
func TestRelationEndsWithTheNews(t *testing.T) {
	o := options(ledger(t))
	o.Now = func() time.Time { return time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) }
	var tie desk.Tie
	got := ask(t, http.MethodGet, serve(t, o).URL+"/api/v1/relation?a=PAK&b=RUS", "")
	got.into(t, &tie)
	if p := tie.Last(); p == nil || p.To != (entente.Day{Year: 2017, Month: 6, Day: 30}) {
		t.Errorf("it ends with %+v, want June 2017, the month of the last article", p)
	}
}
