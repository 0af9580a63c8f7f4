package page

import (
	"encoding/json"
	"testing"

	"entente"
)

// TestRecordRefuses: what a line holds that is no article has a kind, as every bad input.
func TestRecordRefuses(t *testing.T) {
	for line, want := range map[string]entente.Kind{
		`{"text": "Chad`: entente.Syntax, "{\"text\": \"a\fb\"}": entente.Syntax, `[1, 2]`: entente.Syntax, `{"text": 7}`: entente.Syntax,
		`{}`: entente.Empty, `{"text": " "}`: entente.Empty,
	} {
		if _, _, _, err := Record([]byte(line)); entente.KindOf(err) != want {
			t.Errorf("Record(%s): %v, want %v", line, err, want)
		}
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
