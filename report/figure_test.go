package report

import (
	"testing"

	"entente"
)

func TestFigureWords(t *testing.T) {
	for _, tt := range []struct {
		name string
		f    entente.Figure
		want string
	}{
		{"money", entente.Figure{Value: 2e9, Unit: "USD", Bound: "about"}, "about USD 2,000,000,000"},
		{"a measure", entente.Figure{Value: 1100, Unit: "km"}, "1,100 km"},
		{"a share", entente.Figure{Value: 2.5, Unit: "percent"}, "2.5 %"},
		{"a count", entente.Figure{Value: 18, Bound: "at least", Counts: "soldiers killed"}, "at least 18 soldiers killed"},
		{"an exact one", entente.Figure{Value: 40, Bound: entente.BoundExact, Counts: "lorries"}, "40 lorries"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := figureWords(tt.f); got != tt.want {
				t.Errorf("figureWords(%+v) = %q, want %q", tt.f, got, tt.want)
			}
		})
	}
}
