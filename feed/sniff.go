package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/http"
	"path"
	"regexp"
	"strings"
)

// kind is what a source is.
type kind int

const (
	pageKind     kind = iota // HTML or text
	linesKind                // JSON Lines
	documentKind             // one JSON document of many lines, which is not read
	warcKind
	feedKind // RSS, Atom, JSON Feed
	sitemapKind
	binaryKind
)

var roots = map[string]kind{
	"rss": feedKind, "RDF": feedKind, "feed": feedKind, "urlset": sitemapKind, "sitemapindex": sitemapKind,
}

// jsonFeed cannot match inside a string of JSON, where quotes have a backslash.
var jsonFeed = regexp.MustCompile(`"version"\s*:\s*"https?:(\\?/){2}(www\.)?jsonfeed\.org(\\?/)version`)

// sniff tells from the first bytes, unpacked, what a source is, and from its name
// where they leave it open. contentType is that of a page, "" if its reader may
// tell better.
func sniff(head []byte, name string) (k kind, contentType string) {
	ext := strings.ToLower(path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")))
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	switch {
	case bytes.HasPrefix(text, []byte("WARC/")) || ext == ".warc":
		return warcKind, ""
	case bytes.HasPrefix(text, []byte("<")):
		if k, ok := roots[rootOf(text)]; ok {
			return k, ""
		}
	case bytes.HasPrefix(text, []byte("{")) && jsonFeed.Match(text):
		return feedKind, ""
	case ext == ".jsonl" || ext == ".ndjson":
		return linesKind, ""
	case bytes.HasPrefix(text, []byte("{")):
		line, _, whole := bytes.Cut(text, []byte("\n"))
		if json.Valid(line) || !whole && len(line) >= sniffLen/2 {
			return linesKind, ""
		}
	}
	detected, _, _ := strings.Cut(http.DetectContentType(head), ";")
	switch {
	case !strings.HasPrefix(detected, "text/") || bytes.IndexByte(head, 0) >= 0 && !utf16BOM(head):
		return binaryKind, detected
	case ext == ".json":
		return documentKind, ""
	case detected == "text/html" || ext == ".html" || ext == ".htm":
		return pageKind, "text/html"
	case ext == ".txt":
		return pageKind, "text/plain"
	}
	return pageKind, ""
}

// looksLike says what a binary file is, and of those that people take for articles what to
// do about it, in the words of the reader of pages.
func looksLike(contentType string) error {
	switch contentType {
	case "application/pdf":
		return errors.New("a PDF; make text of it first, for example with pdftotext")
	case "application/zip":
		return errors.New("a zip file, perhaps a word processor's; save it as plain text")
	}
	return errors.New("looks like " + contentType)
}

// utf16BOM reports whether head is text in UTF-16, of which the reader of pages
// says more than that it is binary.
func utf16BOM(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff})
}

// rootOf returns the local name of the first element of head, or "".
func rootOf(head []byte) string {
	d := newDecoder(dropControls(head))
	for {
		tok, err := d.Token()
		if err != nil {
			return ""
		}
		if start, ok := tok.(xml.StartElement); ok {
			return start.Name.Local
		}
	}
}
