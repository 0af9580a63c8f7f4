package ledgertest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"entente"
)

func filters(t *testing.T, open Open) {
	rng := rand.New(rand.NewPCG(5, 5))
	c := newClock()
	led := open(t, c.now)
	add(t, led, Stories(rng, 40)...)
	lands := []string{"", "USA", "RUS", "PAK"}
	for range 60 {
		f := entente.Filter{A: lands[rng.IntN(4)], B: lands[rng.IntN(4)], Directed: rng.IntN(2) == 0, Everyone: rng.IntN(2) == 0, Oldest: rng.IntN(2) == 0, Limit: -1}
		if rng.IntN(3) == 0 {
			f.Types = []entente.EventType{entente.Assault, entente.Aid}
		}
		if rng.IntN(3) == 0 {
			f.Statuses = []entente.Status{entente.Happened, entente.Denied}
		}
		if rng.IntN(3) == 0 {
			f.From, f.To = mustDay("2019-03-05"), mustDay("2019-03-15")
		}
		if rng.IntN(3) == 0 {
			f.Words = []string{"kars", `"near Osh" snow`, "rain"}[rng.IntN(3)]
		}
		if rng.IntN(4) == 0 {
			f.Publisher = "Paper 2"
		}
		f.Stated = rng.IntN(5) == 0
		// What stands today is read from other tables than what stood then.
		g := f
		g.AsOf = c.at
		fast, slow := happenings(t, led, f), happenings(t, led, g)
		if !sameList(fast, slow) {
			t.Errorf("%+v: %d happenings by the tables of today, %d by the rows", f, len(fast), len(slow))
		}
		if f.A == "" || f.B == "" {
			continue
		}
		if a, b := partners(t, led, f), partners(t, led, g); f.Types == nil && f.Statuses == nil && !f.Directed && !reflect.DeepEqual(a, b) {
			t.Errorf("%+v: partners %+v by the tables of today, %+v by the rows", f, a, b)
		}
		g.After, f.Words, g.Words, f.Publisher, g.Publisher = "", "", "", "", ""
		if a, b := tallies(t, led, f), tallies(t, led, g); !reflect.DeepEqual(a, b) {
			t.Errorf("%+v: tallies %+v by the tables of today, %+v by the rows", f, a, b)
		}
	}
}

func pages(t *testing.T, open Open) {
	led := open(t, newClock().now)
	add(t, led, Stories(rand.New(rand.NewPCG(6, 6)), 25)...)
	for _, f := range []entente.Filter{{}, {A: "PAK", Everyone: true}, {A: "USA", B: "RUS", Oldest: true}, {Types: []entente.EventType{entente.Consult}}} {
		whole := happenings(t, led, f)
		var joined []entente.Happening
		f.Limit = 3
		for {
			list, next, err := led.Happenings(context.Background(), f)
			if err != nil {
				t.Fatal(err)
			}
			joined = append(joined, list...)
			if next == "" {
				break
			}
			f.After = next
		}
		if !sameList(joined, whole) {
			t.Errorf("%+v: pages hold %d, the whole list %d", f, len(joined), len(whole))
		}
	}
	if _, _, err := led.Happenings(context.Background(), entente.Filter{After: "nowhere"}); entente.KindOf(err) != entente.Syntax {
		t.Errorf("a page after nowhere: %v, want Syntax", err)
	}
}

