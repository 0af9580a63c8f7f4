// Package tokenize splits the text of an article into sentences and syntactic
// words, with exact byte offsets:
//
//	t := tokenize.New()
//	for _, sent := range t.Tokenize(art) { … }
//
// Words follow the practice of the Universal Dependencies English treebanks EWT
// and GUM: "don't" and "Iran's" are two tokens each, the second one glued;
// compounds split at their hyphens ("long", "-", "time") unless they begin with
// a prefix ("anti-war", "co-founder"); "$" and "%" stand alone; "U.S.", "Mr."
// and initials keep their full stops. Where a short form ends a sentence, its
// full stop is not given a second token; "etc." alone gives its own away.
//
// Limits. English only. Sentences are found by rules on punctuation, case and
// tables of short forms: an unknown short form before a capital splits
// ("Tlf. Andersen"), and "he works for Acme Co. Peter left" does not. Everything
// runs in time linear in the text: a token is cut at 400 bytes and a sentence at
// 400 tokens.
package tokenize

import (
	"strings"

	"entente"
)

// Bounds of the output.
const (
	maxTokens     = 400 // in a sentence
	maxTokenBytes = 400
)

// Tokenizer holds the tables. It does not change and may be shared.
type Tokenizer struct {
	abbrev   map[string]class    // "Mr." -> title
	parts    map[string][]string // "cannot" -> "can", "not"
	prefixes map[string]bool     // "anti"
	openers  map[string]bool     // "The"
	cues     map[string]bool     // "said"
	domains  map[string]bool     // "com"
}

// New returns a Tokenizer with the built-in tables.
func New() *Tokenizer {
	t := &Tokenizer{
		abbrev:   map[string]class{},
		parts:    map[string][]string{},
		prefixes: wordSet(prefixTable),
		openers:  wordSet(openerTable),
		cues:     wordSet(cueTable),
		domains:  wordSet(domainTable),
	}
	for _, row := range rows(contractionTable) {
		t.parts[row[0]] = row[1:]
	}
	for _, row := range rows(abbreviationTable) {
		c := classNames[row[1]]
		t.abbrev[row[0]] = c
		if c == title && len(row[0]) > 3 {
			t.abbrev[strings.ToUpper(row[0])] = c // "GEN. SMITH"
		}
		if row[2] == "any" {
			t.abbrev[strings.ToLower(row[0])] = c
			t.abbrev[strings.ToUpper(row[0])] = c
		}
	}
	return t
}

// Tokenize returns the sentences of the blocks that are read, in text order,
// with their tokens. Reads: Text, Blocks. An article without blocks is read as
// body paragraphs that blank lines part.
func (t *Tokenizer) Tokenize(art *entente.Article) []entente.Sentence {
	var out []entente.Sentence
	if len(art.Blocks) == 0 {
		for i, sp := range paragraphs(art.Text, entente.Span{End: len(art.Text)}) {
			out = t.appendBlock(out, art.Text, entente.Block{Zone: entente.ZoneBody, Span: sp}, i)
		}
		return out
	}
	for i, b := range art.Blocks {
		if b.Zone.Read() {
			out = t.appendBlock(out, art.Text, b, i)
		}
	}
	return out
}

func (t *Tokenizer) appendBlock(out []entente.Sentence, text string, b entente.Block, paragraph int) []entente.Sentence {
	for _, part := range paragraphs(text, clip(text, b.Span)) {
		toks := t.Words(text, part)
		from := 0
		for _, to := range t.ends(text, toks) {
			out = append(out, entente.Sentence{
				Span:      entente.Span{Start: toks[from].Span.Start, End: toks[to-1].Span.End},
				Zone:      b.Zone,
				Paragraph: paragraph,
				Tokens:    toks[from:to:to],
			})
			from = to
		}
	}
	return out
}

// Sentences returns the sentences of text inside within, in order and without
// the white space around them. Blank lines part sentences.
func (t *Tokenizer) Sentences(text string, within entente.Span) []entente.Span {
	var out []entente.Span
	for _, part := range paragraphs(text, clip(text, within)) {
		toks := t.Words(text, part)
		from := 0
		for _, to := range t.ends(text, toks) {
			out = append(out, entente.Span{Start: toks[from].Span.Start, End: toks[to-1].Span.End})
			from = to
		}
	}
	return out
}

// clip keeps a span from elsewhere inside the text.
func clip(text string, sp entente.Span) entente.Span {
	sp.Start = max(0, min(sp.Start, len(text)))
	sp.End = max(sp.Start, min(sp.End, len(text)))
	return sp
}

// paragraphs cuts a span at its blank lines.
func paragraphs(text string, within entente.Span) []entente.Span {
	var out []entente.Span
	start := within.Start
	blank := -1 // end of the line that a blank one may follow
	for i := within.Start; i < within.End; i++ {
		switch text[i] {
		case '\n':
			if blank >= 0 {
				if blank > start {
					out = append(out, entente.Span{Start: start, End: blank})
				}
				start = i + 1
			}
			blank = i
		case ' ', '\t', '\r':
		default:
			blank = -1
		}
	}
	if start < within.End {
		out = append(out, entente.Span{Start: start, End: within.End})
	}
	return out
}
