package paper

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// style is how a stretch of letters is set.
type style struct {
	size         float64 // points
	bold, italic bool
	dim          bool
	tone         Tone
	note         int // the note referred to; 0 is none
	raised       bool
}

// piece is letters of one face that are not broken.
type piece struct {
	text   string
	face   face
	style  style
	x, w   float64 // points from the start of its line
	space  bool    // a space stands before it
	breaks bool    // a line may begin with it
}

// setLine is one printed line.
type setLine []piece

// raise is how a reference to a note is set: smaller, and lifted by a part of the size.
const (
	noteSize = 0.68
	noteLift = 0.36
)

// slack is what a line may be too wide, in points: less than can be seen, more than the
// error of adding widths.
const slack = 0.01

// set breaks a line into printed lines of at most width points. A word wider than that
// is cut. Nothing gives nothing.
func (f *fonts) set(l Line, base style, width float64) []setLine {
	var out []setLine
	var now setLine
	x := 0.0
	words := f.words(l, base)
	for i := 0; i < len(words); {
		end := i + 1
		w := words[i].w
		for ; end < len(words) && !words[end].breaks; end++ {
			w += f.gap(&words[end]) + words[end].w
		}
		if len(now) > 0 && x+f.gap(&words[i])+w > width+slack {
			out, now, x = append(out, now), nil, 0
		}
		for _, p := range words[i:end] {
			for _, part := range f.cut(p, width) {
				if len(now) > 0 && x+f.gap(&part)+part.w > width+slack {
					out, now, x = append(out, now), nil, 0
				}
				if len(now) == 0 {
					part.space = false
				}
				part.x = x + f.gap(&part)
				x = part.x + part.w
				now = append(now, part)
			}
		}
		i = end
	}
	if len(now) > 0 {
		out = append(out, now)
	}
	return out
}

// words splits a line at its spaces, and after dashes, hyphens and slashes inside words.
func (f *fonts) words(l Line, base style) []piece {
	var out []piece
	space := false
	for _, run := range l {
		st := base
		st.bold, st.italic, st.dim = st.bold || run.Bold, st.italic || run.Italic, st.dim || run.Dim
		if run.Tone != "" {
			st.tone = run.Tone
		}
		text := norm.NFC.String(visible(run.Text))
		if run.Note > 0 {
			text, st.note, st.bold, st.italic = strconv.Itoa(run.Note), run.Note, false, false
			if n := len(out); n > 0 { // what stands alone in a cell is not raised
				st.size, st.raised, space = base.size*noteSize, true, false
				if out[n-1].style.note > 0 { // two references stand apart
					text = "," + text
				}
			}
		}
		first := true
		for text != "" {
			if r, n := utf8.DecodeRuneInString(text); unicode.IsSpace(r) {
				space, text = true, text[n:]
				continue
			}
			word := text[:wordEnd(text)]
			text = text[len(word):]
			may := (space || !first) && word != "·" // a new run may continue a word; a dot does not begin a line
			for _, p := range f.pieces(word, st) {
				p.space, p.breaks = space, may
				space, may, first = false, false, false
				out = append(out, p)
			}
		}
	}
	if len(out) > 0 {
		out[0].breaks = true
	}
	return out
}

// wordEnd is how much of text, which does not begin with a space, stands before the next
// place where a line may be broken.
func wordEnd(text string) int {
	before := rune(0)
	for i, r := range text {
		if unicode.IsSpace(r) {
			return i
		}
		if i > 0 && strings.ContainsRune("-–—/_&=", before) && (unicode.IsLetter(r) || unicode.IsDigit(r)) && i > utf8.RuneLen(before) {
			return i
		}
		before = r
	}
	return len(text)
}

// pieces sets letters in the faces that have them.
func (f *fonts) pieces(word string, st style) []piece {
	var out []piece
	var text strings.Builder
	now := piece{face: -1, style: st}
	end := func() {
		if text.Len() > 0 {
			now.text = text.String()
			out = append(out, now)
		}
		text.Reset()
	}
	for _, r := range word {
		of, r := f.choose(st.face(), r)
		if of != now.face {
			end()
			now.face, now.w = of, 0
		}
		text.WriteRune(r)
		now.w += max(0, f.width(of, r)) * st.size
	}
	end()
	return out
}

// cut divides a piece wider than width.
func (f *fonts) cut(p piece, width float64) []piece {
	if p.w <= width {
		return []piece{p}
	}
	var out []piece
	now := p
	now.text, now.w = "", 0
	for _, r := range p.text {
		w := max(0, f.width(p.face, r)) * p.style.size
		if now.text != "" && now.w+w > width {
			out = append(out, now)
			now.text, now.w, now.space = "", 0, false
		}
		now.text += string(r)
		now.w += w
	}
	return append(out, now)
}

// gap is the space before a piece.
func (f *fonts) gap(p *piece) float64 {
	if !p.space {
		return 0
	}
	return f.width(p.style.face(), ' ') * p.style.size
}

// shorten cuts text to width points, with "…" where it is longer.
func (f *fonts) shorten(text string, st style, width float64) string {
	text = strings.Join(strings.Fields(visible(text)), " ")
	used := 0.0
	end := 0 // of what leaves room for the dots
	for i, letter := range text {
		of, r := f.choose(st.face(), letter)
		if used += max(0, f.width(of, r)) * st.size; used > width {
			return strings.TrimSpace(text[:end]) + "…"
		}
		if used+f.width(st.face(), '…')*st.size <= width {
			end = i + utf8.RuneLen(letter)
		}
	}
	return text
}
