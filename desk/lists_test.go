package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"entente"
	"entente/desk"
)

func TestDisputes(t *testing.T) {
	led := book(quarrel(t)...)
	list, err := desk.Disputes(t.Context(), led, entente.Filter{A: "TCD", B: "NOR"})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Rows) != 1 || list.Next != "" {
		t.Fatalf("%d disputes, next %q; want one", len(list.Rows), list.Next)
	}
	d := list.Rows[0]
	if len(d.Asserted) != 1 || d.Asserted[0].Sentence != "Oslo says that its convoy was shot at." {
		t.Errorf("asserted by %+v", d.Asserted)
	}
	if len(d.Denied) != 1 || d.Denied[0].Row != "d2/e1" || d.Denied[0].Print.Publisher != "Courier" {
		t.Errorf("denied by %+v", d.Denied)
	}
}

// TestDisputeInOneArticle: the row stands in one claim; who denies it is in the reading.
func TestDisputeInOneArticle(t *testing.T) {
	const text = "Rebels said that Chad had shelled a village. “We shelled nobody,” a general answered."
	r := row(t, "abc/e7+2", "TCD>NOR ASSAULT disputed -10 2016-10-12 Herald", text[:44])
	r.Attribution = []entente.Voice{{Claim: "c1", Name: "Rebels", Stance: entente.StanceAssert}}
	led := book(told(r))
	rebels := entente.ActorRef("a1")
	led.ReadingFn = func(_ context.Context, id string, _ time.Time) (*entente.Reading, error) {
		if id != "sha256:abc" {
			return nil, &entente.Error{Op: "book", Kind: entente.Missing, Input: id}
		}
		return &entente.Reading{
			Article: &entente.Article{Text: text, Sentences: []entente.Span{{Start: 0, End: 44}, {Start: 45, End: len(text)}}},
			Actors:  []entente.Actor{{Ref: rebels, Name: "Chad's rebels", Country: "TCD", Sector: "REB"}},
			Claims: []entente.Claim{
				{ID: "c1", Speaker: &rebels, Cue: []entente.Span{{Start: 7, End: 11}}, CueLemma: "say", Stance: entente.StanceAssert, Class: entente.SourceInstitution},
				{ID: "c2", Source: []entente.Span{{Start: 70, End: 79}}, Content: []entente.Span{{Start: 48, End: 65}}, Stance: entente.StanceDeny, Class: entente.SourceAnonymous},
			},
			Disputes: []entente.Dispute{{About: []entente.EventID{"e3"}}, {About: []entente.EventID{"e7"}, Asserted: []entente.ClaimID{"c1"}, Denied: []entente.ClaimID{"c2"}}},
		}, nil
	}
	list, err := desk.Disputes(t.Context(), led, entente.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	d := list.Rows[0]
	if len(d.Asserted) != 1 || d.Asserted[0].Name != "Chad's rebels" || d.Asserted[0].Code != "TCD" || d.Asserted[0].Sentence != text[:44] {
		t.Errorf("asserted by %+v", d.Asserted)
	}
	if len(d.Denied) != 1 || d.Denied[0].Name != "a general" || d.Denied[0].Sentence != text[45:] {
		t.Errorf("denied by %+v", d.Denied)
	}
}

func figure(v float64, counts string) entente.Figure {
	return entente.Figure{Value: v, Bound: entente.BoundExact, Counts: counts}
}

func TestFigures(t *testing.T) {
	first := row(t, "f1/e1", "TCD>NOR ASSAULT happened -10 2016-10-12 Herald", "At least 12 were killed.")
	first.Figures = []entente.Figure{figure(12, "killed")}
	second := row(t, "f2/e1", "TCD>NOR ASSAULT happened -10 2016-10-12 Courier", "23 people were killed.")
	second.Figures = []entente.Figure{figure(23, "people killed")}
	twice := second
	twice.ID = "f2/e2"
	second.Print.Published = day(2016, 10, 15)
	copied := second
	copied.ID, copied.Reprint = "f3/e1", true
	led := book(append(quarrel(t), told(second, first, copied, twice))...)
	list, err := desk.Figures(t.Context(), led, entente.Filter{A: "NOR", B: "TCD", Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Rows) != 1 {
		t.Fatalf("%d happenings with figures, want the one that lies pages deep", len(list.Rows))
	}
	a := list.Rows[0]
	if len(a.Revisions) != 1 || len(a.Revisions[0].Figures) != 2 || a.Revisions[0].Figures[0].Figure.Value != 12 {
		t.Errorf("revisions are %+v, want 12 and then 23", a.Revisions)
	}
	if len(a.Rows) != 2 || a.Rows[1].Sentence != first.Quote {
		t.Errorf("sentences are %+v, want two: no reprint, and one figure of one article once", a.Rows)
	}
}

func TestDeals(t *testing.T) {
	deal := func(id entente.ReportID, short, stage, quote string) entente.Happening {
		r := row(t, id, short, quote)
		r.Stage = stage
		return told(r)
	}
	led := book(
		deal("g1/e1", "RUS>IND AGREE happened 6 2012-03-01 Herald", "signed", "Russia and India signed a contract for frigates."),
		deal("g2/e1", "RUS>IND CONSULT happened 4 2011-05-01 Herald", "talks", "Russia and India held talks on frigates and their engines."),
		deal("g3/e1", "RUS>IND AID denied 6 2012-04-01 Herald", "delivered", "Russia denied that frigates had been delivered to India."),
		deal("g4/e1", "RUS>IND CONSULT happened 4 2012-05-01 Herald", "", "Two ministers of Russia and India met."),
		deal("g5/e1", "RUS>PAK AGREE happened 6 2012-06-01 Herald", "signed", "Russia and Pakistan signed a gas pipeline agreement."),
	)
	list, err := desk.Deals(t.Context(), led, entente.Filter{A: "IND", B: "RUS"})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Rows) != 1 || list.Total != 1 {
		t.Fatalf("%d deals of %d, want one", len(list.Rows), list.Total)
	}
	d := list.Rows[0]
	var steps []string
	for _, s := range d.Steps {
		steps = append(steps, s.Stage+" "+s.Day.String()+" "+string(s.Cited.Row))
	}
	if want := []string{"talks 2011-05-01 g2/e1", "signed 2012-03-01 g1/e1"}; !slices.Equal(steps, want) {
		t.Errorf("steps are %q, want %q", steps, want)
	}
	if !slices.Contains(d.Object, "frigates") {
		t.Errorf("the object is %q, want frigates in it", d.Object)
	}
}

func TestPredictions(t *testing.T) {
	r := row(t, "p1/e1", "PAK>RUS AGREE predicted 6 2015-06-15 Herald", "Analysts expect that both will sign.")
	r.Attribution = []entente.Voice{{Name: "the paper", Stance: entente.StanceAssert}, {Name: "analysts", Class: entente.SourceAnonymous, Stance: entente.StancePredict}}
	led := book(told(r), told(row(t, "p2/e1", "PAK>RUS AGREE happened 6 2015-06-15 Herald", "Both signed.")))
	var asked []string
	led.QuotesFn = func(_ context.Context, f entente.Filter) ([]entente.Quote, string, error) {
		asked = append(asked, f.A+" of "+f.B)
		if !slices.Equal(f.Stances, []entente.Stance{entente.StancePredict}) {
			t.Errorf("stances asked are %q", f.Stances)
		}
		if f.A != "RUS" {
			return nil, "", nil
		}
		return []entente.Quote{
			{Words: "both will sign", About: []entente.ReportID{"p1/e1"}},
			{Words: "they will sign", Sentence: "They will sign, Moscow said.", Speaker: entente.Party{Code: "RUS", Name: "Moscow"}, About: []entente.ReportID{"p2/e1"}},
		}, "", nil
	}
	list, err := desk.Predictions(t.Context(), led, entente.Filter{A: "PAK", B: "RUS"})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"PAK of RUS", "RUS of PAK"}; !slices.Equal(asked, want) {
		t.Errorf("quotes asked are %q, want %q", asked, want)
	}
	if len(list.Rows) != 2 {
		t.Fatalf("%d predictions, want the row and the words that came true: %+v", len(list.Rows), list.Rows)
	}
	if p := list.Rows[0]; p.Who.Name != "analysts" || p.Cited.Row != "p1/e1" || p.Due.From != day(2015, 6, 15) {
		t.Errorf("the row is %+v", p)
	}
	if p := list.Rows[1]; p.Who.Name != "Moscow" || p.Words != "they will sign" || p.Cited.Row != "" {
		t.Errorf("the words are %+v", p)
	}
}

