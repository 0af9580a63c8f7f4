package web

import (
	"strings"
	"testing"
	"unicode/utf8"

	"entente"
)

// shown joins what a page shows of a text.
func shown(list []paragraph, tail string) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString(p.Gap)
		for _, part := range p.Parts {
			for _, piece := range part.Pieces {
				b.WriteString(piece.Text)
				if piece.CR {
					b.WriteByte('\r')
				}
			}
		}
	}
	return b.String() + tail
}

// FuzzMarked: whatever zones, sentences and stretches a text has, the page shows the text
// to the byte, and no id twice.
func FuzzMarked(f *testing.F) {
	f.Add("ISLAMABAD — Envoys met.\n\nThey said so.\r\n", []byte{0, 9, 14, 25, 27, 40}, []byte{14, 25, 27, 40}, []byte{14, 20, 21, 24, 15, 22})
	f.Add("no zones\n\nat all\r", []byte{}, []byte{3, 12}, []byte{0, 17})
	f.Add(" loose (x) end", []byte{1, 6, 11, 12}, []byte{}, []byte{7, 9})
	f.Fuzz(func(t *testing.T, text string, zones, sentences, ends []byte) {
		if !utf8.ValidString(text) { // page lets nothing else through
			return
		}
		at := func(b byte) int { // a span begins and ends between code points
			i := min(int(b), len(text))
			for i < len(text) && !utf8.RuneStart(text[i]) {
				i--
			}
			return i
		}
		spans := func(list []byte) (out []entente.Span) {
			for i := 0; i+1 < len(list) && i < 40; i += 2 {
				out = append(out, entente.Span{Start: at(list[i]), End: at(list[i+1])})
			}
			return out
		}
		art := &entente.Article{Text: text, Sentences: spans(sentences)}
		for _, sp := range spans(zones) {
			art.Blocks = append(art.Blocks, entente.Block{Zone: entente.ZoneBody, Span: sp})
		}
		var over []stretch
		for _, sp := range spans(ends) {
			over = append(over, stretch{sp, "event", "e1"})
		}
		list, tail := marked(art, over, func(string) string { return "" })
		if got := shown(list, tail); got != text {
			t.Fatalf("the page shows %q, want %q", got, text)
		}
		if strings.TrimSpace(tail) != "" {
			t.Fatalf("%q stands in no paragraph", tail)
		}
		seen := map[string]bool{"": true}
		for _, p := range list {
			if strings.TrimSpace(p.Gap) != "" {
				t.Fatalf("%q stands in no paragraph", p.Gap)
			}
			for _, part := range p.Parts {
				if seen[part.ID] && part.ID != "" {
					t.Fatalf("id %s twice", part.ID)
				}
				seen[part.ID] = true
				for _, piece := range part.Pieces {
					if seen[piece.ID] && piece.ID != "" {
						t.Fatalf("id %s twice", piece.ID)
					}
					seen[piece.ID] = true
				}
			}
		}
	})
}
