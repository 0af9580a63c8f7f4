package paper

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"entente"
)

// Sizes of type, in points, and the distance of lines as a part of them.
const (
	titleSize   = 19
	sectionSize = 12.5
	bodySize    = 9.5
	tableSize   = 8.25
	headSize    = 7.25
	footSize    = 7.5
	leading     = 1.36
)

// rgb is a colour.
type rgb struct{ r, g, b int }

// The colours of ink. They differ in darkness as well, for who prints in black.
var (
	ink   = rgb{26, 28, 32}
	pale  = rgb{104, 109, 118}
	hair  = rgb{205, 209, 215}
	tint  = rgb{222, 230, 241}
	line  = rgb{33, 82, 148}
	tones = map[Tone]rgb{Warm: {22, 104, 58}, Cool: {168, 32, 40}, Open: {139, 84, 0}}
)

// WritePDF writes doc as a PDF. The same document and options give the same bytes. The
// error is the writer's, or Internal where the library breaks.
func WritePDF(w io.Writer, doc *Document, opts Options) error {
	p, err := newPress(doc, opts)
	if err != nil {
		return err
	}
	p.document(doc)
	p.finish()
	var b bytes.Buffer
	if err := p.pdf.Output(&b); err != nil {
		return &entente.Error{Op: "paper", Kind: entente.Internal, Input: doc.Title, Err: err}
	}
	_, err = b.WriteTo(w)
	return err
}

// press is a PDF as it is laid out: y runs down the page, in points.
type press struct {
	pdf                      *fpdf.Fpdf
	fonts                    *fonts
	left, right, top, bottom float64 // the frame of the text
	y                        float64
	title, foot              string
	notes                    []int // link of note n at n-1
	back                     []int // link to the first reference to note n; 0 while there is none
	set                      struct {
		face face
		size float64
		ok   bool
	}
}

func newPress(doc *Document, opts Options) (*press, error) {
	fonts, err := loadFonts()
	if err != nil {
		return nil, err
	}
	paper := "A4"
	if opts.Letter {
		paper = "Letter"
	}
	p := &press{pdf: fpdf.New("P", "pt", paper, ""), fonts: fonts, title: doc.Title}
	made := opts.Made
	if made.IsZero() {
		made = time.Unix(0, 0) // a PDF has to say something, and the clock would differ each time
	} else {
		p.foot = "made on " + made.UTC().Format("2 January 2006")
	}
	width, height := p.pdf.GetPageSize()
	p.left, p.right, p.top, p.bottom = 51, width-51, 62, height-58
	p.pdf.SetAutoPageBreak(false, 0)
	p.pdf.SetMargins(0, 0, 0)
	p.pdf.SetCellMargin(0)
	p.pdf.SetCatalogSort(true)
	p.pdf.SetCreationDate(made.UTC())
	p.pdf.SetModificationDate(made.UTC())
	p.pdf.SetTitle(flat(doc.Title), true)
	p.pdf.SetSubject(flat(doc.Subtitle), true)
	p.pdf.SetCreator("entente", true)
	p.pdf.SetProducer("entente", true)
	p.pdf.SetLang("en")
	p.pdf.SetDisplayMode("fullwidth", "continuous")
	for i, of := range faces {
		p.pdf.AddUTF8FontFromBytes(of.family, of.style, fonts.bytes[i])
	}
	p.back = make([]int, len(doc.Notes))
	for range doc.Notes {
		p.notes = append(p.notes, p.pdf.AddLink())
	}
	return p, nil
}

// flat is text on one line, of letters that every part of a PDF can hold.
func flat(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r > 0xffff {
			return unknown
		}
		return r
	}, visible(text))), " ")
}

func (p *press) document(doc *Document) {
	p.page()
	p.y = p.top - 8
	p.outline(doc.Title, 0)
	p.flow(p.fonts.set(plain(doc.Title), style{size: titleSize, bold: true}, p.right-p.left), p.left, titleSize*1.22)
	if doc.Subtitle != "" {
		p.y += 3
		p.flow(p.fonts.set(dim(doc.Subtitle), style{size: 11, italic: true}, p.right-p.left), p.left, 11*1.32)
	}
	p.y += 4
	for _, l := range doc.Meta {
		p.flow(p.fonts.set(l, style{size: bodySize, dim: true}, p.right-p.left), p.left, bodySize*leading)
	}
	for i := range doc.Sections {
		if s := &doc.Sections[i]; len(s.Blocks) > 0 {
			p.section(s.Title, s.Detail, p.lead(s.Blocks))
			p.blocks(s.Blocks)
		}
	}
	p.sentences(doc.Notes)
}

// page begins a new one.
func (p *press) page() {
	p.pdf.AddPage()
	p.set.ok = false
	p.y = p.top
}

