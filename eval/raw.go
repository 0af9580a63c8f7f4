package eval

import (
	"context"
	"fmt"
	"io"
	"strings"

	"entente"
	"entente/conllu"
	"entente/pipeline"
)

// Raw reads the raw text of a CoNLL-U treebank as entente reads an article, and
// scores it as the CoNLL 2018 shared task did (Zeman et al. 2018): F1 of words,
// sentences, UPOS, lemma, UAS and LAS, punctuation included. Here LAS wants the
// whole relation, with its subtype.
//
// Each document's text is put together again from the words and their
// SpaceAfter marks, sentences parted by a space and paragraphs by a blank line.
// A word or a sentence is right if both its ends are. Words that share a surface
// form without spelling it ("au", "à le") are right as far as the words found
// inside that form are the same, in order. A head is right if the word found for
// it is.
func Raw(ctx context.Context, tok pipeline.Tokenizer, p pipeline.Parser, r io.Reader) (*Report, error) {
	doc, err := conllu.Read(r)
	if err != nil {
		return nil, err
	}
	// A line feed between sentences would tell where they end.
	text := strings.ReplaceAll(doc.Text, "\n\n", "\x00\x00")
	text = strings.ReplaceAll(text, "\n", " ")
	text = strings.ReplaceAll(text, "\x00\x00", "\n\n")

	rep := &Report{Gold: "raw text", Cases: len(doc.Sentences)}
	var n rawCounts
	for _, gold := range doc.Documents() {
		at := gold[0].Span.Start
		inside := text[at:gold[len(gold)-1].Span.End]
		got := tok.Tokenize(&entente.Article{Text: inside})
		if err := p.Parse(ctx, got); err != nil {
			return nil, err
		}
		rep.Misses = append(rep.Misses, n.document(inside, flat(inside, got, 0), flat(text, gold, at))...)
	}
	for i, field := range []string{"words", "sentences", "UPOS", "lemma", "UAS", "LAS"} {
		found, wanted := n.wordsFound, n.wordsWanted
		if field == "sentences" {
			found, wanted = n.sentsFound, n.sentsWanted
		}
		rep.Scores = append(rep.Scores, F1(field, n.right[i], found, wanted))
	}
	return rep, nil
}

// rawCounts counts the fields of Raw, in the order of its scores.
type rawCounts struct {
	right                   [6]int
	wordsFound, wordsWanted int
	sentsFound, sentsWanted int
}

// words is the words of a document in one row.
type words struct {
	sents []entente.Span
	spans []entente.Span
	toks  []*entente.Token
	heads []int  // -1 at the root
	loose []bool // a word of a surface form that its words do not spell
}

// flat puts sentences of text in one row, with spans from offset at on. Words
// that do not spell their surface form all get the span of that form.
func flat(text string, sents []entente.Sentence, at int) words {
	var w words
	for i := range sents {
		s := &sents[i]
		w.sents = append(w.sents, entente.Span{Start: s.Span.Start - at, End: s.Span.End - at})
		first := len(w.toks)
		for j := 0; j < len(s.Tokens); {
			end := j + 1
			spelled := s.Tokens[j].Span.In(text) == s.Tokens[j].Form
			for ; end < len(s.Tokens) && s.Tokens[end].Glued; end++ {
				spelled = spelled && s.Tokens[end].Span.In(text) == s.Tokens[end].Form
			}
			whole := s.SpanOf(j, end-1)
			for ; j < end; j++ {
				tok := &s.Tokens[j]
				sp := whole
				if spelled {
					sp = tok.Span
				}
				head := first + tok.Head
				if tok.Head == j {
					head = -1
				}
				w.spans = append(w.spans, entente.Span{Start: sp.Start - at, End: sp.End - at})
				w.toks = append(w.toks, tok)
				w.heads = append(w.heads, head)
				w.loose = append(w.loose, !spelled)
			}
		}
	}
	return w
}

