package table

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// exported writes the sample in every format to a folder.
func exported(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, write := range writers(t) {
		f, err := os.Create(filepath.Join(folder, "rows."+name))
		if err != nil {
			t.Fatal(err)
		}
		if err := write(f, Join(Happenings(Each(sample())), ImportedRows(Each(theirs()))), Options{All: true}); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// TestPythonReads opens the files in the Python programs that are installed.
func TestPythonReads(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3")
	}
	out, err := exec.Command(python, "testdata/consumers.py", exported(t)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if t.Log(string(out)); !strings.Contains(string(out), "read by") {
		t.Skip("needs pandas, pyarrow, duckdb, networkx or followthemoney")
	}
}

// TestSQLiteReads imports the CSV into SQLite's shell where it is installed.
func TestSQLiteReads(t *testing.T) {
	sqlite, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("needs sqlite3")
	}
	cmd := exec.Command(sqlite, "-batch", ":memory:")
	cmd.Stdin = strings.NewReader(".mode csv\n.import " + filepath.Join(exported(t), "rows.csv") + " rows\n.mode list\n" +
		"SELECT count(*), sum(goldstein), max(cameo), sum(sentence LIKE '%minister\"%left') FROM rows;\n")
	out, err := cmd.CombinedOutput()
	if want := "3|1.9|042|1\n"; err != nil || string(out) != want {
		t.Errorf("SQLite says %q, %v, want %q", out, err, want)
	}
}
