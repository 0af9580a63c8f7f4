package web

import (
	"slices"
	"strings"
	"testing"

	"entente"
)

// FuzzCut: the runs join to the text, and over each byte lie just the stretches that hold it.
func FuzzCut(f *testing.F) {
	f.Add("Envoys met in Oslo.", []byte{0, 6, 7, 10, 0, 19, 14, 18})
	f.Add("", []byte{0, 1})
	f.Add("abc", []byte{3, 1, 0, 0, 1, 200, 2, 2})
	f.Fuzz(func(t *testing.T, text string, ends []byte) {
		var over []stretch
		for i := 0; i+1 < len(ends) && i < 60; i += 2 {
			over = append(over, stretch{Span: entente.Span{Start: int(ends[i]) - 5, End: int(ends[i+1]) - 5}})
		}
		var joined strings.Builder
		for _, r := range cut(len(text), over) {
			joined.WriteString(r.Span.In(text))
			if r.Span.Len() <= 0 {
				t.Fatalf("empty run %v", r.Span)
			}
			for at := r.Span.Start; at < r.Span.End; at++ {
				for i, s := range over {
					if holds := s.Span.Start <= at && at < s.Span.End; holds != slices.Contains(r.Over, i) {
						t.Fatalf("byte %d: stretch %d %v holds it: %v; the run says %v", at, i, s.Span, holds, r.Over)
					}
				}
			}
		}
		if joined.String() != text {
			t.Fatalf("runs join to %q, want %q", joined.String(), text)
		}
	})
}
