package main

import (
	"github.com/spf13/cobra"

	"entente/desk"
	"entente/report"
)

func (m *Main) timelineCommand() *cobra.Command {
	return listCommand(m, "timeline", "what happened between A and B day by day, with what was planned, claimed and denied",
		"timeline prints what happened day by day, the oldest first, and beside it what was planned, claimed,\n"+
			"denied or disputed of that day. History has its own mark. A pair is written PAK-RUS, or as two lands;\n"+
			"one land alone is it with anybody.",
		"  entente timeline Pakistan Russia\n"+
			"  entente timeline PAK-RUS --from 2015-08 --to 2015-12\n"+
			"  entente timeline PAK --limit 50 --format json\n"+
			"  entente timeline PAK RUS --sets icews,gdelt2",
		[]string{"after", "sets"}, desk.Timeline, report.Timeline)
}
