package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"entente"
	"entente/ledgertest"
	"entente/sqlite"
)

func TestContract(t *testing.T) {
	ledgertest.Run(t, func(t *testing.T, now func() time.Time) entente.Ledger {
		led, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "ledger.db"), sqlite.Options{Now: now})
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
