package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"entente/internal/pgtest"
)

var update = flag.Bool("update", false, "rewrite recorded output in testdata/script; never touches gold")

func TestMain(m *testing.M) {
	testscript.Main(withServer{m}, map[string]func(){"entente": main})
}

// withServer ends the PostgreSQL server that tests may have started.
type withServer struct{ *testing.M }

func (m withServer) Run() int { return pgtest.Main(m.M) }

// database makes one for a script, whose address is $POSTGRES then.
func database(ts *testscript.TestScript, _ bool, _ []string) {
	server, err := pgtest.Shared()
	ts.Check(err)
	address, err := server.New()
	ts.Check(err)
	ts.Setenv("POSTGRES", address)
}

// hasPostgres is the condition [postgres].
func hasPostgres(cond string) (bool, error) {
	if cond != "postgres" {
		return false, fmt.Errorf("unknown condition %q", cond)
	}
	_, err := pgtest.Shared()
	if errors.Is(err, pgtest.ErrNone) {
		return false, nil
	}
	return err == nil, err
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
		Cmds:          map[string]func(*testscript.TestScript, bool, []string){"postgres": database},
		Condition:     hasPostgres,
		Setup: func(env *testscript.Env) error {
			env.Setenv("EXAMPLES", filepath.Join(root, "examples"))
			env.Setenv("NO_COLOR", "1")
			env.Setenv("ENTENTE_CONFIG", os.DevNull) // not that of the machine
			return nil
		},
	})
}

// TestDocsFresh compares docs/cli.md, docs/settings.md, docs/api.md, docs/ontology.md and the schema with what the program says of itself.
func TestDocsFresh(t *testing.T) {
	for file, args := range map[string][]string{"../../docs/cli.md": {"docs"}, "../../docs/settings.md": {"docs", "settings"}, "../../docs/api.md": {"docs", "api"},
		"../../docs/ontology.md": {"docs", "ontology"}, "../../docs/schema/entente-1.schema.json": {"docs", "schema"}} {
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
