package resolve

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"entente"
	"entente/conllu"
	"entente/gazetteer"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what comes out into the case files; read the change before keeping it")

func newResolver(t testing.TB) *Resolver {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	return New(g)
}

// part returns the text of a file of an archive, without white space around it.
func part(ar *txtar.Archive, name string) string {
	for _, f := range ar.Files {
		if f.Name == name {
			return strings.TrimSpace(string(f.Data))
		}
	}
	return ""
}

// analysis builds what the stages before resolve leave, from a case.
func analysis(t testing.TB, ar *txtar.Archive) *entente.Analysis {
	t.Helper()
	doc, err := conllu.Read(strings.NewReader(part(ar, "parse.conllu") + "\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	day, err := entente.ParseDay(part(ar, "day"))
	if err != nil {
		t.Fatal(err)
	}
	a := &entente.Analysis{Article: &entente.Article{Text: doc.Text, Published: day}, Sentences: doc.Sentences}
	for i := range a.Sentences {
		a.Sentences[i].Zone = entente.ZoneBody
	}
	if line := part(ar, "dateline"); line != "" {
		a.Article.Dateline = &entente.Dateline{Text: line}
	}
	for i, line := range strings.Split(part(ar, "dates"), "\n") { // sentence, token, from, to
		var s, tok int
		var from, to string
		if line == "" {
			continue
		}
		if _, err := fmt.Sscan(line, &s, &tok, &from, &to); err != nil {
			t.Fatalf("dates, line %d: %v", i+1, err)
		}
		d := entente.DateMention{Sentence: s, First: tok, Last: tok}
		if d.Date.From, err = entente.ParseDay(from); err == nil {
			d.Date.To, err = entente.ParseDay(to)
		}
		if err != nil {
			t.Fatal(err)
		}
		a.Dates = append(a.Dates, d)
	}
	return a
}

// report writes the mentions sentence by sentence: words, name, country, sector
// and the way it was found.
func report(a *entente.Analysis, cast entente.Cast) string {
	var b strings.Builder
	for s := range a.Sentences {
		for tok := range a.Sentences[s].Tokens {
			for i := range cast.Actors {
				actor := &cast.Actors[i]
				for _, m := range actor.Mentions {
					if m.Sentence != s || m.Head != tok {
						continue
					}
					fmt.Fprintf(&b, "%d %q: %s [%s %s]", s, m.Text, actor.Name, actor.Country, actor.Sector)
					if actor.Former {
						b.WriteString(" former")
					}
					if actor.Role != "" {
						fmt.Fprintf(&b, " role=%q", actor.Role)
					}
					fmt.Fprintf(&b, " by %s\n", m.How)
				}
			}
		}
		for _, p := range cast.Places {
			if p.Sentence == s {
				fmt.Fprintf(&b, "%d place %s [%s]\n", s, p.Place.Name, p.Place.Country)
			}
		}
	}
	return strings.TrimSpace(b.String())
}

func TestCases(t *testing.T) {
	r := newResolver(t)
	paths, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			a := analysis(t, ar)
			cast := r.Resolve(a)
			got := report(a, cast)
			if *update {
				for i := range ar.Files {
					if ar.Files[i].Name == "want" {
						ar.Files[i].Data = []byte(got + "\n")
					}
				}
				if err := os.WriteFile(path, txtar.Format(ar), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := part(ar, "want"); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			check(t, a, cast)
			if again := r.Resolve(analysis(t, ar)); !reflect.DeepEqual(again, cast) {
				t.Error("a second run differs")
			}
		})
	}
}

// check tests what holds for every cast: mentions lie in their sentences, hold
// their head and say the text of their span; refs are numbered in order.
func check(t *testing.T, a *entente.Analysis, cast entente.Cast) {
	t.Helper()
	for i, actor := range cast.Actors {
		if want := fmt.Sprintf("a%d", i+1); string(actor.Ref) != want {
			t.Errorf("actor %d has ref %s", i, actor.Ref)
		}
		if actor.Name == "" || len(actor.Mentions) == 0 {
			t.Errorf("%s: name %q, %d mentions", actor.Ref, actor.Name, len(actor.Mentions))
		}
		for _, m := range actor.Mentions {
			s := &a.Sentences[m.Sentence]
			if m.First > m.Head || m.Head > m.Last || m.Last >= len(s.Tokens) {
				t.Errorf("%q: tokens %d-%d, head %d of %d", m.Text, m.First, m.Last, m.Head, len(s.Tokens))
			}
			if m.Span.In(a.Article.Text) != m.Text || m.How == "" {
				t.Errorf("%q by %q: span holds %q", m.Text, m.How, m.Span.In(a.Article.Text))
			}
		}
	}
}
