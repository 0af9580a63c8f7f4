package resolve

import (
	"strings"

	"entente"
	"entente/gazetteer"
)

// Resolver finds actors and places. It holds no state of an article and is safe
// for concurrent use.
type Resolver struct {
	g *gazetteer.Gazetteer
}

// New returns a Resolver over the tables of g.
func New(g *gazetteer.Gazetteer) *Resolver { return &Resolver{g: g} }

// Country returns the code of the state that a place name lies in, or "". Of
// several cities it takes the largest: "Valencia" is Spanish.
func (r *Resolver) Country(place string) string { return r.countryOn(place, entente.Day{}) }

// countryOn is Country as of a day: that of "LENINGRAD" in 1970 is the Soviet Union.
func (r *Resolver) countryOn(place string, day entente.Day) string {
	// "ISLAMABAD, Pakistan (AP)": what stands after the comma decides.
	place, _, _ = strings.Cut(place, "(")
	parts := strings.Split(place, ",")
	for i := len(parts) - 1; i >= 0; i-- {
		if code := r.country(strings.TrimSpace(parts[i]), day); code != "" {
			return code
		}
	}
	return ""
}

func (r *Resolver) country(place string, day entente.Day) string {
	words := splitWords(place)
	if len(words) == 0 {
		return ""
	}
	hits := r.scan(words, true)
	best, population := "", -1
	for _, h := range hits {
		if h.first != 0 || h.last != len(words)-1 {
			continue
		}
		for _, name := range h.names {
			switch name.Kind {
			case gazetteer.KindState, gazetteer.KindCapital:
				return r.g.CountryOn(&r.g.States[r.at(name, day).Ref], "", day)
			case gazetteer.KindOrg:
				if o := &r.g.Orgs[name.Ref]; strings.HasPrefix(o.ID, "state:") {
					return o.Country
				}
			case gazetteer.KindPlace:
				if c := r.g.Place(name.Ref); c.Population > population && !c.Gone(day) {
					best, population = r.placeCountry(name, day), c.Population
				}
			}
		}
	}
	return best
}

// at moves a name to the state that it meant on the day: "Moscow" of 1990 is the
// capital of the Soviet Union, "Bavaria" of 1866 a kingdom. "Russia" stays Russia,
// since the text says so.
func (r *Resolver) at(name gazetteer.Name, day entente.Day) gazetteer.Name {
	s := &r.g.States[name.Ref]
	town := ""
	switch {
	case name.Kind == gazetteer.KindCapital:
		town = strings.Join(name.Pieces, " ")
	case s.Kind != "region":
		return name
	}
	if then := r.g.On(s, town, day); then != s {
		name.Ref = r.g.Index(then.Code)
	}
	return name
}

// placeCountry is the state that had a place on the day.
func (r *Resolver) placeCountry(name gazetteer.Name, day entente.Day) string {
	code := r.g.Place(name.Ref).Country
	if s := r.g.State(code); s != nil {
		return r.g.CountryOn(s, strings.Join(name.Pieces, " "), day)
	}
	return code
}

// dayOf is the day that tenure is judged by: of printing, else not known.
func dayOf(a *entente.Analysis) entente.Day {
	if a.Article == nil {
		return entente.Day{}
	}
	return a.Article.Published
}
