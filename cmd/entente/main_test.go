package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite recorded output in testdata/script; never touches gold")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"entente": main})
}

// TestScripts runs every command as a user does: one script a behaviour.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("EXAMPLES", filepath.Join(root, "examples"))
			env.Setenv("NO_COLOR", "1")
			return nil
		},
	})
}

// TestDocsFresh compares docs/cli.md and docs/api.md with what the program says of itself.
func TestDocsFresh(t *testing.T) {
	for file, args := range map[string][]string{"../../docs/cli.md": {"docs"}, "../../docs/api.md": {"docs", "api"}} {
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		m := &Main{Stdin: strings.NewReader(""), Stdout: &out, Stderr: os.Stderr, Getenv: func(string) string { return "" }, Terminal: func() (int, bool) { return 0, false }}
		if status := m.Run(context.Background(), args); status != exitDone {
			t.Fatalf("entente %v ended with status %d", args, status)
		}
		if out.String() != string(want) {
			t.Errorf("%s is stale: run make docs", file)
		}
	}
}
