package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// setup is a Main with files of settings and an environment.
func setup(t *testing.T, machine, user string, env map[string]string) (*Main, *strings.Builder) {
	t.Helper()
	dir, out := t.TempDir(), &strings.Builder{}
	for name, text := range map[string]string{"etc/entente.toml": machine, "home/entente/entente.toml": user} {
		if text == "" {
			continue
		}
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m := &Main{Stdin: strings.NewReader(""), Stdout: out, Stderr: out, Etc: filepath.Join(dir, "etc"), Terminal: func() (int, bool) { return 0, false }}
	m.Getenv = func(name string) string {
		if name == "XDG_CONFIG_HOME" {
			return filepath.Join(dir, "home")
		}
		return env[name]
	}
	return m, out
}

func TestPrecedence(t *testing.T) {
	const table, above = "[ingest]\nledger = \"table.db\"\n", "ledger = \"above.db\"\n"
	for _, tt := range []struct {
		name, machine, user, env string
		args                     []string
		want                     string // a pattern of the line
	}{
		{"the program", "", "", "", nil, `ledger = "" +# default`},
		{"the machine's file", above, "", "", nil, `ledger = "above.db" +# .*etc/entente.toml:1`},
		{"the user's file", above, "\nledger = \"user.db\"", "", nil, `ledger = "user.db" +# .*home/entente/entente.toml:2`},
		{"a table", above + table, "", "", nil, `ledger = "table.db" +# .*:3`},
		{"a table of the machine's and a key of the user's", table, above, "", nil, `ledger = "above.db" +# .*home.*:1`},
		{"the environment", table, above, "env.db", nil, `ledger = "env.db" +# ENTENTE_LEDGER`},
		{"the command line", table, above, "env.db", []string{"--ledger", "line.db"}, `ledger = "line.db" +# --ledger`},
		{"a password", "ledger = \"postgres://me:pa55@db/news\"", "", "", nil, `# ledger = "postgres://me:\*\*\*@db/news" +# .*:1`},
		{"a list in a file", "gazetteer = [\"a.tsv\", \"b.tsv\"]", "", "", nil, `gazetteer = \["a.tsv", "b.tsv"\] +# .*:1`},
		{"a list on the line", "gazetteer = [\"a.tsv\"]", "", "", []string{"--gazetteer", "c.tsv", "--gazetteer", "d.tsv"}, `gazetteer = \["c.tsv", "d.tsv"\] +# --gazetteer`},
		{"a whole number for another", "[ingest]\nrate = 2", "", "", nil, `rate = 2 +# .*:2`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, out := setup(t, tt.machine, tt.user, map[string]string{"ENTENTE_LEDGER": tt.env})
			status := m.Run(t.Context(), append([]string{"settings", "ingest"}, tt.args...))
			if status != exitDone || !regexp.MustCompile(`(?m)^`+tt.want+`$`).MatchString(out.String()) {
				t.Errorf("ended with %d, no line %s in\n%s", status, tt.want, out)
			}
			if strings.Contains(out.String(), "pa55") {
				t.Errorf("the password is shown: %s", out)
			}
		})
	}
}

// TestGiven: a command may ask whether a flag was given, and it was, wherever it stands.
func TestGiven(t *testing.T) {
	for _, tt := range []struct {
		name, file, env string
		want            bool
	}{
		{"nowhere", "[ingest]\nrate = 1", "", false},
		{"in a file", "[ingest]\njobs = 2", "", true},
		{"in the environment", "", "2", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, _ := setup(t, tt.file, "", map[string]string{"ENTENTE_JOBS": tt.env})
			root := m.command()
			cmd, _, err := root.Find([]string{"ingest"})
			if err == nil {
				err = cmd.ParseFlags(nil)
			}
			if err == nil {
				err = root.PersistentPreRunE(cmd, nil)
			}
			if err != nil || cmd.Flags().Changed("jobs") != tt.want {
				t.Errorf("given: %v, want %v, %v", cmd.Flags().Changed("jobs"), tt.want, err)
			}
		})
	}
}

