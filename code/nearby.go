package code

import (
	"slices"
	"sort"

	"entente"
)

// sentencesOf returns the sentences from first up to last, without it, that spans may touch.
// Sentences stand in the order of the text.
func sentencesOf(a *entente.Analysis, spans []entente.Span) (first, last int) {
	if len(spans) == 0 {
		return 0, 0
	}
	all := spans[0]
	for _, sp := range spans[1:] {
		all.Start, all.End = min(all.Start, sp.Start), max(all.End, sp.End)
	}
	first = sort.Search(len(a.Sentences), func(i int) bool { return a.Sentences[i].Span.End > all.Start })
	last = sort.Search(len(a.Sentences), func(i int) bool { return a.Sentences[i].Span.Start >= all.End })
	return first, max(first, last)
}

// nearby lists for each sentence the claims, by their place in a.Claims, of which a part
// stands in it: to look through all claims for each word takes hours where an article is long
// and nothing but claims.
func nearby(a *entente.Analysis) [][]int {
	out := make([][]int, len(a.Sentences))
	for k := range a.Claims {
		c := &a.Claims[k]
		for _, part := range [][]entente.Span{c.Source, c.Cue, c.Content} {
			for _, sp := range part {
				first, last := sentencesOf(a, []entente.Span{sp})
				for at := first; at < last; at++ {
					if !slices.Contains(out[at][max(0, len(out[at])-1):], k) {
						out[at] = append(out[at], k)
					}
				}
			}
		}
	}
	return out
}
