// Package store is what a ledger does, whatever database its tables stand in: articles and
// readings come in, rows are linked to happenings, questions are answered. The rooms
// sqlite and postgres open a database, know its dialect and its queue, and make a Ledger:
//
//	led, err := store.New(store.Database{Name: path, Read: db, Write: db, Dialect: d, Jobs: q}, store.Options{})
//
// A row is never changed once written. A later reading of an article, or a correction,
// is a row of its own that names the one it replaces, so the ledger can say what it knew
// on any day. What stands today is kept beside that in four tables (happening, tie,
// tally, span) that are worked out from the rows, in the same transaction, and can be made
// anew at any time. docs/ledger.md has every table.
//
// Queries are written in the SQL that SQLite takes; Dialect turns what another database
// says otherwise. Limits: a query holds no "?" but for its arguments.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"

	"entente"
)

// Options say how a ledger is used. The zero Options are those of everyday.
type Options struct {
	Now    func() time.Time // the clock of "known"; nil means time.Now
	Logger *slog.Logger     // of the job queue; nil is silence
}

// Database is an open database with the tables of a ledger in it.
type Database struct {
	Name    string // a path or an address, for errors; no password
	Read    *sql.DB
	Write   *sql.DB // nil: it is only read; may be Read
	Dialect Dialect
	Jobs    Queue
}

// Queue is how River works in a database.
type Queue interface {
	Driver() riverdriver.Driver[*sql.Tx]
	// Complete marks a job as done in the transaction of what it wrote.
	Complete(ctx context.Context, tx *sql.Tx, job *river.Job[ReadJob]) error
	// Pace is how long the queue rests between two looks for jobs, and how long where there
	// was none and nobody said that there is one.
	Pace() (cooldown, poll time.Duration)
	// First is the beginning of time as the queue has it: a job is due then, so that the order
	// of arrival is the order of reading, whatever the clock does.
	First() any
	// Probe returns an error where nothing can be written any more, which the queue does not
	// tell: it tries again for ever.
	Probe(ctx context.Context) error
	// Enter lets a process work under that name until leave is called. What workers left
	// that are no more is taken up again, at once and as long as this one works; hand lists
	// the jobs that this one does.
	Enter(ctx context.Context, name string, hand func() []int64) (leave func() error, err error)
}

// Ledger is a ledger in a database. It may be used by many goroutines.
type Ledger struct {
	Database
	opts  Options
	pool  *pool                  // Read in the database's dialect
	jobs  *river.Client[*sql.Tx] // inserts only; Work has its own
	ready statements             // of Write
	many  int                    // manyFound; tests have another
}

var _ entente.Ledger = (*Ledger)(nil)

// New makes a ledger of an open database whose tables are up to date. Close closes the
// database.
func New(db Database, opts Options) (*Ledger, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	l := &Ledger{Database: db, opts: opts, pool: &pool{db.Read, db.Dialect}, many: manyFound, ready: statements{byText: map[string]*sql.Stmt{}}}
	if db.Write == nil {
		return l, nil
	}
	var err error
	l.jobs, err = river.NewClient(db.Jobs.Driver(), &river.Config{Logger: opts.Logger, MaxAttempts: maxAttempts})
	return l, l.fail(err)
}

// Close ends all use of the database.
func (l *Ledger) Close() error {
	errs := []error{l.ready.close(), l.Read.Close()}
	if l.Write != nil && l.Write != l.Read {
		errs = append(errs, l.Write.Close())
	}
	return errors.Join(errs...)
}

// Path returns the name of the database.
func (l *Ledger) Path() string { return l.Name }

func (l *Ledger) now() int64 { return l.opts.Now().UnixMilli() }

// fail gives an error of the storage a kind and the ledger's name.
func (l *Ledger) fail(err error) error { return Fail(l.Dialect, l.Name, err) }

// unreadable reports whether err says that a cell holds something else than this package
// wrote, which nothing but damage can bring about.
func unreadable(err error) bool {
	return errors.Is(err, errCell) || errors.As(err, new(*strconv.NumError)) // the latter of a column of numbers
}

// Fail gives an error of a database a kind and the name of the ledger. Errors that have
// one, and those of a context that has ended, stay.
func Fail(d Dialect, name string, err error) error {
	var known *entente.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if unreadable(err) {
		return &entente.Error{Op: "ledger", Kind: entente.Corrupt, Input: name,
			Err: fmt.Errorf(`what stands in a row cannot be read: %w; "entente ledger check" looks through all, "entente ledger restore" puts a backup in its place`, err)}
	}
	kind, told := d.Explain(err)
	return &entente.Error{Op: "ledger", Kind: kind, Input: name, Err: told}
}

// CheckEdition holds the edition of a ledger's tables against the one that the program
// knows: a later one is Newer, and an earlier one Refused where the tables must be whole.
func CheckEdition(name string, edition, want int64, whole bool) error {
	switch {
	case edition > want:
		return &entente.Error{Op: "ledger", Kind: entente.Newer, Input: name,
			Err: fmt.Errorf("its tables are of edition %d and this program knows %d; install the newer entente, nothing was changed", edition, want)}
	case whole && edition < want:
		return &entente.Error{Op: "ledger", Kind: entente.Refused, Input: name,
			Err: fmt.Errorf(`its tables are of edition %d of %d; "entente ledger upgrade" brings them up`, edition, want)}
	}
	return nil
}
