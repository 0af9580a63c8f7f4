package conllu

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// blank replaces what would break the format.
var blank = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")

// Write writes doc as CoNLL-U: XPOS, DEPS and what is not known are "_". Tokens
// that are Glued to the one before make one multiword token with it. A token
// without a relation counts as not parsed. Marks of documents and paragraphs
// stand only between sentences.
func Write(w io.Writer, doc *Doc) error {
	out := bufio.NewWriter(w)
	wr := writer{out: out, text: doc.Text}
	for i := range doc.Sentences {
		id := ""
		if i < len(doc.IDs) {
			id = doc.IDs[i]
		}
		switch {
		case i == 0:
		case slices.Contains(doc.Starts, i):
			wr.comment("# newdoc")
		case doc.Sentences[i].Paragraph != doc.Sentences[i-1].Paragraph:
			wr.comment("# newpar")
		}
		next := -1
		if i+1 < len(doc.Sentences) && len(doc.Sentences[i+1].Tokens) > 0 {
			next = doc.Sentences[i+1].Tokens[0].Span.Start
		}
		wr.sentence(&doc.Sentences[i], id, next)
	}
	return out.Flush() // remembers the first error
}

type writer struct {
	out  *bufio.Writer
	text string
	line []byte
}

// sentence writes one sentence; the one after it starts at next, -1 if there is none.
func (wr *writer) sentence(s *entente.Sentence, id string, next int) {
	toks := s.Tokens
	if len(toks) == 0 {
		return
	}
	if id != "" {
		wr.comment("# sent_id = " + id)
	}
	var plain strings.Builder
	for i := 0; i < len(toks); {
		last, surface := wr.token(toks, i)
		plain.WriteString(surface)
		if last+1 < len(toks) && toks[last].Span.End != toks[last+1].Span.Start {
			plain.WriteByte(' ')
		}
		i = last + 1
	}
	wr.comment("# text = " + plain.String())
	for i := 0; i < len(toks); {
		last, surface := wr.token(toks, i)
		after := next
		if last+1 < len(toks) {
			after = toks[last+1].Span.Start
		}
		misc := "_"
		if toks[last].Span.End == after {
			misc = "SpaceAfter=No"
		}
		if last > i {
			wr.columns(strconv.Itoa(i+1)+"-"+strconv.Itoa(last+1), surface, "", "", "", "_", "", misc)
			misc = "_"
		}
		for ; i <= last; i++ {
			tok := &toks[i]
			head := "_"
			if tok.Rel != "" && tok.Head == i {
				head = "0"
			} else if tok.Rel != "" {
				head = strconv.Itoa(tok.Head + 1)
			}
			wr.columns(strconv.Itoa(i+1), tok.Form, tok.Lemma, tok.UPOS, tok.Feats, head, tok.Rel, misc)
		}
	}
	wr.comment("")
}

// token returns the last word of the token that begins at word first, and how it is written.
func (wr *writer) token(toks []entente.Token, first int) (last int, surface string) {
	last = first
	for last+1 < len(toks) && toks[last+1].Glued {
		last++
	}
	if last == first {
		return last, toks[first].Form
	}
	surface = entente.Span{Start: toks[first].Span.Start, End: toks[last].Span.End}.In(wr.text)
	if surface == "" { // spans that are not of this text
		for _, tok := range toks[first : last+1] {
			surface += tok.Form
		}
	}
	return last, surface
}

func (wr *writer) comment(line string) {
	// The Writer keeps the first error for Flush, here and below.
	_, _ = wr.out.WriteString(blank.Replace(line) + "\n")
}

func (wr *writer) columns(id, form, lemma, upos, feats, head, rel, misc string) {
	wr.line = append(wr.line[:0], id...)
	for _, c := range [...]string{form, lemma, upos, "_", feats, head, rel, "_", misc} {
		if c == "" {
			c = "_"
		}
		wr.line = append(append(wr.line, '\t'), blank.Replace(c)...)
	}
	_, _ = wr.out.Write(append(wr.line, '\n'))
}
