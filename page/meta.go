package page

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"entente"
)

// meta is what a page says of itself.
type meta struct {
	lang, headline, description, publisher, url string
	h1                                          string
	bylines                                     []string
	published                                   entente.Day
	body                                        []string // paragraphs of JSON-LD's articleBody
}

// The names of meta elements, the most trusted first. Sources: ogp.me, Dublin
// Core, schema.org, parse.ly, and names that papers use without a standard.
var (
	titleNames     = []string{"og:title", "twitter:title", "dc.title", "parsely-title", "title"}
	aboutNames     = []string{"og:description", "description", "twitter:description", "dc.description"}
	publisherNames = []string{"og:site_name", "dc.publisher", "publisher", "application-name", "cre", "article:publisher"}
	authorNames    = []string{"author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author", "twitter:data1"}
	dateNames      = []string{"article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date", "pubdate",
		"publishdate", "publish-date", "publish_date", "publication_date", "ptime", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "sailthru.date",
		"cxenseparse:recs:publishtime", "originalpublicationdate", "article_date_original", "og:pubdate", "date", "timestamp"}
)

// readMeta collects the page's fields. What it does not find stays empty.
func readMeta(doc *html.Node) *meta {
	m := &meta{}
	metas := map[string]string{}
	var found ld
	var title, issued, stamped string
	var rel, classed, heads []string
	begun := false
	each(doc, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return true
		}
		switch n.DataAtom {
		case atom.Html:
			m.lang = attr(n, "lang")
			if m.lang == "" {
				m.lang = attr(n, "xml:lang")
			}
		case atom.Meta:
			content := clean(attr(n, "content"))
			for _, key := range []string{"property", "name", "itemprop"} {
				if k := strings.ToLower(strings.TrimSpace(attr(n, key))); k != "" && content != "" && metas[k] == "" {
					metas[k] = content
				}
			}
		case atom.Title:
			if title == "" && n.Parent != nil && n.Parent.DataAtom == atom.Head {
				title = clean(rawText(n))
			}
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") && m.url == "" {
				m.url = attr(n, "href")
			}
		case atom.Script:
			if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") {
				found.read(rawText(n))
			}
			return false
		case atom.H1:
			if s := textOf(n); m.h1 == "" && !unseen(n) {
				m.h1 = s
			}
		case atom.Time:
			when := attr(n, "datetime")
			if when == "" {
				when = textOf(n)
			}
			if strings.EqualFold(attr(n, "itemprop"), "datePublished") || hasAttr(n, "pubdate") {
				if issued == "" {
					issued = when
				}
			} else if stamped == "" && !strings.Contains(strings.ToLower(attr(n, "itemprop")), "modified") {
				stamped = when
			}
		}
		if strings.EqualFold(attr(n, "itemprop"), "datePublished") && issued == "" {
			if issued = attr(n, "datetime"); issued == "" {
				issued = textOf(n)
			}
		}
		if (n.DataAtom == atom.H1 || n.DataAtom == atom.H2) && len(heads) < 20 && isShort(n, maxHeadline) {
			heads = append(heads, textOf(n))
		}
		// Below the first long paragraph stand the writers of other stories.
		begun = begun || n.DataAtom == atom.P && !isShort(n, 200) && n.FirstChild != nil
		if !begun && len(classed) < 8 && marked(n, writerWords) && isShort(n, maxHeaderLine) && !asideOf(n) {
			classed = append(classed, textOf(n))
		}
		if r := strings.ToLower(attr(n, "rel")); (r == "author" || strings.EqualFold(attr(n, "itemprop"), "author")) && n.DataAtom != atom.Link && n.DataAtom != atom.Meta && len(rel) < 8 {
			rel = append(rel, textOf(n))
		}
		return true
	})
	pick := func(names []string) string {
		for _, name := range names {
			if v := metas[name]; v != "" {
				return v
			}
		}
		return ""
	}
	m.publisher = firstOf(found.publisher, pick(publisherNames))
	if strings.Contains(m.publisher, "://") {
		m.publisher = found.publisher
	}
	m.headline = firstOf(found.headline, cutSite(pick(titleNames[:1]), m.publisher), titled(heads, title), m.h1, cutSite(pick(titleNames[1:]), m.publisher), cutSite(title, m.publisher))
	if sameWords(m.headline, m.publisher) {
		m.headline = firstOf(titled(heads, title), m.h1, cutSite(title, m.publisher))
	}
	m.description = firstOf(found.description, pick(aboutNames))
	m.lang = firstOf(m.lang, found.language, metas["og:locale"])
	m.published = firstDay(found.published, pick(dateNames), issued, stamped)
	m.body = found.body
	m.writers(found.authors)
	if len(m.bylines) == 0 {
		m.writers([]string{pick(authorNames)})
	}
	if len(m.bylines) == 0 {
		m.writers(rel)
	}
	for _, s := range classed {
		pieces, ok := headerLine(s)
		if !ok || len(m.bylines) > 0 {
			continue
		}
		for _, p := range pieces {
			m.writers(p.names)
		}
	}
	if name := agencies()[m.publisher]; name != "" {
		m.publisher = name
	}
	return m
}

