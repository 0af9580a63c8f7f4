package gazetteer

import (
	"os"
	"strings"
	"testing"

	"entente"
)

// TestTenure asks who held an office on a day, or where somebody stood then. The
// cases come from general knowledge, not from the tables.
func TestTenure(t *testing.T) {
	for _, file := range []string{"testdata/tenure-1.tsv", "testdata/tenure-2.tsv", "testdata/tenure-3.tsv"} {
		t.Run(file, func(t *testing.T) { testTenure(t, file) })
	}
}

func testTenure(t *testing.T, file string) {
	g := load(t)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	err = eachRow(string(text), 6, func(c []string) error {
		cases++
		phrase, day, name, country, standing := c[0], on(t, c[2]), c[3], c[4], c[5]
		refs, office := tenureOf(g, phrase, country, day)
		if office && len(refs) != 1 {
			t.Errorf("%q on %s: %d holders, want %s", phrase, day, len(refs), name)
		}
		for _, ref := range refs {
			if goesBy(&g.People[ref], name) && standingOn(&g.People[ref], day) == standing {
				return nil
			}
		}
		var got []string
		for _, ref := range refs {
			got = append(got, g.People[ref].Name+" ("+standingOn(&g.People[ref], day)+")")
		}
		t.Errorf("%q on %s: %q, want %s of %q (%s)", phrase, day, got, name, country, standing)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if cases < 100 {
		t.Errorf("%d cases", cases)
	}
}

// tenureOf finds the people of a phrase that is a name, or the holders of the
// office that it names with a land or an organization.
func tenureOf(g *Gazetteer, phrase, country string, day entente.Day) (refs []int, office bool) {
	var ps []string
	for _, w := range strings.Fields(phrase) {
		ps = append(ps, Pieces(w)...)
	}
	for _, name := range g.Find(ps, 0) {
		if name.Kind == KindPerson && len(name.Pieces) == len(ps) && g.People[name.Ref].Country == country {
			refs = append(refs, name.Ref)
		}
	}
	if refs != nil {
		return refs, false
	}
	if country != "" {
		// "the president of France" and "the French president": the land's words go.
		land := ""
		for i := 0; i < len(ps); i++ {
			for _, name := range g.Find(ps, i) {
				if land == "" && (name.Kind == KindState || name.Kind == KindAdjective) && g.States[name.Ref].Code == country {
					land = strings.Join(name.Pieces, " ")
				}
			}
		}
		ps = strings.Fields(strings.Replace(" "+strings.Join(ps, " ")+" ", " "+land+" ", " ", 1))
	}
	words := strings.TrimPrefix(strings.Join(ps, " "), "the ")
	words = strings.TrimSuffix(strings.TrimSuffix(words, " the"), " of")
	words = strings.TrimSuffix(words, " of the un")
	for i := range g.People { // the tables write offices with hyphens, phrases come in pieces
		for _, term := range g.People[i].Terms {
			if g.People[i].Country == country && strings.Join(pieces(term.Office), " ") == words {
				return g.Holders(country, day, term.Office), true
			}
		}
	}
	return nil, true
}

func goesBy(p *Person, name string) bool {
	for _, own := range append([]string{p.Name}, p.Aliases...) {
		if strings.Join(pieces(own), " ") == strings.Join(pieces(name), " ") {
			return true
		}
	}
	return false
}

func standingOn(p *Person, day entente.Day) string {
	if _, in := p.At(day); in {
		return "in"
	}
	if p.Started(day) {
		return "former"
	}
	return "before"
}
