package parse

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/encoder/kernel"
	"entente/model"
)

func small(t testing.TB, opts Options) *Parser {
	t.Helper()
	m, err := model.Read(model.RandomFile(model.RandomSmall(), 7), model.RandomVocab())
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(m, opts)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sentences makes sentences of random words, the lengths as given.
func sentences(seed uint64, lengths ...int) []entente.Sentence {
	r := rand.New(rand.NewPCG(seed, 2))
	words := []string{"The", "minister", "said", "talks", "talking", "NATO", "F-16", ",", ".", "I", "Ü", "\u200b", "…", "x", "McCain", "鬼"}
	var out []entente.Sentence
	for _, n := range lengths {
		var s entente.Sentence
		for range n {
			s.Tokens = append(s.Tokens, entente.Token{Form: words[r.IntN(len(words))]})
		}
		out = append(out, s)
	}
	return out
}

func clone(sents []entente.Sentence) []entente.Sentence {
	var out []entente.Sentence
	for _, s := range sents {
		s.Tokens = append([]entente.Token(nil), s.Tokens...)
		out = append(out, s)
	}
	return out
}

// check reports what is wrong with an annotated sentence, or "".
func check(s *entente.Sentence) string {
	roots := 0
	for i := range s.Tokens {
		tok := &s.Tokens[i]
		if tok.Lemma == "" || tok.UPOS == "" || tok.Rel == "" {
			return fmt.Sprintf("token %d lacks an annotation: %+v", i, *tok)
		}
		if tok.Head < 0 || tok.Head >= len(s.Tokens) {
			return fmt.Sprintf("token %d has head %d", i, tok.Head)
		}
		if (tok.Head == i) != (tok.Rel == "root") {
			return fmt.Sprintf("token %d under %d is %s", i, tok.Head, tok.Rel)
		}
		if tok.Head == i {
			roots++
		}
		if !s.Dominates(s.Root(), i) {
			return fmt.Sprintf("token %d is not under the root", i)
		}
	}
	if roots != 1 && len(s.Tokens) > 0 {
		return fmt.Sprintf("%d roots", roots)
	}
	return ""
}

func TestParseMakesTrees(t *testing.T) {
	p := small(t, Options{})
	// The small model has 64 positions, so the longest ones are read in stretches.
	sents := sentences(1, 0, 1, 2, 3, 7, 20, 40, 63, 100, 500, 0, 5)
	long := &sents[3].Tokens[1]
	long.Form = strings.Repeat("=", 500)
	if err := p.Parse(t.Context(), sents); err != nil {
		t.Fatal(err)
	}
	for i := range sents {
		if wrong := check(&sents[i]); wrong != "" {
			t.Errorf("sentence %d of %d tokens: %s", i, len(sents[i].Tokens), wrong)
		}
	}
}

func TestParseDoesNotDependOnCompany(t *testing.T) {
	for _, path := range kernel.Paths() {
		t.Run(path, func(t *testing.T) {
			var lengths []int
			for i := range 120 {
				lengths = append(lengths, 1+i*7%23)
			}
			sents := sentences(3, lengths...)
			alone := clone(sents)
			for i := range alone {
				if err := small(t, Options{Workers: 1, Path: path}).Parse(t.Context(), alone[i:i+1]); err != nil {
					t.Fatal(err)
				}
			}
			var further []entente.Token
			for _, workers := range []int{1, 2, 5} {
				together := clone(sents)
				if err := small(t, Options{Workers: workers, Path: path}).Parse(t.Context(), together); err != nil {
					t.Fatal(err)
				}
				// Names and chains are of the document, and the same however it was parsed.
				got := takeOfDocument(together)
				if takeOfDocument(alone); further == nil {
					further = got
				}
				if !slices.Equal(got, further) {
					t.Errorf("%d workers: names or chains differ", workers)
				}
				if !slices.ContainsFunc(got, func(tok entente.Token) bool { return tok.Chain > 0 }) {
					t.Errorf("%d workers: no chain", workers)
				}
				if !reflect.DeepEqual(alone, together) {
					t.Errorf("%d workers: results differ from those of single sentences", workers)
				}
			}
		})
	}
}

// takeOfDocument returns what the tokens have from their document, and clears it.
func takeOfDocument(sents []entente.Sentence) []entente.Token {
	var out []entente.Token
	for i := range sents {
		for j := range sents[i].Tokens {
			tok := &sents[i].Tokens[j]
			out = append(out, entente.Token{Name: tok.Name, Mention: tok.Mention, Chain: tok.Chain})
			tok.Name, tok.Mention, tok.Chain = "", "", 0
		}
	}
	return out
}

func TestCut(t *testing.T) {
	words := strings.Fields("a b c d e f g h i j k l m n o p q r s t")
	tests := []struct {
		name string
		at   int // of a comma in place of a word, if any
		want int
	}{
		{"full", -1, 16},
		{"after a comma near the end", 13, 14},
		{"a comma too early", 5, 16},
		{"a comma too late", 17, 16},
	}
	p := small(t, Options{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var tokens []entente.Token
			for i, word := range words {
				if i == tt.at {
					word = ","
				}
				tokens = append(tokens, entente.Token{Form: word})
			}
			w := new(work)
			w.pieces(p.vocab, tokens, 16)
			if got := w.cut(tokens, 0, 16); got != tt.want {
				t.Errorf("cut at %d, want %d", got, tt.want)
			}
			if got := w.cut(tokens, 18, 16); got != 20 {
				t.Errorf("the rest is cut at %d, want 20", got)
			}
		})
	}
}

func TestParseStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := small(t, Options{}).Parse(ctx, sentences(1, 5)); err == nil {
		t.Error("Parse after the end of its context: no error")
	}
}

func TestNewRefuses(t *testing.T) {
	m, err := model.Read(model.RandomFile(model.RandomSmall(), 7), model.RandomVocab())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(m, Options{Path: "abacus"}); err == nil || !strings.Contains(err.Error(), `"abacus"`) {
		t.Errorf("New with an unknown path: %v", err)
	}
	m.Vocab += "more\n"
	if _, err := New(m, Options{}); err == nil || !strings.Contains(err.Error(), "pieces for weights of") {
		t.Errorf("New with too many pieces: %v", err)
	}
	m.Vocab = "the\n"
	if _, err := New(m, Options{}); err == nil || !strings.Contains(err.Error(), "vocab.txt") {
		t.Errorf("New with a broken vocabulary: %v", err)
	}
}

// Whatever the words, a tree with one root comes out, every token annotated.
func FuzzParse(f *testing.F) {
	f.Add("The minister said : talks \u200b failed")
	f.Add("= == === \xff \u0301 鬼 ‘‘ …")
	p := small(f, Options{Workers: 1})
	f.Fuzz(func(t *testing.T, text string) {
		var s entente.Sentence
		for _, form := range strings.Fields(text) {
			s.Tokens = append(s.Tokens, entente.Token{Form: form})
		}
		sents := []entente.Sentence{s}
		if err := p.Parse(t.Context(), sents); err != nil {
			t.Fatal(err)
		}
		if wrong := check(&sents[0]); wrong != "" {
			t.Fatalf("%q: %s", text, wrong)
		}
	})
}
