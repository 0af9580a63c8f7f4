package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"entente"
)

// ActorAnswer is what Actors asks of a resolver: codes, or "" for nothing.
type ActorAnswer struct {
	Country, Sector string
}

// actorCase is one line of the actors' gold, made by NGEC's authors.
type actorCase struct {
	Text    string `json:"text"`
	Date    string `json:"date"`
	Context string `json:"context"`
	Expect  struct {
		Country *string `json:"country"`
		Code1   *string `json:"code_1"`
		None    bool    `json:"none"`
	} `json:"expect"`
	Not struct {
		Country []string `json:"country"`
	} `json:"not"`
}

// Actors scores phrases on JSON lines with "text", "date", "context" and what
// they should resolve to: "country" and "code_1" (the sector), where an empty
// string means that nothing should be given, and "none" that neither should. A
// case counts for a field only if it names the field. A line that is no JSON
// gives an error with its number.
func Actors(phrase func(text, context string, on entente.Day) ActorAnswer, in io.Reader) (*Report, error) {
	rep := &Report{Gold: "actors"}
	var country, countryOf, sector, sectorOf, both, bothOf int
	dec := json.NewDecoder(in)
	for line := 1; ; line++ {
		var c actorCase
		if err := dec.Decode(&c); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("eval: actors: case %d: %w", line, err)
		}
		on, err := entente.ParseDay(c.Date)
		if err != nil {
			return nil, fmt.Errorf("eval: actors: case %d: %w", line, err)
		}
		if c.Expect.None {
			none := ""
			c.Expect.Country, c.Expect.Code1 = &none, &none
		}
		got := phrase(c.Text, c.Context, on)
		rep.Cases++
		good := true
		if want := c.Expect.Country; want != nil {
			countryOf++
			if got.Country == *want {
				country++
			} else {
				good = false
				rep.Misses = append(rep.Misses, fmt.Sprintf("%q on %s: country %q, want %q", c.Text, c.Date, got.Country, *want))
			}
		}
		for _, wrong := range c.Not.Country {
			countryOf++
			if got.Country != wrong {
				country++
			} else {
				good = false
				rep.Misses = append(rep.Misses, fmt.Sprintf("%q on %s: country %q is wrong", c.Text, c.Date, got.Country))
			}
		}
		if want := c.Expect.Code1; want != nil {
			sectorOf++
			if got.Sector == *want {
				sector++
			} else {
				good = false
				rep.Misses = append(rep.Misses, fmt.Sprintf("%q on %s: sector %q, want %q", c.Text, c.Date, got.Sector, *want))
			}
		}
		if c.Expect.Country != nil || c.Expect.Code1 != nil {
			bothOf++
			if good {
				both++
			}
		}
	}
	rep.Scores = []Score{Ratio("country", country, countryOf), Ratio("sector", sector, sectorOf), Ratio("both", both, bothOf)}
	return rep, nil
}
