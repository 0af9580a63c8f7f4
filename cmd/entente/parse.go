package main

import (
	"bufio"

	"github.com/spf13/cobra"

	"entente"
	"entente/conllu"
	"entente/feed"
	"entente/page"
	"entente/tokenize"
)

func (m *Main) parseCommand() *cobra.Command {
	var input string
	cmd := &cobra.Command{
		Use:   "parse [FILE|-]",
		Short: "tokens, lemmas, tags and dependency trees as CoNLL-U",
		Long: "parse reads plain text or HTML, or with --input conllu given tokens and sentences, which it keeps,\n" +
			"and writes CoNLL-U.",
		Example: "  echo 'Norway recalled its ambassador.' | entente parse\n" +
			"  entente parse --input conllu gold.conllu > system.conllu",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := "-"
			if len(args) == 1 {
				name = args[0]
			}
			if input != "text" && input != "conllu" {
				return usagef("entente parse --input conllu "+name, "unknown input %q: text and conllu are there", input)
			}
			item, err := m.fetch(cmd, name, false)
			if err != nil {
				return err
			}
			sents, err := splitInput(item, input)
			if err != nil {
				return err
			}
			sys, err := m.wire(0)
			if err != nil {
				return err
			}
			if err := sys.parser.Parse(cmd.Context(), sents); err != nil {
				return err
			}
			out := bufio.NewWriter(m.Stdout)
			if err := conllu.Write(out, sents); err != nil {
				return err
			}
			return out.Flush()
		},
	}
	cmd.Flags().StringVar(&input, "input", "text", "text, or conllu to keep the given tokens and sentences")
	return cmd
}

func splitInput(item *feed.Item, input string) ([]entente.Sentence, error) {
	if input == "conllu" {
		return conllu.Read(item.Reader(), item.Name)
	}
	art, err := page.Read(item.Body, page.Hints{Name: item.Name, URL: item.URL, ContentType: item.ContentType})
	if err != nil {
		return nil, err
	}
	return tokenize.New().Tokenize(art), nil
}
