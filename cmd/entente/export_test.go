package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"entente/sqlite"
)

// runIn runs the program on a ledger and returns what it prints.
func runIn(t *testing.T, ledger string, args ...string) string {
	t.Helper()
	var out, complaints strings.Builder
	m := &Main{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &complaints, Terminal: func() (int, bool) { return 0, false }, Getenv: func(name string) string {
		if name == "ENTENTE_LEDGER" {
			return ledger
		}
		return ""
	}}
	if status := m.Run(t.Context(), args); status != exitDone {
		t.Fatalf("entente %s ended with status %d: %s", strings.Join(args, " "), status, complaints.String())
	}
	return out.String()
}

// sampleLedger is a new ledger of the stories in examples/ledger.
func sampleLedger(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "news.db")
	runIn(t, path, "ingest", "../../examples/ledger")
	return path
}

// column returns one column of a table with a header.
func column(t *testing.T, text string, comma rune, name string) []string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = comma
	r.LazyQuotes = comma == '\t'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.Index(rows[0], name)
	if at < 0 {
		t.Fatalf("no column %q in %q", name, rows[0])
	}
	var out []string
	for _, row := range rows[1:] {
		out = append(out, row[at])
	}
	return out
}

// TestExportsAgree: each format writes the same rows, once each, and as many as the
// ledger counts.
func TestExportsAgree(t *testing.T) {
	path := sampleLedger(t)
	led, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer led.Close()
	totals, err := led.Totals(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for level, want := range map[string]int{"events": totals.Happenings, "reports": totals.Reports} {
		t.Run(level, func(t *testing.T) {
			export := func(format string, more ...string) string {
				return runIn(t, path, append([]string{"export", "--format", format, "--level", level}, more...)...)
			}
			ids := column(t, export("csv"), ',', "report_id")
			slices.Sort(ids)
			if len(ids) != want || len(slices.Compact(slices.Clone(ids))) != want {
				t.Errorf("csv has %d rows, want %d, each once", len(ids), want)
			}
			tabs := column(t, export("tsv"), '\t', "report_id")
			slices.Sort(tabs)
			if !slices.Equal(ids, tabs) {
				t.Errorf("tsv has %d rows, csv %d, or others", len(tabs), len(ids))
			}
			if n := strings.Count(export("jsonl"), "\n"); n != want {
				t.Errorf("jsonl has %d lines, want %d", n, want)
			}
			file := filepath.Join(t.TempDir(), "rows.parquet")
			export("parquet", "--out", file)
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			pq, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
			if err != nil || pq.NumRows() != int64(want) {
				t.Errorf("parquet has %d rows, %v; want %d", pq.NumRows(), err, want)
			}
			// The layouts of other systems hold what happened, or with --all what did not
			// too; a thing of three parties takes several rows of one id or of several.
			for _, format := range []string{"polecat", "icews"} {
				some, all := column(t, export(format), '\t', "Event ID"), column(t, export(format, "--all"), '\t', "Event ID")
				if len(some) == 0 || len(some) >= len(all) {
					t.Errorf("%s has %d rows that happened, %d with --all", format, len(some), len(all))
				}
			}
			if some, all := strings.Count(export("gdelt"), "\n"), strings.Count(export("gdelt", "--all"), "\n"); some == 0 || some >= all {
				t.Errorf("gdelt has %d rows that happened, %d with --all", some, all)
			}
		})
	}
}

// TestExportPairs: what three did is written once where two of their pairs are asked for,
// and a panel of pairs has no row of a third pair.
func TestExportPairs(t *testing.T) {
	path := sampleLedger(t)
	rus := column(t, runIn(t, path, "export", "PAK-RUS"), ',', "report_id")
	usa := column(t, runIn(t, path, "export", "PAK-USA"), ',', "report_id")
	both := column(t, runIn(t, path, "export", "PAK-RUS", "PAK-USA"), ',', "report_id")
	shared := len(slices.DeleteFunc(slices.Clone(usa), func(id string) bool { return !slices.Contains(rus, id) }))
	if shared == 0 {
		t.Fatal("the sample stories tell of nothing that Russia and the United States did to Pakistan together")
	}
	if len(both) != len(rus)+len(usa)-shared {
		t.Errorf("%d rows of both pairs; %d and %d of each, %d shared", len(both), len(rus), len(usa), shared)
	}
	panel := runIn(t, path, "export", "--format", "dyad-year", "PAK-RUS", "PAK-USA")
	for i, source := range column(t, panel, ',', "source") {
		if target := column(t, panel, ',', "target")[i]; source != "PAK" && target != "PAK" {
			t.Errorf("the panel has a row %s to %s", source, target)
		}
	}
}

// TestPanelLevels: a row of a panel has the level that relation gives its tie for the
// period, the same both ways.
func TestPanelLevels(t *testing.T) {
	path := sampleLedger(t)
	panel := runIn(t, path, "export", "--format", "dyad-year", "PAK-RUS")
	var tie struct {
		Points []struct {
			From  string
			Level float64
		}
	}
	if err := json.Unmarshal([]byte(runIn(t, path, "relation", "PAK", "RUS", "--by", "year", "--from", "2007", "--format", "json")), &tie); err != nil {
		t.Fatal(err)
	}
	years, levels := column(t, panel, ',', "year"), column(t, panel, ',', "level")
	if len(years) < 8 {
		t.Fatalf("%d rows of a panel", len(years))
	}
	for i, year := range years {
		want := "none"
		for _, p := range tie.Points {
			if strings.HasPrefix(p.From, year) {
				want = strconv.FormatFloat(p.Level, 'f', -1, 64)
			}
		}
		if levels[i] != want {
			t.Errorf("%s: level %q, and relation says %s", year, levels[i], want)
		}
	}
}

func TestOnce(t *testing.T) {
	rows := func(yield func(string, error) bool) {
		for _, id := range []string{"a", "b", "a"} {
			if !yield(id, nil) {
				return
			}
		}
		yield("", io.ErrUnexpectedEOF)
	}
	for name, tt := range map[string]struct {
		seen map[string]bool
		want string
	}{"all": {nil, "a b a"}, "each once": {map[string]bool{}, "a b"}} {
		var got []string
		var failed error
		for id, err := range once(tt.seen, rows, func(id string) string { return id }) {
			if err != nil {
				failed = err
				continue
			}
			got = append(got, id)
		}
		if strings.Join(got, " ") != tt.want || failed != io.ErrUnexpectedEOF {
			t.Errorf("%s: %q and %v, want %q and the error", name, got, failed, tt.want)
		}
	}
}
