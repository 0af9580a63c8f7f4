package conllu

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"entente"
)

const sample = `# newdoc
# sent_id = one-1
# text = Don't go to Paris.
1-2	Don't	_	_	_	_	_	_	_	_
1	Do	do	AUX	VB	Mood=Imp|VerbForm=Fin	3	aux	_	_
2	n't	not	PART	RB	Polarity=Neg	3	advmod	_	_
3	go	go	VERB	VB	VerbForm=Inf	0	root	_	_
3.1	went	go	VERB	_	_	_	_	_	_
4	to	to	ADP	IN	_	5	case	_	_
5	Paris	Paris	PROPN	NNP	Number=Sing	3	obl	_	SpaceAfter=No
6	.	.	PUNCT	.	_	3	punct	_	_

1-2	au	_	_	_	_	_	_	_	SpaceAfter=No
1	à	_	_	_	_	_	_	_	_
2	le	_	_	_	_	_	_	_	_
3	_	_	SYM	_	_	_	_	_	_
`

func TestRead(t *testing.T) {
	doc, err := Read(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	if want := "Don't go to Paris.\nau_"; doc.Text != want {
		t.Errorf("text %q, want %q", doc.Text, want)
	}
	if want := []string{"one-1", ""}; !reflect.DeepEqual(doc.IDs, want) {
		t.Errorf("ids %q, want %q", doc.IDs, want)
	}
	first, second := doc.Sentences[0], doc.Sentences[1]
	if len(first.Tokens) != 6 || first.Root() != 2 || !first.Tokens[1].Glued || first.Tokens[0].Glued {
		t.Errorf("tokens %+v", first.Tokens)
	}
	for i, want := range []string{"Do", "n't", "go", "to", "Paris", "."} {
		if got := first.Tokens[i].Span.In(doc.Text); got != want || first.Tokens[i].Form != want {
			t.Errorf("token %d is %q with the form %q, want %q", i, got, first.Tokens[i].Form, want)
		}
	}
	tok := first.Tokens[4]
	if tok.Lemma != "Paris" || tok.UPOS != "PROPN" || tok.Feats != "Number=Sing" || tok.Head != 2 || tok.Rel != "obl" {
		t.Errorf("token %+v", tok)
	}
	// "à le" is written "au": each word takes a letter.
	for i, want := range []string{"a", "u", "_"} {
		if got := second.Tokens[i].Span.In(doc.Text); got != want {
			t.Errorf("token %d of the second sentence covers %q, want %q", i, got, want)
		}
	}
	if tok := second.Tokens[2]; tok.Lemma != "_" || tok.Rel != "" || tok.Head != 0 {
		t.Errorf("token %+v", tok)
	}
	if got := second.Span.In(doc.Text); got != "au_" {
		t.Errorf("the second sentence covers %q", got)
	}
}

func TestWrite(t *testing.T) {
	doc, err := Read(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(&out, doc); err != nil {
		t.Fatal(err)
	}
	want := `# sent_id = one-1
# text = Don't go to Paris.
1-2	Don't	_	_	_	_	_	_	_	_
1	Do	do	AUX	_	Mood=Imp|VerbForm=Fin	3	aux	_	_
2	n't	not	PART	_	Polarity=Neg	3	advmod	_	_
3	go	go	VERB	_	VerbForm=Inf	0	root	_	_
4	to	to	ADP	_	_	5	case	_	_
5	Paris	Paris	PROPN	_	Number=Sing	3	obl	_	SpaceAfter=No
6	.	.	PUNCT	_	_	3	punct	_	_

# text = au_
1-2	au	_	_	_	_	_	_	_	SpaceAfter=No
1	à	_	_	_	_	_	_	_	_
2	le	_	_	_	_	_	_	_	_
3	_	_	SYM	_	_	_	_	_	_

`
	if out.String() != want {
		t.Errorf("wrote\n%s\nwant\n%s", out.String(), want)
	}
}

// entitySample is two documents of two paragraphs in all: "The mayor of Oslo,
// Marte Lie, spoke. She left. Rain fell."
const entitySample = `# newdoc id = a
# global.Entity = GRP-etype-infstat-salience-centering-minspan-link-identity
# newpar
1	The	_	_	_	_	_	_	_	Entity=(1-person-new-nnnnn-cf1-2-coref
2	mayor	_	_	_	_	_	_	_	_
3	of	_	_	_	_	_	_	_	_
4	Oslo	_	_	_	_	_	_	_	Entity=(2-place-new-nnnnn-cf2-1-sgl-Oslo-on-Sea)|SpaceAfter=No
5	,	_	_	_	_	_	_	_	_
6	Marte	_	_	_	_	_	_	_	Entity=(1-person-giv:act-nnnnn-cf1-1,2-appos
7	Lie	_	_	_	_	_	_	_	Entity=1)1)
8	spoke	_	_	_	_	_	_	_	Entity=7)(8-event-new-nnnnn-cf3-9-sgl

1	She	_	_	_	_	_	_	_	Entity=(1-person-acc:com-nnnnn-cf1-1-ana)(3

# newpar
1	Then	_	_	_	_	_	_	_	_

# newdoc id = b
# newpar
1	Rain	_	_	_	_	_	_	_	Entity=(1-event-new-nnnnn-cf1-7-sgl)

`

func TestReadEntities(t *testing.T) {
	doc, err := Read(strings.NewReader(entitySample))
	if err != nil {
		t.Fatal(err)
	}
	if want := "The mayor of Oslo, Marte Lie spoke\nShe\n\nThen\n\nRain"; doc.Text != want {
		t.Errorf("text %q, want %q", doc.Text, want)
	}
	var paragraphs []int
	for _, s := range doc.Sentences {
		paragraphs = append(paragraphs, s.Paragraph)
	}
	if parts := doc.Documents(); len(parts) != 2 || len(parts[0]) != 3 || len(parts[1]) != 1 || !reflect.DeepEqual(paragraphs, []int{0, 0, 1, 2}) {
		t.Errorf("documents begin at %v, paragraphs are %v", doc.Starts, paragraphs)
	}
	want := []Mention{
		{Sentence: 0, First: 3, Last: 3, Min: []int{3}, Group: "2", Type: "place", Identity: "Oslo-on-Sea"},
		{Sentence: 0, First: 5, Last: 6, Min: []int{5, 6}, Group: "1", Type: "person"},
		{Sentence: 0, First: 0, Last: 6, Min: []int{1}, Group: "1", Type: "person"},
		{Sentence: 1, First: 0, Last: 0, Min: []int{0}, Group: "1", Type: "person"},
		{Sentence: 3, First: 0, Last: 0, Min: []int{0}, Group: "1", Type: "event"}, // no seventh word: all of it
	}
	if !reflect.DeepEqual(doc.Mentions, want) {
		t.Errorf("mentions\n%+v, want\n%+v", doc.Mentions, want)
	}
}

func TestReadErrors(t *testing.T) {
	rest := "\t_\t_\t_\t_\t_\t_\t_\t_\n"
	tests := []struct {
		name, in string
		kind     entente.Kind
		want     string
	}{
		{"columns", "# x\n1\tgo\n", entente.Syntax, "conllu: line 2: bad input: 2 columns, not 10"},
		{"empty column", "1\t" + rest, entente.Syntax, "line 1: bad input: column 2 is empty"},
		{"first id", "2\tgo" + rest, entente.Syntax, `line 1: bad input: id "2" where word 1 was to come`},
		{"word id", "x\tgo" + rest, entente.Syntax, `id "x"`},
		{"open range", "1-2\tgo" + rest + "1\tgo" + rest + "\n", entente.Syntax, "line 3: bad input: a multiword token lacks its last 1 words"},
		{"range of one", "1-1\tgo" + rest, entente.Syntax, "multiword token 1-1"},
		{"head outside", "1\tgo\t_\t_\t_\t_\t7\tdep\t_\t_\n", entente.Syntax, "head 7 of word 1 in a sentence of 1 words"},
		{"own head", "1\tgo\t_\t_\t_\t_\t1\tdep\t_\t_\n", entente.Syntax, `head "1" of word 1`},
		{"not UTF-8", "\n1\tg\xff" + rest, entente.Encoding, "line 2: not UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(tt.in))
			var e *entente.Error
			if !errors.As(err, &e) || e.Kind != tt.kind || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// What was read, written and read again is the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("\uFEFF1\t a\t_\tX\t_\t_\t0\troot\t_\tSpaceAfter=No\r\n\r\n1\tb\tb\t_\t_\t_\t0\troot\t_\tx|SpaceAfter=No\n"))
	f.Add([]byte("1-3\ta\t_\t_\t_\t_\t_\t_\t_\t_\n1\tb\t_\t_\t_\t_\t_\t_\t_\t_\n2\tb\t_\t_\t_\t_\t_\t_\t_\t_\n3\tb\t_\t_\t_\t_\t_\t_\t_\t_\n"))
	f.Add([]byte(entitySample))
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := Read(bytes.NewReader(b))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := Write(&out, doc); err != nil {
			t.Fatal(err)
		}
		again, err := Read(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatalf("%v in what Write wrote:\n%s", err, out.Bytes())
		}
		doc.Mentions = nil // not written
		if !reflect.DeepEqual(doc, again) {
			t.Fatalf("read %+v\nthen %+v\nfrom\n%s", doc, again, out.Bytes())
		}
		for i := range doc.Sentences {
			end := doc.Sentences[i].Span.Start
			for _, tok := range doc.Sentences[i].Tokens {
				if tok.Span.Start < end || tok.Span.End < tok.Span.Start || tok.Span.End > doc.Sentences[i].Span.End {
					t.Fatalf("spans out of order: %+v", doc.Sentences[i])
				}
				end = tok.Span.End
			}
		}
	})
}
