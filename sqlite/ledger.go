// Package sqlite keeps a ledger in one SQLite file, which Datasette, DuckDB, R and pandas
// open as it is.
//
//	led, err := sqlite.Open(ctx, "news.db", sqlite.Options{})
//	defer led.Close()
//	fresh, err := led.Receive(ctx, art, entente.Input{Name: "stories.jsonl:1"})
//	err = led.Work(ctx, read, entente.WorkOptions{Workers: 2})
//
// A row is never changed once written. A later reading of an article, or a correction,
// is a row of its own that names the one it replaces, so the ledger can say what it knew
// on any day. What stands today is kept beside that in three tables (happening, tie,
// tally) that are worked out from the rows, in the same transaction, and can be made
// anew at any time. docs/ledger.md has every table.
//
// Limits: one process works on a ledger at a time (many may read it); a network file
// system without locks will damage it, as it would any SQLite file.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"entente"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID stands in the header of every ledger ("ent1"), so that a file of another
// program is known for one.
const applicationID = 0x656e7431

// Options say how a ledger is opened. The zero Options opens it for reading and writing
// and makes it where there is none.
type Options struct {
	// ReadOnly refuses to write, and to make a file where there is none.
	ReadOnly bool
	Now      func() time.Time // the clock of "known"; nil means time.Now
	Logger   *slog.Logger     // of the job queue; nil is silence
}

// Ledger is a ledger in a SQLite file. It may be used by many goroutines.
type Ledger struct {
	path  string
	opts  Options
	write *sql.DB // one connection: SQLite has one writer
	read  *sql.DB
	jobs  *river.Client[*sql.Tx] // inserts only; Work has its own

	lies     url.Values // what the address of a file that lies still has more; nil for others
	prepared statements // of write
	many     int        // manyFound; tests have another
}

var _ entente.Ledger = (*Ledger)(nil)

// Open opens the ledger at path. Its errors are *entente.Error: Missing where there is no
// file and it is only to be read, Refused for a folder or a SQLite file of another
// program, Corrupt for what is no SQLite file or a damaged one, Newer for a ledger that
// a later version wrote.
func Open(ctx context.Context, path string, opts Options) (*Ledger, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	l := &Ledger{path: path, opts: opts, many: manyFound, prepared: statements{byText: map[string]*sql.Stmt{}}}
	if err := l.open(ctx); err != nil {
		return nil, errors.Join(l.fail(err), l.Close())
	}
	return l, nil
}

func (l *Ledger) open(ctx context.Context) error {
	st, err := os.Stat(l.path)
	switch {
	case err == nil && st.IsDir():
		return &entente.Error{Op: "ledger", Kind: entente.Refused, Input: l.path, Err: errors.New("is a folder; name a file in it")}
	case errors.Is(err, fs.ErrNotExist) && l.opts.ReadOnly:
		return &entente.Error{Op: "ledger", Kind: entente.Missing, Input: l.path, Err: errors.New(`there is no ledger yet; "entente ingest" makes one`)}
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	if err := l.openReaders(); err != nil {
		return err
	}
	if l.opts.ReadOnly {
		version, err := l.version(ctx)
		if l.still(err) {
			l.lies = url.Values{"immutable": {"1"}}
			if err := errors.Join(l.read.Close(), l.openReaders()); err != nil {
				return err
			}
			version, err = l.version(ctx)
		}
		if err != nil {
			return err
		}
		return l.checkVersion(version, true)
	}
	if l.write, err = connect(l.path, false, nil); err != nil {
		return err
	}
	l.write.SetMaxOpenConns(1)
	if err := l.migrate(ctx); err != nil {
		return err
	}
	l.jobs, err = river.NewClient(riversqlite.New(l.write), &river.Config{Logger: l.opts.Logger})
	return err
}

// openReaders makes the pool of connections that read.
func (l *Ledger) openReaders() (err error) {
	if l.read, err = connect(l.path, true, l.lies); err != nil {
		return err
	}
	l.read.SetMaxOpenConns(max(4, runtime.NumCPU()))
	l.read.SetMaxIdleConns(max(4, runtime.NumCPU()))
	return nil
}

// still reports whether err means that SQLite could not put the files beside the ledger that
// its readers share, while none with news is there: the ledger lies still then, on a disk that
// takes nothing, and may be read as a file that does not change.
func (l *Ledger) still(err error) bool {
	var code *sqlite.Error
	if !errors.As(err, &code) || code.Code()&0xff != sqlite3.SQLITE_READONLY && code.Code()&0xff != sqlite3.SQLITE_CANTOPEN {
		return false
	}
	st, err := os.Stat(l.path + "-wal")
	return errors.Is(err, fs.ErrNotExist) || err == nil && st.Size() == 0
}

// connect makes a pool of connections that all have the same pragmas; more is put to their
// address.
func connect(path string, readOnly bool, more url.Values) (*sql.DB, error) {
	q := url.Values{"_pragma": {"busy_timeout(10000)", "foreign_keys(1)", "cache_size(-65536)", "temp_store(2)", "mmap_size(1073741824)"}}
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Add("_pragma", "journal_mode(WAL)")
		q.Add("_pragma", "synchronous(NORMAL)") // a killed process loses nothing; a power cut at most the last moment
		q.Add("_pragma", "journal_size_limit(67108864)")
		q.Set("_txlock", "immediate")
	}
	maps.Copy(q, more)
	return openFile(path, q)
}

