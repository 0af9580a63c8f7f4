package eval

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"entente"
)

const goldTree = `# sent_id = t-1
1	Envoys	envoy	NOUN	_	Number=Plur	2	nsubj	_	_
2	met	meet	VERB	_	VerbForm=Fin	0	root	_	_
3	today	today	NOUN	_	_	2	obl:tmod	_	SpaceAfter=No
4	.	.	PUNCT	_	_	2	punct	_	_

1	Talks	_	_	_	_	_	_	_	_
`

// fixedParser writes the same annotations into every first sentence.
type fixedParser struct{ err error }

func (p fixedParser) Parse(_ context.Context, sents []entente.Sentence) error {
	toks := sents[0].Tokens
	for i := range toks {
		if toks[i].Lemma != "" || toks[i].UPOS != "" || toks[i].Rel != "" || toks[i].Head != 0 {
			return errors.New("the parser sees gold")
		}
	}
	for i, tok := range []entente.Token{
		{Lemma: "envoy", UPOS: "NOUN", Feats: "Number=Plur", Head: 1, Rel: "nsubj"},
		{Lemma: "meet", UPOS: "VERB", Feats: "", Head: 1, Rel: "root"},
		{Lemma: "today", UPOS: "ADV", Head: 1, Rel: "obl"},
		{Lemma: ".", UPOS: "PUNCT", Head: 2, Rel: "punct"},
	} {
		tok.Form, tok.Span = toks[i].Form, toks[i].Span
		toks[i] = tok
	}
	return p.err
}

func TestTreebank(t *testing.T) {
	reports, err := Treebank(t.Context(), fixedParser{}, nil, strings.NewReader(goldTree))
	if err != nil {
		t.Fatal(err)
	}
	if len(reports) != 1 {
		t.Fatalf("%d reports of a treebank without mentions, want 1", len(reports))
	}
	r := reports[0]
	want := []Score{
		{"UPOS", 0.75, "3 of 4"}, {"feats", 0.75, "3 of 4"}, {"lemma", 1, "4 of 4"}, {"UAS", 0.75, "3 of 4"}, {"LAS", 0.5, "2 of 4"},
	}
	if !reflect.DeepEqual(r.Scores, want) || r.Cases != 2 {
		t.Errorf("scores %v of %d cases, want %v", r.Scores, r.Cases, want)
	}
	misses := []string{
		`t-1 "met": feats: got _ want VerbForm=Fin`,
		`t-1 "today": UPOS: got ADV want NOUN`,
		`t-1 "today": arc: got obl of met want obl:tmod of met`,
		`t-1 ".": arc: got punct of today want punct of met`,
	}
	if !reflect.DeepEqual(r.Misses, misses) {
		t.Errorf("misses\n%s\nwant\n%s", strings.Join(r.Misses, "\n"), strings.Join(misses, "\n"))
	}
}

func TestTreebankErrors(t *testing.T) {
	if _, err := Treebank(t.Context(), fixedParser{}, nil, strings.NewReader("1\tx\n")); err == nil {
		t.Error("a broken treebank gave no error")
	}
	stop := errors.New("stop")
	if _, err := Treebank(t.Context(), fixedParser{stop}, nil, strings.NewReader(goldTree)); !errors.Is(err, stop) {
		t.Errorf("error %v, want the parser's", err)
	}
}
