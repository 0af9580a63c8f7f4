package feed_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/feed"
)

// warcRecord is one record; header lines end with "\n".
func warcRecord(header, block string) string {
	return "WARC/1.1\r\n" + strings.ReplaceAll(header, "\n", "\r\n") + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(block)) + block + "\r\n\r\n"
}

func response(id, answer string) string {
	return warcRecord("WARC-Type: response\nWARC-Target-URI: https://example.org/"+id+"\nWARC-Date: 2021-05-30T10:00:00Z\nWARC-Record-ID: "+id+
		"\nContent-Type: application/http; msgtype=response\n", strings.ReplaceAll(answer, "\n", "\r\n"))
}

func resource(id, contentType, body string) string {
	return warcRecord("WARC-Type: resource\nWARC-Target-URI: https://example.org/"+id+"\nWARC-Record-ID: "+id+"\nContent-Type: "+contentType+"\n", body)
}

func warcFile(records ...string) string {
	return warcRecord("WARC-Type: warcinfo\n", "software: none\r\n") + strings.Join(records, "")
}

// chunk is body in one chunk.
func chunk(body string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body) }

func TestWalkWARC(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=iso-8859-1\n"
	good := resource("good", "text/plain", "Good.")
	const goodAt = "a.warc:https://example.org/good: Good."
	for _, tt := range []struct {
		name    string
		records []string
		want    []string
	}{
		{"response", []string{response("1", ok+"\n<p>One")}, []string{"a.warc:https://example.org/1: <p>One"}},
		{"resource", []string{good}, []string{goodAt}},
		{"HTTP/2 and no reason", []string{response("1", "HTTP/2 200\nContent-Type: text/plain\n\nOne")}, []string{"a.warc:https://example.org/1: One"}},
		{"chunked", []string{response("1", ok+"Transfer-Encoding: chunked\n\n3\n<p>\n3;x=y\nOne\n0\n\n")}, []string{"a.warc:https://example.org/1: <p>One"}},
		{"said to be chunked", []string{response("1", ok+"Transfer-Encoding: chunked\n\n<p>One")}, []string{"a.warc:https://example.org/1: <p>One"}},
		{"chunks broken", []string{response("1", ok+"Transfer-Encoding: chunked\n\n3\n<p>\nzz"), good},
			[]string{"a.warc:https://example.org/1! bad input", goodAt}},
		{"gzip", []string{warcRecord("WARC-Type: response\nWARC-Target-URI: <https://example.org/1>\n",
			"HTTP/1.0 200 OK\r\ncontent-type: text/plain\r\nContent-Encoding: gzip\r\n\r\n"+string(zip(t, []byte("One"))))}, []string{"a.warc:https://example.org/1: One"}},
		{"said to be gzip", []string{response("1", ok+"Content-Encoding: gzip\n\n<p>One")}, []string{"a.warc:https://example.org/1: <p>One"}},
		{"gzip bomb", []string{warcRecord("WARC-Type: response\nWARC-Target-URI: https://example.org/1\n",
			"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n"+string(zip(t, make([]byte, 1<<20)))), good}, []string{"a.warc:https://example.org/1! too large", goodAt}},
		{"bomb in a bomb", []string{warcRecord("WARC-Type: response\nWARC-Target-URI: https://example.org/1\n",
			"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"+chunk(string(zip(t, make([]byte, 8<<20))))), good},
			[]string{"a.warc:https://example.org/1! too large", goodAt}},
		{"an encoding that is not read", []string{response("1", ok+"Content-Encoding: br\n\nx"), good}, []string{"a.warc:https://example.org/1! bad input", goodAt}},
		{"junk and folded lines in the header", []string{response("1", "HTTP/1.1 200 OK\njunk\nContent-Type:\n text/plain\n\nOne")},
			[]string{"a.warc:https://example.org/1: One"}},
		{"a field of many lines", []string{response("1", "HTTP/1.1 200 OK\nContent-Type: text/plain\nX: x\n"+strings.Repeat(" y\n", 200_000)+"\nOne"), good},
			[]string{"a.warc:https://example.org/1: One", goodAt}},
		{"skipped", []string{
			response("1", "HTTP/1.1 404 Not Found\nContent-Type: text/html\n\n<p>None"),
			response("2", "HTTP/1.1 200 OK\nContent-Type: image/png\n\nx"),
			warcRecord("WARC-Type: request\n", "GET / HTTP/1.1\r\n\r\n"),
			warcRecord("WARC-Type: revisit\n", ""),
			resource("3", "application/pdf", "x"),
			warcRecord("WARC-Type: response\nWARC-Target-URI: dns:example.org\n", "20210530 example.org"),
		}, nil},
		{"segments", []string{warcRecord("WARC-Type: response\nWARC-Segment-Number: 1\n", ok+"\nx"), good}, []string{"a.warc:! bad input", goodAt}},
		{"over the limit", []string{resource("1", "text/plain", strings.Repeat("x", 70_000)), good}, []string{"a.warc:https://example.org/1! too large", goodAt}},
		{"far over the limit", []string{resource("1", "text/plain", strings.Repeat("x", 2<<20)), good}, []string{"a.warc:https://example.org/1! too large", goodAt}},
		{"a length that is none", []string{"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: x\r\n\r\nabc\r\n\r\n", good}, []string{"a.warc! bad input", "a.warc! bad input", goodAt}},
		{"a length too small", []string{strings.Replace(resource("1", "text/plain", "One and more"), "Length: 12", "Length: 3", 1), good},
			[]string{"a.warc:https://example.org/1: One", "a.warc! bad input", goodAt}},
		{"a length too large", []string{strings.Replace(resource("1", "text/plain", "One"), "Length: 3", "Length: 30", 1), resource("2", "text/plain", "Two"), good},
			[]string{"a.warc:https://example.org/1: One\r\n\r\nWARC/1.1\r\nWARC-Type: re", "a.warc! bad input", goodAt}},
		{"something between", []string{"\x00\x01 garbage\nmore", "\r\n", good}, []string{"a.warc! bad input", goodAt}},
		{"a line of a header too long", []string{"WARC/1.0\r\nWARC-Type: " + strings.Repeat("x", 70_000) + "\r\n\r\n", good},
			[]string{"a.warc! too large", goodAt}},
		{"cut in a block", []string{good, strings.TrimSuffix(resource("1", "text/plain", "One"), "ne\r\n\r\n")}, []string{goodAt, "a.warc:https://example.org/1! bad input"}},
		{"cut in a header", []string{good, "WARC/1.0\r\nWARC-Type: res"}, []string{goodAt, "a.warc! bad input"}},
		{"newlines alone", []string{strings.ReplaceAll(good, "\r\n", "\n")}, []string{goodAt}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := feed.Walker{Fetcher: &feed.Fetcher{Options: feed.Options{MaxBytes: 1 << 16}}}
			equal(t, walked(t, &w, write(t, "a.warc", []byte(warcFile(tt.records...)))), tt.want)

			var packed []byte // a member for each record, as is usual
			for _, r := range append([]string{warcFile()}, tt.records...) {
				packed = append(packed, zip(t, []byte(r))...)
			}
			want := slices.Clone(tt.want)
			for i := range want {
				want[i] = strings.Replace(want[i], "a.warc", "a.warc.gz", 1)
			}
			equal(t, walked(t, &w, write(t, "a.warc.gz", packed)), want)
		})
	}
}

