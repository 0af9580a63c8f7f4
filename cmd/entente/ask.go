package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"entente"
	"entente/desk"
	"entente/report"
)

// asking holds the flags that questions to a ledger share.
type asking struct {
	format, from, to, asOf, after string
	limit                         int
	everyone                      bool
	sets, own                     []string
}

// askFlags adds the flags of every question, and of extra those of some: span (--from,
// --to), limit, after and sets.
func askFlags(cmd *cobra.Command, extra ...string) *asking {
	a := &asking{}
	f := cmd.Flags()
	f.StringVar(&a.format, "format", "text", "text or json")
	ledgerFlag(cmd)
	f.StringVar(&a.asOf, "as-of", "", "answer with what was known at the end of that day, YYYY-MM-DD, UTC")
	f.BoolVar(&a.everyone, "everyone", false, "rebels, firms, crowds and the like too, and not only states and bodies")
	for _, name := range extra {
		switch name {
		case "span":
			f.StringVar(&a.from, "from", "", "first day: YYYY-MM-DD, YYYY-MM or YYYY")
			f.StringVar(&a.to, "to", "", "last day: YYYY-MM-DD, YYYY-MM or YYYY")
		case "limit":
			f.IntVar(&a.limit, "limit", 20, "rows at most; 0 means all")
		case "after":
			f.StringVar(&a.after, "after", "", "go on where a list ended, as its last line says")
		case "sets":
			f.StringSliceVar(&a.sets, "sets", nil, "ask rows imported from other systems (icews, gdelt2, …, or all) and not our own")
		}
	}
	gazetteerFlag(cmd, &a.own)
	return a
}

// filter makes of the flags what a ledger is asked; try is a line that would work.
func (a *asking) filter(try string) (entente.Filter, error) {
	f := entente.Filter{Everyone: a.everyone, After: a.after, Sets: a.sets}
	if a.format != "text" && a.format != "json" {
		return f, usagef(try+" --format json", "unknown format %q: text and json are there", a.format)
	}
	if a.limit < 0 {
		return f, usagef(try+" --limit 20", "--limit %d: want 0 or more", a.limit)
	}
	f.Limit = cmp.Or(a.limit, -1)
	var err error
	if f.From, _, err = spanFlag("from", a.from); err != nil {
		return f, err
	}
	if _, f.To, err = spanFlag("to", a.to); err != nil {
		return f, err
	}
	if !f.From.IsZero() && !f.To.IsZero() && f.To.Before(f.From) {
		return f, usagef(try+" --from "+f.To.String()+" --to "+f.From.String(), "--from %s is after --to %s", f.From, f.To)
	}
	asOf, err := parseDayFlag("as-of", a.asOf)
	if !asOf.IsZero() {
		f.AsOf = asOf.Add(0, 0, 1).Time().Add(-time.Nanosecond)
	}
	return f, err
}

// spanFlag reads a day, a month or a year, and returns its first and last day; nothing
// gives zero days.
func spanFlag(flag, value string) (first, last entente.Day, err error) {
	if first, last, err = entente.ParseDays(value); err != nil {
		err = usagef("--"+flag+" 2018-07-09", "--%s %w", flag, err)
	}
	return first, last, err
}

// today is the last day that an answer may tell of: that of --to, of --as-of, or the clock's.
func (m *Main) today(f entente.Filter) entente.Day {
	switch {
	case !f.To.IsZero():
		return f.To
	case !f.AsOf.IsZero():
		return entente.DayOf(f.AsOf)
	case m.Now != nil:
		return entente.DayOf(m.Now())
	}
	return entente.DayOf(time.Now())
}

// news is the stretch that an answer tells of where the flags do not bound it.
func (m *Main) news(ctx context.Context, r entente.Reader, f entente.Filter) (first, last entente.Day, err error) {
	return desk.News(ctx, r, f, m.today(f))
}

// since reads "7d", "2w", "3m", "1y" before a day, or a day.
func since(value string, to entente.Day) (entente.Day, error) {
	if n := len(value) - 1; n > 0 {
		count, err := strconv.Atoi(value[:n])
		unit := strings.IndexByte("dwmy", value[n])
		if err == nil && count > 0 && count < 10_000 && unit >= 0 {
			days := [][3]int{{0, 0, 1}, {0, 0, 7}, {0, 1, 0}, {1, 0, 0}}[unit]
			return to.Add(-count*days[0], -count*days[1], -count*days[2]), nil
		}
	}
	day, err := entente.ParseDay(value)
	if err != nil {
		return day, usagef("--since 7d", "--since %q is neither a day YYYY-MM-DD nor a stretch such as 7d, 2w, 3m, 1y", value)
	}
	return day, nil
}

// answer opens the ledger, asks, and writes the answer as a page or as JSON.
func answer[T any](m *Main, cmd *cobra.Command, a *asking, question func(context.Context, entente.Reader) (T, error), page func(io.Writer, T, report.Options) error) error {
	r, done, err := m.openReader(cmd.Context(), cmd)
	if err != nil {
		return err
	}
	got, err := question(cmd.Context(), r)
	if err := errors.Join(err, done()); err != nil {
		return err
	}
	return m.show(cmd, a, got, func(w io.Writer, opts report.Options) error { return page(w, got, opts) })
}

// show writes an answer as JSON, or as a page.
func (m *Main) show(cmd *cobra.Command, a *asking, got any, page func(io.Writer, report.Options) error) error {
	if a.format == "json" {
		enc := json.NewEncoder(m.Stdout)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(got)
	}
	return page(m.Stdout, report.Options{Width: m.width(), Colour: m.colour(cmd), Points: cmp.Or(a.limit, -1)})
}

// listCommand makes a command that lists rows of nobody in particular, of one land, or of
// a pair. use is its name.
func listCommand[T any](m *Main, use, short, long, example string, extra []string, question func(context.Context, entente.Reader, entente.Filter) (T, error), page func(io.Writer, T, report.Options) error) *cobra.Command {
	var a *asking
	cmd := &cobra.Command{
		Use: use + " [PAIR | A B]", Short: short, Long: long, Example: example,
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := a.filter("entente " + use + " PAK-RUS")
			if err != nil {
				return err
			}
			if len(args) > 2 {
				return usagef("entente "+use+" PAK-RUS", "%s takes one pair or land, or two lands, not %d", use, len(args))
			}
			if len(args) > 0 {
				who, err := m.lands(cmd, a, "entente "+use+" PAK-RUS")
				if err != nil {
					return err
				}
				if f.A, f.B, err = who.tie(args); err != nil {
					return err
				}
			}
			return answer(m, cmd, a, func(ctx context.Context, r entente.Reader) (T, error) { return question(ctx, r, f) }, page)
		},
	}
	a = askFlags(cmd, slices.Concat([]string{"span", "limit"}, extra)...)
	return cmd
}
