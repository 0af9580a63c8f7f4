package when_test

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
	"entente/tokenize"
	"entente/when"
)

var update = flag.Bool("update", false, "rewrite the found dates in testdata/*.txt; read the diff")

// friday is the day of printing of the cases that name no other.
func friday() entente.Day { return entente.Day{Year: 2018, Month: time.October, Day: 12} }

func analyse(text string, published entente.Day) *entente.Analysis {
	art := &entente.Article{Text: text, Published: published}
	return &entente.Analysis{Article: art, Sentences: tokenize.New().Tokenize(art)}
}

// render writes one indented line for each date.
func render(text string, dates []entente.DateMention) string {
	var b strings.Builder
	for _, d := range dates {
		if d.Duration {
			fmt.Fprintf(&b, "\t%s | duration\n", d.Date.Span.In(text))
			continue
		}
		days := "?"
		if !d.Date.From.IsZero() || !d.Date.To.IsZero() {
			days = d.Date.From.String() + ".." + d.Date.To.String()
		}
		fmt.Fprintf(&b, "\t%s | %s | %s %s\n", d.Date.Span.In(text), days, d.Date.Precision, d.Date.Basis)
	}
	return b.String()
}

// TestCases reads testdata/*.txt: a text on a line, its dates indented below. The
// texts are printed on friday, or on the day that a line "# published 2014-03-05"
// above them gives; "# published unknown" gives none.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	f := when.New()
	cases := 0
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			published := friday()
			lines := strings.SplitAfter(string(raw), "\n")
			for i := 0; i < len(lines); {
				text := strings.TrimSuffix(lines[i], "\n")
				i++
				if text == "" && i == len(lines) {
					break
				}
				if day, ok := strings.CutPrefix(text, "# published "); ok {
					if published, err = entente.ParseDay(day); err != nil && day != "unknown" {
						t.Fatal(err)
					}
				}
				if text == "" || text[0] == '#' {
					fmt.Fprintln(&out, text)
					continue
				}
				want := ""
				for ; i < len(lines) && strings.HasPrefix(lines[i], "\t"); i++ {
					want += lines[i]
				}
				got := render(text, f.Dates(analyse(text, published)))
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
	if cases < 250 {
		t.Errorf("only %d cases", cases)
	}
}

// TestNoDay: without a day of printing only explicit dates have days, and the
// rest keep fineness and basis.
func TestNoDay(t *testing.T) {
	text := "Last month, on Monday, he said that since October 1999 and two years ago, in August, nothing moved; a year later it did."
	want := "\tLast month | ? | month relative\n" +
		"\tMonday | ? | day relative\n" +
		"\tsince October 1999 | 1999-10-01.. | interval explicit\n" +
		"\ttwo years ago | ? | year relative\n" +
		"\tAugust | 1999-08-01..1999-08-31 | month anchored\n" +
		"\ta year later | 2000-01-01..2000-12-31 | year anchored\n"
	if got := render(text, when.New().Dates(analyse(text, entente.Day{}))); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestTree: where the parser says that a number counts a plural, it is no year;
// before a singular it is.
func TestTree(t *testing.T) {
	for _, tt := range []struct {
		text, feats string
		tree, plain int
	}{
		{"In 2013 delegates met.", "Number=Plur", 0, 1},
		{"The 2013 summit failed.", "Number=Sing", 1, 1},
		{"The 2018 talks failed.", "Number=Plur", 1, 1},
	} {
		a := analyse(tt.text, friday())
		if got := len(when.New().Dates(a)); got != tt.plain {
			t.Errorf("%s: %d dates without a tree, want %d", tt.text, got, tt.plain)
		}
		a.Sentences[0].Tokens[1].Rel, a.Sentences[0].Tokens[1].Head = "nummod", 2
		a.Sentences[0].Tokens[2].Feats = tt.feats
		if got := len(when.New().Dates(a)); got != tt.tree {
			t.Errorf("%s: %d dates with a tree, want %d", tt.text, got, tt.tree)
		}
	}
}

// check fails unless dates are in order, apart, and run forwards.
func check(t *testing.T, a *entente.Analysis, dates []entente.DateMention) {
	t.Helper()
	end := 0
	for _, d := range dates {
		if d.Sentence < 0 || d.Sentence >= len(a.Sentences) {
			t.Fatalf("sentence %d", d.Sentence)
		}
		s := &a.Sentences[d.Sentence]
		if d.First < 0 || d.First > d.Last || d.Last >= len(s.Tokens) {
			t.Fatalf("tokens %d..%d of %d", d.First, d.Last, len(s.Tokens))
		}
		if d.Date.Span != s.SpanOf(d.First, d.Last) || d.Date.Span.Start < end {
			t.Fatalf("span %v after %d", d.Date.Span, end)
		}
		end = d.Date.Span.End
		if !d.Date.From.IsZero() && !d.Date.To.IsZero() && d.Date.To.Before(d.Date.From) {
			t.Fatalf("%q runs from %v to %v", d.Date.Span.In(a.Article.Text), d.Date.From, d.Date.To)
		}
		if d.Date.Precision == "" || d.Date.Basis == "" {
			t.Fatalf("%q has precision %q, basis %q", d.Date.Span.In(a.Article.Text), d.Date.Precision, d.Date.Basis)
		}
		if d.Duration && (!d.Date.From.IsZero() || !d.Date.To.IsZero()) {
			t.Fatalf("duration %q has days", d.Date.Span.In(a.Article.Text))
		}
		for _, day := range []entente.Day{d.Date.From, d.Date.To} {
			if back, err := entente.ParseDay(day.String()); !day.IsZero() && (err != nil || back != day) {
				t.Fatalf("%q gives %#v, which is no day", d.Date.Span.In(a.Article.Text), day)
			}
		}
	}
}

func FuzzDates(f *testing.F) {
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
				f.Add(line, 736613, uint64(0))
				f.Add(line, 736613, uint64(len(line)))
			}
		}
	}
	finder := when.New()
	f.Fuzz(func(t *testing.T, text string, days int, tree uint64) {
		if !utf8.ValidString(text) || len(text) > 2000 || days < 0 || days > 3_000_000 {
			t.Skip()
		}
		var published entente.Day
		if days > 0 {
			published = entente.Day{Year: 1, Month: 1, Day: 1}.Add(0, 0, days)
		}
		a := analyse(text, published)
		if tree > 0 {
			grow(a, tree)
		}
		check(t, a, finder.Dates(a))
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
