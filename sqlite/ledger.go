// Package sqlite keeps a ledger in one SQLite file, which Datasette, DuckDB, R and pandas
// open as it is.
//
//	led, err := sqlite.Open(ctx, "news.db", sqlite.Options{})
//	defer led.Close()
//	fresh, err := led.Receive(ctx, art, entente.Input{Name: "stories.jsonl:1"})
//	err = led.Work(ctx, read, entente.WorkOptions{Workers: 2})
//
// What the ledger does is in store; here are the file, its tables and its queue.
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

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"entente"
	"entente/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID stands in the header of every ledger ("ent1"), so that a file of another
// program is known for one.
const applicationID = 0x656e7431

// Memory is the path of a ledger that is gone when it is closed.
const Memory = ":memory:"

// Options say how a ledger is opened. The zero Options opens it for reading and writing
// and makes it where there is none.
type Options struct {
	store.Options
	// ReadOnly refuses to write, and to make a file where there is none.
	ReadOnly bool
	// Upgrade brings the tables of an earlier edition up to this one, for good. Without it a
	// ledger of an earlier edition is refused: programs of that edition cannot open it after.
	Upgrade bool
}

// Ledger is a ledger in a SQLite file. It may be used by many goroutines.
type Ledger struct {
	*store.Ledger
	opts Options
	lies url.Values // what the address of a file that lies still has more; nil for others
}

var _ entente.Ledger = (*Ledger)(nil)

// Open opens the ledger at path. Its errors are *entente.Error: Missing where there is no
// file and it is only to be read, Refused for a folder, a SQLite file of another program, or
// tables of an earlier edition without Upgrade, Corrupt for what is no SQLite file or a
// damaged one, Newer for a ledger that a later version wrote.
func Open(ctx context.Context, path string, opts Options) (*Ledger, error) {
	f := &file{path: path, opts: opts}
	if err := f.open(ctx); err != nil {
		return nil, errors.Join(fail(path, err), f.close())
	}
	l, err := store.New(store.Database{Name: path, Read: f.read, Write: f.write, Dialect: dialect{}, Jobs: queue{f.write, path}}, opts.Options)
	if err != nil {
		return nil, errors.Join(err, f.close())
	}
	return &Ledger{l, opts, f.lies}, nil
}

// file is a ledger's file while it is opened.
type file struct {
	path        string
	opts        Options
	read, write *sql.DB // write has one connection: SQLite has one writer
	lies        url.Values
}

func (f *file) open(ctx context.Context) error {
	if f.path == Memory {
		return f.openMemory(ctx)
	}
	st, err := os.Stat(f.path)
	switch {
	case err == nil && st.IsDir():
		return &entente.Error{Op: "ledger", Kind: entente.Refused, Input: f.path, Err: errors.New("is a folder; name a file in it")}
	case errors.Is(err, fs.ErrNotExist) && f.opts.ReadOnly:
		return &entente.Error{Op: "ledger", Kind: entente.Missing, Input: f.path, Err: errors.New(`there is no ledger yet; "entente ingest" makes one`)}
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	if err := f.openReaders(); err != nil {
		return err
	}
	if f.opts.ReadOnly {
		version, err := f.version(ctx)
		if f.still(err) {
			f.lies = url.Values{"immutable": {"1"}}
			if err := errors.Join(f.read.Close(), f.openReaders()); err != nil {
				return err
			}
			version, err = f.version(ctx)
		}
		if err != nil {
			return err
		}
		return f.checkVersion(version, true)
	}
	if f.write, err = connect(f.path, false, nil); err != nil {
		return err
	}
	f.write.SetMaxOpenConns(1)
	return f.migrate(ctx)
}

// openMemory opens a ledger in memory, which is there as long as its one connection.
func (f *file) openMemory(ctx context.Context) (err error) {
	if f.write, err = sql.Open("sqlite", Memory); err != nil {
		return err
	}
	f.write.SetMaxOpenConns(1)
	f.write.SetMaxIdleConns(1)
	f.read = f.write
	return f.migrate(ctx)
}

func (f *file) close() error {
	var errs []error
	for _, db := range []*sql.DB{f.read, f.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// openReaders makes the pool of connections that read.
func (f *file) openReaders() (err error) {
	if f.read, err = connect(f.path, true, f.lies); err != nil {
		return err
	}
	f.read.SetMaxOpenConns(max(4, runtime.NumCPU()))
	f.read.SetMaxIdleConns(max(4, runtime.NumCPU()))
	return nil
}

// still reports whether err means that SQLite could not put the files beside the ledger that
// its readers share, while none with news is there: the ledger lies still then, on a disk that
// takes nothing, and may be read as a file that does not change.
func (f *file) still(err error) bool {
	var code *sqlite.Error
	if !errors.As(err, &code) || code.Code()&0xff != sqlite3.SQLITE_READONLY && code.Code()&0xff != sqlite3.SQLITE_CANTOPEN {
		return false
	}
	st, err := os.Stat(f.path + "-wal")
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
func (f *file) version(ctx context.Context) (int64, error) {
	var id, tables int64
	if err := f.read.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return 0, err
	}
	if err := f.read.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
		return 0, err
	}
	if tables == 0 {
		return 0, nil
	}
	if id != applicationID {
		return 0, &entente.Error{Op: "ledger", Kind: entente.Refused, Input: f.path, Err: errors.New("is a SQLite file of another program; name a new file for the ledger")}
	}
	var version int64
	err := f.read.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

// Edition is the edition of the tables that this program writes: the number of its last
// migration. Every edition from 1 on is opened and brought up to it. A version of the
// queue's library with tables of its own comes with a migration here, be it an empty one.
func Edition() (int64, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	return int64(len(names)), err
}

func (f *file) checkVersion(version int64, whole bool) error {
	want, err := Edition()
	if err != nil {
		return err
	}
	return store.CheckEdition(f.path, version, want, whole)
}

// migrate brings the tables up to this version. Nothing is written to a file that is not
// ours or is newer.
func (f *file) migrate(ctx context.Context) error {
	version, err := f.version(ctx)
	if err != nil {
		return err
	}
	if err := f.checkVersion(version, version > 0 && !f.opts.Upgrade); err != nil {
		return err
	}
	if want, err := Edition(); err != nil || version == want {
		return err
	}
	if _, err := f.write.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return err
	}
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	own, err := goose.NewProvider(goose.DialectSQLite3, f.write, folder)
	if err != nil {
		return err
	}
	if _, err := own.Up(ctx); err != nil {
		return err
	}
	logger := f.opts.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	queue, err := rivermigrate.New(riversqlite.New(f.write), &rivermigrate.Config{Logger: logger})
	if err != nil {
		return err
	}
	if _, err = queue.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	// Only now are the tables whole: who is killed before this begins again.
	want, err := Edition()
	if err != nil {
		return err
	}
	_, err = f.write.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", want))
	return err
}

// fail gives an error of the storage a kind and the file's name.
func fail(path string, err error) error { return store.Fail(dialect{}, path, err) }

// Size returns how many bytes the ledger's file has, with all that was written: what still
// stands in the log beside it goes there first, as far as nobody reads it.
func (l *Ledger) Size(ctx context.Context) (int64, error) {
	if l.Name == Memory {
		return 0, nil
	}
	if l.Write != nil {
		if _, err := l.Write.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
			return 0, fail(l.Name, err)
		}
	}
	st, err := os.Stat(l.Name)
	if err != nil {
		return 0, fail(l.Name, err)
	}
	return st.Size(), nil
}
