package tokenize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// Words returns the tokens of text inside within, in order. What lies between
// them is white space (or control and zero-width characters, which count as
// such). A token that goes on a word has Glued set.
func (t *Tokenizer) Words(text string, within entente.Span) []entente.Token {
	within = clip(text, within)
	s := scanner{t: t, text: text[:within.End], from: within.Start, out: make([]entente.Token, 0, within.Len()/5+1)}
	pos := within.Start
	for pos < within.End {
		r, n := s.at(pos)
		if isSpace(r) {
			pos += n
			continue
		}
		stop := pos
		for stop < within.End {
			r, n := s.at(stop)
			if isSpace(r) {
				break
			}
			stop += n
		}
		s.chunk(pos, stop)
		pos = stop
	}
	return s.out
}

// scanner reads chunks, the stretches between white space, from the left.
type scanner struct {
	t     *Tokenizer
	text  string
	from  int // where the text that is read begins
	out   []entente.Token
	start int  // of the chunk
	stop  int  // end of the chunk
	fresh bool // nothing but opening marks in the chunk so far
	// Where the last "://" of the chunk and its last '.' or '@' begin, once an address was
	// looked for: "<" may begin one as often as it stands in a chunk.
	looked       bool
	scheme, mark int
}

func (s *scanner) at(pos int) (rune, int) {
	if pos >= len(s.text) {
		return -1, 0
	}
	if c := s.text[pos]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.text[pos:])
}

// in is at, but -1 past the end of the chunk.
func (s *scanner) in(pos int) (rune, int) {
	if pos >= s.stop {
		return -1, 0
	}
	return s.at(pos)
}

func (s *scanner) chunk(start, stop int) {
	s.start, s.stop, s.fresh, s.looked = start, stop, true, false
	for pos := start; pos < stop; {
		next := s.token(pos)
		form := s.text[pos:next]
		s.fresh = s.fresh && isOpening(form) || form == "<" // "<name@example.com>"
		pos = next
	}
}

// emit appends a token, cut where it is over the bound, and returns its end.
func (s *scanner) emit(start, stop int, glued bool) int {
	for stop-start > maxTokenBytes {
		cut := start + maxTokenBytes
		for !utf8.RuneStart(s.text[cut]) {
			cut--
		}
		if cut == start { // not UTF-8
			cut = start + maxTokenBytes
		}
		s.put(start, cut, glued)
		start, glued = cut, true
	}
	s.put(start, stop, glued)
	return stop
}

// put appends a token. Where there is no more room it makes as much as the rest of the text
// will need if it goes on so: to double it, again and again, takes three times the memory.
func (s *scanner) put(start, stop int, glued bool) {
	if len(s.out) == cap(s.out) {
		all := len(s.out) * (len(s.text) - s.from) / max(1, start-s.from)
		s.out = slices.Grow(s.out, max(len(s.out)/8, all-len(s.out))+1)
	}
	s.out = append(s.out, entente.Token{
		Span:  entente.Span{Start: start, End: stop},
		Form:  s.text[start:stop],
		Glued: glued,
	})
}

