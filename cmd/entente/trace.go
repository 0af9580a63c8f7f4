package main

import (
	"fmt"
	"strings"

	"entente"
)

// traceText prints what each stage before the coder found, sentence by sentence:
// the tree, then dates, figures, mentions, places and claims.
func traceText(a *entente.Analysis) string {
	var b strings.Builder
	for _, block := range a.Article.Blocks {
		fmt.Fprintf(&b, "page      %-11s [%d:%d] %.70q\n", block.Zone, block.Span.Start, block.Span.End, block.Span.In(a.Article.Text))
	}
	for i := range a.Sentences {
		sent := &a.Sentences[i]
		fmt.Fprintf(&b, "\nsentence  %d %s [%d:%d]\n", i, sent.Zone, sent.Span.Start, sent.Span.End)
		for j := range sent.Tokens {
			tok := &sent.Tokens[j]
			head := "ROOT"
			if tok.Head != j {
				head = fmt.Sprintf("%d %s", tok.Head, sent.Tokens[tok.Head].Form)
			}
			fmt.Fprintf(&b, "parse     %3d %-18s %-16s %-6s %-14s %s\n", j, tok.Form, tok.Lemma, tok.UPOS, tok.Rel, head)
		}
		for _, d := range a.Dates {
			if d.Sentence == i {
				fmt.Fprintf(&b, "when      %d-%d %q %s..%s %s %s duration=%v\n", d.First, d.Last, sent.SpanOf(d.First, d.Last).In(a.Article.Text),
					d.Date.From, d.Date.To, d.Date.Precision, d.Date.Basis, d.Duration)
			}
		}
		for _, f := range a.Figures {
			if f.Sentence == i {
				fmt.Fprintf(&b, "figure    %d-%d %v %s %s counts=%q head=%d\n", f.First, f.Last, f.Figure.Value, f.Figure.Unit, f.Figure.Bound, f.Figure.Counts, f.Head)
			}
		}
		for k := range a.Cast.Actors {
			actor := &a.Cast.Actors[k]
			for _, m := range actor.Mentions {
				if m.Sentence == i {
					fmt.Fprintf(&b, "resolve   %d-%d head %d %q -> %s %s (%s %s) by %s\n", m.First, m.Last, m.Head, m.Text, actor.Ref, actor.Name, actor.Country, actor.Sector, m.How)
				}
			}
		}
		for _, p := range a.Cast.Places {
			if p.Sentence == i {
				fmt.Fprintf(&b, "place     %d-%d head %d %s (%s)\n", p.First, p.Last, p.Head, p.Place.Name, p.Place.Country)
			}
		}
		for k := range a.Claims {
			c := &a.Claims[k]
			if len(c.Content) > 0 && sent.Span.Contains(c.Content[0]) {
				speaker := "-"
				if c.Speaker != nil {
					speaker = string(*c.Speaker)
				}
				fmt.Fprintf(&b, "attribute %s %s %s %s %s cue=%s content=%v\n", c.ID, speaker, c.Class, c.Stance, c.Form, c.CueLemma, c.Content)
			}
		}
	}
	b.WriteByte('\n')
	return b.String()
}
