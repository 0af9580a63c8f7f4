package main

import (
	"github.com/spf13/cobra"

	"entente/desk"
	"entente/report"
)

func (m *Main) disputesCommand() *cobra.Command {
	return listCommand(m, "disputes", "what some assert and others deny, with the words of both",
		"disputes lists happenings that reports or voices disagree on, the newest first: who asserts each,\n"+
			"who denies it, and in which words.",
		"  entente disputes PAK-IND\n"+
			"  entente disputes --from 2017-09 --format json",
		[]string{"after"}, desk.Disputes, report.Disputes)
}
