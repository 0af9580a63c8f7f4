package entente

import (
	"errors"
	"fmt"
	"strings"
)

// Kind sorts errors by what the user can do about them.
type Kind int

// The kinds of error.
const (
	Other    Kind = iota
	Empty         // nothing to read
	Binary        // not text
	Encoding      // not UTF-8
	Language      // not English
	TooLarge      // over a stated limit
	Syntax        // input does not follow its format
	Missing       // no such file, address or name
	Refused       // not allowed: a private address, a redirect too many
	Internal      // entente broke its own promise
	Corrupt       // a ledger whose content cannot be trusted
	Newer         // a ledger written by a later version
	Busy          // another process works on it
)

var kindNames = [...]string{
	Other: "error", Empty: "empty input", Binary: "binary input", Encoding: "not UTF-8", Language: "not English",
	TooLarge: "too large", Syntax: "bad input", Missing: "not found", Refused: "refused", Internal: "internal fault",
	Corrupt: "damaged", Newer: "written by a newer version", Busy: "in use",
}

// String returns the kind in words.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("kind %d", int(k))
	}
	return kindNames[k]
}

// Error says what went wrong, in which input and where. Zero fields are left out
// of the printed form.
type Error struct {
	Op    string // the room that noticed: "page", "code"
	Kind  Kind
	Input string // file, address, request id or article id
	Span  Span   // byte offsets into the input, if known
	Line  int    // line of the input, counting from one, if known
	Err   error
}

// Error returns "page: story.txt [120:124]: not UTF-8: cause".
func (e *Error) Error() string {
	var b strings.Builder
	if e.Op != "" {
		b.WriteString(e.Op + ": ")
	}
	if e.Input != "" {
		b.WriteString(e.Input)
		if e.Line > 0 {
			fmt.Fprintf(&b, ":%d", e.Line)
		}
		if !e.Span.IsZero() {
			fmt.Fprintf(&b, " [%d:%d]", e.Span.Start, e.Span.End)
		}
		b.WriteString(": ")
	} else if e.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", e.Line)
	} else if !e.Span.IsZero() {
		fmt.Fprintf(&b, "[%d:%d]: ", e.Span.Start, e.Span.End)
	}
	b.WriteString(e.Kind.String())
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first *Error within err, and Other where there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Other
}

// Loggable is err for a log that must hold no words of an article: of a fault of our own,
// whose cause may quote one, it leaves the cause out.
func Loggable(err error) error {
	var e *Error
	if !errors.As(err, &e) || e.Kind != Internal {
		return err
	}
	bare := *e
	bare.Err = nil
	return &bare
}