// token reads one word or mark at pos and returns where the next begins.
func (s *scanner) token(pos int) int {
	r, n := s.in(pos)
	if s.fresh && (isWord(r) || isDigit(r)) {
		if e := s.address(pos); e > pos {
			return s.emit(pos, e, false)
		}
	}
	switch {
	case isDigit(r):
		return s.number(pos)
	case isWord(r):
		return s.word(pos)
	case r == '.':
		if next, _ := s.in(pos + 1); isDigit(next) && !s.afterWord(pos) {
			return s.number(pos)
		}
		return s.emit(pos, s.run(pos, ".…?!"), false)
	case r == '?' || r == '!':
		return s.emit(pos, s.run(pos, "?!."), false)
	case r == '…':
		return s.emit(pos, s.run(pos, ".…"), false)
	case strings.ContainsRune("-*=_~+<>|$", r):
		e := s.run(pos, string(r))
		if next, _ := s.in(e); r == '+' && isDigit(next) && e == pos+1 {
			return s.number(pos)
		}
		return s.emit(pos, e, false)
	case r == '`' || r == '\'':
		if strings.HasPrefix(s.text[pos:s.stop], "``") || strings.HasPrefix(s.text[pos:s.stop], "''") {
			return s.emit(pos, pos+2, false)
		}
		if e := s.shortYear(pos, n); e > pos {
			return s.emit(pos, e, false)
		}
		return s.emit(pos, pos+n, s.possessive(pos))
	case r == '’' || r == '‘':
		if e := s.shortYear(pos, n); e > pos {
			return s.emit(pos, e, false)
		}
		return s.emit(pos, pos+n, r == '’' && s.possessive(pos))
	case r == ':' || r == ';':
		for _, face := range faces {
			rest, ok := strings.CutPrefix(s.text[pos:s.stop], face)
			if ok && (rest == "" || pos == s.start && !startsWord(rest)) {
				return s.emit(pos, pos+len(face), false)
			}
		}
	case r == '@' || r == '#':
		if next, _ := s.in(pos + n); unicode.IsLetter(next) && pos == s.start {
			return s.emit(pos, s.plain(pos+n), false)
		}
	}
	e := pos + n
	for {
		r, n := s.in(e)
		if n == 0 || !unicode.Is(unicode.Mn, r) {
			break
		}
		e += n
	}
	return s.emit(pos, e, false)
}

var faces = []string{":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":P"}

func isFace(form string) bool {
	return len(form) > 1 && (form[0] == ':' || form[0] == ';') && slices.Contains(faces, form)
}

// run returns the end of the run of the given characters.
func (s *scanner) run(pos int, chars string) int {
	for {
		r, n := s.in(pos)
		if n == 0 || !strings.ContainsRune(chars, r) {
			return pos
		}
		pos += n
	}
}

// plain returns the end of the letters and digits at pos.
func (s *scanner) plain(pos int) int {
	for {
		r, n := s.in(pos)
		if n == 0 || !isWord(r) && !isDigit(r) {
			return pos
		}
		pos += n
	}
}

// afterWord reports whether a letter or digit stands just before pos.
func (s *scanner) afterWord(pos int) bool {
	if pos <= s.start {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s.text[:pos])
	return isWord(r) || isDigit(r)
}

// possessive reports whether the apostrophe at pos ends a plural possessive: it
// follows an s and no quotation opened by the same mark is near. It is wrong on
// 'the states' where the opening mark stands in another paragraph.
func (s *scanner) possessive(pos int) bool {
	if pos <= s.start || s.text[pos-1] != 's' && s.text[pos-1] != 'S' {
		return false
	}
	for i := len(s.out) - 1; i >= 0 && i > len(s.out)-40; i-- {
		if f := s.out[i].Form; f == "‘" || f == "'" && !s.out[i].Glued {
			return false
		}
	}
	return true
}

// shortYear reads "'90s" and "’90" whole.
func (s *scanner) shortYear(pos, n int) int {
	if !s.fresh {
		return pos
	}
	e := s.plain(pos + n)
	digits := strings.TrimSuffix(s.text[pos+n:e], "s")
	if len(digits) == 2 && allDigits(digits) {
		return e
	}
	return pos
}

// address reads a web or mail address or the name of a file, without the marks
// that close the sentence around it.
func (s *scanner) address(pos int) int {
	rest := s.text[pos:s.stop]
	if !s.looked {
		s.looked, s.scheme, s.mark = true, pos+strings.LastIndex(rest, "://"), pos+strings.LastIndexAny(rest, ".@")
	}
	if s.scheme >= pos || strings.HasPrefix(rest, "www.") || strings.HasPrefix(rest, "mailto:") {
		return pos + len(trimMarks(rest))
	}
	if e := s.slashed(pos); e > pos {
		return e
	}
	if s.mark < pos {
		return pos
	}
	i, at := 0, 0
	for ; i < len(rest) && isAddress(rest[i]); i++ {
		if rest[i] == '@' {
			at++
		}
	}
	name := strings.TrimRight(rest[:i], ".-_@")
	dot := strings.LastIndexByte(name, '.')
	if host := strings.IndexByte(name, '@'); at == 1 && host > 0 && dot < 0 && unicode.IsLetter(firstRune(name[host+1:])) {
		return pos + len(name) // a name on a network of its own: "Lie@OSLO"
	}
	if dot <= 0 || name[0] == '@' {
		return pos
	}
	last := name[dot+1:]
	switch {
	case at == 1 && len(last) >= 2 && len(last) <= 10:
		return pos + len(name)
	case at == 0 && newsgroup(name):
		return pos + len(name)
	case at == 0 && (s.t.domains[last] || len(last) == 3 && s.t.domains[strings.ToLower(last)]) && dot > 1:
		return pos + len(name)
	}
	return pos
}

// slashed reads the short forms that have a slash, "b/c" and "w/o".
func (s *scanner) slashed(pos int) int {
	if pos+1 >= s.stop || s.text[pos+1] != '/' {
		return pos
	}
	e := s.plain(pos + 2)
	switch strings.ToLower(s.text[pos:e]) {
	case "b/c", "c/o", "w/o", "w/":
		return e
	}
	return pos
}

// newsgroup reports whether a name is three or more parts of small letters:
// "talk.politics.misc".
func newsgroup(name string) bool {
	dots, part := 0, 0
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z', c == '-' && part > 0:
			part++
		case c == '.' && part > 1:
			dots, part = dots+1, 0
		default:
			return false
		}
	}
	return dots > 1 && part > 1
}

