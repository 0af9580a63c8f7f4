package entente_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"entente"
)

// sound returns a small Reading that keeps every promise.
func sound() *entente.Reading {
	const text = "Kenya accused “Ruritania” of fraud. It denied it."
	speaker := entente.ActorRef("a1")
	return &entente.Reading{
		Format:  entente.Format,
		Article: &entente.Article{ID: entente.HashText(text), Text: text, Sentences: []entente.Span{{0, 39}, {40, len(text)}}},
		Actors: []entente.Actor{{Ref: "a1", Name: "Kenya", Country: "KEN",
			Mentions: []entente.Mention{{Span: entente.Span{Start: 0, End: 5}, Text: "Kenya", How: "name"}}}},
		Claims: []entente.Claim{{ID: "c1", Speaker: &speaker, Source: []entente.Span{{40, 42}}, Cue: []entente.Span{{43, 49}},
			Content: []entente.Span{{50, 52}}, About: []entente.EventID{"e1"}}},
		Events: []entente.Event{{ID: "e1", Sources: []entente.ActorRef{"a1"}, Type: entente.Accuse, Trigger: entente.Span{Start: 6, End: 13},
			Sentence: 0, Quote: text[:39], Attribution: []entente.ClaimID{"c1"}}},
		Disputes:  []entente.Dispute{{About: []entente.EventID{"e1"}, Denied: []entente.ClaimID{"c1"}}},
		Relations: []entente.Relation{{Pair: [2]string{"KEN", "RUR"}, Direction: entente.Cooling, Events: []entente.EventID{"e1"}}},
		Notes:     []entente.Note{{Span: entente.Span{Start: 50, End: 52}, Why: "no target found"}},
	}
}

func TestValidate(t *testing.T) {
	if err := sound().Validate(); err != nil {
		t.Fatalf("a sound reading is refused: %v", err)
	}
	nobody, nowhere := entente.ActorRef("a9"), entente.ClaimID("c9")
	tests := []struct {
		name string
		harm func(r *entente.Reading)
		want string
	}{
		{"span past the end", func(r *entente.Reading) { r.Claims[0].Content[0].End = 99 }, "outside the text"},
		{"span inside a character", func(r *entente.Reading) { r.Notes[0].Span = entente.Span{Start: 15, End: 20} }, "inside a character"},
		{"mention prints other words", func(r *entente.Reading) { r.Actors[0].Mentions[0].Text = "Kenia" }, `"Kenia"`},
		{"actor without mention", func(r *entente.Reading) { r.Actors[0].Mentions = nil }, "no mention"},
		{"quote is not the sentence", func(r *entente.Reading) { r.Events[0].Quote = "It denied it." }, "It denied it."},
		{"trigger in another sentence", func(r *entente.Reading) { r.Events[0].Trigger = entente.Span{Start: 43, End: 49} }, "outside its sentence"},
		{"event without actors", func(r *entente.Reading) { r.Events[0].Sources = nil }, "neither source nor target"},
		{"no such sentence", func(r *entente.Reading) { r.Events[0].Sentence = 2 }, "no sentence 2"},
		{"unknown actor", func(r *entente.Reading) { r.Events[0].Targets = []entente.ActorRef{"a9"} }, `"a9"`},
		{"unknown speaker", func(r *entente.Reading) { r.Claims[0].Speaker = &nobody }, `"a9"`},
		{"unknown parent", func(r *entente.Reading) { r.Claims[0].Parent = &nowhere }, `"c9"`},
		{"unknown event", func(r *entente.Reading) { r.Claims[0].About = []entente.EventID{"e9"} }, `"e9"`},
		{"claim without content", func(r *entente.Reading) { r.Claims[0].Content = nil }, "no content"},
		{"cue inside content", func(r *entente.Reading) { r.Claims[0].Content[0].Start = 44 }, "overlap"},
		{"sentences overlap", func(r *entente.Reading) { r.Article.Sentences[1].Start = 30 }, "overlaps"},
		{"relation without event", func(r *entente.Reading) { r.Relations[0].Events = nil }, "rests on no event"},
		{"dispute about nothing known", func(r *entente.Reading) { r.Disputes[0].About[0] = "e7" }, `"e7"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := sound()
			tt.harm(r)
			err := r.Validate()
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("Validate() = %v, want an error with %q", err, tt.want)
			}
			var e *entente.Error
			if !errors.As(err, &e) || e.Kind != entente.Internal {
				t.Errorf("Validate() = %v, want kind %v", err, entente.Internal)
			}
		})
	}
}

func TestReadingJSON(t *testing.T) {
	out, err := json.Marshal(sound())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"format":"entente/1"`, `"sentences":[[0,39],[40,53]]`, `"mode":null`, `"targets":null`, `"trigger":[6,13]`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the record lacks %s:\n%s", want, out)
		}
	}
	if strings.Contains(string(out), `"published"`) || strings.Contains(string(out), `"date"`) {
		t.Errorf("the record prints a date that is not known:\n%s", out)
	}
	var back entente.Reading
	if err := json.Unmarshal(out, &back); err != nil {
		t.Fatal(err)
	}
	if err := back.Validate(); err != nil {
		t.Errorf("read back: %v", err)
	}
}