// writerWords are words in the class of an element that names the writer.
var writerWords = map[string]bool{"byline": true, "author": true, "authors": true, "writer": true}

// titled returns the longest of the page's headings that its title repeats: the
// first heading may be a section's name.
func titled(heads []string, title string) string {
	best, k := "", key(title)
	for _, s := range heads {
		if len(strings.Fields(s)) >= 3 && len(s) > len(best) && strings.Contains(k, key(s)) {
			best = s
		}
	}
	return best
}

// writers adds the names in list; papers and posts are left out.
func (m *meta) writers(list []string) {
	for _, s := range list {
		s = clean(s)
		if s == "" || strings.Contains(s, "://") || len(s) > maxHeaderLine {
			continue
		}
		s = strings.TrimSpace(s[len(byWord.FindString(s)):])
		names, _, _ := writers(s)
		for _, name := range names {
			if !contains(m.bylines, name) && !sameWords(name, m.publisher) && len(strings.Fields(name)) > 1 {
				m.bylines = append(m.bylines, name)
			}
		}
	}
}

var datePath = regexp.MustCompile(`/((?:19|20)\d\d)/(\d{1,2}|[a-z]{3})/(\d{1,2})(?:/|$)|[/-]((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[/.-]|$)`)

// linked takes the day from the page's address where nothing else gave one.
func (m *meta) linked(_ *html.Node, address string) {
	if !m.published.IsZero() {
		return
	}
	for _, s := range []string{address, m.url} {
		u, err := url.Parse(s)
		if err != nil {
			continue
		}
		if g := datePath.FindStringSubmatch(strings.ToLower(u.Path)); g != nil {
			if g[1] != "" {
				m.published = day(g[1], g[2], g[3])
			} else {
				m.published = day(g[4], g[5], g[6])
			}
			return
		}
	}
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

func firstDay(list ...string) entente.Day {
	for _, s := range list {
		if d, _, ok := findDate(s); ok && !d.IsZero() {
			return d
		}
	}
	return entente.Day{}
}

func contains(list []string, s string) bool {
	for _, have := range list {
		if strings.EqualFold(have, s) {
			return true
		}
	}
	return false
}

// cutSite takes the paper's name off the end of a title: "Talks resume | Paper".
func cutSite(title, site string) string {
	for _, sep := range []string{" | ", " - ", " – ", " — ", " :: ", " · "} {
		i := strings.LastIndex(title, sep)
		if i <= 0 {
			continue
		}
		tail := title[i+len(sep):]
		if site != "" && strings.EqualFold(tail, site) || sep == " | " && len(strings.Fields(tail)) <= 4 || looksPublisher(tail) && capitalised(strings.Fields(tail)) {
			return cutSite(strings.TrimSpace(title[:i]), site)
		}
	}
	return title
}

// rawText returns the text below n, unchanged.
func rawText(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// ld is what the JSON-LD of a page says of its article. The first value of each
// field stays.
type ld struct {
	headline, description, publisher, published, language string
	authors, body                                         []string
	names                                                 map[string]string // of nodes with an @id
}

// articleTypes are schema.org's types of a piece of news.
var articleTypes = map[string]bool{
	"Article": true, "NewsArticle": true, "ReportageNewsArticle": true, "AnalysisNewsArticle": true, "BackgroundNewsArticle": true,
	"OpinionNewsArticle": true, "ReviewNewsArticle": true, "AskPublicNewsArticle": true, "BlogPosting": true, "LiveBlogPosting": true, "Report": true,
}

// read takes one script. JSON that does not parse is left aside.
func (l *ld) read(script string) {
	script = strings.TrimSpace(script)
	for _, wrap := range []string{"<!--", "//<![CDATA[", "<![CDATA["} {
		script = strings.TrimPrefix(script, wrap)
	}
	for _, wrap := range []string{"-->", "//]]>", "]]>"} {
		script = strings.TrimSuffix(script, wrap)
	}
	// Raw line breaks inside strings are common and not JSON.
	script = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, script)
	var v any
	if json.Unmarshal([]byte(script), &v) != nil {
		return
	}
	if l.names == nil {
		l.names = map[string]string{}
	}
	l.index(v, 0)
	l.walk(v, 0)
}

const maxNesting = 12

// index notes the names of nodes that others refer to by @id.
func (l *ld) index(v any, depth int) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.index(x, depth)
		}
	case map[string]any:
		if depth > maxNesting {
			return
		}
		id, _ := v["@id"].(string)
		if name, _ := v["name"].(string); id != "" && name != "" {
			l.names[id] = name
		}
		for _, key := range []string{"@graph", "author", "publisher", "mainEntity"} {
			l.index(v[key], depth+1)
		}
	}
}

