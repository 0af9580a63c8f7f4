package eval_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"entente"
	"entente/eval"
	"entente/tokenize"
	"entente/when"
)

// rawGold has a sentence that the tokenizer does not split off, after a
// semicolon, and a surface form that its words do not spell.
const rawGold = `# newdoc id = a
# newpar
# text = He can't stay.
1	He	he	PRON	_	_	4	nsubj	_	_
2-3	can't	_	_	_	_	_	_	_	_
2	ca	can	AUX	_	_	4	aux	_	_
3	n't	not	PART	_	_	4	advmod	_	_
4	stay	stay	VERB	_	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	_	_	4	punct	_	_

# text = Wait; go
1	Wait	_	VERB	_	_	0	root	_	SpaceAfter=No
2	;	;	PUNCT	_	_	1	punct	_	_

1	go	go	VERB	_	_	0	root	_	_

# newpar
1-2	Im	_	_	_	_	_	_	_	SpaceAfter=No
1	I	I	PRON	_	_	0	root	_	_
2	am	be	AUX	_	_	1	aux	_	_
3	!	!	PUNCT	_	_	1	punct	_	_

# newdoc id = b
1	End	end	NOUN	_	_	0	root	_	_

`

// chain is a parser that hangs every word from the one before it.
type chain struct{ err error }

func (c chain) Parse(_ context.Context, sents []entente.Sentence) error {
	for i := range sents {
		for j := range sents[i].Tokens {
			tok := &sents[i].Tokens[j]
			tok.UPOS, tok.Lemma, tok.Head, tok.Rel = "VERB", strings.ToLower(tok.Form), max(j-1, 0), "punct"
			if j == 0 {
				tok.Rel = "root"
			}
		}
	}
	return c.err
}

func TestRaw(t *testing.T) {
	rep, err := eval.Raw(t.Context(), tokenize.New(), chain{}, strings.NewReader(rawGold))
	if err != nil {
		t.Fatal(err)
	}
	if rep.Cases != 5 {
		t.Errorf("%d cases, want 5", rep.Cases)
	}
	// Found: He ca n't stay . | Wait ; go | I m ! | End
	want := map[string]string{
		"words":     "P 0.917 R 0.917", // not "am", found as "m"
		"sentences": "P 0.750 R 0.600",
		"UPOS":      "P 0.250 R 0.250", // stay, Wait, go
		"lemma":     "P 0.667 R 0.667", // not ca, n't, I, am; any will do for Wait
		"UAS":       "P 0.417 R 0.417", // ".", Wait, ";", I, End; the head of "!" is not right
		"LAS":       "P 0.417 R 0.417",
	}
	for _, s := range rep.Scores {
		if s.Detail != want[s.Field] {
			t.Errorf("%s %s, want %s", s.Field, s.Detail, want[s.Field])
		}
	}
	if len(rep.Misses) != 3 { // "am", "Wait;", "go"
		t.Errorf("misses\n%s", strings.Join(rep.Misses, "\n"))
	}
}

func TestRawErrors(t *testing.T) {
	if _, err := eval.Raw(t.Context(), tokenize.New(), chain{}, strings.NewReader("1\tonly two\n")); err == nil {
		t.Error("a line of two fields is no error")
	}
	stop := errors.New("stop")
	if _, err := eval.Raw(t.Context(), tokenize.New(), chain{stop}, strings.NewReader(rawGold)); !errors.Is(err, stop) {
		t.Errorf("error %v, want the parser's", err)
	}
}

// datesAlone finds dates without a tree.
func datesAlone(_ context.Context, text string, published entente.Day) (*entente.Analysis, error) {
	art := &entente.Article{Text: text, Published: published}
	a := &entente.Analysis{Article: art, Sentences: tokenize.New().Tokenize(art)}
	a.Dates = when.New().Dates(a)
	return a, nil
}

func TestNewsDates(t *testing.T) {
	gold := `{"date": "07/09/2018 10:00:00", "text": "They signed in 1998 and met last week. It was Ramadan.", "entities": [
		{"start": 15, "end": 19, "type": "DATE"}, {"start": 46, "end": 53, "type": "DATE"}]}`
	rep, err := eval.NewsDates(t.Context(), datesAlone, strings.NewReader(gold))
	if err != nil {
		t.Fatal(err)
	}
	if rep.Scores[0].Detail != "1 of 2" || rep.Scores[1].Detail != "1 of 2" {
		t.Errorf("scores %v, misses %q", rep.Scores, rep.Misses)
	}
	if _, err := eval.NewsDates(t.Context(), datesAlone, strings.NewReader("{")); err == nil {
		t.Error("broken JSON is no error")
	}
}
