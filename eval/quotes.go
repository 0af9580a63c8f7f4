package eval

import (
	"context"
	"errors"
	"fmt"
	"io"
	"unicode"

	"entente"
)

// Analyze runs every stage before the coder over one text, and keeps the text as
// it is. published is the zero Day if it is not known.
type Analyze func(ctx context.Context, text string, published entente.Day) (*entente.Analysis, error)

// quoteArticle is a line of the PolNeAR files: offsets are half-open and count
// code points.
type quoteArticle struct {
	ID           string `json:"id"`
	Date         string `json:"date"`
	Text         string `json:"text"`
	Attributions []struct {
		ID      string   `json:"id"`
		Source  [][2]int `json:"source"`
		Cue     [][2]int `json:"cue"`
		Content [][2]int `json:"content"`
	} `json:"attributions"`
}

// attribution is source, cue and content as bytes of one text.
type attribution struct {
	source, cue, content []entente.Span
	speaker              bool // the source leads to an actor
}

// quoteCounts adds up over articles.
type quoteCounts struct {
	claims, gold          int
	cueFound, cueWanted   int // found cues that meet a gold one, gold cues that meet a found one
	both, found, wanted   int // content tokens
	sources, sourcesRight int
	sourced, unknown      int
	whole                 int

	said [3]struct{ both, found, wanted int } // words in the source, cue and content that the parse sees
}

// Quotes scores claims against attributions in the form of PolNeAR (Newell,
// Margolin and Ruths, LREC 2018), one JSON object a line, and reports:
//
//	cue                a cue is right if it shares a byte with one of the other side
//	content tokens     words inside any content, micro F1; a word is a run of letters and digits
//	source matched     of the gold attributions with a source whose cue was found, those whose sources overlap
//	speakers unknown   of the found claims with a source, those without an actor
//	whole attribution  cue and source overlap (or neither has a source) and the contents share
//	                   at least half of their words (Jaccard); each gold attribution counts once
//	… of the parse     words inside any source, cue or content, micro F1, where Token.Said alone
//	                   tells: a word is in if its token is so with a probability of a half or more
//
// An attribution without a cue, source and content is skipped. Misses lists what
// is whole on one side only. Errors are analyze's own, or of kind Syntax for a
// line that is not such an object.
func Quotes(ctx context.Context, analyze Analyze, in io.Reader) (*Report, error) {
	rep := &Report{Gold: "PolNeAR"}
	var n quoteCounts
	for art, err := range objects[quoteArticle](in, "quotes") {
		if err != nil {
			return nil, err
		}
		gold, err := art.attributions()
		if err != nil {
			return nil, &entente.Error{Op: "eval", Kind: entente.Syntax, Input: art.ID, Line: rep.Cases + 1, Err: err}
		}
		published, err := entente.ParseDay(art.Date)
		if err != nil {
			published = entente.Day{} // not known
		}
		a, err := analyze(ctx, art.Text, published)
		if err != nil {
			return nil, fmt.Errorf("eval: %s: %w", art.ID, err)
		}
		if a.Article.Text != art.Text {
			return nil, &entente.Error{Op: "eval", Kind: entente.Internal, Input: art.ID, Err: errors.New("analyze changed the text, so offsets do not compare")}
		}
		found := make([]attribution, len(a.Claims))
		for i, c := range a.Claims {
			found[i] = attribution{source: c.Source, cue: c.Cue, content: c.Content, speaker: c.Speaker != nil}
		}
		rep.Misses = append(rep.Misses, n.add(art.ID, art.Text, found, gold)...)
		n.addSaid(art.Text, a.Sentences, gold)
		rep.Cases++
	}
	rep.Scores = []Score{
		pairF1("cue", n.cueFound, n.claims, n.cueWanted, n.gold),
		F1("content tokens", n.both, n.found, n.wanted),
		Ratio("source matched", n.sourcesRight, n.sources),
		Ratio("speakers unknown", n.unknown, n.sourced),
		F1("whole attribution", n.whole, n.claims, n.gold),
	}
	for i, part := range []string{"source", "cue", "content"} {
		rep.Scores = append(rep.Scores, F1(part+" words of the parse", n.said[i].both, n.said[i].found, n.said[i].wanted))
	}
	return rep, nil
}

// pairF1 is F1 where precision and recall count different things: right of
// found, and met of wanted.
func pairF1(field string, right, found, met, wanted int) Score {
	p, r := Ratio("", right, found).Value, Ratio("", met, wanted).Value
	s := Score{Field: field, Detail: fmt.Sprintf("P %.3f R %.3f", p, r)}
	if p+r > 0 {
		s.Value = 2 * p * r / (p + r)
	}
	return s
}

