package main

import (
	"io"
	"slices"

	"entente"
	"entente/desk"
	"entente/table"
)

// panelFormat writes a row for each pair and period, with the level of the tie in it.
func panelFormat(by table.Period) func(io.Writer, table.Rows, *exporting) error {
	return func(w io.Writer, rows table.Rows, e *exporting) error {
		dyads, err := table.DyadsOf(rows)
		if err != nil {
			return err
		}
		dyads = slices.DeleteFunc(dyads, func(d table.Dyad) bool { return !e.asks(&d) })
		if err := e.levels(dyads, entente.Period(by)); err != nil {
			return err
		}
		return table.WritePanel(w, dyads, by)
	}
}

// levels gives each dyad the level of its tie, both ways together, in its period. A dyad of
// which nothing counts between those who act for a state or body gets none.
func (e *exporting) levels(dyads []table.Dyad, by entente.Period) error {
	ties := map[[2]string][]int{}
	for i := range dyads {
		pair := [2]string{min(dyads[i].Source, dyads[i].Target), max(dyads[i].Source, dyads[i].Target)}
		ties[pair] = append(ties[pair], i)
	}
	for pair, list := range ties {
		tie, err := e.tie(pair[0], pair[1], by)
		if err != nil {
			return err
		}
		for _, i := range list {
			d := &dyads[i]
			at, ok := slices.BinarySearchFunc(tie.Points, d.Day, func(p desk.Point, day entente.Day) int {
				switch {
				case p.To.Before(day):
					return -1
				case day.Before(p.From):
					return 1
				}
				return 0
			})
			if ok {
				p := &tie.Points[at].Point
				d.Level, d.Low, d.High = &p.Level, &p.Low, &p.High
			}
		}
	}
	return nil
}
