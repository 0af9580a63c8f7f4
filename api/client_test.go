package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/api"
	"entente/mock"
)

// questions are filters that reach every field.
func questions() map[string]entente.Filter {
	day := func(y int, m time.Month, d int) entente.Day { return entente.Day{Year: y, Month: m, Day: d} }
	return map[string]entente.Filter{
		"everything":                           {Limit: -1},
		"the default":                          {},
		"a pair":                               {A: "PAK", B: "RUS", Limit: 7},
		"one side":                             {A: "USA", Directed: true, Limit: -1},
		"directed":                             {A: "RUS", B: "PAK", Directed: true},
		"everyone":                             {A: "PAK", B: "RUS", Everyone: true, Oldest: true},
		"types and statuses":                   {Types: []entente.EventType{entente.Cooperate, entente.Consult}, Statuses: []entente.Status{entente.Planned, entente.Claimed}},
		"classes":                              {Classes: []entente.SourceClass{entente.SourceNamed}},
		"stances":                              {Stances: []entente.Stance{entente.StancePredict, entente.StanceDeny}},
		"days":                                 {From: day(2017, 2, 1), To: day(2017, 3, 31), Limit: 3},
		"a publisher":                          {Publisher: "Volga Herald", Limit: 4, Oldest: true},
		"words":                                {Words: `soldiers "joint exercise"`},
		"words that nobody said, with & and =": {Words: `50 % off & a=b "`},
		"as of before":                         {AsOf: time.Date(2018, 1, 2, 3, 6, 0, 7, time.UTC), Limit: -1},
		"as of elsewhere":                      {AsOf: time.Date(2018, 1, 2, 5, 20, 0, 0, time.FixedZone("", 2*3600)), A: "PAK", Limit: -1},
		"stated":                               {Stated: true},
		"nothing":                              {A: "ISL", B: "USA"},
		"another system":                       {A: "PAK", B: "RUS", Sets: []string{"icews"}, Limit: 5},
		"all systems":                          {Sets: []string{"all"}, Limit: -1},
	}
}

// same holds what came over HTTP against what the ledger says. A list of nothing may be
// nil or empty.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	if g.Kind() == reflect.Slice && g.Len() == 0 && w.Len() == 0 {
		return
	}
	if reflect.DeepEqual(got, want) {
		return
	}
	a, errA := json.Marshal(got)
	b, errB := json.Marshal(want)
	if errA != nil || errB != nil || string(a) != string(b) {
		t.Errorf("%s: over HTTP\n%.600s\nand of the ledger\n%.600s", what, a, b)
	}
}

func list[T any](t *testing.T, what string, f entente.Filter, far, near func(context.Context, entente.Filter) ([]T, string, error)) {
	t.Helper()
	got, gotNext, err := far(t.Context(), f)
	want, wantNext, wantErr := near(t.Context(), f)
	if (err == nil) != (wantErr == nil) || entente.KindOf(err) != entente.KindOf(wantErr) {
		t.Fatalf("%s: over HTTP %v, of the ledger %v", what, err, wantErr)
	}
	if gotNext != wantNext {
		t.Errorf("%s goes on at %q, want %q", what, gotNext, wantNext)
	}
	same(t, what, got, want)
}

// TestClientIsTheLedger asks both, for every method and every field of a filter.
func TestClientIsTheLedger(t *testing.T) {
	led := ledger(t)
	far := &api.Client{URL: serve(t, options(led)).URL + "/"}
	ctx := t.Context()
	total, err := far.Totals(ctx)
	want, wantErr := led.Totals(ctx)
	if err != nil || wantErr != nil || total.Happenings < 60 {
		t.Fatal(total, err, wantErr)
	}
	same(t, "Totals", total, want)
	seen := map[string]int{}
	for name, f := range questions() {
		t.Run(name, func(t *testing.T) {
			list(t, "Happenings", f, far.Happenings, led.Happenings)
			list(t, "Articles", f, far.Articles, led.Articles)
			list(t, "Quotes", f, far.Quotes, led.Quotes)
			list(t, "Imported", f, far.Imported, led.Imported)
			partners, err := far.Partners(ctx, f)
			wantPartners, wantErr := led.Partners(ctx, f)
			if entente.KindOf(err) != entente.KindOf(wantErr) {
				t.Fatal(err, wantErr)
			}
			same(t, "Partners", partners, wantPartners)
			pairs, err := far.Ties(ctx, f)
			wantPairs, wantErr := led.Ties(ctx, f)
			if entente.KindOf(err) != entente.KindOf(wantErr) {
				t.Fatal(err, wantErr)
			}
			same(t, "Ties", pairs, wantPairs)
			tallies, err := far.Tallies(ctx, f)
			wantTallies, wantErr := led.Tallies(ctx, f)
			if entente.KindOf(err) != entente.KindOf(wantErr) {
				t.Fatal(err, wantErr)
			}
			same(t, "Tallies.There", tallies.There, wantTallies.There)
			same(t, "Tallies.Back", tallies.Back, wantTallies.Back)
			same(t, "Tallies.Pair", tallies.Pair, wantTallies.Pair)
			reports := collect(t, far.Reports(ctx, f))
			same(t, "Reports", reports, collect(t, led.Reports(ctx, f)))
			seen["reports"] += len(reports)
			seen["tallies"] += len(tallies.Pair)
			seen["partners"] += len(partners)
		})
	}
	for what, n := range seen {
		if n == 0 {
			t.Errorf("no question found any %s: nothing was compared", what)
		}
	}
	rows, _, err := led.Happenings(ctx, entente.Filter{Limit: -1})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{{}, time.Date(2018, 1, 2, 3, 30, 0, 0, time.UTC)} {
		for i := range rows {
			id := rows[i].ID
			got, err := far.Happening(ctx, id, at)
			want, wantErr := led.Happening(ctx, id, at)
			if entente.KindOf(err) != entente.KindOf(wantErr) {
				t.Fatalf("Happening(%s): %v, %v", id, err, wantErr)
			}
			same(t, "Happening", got, want)
			left, err := far.Rows(ctx, string(rows[i].Print.Article), at)
			wantLeft, wantErr := led.Rows(ctx, string(rows[i].Print.Article), at)
			if err != nil || wantErr != nil {
				t.Fatal(err, wantErr)
			}
			same(t, "Rows", left, wantLeft)
			reading, err := far.Reading(ctx, string(rows[i].Print.Article), at)
			wantReading, wantErr := led.Reading(ctx, string(rows[i].Print.Article), at)
			if entente.KindOf(err) != entente.KindOf(wantErr) {
				t.Fatalf("Reading: %v, %v", err, wantErr)
			}
			same(t, "Reading", reading, wantReading)
			history, err := far.History(ctx, id)
			wantHistory, wantErr := led.History(ctx, id)
			if err != nil || wantErr != nil {
				t.Fatal(err, wantErr)
			}
			same(t, "History", history, wantHistory)
		}
	}
}

