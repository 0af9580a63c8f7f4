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
		p.line("%s", p.style.bold(heading(d)))
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

// heading names the day of rows. Rows of which only the month or year is known stand on
// the day in its middle, and that day is not said.
func heading(d *desk.DayRows) string {
	for i := range d.Happenings {
		if date := d.Happenings[i].Date; date.From == date.To || date.From.IsZero() || date.To.IsZero() {
			return dayName(d.Day)
		}
	}
	if d.Day.IsZero() || len(d.Imported) > 0 || len(d.Happenings) == 0 {
		return dayName(d.Day)
	}
	return dateWords(d.Happenings[0].Date)
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
