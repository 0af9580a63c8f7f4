package report

import (
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/desk"
	"entente/index"
	"entente/link"
)

func on(y int, m time.Month, d int) entente.Day { return entente.Day{Year: y, Month: m, Day: d} }

func exact(d entente.Day) entente.Date {
	return entente.Date{From: d, To: d, Precision: entente.PrecisionDay, Basis: entente.BasisExplicit}
}

var (
	kenya   = entente.Party{Code: "KEN", Sector: "GOV", Name: "Kenya"}
	uganda  = entente.Party{Code: "UGA", Sector: "GOV", Name: "Uganda"}
	tokyo   = entente.Party{Code: "JPN", Sector: "BUS", Name: "日本商事"}
	gazette = entente.Print{Article: "sha256:aa", Publisher: "Lake Gazette", Published: on(2019, 3, 6), Headline: "Border Opens Again"}
	herald  = entente.Print{Article: "sha256:bb", Publisher: "Hill Herald", Published: on(2019, 3, 7)}
)

// opened is something that two papers tell of, closed what one side denies, summit what
// is only planned, old what is history.
func opened() entente.Happening {
	v := 6.5
	h := entente.Happening{Reports: 3, Independent: 2, Overall: entente.Happened, Day: on(2019, 3, 5), Report: entente.Report{ID: "aaaaaaaaaaaa/e1",
		Sources: []entente.Party{uganda}, Targets: []entente.Party{kenya}, Print: gazette}}
	h.Type, h.Status, h.Quad, h.Goldstein, h.Date = entente.Concede, entente.Happened, entente.MaterialCooperation, &v, exact(on(2019, 3, 5))
	h.Quote = "Uganda opened the crossing at Busia again on Tuesday, and 40 lorries of maize that had waited there for\nnine days went through before noon, customs officers said."
	h.Figures = []entente.Figure{{Value: 40, Bound: entente.BoundExact, Counts: "lorries of maize"}}
	h.Attribution = []entente.Voice{{Claim: "c1", Name: "customs officers", Class: entente.SourceAnonymous, Cue: "say", Stance: entente.StanceAssert}}
	h.Place = &entente.Place{Name: "Busia", Country: "UGA"}
	return h
}

func closed() entente.Happening {
	mode := entente.Mode("restrict")
	h := entente.Happening{Reports: 2, Overall: entente.Disputed, Day: on(2019, 2, 28), Report: entente.Report{ID: "bbbbbbbbbbbb/e2",
		Sources: []entente.Party{kenya}, Targets: []entente.Party{uganda, tokyo}, Print: herald}}
	h.Type, h.Mode, h.Status, h.Quad, h.Date = entente.Coerce, &mode, entente.Claimed, entente.MaterialConflict, exact(on(2019, 2, 28))
	h.Quote = "Kampala says that Kenya held the goods of a Japanese house."
	return h
}

func summit() entente.Happening {
	h := entente.Happening{Reports: 1, Overall: entente.Planned, Day: on(2019, 4, 16), Report: entente.Report{ID: "aaaaaaaaaaaa/e4", Sources: []entente.Party{kenya}, Targets: []entente.Party{uganda}, Print: gazette}}
	h.Type, h.Status, h.Quad, h.Stage = entente.Consult, entente.Planned, entente.VerbalCooperation, "talks"
	h.Date = entente.Date{From: on(2019, 4, 1), To: on(2019, 4, 30), Precision: entente.PrecisionMonth, Basis: entente.BasisExplicit}
	h.Quote = "The two presidents are to meet in April."
	return h
}

func old() entente.Happening {
	h := entente.Happening{Reports: 1, Independent: 1, Overall: entente.Happened, Report: entente.Report{ID: "aaaaaaaaaaaa/e5", Sources: []entente.Party{kenya, uganda}, Targets: []entente.Party{kenya, uganda}, Print: entente.Print{}}}
	h.Type, h.Status, h.Quad, h.Background = entente.Agree, entente.Happened, entente.VerbalCooperation, true
	h.Quote = "Both had signed the treaty of the lake."
	return h
}

