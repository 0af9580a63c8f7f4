package eval

import (
	"context"
	"errors"
	"reflect"
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
				if strings.HasSuffix(s.Field, "of the parse") {
					if s.Detail != "P 0.000 R 0.000" {
						t.Errorf("%s %s without any Said", s.Field, s.Detail)
					}
					continue
				}
				if d := s.Value - tt.want[s.Field]; d > 1e-9 || d < -1e-9 {
					t.Errorf("%s = %v, want %v (%s)", s.Field, s.Value, tt.want[s.Field], s.Detail)
				}
			}
			if len(rep.Scores) != len(tt.want)+3 || rep.Cases != 1 {
				t.Errorf("%d scores of %d cases", len(rep.Scores), rep.Cases)
			}
		})
	}
}

// What the parse alone tells is scored by the word: half is enough.
func TestQuotesSaid(t *testing.T) {
	rep, err := Quotes(t.Context(), func(_ context.Context, text string, _ entente.Day) (*entente.Analysis, error) {
		said := map[string]entente.Said{
			"Né": {Source: 0.5}, "said": {Cue: 0.9}, "it": {Content: 0.49}, "rains": {Content: 0.8},
			"Oslo": {Source: 0.4, Content: 0.6}, "denied": {Cue: 1},
		}
		var sent entente.Sentence
		at := 0
		for w := range strings.FieldsSeq(text) {
			at += strings.Index(text[at:], w)
			sent.Tokens = append(sent.Tokens, entente.Token{Span: entente.Span{Start: at, End: at + len(w)}, Said: said[strings.Trim(w, ".")]})
		}
		return &entente.Analysis{Article: &entente.Article{Text: text}, Sentences: []entente.Sentence{sent}}, nil
	}, strings.NewReader(quoteLine))
	if err != nil {
		t.Fatal(err)
	}
	want := []Score{
		{"source words of the parse", 2. / 3, "P 1.000 R 0.500"},
		{"cue words of the parse", 1, "P 1.000 R 1.000"},
		{"content words of the parse", 1. / 3, "P 0.500 R 0.250"},
	}
	if got := rep.Scores[len(rep.Scores)-3:]; !reflect.DeepEqual(got, want) {
		t.Errorf("scores %v, want %v", got, want)
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
