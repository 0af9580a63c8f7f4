package paper

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/desk"
	"entente/index"
	"entente/link"
)

// builder makes a reading of sentences of our own.
type builder struct{ entente.Reading }

// sentence adds one to the text and returns its index.
func (b *builder) sentence(text string) int {
	if b.Article == nil {
		b.Article = &entente.Article{}
	}
	if n := len(b.Article.Sentences); n > 0 { // two sentences a line
		b.Article.Text += " \n"[n%2 : n%2+1]
	}
	from := len(b.Article.Text)
	b.Article.Text += text
	b.Article.Sentences = append(b.Article.Sentences, entente.Span{Start: from, End: len(b.Article.Text)})
	return len(b.Article.Sentences) - 1
}

// find is where words stand in a sentence.
func (b *builder) find(sentence int, words string) entente.Span {
	of := b.Article.Sentences[sentence]
	at := strings.Index(of.In(b.Article.Text), words)
	if at < 0 {
		panic("the sentence does not hold " + words)
	}
	return entente.Span{Start: of.Start + at, End: of.Start + at + len(words)}
}

func (b *builder) event(ev entente.Event, sentence int) {
	ev.ID = entente.EventID(fmt.Sprintf("e%d", len(b.Events)+1))
	ev.Sentence, ev.Quote = sentence, b.Article.Sentences[sentence].In(b.Article.Text)
	b.Events = append(b.Events, ev)
}

func day(y, m, d int) entente.Day { return entente.Day{Year: y, Month: time.Month(m), Day: d} }

func on(y, m, d int) entente.Date {
	return entente.Date{From: day(y, m, d), To: day(y, m, d), Precision: entente.PrecisionDay, Basis: entente.BasisExplicit}
}

// sample is a small article with one of everything.
func sample() *entente.Reading {
	b := &builder{}
	first := b.sentence("Ethiopia and Eritrea signed a declaration of peace in Asmara on 9 July 2018.")
	war := b.sentence("The war of 1998 killed at least 70,000 soldiers on both sides.")
	denial := b.sentence("Yemane Gebremeskel denied that Eritrea had asked for $200 million.")
	claim := b.sentence("Western diplomats said Eritrea had asked for $200 million.")
	quote := b.sentence("“There is no longer a border between us,” Abiy Ahmed told reporters.")
	b.sentence("Nobody cites this sentence.")
	a := b.Article
	a.Headline, a.Standfirst, a.Publisher, a.Bylines = "Peace after twenty years", "Two neighbours open their border", "Example Gazette", []string{"Ayşe Šimić"}
	a.Published, a.Dateline = day(2018, 7, 10), &entente.Dateline{Text: "ASMARA", Country: "ERI"}
	b.Actors = []entente.Actor{
		{Ref: "a1", Name: "Ethiopia", Country: "ETH", Sector: "GOV"}, {Ref: "a2", Name: "Eritrea", Country: "ERI", Sector: "GOV"},
		{Ref: "a3", Name: "Yemane Gebremeskel", Country: "ERI", Sector: "GOV"}, {Ref: "a4", Name: "Abiy Ahmed", Country: "ETH", Sector: "GOV"},
		{Ref: "a5", Name: "soldiers", Sector: "MIL"},
	}
	both := []entente.ActorRef{"a1", "a2"}
	b.event(entente.Event{Sources: both, Targets: both, Type: entente.Agree, Quad: entente.VerbalCooperation, Status: entente.Happened, Date: on(2018, 7, 9),
		Contexts: []entente.Context{"diplomatic"}, Stage: "signed", Place: &entente.Place{Name: "Asmara"}}, first)
	b.event(entente.Event{Targets: []entente.ActorRef{"a5"}, Type: entente.Assault, Quad: entente.MaterialConflict, Status: entente.Happened, Background: true,
		Date:    entente.Date{From: day(1998, 1, 1), To: day(1998, 12, 31), Precision: entente.PrecisionYear, Basis: entente.BasisExplicit},
		Figures: []entente.Figure{{Value: 70000, Bound: entente.BoundAtLeast, Counts: "soldiers killed", Span: b.find(war, "at least 70,000 soldiers")}}}, war)
	b.event(entente.Event{Sources: []entente.ActorRef{"a2"}, Type: entente.Request, Quad: entente.VerbalConflict, Status: entente.Disputed,
		Attribution: []entente.ClaimID{"c2"}, Figures: []entente.Figure{{Value: 2e8, Unit: "USD", Bound: entente.BoundExact, Span: b.find(claim, "$200 million")}}}, claim)
	yemane, abiy := entente.ActorRef("a3"), entente.ActorRef("a4")
	b.Claims = []entente.Claim{
		{ID: "c1", Speaker: &yemane, Class: entente.SourceNamed, Role: "information minister", Cue: []entente.Span{b.find(denial, "denied")}, CueLemma: "deny",
			Stance: entente.StanceDeny, Form: entente.FormIndirect, Content: []entente.Span{b.find(denial, "that Eritrea had asked for $200 million")}, About: []entente.EventID{"e3"}},
		{ID: "c2", Class: entente.SourceAnonymous, Source: []entente.Span{b.find(claim, "Western diplomats")}, Cue: []entente.Span{b.find(claim, "said")}, CueLemma: "say",
			Stance: entente.StanceAssert, Form: entente.FormIndirect, Content: []entente.Span{b.find(claim, "Eritrea had asked for $200 million")}, About: []entente.EventID{"e3"}},
		{ID: "c3", Speaker: &abiy, Class: entente.SourceNamed, Cue: []entente.Span{b.find(quote, "told")}, CueLemma: "tell", Stance: entente.StanceAssert,
			Form: entente.FormDirect, Content: []entente.Span{b.find(quote, "“There is no longer a border between us,”")}},
	}
	b.Disputes = []entente.Dispute{{About: []entente.EventID{"e3"}, Asserted: []entente.ClaimID{"c2"}, Denied: []entente.ClaimID{"c1"}}}
	b.Relations = []entente.Relation{
		{Pair: [2]string{"ERI", "ETH"}, Direction: entente.Warming, Events: []entente.EventID{"e1"}},
		{Pair: [2]string{"DJI", "ERI"}, Direction: entente.Cooling, Events: []entente.EventID{"e3"}},
	}
	b.Notes = []entente.Note{{Span: b.find(first, "declaration"), Why: "no target found"}}
	return &b.Reading
}