// document counts one document and returns its misses of words and sentences.
func (n *rawCounts) document(text string, got, gold words) []string {
	n.wordsFound += len(got.toks)
	n.wordsWanted += len(gold.toks)
	n.sentsFound += len(got.sents)
	n.sentsWanted += len(gold.sents)
	pairs := align(got, gold)
	wordFor := make([]int, len(got.toks)) // gold word, -1 is none
	for i := range wordFor {
		wordFor[i] = -1
	}
	for g, f := range pairs {
		if f >= 0 {
			wordFor[f] = g
		}
	}
	for g, f := range pairs {
		if f < 0 {
			continue
		}
		n.right[0]++
		found, want := got.toks[f], gold.toks[g]
		if found.UPOS == want.UPOS {
			n.right[2]++
		}
		if found.Lemma == want.Lemma || want.Lemma == "" {
			n.right[3]++
		}
		head := got.heads[f]
		if head >= 0 {
			head = wordFor[head]
			if head < 0 {
				continue
			}
		}
		if head == gold.heads[g] {
			n.right[4]++
			if found.Rel == want.Rel {
				n.right[5]++
			}
		}
	}
	misses := missing("word", text, got.spans, gold.spans, func(i int) bool { return pairs[i] >= 0 })
	ends := map[entente.Span]bool{}
	for _, sp := range got.sents {
		ends[sp] = true
	}
	for _, sp := range gold.sents {
		if ends[sp] {
			n.right[1]++
		}
	}
	return append(misses, missing("sentence", text, got.sents, gold.sents, func(i int) bool { return ends[gold.sents[i]] })...)
}

// align returns, for each gold word, the found word that it is, or -1.
func align(got, gold words) []int {
	out := make([]int, len(gold.spans))
	f := 0
	for g := 0; g < len(gold.spans); {
		sp := gold.spans[g]
		for f < len(got.spans) && got.spans[f].Start < sp.Start {
			f++
		}
		if !gold.loose[g] {
			out[g] = -1
			if f < len(got.spans) && got.spans[f] == sp {
				out[g] = f
				f++
			}
			g++
			continue
		}
		gEnd, fEnd := g, f
		for gEnd < len(gold.spans) && gold.spans[gEnd] == sp && gold.loose[gEnd] {
			gEnd++
		}
		for fEnd < len(got.spans) && got.spans[fEnd].End <= sp.End {
			fEnd++
		}
		common(out[g:gEnd], got.toks[f:fEnd], gold.toks[g:gEnd], f)
		g, f = gEnd, fEnd
	}
	return out
}

// common sets out[i] to the place, counted from base, of the found word that
// gold word i is in a longest common subsequence of the forms, or to -1.
func common(out []int, got, gold []*entente.Token, base int) {
	same := func(g, f int) bool { return strings.EqualFold(gold[g].Form, got[f].Form) }
	long := make([][]int, len(gold)+1)
	for g := range long {
		long[g] = make([]int, len(got)+1)
	}
	for g := len(gold) - 1; g >= 0; g-- {
		for f := len(got) - 1; f >= 0; f-- {
			long[g][f] = max(long[g+1][f], long[g][f+1])
			if same(g, f) {
				long[g][f] = max(long[g][f], long[g+1][f+1]+1)
			}
		}
	}
	for g := range out {
		out[g] = -1
	}
	for g, f := 0, 0; g < len(gold) && f < len(got); {
		switch {
		case same(g, f) && long[g][f] == long[g+1][f+1]+1:
			out[g] = base + f
			g++
			f++
		case long[g+1][f] == long[g][f]:
			g++
		default:
			f++
		}
	}
}

// missing writes a line for each wanted span that is not right, with what was
// found instead.
func missing(what, text string, got, want []entente.Span, right func(int) bool) []string {
	var misses []string
	from := 0
	for i, sp := range want {
		for from < len(got) && got[from].End <= sp.Start {
			from++
		}
		if right(i) {
			continue
		}
		var near []string
		for _, g := range got[from:] {
			if g.Start >= sp.End {
				break
			}
			near = append(near, g.In(text))
		}
		misses = append(misses, fmt.Sprintf("%s: want %q, got %q", what, sp.In(text), near))
	}
	return misses
}
