package report

import (
	"io"
	"strings"

	"entente/desk"
)

// Deals writes each deal step by step.
func Deals(w io.Writer, list *desk.List[desk.Deal], opts Options) error {
	p := newSheet(opts)
	p.head(len(list.Rows), list.Total, "deal", "deals")
	for i := range list.Rows {
		d := &list.Rows[i]
		p.line("")
		p.line("  %s  %s", p.style.bold(pairName(d.Pair[0], d.Pair[1])), p.style.dim(fold(clean(strings.Join(d.Object, " ")), p.opts.Width, under)))
		for k := range d.Steps {
			s := &d.Steps[k]
			p.line("  %s %s %s %s", p.style.paint(string(s.Status), pad(statusMarks[s.Status], 2)), pad(dateOr(s.Date, s.Day), 18), pad(s.Stage, 10), clean(string(s.Type)))
			p.quote(s.Cited.Sentence)
			var parts []string
			for _, f := range s.Figures {
				parts = append(parts, figureWords(f))
			}
			p.printed(&s.Cited.Print, parts, string(s.Cited.Row))
		}
	}
	return p.flush(w)
}
