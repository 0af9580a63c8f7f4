package main

import (
	"cmp"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"entente"
	"entente/gazetteer"
	"entente/model"
	"entente/ontology"
	"entente/rules"
)

// custom is what the user brings: the tables of --rules and --gazetteer, and what is made of them.
type custom struct {
	*rules.Rules
	dir        string
	names      []string // of --gazetteer
	texts      []string // of those files
	ontology   *ontology.Ontology
	gazetteer  *gazetteer.Gazetteer
	publishers *rules.Publishers
}

// rulesFlag adds --rules to the command line.
func rulesFlag(root *cobra.Command) {
	root.PersistentFlags().String("rules", "", "a `FOLDER` of tables of your own: event types, lexicon, cues, actors, scores, publishers; entente check-config FOLDER checks it (docs/rules.md; ENTENTE_RULES in the environment)")
}

// custom reads what the user brings; names are the files of --gazetteer. A mistake in it is
// a mistake on the command line.
func (m *Main) custom(cmd *cobra.Command, names []string) (*custom, error) {
	dir, err := cmd.Root().PersistentFlags().GetString("rules")
	if err != nil {
		return nil, err
	}
	c := &custom{dir: cmp.Or(dir, m.Getenv("ENTENTE_RULES")), names: names}
	if c.Rules, err = rules.Read(c.dir); err != nil {
		return nil, usagef("entente check-config "+c.dir, "--rules: %w", err)
	}
	if err := c.load(); err != nil {
		return nil, err
	}
	if c.Events != nil || c.Cues != nil { // refuse them now, and not with the first article
		if _, _, err := wireCoder(c, nil); err != nil {
			return nil, err
		}
	}
	if err := c.Err(); err != nil {
		return nil, usagef("entente check-config "+c.dir, "--rules: %w", err)
	}
	return c, nil
}

// load makes the ontology, the gazetteer and the publishers. What is wrong with the tables
// of --rules is left in them.
func (c *custom) load() error {
	onto, err := ontology.Load()
	if err != nil {
		return err
	}
	c.ontology = onto.With(c.Types, c.Scores)
	const try = "see \"A table of your own\" in docs/gazetteer.md"
	var own []gazetteer.Own
	for _, name := range c.names {
		text, err := os.ReadFile(name)
		if err != nil {
			return usagef(try, "--gazetteer %s: %w", name, errors.Unwrap(err))
		}
		own = append(own, gazetteer.Own{Name: name, Text: string(text)})
		c.texts = append(c.texts, string(text))
	}
	if c.Actors != nil {
		own = append(own, gazetteer.Own{Actors: c.Actors})
	}
	if c.gazetteer, err = gazetteer.Load(own...); err != nil {
		if len(c.names) > 0 {
			return usagef(try, "--gazetteer: %w", err)
		}
		return err
	}
	c.publishers = rules.NewPublishers(c.Publishers, c.gazetteer.State)
	return nil
}

// edition names the ontology that readings are made by: our own, and after a + the stamp of
// the user's tables, so that a ledger knows readings by other rules.
func (c *custom) edition() string {
	if stamp := c.Stamp(c.texts...); stamp != "" {
		return ontology.Edition + "+" + stamp
	}
	return ontology.Edition
}

// settle gives an article its publisher's name and house by the user's list.
func (c *custom) settle(art *entente.Article) { c.publishers.Settle(art) }

// stamp is what marks the readings of this program, without what it takes to make them.
func (c *custom) stamp() (entente.Coder, error) {
	coder := entente.Coder{Version: version, Ontology: c.edition()}
	weights, err := model.Load()
	if err != nil {
		return coder, err
	}
	pairs, err := model.LoadPairs()
	if err != nil {
		return coder, err
	}
	coder.Model = model.Stamp(weights, pairs)
	return coder, nil
}