func TestSearch(t *testing.T) {
	led := book(quarrel(t)...)
	led.QuotesFn = func(context.Context, entente.Filter) ([]entente.Quote, string, error) {
		return []entente.Quote{{Words: "help"}}, "", nil
	}
	led.ArticlesFn = func(context.Context, entente.Filter) ([]entente.Found, string, error) { return nil, "", nil }
	found, err := desk.Search(t.Context(), led, entente.Filter{Words: "help"})
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Happenings) != 2 || found.Next != "2" || len(found.Quotes) != 1 || found.Articles == nil {
		t.Errorf("found %d happenings, next %q, %d quotes, articles %v", len(found.Happenings), found.Next, len(found.Quotes), found.Articles)
	}
	more, err := desk.Search(t.Context(), led, entente.Filter{Words: "help", After: found.Next})
	if err != nil {
		t.Fatal(err)
	}
	if len(more.Happenings) != 2 || len(more.Quotes) != 0 {
		t.Errorf("the next page has %d happenings and %d quotes, want 2 and none again", len(more.Happenings), len(more.Quotes))
	}
}

// TestImported: rows of other systems answer in their own words.
func TestImported(t *testing.T) {
	v := -5.0
	led := book()
	led.ImportedFn = func(_ context.Context, f entente.Filter) ([]entente.Imported, string, error) {
		row := entente.Imported{Set: f.Sets[0], ID: "7", Day: day(2016, 10, 12), Type: entente.Threaten, Goldstein: &v, Text: "says so",
			Source: entente.Party{Code: "TCD"}, Target: entente.Party{Code: "NOR"}}
		crowd := row
		crowd.ID, crowd.Source.Sector = "8", "CVL"
		return []entente.Imported{row, crowd}, "", nil
	}
	led.TalliesFn = func(context.Context, entente.Filter) (entente.Tallies, error) {
		return entente.Tallies{Pair: []entente.Tally{{Day: day(2016, 10, 12), Events: 1, Weight: 1, Sum: v}}}, nil
	}
	sets := []string{"icews"}
	tie, err := desk.Relation(t.Context(), led, desk.Ask{A: "TCD", B: "NOR", Sets: sets})
	if err != nil {
		t.Fatal(err)
	}
	if m := tie.Points[0].Strongest; len(m) != 1 || m[0].Imported == nil || m[0].Pull != v {
		t.Errorf("strongest is %+v", m)
	}
	c, err := desk.Timeline(t.Context(), led, entente.Filter{A: "TCD", Sets: sets})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Days) != 1 || len(c.Days[0].Imported) != 2 {
		t.Errorf("days are %+v", c.Days)
	}
	b, err := desk.Brief(t.Context(), led, desk.Watch{Pairs: [][2]string{{"TCD", "NOR"}}, Since: day(2016, 10, 10), To: day(2016, 10, 16), Sets: sets})
	if err != nil {
		t.Fatal(err)
	}
	if want := "2016-10-12 icews threaten: says so"; b.Pairs[0].Reason != want {
		t.Errorf("reason is %q, want %q", b.Pairs[0].Reason, want)
	}
}

