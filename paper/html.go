package paper

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

// WriteHTML writes doc as one file: style and chart are in it, and it asks nothing of the
// network and runs nothing. It looks well on a screen, light or dark, and on paper. The
// error is the writer's.
func WriteHTML(w io.Writer, doc *Document, opts Options) error {
	h := &webPage{doc: doc, opts: opts, refs: make([]int, len(doc.Notes))}
	page, err := template.New("page").Funcs(template.FuncMap{
		"visible": visible, "classes": classes, "kind": kindOf, "share": share, "ref": h.ref, "chart": h.chart, "plot": plotOf, "path": path, "px": px,
	}).Parse(pageHTML)
	if err != nil {
		return err
	}
	return page.Execute(w, h)
}

// webPage is what the template draws.
type webPage struct {
	doc    *Document
	opts   Options
	refs   []int // references to each note so far
	charts int   // drawn so far
}

// Doc returns the document without its empty sections.
func (h *webPage) Doc() Document {
	doc := *h.doc
	doc.Sections = nil
	for _, s := range h.doc.Sections {
		if len(s.Blocks) > 0 {
			doc.Sections = append(doc.Sections, s)
		}
	}
	return doc
}

// CSS is the style of the page, for the paper that is asked for.
func (h *webPage) CSS() template.CSS {
	size := "A4"
	if h.opts.Letter {
		size = "letter"
	}
	return template.CSS(strings.ReplaceAll(pageCSS, "PAPER", size)) // a constant of ours
}

// Made is the day in the foot, or "".
func (h *webPage) Made() string {
	if h.opts.Made.IsZero() {
		return ""
	}
	return h.opts.Made.UTC().Format("2 January 2006")
}

// reference is a place that refers to a note; Exists is false where the document has no
// such note.
type reference struct {
	Note   int
	ID     string
	Exists bool
}

// ref counts a reference and names it, so that the note can lead back.
func (h *webPage) ref(note int) reference {
	if note < 1 || note > len(h.refs) {
		return reference{Note: note}
	}
	h.refs[note-1]++
	return reference{note, fmt.Sprintf("r%d-%d", note, h.refs[note-1]), true}
}

// chart counts a chart, so that its title has a name of its own.
func (h *webPage) chart() int {
	h.charts++
	return h.charts
}

// htmlNote is a numbered note with the references to it.
type htmlNote struct {
	Note
	Number int
	Back   []string
}

// Notes are those of the document; the template asks for them last.
func (h *webPage) Notes() []htmlNote {
	var out []htmlNote
	for i, n := range h.doc.Notes {
		note := htmlNote{Note: n, Number: i + 1}
		if !strings.HasPrefix(n.URL, "https://") && !strings.HasPrefix(n.URL, "http://") {
			note.URL = ""
		}
		for k := range h.refs[i] {
			note.Back = append(note.Back, fmt.Sprintf("r%d-%d", i+1, k+1))
		}
		out = append(out, note)
	}
	return out
}

// kindOf names a block for the template.
func kindOf(b Block) string {
	switch b.(type) {
	case Heading:
		return "heading"
	case Paragraph:
		return "paragraph"
	case Quote:
		return "quote"
	case Table:
		return "table"
	}
	return "chart"
}

// share is the part of the width of each column.
func share(columns []Column) []template.CSS {
	sum := 0.0
	for _, c := range columns {
		sum += c.Part
	}
	var out []template.CSS
	for _, c := range columns {
		out = append(out, template.CSS(fmt.Sprintf("width:%.1f%%", 100*c.Part/max(sum, 1e-9)))) // a number
	}
	return out
}

// The drawing of a chart in a page, in its own units.
const (
	svgWidth  = 720
	svgHeight = 250
)

func plotOf(c *Chart) *plot { return c.plot(40, 18, svgWidth-8, svgHeight-24) }

// path is the "d" of an SVG path.
func path(points []xy) string {
	var b strings.Builder
	for i, at := range points {
		b.WriteByte("ML"[min(i, 1)])
		b.WriteString(px(at.X) + " " + px(at.Y))
	}
	return b.String()
}

func px(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// classes are those of a run's style.
func classes(r Run) string {
	var out []string
	for _, c := range []struct {
		on   bool
		name string
	}{{r.Bold, "b"}, {r.Italic, "i"}, {r.Dim, "dim"}, {r.Tone == Warm || r.Tone == Cool || r.Tone == Open, string(r.Tone)}} {
		if c.on {
			out = append(out, c.name)
		}
	}
	return strings.Join(out, " ")
}
