package index

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Tie is where a pair of states stands on one day: a Point without its period.
type Tie struct {
	Pair  [2]string `json:"pair"` // codes, in either order
	Level float64   `json:"level"`
	Low   float64   `json:"low"`
	High  float64   `json:"high"`
}

// Sign returns +1 for a tie whose whole band is above neutral, -1 for one whose band is
// below -neutral, and 0 for one whose sign is not known.
func (t Tie) Sign(neutral float64) int {
	switch {
	case t.Low > neutral:
		return 1
	case t.High < -neutral:
		return -1
	}
	return 0
}

// Triad is three states of which every two have a tie of known sign.
type Triad struct {
	States [3]string `json:"states"` // sorted
	// Signs are those of the ties between the first and second, first and third, and
	// second and third state.
	Signs    [3]int  `json:"signs"`
	Balanced bool    `json:"balanced"` // the product of the signs is positive
	Strength float64 `json:"strength"` // the least of the three levels, without sign
}

// Triads returns the triads among ties, the strongest first. A triad is in balance
// where the product of its signs is positive: friends of friends are friends, and
// enemies of enemies too (Heider 1946, Journal of Psychology 21: 107-112; as a product
// of signs Cartwright and Harary 1956, Psychological Review 63: 277-293; their degree of
// balance is the share of balanced cycles, here of triads). Three enemies
// are out of balance by this rule; Davis 1967, Human Relations 20: 181-187, would let
// them pass.
//
// neutral, at least 0, is the width of the zone around zero in which a band may not
// reach for its sign to count. Of two ties of one pair the later counts; a tie of a state
// with itself is left out.
func Triads(ties []Tie, neutral float64) []Triad {
	links := linksOf(ties)
	states := slices.Sorted(maps.Keys(links))
	var triads []Triad
	for i, a := range states {
		for j := i + 1; j < len(states); j++ {
			b := states[j]
			ab := links[a][b]
			if ab.Sign(neutral) == 0 {
				continue
			}
			for _, c := range states[j+1:] {
				ac, bc := links[a][c], links[b][c]
				signs := [3]int{ab.Sign(neutral), ac.Sign(neutral), bc.Sign(neutral)}
				if product := signs[0] * signs[1] * signs[2]; product != 0 {
					triads = append(triads, Triad{[3]string{a, b, c}, signs, product > 0,
						min(math.Abs(ab.Level), math.Abs(ac.Level), math.Abs(bc.Level))})
				}
			}
		}
	}
	slices.SortStableFunc(triads, func(a, b Triad) int { return cmp.Compare(b.Strength, a.Strength) })
	return triads
}

// linksOf files each tie under both its states. A pair without a tie gives the zero
// Tie, whose sign is not known.
func linksOf(ties []Tie) map[string]map[string]Tie {
	links := map[string]map[string]Tie{}
	for _, t := range ties {
		for i, state := range t.Pair {
			if other := t.Pair[1-i]; other != state {
				if links[state] == nil {
					links[state] = map[string]Tie{}
				}
				links[state][other] = t
			}
		}
	}
	return links
}

// Realignment is a state that moved from one to another between two days.
type Realignment struct {
	State  string  `json:"state"`
	From   string  `json:"from"`
	Toward string  `json:"toward"`
	FallBy float64 `json:"fallBy"` // of the level between State and From
	RiseBy float64 `json:"riseBy"` // of that between State and Toward
}

// Realignments returns who moved from whom toward whom: the states A one of whose ties
// fell and another of whose ties rose from before to after, each by more than its
// uncertainty. That of a change is the root of the sum of squares of the half bands of
// both days. It is on the careful side: the errors of one tie on two days go together,
// which makes the true one smaller. The largest come first, by the smaller of fall and
// rise; equals go by name. A tie that is not in both lists did not move.
func Realignments(before, after []Tie) []Realignment {
	old, now := linksOf(before), linksOf(after)
	var moves []Realignment
	for _, state := range slices.Sorted(maps.Keys(now)) {
		others := slices.Sorted(maps.Keys(now[state]))
		for _, from := range others {
			fall := changed(old[state], now[state], from)
			if fall >= 0 {
				continue
			}
			for _, toward := range others {
				if rise := changed(old[state], now[state], toward); rise > 0 {
					moves = append(moves, Realignment{state, from, toward, -fall, rise})
				}
			}
		}
	}
	slices.SortStableFunc(moves, func(a, b Realignment) int {
		return cmp.Compare(min(b.FallBy, b.RiseBy), min(a.FallBy, a.RiseBy))
	})
	return moves
}

// changed returns by how much the tie with other rose, or 0 where that is within its
// uncertainty.
func changed(old, now map[string]Tie, other string) float64 {
	before, ok := old[other]
	if !ok {
		return 0
	}
	after := now[other]
	by := after.Level - before.Level
	if math.Abs(by) <= math.Hypot(half(before), half(after)) {
		return 0
	}
	return by
}

// half is the half width of a band, of its longer side: the end of the scale may have
// cut the other.
func half(t Tie) float64 { return max(t.High-t.Level, t.Level-t.Low) }
