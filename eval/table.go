package eval

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// Table is what a report tells beside its scores.
type Table struct {
	Name  string // "types, gold by row and coded by column"
	About string // a sentence or two, or ""
	Head  []string
	Rows  [][]string // each as long as Head; the first cell names the row
}

// confusion counts what stood in the place of what: gold first.
type confusion map[[2]string]int

// noEvent stands in the place of a type.
const noEvent = "none"

func (c confusion) add(gold, coded string) { c[[2]string{gold, coded}]++ }

// table writes the counts as a square: a row for each label that gold has, a column for
// each that was coded, in the order of order and then of the alphabet.
func (c confusion) table(name, about string, order []string) Table {
	gold, coded := map[string]bool{}, map[string]bool{}
	for k := range c {
		gold[k[0]], coded[k[1]] = true, true
	}
	sorted := func(set map[string]bool) []string {
		place := func(s string) int {
			if i := slices.Index(order, s); i >= 0 {
				return i
			}
			return len(order)
		}
		return slices.SortedFunc(maps.Keys(set), func(a, b string) int { return cmp.Or(place(a)-place(b), strings.Compare(a, b)) })
	}
	columns := sorted(coded)
	t := Table{Name: name, About: about, Head: append([]string{"gold"}, columns...)}
	for _, g := range sorted(gold) {
		row := []string{g}
		for _, k := range columns {
			cell := "·"
			if n := c[[2]string{g, k}]; n > 0 {
				cell = strconv.Itoa(n)
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func typeOrder() []string {
	var out []string
	for _, t := range entente.EventTypes() {
		out = append(out, string(t))
	}
	return append(out, noEvent)
}

func statusOrder() []string {
	var out []string
	for _, s := range entente.Statuses() {
		out = append(out, string(s))
	}
	return out
}

// causes counts why records were missed.
type causes map[string]int

func (c causes) table(name, about string) Table {
	all := 0
	for _, n := range c {
		all += n
	}
	t := Table{Name: name, About: about, Head: []string{"cause", "records", "%"}}
	for _, cause := range slices.SortedFunc(maps.Keys(c), func(a, b string) int { return cmp.Or(c[b]-c[a], strings.Compare(a, b)) }) {
		t.Rows = append(t.Rows, []string{cause, strconv.Itoa(c[cause]), fmt.Sprintf("%.1f", 100*float64(c[cause])/float64(all))})
	}
	return t
}

// reliability holds, for each bin of the confidence, how many events have one in it, how
// many of these are right, and the sum of their confidences.
type reliability [len(bins)]struct {
	right, all int
	sum        float64
}

// bins are the lower ends of the rows of the table.
var bins = [...]float64{0, 0.4, 0.6, 0.8}

func (r *reliability) add(confidence float64, right bool) {
	k := len(bins) - 1
	for k > 0 && confidence < bins[k] {
		k--
	}
	r[k].all++
	r[k].sum += confidence
	if right {
		r[k].right++
	}
}

// table sets what the confidence says beside what came true. The last row is the mean
// distance of the two over all events, the expected calibration error (Naeini, Cooper and
// Hauskrecht 2015, AAAI 29: 2901-2907).
func (r *reliability) table(right string) Table {
	t := Table{Name: "reliability of the confidence", About: right, Head: []string{"confidence", "events", "its mean, %", "right, %"}}
	all, off := 0, 0.0
	for k, from := range bins {
		to := 1.0
		if k+1 < len(bins) {
			to = bins[k+1]
		}
		n := float64(r[k].all)
		if n == 0 {
			continue
		}
		said, came := 100*r[k].sum/n, 100*float64(r[k].right)/n
		t.Rows = append(t.Rows, []string{fmt.Sprintf("%.1f to %.1f", from, to), strconv.Itoa(r[k].all), fmt.Sprintf("%.1f", said), fmt.Sprintf("%.1f", came)})
		all += r[k].all
		off += n * max(said-came, came-said)
	}
	if all > 0 {
		t.Rows = append(t.Rows, []string{"mean distance", strconv.Itoa(all), "", fmt.Sprintf("%.1f", off/float64(all))})
	}
	return t
}

// markdown writes a table of a page.
func (t *Table) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "\n### %s%s\n\n", strings.ToUpper(t.Name[:1]), t.Name[1:])
	if t.About != "" {
		b.WriteString(t.About + "\n\n")
	}
	line := func(cells []string) {
		escaped := make([]string, len(cells))
		for i, c := range cells {
			escaped[i] = strings.ReplaceAll(c, "|", `\|`)
		}
		b.WriteString("| " + strings.Join(escaped, " | ") + " |\n")
	}
	line(t.Head)
	b.WriteString("|---" + strings.Repeat("|---:", len(t.Head)-1) + "|\n")
	for _, row := range t.Rows {
		line(row)
	}
}

// text writes a table for a terminal.
func (t *Table) text(b *strings.Builder) {
	fmt.Fprintf(b, "  %s\n", t.Name)
	if t.About != "" {
		fmt.Fprintf(b, "    %s\n", t.About)
	}
	width := make([]int, len(t.Head))
	rows := append([][]string{t.Head}, t.Rows...)
	for _, row := range rows {
		for i, c := range row {
			width[i] = max(width[i], len([]rune(c)))
		}
	}
	for _, row := range rows {
		b.WriteString("   ")
		for i, c := range row {
			pad := strings.Repeat(" ", width[i]-len([]rune(c)))
			if i == 0 {
				b.WriteString(" " + c + pad)
			} else {
				b.WriteString(" " + pad + c)
			}
		}
		b.WriteString("\n")
	}
}
