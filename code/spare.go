package code

import (
	"slices"

	"entente"
)

// spare is a noun that the frame of another word has used up: "loan" in "a French loan to
// Niger was announced".
type spare struct {
	match
	by int // the trigger of the other
}

// spared takes those nouns back whose own words name both sides: before a verb of the same
// kind that lacks one, "was announced" by nobody; and beside words about the deed,
// "welcomed Chad's withdrawal from Niger".
func (r *reading) spared(t *tree, drafts []*draft, spares []spare) []*draft {
	for _, s := range spares {
		i := slices.IndexFunc(drafts, func(d *draft) bool { return d.m.tok == s.by })
		if i < 0 {
			continue
		}
		verb, d := drafts[i], r.draftOf(t, s.match)
		r.roles(d, drafts)
		if !own(d.sources) || !own(d.targets) || d.m.takes {
			continue
		}
		switch {
		case verb.typ == d.typ && !r.lex.toll(t, verb.m.tok) && !(certain(verb.sources) && certain(verb.targets)):
			drafts[i] = d
		case (verb.typ == entente.Support || verb.typ == entente.Accuse) && t.verb(verb.m.tok) && (harming(d.typ) || slices.Contains([]entente.EventType{entente.Retreat, entente.Aid, entente.Cooperate}, d.typ)):
			drafts = append(drafts, d)
		}
	}
	return drafts
}

// own reports whether a side stands with the noun itself.
func own(side filled) bool {
	return !side.empty() && slices.Contains([]string{"poss", "amod", "by", "from", "of", "on", "against", "to", "for", "with", "between", "both", "into"}, side.slot)
}

// certain reports whether a side is no guess.
func certain(side filled) bool {
	return !side.empty() && !slices.Contains([]string{"any", "comp", "clause", "around", "parties"}, side.slot)
}
