package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"entente/api"
	"entente/ontology"
	"entente/table"
)

// docsCommand writes the references from the commands themselves, from the API's own
// document, from the tables of the ontology and from the record's own types, so that docs/ cannot say what the program does
// not do; a test compares them.
func (m *Main) docsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "docs [api | settings | ontology | tables | schema | man FOLDER]",
		Short: "the reference of the commands, of their settings or of the API, the JSON Schema of a record, manual pages",
		Long: "docs prints a reference that is made from the program itself: of its commands, of their\n" +
			"settings (settings), of the HTTP API (api), of the codes (ontology), of the exported columns (tables), or the JSON Schema of a record of format entente/1 (schema). man writes the manual pages into a folder.",
		Example: "  entente docs > cli.md\n  entente docs api > api.md\n  entente docs schema > entente-1.schema.json\n" +
			"  entente docs man ~/.local/share/man/man1",
		ValidArgs: []string{"api", "settings", "ontology", "tables", "schema", "man"},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 && args[0] == "man" {
				return m.manPages(cmd.Root(), args[1])
			}
			text, err := "", error(nil)
			switch subject := strings.Join(args, " "); subject {
			case "":
				text = cliDocs(cmd.Root())
			case "settings":
				text = settingsDocs(newBook(cmd.Root()))
			case "tables":
				text = table.Doc()
			case "api":
				text, err = api.Markdown()
			case "ontology":
				var onto *ontology.Ontology
				if onto, err = ontology.Load(); err == nil {
					text = onto.Markdown()
				}
			case "schema":
				var schema []byte
				schema, err = api.RecordSchema()
				text = string(schema)
			default:
				return usagef("entente docs schema", "there is no reference %q: api, settings, ontology, tables, schema and man FOLDER are there, and that of the commands without a word", subject)
			}
			if err == nil {
				m.print(m.Stdout, text)
			}
			return err
		},
	}
}

// environment is what the program reads of the environment, with what each does.
func environment() [][2]string {
	return [][2]string{
		{"NO_COLOR", "any value turns colours off"},
		{"ENTENTE_CONFIG", "the file of settings of commands that are not given `--config`"},
		{"ENTENTE_LEDGER", "the ledger of commands that are not given `--ledger`"},
		{"ENTENTE_RULES", "the folder of rules of commands that are not given `--rules`"},
		{"ENTENTE_TOKEN", "asked by `entente serve` of whoever comes, and sent to a server that `--ledger` names"},
		{"ENTENTE_KERNEL", "forces how the encoder calculates: `vnni`, `avx2` or `go`, which give the same bits; empty takes the fastest that the machine has"},
	}
}

func cliDocs(root *cobra.Command) string {
	var b strings.Builder
	b.WriteString("# Commands\n\nWritten by `make docs` from the commands themselves.\n\n" +
		"Exit status: 0 done, 1 some input failed (each is listed on standard error), 2 a mistake on the command line.\n" +
		"Output goes to standard output, everything else to standard error.\n\n" +
		"Every flag may also stand in a file of settings or in the environment: `--ops-addr` as `ENTENTE_OPS_ADDR`;\n" +
		"[settings.md](settings.md) has all of them. `--config FILE` names the file.\n\n" +
		"| environment | does |\n|---|---|\n")
	for _, e := range environment() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", e[0], e[1])
	}
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
