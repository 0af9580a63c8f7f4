package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// style turns emphasis on and off: with colour off every method returns its
// argument.
type style struct{ colour bool }

func (s style) wrap(code, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) bold(text string) string   { return s.wrap("1", text) }
func (s style) dim(text string) string    { return s.wrap("2", text) }
func (s style) accent(text string) string { return s.wrap("36", text) }

// paint colours text by a status or quad class: green for what warms, red for
// what cools or is denied, yellow for what is open.
func (s style) paint(mark, text string) string {
	switch mark {
	case "material cooperation", "verbal cooperation", "warming", "warm":
		return s.wrap("32", text)
	case "material conflict", "verbal conflict", "denied", "cooling", "cold":
		return s.wrap("31", text)
	case "disputed", "claimed":
		return s.wrap("33", text)
	}
	return text
}

// clean makes text of an article safe on a terminal and on one line: control
// and direction-changing characters become spaces, runs of space one space.
func clean(text string) string { return strings.Join(strings.Fields(visible(text)), " ") }

// visible is clean with every space in its place.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r == 0x7f, r >= 0x80 && r < 0xa0, r == '\u00a0',
			r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == utf8.RuneError:
			return ' '
		}
		return r
	}, text)
}

// columns is how many columns of a terminal text takes: two for a wide character of
// East Asia, none for a mark that stands on the one before (Unicode Standard Annex 11).
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// fold cleans text and breaks it into lines of at most width columns, each after the first
// preceded by indent.
func fold(text string, width int, indent string) string {
	var b strings.Builder
	room := max(20, width-columns(indent))
	used := 0
	for i, word := range strings.Fields(visible(text)) {
		n := columns(word)
		if i > 0 {
			if used+1+n > room {
				b.WriteString("\n" + indent)
				used = 0
			} else {
				b.WriteByte(' ')
				used++
			}
		}
		b.WriteString(word)
		used += n
	}
	return b.String()
}

// pad makes text safe and fills it with spaces up to width columns, and shortens it with "…" if it is
// longer.
func pad(text string, width int) string {
	text = visible(text)
	n := columns(text)
	if n <= width {
		return text + strings.Repeat(" ", width-n)
	}
	used := 0
	for i, r := range text {
		k := runeColumns(r)
		if used+k > width-1 {
			return text[:i] + "…" + strings.Repeat(" ", max(0, width-1-used))
		}
		used += k
	}
	return text
}
