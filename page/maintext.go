package page

import (
	"net/url"
	"strings"
	"unicode"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"entente"
)

// part is one paragraph or caption of a page.
type part struct {
	zone   entente.Zone // body, caption, standfirst; byline for lines of writers and date
	text   string
	credit string // of a caption, where the page marks it
	parent *html.Node
	head   bool // stands in a header element
	linked bool // most of it is links
}

// maxParts bounds the paragraphs of one page.
const maxParts = 20000

// mainParts returns the paragraphs and captions of the page's main text in order.
// An article or main element of the page decides; where there is none, or where
// it holds little, readability's choice does, with what it cuts off put back.
func mainParts(doc *html.Node, m *meta) []part {
	body := find(doc, atom.Body)
	if body == nil {
		body = doc
	}
	w := newWalker(body)
	var parts []part
	if root := w.root(body); root != nil {
		parts = w.parts(root, false)
		// Some papers give the article itself a class that elsewhere means junk.
		if bodySize(parts)*3 < w.size[root] {
			w.classless = true
			parts = w.parts(root, false)
		}
	} else {
		all := w.parts(body, false)
		parts = readable(doc, all)
	}
	if !hasBody(parts) {
		parts = w.parts(body, true) // anything is better than nothing
	}
	return restore(parts, m)
}

func bodySize(parts []part) int {
	total := 0
	for _, p := range parts {
		if p.zone == entente.ZoneBody {
			total += len(p.text)
		}
	}
	return total
}

func hasBody(parts []part) bool {
	for _, p := range parts {
		if p.zone == entente.ZoneBody {
			return true
		}
	}
	return false
}

func find(n *html.Node, a atom.Atom) *html.Node {
	var out *html.Node
	each(n, func(c *html.Node) bool {
		if out == nil && c.Type == html.ElementNode && c.DataAtom == a {
			out = c
		}
		return out == nil
	})
	return out
}

// walker knows how much paragraph text stands below each element, in bytes.
type walker struct {
	size  map[*html.Node]int
	loose bool // anything is body
	// classless leaves the junk classes aside.
	classless bool
	out       []part
	begun     bool // out holds body
	head      int  // depth of header elements
}

func (w *walker) body() bool { return w.begun }

func newWalker(body *html.Node) *walker {
	w := &walker{size: map[*html.Node]int{}}
	w.measure(body)
	return w
}

func (w *walker) measure(n *html.Node) int {
	if n.Type != html.ElementNode && n.Type != html.DocumentNode || unseen(n) {
		return 0
	}
	if n.DataAtom == atom.P {
		w.size[n] = len(textOf(n))
		return w.size[n]
	}
	total := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && !asideOf(c) {
			total += w.measure(c)
		} else if c.Type == html.ElementNode {
			w.measure(c) // its own size is asked for, but does not count above
		}
	}
	w.size[n] = total
	return total
}

// root returns the element that holds the article, or nil. Of several articles
// the longest counts, if it is not one teaser among many.
func (w *walker) root(body *html.Node) *html.Node {
	var best, main *html.Node
	each(body, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return true
		}
		switch {
		case n.DataAtom == atom.Article || strings.EqualFold(attr(n, "role"), "article"):
			if best == nil || w.size[n] > w.size[best] {
				best = n
			}
		case n.DataAtom == atom.Main || strings.EqualFold(attr(n, "role"), "main"):
			if main == nil || w.size[n] > w.size[main] {
				main = n
			}
		}
		return true
	})
	const little = 140 // bytes
	if best != nil && w.size[best] >= little && w.size[best]*3 >= w.size[body] {
		return best
	}
	if main != nil && w.size[main] >= little && best == nil {
		return main
	}
	return nil
}

func (w *walker) parts(root *html.Node, loose bool) []part {
	w.loose, w.out, w.begun, w.head = loose, nil, false, 0
	w.children(root, root)
	return w.out
}

// asideOf reports whether n is beside the article by its element or role.
func asideOf(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Aside, atom.Footer, atom.Form, atom.Menu:
		return true
	}
	switch strings.ToLower(attr(n, "role")) {
	case "navigation", "complementary", "search", "contentinfo", "banner", "dialog", "menu", "toolbar":
		return true
	}
	return false
}

