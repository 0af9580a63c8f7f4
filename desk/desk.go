// Package desk answers what a journalist or an analyst asks of a ledger: how a tie
// moved and what moved it, what happened day by day, who said what, which figures and
// words stand against each other, which deals are under way, what is foretold.
//
//	rel, err := desk.Relation(ctx, ledger, desk.Ask{A: "PAK", B: "RUS", Period: entente.PeriodMonth})
//	for _, p := range rel.Points { fmt.Println(p.From, p.Level, p.Happenings) }
//
// Every answer is a plain struct for JSON or for a page, and every figure in it leads by
// ids to rows with their sentences. The questions keep nothing: an answer hangs only on
// what the ledger holds. Errors are those of the ledger and of package index.
//
// Limits. Parties are codes here; what a name means is settled before. Rows of other
// systems have no sentence, so only the questions that say so take Filter.Sets.
package desk

import (
	"cmp"
	"context"
	"math"
	"slices"

	"entente"
	"entente/index"
)

// page is how many rows are fetched at once where all of them are looked at.
const page = 1000

// Move is something that moved a tie: a happening, or a row of another system where
// those were asked for.
type Move struct {
	Happening *entente.Happening `json:"happening,omitempty"`
	Imported  *entente.Imported  `json:"imported,omitempty"`
	// Pull is the weight of the thing times the distance of its scale value from the
	// level before it: above 0 it lifts the tie, below 0 it lowers it.
	Pull float64 `json:"pull"`
}

// id orders moves of one pull.
func (m *Move) id() string {
	if m.Happening != nil {
		return string(m.Happening.ID)
	}
	return m.Imported.Set + "/" + m.Imported.ID
}

// moves calls each for all that counts between f.A and f.B, with its day and without
// its pull. What has no scale value moves nothing and is not told.
func moves(ctx context.Context, r entente.Reader, f entente.Filter, each func(m Move, day entente.Day, weight, value float64)) error {
	f.Limit, f.After = page, ""
	for {
		next, err := movesPage(ctx, r, f, each)
		if err != nil || next == "" {
			return err
		}
		f.After = next
	}
}

func movesPage(ctx context.Context, r entente.Reader, f entente.Filter, each func(m Move, day entente.Day, weight, value float64)) (string, error) {
	if len(f.Sets) > 0 {
		list, next, err := r.Imported(ctx, f)
		for i := range list {
			if row := &list[i]; row.Goldstein != nil {
				each(Move{Imported: row}, row.Day, index.EvidenceWeight(1), *row.Goldstein)
			}
		}
		return next, err
	}
	f.Statuses = []entente.Status{entente.Happened, entente.Ongoing}
	list, next, err := r.Happenings(ctx, f)
	for i := range list {
		h := &list[i]
		if h.Counts() && h.Goldstein != nil {
			h.All = nil // a row a page is enough; Happening gives the others
			each(Move{Happening: h}, h.Day, index.EvidenceWeight(h.Independent), *h.Goldstein)
		}
	}
	return next, err
}

// keep puts m into list, which holds at most n moves, the strongest first. Moves of one
// strength stand in the order of their ids.
func keep(list []Move, m Move, n int) []Move {
	at, _ := slices.BinarySearchFunc(list, m, func(a, b Move) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Pull), math.Abs(a.Pull)), cmp.Compare(a.id(), b.id()))
	})
	if at >= n {
		return list
	}
	list = slices.Insert(list, at, m)
	return list[:min(n, len(list))]
}
