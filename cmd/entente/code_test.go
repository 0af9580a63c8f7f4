package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"entente"
)

// FuzzReadLine holds the reader of lines to what bytes.Split says of the same
// input, whatever the size of its buffer.
func FuzzReadLine(f *testing.F) {
	f.Add([]byte("{\"id\":1}\n{\"id\":2}\r\n\n"), 16)
	f.Add([]byte("no end"), 32)
	f.Add([]byte("\n\n"), 17)
	f.Add([]byte{}, 16)
	f.Fuzz(func(t *testing.T, input []byte, size int) {
		want := bytes.Split(input, []byte("\n"))
		if last := len(want) - 1; len(want[last]) == 0 {
			want = want[:last] // what follows the last line feed is no line
		}
		r := bufio.NewReaderSize(bytes.NewReader(input), size%4096)
		for i := 0; ; i++ {
			line, err := readLine(r)
			if err == io.EOF {
				if i != len(want) {
					t.Fatalf("%d lines, want %d", i, len(want))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if i >= len(want) || !bytes.Equal(line, bytes.TrimSuffix(want[i], []byte("\r"))) {
				t.Fatalf("line %d = %q", i+1, line)
			}
		}
	})
}

func TestReadLineTooLong(t *testing.T) {
	r := bufio.NewReader(io.MultiReader(strings.NewReader(strings.Repeat("x", maxLine+1)), strings.NewReader("\nnext\n")))
	_, err := readLine(r)
	var e *entente.Error
	if !errors.As(err, &e) || e.Kind != entente.TooLarge {
		t.Fatalf("readLine = %v, want kind %v", err, entente.TooLarge)
	}
	if line, err := readLine(r); err != nil || string(line) != "next" {
		t.Errorf("the line after = %q, %v", line, err)
	}
}
