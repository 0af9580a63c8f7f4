package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"entente"
)

func ptr[T any](v T) *T { return &v }

func day(y, m, d int) entente.Day { return entente.Day{Year: y, Month: time.Month(m), Day: d} }

// sample is two happenings of three reports: a visit told twice, with everything that a
// row can hold, and a plan of two states against one, with hostile text.
func sample() []entente.Happening {
	eth := entente.Party{Code: "ETH", Sector: "GOV", Name: "Abiy Ahmed", Entity: "leader:abiy-ahmed"}
	eri := entente.Party{Code: "ERI", Sector: "GOV", Name: "Isaias Afwerki"}
	visit := entente.Report{
		Event: entente.Event{
			ID: "e1", Type: entente.Consult, Mode: ptr(entente.Mode("visit")), Contexts: []entente.Context{"diplomatic", "territory"}, CAMEO: "042",
			Quad: entente.VerbalCooperation, Goldstein: ptr(1.9), Status: entente.Happened, Stage: "talks",
			Date:    entente.Date{From: day(2018, 7, 8), To: day(2018, 7, 8), Precision: entente.PrecisionDay, Basis: entente.BasisExplicit},
			Place:   &entente.Place{Name: "Asmara", Region: "Maekel", Country: "ERI", Lat: ptr(15.3333), Lon: ptr(38.9333)},
			Figures: []entente.Figure{{Value: 20, Bound: entente.BoundAbout, Counts: "years of war", Span: entente.Span{Start: 60, End: 62}}},
			Trigger: entente.Span{Start: 25, End: 31}, Sentence: 2, Quote: "The prime minister of Ethiopia, Abiy Ahmed, visited Asmara on Sunday after \"about 20 years\" of war.",
			Rule: "verb.consult.visit", Confidence: 0.91,
		},
		ID: "9f86d081884c/e1", Happening: "9f86d081884c/e1", Sources: []entente.Party{eth}, Targets: []entente.Party{eri},
		Attribution: []entente.Voice{{Claim: "c1", Name: "the information minister", Code: "ERI", Class: entente.SourceNamed, Cue: "say", Stance: entente.StanceConfirm}},
		Print: entente.Print{Article: "9f86d081884c", Headline: "A door opens; two men embrace", Publisher: "The Asmara Courier",
			URL: "https://example.org/asmara?a=1&b=2", Published: day(2018, 7, 9), Cluster: "9f86d081884c"},
		Sentence: entente.Span{Start: 10, End: 110}, Known: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
	}
	again := visit
	again.ID, again.Reprint, again.Attribution, again.Figures = "60303ae22b99/e1", true, nil, nil
	plan := entente.Report{
		Event: entente.Event{
			ID: "e2", Type: entente.Sanction, Quad: entente.MaterialConflict, Status: entente.Planned, Background: true,
			Date:  entente.Date{From: day(2019, 1, 1), Precision: entente.PrecisionYear, Basis: entente.BasisRelative},
			Quote: "=cmd|' /C calc'!A0; said\tthe \"minister\"\nand left", Rule: "noun.sanction", Confidence: 0.5,
		},
		ID: "9f86d081884c/e2", Happening: "9f86d081884c/e2",
		Sources: []entente.Party{{Code: "USA", Sector: "GOV", Name: "United States"}, {Code: "european-union", Sector: "IGO", Name: "the Twenty-Seven"}},
		Targets: []entente.Party{{Code: "RUS", Name: "Russia; the Kremlin"}, {Name: "-Bad <Gang> & \"Co\"", Sector: "CRM"}},
		Print:   entente.Print{Article: "9f86d081884c", Published: day(2018, 7, 9), Cluster: "9f86d081884c"},
	}
	return []entente.Happening{
		{Report: visit, Reports: 2, Independent: 1, Statuses: []entente.Status{entente.Happened}, Overall: entente.Happened, All: []entente.Report{visit, again}},
		{Report: plan, Reports: 1, Independent: 0, Statuses: []entente.Status{entente.Planned}, Overall: entente.Planned},
	}
}

