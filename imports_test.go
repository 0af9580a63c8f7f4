package entente_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rule is one row of the import table: a statement of policy, not a finding.
type rule struct {
	pkg     string   // folder; "." is the root
	may     []string // folders of this module
	libs    []string // modules of others
	because string
}

// rules is read from the top: data moves down only.
var rules = []rule{
	{".", nil, nil, "the vocabulary must outlive every technology"},
	{"feed", []string{"."}, []string{
		"github.com/mmcdole/gofeed", "github.com/temoto/robotstxt", "golang.org/x/net/html/charset", "golang.org/x/time/rate",
	}, "gets bytes; does no text work; the dialects of feeds and of robots.txt are known to libraries"},
	{"page", []string{"."}, []string{
		"codeberg.org/readeck/go-readability/v2", "github.com/markusmobius/go-htmldate",
		"github.com/abadojack/whatlanggo", "golang.org/x/net/html",
	}, "a page's layout is not what entente exists for: well-kept libraries do it"},
	{"tokenize", []string{"."}, nil, "stages speak only through root types"},
	{"wordpiece", nil, []string{"golang.org/x/text"}, "knows a vocabulary, not articles; Unicode normal forms are x/text's"},
	{"model", nil, nil, "holds the weights and knows nothing of text"},
	{"encoder/kernel", nil, []string{"golang.org/x/sys"}, "arithmetic only; asks the processor what it can do"},
	{"encoder", []string{"encoder/kernel", "model"}, nil, "numbers in, numbers out"},
	{"conllu", []string{"."}, nil, "a format of the field, read and written"},
	{"parse", []string{".", "wordpiece", "model", "encoder", "encoder/kernel"}, nil, "the language engine behind one interface"},
	{"when", []string{"."}, nil, "stages speak only through root types"},
	{"figure", []string{"."}, nil, "stages speak only through root types"},
	{"gazetteer", []string{".", "internal/tsv"}, nil, "tables and their loader"},
	{"resolve", []string{".", "gazetteer"}, nil, "the one reader of the gazetteer"},
	{"attribute", []string{".", "internal/tsv"}, nil, "stages speak only through root types"},
	{"ontology", []string{".", "internal/tsv"}, nil, "tables and their loader"},
	{"code", []string{".", "ontology", "internal/tsv"}, nil, "the one stage that knows event types"},
	{"rules", []string{".", "internal/tsv", "ontology", "gazetteer", "attribute", "code"}, nil, "a folder of the user's own; each table is checked by the stage that reads it"},
	{"pipeline", []string{"."}, nil, "interfaces live with their user; stages do not know each other"},
	{"link", []string{"."}, nil, "judges rows by what they hold; the ledgers call it inside a transaction"},
	{"store", []string{".", "link", "index"}, []string{"github.com/riverqueue/river", "golang.org/x/text"},
		"what a ledger does, in any SQL database; what a happening is, the root, link and index say"},
	{"sqlite", []string{".", "store"}, []string{"modernc.org/sqlite", "github.com/riverqueue/river", "github.com/pressly/goose/v3"},
		"a database and its queue: its file, its dialect, its tables"},
	{"postgres", []string{".", "store"}, []string{"github.com/jackc/pgx/v5", "github.com/riverqueue/river", "github.com/pressly/goose/v3"},
		"a database and its queue: its server, its dialect, its tables"},
	{"ingest", []string{".", "feed", "page", "table", "ontology"}, nil, "sources into any ledger; what reads an article is given to it"},
	{"ledgertest", []string{"."}, nil, "the contract of a Ledger; imported by tests only"},
	{"index", []string{"."}, nil, "counted evidence in, a relation out: pure functions, no store, no text"},
	{"table", []string{".", "ontology"}, []string{"github.com/parquet-go/parquet-go"}, "the field's tables and ours; Parquet is a library's work"},
	{"mock", []string{"."}, nil, "function fields for tests, which alone import it"},
	{"desk", []string{".", "index", "link"}, nil, "asks any Reader, and sees no database"},
	{"report", []string{".", "desk", "index", "link"}, []string{"golang.org/x/text"}, "puts on paper what others found; how wide a letter is, Unicode says"},
	{"web", []string{".", "desk", "index"}, nil, "pages over any Reader; what fetches, reads or prints is given to it"},
	{"paper", []string{".", "desk", "index", "report"}, []string{
		"codeberg.org/go-pdf/fpdf", "github.com/wneessen/go-mail", "golang.org/x/image", "golang.org/x/text",
	}, "lays out for print what report says on a terminal; PDF, fonts and mail are libraries' work"},
	{"api", []string{".", "desk", "index", "link", "page", "ontology"}, []string{"github.com/danielgtaylor/huma/v2"},
		"answers over HTTP what desk and a Reader answer, and says what a record may hold; addresses, checks and schemas are a library's work"},
	{"mcp", []string{".", "desk", "ontology"}, []string{"github.com/modelcontextprotocol/go-sdk"},
		"tools for a model over any Reader; the protocol is its authors' library"},
	{"settings", []string{"."}, []string{"github.com/pelletier/go-toml/v2"}, "a file of settings, with the line of each; what they mean the commands say"},
	{"metric", []string{"."}, []string{"github.com/prometheus/client_golang"},
		"counts what passes through a Ledger; how numbers are kept and told, Prometheus' own library knows"},
	{"eval", []string{".", "pipeline", "conllu", "internal/tsv"}, nil, "measures what runs, not a copy of it"},
	{"internal/pgtest", nil, []string{"github.com/jackc/pgx/v5"}, "a PostgreSQL server for tests, which alone import it"},
	{"internal/tsv", []string{"."}, nil, "tables that people write, and what is wrong with them; promises nothing"},
	{"internal/markup", []string{"."}, nil, "marks in a sentence become spans; promises nothing"},
	{"internal/promise", nil, nil, "compares lines in tests, and knows nothing of what they say"},
	{"internal/hostile", nil, nil, "pages that mean harm, for tests; promises nothing"},
	{"cmd/entente", []string{"*"}, []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term", "golang.org/x/time", "github.com/vbauerster/mpb/v8"},
		"the only place that knows every name, and the only one that reads flags and environment"},
}

