package main

import (
	"bufio"
	"bytes"
	"encoding/json"

	"github.com/spf13/cobra"

	"entente"
	"entente/feed"
	"entente/resolve"
)

func (m *Main) resolveCommand() *cobra.Command {
	var own []string
	cmd := &cobra.Command{
		Use:   "resolve",
		Short: "say who is meant: one JSON line in, one out",
		Long: "resolve reads JSON lines {\"text\",\"date\"?,\"context\"?} from standard input and writes\n" +
			"{\"country\",\"sector\",\"entity\",\"name\",\"how\",\"candidates\"} a line, as of that date.",
		Example: `  echo '{"text":"the German chancellor","date":"1985-05-01"}' | entente resolve` + "\n" +
			"  entente resolve --gazetteer names.tsv < phrases.jsonl",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			brought, err := m.custom(cmd, own)
			if err != nil {
				return err
			}
			return m.resolveLines(resolve.New(brought.gazetteer))
		},
	}
	gazetteerFlag(cmd, &own)
	return cmd
}

func (m *Main) resolveLines(r *resolve.Resolver) error {
	out := bufio.NewWriter(m.Stdout)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	failed, total := 0, 0
	for line, err := range feed.Lines(m.Stdin) {
		if err != nil && entente.KindOf(err) != entente.TooLarge {
			return err
		}
		if err == nil && len(bytes.TrimSpace(line.Text)) == 0 {
			continue
		}
		total++
		var req struct {
			Text    string `json:"text"`
			Date    string `json:"date"`
			Context string `json:"context"`
		}
		if err == nil {
			err = json.Unmarshal(line.Text, &req)
		}
		var day entente.Day
		if err == nil && req.Date != "" {
			day, err = entente.ParseDay(req.Date)
		}
		if err != nil {
			failed++
			m.warn("standard input:%d: %v", line.Number, err)
			continue
		}
		if err := enc.Encode(r.Phrase(req.Text, req.Context, day)); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if failed > 0 {
		return &inputsFailed{failed, total}
	}
	return nil
}
