package tsv

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"entente"
)

func TestRead(t *testing.T) {
	table := Read("t.tsv", "\ufeff# a comment\r\n\r\nB\tA\r\n x \ty|z\r\n# more\n\tq\n", []string{"a"}, []string{"b", "c"})
	if len(table.Problems) != 0 || len(table.Rows) != 2 {
		t.Fatalf("got %d rows and %v", len(table.Rows), table.Problems)
	}
	row := &table.Rows[0]
	if row.Line != 4 || row.Get("a") != "y|z" || row.Get("b") != "x" || row.Get("c") != "" || row.Get("d") != "" {
		t.Errorf("line %d: a %q, b %q, c %q", row.Line, row.Get("a"), row.Get("b"), row.Get("c"))
	}
	if got := row.List("a", "|"); !slices.Equal(got, []string{"y", "z"}) {
		t.Errorf("List = %q", got)
	}
	if got := row.List("c", "|"); got != nil {
		t.Errorf("List of an absent column = %q", got)
	}
	row.Warn("a", "odd")
	if err := table.Err(); err != nil {
		t.Errorf("a warning alone gives %v", err)
	}
	row.Fail("b", "bad")
	table.Rows[1].Fail("a", "bad too")
	want := "rules: t.tsv:4: bad input: column 1: b: bad (and 1 more)"
	if err := table.Err(); err == nil || err.Error() != want || entente.KindOf(err) != entente.Syntax {
		t.Errorf("Err = %v, want %s", err, want)
	}
	var none *Table
	if none.All() != nil || none.Err() != nil {
		t.Error("a nil table has rows or mistakes")
	}
}

func TestProblems(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"empty", "", `t.tsv:1:1: there is no header: want a line of column names, tabs between them: type name score`},
		{"comments alone", "# x\n#y\n", `t.tsv:2:1: there is no header: want a line of column names, tabs between them: type name score`},
		{"mistyped column", "type\tnmae\n", `t.tsv:1:6: there is no column "nmae": did you mean "name"?`},
		{"unknown column", "type\tname\tweather\n", `t.tsv:1:11: there is no column "weather": want type, name, score`},
		{"column twice", "type\tname\ttype\n", `t.tsv:1:11: column "type" stands twice: want it once`},
		{"column missing", "type\tscore\n", `t.tsv:1:11: column "name" is missing: want type, name, and maybe score`},
		{"header without tabs", "type  name\n", `t.tsv:1:1: columns stand apart by tabs, and this header has none: want type, name, score`},
		{"too many cells", "type\tname\nA\tb\tc\n", `t.tsv:2:5: cell 3, and the header has 2 columns: want no more`},
		{"spaces", "type\tname\nA b\n", `t.tsv:2:1: one cell only: columns stand apart by tabs`},
		{"empty cell", "type\tname\tscore\n\tb\t1\n", `t.tsv:2:1: type: the cell is empty: every row has something there`},
		{"columns count characters", "type\tname\tscore\nÄÖ\t\t1\n", `t.tsv:2:4: name: the cell is empty: every row has something there`},
		{"not UTF-8", "type\tname\nA\tb\xff\n", `t.tsv:2:4: the text is not UTF-8: save the table as UTF-8`},
		{"too long", strings.Repeat("x", MaxBytes+1), fmt.Sprintf("t.tsv:1:1: the table has %d bytes: %d are the most", MaxBytes+1, MaxBytes)},
	} {
		t.Run(test.name, func(t *testing.T) {
			table := Read("t.tsv", test.text, []string{"type", "name"}, []string{"score"})
			if len(table.Problems) != 1 || table.Problems[0].String() != test.want || len(table.Rows) != 0 {
				t.Errorf("got %d rows and %v; want %s", len(table.Rows), table.Problems, test.want)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	among := []string{"SANCTION", "ASSAULT", "AID"}
	for word, want := range map[string]string{"SANTION": "SANCTION", "assualt": "ASSAULT", "aide": "AID", "protest": "", "": ""} {
		if got := Nearest(word, among); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

// FuzzRead: what is read is what is written, and every problem stands in the text.
func FuzzRead(f *testing.F) {
	f.Add("type\tname\nA\tb\n")
	f.Add("# x\nname\ttype\tscore\n a \tb\t1\t\n\nx")
	f.Add("type\tname\nA\xff\tb\r\n\x00\t\t\t")
	f.Fuzz(func(t *testing.T, text string) {
		table := Read("t", text, []string{"type", "name"}, []string{"score"})
		lines := strings.Split(text, "\n")
		for i := range table.Rows {
			r := &table.Rows[i]
			if r.Line < 1 || r.Line > len(lines) || r.Get("type") == "" || r.Get("name") == "" {
				t.Fatalf("row of line %d: %q %q", r.Line, r.Get("type"), r.Get("name"))
			}
			for _, column := range table.columns {
				if cell := r.Get(column); !strings.Contains(lines[r.Line-1], cell) || strings.ContainsAny(cell, "\t\n") {
					t.Fatalf("cell %q is not of line %d", cell, r.Line)
				}
			}
			r.Fail("name", "told")
		}
		for _, p := range table.Problems {
			if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > utf8.RuneCountInString(lines[p.Line-1])+2 {
				t.Fatalf("problem outside of the text: %v", p)
			}
		}
	})
}
