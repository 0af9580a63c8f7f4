package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"entente"
	"entente/api"
	"entente/postgres"
	"entente/sqlite"
	"entente/store"
)

// ledgerFlag adds --ledger to a command.
func ledgerFlag(cmd *cobra.Command) {
	cmd.Flags().String("ledger", "", "the ledger's `FILE`, postgres://user@host/database, or the http address of a server to ask (ENTENTE_LEDGER in the environment; else entente/ledger.db in your data folder)")
	mark(cmd, sharedMark, "ledger")
}

// ledgerPath is where the ledger of a command is.
func (m *Main) ledgerPath(cmd *cobra.Command) (string, error) {
	path, err := cmd.Flags().GetString("ledger")
	if err != nil {
		return "", err
	}
	if path == "" {
		data := m.Getenv("XDG_DATA_HOME")
		if home := m.Getenv("HOME"); data == "" && home != "" {
			data = filepath.Join(home, ".local", "share")
		}
		if local := m.Getenv("LOCALAPPDATA"); data == "" && local != "" {
			data = local
		}
		if data == "" {
			return "", usagef(cmd.CommandPath()+" --ledger news.db …", "there is no data folder to keep the ledger in")
		}
		path = filepath.Join(data, "entente", "ledger.db")
	}
	return path, nil
}

// onServer reports whether a ledger is a PostgreSQL database.
func onServer(path string) bool {
	return strings.HasPrefix(path, "postgres://") || strings.HasPrefix(path, "postgresql://")
}

// stored is a ledger in a database of its own, and not behind another entente.
type stored interface {
	entente.Ledger
	Path() string
	Size(context.Context) (bytes int64, err error)
	ReadSince(context.Context, time.Time) (readings int, err error)
	Coders(context.Context) ([]store.CoderCount, error)
	Check(context.Context) (faults []string, err error)
	Compact(context.Context) error
}

// open opens the ledger at a path or an address.
func open(ctx context.Context, path string, readOnly bool, log *slog.Logger) (stored, error) {
	if onServer(path) {
		return postgres.Open(ctx, path, postgres.Options{ReadOnly: readOnly, Options: store.Options{Logger: log}})
	}
	return sqlite.Open(ctx, path, sqlite.Options{ReadOnly: readOnly, Options: store.Options{Logger: log}})
}

// storeOf is what both kinds of ledger are made of.
func storeOf(led stored) *store.Ledger {
	switch l := led.(type) {
	case *sqlite.Ledger:
		return l.Ledger
	case *postgres.Ledger:
		return l.Ledger
	}
	return nil
}

// manyWorkers reports whether workers of their own read what comes into a ledger.
func manyWorkers(led stored) bool {
	_, server := led.(*postgres.Ledger)
	return server
}

// remote reports whether a ledger is a server's.
func remote(path string) bool {
	return strings.HasPrefix(path, "http://") || strings.HasPrefix(path, "https://")
}

// openReader opens the ledger of a command for reading: a file, or a server to ask.
func (m *Main) openReader(ctx context.Context, cmd *cobra.Command) (entente.Reader, func() error, error) {
	path, err := m.ledgerPath(cmd)
	if err != nil {
		return nil, nil, err
	}
	if remote(path) {
		return &api.Client{URL: path, Token: m.Getenv("ENTENTE_TOKEN")}, func() error { return nil }, nil
	}
	led, err := m.openLedger(ctx, cmd, true)
	if err != nil {
		return nil, nil, err
	}
	return led, led.Close, nil
}

func (m *Main) openLedger(ctx context.Context, cmd *cobra.Command, readOnly bool) (stored, error) {
	path, err := m.ledgerPath(cmd)
	if err != nil {
		return nil, err
	}
	if remote(path) {
		return nil, usagef(cmd.CommandPath()+" --ledger news.db …", "%s takes a ledger's file or postgres:// address; a server only answers questions", cmd.CommandPath())
	}
	return open(ctx, path, readOnly, nil)
}

// withLedger runs f on the ledger of a command and closes it.
func (m *Main) withLedger(cmd *cobra.Command, readOnly bool, f func(led stored) error) error {
	led, err := m.openLedger(cmd.Context(), cmd, readOnly)
	if err != nil {
		return err
	}
	return errors.Join(f(led), led.Close())
}

