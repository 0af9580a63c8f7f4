// Package tsv reads tables that people write: tab-separated, the first line that is no
// comment names the columns, # starts a comment.
//
//	t := tsv.Read("cues.tsv", text, []string{"lemma", "pos"}, []string{"stance"})
//	for _, row := range t.Rows {
//		if row.Get("pos") != "VERB" {
//			row.Fail("pos", "no part of speech %q: want VERB", row.Get("pos"))
//		}
//	}
//	err := t.Err()
//
// Whoever reads the rows says of each cell what is wrong with it, so that a person is told
// all mistakes at once, each with its line and column. A nil *Table has no rows.
//
// Limits: cells hold no tabs and no line ends, and there are no quotes. A table is held in
// memory whole, and is refused over MaxBytes.
package tsv

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"entente"
)

// MaxBytes is the most that a table may hold.
const MaxBytes = 16 << 20

// Problem is a mistake, or what may be one, at its place in a table.
type Problem struct {
	File    string
	Line    int    // counting from one
	Column  int    // in characters, counting from one
	Cell    string // the name of the column; "" where none is meant
	Warning bool   // the table can be used all the same
	What    string // what is wrong, and what would be right
}

// String returns "events.tsv:3:12: type: no type …".
func (p Problem) String() string {
	text := fmt.Sprintf("%s:%d:%d: ", p.File, p.Line, p.Column)
	if p.Warning {
		text += "warning: "
	}
	if p.Cell != "" {
		text += p.Cell + ": "
	}
	return text + p.What
}

// Row is one line of a table. The zero Row has empty cells.
type Row struct {
	Line  int
	table *Table
	cells []string
	at    []int // columns of the cells, in characters
}

// Table is what was read of a text.
type Table struct {
	Name     string
	Rows     []Row
	Problems []Problem // in the order in which they were found

	columns []string // as the header has them
}

// Read reads a table with the columns of must, each with something in every row, and maybe
// some of may, in any order. What does not follow that is among the table's Problems. A
// text without a header that can be read gives no rows.
func Read(name, text string, must, may []string) *Table {
	t := &Table{Name: name}
	if len(text) > MaxBytes {
		t.problem(1, 1, "", false, fmt.Sprintf("the table has %d bytes: %d are the most", len(text), MaxBytes))
		return t
	}
	line := 0
	for s := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line++
		s = strings.TrimRight(s, "\r\n")
		if bad := badByte(s); bad >= 0 {
			t.problem(line, utf8.RuneCountInString(s[:bad])+1, "", false, "the text is not UTF-8: save the table as UTF-8")
			continue
		}
		if strings.TrimSpace(s) == "" || s[0] == '#' {
			continue
		}
		cells := strings.Split(s, "\t")
		if t.columns == nil {
			if !t.header(line, cells, must, may) {
				return t
			}
			continue
		}
		t.row(line, cells, must)
	}
	if t.columns == nil && len(t.Problems) == 0 {
		t.problem(max(line, 1), 1, "", false, "there is no header: want a line of column names, tabs between them: "+strings.Join(slices.Concat(must, may), " "))
	}
	return t
}

