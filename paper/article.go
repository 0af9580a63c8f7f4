package paper

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"entente"
	"entente/report"
)

// Article makes a document of what one article tells. Its notes are the sentences that
// events and statements rest on, numbered in the order of the text.
func Article(r *entente.Reading, opts Options) Document {
	a := &article{r: r, actors: map[entente.ActorRef]*entente.Actor{}, claims: map[entente.ClaimID]*entente.Claim{},
		events: map[entente.EventID]*entente.Event{}, numbers: map[int]int{}}
	for i := range r.Actors {
		a.actors[r.Actors[i].Ref] = &r.Actors[i]
	}
	for i := range r.Claims {
		a.claims[r.Claims[i].ID] = &r.Claims[i]
	}
	for i := range r.Events {
		a.events[r.Events[i].ID] = &r.Events[i]
	}
	doc := a.head()
	doc.Notes = a.sentences()
	doc.Sections = []Section{a.summary(), a.disputes(), a.quotes(), a.statements(), a.figures(), a.timeline(), a.relations()}
	if opts.NotCoded {
		doc.Sections = append(doc.Sections, a.notCoded())
	}
	return doc
}

// article is a reading with its rows by name, and the numbers of its sentences.
type article struct {
	r       *entente.Reading
	actors  map[entente.ActorRef]*entente.Actor
	claims  map[entente.ClaimID]*entente.Claim
	events  map[entente.EventID]*entente.Event
	numbers map[int]int // note of a sentence, by its index
}

func (a *article) head() Document {
	art := a.r.Article
	doc := Document{Title: cmp.Or(report.Clean(art.Headline), "(no headline)"), Subtitle: art.Standfirst}
	var parts []string
	if len(art.Bylines) > 0 {
		parts = append(parts, "by "+strings.Join(art.Bylines, ", "))
	}
	if art.Publisher != "" {
		parts = append(parts, art.Publisher)
	}
	if !art.Published.IsZero() {
		parts = append(parts, art.Published.Time().Format("2 January 2006"))
	}
	if art.Dateline != nil {
		place := art.Dateline.Text
		if art.Dateline.Country != "" {
			place += " (" + art.Dateline.Country + ")"
		}
		parts = append(parts, place)
	}
	words := []string{strings.Join(parts, " · "), art.URL}
	for _, c := range art.Captions {
		credit := ""
		if c.Credit != "" {
			credit = " [" + c.Credit + "]"
		}
		words = append(words, "Photo: "+c.Span.In(art.Text)+credit)
	}
	for _, w := range words {
		if w != "" {
			doc.Meta = append(doc.Meta, plain(w))
		}
	}
	return doc
}

// sentences numbers what is cited and returns it as notes.
func (a *article) sentences() []Note {
	art := a.r.Article
	var cited []int
	for i := range a.r.Events {
		cited = append(cited, a.r.Events[i].Sentence)
		for _, f := range a.r.Events[i].Figures {
			cited = append(cited, a.sentenceOf(f.Span))
		}
	}
	for i := range a.r.Claims {
		cited = append(cited, a.sentence(&a.r.Claims[i]))
	}
	slices.Sort(cited)
	var notes []Note
	line, begin, done := 1, 0, 0 // the line that byte done lies in, and where that begins; Position would count from the top each time
	for _, s := range slices.Compact(cited) {
		if s < 0 || s >= len(art.Sentences) {
			continue
		}
		start := art.Sentences[s].Start
		for ; done < min(start, len(art.Text)); done++ {
			if art.Text[done] == '\n' {
				line, begin = line+1, done+1
			}
		}
		column := utf8.RuneCountInString(entente.Span{Start: begin, End: start}.In(art.Text)) + 1
		notes = append(notes, Note{Text: art.Sentences[s].In(art.Text), Where: fmt.Sprintf("line %d, column %d", line, column)})
		a.numbers[s] = len(notes)
	}
	return notes
}

// sentenceOf is the one that a span stands in; -1 for none.
func (a *article) sentenceOf(sp entente.Span) int {
	return slices.IndexFunc(a.r.Article.Sentences, func(s entente.Span) bool { return s.Contains(sp) })
}

// sentence is that of a claim's cue, else of its content; -1 for none.
func (a *article) sentence(c *entente.Claim) int {
	for _, at := range slices.Concat(c.Cue, c.Content) {
		if k := slices.IndexFunc(a.r.Article.Sentences, func(sp entente.Span) bool { return sp.Contains(at) }); k >= 0 {
			return k
		}
	}
	return -1
}

