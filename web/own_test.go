package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/web"
)

// TestOwnTypes: a row may be corrected into a type that the user's rules declare, and lists
// may be narrowed to it; without rules it is refused.
func TestOwnTypes(t *testing.T) {
	plain := open(t, nil)
	own := open(t, func(srv *web.Server) { srv.Types = append(slices.Clone(entente.EventTypes()), "PORT_CALL") })
	for _, d := range []*house{plain, own} {
		row := "/event/" + d.id + "/e1"
		form := d.typedIn(row)
		form.Set("do", "mend")
		form.Set("who", "Editor")
		form.Set("type", "PORT_CALL")
		form.Set("mode", "")
		got := d.post(row, form)
		if mended := got.Code == http.StatusSeeOther; mended != (d == own) {
			t.Errorf("with types %v the form gives %d", d == own, got.Code)
		}
	}
	page := textOf(own.page("/timeline?type=PORT_CALL", 200))
	if !strings.Contains(page, "IND → PAK port_call") {
		t.Errorf("the list says\n%s", page)
	}
}