// trimMarks takes closing marks off the end of an address.
func trimMarks(a string) string {
	bracket := strings.Contains(a, "(")
	for {
		r, n := utf8.DecodeLastRuneInString(a)
		if n == 0 || !strings.ContainsRune(".,;:!?\"'”’)]}>…", r) {
			return a
		}
		if r == ')' && bracket {
			return a
		}
		a = a[:len(a)-n]
	}
}

// word reads a word that begins with a letter, with the parts that it splits
// into.
func (s *scanner) word(pos int) int {
	if e := s.letters(pos); e > pos {
		return s.emit(pos, e, false)
	}
	e := s.plain(pos)
	for e < s.stop {
		r, n := s.in(e)
		next, nextLen := s.in(e + n)
		switch {
		case r == '-' && s.keepsHyphen(pos, e):
			e = s.plain(e + n)
			continue
		case r == '&' && unicode.IsUpper(next) && isUpperWord(s.text[pos:e]):
			e = s.plain(e + n)
			continue
		case (r == '\'' || r == '’' || r == '`') && isWord(next):
			if s.clitic(e) {
				return s.contraction(pos, e)
			}
			if r == '`' {
				return s.split(pos, e)
			}
			e = s.plain(e + n)
			continue
		case r == '$' && isDigit(next) && e-pos <= 3 && isUpperWord(s.text[pos:e]):
			return s.emit(pos, e+n, false) // "US$"
		case r == '.':
			if s.shortForm(pos, e, next, nextLen) {
				return s.emit(pos, e+n, false)
			}
		}
		break
	}
	return s.split(pos, e)
}

// letters reads single letters with full stops between, "U.S.", "a.m" and
// "Ph.D.", and returns its end, or pos where there are none.
func (s *scanner) letters(pos int) int {
	e := pos
	for groups := 0; ; groups++ {
		start := e
		for {
			r, n := s.in(e)
			if n == 0 || !unicode.IsLetter(r) || e-start > 4 {
				break
			}
			e += n
		}
		w := s.text[start:e]
		if next, _ := s.in(e); isDigit(next) || utf8.RuneCountInString(w) != 1 && w != "Ph" && w != "Sc" {
			if groups >= 2 {
				return start // "U.S." before whatever follows
			}
			return pos
		}
		if next, _ := s.in(e); next != '.' {
			if groups >= 1 {
				return e // "U.S"
			}
			return pos
		}
		e++
	}
}

// keepsHyphen reports whether the hyphen at e joins a prefix to its word.
func (s *scanner) keepsHyphen(pos, e int) bool {
	next := s.text[e+1 : s.plain(e+1)]
	if next == "" || next == "to" || next == "and" || next == "or" {
		return false
	}
	var buf [16]byte
	p := lower(buf[:0], s.text[pos:e])
	if string(p) == "e" {
		return unicode.IsLower(firstRune(next)) || next == "Mail"
	}
	return s.t.prefixes[string(p)]
}

