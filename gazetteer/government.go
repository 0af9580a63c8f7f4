package gazetteer

import (
	"fmt"
	"slices"
	"strings"

	"entente"
)

// System is how a state was ruled from one day to another: whom "the Italian leader"
// means. A zero day is open.
type System struct {
	Kind     string // parliament, president, monarch, party, cleric, junta
	From, To entente.Day
}

// offices are those that lead under each system, the first that somebody holds.
var offices = map[string][][]string{
	"parliament": {{"prime minister", "chancellor", "taoiseach", "premier", "acting prime minister"}, {"president", "de facto ruler", "leader"}},
	"president":  {{"president", "acting president", "de facto ruler", "leader"}, {"prime minister", "premier"}},
	"monarch":    {{"king", "queen", "emir", "sultan", "emperor", "shah", "prince", "grand duke"}, {"crown prince"}, {"prime minister"}},
	"party":      {{"paramount leader", "supreme leader"}, {"general secretary", "first secretary", "party chairman", "chairman", "leader"}, {"president", "de facto ruler"}, {"prime minister", "premier"}},
	"cleric":     {{"supreme leader", "leader", "emir"}, {"president"}, {"prime minister"}},
	"junta":      {{"de facto ruler", "head of state", "leader", "chairman"}, {"president"}, {"prime minister", "premier"}},
}

// system reads: country, first day, last day, kind.
func (ld *loader) system(c []string) error {
	from, to, err := days(c[1], c[2])
	if err != nil {
		return err
	}
	s := ld.g.State(c[0])
	if s == nil || offices[c[3]] == nil {
		return fmt.Errorf("no state %q or no system %q", c[0], c[3])
	}
	if n := len(s.Systems); n > 0 && (s.Systems[n-1].To.IsZero() || !s.Systems[n-1].To.Before(from)) {
		return fmt.Errorf("%s: %s starts before the one above ends", c[0], c[3])
	}
	s.Systems = append(s.Systems, System{Kind: c[3], From: from, To: to})
	return nil
}

// Leader returns who is meant by the leader of a country on a day: the holder of the
// office that leads under its system then, others where nobody holds it. Two hold
// one office on the day of a change.
func (g *Gazetteer) Leader(country string, day entente.Day) []int {
	all := g.Holders(country, day)
	kind := "president"
	if s := g.State(country); s != nil {
		for _, sys := range s.Systems {
			if !day.Before(sys.From) && (sys.To.IsZero() || !sys.To.Before(day)) {
				kind = sys.Kind
			}
		}
	}
	for _, rank := range offices[kind] {
		var out []int
		for _, ref := range all {
			if slices.ContainsFunc(g.People[ref].Terms, func(t Term) bool { return t.on(day) && slices.Contains(rank, strings.ToLower(t.Office)) }) {
				out = append(out, ref)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return all
}