// note refers to a sentence by its index.
func (a *article) note(sentence int) Line {
	if n := a.numbers[sentence]; n > 0 {
		return Line{{Note: n}}
	}
	return nil
}

func (a *article) parties(refs []entente.ActorRef) []entente.Party {
	var out []entente.Party
	for _, ref := range refs {
		if who := a.actors[ref]; who != nil {
			out = append(out, entente.Party{Code: who.Country, Sector: who.Sector, Name: who.Name})
		} else {
			out = append(out, entente.Party{Name: string(ref)})
		}
	}
	return out
}

func (a *article) sides(ev *entente.Event) string {
	return report.Sides(a.parties(ev.Sources), a.parties(ev.Targets), "")
}

// speaker names who stands behind a claim, in the text's own words if nobody was
// resolved.
func (a *article) speaker(c *entente.Claim) string {
	switch {
	case c == nil:
		return "?"
	case c.Speaker != nil:
		return report.Named(a.parties([]entente.ActorRef{*c.Speaker})[0])
	case len(c.Source) > 0:
		return report.Clean(a.words(c.Source))
	case c.Class == entente.SourceAuthor:
		return "the author"
	}
	return "an unnamed source"
}

// words are those of spans, the gaps between them marked.
func (a *article) words(spans []entente.Span) string {
	var words []string
	for _, sp := range spans {
		words = append(words, sp.In(a.r.Article.Text))
	}
	return strings.Join(words, " … ")
}

func (a *article) summary() Section {
	var news, background []Row
	for i := range a.r.Events {
		if ev := &a.r.Events[i]; ev.Background {
			background = append(background, a.event(ev))
		} else {
			news = append(news, a.event(ev))
		}
	}
	s := Section{Title: "Who did what to whom", Detail: fmt.Sprintf("%d in the news, %d background", len(news), len(background))}
	if len(a.r.Events) == 0 {
		s.Detail = ""
		s.Blocks = []Block{Paragraph{Lines: []Line{plain("No event was found.")}}}
		return s
	}
	rows := news
	if len(background) > 0 {
		rows = slices.Concat(news, []Row{{Group: Line{{Text: "Background: told as history", Bold: true}}}}, background)
	}
	s.Blocks = []Block{
		Table{Columns: []Column{{"", 4}, {"", 7}, {"When", 16}, {"Who → whom", 41}, {"What", 31}, {"Status", 17}, {"On whose word", 30}, {"Note", 8}}, Rows: rows},
		Paragraph{Lines: []Line{dim(legend)}, Small: true},
	}
	return s
}

const legend = "● happened, ◌ planned, ? claimed, ✕ denied, ⚡ disputed. A note is the number of the sentence; all of them stand at the end."

func (a *article) event(ev *entente.Event) Row {
	what := Cell{Line{{Text: report.Kind(ev.Type, ev.Mode), Tone: quadTone(ev.Quad)}}}
	var more []string
	for _, c := range ev.Contexts {
		more = append(more, string(c))
	}
	if ev.Stage != "" {
		more = append(more, "stage: "+ev.Stage)
	}
	if ev.Place != nil {
		more = append(more, "in "+ev.Place.Name)
	}
	for _, f := range ev.Figures {
		more = append(more, report.Amount(f))
	}
	if len(more) > 0 {
		what = append(what, dim(strings.Join(more, " · ")))
	}
	status := Cell{Line{{Text: string(ev.Status), Tone: statusTone(ev.Status)}}}
	if ev.Negated { // on a line of its own: the column has no room for both
		status = append(status, dim("negated"))
	}
	var word []string
	for _, id := range ev.Attribution {
		word = append(word, a.speaker(a.claims[id])+" ["+string(id)+"]")
	}
	return Row{Dim: ev.Background, Cells: []Cell{
		{statusMark(ev.Status)}, {dim(string(ev.ID))}, {plain(report.Date(ev.Date))}, {plain(a.sides(ev))}, what,
		status, {plain(strings.Join(word, ", who cites "))}, {a.note(ev.Sentence)},
	}}
}

func statusMark(s entente.Status) Line {
	return Line{{Text: report.StatusMark(s), Tone: statusTone(s)}}
}

func quadTone(q entente.QuadClass) Tone {
	switch q {
	case entente.MaterialCooperation, entente.VerbalCooperation:
		return Warm
	case entente.MaterialConflict, entente.VerbalConflict:
		return Cool
	}
	return ""
}

func statusTone(s entente.Status) Tone {
	switch s {
	case entente.Denied:
		return Cool
	case entente.Disputed, entente.Claimed:
		return Open
	}
	return ""
}

