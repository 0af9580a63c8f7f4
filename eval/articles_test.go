package eval

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"entente"
)

const codedStory = `{"id": "s1", "date": "03/14/1998 10:36:00", "text": "Kenya attacked Chad. “Chad will answer,” a minister said. Mali met Niger."}
{"id": "s2", "date": "03/14/1998 10:36:00", "text": "Nobody coded this."}`

// readFixed makes a Reading of the story above with what a program might find.
func readFixed(_ context.Context, s Story) (*entente.Reading, error) {
	actors := []entente.Actor{
		{Ref: "a1", Name: "Kenya", Country: "KEN", Sector: "MIL"}, {Ref: "a2", Name: "Chad", Country: "TCD", Sector: "GOV"},
		{Ref: "a3", Name: "United Nations", Sector: "IGO"}, {Ref: "a4", Name: "rebels", Sector: "REB"},
	}
	span := func(word string) entente.Span {
		at := strings.Index(s.Text, word)
		return entente.Span{Start: at, End: at + len(word)}
	}
	speaker := entente.ActorRef("a2")
	return &entente.Reading{
		Article: &entente.Article{Text: s.Text, Sentences: []entente.Span{{Start: 0, End: 20}, {Start: 21, End: 61}, {Start: 62, End: len(s.Text)}}},
		Actors:  actors,
		Events: []entente.Event{
			{ID: "e1", Type: entente.Assault, Sources: []entente.ActorRef{"a1"}, Targets: []entente.ActorRef{"a2"}, Status: entente.Happened, Trigger: span("attacked"), Confidence: 0.9,
				Date: entente.Date{From: s.Published, To: s.Published}},
			{ID: "e2", Type: entente.Consult, Sources: []entente.ActorRef{"a3"}, Targets: []entente.ActorRef{"a4"}, Status: entente.Happened, Trigger: span("met"), Confidence: 0.5},
		},
		Claims: []entente.Claim{{ID: "c1", Speaker: &speaker, Class: entente.SourceNamed, Stance: entente.StancePredict, Source: []entente.Span{span("a minister")}, Cue: []entente.Span{span("said")}, Content: []entente.Span{span("Chad will answer")}}},
	}, nil
}

func TestArticles(t *testing.T) {
	gold := fstest.MapFS{"s1.tsv": {Data: []byte("# settled\n" +
		"event\t6\t14\tASSAULT\tfirearms\tKEN:GOV\tTCD:GOV\thappened\t1998-03-14\tTCD\tnews\n" +
		"event\t64\t67\tCONSULT\t-\tIGO:UN\t-:REB\tplanned\t-\t-\tnews\n" +
		"claim\t40\t50\t51\t55\t21\t38\tTCD:GOV\tnamed\tpredict\n")}}
	rep, err := Articles(t.Context(), readFixed, strings.NewReader(codedStory), gold)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range rep.Scores {
		got[s.Field] = s.Detail
	}
	for field, want := range map[string]string{
		"whole record F1": "P 0.500 R 0.500", "with sectors": "P 0.000 R 0.000", "of these, type": "2 of 2", "of these, status": "1 of 2", "of these, mode": "1 of 2",
		"of these, sources": "2 of 2", "of these, sources with sectors": "1 of 2", "claims": "P 1.000 R 1.000", "of these, speaker": "1 of 1",
	} {
		if got[field] != want {
			t.Errorf("%s: %s, want %s", field, got[field], want)
		}
	}
	if rep.Cases != 1 || len(rep.Misses) != 1 {
		t.Errorf("%d cases, misses %q", rep.Cases, rep.Misses)
	}
}

func TestArticlesNamesTheLine(t *testing.T) {
	gold := fstest.MapFS{"s1.tsv": {Data: []byte("# nothing\n")}}
	_, err := Articles(t.Context(), readFixed, strings.NewReader(codedStory+"\nno story\n"), gold)
	var at *entente.Error
	if !errors.As(err, &at) || at.Line != 3 {
		t.Errorf("%v, want an error of line 3: the second story has no gold", err)
	}
}

func TestArticlesErrors(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"event\t6\t999\tASSAULT\t-\tKEN:GOV\t-\thappened\t-\t-\tnews\n", "s1.tsv:1"},
		{"event\t6\n", "s1.tsv:1"},
		{"figure\t0\t5\tmany\tpeople\texact\tdead\n", "s1.tsv:1"},
	} {
		gold := fstest.MapFS{"s1.tsv": {Data: []byte(tt.line)}}
		if _, err := Articles(t.Context(), readFixed, strings.NewReader(codedStory), gold); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %s", tt.line, err, tt.want)
		}
	}
	if _, err := Articles(t.Context(), readFixed, strings.NewReader(codedStory), fstest.MapFS{}); err == nil {
		t.Error("no article is coded, and no error")
	}
}
