package feed

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"

	"entente"
)

// Line is one line of a stream, without its end.
type Line struct {
	Number int // counting from one
	Text   []byte
}

// Lines yields the lines of r, which the caller owns. One over MaxLine yields an error of
// kind TooLarge with its number, and the rest goes on; an error of r ends them.
func Lines(r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := lineReader{r: bufio.NewReaderSize(r, 1<<16), limit: MaxLine}
		for {
			text, err := in.next()
			line := Line{Number: in.number, Text: bytes.Clone(text)}
			switch {
			case err == io.EOF:
				return
			case errors.As(err, new(tooLarge)):
				err = &entente.Error{Op: "feed", Kind: entente.TooLarge, Err: err}
			case err != nil:
				yield(line, err)
				return
			}
			if !yield(line, err) {
				return
			}
		}
	}
}

// lineReader splits a stream into lines of bounded length.
type lineReader struct {
	r      *bufio.Reader
	limit  int   // bytes of a line
	number int   // of the line that next gave, counting from one
	offset int64 // bytes read
	long   []byte
}

// next returns the next line without its end; it is overwritten by the call that
// follows. A line over the limit is read to its end and gives tooLarge; io.EOF ends
// the stream. A line that another error cuts short is not given.
func (l *lineReader) next() ([]byte, error) {
	l.number++
	l.long = l.long[:0]
	over := false
	for {
		piece, err := l.r.ReadSlice('\n')
		l.offset += int64(len(piece))
		if over = over || len(l.long)+len(piece) > l.limit+len("\r\n"); over {
			l.long = l.long[:0]
		}
		switch {
		case err == bufio.ErrBufferFull:
			if !over {
				l.long = append(l.long, piece...)
			}
			continue
		case err == io.EOF && (over || len(l.long)+len(piece) > 0): // the last line has no end
		case err != nil:
			return nil, err
		}
		line := piece
		if len(l.long) > 0 {
			l.long = append(l.long, piece...)
			line = l.long
		}
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		if over || len(line) > l.limit {
			return nil, tooLarge{int64(l.limit)}
		}
		return line, nil
	}
}
