package wordpiece

import (
	"strings"
	"unicode"
)

// Case is the class of a word's capitals.
type Case uint8

// The case classes, in the order of the rows of the model's embedding.
const (
	CaseNone    Case   = iota // no word: [CLS] and [SEP]
	CaseLower                 // no capital: "news"
	CaseTitle                 // only the first letter: "Paris"
	CaseUpper                 // all letters: "NATO"
	CaseMixed                 // anything else: "McCain"
	CaseDigit                 // a digit anywhere: "F-16"
	CaseSymbol                // neither letter nor digit: "..."
	CaseInitial               // one letter, a capital: "I", "U."
	Cases       = iota        // how many classes there are
)

// CaseOf returns the class of a normalised word.
func CaseOf(word string) Case {
	letters, upper, firstUpper := 0, 0, false
	for _, r := range word {
		if unicode.Is(unicode.Nd, r) {
			return CaseDigit
		}
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if unicode.IsUpper(r) || unicode.IsTitle(r) {
			upper++
			firstUpper = firstUpper || letters == 1
		}
	}
	switch {
	case letters == 0:
		return CaseSymbol
	case upper == 0:
		return CaseLower
	case upper == letters && letters == 1:
		return CaseInitial
	case upper == letters:
		return CaseUpper
	case upper == 1 && firstUpper:
		return CaseTitle
	}
	return CaseMixed
}

// Normalise gives the plain forms of typographic quotes, dashes and dots, which
// the training texts write in both ways. It keeps all other characters.
func Normalise(word string) string {
	if word == "``" || word == "''" {
		return `"`
	}
	plain := true
	for i := range len(word) {
		if word[i] == 0xE2 { // first byte of all the characters below
			plain = false
			break
		}
	}
	if plain {
		return word
	}
	var b strings.Builder
	for _, r := range word {
		switch {
		case r >= '\u2018' && r <= '\u201B':
			b.WriteByte('\'')
		case r >= '\u201C' && r <= '\u201F':
			b.WriteByte('"')
		case r >= '\u2010' && r <= '\u2015' || r == '\u2212':
			b.WriteByte('-')
		case r == '\u2026':
			b.WriteString("...")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
