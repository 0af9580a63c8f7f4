package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"entente/api"
	"entente/ontology"
)

// docsCommand writes the references from the commands themselves, from the API's own
// document and from the tables of the ontology, so that docs/cli.md, docs/api.md and
// docs/ontology.md cannot say what the program does not do; a test compares them.
func (m *Main) docsCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "docs [api | ontology]",
		Short:     "write docs/cli.md, docs/api.md or docs/ontology.md",
		Hidden:    true,
		ValidArgs: []string{"api", "ontology"},
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				m.print(m.Stdout, cliDocs(cmd.Root()))
				return nil
			case args[0] == "ontology":
				onto, err := ontology.Load()
				if err == nil {
					m.print(m.Stdout, onto.Markdown())
				}
				return err
			}
			text, err := api.Markdown()
			if err == nil {
				m.print(m.Stdout, text)
			}
			return err
		},
	}
}

func cliDocs(root *cobra.Command) string {
	var b strings.Builder
	b.WriteString("# Commands\n\nWritten by `make docs` from the commands themselves.\n\n" +
		"Exit status: 0 done, 1 some input failed (each is listed on standard error), 2 a mistake on the command line.\n" +
		"Output goes to standard output, everything else to standard error.\n\n" +
		"| environment | does |\n|---|---|\n" +
		"| `NO_COLOR` | any value turns colours off |\n" +
		"| `ENTENTE_LEDGER` | the ledger of commands that are not given `--ledger` |\n" +
		"| `ENTENTE_RULES` | the folder of rules of commands that are not given `--rules` |\n" +
		"| `ENTENTE_TOKEN` | asked by `entente serve` of whoever comes, and sent to a server that `--ledger` names |\n" +
		"| `ENTENTE_KERNEL` | forces how the encoder calculates: `vnni`, `avx2` or `go`, which give the same bits; empty takes the fastest that the machine has |\n")
	b.WriteString("\nEvery command takes\n\n```\n" + strings.TrimRight(root.PersistentFlags().FlagUsages(), "\n") + "\n```\n")
	for _, cmd := range root.Commands() {
		if cmd.Hidden || cmd.Name() == "help" || cmd.Name() == "completion" {
			continue
		}
		writeDocs(&b, "##", cmd)
		for _, sub := range cmd.Commands() {
			writeDocs(&b, "###", sub)
		}
	}
	return b.String()
}

func writeDocs(b *strings.Builder, heading string, cmd *cobra.Command) {
	fmt.Fprintf(b, "\n%s %s %s\n\n", heading, cmd.Parent().CommandPath(), cmd.Use)
	text := cmd.Long
	if text == "" {
		text = strings.ToUpper(cmd.Short[:1]) + cmd.Short[1:] + "."
	}
	b.WriteString(text + "\n\n```\n" + strings.TrimRight(cmd.Example, "\n") + "\n```\n")
	if flags := cmd.LocalNonPersistentFlags().FlagUsages(); flags != "" {
		b.WriteString("\n```\n" + strings.TrimRight(flags, "\n") + "\n```\n")
	}
}
