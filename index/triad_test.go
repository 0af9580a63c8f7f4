package index

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

func tie(a, b string, level, half float64) Tie {
	return Tie{Pair: [2]string{a, b}, Level: level, Low: level - half, High: level + half}
}

func TestTriads(t *testing.T) {
	for _, tt := range []struct {
		name    string
		ties    []Tie
		neutral float64
		want    []string
	}{
		{"three friends", []Tie{tie("B", "A", 3, 1), tie("B", "C", 4, 1), tie("C", "A", 2, 1)}, 0, []string{"A B C [1 1 1] true 2"}},
		{"enemies of one enemy", []Tie{tie("A", "B", 3, 1), tie("B", "C", -4, 1), tie("C", "A", -2, 1)}, 0, []string{"A B C [1 -1 -1] true 2"}},
		{"a friend's enemy is a friend", []Tie{tie("A", "B", 3, 1), tie("B", "C", -4, 1), tie("C", "A", 2, 1)}, 0, []string{"A B C [1 1 -1] false 2"}},
		{"three enemies", []Tie{tie("A", "B", -3, 1), tie("B", "C", -4, 1), tie("C", "A", -2, 1)}, 0, []string{"A B C [-1 -1 -1] false 2"}},
		{"a band that holds zero", []Tie{tie("A", "B", 3, 1), tie("B", "C", 4, 1), tie("C", "A", 2, 2)}, 0, nil},
		{"a neutral zone", []Tie{tie("A", "B", 3, 1), tie("B", "C", 4, 1), tie("C", "A", 2, 1)}, 1, nil},
		{"two sides only", []Tie{tie("A", "B", 3, 1), tie("B", "C", 4, 1)}, 0, nil},
		{"a later tie of the pair and one of a state with itself", []Tie{tie("A", "B", 3, 1), tie("B", "C", 4, 1), tie("C", "A", 2, 1), tie("B", "A", -5, 1), tie("A", "A", 9, 1)}, 0,
			[]string{"A B C [-1 1 1] false 2"}},
		{"the strongest first", []Tie{tie("A", "B", 3, 1), tie("B", "C", 3, 1), tie("A", "C", 2, 1), tie("B", "D", -5, 1), tie("C", "D", -5, 1), tie("A", "D", -1, 2)}, 0,
			[]string{"B C D [1 -1 -1] true 3", "A B C [1 1 1] true 2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range Triads(tt.ties, tt.neutral) {
				got = append(got, fmt.Sprintf("%s %s %s %v %v %v", r.States[0], r.States[1], r.States[2], r.Signs, r.Balanced, r.Strength))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRealignments(t *testing.T) {
	before := []Tie{tie("EGY", "SUN", 5, 1), tie("EGY", "USA", -3, 1), tie("LBY", "SUN", 3, 1), tie("EGY", "LBY", 2, 1)}
	for _, tt := range []struct {
		name  string
		after []Tie
		want  []string
	}{
		{"away from one, toward another", []Tie{tie("SUN", "EGY", -2, 1), tie("USA", "EGY", 2, 1), tie("LBY", "SUN", 3, 1), tie("EGY", "LBY", 2, 1)}, []string{"EGY SUN>USA -7 +5"}},
		{"both partners turn too", []Tie{tie("EGY", "SUN", -2, 1), tie("EGY", "USA", 2, 1), tie("LBY", "SUN", 6, 1)}, []string{"EGY SUN>USA -7 +5", "SUN EGY>LBY -7 +3"}},
		{"within the bands", []Tie{tie("EGY", "SUN", -2, 1), tie("EGY", "USA", -1.6, 1)}, nil},
		{"just beyond the bands", []Tie{tie("EGY", "SUN", -2, 1), tie("EGY", "USA", -1.5, 1)}, []string{"EGY SUN>USA -7 +1.5"}},
		{"a tie of which nothing was known", []Tie{tie("EGY", "SUN", -2, 1), tie("EGY", "FRA", 5, 1)}, nil},
		{"all fall", []Tie{tie("EGY", "SUN", -2, 1), tie("EGY", "USA", -8, 1)}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range Realignments(before, tt.after) {
				got = append(got, fmt.Sprintf("%s %s>%s %+.3g %+.3g", r.State, r.From, r.Toward, -r.FallBy, r.RiseBy))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestHalf: a band that the end of the scale cuts is as wide as its other side.
func TestHalf(t *testing.T) {
	if got := half(Tie{Level: 8, Low: 5, High: 10}); got != 3 {
		t.Errorf("half = %v, want 3", got)
	}
	if s := (Tie{Level: math.NaN(), Low: math.NaN(), High: math.NaN()}).Sign(0); s != 0 {
		t.Errorf("sign of no number = %d, want 0", s)
	}
}
