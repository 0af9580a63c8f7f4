package parse

import (
	_ "embed"
	"slices"
	"sort"
	"strings"
	"unicode"

	"entente"
)

// lemmaTable holds inflected verbs and nouns with their lemmas, one a line, sorted
// by bytes: "rejected TAB VERB TAB reject". Written by train/lemmas.py from
// lemminflect 0.2.3 (MIT), which draws on the NIH's SPECIALIST Lexicon.
//
//go:embed lemmas.tsv
var lemmaTable string

// known corrects guess, the lemma that the network gives to word: a network that
// works on pieces of words writes "rejecte" now and then. If the table has the
// form and guess is none of its lemmas, the first of them is the lemma. Names and
// words that the table lacks keep the guess; figures are their own lemma.
func known(word, upos, guess string) string {
	if upos == "NUM" && !strings.ContainsFunc(word, unicode.IsLetter) {
		return strings.ReplaceAll(word, ",", "") // as the treebanks write figures
	}
	if upos != "VERB" && upos != "NOUN" {
		return guess
	}
	key := strings.ToLower(word) + "\t" + upos + "\t"
	at := sort.Search(len(lemmaTable), func(i int) bool { return lineAt(i) >= key })
	line := lineAt(at)
	if !strings.HasPrefix(line, key) {
		return guess
	}
	lemmas := strings.Split(line[len(key):], "/")
	if slices.Contains(lemmas, guess) {
		return guess
	}
	return lemmas[0]
}

// bare reports whether word, a singular noun or an infinitive, is its own lemma,
// whatever the network makes of it: "withdrawaw" of "withdrawal", "meeet" of "meet".
// Short nouns keep the guess, for they may be short for something ("pm"), and so do
// those in "s", which may be plurals taken for singulars.
func bare(tok *entente.Token, word string) bool {
	if word == "" || strings.ContainsFunc(word, func(c rune) bool { return !unicode.IsLower(c) }) {
		return false
	}
	if tok.UPOS == "VERB" {
		return tok.Feat("VerbForm") == "Inf"
	}
	return tok.UPOS == "NOUN" && tok.Feat("Number") != "Plur" && len(word) >= 5 && !strings.HasSuffix(word, "s")
}

// lineAt is the first line of the table that begins at or after byte i, without
// its end; past the last line it is a string greater than all.
func lineAt(i int) string {
	if i > 0 && i <= len(lemmaTable) && lemmaTable[i-1] != '\n' {
		end := strings.IndexByte(lemmaTable[i:], '\n')
		if end < 0 {
			return "\xff"
		}
		i += end + 1
	}
	if i >= len(lemmaTable) {
		return "\xff"
	}
	line, _, _ := strings.Cut(lemmaTable[i:], "\n")
	return line
}
