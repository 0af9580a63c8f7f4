package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"entente"
	"entente/desk"
)

// TestAlert follows one tie from run to run: what is told, and that it is told once.
func TestAlert(t *testing.T) {
	calm := quarrel(t)[:40] // help, week by week, up to 2016-10-03
	blows := quarrel(t)[40:45]
	threat := told(row(t, "t1/e1", "TCD>NOR THREATEN threatened -5 2016-10-12 Herald", "Chad threatened to close the road."))
	recalled := told(row(t, "t2/e1", "TCD>NOR THREATEN threatened -5 2016-10-12 Herald", "Chad had threatened war in May."))
	recalled.Background = true
	dispute := told(row(t, "d1/e1", "TCD>NOR ASSAULT claimed -10 2016-10-12 Herald", "Oslo says that its convoy was shot at."),
		row(t, "d2/e1", "TCD>NOR ASSAULT denied -10 2016-10-12 Courier", "N'Djamena denied that anyone had shot."),
		row(t, "d3/e1", "TCD>NOR ASSAULT happened -10 2016-10-12 Gazette", "A convoy was shot at."))
	with := func(more ...entente.Happening) []entente.Happening { return slices.Concat(calm, more) }
	// late is calm with a second year that is as bad as the first was good.
	late := slices.Clone(calm)
	for i := range 60 {
		at := day(2016, time.October, 10).Add(0, 0, 7*i)
		late = append(late, told(row(t, entente.ReportID(fmt.Sprintf("l%d/e1", i)), "TCD>NOR SANCTION happened -7 "+at.String()+" Herald", "Chad shut a road.")))
	}
	for _, tt := range []struct {
		name       string
		first      []entente.Happening
		then       []entente.Happening
		days       int // from the first run to the second
		level      bool
		turned     int
		threatened int
		disputed   int
	}{
		{name: "nothing new", first: calm, then: calm},
		{name: "more of the same", first: calm[:30], then: calm, days: 7},
		{name: "a threat", first: calm, then: with(threat), threatened: 1},
		{name: "a threat of long ago", first: calm, then: with(recalled)},
		{name: "a dispute", first: calm, then: with(dispute), disputed: 1},
		{name: "what is known already", first: with(threat, dispute), then: with(dispute, threat)},
		{name: "a year of blows", first: calm, then: late, days: 420, level: true, turned: 1},
		{name: "the first evidence", first: nil, then: blows, level: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := desk.Watch{Pairs: [][2]string{{"TCD", "NOR"}}, To: day(2016, 10, 16)}
			got, was, err := desk.Alert(t.Context(), book(tt.first...), w, nil)
			if err != nil || len(got.Changes) != 0 || !slices.Equal(got.Noted, []string{"NOR-TCD"}) {
				t.Fatalf("a first run tells %v and notes %v, %v; want to note the pair", got.Changes, got.Noted, err)
			}
			w.To = w.To.Add(0, 0, tt.days)
			got, now, err := desk.Alert(t.Context(), book(tt.then...), w, was)
			if err != nil || len(got.Noted) != 0 {
				t.Fatalf("notes %v, %v", got.Noted, err)
			}
			c := desk.Change{}
			if len(got.Changes) > 0 {
				c = got.Changes[0]
			}
			if (c.Now != nil) != tt.level || len(c.Turned) != tt.turned || len(c.Threats) != tt.threatened || len(c.Disputes) != tt.disputed {
				t.Errorf("level %v, %d turns, %d threats, %d disputes; want %v, %d, %d, %d",
					c.Now, len(c.Turned), len(c.Threats), len(c.Disputes), tt.level, tt.turned, tt.threatened, tt.disputed)
			}
			again, _, err := desk.Alert(t.Context(), book(tt.then...), w, now)
			if err != nil || len(again.Changes) != 0 {
				t.Errorf("told twice: %+v, %v", again.Changes, err)
			}
		})
	}
}

// TestAlertKeepsOthers: a pair that is not asked for today keeps its place in the state,
// and a turning point that later evidence takes back is told.
func TestAlertKeepsOthers(t *testing.T) {
	was := desk.Standing{"ISL-NOR": {Threats: []entente.ReportID{"x/e1"}}, "NOR-TCD": {Turns: []entente.Day{day(2015, 1, 1)}}}
	w := desk.Watch{Pairs: [][2]string{{"NOR", "TCD"}}, To: day(2016, 10, 16)}
	got, now, err := desk.Alert(t.Context(), book(), w, was)
	if err != nil || len(now["ISL-NOR"].Threats) != 1 {
		t.Errorf("state %v, %v", now, err)
	}
	if len(got.Changes) != 1 || !slices.Equal(got.Changes[0].Gone, []entente.Day{day(2015, 1, 1)}) {
		t.Errorf("told %+v, want the turning point that is gone", got.Changes)
	}
	if len(was["NOR-TCD"].Turns) != 1 {
		t.Error("the old state was changed")
	}
}
