package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"entente"
	"entente/desk"
	"entente/index"
)

// Relation writes a tie over time: the spark line, the turning points, who moved whom,
// and the periods in which something happened, with what moved the tie most.
func Relation(w io.Writer, tie *desk.Tie, opts Options) error {
	p := newSheet(opts)
	last := tie.Last()
	if last == nil {
		p.line("%s", p.style.bold(pairName(tie.A, tie.B)))
		p.line("  Nothing that counts is known of this pair.")
		return p.flush(w)
	}
	events := 0
	for i := range tie.Points {
		events += tie.Points[i].Events
	}
	p.line("%s", p.style.bold(pairName(tie.A, tie.B)))
	p.line("  %s", p.style.dim(fold(fmt.Sprintf("by %s · %s to %s · %s%s", tie.Period, tie.Points[0].From, last.To, count(events, "event"), from(tie.Sets)), p.opts.Width, "  ")))
	p.line("  level %s, 90 %% band %s%s", p.style.bold(signed(last.Level)), band(last.Low, last.High), thin(last.Thin))
	if tie.Earlier > 0 {
		p.line("  %s", p.style.dim(fold(fmt.Sprintf("%s, from %d on, counted and not shown: --from %d shows them", count(tie.Earlier, "earlier event"), tie.First.Year, tie.First.Year), p.opts.Width, "  ")))
	}
	line, marks, reach, per := chart(tie.Points, tie.Turns, p.opts.Width-10)
	p.line("")
	p.line("  %s %s", line, p.style.dim("±"+signed(reach)[1:]))
	p.line("  %s", p.style.dim(marks))
	words := "· too little is known for the level to be trusted"
	if per > 1 {
		words += fmt.Sprintf("; a column is %d %ss", per, tie.Period)
	}
	p.line("  %s", p.style.dim(fold(words, p.opts.Width, "  ")))
	p.turns(tie.Turns)
	p.line("")
	p.side(clean(tie.A)+" → "+clean(tie.B), &tie.There)
	p.side(clean(tie.B)+" → "+clean(tie.A), &tie.Back)
	p.points(tie)
	p.legend()
	return p.flush(w)
}

func (p *sheet) turns(turns []index.Turn) {
	if len(turns) == 0 {
		return
	}
	p.title("TURNING POINTS", "")
	for i := range turns {
		p.turn("", &turns[i])
	}
}

func (p *sheet) turn(name string, t *index.Turn) {
	p.line("  %s%s %s  from %s to %s  %s", name, p.style.paint(string(t.Direction), directionMarks[t.Direction]), t.Day, signed(t.Before), signed(t.After), p.style.dim(fmt.Sprintf("p %.3f", t.P)))
}

// side tells what one did to the other.
func (p *sheet) side(name string, s *index.Series) {
	events := 0
	for i := range s.Points {
		events += s.Points[i].Events
	}
	if events == 0 {
		p.line("  %s nothing that counts", name)
		return
	}
	last := s.Points[len(s.Points)-1]
	p.line("  %s", fold(fmt.Sprintf("%s level %s, %s, %s%s", name, signed(last.Level), band(last.Low, last.High), count(events, "event"), thin(last.Thin)), p.opts.Width, under))
}

// points lists the periods with evidence, the earliest of those that are shown first.
func (p *sheet) points(tie *desk.Tie) {
	most := cmp.Or(p.opts.Points, 24)
	if most < 0 {
		most = len(tie.Points)
	}
	first, left := len(tie.Points), 0
	for i := len(tie.Points) - 1; i >= 0; i-- {
		if tie.Points[i].Events == 0 {
			continue
		}
		if most == 0 {
			left++
			continue
		}
		first, most = i, most-1
	}
	p.title("WHAT MOVED IT", "")
	p.pulls()
	p.moveHeader("")
	if left > 0 {
		p.line("  %s", p.style.dim(fmt.Sprintf("%s with events: --limit or --from shows them", count(left, "earlier "+clean(string(tie.Period))))))
	}
	quiet := 0
	for i := first; i < len(tie.Points); i++ {
		pt := &tie.Points[i]
		if pt.Events == 0 {
			quiet++
			continue
		}
		p.quiet(quiet, tie.Period)
		quiet = 0
		p.line("  %s", p.style.bold(periodName(pt.From, tie.Period)))
		p.line("  %s", fold(fmt.Sprintf("level %s, %s · mean %s of %s%s", signed(pt.Level), band(pt.Low, pt.High), mean(pt.Mean), count(pt.Events, "event"), thin(pt.Thin)), p.opts.Width, under))
		for k := range pt.Strongest {
			p.move(&pt.Strongest[k])
		}
		if more := len(pt.Happenings) - len(pt.Strongest); more > 0 {
			p.line("%s%s", under, p.style.dim(fmt.Sprintf("and %d more", more)))
		}
	}
	p.quiet(quiet, tie.Period)
}

func (p *sheet) quiet(n int, period entente.Period) {
	if n > 0 {
		p.line("  %s", p.style.dim("… "+count(n, clean(string(period)))+" without an event"))
	}
}

var directionMarks = map[entente.Direction]string{entente.Warming: "↗", entente.Cooling: "↘", entente.Warm: "→", entente.Cold: "→"}

func pairName(a, b string) string { return clean(a) + " – " + clean(b) }

func from(sets []string) string {
	if len(sets) == 0 {
		return ""
	}
	return " of " + strings.Join(sets, ", ")
}

func thin(yes bool) string {
	if yes {
		return " · thin evidence"
	}
	return ""
}

func mean(v *float64) string {
	if v == nil {
		return "–"
	}
	return signed(*v)
}

func periodName(d entente.Day, p entente.Period) string {
	switch p {
	case entente.PeriodYear:
		return d.Time().Format("2006")
	case entente.PeriodMonth:
		return d.Time().Format("January 2006")
	}
	return "week of " + d.Time().Format("2 January 2006")
}
