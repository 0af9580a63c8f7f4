package link

import (
	"strings"

	"entente"
)

// fit is how well two sides of rows agree.
type fit int

const (
	apart   fit = iota // nobody of one is in the other
	missing            // one of them is not known
	overlap            // each has somebody whom the other lacks
	subset             // all of one are in the other
	equal
)

// compare says how two lists of parties agree; hit is set for those who are acted on.
func compare(a, b []entente.Party, hit bool) fit {
	a, b = named(a), named(b)
	if len(a) == 0 || len(b) == 0 {
		return missing
	}
	ab, ba := inside(a, b, hit), inside(b, a, hit)
	switch {
	case ab == len(a) && ba == len(b):
		return equal
	case ab == len(a) || ba == len(b):
		return subset
	case ab > 0:
		return overlap
	}
	return apart
}

// named returns the parties that stand for something that can be compared: a land, a
// body or an entity of the gazetteer. A name alone is too often a town or "the rebels".
func named(list []entente.Party) []entente.Party {
	n := 0
	for i := range list {
		if known(&list[i]) {
			n++
		}
	}
	if n == len(list) {
		return list
	}
	out := make([]entente.Party, 0, n)
	for i := range list {
		if known(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

func known(p *entente.Party) bool { return p.Code != "" || p.Entity != "" }

// inside counts the parties of a that are in b.
func inside(a, b []entente.Party, hit bool) int {
	n := 0
	for i := range a {
		for j := range b {
			if sameParty(&a[i], &b[j], hit) {
				n++
				break
			}
		}
	}
	return n
}

// sameParty reports whether two parties may be one: the same land and sectors that go
// together. A land as a whole is its state and its firms where it acts, and all but its
// rebels where it is acted on: who strikes a town of Lebanon strikes Lebanon.
func sameParty(a, b *entente.Party, hit bool) bool {
	if a.Code != b.Code {
		return false
	}
	if a.Code == "" {
		return a.Entity == b.Entity
	}
	x, y := camp(a), camp(b)
	if x == y || anybody(a) || anybody(b) {
		return true
	}
	if whole(b) {
		a, b, x, y = b, a, y, x
	}
	return whole(a) && (hit && y != "REB" || b.Sector == "BUS")
}

// whole reports whether p is a land by its own name.
func whole(p *entente.Party) bool { return strings.HasPrefix(p.Entity, "state:") }

// anybody reports parties of which no more is known than their land.
func anybody(p *entente.Party) bool { return p.Sector == "" || p.Sector == "UNK" }

// camp folds the sectors that one paper writes for another: the state and its parts, its
// people, and those who fight it.
func camp(p *entente.Party) string {
	switch p.Sector {
	case "GOV", "MIL", "COP", "SPY", "JUD", "LEG", "ELI", "IGO":
		return "GOV"
	case "REB", "CRM":
		return "REB"
	}
	return "CVL"
}

// rivals reports whether both sides name persons and none of them is the same: two
// ministers of one land do not hold one meeting.
func rivals(a, b []entente.Party) bool {
	some := false
	for i := range a {
		for j := range b {
			p, q := &a[i], &b[j]
			if p.Code != q.Code || !person(p) || !person(q) {
				continue
			}
			if p.Entity == q.Entity {
				return false
			}
			some = true
		}
	}
	return some
}

// person reports whether p is a person of the gazetteer.
func person(p *entente.Party) bool { return strings.HasPrefix(p.Entity, "leader:") }

// everybody returns both sides of a row of which it does not matter who is named first,
// each party once.
func everybody(r *entente.Report) []entente.Party {
	out := make([]entente.Party, 0, len(r.Sources)+len(r.Targets))
	for _, list := range [2][]entente.Party{r.Sources, r.Targets} {
		for _, p := range list {
			dup := false
			for i := range out {
				dup = dup || out[i].Code == p.Code && out[i].Sector == p.Sector && out[i].Entity == p.Entity && out[i].Name == p.Name
			}
			if !dup {
				out = append(out, p)
			}
		}
	}
	return out
}
