package page

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"entente"
)

// record is one line of a stream of stories.
type record struct {
	ID        json.RawMessage `json:"id"`
	Text      string          `json:"text"`
	EventText string          `json:"event_text"`
	Headline  string          `json:"headline"`
	Title     string          `json:"title"`
	Published stamp           `json:"published"`
	Date      stamp           `json:"date"`
	Publisher string          `json:"publisher"`
	Source    string          `json:"source"`
	URL       string          `json:"url"`
}

// stamp is a day as a record has it: a text, or a number, since 20190402 in a column of a
// table comes out of pandas and R as one.
type stamp string

func (s *stamp) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && (b[0] == '-' || b[0] >= '0' && b[0] <= '9') {
		*s = stamp(b)
		return nil
	}
	return json.Unmarshal(b, (*string)(s))
}

// Record turns a JSON object with a "text", or NGEC's "event_text", into an article and
// the object's own id; warning says what was not understood and passed over. "date",
// "title" and "source" are taken where "published", "headline" and "publisher" are not
// there. Errors are those of FromFields, and Syntax for what is no such object.
func Record(line []byte) (id string, art *entente.Article, warning string, err error) {
	if !utf8.Valid(line) { // JSON would be read, with a mark in place of what it cannot mean
		at := validPrefix(line)
		return "", nil, "", fail(entente.Encoding, "", entente.Span{Start: at, End: at + 1},
			fmt.Errorf("byte %#02x; convert the file, if it is %[2]s: iconv -f %[2]s -t utf-8", line[at], charset("")))
	}
	var rec record
	if err := json.Unmarshal(line, &rec); err != nil {
		var at *json.SyntaxError
		var of *json.UnmarshalTypeError
		switch {
		case errors.As(err, &at):
			err = fmt.Errorf("not JSON at byte %d: %w", at.Offset, err)
		case errors.As(err, &of) && of.Field != "":
			err = fmt.Errorf("%q has to be a text in quotes, and is a JSON %s", of.Field, of.Value)
		case errors.As(err, &of):
			err = fmt.Errorf("a JSON object is wanted, not a JSON %s", of.Value)
		}
		return "", nil, "", fail(entente.Syntax, "", entente.Span{}, err)
	}
	if len(rec.ID) > 0 && json.Unmarshal(rec.ID, &id) != nil {
		id = string(rec.ID) // a number: keep it as printed
	}
	art, warning, err = rec.article()
	if entente.KindOf(err) == entente.Empty && rec.Text == "" && rec.EventText == "" {
		var fields map[string]json.RawMessage
		if json.Unmarshal(line, &fields) == nil {
			err = lacksText(slices.Sorted(maps.Keys(fields)), err)
		}
	}
	return id, art, warning, err
}

// Row is Record of a row of a table, whose columns have the names that the fields of a
// Record have.
func Row(columns, cells []string) (art *entente.Article, warning string, err error) {
	var rec record
	for i, name := range columns[:min(len(columns), len(cells))] {
		switch name {
		case "text":
			rec.Text = cells[i]
		case "event_text":
			rec.EventText = cells[i]
		case "headline":
			rec.Headline = cells[i]
		case "title":
			rec.Title = cells[i]
		case "published":
			rec.Published = stamp(cells[i])
		case "date":
			rec.Date = stamp(cells[i])
		case "publisher":
			rec.Publisher = cells[i]
		case "source":
			rec.Source = cells[i]
		case "url":
			rec.URL = cells[i]
		}
	}
	return rec.article()
}

// HasText reports whether rows of a table with these columns are articles.
func HasText(columns []string) bool {
	return slices.Contains(columns, "text") || slices.Contains(columns, "event_text")
}

func (rec *record) article() (art *entente.Article, warning string, err error) {
	var day entente.Day
	if published := cmp.Or(rec.Published, rec.Date); published != "" {
		var ok bool
		if day, ok = ParseDate(string(published)); !ok {
			warning = fmt.Sprintf("the date %q is not understood: read without one. Try: 2006-01-02", published)
		}
	}
	art, err = FromFields(cmp.Or(rec.Text, rec.EventText), cmp.Or(rec.Headline, rec.Title), cmp.Or(rec.Publisher, rec.Source), rec.URL, day)
	return art, warning, err
}

// lacksText is err, or where a record has no field for its text, an error that names those
// that it has: what is called "body" there has to be called "text".
func lacksText(fields []string, err error) error {
	if HasText(fields) || len(fields) == 0 {
		return err
	}
	const most = 12
	more := ""
	if len(fields) > most {
		fields, more = fields[:most], " …"
	}
	return fail(entente.Empty, "", entente.Span{}, fmt.Errorf("no \"text\" in the record, which has %.200s", strings.Join(fields, ", ")+more))
}

// validPrefix returns where the first byte stands that is no UTF-8.
func validPrefix(b []byte) int {
	at := 0
	for at < len(b) {
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return at
}
