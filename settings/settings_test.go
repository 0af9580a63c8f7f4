package settings

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"entente"
)

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []Setting
	}{
		{"nothing", "", nil},
		{"a comment", "# none yet\n", nil},
		{"above all tables", "ledger = \"news.db\" # ours\n\nno-color = true\n", []Setting{
			{"", "ledger", "news.db", 1, 1}, {"", "no-color", true, 3, 1}}},
		{"in tables", "[serve]\n  addr = '127.0.0.1:1'\n[ingest]\njobs = 0x2\nrate = 0.5\n", []Setting{
			{"serve", "addr", "127.0.0.1:1", 2, 3}, {"ingest", "jobs", int64(2), 4, 1}, {"ingest", "rate", 0.5, 5, 1}}},
		{"a dotted key", "serve.addr = \"x\"", []Setting{{"serve", "addr", "x", 1, 1}}},
		{"a list over lines", "gazetteer = [\n  \"a.tsv\", # one\n  \"b.tsv\",\n]\n[brief]\nlimit = 3", []Setting{
			{"", "gazetteer", []string{"a.tsv", "b.tsv"}, 1, 1}, {"brief", "limit", int64(3), 6, 1}}},
		{"a list of none", "sets = []", []Setting{{"", "sets", []string{}, 1, 1}}},
		{"lines of Windows", "[serve]\r\naddr = \"x\"\r\npairs = \"y\"\r\n", []Setting{{"serve", "addr", "x", 2, 1}, {"serve", "pairs", "y", 3, 1}}},
		{"a quoted key", "\"ledger\" = \"Ångström.db\"", []Setting{{"", "ledger", "Ångström.db", 1, 1}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Read("x.toml", []byte(tt.text))
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Read(%q) = %+v, %v, want %+v", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
	}{
		{"no value", "[serve]\naddr =\n", "x.toml:2: bad input: column 7: "},
		{"no quotes", "ledger = news.db", "x.toml:1: bad input: column 10: "},
		{"twice", "limit = 1\nlimit = 2", "x.toml:2: bad input: column 1: "},
		{"the same table twice", "[a]\n[b]\n[a]\n", "x.toml:3: bad input: column 2: "},
		{"key and table", "ledger = \"x\"\n[ledger]\n", "x.toml:2: bad input: column 2: "},
		{"a day", "[brief]\nto = 2018-07-09", "x.toml:2: bad input: column 1: to is none of a string in quotes"},
		{"list of numbers", "sets = [1, 2]", "x.toml:1: bad input: column 1: sets is none of"},
		{"table in a table", "[serve.tls]\nkey = 1", "x.toml:1: bad input: column 2: tables stand in no tables; write [serve]"},
		{"list of tables", "[[serve]]\naddr = \"x\"", "x.toml:1: bad input: column 3: [[serve]] is a list of tables"},
		{"inline table", "serve = {addr = \"x\"}", "x.toml:1: bad input: column 1: serve is none of"},
		{"deep key", "serve.tls.key = \"x\"", "x.toml:1: bad input: column 1: tls is none of"},
		{"not UTF-8", "ledger = \"\xff\"", "x.toml:1: bad input: column "},
		{"no TOML", "\x00\x01", "x.toml:1: bad input: column 1: "},
		{"too large", strings.Repeat("#", MaxSize+1), "x.toml: too large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Read("x.toml", []byte(tt.text))
			if err == nil || !strings.HasPrefix(err.Error(), "settings: "+tt.want) {
				t.Errorf("Read(%q) = %+v, %v, want an error %q", tt.text, got, err, tt.want)
			}
		})
	}
}

// FuzzRead: every setting stands where it is said to stand, in order, and every error is of
// a kind.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "a = 1\n[b]\n\"c d\" = ['x']\n", "a.b = true", "[[a]]", "[a]\nb = {c = 1}", "a = \"\"\"\nx\n\"\"\"\nb = 2", "'a' = 1979-05-27"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := Read("x", text)
		if err != nil {
			var e *entente.Error
			if !errors.As(err, &e) || (e.Kind != entente.Syntax && e.Kind != entente.TooLarge) || list != nil {
				t.Fatalf("%v with %d settings", err, len(list))
			}
			return
		}
		lines := bytes.Split(text, []byte("\n"))
		last := 0
		for _, s := range list {
			if s.Line < last || s.Line > len(lines) || s.Column < 1 || s.Column > len(lines[s.Line-1]) {
				t.Fatalf("%+v does not stand in the text", s)
			}
			last = s.Line
			if rest := lines[s.Line-1][s.Column-1:]; !bytes.ContainsAny(rest[:1], "\"'") && !bytes.HasPrefix(rest, []byte(s.Key)) && !bytes.HasPrefix(rest, []byte(s.Table)) {
				t.Fatalf("%+v: the line says %q", s, rest)
			}
		}
	})
}
