package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente"
	"entente/ontology"
)

var update = flag.Bool("update", false, "rewrite the golden files of testdata")

func loadOntology(t testing.TB) *ontology.Ontology {
	t.Helper()
	onto, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	return onto
}

func loadCodes(t testing.TB) *Codes {
	t.Helper()
	c, err := LoadCodes()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// golden compares got with a file of testdata, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with -update and read the diff. Got:\n%s", path, got)
	}
}

// TestReadGolden reads our own small tables, good and bad rows, in every layout.
func TestReadGolden(t *testing.T) {
	onto := loadOntology(t)
	for _, tt := range []struct {
		file   string
		format Format
	}{
		{"gdelt2.tsv", GDELT2}, {"gdelt1.tsv", GDELT1}, {"icews.tab", ICEWS}, {"icews-2017.tab", ICEWS},
		{"polecat.tab", POLECAT}, {"phoenix.csv", Phoenix}, {"facts.tsv", Facts},
	} {
		t.Run(tt.file, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join("testdata", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			format, err := Detect(strings.Split(string(raw), "\n"), tt.file)
			if err != nil || format != tt.format {
				t.Fatalf("Detect = %q, %v, want %q", format, err, tt.format)
			}
			var out bytes.Buffer
			line := func(v any, err error) {
				if err != nil {
					fmt.Fprintln(&out, "error:", err)
					return
				}
				b, err := json.Marshal(v)
				if err != nil {
					t.Fatal(err)
				}
				out.Write(append(b, '\n'))
			}
			for imp, err := range Read(bytes.NewReader(raw), format, onto) {
				line(imp, err)
			}
			golden(t, tt.file+".golden", out.Bytes())
		})
	}
}

func TestDetectBad(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		kind  entente.Kind
	}{
		{"nothing", nil, entente.Empty},
		{"blank lines", []string{"", "\r\n"}, entente.Empty},
		{"gzip", []string{"\x1f\x8b\x08rest"}, entente.Binary},
		{"zip", []string{"PK\x03\x04\xff"}, entente.Binary},
		{"NUL", []string{"a\x00b"}, entente.Binary},
		{"a sentence", []string{"The ministers met in Asmara."}, entente.Syntax},
		{"mentions of GDELT", []string{"410412347\t20150218230000\t20150218234500" + strings.Repeat("\t1", 13)}, entente.Syntax},
		{"four cells without a day", []string{"a\tb\tc\td"}, entente.Syntax},
		{"61 cells without a day", []string{strings.Repeat("x\t", 60) + "x"}, entente.Syntax},
	} {
		t.Run(tt.name, func(t *testing.T) {
			format, err := Detect(tt.lines, "input")
			var e *entente.Error
			if !errors.As(err, &e) || e.Kind != tt.kind || e.Input != "input" {
				t.Errorf("Detect = %q, %v, want kind %v", format, err, tt.kind)
			}
		})
	}
}

// TestReadLines pins what a reader does with odd lines.
func TestReadLines(t *testing.T) {
	onto := loadOntology(t)
	row := "2014-03-18\tRussia\tConsult\tUkraine"
	for _, tt := range []struct {
		name, in string
		rows     int
		bad      []int // numbers of the lines that yield an error
	}{
		{"empty", "", 0, nil},
		{"no newline at the end", row, 1, nil},
		{"CRLF, blank lines", row + "\r\n\r\n\r\n" + row + "\r\n", 2, nil},
		{"byte order mark", "\ufeffdate\tsource\ttext\ttarget\n" + row, 1, nil},
		{"bad in the middle", row + "\nx\n" + row + "\n", 2, []int{2}},
		{"a line of 2 MB", row + "\n" + strings.Repeat("x", 2<<20) + "\n" + row, 2, []int{2}},
		{"a line of 600 kB", row + strings.Repeat("x", 600<<10) + "\n" + row, 2, nil},
		{"only tabs", strings.Repeat("\t", 1<<16), 0, []int{1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rows, bad := 0, []int(nil)
			for _, err := range Read(strings.NewReader(tt.in), Facts, onto) {
				if err == nil {
					rows++
					continue
				}
				var e *entente.Error
				if !errors.As(err, &e) {
					t.Fatalf("error %v is no *entente.Error", err)
				}
				bad = append(bad, e.Line)
			}
			if rows != tt.rows || fmt.Sprint(bad) != fmt.Sprint(tt.bad) {
				t.Errorf("rows %d, bad lines %v, want %d, %v", rows, bad, tt.rows, tt.bad)
			}
		})
	}
}

// failing yields some bytes and then an error.
type failing struct{ in io.Reader }

