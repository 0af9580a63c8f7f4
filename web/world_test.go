package web

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/gazetteer"
)

// TestWorld: every state of today is on the map, once, inside the drawing, and can be seen.
func TestWorld(t *testing.T) {
	world, err := readWorld(worldTable)
	if err != nil {
		t.Fatal(err)
	}
	if len(worldTable) > 350_000 {
		t.Errorf("the map takes %d bytes", len(worldTable))
	}
	at := map[string]*outline{}
	for i := range world {
		o := &world[i]
		if at[o.Code] != nil {
			t.Errorf("%q is there twice", o.Code)
		}
		at[o.Code] = o
		if o.X < 0 || o.X > 2000 || o.Y < 0 || o.Y > 880 {
			t.Errorf("%q lies outside, at %v, %v", o.Code, o.X, o.Y)
		}
		if o.Path == "" && !o.Dot {
			t.Errorf("%q has neither an outline nor a dot", o.Code)
		}
	}
	gaz, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	states := 0
	for i := range gaz.States {
		s := &gaz.States[i]
		if s.Kind != "state" || !s.To.IsZero() {
			continue
		}
		states++
		if at[s.Code] == nil {
			t.Errorf("%s, %s, is not on the map", s.Code, s.Name)
		}
	}
	if states < 190 {
		t.Errorf("only %d states were looked for", states)
	}
	for code := range at {
		if code != "" && gaz.State(code) == nil {
			t.Errorf("%q is on the map and not in the gazetteer", code)
		}
	}
}

func TestReadWorld(t *testing.T) {
	for _, tt := range []struct{ name, table, want string }{
		{"good", "# head\nFRA\t10\t20\t0\tM1 2l3-4z", ""},
		{"columns", "FRA\t10\t20", "3 columns"},
		{"place", "FRA\tx\t20\t0\t", `"x"`},
		{"height", "FRA\t1\ty\t0\t", `"y"`},
		{"outline", "FRA\t1\t2\t0\tM1 2\"/>", "more than lines"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readWorld(tt.table)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("readWorld = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestSumUp(t *testing.T) {
	sums := []entente.TieSum{
		{Pair: [2]string{"PAK", "RUS"}, Events: 3, Weight: 4, Sum: 8},
		{Pair: [2]string{"RUS", "RUS"}, Events: 9, Weight: 3, Sum: -9},
		{Pair: [2]string{"RUS", "USA"}, Events: 1, Weight: 1, Sum: -3},
	}
	ties, lands := sumUp(sums, "")
	if want := []tieRow{{"PAK", "RUS", 2, 3, 4}, {"RUS", "USA", -3, 1, 1}}; !reflect.DeepEqual(ties, want) {
		t.Errorf("ties %+v, want %+v", ties, want)
	}
	var codes []string
	for _, l := range lands {
		codes = append(codes, l.Code)
	}
	if want := []string{"RUS", "PAK", "USA"}; !slices.Equal(codes, want) || lands[0].Mean != 1 || lands[0].Events != 4 {
		t.Errorf("lands %+v, want %v and a mean of 1 of 4 events", lands, want)
	}
	if ties, lands = sumUp(sums, "USA"); len(ties) != 1 || len(lands) != 1 || lands[0].Code != "RUS" || lands[0].Mean != -3 {
		t.Errorf("with one: %+v, %+v", ties, lands)
	}
}

func TestTone(t *testing.T) {
	for mean, want := range map[float64]string{-10: "c3", -4: "c3", -2: "c2", -0.5: "c1", -0.49: "m0", 0: "m0", 0.5: "w1", 3.9: "w2", 10: "w3"} {
		if got := tone(mean); got != want {
			t.Errorf("tone(%v) = %s, want %s", mean, got, want)
		}
	}
}

// TestLayout: the same ties give the same picture, in whatever order they come; everybody is
// inside; no two stand on one spot; those with a tie stand nearer than those without.
func TestLayout(t *testing.T) {
	nodes := []landRow{{Code: "A"}, {Code: "B"}, {Code: "C"}, {Code: "D"}, {Code: "E"}, {Code: "F"}}
	ties := []tieRow{{A: "A", B: "B", Weight: 9}, {A: "C", B: "D", Weight: 9}, {A: "E", B: "F", Weight: 9}, {A: "B", B: "C", Weight: 0.1}, {A: "D", B: "E", Weight: 0.1}}
	at := layout(nodes, ties, 900, 600)
	other := slices.Clone(nodes)
	slices.Reverse(other)
	if again := layout(other, ties, 900, 600); !reflect.DeepEqual(at, again) {
		t.Errorf("%v and then %v", at, again)
	}
	square := func(a, b string) float64 {
		dx, dy := at[a].x-at[b].x, at[a].y-at[b].y
		return dx*dx + dy*dy
	}
	for i, a := range nodes {
		if s := at[a.Code]; s.x < 0 || s.x > 900 || s.y < 0 || s.y > 600 {
			t.Errorf("%s stands outside at %v", a.Code, s)
		}
		for _, b := range nodes[:i] {
			if square(a.Code, b.Code) < 25 {
				t.Errorf("%s and %s stand on one spot", a.Code, b.Code)
			}
		}
	}
	for _, tie := range ties[:3] {
		if square(tie.A, tie.B) > square("A", "F") {
			t.Errorf("%s and %s stand further apart than two without a tie: %v", tie.A, tie.B, at)
		}
	}
	for _, few := range [][]landRow{nodes[:1], nodes[:2]} {
		for code, s := range layout(few, nil, 900, 600) {
			if s.x != s.x || s.y != s.y {
				t.Errorf("%d nodes: %s is nowhere", len(few), code)
			}
		}
	}
}

// TestWords: numbers, days and names as people write them.
func TestWords(t *testing.T) {
	fig := func(v float64, unit string, b entente.Bound, counts string) string {
		return amount(entente.Figure{Value: v, Unit: unit, Bound: b, Counts: counts})
	}
	d := entente.Day{Year: 2018, Month: 1, Day: 8}
	for _, tt := range []struct{ got, want string }{
		{signed(-0.04), "0.0"}, {signed(-1.25), "−1.2"}, {signed(3), "+3.0"}, {whole(1234567), "1,234,567"}, {whole(12), "12"},
		{count(1, "event"), "1 event"}, {count(2000, "event"), "2,000 events"},
		{fig(2.5e9, "USD", entente.BoundAbout, ""), "about USD 2,500,000,000"}, {fig(12.5, "percent", entente.BoundExact, "of votes"), "12.5 % of votes"},
		{fig(1234.5, "", "", "km"), "1,234.5 km"},
		{periodName(d, entente.PeriodWeek), "week of 8 Jan 2018"}, {periodName(d, entente.PeriodYear), "2018"}, {pointKey(d, entente.PeriodMonth), "2018-01"}, {pointKey(d, entente.PeriodYear), "2018"}, {pointKey(d, entente.PeriodWeek), "2018-01-08"},
		{dated(entente.Date{}, d), "8 Jan 2018"}, {dated(entente.Date{}, entente.Day{}), "day unknown"}, {dated(entente.Date{From: d}, d), "since 8 Jan 2018"},
		{dated(entente.Date{From: d, To: d.Add(0, 0, 6), Precision: entente.PrecisionWeek}, d), "week of 8 Jan 2018"},
		{voice("", "", entente.SourceAuthor), "the article itself"}, {voice("", "", entente.SourceAnonymous), "an unnamed source"}, {voice("Ali", "minister", ""), "Ali, minister"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}
