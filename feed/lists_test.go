package feed_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"entente/feed"
)

const rssFeed = `<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>World desk</title>
<item><title>Chad &amp; Sudan reopen border</title><link>/one</link><pubDate>Sun, 01 Mar 2026 10:00:00 +0100</pubDate></item>
<item><title>Two</title><guid>SITE/two</guid><dc:publisher>Other Paper</dc:publisher></item>
<item><title>No link</title><guid isPermaLink="false">urn:3</guid></item>
<item><title>Gone</title><link>/gone</link></item>
</channel></rss>`

const atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>World desk</title>
<entry><title>Chad &amp; Sudan reopen border</title><link rel="alternate" href="/one"/><updated>2026-03-01T09:00:00Z</updated></entry></feed>`

const jsonFeed = `{
 "version": "https://jsonfeed.org/version/1.1", "title": "World desk",
 "items": [{"id": "1", "url": "SITE/one", "title": "Chad & Sudan reopen border", "date_published": "2026-03-01T10:00:00+01:00"}]
}`

const newsSitemap = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> SITE/one </loc><lastmod>2020-01-01</lastmod><i:image><i:loc>SITE/picture</i:loc></i:image>
<n:news><n:publication><n:name>World desk</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2026-03-01T10:00+01:00</n:publication_date><n:title><![CDATA[Chad & Sudan reopen border]]></n:title></n:news></url>
</urlset>`

// serve adds lists and two stories to a new site.
func serve(t *testing.T, lists map[string]string) *site {
	t.Helper()
	s := newSite(t)
	s.page("/one", "<p>One")
	s.page("/two", "<p>Two")
	for path, body := range lists {
		s.page(path, strings.ReplaceAll(body, "SITE", s.URL))
	}
	return s
}

// short cuts the address of the site from what walked returns.
func short(s *site, lines []string) []string {
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], s.URL)
	}
	return lines
}

