package index

import "entente"

// Turn is a day at which the level of a tie changed for good.
type Turn struct {
	Day       entente.Day       `json:"day"` // first day of the first period after the change
	Direction entente.Direction `json:"direction"`
	Before    float64           `json:"before"` // mean since the turn before
	After     float64           `json:"after"`  // mean until the next turn
	// P is the chance that a stretch of evidence as long as this, without any change,
	// shows one as clear; P below 0.001 is given as 0.001.
	P float64 `json:"p"`
}
