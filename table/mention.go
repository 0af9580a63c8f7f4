package table

import (
	"errors"
	"io"
	"iter"
	"time"

	"entente"
)

// mentionCells is the number of cells in a row of GDELT 2's mentions.
const mentionCells = 16

// Mention is one article that tells of an event of GDELT 2. It says where the event was
// printed, and does not say what happened.
type Mention struct {
	Event      string    // GLOBALEVENTID
	EventTime  time.Time // when GDELT first saw the event, UTC
	Time       time.Time // when this article was seen, UTC
	Type       int       // 1 web, 2 citation, 3 CORE, 4 DTIC, 5 JSTOR, 6 other text; 0 not known
	Publisher  string
	URL        string // or a citation, where Type is not 1
	Sentence   int    // counting from one; 0 not known
	Actor1     int    // offsets in characters; -1 not known
	Actor2     int
	Action     int
	Raw        bool     // the event was found in the text as it is, without help of other sentences
	Confidence int      // percent
	Length     int      // of the article, in characters
	Tone       *float64 // from -100 to 100
	Translated string   // by what it was translated, if it was
}

// ReadMentions yields the rows of a table of format Mentions; faults as in Read.
func ReadMentions(r io.Reader) iter.Seq2[Mention, error] {
	return func(yield func(Mention, error) bool) {
		var cells [][]byte
		publishers := memo[string]{}
		eachLine(r, func(line []byte, n int, err error) bool {
			if err != nil {
				return yield(Mention{}, err)
			}
			cells = splitCells(line, '\t', cells[:0])
			m, err := mentionOf(cells, publishers)
			if err != nil {
				return yield(Mention{}, &entente.Error{Op: "table", Kind: entente.Syntax, Line: n, Err: err})
			}
			return yield(m, nil)
		})
	}
}

func mentionOf(c [][]byte, publishers memo[string]) (Mention, error) {
	if len(c) != mentionCells {
		return Mention{}, wrongCells(len(c), mentionCells)
	}
	event, ok1 := stamp(c[1])
	seen, ok2 := stamp(c[2])
	if !ok1 || !ok2 {
		return Mention{}, errors.New("the times are not written YYYYMMDDhhmmss")
	}
	m := Mention{
		Event: string(c[0]), EventTime: event, Time: seen, Type: whole(c[3]),
		Publisher: publishers.get(c[4], func() string { return string(c[4]) }), URL: string(c[5]), Sentence: whole(c[6]),
		Actor1: offset(c[7]), Actor2: offset(c[8]), Action: offset(c[9]), Raw: string(c[10]) == "1",
		Confidence: whole(c[11]), Length: whole(c[12]), Translated: string(c[14]),
	}
	if tone, ok := number(c[13]); ok {
		m.Tone = &tone
	}
	return m, nil
}

func offset(cell []byte) int {
	if n, ok := digits(cell); ok && len(cell) <= 9 {
		return n
	}
	return -1
}

// stamp reads YYYYMMDDhhmmss.
func stamp(cell []byte) (time.Time, bool) {
	if len(cell) != 14 {
		return time.Time{}, false
	}
	day, ok := parseDay(cell[:8])
	clock, isClock := digits(cell[8:])
	h, m, s := clock/10000, clock/100%100, clock%100
	if !ok || !isClock || h > 23 || m > 59 || s > 59 {
		return time.Time{}, false
	}
	t := day.Time().Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second)
	return t, !t.IsZero() // the first second of the year 1 is how Go says that a time is not known
}
