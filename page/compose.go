package page

import (
	"strings"
	"unicode"

	"entente"
)

// composer writes the parts of a page as plain text with blocks.
type composer struct {
	hints Hints
	meta  *meta
	art   *entente.Article
	text  strings.Builder
	body  bool
}

// compose makes the article. What serves the page alone is left out.
func (c *composer) compose(parts []part) *entente.Article {
	m := c.meta
	c.art = &entente.Article{
		URL: firstOf(c.hints.URL, m.url), Publisher: firstOf(c.hints.Publisher, m.publisher), Bylines: m.bylines,
		Headline: firstOf(fold(c.hints.Headline), m.headline), Published: c.hints.Published,
	}
	if c.art.Published.IsZero() {
		c.art.Published = m.published
	}
	if c.art.Headline != "" {
		c.line(entente.ZoneHeadline, c.art.Headline)
	}
	parts = c.standfirst(parts)
	last := -1
	for i, p := range parts {
		if p.zone == entente.ZoneBody && furniture(p.text, false) == "" {
			last = i
		}
	}
	before := ""
	for i, p := range parts {
		if p.text != "" && p.text == before || p.text != "" && sameWords(p.text, c.art.Headline) {
			continue
		}
		before = p.text
		switch p.zone {
		case entente.ZoneCaption:
			c.caption(p)
		case entente.ZoneByline:
			c.header(p.text)
		case entente.ZoneBody:
			c.paragraph(p, i == last)
		}
	}
	c.art.Text = c.text.String()
	c.art.ID = entente.HashText(c.art.Text)
	return c.art
}

// minStandfirst is the fewest words of a standfirst; less is a section's name.
const minStandfirst = 4

// standfirst writes the standfirst, if the page shows one, and returns the rest.
// A first paragraph that repeats the page's description is one only if it stands
// apart from the second: else it is the lead.
func (c *composer) standfirst(parts []part) []part {
	var out []part
	var body []int
	for _, p := range parts {
		if _, ok := readCaption(p.text, false); ok && p.zone == entente.ZoneStandfirst {
			p.zone = entente.ZoneCaption
		}
		if p.zone == entente.ZoneStandfirst {
			if c.art.Standfirst == "" && !sameWords(p.text, c.art.Headline) && furniture(p.text, false) == "" && len(p.text) <= 2*maxStandfirst && countWords(p.text) >= minStandfirst {
				if _, ok := headerLine(p.text); !ok && !repeated(p.text, parts) {
					c.art.Standfirst = p.text
				}
			}
			continue
		}
		if p.zone == entente.ZoneBody {
			body = append(body, len(out))
		}
		out = append(out, p)
	}
	if c.art.Standfirst == "" && len(body) > 1 {
		first, second := out[body[0]], out[body[1]]
		if (sameWords(first.text, c.meta.description) || first.head && !second.head) && first.parent != second.parent && len(first.text) <= 2*maxStandfirst {
			if _, ok := headerLine(first.text); !ok {
				c.art.Standfirst = first.text
				out = append(out[:body[0]], out[body[0]+1:]...)
			}
		}
	}
	if c.art.Standfirst != "" {
		c.line(entente.ZoneStandfirst, c.art.Standfirst)
	}
	return out
}

func countWords(s string) int {
	return len(strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }))
}

// repeated reports whether the body says s once more.
func repeated(s string, parts []part) bool {
	for _, p := range parts {
		if p.zone == entente.ZoneBody && strings.HasPrefix(key(p.text), key(s)) {
			return true
		}
	}
	return false
}

// header takes the fields from a line of writers and date, and writes none of it.
func (c *composer) header(s string) {
	pieces, ok := headerLine(s)
	if !ok {
		if c.art.Published.IsZero() {
			c.art.Published = firstDay(s)
		}
		return
	}
	fresh := len(c.art.Bylines) == 0
	for _, p := range pieces {
		if fresh {
			c.art.Bylines = append(c.art.Bylines, p.names...)
		}
		if c.art.Publisher == "" {
			c.art.Publisher = p.publisher
		}
		if c.art.Published.IsZero() {
			c.art.Published = p.day
		}
	}
}

func (c *composer) caption(p part) {
	s, credit, by := p.text, p.credit, creditName(strings.Trim(p.credit, "()[] "))
	if credit == "" {
		if pic, ok := readCaption(s, true); ok {
			credit, by = pic.credit.In(s), pic.by
			s = pic.caption.In(s)
		}
	}
	if s != "" {
		sp := c.line(entente.ZoneCaption, s)
		c.art.Captions = append(c.art.Captions, entente.Caption{Span: sp, Credit: by})
		if credit != "" {
			c.text.WriteByte(' ')
			c.add(entente.ZoneCredit, credit)
		}
		return
	}
	if n := len(c.art.Captions); n > 0 && c.art.Captions[n-1].Credit == "" {
		c.art.Captions[n-1].Credit = by
	}
	if credit != "" {
		c.line(entente.ZoneCredit, credit)
	}
}

func (c *composer) paragraph(p part, last bool) {
	s := p.text
	if furniture(s, false) != "" {
		return
	}
	if signOff.MatchString(s) {
		c.line(entente.ZoneByline, s)
		return
	}
	if !c.body && !last {
		if _, ok := headerLine(s); ok {
			c.header(s)
			return
		}
	}
	if pic, ok := readCaption(s, !c.body); ok && !last && !pic.caption.IsZero() {
		c.caption(part{text: s})
		return
	}
	if last {
		if cut, why := tailFurniture(s); why != "" && cut > 0 {
			s = s[:cut]
		}
	}
	if !c.body {
		if d, ok := readDateline(s, true); ok && d.whole.End < len(s) {
			c.dateline(s, d)
			s = s[d.whole.End:]
			trimmed := strings.TrimLeftFunc(s, isSpace)
			if len(trimmed) < len(s) {
				c.text.WriteByte(' ')
			}
			c.add(entente.ZoneBody, trimmed)
			c.body = true
			return
		}
	}
	c.line(entente.ZoneBody, s)
	c.body = true
}

func (c *composer) dateline(s string, d place) {
	sp := c.line(entente.ZoneDateline, d.whole.In(s))
	if !d.text.IsZero() {
		at := shift(d.text, sp.Start)
		c.art.Dateline = &entente.Dateline{Text: d.text.In(s), Day: d.dayOf(c.art.Published), Span: at}
	}
	if c.art.Publisher == "" {
		c.art.Publisher = d.publisher
	}
	if c.art.Published.IsZero() {
		c.art.Published = d.day
	}
}

// line writes s as a block after a blank line.
func (c *composer) line(zone entente.Zone, s string) entente.Span {
	if c.text.Len() > 0 {
		c.text.WriteString("\n\n")
	}
	return c.add(zone, s)
}

// add writes s as a block right here.
func (c *composer) add(zone entente.Zone, s string) entente.Span {
	start := c.text.Len()
	c.text.WriteString(s)
	sp := entente.Span{Start: start, End: c.text.Len()}
	c.art.Blocks = append(c.art.Blocks, entente.Block{Zone: zone, Span: sp})
	return sp
}
