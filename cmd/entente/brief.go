package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/desk"
	"entente/report"
)

func (m *Main) briefCommand() *cobra.Command {
	const try = "entente brief PAK-RUS PAK-USA --since 7d"
	var a *asking
	var from, file string
	cmd := &cobra.Command{
		Use:   "brief PAIR…",
		Short: "the news of pairs: an arrow, the reason, what moved it, what is only planned or disputed",
		Long: "brief says of each pair whether its tie went up (↗), down (↘) or stayed (→) since a day, why in one\n" +
			"line, the three events that moved it most, what is only planned or threatened, what is disputed, and\n" +
			"whether too little is known to trust the arrow. A pair is written PAK-RUS or Pakistan-Russia.",
		Example: "  entente brief PAK-RUS PAK-USA --since 7d\n" +
			"  entente brief Pakistan-Russia --since 2017-09-01 --to 2017-10-13\n" +
			"  entente brief --pairs monday.txt --format json",
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := a.filter(try)
			if err != nil {
				return err
			}
			w := desk.Watch{AsOf: f.AsOf, Everyone: f.Everyone, Sets: f.Sets, Listed: f.Limit}
			if w.Pairs, err = m.pairs(cmd, a, try, file, args); err != nil {
				return err
			}
			return answer(m, cmd, a, func(ctx context.Context, r entente.Reader) (*desk.Briefing, error) {
				_, last, err := m.news(ctx, r, f)
				if err != nil {
					return nil, err
				}
				w.To = last
				if w.Since, err = since(from, w.To); err != nil {
					return nil, err
				}
				if w.To.Before(w.Since) {
					return nil, usagef(try, "--since %s is after the day of the brief, %s", w.Since, w.To)
				}
				if f.To.IsZero() && f.AsOf.IsZero() && last.Before(m.today(f).Add(0, 0, -1)) {
					m.warn("the last article is of %s, and the brief goes up to that day", last)
				}
				return desk.Brief(ctx, r, w)
			}, report.Brief)
		},
	}
	a = askFlags(cmd, "limit", "sets")
	cmd.Flags().Lookup("limit").Usage = "rows listed of what is planned and of what is disputed; 0 means all"
	cmd.Flags().StringVar(&a.to, "to", "", "the day of the brief: YYYY-MM-DD (default the day of the last article)")
	cmd.Flags().StringVar(&from, "since", "7d", "first day of the news: YYYY-MM-DD, or days, weeks, months or years before the brief: 7d, 2w, 3m, 1y")
	cmd.Flags().StringVar(&file, "pairs", "", "read pairs from a `FILE`, one a line; # starts a comment")
	return cmd
}

// pairs reads the pairs of a command line and of the file of --pairs, if there is one.
func (m *Main) pairs(cmd *cobra.Command, a *asking, try, file string, args []string) (pairs [][2]string, err error) {
	if len(args) == 0 && file == "" {
		return nil, usagef(try, "no pairs: name them, or --pairs FILE with one a line")
	}
	who, err := m.lands(cmd, a, try)
	if err != nil {
		return nil, err
	}
	if len(args) == 2 { // the two sides of one pair, as other commands take them
		x, ok := who.find(args[0])
		if y, both := who.find(args[1]); ok && both {
			args, pairs = nil, [][2]string{{x, y}}
			if err := who.distinct(x, y); err != nil {
				return nil, err
			}
		}
	}
	for _, arg := range args {
		x, y, err := who.pair(arg)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, [2]string{x, y})
	}
	if file != "" {
		more, err := who.pairsFile(file)
		if err != nil {
			return nil, err
		}
		if pairs = append(pairs, more...); len(pairs) == 0 {
			return nil, usagef(try, "no pairs: name them, or --pairs FILE with one a line")
		}
	}
	return pairs, nil
}

// pairsFile reads the pairs of a file.
func (l *lands) pairsFile(name string) (pairs [][2]string, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, usagef(l.try, "--pairs %s: %w", name, errors.Unwrap(err))
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "\ufeff"), "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		x, y, err := l.pair(line)
		if err != nil {
			return nil, usagef("PAK-RUS or Pakistan-Russia in that line", "%s:%d: %w", name, n, err)
		}
		pairs = append(pairs, [2]string{x, y})
	}
	return pairs, lines.Err()
}
