package link

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// FNV-1a with 64 bits, by G. Fowler, L. C. Noll and P. Vo (RFC 9923, section 6.2).
const (
	fnvBasis = 14695981039346656037
	fnvPrime = 1099511628211
)

func fnv(h uint64, r rune) uint64 {
	for ; r > 0x7f; r >>= 8 {
		h = (h ^ uint64(r&0xff)) * fnvPrime
	}
	return (h ^ uint64(r)) * fnvPrime
}

// mix scatters the bits of x: the finaliser of SplitMix64 (Steele, Lea and Flood 2014,
// "Fast splittable pseudorandom number generators", OOPSLA).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// lettered reports whether r is part of a word.
func lettered(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func lower(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

// joins reports whether the mark r between two letters or digits is part of the word:
// "don't", "1,000", "S-400". What is printed apart in one paper is often one in another.
func joins(before, r, after rune) bool {
	digitBefore, digitAfter := unicode.IsDigit(before), unicode.IsDigit(after)
	switch r {
	case '\'', '’':
		return !digitBefore && !digitAfter
	case ',', '.':
		return digitBefore && digitAfter
	case '-', '‑':
		return digitAfter && !digitBefore
	}
	return false
}

// scan tells letter the letters and digits of each word of text as printed, and end
// where a word ends.
func scan(text string, letter func(r rune), end func()) {
	open := false
	var before rune
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if lettered(r) {
			letter(r)
			open, before = true, r
			continue
		}
		if !open {
			continue
		}
		if after, _ := utf8.DecodeRuneInString(text[i:]); lettered(after) && joins(before, r, after) {
			continue
		}
		end()
		open = false
	}
	if open {
		end()
	}
}

// hashWords appends a hash of each word of text to out: case-folded, without its marks.
func hashWords(out []uint64, text string) []uint64 {
	h := uint64(fnvBasis)
	scan(text, func(r rune) { h = fnv(h, lower(r)) }, func() { out, h = append(out, mix(h)), fnvBasis })
	return out
}

// word is one word of a sentence, folded.
type word struct {
	text    string
	upper   bool // printed with a capital
	capital bool // the same, and not the first of the sentence
	digit   bool
}

// splitWords returns the words of a sentence.
func splitWords(text string) []word {
	var out []word
	var w word
	var b strings.Builder
	scan(text, func(r rune) {
		if b.Len() == 0 {
			w = word{upper: unicode.IsUpper(r)}
			w.capital = w.upper && len(out) > 0
		}
		w.digit = w.digit || unicode.IsDigit(r)
		b.WriteRune(lower(r))
	}, func() {
		w.text = b.String()
		out = append(out, w)
		b.Reset()
	})
	return out
}
