package page

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"entente"
)

// magics are the first bytes of files that people take for articles.
var magics = []struct{ bytes, what string }{
	{"%PDF-", "a PDF; make text of it first, for example with pdftotext"},
	{"\x1f\x8b", "gzip; unpack it first"},
	{"PK\x03\x04", "a zip file, perhaps a word processor's; save it as plain text"},
	{"\xd0\xcf\x11\xe0", "an old word processor's file; save it as plain text"},
	{"{\\rtf", "rich text, as word processors save it (RTF); save it as plain text"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
}

// mail is the head of an e-mail message: lines "Name: value" and what goes on in the
// next line, of which one says which edition of MIME it is.
var mail = regexp.MustCompile(`^(?:[A-Z][A-Za-z-]*:[^\n]*\n|[ \t]+[^\n]*\n)*?M(?:IME|ime)-Version:`)

// decode takes off the byte order mark and checks that body is text in UTF-8, and one
// article: not a message, a record or a table.
func decode(body []byte, name string) (string, error) {
	if bytes.HasPrefix(body, []byte("\xff\xfe")) || bytes.HasPrefix(body, []byte("\xfe\xff")) {
		return "", fail(entente.Encoding, name, entente.Span{Start: 0, End: 2}, errors.New("UTF-16; convert it: iconv -f utf-16 -t utf-8"))
	}
	for _, m := range magics {
		if bytes.HasPrefix(body, []byte(m.bytes)) {
			return "", fail(entente.Binary, name, entente.Span{Start: 0, End: len(m.bytes)}, errors.New(m.what))
		}
	}
	text := string(body)
	if err := checkText(text, name); err != nil {
		return "", err
	}
	text = strings.TrimPrefix(text, "\ufeff")
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext == ".csv" || ext == ".tsv" || ext == ".tab":
		return "", fail(entente.Syntax, name, entente.Span{}, errors.New("a table, and no article; entente ingest takes tables"))
	case line[0] == '{' && json.Valid([]byte(line)), (line[0] == '{' || line[0] == '[') && json.Valid([]byte(text)):
		return "", fail(entente.Syntax, name, entente.Span{}, errors.New("JSON, and no article; entente code and entente ingest take a JSON object a line"))
	case mail.MatchString(text[:min(len(text), 64<<10)]):
		return "", fail(entente.Syntax, name, entente.Span{}, errors.New("an e-mail message; save its text"))
	}
	return text, nil
}

// checkText refuses what is empty, binary or not UTF-8. Some control characters
// are let through, since old wire copy carries them: not NUL, and not more than
// one character in fifty.
func checkText(text, name string) error {
	if strings.TrimSpace(strings.TrimPrefix(text, "\ufeff")) == "" {
		return fail(entente.Empty, name, entente.Span{}, fmt.Errorf("%d bytes, no text in them", len(text)))
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return fail(entente.Binary, name, entente.Span{Start: i, End: i + 1}, fmt.Errorf("NUL at byte %d", i))
	}
	controls, first, badAt := 0, -1, -1
	for i, r := range text {
		switch {
		case r == utf8.RuneError:
			if _, n := utf8.DecodeRuneInString(text[i:]); n == 1 && badAt < 0 {
				badAt = i
			}
		case r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != '\v' || r == 0x7f:
			controls++
			if first < 0 {
				first = i
			}
		}
	}
	if controls > 8 && controls > len(text)/50 {
		return fail(entente.Binary, name, entente.Span{Start: first, End: first + 1}, fmt.Errorf("%d control characters, the first at byte %d", controls, first))
	}
	if badAt >= 0 {
		e := fail(entente.Encoding, name, entente.Span{Start: badAt, End: badAt + 1},
			fmt.Errorf("byte %#02x at offset %d; convert it, if it is %[3]s: iconv -f %[3]s -t utf-8", text[badAt], badAt, charset(text)))
		e.Line = 1 + strings.Count(text[:badAt], "\n")
		return e
	}
	return nil
}

var charsetName = regexp.MustCompile(`(?i)\bcharset\s*=\s*["']?([a-z][\w-]{2,30})`)

// charset returns the character set that a page names in its head, or else that which old
// English text is most often in. What names Latin-1 means windows-1252, whose quotation
// marks are control characters in Latin-1 (WHATWG, Encoding Standard, 4.2).
func charset(text string) string {
	if m := charsetName.FindStringSubmatch(text[:min(len(text), 2048)]); m != nil && !strings.HasPrefix(strings.ToLower(m[1]), "utf") {
		if name := strings.ToLower(m[1]); name != "latin1" && name != "iso-8859-1" {
			return name
		}
	}
	return "windows-1252"
}

