package gazetteer

import (
	"errors"
	"strings"

	"entente"
	"entente/internal/tsv"
)

// Own is a table of the user's own. Its rows are written as those of orgs.tsv;
// after a line "[people]" they are written as those of people/*.tsv, after a line
// "[orgs]" as before. Columns stand apart by tabs.
type Own struct {
	Name string // of the file, for errors
	Text string
	// Actors is a table with a header that names its columns, ActorsMust and ActorsMay; then
	// the other fields are not used. What is wrong with it is noted in it, and is no error.
	Actors *tsv.Table
}

// overlay returns a loader that adds to g and leaves the names of tables.bin as
// they are.
func overlay(g *Gazetteer) *loader {
	g.names = map[start][]Name{}
	ld := &loader{g: g, guarded: map[string]bool{}, people: make(map[string]int, len(g.People)), lines: map[termKey]int{}}
	for _, w := range strings.Fields(g.common) {
		ld.guarded[w] = true
	}
	for i := range g.People {
		ld.people[strings.TrimPrefix(g.People[i].ID, "leader:")] = i
	}
	return ld
}

// own reads a table of the user's own. Its names come first where ours has the
// same, since who adds a name means it.
func (ld *loader) own(t Own) error {
	ld.mine = true
	defer func() { ld.mine = false }()
	row, rows := ld.org, 0
	err := eachRow(strings.ReplaceAll(strings.TrimPrefix(t.Text, "\ufeff"), "\r\n", "\n"), 8, func(cols []string) error {
		switch head := strings.TrimSpace(cols[0]); head {
		case "[people]":
			row = ld.person
			return nil
		case "[orgs]":
			row = ld.org
			return nil
		}
		for i := range cols {
			cols[i] = strings.TrimSpace(cols[i])
		}
		if strings.Join(cols, "") == "" {
			return nil
		}
		if rows == 0 && cols[0] == "id" && cols[1] == "name" {
			return nil // a header without its #
		}
		if rows++; strings.Join(cols[1:], "") == "" {
			return errors.New("one column only: columns stand apart by tabs")
		}
		return row(cols)
	})
	if err == nil && rows == 0 {
		return errors.New("1: no rows")
	}
	return err
}

// sectors are the codes that a row may carry: PLOVER's, and the finer ones of the
// phrases that its coders know.
var sectors = map[entente.Sector]bool{
	"GOV": true, "MIL": true, "REB": true, "OPP": true, "PTY": true, "COP": true, "SPY": true, "JUD": true, "LEG": true, "MED": true, "EDU": true, "BUS": true, "CRM": true,
	"CVL": true, "NGO": true, "IGO": true, "REF": true, "ELI": true, "LAB": true, "REL": true, "UNK": true, "MEDIA": true, "PRM": true, "PRE": true, "UAF": true, "": true,
}

func known(sector string) bool { return sectors[entente.Sector(sector)] }
