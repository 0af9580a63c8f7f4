package web_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/ledgertest"
	"entente/mock"
	"entente/web"
)

// BenchmarkArticle shows the page of a long article: 400 sentences with an event, a
// claim and four mentions each, 60 KB.
func BenchmarkArticle(b *testing.B) {
	s := ledgertest.Story{Published: "2019-02-27", Headline: "A long day"}
	for i := range 400 {
		s.Rows = append(s.Rows, ledgertest.Row{Source: fmt.Sprintf("A%02d", i%50), Target: fmt.Sprintf("B%02d", i%40), Type: entente.Assault, Day: "2019-02-26", Speaker: fmt.Sprintf("C%02d", i%30),
			Says: fmt.Sprintf("The %dth of them said that %s had gone out of the town on the day before.", i, strings.Repeat("some people ", 5))})
	}
	r := s.Reading()
	for i := range r.Actors {
		for j := i; j < len(r.Article.Sentences); j += 30 {
			sp := entente.Span{Start: r.Article.Sentences[j].Start + 20, End: r.Article.Sentences[j].Start + 30}
			r.Actors[i].Mentions = append(r.Actors[i].Mentions, entente.Mention{Span: sp, Text: sp.In(r.Article.Text)})
		}
	}
	var rows []entente.Row
	for _, ev := range r.Events {
		voice := entente.Voice{Claim: ev.Attribution[0], Name: "somebody", Class: entente.SourceNamed}
		rows = append(rows, entente.Row{Report: entente.Report{Event: ev, ID: entente.ReportID("0123456789abcdef/" + string(ev.ID)), Sources: []entente.Party{{Code: "PAK", Name: "Pakistan"}},
			Targets: []entente.Party{{Code: "IND", Name: "India"}}, Attribution: []entente.Voice{voice}}})
	}
	h, err := (&web.Server{Reader: &mock.Reader{
		ReadingFn: func(context.Context, string, time.Time) (*entente.Reading, error) { return r, nil },
		RowsFn:    func(context.Context, string, time.Time) ([]entente.Row, error) { return rows, nil },
	}}).Handler()
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for b.Loop() {
		size = get(h, "/article/0123456789abcdef").Body.Len()
	}
	b.ReportMetric(float64(size), "bytes/page")
}
