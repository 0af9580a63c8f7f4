// Package table reads the event tables of the field, and writes ours: GDELT 1 and 2,
// ICEWS, POLECAT, Phoenix and dumps of four columns come in, row by row; CSV, TSV, JSON
// Lines, Parquet, the layouts of those systems, panels of dyads, GEXF and FollowTheMoney
// go out.
//
//	format, err := table.Detect(lines, "20180601.export.CSV")
//	for row, err := range table.Read(file, format, onto) {
//		if err != nil { ... } // a bad line, with its number; the rest goes on
//	}
//
// A row of another system is an entente.Imported and has no sentence. Its sides get the
// codes of codes.tsv, its event the type and mode of the ontology.
//
// Limits. What is packed (gzip, zip) is unpacked by the caller. Names of people are not
// looked up, so that "Barack Obama" of a dump without countries has no code. A row whose
// day or number of cells is wrong is refused; a coordinate, an intensity or a count that
// is no number is left out of a row that stands. A line that is not UTF-8 is read as
// Latin-1. Cells of a CSV hold no line breaks.
package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"entente"
	"entente/ontology"
)

// Format is a layout that is read. Its text is Imported.Set of its rows.
type Format string

// The formats.
const (
	GDELT2  Format = "gdelt2"
	GDELT1  Format = "gdelt1"
	ICEWS   Format = "icews"
	POLECAT Format = "polecat"
	Phoenix Format = "phoenix"
	Facts   Format = "facts" // date, source, event name, target
)

// maxLine is the longest line that is read, in bytes; maxCells bounds its cells.
const (
	maxLine  = 1 << 20
	maxCells = 256
)

// Detect tells the format of a table by its first lines: its header, or the number and
// kind of its cells. name is for the error, which is of kind Empty, Binary or Syntax.
func Detect(lines []string, name string) (Format, error) {
	fail := func(kind entente.Kind, text string) (Format, error) {
		return "", &entente.Error{Op: "table", Kind: kind, Input: name, Err: errors.New(text)}
	}
	for _, text := range lines {
		line := trimLine(text)
		if line == "" {
			continue
		}
		if bytes.IndexByte([]byte(line), 0) >= 0 || line[0] == 0x1f || len(line) > 1 && line[:2] == "PK" && !utf8.ValidString(line) {
			return fail(entente.Binary, "this is no text; unpack it first")
		}
		cells := splitCells([]byte(line), '\t', nil)
		if f, ok := byHeader(cells, []byte(line)); ok {
			return f, nil
		}
		if f, ok := byCells(cells); ok {
			return f, nil
		}
		// Of 16 cells the second and third are times, YYYYMMDDhhmmss.
		if len(cells) == 16 && len(cells[1]) == 14 && isNumber(cells[1]) && len(cells[2]) == 14 {
			return fail(entente.Syntax, "a table of mentions of GDELT, which says where events were printed and not what they are: the table of events has the ending export.CSV")
		}
		return fail(entente.Syntax, "no known event table: known are GDELT 1 and 2, ICEWS, POLECAT, Phoenix, and date-source-event-target; a table of articles has a column \"text\", and may have headline, published, publisher and url")
	}
	return fail(entente.Empty, "no line to tell the format by")
}

// byHeader tells a format by the names of its columns.
func byHeader(cells [][]byte, line []byte) (Format, bool) {
	switch first := fold(string(cells[0])); {
	case first == "event id" && len(cells) >= len(polecatColumns)-1:
		return POLECAT, true
	case first == "event id" && len(cells) >= len(icewsColumns)-1:
		return ICEWS, true
	case first == "eid":
		return Phoenix, true
	case first == "date" && len(cells) == len(factsColumns):
		return Facts, true
	}
	if comma := splitCells(line, ',', nil); fold(string(unquote(comma[0]))) == "eid" {
		return Phoenix, true
	}
	return "", false
}

// byCells tells a format that has no header by its first row.
func byCells(cells [][]byte) (Format, bool) {
	isDay := func(i int) bool { _, ok := parseDay(cells[i]); return ok }
	switch len(cells) {
	case gdelt2Cells:
		return GDELT2, isDay(1)
	case gdelt1Cells, gdelt1Cells - 1:
		return GDELT1, isDay(1)
	case len(icewsColumns), len(icewsColumns) - 1:
		return ICEWS, isDay(1)
	case len(polecatColumns):
		return POLECAT, isDay(1)
	case len(phoenixColumns):
		return Phoenix, isDay(1)
	case len(factsColumns):
		return Facts, isDay(0)
	}
	return "", false
}

// Read yields the rows of a table. A line that cannot be read yields an *entente.Error
// of kind Syntax, or TooLarge where it is longer than 1 MB, with its number, and the
// rest goes on; a fault of r yields one of kind Other and ends the rows. Rows share no
// memory that changes. Places and values are the row's own.
func Read(r io.Reader, format Format, onto *ontology.Ontology) iter.Seq2[entente.Imported, error] {
	return func(yield func(entente.Imported, error) bool) {
		t, err := loadTables(onto)
		if err != nil {
			yield(entente.Imported{}, err)
			return
		}
		newReader(t).read(r, format, yield)
	}
}

func (rd *reader) read(r io.Reader, format Format, yield func(entente.Imported, error) bool) {
	row, ok := rd.layout(format)
	if !ok {
		yield(entente.Imported{}, &entente.Error{Op: "table", Kind: entente.Refused, Err: fmt.Errorf("there is no format %q of tables that are read", format)})
		return
	}
	eachLine(r, func(line []byte, n int, err error) bool {
		if err != nil {
			return yield(entente.Imported{}, err)
		}
		imp, err := row(line)
		switch {
		case err == nil:
			imp.Set = string(format)
			return yield(imp, nil)
		case errors.Is(err, errHeader):
			return true
		}
		return yield(entente.Imported{}, &entente.Error{Op: "table", Kind: entente.Syntax, Line: n, Err: err})
	})
}

// errHeader says that a line names columns and is no row.
var errHeader = errors.New("header")

// wrongCells is what is said of a row with too few or too many cells.
func wrongCells(got, want int) error { return fmt.Errorf("%d cells, want %d", got, want) }

func wrongDay(cell []byte) error { return fmt.Errorf("%.40q is no day", cell) }
