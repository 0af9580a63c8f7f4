package main

import (
	"context"
	"fmt"
	"path/filepath"

	"entente"
	"entente/code"
	"entente/eval"
	"entente/ontology"
	"entente/pipeline"
)

// ablation is a part of the program that can be taken out, to see what it is worth.
type ablation struct {
	name, does string
	without    func(p *pipeline.Pipeline) error
}

func ablations() []ablation {
	tokens := func(forget func(tok *entente.Token)) func(*pipeline.Pipeline) error {
		return func(p *pipeline.Pipeline) error {
			p.Parser = forgetful{p.Parser, forget}
			return nil
		}
	}
	return []ablation{
		{"judge", "the learned choice of a side that no rule finds", func(p *pipeline.Pipeline) error {
			onto, err := ontology.Load()
			if err == nil {
				p.Coder, err = code.New(onto, nil)
			}
			return err
		}},
		{"events", "what the network takes words for: types of event, or none", tokens(func(tok *entente.Token) { tok.Predicate = entente.Predicate{} })},
		{"speech", "what the network takes for source, cue and content", tokens(func(tok *entente.Token) { tok.Said = entente.Said{} })},
		{"names", "names and types of mentions", tokens(func(tok *entente.Token) { tok.Name, tok.Mention = "", "" })},
		{"chains", "coreference: what pronouns stand for", tokens(func(tok *entente.Token) { tok.Chain = 0 })},
		{"tree", "sides by the order of words, as older coders had them", func(p *pipeline.Pipeline) error { p.Coder = inOrder{p.Coder}; return nil }},
		{"claims", "who said what, and so what is only claimed", func(p *pipeline.Pipeline) error { p.Attributor = mute{}; return nil }},
		{"dates", "dates in the text", func(p *pipeline.Pipeline) error { p.Dater = timeless{}; return nil }},
	}
}

// forgetful is a parser that forgets something of each token.
type forgetful struct {
	pipeline.Parser
	forget func(tok *entente.Token)
}

func (f forgetful) Parse(ctx context.Context, sents []entente.Sentence) error {
	err := f.Parser.Parse(ctx, sents)
	for i := range sents {
		for k := range sents[i].Tokens {
			f.forget(&sents[i].Tokens[k])
		}
	}
	return err
}

// inOrder takes the sides of an event from the order of the words, as the sparse coders did:
// Schrodt and Gerner 1994, AJPS 38: 825-854.
type inOrder struct{ pipeline.Coder }

func (o inOrder) Code(a *entente.Analysis) entente.Coding {
	coding := o.Coder.Code(a)
	for i := range coding.Events {
		e := &coding.Events[i]
		sentence := a.Sentences[e.Sentence].Span
		first, next := entente.Span{Start: e.Trigger.Start}, entente.Span{Start: sentence.End}
		var source, target []entente.ActorRef
		for k := range a.Cast.Actors {
			actor := &a.Cast.Actors[k]
			for _, m := range actor.Mentions {
				switch at := m.Span.Start; {
				case at >= sentence.Start && at < first.Start:
					first, source = m.Span, []entente.ActorRef{actor.Ref}
				case at >= e.Trigger.End && at < next.Start:
					next, target = m.Span, []entente.ActorRef{actor.Ref}
				}
			}
		}
		if len(source)+len(target) > 0 { // an event of nobody is none
			e.Sources, e.Targets = source, target
		}
	}
	return coding
}

// mute hears nobody say anything.
type mute struct{}

func (mute) Attribute(*entente.Analysis) []entente.Claim { return nil }

// timeless sees no date.
type timeless struct{}

func (timeless) Dates(*entente.Analysis) []entente.DateMention { return nil }

// ablate scores whole records of the gold files that have some without one part after
// another. Of treebanks, quotes and actors, which are scored before the coder, it says
// nothing.
func (m *Main) ablate(ctx context.Context, sys *system, names []string, records string) (*eval.Report, error) {
	table := eval.Table{Name: "whole records without one part", Head: []string{"without"},
		About: "Per cent of whole records (F1 where they are counted so), and of claims where they are, with each part taken out; the first row has all. A part that is worth nothing here may be worth something elsewhere: names and chains serve what is scored in their own sets. " +
			"Without the tree, who comes first in the sentence acts, and who comes next after the word is acted upon: the rule of the sparse coders KEDS and TABARI " +
			"(Schrodt and Gerner 1994, AJPS 38: 825-854), here with our words for events and our actors, so that it is their rule that is measured and not their program."}
	parts := append([]ablation{{name: "nothing", does: "the program as it is", without: func(*pipeline.Pipeline) error { return nil }}}, ablations()...)
	for i, part := range parts {
		p := *sys.pipeline
		if err := part.without(&p); err != nil {
			return nil, err
		}
		less := *sys
		less.pipeline = &p
		row := []string{part.name + ": " + part.does}
		for _, name := range names {
			content, err := readGold(name)
			if err != nil {
				return nil, err
			}
			kind := goldKind(content)
			if kind != "records" && kind != "sentences" && (kind != "dates" || records == "") {
				continue
			}
			made, err := m.evaluate(ctx, &less, name, records, 0)
			if err != nil {
				return nil, err
			}
			for _, s := range made[len(made)-1].Scores {
				if s.Field != "whole record" && s.Field != "whole record F1" && s.Field != "claims" {
					continue
				}
				if i == 0 {
					table.Head = append(table.Head, filepath.Base(name)+", "+s.Field)
				}
				row = append(row, fmt.Sprintf("%.1f", 100*s.Value))
			}
		}
		table.Rows = append(table.Rows, row)
	}
	return &eval.Report{Gold: "Ablations", Tables: []eval.Table{table}}, nil
}
