package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/desk"
	"entente/paper"
	"entente/report"
)

func (m *Main) dossierCommand() *cobra.Command {
	const try = "entente dossier PAK RUS"
	var a *asking
	var on *papering
	var by, from string
	cmd := &cobra.Command{
		Use:   "dossier A [B]",
		Short: "all that is known of a pair, or of one land, to be read on paper",
		Long: "dossier puts together what the other questions answer of a pair: the brief, the tie over time with its\n" +
			"chart and turning points, what moved it, the time line, quotes, disputes, deals, predictions, figures and\n" +
			"third parties, each row with its sentence. Of one land it has what concerns it and anybody. html is one\n" +
			"file for a screen and for paper, pdf is laid out for paper, eml is a message with text, page and PDF.",
		Example: "  entente dossier Pakistan Russia\n" +
			"  entente dossier PAK RUS --format pdf --out pakistan-russia.pdf\n" +
			"  entente dossier PAK --from 2015 --to 2017 --format html --out pakistan.html\n" +
			"  entente dossier PAK RUS --format eml --mail-to desk@example.org --out pakistan-russia.eml",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) > 2 {
				return usagef(try, "dossier takes one or two lands or bodies, not %d", len(args))
			}
			if err := on.check(m, "entente dossier "+strings.Join(args, " "), "text", "html", "pdf", "eml"); err != nil {
				return err
			}
			asked := *a
			asked.format = "text" // the formats are those of paper
			f, err := asked.filter(try)
			if err != nil {
				return err
			}
			period := entente.Period(by)
			if period != entente.PeriodWeek && period != entente.PeriodMonth && period != entente.PeriodYear {
				return usagef(try, "--by %q: week, month and year are there", by)
			}
			who, err := m.lands(cmd, a, try)
			if err != nil {
				return err
			}
			if f.A, f.B, err = who.tie(args); err != nil {
				return err
			}
			r, done, err := m.openReader(cmd.Context(), cmd)
			if err != nil {
				return err
			}
			d, err := m.dossier(cmd.Context(), r, f, period, from)
			if err := errors.Join(err, done()); err != nil {
				return err
			}
			d.Name = who.name
			if a.format == "text" {
				return m.writeOut(on.out, func(w io.Writer) error {
					return dossierText(w, d, report.Options{Width: m.width(), Colour: m.colour(cmd) && on.out == "", Points: f.Limit})
				})
			}
			opts := on.options(m)
			doc := d.Document()
			return on.write(m, &doc, opts, func(w io.Writer, o report.Options) error {
				o.Points = f.Limit
				return dossierText(w, d, o)
			})
		},
	}
	a = askFlags(cmd, "span", "limit")
	a.limit = 100
	on = paperFlags(cmd, &a.format)
	cmd.Flags().Lookup("format").Usage = "text, html, pdf or eml"
	cmd.Flags().StringVar(&by, "by", "month", "week, month or year of the tie")
	cmd.Flags().StringVar(&from, "since", newsOfDossier, "first day of the brief's news: YYYY-MM-DD, or before the last day: 7d, 2w, 3m, 1y")
	limit := cmd.Flags().Lookup("limit")
	limit.Usage, limit.DefValue = "rows of each list at most; 0 means all", "100"
	return cmd
}

// dossier asks what a dossier holds up to the day of the last article; from is as in since.
func (m *Main) dossier(ctx context.Context, r entente.Reader, f entente.Filter, by entente.Period, from string) (*paper.Dossier, error) {
	_, last, err := m.news(ctx, r, f)
	if err != nil {
		return nil, err
	}
	first, err := since(from, last)
	if err != nil {
		return nil, err
	}
	return dossierOf(ctx, r, f, by, first, last)
}

// years is how far back third parties are looked at where no first day is asked for.
const years = 2