// room begins a new page unless height is left on this one. What is higher than a page
// stays where it is if that is the top of one.
func (p *press) room(height float64) {
	if p.y+height > p.bottom && p.y > p.top {
		p.page()
	}
}

func (p *press) outline(title string, level int) {
	p.use(upright, bodySize)
	p.pdf.Bookmark(flat(title), level, p.y)
}

// section draws a heading that stands on one page with what follows: lead points of it.
func (p *press) section(title, detail string, lead float64) {
	const above, below = 20, 7
	height := sectionSize * leading
	p.room(above + height + below + lead)
	if p.y > p.top {
		p.y += above
	}
	p.outline(title, 1)
	st := style{size: sectionSize, bold: true}
	title = p.fonts.shorten(title, st, p.right-p.left)
	head := p.fonts.set(plain(title), st, math.MaxFloat64)
	p.lines(head, p.left, height)
	p.y -= height
	small := style{size: tableSize, dim: true}
	if room := p.right - p.left - lineWidth(head) - 12; detail != "" && room > 40 {
		l := p.fonts.set(plain(p.fonts.shorten(detail, small, room)), small, math.MaxFloat64)
		p.at(l, p.right-lineWidth(l), p.y, height)
	}
	p.y += height + 1
	p.rule(p.left, p.right, p.y, ink, 0.7)
	p.y += below - 1
}

func lineWidth(lines []setLine) float64 {
	w := 0.0
	for _, l := range lines {
		if n := len(l); n > 0 {
			w = max(w, l[n-1].x+l[n-1].w)
		}
	}
	return w
}

func (p *press) rule(x1, x2, y float64, c rgb, width float64) {
	p.pdf.SetDrawColor(c.r, c.g, c.b)
	p.pdf.SetLineWidth(width)
	p.pdf.Line(x1, y, x2, y)
}

// blocks draws what a section holds.
func (p *press) blocks(blocks []Block) {
	for i, b := range blocks {
		if i > 0 {
			p.y += 8
		}
		switch b := b.(type) {
		case Heading:
			p.room(bodySize*leading + 4 + p.lead(blocks[i+1:]))
			p.flow(p.fonts.set(b.Text, style{size: bodySize, bold: true}, p.right-p.left), p.left, bodySize*leading)
			p.y -= 4
		case Paragraph:
			for _, l := range b.Lines {
				st := style{size: bodySize}
				if b.Small {
					st.size = tableSize
				}
				p.flow(p.fonts.set(l, st, p.right-p.left), p.left, st.size*leading)
			}
		case Quote:
			p.quote(&b)
		case Table:
			p.table(&b)
		case *Chart:
			p.chart(b)
		}
	}
}

// lead is how much of blocks has to stand under a heading.
func (p *press) lead(blocks []Block) float64 {
	if len(blocks) == 0 {
		return 0
	}
	switch b := blocks[0].(type) {
	case Heading:
		return bodySize*leading + 12 + p.lead(blocks[1:])
	case Quote:
		return min(p.quoteHeight(&b), p.third())
	case Table:
		return p.tableLead(&b)
	case *Chart:
		return chartHeight
	}
	return 2 * bodySize * leading
}

func (p *press) third() float64 { return (p.bottom - p.top) / 3 }

// flow draws lines over as many pages as they take, no line alone at an end of one.
func (p *press) flow(lines []setLine, x, height float64) {
	for i, l := range lines {
		need := height
		if i == 0 && len(lines) > 1 || i == len(lines)-2 {
			need = 2 * height
		}
		p.room(need)
		p.lines([]setLine{l}, x, height)
	}
}

// lines draws lines and moves down under them.
func (p *press) lines(lines []setLine, x, height float64) {
	p.at(lines, x, p.y, height)
	p.y += float64(len(lines)) * height
}

// at draws lines from y down, each height points high. Letters of one style in a row are
// one string of the PDF, so that words can be searched and copied.
func (p *press) at(lines []setLine, x, y, height float64) {
	for _, l := range lines {
		for i := 0; i < len(l); {
			first := l[i]
			var text strings.Builder
			text.WriteString(first.text)
			end := i + 1
			for end < len(l) && l[end].face == first.face && l[end].style == first.style {
				if l[end].space {
					text.WriteByte(' ')
				}
				text.WriteString(l[end].text)
				end++
			}
			p.write(first, text.String(), x, y, height, l[end-1].x+l[end-1].w)
			i = end
		}
		y += height
	}
}

