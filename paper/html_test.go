package paper

import (
	"bytes"
	"flag"
	"iter"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "rewrite the recorded page in testdata")

// runs yields all runs of a document.
func runs(doc *Document) iter.Seq[Run] {
	return func(yield func(Run) bool) {
		var lines []Line
		lines = append(lines, doc.Meta...)
		for _, s := range doc.Sections {
			for _, b := range s.Blocks {
				switch b := b.(type) {
				case Heading:
					lines = append(lines, b.Text)
				case Paragraph:
					lines = append(lines, b.Lines...)
				case Quote:
					lines = append(lines, b.Words, b.By)
				case Table:
					for _, r := range b.Rows {
						lines = append(lines, r.Group)
						for _, c := range r.Cells {
							lines = append(lines, c...)
						}
					}
				}
			}
		}
		for _, l := range lines {
			for _, r := range l {
				if !yield(r) {
					return
				}
			}
		}
	}
}

func pageOf(t testing.TB, doc *Document, opts Options) string {
	t.Helper()
	var b strings.Builder
	if err := WriteHTML(&b, doc, opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// allowed are the elements that a page may have: nothing that runs, loads or sends.
var allowed = " html head meta title style body main header section footer h1 h2 h3 small p br span sup a table colgroup col thead tbody tr th td blockquote ol li figure svg desc path text circle g "

// checkPage holds a page against what every one of ours promises, and returns its text.
func checkPage(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	var links []string
	var text strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "style" {
			text.WriteString(n.Data)
		}
		if n.Type == html.CommentNode {
			t.Errorf("a comment: %q", n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		if !strings.Contains(allowed, " "+n.Data+" ") {
			t.Errorf("the page has an element <%s>", n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "src", a.Key == "srcset", a.Key == "data", a.Key == "action", strings.HasPrefix(a.Key, "on"):
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("two elements have the id %q", a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "href" && n.Data != "a":
				t.Errorf("<%s> has href=%q", n.Data, a.Val)
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				links = append(links, a.Val[1:])
			case a.Key == "href" && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://"):
				t.Errorf("a link leads to %q", a.Val)
			case a.Key == "style" && !strings.HasPrefix(a.Val, "width:"):
				t.Errorf("<%s> has style=%q", n.Data, a.Val)
			}
		}
	}
	for _, id := range links {
		if !ids[id] {
			t.Errorf("a link leads to #%s, which is not there", id)
		}
	}
	return text.String()
}

// TestHTML checks whole pages.
func TestHTML(t *testing.T) {
	dossier := pair().Document()
	article := Article(sample(), Options{NotCoded: true})
	long := Article(many(300), Options{})
	for _, tt := range []struct {
		name string
		doc  *Document
	}{{"an article", &article}, {"a dossier", &dossier}, {"300 events", &long}, {"nothing", &Document{}}} {
		t.Run(tt.name, func(t *testing.T) {
			page := pageOf(t, tt.doc, Options{Made: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)})
			text := checkPage(t, page)
			for i, n := range tt.doc.Notes {
				if !strings.Contains(text, n.Text) {
					t.Errorf("the sentence of note %d is not on the page", i+1)
				}
			}
			for r := range runs(tt.doc) {
				if r.Note == 0 && !strings.Contains(text, r.Text) {
					t.Errorf("%q is not on the page", r.Text)
				}
			}
			if strings.Contains(page, "url(") || strings.Contains(page, "@import") {
				t.Error("the style loads something")
			}
			if again := pageOf(t, tt.doc, Options{Made: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}); again != page {
				t.Error("the same document gives another page")
			}
		})
	}
}

// TestHTMLBack checks that a note leads back to each of its references.
func TestHTMLBack(t *testing.T) {
	doc := Document{Title: "Two references", Notes: []Note{{Text: "It is cited twice."}},
		Sections: []Section{{Title: "Rows", Blocks: []Block{Paragraph{Lines: []Line{{{Text: "one"}, {Note: 1}}, {{Text: "two"}, {Note: 1}, {Note: 9}}}}}}}}
	page := pageOf(t, &doc, Options{})
	checkPage(t, page)
	for _, want := range []string{`<a id="r1-1" href="#n1">`, `<a id="r1-2" href="#n1">`, `href="#r1-1"`, `href="#r1-2"`, "<sup>9</sup>"} {
		if strings.Count(page, want) != 1 {
			t.Errorf("the page has %s %d times, want once", want, strings.Count(page, want))
		}
	}
}

// hostile are texts that would do harm if they were taken for more than text.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</style><script>x</script>`, `javascript:alert(1)`, `--><svg onload=alert(1)>`,
	`{{.CSS}}`, `</title><h1>`, `&lt;b&gt;`, "` + x + `", `\u003cscript\u003e`, `) Tj ET (`, `%PDF-1.7 endobj`, `{nb}`,
}

func hostileDoc(text string) Document {
	l := Line{{Text: text}, {Text: text, Bold: true, Tone: Tone(text)}, {Note: 1}}
	return Document{Title: text, Subtitle: text, Meta: []Line{l}, Notes: []Note{{Text: text, Where: text, URL: text}},
		Sections: []Section{{Title: text, Detail: text, Blocks: []Block{Heading{l}, Paragraph{Lines: []Line{l}}, Quote{Words: l, By: l},
			Table{Columns: []Column{{text, 1}, {text, 2}}, Rows: []Row{{Group: l}, {Cells: []Cell{{l, l}, {l}}}}},
			&Chart{Title: text, Text: text, Points: []ChartPoint{{From: day(2001, 1, 1), To: day(2001, 1, 31)}}, Turns: []ChartTurn{{Day: day(2001, 1, 2), Tone: Tone(text)}}}}}}}
}

// TestHTMLHostile shows hostile text as text.
func TestHTMLHostile(t *testing.T) {
	for _, text := range hostile {
		t.Run(text, func(t *testing.T) {
			doc := hostileDoc(text)
			if got := strings.Count(checkPage(t, pageOf(t, &doc, Options{})), text); got < 20 {
				t.Errorf("%q stands %d times on the page, want it in every place that has text", text, got)
			}
		})
	}
}

// TestVisible is what becomes of characters that cannot be printed.
func TestVisible(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"letters", "Erdoğan, Šimić, Łódź, al-Ḥasan", "Erdoğan, Šimić, Łódź, al-Ḥasan"},
		{"control characters", "a\x00b\x1b[31mc\x7fd\u0085e", "a b [31mc d e"},
		{"turned writing", "a\u202eb\u2066c\u200fd", "abcd"},
		{"spaces", "a\u00a0b\u2028c\td\ne", "a b c d e"},
		{"no characters", "a\ufffeb\uffffc", "a b c"},
		{"not UTF-8", "a\xffb", "a b"},
		{"invisible", "a\u200bb\ufeffc\u00add", "abcd"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := visible(tt.text); got != tt.want {
				t.Errorf("visible(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// TestGoldenPage compares a small page with the recorded one.
func TestGoldenPage(t *testing.T) {
	const name = "testdata/small.html"
	doc := Article(sample(), Options{})
	doc.Sections = doc.Sections[:3]
	got := pageOf(t, &doc, Options{Letter: true})
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, []byte(got)) {
		t.Errorf("the page is not %s; make golden rewrites it", name)
	}
}

// FuzzWriteHTML holds every page to the promises, whatever the text.
func FuzzWriteHTML(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Add("\xff\x00\u202e\ufffe")
	f.Fuzz(func(t *testing.T, text string) {
		doc := hostileDoc(text)
		checkPage(t, pageOf(t, &doc, Options{}))
	})
}
