package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/desk"
	"entente/report"
)

func (m *Main) relationCommand() *cobra.Command {
	const try = "entente relation PAK RUS --by month"
	var a *asking
	var by string
	cmd := &cobra.Command{
		Use:   "relation PAIR | A B",
		Short: "how a tie moved over time, with the events behind each point",
		Long: "relation prints the level of a tie by week, month or year with its 90 % band (docs/relations.md),\n" +
			"the days on which it turned, and what moved it, each with its sentence. A and B are codes or names\n" +
			"of lands or bodies. --from and --to bound what is shown, from a year before the first article to the\n" +
			"last one where they are not given; the level rests on all that is known.",
		Example: "  entente relation Pakistan Russia\n" +
			"  entente relation PAK-RUS --by year\n" +
			"  entente relation PAK RUS --by week --from 2017\n" +
			"  entente relation PAK RUS --as-of 2017-10-13 --format json\n" +
			"  entente relation PAK RUS --sets icews",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) > 2 {
				return usagef(try, "relation takes a pair, or two lands or bodies, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := a.filter("entente relation " + strings.Join(args, " "))
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
			if f.B == "" {
				return usagef(try, "relation takes a pair, or two lands or bodies, not %d", 1)
			}
			return answer(m, cmd, a, func(ctx context.Context, r entente.Reader) (*desk.Tie, error) {
				first, last, err := m.news(ctx, r, f)
				if err != nil {
					return nil, err
				}
				if f.From.IsZero() && !first.IsZero() {
					f.From = first.Add(-1, 0, 0)
				}
				ask := desk.Ask{A: f.A, B: f.B, Period: period, From: f.From, To: last, AsOf: f.AsOf, Everyone: f.Everyone, Sets: f.Sets}
				if a.format == "text" {
					ask.Listed = a.limit // JSON has them all
				}
				return desk.Relation(ctx, r, ask)
			}, report.Relation)
		},
	}
	a = askFlags(cmd, "span", "limit", "sets")
	cmd.Flags().Lookup("limit").Usage = "periods listed with their rows, the latest; 0 means all"
	cmd.Flags().StringVar(&by, "by", "month", "week, month or year")
	return cmd
}
