package page

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"entente"
)

// TestRecordRefuses: what a line holds that is no article has a kind, as every bad input.
func TestRecordRefuses(t *testing.T) {
	for line, want := range map[string]entente.Kind{
		`{"text": "Chad`: entente.Syntax, "{\"text\": \"a\fb\"}": entente.Syntax, `[1, 2]`: entente.Syntax, `{"text": 7}`: entente.Syntax,
		`{}`: entente.Empty, `{"text": " "}`: entente.Empty, `{"text": null}`: entente.Empty, `{"body": "Chad"}`: entente.Empty,
		"{\"text\": \"caf\xe9\"}": entente.Encoding,
	} {
		if _, _, _, err := Record([]byte(line)); entente.KindOf(err) != want {
			t.Errorf("Record(%s): %v, want %v", line, err, want)
		}
	}
}

// TestRecordSays: what is wrong with a line is told in words of who wrote it.
func TestRecordSays(t *testing.T) {
	for line, want := range map[string]string{
		`{"text": 7}`: `"text" has to be a text in quotes, and is a JSON number`,
		`[1, 2]`:      `a JSON object is wanted, not a JSON array`,
		`{"title": "Pact", "body": "Kenya and Uganda signed a pact."}`: `no "text" in the record, which has body, title`,
		`{"text": ""}`:                   `0 bytes, no text in them`,
		"{\"text\": \"caf\xe9\"}":        `byte 0xe9; convert the file, if it is windows-1252: iconv -f windows-1252 -t utf-8`,
		`{"text": "a", "date": ["May"]}`: `"date" has to be a text in quotes, and is a JSON array`,
	} {
		if _, _, _, err := Record([]byte(line)); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("Record(%s): %v, want %q", line, err, want)
		}
	}
}

// TestRecordDay: a day may be a number, as columns of days come out of other programs; one
// that is not understood is told, and the article is read.
func TestRecordDay(t *testing.T) {
	for field, want := range map[string]string{
		`"2019-04-02"`: "2019-04-02", `20190402`: "2019-04-02", `"20190402"`: "2019-04-02", `null`: "", `""`: "",
		`1554163200000`: "warned", `"n/a"`: "warned", `-3`: "warned",
	} {
		_, art, warning, err := Record([]byte(`{"text": "Kenya and Uganda signed a pact.", "published": ` + field + `}`))
		if err != nil {
			t.Errorf("published %s: %v", field, err)
			continue
		}
		got := ""
		if !art.Published.IsZero() {
			got = art.Published.String()
		}
		if warning != "" {
			got += "warned"
		}
		if got != want {
			t.Errorf("published %s: %q, want %q (%s)", field, got, want, warning)
		}
	}
}

// TestRow: a row is read as the record that has its cells.
func TestRow(t *testing.T) {
	columns := []string{"id", "title", "text", "date", "source", "url"}
	art, warning, err := Row(columns, []string{"7", "Pact", "Kenya and Uganda signed a pact.", "2 April 2019", "Lake Post", "http://example.org/7", "left over"})
	if err != nil || warning != "" {
		t.Fatal(err, warning)
	}
	if got, want := fmt.Sprint(art.Headline, art.Publisher, art.URL, art.Published, art.Text), "PactLake Posthttp://example.org/72019-04-02Kenya and Uganda signed a pact."; got != want {
		t.Errorf("Row = %q, want %q", got, want)
	}
	if _, _, err := Row(columns, []string{"7", "Pact"}); entente.KindOf(err) != entente.Empty {
		t.Errorf("a row that ends before its text: %v", err)
	}
	if !HasText(columns) || HasText([]string{"body", "Text"}) {
		t.Error("HasText")
	}
}

// FuzzRecord: a line gives an article whose text is the request's to the
// byte, or an error, and never both.
func FuzzRecord(f *testing.F) {
	f.Add([]byte(`{"id":"a","text":"Kenya and Uganda signed a pact.","published":"2019-04-02","headline":"Pact"}`))
	f.Add([]byte(`{"id":7,"event_text":"Chad attacked Sudan.","date":"03/14/1998"}`))
	f.Add([]byte(`{"text":"\u0000"}`))
	f.Add([]byte(`{"id":null,"text":"A\nB\n\nC"}`))
	f.Add([]byte(`[1,2]`))
	f.Fuzz(func(t *testing.T, line []byte) {
		_, art, _, err := Record(line)
		if err != nil {
			return
		}
		var req record
		if err := json.Unmarshal(line, &req); err != nil {
			t.Fatalf("read a line that is no JSON: %v", err)
		}
		if art.Text != req.Text && art.Text != req.EventText {
			t.Fatalf("article text %q is neither %q nor %q", art.Text, req.Text, req.EventText)
		}
		end := 0
		for _, b := range art.Blocks {
			if b.Span.Start < end || b.Span.End > len(art.Text) {
				t.Fatalf("block %v overlaps or leaves the text", b)
			}
			end = b.Span.End
		}
	})
}
