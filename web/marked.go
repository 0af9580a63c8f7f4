package web

import (
	"fmt"
	"slices"
	"strings"

	"entente"
)

// paragraph is one of the text, or the headline. Gap is the white space before it: with
// it, what a page shows is the text to the byte.
type paragraph struct {
	Gap   string
	Zone  entente.Zone
	Title bool // the page's first heading
	Parts []part
}

// part is a sentence of a paragraph, or what stands between two.
type part struct {
	ID     string // "s14" of the sentence's first part; "" of what is none
	Pieces []piece
}

// piece is a run of text for a template.
type piece struct {
	ID    string // "t120" where something begins
	Text  string
	CR    bool   // a carriage return follows: a browser keeps it only as a character reference
	Class string // the kinds that lie over it
	Rows  string // ids of their rows
	Href  string // the row of the narrowest one
	Label string // says what a click leads to
	Plain bool   // nothing lies over it
}

// kindOrder says which of several stretches a click on the text means, the last first.
var kindOrder = []string{"note", "content", "source", "cue", "actor", "place", "date", "figure", "past", "event"}

// placeID is the id of the element where a stretch begins.
func placeID(sp entente.Span) string { return fmt.Sprintf("t%d", sp.Start) }

func sentenceID(i int) string { return fmt.Sprintf("s%d", i) }

// marked lays the stretches over the text of art, paragraph by paragraph. The gaps and
// the pieces of all paragraphs, in order, are the text; tail is what follows the last.
func marked(art *entente.Article, over []stretch, label func(row string) string) (out []paragraph, tail string) {
	paras := paragraphsOf(art)
	layers := make([]stretch, 0, len(paras)+len(art.Sentences)+len(over))
	for _, p := range paras {
		layers = append(layers, stretch{Span: p.Span})
	}
	for _, sp := range art.Sentences {
		layers = append(layers, stretch{Span: sp})
	}
	layers = append(layers, over...)
	begins := map[int]bool{}
	for _, s := range over {
		if s.Kind == "actor" || s.Kind == "note" { // what rows link to by its own place; the others go by their sentence
			begins[s.Span.Start] = true
		}
	}
	begun := make([]bool, len(art.Sentences)) // sentences whose id is given
	inPara, inSentence := -1, -2
	for _, r := range cut(len(art.Text), layers) {
		para, sentence, rest := -1, -1, r.Over
		if len(rest) > 0 && rest[0] < len(paras) {
			para, rest = rest[0], rest[1:]
		}
		for ; len(rest) > 0 && rest[0] < len(paras)+len(art.Sentences); rest = rest[1:] {
			sentence = rest[0] - len(paras)
		}
		text := r.Span.In(art.Text)
		if para < 0 {
			tail += text
			continue
		}
		if para != inPara {
			out = append(out, paragraph{Gap: tail, Zone: paras[para].Zone})
			tail, inPara, inSentence = "", para, -2
		}
		last := &out[len(out)-1]
		if sentence != inSentence {
			p := part{}
			if sentence >= 0 && !begun[sentence] {
				p.ID, begun[sentence] = sentenceID(sentence), true
			}
			last.Parts = append(last.Parts, p)
			inSentence = sentence
		}
		pieces := &last.Parts[len(last.Parts)-1].Pieces
		of := pieceOf(layers, rest, label)
		for i, text := range strings.SplitAfter(text, "\r") {
			next := of
			if i == 0 && begins[r.Span.Start] {
				next.ID = placeID(r.Span)
			}
			next.Plain = next.Class == "" && next.ID == ""
			if next.Text = strings.TrimSuffix(text, "\r"); next.Text != text {
				next.CR = true
			}
			if text != "" {
				*pieces = append(*pieces, next)
			}
		}
	}
	return out, tail
}

// pieceOf says what lies over a run, and where a click on it leads.
func pieceOf(layers []stretch, over []int, label func(row string) string) piece {
	var p piece
	var kinds, rows []string
	best := -1
	for _, i := range over {
		s := layers[i]
		if !slices.Contains(kinds, s.Kind) {
			kinds = append(kinds, s.Kind)
		}
		if s.Row != "" && !slices.Contains(rows, s.Row) {
			rows = append(rows, s.Row)
		}
		if rank := slices.Index(kindOrder, s.Kind); s.Row != "" && s.Kind != "content" && rank > best {
			best, p.Href = rank, "#"+s.Row
		}
	}
	p.Class, p.Rows = strings.Join(kinds, " "), strings.Join(rows, " ")
	if p.Href != "" {
		p.Label = label(p.Href[1:])
	}
	return p
}

// paragraphsOf returns the paragraphs of a text by the zones that page found: what stands
// on the line of the one before, as text does after a dateline, belongs to it. They hold
// all but white space.
func paragraphsOf(art *entente.Article) []entente.Block {
	blocks, text := art.Blocks, art.Text
	if len(blocks) == 0 {
		at := 0
		for piece := range strings.SplitAfterSeq(text, "\n\n") {
			if inner := strings.TrimSpace(piece); inner != "" {
				start := at + strings.Index(piece, inner)
				blocks = append(blocks, entente.Block{Zone: entente.ZoneBody, Span: entente.Span{Start: start, End: start + len(inner)}})
			}
			at += len(piece)
		}
	}
	var out []entente.Block
	at := 0
	for _, b := range blocks {
		if b.Span.Start < at || b.Span.End > len(text) || b.Span.Len() <= 0 {
			continue
		}
		gap := text[at:b.Span.Start]
		loose := strings.TrimSpace(gap)
		switch {
		case len(out) > 0 && !strings.Contains(gap, "\n"):
			out[len(out)-1].Span.End, out[len(out)-1].Zone = b.Span.End, b.Zone
		case loose != "":
			start := at + strings.Index(gap, loose)
			out = append(out, entente.Block{Zone: b.Zone, Span: entente.Span{Start: start, End: b.Span.End}})
		default:
			out = append(out, b)
		}
		at = b.Span.End
	}
	if loose := strings.TrimSpace(text[at:]); loose != "" {
		start := at + strings.Index(text[at:], loose)
		out = append(out, entente.Block{Zone: entente.ZoneBody, Span: entente.Span{Start: start, End: start + len(loose)}})
	}
	return out
}