// englishWords are the commonest function words of English that are not as
// common in its neighbours: from the head of the frequency list of the British
// National Corpus (Leech, Rayson and Wilson 2001, list 1.1).
var englishWords = map[string]bool{
	"the": true, "of": true, "and": true, "to": true, "that": true, "is": true, "for": true, "it": true, "with": true,
	"as": true, "was": true, "on": true, "by": true, "be": true, "at": true, "he": true, "his": true, "have": true,
	"from": true, "are": true, "this": true, "not": true, "which": true, "had": true, "but": true, "its": true,
	"has": true, "were": true, "their": true, "they": true, "would": true, "will": true, "been": true, "who": true,
	"said": true, "says": true, "she": true, "her": true, "after": true, "we": true, "about": true, "there": true, "you": true,
}

// Limits of the language check. A text is refused only if it is long enough to
// tell, the detector is sure, and function words of English are rare in it; so
// neither a short text nor one full of foreign names is refused.
const (
	minLetters    = 120  // in the body
	minWords      = 15   // without a capital
	minForeign    = 40   // letters, where most are of another script
	maxEnglish    = 0.15 // share of function words among words without a capital; English news has 0.3 to 0.5
	minConfidence = 0.5  // the detector's, in [0, 1]
	maxSample     = 32 << 10
)

// checkLanguage refuses an article whose body is not in English and sets
// art.Language where the body shows that it is. declared is the page's own word
// on its language; it counts only together with the text, since templates of
// English pages often name another. It is wrong on a list of names with hardly a
// verb: that is let through.
func checkLanguage(art *entente.Article, declared, name string) error {
	sample, at := bodySample(art)
	var letters, foreign int
	for _, r := range sample {
		if unicode.IsLetter(r) {
			letters++
			if !unicode.Is(unicode.Latin, r) {
				foreign++
			}
		}
	}
	// Words with a capital are left out, unless they are English function words:
	// names say nothing of the language.
	words, english, all := 0, 0, 0
	for _, w := range strings.FieldsFunc(sample, func(r rune) bool { return !unicode.IsLetter(r) }) {
		all++
		known := englishWords[strings.ToLower(w)]
		if r, _ := utf8.DecodeRuneInString(w); known || !unicode.IsUpper(r) {
			words++
		}
		if known {
			english++
		}
	}
	share := 0.0
	if words > 0 {
		share = float64(english) / float64(words)
	}
	if share > maxEnglish {
		if letters >= minForeign {
			art.Language = "en"
		}
		return nil
	}
	if foreign >= minForeign && foreign*10 > letters*7 {
		return fail(entente.Language, name, at, fmt.Errorf("most letters are not Latin (%s); entente reads English", whatlanggo.Detect(sample).Lang))
	}
	if letters < minLetters || words < minWords {
		return nil
	}
	found := whatlanggo.Detect(sample)
	if found.Lang == whatlanggo.Eng || found.Lang < 0 {
		return nil
	}
	declared, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(declared)), "-")
	// With hardly an English word among many, the detector need not be sure which
	// of two near languages it is.
	plain := words >= 50 && words*2 >= all && share <= maxEnglish/2
	if plain || found.Confidence >= minConfidence || declared == found.Lang.Iso6391() && declared != "" {
		return fail(entente.Language, name, at, fmt.Errorf("the text reads as %s; entente reads English", found.Lang))
	}
	return nil
}

// bodySample returns up to maxSample bytes of the body, and the span of the
// first body block.
func bodySample(art *entente.Article) (string, entente.Span) {
	var b strings.Builder
	var at entente.Span
	for _, block := range art.Blocks {
		if block.Zone != entente.ZoneBody {
			continue
		}
		if at.IsZero() {
			at = block.Span
		}
		part := block.Span.In(art.Text)
		if room := max(0, maxSample-b.Len()); len(part) > room { // the blank behind a part may have taken the last byte
			for room > 0 && !utf8.RuneStart(part[room]) {
				room--
			}
			b.WriteString(part[:room])
			break
		}
		b.WriteString(part)
		b.WriteByte(' ')
	}
	return b.String(), at
}

// isHTML decides between HTML and plain text.
func isHTML(contentType, text string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch strings.TrimSpace(kind) {
	case "text/html", "application/xhtml+xml":
		return true
	case "text/plain", "text/markdown":
		return false
	}
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 2048)]))
	for strings.HasPrefix(head, "<?xml") || strings.HasPrefix(head, "<!--") {
		_, rest, ok := strings.Cut(head, ">")
		if !ok {
			break
		}
		head = strings.TrimSpace(rest)
	}
	for _, start := range []string{"<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<p ", "<h1", "<meta", "<title", "<main", "<section", "<script"} {
		if strings.HasPrefix(head, start) {
			return true
		}
	}
	return false
}
