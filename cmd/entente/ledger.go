package main

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"entente"
	"entente/sqlite"
)

// openReader opens the ledger that --ledger or ENTENTE_LEDGER names, to be read only.
// The second result closes it.
func (m *Main) openReader(ctx context.Context, cmd *cobra.Command) (entente.Reader, func() error, error) {
	led, err := sqlite.Open(ctx, m.ledgerPath(cmd), sqlite.Options{ReadOnly: true})
	if err != nil {
		return nil, nil, err
	}
	return led, led.Close, nil
}

// ledgerPath is the flag, else the environment's, else a file in the user's data folder.
func (m *Main) ledgerPath(cmd *cobra.Command) string {
	if path, err := cmd.Flags().GetString("ledger"); err == nil && path != "" {
		return path
	}
	if path := m.Getenv("ENTENTE_LEDGER"); path != "" {
		return path
	}
	data := m.Getenv("XDG_DATA_HOME")
	if data == "" {
		data = filepath.Join(m.Getenv("HOME"), ".local", "share")
	}
	return filepath.Join(data, "entente", "ledger.db")
}
