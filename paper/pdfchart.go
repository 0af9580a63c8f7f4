package paper

import (
	"math"

	"codeberg.org/go-pdf/fpdf"
)

const chartHeight = 190

// chart draws a level with its band as lines and areas.
func (p *press) chart(c *Chart) {
	p.room(chartHeight)
	plot := c.plot(p.left+26, p.y+14, p.right-2, p.y+chartHeight-20)
	if plot == nil {
		return
	}
	small := style{size: headSize, dim: true}
	label := func(text string, x, y, anchor float64) { // anchor 0 is left of x, 1 right
		l := p.fonts.set(plain(text), small, math.MaxFloat64)
		p.at(l, x-lineWidth(l)*anchor, y-headSize*leading/2, headSize*leading)
	}
	p.pdf.SetFillColor(tint.r, tint.g, tint.b)
	p.pdf.Polygon(points(plot.Band), "F")
	for _, t := range plot.Ys {
		p.rule(plot.Left, plot.Right, t.At, hair, 0.35)
		label(t.Label, plot.Left-5, t.At, 1)
	}
	p.rule(plot.Left, plot.Right, plot.Zero, pale, 0.6)
	for _, t := range plot.Xs {
		p.pdf.SetDrawColor(pale.r, pale.g, pale.b)
		p.pdf.Line(t.At, plot.Bottom, t.At, plot.Bottom+3)
		label(t.Label, min(t.At, plot.Right-14), plot.Bottom+9, 0.5)
	}
	p.pdf.SetFillColor(pale.r, pale.g, pale.b)
	for _, d := range plot.Dots {
		p.pdf.Circle(d.X, d.Y, 1.4, "F")
	}
	p.pdf.SetDrawColor(line.r, line.g, line.b)
	p.pdf.SetLineWidth(1.3)
	p.pdf.SetLineJoinStyle("round")
	for i := range plot.Strokes {
		s := &plot.Strokes[i]
		if s.Thin {
			p.pdf.SetDashPattern([]float64{2.5, 2}, 0)
		}
		for k, at := range s.Points {
			if k == 0 {
				p.pdf.MoveTo(at.X, at.Y)
			} else {
				p.pdf.LineTo(at.X, at.Y)
			}
		}
		p.pdf.DrawPath("D")
		p.pdf.SetDashPattern([]float64{}, 0)
	}
	for _, t := range plot.Turns {
		tone := tones[t.Tone]
		p.pdf.SetDrawColor(tone.r, tone.g, tone.b)
		p.pdf.SetLineWidth(0.6)
		p.pdf.SetDashPattern([]float64{1, 1.5}, 0)
		p.pdf.Line(t.X, plot.Top, t.X, plot.Bottom)
		p.pdf.SetDashPattern([]float64{}, 0)
		p.pdf.SetFillColor(tone.r, tone.g, tone.b)
		p.pdf.Circle(t.X, t.Y, 2.2, "F")
		if t.Number != "" {
			l := p.fonts.set(plain(t.Number), style{size: headSize, bold: true, tone: t.Tone}, math.MaxFloat64)
			p.at(l, t.X-lineWidth(l)/2, plot.Top-headSize*leading-1, headSize*leading)
		}
	}
	p.y += chartHeight
}

func points(of []xy) []fpdf.PointType {
	out := make([]fpdf.PointType, len(of))
	for i, at := range of {
		out[i] = fpdf.PointType{X: at.X, Y: at.Y}
	}
	return out
}
