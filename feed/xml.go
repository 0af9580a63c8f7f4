package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"

	"golang.org/x/net/html/charset"
)

// The bounds of a feed or sitemap as XML. They are far above what is in use, and
// keep the work for hostile input within a few times that for honest input.
const (
	maxDepth      = 64      // elements inside one another
	maxElements   = 200_000 // more than any feed has; each may cost the library a kilobyte
	maxNamespaces = 64      // names in force at one place: the library copies them for each element
	maxBase       = 512     // bytes of xml:base in force at one place, which is put before each link
	maxValue      = 8 << 10 // bytes of one value of a sitemap; the rest is cut
)

// newDecoder reads XML as the library for feeds does: unknown entities stay as
// they are and none are ever expanded, and forgotten end tags are forgiven.
func newDecoder(body []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	return d
}

// dropControls drops the control characters that XML forbids and papers print.
func dropControls(body []byte) []byte {
	forbidden := func(b byte) bool { return b < ' ' && b != '\t' && b != '\n' && b != '\r' }
	if !slices.ContainsFunc(body, forbidden) {
		return body
	}
	return slices.DeleteFunc(bytes.Clone(body), forbidden)
}

// checkXML reports XML that is broken or over the bounds above.
func checkXML(body []byte) error {
	type level struct{ namespaces, base int }
	open := []level{{}}
	d := newDecoder(body)
	for n := 0; ; {
		tok, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return broken{d.InputOffset(), err}
		}
		switch tok := tok.(type) {
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.StartElement:
			l := open[len(open)-1]
			for _, a := range tok.Attr {
				switch {
				case a.Name.Space == "xmlns", a.Name.Local == "xmlns":
					l.namespaces++
				case a.Name.Local == "base":
					l.base += len(a.Value)
				}
			}
			open = append(open, l)
			n++
			switch {
			case len(open)-1 > maxDepth:
				return broken{d.InputOffset(), errTooDeep}
			case n > maxElements:
				return tooMany{maxElements, "elements"}
			case l.namespaces > maxNamespaces:
				return tooMany{maxNamespaces, "namespaces in force"}
			case l.base > maxBase:
				return tooMany{maxBase, "bytes of xml:base in force"}
			}
		}
	}
}

// checkJSON reports JSON over the bounds above; what is broken is left to the
// library.
func checkJSON(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	for n := 0; ; {
		tok, err := d.Token()
		if err != nil {
			return nil
		}
		if tok == json.Delim('{') || tok == json.Delim('[') {
			if n++; n > maxElements {
				return tooMany{maxElements, "objects and lists"}
			}
		}
	}
}

var errTooDeep = errors.New("elements are nested too deeply")
