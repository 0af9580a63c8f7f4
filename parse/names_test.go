package parse

import (
	"strings"
	"testing"

	"entente"
)

// Each word is form/UPOS/head/relation/mention, heads from 1 and 0 for the root; a
// missing part is empty.
func TestNames(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"flat", "Ana/PROPN/3/nsubj/person Diaz/PROPN/1/flat spoke/VERB/0/root", "Ana Diaz=person"},
		{"capital adjective", "the/DET/3/det United/ADJ/3/amod States/PROPN/4/nsubj/place won/VERB/0/root", "United States=place"},
		{"small adjective", "old/ADJ/2/amod Athens/PROPN/0/root/place", "Athens=place"},
		{"of", "Bank/PROPN/0/root/organization of/ADP/3/case England/PROPN/1/nmod/place", "Bank of England=organization"},
		{"possessive", "Peru/PROPN/3/nmod:poss/place 's/PART/1/case Congress/PROPN/0/root/organization", "Peru=place Congress=organization"},
		{"hyphen", "Hart/PROPN/3/compound -/PUNCT/3/punct Gundy/PROPN/0/root/person", "Hart - Gundy=person"},
		{"comma", "Lima/PROPN/0/root/place ,/PUNCT/3/punct Peru/PROPN/1/flat", "Lima=place"},
		{"no mention", "Monday/PROPN/0/root/time", ""},
		{"part of another name", "the/DET/3/det HEROES/PROPN/3/compound/organization Act/PROPN/0/root/abstract", ""},
		{"legal form", "Babcock/PROPN/0/root/organization ,/PUNCT/3/punct Inc./PROPN/1/appos/organization", "Babcock=organization"},
		{"person of", "Ana/PROPN/0/root/person Diaz/PROPN/1/flat of/ADP/4/case Telesur/PROPN/1/nmod/organization", "Ana Diaz=person Telesur=organization"},
		{"number behind", "Apollo/PROPN/0/root/organization 11/NUM/1/nummod", "Apollo 11=organization"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var tokens []entente.Token
			for i, word := range strings.Fields(tt.in) {
				f := append(strings.Split(word, "/"), "")
				head := int(f[2][0]-'0') - 1
				if head < 0 {
					head = i
				}
				tokens = append(tokens, entente.Token{Form: f[0], UPOS: f[1], Head: head, Rel: f[3], Mention: f[4]})
			}
			new(namer).mark(tokens)
			var got []string
			for i := range tokens {
				switch place, kind, _ := strings.Cut(tokens[i].Name, "-"); place {
				case "B":
					got = append(got, tokens[i].Form+"="+kind)
				case "I":
					before, kind, _ := strings.Cut(got[len(got)-1], "=")
					got[len(got)-1] = before + " " + tokens[i].Form + "=" + kind
				}
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("names of %q: %q, want %q", tt.in, s, tt.want)
			}
		})
	}
}