// junkWords are words in the class or id of elements beside the article. Source:
// read off the pages of papers; the readability rules have a like list.
var junkWords = map[string]bool{
	"share": true, "sharing": true, "sharebar": true, "social": true, "related": true, "recirc": true, "recommended": true, "recommendations": true,
	"newsletter": true, "subscribe": true, "subscription": true, "signup": true, "promo": true, "promotion": true, "advert": true, "advertisement": true,
	"ad": true, "ads": true, "sponsor": true, "sponsored": true, "comment": true, "comments": true, "disqus": true, "sidebar": true, "breadcrumb": true,
	"breadcrumbs": true, "cookie": true, "cookies": true, "consent": true, "popup": true, "modal": true, "toolbar": true, "tags": true,
	"taglist": true, "trending": true, "popular": true, "nav": true, "navbar": true, "navigation": true, "menu": true, "footer": true, "outbrain": true,
	"taboola": true, "bio": true, "widget": true, "print": true, "printfriendly": true, "copyright": true, "masthead": true, "donate": true, "donation": true,
	"readmore": true, "morestories": true, "teaser": true, "teasers": true, "carousel": true,
}

// captionWords and creditWords, standWords and bylineWords are the same for the
// parts of the article.
var (
	captionWords = map[string]bool{"caption": true, "figcaption": true, "wpcaption": true}
	creditWords  = map[string]bool{"credit": true, "credits": true, "copyright": true, "photographer": true, "source": true, "attribution": true, "agency": true}
	standWords   = map[string]bool{"standfirst": true, "subtitle": true, "subheading": true, "subhead": true, "subheadline": true, "dek": true, "deck": true,
		"strapline": true, "summary": true, "intro": true, "description": true, "excerpt": true, "sapo": true, "chapo": true}
	bylineWords = map[string]bool{"byline": true, "author": true, "authors": true, "date": true, "datetime": true, "timestamp": true, "published": true, "pubdate": true, "postmeta": true, "meta": true, "time": true}
)

// marked reports whether a word of n's class or id is in words.
func marked(n *html.Node, words map[string]bool) bool {
	for _, key := range []string{"class", "id", "data-testid", "itemprop"} {
		for _, class := range strings.Fields(attr(n, key)) {
			if len(class) > 200 {
				continue
			}
			if words[strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(class))] {
				return true
			}
			for _, word := range splitClass(class) {
				if words[word] {
					return true
				}
			}
		}
	}
	return false
}

// splitClass splits "articleShare-bar__x" at hyphens, lines and inner capitals.
func splitClass(class string) []string {
	var out []string
	start, lower := 0, false
	cut := func(end int) {
		if end > start {
			out = append(out, strings.ToLower(class[start:end]))
		}
	}
	for i, r := range class {
		switch {
		case r == '-' || r == '_' || r == ':' || r == '.':
			cut(i)
			start = i + 1
		case unicode.IsUpper(r) && lower:
			cut(i)
			start = i
		}
		lower = unicode.IsLower(r)
	}
	cut(len(class))
	return out
}

// beside reports whether n is to be left out. An element that holds most of the
// text is never: "article-with-sidebar" may be the class of all.
func (w *walker) beside(n, root *html.Node) bool {
	if unseen(n) {
		return true
	}
	if w.loose {
		return n.DataAtom == atom.Nav || n.DataAtom == atom.Footer
	}
	if asideOf(n) {
		return true
	}
	return !w.classless && marked(n, junkWords) && w.size[n]*5 < w.size[root]*2
}

