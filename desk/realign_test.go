package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"entente"
	"entente/desk"
)

// turning is a state that leaves one partner for another over two made-up years, while
// those two are at odds all along.
func turning(t *testing.T) []entente.Happening {
	var out []entente.Happening
	add := func(short string) {
		out = append(out, told(row(t, entente.ReportID(fmt.Sprintf("t%d/e1", len(out))), short, "Sentence "+short+".")))
	}
	for i := range 24 {
		at := day(2014, time.January, 3).Add(0, i, 0)
		good, bad := "NOR", "TCD"
		if i >= 12 {
			good, bad = bad, good
		}
		for k := range 4 { // on four days, so that the noise of a day is small
			on := at.Add(0, 0, 5*k)
			add(fmt.Sprintf("ISL>%s AID happened %d %s Herald", good, 6+k%2, on))
			add(fmt.Sprintf("%s>ISL SANCTION happened -%d %s Herald", bad, 6+k%2, on))
			add(fmt.Sprintf("NOR>TCD THREATEN happened -%d %s Herald", 5+k%2, on))
		}
	}
	return out
}

func TestRealignments(t *testing.T) {
	led := book(turning(t)...)
	led.PartnersFn = func(_ context.Context, f entente.Filter) ([]entente.Partner, error) {
		if f.A != "ISL" || f.From != day(2014, 6, 1) {
			t.Errorf("partners are asked with %+v", f)
		}
		return []entente.Partner{{Code: "NOR"}, {Code: ""}, {Code: "TCD"}, {Code: "ISL"}, {Code: "DNK"}}, nil
	}
	a, err := desk.Realignments(t.Context(), led, desk.Window{State: "ISL", From: day(2014, 6, 1), To: day(2015, 12, 31)})
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Ties) != 2 {
		t.Fatalf("%d ties, want those with NOR and TCD, and none with itself, nobody, or where nothing is known", len(a.Ties))
	}
	if len(a.Moves) != 1 || a.Moves[0].From != "NOR" || a.Moves[0].Toward != "TCD" {
		t.Fatalf("moves are %+v, want one from NOR toward TCD", a.Moves)
	}
	m := a.Moves[0]
	if len(m.Cooled) != 3 || len(m.Warmed) != 3 {
		t.Fatalf("%d things cooled and %d warmed, want the three strongest of each", len(m.Cooled), len(m.Warmed))
	}
	if m.Cooled[0].Happening.Type != entente.Sanction || m.Cooled[0].Pull >= 0 || m.Warmed[0].Happening.Type != entente.Aid || m.Warmed[0].Pull <= 0 {
		t.Errorf("cooled by %s (%v), warmed by %s (%v)", m.Cooled[0].Happening.Type, m.Cooled[0].Pull, m.Warmed[0].Happening.Type, m.Warmed[0].Pull)
	}
	if len(a.Triads) != 1 || !a.Triads[0].Balanced || !slices.Contains(a.Triads[0].States[:], "ISL") {
		t.Errorf("triads are %+v, want one in balance", a.Triads)
	}
}
