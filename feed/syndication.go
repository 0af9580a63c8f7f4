package feed

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	"github.com/mmcdole/gofeed"
)

// feedEntries reads an RSS, Atom or JSON feed.
func feedEntries(body []byte) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		body = bytes.TrimLeft(body, "\ufeff \t\r\n")
		check := checkJSON
		if bytes.HasPrefix(body, []byte("<")) {
			body, check = dropControls(body), checkXML
		}
		if err := check(body); err != nil {
			yield(entry{}, err)
			return
		}
		parsed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
		if err != nil {
			yield(entry{}, broken{0, err})
			return
		}
		for i, item := range parsed.Items {
			e := entryOf(item, parsed)
			var err error
			if e.address == "" {
				err = broken{0, fmt.Errorf("entry %d has no link", i+1)}
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

func entryOf(item *gofeed.Item, parsed *gofeed.Feed) entry {
	e := entry{
		address:   strings.TrimSpace(item.Link),
		headline:  strings.TrimSpace(item.Title),
		publisher: strings.TrimSpace(parsed.Title),
	}
	// An RSS guid is the address of the story unless it says otherwise.
	if guid := strings.TrimSpace(item.GUID); e.address == "" && (strings.HasPrefix(guid, "http://") || strings.HasPrefix(guid, "https://")) {
		e.address = guid
	}
	if dc := item.DublinCoreExt; dc != nil && len(dc.Publisher) > 0 && strings.TrimSpace(dc.Publisher[0]) != "" {
		e.publisher = strings.TrimSpace(dc.Publisher[0]) // a feed of several papers
	}
	switch {
	case item.PublishedParsed != nil:
		e.published = *item.PublishedParsed
	case item.UpdatedParsed != nil: // all that many Atom feeds give
		e.published = *item.UpdatedParsed
	}
	return e
}
