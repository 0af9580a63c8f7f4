package tokenize

import (
	"strings"
	"unicode"

	"entente"
)

// ends returns, for each sentence of a paragraph's tokens, the index after its
// last token.
func (t *Tokenizer) ends(text string, toks []entente.Token) []int {
	var out []int
	from := 0
	for i := 0; i < len(toks); i++ {
		if i-from >= maxTokens {
			cut := bestCut(toks, from, i)
			out = append(out, cut)
			from = cut
			i = max(i, cut)
		}
		if i > from && apart(toks, from, i) {
			out = append(out, i)
			from = i
		}
		if !isEnder(toks[i].Form) {
			continue
		}
		last, quoted := closers(toks, i)
		if last+1 >= len(toks) {
			break
		}
		if t.breaks(text, toks, from, i, last, quoted) {
			for last+1-from > maxTokens { // closers alone can be many
				out = append(out, from+maxTokens)
				from += maxTokens
			}
			out = append(out, last+1)
			from = last + 1
			i = last
		}
	}
	for len(toks)-from > maxTokens {
		cut := bestCut(toks, from, from+maxTokens)
		out = append(out, cut)
		from = cut
	}
	if from < len(toks) {
		out = append(out, len(toks))
	}
	return out
}

// isEnder reports whether a sentence may end with a token: stops, short forms
// with theirs, and faces.
func isEnder(form string) bool {
	switch form[len(form)-1] {
	case '.', '?', '!':
		return true
	case ')', '(', 'D', 'P':
		return isFace(form)
	}
	return strings.HasSuffix(form, "…") || strings.HasSuffix(form, "。")
}

// apart reports whether a sentence begins with token i though none need have
// ended before it: around a ruler, between two addresses, around the stamp of a
// forwarded mail, and after the greeting and the close of a letter. It is wrong
// on "Hello, Dolly!".
func apart(toks []entente.Token, from, i int) bool {
	before, form := toks[i-1].Form, toks[i].Form
	if toks[i-1].Span.End == toks[i].Span.Start {
		return false
	}
	switch {
	case isRuler(form):
		return i+1 == len(toks) || toks[i].Span.End < toks[i+1].Span.Start
	case isRuler(before):
		return i-1 == from || toks[i-2].Span.End < toks[i-1].Span.Start
	case isWebAddress(form):
		return isWebAddress(before)
	case before == ",":
		return i-from <= 5 && unicode.IsUpper(firstRune(form)) && isGreeting(toks[from:i-1])
	case isDayInDigits(form):
		r := firstRune(before)
		return isStamp(toks[i:]) > 0 && (unicode.IsUpper(r) || r == '>')
	}
	for n := 2; n <= 3 && i-n >= from; n++ {
		if isDayInDigits(toks[i-n].Form) && isStamp(toks[i-n:]) == n {
			return startsWord(form) || isOpener(form)
		}
	}
	return false
}

// isRuler reports a line made of one mark.
func isRuler(form string) bool {
	if len(form) < 3 || !strings.ContainsRune("-=_*~#+", rune(form[0])) || strings.Trim(form, form[:1]) != "" {
		return false
	}
	return len(form) >= 5 || form[0] == '*' || form[0] == '_'
}

// isStamp returns the number of tokens of the day and time that toks begin with,
// as in "08/16/2000 12:05 PM", or 0.
func isStamp(toks []entente.Token) int {
	if len(toks) < 2 || !isDayInDigits(toks[0].Form) || !isDigit(firstRune(toks[1].Form)) || !strings.Contains(toks[1].Form, ":") {
		return 0
	}
	if len(toks) > 2 && (toks[2].Form == "AM" || toks[2].Form == "PM") {
		return 3
	}
	return 2
}

// isDayInDigits reports "08/16/2000" and its like.
func isDayInDigits(form string) bool {
	return len(form) >= 6 && isDigit(rune(form[0])) && strings.Count(form, "/") == 2
}

func isWebAddress(form string) bool {
	return strings.HasPrefix(form, "http://") || strings.HasPrefix(form, "https://") || strings.HasPrefix(form, "www.")
}

// isGreeting reports whether words that a comma follows open or close a letter.
func isGreeting(toks []entente.Token) bool {
	if len(toks) == 0 {
		return false
	}
	switch toks[0].Form {
	case "Dear", "Hi", "Hello":
		return true
	}
	switch toks[len(toks)-1].Form {
	case "Regards", "Sincerely":
		return len(toks) == 1
	case "regards", "wishes":
		return len(toks) == 2
	}
	return false
}

// closers returns the last token of the closing quotes, brackets and numbers of
// notes that follow token i, and whether a quote was among them.
func closers(toks []entente.Token, i int) (last int, quoted bool) {
	last, quoted = closingMarks(toks, i)
	for last+3 < len(toks) && toks[last+1].Form == "[" && toks[last+3].Form == "]" && isDigit(firstRune(toks[last+2].Form)) {
		last += 3 // the number of a note: "in 1999. [17]"
	}
	return last, quoted
}