func TestWalkWARCFields(t *testing.T) {
	path := write(t, "a.warc", []byte(warcFile(response("1", "HTTP/1.1 200 OK\nContent-Type: text/html; charset=koi8-r\n\nx"), response("2", "HTTP/1.1 301 Moved\n\n"))))
	w := feed.Walker{}
	n := 0
	for item, err := range w.Walk(context.Background(), path) {
		n++
		if err != nil {
			t.Fatal(err)
		}
		if item.URL != "https://example.org/1" || item.ContentType != "text/html; charset=koi8-r" ||
			!item.Fetched.Equal(time.Date(2021, 5, 30, 10, 0, 0, 0, time.UTC)) {
			t.Errorf("item = %+v", item)
		}
	}
	if n != 1 || w.Stats.Skipped != 2 {
		t.Errorf("%d items, %d skipped; want 1, and the information and the redirect", n, w.Stats.Skipped)
	}
}

// TestWalkWARCDamage breaks the second member of four. The unpacker takes the start
// of the third for the rest of a second that is cut short, so it is lost with it.
func TestWalkWARCDamage(t *testing.T) {
	member := func(id string) []byte {
		return zip(t, []byte(resource(id, "text/plain", strings.Repeat(id+" ", 50))))
	}
	one, two, three, four := member("one"), member("two"), member("three"), member("four")
	bad := slices.Clone(two)
	bad[len(bad)-8] ^= 1 // its checksum
	cut := two[:len(two)-12]
	for _, tt := range []struct {
		name   string
		second []byte
		after  []string // what comes behind the first
	}{
		{"checksum", bad, []string{"two", "error", "three", "four"}},
		{"cut", cut, []string{"two", "error", "four"}},
		{"no gzip", []byte("something else, and long enough to be taken for a header"), []string{"error", "three", "four"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, "a.warc.gz", slices.Concat(one, tt.second, three, four))
			var got []string
			for item, err := range (&feed.Walker{}).Walk(context.Background(), path) {
				var e *entente.Error
				switch {
				case errors.As(err, &e):
					if e.Kind != entente.Syntax || e.Span.Start < len(one) {
						t.Errorf("error %v, want bad input behind byte %d", e, len(one))
					}
					got = append(got, "error")
				default:
					got = append(got, strings.TrimPrefix(item.URL, "https://example.org/"))
				}
			}
			equal(t, got, append([]string{"one"}, tt.after...))
		})
	}
}
