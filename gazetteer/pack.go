package gazetteer

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// tables.bin is a head and a body. Numbers of the head are little endian:
//
//	4 bytes  "EGAZ"
//	4 bytes  version
//	4 bytes  length of the body
//	4 bytes  CRC-32 (IEEE) of the body
//
// The body is the words that records share, the records (record.go), the shelf of
// places, the index of names and that of roles (index.go). All its lengths and counts
// are of seven bits a byte, low ones first.
const (
	magic   = "EGAZ"
	version = 2
	headLen = 16
)

// Pack reads the tables of a folder and returns the contents of tables.bin, the
// same bytes for the same tables. An error names the table and the line that
// breaks a rule.
func Pack(tables fs.FS) ([]byte, error) {
	ld, err := parse(tables)
	if err != nil {
		return nil, err
	}
	return pack(ld)
}

func pack(ld *loader) ([]byte, error) {
	g := ld.g
	roles := map[start][]Name{}
	for _, first := range slices.Sorted(maps.Keys(ld.roles)) {
		for _, r := range ld.roles[first] {
			roles[start{first}] = append(roles[start{first}], Name{Pieces: r.words, Ref: len(g.roles)})
			g.roles = append(g.roles, r.role)
		}
	}
	g.common = strings.Join(slices.Sorted(maps.Keys(ld.guarded)), " ")

	rows := &codec{wordAt: map[string]int{}}
	rows.records(g)
	rows.shelf(ld.places)
	if rows.err != nil {
		return nil, fmt.Errorf("gazetteer: %w", rows.err)
	}
	body := &codec{}
	body.list(&rows.words)
	body.out = append(body.out, rows.out...)
	limit := func(kind Kind) int {
		if kind == KindPlace {
			return len(ld.places)
		}
		return g.rows(kind)
	}
	for _, names := range g.names {
		for i := range names {
			if n := limit(names[i].Kind); names[i].Ref >= n {
				return nil, fmt.Errorf("gazetteer: %q has kind %d and row %d of %d", names[i].Pieces, names[i].Kind, names[i].Ref, n)
			}
		}
	}
	body.index(g.names)
	body.index(roles)
	if len(body.out) > maxBody {
		return nil, errors.New("gazetteer: tables of more than a gigabyte")
	}
	return seal(body.out), nil
}

const maxBody = 1 << 30

// seal puts the head before a body.
func seal(body []byte) []byte {
	out := append(make([]byte, 0, headLen+len(body)), magic...)
	out = binary.LittleEndian.AppendUint32(out, version)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(body)))
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
	return append(out, body...)
}

// index writes names so that type index finds them.
func (c *codec) index(names map[start][]Name) {
	keys := slices.Collect(maps.Keys(names))
	n := uint32(len(keys))
	slices.SortFunc(keys, func(a, b start) int {
		return cmp.Or(cmp.Compare(scale(a.hash(), n), scale(b.hash(), n)), strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1]))
	})
	var offsets []byte
	buckets := &codec{}
	next := 0
	for h := range n + 1 {
		offsets = binary.LittleEndian.AppendUint32(offsets, uint32(len(buckets.out)))
		for ; next < len(keys) && scale(keys[next].hash(), n) == h; next++ {
			buckets.bucket(keys[next], names[keys[next]])
		}
	}
	c.parts(offsets, buckets.out)
}

// shelf writes places so that type shelf finds them.
func (c *codec) shelf(places []Place) {
	offsets := binary.LittleEndian.AppendUint32(nil, 0)
	var records []byte
	for i := range places {
		row := &codec{words: c.words, wordAt: c.wordAt}
		row.place(&places[i])
		c.words, c.err = row.words, cmp.Or(c.err, row.err)
		records = append(records, row.out...)
		offsets = binary.LittleEndian.AppendUint32(offsets, uint32(len(records)))
	}
	c.parts(offsets, records)
}

func (c *codec) parts(parts ...[]byte) {
	for _, part := range parts {
		s := string(part)
		c.text(&s)
	}
}

func (c *codec) bucket(s start, names []Name) {
	b := &codec{out: []byte{byte(s.hash())}}
	b.text(&s[0])
	b.text(&s[1])
	for i := range names {
		rest := strings.Join(names[i].Pieces[s.pieces():], " ")
		e := &codec{}
		e.text(&rest)
		e.name(&names[i])
		entry := string(e.out)
		b.text(&entry)
	}
	bucket := string(b.out)
	c.text(&bucket)
}
