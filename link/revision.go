package link

import (
	"slices"
	"strings"

	"entente"
)

// FigureAt is a figure and the row that states it.
type FigureAt struct {
	Figure    entente.Figure   `json:"figure"`
	Report    entente.ReportID `json:"report"`
	Printed   entente.Day      `json:"printed,omitzero"`
	Publisher string           `json:"publisher,omitempty"`
}

// Revision is the history of one quantity: what each report made of it, in the order of
// printing. Counts is what is counted, as the first of them prints it.
type Revision struct {
	Unit    string     `json:"unit,omitempty"`
	Counts  string     `json:"counts,omitempty"`
	Figures []FigureAt `json:"figures"`
}

// Revisions sorts the figures of one happening by what they state: "12 dead", "23 killed"
// and a toll of 25 are one quantity, "8 soldiers killed" is another. Figures printed on
// one day stay in the order given, undated ones come first. The list of quantities is in
// the order of their first figures; it is nil for no figures.
func Revisions(list []FigureAt) []Revision {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b FigureAt) int { return a.Printed.Compare(b.Printed) })
	var out []Revision
	at := map[[2]string]int{}
	for _, f := range list {
		key := [2]string{f.Figure.Unit, quantity(f.Figure.Counts)}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, Revision{Unit: f.Figure.Unit, Counts: f.Figure.Counts})
		}
		out[i].Figures = append(out[i].Figures, f)
	}
	return out
}

// fates folds words for what befell those who are counted.
var fates = map[string]string{
	"killed": "killed", "dead": "killed", "died": "killed", "deaths": "killed", "death": "killed", "fatalities": "killed", "slain": "killed", "bodies": "killed", "toll": "killed",
	"wounded": "wounded", "injured": "wounded", "hurt": "wounded", "injuries": "wounded",
	"arrested": "held", "detained": "held", "jailed": "held", "imprisoned": "held", "captured": "captured",
	"kidnapped": "abducted", "abducted": "abducted", "missing": "missing", "displaced": "displaced", "homeless": "displaced",
	"released": "freed", "freed": "freed", "deployed": "deployed", "expelled": "expelled", "evacuated": "evacuated", "destroyed": "destroyed", "executed": "executed", "stranded": "stranded",
}

// anyone holds nouns that say no more than that people are counted.
var anyone = set("people person persons others victims casualties more")

// quantity returns a key of what is counted: the stem of the head noun, none for people
// at large, and what befell them. "Soviet soldiers killed" is "soldier killed", "people
// killed" and "death toll" are " killed", "tonnes of grain" is "tonn grain".
func quantity(counts string) string {
	var noun, of, fate string
	after := false // "of"
	for _, w := range splitWords(counts) {
		switch f, ok := fates[w.text]; {
		case ok:
			fate = f
		case w.text == "of":
			after = true
		case after:
			of = stemOf(w.text)
		default:
			noun = w.text
		}
	}
	if anyone[noun] {
		noun = ""
	}
	if noun != "" {
		noun = stemOf(noun)
	}
	return strings.TrimSpace(noun+" "+of) + " " + fate
}

// sameQuantity reports whether two figures may state one quantity. With a unit, what is
// counted may be left out.
func sameQuantity(a, b string, unit bool) bool {
	if unit && (a == "" || b == "") {
		return true
	}
	return quantity(a) == quantity(b)
}
