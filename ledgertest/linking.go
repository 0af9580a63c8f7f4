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

func linked(t *testing.T, open Open) {
	led := open(t, newClock().now)
	row := Row{Source: "IND", Target: "PAK:MIL", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9,
		Says: "Indian jets bombed a camp near the town of Balakot on 26 February."}
	again := row
	again.Says = "Indian warplanes bombed a camp near Balakot on Tuesday."
	claimed := row
	claimed.Status, claimed.Says, claimed.Speaker = entente.Claimed, "India bombed a camp near Balakot, a minister said.", "IND"
	denied := row
	denied.Status, denied.Says, denied.Speaker = entente.Denied, "No camp near Balakot was bombed by India, Pakistan's army said.", "PAK"
	rng := rand.New(rand.NewPCG(2, 2))
	add(t, led,
		Story{Publisher: "Wire", Published: "2019-02-27", Rows: []Row{row}, Tail: filler(rng)},
		Story{Publisher: "Daily", Published: "2019-02-27", Rows: []Row{again}, Tail: filler(rng)},
		Story{Publisher: "Wire", Published: "2019-02-28", Rows: []Row{again}, Tail: filler(rng)},
		Story{Publisher: "Other", Published: "2019-02-28", Rows: []Row{claimed}, Tail: filler(rng)},
		Story{Publisher: "Third", Published: "2019-02-28", Rows: []Row{denied}, Tail: filler(rng)},
	)
	list := happenings(t, led, entente.Filter{A: "IND", B: "PAK"})
	if len(list) != 1 {
		for _, h := range list {
			t.Logf("%s %s %q", h.ID, h.Status, h.Quote)
		}
		t.Fatalf("%d happenings, want 1", len(list))
	}
	h := list[0]
	if h.Reports != 5 || h.Independent != 2 || h.Overall != entente.Disputed {
		t.Errorf("reports %d, independent %d, overall %s; want 5, 2 (Wire and Daily) and disputed", h.Reports, h.Independent, h.Overall)
	}
	whole, err := led.Happening(context.Background(), h.ID, time.Time{})
	if err != nil || len(whole.All) != 5 {
		t.Errorf("Happening(%s) has %d reports, %v", h.ID, len(whole.All), err)
	}
}

// housed: of three papers that tell of one deed, two belong to one house. A later reading
// by another list of houses counts anew, and a correction keeps the house of its row.
func housed(t *testing.T, open Open) {
	led := open(t, newClock().now)
	rng := rand.New(rand.NewPCG(3, 3))
	row := Row{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9, Says: "Indian jets bombed a camp near the town of Balakot."}
	stories := []Story{
		{Publisher: "Daily", House: "Acme", Published: "2019-02-27", Rows: []Row{row}, Tail: filler(rng)},
		{Publisher: "Weekly", House: "Acme", Published: "2019-02-27", Rows: []Row{row}, Tail: filler(rng)},
		{Publisher: "Other", Published: "2019-02-27", Rows: []Row{row}, Tail: filler(rng)},
	}
	add(t, led, stories...)
	independent := func(want int) entente.Happening {
		t.Helper()
		list := happenings(t, led, entente.Filter{A: "IND", B: "PAK"})
		if len(list) != 1 || list[0].Reports != 3 || list[0].Independent != want {
			t.Fatalf("%d happenings, %d reports, %d independent; want 1, 3 and %d", len(list), list[0].Reports, list[0].Independent, want)
		}
		return list[0]
	}
	h := independent(2)
	if h.Print.House != "Acme" {
		t.Errorf("the house is %q, want Acme", h.Print.House)
	}
	if _, err := led.Correct(context.Background(), entente.Correction{Row: h.ID, Who: "test"}); err != nil {
		t.Fatal(err)
	}
	independent(2)
	stories[1].House, stories[1].Version = "", "2"
	add(t, led, stories[1])
	independent(3)
}

func meeting(t *testing.T, open Open) {
	led := open(t, newClock().now)
	add(t, led, Story{Publisher: "Wire", Published: "2019-06-08", Rows: []Row{{Source: "RUS", Target: "CHN", Type: entente.Consult, Day: "2019-06-07", Goldstein: 2.5,
		Says: "Russia's president met China's leader in Moscow."}}})
	got := tallies(t, led, entente.Filter{A: "CHN", B: "RUS"})
	for name, side := range map[string][]entente.Tally{"there": got.There, "back": got.Back, "pair": got.Pair} {
		if len(side) != 1 || side[0].Events != 1 || side[0].Sum != 2.5 {
			t.Errorf("%s = %+v, want one event", name, side)
		}
	}
}

