// Package conllu reads and writes CoNLL-U, the ten-column format of Universal
// Dependencies (universaldependencies.org/format.html).
//
// Smallest use:
//
//	doc, err := conllu.Read(os.Stdin)
//	err = conllu.Write(os.Stdout, doc)
//
// Kept: forms, lemmas, UPOS, FEATS, heads, relations, multiword tokens,
// SpaceAfter=No, sent_id, and where documents and paragraphs begin. Read, but not
// written: the mentions in Entity. Dropped: XPOS, DEPS, the rest of MISC, empty
// nodes and other comments. Trees are not checked: a head may be any word of the
// sentence.
package conllu

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente"
)

// maxLine bounds one line, in bytes.
const maxLine = 16 << 20

// Doc is the sentences of one file. Spans are offsets into Text, which is made of
// the tokens: one space between them unless SpaceAfter=No, a line feed between
// sentences, a blank line between paragraphs and between documents.
type Doc struct {
	Text      string
	Sentences []entente.Sentence // Paragraph counts from 0 through the file
	IDs       []string           // sent_id of each sentence, "" if it has none; nil is none at all
	Starts    []int              // first sentence of each document after the first one
	Mentions  []Mention          // in text order of their ends
}

// Documents cuts the sentences at Starts; the stretches are not empty.
func (doc *Doc) Documents() [][]entente.Sentence {
	var out [][]entente.Sentence
	from := 0
	for _, to := range append(doc.Starts[:len(doc.Starts):len(doc.Starts)], len(doc.Sentences)) {
		if from < to {
			out = append(out, doc.Sentences[from:to])
		}
		from = to
	}
	return out
}

// reader gathers a Doc line by line.
type reader struct {
	text  strings.Builder
	doc   Doc
	words []word
	id    string
	glue  bool // the sentence before ended in SpaceAfter=No

	newdoc, newpar bool // met since the sentence before
	paragraph      int
	entities       entities

	group         int    // words of the open multiword token still to come
	surface       string // of the open multiword token
	surfaceNoGap  bool
	surfaceLength int // its number of words
}

// word is a token with the surface of the multiword token that it begins.
type word struct {
	tok     entente.Token
	head    int // as written: 0 is the root
	parsed  bool
	noSpace bool
	members int // words of the multiword token that begins here, 0 if none does
	surface string
}

// Read reads CoNLL-U. Words with the head "_" come back with no annotation of the
// tree: Rel is "" and Head 0. Errors are of kind Syntax or Encoding and name the line.
func Read(r io.Reader) (*Doc, error) {
	var rd reader
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n := 0
	fail := func(kind entente.Kind, err error) (*Doc, error) {
		return nil, &entente.Error{Op: "conllu", Kind: kind, Line: n, Err: err}
	}
	for lines.Scan() {
		n++
		line := strings.ReplaceAll(strings.TrimSuffix(lines.Text(), "\r"), "\r", " ")
		if n == 1 {
			line = strings.TrimPrefix(line, "\uFEFF")
		}
		if !utf8.ValidString(line) {
			return fail(entente.Encoding, nil)
		}
		var err error
		switch {
		case line == "":
			err = rd.endSentence()
		case line[0] == '#':
			rd.comment(line[1:])
		default:
			err = rd.addLine(line)
		}
		if err != nil {
			return fail(entente.Syntax, err)
		}
	}
	n++
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fail(entente.TooLarge, fmt.Errorf("a line of more than %d bytes", maxLine))
	} else if err != nil {
		return fail(entente.Other, err)
	}
	if err := rd.endSentence(); err != nil {
		return fail(entente.Syntax, err)
	}
	rd.doc.Text = rd.text.String()
	return &rd.doc, nil
}

func (rd *reader) comment(line string) {
	key, value, _ := strings.Cut(line, "=")
	words := strings.Fields(key)
	if len(words) == 0 {
		return
	}
	switch words[0] {
	case "sent_id":
		rd.id = strings.TrimSpace(blank.Replace(value))
	case "newdoc":
		rd.newdoc = true
	case "newpar":
		rd.newpar = true
	case "global.Entity":
		rd.entities.declare(value)
	}
}

