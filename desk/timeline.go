package desk

import (
	"context"

	"entente"
)

// Chronology is what happened day by day, and what was planned, claimed or denied of
// that day. Next continues it as Filter.After and is "" at its end.
type Chronology struct {
	A    string    `json:"a,omitempty"`
	B    string    `json:"b,omitempty"`
	Days []DayRows `json:"days"`
	Next string    `json:"next,omitempty"`
}

// DayRows is one day of it; the zero day holds history whose day is not known.
type DayRows struct {
	Day        entente.Day         `json:"day,omitzero"`
	Happenings []entente.Happening `json:"happenings,omitempty"`
	Imported   []entente.Imported  `json:"imported,omitempty"` // where f.Sets asks for them
}

// Timeline returns the rows of f by day, oldest first. It takes Filter.Sets.
func Timeline(ctx context.Context, r entente.Reader, f entente.Filter) (*Chronology, error) {
	f.Oldest = true
	out := &Chronology{A: f.A, B: f.B, Days: []DayRows{}}
	on := func(day entente.Day) *DayRows {
		if n := len(out.Days); n == 0 || out.Days[n-1].Day != day {
			out.Days = append(out.Days, DayRows{Day: day})
		}
		return &out.Days[len(out.Days)-1]
	}
	if len(f.Sets) > 0 {
		list, next, err := r.Imported(ctx, f)
		for _, row := range list {
			d := on(row.Day)
			d.Imported = append(d.Imported, row)
		}
		out.Next = next
		return out, err
	}
	list, next, err := r.Happenings(ctx, f)
	for _, h := range list {
		h.All = nil
		d := on(h.Day)
		d.Happenings = append(d.Happenings, h)
	}
	out.Next = next
	return out, err
}