// badByte is where s stops being UTF-8 text, or -1.
func badByte(s string) int {
	for i, r := range s {
		if r == 0 || r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

// header reads the line of column names, and reports whether rows can be read by it.
func (t *Table) header(line int, cells, must, may []string) bool {
	known := slices.Concat(must, may)
	at, good := 1, true
	var names []string
	for _, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		switch {
		case !slices.Contains(known, name):
			what := fmt.Sprintf("there is no column %q: want %s", name, strings.Join(known, ", "))
			if near := Nearest(name, known); near != "" {
				what = fmt.Sprintf("there is no column %q: did you mean %q?", name, near)
			}
			if len(cells) == 1 && strings.Contains(name, " ") {
				what = "columns stand apart by tabs, and this header has none: want " + strings.Join(known, ", ")
			}
			t.problem(line, at, "", false, what)
			good = false
		case slices.Contains(names, name):
			t.problem(line, at, "", false, fmt.Sprintf("column %q stands twice: want it once", name))
			good = false
		}
		names = append(names, name)
		at += utf8.RuneCountInString(cell) + 1
	}
	for _, name := range must {
		if good && !slices.Contains(names, name) {
			t.problem(line, at-1, "", false, fmt.Sprintf("column %q is missing: want %s, and maybe %s", name, strings.Join(must, ", "), strings.Join(may, ", ")))
			good = false
		}
	}
	t.columns = names
	return good
}

// row reads a line of cells.
func (t *Table) row(line int, cells, must []string) {
	r := Row{Line: line, table: t}
	at := 1
	for i, cell := range cells {
		if i >= len(t.columns) {
			if strings.TrimSpace(cell) != "" {
				t.problem(line, at, "", false, fmt.Sprintf("cell %d, and the header has %d columns: want no more", i+1, len(t.columns)))
				return
			}
			continue
		}
		r.cells = append(r.cells, strings.TrimSpace(cell))
		r.at = append(r.at, at)
		at += utf8.RuneCountInString(cell) + 1
	}
	for _, name := range must {
		if r.Get(name) == "" {
			if len(cells) == 1 && len(t.columns) > 1 {
				t.problem(line, 1, "", false, "one cell only: columns stand apart by tabs")
				return
			}
			r.Fail(name, "the cell is empty: every row has something there")
			return
		}
	}
	t.Rows = append(t.Rows, r)
}

func (t *Table) problem(line, column int, cell string, warning bool, what string) {
	t.Problems = append(t.Problems, Problem{t.Name, line, column, cell, warning, what})
}

// All yields the rows; those of a nil table are none.
func (t *Table) All() []Row {
	if t == nil {
		return nil
	}
	return t.Rows
}

// Get returns the cell of a column, "" where the table or the row has none.
func (r *Row) Get(column string) string {
	if i := r.index(column); i >= 0 && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// List returns the parts of a cell, trimmed, without empty ones.
func (r *Row) List(column, separator string) []string {
	var out []string
	for _, part := range strings.Split(r.Get(column), separator) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (r *Row) index(column string) int {
	if r.table == nil {
		return -1
	}
	return slices.Index(r.table.columns, column)
}

// Fail notes that a cell is wrong. It returns false, for callers that ask whether a row is right.
func (r *Row) Fail(column, format string, args ...any) bool {
	r.note(column, false, fmt.Sprintf(format, args...))
	return false
}

// Warn notes that a cell may not be meant as it stands.
func (r *Row) Warn(column, format string, args ...any) {
	r.note(column, true, fmt.Sprintf(format, args...))
}

func (r *Row) note(column string, warning bool, what string) {
	if r.table == nil {
		return
	}
	at := 1
	if i := r.index(column); i >= 0 && i < len(r.at) {
		at = r.at[i]
	}
	r.table.problem(r.Line, at, column, warning, what)
}

// Err returns an error of kind Syntax for the first mistake, with the number of others, or
// nil where there are warnings at most.
func (t *Table) Err() error {
	if t == nil {
		return nil
	}
	var first *Problem
	more := 0
	for i := range t.Problems {
		switch p := &t.Problems[i]; {
		case p.Warning:
		case first == nil:
			first = p
		default:
			more++
		}
	}
	if first == nil {
		return nil
	}
	what := fmt.Sprintf("column %d: ", first.Column)
	if first.Cell != "" {
		what += first.Cell + ": "
	}
	what += first.What
	if more > 0 {
		what += fmt.Sprintf(" (and %d more)", more)
	}
	return &entente.Error{Op: "rules", Kind: entente.Syntax, Input: first.File, Line: first.Line, Err: errors.New(what)}
}

// Nearest returns the word of a list that a mistyped one is likeliest meant for: at most two
// letters off, and no more than a third of its own; "" if there is none. Case does not count.
func Nearest(word string, among []string) string {
	best, least := "", min(3, (utf8.RuneCountInString(word)+2)/3+1)
	for _, w := range among {
		if d := distance(strings.ToLower(word), strings.ToLower(w)); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance is that of Levenshtein (1966): letters put in, taken out or changed.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			change := diagonal
			if x[i] != y[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, diagonal+1, row[j]+1)
		}
	}
	return row[len(y)]
}

// Sort orders problems as they stand in their files.
func Sort(list []Problem) {
	slices.SortStableFunc(list, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, a.Column-b.Column)
	})
}
