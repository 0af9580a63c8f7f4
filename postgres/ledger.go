// Package postgres keeps a ledger in a PostgreSQL database, for more articles than one
// machine reads: any number of workers take jobs from it.
//
//	led, err := postgres.Open(ctx, "postgres://entente@db.example.org/news", postgres.Options{})
//	defer led.Close()
//	err = led.Work(ctx, read, entente.WorkOptions{Workers: 8})
//
// What the ledger does is in store; here are the connection, the tables and the queue. The
// tables stand in the first schema of the search path (?search_path=… in the address).
//
// Two transactions that could tell of the same thing never run beside each other: each
// holds the pairs of parties that its rows are of (store.Key) until it ends. All others do.
//
// Limits: PostgreSQL 14 or newer, encoding UTF-8. A pooler between must keep sessions.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"

	"entente"
	"entente/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// connections is how many a process opens at most, beside one that listens.
const connections = 16

// Options say how a ledger is opened. The zero Options opens it for reading and writing
// and makes its tables where there are none.
type Options struct {
	store.Options
	ReadOnly bool // refuses to write, and to make tables
	// Upgrade brings the tables of an earlier edition up to this one, for good. Without it a
	// ledger of an earlier edition is refused: programs of that edition cannot open it after.
	Upgrade bool
}

// Ledger is a ledger in a PostgreSQL database. It may be used by many goroutines.
type Ledger struct {
	*store.Ledger
	listen *pgxpool.Pool
}

var _ entente.Ledger = (*Ledger)(nil)

// Open opens the ledger at an address, postgres://user@host:port/database. Its errors are
// *entente.Error: Syntax for what is no address, Busy where the server does not answer,
// Missing where there is no such database, or no ledger in it and it is only to be read,
// Refused for a wrong password, for the tables of another program, and for tables of an
// earlier edition without Upgrade, Newer for a ledger
// that a later version wrote.
func Open(ctx context.Context, address string, opts Options) (*Ledger, error) {
	conf, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, &entente.Error{Op: "ledger", Kind: entente.Syntax, Err: errors.New("is no address of a PostgreSQL database: it is written postgres://user@host:port/database")}
	}
	name := nameOf(conf.ConnConfig)
	for key, value := range map[string]string{"application_name": "entente", "jit": "off"} { // short queries, for which compiling costs more than it saves
		if conf.ConnConfig.RuntimeParams[key] == "" {
			conf.ConnConfig.RuntimeParams[key] = value
		}
	}
	conf.MaxConns, conf.MinConns = 1, 0
	o := &opened{name: name, opts: opts}
	if opts.ReadOnly {
		conf.ConnConfig.RuntimeParams["default_transaction_read_only"] = "on"
	}
	o.db = stdlib.OpenDB(*conf.ConnConfig)
	o.db.SetMaxOpenConns(connections)
	o.db.SetMaxIdleConns(connections)
	o.db.SetConnMaxIdleTime(5 * time.Minute)
	if err := o.open(ctx); err != nil {
		return nil, errors.Join(store.Fail(dialect{}, name, err), o.db.Close())
	}
	listen, err := pgxpool.NewWithConfig(ctx, conf)
	if err != nil {
		return nil, errors.Join(store.Fail(dialect{}, name, err), o.db.Close())
	}
	d := store.Database{Name: name, Read: o.db, Dialect: dialect{db: o.db}, Jobs: &queue{db: o.db, listen: listen, log: opts.Logger}}
	if !opts.ReadOnly {
		d.Write = o.db
	}
	l, err := store.New(d, opts.Options)
	if err != nil {
		listen.Close()
		return nil, errors.Join(err, o.db.Close())
	}
	return &Ledger{l, listen}, nil
}

// Close ends all connections.
func (l *Ledger) Close() error {
	l.listen.Close()
	return l.Ledger.Close()
}

// Size is how many bytes the database has on its server.
func (l *Ledger) Size(ctx context.Context) (n int64, err error) {
	err = l.Read.QueryRowContext(ctx, "SELECT pg_database_size(current_database())").Scan(&n)
	return n, store.Fail(l.Dialect, l.Name, err)
}

// nameOf is the address without its password.
func nameOf(c *pgx.ConnConfig) string {
	host := net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port)))
	if len(c.Host) > 0 && c.Host[0] == '/' {
		host = c.Host
	}
	return "postgres://" + c.User + "@" + host + "/" + c.Database
}

// opened is a database on its way to a ledger.
type opened struct {
	name string
	opts Options
	db   *sql.DB
}

func (o *opened) open(ctx context.Context) error {
	edition, err := o.edition(ctx)
	if err != nil {
		return err
	}
	if o.opts.ReadOnly {
		if edition == 0 {
			return &entente.Error{Op: "ledger", Kind: entente.Missing, Input: o.name, Err: errors.New(`there is no ledger yet; "entente ingest" makes one`)}
		}
		return o.checkEdition(edition, true)
	}
	if err := o.checkEdition(edition, edition > 0 && !o.opts.Upgrade); err != nil {
		return err
	}
	if want, err := Edition(); err != nil || edition == want {
		return err
	}
	return o.migrate(ctx)
}

// edition is that of the tables; 0 where there are none, or not all.
func (o *opened) edition(ctx context.Context) (n int64, err error) {
	var ours, theirs bool
	err = o.db.QueryRowContext(ctx, "SELECT to_regclass('ledger_edition') IS NOT NULL, to_regclass('article') IS NOT NULL AND to_regclass('entente_version') IS NULL").Scan(&ours, &theirs)
	switch {
	case err != nil:
		return 0, err
	case theirs:
		return 0, &entente.Error{Op: "ledger", Kind: entente.Refused, Input: o.name, Err: errors.New("holds tables of another program; name another database, or a schema of it: ?search_path=news")}
	case !ours:
		return 0, nil
	}
	err = o.db.QueryRowContext(ctx, "SELECT coalesce(max(edition), 0) FROM ledger_edition").Scan(&n)
	return n, err
}

// Edition is that of the last migration. A version of the queue's library with
// tables of its own comes with a migration here, be it an empty one.
func Edition() (int64, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	return int64(len(names)), err
}

func (o *opened) checkEdition(edition int64, whole bool) error {
	want, err := Edition()
	if err != nil {
		return err
	}
	return store.CheckEdition(o.name, edition, want, whole)
}

// migrating is the lock of who brings tables up to date: workers that start together wait
// for the first of them.
const migrating = lockBase

// migrate brings the tables up to this version.
func (o *opened) migrate(ctx context.Context) (err error) {
	conn, err := o.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1, 0)", migrating); err != nil {
		return err
	}
	defer func() {
		_, unlockErr := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1, 0)", migrating)
		err = errors.Join(err, unlockErr)
	}()
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	own, err := goose.NewProvider(goose.DialectPostgres, o.db, folder, goose.WithTableName("entente_version"))
	if err != nil {
		return err
	}
	if _, err := own.Up(ctx); err != nil {
		return err
	}
	logger := o.opts.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	queue, err := rivermigrate.New(riverdatabasesql.New(o.db), &rivermigrate.Config{Logger: logger})
	if err != nil {
		return err
	}
	if _, err := queue.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	// Only now are the tables whole: who is killed before this begins again.
	want, err := Edition()
	if err != nil {
		return err
	}
	_, err = o.db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS ledger_edition (edition bigint PRIMARY KEY)")
	if err == nil {
		_, err = o.db.ExecContext(ctx, "INSERT INTO ledger_edition VALUES ($1) ON CONFLICT DO NOTHING", want)
	}
	return err
}
