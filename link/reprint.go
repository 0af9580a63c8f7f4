package link

import (
	"slices"
	"unicode"
)

// The thresholds of Resembles; docs/linking.md says how they were measured.
const (
	alike    = 0.45 // Jaccard similarity of two versions of one text
	within   = 0.7  // share of a cut version that is in the longer one
	cutLeast = 40   // shingles of the shortest cut version
	least    = 12   // shingles under which only the same words are a reprint
)

// Resembles reports whether a and b are two prints of one text: the same words, most of
// the same words, or one a cut version of the other. Briefs cut from one pattern, the
// markets of two days, share most words too; their numbers tell them apart. It is
// symmetric, and true of any text and itself.
func Resembles(a, b string) bool {
	if a == b {
		return true
	}
	x, y := shingleSet(a), shingleSet(b)
	if slices.Equal(x, y) {
		return true
	}
	short, long := min(len(x), len(y)), max(len(x), len(y))
	if short < least {
		return false
	}
	both := float64(common(x, y))
	if both < alike*(float64(short+long)-both) && (short < cutLeast || both < within*float64(short)) {
		return false
	}
	m, n := numbers(a), numbers(b)
	few := min(len(m), len(n))
	return few < 3 || common(m, n)*2 >= few
}

// SentenceKey returns a hash of the letters and digits of a sentence, whatever its case,
// marks and spaces: the same sentence has the same key in every print. It is 0 for one
// without letters and digits.
func SentenceKey(sentence string) uint64 {
	h, any := uint64(fnvBasis), false
	for _, r := range sentence {
		if lettered(r) {
			h, any = fnv(h, lower(r)), true
		}
	}
	if !any {
		return 0
	}
	return mix(h) | 1<<63 // never 0
}

// shingleSet returns the shingles of text sorted, each once.
func shingleSet(text string) []uint64 {
	set := shingles(text)
	slices.Sort(set)
	return slices.Compact(set)
}

// numbers returns the hashes of the words of text that have digits, sorted, each once.
func numbers(text string) []uint64 {
	var out []uint64
	h, digit := uint64(fnvBasis), false
	scan(text, func(r rune) {
		h = fnv(h, lower(r))
		digit = digit || unicode.IsDigit(r)
	}, func() {
		if digit {
			out = append(out, h)
		}
		h, digit = fnvBasis, false
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// shingles returns the hashes of all runs of shingleWords words in text order. A shorter
// text is one shingle, a text without words none.
func shingles(text string) []uint64 {
	words := hashWords(make([]uint64, 0, len(text)/5+1), text)
	if len(words) == 0 {
		return nil
	}
	n := max(1, len(words)-shingleWords+1)
	for i := range n {
		h := uint64(0)
		for _, w := range words[i:min(i+shingleWords, len(words))] {
			h = mix(h*31 + w)
		}
		words[i] = h // words before i are no longer read
	}
	return words[:n]
}

// common counts what two sorted sets share.
func common(x, y []uint64) int {
	n := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] < y[j]:
			i++
		case x[i] > y[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}
