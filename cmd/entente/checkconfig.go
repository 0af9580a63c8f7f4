package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"entente"
	"entente/eval"
	"entente/internal/tsv"
	"entente/rules"
	"entente/tokenize"
)

func (m *Main) checkConfigCommand() *cobra.Command {
	var examples string
	cmd := &cobra.Command{
		Use:   "check-config FOLDER",
		Short: "check a folder of rules of your own, and try it on examples",
		Long: "check-config reads the tables that --rules takes, " + strings.Join(rules.Names(), ", ") + ", and\n" +
			"prints each mistake with its file, line and column, and what would be right. Warnings are of rows that\n" +
			"go before ours or change nothing. With --examples it reads sentences with the rules and says which of\n" +
			"them come out as the table wants: columns type, source, target, status, published, sentence. The exit\n" +
			"status is 0 where nothing is wrong, 1 where something is, 2 where there is no such folder.",
		Example: "  entente check-config rules/\n" +
			"  entente check-config rules/ --examples ten.tsv",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("entente check-config rules/", "check-config takes one folder, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			own := &custom{dir: args[0]}
			var err error
			if own.Rules, err = rules.Read(own.dir); err != nil {
				return usagef("entente check-config rules/", "%w", err)
			}
			if err := own.load(); err != nil {
				return err
			}
			if _, _, err := wireCoder(own, nil); err != nil {
				return err
			}
			splits(own.Events)
			bad := m.printProblems(own.Problems())
			wrong := 0
			if examples != "" && bad == 0 {
				if wrong, err = m.tryExamples(cmd.Context(), own, examples); err != nil {
					return err
				}
			}
			if err := m.printCounts(own); err != nil {
				return err
			}
			if bad+wrong > 0 {
				return &inputsFailed{1, 1}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&examples, "examples", "", "a `FILE` of sentences with what is wanted of each")
	return cmd
}

// splits refuses lemmas that the tokenizer cuts, which no word of a sentence is then.
func splits(events *tsv.Table) {
	words := tokenize.New()
	for _, row := range events.All() {
		for _, lemma := range row.List("lemmas", ",") {
			word, _, _ := strings.Cut(lemma, "_")
			if strings.Contains(word, " ") {
				continue // the coder has refused it
			}
			art := &entente.Article{Text: word, Blocks: []entente.Block{{Zone: entente.ZoneBody, Span: entente.Span{End: len(word)}}}}
			sents := words.Tokenize(art)
			if len(sents) == 1 && len(sents[0].Tokens) == 3 && sents[0].Tokens[1].Form == "-" {
				continue // the coder puts two halves together again
			}
			if len(sents) == 1 && len(sents[0].Tokens) > 1 {
				row.Fail("lemmas", "%q never matches, for a sentence has it as %d words: want the one that matters, and the others as conditions", word, len(sents[0].Tokens))
			}
		}
	}
}

// printProblems prints what is wrong and returns how much of it is no warning.
func (m *Main) printProblems(list []tsv.Problem) int {
	bad := 0
	for _, p := range list {
		m.print(m.Stdout, p.String()+"\n")
		if !p.Warning {
			bad++
		}
	}
	return bad
}

// printCounts says how many rows each file has.
func (m *Main) printCounts(own *custom) error {
	w := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	for _, c := range own.Counts() {
		rows := fmt.Sprintf("%d rows", c.Rows)
		switch {
		case !c.Some:
			rows = "not there"
		case c.Rows == 1:
			rows = "1 row"
		}
		m.print(w, c.File+"\t"+rows+"\n")
	}
	return w.Flush()
}

// tryExamples reads sentences with the rules, prints what came of each, and returns how
// many are not as the table wants them.
func (m *Main) tryExamples(ctx context.Context, own *custom, name string) (wrong int, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return 0, usagef("entente check-config "+own.dir+" --examples ten.tsv", "--examples %s: %w", name, errors.Unwrap(err))
	}
	table := tsv.Read(name, string(text), eval.ExamplesMust, eval.ExamplesMay)
	for _, row := range table.Rows {
		if t := row.Get("type"); t != "-" && !slices.Contains(own.ontology.Types(), entente.EventType(t)) {
			row.Fail("type", "no type %q: want one of PLOVER's, one of types.tsv, or - for none", t)
		}
	}
	sys, err := m.wire(0, own)
	if err != nil {
		return 0, err
	}
	list, err := eval.Examples(ctx, sys.story, table)
	if err != nil {
		return 0, err
	}
	if bad := m.printProblems(table.Problems); bad > 0 {
		return bad, nil
	}
	for _, ex := range list {
		if ex.Right {
			m.print(m.Stdout, fmt.Sprintf("right  line %d: %s\n       want %s\n", ex.Line, ex.Sentence, ex.Want))
			continue
		}
		wrong++
		got := "nothing"
		if len(ex.Got) > 0 {
			got = strings.Join(ex.Got, "; ")
		}
		m.print(m.Stdout, fmt.Sprintf("WRONG  line %d: %s\n       want %s\n       got  %s\n", ex.Line, ex.Sentence, ex.Want, got))
		for _, note := range ex.Notes {
			m.print(m.Stdout, "       note "+note+"\n")
		}
	}
	m.print(m.Stdout, fmt.Sprintf("%d of %d examples are right\n", len(list)-wrong, len(list)))
	return wrong, nil
}
