package main

import (
	"strings"

	"github.com/spf13/cobra"

	"entente/ontology"
)

func (m *Main) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "explain CODE",
		Short:   "what a type, mode, context, status or sector means, with an example",
		Example: "  entente explain SANCTION\n  entente explain MIL\n  entente explain disputed",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("entente explain SANCTION", "explain takes one code, not %d", len(args))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			onto, err := ontology.Load()
			if err != nil {
				return err
			}
			entries := onto.Explain(args[0])
			if len(entries) == 0 {
				return usagef("entente explain "+strings.Join(onto.Similar(args[0]), " | "), "no type, mode, context, status or sector is called %q", args[0])
			}
			for i, e := range entries {
				if i > 0 {
					m.print(m.Stdout, "\n")
				}
				m.print(m.Stdout, e.String()+"\n")
			}
			return nil
		},
	}
}
