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

// Treebank parses the gold words of a CoNLL-U treebank, one document at a time,
// and scores part of speech, features, lemma and tree over all words, punctuation
// included. UAS counts right heads; LAS wants the whole relation too, with its
// subtype. A word without gold for a field does not count in it.
//
// Of a treebank with mentions a second report scores the documents' names and
// coreference: see goldNames and scoreEntities for what is compared. Beside the
// parser's chains stands the baseline of same words: mentions whose heads have
// the same lemma are one entity, and a pronoun is linked to nothing. With a resolver
// the report also says how often pronouns find their actor.
func Treebank(ctx context.Context, p pipeline.Parser, who pipeline.Resolver, r io.Reader) ([]*Report, error) {
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
	from := 0
	for _, sents := range doc.Documents() {
		if err := p.Parse(ctx, got[from:from+len(sents)]); err != nil {
			return nil, err
		}
		from += len(sents)
	}

	t := treebank{report: &Report{Gold: "treebank", Cases: len(got)}}
	for i := range got {
		for j := range got[i].Tokens {
			t.word(sentenceID(doc, i), &got[i], &doc.Sentences[i], j)
		}
	}
	t.report.Scores = []Score{
		Ratio("UPOS", t.right[0], t.total[0]), Ratio("feats", t.right[1], t.total[1]), Ratio("lemma", t.right[2], t.total[2]),
		Ratio("UAS", t.right[3], t.total[3]), Ratio("LAS", t.right[4], t.total[4]),
	}
	reports := []*Report{t.report}
	if len(doc.Mentions) > 0 {
		rep := &Report{Gold: "names and coreference", Cases: len(doc.Documents())}
		rep.Scores, rep.Misses = scoreNames(got, doc)
		rep.Scores = append(rep.Scores, scoreEntities(got, doc)...)
		if who != nil {
			rep.Scores = append(rep.Scores, scorePronouns(who, got, doc)...)
		}
		reports = append(reports, rep)
	}
	return reports, nil
}

// sentenceID is the treebank's name of sentence i, or its number from 1.
func sentenceID(doc *conllu.Doc, i int) string {
	if id := doc.IDs[i]; id != "" {
		return id
	}
	return "sentence " + strconv.Itoa(i+1)
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
