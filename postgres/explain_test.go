package postgres

import (
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"entente"
)

// TestExplain: each error of the server has the kind by which a command goes on or stops.
func TestExplain(t *testing.T) {
	for _, tt := range []struct {
		name string
		told pgconn.PgError
		want entente.Kind
	}{
		{"wrong password", pgconn.PgError{Code: "28P01"}, entente.Refused},
		{"no such database", pgconn.PgError{Code: "3D000"}, entente.Missing},
		{"a full disk", pgconn.PgError{Code: "53100"}, entente.Busy},
		{"a session that could not begin", pgconn.PgError{Code: "XX000", Severity: "FATAL", Message: "could not write init file"}, entente.Busy},
		{"a fault of the server amid a query", pgconn.PgError{Code: "XX000", Severity: "ERROR"}, entente.Other},
		{"a damaged page", pgconn.PgError{Code: "XX001", Severity: "ERROR"}, entente.Corrupt},
		{"a damaged index", pgconn.PgError{Code: "XX002", Severity: "ERROR"}, entente.Corrupt},
		{"a server that shuts down", pgconn.PgError{Code: "57P01"}, entente.Busy},
	} {
		if kind, err := (dialect{}).Explain(&tt.told); kind != tt.want || err == nil {
			t.Errorf("%s: %v, %v, want %v", tt.name, kind, err, tt.want)
		}
	}
}
