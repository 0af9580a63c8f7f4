package link

import (
	"math"
)

const (
	shingleWords = 4
	hashes       = 126
	ofLead       = 30  // hashes that see only the lead
	leadWords    = 150 // what the most cut version still has
	bandRows     = 3
	bands        = hashes / bandRows
)

// Sketch is a MinHash signature of a text: of all its shingles, and, in the last places,
// of those of its lead alone, by which a long text and the few paragraphs that another
// paper printed of it still meet. The share of places where two sketches agree is close
// to the Jaccard similarity of the sets of shingles.
//
// Source: A. Broder, "On the resemblance and containment of documents", SEQUENCES 1997.
// The hash functions are multiply-shift ones with fixed odd factors (Dietzfelbinger,
// Hagerup, Katajainen and Penttonen 1997, J. Algorithms 25).
type Sketch [hashes]uint32

// factors are the multipliers and addends of the hash functions: the sequence of
// SplitMix64 from a fixed seed, so that sketches of all ledgers can be compared.
var factors = func() (out [hashes][2]uint64) {
	seed := uint64(0x656e74656e7465) // "entente"
	next := func() uint64 {
		seed += 0x9e3779b97f4a7c15
		return mix(seed)
	}
	for i := range out {
		out[i] = [2]uint64{next() | 1, next()}
	}
	return out
}()

// SketchOf returns the sketch of text. A text without words has the zero Sketch.
func SketchOf(text string) Sketch {
	var s Sketch
	set := shingles(text)
	if len(set) == 0 {
		return s
	}
	for i := range s {
		s[i] = math.MaxUint32
	}
	lead := set[:min(len(set), leadWords-shingleWords+1)]
	s.see(set, 0, hashes-ofLead)
	s.see(lead, hashes-ofLead, hashes)
	return s
}

// see lowers the hashes first..last-1 to the least that the shingles have.
func (s *Sketch) see(set []uint64, first, last int) {
	for _, h := range set {
		for i := first; i < last; i++ {
			s[i] = min(s[i], uint32((factors[i][0]*h+factors[i][1])>>32))
		}
	}
}

// Bands returns the 42 keys that the ledger looks candidates up by: two texts that share
// half of their shingles have one in common 99 times in 100, those that share a tenth
// 3 times, and unrelated ones hardly ever. The zero Sketch has none.
//
// Source: J. Leskovec, A. Rajaraman and J. Ullman, "Mining of Massive Datasets", 2nd
// edition 2014, section 3.4.
func (s Sketch) Bands() []uint64 {
	if s == (Sketch{}) {
		return nil
	}
	keys := make([]uint64, bands)
	for b := range keys {
		h := uint64(b + 1)
		for _, v := range s[b*bandRows : (b+1)*bandRows] {
			h = mix(h<<32 ^ h>>32 ^ uint64(v))
		}
		keys[b] = h
	}
	return keys
}