// Each yields the items of a list.
func Each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// theirs is a row of another system.
func theirs() []entente.Imported {
	return []entente.Imported{{
		Set: "icews", ID: "9001", Day: day(2018, 7, 8), Source: entente.Party{Code: "ETH", Sector: "GOV", Name: "Abiy Ahmed Ali"},
		Target: entente.Party{Code: "PSE", Name: "Palestinian Territory, Occupied"}, CAMEO: "010", Goldstein: ptr(0.0),
		Place: &entente.Place{Name: "Asmara", Country: "ERI"}, Text: "Make statement", Publisher: "The Asmara Courier", URL: "8001", Mentions: 3,
	}}
}

// writers are all that write rows, by the golden file's ending.
func writers(t testing.TB) map[string]func(io.Writer, Rows, Options) error {
	onto := loadOntology(t)
	return map[string]func(io.Writer, Rows, Options) error{
		"csv": WriteCSV, "tsv": WriteTSV, "jsonl": WriteJSONL, "parquet": WriteParquet, "gexf": WriteGEXF, "ftm": WriteFTM,
		"polecat": func(w io.Writer, r Rows, o Options) error { return WritePOLECAT(w, r, onto, o) },
		"icews":   func(w io.Writer, r Rows, o Options) error { return WriteICEWS(w, r, onto, o) },
		"gdelt":   func(w io.Writer, r Rows, o Options) error { return WriteGDELT(w, r, onto, o) },
		"panel": func(w io.Writer, r Rows, _ Options) error {
			dyads, err := DyadsOf(r)
			if err != nil {
				return err
			}
			return WritePanel(w, dyads, Monthly)
		},
	}
}

// TestWriteGolden pins what each writer makes of happenings and a row of another system.
func TestWriteGolden(t *testing.T) {
	for name, write := range writers(t) {
		if name == "parquet" {
			continue // read back in TestParquet
		}
		t.Run(name, func(t *testing.T) {
			var out, again bytes.Buffer
			for _, w := range []io.Writer{&out, &again} {
				if err := write(w, Join(Happenings(Each(sample())), ImportedRows(Each(theirs()))), Options{All: true}); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(out.Bytes(), again.Bytes()) {
				t.Error("two runs differ")
			}
			golden(t, "out."+name, out.Bytes())
		})
	}
	t.Run("reports by dyad", func(t *testing.T) {
		var out bytes.Buffer
		if err := WriteCSV(&out, Reports(Each(sample()[0].All)), Options{}); err != nil {
			t.Fatal(err)
		}
		if err := WriteCSV(&out, Happenings(Each(sample())), Options{Dyads: true}); err != nil {
			t.Fatal(err)
		}
		golden(t, "out.dyads.csv", out.Bytes())
	})
}

// TestOnlyWhatCounts holds that layouts without a status leave the plan out.
func TestOnlyWhatCounts(t *testing.T) {
	for name, lines := range map[string][2]int{"polecat": {2, 6}, "icews": {2, 6}, "gdelt": {1, 5}, "ftm": {4, 9}} {
		for i, all := range []bool{false, true} {
			var out bytes.Buffer
			if err := writers(t)[name](&out, Happenings(Each(sample())), Options{All: all}); err != nil {
				t.Fatal(err)
			}
			if got := bytes.Count(out.Bytes(), []byte("\n")); got != lines[i] {
				t.Errorf("%s with All %v: %d lines, want %d", name, all, got, lines[i])
			}
		}
	}
}

// TestRoundTrip reads back what was written in the layouts of other systems.
func TestRoundTrip(t *testing.T) {
	onto := loadOntology(t)
	for _, tt := range []struct {
		name   string
		format Format
		cameo  bool // the layout has codes
	}{{"polecat", POLECAT, false}, {"icews", ICEWS, true}, {"gdelt", GDELT2, true}} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			rows := sample()
			if err := writers(t)[tt.name](&out, Happenings(Each(rows)), Options{All: true}); err != nil {
				t.Fatal(err)
			}
			if f, err := Detect(strings.Split(out.String(), "\n"), "out"); err != nil || f != tt.format {
				t.Fatalf("Detect = %q, %v, want %q", f, err, tt.format)
			}
			var got []entente.Imported
			for row, err := range Read(&out, tt.format, onto) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, row)
			}
			if len(got) != 5 {
				t.Fatalf("%d rows, want 5", len(got))
			}
			v, h := got[0], rows[0]
			if v.Day != h.Date.From || v.Type != h.Type || v.Mode != *h.Mode || *v.Goldstein != *h.Goldstein || v.Quad != h.Quad || tt.cameo && v.CAMEO != h.CAMEO {
				t.Errorf("event %+v", v)
			}
			if p := v.Place; p == nil || p.Name != "Asmara" || p.Region != "Maekel" || p.Country != "ERI" || *p.Lat != 15.3333 || *p.Lon != 38.9333 {
				t.Errorf("place %+v", p)
			}
			if v.Source.Code != "ETH" || v.Source.Sector != "GOV" || !strings.EqualFold(v.Source.Name, "Abiy Ahmed") || v.Target.Code != "ERI" {
				t.Errorf("sides %+v, %+v", v.Source, v.Target)
			}
			codes := []string{}
			for _, row := range got[1:] {
				codes = append(codes, row.Source.Code+">"+row.Target.Code+"/"+string(row.Target.Sector))
				if row.Type != entente.Sanction || row.Day != day(2019, 1, 1) {
					t.Errorf("plan %+v", row)
				}
			}
			if want := []string{"USA>RUS/", "USA>/CRM", "european-union>RUS/", "european-union>/CRM"}; !slices.Equal(codes, want) {
				t.Errorf("sides %q, want %q", codes, want)
			}
		})
	}
}

