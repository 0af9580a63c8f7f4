package paper

import (
	"cmp"
	"fmt"
	"strings"

	"entente"
	"entente/desk"
	"entente/index"
	"entente/report"
)

// Dossier is what a ledger answers of a pair, or of one land where B is "". Nil answers
// and empty ones are left out of its document.
type Dossier struct {
	A, B         string                   // codes
	Name         func(code string) string // names lands and bodies in headings; nil: they go by their codes
	From, To     entente.Day
	Tie          *desk.Tie
	Periods      int // of the tie, that are listed with what moved them, the latest; 0 is all
	Brief        *desk.PairBrief
	Since        entente.Day      // first day of the brief's news
	Chronology   *desk.Chronology // with Next set, the latest days of a longer one
	Quotes       *desk.List[entente.Quote]
	Disputes     *desk.List[desk.Dispute]
	Deals        *desk.List[desk.Deal]
	Predictions  *desk.List[desk.Prediction]
	Figures      *desk.List[desk.Amounts]
	Realignments []*desk.Alignment // of A, and of B
}

// Document makes the pages of d. Its notes are the sentences of its rows, numbered as
// they are first referred to.
func (d *Dossier) Document() Document {
	m := &dossier{d: d, numbers: map[place]int{}}
	doc := Document{Title: m.name(d.A), Subtitle: "Dossier", Meta: m.meta()}
	if d.B != "" {
		doc.Title += " – " + m.name(d.B)
	}
	doc.Sections = []Section{m.brief(), m.tie(), m.moved(), m.timeline(), m.quotes(), m.disputes(), m.deals(), m.predictions(), m.figures()}
	for _, a := range d.Realignments {
		doc.Sections = append(doc.Sections, m.thirds(a))
	}
	if m.marks {
		doc.Meta = append(doc.Meta, m.legend())
	}
	doc.Notes = m.notes
	return doc
}

// dossier numbers the sentences as its sections are made.
type dossier struct {
	d       *Dossier
	notes   []Note
	numbers map[place]int
	marks   bool // rows with a mark are there
	foreign bool // and such of another system
}

func (m *dossier) name(code string) string {
	if m.d.Name == nil {
		return code
	}
	return m.d.Name(code)
}

// place is one sentence of one article.
type place struct {
	article  entente.ArticleID
	sentence string
}

// note refers to a sentence. What has none, as a row of another system, has no note.
func (m *dossier) note(sentence string, at *entente.Print, id string) Line {
	sentence = report.Clean(sentence)
	if sentence == "" {
		return nil
	}
	key := place{at.Article, sentence}
	n := m.numbers[key]
	if n == 0 {
		where := []string{cmp.Or(report.Clean(at.Publisher), "publisher unknown")}
		if !at.Published.IsZero() {
			where = append(where, long(at.Published))
		}
		if id != "" {
			where = append(where, id)
		}
		m.notes = append(m.notes, Note{Text: sentence, Where: strings.Join(where, " · "), URL: at.URL})
		n = len(m.notes)
		m.numbers[key] = n
	}
	return Line{{Note: n}}
}

func (m *dossier) meta() []Line {
	var words []string
	if t := m.d.Tie; t != nil && t.Last() != nil {
		words = append(words, fmt.Sprintf("tie by %s, %s to %s", t.Period, long(t.Points[0].From), long(t.Last().To)))
	} else if !m.d.From.IsZero() {
		words = append(words, long(m.d.From)+" to "+long(m.d.To))
	}
	if t := m.d.Tie; t != nil && len(t.Sets) > 0 {
		words = append(words, "rows of "+strings.Join(t.Sets, ", "))
	}
	if len(words) == 0 {
		return nil
	}
	return []Line{plain(strings.Join(words, " · "))}
}

var arrows = map[desk.Arrow]Run{desk.Up: {Text: "↗ ", Tone: Warm, Bold: true}, desk.Down: {Text: "↘ ", Tone: Cool, Bold: true}, desk.Flat: {Text: "→ ", Bold: true}}

// thinWords say that a figure must not be trusted.
const thinWords = "Thin evidence: too little is known for this to be trusted."

