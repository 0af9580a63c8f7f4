package table

import (
	"bytes"
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"entente"
	"entente/ontology"
)

//go:embed events.tsv
var eventsTable string

// maxMemo and maxKey bound what a reader remembers of each kind, in entries and bytes. A
// table of a year has some ten thousand actors; with one made to fill the memory the
// reader forgets all, and starts anew.
const (
	maxMemo = 1 << 17
	maxKey  = 1 << 10
)

// memo remembers what bytes stand for, so that the same actor, place or code is worked
// out once a table.
type memo[T any] map[string]T

func (m memo[T]) get(key []byte, work func() T) T {
	if v, ok := m[string(key)]; ok { // no copy of key is made for a look-up
		return v
	}
	v := work()
	if len(key) > maxKey {
		return v
	}
	if len(m) >= maxMemo {
		clear(m)
	}
	m[string(key)] = v
	return v
}

// happening is what the code of an event says.
type happening struct {
	Type  entente.EventType
	Mode  entente.Mode
	CAMEO string
	Quad  entente.QuadClass
	text  string
	gold  float64
	known bool // gold is a value
}

// tables are what all readers look things up in.
type tables struct {
	codes *Codes
	onto  *ontology.Ontology
	names map[string]string // folded name of an event to CAMEO
}

// reader turns the cells of one table into rows.
type reader struct {
	tables
	cells [][]byte
	key   []byte

	words   memo[string]
	parties memo[entente.Party]
	events  memo[happening]
	places  memo[*entente.Place]
	url     string // of the row before
}

func loadTables(onto *ontology.Ontology) (tables, error) {
	codes, err := LoadCodes()
	if err != nil {
		return tables{}, err
	}
	names, err := eventCodes(onto)
	return tables{codes, onto, names}, err
}

func newReader(t tables) *reader {
	return &reader{
		tables: t, words: memo[string]{}, parties: memo[entente.Party]{}, events: memo[happening]{}, places: memo[*entente.Place]{},
	}
}

// eventCodes is the table from folded event names to CAMEO codes.
func eventCodes(onto *ontology.Ontology) (map[string]string, error) {
	names := map[string]string{}
	for _, c := range onto.Codes() {
		// Of two codes with one name ("Accuse, unspecified") the longer says more.
		if name := fold(c.Meaning); len(names[name]) < len(c.CAMEO) {
			names[name] = c.CAMEO
		}
	}
	err := eachRow(eventsTable, 2, func(cells []string) error {
		names[fold(cells[1])] = cells[0]
		return nil
	})
	if err != nil {
		return nil, &entente.Error{Op: "table", Kind: entente.Internal, Input: "events.tsv", Err: err}
	}
	return names, nil
}

// layout returns the function that reads a line of a format.
func (rd *reader) layout(format Format) (func(line []byte) (entente.Imported, error), bool) {
	switch format {
	case GDELT2:
		return rd.gdelt2, true
	case GDELT1:
		return rd.gdelt1, true
	case ICEWS:
		return (&columns{reader: rd, names: icewsColumns, optional: icewsCAMEO}).icews, true
	case POLECAT:
		return (&columns{reader: rd, names: polecatColumns, optional: -1}).polecat, true
	case Phoenix:
		return (&columns{reader: rd, names: phoenixColumns, optional: -1}).phoenix, true
	case Facts:
		return rd.facts, true
	}
	return nil, false
}

// word returns a cell as a string that rows share.
func (rd *reader) word(cell []byte) string {
	if blank(cell) {
		return ""
	}
	return rd.words.get(cell, func() string { return string(cell) })
}

// address returns a cell as a string; several rows of one story follow one another.
func (rd *reader) address(cell []byte) string {
	if blank(cell) {
		return ""
	}
	if string(cell) != rd.url {
		rd.url = string(cell)
	}
	return rd.url
}

// keyOf joins cells, for a memo.
func (rd *reader) keyOf(cells ...[]byte) []byte {
	rd.key = rd.key[:0]
	for _, c := range cells {
		rd.key = append(append(rd.key, c...), '\t')
	}
	return rd.key
}

