package link_test

import (
	"slices"
	"testing"

	"entente"
	"entente/link"
)

// TestGroup: types that may be linked are of one group, and so is what is linked to those.
func TestGroup(t *testing.T) {
	for _, a := range entente.EventTypes() {
		for _, b := range link.Types(a) {
			if link.Group(a) != link.Group(b) {
				t.Errorf("%s may be linked to %s, of group %s and %s", a, b, link.Group(a), link.Group(b))
			}
		}
		if !slices.Contains(entente.EventTypes(), link.Group(a)) {
			t.Errorf("the group of %s is %s", a, link.Group(a))
		}
	}
	if link.Group(entente.Assault) == link.Group(entente.Aid) {
		t.Error("assault and aid are of one group")
	}
}
