package resolve

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestNames asks who a body, group, service or broadcaster is in a plain sentence of the
// news of a land: "The KGB arrested students in Belarus."
func TestNames(t *testing.T) {
	text, err := os.ReadFile("testdata/names.tsv")
	if err != nil {
		t.Fatal(err)
	}
	r := newResolver(t)
	cases := 0
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cols := append(strings.Split(line, "\t"), "", "")
		if len(cols) < 7 || len(cols) > 8 {
			t.Fatalf("names.tsv:%d: %d columns, 5 or 6 wanted", i+1, len(cols)-2)
		}
		cases++
		name, land, want := cols[0], cols[1], strings.TrimSpace(cols[3]+" "+cols[4])
		a := analysis(t, &txtar.Archive{Files: []txtar.File{{Name: "day", Data: []byte(cols[2])}, {Name: "parse.conllu", Data: []byte(plainSentence(name, land))}}})
		got := "nobody"
		for _, actor := range r.Resolve(a).Actors {
			if len(actor.Mentions) == 0 || !strings.Contains(actor.Mentions[0].Text, name) {
				continue
			}
			got = strings.TrimSpace(actor.Country + " " + string(actor.Sector))
			if cols[5] != "" && actor.Name != cols[5] {
				t.Errorf("names.tsv:%d: %s of %s is printed %q, want %q", i+1, name, cols[2], actor.Name, cols[5])
			}
		}
		if got != want {
			t.Errorf("names.tsv:%d: %s in the news of %s on %s is %s, want %s", i+1, name, land, cols[2], got, want)
		}
	}
	if cases < 80 {
		t.Errorf("%d cases, at least 80 wanted", cases)
	}
}

// plainSentence is "The NAME arrested students in LAND." with its tree.
func plainSentence(name, land string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# text = The %s arrested students in %s.\n", name, land)
	fmt.Fprintf(&b, "1\tThe\tthe\tDET\t_\t_\t2\tdet\t_\t_\n2\t%s\t%s\tPROPN\t_\tNumber=Sing\t3\tnsubj\t_\t_\n", name, name)
	b.WriteString("3\tarrested\tarrest\tVERB\t_\tTense=Past|VerbForm=Fin\t0\troot\t_\t_\n4\tstudents\tstudent\tNOUN\t_\tNumber=Plur\t3\tobj\t_\t_\n")
	words := strings.Fields(land)
	last := 5 + len(words)
	fmt.Fprintf(&b, "5\tin\tin\tADP\t_\t_\t%d\tcase\t_\t_\n", last)
	for i, w := range words {
		upos, head, rel := "PROPN", last, "compound"
		if w == "the" {
			upos, rel = "DET", "det"
		}
		space := "_"
		if i == len(words)-1 {
			head, rel, space = 3, "obl", "SpaceAfter=No"
		}
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\t_\t_\t%d\t%s\t_\t%s\n", 6+i, w, w, upos, head, rel, space)
	}
	fmt.Fprintf(&b, "%d\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_\n", last+1)
	return b.String()
}
