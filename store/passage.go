package store

import (
	"strings"
	"unicode"
)

// passageWords is how many words a passage has.
const passageWords = 40

// passage cuts out of a text where it holds most of the words that a person typed, with "…"
// where it was cut; "" where it holds none.
func passage(text, typed string) string {
	wanted := map[string]int{}
	for _, w := range strings.Fields(Folded(typed)) {
		wanted[w] = 0
	}
	type hit struct {
		word       string
		start, end int // bytes
	}
	var all []hit
	for start := 0; start < len(text); {
		i := strings.IndexFunc(text[start:], inWord)
		if i < 0 {
			break
		}
		start += i
		end := len(text)
		if n := strings.IndexFunc(text[start:], func(r rune) bool { return !inWord(r) }); n >= 0 {
			end = start + n
		}
		all = append(all, hit{Folded(text[start:end]), start, end})
		start = end
	}
	// The best window is the first that holds most of the words; counts are of the window.
	best, bestFrom, held := 0, 0, 0
	for i := range all {
		if n, ok := wanted[all[i].word]; ok {
			if wanted[all[i].word] = n + 1; n == 0 {
				held++
			}
		}
		if out := i - passageWords; out >= 0 {
			if n, ok := wanted[all[out].word]; ok {
				if wanted[all[out].word] = n - 1; n == 1 {
					held--
				}
			}
		}
		if held > best {
			best, bestFrom = held, max(0, i-passageWords+1)
		}
	}
	if best == 0 {
		return ""
	}
	// What was found ends the window: it is moved so that it stands in its middle.
	first := bestFrom
	for _, ok := wanted[all[first].word]; !ok; _, ok = wanted[all[first].word] {
		first++
	}
	last := min(bestFrom+passageWords, len(all)) - 1
	for _, ok := wanted[all[last].word]; !ok; _, ok = wanted[all[last].word] {
		last--
	}
	from := max(0, first-(passageWords-(last-first+1))/2)
	to := min(len(all), from+passageWords)
	from = max(0, to-passageWords)
	out := text[all[from].start:all[to-1].end]
	if from > 0 {
		out = "…" + out
	}
	if to < len(all) {
		return out + "…"
	}
	return out + text[all[to-1].end:]
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}
