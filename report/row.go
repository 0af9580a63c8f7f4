package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/desk"
)

// legend explains the marks.
const legend = "● happened, ◌ planned, ? claimed, ✕ denied, ⚡ disputed, · background"

// mark is the sign before a row of the ledger: that of its status, all its reports
// together; history that happened has its own.
func mark(h *entente.Happening) string {
	if h.Background && (h.Overall == entente.Happened || h.Overall == entente.Ongoing) {
		return "·"
	}
	return cmp.Or(statusMarks[h.Overall], " ")
}

func (p *sheet) mark(h *entente.Happening) string {
	return p.style.paint(string(h.Overall), pad(mark(h), 2))
}

// legend ends a page that has marks with what they mean.
func (p *sheet) legend() {
	if !p.marked {
		return
	}
	words := legend
	if p.foreign {
		words += ", ○ a row of another system"
	}
	p.line("")
	p.line("%s", p.style.dim(fold(words, p.opts.Width, "")))
}

// happening prints a row of the ledger, its sentence, and where it stands. pull is what
// it did to a tie, or "".
func (p *sheet) happening(h *entente.Happening, pull string) {
	p.row(p.mark(h), when(h), sides(h.Sources, h.Targets, h.Type), kind(h.Type, h.Mode), h.Quad, cmp.Or(pull, clean(string(h.Overall))))
	p.quote(h.Quote)
	var parts []string
	if n := len(h.Attribution); n > 0 {
		v := h.Attribution[n-1]
		parts = append(parts, "on the word of "+voice(labelled(v.Name, v.Code, ""), v.Role, v.Class))
	}
	if h.Place != nil {
		parts = append(parts, "in "+clean(h.Place.Name))
	}
	if h.Stage != "" {
		parts = append(parts, "stage: "+h.Stage)
	}
	for _, f := range h.Figures {
		parts = append(parts, figureWords(f))
	}
	switch {
	case h.Reports > 1 && h.Independent > 0:
		parts = append(parts, fmt.Sprintf("%d reports, %d independent", h.Reports, h.Independent))
	case h.Reports > 1:
		parts = append(parts, count(h.Reports, "report"))
	}
	p.printed(&h.Print, parts, string(h.ID))
}

// row is a line of a table that lines up down the page, or two where it is narrow.
func (p *sheet) row(mark, when, who, what string, quad entente.QuadClass, end string) {
	p.marked = true
	if p.narrow() {
		p.line("  %s %s", mark, fold(when+" · "+who, p.opts.Width, under))
		p.line("%s%s  %s", under, p.style.paint(string(quad), visible(what)), end)
		return
	}
	day, rest := p.rowColumns()
	left := rest * 60 / 100
	p.line("  %s %s %s %s %s", mark, pad(when, day), pad(who, left), p.style.paint(string(quad), pad(what, rest-left)), end)
}

// rowColumns are the widths of the day of a row, and of its sides and kind together.
func (p *sheet) rowColumns() (day, rest int) {
	const marks, tail, gaps = 5, 12, 3 // a mark may be two columns wide
	day = max(12, p.opts.Width*18/100)
	return day, max(24, p.opts.Width-marks-tail-gaps-day)
}

// moveHeader is the line above rows that moved a tie: it names their last column.
func (p *sheet) moveHeader(name string) {
	if p.narrow() {
		p.line("%s", p.style.dim(strings.TrimPrefix("  "+name+" · value and pull", "   · ")))
		return
	}
	day, rest := p.rowColumns()
	p.line("%s", p.style.dim(pad("  "+name, day+rest+8)+"value  pull"))
}

// imported prints a row of another system. It has no sentence; what it has of its story
// stands there instead.
func (p *sheet) imported(row *entente.Imported, pull string) {
	p.foreign = true
	var mode *entente.Mode
	if row.Mode != "" {
		mode = &row.Mode
	}
	who := sides(one(row.Source), one(row.Target), "")
	p.row("○ ", row.Day.Time().Format("2 Jan 2006"), who, cmp.Or(kind(row.Type, mode), clean(row.CAMEO)), row.Quad, pull)
	words := []string{clean(row.Set)}
	for _, w := range []string{clean(row.Text), clean(row.Publisher), clean(row.URL)} {
		if w != "" {
			words = append(words, w)
		}
	}
	p.line("%s%s", under, p.style.dim(fold(strings.Join(append(words, "no sentence: a row of another system", clean(row.ID)), " · "), p.opts.Width, under)))
}

