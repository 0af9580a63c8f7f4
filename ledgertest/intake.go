package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"
	"time"

	"entente"
)

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
	list := Stories(rand.New(rand.NewPCG(1, 1)), 12)
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

// recoding: old workers and new ones run beside each other.
func recoding(t *testing.T, open Open) {
	ctx := context.Background()
	led := open(t, newClock().now)
	list := Stories(rand.New(rand.NewPCG(7, 7)), 4)
	add(t, led, list...)
	byID := map[entente.ArticleID]*Story{}
	for i := range list {
		byID[list[i].Article().ID] = &list[i]
	}
	want := list[0].Reading().Coder
	if n, err := led.Recode(ctx, want); err != nil || n != 0 {
		t.Fatalf("Recode to the coder that read them = %d, %v, want 0", n, err)
	}
	want.Version = "2"
	for _, n := range []int{4, 0} { // the second time their jobs are there
		if got, err := led.Recode(ctx, want); err != nil || got != n {
			t.Fatalf("Recode = %d, %v, want %d", got, err, n)
		}
	}
	if queue, err := led.Queue(ctx); err != nil || len(queue) != 1 || queue[0].State != "available" || queue[0].Jobs != 4 || queue[0].Oldest.IsZero() {
		t.Fatalf("Queue = %+v, %v, want four available", queue, err)
	}
	as := func(version string) func(context.Context, *entente.Article) (*entente.Reading, error) {
		return func(_ context.Context, art *entente.Article) (*entente.Reading, error) {
			s := *byID[art.ID]
			s.Version = version
			return s.Reading(), nil
		}
	}
	old, stop := context.WithTimeout(ctx, 500*time.Millisecond)
	defer stop()
	err := led.Work(old, as("1"), entente.WorkOptions{Coder: list[0].Reading().Coder})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("the old coder's Work = %v; it must leave what is not its own", err)
	}
	if err := led.Work(ctx, as("2"), entente.WorkOptions{Coder: want}); err != nil {
		t.Fatal(err)
	}
	for id := range byID {
		if r, err := led.Reading(ctx, string(id), time.Time{}); err != nil || r.Coder != want {
			t.Errorf("the reading is by %+v, %v; want %+v", r.Coder, err, want)
		}
	}
	if queue, err := led.Queue(ctx); err != nil || len(queue) != 0 {
		t.Errorf("Queue = %+v, %v, want nothing", queue, err)
	}
}

// together: writers that meet at the same articles and the same pairs.
func together(t *testing.T, open Open) {
	ctx := context.Background()
	led := open(t, newClock().now)
	rng := rand.New(rand.NewPCG(11, 11))
	list := Stories(rng, 24)
	for i := range 8 { // reprints of some, nearly the same
		again := list[i]
		again.Publisher, again.Tail = "Reprint", again.Tail+fmt.Sprintf("Printed again as number %d.", i)
		list = append(list, again)
	}
	const writers = 4
	var all sync.WaitGroup
	errs := make(chan error, writers)
	for k := range writers {
		all.Go(func() {
			order := rand.New(rand.NewPCG(uint64(k), 3)).Perm(len(list))
			for _, i := range order {
				if _, err := led.Append(ctx, list[i].Reading()); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(errs)
	for err := range errs {
		t.Fatal(err)
	}
	one := open(t, newClock().now)
	add(t, one, list...)
	got, err := led.Totals(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want, err := one.Totals(ctx)
	if err != nil {
		t.Fatal(err)
	}
	// How many happenings there are hangs on the order in which reports of one came in.
	if got.Articles != want.Articles || got.Clusters != want.Clusters || got.Reports != want.Reports {
		t.Errorf("written by %d at once: %+v, one after another: %+v", writers, got, want)
	}
	told := 0
	for _, h := range happenings(t, led, entente.Filter{Everyone: true}) {
		told += h.Reports
	}
	if told != want.Reports {
		t.Errorf("the happenings are told by %d rows, and there are %d", told, want.Reports)
	}
	if checker, ok := led.(interface {
		CheckStanding(context.Context) ([]string, error)
	}); ok {
		if faults, err := checker.CheckStanding(ctx); err != nil || len(faults) > 0 {
			t.Errorf("the sums do not follow from the rows: %v, %v", faults, err)
		}
	}
}
