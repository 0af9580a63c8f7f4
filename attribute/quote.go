package attribute

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// quote is a stretch between quotation marks, the marks included.
type quote struct {
	first, last int  // places
	speech      bool // whole words of somebody, not a fragment or a title
	sentence    bool // begins with a capital
	resumes     bool // the paragraph goes on with the quotation of the one before, which was not closed
	closed      bool
}

// mark is a quotation mark in the text.
type mark struct {
	at, width int
	kind      rune // '"' double, '\'' single
	opens     bool
	closes    bool
}

// findQuotes pairs the quotation marks, paragraph by paragraph. A straight mark
// opens after a space and closes before one. A quotation that is not closed runs
// to the end of its paragraph, and goes on in the next if that opens with a mark.
// Single marks pair inside one sentence only, since apostrophes look like them.
//
// This is a heuristic: it misreads 5' 11" as an opening.
func findQuotes(sc *script) []quote {
	var out []quote
	a := sc.a
	for s := 0; s < len(a.Sentences); {
		e := s + 1
		for e < len(a.Sentences) && a.Sentences[e].Paragraph == a.Sentences[s].Paragraph {
			e++
		}
		if sc.first[s] < sc.end(e-1) {
			out = sc.pair(out, s, e)
		}
		s = e
	}
	return out
}

// pair adds the quotations of the sentences from..to-1, one paragraph.
func (sc *script) pair(out []quote, from, to int) []quote {
	text := sc.a.Article.Text
	start, end := sc.a.Sentences[from].Span.Start, sc.a.Sentences[to-1].Span.End
	open := -1 // byte offset of the open mark
	var kind rune
	resumes := false
	add := func(at int, closed bool) {
		q, ok := sc.cover(entente.Span{Start: open, End: at})
		if ok {
			q.closed, q.resumes = closed, resumes
			out = append(out, q)
		}
		open, resumes = -1, false
	}
	for _, m := range marks(text, start, end) {
		switch {
		case open < 0 && m.opens:
			if m.kind == '\'' && !sc.closesSoon(m, start, end) {
				continue
			}
			open, kind = m.at, m.kind
			if len(out) > 0 && !out[len(out)-1].closed && m.at < start+3 && sc.sentOf[out[len(out)-1].last] == from-1 {
				resumes = true
			}
		case open >= 0 && m.kind == kind && m.closes:
			add(m.at+m.width, true)
		case open >= 0 && m.kind == kind && kind == '"' && m.opens:
			add(m.at, false) // a mark was forgotten
			open, kind = m.at, m.kind
		}
	}
	if open >= 0 && kind == '"' {
		add(end, false)
	}
	return out
}

// cover returns the quotation over the tokens of sp.
func (sc *script) cover(sp entente.Span) (quote, bool) {
	q := quote{first: -1}
	words := 0
	from := sort.Search(len(sc.sentOf), func(p int) bool { return sc.tok(p).Span.End > sp.Start })
	for p := from; p < len(sc.sentOf) && sc.tok(p).Span.Start < sp.End; p++ {
		tok := sc.tok(p)
		if q.first < 0 {
			q.first = p
		}
		q.last = p
		if r, _ := utf8.DecodeRuneInString(tok.Form); unicode.IsLetter(r) || unicode.IsDigit(r) {
			words++
		}
	}
	if q.first < 0 || words == 0 {
		return q, false
	}
	inner := strings.TrimFunc(sp.In(sc.a.Article.Text), func(r rune) bool { return strings.ContainsRune("“”‘’\"'`", r) || unicode.IsSpace(r) })
	head, _ := utf8.DecodeRuneInString(inner)
	tail, _ := utf8.DecodeLastRuneInString(inner)
	capital := unicode.IsUpper(head) || strings.ContainsRune("[.…", head)
	q.sentence = capital
	stop := strings.ContainsRune(",.!?…—-", tail)
	q.speech = words >= 3 && capital && stop || words >= 2 && capital && strings.ContainsRune("!?,", tail) || words >= 6 && (capital || stop)
	return q, true
}

// closesSoon reports whether a single mark has a partner before a paragraph's
// end and within 300 bytes.
func (sc *script) closesSoon(m mark, start, end int) bool {
	text := sc.a.Article.Text
	return slices.ContainsFunc(marks(text, m.at+m.width, min(end, m.at+300)), func(o mark) bool {
		return o.kind == '\'' && o.closes && o.at > m.at+m.width
	})
}

// marks lists the quotation marks of text[start:end] that may open or close.
func marks(text string, start, end int) []mark {
	var out []mark
	before := ' '
	if start > 0 {
		before, _ = utf8.DecodeLastRuneInString(text[:start])
	}
	for at := start; at < end; {
		r, width := utf8.DecodeRuneInString(text[at:])
		if r == '\'' && strings.HasPrefix(text[at+1:end], "'") || r == '`' && strings.HasPrefix(text[at+1:end], "`") {
			width = 2
		}
		after := ' '
		if at+width < len(text) {
			after, _ = utf8.DecodeRuneInString(text[at+width:])
		}
		wordBefore := unicode.IsLetter(before) || unicode.IsDigit(before)
		wordAfter := unicode.IsLetter(after) || unicode.IsDigit(after)
		spaceBefore := unicode.IsSpace(before) || strings.ContainsRune("([—–-/", before)
		switch {
		case r == '“':
			out = append(out, mark{at, width, '"', true, false})
		case r == '”':
			out = append(out, mark{at, width, '"', false, true})
		case r == '`' && width == 2:
			out = append(out, mark{at, width, '"', true, false})
		case r == '"' || r == '\'' && width == 2:
			opens := spaceBefore && !unicode.IsSpace(after)
			out = append(out, mark{at, width, '"', opens || !wordBefore && wordAfter, !opens})
		case r == '‘':
			out = append(out, mark{at, width, '\'', !wordBefore, false})
		case r == '’' || r == '\'':
			opens := r == '\'' && spaceBefore && !unicode.IsSpace(after)
			closes := !unicode.IsSpace(before) && !wordAfter
			if opens || closes {
				out = append(out, mark{at, width, '\'', opens, closes})
			}
		}
		before = r
		at += width
	}
	return out
}