// children writes the parts below n. Text that stands in a container beside
// block elements makes paragraphs of its own; two line breaks part them.
func (w *walker) children(n, root *html.Node) {
	var run strings.Builder
	breaks, links := 0, 0
	flush := func() {
		s := clean(run.String())
		run.Reset()
		if s == "" {
			links = 0
			return
		}
		w.paragraph(s, n, links, n.DataAtom == atom.P)
		links = 0
	}
	var inline func(c *html.Node)
	inline = func(c *html.Node) {
		switch {
		case c.Type == html.TextNode:
			if strings.TrimSpace(c.Data) != "" {
				breaks = 0
			}
			run.WriteString(c.Data)
		case c.Type != html.ElementNode:
		case c.DataAtom == atom.Br:
			if breaks++; breaks >= 2 {
				flush()
			} else {
				run.WriteByte(' ')
			}
		case block(c.DataAtom):
			flush()
			w.element(c, root)
		case w.beside(c, root):
		case marked(c, captionWords) && !w.loose:
			flush()
			w.caption(c)
		case !w.loose && !w.body() && marked(c, bylineWords) && isShort(c, maxHeaderLine):
			flush()
			w.out = append(w.out, part{zone: entente.ZoneByline, text: textOf(c), parent: n})
		default:
			if c.DataAtom == atom.A {
				links += len(textOf(c))
			}
			for d := c.FirstChild; d != nil; d = d.NextSibling {
				inline(d)
			}
		}
	}
	for c := n.FirstChild; c != nil && len(w.out) < maxParts; c = c.NextSibling {
		inline(c)
	}
	flush()
}

// isShort reports whether n has text, and at most limit bytes of it. It looks no
// further than that, so that nested elements are not read over and over.
func isShort(n *html.Node, limit int) bool {
	total := 0
	each(n, func(c *html.Node) bool {
		if c.Type == html.TextNode && total <= limit {
			total += len(strings.TrimSpace(c.Data))
		}
		return total <= limit && (c.Type != html.ElementNode || !unseen(c))
	})
	return 0 < total && total <= limit
}

// element writes the parts of one block element.
func (w *walker) element(n, root *html.Node) {
	if len(w.out) >= maxParts || w.beside(n, root) {
		return
	}
	switch n.DataAtom {
	case atom.Figure:
		if c := find(n, atom.Figcaption); c != nil {
			w.caption(c)
			return
		}
	case atom.Figcaption:
		w.caption(n)
		return
	case atom.H1:
		return
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		s := textOf(n)
		if marked(n, standWords) || w.head > 0 || !w.body() && len(s) > 40 {
			w.out = append(w.out, part{zone: entente.ZoneStandfirst, text: s, parent: n.Parent, head: w.head > 0})
		}
		return
	case atom.Header:
		w.head++
		defer func() { w.head-- }()
	}
	if !w.loose && w.size[n]*5 < w.size[root]*2 {
		switch {
		case marked(n, captionWords) && isShort(n, maxCaption):
			w.caption(n)
			return
		case marked(n, standWords) && isShort(n, 2*maxStandfirst) && !w.body():
			w.out = append(w.out, part{zone: entente.ZoneStandfirst, text: textOf(n), parent: n.Parent})
			return
		case marked(n, bylineWords) && isShort(n, maxHeaderLine):
			w.out = append(w.out, part{zone: entente.ZoneByline, text: textOf(n), parent: n.Parent})
			return
		}
	}
	w.children(n, root)
}

// paragraph writes s. Only a p element, or a text that ends like a sentence,
// makes body; in a loose walk anything does.
func (w *walker) paragraph(s string, n *html.Node, links int, isP bool) {
	p := part{zone: entente.ZoneBody, text: s, parent: n, head: w.head > 0, linked: links*10 > len(s)*7}
	if isP {
		p.parent = n.Parent
	}
	switch {
	case w.loose:
	case isP && (!p.linked || len(s) > 120 && endsSentence(s)):
	case !isP && !p.linked && len(s) >= 40 && endsSentence(s):
	case !isP:
		if _, ok := headerLine(s); !ok || w.body() {
			return
		}
		p.zone = entente.ZoneByline
	default:
		return
	}
	w.out = append(w.out, p)
	w.begun = w.begun || p.zone == entente.ZoneBody
}

// caption writes a caption, with the credit that the page marks inside it.
func (w *walker) caption(n *html.Node) {
	p := part{zone: entente.ZoneCaption, text: textOf(n), parent: n.Parent}
	each(n, func(c *html.Node) bool {
		if c != n && c.Type == html.ElementNode && p.credit == "" && (c.DataAtom == atom.Cite || marked(c, creditWords)) {
			p.credit = textOf(c)
		}
		return p.credit == ""
	})
	if p.credit != "" && strings.HasSuffix(p.text, p.credit) {
		p.text = strings.TrimSpace(strings.TrimSuffix(p.text, p.credit))
	}
	if p.text != "" || p.credit != "" {
		w.out = append(w.out, p)
	}
}

