package code

import (
	"slices"

	"entente"
)

// nest gives up drafts that stand inside a promise, request, refusal or threat:
// the outer event says what happened, the inner only what was asked for. A threatened
// deed stays if the text tells who would do it to whom.
func (r *reading) nest(t *tree, drafts []*draft) {
	for _, outer := range drafts {
		if outer.row().has("inner") && !slices.ContainsFunc(drafts, func(d *draft) bool { return d != outer && r.inside(t, d.m.tok, outer.m.tok) }) {
			outer.dead = "what is meant is no event"
		}
		if r.alarm(t, outer, drafts) {
			outer.dead = "warns of what nobody does"
		}
		if outer.dead != "" || outer.sources.empty() || !slices.Contains([]entente.EventType{entente.Agree, entente.Request, entente.Reject, entente.Threaten}, outer.typ) {
			continue
		}
		if !outer.row().has("takes") && outer.row().typ != entente.Request && outer.row().typ != entente.Reject && outer.row().typ != entente.Threaten && outer.row().typ != entente.Agree {
			continue
		}
		for _, inner := range drafts {
			asked := outer.speech && outer.typ == entente.Request && inner.status == entente.Hypothetical && t.under(inner.m.tok, outer.m.tok)
			if inner != outer && inner.dead == "" && (asked || inner.m.tok != outer.m.tok && r.inside(t, inner.m.tok, outer.m.tok)) {
				if outer.targets.empty() {
					if refs := minus(inner.targets.refs, slices.Concat(outer.sources.refs, r.ownThreatened(outer))); len(refs) > 0 {
						outer.targets = inner.targets
						outer.targets.refs = refs
						outer.targets.far++
					} else if inner.row().has("both") && r.find.states2(inner.targets.refs) { // "X and Y plan to sign a pact"
						outer.targets = inner.targets
					}
				}
				if outer.typ == entente.Threaten && !outer.row().has("intent") && r.threatened(inner) {
					inner.typ, inner.mode, inner.cameo, inner.rule = inner.row().typ, inner.row().mode, inner.row().cameo, inner.row().id
					inner.status = entente.Threatened
					if !r.find.sameSide(inner.sources.refs, outer.sources.refs) { // "warned that Y would attack"
						inner.status = entente.Predicted
						if t.lemma(outer.m.tok) == "warn" && !outer.targets.empty() && !r.find.sameSide(inner.sources.refs, outer.targets.refs) && r.find.sameSide(outer.sources.refs, outer.targets.refs) {
							outer.dead = "warns its own of what another may do"
						}
					}
					inner.mood.status, inner.mood.why = inner.status, "held out by “"+t.tok(outer.m.tok).Form+"”"
					continue
				}
				if r.agreed(outer, inner) || outer.typ == entente.Reject && r.lex.charge(t, &inner.m) {
					continue
				}
				if inner.row().typ == entente.Consult && t.noun(inner.m.tok) && (slices.Contains([]string{"over", "at"}, t.prep(inner.m.np)) || inner.row().mode == "visit" && outer.typ == entente.Reject && t.prep(inner.m.np) == "on") {
					if inner.mood.negated { // "on a visit to Y, denied it": he has come
						inner.mood.negated, inner.mood.status, inner.status = false, entente.Happened, entente.Happened
					}
					continue // "pleaded her case over lunch with X": they met
				}
				if r.lex.denier(t, &inner.m) == outer.m.tok {
					continue // what is denied stands beside its denial: somebody may assert it
				}
				if !learnt(inner.typ) {
					continue // a type of the user's own is asked for with its status: planned, hypothetical, denied
				}
				inner.dead = "inside " + outer.rule + ", which tells what happened"
			}
		}
	}
}

// agreed reports whether the content of a promise or demand is an event of its own: a deed
// whose actor and target its words tell (docs/coding.md), "agreed to form a joint force",
// "called on X to withdraw from Y".
func (r *reading) agreed(outer, inner *draft) bool {
	typ := inner.row().typ
	if inner.mood.negated || inner.sources.empty() || inner.targets.empty() || outer.speech {
		return false
	}
	for _, side := range []filled{inner.sources, inner.targets} {
		if slices.Contains([]string{"any", "comp", "clause", "around", "parties"}, side.slot) {
			return false
		}
	}
	both := r.find.states2(inner.sources.refs) && slices.Equal(inner.sources.refs, inner.targets.refs)
	if outer.typ == entente.Agree && both && !inner.row().has("deal") && slices.Contains([]entente.EventType{entente.Cooperate, entente.Support, entente.Retreat}, typ) {
		return true // "agreed to exchange envoys and open the border"
	}
	switch outer.typ {
	case entente.Agree, entente.Request:
		return typ == entente.Cooperate && r.find.states2(union(inner.sources.refs, inner.targets.refs)) || typ == entente.Retreat && !r.find.sameSide(inner.sources.refs, inner.targets.refs)
	}
	return false
}

// alarm reports whether a warning is of what nobody does: "warned that millions face
// hunger" threatens nobody.
func (r *reading) alarm(t *tree, d *draft, drafts []*draft) bool {
	return d.typ == entente.Threaten && t.verb(d.m.tok) && t.lemma(d.m.tok) == "warn" && (d.targets.slot == "comp" || d.targets.slot == "any") &&
		!slices.ContainsFunc(d.targets.refs, r.find.political) &&
		!slices.ContainsFunc(drafts, func(e *draft) bool { return e != d && harming(e.row().typ) && r.inside(t, e.m.tok, d.m.tok) })
}

// threatened reports whether what a threat holds out is a harm whose actor and target
// stand in its own clause, not somewhere near.
func (r *reading) threatened(d *draft) bool {
	if !harming(d.row().typ) || d.mood.negated || d.sources.empty() || d.sources.far > 2 {
		return false
	}
	if d.targets.empty() {
		return d.row().has("solo") && !d.row().has("needtarget")
	}
	return !slices.Contains([]string{"any", "comp", "clause", "around"}, d.targets.slot) || d.row().has("solo")
}

// avowed reports whether d is a promise, told by a verb, of somebody who speaks for a
// state, a party or a body above states: it needs nobody to whom.
func (r *reading) avowed(d *draft) bool {
	return d.typ == entente.Agree && d.m.row.has("flip") && d.t.verb(d.m.tok) && d.m.row.has("takes") && slices.ContainsFunc(d.sources.refs, r.find.political)
}

// ownThreatened are the organs of the state that threatens, whom what it warns of may befall
// but whom it does not threaten: "would take an attack on its embassy for war".
func (r *reading) ownThreatened(d *draft) []entente.ActorRef {
	if d.typ != entente.Threaten {
		return nil
	}
	return r.find.own(d)
}
