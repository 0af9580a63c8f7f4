package figure_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"entente"
	"entente/conllu"
	"entente/figure"
	"entente/tokenize"
	"entente/when"
)

var update = flag.Bool("update", false, "rewrite the found figures in testdata/*.txt; read the diff")

func analyse(text string) *entente.Analysis {
	art := &entente.Article{Text: text, Published: entente.Day{Year: 2018, Month: time.October, Day: 12}}
	a := &entente.Analysis{Article: art, Sentences: tokenize.New().Tokenize(art)}
	a.Dates = when.New().Dates(a)
	return a
}

// render writes one indented line for each figure.
func render(text string, figures []entente.FigureMention) string {
	var b strings.Builder
	for _, f := range figures {
		fmt.Fprintf(&b, "\t%s | %.12g %s | %s | %s\n", f.Figure.Span.In(text), f.Figure.Value, f.Figure.Unit, f.Figure.Bound, f.Figure.Counts)
	}
	return b.String()
}

// TestCases reads testdata/*.txt: a text on a line, its figures indented below.
// These sentences have no trees.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	m := figure.New()
	cases := 0
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			lines := strings.SplitAfter(string(raw), "\n")
			for i := 0; i < len(lines); {
				text := strings.TrimSuffix(lines[i], "\n")
				i++
				if text == "" && i == len(lines) {
					break
				}
				if text == "" || text[0] == '#' {
					fmt.Fprintln(&out, text)
					continue
				}
				want := ""
				for ; i < len(lines) && strings.HasPrefix(lines[i], "\t"); i++ {
					want += lines[i]
				}
				got := render(text, m.Figures(analyse(text)))
				if got != want && !*update {
					t.Errorf("%s\ngot\n%swant\n%s", text, got, want)
				}
				fmt.Fprintf(&out, "%s\n%s", text, got)
				cases++
			}
			if *update {
				if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	if cases < 130 {
		t.Errorf("only %d cases", cases)
	}
}

// TestTrees reads sentences with hand-made trees from testdata/trees.conllu.
func TestTrees(t *testing.T) {
	want := []string{
		"\tAs many as 4,000 | 4000  | at most | rebel fighters killed\n\tmore than 9,000 | 9000  | at least | rebel fighters wounded\n",
		"\tnearly $1.5 billion | 1500000000 USD | about | railway\n",
		"\tfour | 4  | exact | police officers killed\n\tsix | 6  | exact | passers-by killed\n",
		"",
	}
	f, err := os.Open("testdata/trees.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := conllu.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Sentences) != len(want) {
		t.Fatalf("%d sentences, want %d", len(doc.Sentences), len(want))
	}
	m := figure.New()
	for i := range doc.Sentences {
		a := &entente.Analysis{Article: &entente.Article{Text: doc.Text}, Sentences: doc.Sentences[i : i+1]}
		a.Dates = when.New().Dates(a)
		if got := render(doc.Text, m.Figures(a)); got != want[i] {
			t.Errorf("%s\ngot\n%swant\n%s", doc.Sentences[i].Span.In(doc.Text), got, want[i])
		}
	}
}

// TestContext: what "rupees" are depends on the rest of the article.
func TestContext(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Delhi was calm. It cost 40 rupees.", "\t40 rupees | 40 INR | exact | \n"},
		{"Karachi was calm. It cost 40 rupees.", "\t40 rupees | 40 PKR | exact | \n"},
		{"Karachi and Delhi were calm. It cost 40 rupees.", "\t40 | 40  | exact | rupees\n"},
	} {
		if got := render(tt.text, figure.New().Figures(analyse(tt.text))); got != tt.want {
			t.Errorf("%s\ngot\n%swant\n%s", tt.text, got, tt.want)
		}
	}
}

func FuzzFigures(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			if line[0] != '\t' && line[0] != '#' {
				f.Add(line, uint64(0))
				f.Add(line, uint64(len(line)))
			}
		}
	}
	m := figure.New()
	f.Fuzz(func(t *testing.T, text string, tree uint64) {
		if !utf8.ValidString(text) || len(text) > 2000 {
			t.Skip()
		}
		a := analyse(text)
		if tree > 0 {
			grow(a, tree)
		}
		end := 0
		for _, fm := range m.Figures(a) {
			s := &a.Sentences[fm.Sentence]
			if fm.First < 0 || fm.First > fm.Last || fm.Last >= len(s.Tokens) || fm.Head < 0 || fm.Head >= len(s.Tokens) {
				t.Fatalf("tokens %d..%d, head %d of %d", fm.First, fm.Last, fm.Head, len(s.Tokens))
			}
			if fm.Figure.Span != s.SpanOf(fm.First, fm.Last) || fm.Figure.Span.Start < end {
				t.Fatalf("span %v after %d", fm.Figure.Span, end)
			}
			end = fm.Figure.Span.End
			if fm.Figure.Value < 0 || fm.Figure.Value != fm.Figure.Value || fm.Figure.Value > 1e300 {
				t.Fatalf("value %g", fm.Figure.Value)
			}
			switch fm.Figure.Bound {
			case entente.BoundExact, entente.BoundAbout, entente.BoundAtLeast, entente.BoundAtMost:
			default:
				t.Fatalf("bound %q", fm.Figure.Bound)
			}
			if fm.Figure.Unit == "" && fm.Figure.Counts == "" {
				t.Fatalf("%q counts nothing", fm.Figure.Span.In(text))
			}
			for _, d := range a.Dates {
				if d.Date.Span.Overlaps(fm.Figure.Span) {
					t.Fatalf("figure %q overlaps date %q", fm.Figure.Span.In(text), d.Date.Span.In(text))
				}
			}
		}
	})
}

// grow gives every sentence a tree of a sort, so that fuzzing meets the code
// that reads trees: any head, any relation, any part of speech.
func grow(a *entente.Analysis, seed uint64) {
	rels := []string{"nummod", "obl", "nmod", "nsubj:pass", "obj", "conj", "acl", "compound", "nsubj", "root"}
	tags := []string{"NOUN", "PROPN", "VERB", "NUM", "ADJ", "ADP", "AUX", ""}
	feats := []string{"Number=Sing", "Number=Plur", ""}
	next := func(n int) int {
		seed = seed*6364136223846793005 + 1442695040888963407
		return int(seed>>33) % n
	}
	for i := range a.Sentences {
		toks := a.Sentences[i].Tokens
		for j := range toks {
			toks[j].Head, toks[j].Rel = next(len(toks)), rels[next(len(rels))]
			toks[j].UPOS, toks[j].Feats = tags[next(len(tags))], feats[next(len(feats))]
		}
		toks[0].Head = 0
	}
}
