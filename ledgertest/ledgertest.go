// Package ledgertest is the contract of a Ledger as tests. Every ledger runs it:
//
//	ledgertest.Run(t, func(t *testing.T, now func() time.Time) entente.Ledger { … })
//
// It asks for nothing that the comments of entente.Ledger do not promise.
package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"entente"
)

// Open makes an empty ledger whose clock is now; it is closed by the test's cleanup.
type Open func(t *testing.T, now func() time.Time) entente.Ledger

// clock gives a later time at each look, so that every row has its own.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Millisecond)
	return c.at
}

func newClock() *clock { return &clock{at: time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)} }

// Run runs the whole contract.
func Run(t *testing.T, open Open) {
	for _, tt := range []struct {
		name string
		f    func(*testing.T, Open)
	}{
		{"the same article twice is stored once", twice},
		{"received articles are read by Work", work},
		{"an article that cannot be read is a failure", failures},
		{"reports of one happening are one event", linked},
		{"a meeting is once in the pair", meeting},
		{"doubling reprints changes no series by a bit", reprints},
		{"plans, claims and denials move no level", words},
		{"a claim does not part two reports of one deed", claimed},
		{"as of a moment nothing later is seen", asOf},
		{"a later reading replaces the earlier", recoded},
		{"corrections stand in the place of rows and can be undone", corrected},
		{"corrections outlive a later reading", carried},
		{"the rows of an article as people left them", rowsOf},
		{"filters agree with a plain reading of them", filters},
		{"pages join to the whole list", pages},
		{"ties are the sums of all pairs", ties},
		{"quotes, articles and words", found},
		{"imported rows are kept apart", imported},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.f(t, open) })
	}
}

func add(t *testing.T, led entente.Ledger, list ...Story) {
	t.Helper()
	for i := range list {
		if _, err := led.Append(context.Background(), list[i].Reading()); err != nil {
			t.Fatalf("Append(%q): %v", list[i].Headline, err)
		}
	}
}

