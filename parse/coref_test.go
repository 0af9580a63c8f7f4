package parse

import (
	"fmt"
	"testing"

	"entente"
)

// line makes a document of one-word sentences that all head a mention.
func line(words ...string) ([]entente.Sentence, []mention) {
	var sents []entente.Sentence
	var found []mention
	for i, w := range words {
		tok := entente.Token{Form: w, Lemma: w, UPOS: "PROPN", Mention: "place"}
		sents = append(sents, entente.Sentence{Tokens: []entente.Token{tok}})
		found = append(found, mention{sentence: i, dep: []float32{0, 0, 0, 0}, head: []float32{0, 0, 0, 0, 0}})
	}
	return sents, found
}

func chainsOf(sents []entente.Sentence) string {
	var out []int
	for i := range sents {
		out = append(out, sents[i].Tokens[0].Chain)
	}
	return fmt.Sprint(out)
}

// With a weight on words in common alone, equal words make chains.
func TestLink(t *testing.T) {
	c := coref{dim: 4, pairs: make([]float32, 9*pairFeatures)}
	for kinds := range 9 {
		c.pairs[kinds*pairFeatures] = -1
		c.pairs[kinds*pairFeatures+1] = 1
	}
	sents, found := line("Oslo", "Lima", "OSLO", "Bern", "Lima", "Oslo")
	c.link(sents, found)
	if got, want := chainsOf(sents), "[1 2 1 0 2 1]"; got != want {
		t.Errorf("chains %s, want %s", got, want)
	}
}

// An antecedent further back than the window is not seen.
func TestLinkWindow(t *testing.T) {
	c := coref{dim: 4, pairs: make([]float32, 9*pairFeatures)}
	for kinds := range 9 {
		c.pairs[kinds*pairFeatures] = -1
		c.pairs[kinds*pairFeatures+1] = 1
	}
	words := []string{"Oslo"}
	for i := range corefWindow {
		words = append(words, fmt.Sprint("x", i))
	}
	sents, found := line(append(words, "Oslo")...)
	c.link(sents, found)
	if sents[0].Tokens[0].Chain != 0 {
		t.Errorf("a mention %d back is an antecedent", corefWindow+1)
	}
}

// The bilinear score counts as the features do.
func TestCorefScore(t *testing.T) {
	c := coref{dim: 4, pairs: make([]float32, 9*pairFeatures)}
	c.pairs[pairFeatures*(3*0+1)+12+3] = 10 // a pronoun three or four sentences after a proper noun
	a := mention{sentence: 7, kind: 0, form: "it", dep: []float32{1, 2, 0, 0}}
	b := mention{sentence: 3, kind: 1, form: "Peru", head: []float32{3, 4, 5, 6, 0.5}}
	if got := c.score(&a, &b, 2); got != 3+8+0.5+10 {
		t.Errorf("score %v, want 21.5", got)
	}
}

// What a proper noun is most often in a document it is throughout; other mentions keep their type.
func TestSettle(t *testing.T) {
	h := heads{mentions: []string{"", "person", "place"}}
	sents, found := line("Coron", "Coron", "coron", "Lima")
	for i, chances := range [][]float32{{0, 0.6, 0.4}, {0, 0.1, 0.9}, {0, 0.4, 0.6}, nil} {
		found[i].chances = chances
	}
	sents[0].Tokens[0].Mention, sents[3].Tokens[0].Mention = "person", "person"
	h.settle(sents, found)
	if a, b := sents[0].Tokens[0].Mention, sents[3].Tokens[0].Mention; a != "place" || b != "person" {
		t.Errorf("types %q and %q, want place and person", a, b)
	}
}

// A document without a mention is a document.
func TestNoMention(t *testing.T) {
	sents := []entente.Sentence{{Tokens: []entente.Token{{Form: "."}}}, {}}
	if err := trained(t, Options{Workers: 1}).Parse(t.Context(), sents); err != nil {
		t.Fatal(err)
	}
}
