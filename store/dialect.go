package store

import (
	"context"
	"database/sql"

	"entente"
	"entente/link"
)

// Dialect is what a database says otherwise than SQLite does, or has to be asked for.
type Dialect interface {
	// SQL turns a query of this package into the database's own.
	SQL(query string) string
	// Prepares reports whether queries are to be prepared here; a driver may do it itself.
	Prepares() bool
	// Next is a query for the id of the next row of a table.
	Next(table string) string
	// Lesser and Greater are the expression for one of two values.
	Lesser(a, b string) string
	Greater(a, b string) string
	// Objects and Texts are the elements of a list in JSON as a table, whose column is
	// value. A null is an empty list.
	Objects(column, alias string) string
	Texts(column, alias string) string
	// Matches is the condition that a row of an index of words, under its alias, holds the
	// words of an argument; Words is that argument for what a person typed.
	Matches(alias, index string) string
	Words(typed string) string
	// Index puts texts into an index of words.
	Index(ctx context.Context, q Queryer, index string, rows ...Indexed) error
	// Hold keeps other transactions from what has one of these keys until this one ends.
	Hold(ctx context.Context, q Queryer, keys ...Key) error
	// Prepare makes room for imported rows of these months ("2018-03"), before a transaction
	// that loads them.
	Prepare(ctx context.Context, months []string) error
	// Loaded is told after rows were loaded with ids of their own: Next goes on behind them.
	Loaded(ctx context.Context, q Queryer, table string) error
	// Snapshot is how a transaction reads that sees one moment.
	Snapshot() *sql.TxOptions
	// Load writes many rows into a table, in their order; after follows the values of an
	// INSERT where it is not "".
	Load(ctx context.Context, tx *Txn, table, after string, columns []string, rows [][]any) error
	// Explain gives an error of the database a kind, and words that say what to do.
	Explain(err error) (entente.Kind, error)
	// Again reports whether a transaction that ended so may be tried once more.
	Again(err error) bool
	// Hopeless reports whether an error comes of the disk and not of what was to be stored,
	// so that another attempt would not mend it.
	Hopeless(err error) bool
	// Tidy gives unused room back and counts anew what plans are made from.
	Tidy(ctx context.Context, db *sql.DB) error
}

// Indexed is a row with its texts. No phrase reaches from one text into the next.
type Indexed struct {
	Row   int64
	Texts []string
}

// Key names what one transaction at a time may work on: near-identical articles, an
// article, the events between two parties, a happening.
type Key struct {
	Room   Room
	Name   string
	Shared bool // others that share it need not wait
}

// Room is a kind of Key. Keys are taken room after room, in this order.
type Room int

// The rooms of keys.
const (
	RoomAll Room = iota + 1
	RoomBand
	RoomArticle
	RoomWide // sides and pairs at any time
	RoomSide // in a month
	RoomPair
	RoomHappening
)

const (
	// narrow is how many months rows may be looked for in, month by month.
	narrow = 4
	// manyKeys is how many keys one transaction holds; more are all.
	manyKeys = 400
)

// linkKeys are the keys of what may be linked to rows of one article: two rows that could
// tell of one happening share one of which not both are shared. Rows that could not, since
// their types, parties or days are others, mostly share none.
func linkKeys(reps []entente.Report) []Key {
	keys := []Key{{RoomAll, "", true}}
	for i := range reps {
		from, to := link.Window(&reps[i])
		if from.IsZero() {
			continue // it is linked to nothing, and nothing to it
		}
		group := string(link.Group(reps[i].Type))
		var months []string
		for d := (entente.Day{Year: from.Year, Month: from.Month, Day: 1}); !to.Before(d) && len(months) <= narrow; d = d.Add(0, 1, 0) {
			months = append(months, d.String()[:len("2006-01")])
		}
		wide := len(months) > narrow
		hold := func(room Room, name string, shared bool) {
			keys = append(keys, Key{RoomWide, name, !wide})
			if !wide {
				for _, month := range months {
					keys = append(keys, Key{room, name + "/" + month, shared})
				}
			}
		}
		for _, d := range reps[i].Dyads() {
			one := d.Source == "" || d.Target == ""
			if d.Source != "" {
				hold(RoomSide, group+"/"+d.Source+">", !one)
			}
			if d.Target != "" {
				hold(RoomSide, group+"/>"+d.Target, !one)
			}
			if !one {
				hold(RoomPair, group+"/"+d.Source+">"+d.Target, false)
			}
		}
	}
	if len(keys) > manyKeys {
		return []Key{{Room: RoomAll}}
	}
	return keys
}
