package api_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestExamples runs what docs/api.md shows, with the address of a test's server in it.
func TestExamples(t *testing.T) {
	srv := serve(t, options(ledger(t)))
	for _, tt := range []struct {
		name, file string
		needs      []string // the interpreter, and what it must have
		check      []string // a command that fails if something is not installed
		want       []string
	}{
		{"curl", "relation.sh", []string{"sh", "curl"}, []string{"curl", "--help"}, []string{`"quote":"Russia sent two hundred soldiers to Pakistan for a first joint exercise."`, "India denied that it had shelled a village.",
			`"quote":"Pakistan sent oranges to Russia."`, "a spokesman in Moscow said.", "\n304\n"}},
		{"Python", "events.py", []string{"python3"}, []string{"python3", "-c", "import json, urllib.request"}, []string{
			"2016-09-24\tCOOPERATE\thappened\tRussia sent two hundred soldiers to Pakistan for a first joint exercise.\tIndus Post\t", "2016-12-01\tAGREE\thappened\t"}},
		{"R", "relation.R", []string{"Rscript"}, []string{"Rscript", "-e", "library(jsonlite)"}, []string{"level", "Russia sent two hundred soldiers"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, program := range tt.needs {
				if _, err := exec.LookPath(program); err != nil {
					t.Skipf("%s is not installed", program)
				}
			}
			if out, err := exec.CommandContext(t.Context(), tt.check[0], tt.check[1:]...).CombinedOutput(); err != nil {
				t.Skipf("%s lacks what the example needs: %s", tt.needs[0], out)
			}
			code, err := os.ReadFile(filepath.Join("examples", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			script := filepath.Join(t.TempDir(), tt.file)
			if err := os.WriteFile(script, []byte(strings.ReplaceAll(string(code), "http://127.0.0.1:8460", srv.URL)), 0o644); err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), tt.needs[0], script)
			cmd.Env = append(os.Environ(), "no_proxy=*", "NO_PROXY=*")
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			for _, want := range tt.want {
				if !strings.Contains(string(out), want) {
					t.Errorf("it does not print %q:\n%.3000s", want, out)
				}
			}
		})
	}
}
