package store

// ManyFound is when words are common.
const ManyFound = manyFound

// SetMany changes when words are common.
func (l *Ledger) SetMany(n int) { l.many = n }
