package table

import (
	"testing"

	"entente/gazetteer"
)

// TestBodies: a body has the code here that the gazetteer gives it, so that rows of other
// systems and our own are of one party.
func TestBodies(t *testing.T) {
	gaz, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, o := range gaz.Orgs {
		known[o.ID] = true
	}
	codes, err := LoadCodes()
	if err != nil {
		t.Fatal(err)
	}
	if len(codes.bodies) < 30 {
		t.Errorf("only %d bodies", len(codes.bodies))
	}
	for _, b := range codes.bodies {
		if !known["org:"+b.code] {
			t.Errorf("the gazetteer has no body %q", b.code)
		}
	}
}
