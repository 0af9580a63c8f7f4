package entente

import "time"

// Queued is how many jobs of a ledger's queue are in one state. A ledger that has a queue to
// show answers Queue(ctx) ([]Queued, error), with the states that hold a job, in their order
// by name; jobs that are done are not among them.
type Queued struct {
	State  string // available, running, retryable, scheduled, pending; discarded and cancelled were given up
	Jobs   int
	Oldest time.Time // when the job that came in first did so, UTC
}
