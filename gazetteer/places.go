package gazetteer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// city reads: name, other spellings, country, division, degrees north, degrees east,
// inhabitants.
func (ld *loader) city(c []string) error {
	p := Place{Name: c[0], Kind: "town", Country: c[2], Region: c[3]}
	return ld.place(p, split(c[1]), c[4], c[5], c[6])
}

// town reads a row as of cities.tsv, and in an eighth column the last day on which the
// town bore the name: of what it is called today cities.tsv has a row.
func (ld *loader) town(c []string) (err error) {
	p := Place{Kind: "town", Name: c[0], Country: c[2], Region: c[3]}
	if _, p.To, err = days("", c[7]); err != nil {
		return err
	}
	return ld.place(p, split(c[1]), c[4], c[5], c[6])
}

// division reads: name, full name, country, degrees north, degrees east, inhabitants.
func (ld *loader) division(c []string) error {
	return ld.place(Place{Name: c[0], Kind: "division", Country: c[2]}, split(c[1]), c[3], c[4], c[5])
}

// feature reads: kind, name, other names, lands, degrees north, degrees east.
func (ld *loader) feature(c []string) error {
	p := Place{Name: c[1], Kind: c[0], Lands: split(c[3])}
	if len(p.Lands) > 0 {
		p.Country = p.Lands[0]
	}
	return ld.place(p, split(c[2]), c[4], c[5], "0")
}

func (ld *loader) place(p Place, others []string, lat, lon, population string) (err error) {
	if p.Lat, err = strconv.ParseFloat(lat, 64); err != nil {
		return err
	}
	if p.Lon, err = strconv.ParseFloat(lon, 64); err != nil {
		return err
	}
	if p.Population, err = strconv.Atoi(population); err != nil {
		return err
	}
	for _, land := range append(p.Lands[:len(p.Lands):len(p.Lands)], p.Country) {
		if land != "" && ld.g.State(land) == nil {
			return fmt.Errorf("no state %q", land)
		}
	}
	if p.Name == "" || p.Kind == "" || p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180 {
		return fmt.Errorf("%s %q at %g, %g", p.Kind, p.Name, p.Lat, p.Lon)
	}
	ref := ld.g.places.rows() + len(ld.places)
	ld.add(p.Name, KindPlace, ref)
	p.Name = strings.TrimLeft(p.Name, "@!")
	ld.places = append(ld.places, p)
	for _, name := range others {
		ld.add(name, KindPlace, ref)
	}
	return nil
}

// exonym reads: names in the English press, the country, the name in cities.tsv;
// of several towns of that name it means the largest.
func (ld *loader) exonym(c []string) error {
	best := -1
	for i := range ld.places {
		city := &ld.places[i]
		if city.Kind == "town" && city.Country == c[1] && city.Name == c[2] && (best < 0 || city.Population > ld.places[best].Population) {
			best = i
		}
	}
	if best < 0 {
		return fmt.Errorf("no city %q in %s", c[2], c[1])
	}
	for _, name := range split(c[0]) {
		ld.add(name, KindPlace, best)
	}
	return nil
}

// landWords stand after the name of a part of a state.
var landWords = []string{" Oblast", " oblast", " Province", " province", " Region", " region", " Republic", " State", " state", " Governorate", " Krai", " Peninsula", " peninsula"}

// locate puts lands that are no states on the map: as the division or feature of their
// name lies, else as their capital does.
func (ld *loader) locate() {
	g := ld.g
	for ref := range g.States {
		s := &g.States[ref]
		if s.Kind == "state" || s.Kind == "former" {
			continue
		}
		for _, name := range append([]string{s.Name}, s.Names...) {
			for _, word := range landWords {
				name = strings.TrimSuffix(name, word)
			}
			ld.locateAt(s, name, func(p *Place) bool {
				return p.Kind != "town" && (p.Country == s.Code || s.Parent != "" && p.Country == s.Parent || s.Parent == "" && p.Kind != "division")
			})
		}
		for _, capital := range s.Capitals {
			ld.locateAt(s, capital, func(p *Place) bool {
				return p.Kind == "town" && (p.Country == s.Code || p.Country == s.Parent && s.Parent != "")
			})
		}
	}
}

// locateAt gives a land the degrees of the first place of a name that fits.
func (ld *loader) locateAt(s *State, name string, fits func(p *Place) bool) {
	ps := pieces(name)
	if len(ps) == 0 || s.Lat != 0 || s.Lon != 0 {
		return
	}
	for _, n := range ld.g.names[startOf(ps)] {
		if n.Kind == KindPlace && slices.Equal(n.Pieces, ps) && fits(&ld.places[n.Ref]) {
			s.Lat, s.Lon = ld.places[n.Ref].Lat, ld.places[n.Ref].Lon
			return
		}
	}
}

// Locate returns where the town of a name lies, the largest one if the country
// is not given: degrees north and east.
func (g *Gazetteer) Locate(name, country string) (c Place, ok bool) {
	ps := pieces(name)
	if len(ps) == 0 {
		return Place{}, false
	}
	for _, n := range g.Find(ps, 0) {
		if n.Kind != KindPlace || !slices.Equal(n.Pieces, ps) {
			continue
		}
		cand := g.Place(n.Ref)
		if cand.Kind == "town" && (country == "" || cand.Country == country) && (!ok || cand.Population > c.Population) {
			c, ok = cand, true
		}
	}
	return c, ok
}
