package postgres

import (
	"context"
	"database/sql"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	_ "github.com/jackc/pgx/v5/stdlib"

	"entente/internal/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// TestWordsAreData gives the server texts and searches of every kind: each is taken for
// what it says, and none is an error.
func TestWordsAreData(t *testing.T) {
	db, err := sql.Open("pgx", pgtest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, text := range []string{"", "Talks resume in Café Olé", "it's a 'quoted' \\ back\\slash", "a:b & c | !d <-> (e)", "'; DROP TABLE article; --",
		strings.Repeat("word ", 90_000), strings.Repeat("x", 5000), "\U0001F600 سلام 会谈 ½ ﬁ", "\xff\xfe", "\u202eright to left"} {
		for _, typed := range []string{text, `"` + text + `"`, text + ` "unclosed`} {
			if !utf8.ValidString(typed) || len(typed) > 50_000 {
				continue
			}
			var found bool
			if err := db.QueryRowContext(context.Background(), "SELECT CAST($1 AS tsvector) @@ CAST($2 AS tsquery)", lexemes([]string{text, "other"}), dialect{}.Words(typed)).Scan(&found); err != nil {
				t.Errorf("text %.40q, search %.40q: %.200v", text, typed, err)
			}
			if words := (dialect{}).Words(text); typed == text && words != "" && !found {
				t.Errorf("the text %.40q is not found by its own words %.60q", text, words)
			}
		}
		if _, err := db.ExecContext(context.Background(), "SELECT CAST($1 AS tsvector)", lexemes([]string{text})); err != nil {
			t.Errorf("text %.40q: %v", text, err)
		}
	}
}

// FuzzWords: no text becomes anything but words in quotation marks with their places.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"it's", "a 'b' c", "\\", "x & y", "Café", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, out := range []string{lexemes([]string{s, s}), dialect{}.Words(s)} {
			if strings.Count(out, "'")%2 != 0 || strings.ContainsAny(out, "\\\x00") {
				t.Errorf("%q became %q", s, out)
			}
		}
	})
}

// TestSQL: arguments are numbered, and hints to SQLite are left out.
func TestSQL(t *testing.T) {
	const query = "SELECT a FROM t CROSS JOIN u INDEXED BY u_b ON u.b = t.b WHERE t.c = ? AND u.d IN (?, ?)"
	const want = "SELECT a FROM t JOIN u ON u.b = t.b WHERE t.c = $1 AND u.d IN ($2, $3)"
	if got := (dialect{}).SQL(query); got != want {
		t.Errorf("SQL = %q, want %q", got, want)
	}
}
