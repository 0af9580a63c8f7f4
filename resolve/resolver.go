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
func (r *Resolver) Country(place string) string {
	// "ISLAMABAD, Pakistan (AP)": what stands after the comma decides.
	place, _, _ = strings.Cut(place, "(")
	parts := strings.Split(place, ",")
	for i := len(parts) - 1; i >= 0; i-- {
		if code := r.country(strings.TrimSpace(parts[i])); code != "" {
			return code
		}
	}
	return ""
}

func (r *Resolver) country(place string) string {
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
				s := &r.g.States[name.Ref]
				return s.Country()
			case gazetteer.KindOrg:
				if o := &r.g.Orgs[name.Ref]; strings.HasPrefix(o.ID, "state:") {
					return o.Country
				}
			case gazetteer.KindCity:
				if c := &r.g.Cities[name.Ref]; c.Population > population {
					best, population = c.Country, c.Population
				}
			}
		}
	}
	return best
}

// dayOf is the day that tenure is judged by: of printing, else not known.
func dayOf(a *entente.Analysis) entente.Day {
	if a.Article == nil {
		return entente.Day{}
	}
	return a.Article.Published
}
