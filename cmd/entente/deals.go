package main

import (
	"github.com/spf13/cobra"

	"entente/desk"
	"entente/report"
)

func (m *Main) dealsCommand() *cobra.Command {
	return listCommand(m, "deals", "deals and their stages: talks, agreed, signed, delivered, suspended",
		"deals sorts what is told of agreements, sales, loans and joint works into deals, the one that moved\n"+
			"last first, and lists the steps of each with their sentences (docs/linking.md).",
		"  entente deals PAK-RUS\n"+
			"  entente deals Pakistan --from 2015 --format json",
		nil, desk.Deals, report.Deals)
}
