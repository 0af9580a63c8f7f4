package desk_test

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/desk"
	"entente/index"
	"entente/mock"
)

func day(y int, m time.Month, d int) entente.Day { return entente.Day{Year: y, Month: m, Day: d} }

// row is a report in short: "RUS>PAK AID happened 7 2016-05-03 Gazette", with a sentence.
// The sides of a reciprocal type are written the same way.
func row(t *testing.T, id entente.ReportID, short, quote string) entente.Report {
	t.Helper()
	f := strings.Fields(short)
	source, target, _ := strings.Cut(f[0], ">")
	scale, err := strconv.ParseFloat(f[3], 64)
	if err != nil {
		t.Fatal(err)
	}
	on, err := entente.ParseDay(f[4])
	if err != nil {
		t.Fatal(err)
	}
	r := entente.Report{ID: id, Happening: id, Print: entente.Print{Article: entente.ArticleID("sha256:" + strings.SplitN(string(id), "/", 2)[0]), Publisher: f[5], Published: on.Add(0, 0, 1)}}
	r.Print.Cluster = r.Print.Article
	r.Type, r.Status, r.Goldstein, r.Quote = entente.EventType(f[1]), entente.Status(f[2]), &scale, quote
	r.Date = entente.Date{From: on, To: on, Precision: entente.PrecisionDay}
	for _, code := range strings.Split(source, ",") {
		r.Sources = append(r.Sources, entente.Party{Code: code, Name: code})
	}
	if target != "" {
		for _, code := range strings.Split(target, ",") {
			r.Targets = append(r.Targets, entente.Party{Code: code, Name: code})
		}
	}
	return r
}

// book is a Reader over happenings in memory, which gives two at most at a time, so that
// whoever does not ask for the next page is found out.
func book(happenings ...entente.Happening) *mock.Reader {
	const most = 2
	find := func(f entente.Filter) []entente.Happening {
		var out []entente.Happening
		for _, h := range happenings {
			if between(&h, f.A, f.B) && in(h.Day, f) && has(&h, f.Statuses) && strings.Contains(h.Quote, f.Words) {
				out = append(out, h)
			}
		}
		slices.SortStableFunc(out, func(a, b entente.Happening) int {
			if f.Oldest {
				return a.Day.Compare(b.Day)
			}
			return b.Day.Compare(a.Day)
		})
		return out
	}
	return &mock.Reader{
		HappeningsFn: func(_ context.Context, f entente.Filter) ([]entente.Happening, string, error) {
			all, at := find(f), 0
			if f.After != "" {
				if _, err := fmt.Sscan(f.After, &at); err != nil {
					return nil, "", err
				}
			}
			end := min(len(all), at+most)
			if end == len(all) {
				return all[at:end], "", nil
			}
			return all[at:end], fmt.Sprint(end), nil
		},
		HappeningFn: func(_ context.Context, id entente.ReportID, _ time.Time) (entente.Happening, error) {
			for _, h := range happenings {
				if slices.ContainsFunc(h.All, func(r entente.Report) bool { return r.ID == id }) {
					return h, nil
				}
			}
			return entente.Happening{}, &entente.Error{Op: "book", Kind: entente.Missing, Input: string(id)}
		},
		ReportsFn: func(_ context.Context, f entente.Filter) iter.Seq2[entente.Report, error] {
			return func(yield func(entente.Report, error) bool) {
				for _, h := range find(f) {
					for _, r := range h.All {
						if !yield(r, nil) {
							return
						}
					}
				}
			}
		},
		TalliesFn: func(_ context.Context, f entente.Filter) (entente.Tallies, error) {
			var out entente.Tallies
			f.Oldest = true
			for _, h := range find(f) {
				if !h.Counts() {
					continue
				}
				w := index.EvidenceWeight(h.Independent)
				tally := entente.Tally{Day: h.Day, Events: 1, Weight: w, Sum: w * *h.Goldstein}
				out.Pair = append(out.Pair, tally)
				for _, d := range h.Dyads() {
					if d.Source == f.A && d.Target == f.B {
						out.There = append(out.There, tally)
					}
					if d.Source == f.B && d.Target == f.A {
						out.Back = append(out.Back, tally)
					}
				}
			}
			return out, nil
		},
	}
}

func between(h *entente.Happening, a, b string) bool {
	if a == "" {
		return true
	}
	for _, d := range h.Dyads() {
		if d.Source == a && (b == "" || d.Target == b) || d.Target == a && (b == "" || d.Source == b) {
			return true
		}
	}
	return false
}

func in(d entente.Day, f entente.Filter) bool {
	return (f.From.IsZero() || !d.Before(f.From)) && (f.To.IsZero() || !f.To.Before(d))
}

func has(h *entente.Happening, statuses []entente.Status) bool {
	return statuses == nil || slices.ContainsFunc(statuses, func(s entente.Status) bool { return slices.Contains(h.Statuses, s) })
}

// told folds rows into one happening.
func told(rows ...entente.Report) entente.Happening {
	for i := range rows {
		rows[i].Happening = rows[0].ID
	}
	return entente.Fold(rows)
}

