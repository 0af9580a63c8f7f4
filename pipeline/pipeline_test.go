package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"entente"
	"entente/pipeline"
)

// fake is every stage at once: each answers with what its field holds.
type fake struct {
	sents  []entente.Sentence
	cast   entente.Cast
	claims []entente.Claim
	coding entente.Coding
	parse  error
	order  []string
}

func (f *fake) Tokenize(*entente.Article) []entente.Sentence {
	f.order = append(f.order, "tokenize")
	return f.sents
}
func (f *fake) Parse(context.Context, []entente.Sentence) error {
	f.order = append(f.order, "parse")
	return f.parse
}
func (f *fake) Dates(*entente.Analysis) []entente.DateMention {
	f.order = append(f.order, "when")
	return nil
}
func (f *fake) Figures(*entente.Analysis) []entente.FigureMention {
	f.order = append(f.order, "figure")
	return nil
}
func (f *fake) Resolve(*entente.Analysis) entente.Cast {
	f.order = append(f.order, "resolve")
	return f.cast
}
func (f *fake) Attribute(*entente.Analysis) []entente.Claim {
	f.order = append(f.order, "attribute")
	return f.claims
}
func (f *fake) Code(*entente.Analysis) entente.Coding {
	f.order = append(f.order, "code")
	return f.coding
}

func run(t *testing.T, f *fake) (*entente.Reading, error) {
	t.Helper()
	p := &pipeline.Pipeline{Tokenizer: f, Parser: f, Dater: f, Measurer: f, Resolver: f, Attributor: f, Coder: f}
	return p.Read(t.Context(), "7", &entente.Article{Text: "Kenya agreed."})
}

func TestReadRunsTheStagesInOrder(t *testing.T) {
	f := &fake{sents: []entente.Sentence{{Span: entente.Span{Start: 0, End: 13}}}}
	r, err := run(t, f)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(f.order, " "), "tokenize parse when figure resolve attribute code"; got != want {
		t.Errorf("stages ran as %q, want %q", got, want)
	}
	if r.ID != "7" || r.Format != entente.Format || len(r.Article.Sentences) != 1 {
		t.Errorf("Read = id %q, format %q, %d sentences", r.ID, r.Format, len(r.Article.Sentences))
	}
	out, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "null") {
		t.Errorf("an empty list is printed as not known:\n%s", out)
	}
}

func TestReadRefusesAnUnsoundReading(t *testing.T) {
	f := &fake{
		sents:  []entente.Sentence{{Span: entente.Span{Start: 0, End: 13}}},
		coding: entente.Coding{Events: []entente.Event{{ID: "e1", Sources: []entente.ActorRef{"a1"}, Trigger: entente.Span{Start: 6, End: 12}, Quote: "Kenya agreed."}}},
	}
	if r, err := run(t, f); err == nil {
		t.Errorf("Read let through an event of an actor that is not in the cast: %+v", r.Events)
	}
}

func TestReadReturnsTheParsersError(t *testing.T) {
	want := errors.New("out of memory")
	if _, err := run(t, &fake{parse: want}); !errors.Is(err, want) {
		t.Errorf("Read = %v, want %v", err, want)
	}
}
