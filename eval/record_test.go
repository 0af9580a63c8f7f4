package eval

import (
	"reflect"
	"strings"
	"testing"

	"entente"
	"entente/ledgertest"
)

// TestWriteRecord: what is written is read back as what the program coded, and as what
// people made of it.
func TestWriteRecord(t *testing.T) {
	story := ledgertest.Story{Published: "1998-03-14", Headline: "Élan in Chișinău: “talks”", Rows: []ledgertest.Row{
		{Source: "KEN:MIL", Target: "TCD", Type: entente.Assault, Day: "1998-03-13", Says: "Kénya’s army shelled Chad."},
		{Source: "MLI", Target: "", Type: entente.Consult, Status: entente.Claimed, Day: "1998-03-01", Until: "1998-03-31", Says: "Māli met envoys, it said.", Speaker: "MLI"},
	}}
	r := story.Reading()
	text := r.Article.Text
	at := strings.Index(text, "army")
	place := &entente.Place{Name: "Chad", Country: "TCD"}
	r.Events[0].Figures = []entente.Figure{{Value: 12.5, Bound: entente.BoundAtLeast, Counts: "tents\tand\nmen", Span: entente.Span{Start: at, End: at + 4}}}
	r.Events[0].Place = place
	var rows []entente.Row
	parties := func(refs []entente.ActorRef) (out []entente.Party) {
		for i := range r.Actors {
			for _, ref := range refs {
				if r.Actors[i].Ref == ref {
					out = append(out, entente.PartyOf(&r.Actors[i]))
				}
			}
		}
		return out
	}
	for _, ev := range r.Events {
		rows = append(rows, entente.Row{Report: entente.Report{Event: ev, Sources: parties(ev.Sources), Targets: parties(ev.Targets)}})
	}
	read := func() codedArticle {
		t.Helper()
		var b strings.Builder
		if err := WriteRecord(&b, r, rows); err != nil {
			t.Fatal(err)
		}
		got, err := readRecord("a", text, b.String())
		if err != nil {
			t.Fatalf("%v in\n%s", err, b.String())
		}
		return got
	}
	want := recordOf(r)
	for i := range want.events {
		want.events[i].confidence = 0 // no column of a record
	}
	got := read()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read back\n%+v\nwant\n%+v", got, want)
	}
	rows[0].Type, rows[0].Sources = entente.Protest, []entente.Party{{Code: "un", Sector: "IGO", Name: "United Nations, the"}}
	rows[1].Rejected = true
	if got = read(); len(got.events) != 1 || got.events[0].kind != "PROTEST" || got.events[0].sources[0] != "IGO:United Nations  the" || got.events[0].at.In(text) != "Kénya’s" {
		t.Errorf("after corrections the record has %+v", got.events)
	}
}
