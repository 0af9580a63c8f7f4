package eval

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"

	"entente/internal/tsv"
)

// peersTable has the figures of other systems, each with where it comes from.
//
//go:embed peers.tsv
var peersTable string

// Peers sets what other systems reach on gold sets of reports beside what the reports say.
// Without such a set it returns nil. An error is of the table, which is built in.
func Peers(reports []*Report) (*Report, error) {
	ours := map[[2]string]string{}
	sets := map[string]bool{}
	for _, rep := range reports {
		sets[rep.Gold] = true
		for _, s := range rep.Scores {
			ours[[2]string{rep.Gold, s.Field}] = s.percent()
		}
	}
	t := Table{
		Name: "what others reach",
		About: "Ours is told nothing but the sentence and finds source and target by itself; its rules were chosen while looking at these sets. " +
			"Figures of others are not measured here, and what they count as right may differ.",
		Head: []string{"gold", "field", "ours, %", "theirs, %", "whose", "it is told", "from"},
	}
	var sources []string // numbered below, since they are long
	list := tsv.Read("peers.tsv", peersTable, []string{"gold", "field", "system", "percent", "told", "source"}, nil)
	for _, row := range list.All() {
		for _, column := range []string{"system", "told", "source"} {
			if row.Get(column) == "" {
				row.Fail(column, "a figure without it cannot be judged")
			}
		}
		theirs, err := strconv.ParseFloat(row.Get("percent"), 64)
		if err != nil || theirs < 0 || theirs > 100 {
			row.Fail("percent", "%q is no share of a hundred", row.Get("percent"))
		}
		gold, field := row.Get("gold"), row.Get("field")
		if sets[gold] {
			at := slices.Index(sources, row.Get("source"))
			if at < 0 {
				at = len(sources)
				sources = append(sources, row.Get("source"))
			}
			t.Rows = append(t.Rows, []string{gold, field, ours[[2]string{gold, field}], fmt.Sprintf("%.1f", theirs), row.Get("system"), row.Get("told"), fmt.Sprintf("[%d]", at+1)})
		}
	}
	for i, source := range sources {
		t.About += fmt.Sprintf(" [%d] %s.", i+1, source)
	}
	if err := list.Err(); err != nil || len(t.Rows) == 0 {
		return nil, err
	}
	return &Report{Gold: "Others", Tables: []Table{t}}, nil
}
