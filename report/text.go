// Package report puts on paper for a person what an article tells (who did what to
// whom, whose word, disputes, figures, the time line, relations, and what was seen and
// not coded) and what package desk answers of a ledger.
//
//	report.Text(os.Stdout, reading, report.Options{Width: 100})
//	report.Relation(os.Stdout, tie, report.Options{})
//
// It only arranges what it is given; it judges nothing. Every row of an answer is
// followed by its sentence, publisher and day.
package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// Text writes r as a page of text. The error is the writer's.
func Text(w io.Writer, r *entente.Reading, opts Options) error {
	p := &page{sheet: newSheet(opts), r: r, actors: map[entente.ActorRef]*entente.Actor{}, claims: map[entente.ClaimID]*entente.Claim{}}
	for i := range r.Actors {
		p.actors[r.Actors[i].Ref] = &r.Actors[i]
	}
	for i := range r.Claims {
		p.claims[r.Claims[i].ID] = &r.Claims[i]
	}
	p.header()
	p.events()
	p.claimRows()
	p.disputes()
	p.figures()
	p.timeline()
	p.relations()
	p.notes()
	return p.flush(w)
}

type page struct {
	sheet
	r      *entente.Reading
	actors map[entente.ActorRef]*entente.Actor
	claims map[entente.ClaimID]*entente.Claim
}

func (p *page) header() {
	art := p.r.Article
	headline := art.Headline
	if headline == "" {
		headline = "(no headline)"
	}
	p.line("%s", p.style.bold(fold(clean(headline), p.opts.Width, "")))
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
	if len(parts) > 0 {
		p.line("%s", fold(strings.Join(parts, " · "), p.opts.Width, ""))
	}
	if art.Standfirst != "" {
		p.line("%s", p.style.dim(fold(clean(art.Standfirst), p.opts.Width, "")))
	}
	for _, c := range art.Captions {
		credit := ""
		if c.Credit != "" {
			credit = " [" + clean(c.Credit) + "]"
		}
		p.line("%s", p.style.dim(fold("Photo: "+clean(c.Span.In(art.Text))+credit, p.opts.Width, "       ")))
	}
}

var statusMarks = map[entente.Status]string{
	entente.Happened: "●", entente.Ongoing: "●", entente.Planned: "◌", entente.Negotiated: "◌", entente.Predicted: "◌",
	entente.Threatened: "◌", entente.Hypothetical: "◌", entente.Claimed: "?", entente.Denied: "✕", entente.Disputed: "⚡",
}

func (p *page) events() {
	var news, background []*entente.Event
	for i := range p.r.Events {
		if ev := &p.r.Events[i]; ev.Background {
			background = append(background, ev)
		} else {
			news = append(news, ev)
		}
	}
	p.title("WHO DID WHAT TO WHOM", fmt.Sprintf("%d in the news, %d background", len(news), len(background)))
	if len(p.r.Events) == 0 {
		p.line("  No event was found. The list of what was seen and not coded: --notes")
	}
	for _, ev := range news {
		p.event(ev)
	}
	if len(background) > 0 {
		p.line("  %s", p.style.dim("background"))
	}
	for _, ev := range background {
		p.event(ev)
	}
}

func (p *page) event(ev *entente.Event) {
	what := string(ev.Type)
	if ev.Mode != nil {
		what += " (" + string(*ev.Mode) + ")"
	}
	status := string(ev.Status)
	if ev.Negated {
		status += ", negated"
	}
	if p.narrow() {
		p.line("  %s %s %s", p.style.paint(string(ev.Status), statusMarks[ev.Status]), pad(string(ev.ID), 4), fold(p.arrow(ev), p.opts.Width, under))
		p.line("%s%s · %s · %s", under, p.style.paint(string(ev.Quad), what), dateWords(ev.Date), p.style.paint(string(ev.Status), status))
	} else {
		p.wideEvent(ev, what, status)
	}
	if extra := p.eventExtras(ev); extra != "" {
		p.line("       %s", fold(extra, p.opts.Width, "       "))
	}
	p.quote(ev.Quote)
}

