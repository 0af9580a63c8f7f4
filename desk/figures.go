package desk

import (
	"context"

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

// Figures returns the happenings of f that figures are told of, the newest first.
func Figures(ctx context.Context, r entente.Reader, f entente.Filter) (*List[Amounts], error) {
	f.Stated = true
	may := func(h *entente.Happening) bool { return len(h.Figures) > 0 || h.Reports > 1 }
	return pick(ctx, r, f, may, func(h entente.Happening) (Amounts, bool, error) {
		a := amountsOf(h)
		return a, len(a.Rows) > 0, nil
	})
}

func amountsOf(h entente.Happening) Amounts {
	out := Amounts{Happening: h, Rows: []Cited{}}
	out.Happening.All = nil
	type place struct {
		article entente.ArticleID
		span    entente.Span
	}
	seen := map[place]bool{} // one figure may stand in two rows of its article
	var figures []link.FigureAt
	for i := range h.All {
		row := &h.All[i]
		if row.Reprint {
			continue
		}
		cited := false
		for _, fig := range row.Figures {
			at := place{row.Print.Article, fig.Span}
			if seen[at] {
				continue
			}
			seen[at] = true
			if !cited {
				cited = true
				out.Rows = append(out.Rows, cite(row))
			}
			figures = append(figures, link.FigureAt{Figure: fig, Report: row.ID, Printed: row.Print.Published, Publisher: row.Print.Publisher})
		}
	}
	out.Revisions = orEmpty(link.Revisions(figures))
	return out
}
