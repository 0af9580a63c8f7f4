package tokenize_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"entente"
	"entente/tokenize"
)

// TestCases reads testdata/cases: a text, and its sentences one a line with
// tokens parted by spaces and "+" before a glued one.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d case files, error %v", len(files), err)
	}
	tok := tokenize.New()
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text, want, ok := strings.Cut(strings.TrimPrefix(string(raw), "-- text --\n"), "-- want --\n")
			if !ok {
				t.Fatal("no want section")
			}
			if got := render(tok.Tokenize(&entente.Article{Text: text})); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func render(sents []entente.Sentence) string {
	var b strings.Builder
	for _, s := range sents {
		for i, tok := range s.Tokens {
			if i > 0 {
				b.WriteByte(' ')
			}
			if tok.Glued {
				b.WriteByte('+')
			}
			b.WriteString(tok.Form)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestZones(t *testing.T) {
	text := "Talks open\n\nBy A. Writer\n\nThey met. They parted.\n\nA picture."
	span := func(s string) entente.Span {
		at := strings.Index(text, s)
		return entente.Span{Start: at, End: at + len(s)}
	}
	art := &entente.Article{Text: text, Blocks: []entente.Block{
		{Zone: entente.ZoneHeadline, Span: span("Talks open")},
		{Zone: entente.ZoneByline, Span: span("By A. Writer")},
		{Zone: entente.ZoneBody, Span: span("They met. They parted.")},
		{Zone: entente.ZoneCaption, Span: span("A picture.")},
	}}
	want := []struct {
		text      string
		zone      entente.Zone
		paragraph int
	}{
		{"Talks open", entente.ZoneHeadline, 0},
		{"They met.", entente.ZoneBody, 2},
		{"They parted.", entente.ZoneBody, 2},
		{"A picture.", entente.ZoneCaption, 3},
	}
	got := tokenize.New().Tokenize(art)
	if len(got) != len(want) {
		t.Fatalf("%d sentences, want %d", len(got), len(want))
	}
	for i, w := range want {
		if s := got[i]; s.Span.In(text) != w.text || s.Zone != w.zone || s.Paragraph != w.paragraph {
			t.Errorf("sentence %d: %q %s %d, want %v", i, s.Span.In(text), s.Zone, s.Paragraph, w)
		}
	}
}

func TestLongLine(t *testing.T) {
	for _, unit := range []string{"word ", "x", "a, ", "\"", "don't", ". ", "(", "’s", "1-", "a.", "&A", "A&", "www.", "@", "1:"} {
		text := strings.Repeat(unit, 50_000)
		checkSpans(t, text)
	}
}

// TestEscapedPage: a page shown as text is one chunk that may begin an address at each "<".
// To look for one in all that is left, each time, took minutes at the largest size.
func TestEscapedPage(t *testing.T) {
	const n = 100_000
	sents := tokenize.New().Tokenize(&entente.Article{Text: strings.Repeat("<p>x</p>", n)})
	tokens := 0
	for _, s := range sents {
		tokens += len(s.Tokens)
	}
	if tokens != 8*n {
		t.Errorf("%d tokens, want %d", tokens, 8*n)
	}
	art := &entente.Article{Text: "<c<a@b.com> <c<http://127.0.0.1/x"}
	var got []string
	for _, s := range tokenize.New().Tokenize(art) {
		for _, tok := range s.Tokens {
			got = append(got, tok.Form)
		}
	}
	if want := []string{"<", "c", "<", "a@b.com", ">", "<", "c<http://127.0.0.1/x"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// checkSpans fails unless tokens are in order, on rune boundaries, bounded, and
// leave nothing but white space uncovered.
func checkSpans(t *testing.T, text string) {
	t.Helper()
	tok := tokenize.New()
	sents := tok.Tokenize(&entente.Article{Text: text})
	at := 0
	gap := func(to int) {
		for _, r := range text[at:to] {
			if !unicode.IsSpace(r) && !unicode.IsControl(r) && !strings.ContainsRune("\u200b\ufeff\u2060", r) {
				t.Fatalf("%q at %d is in no token", text[at:to], at)
			}
		}
	}
	spans := tok.Sentences(text, entente.Span{End: len(text)})
	if len(spans) != len(sents) {
		t.Fatalf("Sentences gives %d, Tokenize %d", len(spans), len(sents))
	}
	for i, s := range sents {
		if len(s.Tokens) == 0 || len(s.Tokens) > 400 {
			t.Fatalf("sentence %d has %d tokens", i, len(s.Tokens))
		}
		if first, last := s.Tokens[0].Span, s.Tokens[len(s.Tokens)-1].Span; s.Span.Start != first.Start || s.Span.End != last.End || s.Span != spans[i] {
			t.Fatalf("sentence %d: span %v, tokens from %v to %v, Sentences %v", i, s.Span, first, last, spans[i])
		}
		for _, tk := range s.Tokens {
			sp := tk.Span
			if sp.Start < at || sp.End <= sp.Start || sp.End > len(text) || !utf8.RuneStart(text[sp.Start]) || sp.End < len(text) && !utf8.RuneStart(text[sp.End]) {
				t.Fatalf("span %v after %d of %d", sp, at, len(text))
			}
			if tk.Form != sp.In(text) {
				t.Fatalf("form %q, text %q", tk.Form, sp.In(text))
			}
			if tk.Glued && sp.Start != at {
				t.Fatalf("glued token %q does not touch the one before", tk.Form)
			}
			gap(sp.Start)
			at = sp.End
		}
	}
	gap(len(text))
}

func FuzzTokenize(f *testing.F) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	f.Add("U.S.\u00a0’s 1.’ \u0301 a.b.c.dddd '90s ’”)» US$5 5p.m. é.É. n't 's")
	f.Fuzz(func(t *testing.T, text string) {
		if utf8.ValidString(text) {
			checkSpans(t, text)
		}
	})
}

func BenchmarkTokenize(b *testing.B) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil {
		b.Fatal(err)
	}
	var text strings.Builder
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		text.Write(raw)
		text.WriteString("\n\n")
	}
	art := &entente.Article{Text: strings.Repeat(text.String(), 20)}
	tok := tokenize.New()
	b.SetBytes(int64(len(art.Text)))
	b.ReportAllocs()
	for b.Loop() {
		tok.Tokenize(art)
	}
}
