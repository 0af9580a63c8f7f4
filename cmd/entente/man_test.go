package main

import (
	"strings"
	"testing"
)

// TestRoff: no line of ours becomes a request of the language, or loses a letter.
func TestRoff(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"plain", "read one article", "read one article"},
		{"hyphen to be copied", "--as-of", `\-\-as\-of`},
		{"backslash", `a\b`, `a\eb`},
		{"dot at the start", ".json to an address", `\&.json to an address`},
		{"quote at the start", "'tis", `\&'tis`},
		{"empty", "", ""},
	} {
		if got := roff(tt.line); got != tt.want {
			t.Errorf("%s: roff(%q) = %q, want %q", tt.name, tt.line, got, tt.want)
		}
	}
}

// TestManText: paragraphs are parted, and every stretch that keeps its lines ends.
func TestManText(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"paragraph", "one\ntwo", "one\ntwo\n"},
		{"list between", "one:\n\n  a  1\n  b  2\n\ntwo", "one:\n.RS 2\n.nf\na  1\nb  2\n.fi\n.RE\n.PP\ntwo\n"},
		{"example at the end", "  entente read x", ".RS 2\n.nf\nentente read x\n.fi\n.RE\n"},
		{"two paragraphs", "one\n\ntwo", "one\n.PP\ntwo\n"},
	} {
		var b strings.Builder
		manText(&b, tt.text)
		if b.String() != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, b.String(), tt.want)
		}
	}
}