func happenings(t *testing.T, led entente.Reader, f entente.Filter) []entente.Happening {
	t.Helper()
	if f.Limit == 0 {
		f.Limit = -1
	}
	list, _, err := led.Happenings(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func tallies(t *testing.T, led entente.Reader, f entente.Filter) entente.Tallies {
	t.Helper()
	got, err := led.Tallies(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func partners(t *testing.T, led entente.Reader, f entente.Filter) []entente.Partner {
	t.Helper()
	f.B, f.Words, f.Publisher, f.Stated = "", "", "", false
	got, err := led.Partners(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// series are the tallies of all pairs, for comparing ledgers.
func series(t *testing.T, led entente.Reader, asOf time.Time) map[string]entente.Tallies {
	t.Helper()
	out := map[string]entente.Tallies{}
	lands := []string{"USA", "RUS", "PAK", "IND", "CHN"}
	for _, a := range lands {
		for _, b := range lands {
			for _, everyone := range []bool{false, true} {
				got := tallies(t, led, entente.Filter{A: a, B: b, Everyone: everyone, AsOf: asOf})
				if len(got.Pair) > 0 {
					out[fmt.Sprint(a, b, everyone)] = got
				}
			}
		}
	}
	return out
}

func twice(t *testing.T, open Open) {
	ctx := context.Background()
	led := open(t, newClock().now)
	s := Story{Publisher: "The Post", Published: "2020-02-03", Rows: []Row{{Source: "RUS", Target: "PAK", Type: entente.Aid, Goldstein: 7}}}
	for i, want := range []bool{true, false} {
		fresh, err := led.Receive(ctx, s.Article(), entente.Input{Name: fmt.Sprintf("in.jsonl:%d", i), Hash: "abc"})
		if err != nil || fresh != want {
			t.Fatalf("Receive %d = %v, %v, want %v", i, fresh, err, want)
		}
	}
	for in, want := range map[entente.Input]bool{{Name: "in.jsonl:0", Hash: "abc"}: true, {Name: "in.jsonl:1", Hash: "abc"}: true, {Name: "in.jsonl:1", Hash: "new content"}: false, {Name: "in.jsonl:2", Hash: "abc"}: false} {
		if there, err := led.Received(ctx, in); err != nil || there != want {
			t.Errorf("Received(%v) = %v, %v, want %v", in, there, err, want)
		}
	}
	if err := led.Visit(ctx, "https://example.org/feed", `"tag"`, ""); err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]string{"https://example.org/feed": `"tag"`, "https://example.org/other": ""} {
		if tag, _, err := led.Visited(ctx, url); err != nil || tag != want {
			t.Errorf("Visited(%q) = %q, %v, want %q", url, tag, err, want)
		}
	}
	for i, want := range []bool{true, false} {
		added, err := led.Append(ctx, s.Reading())
		if err != nil || added != want {
			t.Fatalf("Append %d = %v, %v, want %v", i, added, err, want)
		}
	}
	if got, err := led.Totals(ctx); err != nil || got.Articles != 1 || got.Reports != 1 || got.Happenings != 1 {
		t.Errorf("Totals = %+v, %v", got, err)
	}
	undated, later := Story{Tail: "No day stands here."}, Story{Published: "2021-07-01", Tail: "Another year."}
	add(t, led, undated, later)
	got, err := led.Totals(ctx)
	if err != nil || got.PrintedFrom.String() != s.Published || got.PrintedTo.String() != later.Published {
		t.Errorf("printed from %s to %s, %v; want %s to %s", got.PrintedFrom, got.PrintedTo, err, s.Published, later.Published)
	}
}

func work(t *testing.T, open Open) {
	ctx := context.Background()
	led := open(t, newClock().now)
	list := stories(rand.New(rand.NewPCG(1, 1)), 12)
	byID := map[entente.ArticleID]*Story{}
	for i := range list {
		byID[list[i].Article().ID] = &list[i]
		if _, err := led.Receive(ctx, list[i].Article(), entente.Input{Name: list[i].Headline}); err != nil {
			t.Fatal(err)
		}
	}
	done := 0
	read := func(_ context.Context, art *entente.Article) (*entente.Reading, error) {
		return byID[art.ID].Reading(), nil
	}
	if err := led.Work(ctx, read, entente.WorkOptions{Workers: 3, Done: func(entente.Progress) { done++ }}); err != nil {
		t.Fatal(err)
	}
	got, err := led.Totals(ctx)
	if err != nil || got.Unread != 0 || got.Articles != 12 || done != 12 {
		t.Errorf("after Work: %+v, %v; told of %d", got, err, done)
	}
	want := open(t, newClock().now)
	add(t, want, list...)
	if got, want := len(happenings(t, led, entente.Filter{})), len(happenings(t, want, entente.Filter{})); got == 0 || want == 0 {
		t.Errorf("%d happenings by Work, %d by Append", got, want)
	}
	r, err := led.Reading(ctx, string(list[3].Article().ID), time.Time{})
	if err != nil || !reflect.DeepEqual(r.Events, list[3].Reading().Events) || r.Article.Text != list[3].Article().Text {
		t.Errorf("Reading differs from what was read: %v", err)
	}
}

func failures(t *testing.T, open Open) {
	ctx := context.Background()
	led := open(t, newClock().now)
	s := Story{Published: "2020-02-03", Rows: []Row{{Source: "RUS", Target: "PAK", Type: entente.Aid}}}
	if _, err := led.Receive(ctx, s.Article(), entente.Input{Name: "a"}); err != nil {
		t.Fatal(err)
	}
	if err := led.Fail(ctx, entente.Failure{Key: "b.html", Kind: "binary input", Why: "not text", When: time.Now()}); err != nil {
		t.Fatal(err)
	}
	bad := func(context.Context, *entente.Article) (*entente.Reading, error) {
		return nil, &entente.Error{Op: "page", Kind: entente.Language, Err: errors.New("German")}
	}
	worse := func(context.Context, *entente.Article) (*entente.Reading, error) { panic("a stage fell over") }
	for i, read := range []func(context.Context, *entente.Article) (*entente.Reading, error){bad, worse} {
		if err := led.Work(ctx, read, entente.WorkOptions{}); err != nil {
			t.Fatal(err)
		}
		list, err := led.Failures(ctx)
		if err != nil || len(list) != 2 {
			t.Fatalf("round %d: %d failures, %v, want 2", i, len(list), err)
		}
		if n, err := led.Retry(ctx); err != nil || n != 1 {
			t.Fatalf("Retry = %d, %v, want 1: the other never became an article", n, err)
		}
	}
	good := func(context.Context, *entente.Article) (*entente.Reading, error) { return s.Reading(), nil }
	if err := led.Work(ctx, good, entente.WorkOptions{}); err != nil {
		t.Fatal(err)
	}
	if list, err := led.Failures(ctx); err != nil || len(list) != 1 || list[0].Key != "b.html" {
		t.Errorf("Failures = %+v, %v, want b.html alone", list, err)
	}
}

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
		list := stories(rng, 30)
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
		list := stories(rng, 40)
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

func asOf(t *testing.T, open Open) {
	rng := rand.New(rand.NewPCG(3, 9))
	c := newClock()
	led := open(t, c.now)
	type snapshot struct {
		at     time.Time
		list   []entente.Happening
		series map[string]entente.Tallies
	}
	var taken []snapshot
	all := stories(rng, 20)
	for i, s := range all {
		add(t, led, s)
		switch {
		case i%5 == 3: // a later reading
			s.Version = "2"
			s.Rows = s.Rows[:1]
			add(t, led, s)
		case i%5 == 4: // a correction
			list := happenings(t, led, entente.Filter{})
			row := list[rng.IntN(len(list))].ID
			if _, err := led.Correct(context.Background(), entente.Correction{Row: row, Who: "test", Reject: true}); err != nil {
				t.Fatal(err)
			}
		}
		taken = append(taken, snapshot{c.at, happenings(t, led, entente.Filter{Everyone: true}), series(t, led, time.Time{})})
	}
	for i, s := range taken {
		got := happenings(t, led, entente.Filter{AsOf: s.at, Everyone: true})
		if !sameList(got, s.list) {
			t.Errorf("step %d: as of then %d happenings, %d stood then", i, len(got), len(s.list))
		}
		if got := series(t, led, s.at); !reflect.DeepEqual(got, s.series) {
			t.Errorf("step %d: the series as of then: %s", i, differ(s.series, got))
		}
		for _, h := range got {
			if h.Known.After(s.at) {
				t.Errorf("step %d: saw %s, known only later", i, h.ID)
			}
		}
	}
}

func sameList(a, b []entente.Happening) bool {
	return slices.EqualFunc(a, b, func(x, y entente.Happening) bool {
		x.All, y.All = nil, nil
		return reflect.DeepEqual(x, y)
	})
}

func recoded(t *testing.T, open Open) {
	led := open(t, newClock().now)
	rng := rand.New(rand.NewPCG(4, 4))
	s := Story{Publisher: "Wire", Published: "2019-02-27", Tail: filler(rng), Rows: []Row{
		{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9},
		{Source: "USA", Target: "CHN", Type: entente.Accuse, Day: "2019-02-26", Goldstein: -2}}}
	add(t, led, s)
	first := happenings(t, led, entente.Filter{A: "IND"})[0].Happening
	next := s
	next.Version = "2"
	next.Rows = slices.Clone(s.Rows)
	next.Rows[0].Goldstein = -10
	next.Rows[1].Status = entente.Denied
	add(t, led, next)
	list := happenings(t, led, entente.Filter{})
	if len(list) != 2 {
		t.Fatalf("%d happenings after recoding, want 2", len(list))
	}
	again := happenings(t, led, entente.Filter{A: "IND"})[0]
	if again.Happening != first || *again.Goldstein != -10 || again.Reports != 1 {
		t.Errorf("recoded: %s of %s, %v; want the same event with the new value", again.ID, again.Happening, *again.Goldstein)
	}
	if got := tallies(t, led, entente.Filter{A: "USA", B: "CHN"}); len(got.Pair) != 0 {
		t.Errorf("what the new reading denies still counts: %+v", got.Pair)
	}
	if got := tallies(t, led, entente.Filter{A: "IND", B: "PAK"}); len(got.There) != 1 || got.There[0].Sum != -10 {
		t.Errorf("the series has %+v, want -10 once", got.There)
	}
}

func corrected(t *testing.T, open Open) {
	ctx := context.Background()
	led := open(t, newClock().now)
	add(t, led, Story{Publisher: "Wire", Published: "2019-02-27", Rows: []Row{{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9}}})
	start := series(t, led, time.Time{})
	row := happenings(t, led, entente.Filter{})[0].ID
	correct := func(c entente.Correction) entente.ReportID {
		t.Helper()
		c.Who = "editor"
		id, err := led.Correct(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	kind, scale := entente.Coerce, -4.0
	mended := correct(entente.Correction{Row: row, Why: "no shot was fired", Mend: &entente.Mend{Type: &kind, Goldstein: &scale, Targets: []entente.Party{{Code: "CHN", Name: "China"}}}})
	if got := tallies(t, led, entente.Filter{A: "IND", B: "CHN"}); len(got.There) != 1 || got.There[0].Sum != -4 {
		t.Errorf("after mending the series is %+v", got)
	}
	if got := tallies(t, led, entente.Filter{A: "IND", B: "PAK"}); len(got.Pair) != 0 {
		t.Errorf("the old pair still has %+v", got.Pair)
	}
	if _, err := led.Correct(ctx, entente.Correction{Row: row, Who: "late", Reject: true}); entente.KindOf(err) != entente.Refused {
		t.Errorf("correcting a row that was replaced: %v, want Refused", err)
	}
	rejected := correct(entente.Correction{Row: mended, Reject: true})
	if list := happenings(t, led, entente.Filter{}); len(list) != 0 {
		t.Errorf("a rejected row still stands: %+v", list)
	}
	back := correct(entente.Correction{Row: rejected, Undo: true})
	if got := tallies(t, led, entente.Filter{A: "IND", B: "CHN"}); len(got.There) != 1 {
		t.Errorf("undoing the rejection gave %+v", got)
	}
	back = correct(entente.Correction{Row: back, Undo: true})
	if got := series(t, led, time.Time{}); !reflect.DeepEqual(got, start) {
		t.Errorf("undoing all: %s", differ(start, got))
	}
	if _, err := led.Correct(ctx, entente.Correction{Row: back, Who: "editor", Undo: true}); entente.KindOf(err) != entente.Missing {
		t.Errorf("undoing once more: %v, want Missing", err)
	}
	if list, err := led.History(ctx, back); err != nil || len(list) != 4 || list[0].Why != "no shot was fired" || list[0].Mend == nil || *list[0].Mend.Type != kind {
		t.Errorf("History = %+v, %v, want the four corrections", list, err)
	}
	list, err := led.History(ctx, mended)
	if err != nil || len(list) != 1 {
		t.Fatalf("History(%s) = %+v, %v, want one correction", mended, list, err)
	}
	for id, at := range map[entente.ReportID]time.Time{row: list[0].When.Add(-time.Millisecond), mended: list[0].When} {
		if h, err := led.Happening(ctx, id, at); err != nil || h.All[0].ID != id {
			t.Errorf("as of %s: %+v, %v, want %s, which a correction parts from the other at its moment", at, h.All, err, id)
		}
	}
}

func rowsOf(t *testing.T, open Open) {
	ctx := context.Background()
	c := newClock()
	led := open(t, c.now)
	s := Story{Publisher: "Wire", Published: "2019-02-27", Rows: []Row{
		{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9},
		{Source: "USA", Target: "CHN", Type: entente.Accuse, Day: "2019-02-26", Goldstein: -2},
		{Source: "RUS", Target: "CHN", Type: entente.Aid, Day: "2019-02-26", Goldstein: 7}}}
	art := s.Article()
	if _, err := led.Receive(ctx, art, entente.Input{Name: "pasted"}); err != nil {
		t.Fatal(err)
	}
	add(t, led, s, Story{Publisher: "Other", Rows: []Row{{Source: "FRA", Target: "DEU", Type: entente.Consult, Day: "2019-02-26"}}})
	if got, err := led.Totals(ctx); err != nil || got.Unread != 0 {
		t.Errorf("Totals = %+v, %v: an article whose reading was appended is still unread", got, err)
	}
	rows := func(asOf time.Time) []entente.Row {
		t.Helper()
		got, err := led.Rows(ctx, string(art.ID), asOf)
		if err != nil || len(got) != 3 {
			t.Fatalf("Rows = %d rows, %v, want the 3 of the article", len(got), err)
		}
		return got
	}
	before, then := rows(time.Time{}), c.now()
	for i, r := range before {
		if want := entente.EventID(fmt.Sprintf("e%d", i+1)); r.ID.Event() != want || r.ID.Article() != string(art.ID)[7:23] || r.Rejected {
			t.Errorf("row %d is %s of %s, rejected %v; want %s in the order of the text", i, r.ID, r.ID.Article(), r.Rejected, want)
		}
	}
	kind, quad, cameo, none := entente.Coerce, entente.MaterialConflict, "170", entente.Mode("")
	c.now()
	for _, fix := range []entente.Correction{
		{Row: before[0].ID, Mend: &entente.Mend{Type: &kind, Quad: &quad, CAMEO: &cameo, Mode: &none}},
		{Row: before[1].ID, Reject: true},
	} {
		fix.Who = "editor"
		if _, err := led.Correct(ctx, fix); err != nil {
			t.Fatal(err)
		}
	}
	after := rows(time.Time{})
	if r := after[0]; r.ID == before[0].ID || r.ID.First() != before[0].ID || r.Type != kind || r.Quad != quad || r.CAMEO != cameo || r.Mode != nil {
		t.Errorf("the mended row is %s %s %s %s %v", r.ID, r.Type, r.Quad, r.CAMEO, r.Mode)
	}
	if r := after[1]; !r.Rejected || r.ID.First() != before[1].ID {
		t.Errorf("the rejected row is %s, rejected %v", r.ID, r.Rejected)
	}
	if got := rows(then); got[0].ID != before[0].ID || got[1].Rejected {
		t.Errorf("as of before the corrections: %s, rejected %v", got[0].ID, got[1].Rejected)
	}
	if _, err := led.Rows(ctx, "0123456789abcdef", time.Time{}); entente.KindOf(err) != entente.Missing {
		t.Errorf("Rows of an article that is not there: %v, want Missing", err)
	}
}

func carried(t *testing.T, open Open) {
	ctx := context.Background()
	led := open(t, newClock().now)
	s := Story{Publisher: "Wire", Published: "2019-02-27", Tail: filler(rand.New(rand.NewPCG(12, 12))), Rows: []Row{
		{Source: "IND", Target: "PAK", Type: entente.Assault, Day: "2019-02-26", Goldstein: -9},
		{Source: "USA", Target: "CHN", Type: entente.Accuse, Day: "2019-02-26", Goldstein: -2},
		{Source: "RUS", Target: "CHN", Type: entente.Aid, Day: "2019-02-26", Goldstein: 7}}}
	add(t, led, s)
	row := func(a, b string) entente.ReportID { return happenings(t, led, entente.Filter{A: a, B: b})[0].ID }
	scale, more := -1.0, 8.0
	for _, c := range []entente.Correction{
		{Row: row("IND", "PAK"), Why: "a skirmish", Mend: &entente.Mend{Goldstein: &scale}},
		{Row: row("USA", "CHN"), Why: "said of another", Reject: true},
		{Row: row("RUS", "CHN"), Mend: &entente.Mend{Goldstein: &more}},
	} {
		c.Who = "editor"
		if _, err := led.Correct(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	want := series(t, led, time.Time{})
	s.Version = "2"
	s.Rows = s.Rows[:2] // the third row is passed over by the new coder
	// The text is the same: what the new coder passes over stands in the tail.
	s.Tail = "RUS did aid to CHN on 2019-02-26.\n" + s.Tail
	add(t, led, s)
	if got := series(t, led, time.Time{}); !reflect.DeepEqual(got, want) {
		t.Errorf("after a later reading: %s", differ(want, got))
	}
	mended := row("IND", "PAK")
	list, err := led.History(ctx, mended)
	if err != nil || len(list) != 1 || list[0].Who != "editor" {
		t.Errorf("History(%s) = %+v, %v, want the editor's correction", mended, list, err)
	}
	if got, err := led.Totals(ctx); err != nil || got.Articles != 1 {
		t.Errorf("Totals = %+v, %v, want one article", got, err)
	}
}

func filters(t *testing.T, open Open) {
	rng := rand.New(rand.NewPCG(5, 5))
	c := newClock()
	led := open(t, c.now)
	add(t, led, stories(rng, 40)...)
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
	add(t, led, stories(rand.New(rand.NewPCG(6, 6)), 25)...)
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

func imported(t *testing.T, open Open) {
	ctx := context.Background()
	led := open(t, newClock().now)
	minus := -5.0
	rows := func(n int, broken bool) iter.Seq2[entente.Imported, error] {
		return func(yield func(entente.Imported, error) bool) {
			for i := range n {
				row := entente.Imported{Set: "icews", ID: fmt.Sprint(i), Day: mustDay("2014-01-01").Add(0, 0, i%40), Source: entente.Party{Code: "RUS", Sector: "GOV", Name: "Russia"},
					Target: entente.Party{Code: "UKR", Name: "Ukraine"}, Type: entente.Accuse, CAMEO: "112", Goldstein: &minus, Text: "Accuse", Publisher: "TASS", Mentions: 1}
				if i%10 == 9 {
					row.Source, row.Target = row.Target, row.Source
				}
				if i == 50 && !yield(entente.Imported{}, &entente.Error{Op: "table", Kind: entente.Syntax, Line: 51, Err: errors.New("a bad line")}) {
					return
				}
				if broken && i == 70 {
					yield(entente.Imported{}, errors.New("the disk went away"))
					return
				}
				if !yield(row, nil) {
					return
				}
			}
		}
	}
	add(t, led, Story{Publisher: "Wire", Published: "2014-01-05", Rows: []Row{{Source: "RUS", Target: "UKR", Type: entente.Accuse, Day: "2014-01-05", Goldstein: -2}}})
	if _, err := led.Import(ctx, "events.tab", "h1", rows(100, true)); err == nil {
		t.Error("a table that breaks off was taken for whole")
	}
	total := 0
	for range 2 {
		n, err := led.Import(ctx, "events.tab", "h1", rows(100, false))
		if err != nil {
			t.Fatal(err)
		}
		total += n
	}
	if got, err := led.Totals(ctx); err != nil || got.Imported != 100 || got.Reports != 1 {
		t.Errorf("Totals = %+v, %v; want 100 imported and one row of our own", got, err)
	}
	own := tallies(t, led, entente.Filter{A: "RUS", B: "UKR"})
	if len(own.Pair) != 1 || own.Pair[0].Events != 1 {
		t.Errorf("our own series is %+v", own.Pair)
	}
	theirs := tallies(t, led, entente.Filter{A: "RUS", B: "UKR", Sets: []string{"icews"}})
	events := 0
	for _, d := range theirs.Pair {
		events += d.Events
	}
	if events != 100 || len(theirs.Pair) != 40 {
		t.Errorf("their series has %d events on %d days, want 100 on 40", events, len(theirs.Pair))
	}
	f := entente.Filter{A: "RUS", B: "UKR", Sets: []string{"all"}, Limit: 7}
	seen := map[string]bool{}
	for {
		list, next, err := led.Imported(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			seen[r.ID] = true
		}
		if next == "" {
			break
		}
		f.After = next
	}
	if len(seen) != 100 {
		t.Errorf("pages hold %d of 100 rows", len(seen))
	}
	if list, _, err := led.Imported(ctx, entente.Filter{A: "RUS", B: "UKR", Sets: []string{"gdelt2"}}); err != nil || len(list) != 0 {
		t.Errorf("another system has %d rows, %v", len(list), err)
	}
}
