package page

import (
	"errors"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"entente"
)

// readHTML makes an article of a page. The fields come from JSON-LD, from the
// meta elements and from the marks of the page itself, in this order; the main
// text from the page's own article or main element, else from the readability
// rules. Article.Text is plain text made of them.
func readHTML(text, name string, hints Hints) (*entente.Article, error) {
	if err := weigh(text); err != nil {
		return nil, fail(entente.TooLarge, name, entente.Span{}, err)
	}
	doc, err := parseHTML(text)
	if err != nil {
		return nil, fail(entente.Syntax, name, entente.Span{}, err)
	}
	m := readMeta(doc)
	m.linked(doc, hints.URL)
	parts := mainParts(doc, m)
	if len(parts) == 0 {
		return nil, fail(entente.Empty, name, entente.Span{}, errors.New("the page has no text"))
	}
	c := composer{hints: hints, meta: m}
	art := c.compose(parts)
	if len(art.Blocks) == 0 {
		return nil, fail(entente.Empty, name, entente.Span{}, errors.New("the page has no text"))
	}
	if err := checkLanguage(art, m.lang, name); err != nil {
		return nil, err
	}
	return art, nil
}

// maxDepth is the nesting that is kept when a page is nested too deep to parse.
const maxDepth = 120

// parseHTML parses any bytes; a page that is nested deeper than the parser takes
// is flattened first.
func parseHTML(text string) (*html.Node, error) {
	doc, err := html.Parse(strings.NewReader(text))
	if err == nil {
		return doc, nil
	}
	return html.Parse(strings.NewReader(flatten(text)))
}

// flatten writes text again without the tags that stand deeper than maxDepth.
// Elements whose end tag may be left out do not count, since the parser closes
// them by itself; they are kept only where the nesting is low.
func flatten(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	z := html.NewTokenizer(strings.NewReader(text))
	depth, optional := 0, 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		raw := z.Raw()
		switch kind {
		case html.StartTagToken:
			tag, _ := z.TagName()
			switch a := atom.Lookup(tag); {
			case void(a):
				b.Write(raw)
			case optionalEnd(a):
				if optional++; a == atom.P || optional < maxDepth {
					b.Write(raw)
				}
			default:
				if depth++; depth <= maxDepth {
					b.Write(raw)
				} else {
					b.WriteByte(' ')
				}
			}
		case html.EndTagToken:
			tag, _ := z.TagName()
			switch a := atom.Lookup(tag); {
			case optionalEnd(a):
				b.Write(raw)
			case !void(a):
				if depth <= maxDepth {
					b.Write(raw)
				}
				depth = max(0, depth-1)
			}
		default:
			b.Write(raw)
		}
	}
}

func void(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

func optionalEnd(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Li, atom.Dd, atom.Dt, atom.Option, atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.Html, atom.Head, atom.Body:
		return true
	}
	return false
}

// attr returns the value of an attribute of n, or "".
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// each calls f on n and all below it, in document order; f returns false to leave
// out what is below. The parser bounds the depth.
func each(n *html.Node, f func(*html.Node) bool) {
	if !f(n) {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, f)
	}
}

// textOf returns the visible text of n with white space folded.
func textOf(n *html.Node) string {
	var b strings.Builder
	each(n, func(c *html.Node) bool {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case c.Type == html.CommentNode || c.Type == html.ElementNode && unseen(c):
			return false
		case c.Type == html.ElementNode && (c.DataAtom == atom.Br || block(c.DataAtom)):
			b.WriteByte(' ')
		}
		return true
	})
	return clean(b.String())
}

// clean folds white space and takes out control characters.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' && r != '\f' || r == 0x7f || r == 0xad {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	return fold(s)
}

// unseen reports whether an element shows no text of the page.
func unseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Button, atom.Select, atom.Textarea,
		atom.Input, atom.Object, atom.Video, atom.Audio, atom.Canvas, atom.Dialog, atom.Head, atom.Math:
		return true
	}
	if hasAttr(n, "hidden") || attr(n, "aria-hidden") == "true" {
		return true
	}
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// block reports whether an element stands on lines of its own.
func block(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav, atom.Ul, atom.Ol, atom.Li,
		atom.Dl, atom.Dt, atom.Dd, atom.Table, atom.Tbody, atom.Thead, atom.Tr, atom.Td, atom.Th, atom.Blockquote, atom.Pre, atom.Figure, atom.Figcaption,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Hr, atom.Form, atom.Fieldset, atom.Address, atom.Center, atom.Body, atom.Html, atom.Details, atom.Summary:
		return true
	}
	return false
}
