package gazetteer

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestLeader holds who is meant by the leader of a country on a day.
func TestLeader(t *testing.T) {
	g := load(t)
	text, err := os.ReadFile("testdata/leaders.tsv")
	if err != nil {
		t.Fatal(err)
	}
	err = eachRow(string(text), 3, func(c []string) error {
		var names []string
		for _, ref := range g.Leader(c[0], on(t, c[1])) {
			names = append(names, g.People[ref].Name)
		}
		if !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(Fold(name), Fold(c[2])) }) || len(names) > 1 {
			t.Errorf("the leader of %s on %s: %q, want %s", c[0], c[1], names, c[2])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
