package main

import (
	"bufio"
	"bytes"
	"errors"

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
			doc, err := splitInput(item, input)
			if err != nil {
				return err
			}
			parser, _, err := m.wireParser(0)
			if err != nil {
				return err
			}
			if err := parser.Parse(cmd.Context(), doc.Sentences); err != nil {
				return err
			}
			out := bufio.NewWriter(m.Stdout)
			if err := conllu.Write(out, doc); err != nil {
				return err
			}
			return out.Flush()
		},
	}
	cmd.Flags().StringVar(&input, "input", "text", "text, or conllu to keep the given tokens and sentences")
	return cmd
}

// splitInput makes sentences of what came in: given ones, or our own.
func splitInput(item feed.Item, input string) (*conllu.Doc, error) {
	if input == "conllu" {
		doc, err := conllu.Read(bytes.NewReader(item.Body))
		var at *entente.Error
		if errors.As(err, &at) {
			at.Input = item.Name
		}
		return doc, err
	}
	art, err := page.Read(item.Body, item.Name, item.ContentType, page.Hints{URL: item.URL})
	if err != nil {
		return nil, err
	}
	return &conllu.Doc{Text: art.Text, Sentences: tokenize.New().Tokenize(art)}, nil
}
