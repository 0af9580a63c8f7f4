package gazetteer

import "encoding/binary"

// reader takes values off the front of a string and copies nothing. Where the
// string ends too soon, all that follows is zero and bad is set.
type reader struct {
	s   string
	bad bool
}

func (r *reader) done() bool { return r.s == "" }

func (r *reader) fail() { r.s, r.bad = "", true }

func (r *reader) byte() byte {
	if r.s == "" {
		r.fail()
		return 0
	}
	b := r.s[0]
	r.s = r.s[1:]
	return b
}

// count reads a number of one byte for what is small, seven bits a byte.
func (r *reader) count() uint64 {
	if r.s != "" && r.s[0] < 0x80 { // nearly always
		n := r.s[0]
		r.s = r.s[1:]
		return uint64(n)
	}
	return r.large()
}

func (r *reader) large() uint64 {
	var n uint64
	for i := 0; i < len(r.s) && i < binary.MaxVarintLen64; i++ {
		b := r.s[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			r.s = r.s[i+1:]
			return n
		}
	}
	r.fail()
	return 0
}

// text reads a string with its length before it.
func (r *reader) text() string {
	n := r.count()
	if n > uint64(len(r.s)) {
		r.fail()
		return ""
	}
	s := r.s[:n]
	r.s = r.s[n:]
	return s
}

// word32 reads four bytes, the low one first, at a place that is within s.
func word32(s string, at int) uint32 {
	s = s[at : at+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}