func (m *Main) ledgerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ledger",
		Short: "what the ledger holds; check, back up, restore, compact it",
		Long: "ledger says what the ledger holds. It is a SQLite file that Datasette, DuckDB, R and pandas open as\n" +
			"it is, or a PostgreSQL database: docs/ledger.md has the tables.",
		Example: "  entente ledger\n" +
			"  entente ledger check\n" +
			"  entente ledger backup news-2026-11.db\n" +
			"  entente ledger restore news-2026-11.db\n" +
			"  entente ledger copy news.db postgres://entente@db.example.org/news",
		Args: noArgs("entente ledger"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return m.withLedger(cmd, true, func(led stored) error {
				t, err := led.Totals(cmd.Context())
				if err != nil {
					return err
				}
				coders, err := led.Coders(cmd.Context())
				if err != nil {
					return err
				}
				size, err := led.Size(cmd.Context())
				if err != nil {
					return err
				}
				w := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
				line := func(name, format string, args ...any) { m.print(w, name+"\t"+fmt.Sprintf(format, args...)+"\n") }
				line("ledger", "%s, %s", led.Path(), megabytes(size))
				line("articles", "%d in %s of near-identical ones", t.Articles, plural(t.Clusters, "cluster"))
				line("unread", "%d", t.Unread)
				line("failed", "%d", t.Failed)
				line("happenings", "%d, told by %s", t.Happenings, plural(t.Reports, "row"))
				if !t.PrintedFrom.IsZero() {
					line("printed", "%s to %s", t.PrintedFrom, t.PrintedTo)
				}
				if !t.From.IsZero() {
					line("days told of", "%s to %s", t.From, t.To)
				}
				line("imported rows", "%d", t.Imported)
				for _, c := range coders {
					line("read by", "%s, %s, model %s: %s", c.Version, c.Ontology, c.Model, plural(c.Articles, "article"))
				}
				return w.Flush()
			})
		},
	}
	ledgerFlag(cmd)
	cmd.AddCommand(
		&cobra.Command{
			Use: "check", Short: "hold every row against the text that it rests on, and every sum against its rows",
			Example: "  entente ledger check --ledger news.db", Args: noArgs("entente ledger check"),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return m.withLedger(cmd, true, func(led stored) error {
					faults, err := checkLedger(cmd.Context(), led)
					if err != nil {
						return err
					}
					for _, f := range faults {
						m.print(m.Stdout, f+"\n")
					}
					if len(faults) > 0 {
						return &entente.Error{Op: "ledger", Kind: entente.Corrupt, Input: led.Path(),
							Err: fmt.Errorf(`%d faults; sums that are wrong are made anew by "entente ledger compact", for the rest restore a backup`, len(faults))}
					}
					m.print(m.Stdout, "no fault\n")
					return nil
				})
			},
		},
		&cobra.Command{
			Use: "backup FILE", Short: "copy the ledger to a new file, also while it is in use",
			Example: "  entente ledger backup news-2026-11.db", Args: oneArg("entente ledger backup news-2026-11.db"),
			RunE: func(cmd *cobra.Command, args []string) error {
				return m.withLedger(cmd, true, func(led stored) error { return m.backup(cmd.Context(), led, args[0]) })
			},
		},
		&cobra.Command{
			Use: "restore FILE", Short: "put a backup in the place of the ledger, which is kept under another name",
			Example: "  entente ledger restore news-2026-11.db --ledger news.db", Args: oneArg("entente ledger restore news-2026-11.db"),
			RunE: func(cmd *cobra.Command, args []string) error {
				path, err := m.ledgerPath(cmd)
				if err != nil {
					return err
				}
				if onServer(path) {
					return usagef("entente ledger copy "+args[0]+" postgres://…/new", "a backup goes into a new database by \"entente ledger copy\"")
				}
				kept, err := sqlite.Restore(cmd.Context(), args[0], path)
				if err == nil && kept != "" {
					m.warn("what was there is kept as %s", kept)
				}
				return err
			},
		},
		&cobra.Command{
			Use: "compact", Short: "make the sums and the index of words anew and give back the room of what is gone",
			Example: "  entente ledger compact --ledger news.db", Args: noArgs("entente ledger compact"),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return m.withLedger(cmd, false, func(led stored) error { return led.Compact(cmd.Context()) })
			},
		},
		&cobra.Command{
			Use: "upgrade", Short: "bring the tables of a ledger of an earlier version up to this one",
			Long: "upgrade brings the tables of a ledger of an earlier version up to this one. No row changes. Earlier\n" +
				"versions cannot open it afterwards: keep a backup if one is still in use (docs/compatibility.md).",
			Example: "  entente ledger upgrade --ledger news.db", Args: noArgs("entente ledger upgrade"),
			RunE: func(cmd *cobra.Command, _ []string) error { return m.upgrade(cmd) },
		},
	)
	for _, sub := range cmd.Commands() {
		ledgerFlag(sub)
	}
	cmd.AddCommand(m.copyCommand())
	return cmd
}

// upgrade opens a ledger so that its tables are brought up, and says of which edition they are.
func (m *Main) upgrade(cmd *cobra.Command) error {
	path, err := m.ledgerPath(cmd)
	if err != nil {
		return err
	}
	var led stored
	var edition int64
	if onServer(path) {
		if edition, err = postgres.Edition(); err == nil {
			led, err = postgres.Open(cmd.Context(), path, postgres.Options{Upgrade: true})
		}
	} else {
		if _, err := os.Stat(path); err != nil {
			return &entente.Error{Op: "ledger", Kind: entente.Missing, Input: path, Err: errors.New("there is no ledger to upgrade")}
		}
		if edition, err = sqlite.Edition(); err == nil {
			led, err = sqlite.Open(cmd.Context(), path, sqlite.Options{Upgrade: true})
		}
	}
	if err != nil {
		return err
	}
	if err := led.Close(); err != nil {
		return err
	}
	m.print(m.Stdout, fmt.Sprintf("the tables are of edition %d\n", edition))
	return nil
}

func noArgs(try string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usagef(try, "takes no argument, and got %q", args[0])
		}
		return nil
	}
}

func oneArg(try string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usagef(try, "takes one file, not %d", len(args))
		}
		return nil
	}
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
