package paper

import (
	"strings"
	"testing"
	"time"

	"entente"
)

// months are n points from a month on, the thin ones marked "t".
func months(from entente.Day, thin string) []ChartPoint {
	var out []ChartPoint
	for i, c := range thin {
		at := from.Add(0, i, 0)
		out = append(out, ChartPoint{From: at, To: at.Add(0, 1, -1), Level: 1, Low: -3.5, High: 2, Thin: c == 't'})
	}
	return out
}

// TestPlotStrokes says where the level line is broken: wherever one of two points is thin.
func TestPlotStrokes(t *testing.T) {
	for _, tt := range []struct{ name, thin, want string }{
		{"one point", ".", "1"},
		{"none thin", "...", "3"},
		{"all thin", "ttt", "t3"},
		{"thin at first", "tt..", "t3 2"},
		{"thin at last", "..tt", "2 t3"},
		{"thin between", ".t.", "1 t3 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := (&Chart{Points: months(day(2017, 1, 1), tt.thin)}).plot(0, 0, 100, 100)
			var got []string
			for _, s := range p.Strokes {
				got = append(got, map[bool]string{true: "t"}[s.Thin]+string(rune('0'+len(s.Points))))
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("the strokes are %q, want %q", got, tt.want)
			}
		})
	}
}

// TestPlotScale draws the scale to the whole number that holds the band.
func TestPlotScale(t *testing.T) {
	c := &Chart{Points: months(day(2017, 1, 1), "..."), Turns: []ChartTurn{{Day: day(2017, 1, 20)}, {Day: day(2017, 1, 21)}, {Day: day(2017, 3, 10)}}}
	p := c.plot(0, 0, 90, 80)
	if p.Ys[0].Label != "+4.0" || p.Ys[4].Label != "−4.0" || p.Zero != 40 {
		t.Errorf("the scale is %v with 0 at %g, want −4 to +4 with 0 in the middle", p.Ys, p.Zero)
	}
	if at := p.Strokes[0].Points[1]; at.X < 44 || at.X > 46 || at.Y != 30 {
		t.Errorf("level 1 of the second month is at %v, want about 45, 30", at)
	}
	if p.Turns[0].Number != "1" || p.Turns[1].Number != "" || p.Turns[2].Number != "3" || p.Turns[0].Y != 30 {
		t.Errorf("the turns are %v, want the second without a number, for there is no room", p.Turns)
	}
	if (&Chart{}).plot(0, 0, 1, 1) != nil {
		t.Error("a chart of nothing is drawn")
	}
}

func TestCalendar(t *testing.T) {
	for _, tt := range []struct {
		name       string
		begin, end entente.Day
		want       string
	}{
		{"a fortnight", day(2017, 3, 6), day(2017, 3, 20), "6 Mar 2017"},
		{"three months", day(2017, 1, 1), day(2017, 4, 1), "Jan 2017 Feb 2017 Mar 2017"},
		{"two years", day(2017, 2, 1), day(2019, 2, 1), "Apr 2017 Jul 2017 Oct 2017 Jan 2018 Apr 2018 Jul 2018 Oct 2018 Jan 2019"},
		{"eight years", day(2010, 6, 1), day(2018, 6, 1), "2011 2012 2013 2014 2015 2016 2017 2018"},
		{"two centuries", day(1816, 1, 1), day(2015, 1, 1), "1820 1840 1860 1880 1900 1920 1940 1960 1980 2000"},
		{"more than a calendar of years", day(1, 1, 1), day(9000, 1, 1), "8999"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, tick := range calendar(tt.begin.Time(), tt.end.Time(), func(time.Time) float64 { return 0 }) {
				got = append(got, tick.Label)
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("the ticks are %q, want %q", s, tt.want)
			}
		})
	}
}