// TestLandsComeBack writes a row for each land and body in each layout and reads it.
func TestLandsComeBack(t *testing.T) {
	onto, codes := loadOntology(t), loadCodes(t)
	var in []entente.Imported
	add := func(code, name string) {
		in = append(in, entente.Imported{Set: "icews", ID: "1", Day: day(2018, 7, 8), Type: entente.Consult, CAMEO: "040",
			Source: entente.Party{Code: code, Name: name, Sector: "GOV"}, Target: entente.Party{Name: "x"}, Place: &entente.Place{Name: "Sometown"}})
	}
	for _, n := range codes.rows {
		if n.To.IsZero() && n.From.Before(day(2018, 1, 1)) {
			add(n.Code, "Somebody")
			if n.FIPS != "" {
				in[len(in)-1].Place.Country = n.Code
			}
		}
	}
	for code := range codes.bodyNames {
		if codes.bodyCAMEO[code] != "" {
			add(code, "")
			in[len(in)-1].Source.Sector = "IGO"
		}
	}
	for name, format := range map[string]Format{"polecat": POLECAT, "icews": ICEWS, "gdelt": GDELT2} {
		var out bytes.Buffer
		if err := writers(t)[name](&out, ImportedRows(Each(in)), Options{}); err != nil {
			t.Fatal(err)
		}
		i := 0
		for row, err := range Read(&out, format, onto) {
			if err != nil {
				t.Fatal(err)
			}
			if row.Source.Code != in[i].Source.Code || row.Source.Sector != in[i].Source.Sector || row.Place.Country != in[i].Place.Country {
				t.Errorf("%s: %+v in %q came back as %+v in %q", name, in[i].Source, in[i].Place.Country, row.Source, row.Place.Country)
			}
			i++
		}
		if i != len(in) {
			t.Errorf("%s: %d rows, want %d", name, i, len(in))
		}
	}
}

func TestRuns(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want bool
	}{
		{"", false}, {"text", false}, {"=1+1", true}, {"+49 30 1234", true}, {"-5.25", false}, {"+3e5", false}, {"-", true}, {"@SUM(A1)", true},
		{"\tx", true}, {"\rx", true}, {"-Inf", true}, {"a=b", false}, {"'=x", false}, {"- said he", true},
	} {
		t.Run(tt.in, func(t *testing.T) {
			if got := runs(tt.in); got != tt.want {
				t.Errorf("runs(%q) = %v, want %v", tt.in, got, tt.want)
			}
		})
	}
}

