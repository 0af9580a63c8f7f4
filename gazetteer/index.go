package gazetteer

import "math/bits"

// index finds the names that begin with two pieces, in the file itself: nothing is
// built when it is loaded. Names with one beginning are a bucket, and the buckets
// stand in the order of the hash of their beginning, scaled down to their number.
// Place h of offsets says, in four bytes, where those of hash h start; the next
// place says where they end. So a look-up reads two offsets and compares with one
// beginning on average.
//
//	bucket: length, low byte of the hash, first piece, second piece (empty in a name of one), entries
//	entry:  length, the further pieces parted by spaces, the fields of codec.name
//
// Lengths are in bytes, seven bits a byte. Entries are in the order of Find.
type index struct {
	offsets, buckets string
}

// shelf holds records that are read one by one, when they are asked for. Row i ends
// before place i+1 of offsets, four bytes each.
type shelf struct {
	offsets, records string
}

func (s shelf) rows() int { return max(0, len(s.offsets)/4-1) }

func (s shelf) row(i int) reader {
	if i < 0 || i >= s.rows() {
		return reader{}
	}
	return reader{s: between(s.offsets, s.records, i)}
}

// between is the part of s from place i of offsets to the next, empty where they lead
// out of it.
func between(offsets, s string, i int) string {
	from, to := word32(offsets, 4*i), word32(offsets, 4*i+4)
	if from > to || uint64(to) > uint64(len(s)) {
		return ""
	}
	return s[from:to]
}

// hash is that of a piece: FNV-1a of 32 bits.
func hash(piece string) uint32 {
	h := uint32(2166136261)
	for i := range len(piece) {
		h = (h ^ uint32(piece[i])) * 16777619
	}
	return h
}

// pair is the hash of two pieces, of which the second may be empty.
func pair(first, second uint32) uint32 {
	h := (first ^ bits.RotateLeft32(second, 15)) * 0x9e3779b1
	return h ^ h>>15
}

func (s start) hash() uint32 { return pair(hash(s[0]), hash(s[1])) }

// scale brings a hash down to 0..n-1 by its high bits, without a division.
func scale(h, n uint32) uint32 { return uint32(uint64(h) * uint64(n) >> 32) }

// entries are those of a bucket that are still to be read.
type entries struct {
	left   reader
	pieces int // of the beginning that they share
}

// starting returns the entries of a beginning with hash h.
func (x index) starting(s start, h uint32) entries {
	n := len(x.offsets)/4 - 1
	if n < 1 {
		return entries{}
	}
	region := between(x.offsets, x.buckets, int(scale(h, uint32(n))))
	for r := (reader{s: region}); !r.done(); {
		b := reader{s: r.text()}
		if b.byte() == byte(h) && b.text() == s[0] && b.text() == s[1] {
			return entries{b, s.pieces()}
		}
	}
	return entries{}
}

// next returns the next name that have starts with, and whether there is one. The
// name shares the pieces of have.
func (e *entries) next(have []string) (Name, bool) {
	for !e.left.done() {
		r := reader{s: e.left.text()}
		more, ok := begins(r.text(), have[e.pieces:])
		if !ok {
			continue
		}
		n := e.pieces + more
		name := Name{Pieces: have[:n:n]}
		c := codec{reading: true, in: r}
		c.name(&name)
		if !c.in.bad {
			return name, true
		}
	}
	return Name{}, false
}

// begins reports whether have starts with the pieces of joined, and how many they are.
func begins(joined string, have []string) (n int, ok bool) {
	for ; joined != ""; n++ {
		if n == len(have) {
			return 0, false
		}
		w := have[n]
		if len(joined) < len(w) || joined[:len(w)] != w {
			return 0, false
		}
		joined = joined[len(w):]
		if joined == "" {
			continue
		}
		if joined[0] != ' ' {
			return 0, false
		}
		joined = joined[1:]
	}
	return n, true
}
