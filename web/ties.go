package web

import (
	"cmp"
	"math"
	"slices"

	"entente"
)

// tieRow is a tie in a period, on the map and in the network.
type tieRow struct {
	A      string  `json:"a"`
	B      string  `json:"b"`
	Mean   float64 `json:"mean"` // scale value
	Events int     `json:"events"`
	Weight float64 `json:"weight"`
}

// landRow is what a land has with all others, or with one.
type landRow struct {
	Code   string  `json:"code"`
	Mean   float64 `json:"mean"`
	Events int     `json:"events"`
	Weight float64 `json:"weight"`

	sum float64
}

// sumUp makes rows of sums: the ties, and what each party has in them, the weightiest
// first. What is inside a land is left out. Where a is not "", only its ties are taken, and
// a itself has no row.
func sumUp(sums []entente.TieSum, a string) (ties []tieRow, lands []landRow) {
	at := map[string]int{}
	for _, s := range sums {
		if s.Weight <= 0 || s.Pair[0] == s.Pair[1] || a != "" && s.Pair[0] != a && s.Pair[1] != a {
			continue
		}
		ties = append(ties, tieRow{s.Pair[0], s.Pair[1], s.Sum / s.Weight, s.Events, s.Weight})
		for _, code := range s.Pair {
			if code == a {
				continue
			}
			i, ok := at[code]
			if !ok {
				i = len(lands)
				at[code] = i
				lands = append(lands, landRow{Code: code})
			}
			l := &lands[i]
			l.Events, l.Weight, l.sum = l.Events+s.Events, l.Weight+s.Weight, l.sum+s.Sum
		}
	}
	for i := range lands {
		lands[i].Mean = lands[i].sum / lands[i].Weight
	}
	slices.SortFunc(lands, func(x, y landRow) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(x.Code, y.Code))
	})
	return ties, lands
}

// tone is the class of a mean value: c3 is the coldest, w3 the warmest.
func tone(mean float64) string {
	steps := []float64{0.5, 2, 4}
	n := 0
	for _, step := range steps {
		if math.Abs(mean) >= step {
			n++
		}
	}
	switch {
	case n == 0:
		return "m0"
	case mean < 0:
		return "c" + string(rune('0'+n))
	}
	return "w" + string(rune('0'+n))
}
