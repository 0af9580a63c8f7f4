package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"entente"
)

// unmet are rooms and files whose errors no user meets: they tell of tables and weights that
// are built into the program and that its tests have read, or are no part of it.
var unmet = []string{
	"attribute", "code", "encoder", "internal/markup", "internal/pgtest", "ledgertest", "mock", "model", "ontology", "parse", "train", "wordpiece",
	"gazetteer/codec.go", "gazetteer/pack.go", "gazetteer/unpack.go", "table/codes.go", "web/world.go", "docs",
	// Tables of rules of one's own: each text says what is wanted, and docs/rules.md has the columns.
	"rules", "gazetteer/actors.go", "internal/tsv", "eval/examples.go", "cmd/entente/checkconfig.go",
	"reading.go", // what Validate finds is a fault of ours, and told as "internal fault"
}

// TestDocsErrors: docs/errors.md has every text with which the program complains, and none
// that is gone. A text stands in the code as the literal of errors.New, of fmt.Errorf or of a
// function that hands its format on; verbs are "…" in the list.
func TestDocsErrors(t *testing.T) {
	page, err := os.ReadFile("../../docs/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for line := range strings.Lines(string(page)) {
		if cells := strings.Split(line, " | "); strings.HasPrefix(line, "| `") && len(cells) == 3 {
			listed[strings.Trim(strings.TrimPrefix(cells[0], "| "), "`")] = true
		}
	}
	for k := entente.Empty; k <= entente.Busy; k++ {
		if !strings.Contains(string(page), "| `"+k.String()+"` |") {
			t.Errorf("docs/errors.md does not tell the kind %q", k)
		}
	}
	complaints, literals := complaints(t)
	if len(complaints) < 120 {
		t.Errorf("%d texts in the code; are they still found?", len(complaints))
	}
	for text, where := range complaints {
		if !listed[text] {
			t.Errorf("docs/errors.md lacks `%s`, which stands in %s", text, where)
		}
	}
	for text := range listed {
		if !slices.ContainsFunc(literals, func(s string) bool { return strings.Contains(s, text) }) {
			t.Errorf("docs/errors.md lists `%s`, which no code says", text)
		}
	}
}

// complaints are the texts of errors by the place they stand in, and all literals.
func complaints(t *testing.T) (texts map[string]string, literals []string) {
	texts = map[string]string{}
	files := token.NewFileSet()
	var parsed []*ast.File
	var names []string
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel := filepath.ToSlash(strings.TrimPrefix(name, filepath.FromSlash("../../")))
		if d.IsDir() {
			if rel != "../.." && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata" || d.Name() == "gen" || slices.Contains(unmet, rel)) {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || slices.Contains(unmet, rel) {
			return nil
		}
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		parsed, names = append(parsed, file), append(names, rel)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	handers := map[string]int{}
	for _, file := range parsed {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				if at, ok := handsOn(f); ok {
					handers[f.Name.Name] = at
				}
			}
		}
	}
	for i, file := range parsed {
		inspect(file, handers, func(s string) { literals = append(literals, s) }, func(s string) { texts[s] = names[i] })
	}
	for text := range texts {
		literals = append(literals, text) // one that is put together is no literal
	}
	return texts, literals
}

// inspect calls lit for each literal of a file, and said for each that is a complaint.
func inspect(file *ast.File, handers map[string]int, lit, said func(string)) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if s, ok := textOf(n); ok {
				lit(s)
			}
		case *ast.CallExpr:
			full, last := callee(n)
			at, ok := complains[full]
			if !ok {
				at, ok = handers[last]
			}
			if !ok || at >= len(n.Args) {
				break
			}
			if s, ok := textOf(n.Args[at]); ok && ownWords(s) {
				said(s)
			}
		case *ast.CompositeLit:
			if id, ok := n.Type.(*ast.Ident); ok && id.Name == "refused" && len(n.Elts) == 1 {
				if s, ok := textOf(n.Elts[0]); ok {
					said(s)
				}
			}
		case *ast.FuncDecl:
			if n.Name.Name == "Error" { // the text of an error type of its own
				ast.Inspect(n.Body, func(n ast.Node) bool {
					if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == 1 {
						if s, ok := textOf(r.Results[0]); ok && ownWords(s) {
							said(s)
						}
					}
					return true
				})
			}
		}
		return true
	})
}

// complains are the functions that make an error, and which argument is its text; handsOn
// finds those that hand a format on.
var complains = map[string]int{
	"errors.New": 0, "fmt.Errorf": 0,
	"noArticle": 1, "fail": 1, // of sqlite and table
}

// handsOn returns which argument of a function is the format of a complaint: one that is
// followed by values. What prints a line or makes a note is none.
func handsOn(f *ast.FuncDecl) (at int, ok bool) {
	if slices.Contains([]string{"line", "note"}, f.Name.Name) {
		return 0, false
	}
	var params []string
	for _, field := range f.Type.Params.List {
		for _, name := range field.Names {
			params = append(params, name.Name)
		}
		if _, variadic := field.Type.(*ast.Ellipsis); variadic && len(params) > 1 && params[len(params)-2] == "format" {
			return len(params) - 2, true
		}
	}
	return 0, false
}

// callee is what a call calls, with and without what stands before the point.
func callee(call *ast.CallExpr) (full, last string) {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name, f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			return x.Name + "." + f.Sel.Name, f.Sel.Name
		}
		return f.Sel.Name, f.Sel.Name
	}
	return "", ""
}

var verb = regexp.MustCompile(`%[-+# 0-9.\[\]]*[a-zA-Z]`)

// textOf is the text of a literal, of the format of fmt.Sprintf or of several put together,
// with verbs and values as "…".
func textOf(e ast.Expr) (string, bool) {
	if call, ok := e.(*ast.CallExpr); ok && len(call.Args) > 0 {
		if full, _ := callee(call); full == "fmt.Sprintf" {
			return textOf(call.Args[0])
		}
	}
	if sum, ok := e.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
		x, left := textOf(sum.X)
		y, right := textOf(sum.Y)
		if !left {
			x = "…"
		}
		if !right {
			y = "…"
		}
		return x + y, left || right
	}
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return verb.ReplaceAllString(s, "…"), err == nil
}

// ownWords reports whether a text says more than the name of a room or file before a cause.
func ownWords(text string) bool {
	return len(regexp.MustCompile(`\pL{2,}`).FindAllString(text, -1)) > 1
}
