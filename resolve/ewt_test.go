package resolve

import (
	"compress/gzip"
	"fmt"
	"os"
	"testing"

	"entente"
	"entente/conllu"
	"entente/gazetteer"
)

func TestEWT(t *testing.T) {
	path := os.Getenv("ENTENTE_UD")
	if path == "" {
		t.Skip("no treebank")
	}
	f, _ := os.Open(path)
	zr, _ := gzip.NewReader(f)
	doc, err := conllu.Read(zr)
	if err != nil {
		t.Fatal(err)
	}
	g, _ := gazetteer.Load()
	r := New(g)
	for lo := 0; lo < len(doc.Sentences); lo += 12 {
		hi := min(lo+12, len(doc.Sentences))
		a := &entente.Analysis{Article: &entente.Article{Text: doc.Text, Published: entente.Day{Year: 2005, Month: 1, Day: 5}}, Sentences: doc.Sentences[lo:hi]}
		c := r.Resolve(a)
		if os.Getenv("SHOW") != "" {
			for i := range a.Sentences {
				fmt.Println("##", a.Sentences[i].Span.In(doc.Text))
				for _, ac := range c.Actors {
					for _, m := range ac.Mentions {
						if m.Sentence == i {
							fmt.Printf("   %-30q head=%s %-10s -> %s | %s %s %s role=%q former=%v\n", m.Text, a.Sentences[i].Tokens[m.Head].Form, m.How, ac.Name, ac.Country, ac.Sector, ac.Entity, ac.Role, ac.Former)
						}
					}
				}
				for _, p := range c.Places {
					if p.Sentence == i {
						fmt.Printf("   @ %s %s %v\n", p.Place.Name, p.Place.Country, p.Place.Lat != nil)
					}
				}
			}
		}
	}
}
