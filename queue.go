package entente

import "time"

// Queued is how many jobs of a ledger's queue are in one state. Jobs that are done are in none.
type Queued struct {
	State  string // available, running, retryable, scheduled, pending; discarded and cancelled were given up
	Jobs   int
	Oldest time.Time // when the job that came in first did so, UTC
}
