package postgres_test

import (
	"context"
	"database/sql"
	"net/url"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"entente"
	"entente/internal/pgtest"
	"entente/postgres"
)

// TestOpen: what is no ledger, or not ours to write, is refused and not touched; and no
// error has a password.
func TestOpen(t *testing.T) {
	ctx := context.Background()
	exec := func(address string, queries ...string) {
		t.Helper()
		db, err := sql.Open("pgx", address)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for _, q := range queries {
			if _, err := db.ExecContext(ctx, q); err != nil {
				t.Fatalf("%s: %v", q, err)
			}
		}
	}
	empty, other, newer, older := pgtest.Database(t), pgtest.Database(t), pgtest.Database(t), pgtest.Database(t)
	exec(other, "CREATE TABLE article (title text)")
	for _, address := range []string{newer, older} {
		led, err := postgres.Open(ctx, address, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := led.Close(); err != nil {
			t.Fatal(err)
		}
	}
	exec(newer, "UPDATE ledger_edition SET edition = 99")
	u, err := url.Parse(empty)
	if err != nil {
		t.Fatal(err)
	}
	away := *u
	away.Host, away.User = "127.0.0.1:1", url.UserPassword("me", "hunter2")
	missing := *u
	missing.Path = "/nobody_made_this"
	for _, tt := range []struct {
		name, address string
		readOnly      bool
		want          entente.Kind
	}{
		{"no address", "postgres://%zz", false, entente.Syntax},
		{"no server", away.String(), false, entente.Busy},
		{"no database", missing.String(), false, entente.Missing},
		{"nothing to read", empty, true, entente.Missing},
		{"tables of another program", other, false, entente.Refused},
		{"tables of another program, to read", other, true, entente.Refused},
		{"a later edition", newer, false, entente.Newer},
		{"a later edition, to read", newer, true, entente.Newer},
	} {
		t.Run(tt.name, func(t *testing.T) {
			led, err := postgres.Open(ctx, tt.address, postgres.Options{ReadOnly: tt.readOnly})
			if err == nil {
				_ = led.Close()
			}
			if entente.KindOf(err) != tt.want {
				t.Fatalf("Open = %v, want kind %v", err, tt.want)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error has the password: %v", err)
			}
		})
	}
	led, err := postgres.Open(ctx, older, postgres.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer led.Close()
	if err := led.Visit(ctx, "https://example.org", "", ""); entente.KindOf(err) != entente.Refused {
		t.Errorf("writing to a ledger that is only read: %v, want Refused", err)
	}
	if _, err := led.Read.ExecContext(ctx, "DELETE FROM article"); err == nil {
		t.Error("a connection that is only to read deletes")
	}
}