func (p *press) write(first piece, text string, x, y, height, end float64) {
	st := first.style
	size := st.size
	// The letters stand so that what is above and below them is even: capitals of these
	// fonts are 0.71 of the size high.
	full := size
	if st.raised {
		full = size / noteSize
	}
	baseline := y + (height+0.71*full)/2
	if st.raised {
		baseline -= noteLift * full
	}
	c := ink
	if st.dim {
		c = pale
	}
	if tone, ok := tones[st.tone]; ok {
		c = tone
	}
	if st.note > 0 {
		c = line
	}
	p.use(first.face, size)
	p.pdf.SetTextColor(c.r, c.g, c.b)
	p.pdf.Text(x+first.x, baseline, text)
	if n := st.note; n > 0 && n <= len(p.notes) {
		p.pdf.Link(x+first.x-1, y, end-first.x+2, height, p.notes[n-1])
		if p.back[n-1] == 0 {
			p.back[n-1] = p.pdf.AddLink()
			p.pdf.SetLink(p.back[n-1], max(0, y-20), p.pdf.PageNo())
		}
	}
}

// use selects a font, once.
func (p *press) use(of face, size float64) {
	if p.set.ok && p.set.face == of && p.set.size == size {
		return
	}
	p.set.face, p.set.size, p.set.ok = of, size, true
	p.pdf.SetFont(faces[of].family, faces[of].style, size)
}

const quoteIndent = 12

func (p *press) quoteLines(q *Quote) (words, by []setLine) {
	width := p.right - p.left - quoteIndent
	return p.fonts.set(q.Words, style{size: bodySize}, width), p.fonts.set(q.By, style{size: tableSize}, width)
}

func (p *press) quoteHeight(q *Quote) float64 {
	words, by := p.quoteLines(q)
	return float64(len(words))*bodySize*leading + float64(len(by))*tableSize*leading + 2
}

// quote draws words behind a bar, with whose they are.
func (p *press) quote(q *Quote) {
	words, by := p.quoteLines(q)
	if height := p.quoteHeight(q); height < p.bottom-p.top {
		p.room(height)
		p.bar(height)
		p.lines(words, p.left+quoteIndent, bodySize*leading)
	} else {
		p.flow(words, p.left+quoteIndent, bodySize*leading)
	}
	p.y += 2
	p.flow(by, p.left+quoteIndent, tableSize*leading)
}

func (p *press) bar(height float64) {
	p.pdf.SetFillColor(hair.r, hair.g, hair.b)
	p.pdf.Rect(p.left, p.y+1, 2.5, height-1, "F")
}

// sentences draws the notes: the number, which leads back to the first row that rests on
// the sentence, the sentence, and where it stands.
func (p *press) sentences(notes []Note) {
	if len(notes) == 0 {
		return
	}
	const indent = 22
	p.section("Sentences", strconv.Itoa(len(notes)), 3*bodySize*leading)
	for i := range notes {
		n := &notes[i]
		l := plain(n.Text)
		for k, words := range []string{n.Where, n.URL} {
			if words != "" {
				l = append(l, Run{Text: []string{" — ", " · "}[k] + words, Dim: true})
			}
		}
		lines := p.fonts.set(l, style{size: bodySize - 0.5}, p.right-p.left-indent)
		height := bodySize * leading
		if whole := float64(len(lines)) * height; whole < p.third() {
			p.room(whole)
		} else {
			p.room(2 * height)
		}
		p.pdf.SetLink(p.notes[i], max(0, p.y-10), p.pdf.PageNo())
		number := p.fonts.set(plain(strconv.Itoa(i+1)), style{size: bodySize - 0.5, bold: true}, indent)
		x := p.left + indent - 7 - lineWidth(number)
		p.at(number, x, p.y, height)
		if p.back[i] > 0 {
			p.pdf.Link(p.left, p.y, indent-4, height, p.back[i])
		}
		p.flow(lines, p.left+indent, height)
		p.y += 3
	}
}

// finish draws the head and foot of each page.
func (p *press) finish() {
	pages := p.pdf.PageCount()
	small := style{size: footSize, dim: true}
	head := p.fonts.set(plain(p.fonts.shorten(p.title, small, p.right-p.left)), small, math.MaxFloat64)
	foot := p.fonts.set(plain(p.foot), small, math.MaxFloat64)
	height := footSize * leading
	for i := 1; i <= pages; i++ {
		p.pdf.SetPage(i)
		p.set.ok = false
		if i > 1 {
			p.at(head, p.left, p.top-34, height)
			p.rule(p.left, p.right, p.top-34+height+3, hair, 0.5)
		}
		number := p.fonts.set(plain(fmt.Sprintf("%d / %d", i, pages)), small, math.MaxFloat64)
		p.at(number, p.right-lineWidth(number), p.bottom+20, height)
		p.at(foot, p.left, p.bottom+20, height)
	}
}
