package main

import (
	"github.com/spf13/cobra"

	"entente/desk"
	"entente/report"
)

func (m *Main) predictionsCommand() *cobra.Command {
	return listCommand(m, "predictions", "who foretold what, of whom and by when",
		"predictions lists what was foretold, the latest printed first: who foretells, what, of whom, by when\n"+
			"if that is said, and the sentence. Of a pair it lists what is foretold of both, and what each\n"+
			"foretells of the other.",
		"  entente predictions PAK-RUS\n"+
			"  entente predictions --from 2017 --format json",
		nil, desk.Predictions, report.Predictions)
}
