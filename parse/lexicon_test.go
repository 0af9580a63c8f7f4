package parse

import (
	"strings"
	"testing"
)

func TestKnown(t *testing.T) {
	tests := []struct{ word, upos, guess, want string }{
		{"rejected", "VERB", "rejecte", "reject"},
		{"Toppled", "VERB", "toppl", "topple"},
		{"shelling", "VERB", "shel", "shell"},
		{"lay", "VERB", "lie", "lie"}, // two lemmas: the network, which saw the sentence, decides
		{"lay", "VERB", "lai", "lie"},
		{"Toppled", "PROPN", "Toppled", "Toppled"},
		{"brexiting", "VERB", "brexit", "brexit"}, // not in the table
		{"troops", "NOUN", "troop", "troop"},
		{"1,250", "NUM", "1000", "1250"},
		{"two", "NUM", "two", "two"},
		{"", "VERB", "x", "x"},
		{"zzzz", "VERB", "zzzz", "zzzz"},
		{"aaaa", "NOUN", "aaaa", "aaaa"},
	}
	for _, tt := range tests {
		if got := known(tt.word, tt.upos, tt.guess); got != tt.want {
			t.Errorf("known(%q, %s, %q) = %q, want %q", tt.word, tt.upos, tt.guess, got, tt.want)
		}
	}
}

// The search relies on the order of the lines, so every line must be found by its
// own form.
func TestLemmaTable(t *testing.T) {
	last := ""
	for line := range strings.Lines(lemmaTable) {
		line = strings.TrimSuffix(line, "\n")
		if line <= last {
			t.Fatalf("line %q does not come after %q", line, last)
		}
		last = line
		fields := strings.Split(line, "\t")
		if len(fields) != 3 || fields[1] != "VERB" && fields[1] != "NOUN" {
			t.Fatalf("line %q is not form, VERB or NOUN, lemmas", line)
		}
		if got := known(fields[0], fields[1], "?"); !strings.HasPrefix(fields[2]+"/", got+"/") {
			t.Fatalf("known(%q, %s, …) = %q, want the first of %q", fields[0], fields[1], got, fields[2])
		}
	}
}
