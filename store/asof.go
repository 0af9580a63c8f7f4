package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"entente"
)

// knownHappening is a happening as it was known at a moment.
type knownHappening struct {
	entente.Happening
	row int64
}

// asOf works out what was known at f.AsOf from the rows alone, since the tables of what
// stands hold today only. It is as slow as there are rows.
func (l *Ledger) asOf(ctx context.Context, f *entente.Filter) ([]knownHappening, error) {
	at := moment(f.AsOf)
	c := condition{}
	c.add("r.known <= ?", at)
	if f.A != "" || f.B != "" {
		var parts []string
		for _, end := range sides(&entente.Filter{A: f.A, B: f.B, Directed: f.Directed, Everyone: true}) {
			parts = append(parts, "SELECT t.report FROM dyad t"+end.where())
			c.args = append(c.args, end.args...)
		}
		c.add("r.id IN (" + strings.Join(parts, " UNION ") + ")")
	}
	ids, err := list[int64](ctx, l.pool, "SELECT DISTINCT r.happening FROM report r"+c.where()+" ORDER BY r.happening", c.args...)
	if err != nil {
		return nil, err
	}
	var out []knownHappening
	for chunk := range slices.Chunk(ids, 500) {
		var args []any
		set := in(chunk, &args)
		rows, err := reports(ctx, l.pool, "WHERE r.happening IN "+set+" AND"+standing+"ORDER BY r.happening, r.id", append(args, at, at, at)...)
		if err != nil {
			return nil, err
		}
		for len(rows) > 0 {
			n := slices.IndexFunc(rows, func(r storedReport) bool { return r.at.happening != rows[0].at.happening })
			if n < 0 {
				n = len(rows)
			}
			h := knownHappening{fold(rows[:n]), rows[0].at.happening}
			if keeps(f, &h.Happening) {
				out = append(out, h)
			}
			rows = rows[n:]
		}
	}
	return out, nil
}

func (l *Ledger) happeningsAsOf(ctx context.Context, f entente.Filter) ([]entente.Happening, string, error) {
	all, err := l.asOf(ctx, &f)
	if err != nil {
		return nil, "", l.fail(err)
	}
	order := func(a, b cursor) int {
		c := cmp.Or(strings.Compare(a.day, b.day), cmp.Compare(a.row, b.row))
		if f.Oldest {
			return c
		}
		return -c
	}
	place := func(h knownHappening) cursor { return cursor{h.Day.String(), h.row} }
	slices.SortFunc(all, func(a, b knownHappening) int { return order(place(a), place(b)) })
	if f.After != "" {
		after, err := parseCursor(f.After)
		if err != nil {
			return nil, "", err
		}
		all = slices.DeleteFunc(all, func(h knownHappening) bool { return order(place(h), after) <= 0 })
	}
	next := ""
	if n := limit(&f); n > 0 && len(all) > n {
		all = all[:n]
		next = place(all[n-1]).String()
	}
	out := make([]entente.Happening, len(all))
	for i := range all {
		out[i] = all[i].Happening
		out[i].All = nil
	}
	return out, next, nil
}

// keeps is the condition that happeningQuery puts into SQL.
func keeps(f *entente.Filter, h *entente.Happening) bool {
	day := h.Day.String()
	dated := (f.From.IsZero() || day >= f.From.String()) && (f.To.IsZero() || (day <= f.To.String() && day != ""))
	return dated && (len(f.Types) == 0 || slices.Contains(f.Types, h.Type)) && (len(f.Statuses) == 0 || slices.Contains(f.Statuses, h.Overall)) &&
		hasSides(f, &h.Report) && hasClass(f, &h.Report) && hasWords(f, h.All) && (!f.Stated || slices.ContainsFunc(h.All, states)) &&
		(f.Publisher == "" || slices.ContainsFunc(h.All, func(r entente.Report) bool { return r.Print.Publisher == f.Publisher }))
}

// keepsReport holds a single row against f.
func keepsReport(f *entente.Filter, r *entente.Report) bool {
	day := r.Day().String()
	dated := (f.From.IsZero() || day >= f.From.String()) && (f.To.IsZero() || (day <= f.To.String() && day != ""))
	return dated && (len(f.Types) == 0 || slices.Contains(f.Types, r.Type)) && (len(f.Statuses) == 0 || slices.Contains(f.Statuses, r.Status)) &&
		(f.Publisher == "" || r.Print.Publisher == f.Publisher) && hasSides(f, r) && hasClass(f, r) && hasWords(f, []entente.Report{*r}) && (!f.Stated || states(*r))
}

// states reports whether a row states a figure or a stage.
func states(r entente.Report) bool { return r.Stage != "" || len(r.Figures) > 0 }

func hasSides(f *entente.Filter, r *entente.Report) bool {
	if f.A == "" && f.B == "" {
		return true
	}
	return slices.ContainsFunc(r.Dyads(), func(d entente.Dyad) bool {
		if !f.Everyone && !d.Official {
			return false
		}
		forth := (f.A == "" || d.Source == f.A) && (f.B == "" || d.Target == f.B)
		back := (f.A == "" || d.Target == f.A) && (f.B == "" || d.Source == f.B)
		return forth || (back && !f.Directed)
	})
}

func hasClass(f *entente.Filter, r *entente.Report) bool {
	return len(f.Classes) == 0 || slices.ContainsFunc(r.Attribution, func(v entente.Voice) bool { return slices.Contains(f.Classes, v.Class) })
}

// hasWords is a plain reading of what the index of words does: case apart, whole words.
func hasWords(f *entente.Filter, rows []entente.Report) bool {
	if f.Words == "" {
		return true
	}
	return slices.ContainsFunc(rows, func(r entente.Report) bool {
		text := " " + Folded(r.Quote) + " "
		for i, part := range strings.Split(f.Words, `"`) {
			want := strings.Fields(Folded(part))
			if i%2 == 1 {
				want = []string{strings.Join(want, " ")}
			}
			for _, w := range want {
				if w != "" && !strings.Contains(text, " "+w+" ") {
					return false
				}
			}
		}
		return true
	})
}
