package attribute

import (
	"strings"
	"testing"
	"unicode/utf8"

	"entente"
)

// FuzzAttribute builds any tree over words of the cue table and others, and
// checks what every reading must hold: spans in range and in order, content in
// every claim and apart from the cue, parents that exist and come in no circle.
func FuzzAttribute(f *testing.F) {
	f.Add("“Rain , ” he said , “ comes . ” She denied that it did .", []byte{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9})
	f.Add("Minister : the claim that rain reportedly fell , according to X", []byte{0, 0, 1, 2})
	f.Add("in the words of X \" said it was quoted as saying so \" — Y", []byte{7})
	at, err := New()
	if err != nil {
		f.Fatal(err)
	}
	upos := []string{"VERB", "NOUN", "PROPN", "ADJ", "ADV", "PRON", "SCONJ", "ADP", "AUX", "PUNCT", "DET"}
	rels := []string{"nsubj", "obj", "ccomp", "xcomp", "obl", "parataxis", "advcl", "acl", "acl:relcl", "mark", "case", "punct", "nmod:poss", "appos", "conj", "aux:pass", "nsubj:pass", "compound", "det", "advmod", "flat"}
	f.Fuzz(func(t *testing.T, text string, shape []byte) {
		if len(text) > 600 || !utf8.ValidString(text) { // page lets nothing else through
			return
		}
		at16 := func(i int) int {
			if len(shape) == 0 {
				return i
			}
			return int(shape[i%len(shape)]) + i/len(shape)
		}
		a := &entente.Analysis{Article: &entente.Article{Text: text}}
		var s entente.Sentence
		flush := func() {
			if n := len(s.Tokens); n > 0 {
				for i := range s.Tokens {
					s.Tokens[i].Head = 0
					if i > 0 {
						s.Tokens[i].Head = at16(i) % i
					}
				}
				if at16(n)%2 == 1 { // the same tree, turned round
					for i := range s.Tokens {
						s.Tokens[i].Head = 0
					}
					for i := range s.Tokens {
						if i == n-1 {
							s.Tokens[i].Head = i
						} else {
							s.Tokens[i].Head = i + 1 + at16(i)%(n-1-i)
						}
					}
				}
				s.Span = s.SpanOf(0, n-1)
				a.Sentences = append(a.Sentences, s)
			}
			s = entente.Sentence{Zone: entente.ZoneBody, Paragraph: len(a.Sentences) / 3}
		}
		pos := 0
		for i, w := range strings.Fields(text) {
			start := pos + strings.Index(text[pos:], w)
			pos = start + len(w)
			s.Tokens = append(s.Tokens, entente.Token{
				Span: entente.Span{Start: start, End: pos}, Form: w, Lemma: strings.ToLower(w),
				UPOS: upos[at16(i)%len(upos)], Rel: rels[at16(i*3)%len(rels)],
			})
			if w == "." {
				flush()
			}
		}
		flush()
		claims := at.Attribute(a)
		r := &entente.Reading{Format: entente.Format, Article: a.Article, Claims: claims}
		if err := r.Validate(); err != nil {
			t.Fatal(err)
		}
		parent := map[entente.ClaimID]*entente.ClaimID{}
		for _, c := range claims {
			parent[c.ID] = c.Parent
		}
		for _, c := range claims {
			steps := 0
			for p := c.Parent; p != nil; p = parent[*p] {
				if steps++; steps > len(claims) {
					t.Fatalf("claim %s is its own ancestor", c.ID)
				}
			}
			for _, src := range c.Source {
				for _, sp := range append(c.Content, c.Cue...) {
					if src.Overlaps(sp) {
						t.Fatalf("claim %s: source %v overlaps %v", c.ID, src, sp)
					}
				}
			}
		}
	})
}