func directionTone(d entente.Direction) Tone {
	switch d {
	case entente.Warming, entente.Warm:
		return Warm
	case entente.Cooling, entente.Cold:
		return Cool
	}
	return ""
}

func (a *article) disputes() Section {
	t := Table{Columns: []Column{{"Asserted", 1}, {"Denied", 1}}}
	for _, d := range a.r.Disputes {
		for _, id := range d.About {
			if ev := a.events[id]; ev != nil {
				t.Rows = append(t.Rows, Row{Group: Line{{Text: "⚡ ", Tone: Open}, {Text: string(id) + " · " + a.sides(ev) + " ", Bold: true}, {Text: report.Kind(ev.Type, ev.Mode)}}})
			}
		}
		asserted, denied := a.voices(d.Asserted), a.voices(d.Denied)
		if len(asserted) == 0 {
			asserted = a.own(d.About)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{asserted, denied}})
	}
	return tableSection("Disputed", report.Count(len(a.r.Disputes), "dispute"), t)
}

// tableSection is a section of one table, without blocks if it has no rows.
func tableSection(title, detail string, t Table) Section {
	s := Section{Title: title, Detail: detail}
	if len(t.Rows) > 0 {
		s.Blocks = []Block{t}
	}
	return s
}

func (a *article) voices(ids []entente.ClaimID) Cell {
	var out Cell
	for _, id := range ids {
		c := a.claims[id]
		if c == nil {
			continue
		}
		out = append(out, Line{{Text: a.speaker(c), Bold: true}, {Text: " " + string(c.Class) + " [" + string(id) + "]", Dim: true}},
			append(plain(inMarks(a.words(c.Content))), a.note(a.sentence(c))...))
	}
	return out
}

// own is the article's own assertion of events.
func (a *article) own(about []entente.EventID) Cell {
	out := Cell{Line{{Text: "the article", Bold: true}}}
	for _, id := range about {
		if ev := a.events[id]; ev != nil {
			out = append(out, append(plain(inMarks(ev.Quote)), a.note(ev.Sentence)...))
		}
	}
	return out
}

// inMarks puts text between quotation marks, unless it opens with its own.
func inMarks(text string) string {
	text = report.Clean(text)
	if strings.HasPrefix(text, "“") || strings.HasPrefix(text, `"`) {
		return text
	}
	return "“" + text + "”"
}

// said is what a claim's speaker does, and how it is told.
func said(c *entente.Claim) string {
	verb := string(c.Stance)
	if c.CueLemma != "" && c.CueLemma != verb {
		verb += " (" + c.CueLemma + ")"
	}
	return verb + " · " + string(c.Form)
}

// quotes are the statements in the speakers' own words.
func (a *article) quotes() Section {
	s := Section{Title: "In their own words"}
	for i := range a.r.Claims {
		c := &a.r.Claims[i]
		if c.Form == entente.FormIndirect {
			continue
		}
		by := Line{{Text: a.speaker(c), Bold: true}}
		var words []string
		if c.Role != "" {
			words = append(words, report.Clean(c.Role))
		}
		words = append(words, string(c.Class), said(c))
		if c.Addressee != nil {
			words = append(words, "to "+report.Named(a.parties([]entente.ActorRef{*c.Addressee})[0]))
		}
		if c.Parent != nil {
			words = append(words, "inside "+string(*c.Parent))
		}
		by = append(by, Run{Text: " · " + strings.Join(words, " · ") + " · " + string(c.ID), Dim: true})
		text := strings.Trim(report.Clean(a.words(c.Content)), "“”\" ")
		s.Blocks = append(s.Blocks, Quote{Words: append(plain("“"+text+"”"), a.note(a.sentence(c))...), By: by})
	}
	s.Detail = report.Count(len(s.Blocks), "quote")
	return s
}

// statements are what is told of others' words without quoting them.
func (a *article) statements() Section {
	t := Table{Columns: []Column{{"", 7}, {"Who", 48}, {"How", 18}, {"What", 73}, {"Note", 8}}}
	for i := range a.r.Claims {
		c := &a.r.Claims[i]
		if c.Form != entente.FormIndirect {
			continue
		}
		who := Cell{plain(a.speaker(c)), dim(strings.TrimPrefix(report.Clean(c.Role)+" · "+string(c.Class), " · "))}
		how := Cell{plain(string(c.Stance))}
		if c.CueLemma != "" && c.CueLemma != string(c.Stance) {
			how = append(how, dim(c.CueLemma))
		}
		if c.Parent != nil {
			how = append(how, dim("inside "+string(*c.Parent)))
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{dim(string(c.ID))}, who, how, {plain(report.Clean(a.words(c.Content)))}, {a.note(a.sentence(c))}}})
	}
	return tableSection("Told of others", report.Count(len(t.Rows), "statement"), t)
}