// dossierOf asks a ledger all that a dossier holds.
func dossierOf(ctx context.Context, r entente.Reader, f entente.Filter, by entente.Period, first, day entente.Day) (*paper.Dossier, error) {
	d := &paper.Dossier{A: f.A, B: f.B, From: f.From, To: day, Since: first, Periods: max(0, f.Limit)}
	codes := []string{f.A}
	var err error
	if f.B != "" {
		codes = append(codes, f.B)
		d.Tie, err = desk.Relation(ctx, r, desk.Ask{A: f.A, B: f.B, Period: by, From: f.From, To: day, AsOf: f.AsOf, Everyone: f.Everyone})
		if err != nil {
			return nil, err
		}
		news, err := desk.Brief(ctx, r, desk.Watch{Pairs: [][2]string{{f.A, f.B}}, Since: first, To: day, AsOf: f.AsOf, Everyone: f.Everyone, Listed: f.Limit})
		if err != nil {
			return nil, err
		}
		d.Brief = &news.Pairs[0]
	}
	for _, ask := range []func() error{
		func() (err error) { d.Chronology, err = latest(ctx, r, f); return err },
		func() (err error) { d.Quotes, err = dossierQuotes(ctx, r, f); return err },
		func() (err error) { d.Disputes, err = desk.Disputes(ctx, r, f); return err },
		func() (err error) { d.Deals, err = desk.Deals(ctx, r, f); return err },
		func() (err error) { d.Predictions, err = desk.Predictions(ctx, r, f); return err },
		func() (err error) { d.Figures, err = desk.Figures(ctx, r, f); return err },
	} {
		if err := ask(); err != nil {
			return nil, err
		}
	}
	totals, err := r.Totals(ctx)
	if err != nil {
		return nil, err
	}
	if !totals.To.IsZero() && totals.To.Before(day) {
		day = totals.To // of the days since then nothing is known of anybody
	}
	for _, code := range codes {
		w := desk.Window{State: code, From: f.From, To: day, AsOf: f.AsOf, Everyone: f.Everyone}
		if w.From.IsZero() {
			w.From = day.Add(-years, 0, 0)
		}
		got, err := desk.Realignments(ctx, r, w)
		if err != nil {
			return nil, err
		}
		d.Realignments = append(d.Realignments, got)
	}
	return d, nil
}

// latest is the time line of a dossier: the last rows of f, in order.
func latest(ctx context.Context, r entente.Reader, f entente.Filter) (*desk.Chronology, error) {
	list, next, err := r.Happenings(ctx, f)
	c := &desk.Chronology{A: f.A, B: f.B, Next: next}
	for _, h := range slices.Backward(list) {
		h.All = nil
		if n := len(c.Days); n == 0 || c.Days[n-1].Day != h.Day {
			c.Days = append(c.Days, desk.DayRows{Day: h.Day})
		}
		d := &c.Days[len(c.Days)-1]
		d.Happenings = append(d.Happenings, h)
	}
	return c, err
}

// dossierQuotes are what speakers of a land said; of a pair, what each said about the
// other, the newest first.
func dossierQuotes(ctx context.Context, r entente.Reader, f entente.Filter) (*desk.List[entente.Quote], error) {
	list, err := desk.Quotes(ctx, r, f)
	if err != nil || f.B == "" {
		return list, err
	}
	f.A, f.B = f.B, f.A
	back, err := desk.Quotes(ctx, r, f)
	if err != nil {
		return nil, err
	}
	list.Rows = append(list.Rows, back.Rows...)
	slices.SortStableFunc(list.Rows, func(a, b entente.Quote) int { return b.Article.Published.Compare(a.Article.Published) })
	if list.Next = cmp.Or(list.Next, back.Next); f.Limit > 0 && len(list.Rows) > f.Limit {
		list.Rows, list.Next = list.Rows[:f.Limit], "more"
	}
	return list, nil
}

// dossierText writes a dossier for a terminal: the pages of the single questions.
func dossierText(w io.Writer, d *paper.Dossier, o report.Options) error {
	var b strings.Builder
	title := func(name string) { fmt.Fprintf(&b, "\n%s\n%s\n\n", name, strings.Repeat("═", o.Width)) }
	var errs []error
	name := d.Name(d.A)
	if d.B != "" {
		name += " – " + d.Name(d.B)
		title("IN BRIEF")
		errs = append(errs, report.Brief(&b, &desk.Briefing{Since: d.Since, To: d.To, Pairs: []desk.PairBrief{*d.Brief}}, o))
		title("THE TIE OVER TIME")
		errs = append(errs, report.Relation(&b, d.Tie, o))
	}
	title("TIME LINE")
	days := *d.Chronology
	days.Next = "" // the pages of a dossier do not go on
	errs = append(errs, report.Timeline(&b, &days, o))
	title("WHO SAID WHAT")
	errs = append(errs, report.Quotes(&b, whole(d.Quotes), o))
	title("DISPUTED")
	errs = append(errs, report.Disputes(&b, whole(d.Disputes), o))
	title("DEALS")
	errs = append(errs, report.Deals(&b, d.Deals, o))
	title("FORETOLD")
	errs = append(errs, report.Predictions(&b, whole(d.Predictions), o))
	title("FIGURES")
	errs = append(errs, report.Figures(&b, whole(d.Figures), o))
	for _, a := range d.Realignments {
		title("THIRD PARTIES OF " + strings.ToUpper(d.Name(a.State)))
		errs = append(errs, report.Realignments(&b, a, o))
	}
	_, err := io.WriteString(w, name+"\n"+b.String())
	return errors.Join(append(errs, err)...)
}

// whole is a list without the word on how it goes on.
func whole[T any](list *desk.List[T]) *desk.List[T] {
	out := *list
	out.Next = ""
	return &out
}
