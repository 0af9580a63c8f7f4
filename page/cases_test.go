package page_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/page"
)

var update = flag.Bool("update", false, "write the wanted parts of the case files anew")

var entenDay = entente.Day{Year: 2017, Month: time.October, Day: 13}

// testCase is one file of testdata: why it stands there, and its files, txtar's way.
type testCase struct {
	path, why string
	names     []string
	files     map[string]string
}

func cases(tb testing.TB) []testCase {
	tb.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) < 20 {
		tb.Fatalf("%d case files (error %v), want at least 20", len(paths), err)
	}
	var out []testCase
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		c := testCase{path: path, files: map[string]string{}}
		name := ""
		for l := range strings.Lines(string(b)) {
			if n, ok := strings.CutPrefix(strings.TrimSpace(l), "-- "); ok && strings.HasSuffix(n, " --") && strings.Contains(n, ".") {
				name = strings.TrimSuffix(n, " --")
				c.names = append(c.names, name)
				continue
			}
			if name == "" {
				c.why += l
			} else {
				c.files[name] += l
			}
		}
		out = append(out, c)
	}
	return out
}

// TestCases reads each case file and compares all fields and blocks.
func TestCases(t *testing.T) {
	for _, c := range cases(t) {
		t.Run(strings.TrimSuffix(filepath.Base(c.path), ".txtar"), func(t *testing.T) {
			input, kind := c.files["input.txt"], "text/plain"
			if html, ok := c.files["input.html"]; ok {
				input, kind = html, "text/html"
			}
			art, err := page.Read([]byte(input), c.path, kind, page.Hints{})
			if err != nil {
				t.Fatal(err)
			}
			check(t, art)
			if kind == "text/plain" && art.Text != input {
				t.Error("the text is not the input")
			}
			got := show(art)
			if *update {
				c.files["want.txt"] = got
				if err := os.WriteFile(c.path, []byte(c.why+"-- "+c.names[0]+" --\n"+input+"-- want.txt --\n"+got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if want := c.files["want.txt"]; got != want {
				t.Errorf("%sgot\n%s\nwant\n%s", c.why, got, want)
			}
		})
	}
}

// show prints the fields that are known and then the blocks, one a line, white
// space folded.
func show(art *entente.Article) string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s = %s\n", name, value)
		}
	}
	field("headline", art.Headline)
	field("standfirst", art.Standfirst)
	field("bylines", strings.Join(art.Bylines, "; "))
	field("publisher", art.Publisher)
	field("published", art.Published.String())
	if art.Dateline != nil {
		field("dateline", art.Dateline.Text)
	}
	for _, c := range art.Captions {
		if c.Credit == "" {
			field("caption without credit", c.Span.In(art.Text))
		} else {
			field("credit", c.Credit)
		}
	}
	for _, block := range art.Blocks {
		fmt.Fprintf(&b, "%s: %s\n", block.Zone, strings.Join(strings.Fields(block.Span.In(art.Text)), " "))
	}
	return b.String()
}
