package metric

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"entente"
	"entente/mock"
	"entente/page"
	"entente/sqlite"
)

func open(t *testing.T) *sqlite.Ledger {
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
	return led
}

func article(t *testing.T, text string) *entente.Article {
	t.Helper()
	art, err := page.FromFields(text, "", "", "", entente.Day{})
	if err != nil {
		t.Fatal(err)
	}
	return art
}

// read finds nothing in an article, and refuses or breaks on those that say so.
func read(_ context.Context, art *entente.Article) (*entente.Reading, error) {
	switch {
	case strings.Contains(art.Text, "stop"):
		return nil, fmt.Errorf("read: %w", context.Canceled)
	case strings.Contains(art.Text, "refuse"):
		return nil, &entente.Error{Op: "read", Kind: entente.Language}
	case strings.Contains(art.Text, "panic"):
		panic("a stage broke")
	}
	return &entente.Reading{Format: entente.Format, Article: art}, nil
}

// busy passes one of everything through m and a ledger, which keeps one job.
func busy(t *testing.T) *Metrics {
	t.Helper()
	led := open(t)
	m := New(entente.Coder{Version: "v1", Ontology: "PLOVER", Model: "abc"}, led)
	counted, ctx := m.Ledger(led), t.Context()
	texts := []string{"Norway met Chad on Monday.", "Readers refuse this.", "Stages panic at this."}
	for _, text := range append(texts, texts[0]) { // the first comes twice
		if _, err := counted.Receive(ctx, article(t, text), entente.Input{Name: text}); err != nil {
			t.Fatal(err)
		}
	}
	var done int
	if err := counted.Work(ctx, m.Read(read), entente.WorkOptions{Done: func(entente.Progress) { done++ }}); err != nil {
		t.Fatal(err)
	}
	if done != len(texts) {
		t.Errorf("the caller is told of %d articles, want %d", done, len(texts))
	}
	if _, err := m.Read(read)(ctx, article(t, "They stop here.")); !errors.Is(err, context.Canceled) {
		t.Errorf("read returns %v", err)
	}
	if err := counted.Fail(ctx, entente.Failure{Key: "x.pdf", Kind: entente.Binary.String(), Why: "not text"}); err != nil {
		t.Fatal(err)
	}
	if _, err := counted.Receive(ctx, article(t, "Mali met Niger on Sunday."), entente.Input{Name: "waits"}); err != nil {
		t.Fatal(err)
	}
	m.Request("GET /pair/{pair}", http.StatusOK, 20*time.Millisecond)
	return m
}

func scrape(t *testing.T, h http.Handler, path string) (int, string) {
	t.Helper()
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
	return rec.Code, rec.Body.String()
}

func TestMetrics(t *testing.T) {
	_, text := scrape(t, busy(t).Handler(nil), "/metrics")
	for _, want := range []string{
		`entente_build_info{go="go[^"]+",model="abc",ontology="PLOVER",version="v1"} 1`,
		`entente_http_requests_total{route="GET /pair/{pair}",status="200"} 1`,
		`entente_http_request_seconds_count{route="GET /pair/{pair}"} 1`,
		`entente_articles_received_total{result="new"} 4`,
		`entente_articles_received_total{result="known"} 1`,
		`entente_articles_read_total 1`,
		`entente_articles_failed_total{kind="not English"} 1`,
		`entente_articles_failed_total{kind="internal fault"} 1`,
		`entente_article_seconds_count 1`,
		`entente_article_bytes_total 26`,
		`entente_rows_written_total 0`,
		`entente_ledger_up 1`,
		`entente_ledger_articles 4`,
		`entente_ledger_articles_unread 1`,
		`entente_ledger_failures 3`,
		`entente_ledger_bytes [1-9].*`,
		`entente_queue_jobs{state="available"} 1`,
		`entente_queue_oldest_seconds{state="available"} .*`,
		`go_goroutines .*`,
	} {
		if !regexp.MustCompile(`(?m)^` + strings.NewReplacer("{", `\{`, "}", `\}`).Replace(want) + `$`).MatchString(text) {
			t.Errorf("no line %s in\n%s", want, text)
		}
	}
}

// TestRows counts the rows that two ways into a ledger write.
func TestRows(t *testing.T) {
	led := &appended{}
	m := New(entente.Coder{}, nil)
	counted := m.Ledger(led)
	if err := counted.Work(t.Context(), nil, entente.WorkOptions{}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is known
		if _, err := counted.Append(t.Context(), &entente.Reading{Events: make([]entente.Event, 3)}); err != nil {
			t.Fatal(err)
		}
	}
	if got := testutil.ToFloat64(m.rows); got != 2+3 {
		t.Errorf("%g rows were counted, want 5", got)
	}
}

// appended is a ledger whose Work writes two rows and whose Append adds once.
type appended struct {
	entente.Ledger
	there bool
}

