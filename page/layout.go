package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// layout gives each paragraph of a plain text its zone. It is careful: what is
// not plainly something else is body.
type layout struct {
	art   *entente.Article
	hints Hints
	paras []para
	body  bool // a body block was written that is no mere line
}

// The bounds of the header, so that a long text cannot be taken for one.
const (
	maxHeader     = 12   // paragraphs that are searched for writers and date
	maxHeadline   = 200  // bytes
	maxStandfirst = 320  // bytes
	maxSplit      = 5000 // paragraphs that are looked at one by one; the rest is body
)

func (l *layout) str(i int) string { return l.paras[i].span.In(l.art.Text) }

// read writes Blocks and the fields that they give.
func (l *layout) read(paras []para) {
	l.paras = paras
	if len(paras) == 0 {
		return
	}
	why := make([]string, len(paras)) // why a paragraph is boilerplate
	kept := 0
	for i := range paras {
		if i < maxSplit || i >= len(paras)-20 {
			why[i] = furniture(l.str(i), false)
			if why[i] == "" && i > 0 && why[i-1] == "copyright line" && !endsSentence(l.str(i-1)) && allCapitals(l.str(i)) {
				why[i] = "copyright line" // one that was broken in two
			}
		}
		if why[i] == "" {
			kept++
		}
	}
	if kept == 0 { // the whole input would be gone: then the guess was wrong
		clear(why)
		kept = len(paras)
	}
	i := 0
	if kept > 1 {
		i = l.header(why)
	}
	last := len(paras) - 1
	for last > i && why[last] != "" {
		last--
	}
	for ; i < len(paras); i++ {
		if why[i] != "" {
			l.drop(paras[i].span, why[i])
			continue
		}
		l.bodyPara(i, i == last, kept == 1)
	}
}

// header writes the blocks before the body and returns the body's first
// paragraph.
func (l *layout) header(why []string) int {
	marks := l.marks(why)
	i, seen, headed := 0, "", false
	texts := 0 // standfirst blocks so far
	for ; i < len(l.paras); i++ {
		s := l.str(i)
		if why[i] != "" {
			l.drop(l.paras[i].span, why[i])
			continue
		}
		if !l.another(why, i) {
			return i // the last text is body
		}
		if pieces, ok := headerLine(s); ok && i < maxHeader && (headed || i < marks) && !signOff.MatchString(s) {
			l.pieces(l.paras[i].span, pieces)
			continue
		}
		if !headed && seen == "" && l.isHeadline(s, i, why) {
			l.add(entente.ZoneHeadline, l.paras[i].span)
			if l.art.Headline == "" {
				l.art.Headline = fold(s)
			}
			headed = true
			continue
		}
		if p, ok := nameLine(s); ok && headed && i < maxHeader && l.besideMark(i, why) {
			l.pieces(l.paras[i].span, []piece{p})
			continue
		}
		if headed && texts == 0 && sameWords(s, l.art.Headline) {
			l.drop(l.paras[i].span, "headline repeated")
			continue
		}
		if _, ok := readDateline(s, true); ok && i >= marks {
			return i
		}
		if i < maxHeader && (headed || i < marks) {
			if pic, ok := l.caption(i, true, why); ok {
				l.picture(i, pic)
				continue
			}
		}
		if headed && texts < 2 && isStandfirst(s, i < marks) {
			l.add(entente.ZoneStandfirst, l.paras[i].span)
			l.art.Standfirst = strings.TrimSpace(l.art.Standfirst + " " + fold(s))
			texts++
			continue
		}
		seen = s
		return i
	}
	return i
}

// marks returns the index after the last line of writers or date in the header,
// 0 if there is none. The header ends where a dateline stands, and no more than
// two sentences may stand in it besides captions.
func (l *layout) marks(why []string) int {
	after, sentences := 0, 0
	for i := 0; i < min(len(l.paras), maxHeader); i++ {
		s := l.str(i)
		if why[i] != "" {
			continue
		}
		if _, ok := headerLine(s); ok {
			if !signOff.MatchString(s) && l.another(why, i) {
				after = i + 1
			}
			continue
		}
		if _, ok := readDateline(s, false); ok {
			// What stands above a dateline is no body.
			after = i
			break
		}
		if _, ok := readCaption(s, true); ok {
			continue
		}
		if endsStop(s) {
			// A first line with a full stop is body, and the header above it.
			if sentences++; sentences > 2 || len(s) > maxStandfirst || i == 0 {
				break
			}
		}
	}
	return after
}

