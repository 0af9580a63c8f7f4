package eval

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"entente"
	"entente/pipeline"
)

// Segment scores sentences and words against a treebank in CoNLL-U. Each
// document's raw text is put together again from the words and their
// SpaceAfter marks, paragraphs parted by a blank line, and tok reads that. A
// word or a sentence is right if both its ends are. Words that share a surface
// form ("dunno") without spelling it count as one.
func Segment(tok pipeline.Tokenizer, r io.Reader) (*Report, error) {
	docs, err := readDocuments(r)
	if err != nil {
		return nil, err
	}
	rep := &Report{Gold: "segmentation"}
	var words, sents counts
	for _, d := range docs {
		got := tok.Tokenize(&entente.Article{Text: d.text})
		var gotWords, gotSents []entente.Span
		for i := range got {
			gotSents = append(gotSents, got[i].Span)
			for j := range got[i].Tokens {
				gotWords = append(gotWords, got[i].Tokens[j].Span)
			}
		}
		rep.Cases += len(d.sents)
		rep.Misses = append(rep.Misses, words.add("word", d.text, gotWords, d.words)...)
		rep.Misses = append(rep.Misses, sents.add("sentence", d.text, gotSents, d.sents)...)
	}
	rep.Scores = []Score{
		F1("words", words.right, words.found, words.wanted),
		F1("sentences", sents.right, sents.found, sents.wanted),
	}
	return rep, nil
}

type counts struct{ right, found, wanted int }

// add compares two lists of spans in text order and returns a line for each
// difference.
func (c *counts) add(what, text string, got, want []entente.Span) []string {
	c.found += len(got)
	c.wanted += len(want)
	in := map[entente.Span]bool{}
	for _, sp := range got {
		in[sp] = true
	}
	var misses []string
	for _, sp := range want {
		if in[sp] {
			c.right++
			delete(in, sp)
			continue
		}
		var near []string
		for _, g := range got {
			if g.Overlaps(sp) {
				near = append(near, g.In(text))
			}
		}
		misses = append(misses, fmt.Sprintf("%s: want %q, got %q", what, sp.In(text), near))
	}
	return misses
}

// document is one raw text with its gold spans.
type document struct {
	text         string
	words, sents []entente.Span
}

// documents builds them line by line.
type documents struct {
	done []document
	text strings.Builder
	cur  document
	gap  string // white space owed before the next word

	start   int    // of the sentence, -1 before its first word
	rest    string // what is left to spell of a surface form
	restEnd string // ID of its last word
	restGap string
}

func readDocuments(r io.Reader) ([]document, error) {
	b := documents{start: -1}
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, 1<<20)
	for line := 1; scan.Scan(); line++ {
		text := scan.Text()
		switch {
		case text == "":
			b.endSentence()
		case strings.HasPrefix(text, "# newdoc"):
			b.endDocument()
		case strings.HasPrefix(text, "# newpar"):
			if b.gap != "" || b.text.Len() > 0 {
				b.gap = "\n\n"
			}
		case text[0] == '#':
		default:
			f := strings.Split(text, "\t")
			if len(f) != 10 {
				return nil, &entente.Error{Op: "eval", Kind: entente.Syntax, Line: line, Err: fmt.Errorf("%d fields where CoNLL-U has 10", len(f))}
			}
			b.word(f)
		}
	}
	if err := scan.Err(); err != nil {
		return nil, &entente.Error{Op: "eval", Kind: entente.Syntax, Err: err}
	}
	b.endDocument()
	return b.done, nil
}

func (b *documents) word(f []string) {
	id, form := f[0], f[1]
	gap := " "
	if strings.Contains(f[9], "SpaceAfter=No") {
		gap = ""
	}
	if strings.Contains(id, ".") { // an empty node
		return
	}
	if _, last, ok := strings.Cut(id, "-"); ok {
		b.rest, b.restEnd, b.restGap = form, last, gap
		return
	}
	if b.restEnd == "" {
		b.put(form, gap)
		return
	}
	after, spelled := strings.CutPrefix(b.rest, form)
	if spelled && (id != b.restEnd || after == "") {
		b.rest = after
		b.put(form, "")
	} else if b.rest != "" { // not spelled by its words
		b.put(b.rest, "")
		b.rest = ""
	}
	if id == b.restEnd {
		b.restEnd, b.gap = "", b.restGap
	}
}

func (b *documents) put(form, gap string) {
	b.text.WriteString(b.gap)
	start := b.text.Len()
	b.text.WriteString(form)
	b.cur.words = append(b.cur.words, entente.Span{Start: start, End: b.text.Len()})
	if b.start < 0 {
		b.start = start
	}
	b.gap = gap
}

func (b *documents) endSentence() {
	if b.start >= 0 {
		b.cur.sents = append(b.cur.sents, entente.Span{Start: b.start, End: b.text.Len()})
	}
	b.start, b.rest, b.restEnd = -1, "", ""
}

func (b *documents) endDocument() {
	b.endSentence()
	if len(b.cur.words) > 0 {
		b.cur.text = b.text.String()
		b.done = append(b.done, b.cur)
	}
	b.cur, b.gap = document{}, ""
	b.text.Reset()
}
