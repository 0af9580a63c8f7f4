package attribute

import (
	"slices"
	"strings"

	"entente"
)

// widen takes whole quotations into the content that touches them: a sentence
// split inside a quotation hides the rest from the tree. A quotation around the
// cue itself bounds the content instead.
func (sc *script) widen(d *draft) {
	if q := sc.within[d.head]; q >= 0 {
		in := sc.quotes[q]
		d.content = slices.DeleteFunc(d.content, func(p int) bool { return p < in.first || p > in.last })
	} else {
		sc.onlyQuote(d)
		d.content = sc.inReach(d)
		for k := 0; k < len(d.content); k++ {
			q := sc.within[d.content[k]]
			if q < 0 {
				continue
			}
			in := sc.quotes[q]
			if slices.ContainsFunc(d.source, func(p int) bool { return in.first <= p && p <= in.last }) {
				continue
			}
			before := len(d.content)
			d.content = union(d.content, interval(in.first, in.last))
			for q+1 < len(sc.quotes) && sc.quotes[q+1].resumes {
				q++
				d.content = union(d.content, interval(sc.quotes[q].first, sc.quotes[q].last))
			}
			if len(d.content) == before {
				continue
			}
		}
	}
	d.content = sc.trim(minus(minus(d.content, d.cue), d.source))
}

// onlyQuote cuts content whose first word opens a quoted sentence down to what is
// quoted: what the tree adds outside belongs to the speaker or to the frame.
func (sc *script) onlyQuote(d *draft) {
	if !d.finite || len(d.content) == 0 {
		return
	}
	q := sc.within[d.content[0]]
	if q < 0 || !sc.quotes[q].speech || !sc.quotes[q].sentence || d.content[0] > sc.quotes[q].first+1 {
		return
	}
	d.content = slices.DeleteFunc(d.content, func(p int) bool { return sc.within[p] < 0 })
}

// inReach is the content of a draft without what a full stop outside of quotations
// parts from the cue: the sentence was not split there, but should have been.
func (sc *script) inReach(d *draft) []int {
	s := sc.sentOf[d.head]
	from, to := sc.first[s], sc.end(s)
	stop := func(p int) bool {
		form := sc.tok(p).Form
		return sc.within[p] < 0 && (form == "." || form == "?" || form == "!")
	}
	for p := d.head; p > from; p-- {
		if stop(p - 1) {
			from = p
		}
	}
	for p := to - 1; p > d.head; p-- {
		if stop(p) {
			to = p + 1
		}
	}
	return slices.DeleteFunc(slices.Clone(d.content), func(p int) bool { return sc.sentOf[p] == s && (p < from || p >= to) })
}

// trim drops punctuation at the ends of the content and around its gaps, unless
// it stands inside a quotation.
func (sc *script) trim(list []int) []int {
	loose := func(p int) bool {
		return sc.within[p] < 0 && slices.Contains(loosePunct, sc.tok(p).Form)
	}
	var out []int
	for start := 0; start < len(list); {
		end := start + 1
		for end < len(list) && list[end] == list[end-1]+1 {
			end++
		}
		piece := list[start:end]
		for len(piece) > 0 && loose(piece[0]) {
			piece = piece[1:]
		}
		for len(piece) > 0 && loose(piece[len(piece)-1]) {
			piece = piece[:len(piece)-1]
		}
		out = append(out, piece...)
		start = end
	}
	return out
}

// speeches finds a speaker for the quotations that no tree ties to a cue, and
// returns the drafts with theirs added.
func (sc *script) speeches(drafts []*draft) []*draft {
	owner := make([]*draft, len(sc.quotes)) // the draft that holds each quotation
	note := func(d *draft) {
		for _, p := range d.content {
			if q := sc.within[p]; q >= 0 && sc.within[d.head] != q && owner[q] == nil {
				owner[q] = d
			}
		}
	}
	for _, d := range drafts {
		note(d)
	}
	give := func(d *draft, q int) {
		d.content = union(d.content, interval(sc.quotes[q].first, sc.quotes[q].last))
		owner[q] = d
	}
	for q := range sc.quotes {
		in := sc.quotes[q]
		if owner[q] != nil || !in.speech {
			continue
		}
		if in.resumes && q > 0 && owner[q-1] != nil {
			give(owner[q-1], q)
			continue
		}
		if d := sc.beside(in, drafts); d != nil {
			if !slices.Contains(drafts, d) {
				drafts = append(drafts, d)
			}
			give(d, q)
			continue
		}
		d := sc.signed(in)
		if d == nil {
			d = sc.before(in, q, owner, drafts)
		}
		if d != nil {
			if !slices.Contains(drafts, d) {
				drafts = append(drafts, d)
			}
			give(d, q)
		}
	}
	return drafts
}

