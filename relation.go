package entente

import "slices"

// Direction is what an article says of a tie.
type Direction string

// Warming and Cooling are told of a change, Warm and Cold of a state.
const (
	Warming Direction = "warming"
	Cooling Direction = "cooling"
	Warm    Direction = "warm"
	Cold    Direction = "cold"
)

// Relation is what one article alone says of an unordered pair of states (codes) or of
// alliances and blocs (names), with
// the events that say so. Pair is sorted.
type Relation struct {
	Pair      [2]string `json:"pair"`
	Direction Direction `json:"direction"`
	Events    []EventID `json:"events"`
}

// Tally is what a day holds of one side of a tie: how many events counted, the sum of
// their weights, and the sum of weight times scale value.
type Tally struct {
	Day    Day
	Events int
	Weight float64
	Sum    float64
}

// Reciprocal reports whether an event of type t is of both sides alike: a meeting, a
// treaty, a joint work. What A does with B, B does with A, and it is one event.
func (t EventType) Reciprocal() bool { return t == Agree || t == Consult || t == Cooperate }

// Realignment is a state that turns from one to another: one tie of it cools while
// another warms, as one article tells them. Events are those of both ties.
type Realignment struct {
	State, From, Toward string
	Events              []EventID
}

// Realignments lists who turns from whom to whom in a set of relations, in their
// order. Two states that both turn away from one another's partner make two of them:
// A leaves B for C while B comes closer to D.
func Realignments(relations []Relation) []Realignment {
	var out []Realignment
	for _, cooling := range relations {
		if cooling.Direction != Cooling {
			continue
		}
		for i, state := range cooling.Pair {
			for _, warming := range relations {
				if k := slices.Index(warming.Pair[:], state); warming.Direction == Warming && k >= 0 {
					out = append(out, Realignment{State: state, From: cooling.Pair[1-i], Toward: warming.Pair[1-k], Events: slices.Concat(cooling.Events, warming.Events)})
				}
			}
		}
	}
	return out
}

// Period is the length of time that one point of a relation stands for.
type Period string

// The periods. A week is that of ISO 8601: it begins on Monday.
const (
	PeriodWeek  Period = "week"
	PeriodMonth Period = "month"
	PeriodYear  Period = "year"
)
