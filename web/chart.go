package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"entente"
	"entente/desk"
	"entente/index"
)

// The places on a chart, in units of its viewBox: the level above, a strip of bars below.
const (
	chartWidth, chartHeight = 960.0, 400.0
	plotLeft, plotRight     = 44.0, 950.0
	plotTop, plotBottom     = 26.0, 292.0
	barTop, barBottom       = 312.0, 364.0
	ticksAtMost             = 9
	widestBar               = 24.0
)

// chart is the picture of a relation over time, reckoned here and drawn by part-chart.html.
type chart struct {
	Title, Summary string
	Zero           float64
	Bands          []segment // the 90 % band, a polygon for each stretch
	Lines          []segment // the level, in the same stretches
	Across, Down   []tick
	Turns          []turnMark
	Points         []chartPoint
	Busiest        int // events of the tallest bar
}

// segment is a run of periods that are all thin or all not.
type segment struct {
	Points string
	Thin   bool
}

type tick struct {
	At    float64
	Label string
}

type turnMark struct {
	X    float64
	Mark string
	Says string
}

// chartPoint is one period; Href is "" where nothing is known of it but the level.
type chartPoint struct {
	Left, Width, X, Y float64
	Mean              *float64 // where its dot stands
	BarLeft, BarWidth float64
	Bar, BarHeight    float64
	Label, Href, Key  string
	Chosen            bool
}

// drawChart draws the points of a tie. href gives the address of a period's events, chosen
// is the one that is open.
func drawChart(tie *desk.Tie, title string, chosen entente.Day, href func(key string) string) *chart {
	last := tie.Last()
	if last == nil {
		return nil
	}
	c := &chart{Title: title}
	first := tie.Points[0].From
	days := func(d entente.Day) float64 { return d.Time().Sub(first.Time()).Hours() / 24 }
	length := days(last.To) + 1
	across := func(d float64) float64 { return tenth(plotLeft + d/length*(plotRight-plotLeft)) }
	reach := reachOf(tie.Points)
	up := func(v float64) float64 {
		v = max(-reach, min(reach, v))
		return tenth((plotTop+plotBottom)/2 - v/reach*(plotBottom-plotTop)/2)
	}
	c.Zero = up(0)
	for _, v := range []float64{reach, reach / 2, 0, -reach / 2, -reach} {
		c.Down = append(c.Down, tick{up(v), signed(v)})
	}
	c.Across = ticks(tie, across, days)
	for i := range tie.Points {
		c.Busiest = max(c.Busiest, tie.Points[i].Events)
	}
	for i := range tie.Points {
		p := &tie.Points[i]
		from, to := across(days(p.From)), across(days(p.To)+1)
		at := chartPoint{Left: from, Width: tenth(to - from), X: tenth((from + to) / 2), Y: up(p.Level), Key: pointKey(p.From, tie.Period)}
		at.Label = fmt.Sprintf("%s: level %s, %s to %s; %s", periodName(p.From, tie.Period), signed(p.Level), signed(p.Low), signed(p.High), count(p.Events, "event"))
		if p.Thin {
			at.Label += "; thin evidence"
		}
		if p.Events > 0 {
			at.Href = href(at.Key)
			at.BarHeight = max(1.5, tenth(float64(p.Events)/float64(c.Busiest)*(barBottom-barTop)))
			at.Bar = tenth(barBottom - at.BarHeight)
			at.BarWidth = min(at.Width, widestBar)
			at.BarLeft = tenth(at.X - at.BarWidth/2)
		}
		if p.Mean != nil {
			mean := up(*p.Mean)
			at.Mean = &mean
		}
		at.Chosen = p.From == chosen
		c.Points = append(c.Points, at)
	}
	c.stretches(tie.Points, up)
	for _, t := range tie.Turns {
		x := across(days(t.Day))
		c.Turns = append(c.Turns, turnMark{X: x, Mark: directions[t.Direction], Says: turnWords(t, tie.Period)})
	}
	c.Summary = summary(tie)
	return c
}

