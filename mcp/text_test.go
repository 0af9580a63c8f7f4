package mcp

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzVisible takes out what cannot be seen, and nothing else, and does so once.
func FuzzVisible(f *testing.F) {
	for _, s := range []string{"", "Oslo\n\tand Minsk", "a\x1b[8mb", "\u202eabc\u200b", "\U000e0041", "caf\u00e9 “quote”", "\xff\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := visible(s)
		if visible(got) != got {
			t.Fatalf("visible(%q) changes what it made", s)
		}
		var want strings.Builder
		for _, r := range s {
			if r == '\n' || r == '\t' || !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r) {
				want.WriteRune(r)
			}
		}
		if got != want.String() {
			t.Fatalf("visible(%q) = %q, want %q", s, got, want.String())
		}
	})
}

// FuzzPiece walks a text by pieces: they join to it, and each is short and whole.
func FuzzPiece(f *testing.F) {
	f.Add("One.\nTwo.\n", 3000)
	f.Add("ü", 30_000)
	f.Add("", 1)
	f.Fuzz(func(t *testing.T, s string, n int) {
		if !utf8.ValidString(s) {
			return
		}
		text := strings.Repeat(s, min(max(n, 1), 100_000/max(len(s), 1)+1))
		var joined strings.Builder
		for at := 0; ; {
			from, to := piece(text, at)
			if from != at || to-from > maxPiece || !utf8.ValidString(text[from:to]) || to == from && to < len(text) {
				t.Fatalf("piece(%d bytes, %d) = %d, %d", len(text), at, from, to)
			}
			joined.WriteString(text[from:to])
			if at = to; to == len(text) {
				break
			}
		}
		if joined.String() != text {
			t.Fatal("the pieces do not join to the text")
		}
	})
}