func tie() *desk.Tie {
	a, b := opened(), closed()
	mean := 4.2
	t := &desk.Tie{A: "KEN", B: "UGA", Period: entente.PeriodMonth, Noise: 3, Drift: 0.4, Earlier: 4, First: on(1977, 6, 1),
		Turns: []index.Turn{{Day: on(2018, 11, 1), Direction: entente.Warming, Before: -4.1, After: 3.6, P: 0.012}},
		There: index.Series{Points: []index.Point{{Events: 3, Level: -1.25, Low: -4, High: 2, Thin: true}}},
		Back:  index.Series{Points: []index.Point{{Events: 0}}},
	}
	for i, level := range []float64{-4.5, -4, -3, -2, -0.1, 0.1, 2, 3, 4.5} {
		m := on(2018, 7, 1).Add(0, i, 0)
		p := desk.Point{Point: index.Point{From: m, To: m.Add(0, 1, -1), Level: level, Low: level - 2, High: level + 2, Thin: i < 2}}
		if i == 8 {
			p.Events, p.Weight, p.Mean = 5, 6.2, &mean
			p.Happenings = []entente.ReportID{a.ID, "aaaaaaaaaaaa/e9", "cccccccccccc/e1", "cccccccccccc/e2", "dddddddddddd/e1"}
			p.Strongest = []desk.Move{{Happening: &a, Pull: 4.67}}
		}
		if i == 4 {
			p.Events, p.Weight = 1, 1
			p.Happenings = []entente.ReportID{b.ID}
			p.Strongest = []desk.Move{{Happening: &b, Pull: -2.04}}
		}
		t.Points = append(t.Points, p)
	}
	return t
}

func elsewhere() *entente.Imported {
	v := -2.0
	return &entente.Imported{Set: "icews", ID: "31415", Day: on(2019, 3, 4), Source: entente.Party{Code: "UGA", Name: "Uganda"}, Target: entente.Party{Code: "KEN", Name: "Kenya"},
		CAMEO: "112", Goldstein: &v, Text: "Accuse", Publisher: "A Wire"}
}

