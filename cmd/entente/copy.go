package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"entente"
	"entente/sqlite"
	"entente/store"
)

// copyCommand moves a ledger from one database to another.
func (m *Main) copyCommand() *cobra.Command {
	const try = "entente ledger copy news.db postgres://entente@localhost/news"
	return &cobra.Command{
		Use:   "copy FROM TO",
		Short: "copy a ledger from SQLite to PostgreSQL or back, also while it is in use",
		Long: "copy writes all that a ledger holds at one moment into a new one: every row with its id, every\n" +
			"reading and correction, and the jobs of articles that are still to be read. FROM and TO are files or\n" +
			"postgres:// addresses. A copy that is stopped has left nothing.",
		Example: "  entente ledger copy news.db postgres://entente@localhost/news\n" +
			"  entente ledger copy postgres://entente@localhost/news news.db",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef(try, "takes two ledgers, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, path := range args {
				if remote(path) {
					return usagef(try, "%s is a server, which only answers questions", path)
				}
			}
			from, err := open(cmd.Context(), args[0], true, nil)
			if err != nil {
				return err
			}
			return errors.Join(m.copyInto(cmd.Context(), from, args[1], func(c store.Copied) {
				m.print(m.Stdout, fmt.Sprintf("%-15s %9d rows\n", c.Table, c.Rows))
			}), from.Close())
		},
	}
}

// copyInto copies a ledger into a new one at a path or an address.
func (m *Main) copyInto(ctx context.Context, from stored, path string, told func(store.Copied)) error {
	_, err := os.Stat(path)
	fresh := !onServer(path) && errors.Is(err, os.ErrNotExist)
	to, err := open(ctx, path, false, nil)
	if err != nil {
		return err
	}
	err = errors.Join(store.Copy(ctx, storeOf(from), storeOf(to), told), to.Close())
	if err != nil && fresh {
		err = errors.Join(err, os.Remove(path)) // with nothing in it
	}
	return err
}

// backup copies a ledger into a new file.
func (m *Main) backup(ctx context.Context, led stored, path string) error {
	if file, ok := led.(*sqlite.Ledger); ok {
		return file.Backup(ctx, path)
	}
	if _, err := os.Stat(path); err == nil {
		return &entente.Error{Op: "ledger", Kind: entente.Refused, Input: path, Err: errors.New("is there already; name a new file")}
	}
	return m.copyInto(ctx, led, path, nil)
}

// checkLedger holds a ledger against its own promises. That of a server is checked in a copy too,
// since its sums are made anew for that.
func checkLedger(ctx context.Context, led stored) ([]string, error) {
	faults, err := led.Check(ctx)
	if err != nil || !manyWorkers(led) {
		return faults, err
	}
	folder, err := os.MkdirTemp("", "entente-check-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // a temporary copy
	to, err := sqlite.Open(ctx, filepath.Join(folder, "copy.db"), sqlite.Options{})
	if err != nil {
		return nil, err
	}
	if err := store.Copy(ctx, storeOf(led), to.Ledger, nil); err != nil {
		return nil, errors.Join(err, to.Close())
	}
	more, err := to.CheckStanding(ctx)
	return append(faults, more...), errors.Join(err, to.Close())
}
