package table

import (
	"bytes"
	"fmt"
	"strings"

	"entente"
)

// polecatColumns is the layout of POLECAT's tables.
var polecatColumns = []string{
	"Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
	"Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
	"Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
	"Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
	"Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
}

const (
	polecatID, polecatDate, polecatType, polecatMode, polecatIntensity, polecatQuad = 0, 1, 2, 3, 4, 5
	polecatActor, polecatRecipient                                                  = 7, 15 // first of eight cells
	polecatPlace, polecatCity, polecatProvince, polecatCountry                      = 23, 24, 26, 27
	polecatLat, polecatLon, polecatSource, polecatPublished                         = 28, 29, 33, 34
)

// polecatQuads are the quad classes as POLECAT prints them.
var polecatQuads = map[entente.QuadClass]string{
	entente.VerbalCooperation: "V-COOP", entente.MaterialCooperation: "M-COOP",
	entente.VerbalConflict: "V-CONF", entente.MaterialConflict: "M-CONF",
}

func (c *columns) polecat(line []byte) (entente.Imported, error) {
	if err := c.split(line); err != nil {
		if len(c.cells) <= c.found || len(c.cells) > maxCells || !c.mend() {
			return entente.Imported{}, err
		}
	}
	for i, cell := range c.cells {
		c.cells[i] = unquote(cell)
	}
	day, ok := parseDay(c.cell(polecatDate))
	if !ok {
		return entente.Imported{}, wrongDay(c.cell(polecatDate))
	}
	kind := entente.EventType(strings.ToUpper(string(c.cell(polecatType))))
	if c.onto.Quad(kind) == "" {
		return entente.Imported{}, fmt.Errorf("%.40q is no event type", kind)
	}
	mode := c.cell(polecatMode)
	h := c.events.get(c.keyOf(c.cell(polecatType), mode, c.cell(polecatIntensity)), func() happening {
		h := happening{Type: kind, Quad: c.onto.Quad(kind), text: string(kind)}
		if !blank(mode) {
			h.text += "/" + string(mode)
			if m := entente.Mode(fold(string(mode))); c.onto.HasMode(kind, m) {
				h.Mode = m
			}
		}
		h.gold, h.known = scaleValue(c.cell(polecatIntensity))
		if code := c.onto.DefaultCAMEO(h.Type, h.Mode, nil); !h.known {
			h.gold, h.known = c.onto.Goldstein(code)
		}
		return h
	})
	where := c.places.get(c.keyOf(c.cell(polecatPlace), c.cell(polecatCity), c.cell(polecatProvince), c.cell(polecatCountry), c.cell(polecatLat), c.cell(polecatLon)), func() *entente.Place {
		name := c.word(c.cell(polecatPlace))
		if name == "" {
			name = c.word(c.cell(polecatCity))
		}
		return place(name, c.word(c.cell(polecatProvince)), c.codes.country(c.word(c.cell(polecatCountry))), c.cell(polecatLat), c.cell(polecatLon))
	})
	imp := c.row(day, c.polecatActor(polecatActor, day), c.polecatActor(polecatRecipient, day), h, where)
	imp.ID = string(c.cell(polecatID))
	imp.Publisher = c.word(c.cell(polecatSource))
	return imp, nil
}

// polecatActor reads Name Country COW PrimarySector Sectors Title NameRaw that stand
// from a column on. A side of several states goes by the first.
func (c *columns) polecatActor(i int, day entente.Day) entente.Party {
	return c.parties.get(c.keyOf(c.cell(i), c.cell(i+1), c.cell(i+2), c.cell(i+3), c.cell(i+6)), func() entente.Party {
		p := entente.Party{Name: c.word(c.cell(i))}
		if p.Name == "" {
			p.Name = c.word(c.cell(i + 6))
		}
		first, _, _ := strings.Cut(c.word(c.cell(i+1)), ";")
		p.Code = c.codes.country(strings.TrimSpace(first))
		if n, ok := number(c.cell(i + 2)); ok && p.Code == "" {
			p.Code = c.codes.COW(int(n), day)
		}
		if b, ok := c.codes.bodies[fold(p.Name)]; ok && p.Code == "" {
			p.Code = b.code
		}
		first, _, _ = strings.Cut(c.word(c.cell(i+3)), ";")
		if s := entente.Sector(strings.TrimSpace(first)); c.onto.HasSector(s) {
			p.Sector = s
		} else {
			p.Sector = c.codes.types[string(s)]
		}
		return p
	})
}

// polecatFree are the columns of free text, in which tabs stray.
var polecatFree = []int{7, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25, 26, 31, 33, 35, 36, 37}

// mend joins cells that a stray tab has parted. The cells that can only be a country, a
// number, a sector or a day say which joining is right; of several that satisfy them the
// first column of free text is taken. It is a guess: a tab in the recipient's name, right
// behind a Wikipedia id, goes to the id. mend reports whether any joining fits.
func (c *columns) mend() bool {
	extra := len(c.cells) - c.found
	for _, free := range polecatFree {
		at := c.at[free]
		if at < 0 || !c.fits(func(i int) []byte {
			if i < at {
				return c.cells[i]
			}
			return c.cells[i+extra]
		}) {
			continue
		}
		joined := bytes.Join(c.cells[at:at+extra+1], []byte{' '})
		c.cells = append(append(c.cells[:at], joined), c.cells[at+extra+1:]...)
		return true
	}
	return false
}

// fits reports whether the cells that have a shape have it.
func (c *columns) fits(cell func(int) []byte) bool {
	at := func(i int) []byte {
		if c.at[i] < 0 {
			return nil
		}
		return unquote(cell(c.at[i]))
	}
	for _, i := range []int{polecatDate, polecatPublished} {
		if _, ok := parseDay(at(i)); !ok {
			return false
		}
	}
	for _, i := range []int{polecatLat, polecatLon, polecatIntensity, polecatActor + 2, polecatRecipient + 2} {
		if _, ok := number(at(i)); !ok && !blank(at(i)) {
			return false
		}
	}
	for _, i := range []int{polecatActor + 1, polecatRecipient + 1, polecatCountry} {
		first, _, _ := strings.Cut(string(at(i)), ";")
		if !blank(at(i)) && c.codes.country(strings.TrimSpace(first)) == "" {
			return false
		}
	}
	for _, i := range []int{polecatActor + 3, polecatRecipient + 3} {
		first, _, _ := strings.Cut(string(at(i)), ";")
		if !blank(at(i)) && !c.onto.HasSector(entente.Sector(first)) && c.codes.types[first] == "" {
			return false
		}
	}
	return c.onto.Quad(entente.EventType(strings.ToUpper(string(at(polecatType))))) != ""
}
