package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestQuiet: a terminal gets our colours and nothing else that moves it, however the bytes
// are cut.
func TestQuiet(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "Oslo\tand\nMinsk é 北京", "Oslo\tand\nMinsk é 北京"},
		{"colours", "\x1b[1mOslo\x1b[0m \x1b[38;5;12mx", "\x1b[1mOslo\x1b[0m \x1b[38;5;12mx"},
		{"a screen cleared", "a\x1b[2Jb", "a\ufffd[2Jb"},
		{"a title", "a\x1b]0;t\x07b", "a\ufffd]0;t\ufffdb"},
		{"eight-bit controls", "a\u009b2Jb", "a\ufffd2Jb"},
		{"back over what stands there", "yes\b\b\bno \rnew", "yes\ufffd\ufffd\ufffdno \ufffdnew"},
		{"writing turned round", "a\u202eb\u2066c", "a\ufffdb\ufffdc"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for size := 1; size <= len(tt.in); size++ {
				var out strings.Builder
				q := &quiet{w: &out}
				for p := []byte(tt.in); len(p) > 0; p = p[min(size, len(p)):] {
					if _, err := q.Write(p[:min(size, len(p))]); err != nil {
						t.Fatal(err)
					}
				}
				if out.String() != tt.want {
					t.Errorf("%d bytes at once: %q, want %q", size, out.String(), tt.want)
				}
			}
		})
	}
}

// TestHostileTerminal: what a hostile archive or page says reaches no terminal as more than
// text, on either stream, in whatever form it is asked for.
func TestHostileTerminal(t *testing.T) {
	dir := t.TempDir()
	const harm = "\x1b[2J\u009b1A\u202e\a"
	text := "OSLO — Norway accused Chad on Friday of piracy" + harm + ". Norway recalled its ambassador from Chad" + harm + ". “Chad lies" + harm + ",” Norway said."
	story := filepath.Join(dir, "story.txt")
	archive := filepath.Join(dir, "a.warc")
	record := "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://127.0.0.1/" + harm + "\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\n \r\n\r\n"
	line, err := json.Marshal(map[string]string{"text": text, "published": "2021-05-29", "publisher": "Post" + harm})
	if err != nil {
		t.Fatal(err)
	}
	lines := filepath.Join(dir, "stories.jsonl")
	for name, content := range map[string]string{story: text, archive: record, lines: string(line)} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	led := filepath.Join(dir, "news.db")
	for _, args := range [][]string{
		{"read", story}, {"read", "--format", "json", story}, {"read", "--trace", "--notes", story}, {"read", "--format", "html", story}, {"parse", story},
		{"read", filepath.Join(dir, "none"+harm)}, {"explain", "x" + harm},
		{"ingest", "--ledger", led, lines, archive}, {"ingest", "--ledger", led, "--failures"}, {"quotes", "--ledger", led}, {"search", "--ledger", led, "Chad"},
		{"search", "--ledger", led, "--format", "json", "Chad"}, {"export", "--ledger", led, "--format", "jsonl"}, {"export", "--ledger", led, "--format", "tsv"},
	} {
		var out strings.Builder
		m := &Main{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }, Terminal: func() (int, bool) { return 80, true }}
		m.Run(t.Context(), args)
		if out.Len() == 0 {
			t.Errorf("%q says nothing", args)
		}
		if left := colour.ReplaceAllString(out.String(), ""); left != harmless(left) {
			t.Errorf("%q writes %q", args, out.String())
		}
	}
}
