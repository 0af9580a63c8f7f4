package link_test

import (
	"fmt"

	"entente"
	"entente/link"
)

func ExampleMatch() {
	day := entente.Day{Year: 2014, Month: 8, Day: 28}
	row := func(quote string, dead float64) entente.Report {
		var r entente.Report
		r.Type, r.Status, r.Quote = entente.Assault, entente.Happened, quote
		r.Sources = []entente.Party{{Code: "UKR", Sector: "REB", Name: "rebels"}}
		r.Targets = []entente.Party{{Code: "UKR", Sector: "MIL", Name: "soldiers"}}
		r.Date = entente.Date{From: day, To: day, Precision: entente.PrecisionDay, Basis: entente.BasisExplicit}
		r.Figures = []entente.Figure{{Value: dead, Counts: "soldiers killed"}}
		return r
	}
	known := []entente.Report{
		row("Two soldiers were killed when a mine went off under their jeep near Luhansk.", 2),
		row("Rebels shelled a checkpoint at Donetsk on Thursday and killed five soldiers.", 5),
	}
	later := row("The shelling of the checkpoint at Donetsk has now killed seven soldiers.", 7)
	fmt.Println(link.Match(&later, known))
	// Output: 1 same sides; same day; figure revised; many words shared
}

func ExampleRevisions() {
	list := link.Revisions([]link.FigureAt{
		{Figure: entente.Figure{Value: 23, Counts: "people killed"}, Printed: entente.Day{Year: 2014, Month: 8, Day: 30}},
		{Figure: entente.Figure{Value: 12, Counts: "dead", Bound: entente.BoundAtLeast}, Printed: entente.Day{Year: 2014, Month: 8, Day: 29}},
	})
	for _, f := range list[0].Figures {
		fmt.Println(f.Printed, f.Figure.Bound, f.Figure.Value)
	}
	// Output:
	// 2014-08-29 at least 12
	// 2014-08-30  23
}
