package parse

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// script makes a lemma from a word: "L3+y" lower-cases, takes three characters off
// the end and puts "y" on; "K0+" keeps the word; "=go" is "go" whatever the word.
type script struct {
	fixed  bool
	lower  bool
	drop   int // characters
	suffix string
}

func parseScript(text string) (script, error) {
	bad := fmt.Errorf("lemma script %q", text)
	if rest, ok := strings.CutPrefix(text, "="); ok {
		if rest == "" {
			return script{}, bad
		}
		return script{fixed: true, suffix: rest}, nil
	}
	if text == "" || text[0] != 'L' && text[0] != 'K' {
		return script{}, bad
	}
	number, suffix, ok := strings.Cut(text[1:], "+")
	drop, err := strconv.Atoi(number)
	if !ok || err != nil || drop < 0 {
		return script{}, bad
	}
	return script{lower: text[0] == 'L', drop: drop, suffix: suffix}, nil
}

// apply returns the lemma of a normalised word. It is empty only if word is.
func (s script) apply(word string) string {
	if s.fixed {
		return s.suffix
	}
	stem := word
	if s.lower {
		stem = strings.ToLower(word)
	}
	for range s.drop {
		if stem == "" { // the script was made for longer words
			return strings.ToLower(word)
		}
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	if stem+s.suffix == "" {
		return strings.ToLower(word)
	}
	return stem + s.suffix
}
