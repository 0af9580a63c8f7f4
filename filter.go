package entente

import "time"

// Filter says which rows of a ledger are asked for. The zero Filter is all that is
// known today, newest first.
type Filter struct {
	// A and B are codes of lands or bodies: rows between both, or of A with anybody
	// where B is "".
	A, B string
	// Directed keeps what A does to B and leaves out what B does to A.
	Directed bool
	// Everyone keeps rows of rebels, firms, crowds and the like too; else a side named
	// by A or B must be official (Party.Official).
	Everyone bool
	Types    []EventType
	Statuses []Status // of a happening over all, of a single row its own; nil is all
	Classes  []SourceClass
	Stances  []Stance // of quotes
	// Stated keeps happenings of which some row states a figure or a stage of a deal.
	Stated bool
	// From and To bound the day that a thing happened on, both inclusive; a row without a
	// date goes by the day of printing.
	From, To  Day
	Publisher string
	Words     string // words that the sentence must hold, in any form that the index folds
	// AsOf asks what was known then; the zero time is now.
	AsOf   time.Time
	Oldest bool // oldest first
	Limit  int  // rows; 0 is 100, negative is all
	After  string
	// Sets asks rows imported from other systems ("icews", "gdelt2", …) and not our own;
	// "all" is every set.
	Sets []string
}

// Pair returns the pair's codes in order, as Relation has them.
func (f *Filter) Pair() [2]string {
	if f.B < f.A {
		return [2]string{f.B, f.A}
	}
	return [2]string{f.A, f.B}
}
