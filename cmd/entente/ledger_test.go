package main

import (
	"context"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

// docBlocks finds the examples of docs/ledger.md that another program runs: "```sh tool".
var docBlocks = regexp.MustCompile("(?ms)^```(sh|python|r) (\\w+)\n(.*?)^```$")

// TestLedgerDoc runs the examples of docs/ledger.md on a ledger of the sample stories,
// those of them whose program is installed.
func TestLedgerDoc(t *testing.T) {
	page, err := os.ReadFile("../../docs/ledger.md")
	if err != nil {
		t.Fatal(err)
	}
	path := sampleLedger(t)
	runIn(t, path, "export", "--format", "parquet", "--out", filepath.Join(filepath.Dir(path), "events.parquet"))
	blocks := docBlocks.FindAllStringSubmatch(string(page), -1)
	if len(blocks) != 5 {
		t.Fatalf("%d examples of other programs, want 5", len(blocks))
	}
	for _, b := range blocks {
		language, tool, code := b[1], b[2], b[3]
		t.Run(tool, func(t *testing.T) {
			if strings.Count(code, "\n") > 3 {
				t.Errorf("longer than three lines:\n%s", code)
			}
			var probe, run []string
			switch language {
			case "sh":
				probe, run = []string{tool, "--version"}, []string{"sh", "-c", code}
			case "python":
				probe, run = []string{"python3", "-c", "import " + tool}, []string{"python3", "-c", code}
			case "r":
				probe, run = []string{"Rscript", "-e", "library(" + tool + ")"}, []string{"Rscript", "-e", code}
			}
			if err := exec.CommandContext(t.Context(), probe[0], probe[1:]...).Run(); err != nil {
				t.Skipf("%s is not installed: %v", tool, err)
			}
			cmd := exec.CommandContext(t.Context(), run[0], run[1:]...)
			cmd.Dir = filepath.Dir(path)
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "CONSULT") && !strings.Contains(string(out), "disputed") {
				t.Errorf("%v, and printed\n%s", err, out)
			}
		})
	}
}

// TestLedgerDocTables: docs/ledger.md names every table and view that a ledger has.
func TestLedgerDocTables(t *testing.T) {
	page, err := os.ReadFile("../../docs/ledger.md")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "news.db")
	runIn(t, path, "ingest")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(context.Background(), `SELECT name FROM sqlite_master WHERE type IN ('table', 'view')
		AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'river%' AND name NOT LIKE 'goose%' AND name NOT LIKE '%words!_%' ESCAPE '!'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		n++
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("docs/ledger.md does not name %s", name)
		}
	}
	if err := rows.Err(); err != nil || n < 20 {
		t.Errorf("%d tables and views, %v", n, err)
	}
}
