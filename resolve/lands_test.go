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

// TestBodies asks who the ministries, services, armies and institutes are that no
// table lists, and the groups that one does.
func TestBodies(t *testing.T) {
	r := newResolver(t)
	text, err := os.ReadFile("testdata/bodies.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 3 {
			t.Fatalf("bodies.tsv:%d: %d columns, 3 wanted", i+1, len(cols))
		}
		a := r.Phrase(cols[0], "", entente.Day{Year: 2020, Month: 1, Day: 1})
		if a.Country != cols[1] || a.Sector != cols[2] {
			t.Errorf("Phrase(%q) = %s %s by %s (%s), want %s %s", cols[0], a.Country, a.Sector, a.How, a.Entity, cols[1], cols[2])
		}
	}
}