// beside looks for a cue in the sentences where the quotation begins and ends,
// outside of it. The nearest cue verb with a subject wins.
func (sc *script) beside(in quote, drafts []*draft) *draft {
	best, bestGap := (*draft)(nil), 40
	for _, s := range []int{sc.sentOf[in.last], sc.sentOf[in.first]} {
		t := sc.tree(s)
		for i := range t.Tokens {
			p := i + t.first
			if sc.within[p] >= 0 {
				continue
			}
			e := sc.lex.find(&t.Tokens[i])
			if u := t.Tokens[i].UPOS; u == "ADJ" && in.last == p-2 {
				e = sc.lex.forms[strings.ToLower(t.Tokens[i].Form)] // "...," Smith related.
			} else if u != "VERB" {
				continue
			}
			if e == nil || !e.has("quote") {
				continue
			}
			gap := max(in.first-p, p-in.last)
			if gap >= bestGap {
				continue
			}
			if k := slices.IndexFunc(drafts, func(d *draft) bool { return d.head == p }); k >= 0 {
				best, bestGap = drafts[k], gap
				continue
			}
			subj, antecedent := sc.speakerOf(t, i)
			if subj < 0 || sc.within[subj+t.first] >= 0 || t.expletive(subj) {
				continue
			}
			c := &clause{head: i, cue: t.cueWords(i), source: t.phrase(subj, i), speaker: antecedent, addressee: -1}
			if e.has("tell") {
				c.addressee = firstOf(t.Child(i, "iobj"), t.Child(i, "obj"))
			}
			c.source = slices.DeleteFunc(c.source, func(j int) bool { return sc.within[j+t.first] >= 0 })
			best, bestGap = sc.draft(t, c, e), gap
		}
	}
	return best
}

// signed reads a quotation with its speaker after a dash, as a list of voices
// prints them: "Peace comes slowly." — Anna Berg, Oslo. The dash is the cue.
func (sc *script) signed(in quote) *draft {
	dash := in.last + 1
	if dash+1 >= len(sc.sentOf) || !matches(sc.tok(dash).Form, "-", "--", "–", "—", "―") || sc.tok(dash+1).UPOS != "PROPN" {
		return nil
	}
	s := sc.sentOf[dash+1]
	last := dash + 1
	for ; last < sc.end(s) && sc.tok(last).Form != "."; last++ {
		if u := sc.tok(last).UPOS; u == "VERB" || u == "AUX" || last > dash+14 {
			return nil
		}
	}
	t := sc.tree(s)
	head := dash + 1 - t.first
	for k := t.Tokens[head].Head; k != head && k >= dash+1-t.first && k < last-t.first; k = t.Tokens[head].Head {
		head = k
	}
	return &draft{
		head: dash, cue: []int{dash}, source: sc.trim(interval(dash+1, last-1)), speaker: head + t.first, addressee: -1,
		entry: &entry{lemma: sc.tok(dash).Form, stance: entente.StanceAssert}, lemma: sc.tok(dash).Form, stance: entente.StanceAssert,
	}
}

// before looks for the speaker of a quotation that stands alone: the quotation
// before it in the same paragraph, a sentence before it that ends in a colon, or
// the speaker of the sentence before.
func (sc *script) before(in quote, q int, owner []*draft, drafts []*draft) *draft {
	s := sc.sentOf[in.first]
	if in.first != sc.first[s] || s == 0 {
		return nil
	}
	same := sc.a.Sentences[s-1].Paragraph == sc.a.Sentences[s].Paragraph
	if q > 0 && owner[q-1] != nil && same && sc.sentOf[sc.quotes[q-1].last] >= s-2 {
		return owner[q-1]
	}
	last := sc.end(s-1) - 1
	colon := last >= sc.first[s-1] && sc.tok(last).Form == ":"
	if !same && !colon {
		return nil
	}
	var best *draft
	for _, d := range drafts {
		if sc.sentOf[d.head] == s-1 && sc.within[d.head] < 0 && d.source != nil && !d.nominal && d.entry != nil && (d.entry.has("quote") || colon) {
			best = d
		}
	}
	if best != nil || !colon {
		return best
	}
	t := sc.tree(s - 1)
	root := t.Root()
	if root < 0 {
		return nil
	}
	subj, antecedent := t.subject(root, 0)
	if subj < 0 {
		return nil
	}
	c := &clause{head: root, cue: t.cueWords(root), source: t.phrase(subj, root), speaker: antecedent, addressee: -1}
	e := sc.lex.find(&t.Tokens[root])
	if e == nil {
		c.head = len(t.Tokens) - 1
		c.cue = []int{c.head}
		e = &entry{lemma: ":", stance: entente.StanceAssert}
	}
	return sc.draft(t, c, e)
}

// colon reads "Minister: ..." and "Minister — ...": a name or a role, a colon, and
// what is said. nil if the sentence is not of that form.
func (sc *script) colon(s int) *draft {
	t := sc.tree(s)
	at := -1
	for i := range t.Tokens {
		if t.Tokens[i].Form == ":" {
			at = i
			break
		}
		if u := t.Tokens[i].UPOS; i > 9 || u == "VERB" || u == "AUX" || u == "NUM" {
			return nil
		}
	}
	if at < 1 || at+3 > len(t.Tokens) {
		return nil
	}
	head := 0
	for head < at && t.Tokens[head].Head < at && t.Tokens[head].Head != head {
		head = t.Tokens[head].Head
	}
	u := t.Tokens[head].UPOS
	next := t.Tokens[at+1].Form
	if u != "PROPN" && u != "NOUN" || next == "" || !(next[0] >= 'A' && next[0] <= 'Z' || sc.within[at+1+t.first] >= 0) {
		return nil
	}
	kind := sc.lex.speakers[t.lemma(head)]
	if u == "NOUN" && kind != "institution" && kind != "media" && !isTitle(t.lemma(head)) && sc.within[at+1+t.first] < 0 {
		return nil // "Editor's note: ..."
	}
	c := &clause{head: at, cue: []int{at}, source: interval(0, at-1), speaker: head, addressee: -1, content: interval(at+1, len(t.Tokens)-1)}
	return sc.draft(t, c, &entry{lemma: ":", stance: entente.StanceAssert})
}