func TestWalkLists(t *testing.T) {
	many := func(n int, row string) string { return "<urlset>" + strings.Repeat(row, n) + "</urlset>" }
	for _, tt := range []struct {
		name  string
		lists map[string]string
		want  []string
	}{
		{"RSS", map[string]string{"/list": rssFeed}, []string{"/one: <p>One", "/two: <p>Two", "/list! bad input", "/gone! not found"}},
		{"Atom", map[string]string{"/list": atomFeed}, []string{"/one: <p>One"}},
		{"JSON", map[string]string{"/list": jsonFeed}, []string{"/one: <p>One"}},
		{"sitemap", map[string]string{"/list": newsSitemap}, []string{"/one: <p>One"}},
		{"RDF", map[string]string{"/list": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><link>SITE/one</link></item></rdf:RDF>`},
			[]string{"/one: <p>One"}},
		{"another charset", map[string]string{"/list": "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>\xe9</title><item><link>SITE/one</link></item></channel></rss>"},
			[]string{"/one: <p>One"}},
		{"control characters", map[string]string{"/list": "<rss><channel><title>\x03</title><item><link>SITE/one</link></item></channel></rss>"}, []string{"/one: <p>One"}},
		{"packed", map[string]string{"/list": string(zip(t, []byte("<urlset><url><loc>/one</loc></url></urlset>")))}, []string{"/one: <p>One"}},
		{"index", map[string]string{
			"/list": "<sitemapindex><sitemap><loc>SITE/a</loc></sitemap><sitemap><loc>SITE/none</loc></sitemap><sitemap><loc>SITE/b.xml.gz</loc></sitemap></sitemapindex>",
			"/a":    "<urlset><url><loc>SITE/one</loc></url></urlset>", "/b.xml.gz": string(zip(t, []byte("<urlset><url><loc>/two</loc></url></urlset>"))),
		}, []string{"/one: <p>One", "/none! not found", "/two: <p>Two"}},
		{"index of itself", map[string]string{"/list": "<sitemapindex><sitemap><loc>SITE/list</loc></sitemap></sitemapindex>"}, nil},
		{"nested to the bound and beyond", map[string]string{
			"/list": "<sitemapindex><sitemap><loc>SITE/b</loc></sitemap></sitemapindex>",
			"/b":    "<sitemapindex><sitemap><loc>SITE/c</loc></sitemap><sitemap><loc>SITE/d</loc></sitemap></sitemapindex>",
			"/c":    "<urlset><url><loc>SITE/one</loc></url></urlset>",
			"/d":    "<sitemapindex><sitemap><loc>SITE/e</loc></sitemap></sitemapindex>",
			"/e":    "<urlset><url><loc>SITE/two</loc></url></urlset>",
		}, []string{"/one: <p>One", "/d! refused"}},
		{"index of a page", map[string]string{"/list": "<sitemapindex><sitemap><loc>SITE/one</loc></sitemap></sitemapindex>"}, []string{"/one! bad input"}},
		{"page that is a list", map[string]string{"/list": "<urlset><url><loc>SITE/list2</loc></url></urlset>", "/list2": rssFeed}, []string{"/list2! bad input"}},
		{"an entry without address", map[string]string{"/list": "<urlset><url/><url><loc>SITE/one</loc></url></urlset>"}, []string{"/list! bad input", "/one: <p>One"}},
		{"an address that is none", map[string]string{"/list": "<urlset><url><loc>http://a b/%zz</loc></url><url><loc>ftp://x/</loc></url><url><loc>SITE/one</loc></url></urlset>"},
			[]string{"/list! bad input", "ftp://x/! refused", "/one: <p>One"}},
		{"cut", map[string]string{"/list": "<urlset><url><loc>SITE/one</loc></url><url><loc>SITE/tw"}, []string{"/one: <p>One", "/list! bad input"}},
		{"feed cut", map[string]string{"/list": "<rss><channel><item><link>SITE/one</link>"}, []string{"/list! bad input"}},
		{"unescaped", map[string]string{"/list": "<urlset><url><loc>SITE/one?a=1&b=2</loc></url></urlset>"}, []string{"/one?a=1&b=2: <p>One"}},
		{"too many entries", map[string]string{"/list": many(feed.MaxSitemap+1, "<url/>")}, append(slices.Repeat([]string{"/list! bad input"}, feed.MaxSitemap), "/list! too large")},
		{"XML bomb", map[string]string{"/list": `<!DOCTYPE x [<!ENTITY a "` + strings.Repeat("x", 1000) + `"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>SITE/&b;</loc></url></urlset>`},
			[]string{"/&b;! not found"}},
		{"feed with an XML bomb", map[string]string{"/list": `<!DOCTYPE x [<!ENTITY a "/one">]><rss><channel><item><link>SITE&a;</link></item></channel></rss>`},
			[]string{"/list! bad input"}},
		{"entity of a file", map[string]string{"/list": `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>SITE/&a;</loc></url></urlset>`}, []string{"/&a;! not found"}},
		{"feed with an entity of a file", map[string]string{"/list": `<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;</title><item><link>SITE/one</link></item></channel></rss>`},
			[]string{"/one: <p>One"}},
		{"deep sitemap", map[string]string{"/list": "<urlset>" + strings.Repeat("<x>", 100_000)}, []string{"/list! bad input"}},
		{"deep feed", map[string]string{"/list": "<rss>" + strings.Repeat("<x>", 100_000)}, []string{"/list! bad input"}},
		{"deep JSON feed", map[string]string{"/list": `{"version": "https://jsonfeed.org/version/1", "items": ` + strings.Repeat("[", 100_000)}, []string{"/list! bad input"}},
		{"endless elements", map[string]string{"/list": "<rss>" + strings.Repeat("<x/>", 200_001)}, []string{"/list! too large"}},
		{"endless objects", map[string]string{"/list": `{"version": "https://jsonfeed.org/version/1", "items": [` + strings.Repeat("{},", 200_000) + "{}]}"}, []string{"/list! too large"}},
		{"long names", map[string]string{"/list": "<urlset>" + strings.Repeat("<"+strings.Repeat("a", 20_000)+">", 50) + strings.Repeat("<b></b>", 100_000)}, []string{"/list! bad input"}},
		{"namespaces", map[string]string{"/list": "<rss" + strings.Repeat(" xmlns:a='b'", 65) + ">"}, []string{"/list! too large"}},
		{"long base", map[string]string{"/list": "<rss xml:base='" + strings.Repeat("a", 5000) + "'>"}, []string{"/list! too large"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, tt.lists)
			equal(t, short(s, walked(t, s.walker(), s.URL+"/list")), tt.want)
		})
	}
}

func TestWalkListHints(t *testing.T) {
	for name, list := range map[string]string{"RSS": rssFeed, "Atom": atomFeed, "JSON": jsonFeed, "sitemap": newsSitemap} {
		s := serve(t, map[string]string{"/list": list})
		for item, err := range s.walker().Walk(context.Background(), s.URL+"/list") {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if item.Headline != "Chad & Sudan reopen border" || item.Publisher != "World desk" ||
				!item.Published.Equal(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)) || item.Key != s.URL+"/one" {
				t.Errorf("%s: item = %+v", name, item)
			}
			break
		}
	}
	s := serve(t, map[string]string{"/list": rssFeed})
	for item := range s.walker().Walk(context.Background(), s.URL+"/list") {
		if item.URL == s.URL+"/two" && item.Publisher != "Other Paper" {
			t.Errorf("publisher of a feed of several papers = %q", item.Publisher)
		}
	}
}

func TestWalkSeen(t *testing.T) {
	s := serve(t, map[string]string{"/list": "<urlset><url><loc>SITE/one</loc></url><url><loc>SITE/two</loc></url></urlset>"})
	w := s.walker()
	w.Seen = func(key string) bool { return key == s.URL+"/one" }
	equal(t, short(s, walked(t, w, s.URL+"/list")), []string{"/two: <p>Two"})
	if got := s.asked(); !slices.Equal(got, []string{"/list", "/two"}) || w.Stats.Known != 1 {
		t.Errorf("asked for %q, %d known", got, w.Stats.Known)
	}
}

// TestWalkUnchanged walks three times. What failed is asked for again, what went
// well is not.
func TestWalkUnchanged(t *testing.T) {
	s := serve(t, map[string]string{"/list": "<urlset><url><loc>SITE/one</loc></url><url><loc>SITE/three</loc></url></urlset>"})
	status := http.StatusInternalServerError
	s.handle("/three", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<p>Three")
	})
	w := s.walker()
	w.Fetcher.Validators = memory{}
	equal(t, short(s, walked(t, w, s.URL+"/list")), []string{"/one: <p>One", "/three! error"})
	status = http.StatusOK
	equal(t, short(s, walked(t, w, s.URL+"/list")), []string{"/three: <p>Three"})
	if w.Stats.Unchanged != 1 {
		t.Errorf("%d unchanged, want the story /one", w.Stats.Unchanged)
	}
	equal(t, short(s, walked(t, w, s.URL+"/list")), nil)
	if w.Stats.Unchanged != 2 {
		t.Errorf("%d unchanged, want the list too", w.Stats.Unchanged)
	}
}

// TestWalkUnchangedAndSeen: a page that was got and then lost comes again, whatever
// the server says.
func TestWalkUnchangedAndSeen(t *testing.T) {
	s := serve(t, map[string]string{"/list": "<urlset><url><loc>SITE/one</loc></url></urlset>"})
	w := s.walker()
	w.Fetcher.Validators = memory{}
	w.Seen = func(string) bool { return false }
	for range 2 {
		equal(t, short(s, walked(t, w, s.URL+"/one")), []string{"/one: <p>One"})
	}
	equal(t, short(s, walked(t, w, s.URL+"/list")), []string{"/one: <p>One"})
	equal(t, short(s, walked(t, w, s.URL+"/list")), nil)
}

// TestWalkBreakRemembersNothing: the item at which the loop ends may not be safe.
func TestWalkBreakRemembersNothing(t *testing.T) {
	s := serve(t, map[string]string{"/list": "<urlset><url><loc>SITE/one</loc></url></urlset>"})
	w := s.walker()
	known := memory{}
	w.Fetcher.Validators = known
	for range w.Walk(context.Background(), s.URL+"/list") {
		break
	}
	if len(known) != 0 {
		t.Errorf("remembered %v", known)
	}
}

func TestWalkListsBounded(t *testing.T) {
	s := serve(t, map[string]string{"/list": "<urlset><url><loc>SITE/endless</loc></url><url><loc>SITE/loop</loc></url><url><loc>SITE/silent</loc></url><url><loc>SITE/one</loc></url></urlset>"})
	s.handle("/endless", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.Copy(w, zeros{}) })
	s.handle("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	s.handle("/silent", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "<p>Slow")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	w := s.walker()
	w.Fetcher.Options.MaxBytes, w.Fetcher.Options.Timeout = 1<<16, 200*time.Millisecond
	equal(t, short(s, walked(t, w, s.URL+"/list")), []string{"/endless! too large", "/loop! refused", "/silent! error", "/one: <p>One"})
}

func TestWalkListCancelled(t *testing.T) {
	s := serve(t, map[string]string{"/list": "<urlset>" + strings.Repeat("<url><loc>SITE/one</loc></url>", 100) + "</urlset>"})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	var last error
	for _, err := range s.walker().Walk(ctx, s.URL+"/list") {
		if last = err; err == nil {
			n++
			cancel()
		}
	}
	if n != 1 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d items, and the last error %v", n, last)
	}
}

func ExampleWalker() {
	for item, err := range (&feed.Walker{}).Walk(context.Background(), "testdata/sample") {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("%s: %d bytes\n", item.Name, len(item.Body)+len(item.Record))
	}
	// Output:
	// testdata/sample/border.txt: 26 bytes
	// testdata/sample/stories.jsonl:1: 69 bytes
	// feed: testdata/sample/stories.jsonl:2: bad input: the line is no JSON object
	// testdata/sample/stories.jsonl:3: 70 bytes
}
