package link

import (
	"slices"
	"testing"

	"entente"
)

func TestMatch(t *testing.T) {
	rows := rowsOf(t, `2014-08-29 ASSAULT/heavy-weapons UKR:REB>UKR:MIL on=2014-08-28 at=Donetsk,UKR,48.0,37.8 fig=5/soldiers_killed | Five soldiers were killed when rebels shelled a checkpoint at Donetsk.
		2014-08-29 ASSAULT/heavy-weapons UKR:REB>UKR:MIL on=2014-08-28 at=Luhansk,UKR,48.57,39.3 | Rebels shelled the airport of Luhansk.
		2014-08-29 ASSAULT/heavy-weapons UKR:REB>UKR:MIL on=2014-08-28 | Rebel rockets were fired at a post of the army.
		2014-08-29 ASSAULT/heavy-weapons UKR:REB>UKR:MIL on=2014-08-28 at=Donetsk,UKR,48.0,37.8 fig=7/soldiers_killed | Seven soldiers have now died from the shelling of a checkpoint at Donetsk.`)
	r := &rows[3]
	for _, tt := range []struct {
		name       string
		candidates []int
		want       int
	}{
		{"none", nil, -1},
		{"only another town", []int{1}, -1},
		{"the better one", []int{2, 1, 0}, 2},
		{"the first of two alike", []int{1, 0, 0}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var list []entente.Report
			for _, i := range tt.candidates {
				list = append(list, rows[i])
			}
			got, why := Match(r, list)
			if got != tt.want || (why == "") != (got < 0) {
				t.Errorf("Match = %d, %q, want %d", got, why, tt.want)
			}
		})
	}
}

// TestTypes holds the ledger's query against the table that Same reads.
func TestTypes(t *testing.T) {
	for _, typ := range entente.EventTypes() {
		list := Types(typ)
		if list[0] != typ {
			t.Errorf("Types(%s) = %v, want itself first", typ, list)
		}
		for _, other := range list {
			if !slices.Contains(Types(other), typ) {
				t.Errorf("Types(%s) has %s, Types(%s) has no %s", typ, other, other, typ)
			}
		}
	}
}

func TestDays(t *testing.T) {
	for _, tt := range []struct{ name, row, days, window string }{
		{"a day", "2014-08-29 ASSAULT UKR>RUS on=2014-08-28 | x", "2014-08-28 2014-08-28", "2014-08-21 2014-09-04"},
		{"no date: the day of printing and the one before", "2014-08-29 ASSAULT UKR>RUS | x", "2014-08-28 2014-08-29", "2014-08-21 2014-09-05"},
		{"a plan without a date", "2014-08-29 CONSULT UKR>RUS is=planned | x", "2014-08-28 2014-09-28", "2014-08-21 2014-10-05"},
		{"since May", "2014-08-29 ASSAULT UKR>RUS on=2014-05-01.. | x", "2014-05-01 2014-08-29", "2014-04-24 2014-09-05"},
		{"from a day to come on", "2014-08-29 CONSULT UKR>RUS on=2014-09-10.. | x", "2014-09-10 2014-09-10", "2014-09-03 2014-09-17"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := rowsOf(t, tt.row)
			from, to := Days(&r[0])
			first, last := Window(&r[0])
			if days, window := from.String()+" "+to.String(), first.String()+" "+last.String(); days != tt.days || window != tt.window {
				t.Errorf("Days = %s, Window = %s, want %s and %s", days, window, tt.days, tt.window)
			}
		})
	}
	var r entente.Report
	if from, to := Window(&r); !from.IsZero() || !to.IsZero() {
		t.Errorf("Window of a row without any day = %v to %v", from, to)
	}
}

// BenchmarkMatch asks for one row among 200 candidates of its dyad and week.
func BenchmarkMatch(b *testing.B) {
	r, err := readRow("2014-08-29 ASSAULT/heavy-weapons UKR:REB>UKR:MIL on=2014-08-28 | Seven soldiers have now died from the shelling of a checkpoint near the river at Donetsk, the army said.")
	if err != nil {
		b.Fatal(err)
	}
	list := make([]entente.Report, 200)
	for i := range list {
		list[i] = r
		list[i].Date.From = r.Date.From.Add(0, 0, i%7-3)
		list[i].Date.To = list[i].Date.From
		list[i].Quote = "Rebels fired rockets at a post of the army on the road to the airport, and two soldiers were killed."
	}
	for b.Loop() {
		Match(&r, list)
	}
}
