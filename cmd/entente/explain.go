package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/ontology"
)

func (m *Main) explainCommand() *cobra.Command {
	var published string
	var own []string
	cmd := &cobra.Command{
		Use:   "explain CODE | explain EVENT FILE",
		Short: "what a type, mode, context, status or sector means; or why an event of an article is as it is",
		Long: "explain CODE says what a type, mode, context, status or sector means, with an example.\n" +
			"explain EVENT FILE reads an article and says of one of its events how the row came about: its\n" +
			"trigger and frame, the frames that lost, who fills its sides and why, what status, date and place\n" +
			"rest on, what its confidence is made of, and what was given up in its sentence.",
		Example: "  entente explain SANCTION\n  entente explain MIL\n  entente explain disputed\n  entente explain e2 examples/2018-asmara.txt",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 && len(args) != 2 {
				return usagef("entente explain SANCTION", "explain takes one code, or an event and a file, not %d words", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				return m.explainEvent(cmd, args[0], args[1], published, own)
			}
			brought, err := m.custom(cmd, own)
			if err != nil {
				return err
			}
			onto := brought.ontology
			entry, ok := onto.Explain(args[0])
			if !ok {
				var names []string
				for _, e := range onto.Entries() {
					names = append(names, e.Name)
				}
				like, _ := nearest(args[0], names)
				return usagef("entente explain "+cmp.Or(like, "SANCTION"), "no type, mode, context, status or sector is called %q; docs/glossary.md has the other words", args[0])
			}
			m.print(m.Stdout, entryText(onto, entry))
			return nil
		},
	}
	cmd.Flags().StringVar(&published, "published", "", "day of publication, YYYY-MM-DD, if the article does not say it")
	gazetteerFlag(cmd, &own)
	return cmd
}

// explainEvent reads an article and prints how one of its events came about.
func (m *Main) explainEvent(cmd *cobra.Command, id, name, published string, own []string) error {
	art, err := m.article(cmd, name, published, false)
	if err != nil {
		return err
	}
	brought, err := m.custom(cmd, own)
	if err != nil {
		return err
	}
	sys, err := m.wire(0, brought)
	if err != nil {
		return err
	}
	r, err := sys.read(cmd.Context(), "", art)
	if err != nil {
		return err
	}
	for i := range r.Events {
		e := &r.Events[i]
		if !strings.EqualFold(string(e.ID), id) {
			continue
		}
		m.print(m.Stdout, fmt.Sprintf("%s  %s %s\n“%s”\n\n%s\n", e.ID, e.Type, e.Status, strings.Join(strings.Fields(e.Quote), " "), strings.Join(append(e.Why, losers(sys, r, e)...), "\n")))
		return nil
	}
	if len(r.Events) == 0 {
		return usagef("entente read --notes "+name, "%s has no events", name)
	}
	return usagef("entente explain e1 "+name, "%s has no event %q: it has e1 to e%d", name, id, len(r.Events))
}

// losers lists who else an event's actors could be by the words that name them.
func losers(sys *system, r *entente.Reading, e *entente.Event) []string {
	var out []string
	for i := range r.Actors {
		a := &r.Actors[i]
		if !slices.Contains(e.Sources, a.Ref) && !slices.Contains(e.Targets, a.Ref) || len(a.Mentions) == 0 {
			continue
		}
		text := a.Mentions[0].Text
		for _, c := range sys.resolver.Phrase(text, "", r.Article.Published).Candidates {
			if c.Entity != a.Entity || c.Entity == "" {
				out = append(out, fmt.Sprintf("%-10s “%s” is taken for %s, not for %s (%s): %s", "not", text, a.Name, c.Name, cmp.Or(c.Country, "no land"), c.Why))
			}
		}
	}
	return out
}

func entryText(onto *ontology.Ontology, e ontology.Entry) string {
	kind := e.Kind
	if e.Of != "" {
		kind += ", " + e.Of
	}
	text := e.Name + " (" + kind + ")\n  "
	if e.Label != "" {
		text += e.Label + ": "
	}
	text += e.Meaning + "\n"
	if e.Example != "" {
		text += "  Example: " + e.Example + "\n"
	}
	if v, ok := onto.Counts(e); ok {
		text += fmt.Sprintf("  Counts:  %+g on the scale from -10 to +10\n", v)
	}
	return text
}