// warming is a tie of two made-up years: quarrels, then works in common.
func warming(t *testing.T) []entente.Happening {
	var out []entente.Happening
	for i, short := range []string{
		"PAK>RUS ACCUSE happened -2 2014-02-10 Herald",
		"RUS>PAK REJECT happened -4 2014-03-12 Herald",
		"PAK>RUS PROTEST happened -6 2014-05-02 Courier",
		"RUS>PAK THREATEN happened -5 2014-06-20 Herald",
		"RUS>PAK AID happened 7 2015-04-11 Herald",
		"PAK>RUS AGREE happened 6 2015-06-15 Courier",
		"RUS>PAK COOPERATE happened 7 2015-08-20 Herald",
		"RUS,PAK>RUS,PAK CONSULT happened 4 2015-08-25 Courier",
		"RUS>PAK AID planned 7 2015-09-30 Courier",
		"RUS>IND AID happened 7 2015-08-21 Courier",
	} {
		out = append(out, told(row(t, entente.ReportID(fmt.Sprintf("%012d/e1", i)), short, "Sentence "+short+".")))
	}
	return out
}

func ids(list []entente.ReportID) string {
	var out []string
	for _, id := range list {
		out = append(out, strings.TrimLeft(strings.TrimSuffix(string(id), "/e1"), "0"))
	}
	return strings.Join(out, " ")
}

func TestRelation(t *testing.T) {
	tie, err := desk.Relation(t.Context(), book(warming(t)...), desk.Ask{A: "PAK", B: "RUS", To: day(2015, 10, 3)})
	if err != nil {
		t.Fatal(err)
	}
	if first, last := tie.Points[0], tie.Last(); first.From != day(2014, 2, 1) || last.To != day(2015, 10, 31) || len(tie.Points) != 21 {
		t.Errorf("%d points from %s to %s, want 21 from 2014-02-01 to 2015-10-31", len(tie.Points), first.From, last.To)
	}
	august := tie.Points[18]
	if got, want := ids(august.Happenings), "6 7"; got != want {
		t.Errorf("August rests on %q, want %q: a meeting once, no plan, nothing of other pairs", got, want)
	}
	if got := ids([]entente.ReportID{august.Strongest[0].Happening.ID}); got != "6" {
		t.Errorf("the strongest of August is %q, want 6", got)
	}
	if want := 7 - tie.Points[17].Level; august.Strongest[0].Pull != want {
		t.Errorf("pull is %v, want the scale value less the level before, %v", august.Strongest[0].Pull, want)
	}
	if tie.Points[0].Level >= 0 || tie.Last().Level <= 0 {
		t.Errorf("level goes from %v to %v, want from below 0 to above", tie.Points[0].Level, tie.Last().Level)
	}
	count := func(s index.Series) (n int) {
		for _, p := range s.Points {
			n += p.Events
		}
		return n
	}
	if there, back := count(tie.There), count(tie.Back); there != 5 || back != 6 {
		t.Errorf("PAK did %d things and RUS %d, want 5 and 6: what both did is in each", there, back)
	}
}

// TestRelationWindow: a window cuts what is shown and changes no level.
func TestRelationWindow(t *testing.T) {
	led := book(warming(t)...)
	whole, err := desk.Relation(t.Context(), led, desk.Ask{A: "PAK", B: "RUS", To: day(2015, 10, 3)})
	if err != nil {
		t.Fatal(err)
	}
	part, err := desk.Relation(t.Context(), led, desk.Ask{A: "PAK", B: "RUS", From: day(2015, 6, 10), To: day(2015, 7, 2)})
	if err != nil {
		t.Fatal(err)
	}
	if len(part.Points) != 2 {
		t.Fatalf("%d points, want June and July", len(part.Points))
	}
	if part.Points[0].Level != whole.Points[16].Level {
		t.Errorf("June is at %v alone and at %v in the whole", part.Points[0].Level, whole.Points[16].Level)
	}
	if got, want := part.Points[0].Strongest[0].Pull, whole.Points[16].Strongest[0].Pull; got != want {
		t.Errorf("what happened in June pulls by %v alone and by %v in the whole", got, want)
	}
	if got := ids(part.Points[0].Happenings); got != "5" {
		t.Errorf("June rests on %q, want 5", got)
	}
}

