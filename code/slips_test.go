package code

import (
	"slices"
	"strings"
	"testing"

	"entente"
)

// FuzzMended gives the mending any tree over words that it looks for: what comes out is a tree,
// of the same words, and the sentence itself is as it was.
func FuzzMended(f *testing.F) {
	f.Add("led police demanding bread", []byte{0, 2, 0, 2}, []byte{1, 0, 17, 0}) // the police hang on the participle
	f.Add("police dispersed crowds demanding bread .", []byte{1, 1, 3, 1, 3, 1}, []byte{0, 1, 0, 1, 0, 2})
	f.Add("Qatar mediated between Mali and Chad .", []byte{1, 1, 3, 1, 5, 3, 1}, []byte{3, 1, 4, 3, 5, 3, 2})
	f.Add("Peru invaded neighbouring Chile that killed", []byte{1, 1, 1, 2, 5, 2}, []byte{3, 1, 1, 3, 6, 1})
	f.Add("Oman called demands absurd", []byte{1, 1, 1, 2}, []byte{3, 1, 0, 7})
	f.Add("dockers called for ports to close", []byte{1, 1, 1, 1, 5, 1}, []byte{0, 1, 5, 0, 4, 1})
	upos := []string{"NOUN", "VERB", "PUNCT", "PROPN", "ADP", "CCONJ", "PRON", "ADJ"}
	rels := []string{"nsubj", "obj", "ccomp", "xcomp", "advcl", "acl", "mark", "case", "obl", "nsubj:pass", "parataxis", "conj", "punct"}
	f.Fuzz(func(t *testing.T, text string, heads, kinds []byte) {
		words := strings.Fields(text)
		if len(words) == 0 || len(words) > 40 {
			return
		}
		at := func(list []byte, i int) int {
			if len(list) == 0 {
				return i
			}
			return int(list[i%len(list)])
		}
		s := &entente.Sentence{Zone: entente.ZoneBody}
		for i, w := range words {
			s.Tokens = append(s.Tokens, entente.Token{Form: w, Lemma: strings.ToLower(strings.TrimSuffix(w, "ing")), UPOS: upos[at(kinds, i)%len(upos)], Rel: rels[(at(heads, i)+at(kinds, i))%len(rels)], Head: at(heads, i) % len(words)})
		}
		if !rooted(s) {
			return
		}
		before := slices.Clone(s.Tokens)
		out := mended(s)
		if !rooted(out) || len(out.Tokens) != len(words) {
			t.Fatalf("%q is no tree of its words any more: %v", text, out.Tokens)
		}
		for i := range before {
			if s.Tokens[i].Head != before[i].Head || s.Tokens[i].Rel != before[i].Rel || s.Tokens[i].UPOS != before[i].UPOS {
				t.Fatalf("the sentence itself was changed at %d", i)
			}
		}
	})
}
