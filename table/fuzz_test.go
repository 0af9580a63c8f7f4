package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"entente"
)

// fuzzRead reads a table and a line behind it that no format takes. Rows must hold what
// Imported promises; errors must name lines that are there, in order, the last being
// that one.
func fuzzRead(f *testing.F, format Format, files ...string) {
	all, err := loadTables(loadOntology(f))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		raw, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
		for line := range bytes.Lines(raw) {
			f.Add(line)
		}
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<16 {
			t.Skip("long lines have a test of their own")
		}
		in = append(append(bytes.Clone(in), '\n'), "no\tsuch\trow\n"...)
		lines := bytes.Count(in, []byte{'\n'})
		last, seen := 0, 0
		for imp, err := range func(yield func(entente.Imported, error) bool) {
			newReader(all).read(bytes.NewReader(in), format, yield)
		} {
			seen++
			if err != nil {
				var e *entente.Error
				if !errors.As(err, &e) || e.Kind != entente.Syntax || e.Line <= last || e.Line > lines {
					t.Fatalf("error %#v after line %d of %d", err, last, lines)
				}
				last = e.Line
				continue
			}
			if imp.Set != string(format) || imp.Day.IsZero() {
				t.Fatalf("row without set or day: %+v", imp)
			}
			if imp.Goldstein != nil && !(math.Abs(*imp.Goldstein) <= 10) {
				t.Fatalf("value %v", *imp.Goldstein)
			}
			if p := imp.Place; p != nil && (p.Lat == nil) != (p.Lon == nil) || p != nil && p.Lat != nil && !(math.Abs(*p.Lat) <= 90 && math.Abs(*p.Lon) <= 180) {
				t.Fatalf("place %+v", p)
			}
			text := strings.Join([]string{imp.ID, imp.Source.Name, imp.Target.Name, imp.Text, imp.Publisher, imp.URL, imp.CAMEO}, "")
			if !utf8.ValidString(text) || strings.ContainsRune(text, '\n') {
				t.Fatalf("text that is not UTF-8, or holds a line's end: %q", text)
			}
		}
		if seen > lines || last != lines {
			t.Fatalf("%d rows and errors of %d lines, the last error at %d", seen, lines, last)
		}
	})
}

func FuzzGDELT2(f *testing.F)  { fuzzRead(f, GDELT2, "gdelt2.tsv") }
func FuzzGDELT1(f *testing.F)  { fuzzRead(f, GDELT1, "gdelt1.tsv") }
func FuzzICEWS(f *testing.F)   { fuzzRead(f, ICEWS, "icews.tab", "icews-2017.tab") }
func FuzzPOLECAT(f *testing.F) { fuzzRead(f, POLECAT, "polecat.tab") }
func FuzzPhoenix(f *testing.F) { fuzzRead(f, Phoenix, "phoenix.csv") }
func FuzzFacts(f *testing.F)   { fuzzRead(f, Facts, "facts.tsv") }

// FuzzDetect holds that what is detected is read, and that the answer is one of the two.
func FuzzDetect(f *testing.F) {
	for _, name := range []string{"gdelt2.tsv", "gdelt1.tsv", "icews.tab", "polecat.tab", "phoenix.csv", "facts.tsv"} {
		raw, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	f.Fuzz(func(t *testing.T, in string) {
		format, err := Detect(strings.SplitAfter(in, "\n"), "input")
		if (err == nil) != (format != "") {
			t.Fatalf("Detect = %q, %v", format, err)
		}
	})
}

// FuzzCell holds that a cell comes back as it was, but for an apostrophe, and starts with
// nothing that a spreadsheet runs.
func FuzzCell(f *testing.F) {
	for _, s := range []string{"", "a", "=1+1", "-5", `say "no"`, "a,b", "two\nlines", "\t", "'", "@x,\"y\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		in := csv.NewReader(bytes.NewReader(append(appendText([]byte("x,"), s, ','), "\r\n"...)))
		cells, err := in.Read()
		if err != nil || len(cells) != 2 {
			t.Fatalf("%q reads as %q, %v", s, cells, err)
		}
		got := cells[1]
		if runs(got) {
			t.Fatalf("%q runs", got)
		}
		// The reader makes LF of CR LF.
		if want := strings.ReplaceAll(s, "\r\n", "\n"); got != want && got != "'"+want {
			t.Fatalf("%q came back as %q", s, got)
		}
	})
}