func (l *ld) walk(v any, depth int) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.walk(x, depth)
		}
	case map[string]any:
		if depth > maxNesting {
			return
		}
		if isArticle(v["@type"]) {
			l.article(v)
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"} {
			if key != "itemListElement" || l.headline == "" {
				l.walk(v[key], depth+1)
			}
		}
	}
}

func isArticle(v any) bool {
	switch v := v.(type) {
	case string:
		return articleTypes[strings.TrimPrefix(strings.TrimPrefix(v, "https://schema.org/"), "http://schema.org/")]
	case []any:
		for _, x := range v {
			if s, ok := x.(string); ok && isArticle(s) {
				return true
			}
		}
	}
	return false
}

func (l *ld) article(v map[string]any) {
	if l.headline != "" {
		return // the first article of the page is its own
	}
	l.headline = plainText(firstOf(text(v["headline"]), text(v["name"])))
	l.description = plainText(text(v["description"]))
	l.published = firstOf(text(v["datePublished"]), text(v["dateCreated"]), text(v["uploadDate"]))
	l.language = text(v["inLanguage"])
	l.authors = l.people(v["author"], 0)
	if len(l.authors) == 0 {
		l.authors = l.people(v["creator"], 0)
	}
	if names := l.people(v["publisher"], 0); len(names) > 0 {
		l.publisher = names[0]
	}
	body := text(v["articleBody"])
	for _, p := range strings.Split(breakTags.ReplaceAllString(body, "\n"), "\n") {
		for _, q := range strings.Split(p, "  ") { // line breaks that became spaces above
			if q = plainText(q); q != "" {
				l.body = append(l.body, q)
			}
		}
	}
}

var breakTags = regexp.MustCompile(`(?i)</?(?:p|div|br|li|h\d)\b[^>]*>`)
var anyTag = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)

// plainText decodes entities and takes out tags: some pages escape twice.
func plainText(s string) string {
	return clean(html.UnescapeString(anyTag.ReplaceAllString(html.UnescapeString(s), "")))
}

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return text(v[0])
		}
	case map[string]any:
		return firstOf(text(v["@value"]), text(v["name"]))
	}
	return ""
}

// people returns the names in an author or publisher field.
func (l *ld) people(v any, depth int) []string {
	if depth > 3 {
		return nil
	}
	switch v := v.(type) {
	case string:
		return []string{plainText(v)}
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, l.people(x, depth+1)...)
		}
		return out
	case map[string]any:
		if name := l.people(v["name"], depth+1); len(name) > 0 {
			return name
		}
		if id, _ := v["@id"].(string); l.names[id] != "" {
			return []string{plainText(l.names[id])}
		}
	}
	return nil
}
