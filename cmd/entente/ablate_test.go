package main

import (
	"context"
	"slices"
	"testing"

	"entente"
	"entente/pipeline"
)

// fixed is a coder that codes one event, and a parser that has an opinion on each token.
type fixed struct{ event entente.Event }

func (f fixed) Code(*entente.Analysis) entente.Coding {
	return entente.Coding{Events: []entente.Event{f.event}}
}

func (fixed) Parse(_ context.Context, sents []entente.Sentence) error {
	for i := range sents {
		for k := range sents[i].Tokens {
			sents[i].Tokens[k] = entente.Token{Lemma: "x", Name: "B-place", Mention: "place", Chain: 7, Said: entente.Said{Cue: 1}, Predicate: entente.Predicate{Score: 1}}
		}
	}
	return nil
}

// TestInOrder: who stands first acts, who stands next after the word is acted upon, within
// the sentence; an event that would have nobody keeps its sides.
func TestInOrder(t *testing.T) {
	actor := func(ref entente.ActorRef, at ...int) entente.Actor {
		a := entente.Actor{Ref: ref}
		for _, start := range at {
			a.Mentions = append(a.Mentions, entente.Mention{Span: entente.Span{Start: start, End: start + 2}})
		}
		return a
	}
	for _, tt := range []struct {
		name           string
		actors         []entente.Actor
		source, target []entente.ActorRef
	}{
		{name: "one on each side", actors: []entente.Actor{actor("a", 12), actor("b", 40)}, source: []entente.ActorRef{"a"}, target: []entente.ActorRef{"b"}},
		{name: "two before, two after", actors: []entente.Actor{actor("a", 20), actor("b", 12), actor("c", 48), actor("d", 44)}, source: []entente.ActorRef{"b"}, target: []entente.ActorRef{"d"}},
		{name: "another sentence", actors: []entente.Actor{actor("a", 2), actor("b", 40), actor("c", 80)}, target: []entente.ActorRef{"b"}},
		{name: "nobody", actors: []entente.Actor{actor("a", 2, 80)}, source: []entente.ActorRef{"s"}, target: []entente.ActorRef{"t"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := &entente.Analysis{Cast: entente.Cast{Actors: tt.actors}, Sentences: []entente.Sentence{{Span: entente.Span{Start: 10, End: 60}}}}
			e := entente.Event{Trigger: entente.Span{Start: 30, End: 35}, Sources: []entente.ActorRef{"s"}, Targets: []entente.ActorRef{"t"}}
			got := inOrder{fixed{e}}.Code(a).Events[0]
			if !slices.Equal(got.Sources, tt.source) || !slices.Equal(got.Targets, tt.target) {
				t.Errorf("%v > %v, want %v > %v", got.Sources, got.Targets, tt.source, tt.target)
			}
		})
	}
}

// TestAblations: each part that is taken out is out, and nothing else.
func TestAblations(t *testing.T) {
	whole := entente.Token{Lemma: "x", Name: "B-place", Mention: "place", Chain: 7, Said: entente.Said{Cue: 1}, Predicate: entente.Predicate{Score: 1}}
	want := map[string]func(*entente.Token){
		"events": func(tok *entente.Token) { tok.Predicate = entente.Predicate{} },
		"speech": func(tok *entente.Token) { tok.Said = entente.Said{} },
		"names":  func(tok *entente.Token) { tok.Name, tok.Mention = "", "" },
		"chains": func(tok *entente.Token) { tok.Chain = 0 },
	}
	for _, part := range ablations() {
		p := pipeline.Pipeline{Parser: fixed{}, Coder: fixed{}}
		if err := part.without(&p); err != nil {
			t.Fatal(part.name, err)
		}
		sents := []entente.Sentence{{Tokens: make([]entente.Token, 1)}}
		if err := p.Parser.Parse(t.Context(), sents); err != nil {
			t.Fatal(err)
		}
		token := whole
		if forget := want[part.name]; forget != nil {
			forget(&token)
		}
		if sents[0].Tokens[0] != token {
			t.Errorf("without %s a token is %+v", part.name, sents[0].Tokens[0])
		}
		_, same := p.Coder.(fixed)
		if coder := part.name != "judge" && part.name != "tree"; same != coder {
			t.Errorf("without %s the coder is the same: %v", part.name, same)
		}
		if (p.Attributor != nil) != (part.name == "claims") || (p.Dater != nil) != (part.name == "dates") {
			t.Errorf("without %s: attributor %v, dater %v", part.name, p.Attributor, p.Dater)
		}
	}
}