func (a *appended) Work(_ context.Context, _ func(context.Context, *entente.Article) (*entente.Reading, error), opts entente.WorkOptions) error {
	opts.Done(entente.Progress{Rows: 2})
	return nil
}

func (a *appended) Append(context.Context, *entente.Reading) (bool, error) {
	added := !a.there
	a.there = true
	return added, nil
}

// TestLedgerDown scrapes while the ledger does not answer: the counters are still there.
func TestLedgerDown(t *testing.T) {
	m := New(entente.Coder{}, &mock.Reader{TotalsFn: func(context.Context) (entente.Totals, error) {
		return entente.Totals{Articles: 7}, errors.New("gone")
	}})
	m.Request("GET /", http.StatusInternalServerError, time.Second)
	status, text := scrape(t, m.Handler(nil), "/metrics")
	if status != http.StatusOK || !strings.Contains(text, "\nentente_ledger_up 0\n") || !strings.Contains(text, `status="500"} 1`) || strings.Contains(text, "entente_ledger_articles ") {
		t.Errorf("%d\n%s", status, text)
	}
}

// metricRow is a row of the page: name, type, labels, meaning, alerts.
var metricRow = regexp.MustCompile("(?m)^\\| `(entente_[a-z_]+)` \\| ([a-z]+) \\| ([^|]*?) ?\\| ([^|]*) \\| ([^|]*?) ?\\|$")

// TestOperationPage holds the table of docs/operation.md against what a scrape has.
func TestOperationPage(t *testing.T) {
	page, err := os.ReadFile("../docs/operation.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented, served []string
	for _, row := range metricRow.FindAllStringSubmatch(string(page), -1) {
		documented = append(documented, strings.Join(row[1:5], "; "))
	}
	m := busy(t)
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if !strings.HasPrefix(f.GetName(), "entente_") {
			continue
		}
		var labels []string
		for _, l := range f.GetMetric()[0].GetLabel() {
			labels = append(labels, l.GetName())
		}
		served = append(served, strings.Join([]string{f.GetName(), strings.ToLower(f.GetType().String()), strings.Join(labels, ", "), f.GetHelp()}, "; "))
	}
	slices.Sort(documented)
	if !slices.Equal(documented, served) {
		t.Errorf("docs/operation.md has the rows\n%s\nand a scrape\n%s", strings.Join(documented, "\n"), strings.Join(served, "\n"))
	}
	// And the scrape above had one of each.
	described := make(chan *prometheus.Desc, 1000)
	m.registry.Describe(described)
	close(described)
	n := 0
	for d := range described {
		if strings.Contains(d.String(), `"entente_`) {
			n++
		}
	}
	if n != len(served) {
		t.Errorf("%d instruments are registered and %d were seen", n, len(served))
	}
}

// TestLint holds names and helps against the rules of Prometheus.
func TestLint(t *testing.T) {
	problems, err := testutil.GatherAndLint(busy(t).registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

func TestHealth(t *testing.T) {
	for _, tt := range []struct {
		name, path string
		ready      error
		status     int
		want       Health
	}{
		{"alive though not ready", "/healthz", errors.New("gone"), http.StatusOK, Health{Status: "ok"}},
		{"ready", "/readyz", nil, http.StatusOK, Health{Status: "ready"}},
		{"not ready", "/readyz", &entente.Error{Op: "ledger", Kind: entente.Busy}, http.StatusServiceUnavailable, Health{"unready", "ledger: in use"}},
		{"no answer", "/readyz", context.DeadlineExceeded, http.StatusServiceUnavailable, Health{"unready", "no answer within 3s"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, text := scrape(t, New(entente.Coder{}, nil).Handler(func(context.Context) error { return tt.ready }), tt.path)
			var got Health
			if err := json.Unmarshal([]byte(text), &got); err != nil || status != tt.status || got != tt.want {
				t.Errorf("%d %s (%v), want %d %+v", status, text, err, tt.status, tt.want)
			}
		})
	}
}

func TestServe(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	m := New(entente.Coder{}, nil)
	ready := func(context.Context) error { return nil }
	srv, err := Serve(ctx, "127.0.0.1:0", m, ready)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get("http://" + srv.Addr + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.Body.Close() != nil || string(body) != "{\"status\":\"ready\"}\n" {
		t.Errorf("it answers %s, %v", body, err)
	}
	if _, err := Serve(ctx, srv.Addr, m, ready); entente.KindOf(err) != entente.Refused {
		t.Errorf("a second one at %s: %v", srv.Addr, err)
	}
	stop()
	if err := srv.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if none, err := Serve(t.Context(), "", m, ready); err != nil || none.Addr != "" || none.Wait() != nil {
		t.Errorf("nowhere: %+v, %v", none, err)
	}
}
