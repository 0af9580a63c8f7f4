// Package markup turns marks in a sentence into spans, so that nobody counts
// offsets in a test:
//
//	text, marks, err := markup.Parse("[source Ankara] [cue said] [content it rains]")
//
// A mark is "[", a name of letters, digits, "-" and "_", one space, the marked
// text, "]". Marks nest. A bracket of the text itself is written "\[" or "\]", a
// backslash "\\". Marks that cross cannot be written.
package markup

import (
	"fmt"
	"strings"

	"entente"
)

// Mark is one marked stretch of the plain text.
type Mark struct {
	Name string
	Span entente.Span // bytes of the plain text
}

// Parse returns the plain text of marked and its marks in the order in which
// they open. Unbalanced marks and marks without a name are errors that give the
// byte offset in marked.
func Parse(marked string) (string, []Mark, error) {
	var plain strings.Builder
	var marks []Mark
	var open []int // indices of marks
	for i := 0; i < len(marked); {
		switch marked[i] {
		case '\\':
			if i+1 == len(marked) {
				return "", nil, fmt.Errorf("markup: offset %d: backslash at the end", i)
			}
			plain.WriteByte(marked[i+1])
			i += 2
		case '[':
			end := i + 1
			for end < len(marked) && nameByte(marked[end]) {
				end++
			}
			if end == i+1 || end == len(marked) || marked[end] != ' ' {
				return "", nil, fmt.Errorf("markup: offset %d: a mark needs a name and a space; write \\[ for a bracket", i)
			}
			open = append(open, len(marks))
			marks = append(marks, Mark{Name: marked[i+1 : end], Span: entente.Span{Start: plain.Len()}})
			i = end + 1
		case ']':
			if len(open) == 0 {
				return "", nil, fmt.Errorf("markup: offset %d: no mark is open", i)
			}
			marks[open[len(open)-1]].Span.End = plain.Len()
			open = open[:len(open)-1]
			i++
		default:
			plain.WriteByte(marked[i])
			i++
		}
	}
	if len(open) > 0 {
		return "", nil, fmt.Errorf("markup: mark %q is not closed", marks[open[len(open)-1]].Name)
	}
	return plain.String(), marks, nil
}

func nameByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_'
}
