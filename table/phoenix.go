package table

import (
	"strings"

	"entente"
)

// phoenixColumns is the layout of the historical Phoenix tables of the Cline Center
// (Althaus, Bajjalieh, Carter, Peyton and Shalmon, "Cline Center Historical Phoenix Event
// Data", 2017 and later, variable list of its codebook), in the words that the files have
// in their header. The files are in CSV; tabs are read too.
var phoenixColumns = []string{
	"eid", "story_date", "year", "month", "day", "source", "source_root", "source_agent", "source_others",
	"target", "target_root", "target_agent", "target_others", "code", "root_code", "quad_class", "goldstein", "joined_issues",
	"lat", "lon", "placename", "statename", "countryname", "aid", "process",
}

const (
	phoenixID, phoenixDate, phoenixYear, phoenixSource, phoenixTarget           = 0, 1, 2, 5, 9
	phoenixCode, phoenixRoot, phoenixQuad, phoenixGoldstein                     = 13, 14, 15, 16
	phoenixLat, phoenixLon, phoenixPlace, phoenixState, phoenixLand, phoenixAID = 18, 19, 20, 21, 22, 23
)

func (c *columns) phoenix(line []byte) (entente.Imported, error) {
	if err := c.split(line); err != nil {
		return entente.Imported{}, err
	}
	day, ok := parseDay(c.cell(phoenixDate))
	if !ok {
		if day, ok = dayOf(c.cell(phoenixYear), c.cell(phoenixYear+1), c.cell(phoenixYear+2)); !ok {
			return entente.Imported{}, wrongDay(c.cell(phoenixDate))
		}
	}
	code, quad, gold := c.cell(phoenixCode), c.cell(phoenixQuad), c.cell(phoenixGoldstein)
	h := c.events.get(c.keyOf(code, c.cell(phoenixRoot), quad, gold), func() happening {
		cameo := string(code)
		// A program that takes codes for numbers makes 10 of 010; the root tells.
		if root := "0" + string(c.cell(phoenixRoot)); len(root) >= 2 && !strings.HasPrefix(cameo, root[len(root)-2:]) && strings.HasPrefix("0"+cameo, root[len(root)-2:]) {
			cameo = "0" + cameo
		}
		class, _ := digits(quad)
		if class >= len(gdeltQuads) {
			class = 0
		}
		return c.coded(cameo, gdeltQuads[class], gold)
	})
	where := c.places.get(c.keyOf(c.cell(phoenixPlace), c.cell(phoenixState), c.cell(phoenixLand), c.cell(phoenixLat), c.cell(phoenixLon)), func() *entente.Place {
		return place(c.word(c.cell(phoenixPlace)), c.word(c.cell(phoenixState)), c.codes.country(c.word(c.cell(phoenixLand))), c.cell(phoenixLat), c.cell(phoenixLon))
	})
	imp := c.row(day, c.phoenixActor(phoenixSource), c.phoenixActor(phoenixTarget), h, where)
	imp.ID = string(c.cell(phoenixID))
	imp.URL = c.address(c.cell(phoenixAID))
	return imp, nil
}

// phoenixActor reads the whole code, its root, agent and others. Codes are in CAMEO, in
// upper or lower case.
func (c *columns) phoenixActor(i int) entente.Party {
	return c.parties.get(c.keyOf(c.cell(i), c.cell(i+1), c.cell(i+2)), func() entente.Party {
		p := entente.Party{Name: c.word(c.cell(i))}
		parts := c.word(c.cell(i+1)) + c.word(c.cell(i+2))
		if parts == "" {
			parts = p.Name
		}
		p.Code, p.Sector = c.codes.CAMEO(strings.ToUpper(parts))
		return p
	})
}
