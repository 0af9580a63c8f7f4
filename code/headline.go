package code

import (
	"slices"

	"entente"
)

// headed gives a headline back its verb where a parser takes it for a noun or an adjective:
// "Cuba Jails Dissidents", "Coup Leaders Free President". Its subject then stands right before
// it, and its object behind it without a preposition. s itself is not changed.
func headed(s *entente.Sentence) *entente.Sentence {
	verb := slices.IndexFunc(s.Tokens, func(tok entente.Token) bool { return tok.Rel == "root" })
	if verb < 1 || s.Zone != entente.ZoneHeadline || s.Tokens[verb].UPOS != "NOUN" && s.Tokens[verb].UPOS != "ADJ" || has(s, verb, "cop") {
		return s
	}
	subj, obj := -1, -1
	for i := range s.Tokens {
		tok := &s.Tokens[i]
		if tok.Head != verb || i == verb {
			continue
		}
		rel := tok.BaseRel()
		switch {
		case i < verb && rel == "nsubj", i < verb && rel == "compound" && tok.UPOS == "PROPN" && s.Tokens[verb].Feat("Number") == "Plur":
			subj = i
		case i < verb && rel != "compound" && rel != "advmod" && rel != "punct":
			return s // "Two Cuba Jails", "In Cuba Jails"
		case i > verb && obj < 0 && (rel == "obj" || rel == "nmod" && !has(s, i, "case")):
			obj = i
		}
	}
	if subj != verb-1 || obj < 0 {
		return s
	}
	out := *s
	out.Tokens = slices.Clone(s.Tokens)
	for i := range verb {
		if tok := &out.Tokens[i]; tok.Head == verb && tok.BaseRel() == "compound" && i != subj { // "Sri Lanka Jails"
			tok.Head = subj
		}
	}
	out.Tokens[verb].UPOS, out.Tokens[verb].Feats = "VERB", "Mood=Ind|Tense=Pres|VerbForm=Fin"
	out.Tokens[subj].Rel, out.Tokens[obj].Rel = "nsubj", "obj"
	return &out
}