// TestErrors: what a ledger says goes up unchanged.
func TestErrors(t *testing.T) {
	broken := &entente.Error{Op: "book", Kind: entente.Corrupt}
	led := book()
	led.HappeningsFn = func(context.Context, entente.Filter) ([]entente.Happening, string, error) { return nil, "", broken }
	f := entente.Filter{A: "NOR", B: "TCD"}
	for name, ask := range map[string]func(context.Context) error{
		"timeline":    func(ctx context.Context) error { _, err := desk.Timeline(ctx, led, f); return err },
		"disputes":    func(ctx context.Context) error { _, err := desk.Disputes(ctx, led, f); return err },
		"figures":     func(ctx context.Context) error { _, err := desk.Figures(ctx, led, f); return err },
		"deals":       func(ctx context.Context) error { _, err := desk.Deals(ctx, led, f); return err },
		"predictions": func(ctx context.Context) error { _, err := desk.Predictions(ctx, led, f); return err },
		"search":      func(ctx context.Context) error { _, err := desk.Search(ctx, led, f); return err },
		"brief": func(ctx context.Context) error {
			_, err := desk.Brief(ctx, led, desk.Watch{Pairs: [][2]string{{"NOR", "TCD"}}, Since: day(2016, 1, 1)})
			return err
		},
	} {
		if err := ask(t.Context()); !errors.Is(err, broken) {
			t.Errorf("%s says %v, want the ledger's own word", name, err)
		}
	}
}
