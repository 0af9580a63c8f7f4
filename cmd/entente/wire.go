package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/attribute"
	"entente/code"
	"entente/encoder/kernel"
	"entente/figure"
	"entente/gazetteer"
	"entente/model"
	"entente/ontology"
	"entente/parse"
	"entente/pipeline"
	"entente/resolve"
	"entente/tokenize"
	"entente/when"
)

// system is everything that a command may need, wired once.
type system struct {
	pipeline *pipeline.Pipeline
	parser   *parse.Parser
	resolver *resolve.Resolver
}

// wire builds the system. workers is how many sentences are parsed at once
// within one article; 0 means one for each processor. own are the user's tables
// of names.
func (m *Main) wire(workers int, own ...string) (*system, error) {
	gaz, err := loadGazetteer(own)
	if err != nil {
		return nil, err
	}
	parser, weights, err := m.wireParser(workers)
	if err != nil {
		return nil, err
	}
	judge, pairs, err := wireJudge(parser)
	if err != nil {
		return nil, err
	}
	onto, err := ontology.Load()
	if err != nil {
		return nil, err
	}
	coder, err := code.New(onto, judge)
	if err != nil {
		return nil, err
	}
	attributor, err := attribute.New()
	if err != nil {
		return nil, err
	}
	resolver := resolve.New(gaz)
	return &system{
		parser:   parser,
		resolver: resolver,
		pipeline: &pipeline.Pipeline{
			Tokenizer:  tokenize.New(),
			Parser:     parser,
			Dater:      when.New(),
			Measurer:   figure.New(),
			Resolver:   resolver,
			Attributor: attributor,
			Coder:      coder,
			Stamp:      entente.Coder{Version: version, Ontology: ontology.Edition, Model: model.Stamp(weights, pairs)},
		},
	}, nil
}

// stamp is what marks the readings of this program, without what it takes to make them.
func stamp() (entente.Coder, error) {
	coder := entente.Coder{Version: version, Ontology: ontology.Edition}
	weights, err := model.Load()
	if err != nil {
		return coder, err
	}
	pairs, err := model.LoadPairs()
	if err != nil {
		return coder, err
	}
	coder.Model = model.Stamp(weights, pairs)
	return coder, nil
}

// readArticle reads an article, as a ledger has it read.
func (s *system) readArticle(ctx context.Context, art *entente.Article) (*entente.Reading, error) {
	return s.pipeline.Read(ctx, "", art)
}

// wireParser builds the language engine alone.
func (m *Main) wireParser(workers int) (*parse.Parser, *model.Model, error) {
	weights, err := model.Load()
	if err != nil {
		return nil, nil, err
	}
	path := m.Getenv("ENTENTE_KERNEL")
	if path != "" && !slices.Contains(kernel.Paths(), path) {
		return nil, nil, usagef("ENTENTE_KERNEL="+kernel.Paths()[0]+" entente …", "ENTENTE_KERNEL is %q; this machine runs %s", path, strings.Join(kernel.Paths(), ", "))
	}
	parser, err := parse.New(weights, parse.Options{Workers: workers, Path: path})
	return parser, weights, err
}

// wireJudge builds what the coder asks about pairs of actors.
func wireJudge(parser *parse.Parser) (*parse.Judge, *model.Branch, error) {
	weights, err := model.LoadPairs()
	if err != nil {
		return nil, nil, err
	}
	judge, err := parse.NewJudge(parser, weights)
	return judge, weights, err
}

// gazetteerFlag adds --gazetteer to a command; own is set when the command runs.
func gazetteerFlag(cmd *cobra.Command, own *[]string) {
	cmd.Flags().StringArrayVar(own, "gazetteer", nil, "a `FILE` of names of your own, which come before ours; may be given again (docs/gazetteer.md)")
	mark(cmd, sharedMark, "gazetteer")
}

// loadGazetteer reads the tables, with the user's own before them. A mistake in
// one of those is a mistake on the command line.
func loadGazetteer(names []string) (*gazetteer.Gazetteer, error) {
	const try = "see \"A table of your own\" in docs/gazetteer.md"
	var own []gazetteer.Own
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, usagef(try, "--gazetteer %s: %w", name, errors.Unwrap(err))
		}
		own = append(own, gazetteer.Own{Name: name, Text: string(text)})
	}
	gaz, err := gazetteer.Load(own...)
	if err != nil && len(own) > 0 {
		return nil, usagef(try, "--gazetteer: %w", err)
	}
	return gaz, err
}
