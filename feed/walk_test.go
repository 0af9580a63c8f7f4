package feed_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/feed"
)

// walked is what a walk gave, in a form that tables can hold: "name: body" for an
// item, "name! kind" for an error.
func walked(t *testing.T, w *feed.Walker, source string) []string {
	t.Helper()
	var got []string
	for item, err := range w.Walk(context.Background(), source) {
		name := item.Name
		if rel, ok := strings.CutPrefix(name, source+string(filepath.Separator)); ok {
			name = rel
		} else if rel, ok := strings.CutPrefix(name, filepath.Dir(source)+string(filepath.Separator)); ok {
			name = rel
		}
		name = filepath.ToSlash(name)
		if err != nil {
			var e *entente.Error
			if !errors.As(err, &e) {
				t.Fatalf("error = %v, want *entente.Error", err)
			}
			if item.Body != nil || item.Record != nil {
				t.Errorf("%s has an error and content", name)
			}
			got = append(got, fmt.Sprintf("%s! %v", name, e.Kind))
			continue
		}
		got = append(got, name+": "+string(item.Body)+string(item.Record))
	}
	return got
}

func equal(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// tree writes files, by path, into a new folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestWalkFolder(t *testing.T) {
	dir := tree(t, map[string]string{
		"b/two.txt":       "Two.",
		"a.html":          "<html>One",
		"c.jsonl":         "{\"id\":1}\n{\"id\":2}\n",
		"b/.git/config":   "hidden",
		".hidden.txt":     "hidden",
		"d.png":           "\x89PNG\r\n\x1a\n\x00\x00",
		"e.txt.gz":        string(zip(t, []byte("Packed."))),
		"f.txt":           "",
		"g.bin":           "text at first, and then \x00",
		"h.json":          "{\n  \"id\": 1\n}\n",
		"i.gz":            "\x1f\x8b but no gzip",
		"z-is-not-warc.x": "Last.",
	})
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip("no links on this system:", err)
		}
	}
	link(dir, "b/loop")
	link("../a.html", "b/linked.html")
	link("nowhere", "b/dangling")
	equal(t, walked(t, &feed.Walker{}, dir), []string{
		"a.html: <html>One",
		"b/dangling! not found",
		"b/linked.html: <html>One",
		"b/loop! refused",
		"b/two.txt: Two.",
		`c.jsonl:1: {"id":1}`, `c.jsonl:2: {"id":2}`,
		"d.png! binary input",
		"e.txt.gz: Packed.",
		"f.txt! empty input",
		"g.bin! binary input",
		"h.json! bad input",
		"i.gz! bad input",
		"z-is-not-warc.x: Last.",
	})
	equal(t, walked(t, &feed.Walker{}, filepath.Join(dir, "none")), []string{"none! not found"})

	if err := os.Symlink(dir, filepath.Join(dir, "b", "folder")); err != nil {
		t.Fatal(err)
	}
	if got := walked(t, &feed.Walker{}, filepath.Join(dir, "b", "folder")); len(got) < 10 {
		t.Errorf("a link to a folder that the user names gives %q", got)
	}
}

func TestWalkKeys(t *testing.T) {
	dir := tree(t, map[string]string{"a.txt": "One.", "b.jsonl": "{}\n{}\n", "c.warc": warcFile(resource("urn:1", "text/plain", "Three."))})
	t.Chdir(dir)
	done := map[string]bool{}
	w := feed.Walker{Seen: func(key string) bool { return done[key] }}
	for item, err := range w.Walk(context.Background(), dir) {
		if err != nil {
			t.Fatal(err)
		}
		done[item.Key] = true
	}
	for _, rest := range []string{"a.txt", "b.jsonl:1", "b.jsonl:2", "c.warc:urn:1"} {
		if key := filepath.ToSlash(filepath.Join(dir, rest)); !done[key] {
			t.Errorf("no item has the key %s; there are %v", key, done)
		}
	}
	if got := walked(t, &w, "."); len(got) != 0 || w.Stats.Known != len(done) {
		t.Errorf("by another name of the folder, %q came again; known %d of %d", got, w.Stats.Known, len(done))
	}
}

