package paper

import (
	"slices"
	"strings"
	"testing"

	"entente"
)

// TestNegatedStatus: the column of the status has room for the longest one, and for no more
// on that line.
func TestNegatedStatus(t *testing.T) {
	r := sample()
	r.Events[0].Status, r.Events[0].Negated = entente.Hypothetical, true
	doc := Article(r, Options{})
	var words []string
	for run := range runs(&doc) {
		words = append(words, run.Text)
	}
	i := slices.Index(words, "hypothetical")
	if i < 0 || !slices.Contains(words[i:], "negated") || strings.Contains(strings.Join(words, "\n"), ", negated") {
		t.Errorf("the status and its negation do not stand apart: %q", words)
	}
}
