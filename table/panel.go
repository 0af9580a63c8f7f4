package table

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"

	"entente"
)

// Dyad is what one day, or any stretch of days, holds of what Source does to Target.
type Dyad struct {
	Source, Target string // codes of lands or bodies
	entente.Tally
	// Quads are the events by class: verbal cooperation, material cooperation, verbal
	// conflict, material conflict.
	Quads [4]int
	// Level is that of the tie on the day, between Low and High; nil is not known.
	Level, Low, High *float64
}

var quadNames = [4]entente.QuadClass{entente.VerbalCooperation, entente.MaterialCooperation, entente.VerbalConflict, entente.MaterialConflict}

// quadIndex is the place of a class in Dyad.Quads, -1 for none.
func quadIndex(q entente.QuadClass) int { return slices.Index(quadNames[:], q) }

// Period is the stretch of time that a row of a panel holds.
type Period string

// The periods of panels.
const (
	Monthly Period = "month"
	Yearly  Period = "year"
)

// DyadsOf sums rows that count by the day they count on and pair of codes, each with weight
// 1 and its Goldstein value. History without a date has no day. Parties without a code, and what a land does to itself, are left out.
// It holds all days in memory.
func DyadsOf(rows Rows) ([]Dyad, error) {
	type key struct {
		source, target string
		day            entente.Day
	}
	sums := map[key]*Dyad{}
	err := eachOf(rows, true, func(r *Row) error {
		if !r.counts() || len(r.sources) == 0 || len(r.targets) == 0 {
			return nil
		}
		k := key{r.sources[0].Code, r.targets[0].Code, r.counted()}
		if k.source == "" || k.target == "" || k.source == k.target {
			return nil
		}
		d := sums[k]
		if d == nil {
			d = &Dyad{Source: k.source, Target: k.target, Tally: entente.Tally{Day: k.day}}
			sums[k] = d
		}
		quad, gold := r.scale()
		d.Events++
		if gold != nil {
			d.Weight++
			d.Sum += *gold
		}
		if i := quadIndex(quad); i >= 0 {
			d.Quads[i]++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]Dyad, 0, len(sums))
	for _, d := range sums {
		out = append(out, *d)
	}
	sortDyads(out)
	return out, nil
}

// counted is the day that a row counts on, zero for none.
func (r *Row) counted() entente.Day {
	if r.imported != nil {
		return r.imported.Day
	}
	return r.report.Day()
}

func (r *Row) scale() (entente.QuadClass, *float64) {
	if r.imported != nil {
		return r.imported.Quad, r.imported.Goldstein
	}
	return r.report.Quad, r.report.Goldstein
}

func sortDyads(list []Dyad) {
	slices.SortStableFunc(list, func(a, b Dyad) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), a.Day.Compare(b.Day))
	})
}

// WritePanel writes a CSV with a row for each directed pair and month or year that holds
// anything, sorted. Numbers of states are those of the last day of the period; of Level,
// Low and High those of the last day that has them stand. Days that are not known have
// no period and are left out.
func WritePanel(w io.Writer, dyads []Dyad, by Period) error {
	if by != Monthly && by != Yearly {
		return &entente.Error{Op: "table", Kind: entente.Refused, Err: fmt.Errorf("panel by %q; there are %q and %q", by, Monthly, Yearly)}
	}
	codes, err := LoadCodes()
	if err != nil {
		return err
	}
	list := slices.DeleteFunc(slices.Clone(dyads), func(d Dyad) bool { return d.Day.IsZero() })
	sortDyads(list)
	out := bufio.NewWriterSize(w, 64<<10)
	if _, err := out.WriteString("source,target,ccode1,ccode2,gwcode1,gwcode2,year,"); err != nil {
		return err
	}
	if by == Monthly {
		if _, err := out.WriteString("month,"); err != nil {
			return err
		}
	}
	if _, err := out.WriteString("events,weight,scale_sum,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict,level,low,high\r\n"); err != nil {
		return err
	}
	var line []byte
	for i := 0; i < len(list); {
		sum := list[i]
		end := periodEnd(sum.Day, by)
		i++
		for ; i < len(list) && list[i].Source == sum.Source && list[i].Target == sum.Target && periodEnd(list[i].Day, by) == end; i++ {
			sum.add(&list[i])
		}
		line = sum.appendLine(line[:0], codes, end, by)
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return out.Flush()
}

// periodEnd is the last day of the period that a day is in.
func periodEnd(d entente.Day, by Period) entente.Day {
	first := entente.Day{Year: d.Year, Month: 1, Day: 1}
	if by == Yearly {
		return first.Add(1, 0, -1)
	}
	first.Month = d.Month
	return first.Add(0, 1, -1)
}

func (d *Dyad) add(o *Dyad) {
	d.Events += o.Events
	d.Weight += o.Weight
	d.Sum += o.Sum
	for i := range d.Quads {
		d.Quads[i] += o.Quads[i]
	}
	if o.Level != nil {
		d.Level, d.Low, d.High = o.Level, o.Low, o.High
	}
}

func (d *Dyad) appendLine(line []byte, codes *Codes, end entente.Day, by Period) []byte {
	number := func(n int) {
		line = append(line, ',')
		if n != 0 {
			line = strconv.AppendInt(line, int64(n), 10)
		}
	}
	count := func(n int) { line = strconv.AppendInt(append(line, ','), int64(n), 10) }
	value := func(v *float64) {
		line = append(line, ',')
		if v != nil {
			line = strconv.AppendFloat(line, *v, 'f', -1, 64)
		}
	}
	a, _ := codes.On(d.Source, end)
	b, _ := codes.On(d.Target, end)
	line = appendText(line, d.Source, ',')
	line = appendText(append(line, ','), d.Target, ',')
	number(a.COW)
	number(b.COW)
	number(a.GW)
	number(b.GW)
	count(end.Year)
	if by == Monthly {
		count(int(end.Month))
	}
	count(d.Events)
	value(&d.Weight)
	value(&d.Sum)
	for _, n := range d.Quads {
		count(n)
	}
	value(d.Level)
	value(d.Low)
	value(d.High)
	return append(line, '\r', '\n')
}
