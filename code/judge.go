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
// that the rules have found takes some away. The judge has learned other judges'
// doubts: at 0.5 and 0.2 it leaves a side open that it knows.
const (
	sureSide = 0.4
	moreSure = 0.1
)

// judgeSlot is the slot of a side that the judge chose.
const judgeSlot = "judge"

// quest is a draft that lacks a side, and those whom the judge is asked about for it:
// sides[0] is nobody. Their pairs stand from first on among all of the sentence.
type quest struct {
	d       *draft
	missing *filled
	sides   []filled
	first   int
}

// seek lets the judge choose the sides that drafts of one sentence lack among its
// actors. It is asked once, since most of its time goes into the sentence.
func (r *reading) seek(t *tree, drafts []*draft) {
	if r.judge == nil {
		return
	}
	var quests []quest
	var pairs []entente.Pair
	for _, d := range drafts {
		if d.dead != "" || d.speech || !learnt(d.typ) || d.sources.empty() == d.targets.empty() {
			continue
		}
		known, missing := d.sources, &d.targets
		switch {
		case known.empty() && t.passive(d.m.tok) && !r.lex.toll(t, d.m.tok):
			continue // the text leaves open who did it
		case known.empty():
			known, missing = d.targets, &d.sources
		case d.m.row.has("solo"):
			continue // it needs no target
		}
		fixed := r.find.tokensOf(t, known.refs, known.tok)
		if len(fixed) == 0 {
			continue
		}
		q := quest{d: d, missing: missing, sides: []filled{{tok: -1}}, first: len(pairs)}
		asked := [][]int{nil}
		barred := r.hurt(d, drafts)
		if missing == &d.targets {
			barred = append(r.fellows(d, drafts), r.find.own(d)...)
		}
		for i := range r.a.Cast.Actors {
			refs := []entente.ActorRef{r.a.Cast.Actors[i].Ref}
			if toks := r.find.tokensOf(t, refs, d.m.tok); len(toks) > 0 && !(missing == &d.sources && (r.onlyTells(d, toks) || known.tok >= 0 && t.under(toks[0], known.tok))) && !r.find.sameSide(refs, known.refs) && !slices.Contains(barred, refs[0]) {
				q.sides = append(q.sides, filled{refs: refs, tok: toks[0], far: 3, slot: judgeSlot})
				asked = append(asked, toks)
			}
		}
		if len(asked) == 1 {
			continue
		}
		quests = append(quests, q)
		for _, toks := range asked {
			p := entente.Pair{Source: fixed, Target: toks}
			if missing == &d.sources {
				p = entente.Pair{Source: toks, Target: fixed}
			}
			pairs = append(pairs, p)
		}
	}
	if len(quests) == 0 {
		return
	}
	verdicts := r.judge.Types(t.s, pairs)
	for _, q := range quests {
		q.choose(verdicts[q.first:][:len(q.sides)])
	}
}

// onlyTells reports whether the words of an actor are the source of a claim that d stands
// in: "The raid killed nine, the general said" does not say whose raid it was.
func (r *reading) onlyTells(d *draft, toks []int) bool {
	return slices.ContainsFunc(d.claims, func(id entente.ClaimID) bool {
		c := claimByID(r.a.Claims, id)
		return r.lex.in("SAY", c.CueLemma) && slices.ContainsFunc(c.Source, func(sp entente.Span) bool {
			return slices.ContainsFunc(toks, func(i int) bool { return sp.Contains(d.t.tok(i).Span) })
		})
	})
}

// onlookers leaves those out of the victims of a deed who only tell of it, whom a parser joined
// to them: "nine villagers were killed, said the observatory".
func (r *reading) onlookers(d *draft) {
	if !harming(d.typ) || len(d.targets.refs) < 2 {
		return
	}
	for _, id := range d.claims {
		if c := claimByID(r.a.Claims, id); c.Speaker != nil && r.lex.in("SAY", c.CueLemma) {
			d.targets.refs = minus(d.targets.refs, []entente.ActorRef{*c.Speaker})
		}
	}
}

// choose fills the missing side with the likeliest by the verdicts on q's pairs, if it is sure enough.
func (q *quest) choose(verdicts []entente.Verdict) {
	best := 0
	for i := range verdicts {
		if verdicts[i].Of(q.d.typ) > verdicts[best].Of(q.d.typ) {
			best = i
		}
	}
	if c := verdicts[best].Of(q.d.typ); c > sureSide && c > verdicts[0].Of(q.d.typ)+moreSure {
		*q.missing = q.sides[best]
		q.d.mutual()
	}
}

// hurt are those whom another draft of d's type tells to have been killed or hurt: they
// did not do it.
func (r *reading) hurt(d *draft, drafts []*draft) []entente.ActorRef {
	var out []entente.ActorRef
	for _, e := range drafts {
		if e != d && e.typ == d.typ && r.lex.toll(d.t, e.m.tok) {
			out = append(out, e.targets.refs...)
		}
	}
	return out
}

// fellows are those who do another the same in a clause joined to d's: "X recalled its
// envoy, and Y froze its loans".
func (r *reading) fellows(d *draft, drafts []*draft) []entente.ActorRef {
	var out []entente.ActorRef
	for _, e := range drafts {
		joined := d.t.rel(d.m.tok, "conj") && d.t.tok(d.m.tok).Head == e.m.tok || d.t.rel(e.m.tok, "conj") && d.t.tok(e.m.tok).Head == d.m.tok
		if e != d && joined && r.ontology.Quad(e.typ) == r.ontology.Quad(d.typ) {
			out = slices.Concat(out, e.sources.refs, r.find.own(e))
		}
	}
	for i := range d.t.s.Tokens { // whatever it is that they do
		if joined := d.t.rel(i, "conj") && d.t.tok(i).Head == d.m.tok || d.t.rel(d.m.tok, "conj") && d.t.tok(d.m.tok).Head == i; joined && d.t.verb(i) {
			out = append(out, minus(r.find.phrases(d.t, d.t.ownSubjects(i)).refs, d.sources.refs)...)
		}
	}
	return out
}

// tokensOf are the words of actors in a sentence: of each actor the mention whose head is nearest to near.
func (f *finder) tokensOf(t *tree, refs []entente.ActorRef, near int) []int {
	var out []int
	for _, ref := range refs {
		var best *entente.Mention
		a := f.a.Cast.Actor(ref)
		for k := range a.Mentions {
			if m := &a.Mentions[k]; m.Sentence == t.at && (best == nil || gap(m.Head, near) < gap(best.Head, near)) {
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