// closingMarks is closers for what follows without white space.
func closingMarks(toks []entente.Token, i int) (last int, quoted bool) {
	last = i
	for j := i + 1; j < len(toks) && toks[j].Span.Start == toks[j-1].Span.End; j++ {
		switch toks[j].Form {
		case "”", "’", "''", "»":
			quoted = true
		case "\"", "'":
			// A straight mark opens where a word follows it at once.
			if j+1 < len(toks) && toks[j+1].Span.Start == toks[j].Span.End && startsWord(toks[j+1].Form) {
				return last, quoted
			}
			quoted = true
		case ")", "]", "}":
		default:
			return last, quoted
		}
		last = j
	}
	return last, quoted
}

// breaks decides whether a sentence that began at token from ends with token
// last, where token i is the stop and a quote closed between or not.
func (t *Tokenizer) breaks(text string, toks []entente.Token, from, i, last int, quoted bool) bool {
	form := toks[i].Form
	next := last + 1
	spaced := toks[next].Span.Start > toks[last].Span.End
	for next < len(toks)-1 && isOpener(toks[next].Form) {
		next++
	}
	word := toks[next].Form
	first := firstRune(word)
	upper := unicode.IsUpper(first)
	low := unicode.IsLower(first)

	if isFace(form) {
		return spaced && upper
	}
	if form == "." && i == from+1 && len(toks[from].Form) <= 2 && allDigits(toks[from].Form) && upper {
		return false // "2." before its item
	}
	if len(form) > 1 && !isStopRun(form) {
		// A short form or an initial.
		switch c := t.abbrev[form]; {
		case i == from && isDigit(firstRune(form)): // "1." before its item
			return false
		case c == title || c == cont || c == number:
			return false
		case c == list:
			return spaced && upper
		case !spaced && !quoted:
			return false
		case c == none && len(form) == 2:
			return false // initial
		default:
			return t.openers[word] && !t.startsName(toks, next)
		}
	}
	if !startsWord(word) && first != '$' && first != '€' && first != '£' && first != '#' && first != '@' && next == last+1 && !strings.ContainsRune("-–—*•", first) {
		return false // punctuation goes on
	}
	if strings.ContainsRune("–—,;", first) {
		return false
	}
	ellipsis := strings.HasPrefix(form, "..") || strings.HasPrefix(form, "…")
	switch {
	case low && (quoted || ellipsis):
		return false
	case low && isWebAddress(word):
		return spaced
	case low && form != ".":
		// "Yahoo! said" goes on; so does a question inside dashes.
		return spaced && !t.cues[word] && len(toks) > next+1 && plainLine(toks, from)
	case low:
		return spaced && (plainLine(toks, from) || t.lowStart(toks, i, next))
	case ellipsis:
		return upper && (spaced || len(form) > 3)
	case quoted && form != "." && t.cueFollows(toks, next):
		return false
	case form == ".":
		return spaced || upper && i > 0 && len(toks[i-1].Form) > 2
	}
	return spaced || upper
}

// lowStart reports whether a full stop before a small letter ends a sentence.
// Careful writers never do so; careless ones do. A stop after a very short word
// is taken for an unknown short form.
func (t *Tokenizer) lowStart(toks []entente.Token, i, next int) bool {
	return i > 0 && len(toks[i-1].Form) > 3
}

// plainLine reports whether the sentence begins with a small letter too.
func plainLine(toks []entente.Token, from int) bool {
	return unicode.IsLower(firstRune(toks[from].Form))
}

// cueFollows reports whether a name and a verb of speech follow a question in
// quotes: “Will it hold?” President Afwerki asked. It is wrong on “Why?” Smith
// left, said his lawyer.
func (t *Tokenizer) cueFollows(toks []entente.Token, next int) bool {
	for j := next; j < len(toks) && j < next+8; j++ {
		w := toks[j].Form
		if t.cues[w] {
			return j > next
		}
		if isEnder(w) && t.abbrev[w] == none || isOpener(w) {
			return false
		}
		if j > next && unicode.IsLower(firstRune(w)) && w != "of" && w != "the" && w != "s" {
			return false
		}
	}
	return false
}

// startsName reports whether an opener is the first word of a name: "U.S. In
// God We Trust" is not worth knowing, "the U.S. A Team" is.
func (t *Tokenizer) startsName(toks []entente.Token, next int) bool {
	return toks[next].Form == "A" && next+1 < len(toks) && unicode.IsUpper(firstRune(toks[next+1].Form))
}

func startsWord(form string) bool {
	r := firstRune(form)
	return isWord(r) || isDigit(r)
}

func isOpener(form string) bool {
	switch form {
	case "“", "‘", "``", "`", "\"", "'", "(", "[", "{", "«":
		return true
	}
	return false
}

// isStopRun reports whether a form is stops alone.
func isStopRun(form string) bool { return strings.Trim(form, ".?!…。") == "" }

// bestCut finds where to cut a sentence that is too long: after the last mark of
// the strongest kind in the second half of from..limit, else at limit.
func bestCut(toks []entente.Token, from, limit int) int {
	for _, marks := range []string{";:", "—–", ",", ")]"} {
		for i := limit - 1; i > (from+limit)/2; i-- {
			if strings.ContainsAny(toks[i].Form, marks) && !startsWord(toks[i].Form) {
				return i + 1
			}
		}
	}
	return limit
}