// attributions turns code points into bytes.
func (art *quoteArticle) attributions() ([]attribution, error) {
	byteAt := byteOffsets(art.Text)
	spans := func(id string, pairs [][2]int) ([]entente.Span, error) {
		var out []entente.Span
		for _, p := range pairs {
			if p[0] < 0 || p[1] < p[0] || p[1] >= len(byteAt) {
				return nil, fmt.Errorf("attribution %s: span %v outside the text", id, p)
			}
			out = append(out, entente.Span{Start: byteAt[p[0]], End: byteAt[p[1]]})
		}
		return out, nil
	}
	var out []attribution
	for _, at := range art.Attributions {
		source, err1 := spans(at.ID, at.Source)
		cue, err2 := spans(at.ID, at.Cue)
		content, err3 := spans(at.ID, at.Content)
		if err := errors.Join(err1, err2, err3); err != nil {
			return nil, err
		}
		if len(source)+len(cue)+len(content) > 0 {
			out = append(out, attribution{source: source, cue: cue, content: content})
		}
	}
	return out, nil
}

// add counts one article and returns its misses.
func (n *quoteCounts) add(id, text string, found, gold []attribution) []string {
	words := wordsOf(text)
	inFound, inGold := make([]bool, len(words)), make([]bool, len(words))
	n.claims += len(found)
	n.gold += len(gold)
	for _, f := range found {
		mark(inFound, words, f.content)
		if len(f.source) > 0 {
			n.sourced++
			if !f.speaker {
				n.unknown++
			}
		}
		for _, g := range gold {
			if overlap(f.cue, g.cue) {
				n.cueFound++
				break
			}
		}
	}
	used := make([]bool, len(found))
	var misses []string
	for _, g := range gold {
		mark(inGold, words, g.content)
		met, sourceRight, whole := false, false, false
		for i, f := range found {
			if !overlap(f.cue, g.cue) {
				continue
			}
			met = true
			right := overlap(f.source, g.source) || len(f.source) == 0 && len(g.source) == 0
			sourceRight = sourceRight || right
			if right && !whole && !used[i] && jaccard(words, f.content, g.content) >= 0.5 {
				whole, used[i] = true, true
			}
		}
		if met {
			n.cueWanted++
			if len(g.source) > 0 {
				n.sources++
				if sourceRight {
					n.sourcesRight++
				}
			}
		}
		if whole {
			n.whole++
		} else {
			misses = append(misses, id+": missed: "+g.in(text))
		}
	}
	for i := range found {
		if !used[i] {
			misses = append(misses, id+": found:  "+found[i].in(text))
		}
	}
	for i := range words {
		if inFound[i] {
			n.found++
		}
		if inGold[i] {
			n.wanted++
		}
		if inFound[i] && inGold[i] {
			n.both++
		}
	}
	return misses
}

// addSaid counts the words of one article that the parse puts into each part.
func (n *quoteCounts) addSaid(text string, sents []entente.Sentence, gold []attribution) {
	var found, wanted [3][]entente.Span
	for i := range sents {
		for j := range sents[i].Tokens {
			tok := &sents[i].Tokens[j]
			for k, p := range [...]float32{tok.Said.Source, tok.Said.Cue, tok.Said.Content} {
				if p >= 0.5 {
					found[k] = append(found[k], tok.Span)
				}
			}
		}
	}
	for _, g := range gold {
		for k, spans := range [...][]entente.Span{g.source, g.cue, g.content} {
			wanted[k] = append(wanted[k], spans...)
		}
	}
	words := wordsOf(text)
	for k := range n.said {
		inFound, inGold := make([]bool, len(words)), make([]bool, len(words))
		mark(inFound, words, found[k])
		mark(inGold, words, wanted[k])
		c := &n.said[k]
		for i := range words {
			if inFound[i] {
				c.found++
			}
			if inGold[i] {
				c.wanted++
			}
			if inFound[i] && inGold[i] {
				c.both++
			}
		}
	}
}

// in prints an attribution as "source | cue | content".
func (at attribution) in(text string) string {
	join := func(spans []entente.Span) string {
		out := ""
		for i, sp := range spans {
			if i > 0 {
				out += " … "
			}
			out += sp.In(text)
		}
		return out
	}
	return join(at.source) + " | " + join(at.cue) + " | " + join(at.content)
}

// wordsOf returns the runs of letters and digits.
func wordsOf(text string) []entente.Span {
	var out []entente.Span
	inside := false
	for i, r := range text {
		word := unicode.IsLetter(r) || unicode.IsDigit(r)
		if word && !inside {
			out = append(out, entente.Span{Start: i, End: len(text)})
		}
		if !word && inside {
			out[len(out)-1].End = i
		}
		inside = word
	}
	return out
}

func mark(in []bool, words, spans []entente.Span) {
	for i, w := range words {
		for _, sp := range spans {
			if w.Overlaps(sp) {
				in[i] = true
			}
		}
	}
}

func overlap(a, b []entente.Span) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Overlaps(y) {
				return true
			}
		}
	}
	return false
}

// jaccard is the share of the words of either side that lie in both.
func jaccard(words, a, b []entente.Span) float64 {
	inA, inB := make([]bool, len(words)), make([]bool, len(words))
	mark(inA, words, a)
	mark(inB, words, b)
	both, either := 0, 0
	for i := range words {
		if inA[i] && inB[i] {
			both++
		}
		if inA[i] || inB[i] {
			either++
		}
	}
	if either == 0 {
		return 0
	}
	return float64(both) / float64(either)
}
