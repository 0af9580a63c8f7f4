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
			entry, ok := onto.Explain(args[0])
			if !ok {
				return usagef("entente explain "+nearest(onto.Entries(), args[0]), "no type, mode, context, status or sector is called %q", args[0])
			}
			m.print(m.Stdout, entryText(entry))
			return nil
		},
	}
}

func entryText(e ontology.Entry) string {
	kind := e.Kind
	if e.Of != "" {
		kind += ", " + e.Of
	}
	text := e.Name + " (" + kind + ")\n  " + e.Meaning + "\n"
	if e.Example != "" {
		text += "  Example: " + e.Example + "\n"
	}
	return text
}

// nearest is the entry's name that shares the longest beginning with code, or
// the first one.
func nearest(entries []ontology.Entry, code string) string {
	best, longest := entries[0].Name, 0
	for _, e := range entries {
		n := 0
		for n < len(code) && n < len(e.Name) && strings.EqualFold(code[:n+1], e.Name[:n+1]) {
			n++
		}
		if n > longest {
			best, longest = e.Name, n
		}
	}
	return best
}
