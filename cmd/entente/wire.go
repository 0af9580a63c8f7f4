package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/attribute"
	"entente/code"
	"entente/encoder/kernel"
	"entente/figure"
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
	own      *custom
}

// wire builds the system. workers is how many sentences are parsed at once
// within one article; 0 means one for each processor. own is what the user brings.
func (m *Main) wire(workers int, own *custom) (*system, error) {
	parser, weights, err := m.wireParser(workers)
	if err != nil {
		return nil, err
	}
	judge, pairs, err := wireJudge(parser)
	if err != nil {
		return nil, err
	}
	coder, attributor, err := wireCoder(own, judge)
	if err != nil {
		return nil, err
	}
	resolver := resolve.New(own.gazetteer)
	return &system{
		parser:   parser,
		resolver: resolver,
		own:      own,
		pipeline: &pipeline.Pipeline{
			Tokenizer:  tokenize.New(),
			Parser:     parser,
			Dater:      when.New(),
			Measurer:   figure.New(),
			Resolver:   resolver,
			Attributor: attributor,
			Coder:      coder,
			Stamp:      entente.Coder{Version: version, Ontology: own.edition(), Model: model.Stamp(weights, pairs)},
		},
	}, nil
}

// wireCoder builds the two stages that the user's rows go into. What is wrong with those is
// left in their tables. j may be nil.
func wireCoder(own *custom, j code.Judge) (*code.Coder, *attribute.Attributor, error) {
	onto, err := ontology.Load()
	if err != nil {
		return nil, nil, err
	}
	coder, err := code.New(onto, j)
	if err != nil {
		return nil, nil, err
	}
	attributor, err := attribute.New()
	if err != nil {
		return nil, nil, err
	}
	return coder.With(own.ontology, own.Events), attributor.With(own.Cues), nil
}

// read makes a Reading of an article, whose publisher is called as the user's list has it. A
// fault of ours costs one article and not the run.
func (s *system) read(ctx context.Context, id string, art *entente.Article) (r *entente.Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, &entente.Error{Op: "read", Kind: entente.Internal, Input: id, Err: fmt.Errorf("panic: %v", p)}
		}
	}()
	s.own.settle(art)
	return s.pipeline.Read(ctx, id, art)
}

// readArticle reads an article, as a ledger has it read.
func (s *system) readArticle(ctx context.Context, art *entente.Article) (*entente.Reading, error) {
	return s.read(ctx, "", art)
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