func (m *dossier) brief() Section {
	b := m.d.Brief
	if b == nil {
		return Section{}
	}
	s := Section{Title: "In brief", Detail: "since " + long(m.d.Since)}
	verdict := map[desk.Arrow]string{desk.Up: "The tie warms.", desk.Down: "The tie cools.", desk.Flat: "The tie holds."}[b.Arrow]
	if b.Now == nil {
		verdict = "No level is known."
	}
	lines := []Line{{arrows[b.Arrow], {Text: verdict, Bold: true}}, plain(b.Reason)}
	if b.Thin {
		lines[0] = append(lines[0], Run{Text: " " + thinWords, Bold: true, Tone: Open})
	}
	if b.Now != nil {
		words := fmt.Sprintf("Level by week %s, 90 %% band %s", report.Signed(b.Now.Level), report.Band(b.Now.Low, b.Now.High))
		if b.Before != nil {
			words += fmt.Sprintf(" · before the news %s, %s", report.Signed(b.Before.Level), report.Band(b.Before.Low, b.Before.High))
		}
		if b.Mean != nil {
			words += fmt.Sprintf(" · news %s of %s", report.Signed(*b.Mean), report.Count(b.Events, "event"))
		}
		lines = append(lines, dim(words))
	}
	s.Blocks = append(s.Blocks, Paragraph{Lines: lines})
	t := happenings("Pull")
	m.moves(&t, strong("What moved it"), b.Moved)
	for _, of := range []struct {
		name string
		list []entente.Happening
	}{{"Only planned, negotiated or threatened", b.Planned}, {"Disputed", b.Disputed}} {
		if len(of.list) > 0 {
			t.Rows = append(t.Rows, Row{Group: strong(of.name)})
		}
		for i := range of.list {
			t.Rows = append(t.Rows, m.happening(&of.list[i], ""))
		}
	}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, t)
	}
	return s
}

func long(d entente.Day) string { return d.Time().Format("2 January 2006") }

func strong(text string) Line { return Line{{Text: text, Bold: true}} }

// happenings is an empty table of rows of the ledger; last is the title of the column
// after the words.
func happenings(last string) Table {
	return Table{Columns: []Column{{"", 4}, {"When", 19}, {"Who → whom", 42}, {"What", 32}, {"On whose word", 30}, {last, 16}, {"Note", 9}}}
}

// happening is a row of the ledger. pull is what it did to a tie, or "" for its status.
func (m *dossier) happening(h *entente.Happening, pull string) Row {
	m.marks = true
	what := Cell{Line{{Text: report.Kind(h.Type, h.Mode), Tone: quadTone(h.Quad)}}}
	var more []string
	if h.Stage != "" {
		more = append(more, "stage: "+h.Stage)
	}
	if h.Place != nil {
		more = append(more, "in "+h.Place.Name)
	}
	for _, f := range h.Figures {
		more = append(more, report.Amount(f))
	}
	switch {
	case h.Reports > 1 && h.Independent > 0:
		more = append(more, fmt.Sprintf("%d reports, %d independent", h.Reports, h.Independent))
	case h.Reports > 1:
		more = append(more, report.Count(h.Reports, "report"))
	}
	if len(more) > 0 {
		what = append(what, dim(strings.Join(more, " · ")))
	}
	word := ""
	if n := len(h.Attribution); n > 0 {
		word = report.Voice(h.Attribution[n-1])
	}
	last := Line{{Text: string(h.Overall), Tone: statusTone(h.Overall)}}
	if pull != "" {
		last = plain(pull)
	}
	return Row{Dim: h.Background, Cells: []Cell{
		{Line{{Text: report.Mark(h), Tone: statusTone(h.Overall)}}}, {plain(report.DateOr(h.Date, h.Day))},
		{plain(report.Sides(h.Sources, h.Targets, h.Type))}, what, {plain(word)}, {last}, {m.note(h.Quote, &h.Print, string(h.ID))},
	}}
}

// imported is a row of another system, which has no sentence.
func (m *dossier) imported(row *entente.Imported, last string) Row {
	m.marks, m.foreign = true, true
	var mode *entente.Mode
	if row.Mode != "" {
		mode = &row.Mode
	}
	what := Cell{Line{{Text: cmp.Or(report.Kind(row.Type, mode), row.CAMEO), Tone: quadTone(row.Quad)}}}
	if row.Text != "" {
		what = append(what, dim(row.Text))
	}
	return Row{Cells: []Cell{
		{plain("○")}, {plain(row.Day.Time().Format("2 Jan 2006"))}, {plain(report.Sides(one(row.Source), one(row.Target), ""))},
		what, {dim(strings.Trim(row.Publisher+" · "+row.Set+" "+row.ID, " ·"))}, {plain(last)}, nil,
	}}
}

