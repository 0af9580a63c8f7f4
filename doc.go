// Package entente holds the vocabulary of a sourced, dated ledger of relations
// between states and political actors, read from news.
//
// One article goes down this chain, and each type is written by one stage only:
//
//	bytes -> Article      page      what the paper printed, zone by zone
//	      -> []Sentence   tokenize  sentences and tokens, as byte offsets
//	                      parse     lemma, part of speech, dependency tree
//	      -> []DateMention    when     dates with precision and basis
//	      -> []FigureMention  figure   amounts with unit and bound
//	      -> Cast         resolve   who is meant, as of the article's day
//	      -> []Claim      attribute who said it, in which words
//	      -> []Event      code      who did what to whom, and did it happen
//	      -> *Reading     pipeline  all of it, validated: format entente/1
//
// The one absolute rule is that no row stands without the sentence it rests
// on. [Reading.Validate] enforces it: every span lies in range, on rune
// boundaries, and reproduces the text that the record prints.
//
// This package imports only the standard library, and no stage imports another.
package entente
