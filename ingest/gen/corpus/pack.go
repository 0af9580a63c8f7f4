package main

import (
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"entente"
	"entente/tokenize"
)

// text is one printed text of the pack.
type text struct {
	headline   string // "" where it has none
	paragraphs []string
}

const (
	leastWords = 8  // of a paragraph: what is shorter is a byline, a sign-off or a link
	groupWords = 30 // of a group of sentences where paragraphs run together
	leastParts = 8  // paragraphs of a text: fewer would give nearly the same story again and again
)

// read reads the newswire and the election news of a pack.
func read(pack string) ([]text, error) {
	var texts []text
	tok := tokenize.New()
	for _, name := range []string{"newswire/ieer-ap-1998", "newswire/guardian-sample", "quotes/polnear-train", "quotes/polnear-dev"} {
		more, err := readFile(filepath.Join(pack, name+".jsonl.gz"), tok)
		if err != nil {
			return nil, err
		}
		texts = append(texts, more...)
	}
	return texts, nil
}

func readFile(path string, tok *tokenize.Tokenizer) (texts []text, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for dec := json.NewDecoder(zr); ; {
		var record struct{ Headline, Title, Text string }
		if err := dec.Decode(&record); err == io.EOF {
			return texts, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		t := text{headline: cmp.Or(record.Headline, record.Title), paragraphs: split(record.Text, tok)}
		if len(t.paragraphs) >= leastParts {
			texts = append(texts, t)
		}
	}
}

// split returns the paragraphs of a printed text, or groups of its sentences where it has
// no paragraphs.
func split(printed string, tok *tokenize.Tokenizer) []string {
	all := strings.Split(printed, "\n\n")
	if len(all) == 1 {
		all = groups(printed, tok)
	}
	var out []string
	for _, p := range all {
		if len(strings.Fields(p)) >= leastWords {
			out = append(out, strings.TrimSpace(p))
		}
	}
	return out
}

func groups(printed string, tok *tokenize.Tokenizer) []string {
	var out []string
	start := 0
	for _, sent := range tok.Sentences(printed, entente.Span{End: len(printed)}) {
		if group := printed[start:sent.End]; len(strings.Fields(group)) >= groupWords {
			out, start = append(out, group), sent.End
		}
	}
	return append(out, printed[start:])
}