func (rd *reader) addLine(line string) error {
	col := strings.Split(line, "\t")
	if len(col) != 10 {
		return fmt.Errorf("%d columns, not 10", len(col))
	}
	for i, c := range col {
		if c == "" {
			return fmt.Errorf("column %d is empty", i+1)
		}
	}
	if strings.Contains(col[0], ".") { // an empty node
		return nil
	}
	noSpace := false
	for pair := range strings.SplitSeq(col[9], "|") {
		noSpace = noSpace || pair == "SpaceAfter=No"
		if brackets, ok := strings.CutPrefix(pair, "Entity="); ok && !strings.Contains(col[0], "-") {
			rd.entities.read(brackets, len(rd.doc.Sentences), len(rd.words))
		}
	}
	next := len(rd.words) + 1
	if first, last, ok := strings.Cut(col[0], "-"); ok {
		a, err1 := strconv.Atoi(first)
		b, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || a != next || b <= a || rd.group > 0 {
			return fmt.Errorf("a multiword token %s where word %d was to come", col[0], next)
		}
		rd.group, rd.surface, rd.surfaceNoGap = b-a+1, col[1], noSpace
		rd.surfaceLength = rd.group
		return nil
	}
	if id, err := strconv.Atoi(col[0]); err != nil || id != next {
		return fmt.Errorf("id %q where word %d was to come", col[0], next)
	}
	w := word{tok: entente.Token{Form: col[1], Lemma: known(col[2]), UPOS: known(col[3]), Feats: known(col[5])}, noSpace: noSpace}
	if col[1] == "_" && col[2] == "_" {
		w.tok.Lemma = "_"
	}
	if col[6] != "_" && col[7] != "_" {
		head, err := strconv.Atoi(col[6])
		if err != nil || head < 0 || head == next {
			return fmt.Errorf("head %q of word %d", col[6], next)
		}
		w.head, w.parsed, w.tok.Rel = head, true, col[7]
	}
	if rd.group > 0 {
		if rd.group == rd.surfaceLength {
			w.members, w.surface = rd.surfaceLength, rd.surface
		} else {
			w.tok.Glued = true
		}
		w.noSpace = rd.group > 1 || rd.surfaceNoGap
		rd.group--
	}
	rd.words = append(rd.words, w)
	return nil
}

func known(column string) string {
	if column == "_" {
		return ""
	}
	return column
}

func (rd *reader) endSentence() error {
	defer func() { rd.words, rd.id = rd.words[:0], "" }()
	if rd.group > 0 {
		return fmt.Errorf("a multiword token lacks its last %d words", rd.group)
	}
	if len(rd.words) == 0 {
		return nil
	}
	switch {
	case rd.text.Len() == 0:
	case rd.newdoc || rd.newpar:
		rd.text.WriteString("\n\n")
		rd.paragraph++
		if rd.newdoc {
			rd.doc.Starts = append(rd.doc.Starts, len(rd.doc.Sentences))
		}
	case !rd.glue:
		rd.text.WriteByte('\n')
	}
	rd.newdoc, rd.newpar = false, false
	rd.doc.Mentions = append(rd.doc.Mentions, rd.entities.take()...)
	sent := entente.Sentence{Zone: entente.ZoneBody, Paragraph: rd.paragraph, Tokens: make([]entente.Token, len(rd.words))}
	for i := 0; i < len(rd.words); {
		w := &rd.words[i]
		members, surface := max(w.members, 1), w.surface
		if w.members == 0 {
			surface = w.tok.Form
		}
		at := rd.text.Len()
		rd.text.WriteString(surface)
		spread(rd.words[i:i+members], surface, at)
		i += members
		if rd.glue = rd.words[i-1].noSpace; !rd.glue && i < len(rd.words) {
			rd.text.WriteByte(' ')
		}
	}
	for i := range rd.words {
		w := &rd.words[i]
		sent.Tokens[i] = w.tok
		if !w.parsed {
			continue
		}
		if w.head > len(rd.words) {
			return fmt.Errorf("head %d of word %d in a sentence of %d words", w.head, i+1, len(rd.words))
		}
		sent.Tokens[i].Head = w.head - 1
		if w.head == 0 {
			sent.Tokens[i].Head = i
		}
	}
	sent.Span = entente.Span{Start: sent.Tokens[0].Span.Start, End: rd.text.Len()}
	rd.doc.Sentences = append(rd.doc.Sentences, sent)
	rd.doc.IDs = append(rd.doc.IDs, rd.id)
	return nil
}

// spread sets the spans of the words of one token that is written as surface, at
// offset at. Where the words are not its parts ("au" is "à le"), each takes as
// many characters as it has and the last takes the rest; some may get none.
func spread(words []word, surface string, at int) {
	for i := range words {
		tok := &words[i].tok
		size := len(surface)
		if i < len(words)-1 {
			runes := utf8.RuneCountInString(tok.Form)
			for j := range surface {
				if runes == 0 {
					size = j
					break
				}
				runes--
			}
		}
		tok.Span = entente.Span{Start: at, End: at + size}
		surface, at = surface[size:], at+size
	}
}
