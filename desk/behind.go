package desk

import (
	"context"
	"math"
	"slices"

	"entente"
)

// Evidence is what stands behind one period of a tie.
type Evidence struct {
	From    entente.Day         `json:"from"`
	To      entente.Day         `json:"to"`
	Counted []Move              `json:"counted"` // the strongest pull first
	Rest    []entente.Happening `json:"rest"`    // plans, claims, denials and what has no scale value: they move nothing
	More    bool                `json:"more"`    // there are more rows than the thousand that were looked at
}

// Behind returns the rows of a tie between two days. level is that of the period before
// them, from which pulls are reckoned.
func Behind(ctx context.Context, r entente.Reader, ask Ask, from, to entente.Day, level float64) (*Evidence, error) {
	out := &Evidence{From: from, To: to, Counted: []Move{}, Rest: []entente.Happening{}}
	f := ask.filter()
	f.From, f.To, f.Limit = from, to, page
	put := func(m Move, weight, value float64) {
		m.Pull = weight * (value - level)
		out.Counted = keep(out.Counted, m, math.MaxInt)
	}
	if len(ask.Sets) > 0 {
		return out, moves(ctx, r, f, func(m Move, _ entente.Day, weight, value float64) { put(m, weight, value) })
	}
	list, next, err := r.Happenings(ctx, f)
	if err != nil {
		return nil, err
	}
	out.More = next != ""
	for i := range list {
		h := &list[i]
		h.All = nil
		if weight, value, ok := pulls(h); ok {
			put(Move{Happening: h}, weight, value)
		} else {
			out.Rest = append(out.Rest, *h)
		}
	}
	slices.Reverse(out.Rest) // oldest first, as a page is read
	return out, nil
}
