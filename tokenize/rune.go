package tokenize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isSpace reports white space, and control and zero-width characters, which
// print nothing.
func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' && r >= 0 || r == 0x7f
	}
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060' || unicode.Is(unicode.Cc, r)
}

func isDigit(r rune) bool {
	return '0' <= r && r <= '9' || r >= utf8.RuneSelf && unicode.Is(unicode.Nd, r)
}

// isWord reports a character that words are made of, other than digits.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.M, r) || r == '\u00ad' || r == '\u200d' || r == '\u200c'
}

func isAddress(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("._-@%+", c) >= 0
}

// isOpening reports whether a string is nothing but opening marks.
func isOpening(marks string) bool {
	for _, r := range marks {
		if !strings.ContainsRune("\"'`“‘([{<«—–-", r) {
			return false
		}
	}
	return true
}

func isUpperWord(w string) bool {
	for _, r := range w {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return w != ""
}

func allDigits(w string) bool {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return true
}

func firstRune(w string) rune {
	r, n := utf8.DecodeRuneInString(w)
	if n == 0 {
		return -1
	}
	return r
}

// lower appends the ASCII lower case of w to buf, as much as buf has room for
// and one byte more: enough to look w up in a table of short words.
func lower(buf []byte, w string) []byte {
	for i := 0; i < len(w) && i < cap(buf); i++ {
		c := w[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf = append(buf, c)
	}
	return buf
}
