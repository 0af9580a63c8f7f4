package resolve

import (
	"os"
	"strings"
	"testing"

	"entente"
)

// TestLands asks which state a phrase carries on a day: former states, lands that
// changed hands, contested ones and territories.
func TestLands(t *testing.T) {
	r := newResolver(t)
	text, err := os.ReadFile("testdata/lands.tsv")
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 3 {
			t.Fatalf("lands.tsv:%d: %d columns, 3 wanted", i+1, len(cols))
		}
		day, err := entente.ParseDay(cols[1])
		if err != nil {
			t.Fatalf("lands.tsv:%d: %v", i+1, err)
		}
		cases++
		if a := r.Phrase(cols[0], "", day); a.Country != cols[2] {
			t.Errorf("Phrase(%q) on %s = %q by %s (%s), want %s", cols[0], day, a.Country, a.How, a.Entity, cols[2])
		}
	}
	if cases < 60 {
		t.Errorf("%d cases, at least 60 wanted", cases)
	}
}