// besideMark reports whether the paragraph above or below i is a line of writers
// or date.
func (l *layout) besideMark(i int, why []string) bool {
	for _, step := range []int{-1, 1} {
		j := i + step
		for j >= 0 && j < len(l.paras) && why[j] != "" {
			j += step
		}
		if j >= 0 && j < len(l.paras) {
			if _, ok := headerLine(l.str(j)); ok {
				return true
			}
			if p, ok := nameLine(l.str(j)); ok && p.publisher != "" {
				return true
			}
		}
	}
	return false
}

// another reports whether a paragraph that is no boilerplate follows i.
func (l *layout) another(why []string, i int) bool {
	for j := i + 1; j < len(l.paras); j++ {
		if why[j] == "" {
			return true
		}
	}
	return false
}

// isHeadline reports whether s, the first text of the page, is its headline: a
// line without a full stop that more text follows. It is wrong on a lead whose
// full stop was lost.
func (l *layout) isHeadline(s string, i int, why []string) bool {
	if l.hints.Headline != "" {
		return sameWords(s, l.hints.Headline)
	}
	if len(s) > maxHeadline || endsStop(s) || strings.ContainsAny(s[len(s)-1:], ",;:-_") || strings.HasSuffix(s, "—") || strings.HasSuffix(s, "–") {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(s); unicode.IsLower(r) || !strings.ContainsFunc(s, unicode.IsLetter) {
		return false
	}
	if p, ok := readDateline(s, true); ok && p.whole.End < len(s) && !p.day.IsZero() || ok && p.publisher != "" {
		return false
	}
	if _, ok := readCaption(s, true); ok {
		return false
	}
	// Somewhere below a sentence ends: else this is a list of lines.
	for j := i + 1; j < min(len(l.paras), i+maxHeader); j++ {
		if why[j] == "" && (endsSentence(l.str(j)) || l.paras[j].span.Len() > maxHeadline) {
			return true
		}
	}
	return false
}

// isStandfirst reports whether s, between the headline and the body, is a
// standfirst: a short line without a full stop, or any short text with the
// writers or the date still to come.
func isStandfirst(s string, beforeMark bool) bool {
	if len(s) > maxStandfirst {
		return false
	}
	if beforeMark {
		return true
	}
	if endsSentence(s) || strings.HasSuffix(s, ":") || strings.HasSuffix(s, ",") || strings.HasSuffix(s, ";") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\"'“‘`"))
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// caption reads paragraph i as a caption. A credit on a line of its own right
// below makes one of it too.
func (l *layout) caption(i int, header bool, why []string) (picture, bool) {
	s := l.str(i)
	if pic, ok := readCaption(s, header); ok {
		return pic, true
	}
	if i+1 < len(l.paras) && why[i+1] == "" && l.paras[i+1].group == l.paras[i].group && len(s) <= maxCaption && l.another(why, i+1) {
		if pic, ok := readCaption(l.str(i+1), header); ok && pic.caption.IsZero() && pic.label.IsZero() {
			return picture{caption: entente.Span{Start: 0, End: len(s)}}, true
		}
	}
	return picture{}, false
}

// picture writes the blocks of a caption.
func (l *layout) picture(i int, pic picture) {
	base := l.paras[i].span.Start
	if !pic.label.IsZero() {
		l.drop(shift(pic.label, base), "caption label")
	}
	if !pic.caption.IsZero() {
		sp := shift(pic.caption, base)
		l.add(entente.ZoneCaption, sp)
		l.art.Captions = append(l.art.Captions, entente.Caption{Span: sp, Credit: pic.by})
	}
	if !pic.credit.IsZero() {
		sp := trim(l.art.Text, shift(pic.credit, base))
		if n := len(l.art.Captions); pic.caption.IsZero() && n > 0 && l.art.Captions[n-1].Credit == "" {
			l.art.Captions[n-1].Credit = pic.by
		}
		l.add(entente.ZoneCredit, sp)
	}
}

