package attribute

import (
	"slices"
	"strings"

	"entente"
)

// script is the tokens of an article in one row, so that a quotation may run
// over sentences. A place is an index into that row.
type script struct {
	a       *entente.Analysis
	lex     *lexicon
	first   []int // place of the first token of each sentence
	sentOf  []int // sentence of each place
	quotes  []quote
	within  []int // index of the quotation around each place, or -1
	parents []int // of each draft, -1 if none; known once all drafts are
}

func newScript(lex *lexicon, a *entente.Analysis) *script {
	sc := &script{a: a, lex: lex}
	for s := range a.Sentences {
		sc.first = append(sc.first, len(sc.sentOf))
		for range a.Sentences[s].Tokens {
			sc.sentOf = append(sc.sentOf, s)
		}
	}
	sc.quotes = findQuotes(sc)
	sc.within = make([]int, len(sc.sentOf))
	for i := range sc.within {
		sc.within[i] = -1
	}
	for q := range sc.quotes {
		for i := sc.quotes[q].first; i <= sc.quotes[q].last; i++ {
			sc.within[i] = q
		}
	}
	return sc
}

// tok returns the token at a place.
func (sc *script) tok(p int) *entente.Token {
	s := sc.sentOf[p]
	return &sc.a.Sentences[s].Tokens[p-sc.first[s]]
}

// end is the place after the last token of sentence s.
func (sc *script) end(s int) int { return sc.first[s] + len(sc.a.Sentences[s].Tokens) }

// text returns the words of the article under the places from..to.
func (sc *script) text(from, to int) string {
	return entente.Span{Start: sc.tok(from).Span.Start, End: sc.tok(to).Span.End}.In(sc.a.Article.Text)
}

// spans turns places into pieces of the text: neighbours become one piece.
func (sc *script) spans(places []int) []entente.Span {
	var out []entente.Span
	for k, p := range places {
		sp := sc.tok(p).Span
		if k > 0 && places[k-1] == p-1 {
			out[len(out)-1].End = max(out[len(out)-1].End, sp.End)
			continue
		}
		out = append(out, sp)
	}
	return out
}

// tree is a sentence of the script; its methods speak of local token indices.
type tree struct {
	*entente.Sentence
	first int // place of token 0
}

func (sc *script) tree(s int) tree { return tree{&sc.a.Sentences[s], sc.first[s]} }

func (t tree) lemma(i int) string { return strings.ToLower(t.Tokens[i].Lemma) }

// caseOf returns the preposition of a nominal, lower case, or "".
func (t tree) caseOf(i int) string {
	c := t.Child(i, "case", "mark")
	if c < 0 {
		return ""
	}
	return t.lemma(c)
}

// places moves local indices into the row.
func (t tree) places(local []int) []int {
	out := make([]int, len(local))
	for k, i := range local {
		out[k] = i + t.first
	}
	return out
}

// span returns the indices from the first to the last of the subtree of i,
// without the subtrees of drop.
func (t tree) without(i int, drop ...int) []int {
	var out []int
	for _, j := range t.Subtree(i) {
		if !slices.ContainsFunc(drop, func(d int) bool { return t.Dominates(d, j) }) {
			out = append(out, j)
		}
	}
	return out
}

// union returns the sorted union of two sorted lists.
func union(a, b []int) []int {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// holds reports whether a sorted list has p.
func holds(list []int, p int) bool {
	if len(list) == 0 || p < list[0] || p > list[len(list)-1] { // as it mostly is, where there are many lists
		return false
	}
	_, ok := slices.BinarySearch(list, p)
	return ok
}

// minus returns a without the members of b, which is sorted.
func minus(a, b []int) []int {
	return slices.DeleteFunc(slices.Clone(a), func(x int) bool { return holds(b, x) })
}

func interval(from, to int) []int {
	var out []int
	for p := from; p <= to; p++ {
		out = append(out, p)
	}
	return out
}
