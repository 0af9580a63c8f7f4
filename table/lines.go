package table

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"entente"
)

const mark = "\ufeff" // some programs begin a file with it

func trimLine(s string) string { return strings.TrimPrefix(strings.TrimRight(s, "\r\n"), mark) }

// eachLine calls do for each line that is not blank, without its end, and its number;
// or with the error of a line too long, or of r, which is the last. The line lives until
// do returns; do returns false to stop.
func eachLine(r io.Reader, do func(line []byte, n int, err error) bool) {
	in := bufio.NewReaderSize(r, 256<<10)
	var long, recoded []byte
	for n := 1; ; n++ {
		line, err := in.ReadSlice('\n')
		size := len(line)
		if errors.Is(err, bufio.ErrBufferFull) {
			long = append(long[:0], line...)
			for errors.Is(err, bufio.ErrBufferFull) {
				line, err = in.ReadSlice('\n')
				size += len(line)
				if size <= maxLine {
					long = append(long, line...)
				}
			}
			line = long
		}
		if err != nil && !errors.Is(err, io.EOF) {
			do(nil, n, &entente.Error{Op: "table", Kind: entente.Other, Line: n, Err: err})
			return
		}
		last := err != nil
		if size > maxLine {
			if !do(nil, n, &entente.Error{Op: "table", Kind: entente.TooLarge, Line: n, Err: fmt.Errorf("a line of %d bytes; %d are read", size, maxLine)}) {
				return
			}
		} else {
			for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
				line = line[:len(line)-1]
			}
			if n == 1 {
				line = bytes.TrimPrefix(line, []byte(mark))
			}
			if !utf8.Valid(line) {
				recoded = latin1(recoded[:0], line)
				line = recoded
			}
			if len(line) > 0 && !do(line, n, nil) {
				return
			}
		}
		if last {
			return
		}
	}
}

// latin1 appends to out the UTF-8 of a line in ISO 8859-1, in which a byte is its character.
func latin1(out, line []byte) []byte {
	for _, b := range line {
		out = utf8.AppendRune(out, rune(b))
	}
	return out
}

// splitCells appends to cells the pieces of line between separators, maxCells and one
// more at most, so that too many are noticed and cost nothing.
func splitCells(line []byte, sep byte, cells [][]byte) [][]byte {
	for len(cells) < maxCells {
		i := bytes.IndexByte(line, sep)
		if i < 0 {
			break
		}
		cells = append(cells, line[:i])
		line = line[i+1:]
	}
	return append(cells, line)
}

// splitQuoted is splitCells for RFC 4180: a cell in quotes may hold separators, and two
// quotes are one. It may change the line.
func splitQuoted(line []byte, sep byte, cells [][]byte) [][]byte {
	for len(cells) < maxCells {
		if len(line) == 0 || line[0] != '"' {
			i := bytes.IndexByte(line, sep)
			if i < 0 {
				break
			}
			cells = append(cells, line[:i])
			line = line[i+1:]
			continue
		}
		cell, rest, more := cutQuoted(line, sep)
		cells = append(cells, cell)
		if !more {
			return cells
		}
		line = rest
	}
	return append(cells, line)
}

// cutQuoted takes the cell that the quote at line[0] opens. What follows a closing quote
// up to the separator belongs to it; a quote that nothing closes takes the whole line.
func cutQuoted(line []byte, sep byte) (cell, rest []byte, more bool) {
	out, i, inside := line[:0], 1, true
	for ; i < len(line); i++ {
		switch b := line[i]; {
		case b == '"' && inside && i+1 < len(line) && line[i+1] == '"':
			out = append(out, b)
			i++
		case b == '"' && inside:
			inside = false
		case b == sep && !inside:
			return out, line[i+1:], true
		default:
			out = append(out, b)
		}
	}
	return out, nil, false
}

// unquote takes the quotes off a cell that stands in them.
func unquote(cell []byte) []byte {
	if len(cell) >= 2 && cell[0] == '"' && cell[len(cell)-1] == '"' {
		return cell[1 : len(cell)-1]
	}
	return cell
}
