package report

import (
	"fmt"
	"io"
	"strings"
)

// Options is how a page looks. The zero value is 100 columns, no colour, no list of what
// was not coded, and 24 periods of a relation.
type Options struct {
	Width  int  // columns; 0 means 100
	Colour bool // ANSI colours
	Notes  bool // print every note of a reading; otherwise the notes are counted
	Points int  // periods of a relation that are listed with their rows, the latest; 0 means 24, negative all
}

// sheet is a page as it is written.
type sheet struct {
	opts    Options
	style   style
	foreign bool // a row of another system is on it
	marked  bool // a row with a mark is
	b       strings.Builder
}

func newSheet(opts Options) sheet {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	return sheet{opts: opts, style: style{opts.Colour}}
}

func (p *sheet) flush(w io.Writer) error {
	_, err := io.WriteString(w, p.b.String())
	return err
}

func (p *sheet) line(format string, args ...any) {
	p.b.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
}

// narrow reports whether a row takes two lines: on one, its day or its sides would be cut.
func (p *sheet) narrow() bool { return p.opts.Width < 96 }

// title opens a section; detail stands at the right margin.
func (p *sheet) title(name, detail string) {
	p.line("")
	p.line("%s%s", p.style.bold(pad(name, max(0, p.opts.Width-columns(detail)))), p.style.dim(detail))
}

// under is where the words below a row begin.
const under = "       "

// quote prints the words of the text under a row, in marks unless they open with their own.
func (p *sheet) quote(text string) {
	if text = clean(text); !strings.HasPrefix(text, "“") && !strings.HasPrefix(text, `"`) {
		text = "“" + text + "”"
	}
	p.line("%s%s", under, p.style.dim(fold(text, p.opts.Width, under+" ")))
}
