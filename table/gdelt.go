package table

import (
	"bytes"
	"strings"

	"entente"
)

// The cells of GDELT's event tables: version 2 has ADM2Code in each of three places,
// version 1 has not; files of version 1 before April 2013 lack the address.
const (
	gdelt2Cells = 61
	gdelt1Cells = 58

	gdeltActor1, gdeltActor2 = 5, 15 // first of ten cells
	gdeltCode                = 26
	gdeltQuad                = 29
	gdeltGoldstein           = 30
	gdeltMentions            = 31
	gdeltGeo                 = 35 // of actor 1; eight or seven cells a place
)

// gdeltQuads are the quad classes by GDELT's number.
var gdeltQuads = [...]entente.QuadClass{"", entente.VerbalCooperation, entente.MaterialCooperation, entente.VerbalConflict, entente.MaterialConflict}

func (rd *reader) gdelt2(line []byte) (entente.Imported, error) {
	return rd.gdelt(line, gdelt2Cells, 8)
}

func (rd *reader) gdelt1(line []byte) (entente.Imported, error) {
	return rd.gdelt(line, gdelt1Cells, 7)
}

func (rd *reader) gdelt(line []byte, want, geo int) (entente.Imported, error) {
	rd.cells = splitCells(line, '\t', rd.cells[:0])
	c := rd.cells
	if len(c) != want && (want != gdelt1Cells || len(c) != gdelt1Cells-1) {
		return entente.Imported{}, wrongCells(len(c), want)
	}
	day, ok := parseDay(c[1])
	if !ok {
		return entente.Imported{}, wrongDay(c[1])
	}
	h := rd.events.get(rd.keyOf(c[gdeltCode], c[gdeltQuad], c[gdeltGoldstein]), func() happening {
		quad, _ := digits(c[gdeltQuad])
		if quad >= len(gdeltQuads) {
			quad = 0
		}
		return rd.coded(string(c[gdeltCode]), gdeltQuads[quad], c[gdeltGoldstein])
	})
	action := c[gdeltGeo+2*geo : gdeltGeo+3*geo]
	where := rd.places.get(rd.keyOf(action[1], action[2], action[geo-3], action[geo-2]), func() *entente.Place { return rd.gdeltPlace(action) })
	imp := rd.row(day, rd.gdeltActor(c[gdeltActor1:gdeltActor1+10]), rd.gdeltActor(c[gdeltActor2:gdeltActor2+10]), h, where)
	imp.ID = string(c[0])
	imp.Mentions = whole(c[gdeltMentions])
	if len(c) != gdelt1Cells-1 {
		imp.URL = rd.address(c[len(c)-1])
		imp.Publisher = rd.word(host(c[len(c)-1]))
	}
	return imp, nil
}

// gdeltActor reads Code Name CountryCode KnownGroupCode EthnicCode Religion1Code
// Religion2Code Type1Code Type2Code Type3Code. Codes of its own columns go before those
// inside the actor code, where an ethnic group may look like a land.
func (rd *reader) gdeltActor(c [][]byte) entente.Party {
	if len(c[0]) == 0 && len(c[1]) == 0 {
		return entente.Party{}
	}
	return rd.parties.get(rd.keyOf(c[0], c[1], c[2], c[3], c[7], c[8], c[9]), func() entente.Party {
		parts := string(c[2]) + string(c[3]) + string(c[7]) + string(c[8]) + string(c[9])
		if parts == "" && len(c[4]) == 0 && len(c[5]) == 0 {
			parts = string(c[0])
		}
		p := entente.Party{Name: string(c[1])}
		p.Code, p.Sector = rd.codes.CAMEO(parts)
		if p.Name == "" {
			p.Name = string(c[0])
		}
		return p
	})
}

// gdeltPlace reads Type FullName CountryCode ADM1Code [ADM2Code] Lat Long FeatureID. The
// full name is "town, division, country", from the finest that is known.
func (rd *reader) gdeltPlace(c [][]byte) *entente.Place {
	full := strings.TrimSpace(string(c[1]))
	pieces := strings.Split(full, ", ")
	name, region := pieces[0], ""
	if len(pieces) > 2 {
		region = pieces[1]
	}
	return place(name, region, rd.codes.FIPS(string(c[2])), c[len(c)-3], c[len(c)-2])
}

// host returns the name of the machine in an address, without "www."; nil if it is none.
func host(address []byte) []byte {
	_, rest, ok := bytes.Cut(address, []byte("://"))
	if !ok {
		return nil
	}
	if i := bytes.IndexAny(rest, "/?#:"); i >= 0 {
		rest = rest[:i]
	}
	return bytes.TrimPrefix(rest, []byte("www."))
}
