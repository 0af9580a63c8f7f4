package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"entente"
	"entente/pipeline"
)

// Dates counts the hand-marked dates that d finds in stories, one JSON object
// after another: {"date": "01/02/2006 15:04:05", "text", "entities": [{"start",
// "end", "type"}]}, the offsets in bytes. A DATE is found if a date mention
// shares a byte with it; a mention is confirmed if it shares one with a DATE, a
// TIME or a DURATION. Those marks leave out "last year" and its like, so that
// what is not confirmed is not all wrong: read the misses.
func Dates(tok pipeline.Tokenizer, d pipeline.Dater, r io.Reader) (*Report, error) {
	rep := &Report{Gold: "dates"}
	var found, wanted, confirmed, made int
	dec := json.NewDecoder(r)
	for {
		var story struct {
			Date, Text string
			Entities   []struct {
				Start, End int
				Type       string
			}
		}
		err := dec.Decode(&story)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, &entente.Error{Op: "eval", Kind: entente.Syntax, Err: err}
		}
		rep.Cases++
		art := &entente.Article{Text: story.Text}
		if t, err := time.Parse("01/02/2006 15:04:05", story.Date); err == nil {
			art.Published = entente.DayOf(t)
		}
		mentions := d.Dates(&entente.Analysis{Article: art, Sentences: tok.Tokenize(art)})
		sure := make([]bool, len(mentions))
		for _, e := range story.Entities {
			if e.Type != "DATE" && e.Type != "TIME" && e.Type != "DURATION" {
				continue
			}
			sp, hit := entente.Span{Start: e.Start, End: e.End}, false
			for i, m := range mentions {
				if m.Date.Span.Overlaps(sp) {
					hit, sure[i] = true, true
				}
			}
			if e.Type != "DATE" {
				continue
			}
			wanted++
			if hit {
				found++
			} else {
				rep.Misses = append(rep.Misses, fmt.Sprintf("not found: %q", sp.In(story.Text)))
			}
		}
		for i, m := range mentions {
			made++
			if sure[i] {
				confirmed++
			} else {
				rep.Misses = append(rep.Misses, fmt.Sprintf("not marked: %q", m.Date.Span.In(story.Text)))
			}
		}
	}
	rep.Scores = []Score{Ratio("dates found", found, wanted), Ratio("mentions that are marked", confirmed, made)}
	return rep, nil
}