func (a *article) figures() Section {
	type row struct {
		figure entente.Figure
		event  *entente.Event
	}
	var rows []row
	seen := map[entente.Span]bool{}
	for i := range a.r.Events {
		for _, f := range a.r.Events[i].Figures {
			if !seen[f.Span] {
				seen[f.Span] = true
				rows = append(rows, row{f, &a.r.Events[i]})
			}
		}
	}
	slices.SortStableFunc(rows, func(x, y row) int { return cmp.Compare(x.figure.Span.Start, y.figure.Span.Start) })
	t := Table{Columns: []Column{{"Figure", 50}, {"As printed", 45}, {"Says", 35}, {"Of", 12}, {"Note", 8}}}
	for _, row := range rows {
		who := "the article"
		if c := entente.WordsOf(a.r.Claims, row.figure.Span); c != nil {
			who = a.speaker(c)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Line{{Text: report.Amount(row.figure), Bold: true}}}, {plain(inMarks(row.figure.Span.In(a.r.Article.Text)))},
			{plain(who)}, {dim(string(row.event.ID))}, {a.note(a.sentenceOf(row.figure.Span))},
		}})
	}
	return tableSection("Figures", "with their bounds", t)
}

func (a *article) timeline() Section {
	var dated []*entente.Event
	for i := range a.r.Events {
		if ev := &a.r.Events[i]; !ev.Date.From.IsZero() && ev.Date.Basis != entente.BasisPublished && ev.Date.Basis != entente.BasisDateline {
			dated = append(dated, ev)
		}
	}
	s := Section{Title: "Time line", Detail: "what the text dates; background is pale"}
	if len(dated) < 2 {
		return s
	}
	slices.SortStableFunc(dated, func(x, y *entente.Event) int { return x.Date.From.Compare(y.Date.From) })
	t := Table{Columns: []Column{{"When", 26}, {"", 5}, {"", 7}, {"What", 34}, {"Who → whom", 56}, {"Status", 18}, {"Note", 8}}}
	for _, ev := range dated {
		t.Rows = append(t.Rows, Row{Dim: ev.Background, Cells: []Cell{
			{plain(report.Date(ev.Date))}, {statusMark(ev.Status)}, {dim(string(ev.ID))}, {Line{{Text: report.Kind(ev.Type, ev.Mode), Tone: quadTone(ev.Quad)}}},
			{plain(a.sides(ev))}, {Line{{Text: string(ev.Status), Tone: statusTone(ev.Status)}}}, {a.note(ev.Sentence)},
		}})
	}
	s.Blocks = []Block{t}
	return s
}

func (a *article) relations() Section {
	t := Table{Columns: []Column{{"", 5}, {"Pair", 50}, {"Says", 20}, {"Rests on", 79}}}
	for _, rel := range a.r.Relations {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Line{{Text: report.DirectionMark(rel.Direction), Tone: directionTone(rel.Direction)}}},
			{plain(rel.Pair[0] + " – " + rel.Pair[1])}, {Line{{Text: string(rel.Direction), Tone: directionTone(rel.Direction)}}}, {a.behind(rel.Events)},
		}})
	}
	for _, turn := range entente.Realignments(a.r.Relations) {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{plain("⇄")}, {Line{{Text: turn.State + " turns", Bold: true}}}, nil,
			{Line{{Text: "from " + turn.From + " toward " + turn.Toward, Bold: true}, {Text: " · by both ties above", Dim: true}}},
		}})
	}
	return tableSection("Ties", "as this article alone tells them", t)
}

// behind names events with their notes.
func (a *article) behind(ids []entente.EventID) Line {
	var out Line
	for i, id := range ids {
		if i > 0 {
			out = append(out, Run{Text: " "})
		}
		out = append(out, Run{Text: string(id), Dim: true})
		if ev := a.events[id]; ev != nil {
			out = append(out, a.note(ev.Sentence)...)
		}
	}
	return out
}

func (a *article) notCoded() Section {
	t := Table{Columns: []Column{{"Line", 14}, {"Words", 80}, {"Why not", 60}}}
	for _, n := range a.r.Notes {
		line, column := a.r.Article.Position(n.Span.Start)
		t.Rows = append(t.Rows, Row{Cells: []Cell{{plain(fmt.Sprintf("%d:%d", line, column))}, {plain(inMarks(n.Span.In(a.r.Article.Text)))}, {plain(n.Why)}}})
	}
	return tableSection("Seen and not coded", fmt.Sprint(len(a.r.Notes)), t)
}
