package feed

import (
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strings"
	"time"
)

// entry is what a feed or sitemap names: a page, or another sitemap.
type entry struct {
	address   string
	sitemap   bool
	headline  string
	publisher string
	published time.Time
}

// sitemapValues says where the values stand in a sitemap, below its root
// (sitemaps.org protocol 0.9; Google's news extension 0.9, prefix "news"). Prefixes
// are not looked at. lastmod is not there: it is when the page changed, not when the
// story was published.
var sitemapValues = map[string]func(*entry, string){
	"sitemap/loc":               func(e *entry, v string) { e.address, e.sitemap = v, true },
	"url/loc":                   func(e *entry, v string) { e.address = v },
	"url/news/title":            func(e *entry, v string) { e.headline = v },
	"url/news/publication/name": func(e *entry, v string) { e.publisher = v },
	"url/news/publication_date": func(e *entry, v string) { e.published = w3cTime(v) },
}

// sitemapEntries reads a sitemap or an index of sitemaps. An
// entry without an address is passed over with an error; any other error is the
// last.
func sitemapEntries(body []byte) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		d := newDecoder(dropControls(body))
		var path []string
		var text []byte
		var e entry
		for n := 0; ; {
			tok, err := d.Token()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(entry{}, broken{d.InputOffset(), err})
				return
			}
			switch tok := tok.(type) {
			case xml.StartElement:
				// The names that count are short; long ones would make joining slow.
				path = append(path, tok.Name.Local[:min(len(tok.Name.Local), 20)])
				text = text[:0]
				if len(path) > maxDepth {
					yield(entry{}, broken{d.InputOffset(), errTooDeep})
					return
				}
			case xml.CharData:
				text = append(text, tok[:min(len(tok), maxValue-len(text))]...)
			case xml.EndElement:
				if set := sitemapValues[strings.Join(path[1:], "/")]; set != nil {
					set(&e, strings.TrimSpace(string(text)))
				}
				text = text[:0]
				path = path[:len(path)-1]
				if len(path) != 1 || tok.Name.Local != "url" && tok.Name.Local != "sitemap" {
					continue
				}
				if n++; n > MaxSitemap {
					yield(entry{}, tooMany{MaxSitemap, "addresses in one sitemap"})
					return
				}
				if e.address == "" {
					err = broken{d.InputOffset(), errNoAddress}
				}
				if !yield(e, err) {
					return
				}
				e = entry{}
			}
		}
	}
}

var errNoAddress = errors.New("an entry without an address")

// w3cForms are the forms of https://www.w3.org/TR/NOTE-datetime, which sitemaps
// and WARC files use, down to the day: a month alone is not when a story was
// published.
var w3cForms = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02"}

// w3cTime returns the moment that s names, or the zero time.
func w3cTime(s string) time.Time {
	for _, form := range w3cForms {
		if t, err := time.Parse(form, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
