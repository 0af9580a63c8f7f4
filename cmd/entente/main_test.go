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

// TestDocsFresh compares docs/cli.md with what the commands say of themselves.
func TestDocsFresh(t *testing.T) {
	want, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	m := &Main{Stdin: strings.NewReader(""), Stdout: &out, Stderr: os.Stderr, Getenv: func(string) string { return "" }, Terminal: func() (int, bool) { return 0, false }}
	if status := m.Run(context.Background(), []string{"docs"}); status != exitDone {
		t.Fatalf("entente docs ended with status %d", status)
	}
	if out.String() != string(want) {
		t.Error("docs/cli.md is stale: run make docs")
	}
}
