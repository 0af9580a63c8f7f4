package postgres_test

import (
	"context"

	"sync"
	"testing"
	"time"

	"entente"
	"entente/internal/pgtest"
	"entente/ledgertest"
	"entente/postgres"
	"entente/store"
)

// tables makes the tables of a ledger once; a test's database is a copy of that.
func tables(t *testing.T) func(t *testing.T) string {
	var once sync.Once
	made := pgtest.Database(t)
	return func(t *testing.T) string {
		once.Do(func() {
			led, err := postgres.Open(context.Background(), made, postgres.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := led.Close(); err != nil {
				t.Fatal(err)
			}
		})
		return pgtest.Copy(t, made)
	}
}

func TestContract(t *testing.T) {
	if testing.Short() {
		t.Skip("runs for half a minute; sqlite holds the same contract")
	}
	database := tables(t)
	ledgertest.Run(t, func(t *testing.T, now func() time.Time) entente.Ledger {
		led, err := postgres.Open(context.Background(), database(t), postgres.Options{Options: store.Options{Now: now}})
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
