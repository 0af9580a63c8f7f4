package code

import (
	"math"
	"slices"
	"strings"

	"entente"
)

// tie is what the events say of one pair of states.
type tie struct {
	warmth float64 // sum of the weights, above zero for warming
	state  bool    // only words of state ("ally", "rival") spoke so far
	warm   []entente.EventID
	cold   []entente.EventID
}

// relations says of each pair of states what this article alone tells. Each
// event that happened or goes on, and is not negated, weighs its Goldstein value;
// words of change or state ("rapprochement", "ally") weigh 10, also where only a
// speaker of one of the two says so; background counts a tenth. The sign of the sum is the direction. It is a summary of one text and
// no index: index weighs evidence over articles.
func (r *reading) relations(coding *entente.Coding) []entente.Relation {
	found := map[[2]string]*tie{}
	var order [][2]string
	for i := range coding.Events {
		ev := &coding.Events[i]
		if ev.Negated || r.privateWords(ev) || r.evenHanded(ev) {
			continue
		}
		dir, explicit := r.direction(ev)
		state := dir == entente.Warm || dir == entente.Cold
		if ev.Status != entente.Happened && ev.Status != entente.Ongoing && !(ev.Status == entente.Claimed && explicit && state && r.ofTheirs(ev)) {
			continue
		}
		weight := 1.0
		switch {
		case explicit:
			weight = 10
		case ev.Goldstein != nil:
			weight = max(1, math.Abs(*ev.Goldstein))
		}
		if ev.Background {
			weight /= 10
		}
		for _, pair := range r.pairs(ev) {
			t := found[pair]
			if t == nil {
				t = &tie{state: true}
				found[pair] = t
				order = append(order, pair)
			}
			if dir == entente.Warming || dir == entente.Warm {
				t.warmth += weight
				t.warm = append(t.warm, ev.ID)
			} else {
				t.warmth -= weight
				t.cold = append(t.cold, ev.ID)
			}
			t.state = t.state && (dir == entente.Warm || dir == entente.Cold)
		}
	}
	slices.SortFunc(order, func(a, b [2]string) int {
		return strings.Compare(a[0]+" "+a[1], b[0]+" "+b[1])
	})
	var out []entente.Relation
	for _, pair := range order {
		if rel, ok := found[pair].relation(pair); ok {
			out = append(out, rel)
		}
	}
	return out
}

// evenHanded reports whether an event asks two lands for the same: who urges both to show
// restraint takes no side.
func (r *reading) evenHanded(ev *entente.Event) bool {
	if ev.Type != entente.Request {
		return false
	}
	first := ""
	for _, ref := range ev.Targets {
		land := r.find.country(ref)
		if first != "" && land != "" && land != first {
			return true
		}
		if land != "" {
			first = land
		}
	}
	return false
}

// privateWords reports whether an event is of words by people who speak for no state: a
// prisoner's plea cools no tie.
func (r *reading) privateWords(ev *entente.Event) bool {
	if ev.Quad != entente.VerbalCooperation && ev.Quad != entente.VerbalConflict {
		return false
	}
	return !slices.ContainsFunc(ev.Sources, func(ref entente.ActorRef) bool {
		a := r.a.Cast.Actor(ref)
		return a == nil || !slices.Contains(privateSectors, a.Sector)
	})
}

// privateSectors are those of people and bodies that speak for no state.
var privateSectors = []entente.Sector{"CVL", "REB", "CRM", "EDU", "REL", "NGO", "LAB", "BUS", "MED"}

// relation is the row of a tie; an exact balance tells nothing.
func (t *tie) relation(pair [2]string) (entente.Relation, bool) {
	switch {
	case t.warmth > 0 && t.state:
		return entente.Relation{Pair: pair, Direction: entente.Warm, Events: t.warm}, true
	case t.warmth > 0:
		return entente.Relation{Pair: pair, Direction: entente.Warming, Events: t.warm}, true
	case t.warmth < 0 && t.state:
		return entente.Relation{Pair: pair, Direction: entente.Cold, Events: t.cold}, true
	case t.warmth < 0:
		return entente.Relation{Pair: pair, Direction: entente.Cooling, Events: t.cold}, true
	}
	return entente.Relation{}, false
}

// direction of a tie after one event, and whether words of change or of state say
// so outright.
func (r *reading) direction(ev *entente.Event) (entente.Direction, bool) {
	if i := slices.IndexFunc(r.lex.rows, func(row *row) bool { return row.id == ev.Rule }); i >= 0 {
		for _, flag := range r.lex.rows[i].flags {
			switch dir := entente.Direction(flag); dir {
			case entente.Warming, entente.Cooling, entente.Warm, entente.Cold:
				return dir, true
			}
		}
	}
	if ev.Quad == entente.VerbalCooperation || ev.Quad == entente.MaterialCooperation {
		return entente.Warming, false
	}
	return entente.Cooling, false
}

// ofTheirs reports whether a member of the tie says so: what Pakistan's officials say
// of their ally.
func (r *reading) ofTheirs(ev *entente.Event) bool {
	for _, id := range ev.Attribution {
		c := claimByID(r.a.Claims, id)
		if c.Speaker == nil {
			continue
		}
		if own := r.find.country(*c.Speaker); own != "" && slices.ContainsFunc(append(slices.Clone(ev.Sources), ev.Targets...), func(ref entente.ActorRef) bool { return r.find.country(ref) == own }) {
			return true
		}
	}
	return false
}

// party is an actor as a member of a tie: its country, or the name of an alliance or
// bloc of states.
func (r *reading) party(ref entente.ActorRef) string {
	a := r.a.Cast.Actor(ref)
	switch {
	case a == nil:
		return ""
	case a.Country == "" && (a.Sector == "IGO" || a.Sector == "GOV") && strings.HasPrefix(a.Entity, "org:"):
		return a.Name
	}
	return a.Country
}

// pairs are the unordered pairs of countries, alliances and blocs across sources and
// targets.
func (r *reading) pairs(ev *entente.Event) [][2]string {
	var out [][2]string
	for _, s := range ev.Sources {
		for _, t := range ev.Targets {
			a, b := r.party(s), r.party(t)
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
