package link

import (
	"fmt"
	"strings"
	"testing"

	"entente"
)

func TestRevisions(t *testing.T) {
	at := func(day int, value float64, unit, counts, report string) FigureAt {
		return FigureAt{Figure: entente.Figure{Value: value, Unit: unit, Counts: counts}, Report: entente.ReportID(report), Printed: entente.Day{Year: 2014, Month: 8, Day: day}}
	}
	for _, tt := range []struct {
		name string
		in   []FigureAt
		want string
	}{
		{"nothing", nil, ""},
		{"a toll that rises, out of order", []FigureAt{at(3, 23, "", "people killed", "b"), at(2, 12, "", "dead", "a"), at(5, 25, "", "death toll", "c")},
			"dead: 12 a, 23 b, 25 c"},
		{"dead and wounded", []FigureAt{at(2, 12, "", "killed", "a"), at(2, 40, "", "wounded", "a"), at(3, 52, "", "people injured", "b")},
			"killed: 12 a; wounded: 40 a, 52 b"},
		{"soldiers are not people at large", []FigureAt{at(2, 12, "", "people killed", "a"), at(2, 8, "", "Soviet soldiers killed", "a"), at(3, 9, "", "soldiers killed", "b")},
			"people killed: 12 a; Soviet soldiers killed: 8 a, 9 b"},
		{"a unit keeps apart", []FigureAt{at(2, 3e9, "USD", "", "a"), at(2, 450, "km", "", "a"), at(4, 3.2e9, "USD", "", "b")},
			": 3e+09 a, 3.2e+09 b; : 450 a"},
		{"a measure of a thing", []FigureAt{at(2, 100, "", "tonnes of wheat", "a"), at(3, 120, "", "tonnes of wheat", "b"), at(3, 5, "", "tonnes of rice", "b")},
			"tonnes of wheat: 100 a, 120 b; tonnes of rice: 5 b"},
		{"one day keeps its order", []FigureAt{at(2, 9, "", "hostages", "b"), at(2, 7, "", "hostages", "a")}, "hostages: 9 b, 7 a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range Revisions(tt.in) {
				var steps []string
				for _, f := range r.Figures {
					steps = append(steps, fmt.Sprint(f.Figure.Value, " ", f.Report))
				}
				got = append(got, r.Counts+": "+strings.Join(steps, ", "))
			}
			if s := strings.Join(got, "; "); s != tt.want {
				t.Errorf("Revisions = %q, want %q", s, tt.want)
			}
		})
	}
}
