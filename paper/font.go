package paper

import (
	"embed"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"entente"
)

// The fonts and their licences; fonts/README.md says how they were cut.
//
//go:embed fonts/*.ttf
var fontFiles embed.FS

// face is one font of the document.
type face int

// The faces: signs has the arrows and marks that the text faces lack.
const (
	upright face = iota
	bold
	italic
	boldItalic
	signs
	faceCount
)

// faces names them: the file, and what the PDF library calls the font.
var faces = [faceCount]struct{ file, family, style string }{
	upright:    {"fonts/text.ttf", "text", ""},
	bold:       {"fonts/text-bold.ttf", "text", "B"},
	italic:     {"fonts/text-italic.ttf", "text", "I"},
	boldItalic: {"fonts/text-bold-italic.ttf", "text", "BI"},
	signs:      {"fonts/signs.ttf", "signs", ""},
}

// unknown is printed for a letter that no font has.
const unknown = '\ufffd'

// fonts knows how wide each letter is.
type fonts struct {
	bytes  [faceCount][]byte
	parsed [faceCount]*sfnt.Font
	widths [faceCount]map[rune]float64 // of an em; -1 where the face lacks the letter
	buf    sfnt.Buffer
}

func loadFonts() (*fonts, error) {
	f := &fonts{}
	for i, of := range faces {
		var err error
		if f.bytes[i], err = fontFiles.ReadFile(of.file); err == nil {
			f.parsed[i], err = sfnt.Parse(f.bytes[i])
		}
		if err != nil {
			return nil, &entente.Error{Op: "paper", Kind: entente.Internal, Input: of.file, Err: err}
		}
		f.widths[i] = map[rune]float64{}
	}
	return f, nil
}

// width is how wide r is in a face, in ems; -1 where the face lacks it.
func (f *fonts) width(of face, r rune) float64 {
	if w, ok := f.widths[of][r]; ok {
		return w
	}
	w := -1.0
	const em = 1000 // the PDF reckons in thousandths too
	if g, err := f.parsed[of].GlyphIndex(&f.buf, r); err == nil && g != 0 && r <= 0xffff {
		if adv, err := f.parsed[of].GlyphAdvance(&f.buf, g, fixed.I(em), font.HintingNone); err == nil {
			w = float64(adv) / 64 / em
		}
	}
	f.widths[of][r] = w
	return w
}

// choose finds the face for a letter that is to be set in want, and what is printed for it.
func (f *fonts) choose(want face, r rune) (face, rune) {
	if f.width(want, r) >= 0 {
		return want, r
	}
	if f.width(signs, r) >= 0 {
		return signs, r
	}
	return want, unknown
}

func (s style) face() face {
	switch {
	case s.bold && s.italic:
		return boldItalic
	case s.bold:
		return bold
	case s.italic:
		return italic
	}
	return upright
}
