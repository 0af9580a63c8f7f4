package entente

// Direction is what an article says of a tie.
type Direction string

// Warming and Cooling are told of a change, Warm and Cold of a state.
const (
	Warming Direction = "warming"
	Cooling Direction = "cooling"
	Warm    Direction = "warm"
	Cold    Direction = "cold"
)

// Relation is what one article alone says of an unordered pair of states, with
// the events that say so. Pair is sorted.
type Relation struct {
	Pair      [2]string `json:"pair"`
	Direction Direction `json:"direction"`
	Events    []EventID `json:"events"`
}
