package page_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"entente"
	"entente/page"
)

const news = "Kenya and Somalia said on Monday that they would reopen the border between them in phases. "

// These inputs end within the test's time only if the work is about linear.
func TestHostile(t *testing.T) {
	story := "<p>" + strings.Repeat(news, 3) + "</p><p>The border was closed in October 2011.</p>"
	for _, tt := range []struct{ name, input string }{
		{"one line of two million bytes", strings.Repeat(news, page.MaxText/len(news))},
		{"one word of two million bytes", strings.Repeat("a", page.MaxText)},
		{"two million line breaks", news + strings.Repeat("\n", 2_000_000) + news},
		{"half a million short lines", news + "\n" + strings.Repeat("a b\n", 500_000)},
		{"a million stops", strings.Repeat(". ", 1_000_000) + news},
		{"a million brackets", news + strings.Repeat("(", 1<<20)},
		{"a million capitals", strings.Repeat("A", 1<<20) + " — " + news},
		{"a hundred thousand nested divs", "<html><body>" + strings.Repeat("<div>", 100000) + story},
		{"nested divs, closed", "<html><body>" + strings.Repeat("<div>", 100000) + story + strings.Repeat("</div>", 100000)},
		{"nested bold", "<html><body>" + strings.Repeat("<b>", 100000) + story},
		{"nested captions", "<html><body><article>" + strings.Repeat("<div class=caption>", 400) + strings.Repeat(story, 2000)},
		{"nested lists", "<html><body>" + strings.Repeat("<ul><li>", 50000) + story},
		{"nested tables", "<html><body>" + strings.Repeat("<table><tr><td>", 30000) + story},
		{"unclosed paragraphs", "<html><body>" + strings.Repeat("<p>"+news, 20000)},
		{"attributes without end", "<html><body><div " + strings.Repeat("a=b ", 500000) + ">" + story},
		{"JSON-LD nested deep", "<html><head><script type=application/ld+json>" + strings.Repeat(`{"@graph":[`, 5000) + "</script></head><body>" + story},
		{"many scripts", "<html><head>" + strings.Repeat("<script type=application/ld+json>{}</script>", 20000) + "</head><body>" + story},
		{"broken tags", "<html><body><p" + story + "</div></span></b><p>" + news + "<"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if testing.Short() && len(tt.input) > 4<<20 {
				t.Skip("a large input")
			}
			art, err := page.Read([]byte(tt.input), "hostile", "", page.Hints{})
			if err != nil {
				t.Fatal(err)
			}
			check(t, art)
			if strings.Contains(tt.input, "Monday") && !strings.Contains(art.Text, "Kenya and Somalia") {
				t.Errorf("the story is lost; text begins %.200q", art.Text)
			}
		})
	}
}

// TestTooManyElements: what a page makes in memory is bounded, and not its bytes alone.
func TestTooManyElements(t *testing.T) {
	var bold strings.Builder
	for i := range 400 {
		fmt.Fprintf(&bold, "<i a=%d>", i)
	}
	story := "<html><body><p>" + strings.Repeat(news, 3) + "</p>"
	for _, tt := range []struct {
		name, input string
		refused     bool
	}{
		{"many paragraphs", story + strings.Repeat("<p>", page.MaxElements+1), true},
		{"as many as may be", story + strings.Repeat("<br>", page.MaxElements-10), false},
		{"formatting that is opened again", story + bold.String() + strings.Repeat("<p>x", 2000), true},
		{"and within divs", story + bold.String() + strings.Repeat("<div>x</div>", 2000), true},
		{"formatting that is closed", story + strings.Repeat("<p><i a=1><b>x</b></i>", 20_000), false},
		{"one that never is", story + "<font size=2>" + strings.Repeat("<p>x", 20_000), false},
		{"one again and again", story + strings.Repeat("<p><b>x", 20_000), false},
		{"attributes without end", story + "<div " + strings.Repeat("a=b ", 4_500_000) + ">", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := page.Read([]byte(tt.input), "big.html", "text/html", page.Hints{})
			if tt.refused != (entente.KindOf(err) == entente.TooLarge) || !tt.refused && err != nil {
				t.Errorf("%d bytes: %v, refused wanted %v", len(tt.input), err, tt.refused)
			}
		})
	}
}

func TestTooLarge(t *testing.T) {
	for _, input := range []string{
		string(make([]byte, page.MaxBytes+1)),
		strings.Repeat(news, 10<<20/len(news)), // one line of ten million bytes
		strings.Repeat("a", page.MaxText+1),
	} {
		_, err := page.Read([]byte(input), "big.txt", "", page.Hints{})
		var e *entente.Error
		if !errors.As(err, &e) || e.Kind != entente.TooLarge || e.Input != "big.txt" {
			t.Errorf("error = %v, want kind TooLarge for big.txt of %d bytes", err, len(input))
		}
	}
}

// check holds what every article of this room promises.
func check(t *testing.T, art *entente.Article) {
	t.Helper()
	if art.ID != entente.HashText(art.Text) {
		t.Error("ID is not the hash of the text")
	}
	end := 0
	for i, b := range art.Blocks {
		if b.Span.Start < end || b.Span.End > len(art.Text) || b.Span.Len() <= 0 {
			t.Fatalf("block %d %v %v: out of order, out of range or empty (text of %d bytes, block before ends at %d)", i, b.Zone, b.Span, len(art.Text), end)
		}
		if gap := art.Text[end:b.Span.Start]; strings.TrimFunc(gap, white) != "" {
			t.Fatalf("gap before block %d holds %.80q", i, gap)
		}
		end = b.Span.End
	}
	if rest := art.Text[end:]; strings.TrimFunc(rest, white) != "" {
		t.Fatalf("after the last block stands %.80q", rest)
	}
	r := entente.Reading{Article: art, Notes: art.Notes}
	for _, b := range art.Blocks {
		r.Notes = append(r.Notes, entente.Note{Span: b.Span})
	}
	if err := r.Validate(); err != nil {
		t.Fatal(err)
	}
}

func white(r rune) bool {
	return strings.ContainsRune(" \t\n\r\f\v\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\ufeff\u2060-–—", r) || 0x2000 <= r && r <= 0x200a
}
