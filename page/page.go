// Package page makes an article of what a paper printed: it finds the headline,
// the standfirst, the writers, the date, the dateline, the captions and the body
// of a text or of an HTML page, and marks the lines that only serve the printed
// page ("Share", "Subscribe", "Copyright ...").
//
//	art, err := page.Read(body, "story.txt", "text/plain", page.Hints{})
//
// Of plain text nothing is lost: Article.Text is the input, and the zones are
// blocks over it. Of HTML, Article.Text is the headline, the standfirst and the
// paragraphs with the captions between them, joined by blank lines.
//
// Limits: English only, UTF-8 only, one article an input, at most 20 MB and
// 250,000 elements. No script of a page is run. The layout rules are heuristics for the way English
// papers and agencies print; each says what it gets wrong. A place is not looked
// up here, so Dateline.Country stays empty.
package page

import (
	"errors"
	"fmt"
	"strings"

	"entente"
)

// MaxBytes is the largest input, in bytes: a page with all that surrounds the
// article.
const MaxBytes = 20 << 20

// MaxText is the largest text of one article, in bytes: about 350,000 words.
const MaxText = 2 << 20

// Hints are what the caller knows of the article already. Each empty field is
// searched for in the page.
type Hints struct {
	URL       string
	Publisher string
	Headline  string
	Published entente.Day
}

// Read makes an article of body, which is HTML or plain text by its content type
// or, where that is empty or says nothing, by its first bytes. name stands for
// the input in errors. The errors are *entente.Error with a span of bytes: Empty,
// Binary, Encoding, Language, TooLarge. HTML that is broken is read all the same.
func Read(body []byte, name, contentType string, hints Hints) (*entente.Article, error) {
	if len(body) > MaxBytes {
		return nil, fail(entente.TooLarge, name, entente.Span{}, fmt.Errorf("%d bytes; the limit is %d MB", len(body), MaxBytes>>20))
	}
	text, err := decode(body, name)
	if err != nil {
		return nil, err
	}
	if isHTML(contentType, text) {
		return readHTML(text, name, hints)
	}
	return readText(text, name, hints)
}

// FromFields makes an article of plain text whose other fields are known. Text
// stays exactly as given. With a headline, the first line is a headline only if
// it equals it. Errors are those of Read.
func FromFields(text, headline, publisher, url string, published entente.Day) (*entente.Article, error) {
	if err := checkText(text, ""); err != nil {
		return nil, err
	}
	return layOut(text, "", Hints{URL: url, Publisher: publisher, Headline: headline, Published: published})
}

func readText(text, name string, hints Hints) (*entente.Article, error) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return layOut(text, name, hints)
}

// layOut runs the layout reader over text and checks its language.
func layOut(text, name string, hints Hints) (*entente.Article, error) {
	if len(text) > MaxText {
		return nil, fail(entente.TooLarge, name, entente.Span{Start: MaxText, End: len(text)},
			fmt.Errorf("a text of %.1f MB is no article; the limit is %d MB: split it", float64(len(text))/(1<<20), MaxText>>20))
	}
	art := &entente.Article{
		ID: entente.HashText(text), URL: hints.URL, Publisher: hints.Publisher,
		Headline: strings.TrimSpace(hints.Headline), Published: hints.Published, Text: text,
	}
	lay := layout{art: art, hints: hints}
	lay.read(paragraphs(text))
	if len(art.Blocks) == 0 {
		return nil, fail(entente.Empty, name, entente.Span{}, errors.New("only white space"))
	}
	if err := checkLanguage(art, "", name); err != nil {
		return nil, err
	}
	return art, nil
}

func fail(kind entente.Kind, input string, at entente.Span, err error) *entente.Error {
	return &entente.Error{Op: "page", Kind: kind, Input: input, Span: at, Err: err}
}