// ties holds the sums of pairs over stretches of every shape against the days of each pair.
func ties(t *testing.T, open Open) {
	ctx := context.Background()
	rng := rand.New(rand.NewPCG(11, 11))
	c := newClock()
	led := open(t, c.now)
	lands := []string{"USA", "RUS", "PAK", "RUS:REB"}
	anyDay := func() entente.Day { return mustDay("2016-11-20").Add(0, 0, rng.IntN(900)) }
	for range 120 {
		s := Story{Publisher: fmt.Sprintf("Paper %d", rng.IntN(4)), Published: "2019-06-01", Tail: filler(rng)}
		for range 2 {
			s.Rows = append(s.Rows, Row{Source: lands[rng.IntN(4)], Target: lands[rng.IntN(4)], Day: anyDay().String(), Goldstein: float64(rng.IntN(20) - 10),
				Type: []entente.EventType{entente.Consult, entente.Aid, entente.Assault}[rng.IntN(3)]})
		}
		add(t, led, s)
	}
	whole := entente.Filter{Everyone: true, Limit: -1}
	near := func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }
	check := func(f entente.Filter) {
		t.Helper()
		f.Limit = -1
		got, err := led.Ties(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		var want []entente.TieSum
		for i, a := range lands[:3] {
			for _, b := range lands[i:3] {
				g := f
				g.A, g.B = a, b
				sum := entente.TieSum{Pair: g.Pair()}
				for _, d := range tallies(t, led, g).Pair {
					sum.Events, sum.Weight, sum.Sum = sum.Events+d.Events, sum.Weight+d.Weight, sum.Sum+d.Sum
				}
				if sum.Events > 0 {
					want = append(want, sum)
				}
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%+v: %d ties, want %d", f, len(got), len(want))
		}
		for i, g := range got {
			k := slices.IndexFunc(want, func(w entente.TieSum) bool { return w.Pair == g.Pair })
			if k < 0 || g.Events != want[k].Events || !near(g.Weight, want[k].Weight) || !near(g.Sum, want[k].Sum) {
				t.Errorf("%+v: tie %+v is not one of %+v", f, g, want)
			}
			if i > 0 && got[i-1].Weight < g.Weight {
				t.Errorf("%+v: %+v stands after a lighter one", f, g)
			}
		}
	}
	// What partners have is what ties have.
	checkPartners := func(f entente.Filter) {
		t.Helper()
		f.Limit = -1
		got, err := led.Ties(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		f.A = "RUS"
		have := 0
		for _, p := range partners(t, led, f) {
			k := slices.IndexFunc(got, func(s entente.TieSum) bool {
				return s.Pair == [2]string{min(p.Code, "RUS"), max(p.Code, "RUS")}
			})
			if p.Events > 0 {
				have++
			}
			if p.Events > 0 && (k < 0 || got[k].Events != p.Events || !near(got[k].Weight, p.Weight) || !near(got[k].Sum, p.Sum)) {
				t.Errorf("%+v: partner %+v is not one of %+v", f, p, got)
			}
		}
		for _, s := range got {
			if slices.Contains(s.Pair[:], "RUS") {
				have--
			}
		}
		if have != 0 {
			t.Errorf("%+v: %d partners more than ties", f, have)
		}
	}
	check(whole)
	check(entente.Filter{})
	checkPartners(whole)
	for range 40 {
		f := entente.Filter{Everyone: rng.IntN(2) == 0}
		from, to := anyDay(), anyDay()
		if to.Before(from) {
			from, to = to, from
		}
		switch rng.IntN(3) {
		case 0:
			from.Month, from.Day, to.Month, to.Day = 1, 1, 12, 31
		case 1:
			from.Day, to.Day = 1, 28
		}
		if rng.IntN(4) > 0 {
			f.From = from
		}
		if rng.IntN(4) > 0 {
			f.To = to
		}
		if rng.IntN(6) == 0 {
			f.AsOf = c.at.Add(-time.Duration(rng.IntN(200)) * time.Millisecond)
		}
		check(f)
		checkPartners(f)
	}
	if first, err := led.Ties(ctx, entente.Filter{Limit: 2}); err != nil || len(first) != 2 {
		t.Errorf("the first two ties are %d, %v", len(first), err)
	}
}

func found(t *testing.T, open Open) {
	ctx := context.Background()
	led := open(t, newClock().now)
	rng := rand.New(rand.NewPCG(9, 9))
	s := Story{Publisher: "Wire", Published: "2019-02-27", Headline: "Café talks", Tail: filler(rng), Rows: []Row{
		{Source: "IND", Target: "PAK", Type: entente.Accuse, Speaker: "IND", Says: "Pakistan shelters militants in Kotli, India's minister said."}}}
	add(t, led, s, s.reprint(rng))
	for _, tt := range []struct {
		name string
		f    entente.Filter
		want int
	}{
		{"of a speaker", entente.Filter{A: "IND"}, 1},
		{"of another", entente.Filter{A: "PAK"}, 0},
		{"about", entente.Filter{A: "IND", B: "PAK"}, 1},
		{"about another", entente.Filter{B: "CHN"}, 0},
		{"words", entente.Filter{Words: "militants"}, 1},
		{"stance", entente.Filter{Stances: []entente.Stance{entente.StanceDeny}}, 0},
		{"before it was known", entente.Filter{AsOf: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}, 0},
	} {
		t.Run("quotes "+tt.name, func(t *testing.T) {
			list, _, err := led.Quotes(ctx, tt.f)
			if err != nil || len(list) != tt.want {
				t.Fatalf("%d quotes, %v, want %d", len(list), err, tt.want)
			}
			if tt.want == 1 && (list[0].Sentence != s.Rows[0].Says || len(list[0].About) != 1 || list[0].Speaker.Code != "IND") {
				t.Errorf("quote %+v", list[0])
			}
		})
	}
	list, _, err := led.Articles(ctx, entente.Filter{Words: "cafe TALKS"})
	if err != nil || len(list) != 2 {
		t.Fatalf("Articles = %d, %v, want both", len(list), err)
	}
	if list, _, err := led.Articles(ctx, entente.Filter{Words: `"talks café"`}); err != nil || len(list) != 0 {
		t.Errorf("words in the wrong order found %d, %v", len(list), err)
	}
	if _, err := led.Reading(ctx, "deadbeefdeadbeef", time.Time{}); entente.KindOf(err) != entente.Missing {
		t.Errorf("an article that is not there: %v, want Missing", err)
	}
}