// coded looks a CAMEO code up. A code that the ontology lacks goes by its parent, so
// that ICEWS's 13y is a threat. quad and gold are the row's own, if it has them: the
// ontology's class stands before the row's, since ours follow PLOVER; the row's value
// stands before the code's.
func (rd *reader) coded(code string, quad entente.QuadClass, gold []byte) happening {
	h := happening{Quad: quad}
	if len(code) > 1 && code[0] >= '0' && code[0] <= '9' { // "---" and the like say that there is none
		h.CAMEO = code
	}
	for c := h.CAMEO; len(c) >= 2; c = c[:len(c)-1] {
		if found, ok := rd.onto.CAMEO(c); ok {
			h.Type, h.Mode = found.Type, found.Mode
			h.Quad = rd.onto.Quad(found.Type)
			break
		}
	}
	if h.gold, h.known = scaleValue(gold); !h.known {
		h.gold, h.known = rd.onto.Goldstein(h.CAMEO)
	}
	return h
}

// row makes what all formats have in common. The place and the value are copied into
// one piece of memory that is the row's own.
func (rd *reader) row(day entente.Day, source, target entente.Party, h happening, place *entente.Place) entente.Imported {
	imp := entente.Imported{Day: day, Source: source, Target: target, Type: h.Type, Mode: h.Mode, CAMEO: h.CAMEO, Quad: h.Quad, Text: h.text}
	if !h.known && place == nil {
		return imp
	}
	own := &struct {
		place          entente.Place
		lat, lon, gold float64
	}{gold: h.gold}
	if h.known {
		imp.Goldstein = &own.gold
	}
	if place != nil {
		own.place = *place
		imp.Place = &own.place
		if place.Lat != nil {
			own.lat, own.lon = *place.Lat, *place.Lon
			own.place.Lat, own.place.Lon = &own.lat, &own.lon
		}
	}
	return imp
}

// place makes a Place of its cells, nil where they say nothing. Degrees that are none
// leave the place without them.
func place(name, region, country string, lat, lon []byte) *entente.Place {
	p := &entente.Place{Name: name, Region: region, Country: country}
	y, ok1 := number(lat)
	x, ok2 := number(lon)
	// 0, 0 lies in the sea off Ghana: tables that mean "not known" have it.
	if ok1 && ok2 && math.Abs(y) <= 90 && math.Abs(x) <= 180 && (y != 0 || x != 0) {
		p.Lat, p.Lon = &y, &x
	}
	if p.Name == "" && p.Country == "" && p.Lat == nil {
		return nil
	}
	return p
}

// blank reports whether a cell says nothing. Programs write that in several ways.
func blank(cell []byte) bool {
	switch len(cell) {
	case 0:
		return true
	case 2, 3, 4:
		switch string(cell) {
		case "NA", "N/A", "NaN", "nan", "None", "NULL", "null":
			return true
		}
	}
	return len(bytes.TrimSpace(cell)) == 0
}

