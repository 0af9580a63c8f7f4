package web

import (
	"cmp"
	"slices"

	"entente"
)

// stretch is a piece of text that means something: what kind, and the row it belongs to.
type stretch struct {
	Span entente.Span
	Kind string // class of the page's sheet: "event", "actor", …
	Row  string // id of the row's element on the page
}

// run is a piece of text over which the same stretches lie.
type run struct {
	Span entente.Span
	Over []int // indices of those stretches, in their order
}

// cut cuts [0, n) at the ends of the stretches. The runs follow one another without a
// gap from 0 to n, whatever the stretches are; what of a stretch lies outside, and one
// that is empty, is over nothing.
func cut(n int, over []stretch) []run {
	type end struct{ at, index int }
	var starts, stops []end
	cuts := []int{0, n}
	for i, s := range over {
		from, to := max(0, s.Span.Start), min(n, s.Span.End)
		if from >= to {
			continue
		}
		starts, stops, cuts = append(starts, end{from, i}), append(stops, end{to, i}), append(cuts, from, to)
	}
	byPlace := func(a, b end) int { return cmp.Compare(a.at, b.at) }
	slices.SortStableFunc(starts, byPlace)
	slices.SortStableFunc(stops, byPlace)
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []run
	var open []int
	for i := 0; i+1 < len(cuts); i++ {
		at := cuts[i]
		for ; len(stops) > 0 && stops[0].at == at; stops = stops[1:] {
			k, _ := slices.BinarySearch(open, stops[0].index)
			open = slices.Delete(open, k, k+1)
		}
		for ; len(starts) > 0 && starts[0].at == at; starts = starts[1:] {
			k, _ := slices.BinarySearch(open, starts[0].index)
			open = slices.Insert(open, k, starts[0].index)
		}
		out = append(out, run{entente.Span{Start: at, End: cuts[i+1]}, slices.Clone(open)})
	}
	return out
}