func (f failing) Read(b []byte) (int, error) {
	n, err := f.in.Read(b)
	if err == io.EOF {
		err = errors.New("the disk is gone")
	}
	return n, err
}

func TestReadFault(t *testing.T) {
	var errs []error
	for _, err := range Read(failing{strings.NewReader("2014-03-18\tRussia\tConsult\tUkraine\n")}, Facts, loadOntology(t)) {
		errs = append(errs, err)
	}
	if len(errs) != 2 || errs[0] != nil || errs[1] == nil || !strings.Contains(errs[1].Error(), "the disk is gone") {
		t.Errorf("errors %v, want a row and then the fault", errs)
	}
	for _, err := range Read(strings.NewReader("x"), "xlsx", loadOntology(t)) {
		var e *entente.Error
		if !errors.As(err, &e) || e.Kind != entente.Refused {
			t.Errorf("Read of no format: %v, want Refused", err)
		}
	}
}

// TestReadStops holds that a reader ends when its user does.
func TestReadStops(t *testing.T) {
	in := strings.Repeat("2014-03-18\tRussia\tConsult\tUkraine\n", 10)
	n := 0
	for range Read(strings.NewReader(in), Facts, loadOntology(t)) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d rows after break, want 1", n)
	}
}

// TestRowsAreTheirOwn changes one row and looks at the next of the same place.
func TestRowsAreTheirOwn(t *testing.T) {
	raw, err := os.ReadFile("testdata/gdelt2.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for imp, err := range Read(bytes.NewReader(raw), GDELT2, loadOntology(t)) {
		if err != nil || imp.Place == nil || imp.Place.Name != "Asmara" {
			continue
		}
		n++
		if *imp.Place.Lat != 15.3333 {
			t.Errorf("row %s has latitude %v, another row's change", imp.ID, *imp.Place.Lat)
		}
		*imp.Place.Lat, *imp.Goldstein, imp.Place.Country = 0, 99, "XXX"
	}
	if n < 2 {
		t.Fatalf("%d rows in Asmara, want two or more", n)
	}
}

func TestParseDay(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"20180601", "2018-06-01"}, {"2018-06-01", "2018-06-01"}, {"2018-06-01T10:00:00Z", "2018-06-01"}, {"2018-06-01 10:00", "2018-06-01"},
		{"6/1/2018", "2018-06-01"}, {"12/31/1999", "1999-12-31"}, {"2016-02-29", "2016-02-29"},
		{"2018-02-29", ""}, {"20181301", ""}, {"2018-6-1", ""}, {"6/1/18", ""}, {"6/2018", ""}, {"", ""}, {"2018-06-01x", ""}, {"00000101", ""}, {"1/1/99999", ""}, {"20180601000000000000000000", ""},
	} {
		t.Run(tt.in, func(t *testing.T) {
			day, ok := parseDay([]byte(tt.in))
			if day.String() != tt.want || ok != (tt.want != "") {
				t.Errorf("parseDay(%q) = %v, %v, want %q", tt.in, day, ok, tt.want)
			}
		})
	}
}

func TestSplitQuoted(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"", []string{""}}, {"a,b", []string{"a", "b"}}, {",", []string{"", ""}}, {`"a,b",c`, []string{"a,b", "c"}},
		{`"say ""no""",x`, []string{`say "no"`, "x"}}, {`"open,x`, []string{"open,x"}}, {`a"b,c`, []string{`a"b`, "c"}}, {`"",`, []string{"", ""}},
	} {
		t.Run(tt.in, func(t *testing.T) {
			var got []string
			for _, c := range splitQuoted([]byte(tt.in), ',', nil) {
				got = append(got, string(c))
			}
			if strings.Join(got, "|") != strings.Join(tt.want, "|") || len(got) != len(tt.want) {
				t.Errorf("splitQuoted(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// TestLongNumbers gives cells of numbers more digits than a number holds.
func TestLongNumbers(t *testing.T) {
	raw, err := os.ReadFile("testdata/gdelt2.tsv")
	if err != nil {
		t.Fatal(err)
	}
	cells := strings.Split(strings.Split(string(raw), "\n")[0], "\t")
	for _, i := range []int{gdeltQuad, gdeltGoldstein, gdeltMentions} {
		cells[i] = strings.Repeat("9", 19)
	}
	for imp, err := range Read(strings.NewReader(strings.Join(cells, "\t")), GDELT2, loadOntology(t)) {
		if err != nil || imp.Mentions != 0 || *imp.Goldstein != 1.9 || imp.Quad != entente.VerbalCooperation {
			t.Errorf("row %+v, %v", imp, err)
		}
	}
}
