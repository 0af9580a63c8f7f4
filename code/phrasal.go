package code

import (
	"slices"

	"entente"
)

// phrasal are the verbs that, with the word behind them, are almost always one verb,
// by that word. Parsers often take the word for a preposition: "handed in their rifles".
var phrasal = map[string][]string{
	"in":    {"hand", "turn", "let", "take", "bring", "send", "ship", "fly", "call", "haul", "truck", "rope", "throw"},
	"on":    {"egg", "spur", "goad", "cheer"},
	"over":  {"hand", "turn", "take"},
	"up":    {"call", "blow", "round", "give", "tear", "set", "take", "lock", "beat", "prop", "shore", "break", "step", "beef", "back", "seal", "draw", "stir", "whip"},
	"off":   {"call", "break", "cut", "seal", "cordon", "carry", "fight", "shut", "drag", "lead", "fend", "beat", "brush", "shrug", "laugh", "lay", "write", "set"},
	"down":  {"lay", "shut", "shoot", "gun", "turn", "put", "tear", "mow", "vote", "hunt", "strike", "bring", "knock", "scale", "hand"},
	"out":   {"carry", "throw", "wipe", "kick", "turn", "flush", "root", "smoke", "force", "drive", "rule", "hand"},
	"aside": {"brush", "set", "push", "wave", "lay", "cast"},
	"apart": {"tear", "rip", "blow"},
}

// rejoined returns s with its phrasal verbs put together: the word is a particle of the
// verb, and what it seemed to govern is the verb's object. s itself is not changed.
func rejoined(s *entente.Sentence) *entente.Sentence {
	out := s
	for i := 0; i+1 < len(s.Tokens); i++ {
		verb, word := &s.Tokens[i], &s.Tokens[i+1]
		if verb.UPOS != "VERB" || word.Rel != "case" || !slices.Contains(phrasal[word.Form], verb.Lemma) {
			continue
		}
		k := word.Head
		if word.Form == "in" && (has(s, i, "aux:pass") || verb.Feat("Voice") == "Pass" || verb.BaseRel() == "acl") { // "troops sent in March"
			continue
		}
		if k <= i+1 || k >= len(s.Tokens) || s.Tokens[k].Head != i || s.Tokens[k].BaseRel() != "obl" || has(s, i, "obj") || marked(s, k) > 1 {
			continue
		}
		if out == s {
			clone := *s
			clone.Tokens = slices.Clone(s.Tokens)
			out = &clone
		}
		out.Tokens[i+1].Head, out.Tokens[i+1].Rel = i, "compound:prt"
		out.Tokens[k].Rel = "obj"
	}
	return out
}

// has reports whether token head has a dependent of the relation.
func has(s *entente.Sentence, head int, rel string) bool {
	return slices.ContainsFunc(s.Tokens, func(tok entente.Token) bool { return tok.Head == head && tok.BaseRel() == rel })
}

// marked counts the prepositions of token k: "turned out for rallies" has two.
func marked(s *entente.Sentence, k int) int {
	n := 0
	for i := range s.Tokens {
		if s.Tokens[i].Head == k && s.Tokens[i].Rel == "case" {
			n++
		}
	}
	return n
}
