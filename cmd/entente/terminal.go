package main

import (
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// harmless is text with a mark in the place of each character that would move a terminal's
// cursor, change what stands there, or turn the writing round: names of files and of records,
// addresses and errors may hold such, and whoever made them may mean it.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.Is(unicode.Cc, r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return utf8.RuneError
		}
		return r
	}, text)
}

// quiet hands on to a terminal what is harmless, and our own colours.
type quiet struct {
	w    io.Writer
	rest []byte // the beginning of a character or of a colour
}

var (
	colour  = regexp.MustCompile("\x1b\\[[0-9;]{0,8}m")
	begun   = regexp.MustCompile("\x1b(\\[[0-9;]{0,8})?$")
	maxRest = 12 // bytes: of a colour begun
)

// Write keeps back the end of p where what it begins with may go on.
func (q *quiet) Write(p []byte) (int, error) {
	text := string(q.rest) + string(p)
	end := len(text)
	if at := begun.FindStringIndex(text[max(0, len(text)-maxRest):]); at != nil {
		end = max(0, len(text)-maxRest) + at[0]
	} else if start := lastStart(text); !utf8.FullRuneInString(text[start:]) {
		end = start
	}
	q.rest = append(q.rest[:0], text[end:]...)
	text = text[:end]
	var out strings.Builder
	at := 0
	for _, c := range colour.FindAllStringIndex(text, -1) {
		out.WriteString(harmless(text[at:c[0]]))
		out.WriteString(text[c[0]:c[1]])
		at = c[1]
	}
	out.WriteString(harmless(text[at:]))
	if _, err := io.WriteString(q.w, out.String()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// lastStart is where the last character of text begins.
func lastStart(text string) int {
	at := len(text)
	for at > 0 && len(text)-at < utf8.UTFMax {
		at--
		if utf8.RuneStart(text[at]) {
			break
		}
	}
	return at
}
