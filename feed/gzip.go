package feed

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
)

var gzipMagic = []byte{0x1f, 0x8b, 8} // RFC 1952 section 2.3.1, with the one method there is

func isGzip(head []byte) bool {
	return len(head) >= 2 && head[0] == gzipMagic[0] && head[1] == gzipMagic[1]
}

// counter counts what is read of r, and keeps why r ended.
type counter struct {
	r   *bufio.Reader
	n   int64
	err error // of r; nil at its end
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	return n, c.note(n, err)
}

// ReadByte keeps the unpacker from reading past the end of a member.
func (c *counter) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err != nil {
		return b, c.note(0, err)
	}
	c.n++
	return b, nil
}

func (c *counter) note(n int, err error) error {
	c.n += int64(n)
	if err != nil && err != io.EOF {
		c.err = err
	}
	return err
}

// members unpacks gzip members that stand one after the other. Unlike a
// gzip.Reader it says where damage is, and can go on behind it.
type members struct {
	in   counter
	zr   *gzip.Reader
	open bool // inside a member
	err  error
}

func (m *members) Read(p []byte) (int, error) {
	for m.err == nil {
		if !m.open {
			if _, err := m.in.r.Peek(1); err == io.EOF {
				return 0, io.EOF
			}
			if err := m.begin(); err != nil {
				m.err = m.damage(err)
				break
			}
		}
		n, err := m.zr.Read(p)
		switch {
		case err == io.EOF:
			m.open = false
			if n > 0 {
				return n, nil
			}
		case err != nil && n == 0:
			m.err = m.damage(err)
		default:
			return n, nil // an error comes again with the next call
		}
	}
	return 0, m.err
}

func (m *members) begin() (err error) {
	if m.zr == nil {
		m.zr, err = gzip.NewReader(&m.in)
	} else {
		err = m.zr.Reset(&m.in)
	}
	if err != nil {
		return err
	}
	m.zr.Multistream(false)
	m.open = true
	return nil
}

func (m *members) damage(err error) error {
	if m.in.err != nil {
		return m.in.err // the file cannot be read: no fault of the format
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return broken{m.in.n, fmt.Errorf("damaged gzip: %w", err)}
}

// resync goes to what looks like the start of the next member, and reports
// whether there is one.
func (m *members) resync() bool {
	m.open, m.err = false, nil
	for {
		window, err := m.in.r.Peek(max(m.in.r.Buffered(), len(gzipMagic)))
		at := bytes.Index(window, gzipMagic)
		if at < 0 {
			if err != nil {
				n, _ := m.in.r.Discard(len(window))
				m.in.n += int64(n)
				return false
			}
			at = len(window) - len(gzipMagic) + 1 // a start may be cut by the end of the window
		}
		n, _ := m.in.r.Discard(at) // at bytes are in the buffer
		m.in.n += int64(n)
		if bytes.HasPrefix(window[at:], gzipMagic) {
			return true
		}
	}
}
