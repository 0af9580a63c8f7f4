// Package paper lays out for print what an article tells and what is known of a pair:
// an HTML page that is one file, a PDF, and an e-mail that carries both.
//
//	doc := paper.Article(reading, paper.Options{})
//	err := paper.WritePDF(file, &doc, paper.Options{})
//
// Article and Dossier make a Document; the writers know nothing of events. A row of it
// refers by number to the sentence it rests on, and the sentences stand at the end. The
// words are those of package report, which prints the same on a terminal.
//
// Limits. The fonts of the PDF have Latin, Greek and Cyrillic letters and write from left
// to right; a letter that they lack is printed as �. Nothing is hyphenated.
package paper

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"entente"
)

// Options is how a document is made. The zero value is A4, undated, without the list of
// what was not coded.
type Options struct {
	Letter   bool      // US letter and not A4
	Made     time.Time // stands in the foot and in the record of the PDF; the zero time is not printed, and recorded as 1970
	NotCoded bool      // Article lists what was seen and not coded, with the reason
}

// Document is a text to be printed. Sections without blocks are left out.
type Document struct {
	Title    string
	Subtitle string
	Meta     []Line // under the title: who, where, when
	Sections []Section
	Notes    []Note // the sentences; note n of a Run is Notes[n-1]
}

// Section is a part with a heading of its own. Detail stands at the end of the heading.
type Section struct {
	Title  string
	Detail string
	Blocks []Block
}

// Block is a Heading, Paragraph, Quote, Table or Chart.
type Block interface{ block() }

// Heading is a small heading inside a section.
type Heading struct{ Text Line }

// Paragraph is lines of running text; each begins anew.
type Paragraph struct {
	Lines []Line
	Small bool // of a size with tables
}

// Quote is somebody's words and, under them, whose they are.
type Quote struct {
	Words Line
	By    Line
}

// Table is rows under titled columns. A row is kept on one page if it fits on one, and
// the titles stand on top of each page.
type Table struct {
	Columns []Column
	Rows    []Row
}

// Column has a title and its part of the width; the parts need not sum to anything.
type Column struct {
	Title string
	Part  float64
}

// Row has a cell for each column; or it is a Group, a line above rows that belong to it.
type Row struct {
	Cells []Cell
	Group Line
	Dim   bool // of less weight than its neighbours
}

// Cell is lines, each of which may be broken.
type Cell []Line

// Chart is a level over time with its band.
type Chart struct {
	Title  string
	Text   string // what the picture shows, for who cannot see it
	Points []ChartPoint
	Turns  []ChartTurn
}

// ChartPoint is one period. Low ≤ Level ≤ High.
type ChartPoint struct {
	From, To         entente.Day
	Level, Low, High float64
	Mean             *float64 // of what happened in it; nil without
	Thin             bool     // too little is known for the level to be trusted
}

// ChartTurn is a turning point: the first day of the new stretch.
type ChartTurn struct {
	Day  entente.Day
	Tone Tone
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Quote) block()     {}
func (Table) block()     {}
func (*Chart) block()    {}

// Line is words of one or more styles.
type Line []Run

// Run is words of one style, or a reference to note number Note where that is not 0.
type Run struct {
	Text   string
	Bold   bool
	Italic bool
	Dim    bool
	Tone   Tone
	Note   int
}

// Tone says what a colour means: the mark or word carries the meaning without it too.
type Tone string

// The tones.
const (
	Warm Tone = "warm" // cooperation, a tie that warms
	Cool Tone = "cool" // conflict, denial, a tie that cools
	Open Tone = "open" // disputed, claimed, thin
)

// Note is a sentence that rows rest on.
type Note struct {
	Text  string
	Where string // position in the text, or publisher and day
	URL   string // of the article; shown as a link if it is http or https
}

// plain is text in no particular style.
func plain(text string) Line { return Line{{Text: text}} }

func dim(text string) Line { return Line{{Text: text, Dim: true}} }

// visible makes text of others safe to print: control characters and what is not text
// become spaces, invisible characters, those that turn the direction of writing among
// them, are left out.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case r == utf8.RuneError, unicode.IsControl(r), unicode.IsSpace(r), r&0xfffe == 0xfffe: // the last are no characters
			return ' '
		}
		return r
	}, text)
}
