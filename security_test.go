package entente_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSecurityDoc holds the tables of docs/security.md against the tree: each file is there,
// and each test stands in the room that is named.
func TestSecurityDoc(t *testing.T) {
	page, err := os.ReadFile("docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{} // room: all its test files
	room := func(dir string) string {
		if text, ok := tests[dir]; ok {
			return text
		}
		paths, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, path := range paths {
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(src)
		}
		tests[dir] = all.String()
		return tests[dir]
	}
	rows := 0
	for line := range strings.Lines(string(page)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| threat ") {
			continue
		}
		rows++
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if len(cells) != 4 {
			t.Errorf("%d cells in %q", len(cells), line)
			continue
		}
		file, test := strings.Trim(cells[2], "` "), strings.Trim(cells[3], "` |")
		if st, err := os.Stat(file); err != nil || st.IsDir() {
			t.Errorf("there is no file %s; it is to guard against %s", file, cells[0])
		}
		at := strings.LastIndex(test, ".")
		if at < 0 {
			t.Errorf("%q names no room", test)
			continue
		}
		dir, name := test[:max(at, 0)], test[at+1:]
		if dir == "" {
			dir = "."
		}
		name, script, ok := strings.Cut(name, "/")
		if !strings.Contains(room(dir), "\nfunc "+name+"(") {
			t.Errorf("there is no test %s in %s; it is to show the guard against %s", name, dir, cells[0])
		}
		if _, err := os.Stat(filepath.Join(dir, "testdata/script", script+".txt")); ok && err != nil {
			t.Errorf("there is no script %s", script)
		}
	}
	if rows < 50 {
		t.Errorf("only %d rows were read", rows)
	}
}
