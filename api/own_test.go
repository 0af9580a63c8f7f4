package api_test

import (
	"slices"
	"strings"
	"testing"

	"entente"
)

// TestOwnTypes: a type that the user's rules declare may be asked for, and stands in the document.
func TestOwnTypes(t *testing.T) {
	o := options(ledger(t))
	plain := serve(t, o)
	o.Types = append(slices.Clone(entente.EventTypes()), "PORT_CALL")
	own := serve(t, o)
	if got := ask(t, "GET", plain.URL+"/api/v1/events?type=PORT_CALL", ""); got.status != 422 {
		t.Errorf("without rules: %d", got.status)
	}
	if got := ask(t, "GET", own.URL+"/api/v1/events?type=PORT_CALL,AID", ""); got.status != 200 {
		t.Errorf("with rules: %d %s", got.status, got.body)
	}
	if doc := ask(t, "GET", own.URL+"/api/openapi.json", ""); !strings.Contains(doc.body, `"PORT_CALL"`) {
		t.Error("the document does not name the type")
	}
}
