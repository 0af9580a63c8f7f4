package eval

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"entente"
)

// rowsOf returns the rows of the table of that name.
func rowsOf(t *testing.T, rep *Report, name string) [][]string {
	t.Helper()
	for _, table := range rep.Tables {
		if table.Name == name {
			return append([][]string{table.Head}, table.Rows...)
		}
	}
	t.Fatalf("no table %q", name)
	return nil
}

// TestArticlesTables: gold that was not coded, what was coded and is not gold, and why.
func TestArticlesTables(t *testing.T) {
	gold := fstest.MapFS{"s1.tsv": {Data: []byte(
		"event\t6\t14\tASSAULT\tfirearms\tKEN:GOV\tTCD:GOV\tplanned\t1998-03-14\tTCD\tnews\n" +
			"event\t26\t37\tTHREATEN\t-\tTCD:GOV\t-\thappened\t-\t-\tnews\n")}}
	rep, err := Articles(t.Context(), readFixed, strings.NewReader(codedStory), gold)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][][]string{
		"types":                         {{"gold", "CONSULT", "ASSAULT", "none"}, {"THREATEN", "·", "·", "1"}, {"ASSAULT", "·", "1", "·"}, {"none", "1", "·", "·"}},
		"statuses":                      {{"gold", "happened"}, {"planned", "1"}},
		"misses by cause":               {{"cause", "records", "%"}, {"not seen", "1", "50.0"}, {"wrong status alone", "1", "50.0"}},
		"reliability of the confidence": {{"confidence", "events", "its mean, %", "right, %"}, {"0.4 to 0.6", "1", "50.0", "0.0"}, {"0.8 to 1.0", "1", "90.0", "100.0"}, {"mean distance", "2", "", "30.0"}},
	} {
		if got := rowsOf(t, rep, name); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestRecordCauses: what a record failed by.
func TestRecordCauses(t *testing.T) {
	const gold = `[
	 {"id":"1","text":"Kenya accused Chad.","acceptable":["REJECT"],"source":[{"actorText":"Kenya"}],"target":[{"actorText":"Chad"}],"markup":""},
	 {"id":"2","text":"Kenya accused Chad.","acceptable":["AID","ACCUSE"],"source":[{"actorText":"Chad"}],"target":[{"actorText":"Chad"}],"markup":""},
	 {"id":"3","text":"Kenya accused Chad.","acceptable":["ACCUSE"],"source":[{"actorText":"Kenya"}],"target":[{"actorText":"Mali"}],"markup":""},
	 {"id":"4","text":"Kenya accused Chad.","acceptable":["ACCUSE"],"source":[{"actorText":"Niger"}],"target":[{"actorText":"Mali"}],"markup":""},
	 {"id":"5","text":"Kenya accused Chad.","acceptable":["AID","ACCUSE"],"source":[{"actorText":"Kenya"}],"target":[{"actorText":"Chad"}],"markup":""}]`
	rep, err := GSR(t.Context(), kenya(entente.Accuse), strings.NewReader(gold))
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"cause", "records", "%"}, {"another source or none", "1", "25.0"}, {"another target or none", "1", "25.0"}, {"both sides right, another type", "1", "25.0"}, {"neither side right", "1", "25.0"}}
	if got := rowsOf(t, rep, "misses by cause"); !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	// An acceptable type stands for the first.
	want = [][]string{{"gold", "AID", "ACCUSE"}, {"AID", "2", "·"}, {"ACCUSE", "·", "2"}, {"REJECT", "·", "1"}}
	if got := rowsOf(t, rep, "types"); !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestGivenUp: the note on the trigger is the reason, whatever frames it names.
func TestGivenUp(t *testing.T) {
	r := &entente.Reading{Notes: []entente.Note{
		{Span: entente.Span{Start: 0, End: 4}, Why: "verb.accuse.blame not coded: no target found"},
		{Span: entente.Span{Start: 10, End: 14}, Why: "verb.sanction.punish not coded: inside verb.request.demand, which tells what happened"},
		{Span: entente.Span{Start: 20, End: 24}, Why: "dropped: a caption"},
	}}
	for _, tt := range []struct {
		name, want string
		at         int
	}{
		{"a note", "given up: no target found", 2},
		{"a frame inside another", "given up: inside another event", 12},
		{"a note on something else", "not seen", 22},
		{"no note", "not seen", 30},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := givenUp(r, entente.Span{Start: tt.at, End: tt.at + 2}); got != tt.want {
				t.Errorf("givenUp = %q, want %q", got, tt.want)
			}
		})
	}
}

// TestTableForms: a page and a terminal show the same cells, and a bar in one breaks no row.
func TestTableForms(t *testing.T) {
	rep := &Report{Gold: "a set", Tables: []Table{{Name: "things", About: "All of them.", Head: []string{"thing", "n"}, Rows: [][]string{{"a|b", "1"}}}}}
	if got := Markdown([]*Report{rep}); !strings.Contains(got, "\n### Things\n\nAll of them.\n\n| thing | n |\n|---|---:|\n| a\\|b | 1 |\n") {
		t.Errorf("page: %q", got)
	}
	if got := rep.Text(false); !strings.Contains(got, "  things\n    All of them.\n    thing n\n    a|b   1\n") {
		t.Errorf("terminal: %q", got)
	}
}
