package paper

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/unicode/norm"
)

var made = time.Date(2026, 1, 2, 15, 4, 5, 0, time.UTC)

func pdfOf(t testing.TB, doc *Document, opts Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WritePDF(&b, doc, opts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pagesOf reads a PDF again: the letters of each page without spaces.
func pagesOf(t testing.TB, file []byte) (*pdf.Reader, []string) {
	t.Helper()
	r, err := pdf.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var pages []string
	for i := 1; i <= r.NumPage(); i++ {
		// The strings of the pages are UTF-16, with a table of letters that the reader's own
		// text does not follow beyond Latin.
		var text strings.Builder
		pdf.Interpret(r.Page(i).V.Key("Contents"), func(stack *pdf.Stack, op string) {
			for stack.Len() > 0 {
				if v := stack.Pop(); op == "Tj" {
					for raw := v.RawString(); len(raw) > 1; raw = raw[2:] {
						text.WriteRune(rune(raw[0])<<8 | rune(raw[1]))
					}
				}
			}
		})
		pages = append(pages, packed(text.String()))
	}
	return r, pages
}

// letters are those of a text as they are printed, without spaces.
func letters(text string) string { return packed(norm.NFC.String(visible(text))) }

func packed(text string) string { return strings.Join(strings.Fields(text), "") }

// TestPDF reads whole documents again.
func TestPDF(t *testing.T) {
	dossier := pair().Document()
	article := Article(sample(), Options{NotCoded: true})
	long := Article(many(300), Options{})
	for _, tt := range []struct {
		name        string
		doc         *Document
		opts        Options
		least, most int // pages
		width       float64
	}{
		{"an article", &article, Options{Made: made}, 2, 4, 595.28},
		{"an article on letter paper", &article, Options{Letter: true}, 2, 4, 612},
		{"a dossier", &dossier, Options{Made: made}, 3, 6, 595.28},
		{"300 events", &long, Options{}, 25, 60, 595.28},
		{"nothing", &Document{}, Options{}, 1, 1, 595.28},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := pdfOf(t, tt.doc, tt.opts)
			r, pages := pagesOf(t, file)
			if len(pages) < tt.least || len(pages) > tt.most {
				t.Errorf("%d pages, want %d to %d", len(pages), tt.least, tt.most)
			}
			if box := r.Page(1).V.Key("MediaBox"); box.IsNull() && r.Trailer().Key("Root").Key("Pages").Key("MediaBox").Index(2).Float64() != tt.width {
				t.Errorf("the page is %v wide, want %g", r.Trailer().Key("Root").Key("Pages").Key("MediaBox"), tt.width)
			}
			all := strings.Join(pages, "")
			for i, n := range tt.doc.Notes {
				if !strings.Contains(all, letters(n.Text)) {
					t.Errorf("the sentence of note %d is not in the PDF: %q", i+1, n.Text)
				}
			}
			for i, page := range pages {
				if want := fmt.Sprintf("%d/%d", i+1, len(pages)); !strings.Contains(page, want) {
					t.Errorf("page %d does not say %q", i+1, want)
				}
				if i > 0 && !strings.Contains(page, letters(tt.doc.Title)) {
					t.Errorf("page %d has no head with the title", i+1)
				}
			}
			if got := r.Trailer().Key("Info").Key("Title").Text(); got != tt.doc.Title {
				t.Errorf("the title of the PDF is %q, want %q", got, tt.doc.Title)
			}
			if !bytes.Equal(file, pdfOf(t, tt.doc, tt.opts)) {
				t.Error("the same document gives another PDF")
			}
		})
	}
}

// TestPDFOutline lists the bookmarks: the title, and the sections under it.
func TestPDFOutline(t *testing.T) {
	doc := Article(sample(), Options{})
	r, _ := pagesOf(t, pdfOf(t, &doc, Options{}))
	outline := r.Outline()
	if len(outline.Child) != 1 || outline.Child[0].Title != doc.Title {
		t.Fatalf("the outline is %+v, want the title on top", outline)
	}
	var want []string
	for _, s := range doc.Sections {
		want = append(want, s.Title)
	}
	want = append(want, "Sentences")
	var got []string
	for _, c := range outline.Child[0].Child {
		got = append(got, c.Title)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the bookmarks are %q, want %q", got, want)
	}
}