// TestBehind: a point read alone rests on the same rows, with the same pulls, as in the
// whole; what does not count stands apart.
func TestBehind(t *testing.T) {
	led := book(warming(t)...)
	ask := desk.Ask{A: "PAK", B: "RUS", To: day(2015, 10, 3)}
	whole, err := desk.Relation(t.Context(), led, ask)
	if err != nil {
		t.Fatal(err)
	}
	ask.Strongest = -1
	bare, err := desk.Relation(t.Context(), led, ask)
	if err != nil {
		t.Fatal(err)
	}
	before, august := whole.Points[17], whole.Points[18]
	if p := bare.Points[18]; p.Point.Level != august.Level || len(p.Strongest)+len(p.Happenings) > 0 {
		t.Errorf("without rows August is %+v, want the level %v and no rows", p, august.Level)
	}
	got, err := desk.Behind(t.Context(), led, ask, august.From, august.To, before.Level)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Counted) != len(august.Strongest) || got.More {
		t.Fatalf("%d rows behind August, want %d", len(got.Counted), len(august.Strongest))
	}
	for i, m := range got.Counted {
		if want := august.Strongest[i]; m.Happening.ID != want.Happening.ID || m.Pull != want.Pull {
			t.Errorf("row %d is %s with %v, want %s with %v", i, m.Happening.ID, m.Pull, want.Happening.ID, want.Pull)
		}
	}
	for _, h := range got.Rest {
		if h.Counts() && h.Goldstein != nil {
			t.Errorf("%s counts and stands among what does not", h.ID)
		}
	}
	all, err := desk.Behind(t.Context(), led, ask, day(2014, 1, 1), day(2016, 12, 31), 0)
	if err != nil || len(all.Rest) == 0 {
		t.Errorf("%d rows that do not count, %v, want the plan", len(all.Rest), err)
	}
}

// TestRelationListed: of the latest points with events alone the rows are read, and they
// are what they are in the whole.
func TestRelationListed(t *testing.T) {
	led := book(warming(t)...)
	whole, err := desk.Relation(t.Context(), led, desk.Ask{A: "PAK", B: "RUS", To: day(2015, 10, 3)})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		listed int
		from   int // the first point with rows
	}{
		{"all", 0, 0},
		{"the last", 1, 18},
		{"the last two", 2, 16},
		{"more than there are", 50, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := desk.Relation(t.Context(), led, desk.Ask{A: "PAK", B: "RUS", To: day(2015, 10, 3), Listed: tt.listed})
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range whole.Points {
				if i < tt.from {
					want.Happenings, want.Strongest = nil, nil
				}
				if !reflect.DeepEqual(got.Points[i], want) {
					t.Errorf("point %d is %+v, want %+v", i, got.Points[i], want)
				}
			}
		})
	}
}

// TestRelationEarlier: events before the window are counted and not shown.
func TestRelationEarlier(t *testing.T) {
	tie, err := desk.Relation(t.Context(), book(warming(t)...), desk.Ask{A: "PAK", B: "RUS", From: day(2014, 6, 10)})
	if err != nil {
		t.Fatal(err)
	}
	if tie.Earlier != 3 || tie.First != day(2014, 2, 10) {
		t.Errorf("%d earlier events, the first on %s; want 3 from 2014-02-10 on", tie.Earlier, tie.First)
	}
	if tie, err = desk.Relation(t.Context(), book(warming(t)...), desk.Ask{A: "PAK", B: "RUS"}); err != nil || tie.Earlier != 0 || !tie.First.IsZero() {
		t.Errorf("without a window %d are earlier, from %s on, %v", tie.Earlier, tie.First, err)
	}
}

func TestDays(t *testing.T) {
	rows := []entente.Imported{{Day: day(1995, 1, 1)}, {Day: day(2011, 3, 4)}}
	led := &mock.Reader{
		TotalsFn: func(context.Context) (entente.Totals, error) {
			return entente.Totals{From: day(1990, 8, 2), To: day(2030, 1, 1), PrintedFrom: day(2014, 6, 2), PrintedTo: day(2019, 8, 10)}, nil
		},
		ImportedFn: func(_ context.Context, f entente.Filter) ([]entente.Imported, string, error) {
			if f.Oldest {
				return rows[:1], "1", nil
			}
			return rows[1:], "1", nil
		},
	}
	for name, tt := range map[string]struct {
		sets        []string
		first, last entente.Day
	}{
		"printed":  {nil, day(2014, 6, 2), day(2019, 8, 10)},
		"imported": {[]string{"icews"}, day(1995, 1, 1), day(2011, 3, 4)},
	} {
		if first, last, err := desk.Days(t.Context(), led, tt.sets); err != nil || first != tt.first || last != tt.last {
			t.Errorf("%s: %s to %s, %v; want %s to %s", name, first, last, err, tt.first, tt.last)
		}
	}
}

func TestRelationOfNobody(t *testing.T) {
	tie, err := desk.Relation(t.Context(), book(warming(t)...), desk.Ask{A: "PAK", B: "NOR"})
	if err != nil {
		t.Fatal(err)
	}
	if len(tie.Points) != 0 || tie.Last() != nil {
		t.Errorf("%d points of a pair that nothing is known of", len(tie.Points))
	}
}

func TestTimeline(t *testing.T) {
	c, err := desk.Timeline(t.Context(), book(warming(t)...), entente.Filter{A: "PAK", B: "RUS", From: day(2015, 8, 20)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range c.Days {
		for _, h := range d.Happenings {
			got = append(got, d.Day.String()+" "+ids([]entente.ReportID{h.ID})+" "+string(h.Overall))
		}
	}
	if want := []string{"2015-08-20 6 happened", "2015-08-25 7 happened"}; !slices.Equal(got, want) {
		t.Errorf("days are %q, want %q", got, want)
	}
	if c.Next != "2" {
		t.Errorf("next is %q, want 2: the plan is still to come", c.Next)
	}
}
