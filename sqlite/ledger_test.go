package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"entente"
	"entente/ledgertest"
	"entente/sqlite"
	"entente/store"
)

func TestContract(t *testing.T) {
	contract(t, func(t *testing.T) string { return filepath.Join(t.TempDir(), "ledger.db") })
}

func TestContractMemory(t *testing.T) { contract(t, func(*testing.T) string { return sqlite.Memory }) }

func contract(t *testing.T, path func(*testing.T) string) {
	ledgertest.Run(t, func(t *testing.T, now func() time.Time) entente.Ledger {
		led, err := sqlite.Open(context.Background(), path(t), sqlite.Options{Options: store.Options{Now: now}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := led.Close(); err != nil {
				t.Error(err)
			}
		})
		return led
	})
}