// clitic reports whether the apostrophe at e begins 's, 're, n't and the like.
func (s *scanner) clitic(e int) bool {
	_, n := s.in(e)
	tail := s.text[e+n : s.plain(e+n)]
	switch strings.ToLower(tail) {
	case "s", "re", "ve", "ll", "d", "m":
		return true
	case "t":
		return s.text[e-1] == 'n' || s.text[e-1] == 'N'
	}
	return false
}

// contraction emits the word from pos and the clitic whose apostrophe is at e.
func (s *scanner) contraction(pos, e int) int {
	_, n := s.in(e)
	stop := s.plain(e + n)
	if c := s.text[stop-1]; (c == 't' || c == 'T') && stop-e-n == 1 {
		e-- // the n of n't
	}
	if e > pos {
		s.emit(pos, e, false)
		return s.emit(e, stop, true)
	}
	return s.emit(pos, stop, false)
}

// split emits the word, in parts where the table has it so.
func (s *scanner) split(pos, e int) int {
	var buf [16]byte
	if e-pos > 10 {
		return s.emit(pos, e, false)
	}
	parts := s.t.parts[string(lower(buf[:0], s.text[pos:e]))]
	w := s.text[pos:e]
	if (w == "its" || w == "Its") && s.afterIts(e) {
		s.emit(pos, pos+2, false)
		return s.emit(pos+2, e, true)
	}
	if parts == nil || w == "IM" || w == "Im" && s.nextIsUpper(e) {
		return s.emit(pos, e, false)
	}
	for i, p := range parts {
		s.emit(pos, pos+len(p), i > 0)
		pos += len(p)
	}
	return pos
}

// afterIts reports whether the word after "its" shows that "it's" is meant: its
// possessive has no article, for one.
func (s *scanner) afterIts(pos int) bool {
	switch s.following(pos) {
	case "a", "an", "the", "not", "been", "really", "definitely", "simply", "gonna":
		return true
	}
	return false
}

// nextIsUpper reports whether the next chunk begins with a capital.
func (s *scanner) nextIsUpper(pos int) bool { return unicode.IsUpper(firstRune(s.following(pos))) }

// shortForm decides whether the full stop at e belongs to the word pos..e.
func (s *scanner) shortForm(pos, e int, next rune, nextLen int) bool {
	if nextLen > 0 && (isWord(next) || isDigit(next)) {
		// "Gen.Smith": a title without its space; else a slip, or a name of parts.
		c := s.t.abbrev[s.text[pos:e+1]]
		return c == title || c == number && isDigit(next)
	}
	w := s.text[pos : e+1]
	c := s.t.abbrev[w]
	after := s.following(e + 1)
	switch c {
	case number:
		return isDigit(firstRune(after))
	case list:
		// Else it ends the sentence, whose stop is a token: so EWT has "etc." alone.
		mark, _ := s.in(e + 1)
		more := strings.TrimLeft(s.text[e+1:], " \t\r\n\"'”’)]}") != ""
		return strings.ContainsRune(",;:?!", mark) || more && !unicode.IsUpper(firstRune(after))
	case none:
		return s.initial(w, after)
	}
	return true
}

// initial reports whether w is the initial of a name: one capital, before
// another capitalised word that does not open sentences. It is wrong on "Annex
// B. Moscow then …".
func (s *scanner) initial(w, after string) bool {
	r, n := utf8.DecodeRuneInString(w)
	if n+1 != len(w) || !unicode.IsUpper(r) {
		return false
	}
	if !unicode.IsUpper(firstRune(after)) {
		return false
	}
	return !s.t.openers[after] || len(after) == 1 && after != "I" && after != "A"
}

// following returns the word that begins the next chunk, or "".
func (s *scanner) following(pos int) string {
	for pos < s.stop { // closing marks of this chunk
		r, n := s.in(pos)
		if isWord(r) || isDigit(r) {
			break
		}
		pos += n
	}
	for {
		r, n := s.at(pos)
		if n == 0 || !isSpace(r) {
			break
		}
		pos += n
	}
	e := pos
	for e-pos < 64 {
		r, n := s.at(e)
		if n == 0 || !isWord(r) && !isDigit(r) {
			break
		}
		e += n
	}
	return s.text[pos:e]
}
