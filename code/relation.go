package code

import (
	"slices"
	"strings"

	"entente"
)

// relations says of each pair of states what this article alone tells. The
// latest event that is no background decides, background only where there is
// nothing else; events of words of change come before others. Only what happened
// or goes on, and is not negated, counts.
func (r *reading) relations(coding *entente.Coding) []entente.Relation {
	type evidence struct {
		events []entente.EventID
		dir    entente.Direction
		weight int
	}
	found := map[[2]string]*evidence{}
	var order [][2]string
	for i := range coding.Events {
		ev := &coding.Events[i]
		if ev.Negated || ev.Status != entente.Happened && ev.Status != entente.Ongoing {
			continue
		}
		dir, explicit := r.direction(ev)
		weight := 1
		if explicit {
			weight = 2
		}
		if ev.Background {
			weight = 0
		}
		for _, pair := range r.pairs(ev) {
			e := found[pair]
			if e == nil {
				e = &evidence{weight: -1}
				found[pair] = e
				order = append(order, pair)
			}
			switch {
			case weight < e.weight:
			case weight == e.weight && dir == e.dir:
				e.events = append(e.events, ev.ID)
			default:
				e.events, e.dir, e.weight = []entente.EventID{ev.ID}, dir, weight
			}
		}
	}
	slices.SortFunc(order, func(a, b [2]string) int {
		return strings.Compare(a[0]+" "+a[1], b[0]+" "+b[1])
	})
	var out []entente.Relation
	for _, pair := range order {
		out = append(out, entente.Relation{Pair: pair, Direction: found[pair].dir, Events: found[pair].events})
	}
	return out
}

// direction of a tie after one event, and whether words of change or of state say
// so outright.
func (r *reading) direction(ev *entente.Event) (entente.Direction, bool) {
	for _, row := range r.lex.rows {
		if row.id != ev.Rule {
			continue
		}
		for _, flag := range row.flags {
			switch dir := entente.Direction(flag); dir {
			case entente.Warming, entente.Cooling, entente.Warm, entente.Cold:
				return dir, true
			}
		}
		break
	}
	if ev.Quad == entente.VerbalCooperation || ev.Quad == entente.MaterialCooperation {
		return entente.Warming, false
	}
	return entente.Cooling, false
}

// pairs are the unordered pairs of countries across sources and targets.
func (r *reading) pairs(ev *entente.Event) [][2]string {
	var out [][2]string
	for _, s := range ev.Sources {
		for _, t := range ev.Targets {
			a, b := r.find.country(s), r.find.country(t)
			if a == "" || b == "" || a == b {
				continue
			}
			if a > b {
				a, b = b, a
			}
			if pair := [2]string{a, b}; !slices.Contains(out, pair) {
				out = append(out, pair)
			}
		}
	}
	return out
}
