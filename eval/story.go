package eval

import (
	"encoding/json"
	"errors"
	"io"
	"iter"
	"time"

	"entente"
)

// datedStory is one story of the form of IEER: offsets are half-open and count
// code points.
type datedStory struct {
	ID       string `json:"id"`
	Date     string `json:"date"` // "01/02/2006 15:04:05", or of another form: not known
	Text     string `json:"text"`
	Entities []struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Type  string `json:"type"`
	} `json:"entities"`
}

// published is the day of a story, zero if not known.
func (s *datedStory) published() entente.Day {
	t, err := time.Parse("01/02/2006 15:04:05", s.Date)
	if err != nil {
		return entente.Day{}
	}
	return entente.DayOf(t)
}

// objects reads a stream of JSON objects. What is no such
// object ends it with an error of kind Syntax, in which input names the stream.
func objects[T any](in io.Reader, input string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		dec := json.NewDecoder(in)
		for line := 1; ; line++ {
			var one T
			switch err := dec.Decode(&one); {
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				yield(one, &entente.Error{Op: "eval", Kind: entente.Syntax, Input: input, Line: line, Err: err})
				return
			}
			if !yield(one, nil) {
				return
			}
		}
	}
}

// byteOffsets gives for each code point of text, and for its end, the byte at which it begins.
func byteOffsets(text string) []int {
	at := make([]int, 0, len(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}
