package table

import (
	"strings"

	"entente"
)

// icewsColumns is the layout of ICEWS's tables. Files of 2017 lack the code.
var icewsColumns = []string{
	"Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
	"Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
	"City", "District", "Province", "Country", "Latitude", "Longitude",
}

const (
	icewsID, icewsDate, icewsSource, icewsText, icewsCAMEO, icewsIntensity = 0, 1, 2, 5, 6, 7
	icewsTarget, icewsStory, icewsPublisher                                = 8, 11, 13
	icewsCity, icewsProvince, icewsCountry, icewsLat, icewsLon             = 14, 16, 17, 18, 19
)

// icews reads a line. Where the code is missing the name of the event gives it.
func (c *columns) icews(line []byte) (entente.Imported, error) {
	if err := c.split(line); err != nil {
		return entente.Imported{}, err
	}
	day, ok := parseDay(c.cell(icewsDate))
	if !ok {
		return entente.Imported{}, wrongDay(c.cell(icewsDate))
	}
	code, text, intensity := c.cell(icewsCAMEO), c.cell(icewsText), c.cell(icewsIntensity)
	h := c.events.get(c.keyOf(code, text, intensity), func() happening {
		cameo := string(code)
		// A program that takes codes for numbers makes 10 of 010; the name tells.
		if named := c.tables.names[fold(string(text))]; blank(code) || named == "0"+cameo {
			cameo = named
		}
		h := c.coded(cameo, "", intensity)
		if !blank(text) {
			h.text = string(text)
		}
		return h
	})
	where := c.places.get(c.keyOf(c.cell(icewsCity), c.cell(icewsProvince), c.cell(icewsCountry), c.cell(icewsLat), c.cell(icewsLon)), func() *entente.Place {
		name := c.word(c.cell(icewsCity))
		region := c.word(c.cell(icewsProvince))
		if name == "" {
			name, region = region, ""
		}
		land := c.word(c.cell(icewsCountry))
		if name == "" {
			name = land
		}
		return place(name, region, c.codes.country(land), c.cell(icewsLat), c.cell(icewsLon))
	})
	imp := c.row(day, c.icewsActor(icewsSource), c.icewsActor(icewsTarget), h, where)
	imp.ID = string(c.cell(icewsID))
	imp.URL = c.address(c.cell(icewsStory))
	imp.Publisher = c.word(c.cell(icewsPublisher))
	return imp, nil
}

// icewsActor reads the name, sectors and country that stand from a column on.
func (c *columns) icewsActor(i int) entente.Party {
	name, sectors, country := c.cell(i), c.cell(i+1), c.cell(i+2)
	return c.parties.get(c.keyOf(name, sectors, country), func() entente.Party {
		p := c.codes.named(c.word(name))
		if land := c.codes.country(c.word(country)); land != "" {
			p.Code = land
		}
		best := 0
		for part := range strings.SplitSeq(c.word(sectors), ",") {
			if s := c.codes.sectors[fold(part)]; s.rank > best && p.Sector != "IGO" {
				best = s.rank
				p.Sector = s.sector
			}
		}
		return p
	})
}

// named makes a party of a name alone: a land, a body, or a role with its land in
// brackets, "Police (Kenya)".
func (c *Codes) named(name string) entente.Party {
	p := entente.Party{Name: name}
	if b, ok := c.bodies[fold(name)]; ok {
		p.Code, p.Sector = b.code, b.sector
		return p
	}
	if p.Code = c.Name(name); p.Code != "" {
		return p
	}
	role := name
	if i := strings.LastIndex(name, " ("); i > 0 && strings.HasSuffix(name, ")") {
		role = name[:i]
		of := name[i+2 : len(name)-1]
		if p.Code = c.Name(of); p.Code == "" {
			p.Code = c.bodies[fold(of)].code
		}
	}
	p.Sector = c.roles[fold(role)]
	return p
}

// factsColumns is the layout of the dumps that benchmarks of forecasting are made from:
// a day, who, the event's name in ICEWS's words, to whom. A header may stand before.
var factsColumns = []string{"date", "source", "text", "target"}

func (rd *reader) facts(line []byte) (entente.Imported, error) {
	rd.cells = splitCells(line, '\t', rd.cells[:0])
	c := rd.cells
	if len(c) != len(factsColumns) {
		return entente.Imported{}, wrongCells(len(c), len(factsColumns))
	}
	day, ok := parseDay(c[0])
	if !ok {
		if isHeader(line, factsColumns[0]) && fold(string(c[1])) == factsColumns[1] {
			return entente.Imported{}, errHeader
		}
		return entente.Imported{}, wrongDay(c[0])
	}
	h := rd.events.get(c[2], func() happening {
		h := rd.coded(rd.names[fold(string(c[2]))], "", nil)
		h.text = string(c[2])
		return h
	})
	party := func(cell []byte) entente.Party {
		return rd.parties.get(cell, func() entente.Party { return rd.codes.named(rd.word(cell)) })
	}
	return rd.row(day, party(c[1]), party(c[3]), h, nil), nil
}