// answers is one page of each kind.
func answers() map[string]func(io.Writer, Options) error {
	quote := entente.Quote{Article: gazette, Claim: "c2", Speaker: kenya, Role: "transport minister", Class: entente.SourceNamed, Stance: entente.StancePredict, Form: entente.FormDirect, Cue: "predict",
		Words: "“Trade will double”", Sentence: "“Trade will double,” the transport minister predicted.", About: []entente.ReportID{"aaaaaaaaaaaa/e3"}}
	at := func(v float64, bound entente.Bound, id entente.ReportID, d entente.Day) link.FigureAt {
		return link.FigureAt{Figure: entente.Figure{Value: v, Bound: bound, Counts: "lorries"}, Report: id, Printed: d}
	}
	cited := desk.Cited{Row: "aaaaaaaaaaaa/e1", Sentence: "At least 12 lorries went through.", Print: gazette}
	later := desk.Cited{Row: "bbbbbbbbbbbb/e1", Sentence: "In the end 40 lorries went through.", Print: herald}
	mean := 4.1
	a, imported := opened(), elsewhere()
	return map[string]func(io.Writer, Options) error{
		"relation": func(w io.Writer, o Options) error { return Relation(w, tie(), o) },
		"nothing":  func(w io.Writer, o Options) error { return Relation(w, &desk.Tie{A: "KEN", B: "UGA"}, o) },
		"brief": func(w io.Writer, o Options) error {
			b := &desk.Briefing{Since: on(2019, 3, 1), To: on(2019, 3, 8), Pairs: []desk.PairBrief{
				{A: "KEN", B: "UGA", Arrow: desk.Up, Before: &index.Point{Level: 0.2, Low: -1.6, High: 2}, Now: &index.Point{Level: 3.4, Low: 1.2, High: 5.6}, Change: 3.2, Events: 2, Mean: &mean,
					Reason: "2019-03-05 concede: " + a.Quote, Moved: []desk.Move{{Happening: &a, Pull: 8.4}, {Imported: imported, Pull: -2.2}}, Planned: []entente.Happening{summit()}, Disputed: []entente.Happening{closed()}},
				{A: "KEN", B: "RWA", Arrow: desk.Flat, Thin: true, Reason: "nothing that counts is known of this pair"},
			}}
			return Brief(w, b, o)
		},
		"alert": func(w io.Writer, o Options) error {
			threat := summit()
			threat.Overall, threat.Status = entente.Threatened, entente.Threatened
			return Alert(w, &desk.Alerts{To: on(2019, 3, 8), Changes: []desk.Change{
				{A: "KEN", B: "UGA", Was: &index.Point{From: on(2018, 6, 4), Level: 0.2, Low: -1.6, High: 2}, Now: &index.Point{Level: 3.4, Low: 1.2, High: 5.6}, Turned: tie().Turns,
					Threats: []entente.Happening{threat, threat, threat, threat}, Disputes: []entente.Happening{closed()}},
				{A: "KEN", B: "RWA", Now: &index.Point{Level: -0.4, Low: -9.2, High: 8.4, Thin: true}, Gone: []entente.Day{on(2017, 2, 1)}},
			}}, o)
		},
		"timeline": func(w io.Writer, o Options) error {
			return Timeline(w, &desk.Chronology{A: "KEN", B: "UGA", Next: "17", Days: []desk.DayRows{
				{Happenings: []entente.Happening{old()}}, {Day: on(2019, 2, 28), Happenings: []entente.Happening{closed()}},
				{Day: on(2019, 3, 4), Imported: []entente.Imported{*imported}}, {Day: on(2019, 3, 5), Happenings: []entente.Happening{opened()}}, {Day: on(2019, 4, 16), Happenings: []entente.Happening{summit()}}}}, o)
		},
		"quotes": func(w io.Writer, o Options) error {
			return Quotes(w, &desk.List[entente.Quote]{Rows: []entente.Quote{quote}, Next: "2"}, o)
		},
		"figures": func(w io.Writer, o Options) error {
			return Figures(w, &desk.List[desk.Amounts]{Total: 3, Rows: []desk.Amounts{{Happening: a, Rows: []desk.Cited{cited, later},
				Revisions: []link.Revision{{Counts: "lorries", Figures: []link.FigureAt{at(12, entente.BoundAtLeast, cited.Row, on(2019, 3, 6)), at(40, entente.BoundExact, later.Row, on(2019, 3, 7))}}}}}}, o)
		},
		"disputes": func(w io.Writer, o Options) error {
			return Disputes(w, &desk.List[desk.Dispute]{Rows: []desk.Dispute{{Happening: closed(),
				Asserted: []desk.Side{{Name: "Uganda", Code: "UGA", Class: entente.SourceInstitution, Sentence: closed().Quote, Row: "bbbbbbbbbbbb/e2", Print: herald}, {Class: entente.SourceAuthor, Sentence: "Kenya held the goods.", Row: "aaaaaaaaaaaa/e6", Print: gazette}},
				Denied:   []desk.Side{{Class: entente.SourceAnonymous, Role: "a customs officer", Sentence: "A customs officer denied it.", Row: "bbbbbbbbbbbb/e2", Print: herald}}}}}, o)
		},
		"deals": func(w io.Writer, o Options) error {
			return Deals(w, &desk.List[desk.Deal]{Rows: []desk.Deal{{Pair: [2]string{"KEN", "UGA"}, Object: []string{"railway", "line"}, Steps: []desk.Step{
				{DealStage: link.DealStage{Stage: "talks", Day: on(2018, 5, 2), Report: cited.Row}, Type: entente.Consult, Status: entente.Happened, Cited: cited},
				{DealStage: link.DealStage{Stage: "signed", Day: on(2019, 3, 7), Report: later.Row}, Type: entente.Agree, Status: entente.Planned, Figures: []entente.Figure{{Value: 2e9, Unit: "USD", Bound: entente.BoundAbout}}, Cited: later}}}}}, o)
		},
		"predictions": func(w io.Writer, o Options) error {
			return Predictions(w, &desk.List[desk.Prediction]{Rows: []desk.Prediction{
				{Who: entente.Voice{Name: "Okello", Role: "an analyst", Class: entente.SourceNamed}, Type: entente.Cooperate, Sources: []entente.Party{kenya}, Targets: []entente.Party{uganda}, Due: exact(on(2020, 1, 1)), Cited: cited},
				{Who: entente.Voice{Name: "Kenya", Code: "KEN", Class: entente.SourceInstitution}, Words: "trade will double", About: []entente.ReportID{"bbbbbbbbbbbb/e9"}, Cited: desk.Cited{Sentence: "Kenya said trade will double.", Print: herald}}}}, o)
		},
		"realignments": func(w io.Writer, o Options) error {
			tie := func(to string, level float64) index.Tie {
				return index.Tie{Pair: [2]string{"UGA", to}, Level: level, Low: level - 1, High: level + 1}
			}
			return Realignments(w, &desk.Alignment{State: "UGA", From: on(2018, 1, 1), To: on(2019, 3, 8),
				Ties:   []desk.TieChange{{Partner: "KEN", Before: tie("KEN", -4), After: tie("KEN", 3.5)}, {Partner: "RWA", Before: tie("RWA", 5), After: tie("RWA", -2)}},
				Moves:  []desk.Shift{{Realignment: index.Realignment{State: "UGA", From: "RWA", Toward: "KEN", FallBy: 7, RiseBy: 7.5}, Cooled: []desk.Move{{Imported: imported, Pull: -7}}, Warmed: []desk.Move{{Happening: &a, Pull: 10.5}}}},
				Triads: []index.Triad{{States: [3]string{"KEN", "RWA", "UGA"}, Signs: [3]int{-1, 1, -1}, Balanced: true, Strength: 2}}}, o)
		},
		"search": func(w io.Writer, o Options) error {
			return Search(w, &desk.Findings{Words: "maize", Happenings: []entente.Happening{opened()}, Quotes: []entente.Quote{quote}, Articles: []entente.Found{{Print: gazette, Passage: "Maize went through.", Rows: 1}}}, o)
		},
	}
}

// TestAnswers holds each page against its recorded form.
func TestAnswers(t *testing.T) {
	for name, write := range answers() {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := write(&b, Options{}); err != nil {
				t.Fatal(err)
			}
			golden := "testdata/" + name + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if b.String() != string(want) {
				t.Errorf("page is\n%s\nwant\n%s", b.String(), want)
			}
		})
	}
}

// TestAnswersFit: no line is wider than the page, and colour follows the option.
func TestAnswersFit(t *testing.T) {
	for name, write := range answers() {
		for _, width := range []int{60, 80, 140} {
			var plain, coloured strings.Builder
			if err := write(&plain, Options{Width: width}); err != nil {
				t.Fatal(err)
			}
			if err := write(&coloured, Options{Width: width, Colour: true}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(plain.String()) {
				if n := columns(strings.TrimRight(line, "\n")); n > width {
					t.Errorf("%s at %d columns: a line of %d: %s", name, width, n, line)
				}
			}
			if strings.Contains(plain.String(), "\x1b") || !strings.Contains(coloured.String(), "\x1b[") {
				t.Errorf("%s: colour does not follow the option", name)
			}
		}
	}
}