// TestSeparatedReadsBack reads CSV and TSV with the standard library, and takes the
// apostrophes off: the texts are as they were.
func TestSeparatedReadsBack(t *testing.T) {
	cols := Columns()
	rows := sample()
	for name, sep := range map[string]rune{"csv": ',', "tsv": '\t'} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := writers(t)[name](&out, Happenings(Each(rows)), Options{}); err != nil {
				t.Fatal(err)
			}
			in := csv.NewReader(&out)
			in.Comma = sep
			lines, err := in.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if len(lines) != 3 {
				t.Fatalf("%d lines, want 3", len(lines))
			}
			at := func(line int, column string) string {
				i := slices.IndexFunc(cols, func(c Column) bool { return c.Name == column })
				if lines[0][i] != column {
					t.Fatalf("column %d is %q, want %q", i, lines[0][i], column)
				}
				return lines[line][i]
			}
			for i, h := range rows {
				if got := strings.TrimPrefix(at(i+1, "sentence"), "'"); got != h.Quote {
					t.Errorf("sentence %q, want %q", got, h.Quote)
				}
			}
			if got := at(2, "sentence"); got[0] != '\'' {
				t.Errorf("sentence %q would run", got)
			}
			if got := at(2, "target_name"); got != "Russia, the Kremlin;-Bad <Gang> & \"Co\"" {
				t.Errorf("target_name %q", got)
			}
			if got := at(2, "source_cow"); got != "2;" {
				t.Errorf("source_cow %q, want \"2;\"", got)
			}
			var figures []entente.Figure
			if err := json.Unmarshal([]byte(at(1, "figures")), &figures); err != nil || !reflect.DeepEqual(figures, rows[0].Figures) {
				t.Errorf("figures %v, %v", figures, err)
			}
		})
	}
}

