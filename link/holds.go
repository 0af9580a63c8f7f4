package link

import "slices"

// Holds reports whether text has the words of sentence one after another, punctuation,
// case and spaces apart. A sentence without words is held by nothing.
func Holds(text, sentence string) bool {
	want, have := hashWords(nil, sentence), hashWords(nil, text)
	if len(want) == 0 {
		return false
	}
	for i := 0; i+len(want) <= len(have); i++ {
		if slices.Equal(have[i:i+len(want)], want) {
			return true
		}
	}
	return false
}