func one(p entente.Party) []entente.Party {
	if p == (entente.Party{}) {
		return nil
	}
	return []entente.Party{p}
}

// moves adds what moved a tie under a line, or nothing.
func (m *dossier) moves(t *Table, under Line, list []desk.Move) {
	if len(list) > 0 {
		t.Rows = append(t.Rows, Row{Group: under})
	}
	for i := range list {
		pull := report.Signed(list[i].Pull)
		if list[i].Imported != nil {
			t.Rows = append(t.Rows, m.imported(list[i].Imported, pull))
			continue
		}
		t.Rows = append(t.Rows, m.happening(list[i].Happening, pull))
	}
}

// legend explains the marks.
func (m *dossier) legend() Line {
	words := "● happened, ◌ planned, ? claimed, ✕ denied, ⚡ disputed, · background"
	if m.foreign {
		words += ", ○ a row of another system, which has no sentence"
	}
	return dim(words + ". A note is the number of the sentence; all of them stand at the end.")
}

func (m *dossier) tie() Section {
	t := m.d.Tie
	if t == nil {
		return Section{}
	}
	last := t.Last()
	s := Section{Title: "The tie over time", Detail: fmt.Sprintf("by %s", t.Period)}
	if last == nil {
		s.Blocks = []Block{Paragraph{Lines: []Line{plain("Nothing that counts is known of this pair.")}}}
		return s
	}
	events := 0
	for i := range t.Points {
		events += t.Points[i].Events
	}
	now := Line{{Text: fmt.Sprintf("Level %s", report.Signed(last.Level)), Bold: true},
		{Text: fmt.Sprintf(", 90 %% band %s, on a scale from −10 (conflict) to +10 (cooperation); %s.", report.Band(last.Low, last.High), report.Count(events, "event"))}}
	if last.Thin {
		now = append(now, Run{Text: " " + thinWords, Bold: true, Tone: Open})
	}
	s.Blocks = []Block{
		Paragraph{Lines: []Line{now, m.side(t.A+" → "+t.B, t.There.Points), m.side(t.B+" → "+t.A, t.Back.Points)}},
		chartOf(t),
		Paragraph{Lines: []Line{dim("The line is the level and the shade its 90 % band; broken where too little is known for it to be trusted. Dots are the means of what happened, numbers the turning points.")}, Small: true},
	}
	if len(t.Turns) > 0 {
		turns := Table{Columns: []Column{{"", 5}, {"", 5}, {"Turned on", 30}, {"From", 20}, {"To", 20}, {"Chance of a false alarm", 70}}}
		for i, turn := range t.Turns {
			turns.Rows = append(turns.Rows, Row{Cells: []Cell{
				{Line{{Text: fmt.Sprint(i + 1), Bold: true}}}, {Line{{Text: report.DirectionMark(turn.Direction), Tone: directionTone(turn.Direction)}}},
				{plain(long(turn.Day))}, {plain(report.Signed(turn.Before))}, {plain(report.Signed(turn.After))}, {plain(fmt.Sprintf("at most %.3f", turn.P))},
			}})
		}
		s.Blocks = append(s.Blocks, Heading{plain("Turning points")}, turns)
	}
	return s
}

// side tells what one did to the other.
func (m *dossier) side(name string, points []index.Point) Line {
	events := 0
	for i := range points {
		events += points[i].Events
	}
	if events == 0 {
		return dim(name + ": nothing that counts")
	}
	last := &points[len(points)-1]
	words := fmt.Sprintf("%s: level %s, %s, %s", name, report.Signed(last.Level), report.Band(last.Low, last.High), report.Count(events, "event"))
	if last.Thin {
		words += " · thin evidence"
	}
	return dim(words)
}

