package feed_test

import (
	"context"
	"strings"
	"testing"

	"entente/feed"
)

func benchmarkWalk(b *testing.B, name, content string) {
	path := write(b, name, []byte(content))
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range (&feed.Walker{}).Walk(context.Background(), path) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkWalkLines(b *testing.B) {
	benchmarkWalk(b, "a.jsonl", strings.Repeat(`{"text":"`+strings.Repeat("Chad reopened its border. ", 100)+"\"}\n", 4000))
}

func BenchmarkWalkWARC(b *testing.B) {
	page := resource("1", "text/html", strings.Repeat("<p>Chad reopened its border.", 1000))
	benchmarkWalk(b, "a.warc", warcFile(strings.Repeat(page, 400)))
}