// wideEvent is the first line of an event, which lines up down the page.
func (p *page) wideEvent(ev *entente.Event, what, status string) {
	const fixed = 2 + 1 + 1 + 4 + 1
	rest := max(40, p.opts.Width-fixed)
	who, kind, when := rest*44/100, rest*24/100, rest*15/100
	p.line("  %s %s %s%s%s%s", p.style.paint(string(ev.Status), statusMarks[ev.Status]), pad(string(ev.ID), 4),
		pad(p.arrow(ev), who), p.style.paint(string(ev.Quad), pad(" "+what, kind)), pad(" "+dateWords(ev.Date), when), p.style.paint(string(ev.Status), " "+status))
}

// arrow is "Russia (RUS) → Ukraine (UKR)"; "↔" where both sides do it.
func (p *page) arrow(ev *entente.Event) string {
	source, target := p.names(ev.Sources), p.names(ev.Targets)
	switch {
	case len(ev.Sources) > 1 && slices.Equal(ev.Sources, ev.Targets):
		return p.namesJoined(ev.Sources, " ↔ ")
	case target == "":
		return source
	case source == "":
		return "unknown → " + target
	}
	return source + " → " + target
}

func (p *page) eventExtras(ev *entente.Event) string {
	var parts []string
	if len(ev.Attribution) > 0 {
		var words []string
		for _, id := range ev.Attribution {
			words = append(words, p.speaker(p.claims[id])+" ["+string(id)+"]")
		}
		parts = append(parts, "on the word of "+strings.Join(words, ", who cites "))
	}
	if ev.Place != nil {
		parts = append(parts, "in "+clean(ev.Place.Name))
	}
	if ev.Stage != "" {
		parts = append(parts, "stage: "+ev.Stage)
	}
	for _, c := range ev.Contexts {
		parts = append(parts, string(c))
	}
	for _, f := range ev.Figures {
		parts = append(parts, figureWords(f))
	}
	return strings.Join(parts, " · ")
}

func (p *page) name(ref entente.ActorRef) string {
	a := p.actors[ref]
	if a == nil {
		return string(ref)
	}
	label := a.Country
	if a.Sector != "" && a.Sector != "GOV" && a.Sector != "UNK" {
		label = strings.TrimSpace(label + " " + string(a.Sector))
	}
	name := clean(a.Name)
	if label == "" || label == name {
		return name
	}
	return name + " (" + label + ")"
}

func (p *page) names(refs []entente.ActorRef) string { return p.namesJoined(refs, ", ") }

func (p *page) namesJoined(refs []entente.ActorRef, sep string) string {
	var out []string
	for _, ref := range refs {
		out = append(out, p.name(ref))
	}
	return strings.Join(out, sep)
}

// speaker names who stands behind a claim, in the text's own words if nobody was
// resolved.
func (p *page) speaker(c *entente.Claim) string {
	switch {
	case c == nil:
		return "?"
	case c.Speaker != nil:
		return p.name(*c.Speaker)
	case len(c.Source) > 0:
		var words []string
		for _, sp := range c.Source {
			words = append(words, sp.In(p.r.Article.Text))
		}
		return clean(strings.Join(words, " … "))
	case c.Class == entente.SourceAuthor:
		return "the author"
	}
	return "an unnamed source"
}