func chartOf(t *desk.Tie) *Chart {
	c := &Chart{Title: "Level of " + t.A + " – " + t.B}
	for i := range t.Points {
		p := &t.Points[i]
		c.Points = append(c.Points, ChartPoint{From: p.From, To: p.To, Level: p.Level, Low: p.Low, High: p.High, Mean: p.Mean, Thin: p.Thin})
	}
	first, last := &t.Points[0], t.Last()
	c.Text = fmt.Sprintf("From %s to %s the level goes from %s to %s.", long(first.From), long(last.To), report.Signed(first.Level), report.Signed(last.Level))
	for i, turn := range t.Turns {
		c.Turns = append(c.Turns, ChartTurn{Day: turn.Day, Tone: directionTone(turn.Direction)})
		c.Text += fmt.Sprintf(" Turning point %d, %s: from %s to %s.", i+1, long(turn.Day), report.Signed(turn.Before), report.Signed(turn.After))
	}
	return c
}

// moved lists the periods in which something happened, with what moved the tie most.
func (m *dossier) moved() Section {
	tie := m.d.Tie
	s := Section{Title: "What moved it", Detail: "the strongest of each period"}
	if tie == nil {
		return s
	}
	first, told := 0, 0
	for i := len(tie.Points) - 1; i >= 0; i-- {
		if len(tie.Points[i].Strongest) > 0 {
			if told++; told == m.d.Periods {
				first = i
			}
		}
	}
	if m.d.Periods > 0 && told > m.d.Periods {
		s.Detail += fmt.Sprintf(", the latest %d of %d", m.d.Periods, told)
	}
	t := happenings("Pull")
	for i := first; i < len(tie.Points); i++ {
		p := &tie.Points[i]
		if len(p.Strongest) == 0 {
			continue
		}
		name := Line{{Text: report.PeriodName(p.From, tie.Period), Bold: true},
			{Text: fmt.Sprintf(" · level %s, %s · %s", report.Signed(p.Level), report.Band(p.Low, p.High), report.Count(p.Events, "event")), Dim: true}}
		if p.Thin {
			name = append(name, Run{Text: " · thin evidence", Tone: Open})
		}
		m.moves(&t, name, p.Strongest)
	}
	if len(t.Rows) > 0 {
		s.Blocks = []Block{t}
	}
	return s
}

var signMarks = map[int]string{1: "+", -1: "−"}

// thirds tells of a land's ties with others: from whom to whom it moved, and the triads
// that both lands of the pair stand in.
func (m *dossier) thirds(a *desk.Alignment) Section {
	s := Section{Title: "Third parties of " + m.name(a.State), Detail: long(a.From) + " to " + long(a.To)}
	if len(a.Ties) == 0 {
		return s
	}
	for i := range a.Moves {
		move := &a.Moves[i]
		s.Blocks = append(s.Blocks, Heading{plain(fmt.Sprintf("⇄ %s turns from %s (%s) toward %s (%s)", m.name(move.State), m.name(move.From), report.Signed(-move.FallBy), m.name(move.Toward), report.Signed(move.RiseBy)))})
		t := happenings("Pull")
		m.moves(&t, strong("What cooled "+move.State+" – "+move.From), move.Cooled)
		m.moves(&t, strong("What warmed "+move.State+" – "+move.Toward), move.Warmed)
		s.Blocks = append(s.Blocks, t)
	}
	t := Table{Columns: []Column{{"Tie with", 30}, {"Level then", 20}, {"Band", 35}, {"Level now", 20}, {"Band", 35}}}
	for _, tie := range a.Ties {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Line{{Text: m.name(tie.Partner), Bold: true}}}, {plain(report.Signed(tie.Before.Level))}, {dim(report.Band(tie.Before.Low, tie.Before.High))},
			{plain(report.Signed(tie.After.Level))}, {dim(report.Band(tie.After.Low, tie.After.High))}}})
	}
	s.Blocks = append(s.Blocks, t)
	var triads []Line
	for _, t := range a.Triads {
		words := "out of balance"
		if t.Balanced {
			words = "in balance"
		}
		triads = append(triads, plain(fmt.Sprintf("%s %s %s, %s %s %s, %s %s %s: %s", t.States[0], signMarks[t.Signs[0]], t.States[1],
			t.States[0], signMarks[t.Signs[1]], t.States[2], t.States[1], signMarks[t.Signs[2]], t.States[2], words)))
	}
	if len(triads) > 0 {
		s.Blocks = append(s.Blocks, Heading{plain("Triads")}, Paragraph{Lines: triads, Small: true})
	}
	return s
}
