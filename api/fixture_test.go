package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/api"
	"entente/ledgertest"
	"entente/sqlite"
	"entente/store"
)

// told is a made-up year of Pakistan and Russia, with everything that a question asks for.
func told() []ledgertest.Story {
	row := func(source, target string, kind entente.EventType, status entente.Status, day string, scale float64, says string) ledgertest.Row {
		return ledgertest.Row{Source: source, Target: target, Type: kind, Status: status, Day: day, Goldstein: scale, Says: says}
	}
	said := func(r ledgertest.Row, speaker string) ledgertest.Row { r.Speaker = speaker; return r }
	out := []ledgertest.Story{
		{Publisher: "Indus Post", Published: "2016-09-25", Headline: "Troops arrive", Rows: []ledgertest.Row{
			row("RUS", "PAK", entente.Cooperate, entente.Happened, "2016-09-24", 7, "Russia sent two hundred soldiers to Pakistan for a first joint exercise."),
			row("PAK", "RUS", entente.Consult, entente.Planned, "2016-10-20", 1, "Pakistan and Russia will hold talks on a gas pipeline in October."),
		}},
		{Publisher: "Volga Herald", Published: "2016-09-26", Headline: "Soldiers in the hills", Rows: []ledgertest.Row{
			row("RUS", "PAK", entente.Cooperate, entente.Happened, "2016-09-24", 7, "Russia sent two hundred soldiers to Pakistan for a joint exercise, a spokesman in Moscow said."),
			row("PAK:REB", "RUS", entente.Threaten, entente.Threatened, "2016-09-25", -5, "Rebels of Pakistan threatened Russia with blood."),
		}},
		{Publisher: "Indus Post", Published: "2016-12-02", Headline: "A deal on helicopters", Rows: []ledgertest.Row{
			row("RUS", "PAK", entente.Agree, entente.Happened, "2016-12-01", 6, "Russia signed a deal to deliver four helicopters to Pakistan for 153 million dollars."),
			said(row("IND", "PAK", entente.Assault, entente.Claimed, "2016-11-29", -9, "Pakistan said that India had shelled a village."), "PAK"),
		}},
		{Publisher: "Ganges Times", Published: "2016-12-03", Headline: "Delhi denies", Rows: []ledgertest.Row{
			said(row("IND", "PAK", entente.Assault, entente.Denied, "2016-11-29", -9, "India denied that it had shelled a village."), "IND"),
			said(row("RUS", "IND", entente.Aid, entente.Predicted, "2017-06-01", 5, "India said that Russia would send aid by June."), "IND"),
		}},
	}
	for i := range 30 {
		day := entente.Day{Year: 2017, Month: 1, Day: 3}.Add(0, 0, 6*i)
		out = append(out, ledgertest.Story{Publisher: []string{"Indus Post", "Volga Herald"}[i%2], Published: day.String(), Headline: fmt.Sprintf("Dispatch %d", i), Rows: []ledgertest.Row{
			row("USA", "PAK", entente.Sanction, entente.Happened, day.String(), -6, fmt.Sprintf("The United States cut help number %d to Pakistan.", i)),
			row("PAK", "RUS", entente.Consult, entente.Happened, day.String(), 3, fmt.Sprintf("Pakistan received envoy number %d of Russia.", i)),
		}})
	}
	return out
}

// ledger is a new one with the stories, a correction and rows of another system.
func ledger(t testing.TB) *sqlite.Ledger {
	t.Helper()
	at := time.Date(2018, 1, 2, 3, 4, 5, 0, time.UTC)
	led, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"), sqlite.Options{Options: store.Options{Now: func() time.Time { at = at.Add(time.Minute); return at }}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := led.Close(); err != nil {
			t.Error(err)
		}
	})
	stories := told()
	for i := range stories {
		r := stories[i].Reading()
		for k := range r.Events {
			e := &r.Events[k]
			if at := strings.Index(e.Quote, "153 million"); at >= 0 {
				start := r.Article.Sentences[e.Sentence].Start + at
				e.Stage = "signed"
				e.Figures = []entente.Figure{{Value: 153e6, Unit: "USD", Bound: entente.BoundExact, Span: entente.Span{Start: start, End: start + 19}}}
			}
		}
		for k := range r.Claims {
			if strings.Contains(stories[i].Rows[k].Says, "would send") || len(r.Claims) == 2 && k == 1 {
				r.Claims[k].Stance = entente.StancePredict
			}
		}
		if _, err := led.Append(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	all, _, err := led.Happenings(t.Context(), entente.Filter{Words: `"envoy number 7"`})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d rows of the envoy, %v", len(all), err)
	}
	scale := 2.5
	if _, err := led.Correct(t.Context(), entente.Correction{Row: all[0].ID, Who: "desk", Why: "it was a short visit", Mend: &entente.Mend{Goldstein: &scale}}); err != nil {
		t.Fatal(err)
	}
	rows := func(yield func(entente.Imported, error) bool) {
		for i := range 7 {
			if !yield(entente.Imported{Set: "icews", ID: fmt.Sprint(i), Day: entente.Day{Year: 2015, Month: 5, Day: 1 + i}, Source: entente.Party{Code: "PAK", Sector: "GOV", Name: "Pakistan"},
				Target: entente.Party{Code: "RUS", Sector: "GOV", Name: "Russia"}, Type: entente.Consult, CAMEO: "040", Goldstein: &scale, Text: "Consult"}, nil) {
				return
			}
		}
	}
	if n, err := led.Import(t.Context(), "icews.tab", "abc", rows); n != 7 || err != nil {
		t.Fatalf("%d rows imported, %v", n, err)
	}
	return led
}

// find knows the lands of the stories.
func find(name string) (string, bool) {
	codes := []string{"PAK", "RUS", "IND", "USA", "ISL"}
	i := slices.Index([]string{"Pakistan", "Russia", "India", "United States", "Iceland"}, name)
	if i >= 0 {
		return codes[i], true
	}
	return name, slices.Contains(codes, name)
}

// understand stands in for the language engine.
func understand(_ context.Context, art *entente.Article) (*entente.Reading, error) {
	if strings.Contains(art.Text, "unreadable") {
		return nil, &entente.Error{Op: "parse", Kind: entente.Language, Err: errors.New("not a word of it")}
	}
	s := ledgertest.Story{Publisher: art.Publisher, Headline: art.Headline, Rows: []ledgertest.Row{{Source: "PAK", Target: "RUS", Type: entente.Aid, Says: art.Text}}}
	if !art.Published.IsZero() {
		s.Published = art.Published.String()
	}
	return s.Reading(), nil
}

func options(led *sqlite.Ledger) api.Options {
	return api.Options{Reader: led, Ledger: led, Read: understand, Find: find, Version: "test", Progress: func() any { return map[string]int{"read": 3} },
		Now: func() time.Time { return time.Date(2017, 7, 1, 12, 0, 0, 0, time.UTC) }}
}

// serve starts a server that ends with the test.
func serve(t testing.TB, o api.Options) *httptest.Server {
	t.Helper()
	h, err := api.New(o)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// into decodes the answer, strictly.
func (a *answer) into(t testing.TB, v any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(a.body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Fatalf("%v in %.300s", err, a.body)
	}
}

func ask(t testing.TB, method, url, body string, header ...string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(got)}
}

func collect[T any](t testing.TB, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}
