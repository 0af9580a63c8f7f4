package web

import (
	"testing"

	"entente/desk"
	"entente/index"
)

// TestReach: a band of little evidence does not flatten the picture of what is well known,
// and where all is thin it stands in the picture whole.
func TestReach(t *testing.T) {
	point := func(level, low, high float64, thin bool) desk.Point {
		return desk.Point{Point: index.Point{Level: level, Low: low, High: high, Thin: thin}}
	}
	for _, tt := range []struct {
		name   string
		points []desk.Point
		want   float64
	}{
		{"well known", []desk.Point{point(-1, -1.5, 1.9, false)}, 2},
		{"a band of what is well known", []desk.Point{point(-1, -3, 1, false)}, 4},
		{"thin beside well known", []desk.Point{point(-1, -9, 7, true), point(-1, -1.5, 1.9, false)}, 2},
		{"all thin", []desk.Point{point(-1.8, -7, 3.5, true), point(-1.7, -7.4, 3.8, true)}, 8},
		{"thin to the end of the scale", []desk.Point{point(-2.9, -10, 4.4, true)}, 10},
		{"nothing", nil, 2},
	} {
		if got := reachOf(tt.points); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