// pieces writes the blocks of a line of the header. A separator belongs to the
// piece before it, and one that opens the line to the first.
func (l *layout) pieces(whole entente.Span, pieces []piece) {
	for i, p := range pieces {
		sp := shift(p.at, whole.Start)
		if i == 0 {
			sp.Start = whole.Start
		}
		sp.End = whole.End
		if i+1 < len(pieces) {
			sp.End = whole.Start + pieces[i+1].at.Start
		}
		sp = trim(l.art.Text, sp)
		if n := len(l.art.Blocks); i > 0 && l.art.Blocks[n-1].Zone == p.zone {
			l.art.Blocks[n-1].Span.End = sp.End
		} else {
			l.add(p.zone, sp)
		}
		l.art.Bylines = append(l.art.Bylines, p.names...)
		if l.art.Publisher == "" {
			l.art.Publisher = p.publisher
		}
		if l.art.Published.IsZero() {
			l.art.Published = p.day
		}
	}
}

// bodyPara writes paragraph i of the body.
func (l *layout) bodyPara(i int, last, only bool) {
	sp := l.paras[i].span
	s := l.str(i)
	if i < maxSplit && !only {
		if signOff.MatchString(s) {
			l.add(entente.ZoneByline, sp)
			return
		}
		if !(last && !l.body) {
			if pic, ok := readCaption(s, false); ok {
				l.picture(i, pic)
				return
			}
		}
	}
	if !l.body {
		if p, ok := readDateline(s, true); ok {
			l.dateline(sp.Start, p)
			sp = trim(l.art.Text, entente.Span{Start: sp.Start + p.whole.End, End: sp.End})
			if sp.Len() == 0 {
				return // the body follows on the next line
			}
		}
	}
	rest := sp
	if last {
		cut, why := tailFurniture(sp.In(l.art.Text))
		if why != "" && cut > 0 {
			sp.End = sp.Start + cut
			l.add(entente.ZoneBody, sp)
			l.body = true
			l.drop(trim(l.art.Text, entente.Span{Start: sp.End, End: rest.End}), why)
			return
		}
	}
	l.add(entente.ZoneBody, sp)
	// A line such as a section's name above the lead does not open the body.
	l.body = l.body || i >= 2 || len(s) > 80 || endsSentence(s)
}

func (l *layout) dateline(base int, p place) {
	l.add(entente.ZoneDateline, shift(p.whole, base))
	if !p.text.IsZero() && l.art.Dateline == nil {
		sp := shift(p.text, base)
		l.art.Dateline = &entente.Dateline{Text: sp.In(l.art.Text), Day: p.dayOf(l.art.Published), Span: sp}
	}
	if l.art.Publisher == "" {
		l.art.Publisher = p.publisher
	}
	if l.art.Published.IsZero() {
		l.art.Published = p.day
	}
}

func (l *layout) add(zone entente.Zone, sp entente.Span) {
	l.art.Blocks = append(l.art.Blocks, entente.Block{Zone: zone, Span: sp})
}

// drop marks sp as boilerplate and says why.
func (l *layout) drop(sp entente.Span, why string) {
	l.add(entente.ZoneBoilerplate, sp)
	l.art.Notes = append(l.art.Notes, entente.Note{Span: sp, Why: "boilerplate: " + why})
}

func shift(sp entente.Span, by int) entente.Span {
	return entente.Span{Start: sp.Start + by, End: sp.End + by}
}

// fold makes one space of any run of white space.
func fold(s string) string { return strings.Join(strings.FieldsFunc(s, isSpace), " ") }

// sameWords compares two lines without regard to case, quotes and white space.
func sameWords(a, b string) bool {
	norm := strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "–", "-", "—", "-")
	return strings.EqualFold(norm.Replace(fold(a)), norm.Replace(fold(b)))
}

func allCapitals(s string) bool {
	return strings.ContainsFunc(s, unicode.IsUpper) && !strings.ContainsFunc(s, unicode.IsLower)
}
