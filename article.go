package entente

import (
	"crypto/sha256"
	"encoding/hex"
)

// ArticleID is "sha256:" and the hash of the article's text in hex.
type ArticleID string

// Zone names the part that a stretch of text plays on a printed page.
type Zone string

// The zones of a page. Only the headline, standfirst, body and captions are
// read for events.
const (
	ZoneHeadline    Zone = "headline"
	ZoneByline      Zone = "byline" // writer, publisher and their like
	ZoneDate        Zone = "date"
	ZoneStandfirst  Zone = "standfirst"
	ZoneDateline    Zone = "dateline"
	ZoneBody        Zone = "body"
	ZoneCaption     Zone = "caption"
	ZoneCredit      Zone = "credit"
	ZoneBoilerplate Zone = "boilerplate" // print, e-mail and share lines
)

// Read reports whether sentences of z are read for claims and events.
func (z Zone) Read() bool {
	return z == ZoneHeadline || z == ZoneStandfirst || z == ZoneBody || z == ZoneCaption
}

// Block is one stretch of Article.Text with its zone. Blocks are in text order
// and do not overlap; a body block is one paragraph. What no block covers is
// white space and the dash after a dateline.
type Block struct {
	Zone Zone
	Span Span
}

// Dateline is the place that opens a report, as in "ISLAMABAD—".
type Dateline struct {
	Text    string   `json:"text"`
	Country string   `json:"country,omitempty"` // ISO 3166-1 alpha-3, written by resolve's gazetteer
	Name    string   `json:"name,omitempty"`    // of the town, by resolve too
	Lat     *float64 `json:"lat,omitempty"`     // degrees north, by resolve too
	Lon     *float64 `json:"lon,omitempty"`     // degrees east
	Day     Day      `json:"day,omitzero"`      // of the weekday that it prints, "ACCRA, Thurs.": that day or the last one before printing
	Span    Span     `json:"span"`
}

// Caption is the text under a picture.
type Caption struct {
	Span   Span   `json:"span"`
	Credit string `json:"credit,omitempty"`
}

// Article is one piece of news. Text never changes once the article is made;
// all spans are byte offsets into it. An unknown field is empty.
type Article struct {
	ID         ArticleID `json:"id"`
	URL        string    `json:"url,omitempty"`
	Publisher  string    `json:"publisher,omitempty"`
	House      string    `json:"house,omitempty"` // whom the publisher belongs to, by the user's own list
	Headline   string    `json:"headline,omitempty"`
	Standfirst string    `json:"standfirst,omitempty"`
	Bylines    []string  `json:"bylines,omitempty"`
	Published  Day       `json:"published,omitzero"`
	Dateline   *Dateline `json:"dateline,omitempty"`
	Language   string    `json:"language,omitempty"` // ISO 639-1
	Captions   []Caption `json:"captions,omitempty"`
	Text       string    `json:"text"`
	Sentences  []Span    `json:"sentences"` // written by the pipeline from tokenize

	Blocks []Block `json:"-"` // written by page
	Notes  []Note  `json:"-"` // what page dropped, and why
}

// Day is the day that "today" means in the article: that of its dateline, else that of
// printing; zero if neither is known.
func (art *Article) Day() Day {
	if art.Dateline != nil && !art.Dateline.Day.IsZero() {
		return art.Dateline.Day
	}
	return art.Published
}

// HashText returns the ArticleID of text.
func HashText(text string) ArticleID {
	sum := sha256.Sum256([]byte(text))
	return ArticleID("sha256:" + hex.EncodeToString(sum[:]))
}

// Position turns a byte offset into a line and a column for people: both count
// from one, the column in characters. An offset outside the text gives the
// nearest end.
func (art *Article) Position(offset int) (line, column int) {
	offset = max(0, min(offset, len(art.Text)))
	line, column = 1, 1
	for _, r := range art.Text[:offset] {
		if r == '\n' {
			line, column = line+1, 1
		} else {
			column++
		}
	}
	return line, column
}