func (p *page) claimRows() {
	if len(p.r.Claims) == 0 {
		return
	}
	p.title("WHOSE WORD", count(len(p.r.Claims), "statement"))
	for i := range p.r.Claims {
		c := &p.r.Claims[i]
		words := []string{p.speaker(c)}
		if c.Role != "" {
			words = append(words, clean(c.Role))
		}
		words = append(words, string(c.Class))
		if c.Addressee != nil {
			words = append(words, "to "+p.name(*c.Addressee))
		}
		verb := string(c.Stance)
		if c.CueLemma != "" && c.CueLemma != verb {
			verb += " (" + c.CueLemma + ")"
		}
		words = append(words, verb, string(c.Form))
		if c.Parent != nil {
			words = append(words, "inside "+string(*c.Parent))
		}
		p.line("  %s %s", p.style.accent(pad(string(c.ID), 4)), fold(strings.Join(words, " · "), p.opts.Width, "       "))
		var content []string
		for _, sp := range c.Content {
			content = append(content, sp.In(p.r.Article.Text))
		}
		p.quote(strings.Trim(clean(strings.Join(content, " … ")), "“”\" "))
	}
}

func (p *page) disputes() {
	if len(p.r.Disputes) == 0 {
		return
	}
	p.title("DISPUTED", "")
	for _, d := range p.r.Disputes {
		p.line("  ⚡ %s: asserted by %s, denied by %s", joinIDs(d.About), p.speakers(d.Asserted), p.speakers(d.Denied))
	}
}

func (p *page) speakers(ids []entente.ClaimID) string {
	if len(ids) == 0 {
		return "the article"
	}
	var out []string
	for _, id := range ids {
		out = append(out, p.speaker(p.claims[id])+" ["+string(id)+"]")
	}
	return strings.Join(out, ", ")
}

func (p *page) figures() {
	type row struct {
		figure entente.Figure
		event  *entente.Event
	}
	var rows []row
	seen := map[entente.Span]bool{}
	for i := range p.r.Events {
		for _, f := range p.r.Events[i].Figures {
			if !seen[f.Span] {
				seen[f.Span] = true
				rows = append(rows, row{f, &p.r.Events[i]})
			}
		}
	}
	if len(rows) == 0 {
		return
	}
	p.title("FIGURES", "")
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.figure.Span.Start, b.figure.Span.Start) })
	for _, row := range rows {
		who := "the article"
		if c := entente.WordsOf(p.r.Claims, row.figure.Span); c != nil {
			who = p.speaker(c)
		}
		p.line("  %s %s · says %s · “%s”", pad(string(row.event.ID), 4), figureWords(row.figure), who, clean(row.figure.Span.In(p.r.Article.Text)))
	}
}

func figureWords(f entente.Figure) string {
	amount := groupDigits(f.Value)
	switch {
	case f.Unit == "":
	case f.Unit == "percent":
		amount += " %"
	case len(f.Unit) == 3 && strings.ToUpper(f.Unit) == f.Unit: // a currency of ISO 4217
		amount = f.Unit + " " + amount
	default:
		amount += " " + f.Unit
	}
	if f.Bound != entente.BoundExact && f.Bound != "" {
		amount = string(f.Bound) + " " + amount
	}
	if f.Counts != "" {
		amount += " " + clean(f.Counts)
	}
	return amount
}

// groupDigits writes 2000000000 as "2,000,000,000" and 2.5 as "2.5".
func groupDigits(v float64) string {
	text := strconv.FormatFloat(v, 'f', -1, 64)
	whole, frac, _ := strings.Cut(text, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		whole += "." + frac
	}
	return sign + whole
}

func (p *page) timeline() {
	var dated []*entente.Event
	for i := range p.r.Events {
		if ev := &p.r.Events[i]; !ev.Date.From.IsZero() && ev.Date.Basis != entente.BasisPublished && ev.Date.Basis != entente.BasisDateline {
			dated = append(dated, ev)
		}
	}
	if len(dated) < 2 {
		return
	}
	slices.SortStableFunc(dated, func(a, b *entente.Event) int { return a.Date.From.Compare(b.Date.From) })
	p.title("TIME LINE", "")
	for _, ev := range dated {
		if p.narrow() {
			p.line("  %s %s %s", statusMarks[ev.Status], pad(string(ev.ID), 4), fold(dateWords(ev.Date)+" · "+string(ev.Type)+" · "+p.arrow(ev), p.opts.Width, under))
			continue
		}
		p.line("  %s %s %s %s %s", pad(dateWords(ev.Date), 22), statusMarks[ev.Status], pad(string(ev.ID), 4), pad(string(ev.Type), 10), p.arrow(ev))
	}
}

