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
// docs/desk.md says by which rule each answer is found.
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
	if len(f.Sets) > 0 {
		return pages(ctx, r.Imported, f, func(row *entente.Imported) {
			if row.Goldstein != nil && (f.Everyone || row.Source.Official() && row.Target.Official()) {
				each(Move{Imported: row}, row.Day, index.EvidenceWeight(1), *row.Goldstein)
			}
		})
	}
	return pages(ctx, r.Happenings, f, func(h *entente.Happening) {
		if weight, value, ok := pulls(h); ok {
			h.All = nil // a row a page is enough; Happening gives the others
			each(Move{Happening: h}, h.Day, weight, value)
		}
	})
}

// pulls returns what h counts with, where it counts and has a scale value.
func pulls(h *entente.Happening) (weight, value float64, ok bool) {
	if !h.Counts() || h.Goldstein == nil {
		return 0, 0, false
	}
	return index.EvidenceWeight(h.Independent), *h.Goldstein, true
}

// pages calls each for every row of a list, whatever f.Limit and f.After say.
func pages[T any](ctx context.Context, list func(context.Context, entente.Filter) ([]T, string, error), f entente.Filter, each func(*T)) error {
	f.Limit, f.After = page, ""
	for {
		rows, next, err := list(ctx, f)
		if err != nil {
			return err
		}
		for i := range rows {
			each(&rows[i])
		}
		if next == "" {
			return nil
		}
		f.After = next
	}
}

// List is rows of one kind. Next continues it as Filter.After; Total is set where all
// rows were looked at and only the first of them are listed.
type List[T any] struct {
	Rows  []T    `json:"rows"`
	Next  string `json:"next,omitempty"`
	Total int    `json:"total,omitempty"`
}

// looks is how many pages a list is searched for at once: where one row in a thousand is
// wanted, a page may be short and the list go on.
const looks = 50

// pick lists what take makes of the happenings of f, with all of their reports, until
// f.Limit of them are found. take says no to what is not wanted; first says no before
// the reports are fetched.
func pick[T any](ctx context.Context, r entente.Reader, f entente.Filter, first func(*entente.Happening) bool, take func(entente.Happening) (T, bool, error)) (*List[T], error) {
	out := &List[T]{Rows: []T{}}
	want := cmp.Or(f.Limit, 100)
	for range looks {
		f.Limit = want
		if want > 0 {
			f.Limit = want - len(out.Rows)
		}
		list, next, err := r.Happenings(ctx, f)
		if err != nil {
			return nil, err
		}
		for i := range list {
			if !first(&list[i]) {
				continue
			}
			h, err := r.Happening(ctx, list[i].ID, f.AsOf)
			if err != nil {
				return nil, err
			}
			row, ok, err := take(h)
			if err != nil {
				return nil, err
			}
			if ok {
				out.Rows = append(out.Rows, row)
			}
		}
		out.Next, f.After = next, next
		if next == "" || want > 0 && len(out.Rows) >= want {
			break
		}
	}
	return out, nil
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
