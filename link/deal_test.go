package link

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"entente"
)

// rowsOf reads lines as in testdata/pairs.txt; ids are r0, r1, …
func rowsOf(t *testing.T, lines string) []entente.Report {
	t.Helper()
	var out []entente.Report
	for line := range strings.Lines(lines) {
		r, err := readRow(strings.TrimSpace(line))
		if err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		r.ID = entente.ReportID(fmt.Sprint("r", len(out)))
		out = append(out, r)
	}
	return out
}

func TestDeals(t *testing.T) {
	for _, tt := range []struct {
		name, rows string
		want       []string
		object     string // a word that the first deal has
	}{
		{"missiles from talks to delivery, and a deal on space beside it",
			`2021-12-15 AID RUS>IND on=2021-12-13 stage=delivered | Russia delivered the first S-400 missile systems to India on Monday.
			 2016-06-02 CONSULT RUS,IND>RUS,IND on=2016-06-01 stage=talks | India and Russia discussed the sale of S-400 missile systems.
			 2018-10-06 SUPPORT RUS,IND>RUS,IND on=2018-10-05 stage=signed fig=5.4e9/USD | Russia and India signed a contract for five S-400 missile systems.
			 2018-10-06 SUPPORT RUS,IND>RUS,IND on=2018-10-05 stage=signed | Russia and India signed an accord on training Indian astronauts.
			 2016-10-16 AGREE IND>RUS on=2016-10-15 stage=agreed | India agreed to buy S-400 missile systems.`,
			[]string{"IND-RUS talks r1 agreed r4 signed r2 delivered r0", "IND-RUS signed r3"}, "s400"},
		{"two pairs keep apart",
			`1998-03-03 SUPPORT EGY>FRA on=1998-03-02 stage=signed | Egypt signed a contract with France for Mirage jets.
			 1998-05-05 SUPPORT QAT>FRA on=1998-05-04 stage=signed | Qatar signed a contract with France for Mirage jets.`,
			[]string{"EGY-FRA signed r0", "FRA-QAT signed r1"}, "mirage"},
		{"a row without a stage goes by its type",
			`2005-01-06 AGREE AUS>IDN on=2005-01-05 fig=1e9/AUD | Australia promised money to rebuild Aceh after the tsunami.
			 2006-01-06 AID AUS>IDN on=2006-01-05 fig=2e8/AUD | Australia paid a fifth of the money to rebuild Aceh.`,
			[]string{"AUS-IDN agreed r0 delivered r1"}, "aceh"},
		{"one land alone makes no deal", `2005-01-06 AGREE AUS> on=2005-01-05 stage=agreed | Australia agreed to a deal.`, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			deals := Deals(rowsOf(t, tt.rows))
			var got []string
			for _, d := range deals {
				s := d.Pair[0] + "-" + d.Pair[1]
				for _, st := range d.Stages {
					s += fmt.Sprintf(" %s %s", st.Stage, st.Report)
				}
				got = append(got, s)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("Deals = %q, want %q", got, tt.want)
			}
			if len(deals) > 0 && !slices.Contains(deals[0].Object, tt.object) {
				t.Errorf("object of the first deal is %q, want %q in it", deals[0].Object, tt.object)
			}
		})
	}
}
