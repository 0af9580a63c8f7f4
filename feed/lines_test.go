package feed

import (
	"io"
	"strings"
	"testing"

	"entente"
)

// TestLines: a line over the limit is an error with its number, and the rest goes on.
func TestLines(t *testing.T) {
	in := io.MultiReader(strings.NewReader("first\r\n"+strings.Repeat("x", MaxLine+1)), strings.NewReader("\n\nlast"))
	var got []string
	var numbers []int
	for line, err := range Lines(in) {
		if numbers = append(numbers, line.Number); err != nil {
			got = append(got, entente.KindOf(err).String())
			continue
		}
		got = append(got, string(line.Text))
	}
	if want := "first|too large||last"; strings.Join(got, "|") != want || len(numbers) != 4 || numbers[3] != 4 {
		t.Errorf("Lines = %q numbered %v, want %q", got, numbers, want)
	}
}

// TestLinesBroken: what a reader gave before it failed comes through, then its error.
func TestLinesBroken(t *testing.T) {
	n, last := 0, error(nil)
	for _, err := range Lines(io.MultiReader(strings.NewReader("a\nb\n"), brokenReader{})) {
		n, last = n+1, err
	}
	if n != 3 || last != io.ErrUnexpectedEOF {
		t.Errorf("%d lines, then %v", n, last)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