// TestClientKinds compares what an id or a place that is not there gives.
func TestClientKinds(t *testing.T) {
	led := ledger(t)
	far := &api.Client{URL: serve(t, options(led)).URL}
	for _, id := range []string{"", "x", "ffffffffffffffff/e1", "../x", "../../etc/passwd", "./.", "a/b/c", "sha256:ffffffff", "%2e%2e/x", "a?b/c#d", "a b/ü"} {
		_, err := far.Happening(t.Context(), entente.ReportID(id), time.Time{})
		if entente.KindOf(err) != entente.Missing {
			t.Errorf("Happening(%q): %v, want a kind of not found", id, err)
		}
		if _, err = far.Reading(t.Context(), id, time.Time{}); entente.KindOf(err) != entente.Missing && entente.KindOf(err) != entente.Syntax {
			t.Errorf("Reading(%q): %v, want a kind of not found", id, err)
		}
	}
	if _, _, err := far.Happenings(t.Context(), entente.Filter{After: "nowhere"}); entente.KindOf(err) != entente.Syntax {
		t.Errorf("after a place that is none: %v", err)
	}
}

// TestClientFailures is what servers that are none of ours do.
func TestClientFailures(t *testing.T) {
	answers := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	for _, tt := range []struct {
		name string
		do   http.HandlerFunc
		want entente.Kind
	}{
		{"a token is asked for", answers(401, "no"), entente.Refused},
		{"another program", answers(404, "<html>not here</html>"), entente.Other},
		{"half a value", answers(200, `{"articles":`), entente.Other},
		{"a problem of ours", answers(503, `{"detail":"busy","kind":"in use","try":"wait"}`), entente.Busy},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := httptest.NewServer(tt.do)
			defer srv.Close()
			c := &api.Client{URL: srv.URL}
			if _, err := c.Totals(t.Context()); err == nil || entente.KindOf(err) != tt.want {
				t.Errorf("Totals: %v, want kind %s", err, tt.want)
			}
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		srv := httptest.NewServer(nil)
		srv.Close()
		if _, err := (&api.Client{URL: srv.URL}).Totals(t.Context()); entente.KindOf(err) != entente.Missing {
			t.Errorf("Totals: %v", err)
		}
	})
	t.Run("a token is sent", func(t *testing.T) {
		var got string
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.Header.Get("Authorization")
			_, _ = w.Write([]byte("{}"))
		}))
		defer srv.Close()
		if _, err := (&api.Client{URL: srv.URL, Token: "s3cret"}).Totals(t.Context()); err != nil || got != "Bearer s3cret" {
			t.Errorf("sent %q, %v", got, err)
		}
	})
}

// TestReportsEndEarly is a stream whose ledger fails in the middle.
func TestReportsEndEarly(t *testing.T) {
	for _, after := range []int{0, 3} {
		t.Run(fmt.Sprint(after), func(t *testing.T) {
			r := &mock.Reader{ReportsFn: func(context.Context, entente.Filter) iter.Seq2[entente.Report, error] {
				return func(yield func(entente.Report, error) bool) {
					for i := range after {
						if !yield(entente.Report{ID: entente.ReportID(fmt.Sprintf("x/e%d", i))}, nil) {
							return
						}
					}
					yield(entente.Report{}, &entente.Error{Op: "ledger", Kind: entente.Busy})
				}
			}}
			c := &api.Client{URL: serve(t, api.Options{Reader: r}).URL}
			n := 0
			var last error
			for _, err := range c.Reports(t.Context(), entente.Filter{}) {
				if last = err; err == nil {
					n++
				}
			}
			if n != after || entente.KindOf(last) != entente.Busy {
				t.Errorf("%d rows and %v, want %d and a kind of in use", n, last, after)
			}
		})
	}
}

// TestClientTokenStaysHome: a server that sends the client elsewhere does not send the token along.
func TestClientTokenStaysHome(t *testing.T) {
	var told []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		told = append(told, r.Header.Get("Authorization"))
	}))
	defer other.Close()
	home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" {
			t.Error("the server itself gets no token")
		}
		http.Redirect(w, r, strings.Replace(other.URL, "127.0.0.1", "localhost", 1), http.StatusFound)
	}))
	defer home.Close()
	if _, err := (&api.Client{URL: home.URL, Token: "secret"}).Totals(t.Context()); err == nil {
		t.Error("an answer of another server was taken for one of ours")
	}
	if len(told) != 1 || told[0] != "" {
		t.Errorf("the other server was told %q", told)
	}
}