// openFile opens the SQLite file at path, whatever letters that has.
func openFile(path string, q url.Values) (*sql.DB, error) {
	return sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String())
}

// version returns the version of the tables in the file; 0 is an empty or unfinished one. It returns
// an error for a SQLite file that is no ledger.
func (l *Ledger) version(ctx context.Context) (int64, error) {
	var id, tables int64
	if err := l.read.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return 0, err
	}
	if err := l.read.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
		return 0, err
	}
	if tables == 0 {
		return 0, nil
	}
	if id != applicationID {
		return 0, &entente.Error{Op: "ledger", Kind: entente.Refused, Input: l.path, Err: errors.New("is a SQLite file of another program; name a new file for the ledger")}
	}
	var version int64
	err := l.read.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

// latest is the version of the last migration. A version of the queue's library with
// tables of its own comes with a migration here, be it an empty one.
func latest() (int64, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	return int64(len(names)), err
}

func (l *Ledger) checkVersion(version int64, whole bool) error {
	want, err := latest()
	switch {
	case err != nil:
		return err
	case version > want:
		return &entente.Error{Op: "ledger", Kind: entente.Newer, Input: l.path,
			Err: fmt.Errorf("its tables are of edition %d and this program knows %d; install the newer entente, nothing was changed", version, want)}
	case whole && version < want:
		return &entente.Error{Op: "ledger", Kind: entente.Missing, Input: l.path,
			Err: fmt.Errorf(`its tables are of edition %d of %d; "entente ledger upgrade" brings them up`, version, want)}
	}
	return nil
}

// migrate brings the tables up to this version. Nothing is written to a file that is not
// ours or is newer.
func (l *Ledger) migrate(ctx context.Context) error {
	version, err := l.version(ctx)
	if err != nil {
		return err
	}
	if err := l.checkVersion(version, false); err != nil {
		return err
	}
	if want, err := latest(); err != nil || version == want {
		return err
	}
	if _, err := l.write.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return err
	}
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	own, err := goose.NewProvider(goose.DialectSQLite3, l.write, folder)
	if err != nil {
		return err
	}
	if _, err := own.Up(ctx); err != nil {
		return err
	}
	queue, err := rivermigrate.New(riversqlite.New(l.write), &rivermigrate.Config{Logger: l.opts.Logger})
	if err != nil {
		return err
	}
	if _, err = queue.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	// Only now are the tables whole: who is killed before this begins again.
	want, err := latest()
	if err != nil {
		return err
	}
	_, err = l.write.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", want))
	return err
}

// Close ends all use of the file.
func (l *Ledger) Close() error {
	errs := []error{l.prepared.close()}
	for _, db := range []*sql.DB{l.read, l.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Path returns the file's name.
func (l *Ledger) Path() string { return l.path }

func (l *Ledger) now() int64 { return l.opts.Now().UnixMilli() }

// fail gives an error of the storage a kind and the file's name.
func (l *Ledger) fail(err error) error {
	var known *entente.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	e := &entente.Error{Op: "ledger", Kind: entente.Other, Input: l.path, Err: err}
	if unreadable(err) {
		e.Kind, e.Err = entente.Corrupt, fmt.Errorf(`what stands in a row cannot be read: %w; "entente ledger check" looks through all, "entente ledger restore" puts a backup in its place`, err)
	}
	var code *sqlite.Error
	if errors.As(err, &code) {
		switch code.Code() & 0xff {
		case sqlite3.SQLITE_NOTADB:
			e.Kind, e.Err = entente.Corrupt, fmt.Errorf(`%w; nothing was changed: name another file, or, if this was a ledger once, put a backup in its place by "entente ledger restore"`, err)
		case sqlite3.SQLITE_ERROR: // of a query that is ours: the tables are not what we made
			e.Kind, e.Err = entente.Corrupt, fmt.Errorf(`its tables are not as entente makes them: %w; nothing was changed: "entente ledger restore" puts a backup in its place`, err)
		case sqlite3.SQLITE_CORRUPT:
			e.Kind, e.Err = entente.Corrupt, fmt.Errorf(`%w; nothing was changed: "entente ledger restore" puts a backup in its place`, err)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			e.Kind = entente.Busy
		case sqlite3.SQLITE_FULL:
			e.Err = fmt.Errorf("the disk is full: %w; what was stored stands: make room and run the same command again", err)
		case sqlite3.SQLITE_IOERR: // a quota or a limit on files looks so too
			e.Err = fmt.Errorf("the disk fails, or takes no more from you: %w; what was stored stands: see to the disk and run the same command again", err)
		case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
			e.Kind = entente.Refused
		}
	}
	return e
}

// unreadable reports whether err says that a cell holds something else than this package
// wrote, which nothing but damage can bring about.
func unreadable(err error) bool {
	return errors.Is(err, errCell) || errors.As(err, new(*strconv.NumError)) // the latter of a column of numbers
}

// offDisk reports whether err comes of the disk and not of what was to be stored.
func offDisk(err error) bool {
	var code *sqlite.Error
	if !errors.As(err, &code) {
		return false
	}
	switch code.Code() & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT:
		return true
	}
	return false
}