func TestDay(t *testing.T) {
	day, err := entente.ParseDay("2016-02-29")
	if err != nil {
		t.Fatal(err)
	}
	if got := day.Add(0, 0, 1).String(); got != "2016-03-01" {
		t.Errorf("the day after 29 February 2016 = %s, want 2016-03-01", got)
	}
	if !day.Before(day.Add(1, 0, 0)) || day.Before(day) {
		t.Error("Before does not order days")
	}
	for _, bad := range []string{"2015-02-29", "29 Feb 2016", "2016-2-9", ""} {
		if got, err := entente.ParseDay(bad); err == nil {
			t.Errorf("ParseDay(%q) = %v, want an error", bad, got)
		}
	}
}

func ExampleError() {
	err := &entente.Error{Op: "page", Kind: entente.Encoding, Input: "story.txt", Span: entente.Span{Start: 120, End: 121},
		Err: errors.New("byte 0xe9 starts no character")}
	fmt.Println(err)
	// Output: page: story.txt [120:121]: not UTF-8: byte 0xe9 starts no character
}

func TestKinds(t *testing.T) {
	for k := entente.Other; k <= entente.Internal; k++ {
		if k.String() == "" || strings.HasPrefix(k.String(), "kind ") {
			t.Errorf("kind %d has no words", int(k))
		}
	}
}

func TestSentenceTree(t *testing.T) {
	// "Kenya and Uganda signed a pact" hung as Universal Dependencies hang it.
	sent := entente.Sentence{Tokens: []entente.Token{
		{Form: "Kenya", Head: 3, Rel: "nsubj:pass"}, {Form: "and", Head: 2, Rel: "cc"}, {Form: "Uganda", Head: 0, Rel: "conj"},
		{Form: "signed", Head: 3, Rel: "root"}, {Form: "a", Head: 5, Rel: "det"}, {Form: "pact", Head: 3, Rel: "obj"},
	}}
	if got := sent.Root(); got != 3 {
		t.Errorf("Root() = %d, want 3", got)
	}
	if got := fmt.Sprint(sent.Subtree(0)); got != "[0 1 2]" {
		t.Errorf("Subtree(0) = %s, want [0 1 2]", got)
	}
	if got := sent.Child(3, "nsubj"); got != 0 {
		t.Errorf(`Child(3, "nsubj") = %d, want 0: a bare relation matches its subtypes`, got)
	}
	if got := sent.Child(3, "nsubj:outer"); got != -1 {
		t.Errorf(`Child(3, "nsubj:outer") = %d, want -1`, got)
	}
	if got := fmt.Sprint(sent.Children(3)); got != "[0 5]" {
		t.Errorf("Children(3) = %s, want [0 5]: the root is not its own child", got)
	}
}

// TestLoggable: what a log keeps of a fault of our own has no words of the article.
func TestLoggable(t *testing.T) {
	r := sound()
	r.Events[0].Quote = "other words"
	err := r.Validate()
	if err == nil || !strings.Contains(err.Error(), "other words") {
		t.Fatalf("Validate = %v, want an error that quotes the article", err)
	}
	if got := entente.Loggable(err).Error(); strings.Contains(got, "words") || !strings.Contains(got, "internal fault") {
		t.Errorf("Loggable = %q", got)
	}
	if other := errors.New("disk full"); entente.Loggable(other) != other {
		t.Error("Loggable changes an error that is not ours")
	}
}
