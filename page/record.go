package page

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"

	"entente"
)

// record is one line of a stream of stories.
type record struct {
	ID        json.RawMessage `json:"id"`
	Text      string          `json:"text"`
	EventText string          `json:"event_text"`
	Headline  string          `json:"headline"`
	Title     string          `json:"title"`
	Published string          `json:"published"`
	Date      string          `json:"date"`
	Publisher string          `json:"publisher"`
	Source    string          `json:"source"`
	URL       string          `json:"url"`
}

// Record turns a JSON object with a "text", or NGEC's "event_text", into an article and
// the object's own id; warning says what was not understood and passed over. "date",
// "title" and "source" are taken where "published", "headline" and "publisher" are not
// there. Errors are those of FromFields, and Syntax for what is no such object.
func Record(line []byte) (id string, art *entente.Article, warning string, err error) {
	var rec record
	if err := json.Unmarshal(line, &rec); err != nil {
		var at *json.SyntaxError
		if errors.As(err, &at) {
			err = fmt.Errorf("not JSON at byte %d: %w", at.Offset, err)
		}
		return "", nil, "", fail(entente.Syntax, "", entente.Span{}, err)
	}
	if len(rec.ID) > 0 && json.Unmarshal(rec.ID, &id) != nil {
		id = string(rec.ID) // a number: keep it as printed
	}
	var day entente.Day
	if published := cmp.Or(rec.Published, rec.Date); published != "" {
		var ok bool
		if day, ok = ParseDate(published); !ok {
			warning = fmt.Sprintf("the date %q is not understood: read without one. Try: 2006-01-02", published)
		}
	}
	art, err = FromFields(cmp.Or(rec.Text, rec.EventText), cmp.Or(rec.Headline, rec.Title), cmp.Or(rec.Publisher, rec.Source), rec.URL, day)
	return id, art, warning, err
}
