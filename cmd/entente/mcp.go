package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"entente/mcp"
)

func (m *Main) mcpCommand() *cobra.Command {
	var own []string
	var logs *logging
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "answer a language model on standard input and output (Model Context Protocol)",
		Long: "mcp gives a client of the Model Context Protocol five tools that ask the ledger: search_events,\n" +
			"relation, dossier, read_article and explain. They only read. docs/mcp.md has the lines for a client.",
		Example: "  entente mcp --ledger news.db\n" +
			"  entente mcp --ledger http://127.0.0.1:8460",
		Args: noArgs("entente mcp --ledger news.db"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			log, err := logs.logger(m.Stderr, "entente mcp --ledger news.db")
			if err != nil {
				return err
			}
			who, err := m.lands(cmd, &asking{own: own}, "")
			if err != nil {
				return err
			}
			r, done, err := m.openReader(cmd.Context(), cmd)
			if err != nil {
				return err
			}
			in, ok := m.Stdin.(io.ReadCloser)
			if !ok {
				in = io.NopCloser(m.Stdin)
			}
			err = mcp.Serve(cmd.Context(), mcp.Options{Reader: r, Find: who.find, Ontology: who.own.ontology, Version: version, Now: m.Now, Logger: log}, in, keepOpen{m.Stdout})
			if errors.Is(err, context.Canceled) {
				err = nil // a person stopped it
			}
			return errors.Join(err, done())
		},
	}
	gazetteerFlag(cmd, &own)
	ledgerFlag(cmd)
	logs = logFlags(cmd)
	return cmd
}

// keepOpen is standard output, which is not ours to close.
type keepOpen struct{ io.Writer }

func (keepOpen) Close() error { return nil }