func one(p entente.Party) []entente.Party {
	if p == (entente.Party{}) {
		return nil
	}
	return []entente.Party{p}
}

// move prints what moved a tie, with how far.
func (p *sheet) move(m *desk.Move) {
	if m.Imported != nil {
		p.imported(m.Imported, pull(m.Imported.Goldstein, m.Pull))
		return
	}
	p.happening(m.Happening, pull(m.Happening.Goldstein, m.Pull))
}

// pull is the last column of what moved a tie: "+2.8 ↓0.4".
func pull(value *float64, by float64) string {
	way := "↑"
	if by < 0 {
		way = "↓"
	}
	return pad(mean(value), 6) + " " + way + strings.TrimLeft(signed(by), "+−")
}

// pulls says what the numbers of that column are.
func (p *sheet) pulls() {
	const words = "value: of the event, from −10 for war to +10 for union; pull: how far it draws the tie up ↑ or down ↓ from " +
		"its level before, so that a friendly act draws a friendlier tie down"
	p.line("%s", p.style.dim(fold(words, p.opts.Width, "")))
}

// printed says where a sentence stands.
func (p *sheet) printed(at *entente.Print, parts []string, id string) {
	words := []string{cmp.Or(clean(at.Publisher), "publisher unknown")}
	if !at.Published.IsZero() {
		words = append(words, at.Published.Time().Format("2 January 2006"))
	}
	words = append(words, parts...)
	if id != "" {
		words = append(words, id)
	}
	p.line("%s%s", under, fold(strings.Join(words, " · "), p.opts.Width, under))
}

// when prints the date of a row as finely as it is known: the text's, else the day that
// it counts on.
func when(h *entente.Happening) string {
	return dateOr(h.Date, h.Day)
}

func dateOr(d entente.Date, day entente.Day) string {
	if d.From.IsZero() && d.To.IsZero() && !day.IsZero() {
		return day.Time().Format("2 Jan 2006")
	}
	return dateWords(d)
}

func kind(t entente.EventType, mode *entente.Mode) string {
	if mode != nil && *mode != "" {
		return string(t) + " (" + string(*mode) + ")"
	}
	return string(t)
}

// sides is "Russia (RUS) → Ukraine (UKR)"; "↔" where both sides do it.
func sides(sources, targets []entente.Party, t entente.EventType) string {
	source, target := parties(sources, ", "), parties(targets, ", ")
	switch {
	case len(sources) > 1 && sameParties(sources, targets):
		return parties(sources, " ↔ ")
	case target == "":
		return source
	case source == "":
		return "unknown → " + target
	case t.Reciprocal():
		return source + " ↔ " + target
	}
	return source + " → " + target
}

// sameParties reports whether two lists hold the same, in any order.
func sameParties(a, b []entente.Party) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(p entente.Party) bool { return !slices.Contains(b, p) })
}

func parties(list []entente.Party, sep string) string {
	var out []string
	for _, p := range list {
		out = append(out, party(p))
	}
	return strings.Join(out, sep)
}

// party is "Russia (RUS)", with the sector of whoever is not the government.
func party(p entente.Party) string {
	return labelled(p.Name, p.Code, p.Sector)
}

// labelled is a name with its code and sector after it, where they say more.
func labelled(name, code string, sector entente.Sector) string {
	if sector != "" && sector != "GOV" && sector != "UNK" {
		code = strings.TrimSpace(code + " " + string(sector))
	}
	name, code = clean(name), clean(code)
	if code == "" || code == name {
		return name
	}
	if name == "" {
		return code
	}
	return name + " (" + code + ")"
}

// voice names a speaker; an unnamed one by what is told of it.
func voice(name, role string, class entente.SourceClass) string {
	name, role = clean(name), clean(role)
	switch {
	case role != "" && name != "" && !strings.HasPrefix(name, role): // one who goes by the role alone
		return name + ", " + role
	case name != "":
		return name
	case role != "":
		return role
	case class == entente.SourceAuthor:
		return "the article itself"
	}
	return "an unnamed source"
}

// signed writes a number of the scale with its sign and one digit after the point.
func signed(v float64) string {
	text := fmt.Sprintf("%+.1f", v)
	if text == "-0.0" || text == "+0.0" {
		return "0.0"
	}
	return strings.Replace(text, "-", "−", 1)
}

// band writes the two ends of one.
func band(low, high float64) string { return signed(low) + " to " + signed(high) }

// count is "1 event", "2 events".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return groupDigits(float64(n)) + " " + one + "s"
}
