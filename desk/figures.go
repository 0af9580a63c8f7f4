package desk

import (
	"cmp"
	"context"
	"slices"

	"entente"
	"entente/link"
)

// Cited is a row in short: its id, its sentence, and where that was printed.
type Cited struct {
	Row      entente.ReportID `json:"row"`
	Sentence string           `json:"sentence"`
	Print    entente.Print    `json:"print"`
}

func cite(r *entente.Report) Cited { return Cited{Row: r.ID, Sentence: r.Quote, Print: r.Print} }

// Amounts is what is stated of one happening in figures: of each quantity what its
// reports made of it, in the order of printing. Rows holds the sentences.
type Amounts struct {
	Happening entente.Happening `json:"happening"`
	Revisions []link.Revision   `json:"revisions"`
	Rows      []Cited           `json:"rows"`
}

// Figures returns the happenings of f that figures are told of, the newest first. It
// looks at all rows of f and lists f.Limit of them; f.After does not hold.
func Figures(ctx context.Context, r entente.Reader, f entente.Filter) (*List[Amounts], error) {
	type found struct {
		id  entente.ReportID
		day entente.Day
	}
	var all []found
	seen := map[entente.ReportID]bool{}
	for row, err := range r.Reports(ctx, f) {
		if err != nil {
			return nil, err
		}
		if len(row.Figures) > 0 && !seen[row.Happening] {
			seen[row.Happening] = true
			all = append(all, found{row.Happening, row.Day()})
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Or(b.day.Compare(a.day), cmp.Compare(a.id, b.id)) })
	out := &List[Amounts]{Rows: []Amounts{}, Total: len(all)}
	for _, one := range all[:limit(f, len(all))] {
		h, err := r.Happening(ctx, one.id, f.AsOf)
		if err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, amountsOf(h))
	}
	return out, nil
}

func amountsOf(h entente.Happening) Amounts {
	out := Amounts{Happening: h, Rows: []Cited{}}
	out.Happening.All = nil
	var figures []link.FigureAt
	for i := range h.All {
		row := &h.All[i]
		if row.Reprint || len(row.Figures) == 0 {
			continue
		}
		out.Rows = append(out.Rows, cite(row))
		for _, fig := range row.Figures {
			figures = append(figures, link.FigureAt{Figure: fig, Report: row.ID, Printed: row.Print.Published, Publisher: row.Print.Publisher})
		}
	}
	out.Revisions = orEmpty(link.Revisions(figures))
	return out
}

// limit is how many of n rows f lets through.
func limit(f entente.Filter, n int) int {
	if f.Limit < 0 {
		return n
	}
	return min(n, cmp.Or(f.Limit, 100))
}
