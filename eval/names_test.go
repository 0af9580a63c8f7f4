package eval

import (
	"maps"
	"reflect"
	"strings"
	"testing"

	"entente"
	"entente/conllu"
)

func TestGoldNames(t *testing.T) {
	// Each word is form/UPOS/head, the head counted from 1; a bracket is group-type-minspan-identity.
	tests := []struct{ name, words, entity, want string }{
		{"cut at a comma", "Marte/PROPN/0 Lie/PROPN/1 ,/PUNCT/4 a/DET/5 fellow/NOUN/1", "1:(1-person-1,2,5-Marte_Lie 5:1)", "person:Marte Lie*"},
		{"two words between", "Bank/PROPN/0 of/ADP/4 the/DET/4 North/PROPN/1", "1:(1-organization-1,4- 4:1)", "organization:Bank of the North"},
		{"three words between", "Bank/PROPN/0 of/ADP/5 all/DET/5 the/DET/5 North/PROPN/1", "1:(1-organization-1,5- 5:1)", "organization:Bank"},
		{"hyphen", "Marte/PROPN/0 -/PUNCT/3 Lie/PROPN/1", "1:(1-person-1,3- 3:1)", "person:Marte - Lie"},
		{"common noun at the head", "Oslo/PROPN/2 mayor/NOUN/0", "1:(1-person-1,2-Marte_Lie 2:1)", ""},
		{"other type", "Marathon/PROPN/0", "1:(1-event-1-Marathon)", ""},
		{"nested", "Bank/PROPN/0 of/ADP/3 Oslo/PROPN/1", "1:(1-organization-1,3-Bank 3:(2-place-1-Oslo)1)", "organization:Bank of Oslo*"},
		{"twice", "Oslo/PROPN/0", "1:(1-place-1-(2-place-1-Oslo)1)", "place:Oslo*"},
		{"two types", "Oslo/PROPN/0", "1:(1-place-1-Oslo(2-organization-1-)1)", "organization:Oslo"},
		{"crossing", "Bank/PROPN/0 Oslo/PROPN/1 North/PROPN/1 Sea/PROPN/1", "1:(1-place-1,2- 2:1)(2-place-1,2,3-Sea 4:2)", "place:Oslo North Sea*"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			marks := map[string]string{}
			for m := range strings.FieldsSeq(tt.entity) {
				at, brackets, _ := strings.Cut(m, ":")
				marks[at] = "Entity=" + brackets
			}
			var in strings.Builder
			in.WriteString("# global.Entity = GRP-etype-minspan-identity\n")
			for i, w := range strings.Fields(tt.words) {
				f, id := strings.Split(w, "/"), string(rune('1'+i))
				misc := marks[id]
				if misc == "" {
					misc = "_"
				}
				in.WriteString(strings.Join([]string{id, f[0], "_", f[1], "_", "_", f[2], "dep", "_", misc}, "\t") + "\n")
			}
			doc, err := conllu.Read(strings.NewReader(in.String()))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for n, identity := range goldNames(doc) {
				got += n.kind + ":" + doc.Sentences[0].SpanOf(n.first, n.last).In(doc.Text)
				if identity {
					got += "*"
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q of\n%s", got, tt.want, in.String())
			}
		})
	}
}

func TestTaggedNames(t *testing.T) {
	var s entente.Sentence
	for _, tag := range strings.Fields("B-person I-person B-person O I-place I-place I-person O B-place") {
		s.Tokens = append(s.Tokens, entente.Token{Name: strings.TrimPrefix(tag, "O")})
	}
	want := []name{{0, 0, 1, "person"}, {0, 2, 2, "person"}, {0, 4, 5, "place"}, {0, 6, 6, "person"}, {0, 8, 8, "place"}}
	if got := taggedNames([]entente.Sentence{s}); !reflect.DeepEqual(got, want) {
		t.Errorf("taggedNames = %v, want %v", got, want)
	}
}

// A gold name without an identity, found or not, leaves the score of those with
// one as it is; a name that gold has not counts against both.
func TestScoreNames(t *testing.T) {
	doc, err := conllu.Read(strings.NewReader(goldEntityTree))
	if err != nil {
		t.Fatal(err)
	}
	want := map[name]bool{{0, 3, 3, "place"}: true, {0, 6, 6, "person"}: false, {1, 2, 2, "place"}: true}
	if got := goldNames(doc); !maps.Equal(got, want) {
		t.Fatalf("gold %v, want %v", got, want)
	}
	got := make([]entente.Sentence, len(doc.Sentences))
	for i, s := range doc.Sentences {
		got[i].Tokens = make([]entente.Token, len(s.Tokens))
	}
	got[0].Tokens[3].Name = "B-place"
	got[0].Tokens[6].Name = "B-person"
	got[1].Tokens[0].Name = "B-person"
	scores, misses := scoreNames(got, doc)
	if scores[0].Detail != "P 0.667 R 0.667" || scores[1].Detail != "P 0.500 R 0.500" || len(misses) != 2 {
		t.Errorf("scores %v, misses %q", scores, misses)
	}
}