// reprint is the story once more: another paper, a line of credit, what comes last cut.
func (s Story) reprint(rng *rand.Rand) Story {
	out := s
	out.Publisher = fmt.Sprintf("Reprinter %d", rng.IntN(100))
	out.Rows = slices.Clone(s.Rows)
	if len(out.Rows) > 1 && rng.IntN(2) == 0 {
		out.Rows = out.Rows[:len(out.Rows)-1]
	}
	if rng.IntN(2) == 0 {
		out.Published = mustDay(s.Published).Add(0, 0, 1).String()
	}
	out.Tail += fmt.Sprintf(" Reporting by agency %d.", rng.IntN(1000))
	return out
}

func reprints(t *testing.T, open Open) {
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 7))
		led := open(t, newClock().now)
		list := Stories(rng, 30)
		add(t, led, list...)
		before := series(t, led, time.Time{})
		for _, s := range list {
			add(t, led, s.reprint(rng), s.reprint(rng))
		}
		if after := series(t, led, time.Time{}); !reflect.DeepEqual(before, after) {
			t.Errorf("seed %d: reprints changed a series: %s", seed, differ(before, after))
		}
		if got, err := led.Totals(context.Background()); err != nil || got.Clusters != 30 || got.Articles <= 30 {
			t.Errorf("seed %d: %d articles in %d clusters, %v; want 30 clusters", seed, got.Articles, got.Clusters, err)
		}
	}
}

func words(t *testing.T, open Open) {
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 8))
		list := Stories(rng, 40)
		with, without := open(t, newClock().now), open(t, newClock().now)
		for _, s := range list {
			var happened, rest []Row
			for _, row := range s.Rows {
				if row.Status == entente.Happened || row.Status == entente.Ongoing {
					happened = append(happened, row)
				} else {
					rest = append(rest, row)
				}
			}
			bare, other := s, s
			bare.Rows, other.Rows, other.Tail = happened, rest, filler(rng)
			if rng.IntN(2) == 0 {
				add(t, with, other, bare)
			} else {
				add(t, with, bare, other)
			}
			add(t, without, bare)
		}
		if a, b := series(t, without, time.Time{}), series(t, with, time.Time{}); !reflect.DeepEqual(a, b) {
			t.Errorf("seed %d: words changed a series: %s", seed, differ(a, b))
		}
	}
}

func claimed(t *testing.T, open Open) {
	rng := rand.New(rand.NewPCG(10, 10))
	story := func(day, says string, status entente.Status) Story {
		return Story{Publisher: "Wire", Published: "2019-06-12", Tail: filler(rng),
			Rows: []Row{{Source: "IND", Target: "PAK", Type: entente.Assault, Goldstein: -9, Status: status, Day: day, Says: says}}}
	}
	// The claim is nearer to the second report than the first report is, and too far from that one.
	first := story("2019-06-04", "India shelled Pakistan's posts near Uri before dawn.", "")
	claim := story("2019-06-05", "Forty shops of the bazaar burnt.", entente.Claimed)
	second := story("2019-06-05", "India shelled Pakistan's posts near Uri and burnt forty shops of the bazaar there.", "")
	var got [2]entente.Tallies
	for i, list := range [][]Story{{first, second}, {first, claim, second}} {
		led := open(t, newClock().now)
		add(t, led, list...)
		got[i] = tallies(t, led, entente.Filter{A: "IND", B: "PAK"})
	}
	if !reflect.DeepEqual(got[0], got[1]) {
		t.Errorf("the series is %+v, and with a claim beside it %+v", got[0].There, got[1].There)
	}
}

func differ(a, b map[string]entente.Tallies) string {
	for k := range a {
		if !reflect.DeepEqual(a[k], b[k]) {
			return fmt.Sprintf("%s: %+v against %+v", k, a[k], b[k])
		}
	}
	return fmt.Sprintf("%d pairs against %d", len(a), len(b))
}
