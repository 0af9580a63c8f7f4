package table

import (
	"bytes"
	"strings"
	"testing"

	"entente"
)

// TestOwnTypes: a type of the user's own is in all of our tables, and in a layout of another
// system as what PLOVER makes of its code, or not at all, which is told.
func TestOwnTypes(t *testing.T) {
	row := func(id string, typ entente.EventType, cameo string) entente.Report {
		return entente.Report{ID: entente.ReportID(id), Event: entente.Event{Type: typ, CAMEO: cameo, Quad: entente.MaterialCooperation, Goldstein: ptr(3.0), Status: entente.Happened, Quote: id},
			Sources: []entente.Party{{Code: "SRB", Name: "Serbia"}}, Targets: []entente.Party{{Code: "HRV", Name: "Croatia"}}}
	}
	list := []entente.Report{row("with", "EXTRADITE", "075"), row("without", "PORT_CALL", ""), row("finer", "EXTRADITE", "0759"), row("ours", entente.Aid, "070")}
	for name, write := range writers(t) {
		if name == "panel" {
			continue // counts events, whatever they are
		}
		var out bytes.Buffer
		var left []string
		err := write(&out, Reports(Each(list)), Options{LeftOut: func(typ entente.EventType) { left = append(left, string(typ)) }})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch name {
		case "polecat", "icews", "gdelt":
			if lines := strings.Count(out.String(), "Serbia") + strings.Count(out.String(), "\tSERBIA\t"); strings.Join(left, " ") != "PORT_CALL" || strings.Contains(out.String(), "PORT_CALL") || lines < 3 {
				t.Errorf("%s leaves out %v, with %d of three rows:\n%s", name, left, lines, out.String())
			}
			if name == "polecat" && (strings.Contains(out.String(), "EXTRADITE") || strings.Count(out.String(), "\tAID\t") != 3) {
				t.Errorf("polecat has no row of AID for each of 070, 075 and 0759:\n%s", out.String())
			}
		case "gexf":
		case "parquet":
			if len(left) > 0 {
				t.Errorf("parquet leaves out %v", left)
			}
		default:
			if len(left) > 0 || !strings.Contains(strings.ToUpper(out.String()), "EXTRADITE") || !strings.Contains(strings.ToUpper(strings.ReplaceAll(out.String(), " ", "_")), "PORT_CALL") {
				t.Errorf("%s leaves out %v, or lacks a type:\n%s", name, left, out.String())
			}
		}
	}
}
