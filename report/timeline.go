package report

import (
	"cmp"
	"io"

	"entente"
	"entente/desk"
)

// Timeline writes what happened day by day.
func Timeline(w io.Writer, c *desk.Chronology, opts Options) error {
	p := newSheet(opts)
	name := clean(c.A)
	if c.B != "" {
		name = pairName(c.A, c.B)
	}
	p.line("%s", p.style.bold(cmp.Or(name, "All")))
	if len(c.Days) == 0 {
		p.line("  Nothing is known.")
	}
	for i := range c.Days {
		d := &c.Days[i]
		p.line("")
		p.line("%s", p.style.bold(dayName(d.Day)))
		for k := range d.Happenings {
			p.happening(&d.Happenings[k], "")
		}
		for k := range d.Imported {
			p.imported(&d.Imported[k], "")
		}
	}
	p.legend()
	p.more(c.Next)
	return p.flush(w)
}

func dayName(d entente.Day) string {
	if d.IsZero() {
		return "day unknown"
	}
	return d.Time().Format("Monday 2 January 2006")
}

// more says how a list goes on.
func (p *sheet) more(next string) {
	if next != "" {
		p.line("")
		p.line("%s", p.style.dim("There is more: --after "+clean(next)))
	}
}