func TestWalkContent(t *testing.T) {
	for _, tt := range []struct {
		name, file, content, contentType string
		want                             []string
	}{
		{"text", "a.txt", "Chad reopened its border.", "text/plain", []string{"a.txt: Chad reopened its border."}},
		{"text of no name", "a", "Chad reopened its border.", "", []string{"a: Chad reopened its border."}},
		{"text that opens with a brace", "a.txt", "{sic} said Chad.", "text/plain", []string{"a.txt: {sic} said Chad."}},
		{"HTML by content", "a.txt", "<!DOCTYPE html><p>Chad", "text/html", []string{"a.txt: <!DOCTYPE html><p>Chad"}},
		{"HTML by name", "a.htm", "Chad <b>reopened", "text/html", []string{"a.htm: Chad <b>reopened"}},
		{"XHTML", "a.xml", `<?xml version="1.0"?><html/>`, "", []string{`a.xml: <?xml version="1.0"?><html/>`}},
		{"UTF-16 is for page to name", "a.txt", "\xff\xfeC\x00", "text/plain", []string{"a.txt: \xff\xfeC\x00"}},
		{"lines by content", "a.log", "{}\n{}", "", []string{"a.log:1: {}", "a.log:2: {}"}},
		{"lines, the first bad", "a.jsonl", "oops\n{}", "", []string{"a.jsonl:1! bad input", "a.jsonl:2: {}"}},
		{"blank lines count", "a.jsonl", "\ufeff\r\n\r\n {} \r\n", "", []string{"a.jsonl:3: {}"}},
		{"mark of order before a line", "a.jsonl", "\ufeff{}", "", []string{"a.jsonl:1: {}"}},
		{"a document", "a.json", "[\n{}]", "", []string{"a.json! bad input"}},
		{"WARC by name", "a.warc", "no record", "", []string{"a.warc! bad input"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, packed := range []bool{false, true} {
				content, file, want := tt.content, tt.file, tt.want
				if packed {
					content, file = string(zip(t, []byte(content))), file+".gz"
					want = slices.Clone(want)
					for i := range want {
						want[i] = strings.Replace(want[i], tt.file, file, 1)
					}
				}
				path := filepath.Join(tree(t, map[string]string{file: content}), file)
				equal(t, walked(t, &feed.Walker{}, path), want)
				for item := range (&feed.Walker{}).Walk(context.Background(), path) {
					if item.ContentType != tt.contentType {
						t.Errorf("content type %q, want %q", item.ContentType, tt.contentType)
					}
				}
			}
		})
	}
}

func TestWalkLongLine(t *testing.T) {
	long := bytes.Repeat([]byte("x"), feed.MaxLine+1)
	long[0] = '{'
	fits := long[:feed.MaxLine]
	path := write(t, "a.jsonl", slices.Concat([]byte("{}\n"), long, []byte("\n"), fits, []byte("\r\n{\"id\":4}\n"), long))
	var got []string
	for item, err := range (&feed.Walker{}).Walk(context.Background(), path) {
		if err != nil {
			got = append(got, strings.TrimPrefix(err.Error(), "feed: "+path))
			continue
		}
		got = append(got, fmt.Sprintf("%d: %d", item.Line, len(item.Record)))
	}
	equal(t, got, []string{"1: 2", ":2: too large: more than 32 MB", fmt.Sprintf("3: %d", feed.MaxLine), "4: 8", ":5: too large: more than 32 MB"})
}

func TestWalkGzip(t *testing.T) {
	one, two := zip(t, []byte("{\"id\":1}\n{\"id\":")), zip(t, []byte("2}\n{\"id\":3}\n"))
	for _, tt := range []struct {
		name    string
		content []byte
		want    []string
		at      int // of the damage
	}{
		{"members", slices.Concat(one, two), []string{`a.jsonl.gz:1: {"id":1}`, `a.jsonl.gz:2: {"id":2}`, `a.jsonl.gz:3: {"id":3}`}, 0},
		{"cut in the content of the second", slices.Concat(one, two[:12]), []string{`a.jsonl.gz:1: {"id":1}`, "a.jsonl.gz! bad input"}, len(one) + 12},
		{"cut behind the content of the second", slices.Concat(one, two[:len(two)-8]),
			[]string{`a.jsonl.gz:1: {"id":1}`, `a.jsonl.gz:2: {"id":2}`, `a.jsonl.gz:3: {"id":3}`, "a.jsonl.gz! bad input"}, len(one) + len(two) - 8},
		{"cut in the header of the second", slices.Concat(one, two[:5]), []string{`a.jsonl.gz:1: {"id":1}`, "a.jsonl.gz! bad input"}, len(one) + 5},
		{"something else behind", slices.Concat(one, []byte("abc")), []string{`a.jsonl.gz:1: {"id":1}`, "a.jsonl.gz! bad input"}, len(one) + 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, "a.jsonl.gz", tt.content)
			equal(t, walked(t, &feed.Walker{}, path), tt.want)
			for _, err := range (&feed.Walker{}).Walk(context.Background(), path) {
				var e *entente.Error
				if errors.As(err, &e) && e.Span.Start != tt.at {
					t.Errorf("%v: damage at byte %d, want %d", e, e.Span.Start, tt.at)
				}
			}
		})
	}
}

