package eval

import (
	"context"
	"errors"
	"strings"
	"testing"

	"entente"
)

// kenya reads every text as "Kenya accused Chad.", coded as the given type from
// Kenya to Chad.
func kenya(typ entente.EventType) Read {
	return func(_ context.Context, id, text string) (*entente.Reading, error) {
		art := &entente.Article{ID: entente.HashText(text), Text: text, Sentences: []entente.Span{{Start: 0, End: len(text)}}}
		actor := func(ref entente.ActorRef, name, country string) entente.Actor {
			at := strings.Index(text, name)
			return entente.Actor{Ref: ref, Name: name, Country: country, Mentions: []entente.Mention{{Span: entente.Span{Start: at, End: at + len(name)}, Text: name}}}
		}
		return &entente.Reading{Format: entente.Format, ID: id, Article: art,
			Actors: []entente.Actor{actor("a1", "Kenya", "KEN"), actor("a2", "Chad", "TCD")},
			Events: []entente.Event{{ID: "e1", Type: typ, Sources: []entente.ActorRef{"a1"}, Targets: []entente.ActorRef{"a2"},
				Trigger: entente.Span{Start: 6, End: 13}, Quote: text}}}, nil
	}
}

func value(t *testing.T, rep *Report, field string) float64 {
	t.Helper()
	for _, s := range rep.Scores {
		if s.Field == field {
			return s.Value
		}
	}
	t.Fatalf("no score %q in %+v", field, rep.Scores)
	return 0
}

func TestGSR(t *testing.T) {
	const gold = `[
	 {"id":"1","text":"Kenya accused Chad.","acceptable":["ACCUSE"],"source":[{"actorText":"Kenya","code":"KENGOV"}],"target":[{"actorText":"Chad","code":"TCD"}],"markup":""},
	 {"id":"2","text":"Kenya accused Chad.","acceptable":["REJECT"],"source":[{"actorText":"Kenya","code":"KEN"}],"target":[{"actorText":"Chad","code":"TCD"}],"markup":""},
	 {"id":"3","text":"Kenya accused Chad.","acceptable":["ACCUSE"],"source":[{"actorText":"Chad","code":"TCD"}],"target":[{"actorText":"Kenya","code":"KEN"}],"markup":""},
	 {"id":"4","text":"Kenya accused Chad.","acceptable":["ACCUSE","REJECT"],"source":[{"actorText":"Kenya","code":"ZZZ"}],"target":[],"markup":""}]`
	rep, err := GSR(t.Context(), kenya(entente.Accuse), strings.NewReader(gold))
	if err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]float64{"type": 0.75, "source": 0.75, "target": 0.75, "dyad": 0.75, "whole record": 0.5, "precision of whole records": 0.5} {
		if got := value(t, rep, field); got != want {
			t.Errorf("%s = %v, want %v", field, got, want)
		}
	}
	if len(rep.Misses) != 2 {
		t.Errorf("%d misses, want 2: %q", len(rep.Misses), rep.Misses)
	}
}

func TestSentences(t *testing.T) {
	const gold = `{"id":"1","text":"Kenya accused Chad.","source":"Kenya","target":"Chad","acceptable":["ACCUSE"],"marked":""}
{"id":"2","text":"Kenya accused Chad.","source":"Chad","target":"Kenya","acceptable":["ACCUSE"],"marked":""}`
	rep, err := Sentences(t.Context(), kenya(entente.Accuse), strings.NewReader(gold))
	if err != nil {
		t.Fatal(err)
	}
	if got := value(t, rep, "whole record"); got != 0.5 {
		t.Errorf("whole record = %v, want 0.5", got)
	}
	if _, err := Sentences(t.Context(), kenya(entente.Accuse), strings.NewReader("{")); err == nil {
		t.Error("half a record is accepted")
	}
}

func TestProvenance(t *testing.T) {
	story := Story{ID: "s", Text: "Kenya accused Chad."}
	sound := func(ctx context.Context, s Story) (*entente.Reading, error) {
		return kenya(entente.Accuse)(ctx, s.ID, s.Text)
	}
	calls := 0
	tests := []struct {
		name  string
		read  ReadStory
		field string
		want  float64
	}{
		{"sound", sound, "records without a violation", 1},
		{"same twice", sound, "byte-identical twice", 1},
		{"wrong quote", func(ctx context.Context, s Story) (*entente.Reading, error) {
			r, err := sound(ctx, s)
			r.Events[0].Quote = "Kenya praised Chad."
			return r, err
		}, "records without a violation", 0},
		{"text altered", func(ctx context.Context, s Story) (*entente.Reading, error) {
			s.Text += " "
			return sound(ctx, s)
		}, "records without a violation", 0},
		{"second run differs", func(ctx context.Context, s Story) (*entente.Reading, error) {
			r, err := sound(ctx, s)
			calls++
			r.Events[0].Confidence = float64(calls)
			return r, err
		}, "byte-identical twice", 0},
		{"fails", func(context.Context, Story) (*entente.Reading, error) { return nil, errors.New("no") }, "records without a violation", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rep, err := Provenance(t.Context(), "stories", tt.read, []Story{story})
			if err != nil {
				t.Fatal(err)
			}
			if got := value(t, rep, tt.field); got != tt.want {
				t.Errorf("%s = %v, want %v; misses %q", tt.field, got, tt.want, rep.Misses)
			}
			if (len(rep.Misses) == 0) != (tt.want == 1) {
				t.Errorf("misses %q", rep.Misses)
			}
		})
	}
}

func TestScores(t *testing.T) {
	if s := Ratio("x", 1, 4); s.Value != 0.25 || s.Detail != "1 of 4" {
		t.Errorf("Ratio = %+v", s)
	}
	if s := Ratio("x", 0, 0); s.Value != 0 {
		t.Errorf("Ratio of nothing = %v, want 0", s.Value)
	}
	if s := F1("x", 1, 2, 2); s.Value != 0.5 {
		t.Errorf("F1 = %v, want 0.5", s.Value)
	}
	if s := F1("x", 0, 0, 5); s.Value != 0 {
		t.Errorf("F1 without finds = %v, want 0", s.Value)
	}
	page := Markdown([]*Report{{Gold: "g", Cases: 4, Scores: []Score{Ratio("type", 1, 4), {Field: "words", Detail: "9"}}}})
	for _, want := range []string{"## g", "| type | 25.0 | 1 of 4 |", "| words |  | 9 |"} {
		if !strings.Contains(page, want) {
			t.Errorf("Markdown lacks %q:\n%s", want, page)
		}
	}
}
