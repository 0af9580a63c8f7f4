package code

import (
	"slices"

	"entente"
)

// Judge is a learned opinion on what passes between a source and a target of one sentence.
type Judge interface {
	Types(s *entente.Sentence, pairs []entente.Pair) []entente.Verdict
}

// A side that the rules did not find is the judge's choice if the event is this likely
// with it, and so much likelier than without. On the AP stories of 1998 that adds one
// point of whole records; letting the judge change a side, a type, or drop an event
// that the rules have found takes some away.
const (
	sureSide = 0.5
	moreSure = 0.2
)

// judgeSlot is the slot of a side that the judge chose.
const judgeSlot = "judge"

// seek lets the judge choose the side that a draft lacks among the actors of the sentence.
func (r *reading) seek(d *draft, all []*draft) {
	if r.judge == nil || d.dead != "" || d.speech || d.sources.empty() == d.targets.empty() {
		return
	}
	known, missing := d.sources, &d.targets
	if known.empty() {
		known, missing = d.targets, &d.sources
	}
	var hurt []entente.ActorRef // who were killed by it did not do it
	for _, e := range all {
		if e != d && e.typ == d.typ && missing == &d.sources && r.lex.in("TOLL", d.t.lemma(e.m.tok)) {
			hurt = append(hurt, e.targets.refs...)
		}
	}
	fixed := r.find.tokensOf(d.t, known.refs, known.tok)
	if len(fixed) == 0 {
		return
	}
	sides := []filled{{tok: -1}} // beside nobody
	pairs := []entente.Pair{{Source: fixed}}
	for i := range r.a.Cast.Actors {
		refs := []entente.ActorRef{r.a.Cast.Actors[i].Ref}
		if toks := r.find.tokensOf(d.t, refs, d.m.tok); len(toks) > 0 && !r.find.sameSide(refs, known.refs) && !slices.Contains(hurt, refs[0]) {
			sides = append(sides, filled{refs: refs, tok: toks[0], far: 3, slot: judgeSlot})
			pairs = append(pairs, entente.Pair{Source: fixed, Target: toks})
		}
	}
	if len(sides) == 1 {
		return
	}
	if missing == &d.sources {
		for i, p := range pairs {
			pairs[i] = entente.Pair{Source: p.Target, Target: p.Source}
		}
	}
	verdicts := r.judge.Types(d.t.s, pairs)
	best := 0
	for i := range verdicts {
		if verdicts[i].Of(d.typ) > verdicts[best].Of(d.typ) {
			best = i
		}
	}
	if c := verdicts[best].Of(d.typ); c > sureSide && c > verdicts[0].Of(d.typ)+moreSure {
		*missing = sides[best]
		d.mutual()
	}
}

// tokensOf are the words of actors in a sentence: of each actor the mention whose head is nearest to near.
func (f *finder) tokensOf(t *tree, refs []entente.ActorRef, near int) []int {
	var out []int
	for _, ref := range refs {
		var best *entente.Mention
		a := f.a.Cast.Actor(ref)
		for k := range a.Mentions {
			if m := &a.Mentions[k]; m.Sentence == t.at && (best == nil || distance(m.Head, near) < distance(best.Head, near)) {
				best = m
			}
		}
		if best == nil {
			continue
		}
		for i := best.First; i <= best.Last; i++ {
			if !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
	}
	return out
}

func distance(a, b int) int { return max(a-b, b-a) }
