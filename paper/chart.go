package paper

import (
	"math"
	"strconv"
	"time"

	"entente/report"
)

// xy is a place on a drawing, in its units from the upper left corner.
type xy struct{ X, Y float64 }

// tick is a mark on an axis with what stands beside it.
type tick struct {
	At    float64
	Label string
}

// stroke is a part of the level line.
type stroke struct {
	Points []xy
	Thin   bool // drawn broken
}

// turnMark is a turning point with its number.
type turnMark struct {
	X, Y   float64
	Tone   Tone
	Number string // "" where there is no room for it
}

// plot is a chart reckoned out for a frame, so that HTML and PDF draw the same. The
// template of the page reads its fields.
type plot struct {
	Left, Top, Right, Bottom float64 // of the frame
	Zero                     float64
	Band                     []xy // a closed line
	Strokes                  []stroke
	Dots                     []xy // means of what happened
	Ys, Xs                   []tick
	Turns                    []turnMark
}

// plot draws c into a frame; nil where there is nothing to draw.
func (c *Chart) plot(left, top, right, bottom float64) *plot {
	if len(c.Points) == 0 {
		return nil
	}
	p := &plot{Left: left, Top: top, Right: right, Bottom: bottom}
	reach := c.reach()
	begin := c.Points[0].From.Time()
	end := c.Points[len(c.Points)-1].To.Time().AddDate(0, 0, 1)
	whole := max(1, end.Sub(begin).Hours())
	x := func(t time.Time) float64 { return left + (right-left)*min(1, max(0, t.Sub(begin).Hours()/whole)) }
	y := func(v float64) float64 { return top + (bottom-top)*(reach-max(-reach, min(reach, v)))/(2*reach) }
	p.Zero = y(0)
	var low []xy
	for i := range c.Points {
		pt := &c.Points[i]
		from := pt.From.Time()
		at := xy{x(from.Add(pt.To.Time().AddDate(0, 0, 1).Sub(from) / 2)), y(pt.Level)}
		p.Band = append(p.Band, xy{at.X, y(pt.High)})
		low = append(low, xy{at.X, y(pt.Low)})
		if pt.Mean != nil {
			p.Dots = append(p.Dots, xy{at.X, y(*pt.Mean)})
		}
		p.draw(at, pt.Thin)
	}
	for i := range low {
		p.Band = append(p.Band, low[len(low)-1-i])
	}
	for _, part := range []float64{1, 0.5, 0, -0.5, -1} {
		p.Ys = append(p.Ys, tick{y(part * reach), report.Signed(part * reach)})
	}
	p.Xs = calendar(begin, end, x)
	const apart = 10 // two numbers
	last := left - apart
	for i, t := range c.Turns {
		m := turnMark{X: x(t.Day.Time()), Tone: t.Tone}
		m.Y = p.levelAt(m.X)
		if m.X-last >= apart {
			m.Number, last = strconv.Itoa(i+1), m.X
		}
		p.Turns = append(p.Turns, m)
	}
	return p
}

// reach is the end of the scale: a whole number that the band does not leave, at most 10.
func (c *Chart) reach() float64 {
	reach := 1.0
	for i := range c.Points {
		pt := &c.Points[i]
		reach = max(reach, math.Abs(pt.Low), math.Abs(pt.High))
		if pt.Mean != nil {
			reach = max(reach, math.Abs(*pt.Mean))
		}
	}
	return min(10, math.Ceil(reach))
}

// draw leads the level line on to a point. What lies between a point that is thin and
// any other is thin too.
func (p *plot) draw(at xy, thin bool) {
	n := len(p.Strokes)
	if n == 0 {
		p.Strokes = []stroke{{[]xy{at}, thin}}
		return
	}
	s := &p.Strokes[n-1]
	if s.Thin == thin {
		s.Points = append(s.Points, at)
		return
	}
	from := s.Points[len(s.Points)-1]
	if thin {
		p.Strokes = append(p.Strokes, stroke{[]xy{from, at}, true})
		return
	}
	s.Points = append(s.Points, at)
	p.Strokes = append(p.Strokes, stroke{[]xy{at}, false})
}

// levelAt is the height of the level line at x.
func (p *plot) levelAt(x float64) float64 {
	for i := range p.Strokes {
		of := p.Strokes[i].Points
		for k := 1; k < len(of); k++ {
			if a, b := of[k-1], of[k]; x <= b.X {
				return a.Y + (b.Y-a.Y)*max(0, x-a.X)/max(1e-9, b.X-a.X)
			}
		}
	}
	last := p.Strokes[len(p.Strokes)-1].Points
	return last[len(last)-1].Y
}

// calendar chooses years or months for the axis of time, at most ten of them; the first
// day where none falls into it.
func calendar(begin, end time.Time, x func(time.Time) float64) []tick {
	const most = 10
	months := (end.Year()-begin.Year())*12 + int(end.Month()-begin.Month()) + 1
	step := months // more than a thousand years
	for _, s := range []int{1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200} {
		if months <= s*most {
			step = s
			break
		}
	}
	layout := "Jan 2006"
	if step >= 12 {
		layout = "2006"
	}
	var out []tick
	first := begin.Year()*12 + int(begin.Month()) - 1
	for m := (first + step - 1) / step * step; len(out) < most+1; m += step {
		t := time.Date(m/12, time.Month(m%12+1), 1, 0, 0, 0, 0, time.UTC)
		if !t.Before(end) {
			break
		}
		if !t.Before(begin) {
			out = append(out, tick{x(t), t.Format(layout)})
		}
	}
	if len(out) == 0 {
		return []tick{{x(begin), begin.Format("2 Jan 2006")}}
	}
	return out
}
