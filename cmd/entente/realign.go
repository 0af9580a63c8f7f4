package main

import (
	"context"

	"github.com/spf13/cobra"

	"entente"
	"entente/desk"
	"entente/report"
)

func (m *Main) realignmentsCommand() *cobra.Command {
	const try = "entente realignments Pakistan --from 2014 --to 2017"
	var a *asking
	var partners int
	cmd := &cobra.Command{
		Use:   "realignments LAND",
		Short: "from whom to whom a land moved between two days, and which triads it stands in",
		Long: "realignments compares the ties of a land or body in the month of the first day with those in the\n" +
			"month of the last: which of them cooled while others warmed, by more than their bands, with what\n" +
			"moved each, and which triads are in balance (docs/relations.md). Without --from it looks at the two\n" +
			"years before the last day.",
		Example: "  entente realignments Pakistan\n" +
			"  entente realignments PAK --from 2014 --to 2017-10-13 --format json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef(try, "realignments takes one land or body, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := a.filter(try)
			if err != nil {
				return err
			}
			if partners < 2 || partners > 50 {
				return usagef(try+" --partners 12", "--partners %d: want 2 to 50", partners)
			}
			w := desk.Window{From: f.From, Partners: partners, AsOf: f.AsOf, Everyone: f.Everyone, Sets: f.Sets}
			who, err := m.lands(cmd, a, try)
			if err != nil {
				return err
			}
			if w.State, err = who.one(args[0]); err != nil {
				return err
			}
			return answer(m, cmd, a, func(ctx context.Context, r entente.Reader) (*desk.Alignment, error) {
				if _, w.To, err = m.news(ctx, r, f); err != nil {
					return nil, err
				}
				if w.From.IsZero() {
					w.From = w.To.Add(-2, 0, 0)
				}
				if w.To.Before(w.From) {
					return nil, usagef(try, "--from %s is after the last day, %s", w.From, w.To)
				}
				return desk.Realignments(ctx, r, w)
			}, report.Realignments)
		},
	}
	a = askFlags(cmd, "span", "sets")
	cmd.Flags().IntVar(&partners, "partners", 12, "how many ties are looked at, the weightiest of these days")
	return cmd
}
