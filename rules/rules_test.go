package rules

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente"
)

// folder writes files into a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, files map[string]string) *Rules {
	t.Helper()
	r, err := Read(folder(t, files))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReadNothing(t *testing.T) {
	for name, dir := range map[string]string{"no folder": "", "empty": t.TempDir(), "notes alone": folder(t, map[string]string{"README.md": "x"}),
		"headers alone": folder(t, map[string]string{"events.tsv": "pos\tlemmas\ttype\n# nothing yet\n"})} {
		r, err := Read(dir)
		if err != nil || r.Err() != nil || len(r.Problems()) > 0 || r.Stamp() != "" {
			t.Errorf("%s: %v, %v, %v, stamp %q; want nothing at all", name, err, r.Err(), r.Problems(), r.Stamp())
		}
	}
}

func TestRead(t *testing.T) {
	r := read(t, map[string]string{
		"types.tsv":  "type\tname\tquad\tscore\tdefinition\texample\nXX\tx\tmaterial conflict\t-1\td\te\n",
		"events.tsv": "pos\tlemmas\ttype\nverb\tzap\tXX\nverb\tzop\tXX\n", "README": "notes"})
	var got []string
	for _, c := range r.Counts() {
		if c.Some {
			got = append(got, c.File+strings.Repeat("+", c.Rows))
		}
	}
	if want := "types.tsv+ events.tsv++"; strings.Join(got, " ") != want || r.Err() != nil {
		t.Errorf("counts %v, error %v; want %s", got, r.Err(), want)
	}
	for _, name := range Names() {
		if must, _ := Columns(name); len(must) == 0 {
			t.Errorf("%s has no columns", name)
		}
	}
}

func TestReadErrors(t *testing.T) {
	dir := folder(t, map[string]string{"x": ""})
	for _, test := range []struct {
		name, dir string
		kind      entente.Kind
	}{
		{"no such folder", filepath.Join(dir, "none"), entente.Missing},
		{"a file", filepath.Join(dir, "x"), entente.Refused},
	} {
		if _, err := Read(test.dir); entente.KindOf(err) != test.kind {
			t.Errorf("%s: %v, want kind %v", test.name, err, test.kind)
		}
	}
}

func TestStrays(t *testing.T) {
	dir := folder(t, map[string]string{"event.tsv": "", "weather.tsv": "", "cues.tsv": "lemma\n"})
	r, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range r.Problems() {
		got = append(got, strings.TrimPrefix(p.String(), dir+string(filepath.Separator)))
	}
	want := []string{
		`cues.tsv:1:6: column "pos" is missing: want lemma, pos, frames, stance, and maybe prepositions, negated`,
		`event.tsv:1:1: no table of rules is called so: did you mean events.tsv?`,
		`weather.tsv:1:1: no table of rules is called so: want types.tsv, scores.tsv, events.tsv, cues.tsv, actors.tsv, publishers.tsv`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if err := r.Err(); entente.KindOf(err) != entente.Syntax || !strings.Contains(err.Error(), "event.tsv: bad input") {
		t.Errorf("Err = %v", err)
	}
}

// TestStamp: the stamp is of the rows, in their order, and of nothing else.
func TestStamp(t *testing.T) {
	stamp := func(files map[string]string, others ...string) string { return read(t, files).Stamp(others...) }
	base := stamp(map[string]string{"events.tsv": "pos\tlemmas\ttype\nverb\tzap\tAID\nverb\tzop\tAID\n"})
	if len(base) != 12 {
		t.Fatalf("stamp %q, want 12 digits", base)
	}
	for name, text := range map[string]string{
		"comments":         "# a\npos\tlemmas\ttype\r\n\nverb\tzap\tAID\n# b\nverb\tzop\tAID\n",
		"order of columns": "type\tlemmas\tpos\twhen\nAID\tzap\tverb\nAID\tzop\tverb\t\n",
	} {
		if got := stamp(map[string]string{"events.tsv": text}); got != base {
			t.Errorf("%s change the stamp from %s to %s", name, base, got)
		}
	}
	seen := map[string]string{base: "the base"}
	for name, got := range map[string]string{
		"another cell":    stamp(map[string]string{"events.tsv": "pos\tlemmas\ttype\nverb\tzap\tAID\nverb\tzup\tAID\n"}),
		"another order":   stamp(map[string]string{"events.tsv": "pos\tlemmas\ttype\nverb\tzop\tAID\nverb\tzap\tAID\n"}),
		"another column":  stamp(map[string]string{"events.tsv": "pos\tlemmas\ttype\tmode\nverb\tzap\tAID\tx\nverb\tzop\tAID\n"}),
		"another file":    stamp(map[string]string{"cues.tsv": "pos\tlemma\tframes\tstance\nverb\tzap\tthat\tassert\n"}),
		"a text besides":  stamp(map[string]string{"events.tsv": "pos\tlemmas\ttype\nverb\tzap\tAID\nverb\tzop\tAID\n"}, "x"),
		"a text alone":    stamp(nil, "x"),
		"two texts alone": stamp(nil, "x", ""),
	} {
		if other, twice := seen[got]; twice || got == "" {
			t.Errorf("%s has the stamp %q, as has %s", name, got, other)
		}
		seen[got] = name
	}
}
