package gazetteer

import (
	_ "embed" // for the tables
	"errors"
	"fmt"
	"hash/crc32"
)

// tablesBin is what Pack makes of the tables. The strings of all records lie in it.
//
//go:embed tables.bin
var tablesBin string

// errStale is what a file without damage gives whose records are not those that
// this program was written for.
var errStale = errors.New("its records do not end where they should: run go generate ./gazetteer")

// unpack reads the contents of tables.bin.
func unpack(file string) (*Gazetteer, error) {
	body, err := unseal(file)
	if err != nil {
		return nil, fmt.Errorf("gazetteer: tables.bin: %w", err)
	}
	c := &codec{reading: true, in: reader{s: body}}
	c.list(&c.words)
	g := &Gazetteer{}
	g.words = c.words
	c.records(g)
	for _, part := range []*string{&g.places.offsets, &g.places.records, &g.index.offsets, &g.index.buckets, &g.roleIndex.offsets, &g.roleIndex.buckets} {
		c.text(part)
	}
	if c.in.bad || !c.in.done() {
		return nil, fmt.Errorf("gazetteer: tables.bin: %w", errStale)
	}
	g.byState = make(map[string]int, len(g.States))
	for i := range g.States {
		g.byState[g.States[i].Code] = i
		for _, h := range g.States[i].before {
			if h.state >= len(g.States) {
				return nil, fmt.Errorf("gazetteer: tables.bin: %s follows a state that is not there", g.States[i].Code)
			}
		}
	}
	g.heads = make(map[string][]int, len(g.States))
	for i := range g.People {
		country := g.People[i].Country
		g.heads[country] = append(g.heads[country], i)
	}
	return g, nil
}

// unseal checks the head of a file and returns its body.
func unseal(file string) (string, error) {
	if len(file) < headLen || file[:len(magic)] != magic {
		return "", errors.New("not a file of tables: run go generate ./gazetteer")
	}
	if v := word32(file, 4); v != version {
		return "", fmt.Errorf("version %d, this program reads %d: run go generate ./gazetteer", v, version)
	}
	body := file[headLen:]
	if n := word32(file, 8); uint64(n) != uint64(len(body)) {
		return "", fmt.Errorf("%d bytes of %d", len(body), n)
	}
	if sum := checksum(body); sum != word32(file, 12) {
		return "", fmt.Errorf("checksum %08x, the head says %08x", sum, word32(file, 12))
	}
	return body, nil
}

// checksum is the CRC-32 of s, taken by pieces: a copy of all would be as large as
// the tables.
func checksum(s string) uint32 {
	var sum uint32
	var buf [8192]byte
	for s != "" {
		n := copy(buf[:], s)
		sum = crc32.Update(sum, crc32.IEEETable, buf[:n])
		s = s[n:]
	}
	return sum
}
