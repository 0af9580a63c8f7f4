package paper

// The room around the cells of a table, in points.
const (
	cellGap   = 6   // between columns
	cellAbove = 2.5 // above and below the lines of a row
)

// setRow is a row whose cells are broken into lines.
type setRow struct {
	cells [][]setLine
	group bool
	above float64 // empty, before it
}

func (r *setRow) count() int {
	n := 1
	for _, c := range r.cells {
		n = max(n, len(c))
	}
	return n
}

const rowLeading = tableSize * 1.3

func (r *setRow) height() float64 { return r.above + float64(r.count())*rowLeading + 2*cellAbove }

// columns are where each column begins, and how wide it is.
func (p *press) columns(t *Table) (x, width []float64) {
	sum := 0.0
	for _, c := range t.Columns {
		sum += c.Part
	}
	room := p.right - p.left - cellGap*float64(max(0, len(t.Columns)-1))
	at := p.left
	for _, c := range t.Columns {
		w := room * c.Part / max(sum, 1e-9)
		x, width = append(x, at), append(width, w)
		at += w + cellGap
	}
	return x, width
}

func (p *press) setRow(r *Row, width []float64) setRow {
	if len(r.Group) > 0 {
		return setRow{[][]setLine{p.fonts.set(r.Group, style{size: tableSize}, p.right-p.left)}, true, cellAbove}
	}
	out := setRow{}
	for i, c := range r.Cells[:min(len(r.Cells), len(width))] {
		var lines []setLine
		for _, l := range c {
			lines = append(lines, p.fonts.set(l, style{size: tableSize, dim: r.Dim}, width[i])...)
		}
		out.cells = append(out.cells, lines)
	}
	return out
}

func (p *press) setHead(t *Table, width []float64) setRow {
	var out setRow
	for i, c := range t.Columns {
		out.cells = append(out.cells, p.fonts.set(plain(c.Title), style{size: headSize, bold: true, dim: true}, width[i]))
	}
	return out
}

// tableLead is the height of the titles and the first row, with the group that it is in.
func (p *press) tableLead(t *Table) float64 {
	_, width := p.columns(t)
	head := p.setHead(t, width)
	height := head.height() + 2
	for i := range t.Rows {
		row := p.setRow(&t.Rows[i], width)
		height += row.height()
		if !row.group {
			break
		}
	}
	return min(height, 2*p.third())
}

// table draws t. The titles stand again on top of each page.
func (p *press) table(t *Table) {
	x, width := p.columns(t)
	head := p.setHead(t, width)
	titles := func() {
		p.cells(&head, x, 0, head.count())
		p.rule(p.left, p.right, p.y, pale, 0.5)
		p.y += 1
	}
	p.room(p.tableLead(t))
	titles()
	full := p.bottom - p.top - head.height() - 1
	for i := range t.Rows {
		row := p.setRow(&t.Rows[i], width)
		need := row.height()
		if row.group && i+1 < len(t.Rows) { // a group stands with its first row
			next := p.setRow(&t.Rows[i+1], width)
			need += next.height()
		}
		if p.y+min(need, full) > p.bottom {
			p.page()
			titles()
		}
		p.y += row.above
		for from, n := 0, row.count(); from < n; {
			fit := min(n-from, max(1, int((p.bottom-p.y-2*cellAbove)/rowLeading+0.001)))
			p.cells(&row, x, from, from+fit)
			if from += fit; from < n {
				p.page()
				titles()
			}
		}
		if i+1 < len(t.Rows) && !row.group {
			p.rule(p.left, p.right, p.y, hair, 0.35)
		}
	}
}

// cells draws the lines from..to of each cell of a row.
func (p *press) cells(row *setRow, x []float64, from, to int) {
	for i, c := range row.cells {
		if from < len(c) {
			p.at(c[from:min(to, len(c))], x[i], p.y+cellAbove, rowLeading)
		}
	}
	p.y += float64(to-from)*rowLeading + 2*cellAbove
}
