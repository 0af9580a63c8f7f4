package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/desk"
	"entente/report"
)

func (m *Main) searchCommand() *cobra.Command {
	const try = `entente search "joint exercise"`
	var a *asking
	cmd := &cobra.Command{
		Use:   "search WORD…",
		Short: "rows, quotes and articles that hold these words",
		Long: "search looks for words in the sentences of rows, in what people said, and in the articles. All the\n" +
			"words must be there, in any order.",
		Example: "  entente search helicopters\n" +
			"  entente search \"gas pipeline\" --from 2015 --format json",
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := a.filter(try)
			if err != nil {
				return err
			}
			if f.Words = strings.TrimSpace(strings.Join(args, " ")); f.Words == "" {
				return usagef(try, "search takes the words to look for")
			}
			return answer(m, cmd, a, func(ctx context.Context, r entente.Reader) (*desk.Findings, error) { return desk.Search(ctx, r, f) }, report.Search)
		},
	}
	a = askFlags(cmd, "span", "limit", "after", "sets")
	return cmd
}
