// Package wordpiece cuts words into the pieces of BERT's uncased vocabularies
// (Devlin et al. 2019) and gives the case class that the cutting forgets.
//
// Smallest use:
//
//	v, err := wordpiece.New(vocabulary)              // one piece a line
//	word = wordpiece.Normalise(word)
//	ids = v.Append(ids, word)
//
// It works on words that are already cut apart; it keeps no offsets, since a
// word's vector is that of its first piece. Chinese characters stand alone, as
// in BERT; nothing else is known of scripts other than Latin.
package wordpiece

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxRunes is BERT's limit: a longer run of letters is one unknown piece.
const maxRunes = 100

// Vocab is a vocabulary. It does not change and may be shared.
type Vocab struct {
	ids     map[string]int32
	lines   int
	longest int // bytes of the longest piece

	Unknown, Start, End int32 // the ids of [UNK], [CLS] and [SEP]
}

// New reads a vocabulary of one piece a line; the id of a piece is its line,
// counted from 0. A vocabulary without [UNK], [CLS] and [SEP] is an error.
func New(text string) (*Vocab, error) {
	v := &Vocab{ids: make(map[string]int32, strings.Count(text, "\n")+1)}
	var id int32
	for line := range strings.Lines(text) {
		piece := strings.TrimRight(line, "\r\n")
		v.ids[piece] = id
		v.longest = max(v.longest, len(piece))
		id++
	}
	v.lines = int(id)
	for name, to := range map[string]*int32{"[UNK]": &v.Unknown, "[CLS]": &v.Start, "[SEP]": &v.End} {
		got, ok := v.ids[name]
		if !ok {
			return nil, fmt.Errorf("wordpiece: the vocabulary of %d pieces has no %s", id, name)
		}
		*to = got
	}
	return v, nil
}

// Len is the number of lines, and so of ids.
func (v *Vocab) Len() int { return v.lines }

// ID returns the id of a piece; pieces inside a word begin with "##".
func (v *Vocab) ID(piece string) (int32, bool) {
	id, ok := v.ids[piece]
	return id, ok
}

// Append appends the ids of the pieces of one normalised word to ids: at least
// one, [UNK] if the word has nothing else.
func (v *Vocab) Append(ids []int32, word string) []int32 {
	before := len(ids)
	// The buffer holds "##" and one run of letters, already lower-cased.
	buf := make([]byte, 2, 64)
	buf[0], buf[1] = '#', '#'
	flush := func() {
		if len(buf) > 2 {
			ids = v.split(ids, buf)
			buf = buf[:2]
		}
	}
	for _, r := range fold(word) {
		switch {
		case r < utf8.RuneSelf && isLetterOrDigit(r):
			buf = append(buf, byte(r))
		case unicode.Is(unicode.Mn, r):
		case r == ' ' || r == '\t' || r == '\n' || r == '\r' || unicode.Is(unicode.Zs, r):
			flush()
		case alone(r):
			flush()
			buf = utf8.AppendRune(buf, r)
			flush()
		default:
			buf = utf8.AppendRune(buf, r)
		}
	}
	flush()
	if len(ids) == before {
		ids = append(ids, v.Unknown)
	}
	return ids
}

// split appends the pieces of buf[2:], a run of letters: from the left, the
// longest piece there is. The "##" in front is used for all pieces but the first.
func (v *Vocab) split(ids []int32, buf []byte) []int32 {
	if utf8.RuneCount(buf[2:]) > maxRunes {
		return append(ids, v.Unknown)
	}
	before := len(ids)
	for at := 2; at < len(buf); {
		from := at
		if at > 2 {
			from = at - 2
			buf[from], buf[from+1] = '#', '#' // over letters already taken
		}
		end := min(len(buf), from+v.longest)
		for ; end > at; end-- {
			if end < len(buf) && !utf8.RuneStart(buf[end]) {
				continue
			}
			if id, ok := v.ids[string(buf[from:end])]; ok {
				ids = append(ids, id)
				break
			}
		}
		if end == at {
			return append(ids[:before], v.Unknown)
		}
		at = end
	}
	return ids
}

// fold drops control and other odd characters, lower-cases rune by rune and
// takes composed characters apart, so that accents can be dropped.
func fold(word string) string {
	plain := true
	for i := range len(word) {
		if c := word[i]; c >= utf8.RuneSelf || c < ' ' || c == 0x7F {
			plain = false
			break
		}
	}
	if plain {
		return strings.ToLower(word)
	}
	kept := strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return r
		}
		if r == utf8.RuneError || other(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, word)
	return norm.NFD.String(kept)
}

// other reports the categories C*, among them unassigned characters.
func other(r rune) bool {
	if unicode.IsGraphic(r) { // L M N P S Zs
		return false
	}
	return !unicode.In(r, unicode.Zl, unicode.Zp)
}

func isLetterOrDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
}

// alone reports punctuation in BERT's sense, where the symbols of ASCII count
// too, and CJK ideographs.
func alone(r rune) bool {
	switch {
	case 33 <= r && r <= 47, 58 <= r && r <= 64, 91 <= r && r <= 96, 123 <= r && r <= 126:
		return true
	case 0x4E00 <= r && r <= 0x9FFF, 0x3400 <= r && r <= 0x4DBF, 0x20000 <= r && r <= 0x2A6DF,
		0x2A700 <= r && r <= 0x2B73F, 0x2B740 <= r && r <= 0x2B81F, 0x2B820 <= r && r <= 0x2CEAF,
		0xF900 <= r && r <= 0xFAFF, 0x2F800 <= r && r <= 0x2FA1F:
		return true
	}
	return unicode.IsPunct(r)
}