func (p *page) relations() {
	if len(p.r.Relations) == 0 {
		return
	}
	p.title("TIES, AS THIS ARTICLE ALONE TELLS THEM", "")
	for _, rel := range p.r.Relations {
		p.line("  %s %s – %s  %s  %s", directionMarks[rel.Direction], rel.Pair[0], rel.Pair[1],
			p.style.paint(string(rel.Direction), pad(string(rel.Direction), 8)), p.style.dim(joinIDs(rel.Events)))
	}
	for _, turn := range entente.Realignments(p.r.Relations) {
		p.line("  ⇄ %s turns from %s toward %s", turn.State, turn.From, turn.Toward)
	}
}

func (p *page) notes() {
	if len(p.r.Notes) == 0 {
		return
	}
	if !p.opts.Notes {
		p.line("")
		words := "things were seen and not coded: --notes lists them."
		if len(p.r.Notes) == 1 {
			words = "thing was seen and not coded: --notes lists it."
		}
		p.line("%s", p.style.dim(fmt.Sprintf("%d %s", len(p.r.Notes), words)))
		return
	}
	p.title("SEEN AND NOT CODED", fmt.Sprint(len(p.r.Notes)))
	for _, n := range p.r.Notes {
		line, column := p.r.Article.Position(n.Span.Start)
		p.line("  %s %s", pad(fmt.Sprintf("%d:%d", line, column), 8), fold("“"+clean(n.Span.In(p.r.Article.Text))+"” "+n.Why, p.opts.Width, "           "))
	}
}

func joinIDs[T ~string](ids []T) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, " ")
}

// dateWords prints a date as finely as it is known.
func dateWords(d entente.Date) string {
	switch {
	case d.From.IsZero() && d.To.IsZero():
		return "–"
	case d.From.IsZero():
		return "until " + printedDay(d.To)
	case d.To.IsZero():
		return "since " + shortDay(d.From, d.Precision)
	case d.From == d.To:
		return printedDay(d.From)
	}
	switch d.Precision {
	case entente.PrecisionMonth:
		return d.From.Time().Format("Jan 2006")
	case entente.PrecisionYear:
		return strconv.Itoa(d.From.Year)
	case entente.PrecisionDecade:
		return strconv.Itoa(d.From.Year) + "s"
	case entente.PrecisionWeek:
		return "week of " + printedDay(d.From)
	}
	if d.From.Month == 1 && d.From.Day == 1 && d.To.Month == 12 && d.To.Day == 31 {
		return fmt.Sprintf("%d–%d", d.From.Year, d.To.Year)
	}
	first, last := d.From.Time(), d.To.Time()
	from, to := "2 Jan 2006", "2 Jan 2006"
	if d.From.Month != d.To.Month && d.From.Day == 1 && last.AddDate(0, 0, 1).Day() == 1 {
		from, to = "Jan 2006", "Jan 2006"
	}
	switch {
	case d.From.Year != d.To.Year:
	case d.From.Month != d.To.Month:
		from = strings.TrimSuffix(from, " 2006")
	default:
		from = "2"
	}
	return first.Format(from) + "–" + last.Format(to)
}

func printedDay(d entente.Day) string { return d.Time().Format("2 Jan 2006") }

func shortDay(d entente.Day, precision entente.Precision) string {
	if precision == entente.PrecisionInterval && d.Month == 1 && d.Day == 1 {
		return strconv.Itoa(d.Year)
	}
	return printedDay(d)
}
