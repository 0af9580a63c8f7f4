package eval

import (
	"slices"
	"strings"
	"testing"
)

// TestPeers: each figure of another system stands beside ours of the same set and field, and
// says where it comes from.
func TestPeers(t *testing.T) {
	gsr := &Report{Gold: "plover_gsr_dev.json", Scores: []Score{
		Ratio("type", 9, 10), Ratio("dyad", 8, 10), Ratio("whole record", 7, 10), Ratio("precision of whole records", 3, 5)}}
	other := &Report{Gold: "actors_dev.jsonl", Scores: []Score{Ratio("type", 1, 10)}}
	rep, err := Peers([]*Report{other, gsr})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rep.Tables[0].Rows {
		got = append(got, strings.Join(row[:4], " "))
		if row[4] == "" || row[5] == "" || row[6] != "[1]" {
			t.Errorf("%q does not say where it comes from", row)
		}
	}
	if about := rep.Tables[0].About; !strings.Contains(about, "[1] as quoted") || !strings.Contains(about, "we have not run it") || strings.Contains(about, "[2]") {
		t.Errorf("where the figures come from is %q", about)
	}
	want := []string{"plover_gsr_dev.json type 90.0 53.0", "plover_gsr_dev.json dyad 80.0 44.0",
		"plover_gsr_dev.json whole record 70.0 28.0", "plover_gsr_dev.json precision of whole records 60.0 43.0"}
	if !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
	if rep, err := Peers([]*Report{other}); rep != nil || err != nil {
		t.Errorf("of a set that nobody else has: %v, %v", rep, err)
	}
}

// TestPeersFields: a row whose field is not one of ours would stand beside nothing.
func TestPeersFields(t *testing.T) {
	fields := []string{"type", "source", "target", "dyad", "whole record", "precision of whole records"}
	rep, err := Peers([]*Report{{Gold: "plover_gsr_dev.json"}, {Gold: "plover-sentences-train.jsonl.gz"}})
	if err != nil || len(rep.Tables[0].Rows) != 6 {
		t.Fatalf("%v, %v: want six rows", rep, err)
	}
	for _, row := range rep.Tables[0].Rows {
		if !slices.Contains(fields, row[1]) {
			t.Errorf("no report has the field %q", row[1])
		}
	}
}
