package main

import (
	"github.com/spf13/cobra"

	"entente/desk"
	"entente/report"
)

func (m *Main) figuresCommand() *cobra.Command {
	return listCommand(m, "figures", "amounts that were stated, rival ones side by side",
		"figures lists happenings that amounts are told of, the newest first: each quantity with what one\n"+
			"report after another made of it, and the sentences.",
		"  entente figures PAK-RUS\n"+
			"  entente figures --from 2017 --limit 5\n"+
			"  entente figures Pakistan Russia --format json",
		[]string{"after"}, desk.Figures, report.Figures)
}
