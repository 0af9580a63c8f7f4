package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// docsCommand writes the command reference from the commands themselves, so that
// docs/cli.md cannot say what the program does not do; a test compares them.
func (m *Main) docsCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "docs",
		Short:  "write docs/cli.md",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			m.print(m.Stdout, cliDocs(cmd.Root()))
			return nil
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
		"| `ENTENTE_KERNEL` | forces how the encoder calculates: `vnni`, `avx2` or `go`, which give the same bits; empty takes the fastest that the machine has |\n" +
		"| `ENTENTE_LEDGER` | the ledger's file, where `--ledger` is not given |\n" +
		"| `ENTENTE_TOKEN` | what whoever asks `entente serve` must know, where `--token` is not given |\n")
	for _, cmd := range root.Commands() {
		if cmd.Hidden || cmd.Name() == "help" || cmd.Name() == "completion" {
			continue
		}
		fmt.Fprintf(&b, "\n## entente %s\n\n", cmd.Use)
		text := cmd.Long
		if text == "" {
			text = strings.ToUpper(cmd.Short[:1]) + cmd.Short[1:] + "."
		}
		b.WriteString(text + "\n\n```\n" + strings.TrimRight(cmd.Example, "\n") + "\n```\n")
		if flags := cmd.LocalNonPersistentFlags().FlagUsages(); flags != "" {
			b.WriteString("\n```\n" + strings.TrimRight(flags, "\n") + "\n```\n")
		}
	}
	return b.String()
}
