package eval

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"entente"
	"entente/conllu"
	"entente/pipeline"
)

// Treebank parses the gold words of a CoNLL-U treebank and scores part of speech,
// features, lemma and tree over all words, punctuation included. UAS counts right
// heads; LAS wants the whole relation too, with its subtype. A word without gold
// for a field does not count in it.
func Treebank(ctx context.Context, p pipeline.Parser, r io.Reader) (*Report, error) {
	doc, err := conllu.Read(r)
	if err != nil {
		return nil, err
	}
	got := make([]entente.Sentence, len(doc.Sentences))
	for i, s := range doc.Sentences {
		got[i] = s
		got[i].Tokens = make([]entente.Token, len(s.Tokens))
		for j, tok := range s.Tokens {
			got[i].Tokens[j] = entente.Token{Span: tok.Span, Form: tok.Form, Glued: tok.Glued}
		}
	}
	if err := p.Parse(ctx, got); err != nil {
		return nil, err
	}

	t := treebank{report: &Report{Gold: "treebank", Cases: len(got)}}
	for i := range got {
		id := doc.IDs[i]
		if id == "" {
			id = "sentence " + strconv.Itoa(i+1)
		}
		for j := range got[i].Tokens {
			t.word(id, &got[i], &doc.Sentences[i], j)
		}
	}
	t.report.Scores = []Score{
		Ratio("UPOS", t.right[0], t.total[0]), Ratio("feats", t.right[1], t.total[1]), Ratio("lemma", t.right[2], t.total[2]),
		Ratio("UAS", t.right[3], t.total[3]), Ratio("LAS", t.right[4], t.total[4]),
	}
	return t.report, nil
}

// treebank counts the fields of Treebank, in the order of its scores.
type treebank struct {
	right, total [5]int
	report       *Report
}

func (t *treebank) count(field int, right bool) {
	t.total[field]++
	if right {
		t.right[field]++
	}
}

// word scores token j of a sentence against gold.
func (t *treebank) word(id string, got, gold *entente.Sentence, j int) {
	g, w := &got.Tokens[j], &gold.Tokens[j]
	miss := func(field, got, want string) {
		t.report.Misses = append(t.report.Misses, fmt.Sprintf("%s %q: %s: got %s want %s", id, w.Form, field, got, want))
	}
	if w.UPOS != "" {
		t.count(0, g.UPOS == w.UPOS)
		if g.UPOS != w.UPOS {
			miss("UPOS", g.UPOS, w.UPOS)
		}
		t.count(1, g.Feats == w.Feats) // with a part of speech, no features means none
		if g.Feats != w.Feats {
			miss("feats", orNone(g.Feats), orNone(w.Feats))
		}
	}
	if w.Lemma != "" {
		t.count(2, g.Lemma == w.Lemma)
		if g.Lemma != w.Lemma {
			miss("lemma", g.Lemma, w.Lemma)
		}
	}
	if w.Rel == "" {
		return
	}
	t.count(3, g.Head == w.Head)
	t.count(4, g.Head == w.Head && g.Rel == w.Rel)
	if g.Head != w.Head || g.Rel != w.Rel {
		miss("arc", arc(got, j), arc(gold, j))
	}
}

func orNone(s string) string {
	if s == "" {
		return "_"
	}
	return s
}

// arc writes the arc over token j for people: "nsubj of went".
func arc(s *entente.Sentence, j int) string {
	tok := &s.Tokens[j]
	if tok.Head == j {
		return tok.Rel
	}
	return tok.Rel + " of " + s.Tokens[tok.Head].Form
}
