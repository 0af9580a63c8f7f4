package feed

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"testing"

	"entente"
)

// items walks data under the name name and holds what comes against the limits.
func items(t *testing.T, name string, data []byte, maxBytes int) []Item {
	t.Helper()
	var got []Item
	n := 0
	w := &walk{Walker: &Walker{}, ctx: context.Background(), fetcher: &Fetcher{}, opts: Options{MaxBytes: int64(maxBytes)}.withDefaults(), sitemaps: map[string]bool{}}
	w.yield = func(item Item, err error) bool {
		// What comes is a part of what was read, or it would never end.
		if n++; n > 2*len(data)+10 {
			t.Fatalf("%d items of %d bytes", n, len(data))
		}
		var e *entente.Error
		switch {
		case err == nil && item.Body == nil && item.Record == nil:
			t.Fatalf("%s is empty", item.Name)
		case err == nil && (len(item.Body) > maxBytes || len(item.Record) > MaxLine):
			t.Fatalf("%s has %d and %d bytes", item.Name, len(item.Body), len(item.Record))
		case err == nil:
			got = append(got, item)
		case !errors.As(err, &e) || e.Kind == entente.Internal:
			t.Fatalf("error %v", err)
		case e.Span.Start < 0 || e.Span.Start > 2000*(len(data)+1): // gzip unpacks to 1,032 times its size at most
			t.Fatalf("error %v of %d bytes", err, len(data))
		}
		return true
	}
	w.content(Item{Name: name, Key: name}, bytes.NewReader(data), nil, anything, 1)
	return got
}

const goodRecord = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://example.org/good\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nGood\r\n\r\n"

func pack(t testing.TB, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		zw := gzip.NewWriter(&b)
		if _, err := zw.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
		if err := zw.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// FuzzWARC puts a good record before anything at all, plain and packed: the good
// one comes first, and the rest stays within the limits.
func FuzzWARC(f *testing.F) {
	answer := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n0\r\n\r\n"
	for _, seed := range []string{
		"", goodRecord, "garbage\r\n" + goodRecord, "WARC/1.0\r\nContent-Length: -1\r\n\r\n", "WARC/1.0\r\nContent-Length: 999999999999\r\n\r\nx",
		"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 90\r\n\r\n" + answer + "\r\n\r\n" + goodRecord,
		pack(f, goodRecord, goodRecord), pack(f, goodRecord)[:40] + pack(f, goodRecord), "\x1f\x8b\x08\x1f\x8b\x08\x1f\x8b\x08",
		"WARC/1.0\nWARC-Type: response\n folded\nContent-Length: 25\n\nHTTP/1.1 200\nContent-Type",
	} {
		f.Add([]byte(seed))
	}
	const limit = 1 << 12
	f.Fuzz(func(t *testing.T, rest []byte) {
		for _, data := range [][]byte{
			append([]byte(goodRecord), rest...),
			append([]byte(pack(t, goodRecord)), rest...),
			[]byte(pack(t, goodRecord, string(rest))),
		} {
			got := items(t, "a.warc", data, limit)
			if len(got) == 0 || string(got[0].Body) != "Good" || got[0].URL != "https://example.org/good" {
				t.Fatalf("the good record did not come first, but %v", got)
			}
		}
		items(t, "a.warc", rest, limit)
	})
}

// FuzzSitemap asks that entries are whole and bounded and that an error that is not
// of one entry ends the list.
func FuzzSitemap(f *testing.F) {
	for _, seed := range []string{
		"", "<urlset><url><loc>https://example.org/</loc></url></urlset>", "<sitemapindex><sitemap><loc>a</loc></sitemap></sitemapindex>",
		"<urlset><url><loc>a<x/>b</loc></wrong></url>", "</a></b>", "<?xml version='1.0' encoding='utf-16'?><urlset>", "<!DOCTYPE a [<!ENTITY b 'c'>]><urlset><url><loc>&b;&#0;",
		"<n:news xmlns:n='x'><url><news><publication_date>2026-01-01</publication_date></news></url>",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n, ended := 0, false
		for e, err := range sitemapEntries(data) {
			if ended {
				t.Fatal("an entry behind the end")
			}
			n++
			if n > MaxSitemap+1 || n > len(data) {
				t.Fatalf("%d entries of %d bytes", n, len(data))
			}
			switch {
			case err == nil && e.address == "":
				t.Fatal("an entry without an address")
			case len(e.address) > maxValue || len(e.headline) > maxValue || len(e.publisher) > maxValue:
				t.Fatalf("an entry of %d, %d and %d bytes", len(e.address), len(e.headline), len(e.publisher))
			case err != nil && kindOf(err) != entente.Syntax && kindOf(err) != entente.TooLarge:
				t.Fatalf("error %v", err)
			}
			ended = err != nil && !errors.Is(err, errNoAddress)
		}
	})
}

// FuzzFeed asks that no feed makes its library panic, and that entries have links.
func FuzzFeed(f *testing.F) {
	for _, seed := range []string{
		"<rss><channel><title>T</title><item><link>a</link><pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate></item></channel></rss>",
		"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://example.org/'><entry><link href='a'/><content type='xhtml'><div>x</div></content></entry></feed>",
		`{"version": "https://jsonfeed.org/version/1", "items": [{"url": "a", "date_published": "2026-03-01"}]}`,
		"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><item><link>a</link><dc:publisher>p</dc:publisher></item></rdf:RDF>",
		"<rss><channel><item><itunes:image href='x'/><media:content><a><b/></a></media:content></item>",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for e, err := range feedEntries(data) {
			if err == nil && e.address == "" {
				t.Fatal("an entry without an address")
			}
		}
	})
}

// FuzzLines holds the splitter against bytes.Split, with a buffer smaller than most
// lines.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{
		"", "\n", "a", "a\nb", "a\r\n\r\nb\r", "\r\r\n", "{\"id\":1}\n", "0123456789012345678901234567890123456789\nb", "01234567890123456789012345678901\r\n", "012345678901234\n5",
	} {
		f.Add([]byte(seed))
	}
	const limit = 32
	f.Fuzz(func(t *testing.T, data []byte) {
		want := bytes.Split(data, []byte("\n"))
		if len(want[len(want)-1]) == 0 {
			want = want[:len(want)-1]
		}
		l := lineReader{r: bufio.NewReaderSize(bytes.NewReader(data), 16), limit: limit}
		for i, line := range want {
			line = bytes.TrimSuffix(line, []byte("\r"))
			got, err := l.next()
			switch {
			case l.number != i+1:
				t.Fatalf("line %d has the number %d", i+1, l.number)
			case len(line) > limit:
				if !errors.As(err, new(tooLarge)) || got != nil {
					t.Fatalf("line %d of %d bytes: %q, %v", i+1, len(line), got, err)
				}
			case err != nil || !bytes.Equal(got, line):
				t.Fatalf("line %d = %q, %v; want %q", i+1, got, err, line)
			case cap(l.long) > 4*limit:
				t.Fatalf("%d bytes held for lines of %d", cap(l.long), limit)
			}
		}
		if got, err := l.next(); err != io.EOF || got != nil || l.offset != int64(len(data)) {
			t.Fatalf("behind the end: %q, %v at byte %d of %d", got, err, l.offset, len(data))
		}
		items(t, "a.jsonl", data, 1<<12)
	})
}
