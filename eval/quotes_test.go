package eval

import (
	"context"
	"errors"
	"strings"
	"testing"

	"entente"
)

// quoteLine has two attributions and one without any span; the offsets count
// characters: the e in "Né" takes two bytes.
const quoteLine = `{"id":"a","date":"2016-09-01","text":"Né said it rains. Oslo denied the report.","attributions":[` +
	`{"id":"1","source":[[0,2]],"cue":[[3,7]],"content":[[8,16]]},` +
	`{"id":"2","source":[[18,22]],"cue":[[23,29]],"content":[[30,40]]},` +
	`{"id":"3","source":[],"cue":[],"content":[]}]}`

// claimOf makes a claim of the first places of its words in text.
func claimOf(text, source, cue, content string, speaker *entente.ActorRef) entente.Claim {
	at := func(words string) []entente.Span {
		if words == "" {
			return nil
		}
		i := strings.Index(text, words)
		return []entente.Span{{Start: i, End: i + len(words)}}
	}
	return entente.Claim{Source: at(source), Cue: at(cue), Content: at(content), Speaker: speaker}
}

func TestQuotes(t *testing.T) {
	ref := entente.ActorRef("a1")
	tests := []struct {
		name   string
		claims func(text string) []entente.Claim
		want   map[string]float64
	}{
		{
			"all right",
			func(x string) []entente.Claim {
				return []entente.Claim{claimOf(x, "Né", "said", "it rains", &ref), claimOf(x, "Oslo", "denied", "the report", nil)}
			},
			map[string]float64{"cue": 1, "content tokens": 1, "source matched": 1, "speakers unknown": 0.5, "whole attribution": 1},
		},
		{
			"wrong source, short content, one cue too many",
			func(x string) []entente.Claim {
				return []entente.Claim{
					claimOf(x, "Oslo", "said", "it rains", nil),
					claimOf(x, "Oslo", "denied", "report", nil),
					claimOf(x, "", "rains", "it", nil),
				}
			},
			// Words: 4 in gold, 3 found, all of them in gold.
			map[string]float64{"cue": 0.8, "content tokens": 6.0 / 7, "source matched": 0.5, "speakers unknown": 1, "whole attribution": 0.4},
		},
		{
			"nothing found",
			func(string) []entente.Claim { return nil },
			map[string]float64{"cue": 0, "content tokens": 0, "source matched": 0, "speakers unknown": 0, "whole attribution": 0},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rep, err := Quotes(context.Background(), func(_ context.Context, text string, published entente.Day) (*entente.Analysis, error) {
				if published != (entente.Day{Year: 2016, Month: 9, Day: 1}) {
					t.Errorf("published is %v", published)
				}
				return &entente.Analysis{Article: &entente.Article{Text: text}, Claims: tt.claims(text)}, nil
			}, strings.NewReader(quoteLine))
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range rep.Scores {
				if d := s.Value - tt.want[s.Field]; d > 1e-9 || d < -1e-9 {
					t.Errorf("%s = %v, want %v (%s)", s.Field, s.Value, tt.want[s.Field], s.Detail)
				}
			}
			if len(rep.Scores) != len(tt.want) || rep.Cases != 1 {
				t.Errorf("%d scores of %d cases", len(rep.Scores), rep.Cases)
			}
		})
	}
}

func TestQuotesErrors(t *testing.T) {
	same := func(_ context.Context, text string, _ entente.Day) (*entente.Analysis, error) {
		return &entente.Analysis{Article: &entente.Article{Text: text}}, nil
	}
	other := func(context.Context, string, entente.Day) (*entente.Analysis, error) {
		return &entente.Analysis{Article: &entente.Article{Text: "changed"}}, nil
	}
	tests := []struct {
		name, in string
		analyze  Analyze
		want     entente.Kind
	}{
		{"no JSON", `{"id":`, same, entente.Syntax},
		{"span outside", `{"id":"a","text":"x","attributions":[{"id":"1","cue":[[0,2]]}]}`, same, entente.Syntax},
		{"text changed", quoteLine, other, entente.Internal},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Quotes(context.Background(), tt.analyze, strings.NewReader(tt.in))
			var e *entente.Error
			if !errors.As(err, &e) || e.Kind != tt.want {
				t.Errorf("error %v, want kind %v", err, tt.want)
			}
		})
	}
}
