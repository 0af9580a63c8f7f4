package link

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"entente"
)

// TestSameOnCodedRows runs the sentences of the pairs through the program and links the
// rows that it makes of them, with all the faults they have: a pair counts as linked if
// any two rows of its sentences are.
func TestSameOnCodedRows(t *testing.T) {
	program := os.Getenv("ENTENTE")
	if program == "" {
		t.Skip("ENTENTE is not set: this test wants the path of the program")
	}
	list := append(readPairs(t, "testdata/pairs.txt"), readPairs(t, "testdata/held.txt")...)
	var in bytes.Buffer
	enc := json.NewEncoder(&in)
	for i := range list {
		for _, r := range []*entente.Report{&list[i].a, &list[i].b} {
			if err := enc.Encode(map[string]string{"text": r.Quote, "published": r.Print.Published.String()}); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd := exec.Command(program, "code")
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]entente.Report // of each sentence
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r entente.Reading
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, reportsOf(&r))
	}
	if len(rows) != 2*len(list) {
		t.Fatalf("%d sentences came back, want %d", len(rows), 2*len(list))
	}
	var ours, theirs score
	for i := range list {
		linked, daily, whys := false, false, []string(nil)
		for x := range rows[2*i] {
			for y := range rows[2*i+1] {
				a, b := &rows[2*i][x], &rows[2*i+1][y]
				if got, why := Same(a, b); got >= Threshold {
					linked = true
					whys = append(whys, why)
				}
				daily = daily || oneADay(a, b)
			}
		}
		ours.add(linked, list[i].same)
		theirs.add(daily, list[i].same)
		if linked && !list[i].same {
			t.Logf("wrongly linked: %s: %s", list[i].name, strings.Join(whys, " | "))
		}
	}
	t.Logf("%d pairs: Same %v; one a day %v", len(list), ours, theirs)
	if ours.f1() < 0.45 || ours.f1() <= theirs.f1() {
		t.Errorf("F1 of Same on coded rows is %.3f, want 0.45 or more, and more than %.3f", ours.f1(), theirs.f1())
	}
}

// reportsOf makes the rows of a reading as a ledger does.
func reportsOf(r *entente.Reading) []entente.Report {
	var out []entente.Report
	for _, ev := range r.Events {
		row := entente.Report{Event: ev, Sentence: r.Article.Sentences[ev.Sentence], Print: entente.Print{Published: r.Article.Published}}
		for i := range r.Actors {
			for _, ref := range ev.Sources {
				if r.Actors[i].Ref == ref {
					row.Sources = append(row.Sources, entente.PartyOf(&r.Actors[i]))
				}
			}
			for _, ref := range ev.Targets {
				if r.Actors[i].Ref == ref {
					row.Targets = append(row.Targets, entente.PartyOf(&r.Actors[i]))
				}
			}
		}
		out = append(out, row)
	}
	return out
}
