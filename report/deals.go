package report

import (
	"cmp"
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
			parts := []string{string(s.Type)}
			for _, f := range s.Figures {
				parts = append(parts, figureWords(f))
			}
			p.line("  %s %s %s %s", p.style.paint(string(s.Status), statusMarks[s.Status]), pad(cmp.Or(s.Day.String(), "–"), 11), pad(s.Stage, 10), fold(strings.Join(parts, " · "), p.opts.Width, under))
			p.quote(s.Cited.Sentence)
			p.printed(&s.Cited.Print, nil, string(s.Cited.Row))
		}
	}
	return p.flush(w)
}