// many is an article of n events, each in a sentence of its own.
func many(n int) *entente.Reading {
	b := &builder{}
	for i := range n {
		s := b.sentence(fmt.Sprintf("On day %d the ministers of both countries met in the capital to speak about the border, the port and the prisoners.", i+1))
		b.event(entente.Event{Sources: []entente.ActorRef{"a1"}, Targets: []entente.ActorRef{"a2"}, Type: entente.Consult, Quad: entente.VerbalCooperation,
			Status: entente.Statuses()[i%len(entente.Statuses())], Date: on(2001+i/300, 1+i%12, 1+i%28), Background: i%7 == 0}, s)
	}
	b.Article.Headline = "Many meetings"
	b.Actors = []entente.Actor{{Ref: "a1", Name: "Ethiopia", Country: "ETH"}, {Ref: "a2", Name: "Eritrea", Country: "ERI"}}
	return &b.Reading
}

// pair is a dossier with one of everything.
func pair() *Dossier {
	at := func(d entente.Day) entente.Print {
		return entente.Print{Article: "sha256:aa", Publisher: "Example Gazette", URL: "https://news.example/1", Published: d}
	}
	eth, eri := entente.Party{Code: "ETH", Name: "Ethiopia", Sector: "GOV"}, entente.Party{Code: "ERI", Name: "Eritrea", Sector: "GOV"}
	row := func(id, quote string, t entente.EventType, status entente.Status, d entente.Day) entente.Happening {
		r := entente.Report{ID: entente.ReportID(id), Sources: []entente.Party{eth}, Targets: []entente.Party{eri}, Print: at(d)}
		r.Type, r.Status, r.Quote, r.Quad, r.Date = t, status, quote, entente.VerbalCooperation, on(d.Year, int(d.Month), d.Day)
		return entente.Happening{Report: r, Day: d, Reports: 3, Independent: 2, Overall: status}
	}
	peace := row("aa/e1", "Ethiopia and Eritrea signed a declaration of peace.", entente.Agree, entente.Happened, day(2018, 7, 9))
	plan := row("aa/e2", "They plan to open the road to Assab.", entente.Cooperate, entente.Planned, day(2018, 9, 1))
	quarrel := row("aa/e3", "Ethiopia is said to have moved troops.", entente.Mobilize, entente.Disputed, day(2018, 3, 1))
	tie := &desk.Tie{A: "ETH", B: "ERI", Period: entente.PeriodMonth, Turns: []index.Turn{{Day: day(2018, 7, 1), Direction: entente.Warming, Before: -4, After: 5, P: 0.01}}}
	for i := range 24 {
		from := day(2017, 1, 1).Add(0, i, 0)
		p := desk.Point{Point: index.Point{Level: -4 + float64(i)/3, Low: -6 + float64(i)/3, High: -1 + float64(i)/3, Thin: i < 6}}
		p.From, p.To = from, from.Add(0, 1, -1)
		if i == 18 {
			mean := 6.0
			p.Mean, p.Events, p.Strongest = &mean, 1, []desk.Move{{Happening: &peace, Pull: 4.2}}
		}
		tie.Points = append(tie.Points, p)
	}
	tie.There.Points = []index.Point{tie.Points[18].Point}
	now := tie.Points[23].Point
	cited := desk.Cited{Row: "aa/e2", Sentence: plan.Quote, Print: plan.Print}
	return &Dossier{
		A: "ETH", B: "ERI", From: day(2017, 1, 1), To: day(2018, 12, 31), Since: day(2018, 7, 1), Tie: tie,
		Name: func(code string) string { return map[string]string{"ETH": "Ethiopia", "ERI": "Eritrea"}[code] },
		Brief: &desk.PairBrief{A: "ETH", B: "ERI", Arrow: desk.Up, Now: &now, Events: 1, Mean: tie.Points[18].Mean, Thin: true, Reason: "2018-07-09 agree: peace",
			Moved: []desk.Move{{Happening: &peace, Pull: 4.2}}, Planned: []entente.Happening{plan}, Disputed: []entente.Happening{quarrel}},
		Chronology: &desk.Chronology{Days: []desk.DayRows{{Day: quarrel.Day, Happenings: []entente.Happening{quarrel}}, {Day: peace.Day, Happenings: []entente.Happening{peace},
			Imported: []entente.Imported{{Set: "icews", ID: "7", Day: peace.Day, Source: eth, Target: eri, Type: entente.Agree, Text: "Sign formal agreement"}}}}},
		Quotes: &desk.List[entente.Quote]{Rows: []entente.Quote{{Article: at(day(2018, 7, 10)), Claim: "c1", Speaker: eth, Class: entente.SourceNamed, Stance: entente.StanceAssert,
			Form: entente.FormDirect, Cue: "say", Words: "The border is open", Sentence: "“The border is open,” the minister said."}}},
		Disputes: &desk.List[desk.Dispute]{Rows: []desk.Dispute{{Happening: quarrel, Asserted: []desk.Side{{Class: entente.SourceAuthor, Sentence: quarrel.Quote, Row: "aa/e3", Print: quarrel.Print}},
			Denied: []desk.Side{{Name: "Abiy Ahmed", Code: "ETH", Class: entente.SourceNamed, Sentence: "No soldier has moved, said Abiy Ahmed.", Row: "aa/e4", Print: quarrel.Print}}}}},
		Deals: &desk.List[desk.Deal]{Rows: []desk.Deal{{Pair: [2]string{"ERI", "ETH"}, Object: []string{"road", "Assab"}, Steps: []desk.Step{{DealStage: link.DealStage{Stage: "talks", Day: plan.Day, Report: "aa/e2"},
			Type: entente.Cooperate, Status: entente.Planned, Cited: cited}}}}},
		Predictions: &desk.List[desk.Prediction]{Rows: []desk.Prediction{{Who: entente.Voice{Class: entente.SourceAuthor}, Type: entente.Cooperate, Sources: []entente.Party{eth}, Targets: []entente.Party{eri}, Cited: cited}}},
		Figures: &desk.List[desk.Amounts]{Rows: []desk.Amounts{{Happening: plan, Rows: []desk.Cited{cited}, Revisions: []link.Revision{{Figures: []link.FigureAt{
			{Figure: entente.Figure{Value: 71, Unit: "km", Bound: entente.BoundAbout, Counts: "road"}, Report: "aa/e2", Printed: day(2018, 9, 2), Publisher: "Example Gazette"}}}}}}, Total: 4},
		Realignments: []*desk.Alignment{{State: "ERI", From: day(2017, 1, 1), To: day(2018, 12, 31),
			Ties:   []desk.TieChange{{Partner: "ETH", Before: index.Tie{Level: -4}, After: index.Tie{Level: 4}}},
			Moves:  []desk.Shift{{Realignment: index.Realignment{State: "ERI", From: "QAT", Toward: "ETH", FallBy: 2, RiseBy: 8}, Warmed: []desk.Move{{Happening: &peace, Pull: 4.2}}}},
			Triads: []index.Triad{{States: [3]string{"ERI", "ETH", "QAT"}, Signs: [3]int{1, -1, 1}}}}},
	}
}

