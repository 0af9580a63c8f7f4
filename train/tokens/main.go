//go:build ignore

// Tokens cuts texts into sentences and words as entente does, for the training in
// Python, and with -parse tells each word's tree, tags and lemma by the weights that
// are there. Lines of JSON in, with "text", lines out in the same order:
//
//	go run train/tokens/main.go [-parse] < texts.jsonl > tokens.jsonl
//
// A line out is {"sentences": [{"spans": [[start, end], …], "upos": […], "heads": […], …}]};
// offsets count code points, heads count words from 0 and a root is its own head.
package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log"
	"os"
	"unicode/utf8"

	"entente"
	"entente/model"
	"entente/parse"
	"entente/tokenize"
)

type sentence struct {
	Spans [][2]int `json:"spans"`
	UPOS  []string `json:"upos,omitempty"`
	Heads []int    `json:"heads,omitempty"`
	Rels  []string `json:"rels,omitempty"`
	Feats []string `json:"feats,omitempty"` // "_" is none
	Lemma []string `json:"lemmas,omitempty"`

	Mentions []string `json:"mentions,omitempty"` // the entity type of the mention that a word heads, or ""
}

func main() {
	log.SetFlags(0)
	withTrees := flag.Bool("parse", false, "also parts of speech and heads")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *withTrees); err != nil {
		log.Fatal(err)
	}
}

func run(in io.Reader, out io.Writer, withTrees bool) error {
	var parser *parse.Parser
	if withTrees {
		m, err := model.Load()
		if err != nil {
			return err
		}
		if parser, err = parse.New(m, parse.Options{}); err != nil {
			return err
		}
	}
	w := bufio.NewWriter(out)
	dec, enc := json.NewDecoder(in), json.NewEncoder(w)
	for {
		var line struct {
			Text string `json:"text"`
		}
		if err := dec.Decode(&line); errors.Is(err, io.EOF) {
			return w.Flush()
		} else if err != nil {
			return err
		}
		sents := tokenize.New().Tokenize(&entente.Article{Text: line.Text})
		if parser != nil {
			if err := parser.Parse(context.Background(), sents); err != nil {
				return err
			}
		}
		if err := enc.Encode(map[string][]sentence{"sentences": convert(line.Text, sents)}); err != nil {
			return err
		}
	}
}

// convert counts code points where entente counts bytes.
func convert(text string, sents []entente.Sentence) []sentence {
	out := []sentence{}
	at, runes := 0, 0
	point := func(offset int) int {
		runes += utf8.RuneCountInString(text[at:offset])
		at = offset
		return runes
	}
	for i := range sents {
		var s sentence
		for _, tok := range sents[i].Tokens {
			s.Spans = append(s.Spans, [2]int{point(tok.Span.Start), point(tok.Span.End)})
			if tok.UPOS != "" {
				s.UPOS, s.Heads, s.Rels = append(s.UPOS, tok.UPOS), append(s.Heads, tok.Head), append(s.Rels, tok.Rel)
				s.Feats, s.Lemma = append(s.Feats, cmp.Or(tok.Feats, "_")), append(s.Lemma, tok.Lemma)
				s.Mentions = append(s.Mentions, tok.Mention)
			}
		}
		out = append(out, s)
	}
	return out
}
