package page_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"entente/page"
)

// FuzzText: of plain text nothing is lost and nothing changed, and the blocks
// leave out only white space and dashes.
func FuzzText(f *testing.F) {
	for _, c := range cases(f) {
		if text, ok := c.files["input.txt"]; ok {
			f.Add(text)
		}
	}
	f.Add("By A | B\n\nOctober 13, 2017\n\n(X/AFP)\r\n\r\nROME (AP) _ x. Share this")
	f.Fuzz(func(t *testing.T, text string) {
		art, err := page.Read([]byte(text), "fuzz", "text/plain", page.Hints{})
		if err == nil {
			check(t, art)
			if want := strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n"); art.Text != want {
				t.Fatalf("text = %q, want the input %q", art.Text, want)
			}
		}
		art, err = page.FromFields(text, "Talks resume in Geneva", "", "", entenDay)
		if err == nil {
			check(t, art)
			if art.Text != text {
				t.Fatalf("FromFields changed the text: %q, want %q", art.Text, text)
			}
		}
	})
}

// FuzzHTML: any bytes that are UTF-8 give an article or an error, and the article
// holds no tag that the page did not escape.
func FuzzHTML(f *testing.F) {
	for _, c := range cases(f) {
		if text, ok := c.files["input.html"]; ok {
			f.Add(text)
		}
	}
	f.Add("<p>a<p>b</div><article><figure><figcaption>c")
	f.Fuzz(func(t *testing.T, text string) {
		art, err := page.Read([]byte(text), "fuzz", "text/html", page.Hints{})
		if err != nil {
			return
		}
		check(t, art)
		if !utf8.ValidString(art.Text) {
			t.Fatalf("text is not UTF-8: %q", art.Text)
		}
	})
}
