package page

import (
	"strings"
	"unicode/utf8"

	"entente"
)

// para is one paragraph of plain text: a span without white space at its ends.
type para struct {
	span  entente.Span
	group int // number of the run of lines without a blank line that it stands in
}

// line is one printed line, trimmed; an empty span is a blank line.
type line struct {
	span  entente.Span
	width int // characters
}

// paragraphs splits text. A blank line always ends a paragraph. A single line
// break does so unless the text is hard-wrapped: then the lines of one paragraph
// are filled up to a common width. The time is linear in the text.
func paragraphs(text string) []para {
	var lines []line
	for start := 0; start < len(text); {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		sp := trim(text, entente.Span{Start: start, End: end})
		lines = append(lines, line{sp, utf8.RuneCountInString(sp.In(text))})
		start = end + 1
	}
	width := wrapWidth(text, lines)
	var out []para
	group := 0
	for i := 0; i < len(lines); i++ {
		if lines[i].width == 0 {
			group++
			continue
		}
		sp := lines[i].span
		for i+1 < len(lines) && lines[i+1].width > 0 && width > 0 && joins(text, lines[i], lines[i+1], width) {
			i++
			sp.End = lines[i].span.End
		}
		out = append(out, para{sp, group})
	}
	return out
}

// The widths at which mail programs and agencies wrap, in characters.
const minWrap, maxWrap = 45, 100

// wrapWidth returns the width that text is wrapped at, or 0 where each line is a
// paragraph. A wrapped text has no long line, and most of its lines that have a
// next one are full: the first word of the next would not have fitted. It is
// wrong on a list of headlines that happen to be of one length.
func wrapWidth(text string, lines []line) int {
	width, long, total := 0, 0, 0
	for _, l := range lines {
		if l.width > maxWrap {
			long++
		} else {
			width = max(width, l.width)
		}
		if l.width > 0 {
			total++
		}
	}
	// One address or one table row may stick out.
	if width < minWrap || long*20 > total {
		return 0
	}
	full, pairs := 0, 0
	for i := range len(lines) - 1 {
		if lines[i].width < minWrap/2 || lines[i+1].width == 0 {
			continue
		}
		pairs++
		if joins(text, lines[i], lines[i+1], width) {
			full++
		}
	}
	if pairs == 0 || full*10 < pairs*7 {
		return 0
	}
	return width
}

// joins reports whether line b goes on where line a was broken at the width. An
// eighth of slack allows for the wrapper that counts otherwise.
func joins(text string, a, b line, width int) bool {
	if a.width > maxWrap {
		return false
	}
	word := b.span.In(text)
	if i := strings.IndexAny(word, " \t"); i >= 0 {
		word = word[:i]
	}
	room := width - a.width - 1 - utf8.RuneCountInString(word)
	if endsSentence(a.span.In(text)) {
		return room < 0
	}
	return room < width/8
}

// trim takes white space off both ends of sp.
func trim(text string, sp entente.Span) entente.Span {
	s := sp.In(text)
	left := len(s) - len(strings.TrimLeftFunc(s, isSpace))
	sp.Start += left
	sp.End = sp.Start + len(strings.TrimFunc(s, isSpace))
	return sp
}

// isSpace takes in the marks that have no width of their own.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\f', '\v', 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0x200b, 0xfeff, 0x2060:
		return true
	}
	return 0x2000 <= r && r <= 0x200a
}

// endsSentence reports whether s ends with a full stop, a question or an
// exclamation mark, or three dots, quotes and brackets after it set aside. The
// stop of an abbreviation in capitals ("U.S.") is not one.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]` ")
	if s == "" {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	if r == '.' && endsAbbreviation(s) {
		return false
	}
	return strings.ContainsRune(".!?…", r)
}

// endsStop is endsSentence for the full stop alone: headlines do end with the
// other marks.
func endsStop(s string) bool {
	return strings.HasSuffix(strings.TrimRight(s, "\"'”’»)]` "), ".") && endsSentence(s) && !strings.HasSuffix(s, "...")
}

// endsAbbreviation reports whether s ends with at least two capitals with stops:
// "U.S.", "U.N.".
func endsAbbreviation(s string) bool {
	n := 0
	for len(s) >= 2 && s[len(s)-1] == '.' && s[len(s)-2] >= 'A' && s[len(s)-2] <= 'Z' {
		s = s[:len(s)-2]
		n++
	}
	return n >= 2
}
