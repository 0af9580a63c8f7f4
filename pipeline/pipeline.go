// Package pipeline runs the stages over one article, in order, and makes the
// Reading. It declares what it needs of each stage, so that stages do not know
// one another, and does no input or output.
package pipeline

import (
	"context"

	"entente"
)

// Tokenizer splits the read zones of an article into sentences and tokens.
type Tokenizer interface {
	Tokenize(art *entente.Article) []entente.Sentence
}

// Parser fills the annotations of the tokens of every sentence.
type Parser interface {
	Parse(ctx context.Context, sents []entente.Sentence) error
}

// Dater finds date expressions, normalised against the article's day.
type Dater interface {
	Dates(a *entente.Analysis) []entente.DateMention
}

// Measurer finds figures with unit and bound.
type Measurer interface {
	Figures(a *entente.Analysis) []entente.FigureMention
}

// Resolver finds who and what place is meant.
type Resolver interface {
	Resolve(a *entente.Analysis) entente.Cast
}

// Attributor finds who said what.
type Attributor interface {
	Attribute(a *entente.Analysis) []entente.Claim
}

// Coder finds who did what to whom.
type Coder interface {
	Code(a *entente.Analysis) entente.Coding
}

// Pipeline is the stages in the order in which they run. All are needed.
type Pipeline struct {
	Tokenizer  Tokenizer
	Parser     Parser
	Dater      Dater
	Measurer   Measurer
	Resolver   Resolver
	Attributor Attributor
	Coder      Coder

	Stamp entente.Coder // who reads: version, ontology, model
}

// Analyze runs every stage before the coder. It sets art.Sentences.
func (p *Pipeline) Analyze(ctx context.Context, art *entente.Article) (*entente.Analysis, error) {
	a := &entente.Analysis{Article: art, Sentences: p.Tokenizer.Tokenize(art)}
	art.Sentences = make([]entente.Span, len(a.Sentences))
	for i := range a.Sentences {
		art.Sentences[i] = a.Sentences[i].Span
	}
	if err := p.Parser.Parse(ctx, a.Sentences); err != nil {
		return nil, err
	}
	a.Dates = p.Dater.Dates(a)
	a.Figures = p.Measurer.Figures(a)
	a.Cast = p.Resolver.Resolve(a)
	a.Claims = p.Attributor.Attribute(a)
	return a, nil
}

// Read makes the Reading of art and validates it. id is the request's own id
// and may be empty.
func (p *Pipeline) Read(ctx context.Context, id string, art *entente.Article) (*entente.Reading, error) {
	a, err := p.Analyze(ctx, art)
	if err != nil {
		return nil, err
	}
	return p.Finish(id, a)
}

// Finish codes an Analysis and validates the Reading that it makes.
func (p *Pipeline) Finish(id string, a *entente.Analysis) (*entente.Reading, error) {
	coded := p.Coder.Code(a)
	r := &entente.Reading{
		Format:    entente.Format,
		ID:        id,
		Coder:     p.Stamp,
		Article:   a.Article,
		Events:    orEmpty(coded.Events),
		Claims:    orEmpty(coded.Claims),
		Disputes:  orEmpty(coded.Disputes),
		Actors:    orEmpty(a.Cast.Actors),
		Relations: orEmpty(coded.Relations),
		Notes:     append(orEmpty(a.Article.Notes), coded.Notes...),
	}
	for i := range r.Events {
		r.Events[i].Sources = orEmpty(r.Events[i].Sources)
		r.Events[i].Targets = orEmpty(r.Events[i].Targets)
	}
	for i := range r.Claims {
		r.Claims[i].Source = orEmpty(r.Claims[i].Source)
		r.Claims[i].Cue = orEmpty(r.Claims[i].Cue)
	}
	if err := r.Validate(); err != nil {
		return nil, err
	}
	return r, nil
}

// orEmpty keeps "none" apart from "not known" in JSON: [] instead of null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
