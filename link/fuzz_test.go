package link

import (
	"slices"
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
		if n := len(s.Bands()); n != 0 && n != bands {
			t.Errorf("Bands of %q: %d keys, want 0 or %d", a, n, bands)
		}
		if spaced := " «" + a + "» "; SentenceKey(spaced) != SentenceKey(a) {
			t.Errorf("SentenceKey(%q) changes with marks around it", a)
		}
		if key := SentenceKey(a); (key == 0) != (len(splitWords(a)) == 0) {
			t.Errorf("SentenceKey(%q) = %d", a, key)
		}
	})
}

func FuzzSame(f *testing.F) {
	f.Add("Rebels shelled Donetsk, 5 died", "Five died at Donetsk", uint32(0x01020304), uint32(0x91a2b3c4), int16(0), int16(1))
	f.Add("", "\xff", uint32(0), uint32(1<<31), int16(-300), int16(7))
	f.Fuzz(func(t *testing.T, a, b string, x, y uint32, m, n int16) {
		r, q := fuzzRow(a, x, m), fuzzRow(b, y, n)
		score, why := Same(&r, &q)
		if back, other := Same(&q, &r); score != back || why != other {
			t.Errorf("Same = %v %q, turned round %v %q", score, why, back, other)
		}
		if !(score >= 0 && score <= 1) {
			t.Errorf("Same = %v", score)
		}
		if score > 0 {
			if !slices.Contains(Types(r.Type), q.Type) {
				t.Errorf("Same of %s and %s = %v, but Types does not say so", r.Type, q.Type, score)
			}
			from, to := Window(&r)
			if first, last := Days(&q); last.Before(from) || to.Before(first) {
				t.Errorf("Same = %v, but %v to %v is not in the window %v to %v", score, first, last, from, to)
			}
		}
		if best, _ := Match(&r, []entente.Report{q, q}); best > 0 || (best == 0) != (score >= Threshold) {
			t.Errorf("Match = %d where Same is %v", best, score)
		}
	})
}

// fuzzRow makes a row of the bits of x and a day.
func fuzzRow(quote string, x uint32, day int16) entente.Report {
	pick := func(n uint32) uint32 {
		k := x % n
		x /= n
		return k
	}
	var r entente.Report
	r.Quote = quote
	r.Print.Published = entente.Day{Year: 2000, Month: 1, Day: 1}.Add(0, 0, int(day))
	r.Type = entente.EventTypes()[pick(16)]
	r.Status = entente.Statuses()[pick(10)]
	parties := []entente.Party{{Code: "AAA", Sector: "GOV", Entity: "state:AAA"}, {Code: "BBB", Sector: "CVL"}, {Name: "crowd"}, {Code: "AAA", Sector: "GOV", Entity: "leader:AAA/x"}}
	r.Sources, r.Targets = parties[:pick(5)], parties[pick(5):]
	day1 := r.Print.Published.Add(0, 0, -int(pick(4)))
	switch pick(4) {
	case 0:
		r.Date = entente.Date{From: day1, To: day1, Basis: entente.BasisExplicit}
	case 1:
		r.Date = entente.Date{From: day1, Basis: entente.BasisExplicit}
	case 2:
		r.Date = entente.Date{From: day1.Add(0, -1, 0), To: day1, Basis: entente.BasisExplicit}
	}
	lat, lon := float64(pick(3)), 10.0
	if pick(2) == 1 {
		r.Place = &entente.Place{Name: []string{"Ansel", "Bure"}[pick(2)], Country: "AAA", Lat: &lat, Lon: &lon}
	}
	r.Figures = []entente.Figure{{Value: float64(pick(30)), Counts: "dead"}}
	return r
}
