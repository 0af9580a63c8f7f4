package code

import (
	"slices"
	"strings"

	"entente"
)

// contents are nouns whose content a clause with "that" tells.
var contents = []string{"accusation", "allegation", "assertion", "charge", "claim", "complaint", "report", "rumor", "rumour", "suggestion"}

// mended returns s without some slips that parsers are given to, the one of rejoined among
// them. s itself is not changed.
//
//	denied a claim by X that Y       the clause tells the claim, wherever it hangs
//	invaded neighbouring X           no verb, but an adjective of X
//	planted the bomb that killed X   the clause is of the noun right before it
//	dispersed crowds demanding X     so is a participle of asking
//	X mediated between Y and Z       no passive, for a full sentence has a finite verb
//	called the demand "absurd"       what it is called, and no modifier of the demand
//	called for X to be Y             "for" opens the clause, and does not stand on the verb
//	X Jails Y                        the verb of a headline, and no noun (headed)
//
// What would be no tree any more stays as the parser has it.
func mended(s *entente.Sentence) *entente.Sentence {
	out := headed(rejoined(s))
	for i := range s.Tokens {
		tok := &out.Tokens[i]
		head, rel := tok.Head, tok.Rel
		if noun := claimBefore(out, i); noun >= 0 {
			head, rel = noun, "acl"
		} else if noun, of := describedBefore(out, i); noun >= 0 {
			head, rel = noun, of
		}
		if verb := calledSo(out, i); verb >= 0 {
			head, rel = verb, "xcomp"
		} else if clause := openedBy(out, i); clause >= 0 {
			head = clause
		}
		if rel == "nsubj:pass" && tok.UPOS == "PROPN" && participle(s, head) {
			rel = "nsubj"
		}
		k := i + 1
		nextTo := tok.UPOS == "VERB" && slices.Contains([]string{"ccomp", "xcomp", "advcl"}, tok.BaseRel()) && !has(s, i, "mark") && slices.Contains([]string{"neighboring", "neighbouring"}, strings.ToLower(tok.Form)) && k < len(s.Tokens) && out.Tokens[k].Head == i
		if head == tok.Head && rel == tok.Rel && !nextTo || head == i {
			continue
		}
		if out == s {
			clone := *s
			clone.Tokens = slices.Clone(s.Tokens)
			out = &clone
		}
		if nextTo {
			out.Tokens[k].Head, out.Tokens[k].Rel = head, "obj"
			head, rel = k, "amod"
			out.Tokens[i].UPOS = "ADJ"
		}
		out.Tokens[i].Head, out.Tokens[i].Rel = head, rel
	}
	if out != s && !rooted(out) {
		return s
	}
	return out
}

// rooted reports whether each word hangs, over others, on a root.
func rooted(s *entente.Sentence) bool {
	for i := range s.Tokens {
		at := i
		for steps := 0; s.Tokens[at].Head != at; steps++ {
			if at = s.Tokens[at].Head; steps > len(s.Tokens) || at < 0 || at >= len(s.Tokens) {
				return false
			}
		}
	}
	return true
}

// participle reports whether the main verb of a full sentence of the body stands without any
// auxiliary, so that it cannot be the participle that the parser takes it for.
func participle(s *entente.Sentence, i int) bool {
	last := len(s.Tokens) - 1
	return s.Tokens[i].Head == i && s.Zone == entente.ZoneBody && s.Tokens[last].Form == "." && !has(s, i, "aux") && !has(s, i, "aux:pass") && !has(s, i, "cop")
}

// claimBefore is the object of verb i's own head, if it is a noun of contents and i a
// clause with "that" behind it; else -1.
func claimBefore(s *entente.Sentence, i int) int {
	tok := &s.Tokens[i]
	if tok.BaseRel() != "advcl" && tok.BaseRel() != "ccomp" || !hasWord(s, i, "mark", "that") {
		return -1
	}
	for k := tok.Head + 1; k < i; k++ {
		if s.Tokens[k].Head == tok.Head && s.Tokens[k].BaseRel() == "obj" && slices.Contains(contents, s.Tokens[k].Lemma) {
			return k
		}
	}
	return -1
}

// asking are verbs whose participle behind a noun says what those are there for.
var asking = []string{"demand", "call", "chant", "protest", "oppose", "seek"}

// describedBefore is the noun right before clause i that it describes although it hangs on a
// verb, and its relation to it; else -1.
func describedBefore(s *entente.Sentence, i int) (int, string) {
	tok := &s.Tokens[i]
	if tok.BaseRel() != "advcl" && tok.BaseRel() != "parataxis" || tok.Head > i {
		return -1, ""
	}
	noun := func(k int) bool { return k > tok.Head && (s.Tokens[k].UPOS == "NOUN" || s.Tokens[k].UPOS == "PROPN") }
	if strings.HasSuffix(strings.ToLower(tok.Form), "ing") && slices.Contains(asking, tok.Lemma) && noun(i-1) && !has(s, i, "mark") {
		return i - 1, "acl"
	}
	for k := i - 1; k > tok.Head+1; k-- {
		if t := &s.Tokens[k]; t.Head == i && t.UPOS == "PRON" && t.BaseRel() == "nsubj" && slices.Contains([]string{"that", "which", "who"}, strings.ToLower(t.Form)) && noun(k-1) {
			return k - 1, "acl:relcl"
		}
	}
	return -1, ""
}

// calling are verbs that say what something is called.
var calling = []string{"call", "term", "label", "brand", "dub", "deem", "find"}

// calledSo is the verb of calling that adjective or noun i, which stands behind the verb's object, says
// how; else -1.
func calledSo(s *entente.Sentence, i int) int {
	tok := &s.Tokens[i]
	noun := tok.UPOS == "NOUN" && tok.BaseRel() == "obl" && !has(s, i, "case") // "called the raid an outrage"
	if tok.UPOS != "ADJ" && !noun || tok.Head >= i || has(s, i, "mark") || has(s, i, "cop") {
		return -1
	}
	verb := tok.Head
	switch tok.BaseRel() {
	case "obl":
		if !noun || !has(s, verb, "obj") {
			return -1
		}
	case "amod":
		if s.Tokens[verb].BaseRel() != "obj" {
			return -1
		}
		verb = s.Tokens[verb].Head
	case "advcl", "ccomp":
		if !has(s, verb, "obj") {
			return -1
		}
	default:
		return -1
	}
	if verb < i && s.Tokens[verb].UPOS == "VERB" && slices.Contains(calling, s.Tokens[verb].Lemma) {
		return verb
	}
	return -1
}

// openedBy is the clause that the word "for" in token i opens though it hangs on the verb before;
// else -1.
func openedBy(s *entente.Sentence, i int) int {
	tok := &s.Tokens[i]
	if tok.Rel != "mark" || tok.Head >= i || !strings.EqualFold(tok.Form, "for") || s.Tokens[tok.Head].UPOS != "VERB" {
		return -1
	}
	for k := i + 1; k < len(s.Tokens); k++ {
		if s.Tokens[k].Head == tok.Head && slices.Contains([]string{"xcomp", "ccomp", "advcl"}, s.Tokens[k].BaseRel()) {
			return k
		}
	}
	return -1
}

// hasWord reports whether token head has a dependent of the relation and form.
func hasWord(s *entente.Sentence, head int, rel, form string) bool {
	return slices.ContainsFunc(s.Tokens, func(tok entente.Token) bool {
		return tok.Head == head && tok.BaseRel() == rel && strings.EqualFold(tok.Form, form)
	})
}