// readable keeps of all parts those that the readability rules choose. These drop
// leads and last paragraphs, so the text between the choice's first and last is
// kept, and at both ends the neighbours in the same element, or right below the
// headline, are put back.
func readable(doc *html.Node, all []part) []part {
	chosen := chooseReadable(doc)
	if chosen == "" {
		return all
	}
	first, last := -1, -1
	for i, p := range all {
		if p.zone == entente.ZoneBody && len(p.text) > 30 && strings.Contains(chosen, key(p.text)) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return all
	}
	home := all[first].parent
	for first > 0 && (all[first-1].parent == home || all[first-1].head || all[first-1].zone != entente.ZoneBody || sibling(all[first-1].parent, home)) {
		first--
	}
	home = all[last].parent
	for last+1 < len(all) && (all[last+1].parent == home || sibling(all[last+1].parent, home)) {
		last++
	}
	return all[first : last+1]
}

// sibling reports whether two elements stand in the same one.
func sibling(a, b *html.Node) bool {
	return a != nil && b != nil && a.Parent != nil && a.Parent == b.Parent && a.Parent.DataAtom != atom.Body
}

// maxElements bounds the work of the readability rules, which are not linear.
const maxElements = 20000

// chooseReadable returns the text that the readability rules choose, as key makes
// it, or "". A fault inside the library on hostile input must not end the
// program, so it counts as no choice.
func chooseReadable(doc *html.Node) (out string) {
	defer func() {
		if recover() != nil {
			out = ""
		}
	}()
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxElements
	art, err := parser.ParseDocument(doc, &url.URL{Scheme: "http", Host: "localhost"})
	if err != nil || art.Node == nil {
		return ""
	}
	return key(textOf(art.Node))
}

// key makes a text comparable: letters and digits only.
func key(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// maxRestored is how many paragraphs are put back at one end, at most.
const maxRestored = 12

// restore compares the body with JSON-LD's articleBody and puts back what lacks
// at either end. Where the page shows less than half of it, it is the body.
func restore(parts []part, m *meta) []part {
	if len(m.body) == 0 {
		return parts
	}
	shown, given := 0, 0
	var have strings.Builder
	for _, p := range parts {
		if p.zone == entente.ZoneBody {
			shown += len(p.text)
		}
		have.WriteString(key(p.text))
	}
	for _, s := range m.body {
		given += len(s)
	}
	if shown*2 < given {
		var out []part
		for _, p := range parts {
			if p.zone != entente.ZoneBody {
				out = append(out, p)
			}
		}
		for _, s := range m.body {
			out = append(out, part{zone: entente.ZoneBody, text: s})
		}
		return out
	}
	// Paragraphs before the first shown one, and after the last.
	text, opening := have.String()+key(m.headline), key(firstBody(parts))
	isShown := func(s string) bool {
		k := key(s)
		return strings.Contains(text, k) || strings.Contains(k, opening)
	}
	lead := 0
	for lead < min(len(m.body), maxRestored) && !isShown(m.body[lead]) {
		lead++
	}
	if lead == min(len(m.body), maxRestored) {
		return parts // another text altogether
	}
	tail := len(m.body)
	for tail > max(lead+1, len(m.body)-maxRestored) && !isShown(m.body[tail-1]) {
		tail--
	}
	if tail < len(m.body) && !isShown(m.body[tail-1]) {
		tail = len(m.body)
	}
	at := 0
	for at < len(parts) && parts[at].zone != entente.ZoneBody {
		at++
	}
	var out []part
	out = append(out, parts[:at]...)
	for _, s := range m.body[:lead] {
		out = append(out, part{zone: entente.ZoneBody, text: s})
	}
	out = append(out, parts[at:]...)
	for _, s := range m.body[tail:] {
		out = append(out, part{zone: entente.ZoneBody, text: s})
	}
	return out
}

func firstBody(parts []part) string {
	for _, p := range parts {
		if p.zone == entente.ZoneBody {
			return p.text
		}
	}
	return ""
}
