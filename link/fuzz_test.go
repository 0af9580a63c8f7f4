package link

import (
	"testing"

	"entente"
)

func FuzzText(f *testing.F) {
	f.Add("Two soldiers died at the border post on Monday, officials said.", "TWO soldiers died, at the border-post on Monday officials said")
	f.Add("", "\xff.\xff")
	f.Add("S-400, 1,000 and don't", "S-")
	f.Fuzz(func(t *testing.T, a, b string) {
		if !Resembles(a, a) {
			t.Errorf("Resembles(%q, itself) = false", a)
		}
		if Resembles(a, b) != Resembles(b, a) {
			t.Errorf("Resembles(%q, %q) depends on the order", a, b)
		}
		s := SketchOf(a)
		back, err := SketchFrom(s.Bytes())
		if err != nil || back != s {
			t.Errorf("SketchFrom(Bytes) of %q: %v, %v", a, back, err)
		}
		if n := len(s.Bands()); n != 0 && n != bands {
			t.Errorf("Bands of %q: %d keys, want 0 or %d", a, n, bands)
		}
		if spaced := " «" + a + "» "; SentenceKey(spaced) != SentenceKey(a) {
			t.Errorf("SentenceKey(%q) changes with marks around it", a)
		}
		if key := SentenceKey(a); (key == 0) != (len(splitWords(a)) == 0) {
			t.Errorf("SentenceKey(%q) = %d", a, key)
		}
		r := entente.Report{Event: entente.Event{Type: entente.Assault, Quote: a}, Sources: []entente.Party{{Code: "A", Name: b}}, Targets: []entente.Party{{Code: "B"}}, Print: entente.Print{Published: entente.Day{Year: 2001, Month: 2, Day: 3}}}
		q := r
		q.Quote = b
		x, why := Same(&r, &q)
		if y, other := Same(&q, &r); x != y || why != other || x < 0 || x > 1 {
			t.Errorf("Same(%q, %q) = %v %q, turned round %v %q", a, b, x, why, y, other)
		}
	})
}