// TestSections holds the documents to what they promise to tell, in this order.
func TestSections(t *testing.T) {
	for _, tt := range []struct {
		name string
		doc  Document
		want []string
	}{
		{"an article", Article(sample(), Options{NotCoded: true}), []string{"Who did what to whom", "Disputed", "In their own words", "Told of others", "Figures", "Time line", "Ties", "Seen and not coded"}},
		{"an article, and not what was not coded", Article(sample(), Options{}), []string{"Who did what to whom", "Disputed", "In their own words", "Told of others", "Figures", "Time line", "Ties"}},
		{"an article of nothing", Article(&entente.Reading{Article: &entente.Article{}}, Options{NotCoded: true}), []string{"Who did what to whom"}},
		{"a pair", pair().Document(), []string{"In brief", "The tie over time", "What moved it", "Time line", "Who said what", "Disputed", "Deals", "Foretold", "Figures", "Third parties of Eritrea"}},
		{"one land of which nothing is known", (&Dossier{A: "ETH", Chronology: &desk.Chronology{}, Quotes: &desk.List[entente.Quote]{}}).Document(), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range tt.doc.Sections {
				if len(s.Blocks) > 0 {
					got = append(got, s.Title)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("sections %q, want %q", got, tt.want)
			}
		})
	}
}

