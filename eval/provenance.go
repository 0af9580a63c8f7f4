package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"entente"
)

// Story is one text to read, without gold.
type Story struct {
	ID, Text  string
	Published entente.Day
}

// ReadStory makes a Reading of a story.
type ReadStory func(ctx context.Context, s Story) (*entente.Reading, error)

// Provenance reads every story twice and checks what the record promises: the
// second record is the first to the byte, and the record as written, read back
// by a reader that knows only its JSON, still reproduces every printed text
// from its span. The report's misses are the broken promises.
func Provenance(ctx context.Context, gold string, read ReadStory, stories []Story) (*Report, error) {
	rep := &Report{Gold: gold, Cases: len(stories)}
	var sound, identical, spans, events, claims, words int
	for _, s := range stories {
		first, err := encode(ctx, read, s)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			rep.Misses = append(rep.Misses, fmt.Sprintf("%s: %v", s.ID, err))
			continue
		}
		second, err := encode(ctx, read, s)
		if err == nil && bytes.Equal(first, second) {
			identical++
		} else {
			rep.Misses = append(rep.Misses, s.ID+": the second reading differs from the first")
		}
		var r entente.Reading
		if err := json.Unmarshal(first, &r); err != nil {
			rep.Misses = append(rep.Misses, fmt.Sprintf("%s: the record cannot be read back: %v", s.ID, err))
			continue
		}
		words += len(bytes.Fields([]byte(s.Text)))
		events += len(r.Events)
		claims += len(r.Claims)
		spans += countSpans(&r)
		if err := checkRecord(&r, s.Text); err != nil {
			rep.Misses = append(rep.Misses, fmt.Sprintf("%s: %v", s.ID, err))
			continue
		}
		sound++
	}
	rep.Scores = []Score{
		Ratio("records without a violation", sound, len(stories)),
		Ratio("byte-identical twice", identical, len(stories)),
		{Field: "spans checked", Detail: fmt.Sprint(spans)},
		{Field: "events, claims", Detail: fmt.Sprintf("%d, %d", events, claims)},
		{Field: "words", Detail: fmt.Sprint(words)},
	}
	return rep, nil
}

func encode(ctx context.Context, read ReadStory, s Story) ([]byte, error) {
	r, err := read(ctx, s)
	if err != nil {
		return nil, err
	}
	return json.Marshal(r)
}

func checkRecord(r *entente.Reading, text string) error {
	if r.Article.Text != text {
		return fmt.Errorf("the record's text is not the story's")
	}
	if r.Article.ID != entente.HashText(text) {
		return fmt.Errorf("the record's id is not the hash of its text")
	}
	return r.Validate()
}

func countSpans(r *entente.Reading) int {
	n := len(r.Article.Sentences) + len(r.Notes)
	for i := range r.Actors {
		n += len(r.Actors[i].Mentions)
	}
	for i := range r.Claims {
		n += len(r.Claims[i].Source) + len(r.Claims[i].Cue) + len(r.Claims[i].Content)
	}
	for i := range r.Events {
		n += 2 + len(r.Events[i].Figures)
	}
	return n
}
