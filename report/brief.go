package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"entente"
	"entente/desk"
)

var arrowMarks = map[desk.Arrow]string{desk.Up: "↗", desk.Down: "↘", desk.Flat: "→"}

var arrowTones = map[desk.Arrow]string{desk.Up: "warming", desk.Down: "cooling"}

// Brief writes the news of each pair: the arrow and the reason first, for who reads no
// further.
func Brief(w io.Writer, b *desk.Briefing, opts Options) error {
	p := newSheet(opts)
	p.line("%s", p.style.bold(fmt.Sprintf("Brief for %s to %s", b.Since, b.To)))
	for i := range b.Pairs {
		p.pair(&b.Pairs[i])
	}
	p.line("")
	p.legend()
	if slices.ContainsFunc(b.Pairs, func(b desk.PairBrief) bool { return len(b.Moved) > 0 }) {
		p.pulls()
	}
	return p.flush(w)
}

func (p *sheet) pair(b *desk.PairBrief) {
	p.line("")
	p.line("%s %s%s", p.style.paint(arrowTones[b.Arrow], arrowMarks[b.Arrow]), p.style.bold(pairName(b.A, b.B)), p.style.paint("disputed", thin(b.Thin)))
	if b.Now != nil {
		words := fmt.Sprintf("level %s, %s", signed(b.Now.Level), band(b.Now.Low, b.Now.High))
		if b.Before != nil {
			words += fmt.Sprintf(" · before the news %s, %s", signed(b.Before.Level), band(b.Before.Low, b.Before.High))
		}
		if b.Mean != nil {
			words += fmt.Sprintf(" · news %s of %s", signed(*b.Mean), count(b.Events, "event"))
		}
		p.line("  %s", fold(words, p.opts.Width, "  "))
	}
	p.line("  %s", strings.TrimRight(pad(clean(b.Reason), p.opts.Width-2), " "))
	if len(b.Moved) > 0 {
		p.movedHead("what moved it")
	}
	for i := range b.Moved {
		p.move(&b.Moved[i])
	}
	p.group("only planned or threatened", b.Planned)
	p.group("disputed", b.Disputed)
}

// group prints rows under a dim word, or nothing.
func (p *sheet) group(name string, list []entente.Happening) {
	if len(list) > 0 {
		p.line("  %s", p.style.dim(name))
	}
	for i := range list {
		p.happening(&list[i], "")
	}
}
