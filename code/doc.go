// Package code turns a parsed article with its actors and claims into events,
// disputes, relations between states and notes on what was not coded.
//
//	o, err := ontology.Load()
//	c, err := code.New(o, nil)
//	coding := c.Code(analysis) // an *entente.Analysis, filled down to Claims
//
// Reads: all of entente.Analysis. Writes: entente.Coding.
//
// An event comes from a row of the lexicon (lexicon/*.tsv): a verb, a noun or an
// adjective with its frame over Universal Dependencies, the slots where its
// source and target stand, and its PLOVER type. A sentence goes through these
// steps: rows are matched, the most specific one wins (lexicon.go); slots are
// filled with actors (role.go, phrase.go) that the tree has for them (argument.go), and where a
// side has none a learned judge may choose one (judge.go); what only says a deed again
// is given up (echo.go); mood, negation, tense, embedding and attribution
// give the status (status.go); promises, threats and demands that have no verb of
// their own are read from modality (modality.go); date, place, figures and
// contexts are attached (setting.go). Disputes and relations look at the whole
// article.
//
// Limits: one sentence at a time, so an event told over two sentences is two
// events or none; only what the lexicon lists; irony and metaphor ("a war of
// words") are read as said.
package code
