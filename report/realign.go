package report

import (
	"fmt"
	"io"

	"entente/desk"
)

var signMarks = map[int]string{1: "+", -1: "−"}

// Realignments writes how a state's ties changed, from whom to whom it moved and why, and
// which triads it stands in.
func Realignments(w io.Writer, a *desk.Alignment, opts Options) error {
	p := newSheet(opts)
	p.line("%s", p.style.bold(fmt.Sprintf("%s from %s to %s", clean(a.State), a.From, a.To)))
	if len(a.Ties) == 0 {
		p.line("  Nothing that counts is known of these days.")
		return p.flush(w)
	}
	if len(a.Moves) == 0 {
		p.line("  No tie cooled while another warmed by more than their bands.")
	}
	for i := range a.Moves {
		m := &a.Moves[i]
		p.line("")
		p.line("⇄ %s", p.style.bold(fmt.Sprintf("from %s (%s) toward %s (%s)", clean(m.From), signed(-m.FallBy), clean(m.Toward), signed(m.RiseBy))))
		p.moved("what cooled "+pairName(m.State, m.From), m.Cooled)
		p.moved("what warmed "+pairName(m.State, m.Toward), m.Warmed)
	}
	p.title("TIES", "")
	for i := range a.Ties {
		t := &a.Ties[i]
		p.line("  %s %s → %s", pad(t.Partner, max(4, p.opts.Width/5)), pad(fmt.Sprintf("%s, %s", signed(t.Before.Level), band(t.Before.Low, t.Before.High)), 20),
			fmt.Sprintf("%s, %s", signed(t.After.Level), band(t.After.Low, t.After.High)))
	}
	if len(a.Triads) > 0 {
		p.title("TRIADS", "")
	}
	for _, t := range a.Triads {
		words := "out of balance"
		if t.Balanced {
			words = "in balance"
		}
		p.line("  %s", fold(fmt.Sprintf("%s %s %s, %s %s %s, %s %s %s: %s", t.States[0], signMarks[t.Signs[0]], t.States[1],
			t.States[0], signMarks[t.Signs[1]], t.States[2], t.States[1], signMarks[t.Signs[2]], t.States[2], words), p.opts.Width, under))
	}
	return p.flush(w)
}

// moved prints what moved a tie, under a dim word, or nothing.
func (p *sheet) moved(name string, list []desk.Move) {
	if len(list) > 0 {
		p.moveHeader(name)
	}
	for i := range list {
		p.move(&list[i])
	}
}
