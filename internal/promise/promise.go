// Package promise holds what versions have promised against what there is: a file with a line
// for each thing that others rely on, of which none may go.
//
//	promise.Hold(t, "testdata/promise.txt", []string{"relation --by", "relation --format"})
//
// A line that is not in the file is not promised yet. ENTENTE_PROMISE=1 in the environment adds
// it, which is done before a release ("make promise"); nothing takes a line away but a hand.
// docs/compatibility.md says what is promised. Limits: it compares lines, and knows nothing of
// what they mean.
package promise

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Hold fails t for each line of the file that is not among now, and for a file without lines.
func Hold(t testing.TB, file string, now []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	promised := strings.FieldsFunc(string(text), func(r rune) bool { return r == '\n' })
	if os.Getenv("ENTENTE_PROMISE") != "" {
		promised = slices.Compact(slices.Sorted(slices.Values(slices.Concat(promised, now))))
		if err := os.WriteFile(file, []byte(strings.Join(promised, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if len(promised) == 0 {
		t.Fatalf("%s promises nothing", file)
	}
	for _, line := range Broken(promised, now) {
		t.Errorf("gone, and promised in %s: %s\nTake the line out only if no version was released with it.", file, line)
	}
}

// Broken returns the lines of promised that are not among now.
func Broken(promised, now []string) (out []string) {
	for _, line := range promised {
		if !slices.Contains(now, line) {
			out = append(out, line)
		}
	}
	return out
}
