package index_test

import (
	"fmt"

	"entente"
	"entente/index"
)

// Two states sign and visit for three years, then one recalls its ambassador and the
// tie goes cold.
func ExampleRelation() {
	var tallies []entente.Tally
	for month := range 60 {
		value := 4 + float64(month%4)
		if month >= 36 {
			value -= 9
		}
		weight := index.EvidenceWeight(1 + month%3)
		day := entente.Day{Year: 2012, Month: 1, Day: 15}.Add(0, month, 0)
		tallies = append(tallies, entente.Tally{Day: day, Events: 1, Weight: weight, Sum: weight * value})
	}
	series, err := index.Relation(tallies, index.Options{Period: entente.PeriodMonth})
	if err != nil {
		fmt.Println(err)
		return
	}
	last := series.Points[len(series.Points)-1]
	fmt.Printf("%s to %s: %.1f, between %.1f and %.1f\n", last.From, last.To, last.Level, last.Low, last.High)
	for _, t := range series.Turns {
		fmt.Printf("%s: %s, from %.1f to %.1f\n", t.Day, t.Direction, t.Before, t.After)
	}
	// Output:
	// 2016-12-01 to 2016-12-31: -2.8, between -4.6 and -0.9
	// 2015-01-01: cooling, from 5.4 to -3.4
}