// TestSettingsAreAFile: what entente settings prints is a file of settings that gives the same.
func TestSettingsAreAFile(t *testing.T) {
	env := map[string]string{"ENTENTE_GAZETTEER": "a\ttab and \"quotes\".tsv", "ENTENTE_TOKEN": "s3cret", "ENTENTE_SETS": "icews,gdelt2"}
	m, first := setup(t, "[ingest]\nrate = 2.5\ngazetteer = [\"x\"]\n[serve]\nlog-level = \"debug\"", "", env)
	if status := m.Run(t.Context(), []string{"settings"}); status != exitDone || strings.Contains(first.String(), "s3cret") {
		t.Fatalf("ended with %d: %s", status, first)
	}
	again, second := setup(t, "", first.String(), nil)
	if status := again.Run(t.Context(), []string{"settings"}); status != exitDone {
		t.Fatalf("ended with %d: %s", status, second)
	}
	bare := func(text string) string { // without comments and empty lines, and the token, which is in one
		return regexp.MustCompile(`(?m)^(#.*|token = .*)?\n| +# .*$`).ReplaceAllString(text, "")
	}
	if a, b := bare(first.String()), bare(second.String()); a != b {
		t.Errorf("first\n%s\nthen\n%s", a, b)
	}
	for _, line := range []string{"rate = 2.5", `sets = ["icews", "gdelt2"]`, `log-level = "debug"`} {
		if !strings.Contains(second.String(), line) {
			t.Errorf("no %s in\n%s", line, second)
		}
	}
}

// TestFlagsAreSettings: every flag can be set in a file, and what is shared means the same everywhere.
func TestFlagsAreSettings(t *testing.T) {
	b := newBook((&Main{}).command())
	shared := map[string]*pflag.Flag{}
	for _, cmd := range b.commands {
		for _, f := range b.flags(cmd) {
			if _, ok := flagKinds()[f.Value.Type()]; !ok {
				t.Errorf("%s --%s: type %q is not in flagKinds", cmd.CommandPath(), f.Name, f.Value.Type())
			}
			if b.common[f.Name] != nil && !marked(f, sharedMark) {
				t.Errorf("%s --%s has the name of a shared flag", cmd.CommandPath(), f.Name)
			}
			if b.common[f.Name] == nil && b.table(cmd) == "" {
				t.Errorf("%s --%s stands in no table: the command is called as a key is", cmd.CommandPath(), f.Name)
			}
			if marked(f, sharedMark) {
				if other := shared[f.Name]; other != nil && (other.Usage != f.Usage || other.DefValue != f.DefValue || other.Value.Type() != f.Value.Type()) {
					t.Errorf("%s --%s is not what it is elsewhere", cmd.CommandPath(), f.Name)
				}
				shared[f.Name] = f
			}
			if secret := regexp.MustCompile(`token|password|secret`); secret.MatchString(f.Name) && !marked(f, secretMark) {
				t.Errorf("%s --%s is shown by entente settings", cmd.CommandPath(), f.Name)
			}
		}
	}
	if len(b.commands) < 20 || len(shared) < 5 {
		t.Errorf("%d commands with %d shared flags", len(b.commands), len(shared))
	}
}

func TestReveal(t *testing.T) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.String("ledger", "", "")
	for _, tt := range []struct{ name, value, want string }{
		{"a file", "/srv/news.db", "/srv/news.db"},
		{"no password", "postgres://me@db/news", "postgres://me@db/news"},
		{"a password", "postgres://me:p%40:ss@db:5432/news", "postgres://me:***@db:5432/news"},
		{"a password with signs", "postgres://me:a@b/c@db/news", "postgres://me:***@b/c@db/news"},
		{"of nobody", "redis://:pass@db", "redis://:***@db"},
		{"in the query", "postgres://db/news?user=me&password=pass&sslmode=require", "postgres://db/news?user=me&password=***&sslmode=require"},
		{"of a key", "postgres://db/news?sslpassword=pass", "postgres://db/news?sslpassword=***"},
		{"in words", "host=db password = 'it''s' user=me", "host=db password = ***'s' user=me"},
		{"a port is none", "http://127.0.0.1:8460", "http://127.0.0.1:8460"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := reveal(flags.Lookup("ledger"), tt.value); got != tt.want {
				t.Errorf("reveal(%q) = %q, want %q", tt.value, got, tt.want)
			}
		})
	}
}
