package gazetteer

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"entente"
)

var update = flag.Bool("update", false, "write the counts into docs/gazetteer.md")

const docsPath = "../docs/gazetteer.md"

// TestDocs holds the counts and the contested lands of docs/gazetteer.md against the
// tables.
func TestDocs(t *testing.T) {
	text, err := os.ReadFile(docsPath)
	if err != nil {
		t.Fatal(err)
	}
	g, all := load(t), parsed(t).g.names
	want := string(text)
	for mark, block := range map[string]string{"counts": counts(g, all), "contested": contested(g)} {
		head, rest, ok := strings.Cut(want, "<!-- "+mark+" -->\n")
		_, tail, ok2 := strings.Cut(rest, "<!-- end -->")
		if !ok || !ok2 {
			t.Fatalf("no block %q in %s", mark, docsPath)
		}
		want = head + "<!-- " + mark + " -->\n" + block + "<!-- end -->" + tail
	}
	if want == string(text) {
		return
	}
	if !*update {
		t.Fatal("docs/gazetteer.md is not fresh. Run go test ./gazetteer -run TestDocs -update")
	}
	if err := os.WriteFile(docsPath, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
}

func counts(g *Gazetteer, all map[start][]Name) string {
	var b strings.Builder
	b.WriteString("| kind | rows |\n|---|---|\n")
	row := func(name string, n int) { fmt.Fprintf(&b, "| %s | %d |\n", name, n) }
	kinds := map[string]int{}
	for i := range g.States {
		kinds[g.States[i].Kind]++
	}
	row("states of today", kinds["state"])
	row("former states since 1816", kinds["former"])
	row("dependent territories", kinds["territory"])
	row("parts of states", kinds["region"])
	row("contested lands, and states recognized by few", kinds["disputed"]+kinds["breakaway"])
	terms := 0
	for i := range g.People {
		terms += len(g.People[i].Terms)
	}
	row("people in office", len(g.People))
	row("their terms", terms)
	above, groups, metonyms, peoples, parties := 0, 0, 0, 0, 0
	sectors := map[entente.Sector]int{}
	for i := range g.Orgs {
		o := &g.Orgs[i]
		rebel := o.Sector == "REB" || o.Sector == "PRM" || o.Sector == "UAF"
		switch {
		case strings.HasPrefix(o.ID, "state:"):
			metonyms++
		case strings.HasPrefix(o.ID, "party:"):
			parties++
		case o.Bloc == "IGO" || o.Bloc == "UNO" || o.Bloc == "EUR":
			above++
		case o.Group:
			peoples++
		case rebel:
			if o.Country != "" && !o.From.IsZero() {
				groups++
			} else {
				sectors["REB"]++
			}
		default:
			sectors[o.Sector]++
		}
	}
	row("organizations, alliances and courts above states", above)
	row("armed and rebel groups with country and years", groups)
	row("other armed and rebel groups", sectors["REB"])
	row("peoples, faiths and groups of states without members' lists", peoples)
	for _, s := range []struct {
		name  string
		codes []entente.Sector
	}{
		{"media and wire services", []entente.Sector{"MED", "MEDIA"}}, {"companies", []entente.Sector{"BUS"}}, {"ministries, banks of issue and other offices", []entente.Sector{"GOV"}},
		{"armies, navies, air forces", []entente.Sector{"MIL"}}, {"police and intelligence services", []entente.Sector{"COP", "SPY"}}, {"parliaments", []entente.Sector{"LEG"}},
		{"courts of states", []entente.Sector{"JUD"}}, {"churches and religious bodies", []entente.Sector{"REL"}}, {"universities and institutes", []entente.Sector{"EDU"}},
		{"parties and oppositions, by hand", []entente.Sector{"PTY", "OPP"}}, {"organizations of citizens, aid and labour", []entente.Sector{"NGO", "CVL", "LAB"}}, {"criminal groups", []entente.Sector{"CRM"}},
	} {
		n := 0
		for _, code := range s.codes {
			n += sectors[code]
		}
		row(s.name, n)
	}
	row("parties from Party Facts", parties)
	row("buildings and quarters that stand for a government", metonyms)
	places := map[string]int{}
	for i := range g.places.rows() {
		places[g.Place(i).Kind]++
	}
	row("towns, from 15,000 inhabitants or known from the news", places["town"])
	row("first-level divisions of states", places["division"])
	row("seas, rivers, ports, bases, regions and other features", g.places.rows()-places["town"]-places["division"])
	names := 0
	for _, list := range all {
		names += len(list)
	}
	row("names in all", names)
	return b.String()
}

func contested(g *Gazetteer) string {
	var b strings.Builder
	b.WriteString("| land | code of its actors | note |\n|---|---|---|\n")
	for i := range g.States {
		if s := &g.States[i]; s.Note != "" {
			code := s.Country()
			if code == "" {
				code = "none"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", s.Name, code, s.Note)
		}
	}
	return b.String()
}