// stretches draws level and band. A segment reaches to the first point of the next, so that
// the line has no gaps.
func (c *chart) stretches(points []desk.Point, up func(float64) float64) {
	for first := 0; first < len(points); {
		end := first + 1
		for end < len(points) && points[end].Thin == points[first].Thin {
			end++
		}
		var line, above, below []string
		for i := first; i < min(end+1, len(points)); i++ {
			x := c.Points[i].X
			line = append(line, place(x, c.Points[i].Y))
			above = append(above, place(x, up(points[i].High)))
			below = append([]string{place(x, up(points[i].Low))}, below...)
		}
		if len(line) == 1 { // one period alone is as wide as it is long
			p := &c.Points[first]
			right := tenth(p.Left + p.Width)
			line = []string{place(p.Left, p.Y), place(right, p.Y)}
			above = []string{place(p.Left, up(points[first].High)), place(right, up(points[first].High))}
			below = []string{place(right, up(points[first].Low)), place(p.Left, up(points[first].Low))}
		}
		c.Lines = append(c.Lines, segment{strings.Join(line, " "), points[first].Thin})
		c.Bands = append(c.Bands, segment{strings.Join(append(above, below...), " "), points[first].Thin})
		first = end
	}
}

// reachOf is how far the scale goes on either side of 0: far enough for all levels, and for
// the bands of what is well known, or of all where nothing is: else all the chart were band.
func reachOf(points []desk.Point) float64 {
	most, thin := 0.0, 0.0
	known := false
	for i := range points {
		p := &points[i]
		most = max(most, math.Abs(p.Level))
		thin = max(thin, math.Abs(p.Low), math.Abs(p.High))
		if !p.Thin {
			known = true
			most = max(most, math.Abs(p.Low), math.Abs(p.High))
		}
	}
	if !known {
		most = max(most, thin)
	}
	for _, reach := range []float64{2, 4, 6, 8} {
		if most <= reach {
			return reach
		}
	}
	return 10
}

// ticks are the years or months below a chart, at most ticksAtMost of them.
func ticks(tie *desk.Tie, across func(float64) float64, days func(entente.Day) float64) []tick {
	first, last := tie.Points[0].From, tie.Last().To
	months := (last.Year-first.Year)*12 + int(last.Month) - int(first.Month) + 1
	step := 1
	for _, step = range []int{1, 2, 3, 6, 12, 24, 60, 120, 240, 600} {
		if months <= step*ticksAtMost {
			break
		}
	}
	var out []tick
	at := entente.Day{Year: first.Year, Month: 1, Day: 1}
	if step > 12 {
		at.Year -= first.Year % (step / 12)
	}
	for ; !last.Before(at); at = at.Add(0, step, 0) {
		if at.Before(first) {
			continue
		}
		label := at.Time().Format("2006")
		if step < 12 && (at.Month != 1 || len(out) == 0) {
			label = at.Time().Format("Jan 2006")
		}
		out = append(out, tick{across(days(at)), label})
	}
	if len(out) == 0 { // shorter than a month
		out = append(out, tick{across(0), day(first)})
	}
	return out
}

// pointKey names a period in an address: 2018, 2018-01 or the first day of a week.
func pointKey(d entente.Day, p entente.Period) string {
	switch p {
	case entente.PeriodYear:
		return d.Time().Format("2006")
	case entente.PeriodMonth:
		return d.Time().Format("2006-01")
	}
	return d.String()
}

func turnWords(t index.Turn, p entente.Period) string {
	verb := "rose"
	if t.After < t.Before {
		verb = "fell"
	}
	return fmt.Sprintf("%s: %s from %s to %s", periodName(t.Day, p), verb, signed(t.Before), signed(t.After))
}

// summary is what a chart shows, for who cannot see it.
func summary(tie *desk.Tie) string {
	last := tie.Last()
	events, thin := 0, 0
	low, high := tie.Points[0].Level, tie.Points[0].Level
	for i := range tie.Points {
		p := &tie.Points[i]
		events += p.Events
		low, high = min(low, p.Level), max(high, p.Level)
		if p.Thin {
			thin++
		}
	}
	text := fmt.Sprintf("Level by %s from %s to %s: last %s, with a 90 %% band from %s to %s; lowest %s, highest %s. %s in all.",
		tie.Period, day(tie.Points[0].From), day(last.To), signed(last.Level), signed(last.Low), signed(last.High), signed(low), signed(high), count(events, "event"))
	if thin > 0 {
		text += fmt.Sprintf(" Thin evidence in %d of %d %ss.", thin, len(tie.Points), tie.Period)
	}
	for _, t := range tie.Turns {
		text += " Turning point in " + turnWords(t, tie.Period) + "."
	}
	return text
}

func place(x, y float64) string { return number(x) + "," + number(y) }

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// tenth rounds to what an eye can tell apart.
func tenth(v float64) float64 { return math.Round(v*10) / 10 }
