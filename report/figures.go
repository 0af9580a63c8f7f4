package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"entente"
	"entente/desk"
)

// Figures writes what is stated in figures, each quantity with its history.
func Figures(w io.Writer, list *desk.List[desk.Amounts], opts Options) error {
	p := newSheet(opts)
	p.head(len(list.Rows), list.Total, "happening with figures", "happenings with figures")
	for i := range list.Rows {
		a := &list.Rows[i]
		h := &a.Happening
		p.line("")
		p.row(p.mark(h), when(h), sides(h.Sources, h.Targets, h.Type), kind(h.Type, h.Mode), h.Quad, clean(string(h.Overall)))
		for _, rev := range a.Revisions {
			var history []string
			for _, f := range rev.Figures {
				amount := figureWords(entente.Figure{Value: f.Figure.Value, Unit: f.Figure.Unit, Bound: f.Figure.Bound})
				if n := len(history); n == 0 || history[n-1] != amount {
					history = append(history, amount)
				}
			}
			if len(history) > 1 {
				p.line("%s%s", under, p.style.accent(fold(strings.Join(history, " → ")+" "+clean(rev.Counts), p.opts.Width, under)))
			}
			for _, f := range rev.Figures {
				p.cited(figureWords(f.Figure), a.Rows, f.Report)
			}
		}
	}
	return p.flush(w)
}

// cited prints the sentence of a row, with a few words before it.
func (p *sheet) cited(lead string, rows []desk.Cited, id entente.ReportID) {
	i := slices.IndexFunc(rows, func(c desk.Cited) bool { return c.Row == id })
	if i < 0 {
		return
	}
	p.line("%s%s", under, fold(lead, p.opts.Width, under))
	p.quote(rows[i].Sentence)
	p.printed(&rows[i].Print, nil, string(id))
}

// head counts what a page lists.
func (p *sheet) head(listed, total int, one, many string) {
	total = max(listed, total)
	words := groupDigits(float64(total)) + " " + many
	if total == 1 {
		words = "1 " + one
	}
	if listed < total {
		words += fmt.Sprintf(", the first %d here: --limit", listed)
	}
	p.line("%s", p.style.bold(words))
}
