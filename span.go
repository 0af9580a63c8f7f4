package entente

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// Span is a half-open range of byte offsets, [Start, End), into Article.Text.
// The zero Span is empty and means "not known".
type Span struct {
	Start, End int
}

// IsZero reports whether sp is the zero Span, that is, not known.
func (sp Span) IsZero() bool { return sp == Span{} }

// Len is the length of sp in bytes.
func (sp Span) Len() int { return sp.End - sp.Start }

// Contains reports whether other lies wholly inside sp.
func (sp Span) Contains(other Span) bool { return sp.Start <= other.Start && other.End <= sp.End }

// Overlaps reports whether sp and other share at least one byte.
func (sp Span) Overlaps(other Span) bool { return sp.Start < other.End && other.Start < sp.End }

// Cover returns the smallest span that holds both sp and other; the zero Span
// counts as nothing.
func (sp Span) Cover(other Span) Span {
	if sp.IsZero() {
		return other
	}
	if other.IsZero() {
		return sp
	}
	return Span{min(sp.Start, other.Start), max(sp.End, other.End)}
}

// In returns the text that sp covers, or "" if sp does not lie in text.
func (sp Span) In(text string) string {
	if sp.Start < 0 || sp.End > len(text) || sp.Start > sp.End {
		return ""
	}
	return text[sp.Start:sp.End]
}

// check says what is wrong with sp as a span of text, or nil.
func (sp Span) check(text string) error {
	switch {
	case sp.Start < 0 || sp.End > len(text) || sp.Start >= sp.End:
		return fmt.Errorf("span [%d:%d] is empty or outside the text of %d bytes", sp.Start, sp.End, len(text))
	case !utf8.RuneStart(text[sp.Start]):
		return fmt.Errorf("span [%d:%d] starts inside a character", sp.Start, sp.End)
	case sp.End < len(text) && !utf8.RuneStart(text[sp.End]):
		return fmt.Errorf("span [%d:%d] ends inside a character", sp.Start, sp.End)
	}
	return nil
}

// MarshalJSON writes sp as [start, end].
func (sp Span) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%d,%d]", sp.Start, sp.End), nil
}

// UnmarshalJSON reads [start, end].
func (sp *Span) UnmarshalJSON(b []byte) error {
	var pair [2]int
	if err := json.Unmarshal(b, &pair); err != nil {
		return err
	}
	sp.Start, sp.End = pair[0], pair[1]
	return nil
}