func TestWalkLimits(t *testing.T) {
	dir := tree(t, map[string]string{
		"bomb.txt.gz": string(zip(t, make([]byte, 1<<20))),
		"large.txt":   strings.Repeat("x", 1001),
		"exact.txt":   strings.Repeat("x", 1000),
	})
	w := feed.Walker{Fetcher: &feed.Fetcher{Options: feed.Options{MaxBytes: 1000}}}
	var got []string
	for _, line := range walked(t, &w, dir) {
		got = append(got, strings.TrimRight(line, "x"))
	}
	equal(t, got, []string{"bomb.txt.gz! binary input", "exact.txt: ", "large.txt! too large"})
}

func TestWalkEnds(t *testing.T) {
	dir := tree(t, map[string]string{"a.jsonl": "{}\n{}\n{}\n", "b.txt": "Two."})

	n := 0
	for range (&feed.Walker{}).Walk(context.Background(), dir) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d items after a break at 2", n)
	}

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var last error
	n = 0
	for _, err := range (&feed.Walker{}).Walk(ctx, dir) {
		if last != nil {
			t.Error("an item after the last error")
		}
		if last = err; err == nil {
			if n++; n == 2 {
				cancel()
			}
		}
	}
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d items after the end of ctx at 2, and the error %v", n, last)
	}
}

// TestWalkSavedLists reads a feed from a file: its pages come from the web, and a
// link that names no site is an error.
func TestWalkSavedLists(t *testing.T) {
	site := newSite(t)
	site.page("/story", "<p>Story")
	rss := fmt.Sprintf(`<rss version="2.0"><channel><title>T</title><item><link>%s/story</link></item><item><link>/story</link></item></channel></rss>`, site.URL)
	path := write(t, "saved.xml", []byte(rss))
	equal(t, walked(t, site.walker(), path), []string{site.URL + "/story: <p>Story", "saved.xml! bad input"})
}

func TestWalkPrivate(t *testing.T) {
	site := newSite(t)
	site.page("/story", "<p>Story")
	site.page("/feed", "<rss><channel><item><link>"+site.URL+"/story</link></item></channel></rss>")
	w := site.walker()
	w.Fetcher.Options.AllowPrivate = false
	for _, path := range []string{"/story", "/feed"} {
		equal(t, walked(t, w, site.URL+path), []string{site.URL + path + "! refused"})
	}
	list := write(t, "sitemap.xml", []byte("<urlset><url><loc>"+site.URL+"/story</loc></url></urlset>"))
	equal(t, walked(t, w, list), []string{site.URL + "/story! refused"})
	if n := len(site.asked()); n != 0 {
		t.Errorf("a private server was asked %d times", n)
	}
}

func TestWalkPages(t *testing.T) {
	site := newSite(t)
	site.page("/story", "<p>Story")
	site.page("/lines", "{\"id\":1}\n{\"id\":2}\n")
	site.page("/picture", "\x89PNG\r\n\x1a\n\x00")
	site.handle("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/story", http.StatusFound) })
	for _, tt := range []struct {
		name, path string
		want       []string
	}{
		{"a page", "/story", []string{"/story: <p>Story"}},
		{"moved", "/moved", []string{"/moved: <p>Story"}},
		{"lines", "/lines", []string{`/lines:1: {"id":1}`, `/lines:2: {"id":2}`}},
		{"binary", "/picture", []string{"/picture! binary input"}},
		{"missing", "/none", []string{"/none! not found"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for i := range tt.want {
				tt.want[i] = site.URL + tt.want[i]
			}
			equal(t, walked(t, site.walker(), site.URL+tt.path), tt.want)
		})
	}
	for item := range site.walker().Walk(context.Background(), site.URL+"/moved#part") {
		if item.Key != site.URL+"/moved" || item.URL != site.URL+"/story" || item.Fetched.IsZero() {
			t.Errorf("key %s, URL %s, fetched %v", item.Key, item.URL, item.Fetched)
		}
	}
}