// number reads a finite number.
func number(cell []byte) (float64, bool) {
	if len(cell) == 0 || len(cell) > 32 {
		return 0, false
	}
	v, err := strconv.ParseFloat(string(cell), 64)
	return v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// scaleValue reads a value from -10 to 10.
func scaleValue(cell []byte) (float64, bool) {
	v, ok := number(cell)
	if !ok || v < -10 || v > 10 {
		return 0, false
	}
	return v, true
}

// whole reads a count; 0 is not known.
func whole(cell []byte) int {
	n, ok := digits(cell)
	if !ok || len(cell) > 9 {
		return 0
	}
	return n
}

func isNumber(cell []byte) bool { _, ok := digits(cell); return ok }

// digits reads a number of 18 digits at most, which an int holds.
func digits(cell []byte) (int, bool) {
	n := 0
	if len(cell) > 18 {
		return 0, false
	}
	for _, b := range cell {
		if b < '0' || b > '9' {
			return 0, false
		}
		n = n*10 + int(b-'0')
	}
	return n, len(cell) > 0
}

// parseDay reads 20180601, 2018-06-01, with a time after it or not, and 6/1/2018.
func parseDay(cell []byte) (entente.Day, bool) {
	if i := bytes.IndexByte(cell, '/'); i > 0 {
		j := bytes.LastIndexByte(cell, '/')
		if j == i || len(cell)-j-1 != 4 {
			return entente.Day{}, false
		}
		return dayOf(cell[j+1:], cell[:i], cell[i+1:j])
	}
	if len(cell) == 8 {
		return dayOf(cell[:4], cell[4:6], cell[6:])
	}
	if len(cell) < 10 || cell[4] != '-' || cell[7] != '-' || len(cell) > 10 && cell[10] != ' ' && cell[10] != 'T' {
		return entente.Day{}, false
	}
	return dayOf(cell[:4], cell[5:7], cell[8:10])
}

func dayOf(year, month, day []byte) (entente.Day, bool) {
	y, ok1 := digits(year)
	m, ok2 := digits(month)
	d, ok3 := digits(day)
	if !ok1 || !ok2 || !ok3 || y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > 31 {
		return entente.Day{}, false
	}
	if d > 28 && time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Day() != d {
		return entente.Day{}, false
	}
	return entente.Day{Year: y, Month: time.Month(m), Day: d}, true
}

// columns reads a table whose header may say where its columns are.
type columns struct {
	*reader
	names    []string // of the layout, in its order
	optional int      // index of a name that a table may lack; -1 for none
	at       []int    // where each stands; nil is as in names
	found    int      // cells of a row
	comma    bool     // cells are parted by commas
}

// split takes a line apart into cells. A header sets their order and yields errHeader.
func (c *columns) split(line []byte) error {
	c.cells = c.cells[:0] // what stands there is of the row before
	if c.at == nil || isHeader(line, c.names[0]) {
		if err := c.header(line); err != nil {
			return err
		}
	}
	if c.comma {
		c.cells = splitQuoted(line, ',', c.cells)
	} else {
		c.cells = splitCells(line, '\t', c.cells)
	}
	if len(c.cells) != c.found {
		return wrongCells(len(c.cells), c.found)
	}
	return nil
}

// cell returns the cell of the i-th name; nil where the table lacks the column.
func (c *columns) cell(i int) []byte {
	if c.at[i] < 0 {
		return nil
	}
	return c.cells[c.at[i]]
}

func isHeader(line []byte, first string) bool {
	line = bytes.TrimPrefix(line, []byte{'"'})
	return len(line) >= len(first) && strings.EqualFold(string(line[:len(first)]), first)
}

// header learns the columns of a table from its first line. A first line that is no
// header says only how many they are.
func (c *columns) header(line []byte) error {
	named := isHeader(line, c.names[0])
	cells := splitCells(line, '\t', nil)
	c.comma = len(cells) == 1
	if c.comma {
		cells = splitQuoted(slices.Clone(line), ',', nil)
	}
	if !named && len(cells) < len(c.names) && (c.optional < 0 || len(cells) != len(c.names)-1) {
		return wrongCells(len(cells), len(c.names))
	}
	c.at, c.found = make([]int, len(c.names)), len(c.names)
	if !named {
		gone := c.optional >= 0 && len(cells) == len(c.names)-1
		if gone {
			c.found--
		}
		for i := range c.at {
			c.at[i] = i
			if gone && i >= c.optional {
				c.at[i]--
			}
		}
		if gone {
			c.at[c.optional] = -1
		}
		return nil
	}
	c.found = len(cells)
	missing := 0
	for i, name := range c.names {
		c.at[i] = slices.IndexFunc(cells, func(cell []byte) bool { return strings.EqualFold(strings.TrimSpace(string(unquote(cell))), name) })
		if c.at[i] < 0 {
			missing++
		}
	}
	if missing > len(c.names)/2 {
		c.at = nil
		return wrongCells(len(cells), len(c.names))
	}
	return errHeader
}