// TestNotes says which sentences an article's notes are, and where they stand.
func TestNotes(t *testing.T) {
	r := sample()
	doc := Article(r, Options{})
	if len(doc.Notes) != 5 {
		t.Fatalf("%d notes, want one for each of the 5 sentences that are cited: %+v", len(doc.Notes), doc.Notes)
	}
	for i, n := range doc.Notes {
		line, column := r.Article.Position(strings.Index(r.Article.Text, n.Text))
		if want := fmt.Sprintf("line %d, column %d", line, column); n.Where != want {
			t.Errorf("note %d stands at %q, want %q", i+1, n.Where, want)
		}
	}
	seen := map[int]bool{}
	for r := range runs(&doc) {
		seen[r.Note] = true
	}
	for i := range doc.Notes {
		if !seen[i+1] {
			t.Errorf("no row refers to note %d", i+1)
		}
	}
}

// TestThin holds the dossier to saying that evidence is thin.
func TestThin(t *testing.T) {
	for _, tt := range []struct {
		name string
		thin bool
	}{{"thin", true}, {"not thin", false}} {
		t.Run(tt.name, func(t *testing.T) {
			d := pair()
			d.Tie = nil
			d.Brief.Thin = tt.thin
			doc := d.Document()
			said := false
			for r := range runs(&doc) {
				said = said || strings.Contains(r.Text, thinWords)
			}
			if said != tt.thin {
				t.Errorf("the dossier says that evidence is thin: %v, want %v", said, tt.thin)
			}
		})
	}
}

// TestPeriods lists the latest periods of a long tie and says that there are more.
func TestPeriods(t *testing.T) {
	d := pair()
	for i := range d.Tie.Points {
		d.Tie.Points[i].Strongest = d.Tie.Points[18].Strongest
	}
	d.Periods = 5
	doc := d.Document()
	s := doc.Sections[slices.IndexFunc(doc.Sections, func(s Section) bool { return s.Title == "What moved it" })]
	if rows := s.Blocks[0].(Table).Rows; len(rows) != 10 || !strings.Contains(rows[0].Group.text(), "August 2018") || !strings.Contains(s.Detail, "the latest 5 of 24") {
		t.Errorf("%d rows from %q, %q; want 5 periods of a row each from August 2018", len(rows), rows[0].Group.text(), s.Detail)
	}
}

// text is the words of a line, without its notes.
func (l Line) text() string {
	var b strings.Builder
	for _, r := range l {
		if r.Note == 0 {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}
