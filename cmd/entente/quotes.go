package main

import (
	"context"

	"github.com/spf13/cobra"

	"entente"
	"entente/desk"
	"entente/report"
)

func (m *Main) quotesCommand() *cobra.Command {
	const try = "entente quotes --of PAK --about Russia"
	var a *asking
	var of, about string
	cmd := &cobra.Command{
		Use:   "quotes",
		Short: "who said what, in the words of the article",
		Long: "quotes lists what people and bodies said, the newest first, each with its sentence. --of keeps\n" +
			"speakers of a land or body; --about keeps statements that rows of a land or body rest on, or, where the\n" +
			"gazetteer knows none of that name, statements that hold these words.",
		Example: "  entente quotes --of Pakistan --about Russia\n" +
			"  entente quotes --about \"gas pipeline\" --from 2016 --format json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("entente quotes --of "+args[0], "quotes takes no argument, and got %q: --of says who speaks, --about of whom or what", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := a.filter(try)
			if err != nil {
				return err
			}
			if of != "" || about != "" {
				who, err := m.lands(cmd, a, try)
				if err != nil {
					return err
				}
				if of != "" {
					if f.A, err = who.one(of); err != nil {
						return err
					}
				}
				if code, ok := who.find(about); ok {
					f.B = code
				} else {
					f.Words = about
				}
			}
			return answer(m, cmd, a, func(ctx context.Context, r entente.Reader) (*desk.List[entente.Quote], error) {
				return desk.Quotes(ctx, r, f)
			}, report.Quotes)
		},
	}
	a = askFlags(cmd, "span", "limit", "after")
	cmd.Flags().StringVar(&of, "of", "", "speakers of this `LAND` or body")
	cmd.Flags().StringVar(&about, "about", "", "about this `LAND`, body, or words")
	return cmd
}