// TestPDFLinks checks that every reference is a link that leads to a page, and that a
// note leads back.
func TestPDFLinks(t *testing.T) {
	doc := Document{Title: "Links", Notes: []Note{{Text: "One."}, {Text: "Two."}},
		Sections: []Section{{Title: "Rows", Blocks: []Block{Paragraph{Lines: []Line{{{Text: "a"}, {Note: 2}, {Text: " b"}, {Note: 2}, {Text: " c"}, {Note: 7}}}}}}}}
	r, _ := pagesOf(t, pdfOf(t, &doc, Options{}))
	links := 0
	for i := 1; i <= r.NumPage(); i++ {
		annots := r.Page(i).V.Key("Annots")
		for k := range annots.Len() {
			if a := annots.Index(k); a.Key("Subtype").Name() == "Link" && a.Key("Dest").Len() > 0 {
				links++
			}
		}
	}
	if links != 3 {
		t.Errorf("%d links, want 2 from the rows to note 2 and 1 back; there is no note 7, and nobody refers to note 1", links)
	}
}

// TestPDFTable breaks a long table over pages, its titles on each.
func TestPDFTable(t *testing.T) {
	table := Table{Columns: []Column{{"Number", 1}, {"Words of a row", 3}}}
	for i := range 400 {
		if i%10 == 0 {
			table.Rows = append(table.Rows, Row{Group: plain(fmt.Sprintf("Group%dX", i))})
		}
		table.Rows = append(table.Rows, Row{Cells: []Cell{{plain(fmt.Sprintf("N%dX", i))}, {plain("first words"), plain(fmt.Sprintf("last words of row M%dX", i))}}})
	}
	doc := Document{Title: "Long table", Sections: []Section{{Title: "Rows", Blocks: []Block{table}}}}
	_, pages := pagesOf(t, pdfOf(t, &doc, Options{}))
	if len(pages) < 5 {
		t.Fatalf("%d pages, want many", len(pages))
	}
	for i, page := range pages {
		if strings.Count(page, "Wordsofarow") != 1 {
			t.Errorf("page %d has the titles %d times", i+1, strings.Count(page, "Wordsofarow"))
		}
	}
	for i := range 400 {
		for k, page := range pages {
			if strings.Contains(page, fmt.Sprintf("N%dX", i)) != strings.Contains(page, fmt.Sprintf("M%dX", i)) {
				t.Errorf("row %d is torn at page %d", i, k+1)
			}
			if strings.Contains(page, fmt.Sprintf("Group%dX", i)) && !strings.Contains(page, fmt.Sprintf("N%dX", i)) {
				t.Errorf("the line above row %d is alone on page %d", i, k+1)
			}
		}
	}
}

// TestPDFHeading finds no heading alone at the end of a page, however much is above it.
func TestPDFHeading(t *testing.T) {
	for lines := 40; lines < 64; lines++ {
		above := Paragraph{}
		for range lines {
			above.Lines = append(above.Lines, plain("A line of text."))
		}
		row := Row{Cells: []Cell{{plain("first row")}}}
		doc := Document{Title: "Headings", Sections: []Section{{Title: "Above", Blocks: []Block{above}},
			{Title: "Last section", Blocks: []Block{Table{Columns: []Column{{"Title", 1}}, Rows: []Row{row, row, row}}}}}}
		_, pages := pagesOf(t, pdfOf(t, &doc, Options{}))
		for i, page := range pages {
			if strings.Contains(page, "Lastsection") && !strings.Contains(page, "firstrow") {
				t.Errorf("under %d lines the heading stands alone on page %d", lines, i+1)
			}
		}
	}
}

