package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/conllu"
)

// name is the first and last word of a proper name.
type name struct {
	sentence, first, last int
	kind                  string
}

// goldNames makes proper names of the mentions of a treebank; the value says
// whether the name has an identity.
//
// A name is a mention of type person, organization or place whose head, the word
// of the minimal span that is highest in the tree, is a PROPN. It runs from the
// first word of the minimal span to the last, cut at the first gap inside the
// minimal span that has a punctuation mark or more than two words: "Francis
// Hodgson" out of "Francis Hodgson, a Fellow at King's College". A single hyphen
// does not cut: minimal spans leave it out of "Hartsell-Gundy". Two that are joined
// ("Ana Diaz and Ben Low", a mention of its own) are two names and not one.
//
// A word has one tag, so that of names that share a word the longest is kept, then
// the first, then the one whose type comes first in the alphabet: when names nest,
// the outermost. A name has an identity if a mention with the same words and type has.
func goldNames(doc *conllu.Doc) map[name]bool {
	identity := map[name]bool{}
	for _, m := range doc.Mentions {
		if m.Type != "person" && m.Type != "organization" && m.Type != "place" {
			continue
		}
		s := &doc.Sentences[m.Sentence]
		if head := headOf(s, m.Min); s.Tokens[head].UPOS != "PROPN" || isGroup(s, m.Min, head) {
			continue
		}
		n := name{m.Sentence, m.Min[0], nameEnd(s, m.Min), m.Type}
		identity[n] = identity[n] || m.Identity != ""
	}
	var all []name
	for n := range identity {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b name) int {
		return cmp.Or(cmp.Compare(b.last-b.first, a.last-a.first), cmp.Compare(a.sentence, b.sentence),
			cmp.Compare(a.first, b.first), strings.Compare(a.kind, b.kind))
	})
	taken := map[[2]int]bool{} // sentence and word
	kept := map[name]bool{}
next:
	for _, n := range all {
		for i := n.first; i <= n.last; i++ {
			if taken[[2]int{n.sentence, i}] {
				continue next
			}
		}
		for i := n.first; i <= n.last; i++ {
			taken[[2]int{n.sentence, i}] = true
		}
		kept[n] = identity[n]
	}
	return kept
}

// isGroup reports whether a minimal span joins its head with another: a conjunct of
// the head is in it.
func isGroup(s *entente.Sentence, words []int, head int) bool {
	return slices.ContainsFunc(words, func(i int) bool { return s.Tokens[i].Head == head && s.Tokens[i].BaseRel() == "conj" })
}

// headOf returns the first of the words with the shortest way to the root.
func headOf(s *entente.Sentence, words []int) int {
	best, least := words[0], len(s.Tokens)+1
	for _, i := range words {
		depth := 0
		for at := i; s.Tokens[at].Head != at && depth < least; at = s.Tokens[at].Head {
			depth++
		}
		if depth < least {
			best, least = i, depth
		}
	}
	return best
}

// nameEnd returns the last word before the gap that cuts a minimal span.
func nameEnd(s *entente.Sentence, words []int) int {
	last := words[0]
	for _, i := range words[1:] {
		gap := s.Tokens[last+1 : i]
		hyphen := len(gap) == 1 && (gap[0].Form == "-" || gap[0].Form == "–")
		if len(gap) > 2 || !hyphen && slices.ContainsFunc(gap, func(tok entente.Token) bool { return tok.UPOS == "PUNCT" }) {
			break
		}
		last = i
	}
	return last
}

// taggedNames reads names off Token.Name. "I-x" that continues no x begins one.
func taggedNames(sents []entente.Sentence) []name {
	var out []name
	for i := range sents {
		open := false
		for j := range sents[i].Tokens {
			place, kind, ok := strings.Cut(sents[i].Tokens[j].Name, "-")
			switch {
			case !ok:
				open = false
			case place == "I" && open && out[len(out)-1].kind == kind:
				out[len(out)-1].last = j
			default:
				out = append(out, name{i, j, j, kind})
				open = true
			}
		}
	}
	return out
}

// scoreNames compares the names in got, parsed sentences of doc, with gold: F1 of
// all names, words and type, and of those with an identity, where a gold name
// without one is neither wanted nor wrong.
func scoreNames(got []entente.Sentence, doc *conllu.Doc) (scores []Score, misses []string) {
	gold := goldNames(doc)
	tagged := taggedNames(got)
	found := map[name]bool{}
	var right, known, knownRight, knownFound int
	for _, n := range tagged {
		found[n] = true
		identity, ok := gold[n]
		if ok {
			right++
		}
		if identity {
			knownRight++
		}
		if identity || !ok {
			knownFound++
		}
		if !ok {
			misses = append(misses, n.miss("found", doc))
		}
	}
	for n, identity := range gold {
		if identity {
			known++
		}
		if !found[n] {
			misses = append(misses, n.miss("missed", doc))
		}
	}
	slices.Sort(misses)
	return []Score{
		F1("names", right, len(tagged), len(gold)),
		F1("names with identity", knownRight, knownFound, known),
	}, misses
}

func (n name) miss(how string, doc *conllu.Doc) string {
	s := &doc.Sentences[n.sentence]
	return fmt.Sprintf("name %s: %s %s: %s", how, sentenceID(doc, n.sentence), n.kind, s.SpanOf(n.first, n.last).In(doc.Text))
}