// TestImports holds every file that is built into the program against rules.
// Tests and generators may import what they like.
func TestImports(t *testing.T) {
	seen := map[string]bool{}
	for path, imports := range goFiles(t) {
		dir := filepath.ToSlash(filepath.Dir(path))
		i := slices.IndexFunc(rules, func(r rule) bool { return r.pkg == dir })
		if i < 0 {
			t.Errorf("%s: room %q is not in the import table of imports_test.go", path, dir)
			continue
		}
		seen[dir] = true
		for _, imp := range imports {
			if !rules[i].allows(imp) {
				t.Errorf("%s imports %q; %q may not, because %s", path, imp, dir, rules[i].because)
			}
		}
	}
	for _, r := range rules {
		if !seen[r.pkg] {
			t.Errorf("the import table names room %q, which has no Go file", r.pkg)
		}
	}
}

func (r rule) allows(imp string) bool {
	if imp == "entente" || strings.HasPrefix(imp, "entente/") {
		dir := strings.TrimPrefix(strings.TrimPrefix(imp, "entente"), "/")
		if dir == "" {
			dir = "."
		}
		return slices.Contains(r.may, dir) || slices.Contains(r.may, "*")
	}
	if first, _, _ := strings.Cut(imp, "/"); !strings.Contains(first, ".") {
		// The standard library. The vocabulary alone shuns the network and databases.
		return r.pkg != "." || (!strings.HasPrefix(imp, "net") && !strings.HasPrefix(imp, "database"))
	}
	return slices.ContainsFunc(r.libs, func(lib string) bool { return imp == lib || strings.HasPrefix(imp, lib+"/") })
}

// goFiles returns the imports of every Go file of the program by path: no test
// files, no testdata, no generator (a folder named gen or a file with a
// build-ignore line).
func goFiles(t *testing.T) map[string][]string {
	t.Helper()
	files := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); path != "." && (name == "testdata" || name == "gen" || strings.HasPrefix(name, ".")) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.Contains(string(src), "//go:build ignore") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		files[path] = nil
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			files[path] = append(files[path], imp)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestPackageDocs asks for exactly one package comment in every room.
func TestPackageDocs(t *testing.T) {
	comments := map[string]int{}
	for path := range goFiles(t) {
		dir := filepath.Dir(path)
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		comments[dir] += 0
		if f.Doc != nil && strings.TrimSpace(f.Doc.Text()) != "" {
			comments[dir]++
		}
	}
	for dir, n := range comments {
		if n != 1 {
			t.Errorf("%s has %d package comments, want 1", dir, n)
		}
	}
}

// TestFolderTree holds the sketch in ARCHITECTURE.md against the tree: every
// room is in the sketch, and the sketch has no room that is gone.
func TestFolderTree(t *testing.T) {
	page, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(page), "```tree\n")
	sketch, _, closed := strings.Cut(rest, "```")
	if !ok || !closed {
		t.Fatal("ARCHITECTURE.md has no block that opens with ```tree")
	}
	drawn := map[string]bool{}
	for line := range strings.Lines(sketch) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.HasSuffix(name, "/") {
			drawn[strings.TrimSuffix(name, "/")] = true
			if _, err := os.Stat(name); err != nil {
				t.Errorf("ARCHITECTURE.md draws %s, which is not in the tree", name)
			}
		}
	}
	for path := range goFiles(t) {
		if dir := filepath.ToSlash(filepath.Dir(path)); dir != "." && !drawn[dir] {
			drawn[dir] = true
			t.Errorf("room %s is not in the sketch of ARCHITECTURE.md", dir)
		}
	}
}
