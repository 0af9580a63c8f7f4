package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// ours are what a query may be put together from beside literals and constants: pieces of
// SQL of this package, made of its own words. What a person or an article says is never
// among them; it goes in by "?".
var ours = map[string]string{
	"in": "question marks", "direction": "ASC or DESC", "c.where": "conditions with question marks", "near.where": "conditions with question marks",
	"end.where": "conditions with question marks", "strings.Repeat": "question marks", "strings.TrimSuffix": "question marks",
	"table": "a name of standingTables, or report and claim", "trigger": "two columns", "index": "a name of an index of words", "set": "of in",
	"condition": "of the callers of reports, which are looked at", "where": "conditions with question marks", "query": "put together where it is declared", "order": "of direction",
	"found": "put together where it is declared", "from": "tables of the search", "rows": "put together where it is declared",
	"narrow": "an INDEXED BY", "day": "a column", "row": "a column", "parts": "selects of this package",
	"strings.Join": "of conditions or selects", "sums": "columns",
	"upTo": "a number of rows", "after": "the tail of an INSERT", "head": "its head", "whole": "a column or an empty text", "l.Dialect.Matches": "a condition with a question mark", "d.Matches": "the same",
	"d.Objects": "a column as a table", "d.Texts": "a column as a table", "l.Dialect.Lesser": "of two columns", "l.Dialect.Greater": "of two columns",
	"strconv.Itoa": "a number", "official": "a condition on a column", "other": "a name of a column", "back": "a name of a column",
}

var likeSQL = regexp.MustCompile(`\b(SELECT|INSERT|UPDATE|DELETE|WHERE|JOIN|MATCH|EXISTS|PRAGMA|UNION|ORDER BY|IN)\b`)

// TestQueriesAreOurs holds every query that is put together against ours.
func TestQueriesAreOurs(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	constants := map[string]bool{}
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
				for _, s := range g.Specs {
					for _, name := range s.(*ast.ValueSpec).Names {
						constants[name.Name] = true
					}
				}
			}
		}
	}
	looked := 0
	var leaf func(ast.Expr)
	leaf = func(e ast.Expr) {
		name := ""
		switch e := e.(type) {
		case *ast.BasicLit:
			return
		case *ast.BinaryExpr:
			leaf(e.X)
			leaf(e.Y)
			return
		case *ast.ParenExpr:
			leaf(e.X)
			return
		case *ast.Ident:
			name = e.Name
		case *ast.SelectorExpr:
			name = text(e)
		case *ast.CallExpr:
			name = text(e.Fun)
		case *ast.IndexExpr: // a table of two pieces, chosen by a bool
			if lit, ok := e.X.(*ast.CompositeLit); ok {
				for _, v := range lit.Elts {
					leaf(v.(*ast.KeyValueExpr).Value)
				}
				return
			}
		}
		if !constants[name] && ours[name] == "" {
			t.Errorf("%s: %q is put into a query, and is not in the table of what may be", fset.Position(e.Pos()), name)
		}
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if n.Op == token.ADD && isSQL(n) {
					looked++
					leaf(n)
					return false
				}
			case *ast.CallExpr:
				if text(n.Fun) == "fmt.Sprintf" && isSQL(n.Args[0]) {
					looked++
					for _, a := range n.Args[1:] {
						leaf(a)
					}
				}
			}
			return true
		})
	}
	if looked < 20 {
		t.Errorf("only %d queries were looked at", looked)
	}
}

// isSQL reports whether a literal within e reads like SQL.
func isSQL(e ast.Node) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		found = found || ok && lit.Kind == token.STRING && likeSQL.MatchString(lit.Value)
		return !found
	})
	return found
}

// text is the name of a function or a field: "c.where".
func text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return text(e.X) + "." + e.Sel.Name
	}
	return ""
}
