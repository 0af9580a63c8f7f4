package desk

import (
	"context"

	"entente"
)

// Quotes returns who said what: speakers of f.A (any, where ""), in sentences that hold
// f.Words, newest first.
func Quotes(ctx context.Context, r entente.Reader, f entente.Filter) (*List[entente.Quote], error) {
	list, next, err := r.Quotes(ctx, f)
	return &List[entente.Quote]{Rows: orEmpty(list), Next: next}, err
}

// orEmpty makes a list that is written [] and not null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
