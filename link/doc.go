// Package link says which articles are reprints of one another, and which rows of
// different articles tell of one happening:
//
//	for _, key := range link.SketchOf(text).Bands() { … } // articles that share a key are candidates
//	if link.Resembles(text, other) { … }                  // and this is the test
//
//	from, to := link.Window(&row)               // the days that candidates lie in
//	best, why := link.Match(&row, candidates)   // which of them it tells of, or -1
//
// Everything here is a pure function of its arguments: the ledgers call it inside the
// transaction that stores an article, and the same articles in the same order give the
// same ledger on every machine.
//
// Limits. A reprint is found by its words: a translation or a full rewrite is none.
// Whether two rows tell of one thing is judged from their fields and the words of their
// sentences, with weights set by hand on a small set; docs/linking.md says how often
// that is wrong, and on which sentences. Words are compared by rough English stems.
package link
