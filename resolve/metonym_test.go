package resolve

import (
	"path/filepath"
	"regexp"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestMetonyms holds the cases of names that stand for a government to their form:
// eighty sentences, in half of which the name acts and in half is a place and no
// actor.
func TestMetonyms(t *testing.T) {
	paths, err := filepath.Glob("testdata/cases/metonym_*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	acts := regexp.MustCompile(`(?m)^0 ".*by (metonym|capital|name)$`)
	place := regexp.MustCompile(`(?m)^1 place `)
	actor := regexp.MustCompile(`(?m)^1 ".*by (metonym|capital|name)$`)
	for _, path := range paths {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want := part(ar, "want")
		if !acts.MatchString(want) || !place.MatchString(want) || actor.MatchString(want) {
			t.Errorf("%s: wants no actor in sentence 0, or more than a place in sentence 1:\n%s", path, want)
		}
	}
	if 2*len(paths) < 80 {
		t.Errorf("%d sentences, at least 80 wanted", 2*len(paths))
	}
}
