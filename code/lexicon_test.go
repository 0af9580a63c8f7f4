package code

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"entente/ontology"
)

// Two rows of a lemma with the same conditions would hide each other.
func TestRowsAreDistinct(t *testing.T) {
	c := newCoder(t)
	for name, table := range map[string]map[string][]*row{"verbs": c.lex.verbs, "nouns": c.lex.nouns, "adjectives": c.lex.adjectives} {
		for lemma, rows := range table {
			if lemma == "" || lemma != strings.ToLower(lemma) {
				t.Errorf("%s: lemma %q", name, lemma)
			}
			for i, r := range rows {
				for _, other := range rows[:i] {
					if other.id == r.id && slices.Equal(other.sources, r.sources) {
						t.Errorf("%s: two rows %s", name, r.id)
					}
					if !other.has("civil") && conditions(other) == conditions(r) { // the first always wins, but over a row that armed men leave
						t.Errorf("%s: %s hides %s", name, other.id, r.id)
					}
				}
			}
		}
	}
}

func TestClassesNameAWordOnce(t *testing.T) {
	rows, err := readTable("classes.tsv", 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range rows {
		words := strings.Split(cells[1], ",")
		slices.Sort(words)
		for i := 1; i < len(words); i++ {
			if words[i] == words[i-1] {
				t.Errorf("%s has %q twice", cells[0], words[i])
			}
		}
	}
}

// conditions are those of a row in one order.
func conditions(r *row) string {
	var out []string
	for _, n := range r.when {
		out = append(out, fmt.Sprint(n))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestEveryTypeHasVerbs(t *testing.T) {
	c := newCoder(t)
	o, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, r := range c.lex.rows {
		seen[string(r.typ)]++
		if r.cameo != "" {
			if _, ok := o.Goldstein(r.cameo); !ok {
				t.Errorf("%s: no Goldstein value for CAMEO %s", r.id, r.cameo)
			}
		}
	}
	if len(seen) != 16 {
		t.Errorf("the lexicon has rows for %d types, want 16: %v", len(seen), seen)
	}
	for typ, n := range seen {
		if n < 10 {
			t.Errorf("%s has only %d rows", typ, n)
		}
	}
}

func TestFlagsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("lexicon/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range flags {
		if !strings.Contains(string(page), "`"+flag+"`") {
			t.Errorf("lexicon/README.md does not explain the flag %q", flag)
		}
	}
}

func TestBadConditions(t *testing.T) {
	lex := newCoder(t).lex
	for _, bad := range []string{"obj", "obj:", ":war", "obj:NOSUCHCLASS"} {
		if got, err := lex.parseWhen(bad); err == nil {
			t.Errorf("parseWhen(%q) = %v, want an error", bad, got)
		}
	}
}
