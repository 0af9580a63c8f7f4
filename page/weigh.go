package page

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// MaxElements is how many elements a page may make: far more than any page of a paper has.
// Each takes some hundred bytes in the parser's tree and in the copies that are made of it,
// and a page can be packed to a thousandth of its size.
const MaxElements = 250_000

// perElement is how many bytes of a tag weigh as much as an element: attributes are kept too.
const perElement = 64

var errTooMany = errors.New("too many elements")

// weigh returns errTooMany for a page of which the parser would make more than MaxElements. It
// counts start tags, and the formatting elements that are open: those the parser opens again
// behind each block that closed over them, so that eleven kilobytes can make a million (HTML
// standard, section 13.2.4.3). It is a bound and not a count: what is closed and not opened
// again counts too.
func weigh(text string) error {
	z := html.NewTokenizer(strings.NewReader(text))
	var open []string // formatting elements, as they stand in the page
	n := 0
	broken := false // a block began or ended: what is open is opened again with the next words
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return nil
		}
		raw := len(z.Raw())
		switch kind {
		case html.TextToken:
			if broken {
				n, broken = n+len(open), false
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := string(z.Raw())
			name, _ := z.TagName()
			n += 1 + raw/perElement
			if !formatting(atom.Lookup(name)) {
				broken = true
				break
			}
			if broken {
				n, broken = n+len(open), false
			}
			same := 0 // of one tag the parser keeps three
			for _, o := range open {
				if o == tag {
					same++
				}
			}
			if same < 3 {
				open = append(open, tag)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if !formatting(atom.Lookup(name)) {
				broken = true
				break
			}
			for i, tag := range slices.Backward(open) {
				if nameOf(tag) == string(name) {
					open = slices.Delete(open, i, i+1)
					break
				}
			}
		}
		if n > MaxElements || len(open) > MaxElements/100 {
			return fmt.Errorf("%w: the limit is %d", errTooMany, MaxElements)
		}
	}
}

// formatting reports whether the parser opens an element again (HTML standard, 13.2.4.3).
func formatting(a atom.Atom) bool {
	switch a {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		return true
	}
	return false
}

// nameOf returns the name in a start tag, in small letters.
func nameOf(tag string) string {
	tag = strings.TrimPrefix(tag, "<")
	if i := strings.IndexAny(tag, " \t\r\n\f/>"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(tag)
}