// TestParquet reads the file back: schema, NULLs, and each value as CSV would print it.
func TestParquet(t *testing.T) {
	var out bytes.Buffer
	var list []entente.Happening // more than are handed over at once
	for i := range 300 {
		h := sample()[i%2]
		h.ID = entente.ReportID(fmt.Sprintf("%d/e1", i))
		list = append(list, h)
	}
	rows := Join(Happenings(Each(list)), ImportedRows(Each(theirs())))
	if err := WriteParquet(&out, rows, Options{Dyads: true}); err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	cols, codes := Columns(), loadCodes(t)
	fields := file.Schema().Fields()
	if len(fields) != len(cols) {
		t.Fatalf("%d columns, want %d", len(fields), len(cols))
	}
	for i, f := range fields {
		if f.Name() != cols[i].Name || !f.Optional() {
			t.Errorf("column %d is %s, want %s, optional", i, f.Name(), cols[i].Name)
		}
	}
	var want []Row
	if err := eachOf(rows, true, func(r *Row) error { want = append(want, *r); return nil }); err != nil {
		t.Fatal(err)
	}
	in := parquet.NewReader(file)
	var got []parquet.Row
	for {
		some := make([]parquet.Row, 100)
		n, err := in.ReadRows(some)
		for _, row := range some[:n] {
			got = append(got, row.Clone())
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i, row := range got {
		for j, v := range row {
			cell := cols[j].value(&want[i], codes)
			value, known := parquetValue(cell)
			if v.IsNull() == known || known && !parquet.Equal(v, value) {
				t.Errorf("row %d, %s: %v, want %v", i, cols[j].Name, v, cell)
			}
		}
	}
}

// TestGEXF asks that a graph is XML that Gephi takes: ids once, edges between nodes that
// are there, every value of a declared attribute, lives in order.
func TestGEXF(t *testing.T) {
	var out bytes.Buffer
	if err := WriteGEXF(&out, Happenings(Each(sample())), Options{All: true}); err != nil {
		t.Fatal(err)
	}
	var g gexfFile
	if err := xml.Unmarshal(out.Bytes(), &g); err != nil {
		t.Fatal(err)
	}
	if g.XMLName.Space != "http://gexf.net/1.3" || g.Version != "1.3" || len(g.Graph.Nodes) != 6 || len(g.Graph.Edges) != 5 {
		t.Errorf("%s %s with %d nodes and %d edges, want 6 and 5", g.XMLName.Space, g.Version, len(g.Graph.Nodes), len(g.Graph.Edges))
	}
	declared := map[string]bool{}
	for _, a := range g.Graph.Attributes {
		for _, one := range a.List {
			declared[a.Class+one.ID] = true
		}
	}
	ids := map[string]bool{}
	for _, n := range g.Graph.Nodes {
		if ids[n.ID] || n.Label == "" {
			t.Errorf("node %+v", n)
		}
		ids[n.ID] = true
		for _, v := range n.Values {
			if !declared["node"+v.For] {
				t.Errorf("node attribute %q is not declared", v.For)
			}
		}
	}
	for _, e := range g.Graph.Edges {
		if ids[e.ID] || !ids[e.Source] || !ids[e.Target] || e.Start > e.End || e.Start == "" {
			t.Errorf("edge %+v", e)
		}
		ids[e.ID] = true
		for _, v := range e.Values {
			if !declared["edge"+v.For] {
				t.Errorf("edge attribute %q is not declared", v.For)
			}
		}
	}
	if !strings.Contains(out.String(), "&lt;Gang&gt; &amp;") {
		t.Error("the hostile name is not escaped")
	}
}

// TestFTM asks that entities have a schema and an id, and that events involve and are
// proved by entities written before them.
func TestFTM(t *testing.T) {
	var out bytes.Buffer
	if err := WriteFTM(&out, Join(Happenings(Each(sample())), ImportedRows(Each(theirs()))), Options{All: true}); err != nil {
		t.Fatal(err)
	}
	seen, schemas := map[string]bool{}, map[string]int{}
	for line := range strings.Lines(out.String()) {
		var e ftmEntity
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if e.ID == "" || seen[e.ID] {
			t.Errorf("id %q is empty or there twice", e.ID)
		}
		seen[e.ID] = true
		schemas[e.Schema]++
		for _, ref := range slices.Concat(e.Properties["involved"], e.Properties["proof"]) {
			if !seen[ref] {
				t.Errorf("%s refers to %s, which is not before it", e.ID, ref)
			}
		}
	}
	if want := map[string]int{"Event": 3, "Person": 1, "PublicBody": 5, "Organization": 2, "Article": 1}; !reflect.DeepEqual(schemas, want) {
		t.Errorf("schemas %v, want %v", schemas, want)
	}
}

// TestUndatedLayouts: a row without a day has none in another layout, and no day zero.
func TestUndatedLayouts(t *testing.T) {
	h := sample()[0]
	h.Date, h.Print.Published = entente.Date{}, entente.Day{}
	for name, write := range writers(t) {
		if name == "parquet" || name == "gexf" {
			continue
		}
		var out bytes.Buffer
		if err := write(&out, Happenings(Each([]entente.Happening{h})), Options{}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "0000") || strings.Contains(out.String(), "0001-01-01") {
			t.Errorf("%s has a day of an undated row:\n%s", name, out.String())
		}
	}
}

// TestReprintsAlone: what reprints alone tell of is in no panel, as it moves no tie.
func TestReprintsAlone(t *testing.T) {
	h := sample()[0]
	for independent, want := range []int{0, 1} {
		h.Independent = independent
		dyads, err := DyadsOf(Happenings(Each([]entente.Happening{h})))
		if err != nil || len(dyads) != want {
			t.Errorf("%d independent reports: %d dyads, %v; want %d", independent, len(dyads), err, want)
		}
	}
}

func TestPanel(t *testing.T) {
	dyads := []Dyad{
		{Source: "RUS", Target: "UKR", Tally: entente.Tally{Day: day(2018, 1, 31), Events: 2, Weight: 1.5, Sum: -15}, Quads: [4]int{0, 0, 0, 2}, Level: ptr(-1.0), Low: ptr(-2.0), High: ptr(0.0)},
		{Source: "RUS", Target: "UKR", Tally: entente.Tally{Day: day(2018, 1, 1), Events: 1, Weight: 1, Sum: 1}, Quads: [4]int{1}, Level: ptr(5.0)},
		{Source: "RUS", Target: "UKR", Tally: entente.Tally{Day: day(2018, 2, 1), Events: 1, Weight: 1, Sum: 1}, Quads: [4]int{0, 1}},
		{Source: "YUG", Target: "nato", Tally: entente.Tally{Day: day(1999, 3, 24), Events: 1, Weight: 1, Sum: -10}},
		{Source: "YUG", Target: "nato", Tally: entente.Tally{Events: 9}},
	}
	for by, want := range map[Period]string{
		Monthly: "source,target,ccode1,ccode2,gwcode1,gwcode2,year,month,events,weight,scale_sum,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict,level,low,high\r\n" +
			"RUS,UKR,365,369,365,369,2018,1,3,2.5,-14,1,0,0,2,-1,-2,0\r\n" +
			"RUS,UKR,365,369,365,369,2018,2,1,1,1,0,1,0,0,,,\r\n" +
			"YUG,nato,345,,345,,1999,3,1,1,-10,0,0,0,0,,,\r\n",
		Yearly: "source,target,ccode1,ccode2,gwcode1,gwcode2,year,events,weight,scale_sum,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict,level,low,high\r\n" +
			"RUS,UKR,365,369,365,369,2018,4,3.5,-13,1,1,0,2,-1,-2,0\r\n" +
			"YUG,nato,345,,345,,1999,1,1,-10,0,0,0,0,,,\r\n",
	} {
		var out bytes.Buffer
		if err := WritePanel(&out, dyads, by); err != nil {
			t.Fatal(err)
		}
		if out.String() != want {
			t.Errorf("%s:\n%s\nwant\n%s", by, out.String(), want)
		}
	}
	if dyads[0].Day != day(2018, 1, 31) {
		t.Error("WritePanel sorted its caller's list")
	}
	var e *entente.Error
	if err := WritePanel(io.Discard, dyads, "week"); !errors.As(err, &e) || e.Kind != entente.Refused {
		t.Errorf("a panel by week: %v, want Refused", err)
	}
}

// full fails after some bytes, as a disk does.
type full int

func (f *full) Write(b []byte) (int, error) {
	if *f -= full(len(b)); *f < 0 {
		return 0, errors.New("no space left")
	}
	return len(b), nil
}

// TestWriteFaults holds that faults of the rows and of the disk come out.
func TestWriteFaults(t *testing.T) {
	broken := func(yield func(entente.Happening, error) bool) {
		if yield(sample()[0], nil) {
			yield(entente.Happening{}, errors.New("the ledger is gone"))
		}
	}
	for name, write := range writers(t) {
		t.Run(name, func(t *testing.T) {
			if err := write(io.Discard, Happenings(broken), Options{}); err == nil || !strings.Contains(err.Error(), "the ledger is gone") {
				t.Errorf("error %v, want that of the rows", err)
			}
			if err := write(new(full), Happenings(Each(sample())), Options{}); err == nil || !strings.Contains(err.Error(), "no space left") {
				t.Errorf("error %v, want that of the disk", err)
			}
			if err := write(io.Discard, Happenings(Each[entente.Happening](nil)), Options{}); err != nil {
				t.Errorf("no rows: %v", err)
			}
		})
	}
}

// TestColumnsDoc holds docs/tables.md to the columns, and the columns to order.
func TestColumnsDoc(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Columns() {
		if seen[c.Name] || c.Meaning == "" {
			t.Errorf("column %q is there twice or has no meaning", c.Name)
		}
		seen[c.Name] = true
	}
	const path = "../docs/tables.md"
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != Doc() {
		t.Error("docs/tables.md is not that of table.Doc(); make docs writes it")
	}
}

// TestValuesHaveTheirType holds each cell to the type that its column promises.
func TestValuesHaveTheirType(t *testing.T) {
	codes := loadCodes(t)
	types := map[string]string{"text": "string", "json": "string", "integer": "int", "number": "float64", "boolean": "bool", "date": "entente.Day"}
	err := eachOf(Join(Happenings(Each(sample())), Reports(Each(sample()[0].All)), ImportedRows(Each(theirs()))), true, func(r *Row) error {
		for _, c := range Columns() {
			if v := c.value(r, codes); v != nil && reflect.TypeOf(v).String() != types[c.Type] {
				t.Errorf("%s holds %T, is %s", c.Name, v, c.Type)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
