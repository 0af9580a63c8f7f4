package report

import (
	"fmt"
	"io"

	"entente"
	"entente/desk"
)

// most is how many rows of one kind an alert prints of a tie: it is a note, and the
// questions have all of them.
const most = 3

// Alert writes what changed in the state of ties, and nothing where nothing did.
func Alert(w io.Writer, a *desk.Alerts, opts Options) error {
	p := newSheet(opts)
	for i := range a.Changes {
		if i > 0 {
			p.line("")
		}
		p.change(&a.Changes[i])
	}
	if len(a.Changes) > 0 {
		p.legend()
	}
	return p.flush(w)
}

func (p *sheet) change(c *desk.Change) {
	p.line("%s", p.style.bold(pairName(c.A, c.B)))
	if c.Now != nil {
		words := fmt.Sprintf("level %s, %s", signed(c.Now.Level), band(c.Now.Low, c.Now.High))
		if c.Was != nil {
			words += fmt.Sprintf(" · was %s, %s, in the week of %s", signed(c.Was.Level), band(c.Was.Low, c.Was.High), c.Was.From)
		} else {
			words += " · nothing had counted before"
		}
		p.line("  %s", fold(words+thin(c.Now.Thin), p.opts.Width, "  "))
	}
	for i := range c.Turned {
		p.turn("turning point ", &c.Turned[i])
	}
	for _, day := range c.Gone {
		p.line("  the turning point of %s no longer stands", day)
	}
	p.fresh("newly threatened", c.Threats)
	p.fresh("newly disputed", c.Disputes)
}

// fresh prints the newest rows of a kind, and how many more there are.
func (p *sheet) fresh(name string, list []entente.Happening) {
	p.group(name, list[:min(most, len(list))])
	if more := len(list) - most; more > 0 {
		p.line("%s%s", under, p.style.dim(fmt.Sprintf("and %d more", more)))
	}
}