// TestPDFLong prints what is too long for a line, a row and a page.
func TestPDFLong(t *testing.T) {
	word := strings.Repeat("wort", 5000)
	text := strings.Repeat("many words ", 4000)
	for _, tt := range []struct {
		name  string
		block Block
		want  string
	}{
		{"a word in a paragraph", Paragraph{Lines: []Line{plain(word)}}, word},
		{"a word in a cell", Table{Columns: []Column{{"A", 1}, {"B", 9}}, Rows: []Row{{Cells: []Cell{{plain("x")}, {plain(word)}}}}}, ""},
		{"a row over pages", Table{Columns: []Column{{"A", 1}}, Rows: []Row{{Cells: []Cell{{plain(text)}}}}}, ""},
		{"a quote over pages", Quote{Words: plain(text), By: plain("somebody")}, text},
		{"a heading over pages", Heading{plain(text)}, text},
		{"a title of a column", Table{Columns: []Column{{text, 1}}, Rows: []Row{{Cells: []Cell{{plain("x")}}}}}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := Document{Title: strings.Repeat("Title ", 100), Sections: []Section{{Title: strings.Repeat("section ", 100), Detail: "detail", Blocks: []Block{tt.block}}}}
			_, pages := pagesOf(t, pdfOf(t, &doc, Options{}))
			got := ""
			for i, page := range pages { // without head and foot
				page = strings.TrimSuffix(page, fmt.Sprintf("%d/%d", i+1, len(pages)))
				if k := strings.LastIndex(page, "TitleTitle"); i > 0 && k >= 0 {
					page = page[:strings.Index(page, "TitleTitle")]
				}
				got += page
			}
			if tt.want != "" && !strings.Contains(got, letters(tt.want)) {
				t.Errorf("the text is not whole on %d pages", len(pages))
			}
			if n := strings.Count(got, "wort") + strings.Count(got, "manywords"); n < 3900 && tt.want == "" {
				t.Errorf("%d of the words are on %d pages", n, len(pages))
			}
		})
	}
}

// TestPDFHostile shows hostile text as text.
func TestPDFHostile(t *testing.T) {
	for _, text := range append(hostile, "a\x00b\u202ec", "\xff", "北京 😀") {
		t.Run(text, func(t *testing.T) {
			doc := hostileDoc(text)
			file := pdfOf(t, &doc, Options{})
			if bytes.Contains(file, []byte("/JavaScript")) || bytes.Contains(file, []byte("/URI")) {
				t.Error("the PDF runs or opens something")
			}
			_, pages := pagesOf(t, file)
			want := letters(text)
			for _, r := range "北京😀" {
				want = strings.ReplaceAll(want, string(r), string(unknown))
			}
			if got := strings.Count(strings.Join(pages, ""), want); got < 10 {
				t.Errorf("%q stands %d times in the PDF", want, got)
			}
		})
	}
}

// TestWriteErrors hands on what a writer says.
func TestWriteErrors(t *testing.T) {
	doc := Article(sample(), Options{})
	for _, tt := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"HTML", func(w io.Writer) error { return WriteHTML(w, &doc, Options{}) }},
		{"PDF", func(w io.Writer) error { return WritePDF(w, &doc, Options{}) }},
		{"EML", func(w io.Writer) error { return WriteEML(w, &doc, Options{}, Mail{}) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.write(full{}); err == nil {
				t.Error("no error from a writer that is full")
			}
		})
	}
}

// full takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// FuzzWritePDF writes a PDF that can be read again, whatever the text.
func FuzzWritePDF(f *testing.F) {
	for _, text := range hostile {
		f.Add(text, 3)
	}
	f.Add("\xff\x00\u202e\ufffe 北京", 90)
	f.Fuzz(func(t *testing.T, text string, rows int) {
		doc := hostileDoc(text)
		table := Table{Columns: []Column{{"a", 1}, {text, 0}}}
		for range min(max(0, rows), 200) {
			table.Rows = append(table.Rows, Row{Cells: []Cell{{plain(text)}}})
		}
		doc.Sections = append(doc.Sections, Section{Title: "t", Blocks: []Block{table}})
		file := pdfOf(t, &doc, Options{})
		if r, err := pdf.NewReader(bytes.NewReader(file), int64(len(file))); err != nil || r.NumPage() < 1 {
			t.Errorf("the PDF cannot be read: %v", err)
		}
	})
}

func BenchmarkWritePDF(b *testing.B) {
	doc := Article(many(300), Options{})
	for b.Loop() {
		if err := WritePDF(io.Discard, &doc, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
