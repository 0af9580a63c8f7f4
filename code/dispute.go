package code

import (
	"slices"

	"entente"
)

// Why a draft was given up that somebody may yet deny, which brings it back: what is
// worth a denial is worth a row.
const (
	noTarget = "no target found"
	noSource = "no source found"
	noActor  = "no source and no target found"
	inert    = "its subject is no actor"
	private  = "a matter of private people or firms"
	unlisted = "no row fits the word"
)

// lacking reports whether a draft was given up for want of a part only.
func (d *draft) lacking() bool {
	return slices.Contains([]string{noTarget, noSource, noActor, inert, private, unlisted}, d.dead)
}

// reach is how many sentences a denial may stand after what it answers: two, and as
// many again for a paragraph that comes between.
const reach = 4

// dispute links drafts that some assert and others deny.
type dispute struct {
	about            []*draft
	asserted, denied []entente.ClaimID
}

// denial is a word by which somebody says that a thing is not so, without telling the
// thing again: "denied it", "called the charge a lie", "had nothing to do with it".
type denial struct {
	t      *tree
	tok    int
	sides  []entente.ActorRef // who denies
	claims []entente.ClaimID
	told   bool                // it names words: "the report"
	noun   int                 // the word that names them
	types  []entente.EventType // what the deed that it names may be, "the attack"; nil is any
}

// denies reports whether the word at head says that what hangs on it at i is not so:
// "denied that it had", "denied bombing", "denied the attack", "its denial that", and
// for "the claim that", what denies the claim. To reject or dismiss a thing itself is
// to refuse it, and so is to deny somebody a thing.
func (lex *lexicon) denies(t *tree, m *match, i, head int) bool {
	if lex.untrue(t, head) && t.rel(i, "ccomp", "csubj", "acl", "advcl", "advmod") { // "it is untrue that", "it is not true that"
		return t.mark(i) == "that"
	}
	if lex.negates(t, head) {
		return false
	}
	if i != m.tok && lex.in("TOLD", t.lemma(i)) && t.rel(i, "obj", "nsubj:pass") {
		return lex.in("DENY", t.lemma(head))
	}
	if !(t.verb(head) && lex.in("DENIAL", t.lemma(head)) || t.noun(head) && lex.in("DENIALS", t.lemma(head))) || t.child(head, "iobj") >= 0 {
		return false
	}
	switch {
	case t.rel(i, "ccomp", "csubj"), t.rel(i, "acl") && !t.rel(i, "acl:relcl"):
		return true
	case t.rel(i, "advcl"): // a clause before its verb passes for an adverbial one
		return t.mark(i) == "that"
	case t.rel(i, "xcomp"):
		return t.mark(i) != "to"
	case t.rel(i, "obj", "nsubj:pass"), t.rel(i, "nmod") && t.prep(i) == "of":
		return harming(m.row.typ) || m.row.typ == entente.Consult
	}
	return false
}

// negates reports whether "not" or "never" stands on word i.
func (lex *lexicon) negates(t *tree, i int) bool {
	return slices.ContainsFunc(t.children(i, "advmod"), func(k int) bool {
		only := k+1 < len(t.s.Tokens) && slices.Contains([]string{"only", "just", "merely", "simply"}, t.form(k+1))
		return slices.Contains([]string{"not", "n't", "n’t", "never"}, t.form(k)) && !only
	})
}

// denier is the word that says that match m is not so, or -1. What only stands beside
// or below the thing denied is not denied with it: "denied that it would inquire into
// the attack", "denied that it would stay if the other side attacked".
func (lex *lexicon) denier(t *tree, m *match) int {
	for i := m.np; !t.isRoot(i) && !t.rel(i, "acl:relcl", "parataxis"); i = t.tok(i).Head {
		head := t.tok(i).Head
		switch {
		case lex.denies(t, m, i, head):
			return head
		case t.rel(i, "advcl") && !t.hasMark(i, "of", "for", "from"), t.rel(i, "acl") && !t.noun(i) && t.mark(i) == "" && !lex.in("TOLD", t.lemma(head)):
			return -1
		case t.noun(m.tok) && t.rel(i, "obj", "obl", "nmod", "nsubj") && !lex.carries(t, m, head):
			return -1
		}
	}
	return -1
}

// carries reports whether the word at head says no more of noun m than that it was,
// or that somebody had a part in it.
func (lex *lexicon) carries(t *tree, m *match, head int) bool {
	name := lex.verbName(t, head)
	for _, class := range []string{"LIGHT", "UNDERGO", "OCCUR", "TAKE_PLACE", "INVOLVED", "PARTY_TO", "DENIALS", "TOLD", "VAGUE"} {
		if lex.in(class, name) {
			return true
		}
	}
	return head == m.light
}

// disputes links what some assert and others deny: drafts that tell the same deed, and
// denials that only point back to what was said. Both sides then stand as disputed.
func (r *reading) disputes(drafts []*draft) []*dispute {
	var out []*dispute
	for _, d := range drafts {
		if d.status != entente.Denied || d.dead != "" && !d.lacking() || !r.flatly(d) {
			continue
		}
		sides := r.deniers(d)
		r.ownDeed(d, sides)
		if len(sides) == 0 && r.lex.denier(d.t, &d.m) < 0 {
			continue
		}
		about := r.closest(d, drafts, func(a *draft) bool {
			return r.asserted(a, sides) && r.answers(a, d, sides) && !r.oneSpeaker(a.claims, d.claims) && !r.complained(a, sides)
		})
		if len(about) > 0 {
			d.completed(about[0])
			out = r.link(out, append(about, d), r.assertions(about), r.denials(d.claims))
			r.answering(drafts, d.t, r.lex.denier(d.t, &d.m), r.assertions(about))
		}
	}
	for _, n := range r.pointers(drafts) {
		about := r.answered(drafts, n)
		if len(about) == 0 {
			continue
		}
		for _, a := range drafts { // who tells the same deed is of the same dispute
			if !slices.Contains(about, a) && r.asserted(a, n.sides) && slices.ContainsFunc(about, func(b *draft) bool { return r.sameDeed(a, b) }) {
				about = append(about, a)
			}
		}
		out = r.link(out, about, r.assertions(about), n.claims)
		r.answering(drafts, n.t, n.tok, r.assertions(about))
	}
	for _, l := range out {
		for _, d := range l.about {
			d.status = entente.Disputed
			if d.lacking() && d.typ != "" && !(d.sources.empty() && d.targets.empty()) {
				d.dead = ""
			}
		}
	}
	return slices.DeleteFunc(out, func(l *dispute) bool {
		return len(l.denied) == 0 || !slices.ContainsFunc(l.about, func(d *draft) bool { return d.dead == "" })
	})
}

// answering makes the denial by word tok an act towards those whom it answers.
func (r *reading) answering(drafts []*draft, t *tree, tok int, asserted []entente.ClaimID) {
	for _, d := range drafts {
		if d.t != t || d.m.tok != tok || d.typ != entente.Reject {
			continue
		}
		if d.targets.empty() {
			d.targets.refs = minus(r.allies(r.voices(asserted), drafts, d), d.sources.refs)
		}
		if d.dead == noTarget && !d.targets.empty() {
			d.dead = ""
		}
	}
}

// allies are those who accuse together, where a claim has but the first of them for its
// speaker: "Peru and Chile, accusing it of theft".
func (r *reading) allies(refs []entente.ActorRef, drafts []*draft, answer *draft) []entente.ActorRef {
	for _, a := range drafts {
		if a.typ == entente.Accuse && a.dead == "" && a.t.at <= answer.t.at && gap(a.t.at, answer.t.at) <= reach && slices.ContainsFunc(refs, func(ref entente.ActorRef) bool { return slices.Contains(a.sources.refs, ref) }) {
			refs = union(refs, a.sources.refs)
		}
	}
	return refs
}

// flatly reports whether a draft is denied and not only wished away: by a word that
// denies, or by "not" or "no" on its own verb or noun, as "had not bombed" and unlike
// "should not bomb", "do not bomb".
func (r *reading) flatly(d *draft) bool {
	t, i := d.t, d.m.tok
	if r.lex.denier(t, &d.m) >= 0 {
		return true
	}
	if t.noun(i) && t.childForm(d.m.np, "no") {
		return true
	}
	if d.m.light >= 0 {
		i = d.m.light
	}
	nobody := slices.ContainsFunc(t.children(i, "nsubj", "obj"), t.none)
	return (nobody || r.lex.negates(t, i) || t.childForm(i, "neither")) && t.child(i, "nsubj") >= 0 && t.mark(i) != "to" && t.tok(i).Feat("Mood") != "Imp" &&
		!slices.ContainsFunc(t.children(i, "aux"), func(k int) bool { return r.lex.in("MODAL", t.form(k)) })
}

// answerable reports whether a draft lives, or names somebody who acts or is acted on.
func (d *draft) answerable() bool {
	return d.dead == "" || d.lacking() && d.typ != "" && !(d.sources.empty() && d.targets.empty())
}

// link adds a dispute, or widens the one that is about the same already.
func (r *reading) link(all []*dispute, about []*draft, asserted, denied []entente.ClaimID) []*dispute {
	var l *dispute
	for _, old := range all {
		if slices.ContainsFunc(about, func(d *draft) bool { return slices.Contains(old.about, d) }) {
			l = old
			break
		}
	}
	if l == nil {
		l = &dispute{}
		all = append(all, l)
	}
	l.about, l.asserted = united(l.about, about), united(l.asserted, asserted)
	for _, id := range denied {
		if !slices.Contains(asserted, id) { // who tells of both is no denier
			l.denied = united(l.denied, []entente.ClaimID{id})
		}
	}
	return all
}

func united[T comparable](a, b []T) []T {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

// asserted reports whether somebody else than sides says that d is so.
func (r *reading) asserted(d *draft, sides []entente.ActorRef) bool {
	if d.status == entente.Hypothetical && !r.lex.in("LIKELY", d.mood.why) || d.status == entente.Negotiated || d.status == entente.Denied || d.mood.negated || d.speech || !d.answerable() {
		return false
	}
	claims := r.assertions([]*draft{d})
	return len(claims) > 0 && !slices.ContainsFunc(r.voices(claims[len(claims)-1:]), func(ref entente.ActorRef) bool { return slices.Contains(sides, ref) })
}

// assertions are the claims that say that drafts are so, denials those that say that
// they are not: a denial by a plain "said" that has no better one is its own.
func (r *reading) assertions(drafts []*draft) []entente.ClaimID {
	var out []entente.ClaimID
	for _, d := range drafts {
		for i, id := range d.claims {
			if claimByID(r.a.Claims, id).Stance != entente.StanceDeny && !r.relays(id, d.claims[i+1:]) {
				out = united(out, []entente.ClaimID{id})
			}
		}
	}
	return out
}

// relays reports whether a claim only tells that another of inner is made: the agency's in
// "officials said so, the agency reported".
func (r *reading) relays(id entente.ClaimID, inner []entente.ClaimID) bool {
	return slices.ContainsFunc(inner, func(o entente.ClaimID) bool {
		c := claimByID(r.a.Claims, o)
		return c.Parent != nil && *c.Parent == id && c.Stance != entente.StanceDeny
	})
}

func (r *reading) denials(claims []entente.ClaimID) []entente.ClaimID {
	var out []entente.ClaimID
	for _, id := range claims {
		if claimByID(r.a.Claims, id).Stance == entente.StanceDeny {
			out = append(out, id)
		}
	}
	if out == nil && len(claims) > 0 { // "said, but the police insisted that nobody had": the innermost
		return claims[len(claims)-1:]
	}
	return out
}

// voices are the speakers of claims. A speaker who is no actor himself is taken for
// the state that his words name: "a Russian general".
func (r *reading) voices(claims []entente.ClaimID) []entente.ActorRef {
	var out []entente.ActorRef
	for _, id := range claims {
		out = union(out, r.find.voice(claimByID(r.a.Claims, id)))
	}
	return out
}

// gap is how far two sentences or two tokens stand apart.
func gap(a, b int) int { return max(a-b, b-a) }

// answered finds what a denial points back to: the drafts of the claim before it that
// the denier takes part in, or if there is none the claim after it in its sentence.
// Who denies words ("the report") means those of a verb of saying before a "reportedly".
func (r *reading) answered(drafts []*draft, n *denial) []*draft {
	at := n.t.tok(n.tok).Span.Start
	best, bestCost := entente.ClaimID(""), 1<<30
	for _, d := range drafts {
		after := d.t.at > n.t.at
		if n.t.at-d.t.at > reach || after || (after || d.t.at < n.t.at) && n.types == nil && r.toldBefore(n) || !r.fits(d, n) {
			continue
		}
		if (d.dead == unlisted || spoken(d.typ)) && gap(d.t.at, n.t.at) > 1 {
			continue
		}
		id := r.assertions([]*draft{d})
		inner := id[len(id)-1]
		cost := at - r.trigger(d).Start
		if cost < 0 { // "Although Peru denies it, Ecuador insists that"
			cost = 1<<20 - cost
		}
		if cue := claimByID(r.a.Claims, inner).CueLemma; n.told && !r.lex.in("SAY", cue) && !r.lex.in("REPORT", cue) && !r.lex.in("CHARGE", cue) {
			cost += 1 << 16
		}
		if !r.find.sameSide(d.sources.refs, n.sides) {
			cost += 1 << 14
		}
		if d.dead == unlisted {
			cost += 1 << 15
		}
		if cost < bestCost {
			best, bestCost = inner, cost
		}
	}
	var out, plans []*draft
	for _, d := range drafts {
		switch {
		case best == "" || !slices.Contains(d.claims, best) || !r.fits(d, n):
		case n.told && d.typ == entente.Agree && r.lex.in("CHARGES", n.t.lemma(n.noun)): // nobody is charged with a plan where a deed stands beside it
			plans = append(plans, d)
		default:
			out = append(out, d)
		}
	}
	if out == nil {
		return plans
	}
	return out
}

// toldBefore reports whether the sentence of a denial tells before it what somebody
// else says, which "it" or "the charge" then is.
func (r *reading) toldBefore(n *denial) bool {
	at, own := n.t.tok(n.tok).Span.Start, r.around(n.t, n.tok)
	for _, k := range r.near[n.t.at] {
		c := &r.a.Claims[k]
		if c.Class != entente.SourceAuthor && !slices.Contains(n.claims, c.ID) && !slices.Contains(own, c.ID) && c.Stance != entente.StanceDeny &&
			n.t.s.Span.Contains(c.Cue[0]) && c.Cue[0].Start < at && len(c.Content) > 0 && c.Content[len(c.Content)-1].End <= at {
			return true
		}
	}
	return false
}

// fits reports whether a denial may be of draft d: somebody else asserts it, the denier
// takes part in it, and it is such a deed as the denial names.
func (r *reading) fits(d *draft, n *denial) bool {
	if !r.asserted(d, n.sides) || d.t == n.t && d.m.tok == n.tok || n.types != nil && !slices.Contains(n.types, d.typ) {
		return false
	}
	if n.told && r.lex.in("CHARGES", n.t.lemma(n.noun)) && d.typ != entente.Accuse && !d.sources.empty() && !r.find.sameSide(d.sources.refs, n.sides) {
		return false // who is accused has done it, or is of those who have
	}
	told := r.assertions([]*draft{d})
	told = told[len(told)-1:]
	if slices.Contains(r.around(n.t, n.tok), told[0]) || r.oneSpeaker(told, n.claims) || slices.ContainsFunc(r.voices(told), func(ref entente.ActorRef) bool { return slices.Contains(r.voices(n.claims), ref) }) {
		return false // one speaker tells of both
	}
	if r.find.sameSide(r.voices(told), n.sides) { // a quarrel inside a land: not all of it is one side
		return r.sameActors(d.sources.refs, n.sides) || r.sameActors(d.targets.refs, n.sides)
	}
	return r.partakes(d, n.sides) || n.told && gap(n.t.at, d.t.at) <= 1 && d.dead != unlisted // who denies "the report" is whom it is about
}

// complaint gives the target of "X said that Y had shelled its villages" or "the post":
// what is harmed is of the one who complains, not of the one who harms. Heuristic: "X said that
// Y had disbanded its army" would be read so too, were that a harm.
func (r *reading) complaint(d *draft) {
	t := d.t
	if d.typ == entente.Reject && t.verb(d.m.tok) && r.lex.in("REFUSE", t.lemma(d.m.tok)) && d.targets.empty() && !d.sources.empty() && len(d.claims) > 0 { // "said the government had refused to talk": to him
		voices := r.voices(d.claims[len(d.claims)-1:])
		if refs := minus(voices, d.sources.refs); len(refs) > 0 && !slices.ContainsFunc(voices, func(ref entente.ActorRef) bool { return r.oneOrgan(ref, d.sources.refs) }) {
			d.targets = filled{refs: refs, tok: -1, far: 3, slot: "speaker"}
		}
		return
	}
	if !harming(d.typ) || d.typ == entente.Mobilize || !t.verb(d.m.tok) || len(d.claims) == 0 || d.sources.empty() || !d.targets.empty() && len(r.others(d.targets.refs, d.sources.refs)) > 0 {
		return
	}
	for _, k := range append(t.objects(d.m.tok), t.children(d.m.tok, "obl")...) {
		theirs := slices.ContainsFunc(append(t.children(k, "nmod"), k), func(j int) bool { return t.owned(j) })
		if k < d.m.tok || !theirs && !(d.targets.empty() && r.find.lex.in("STRUCK", t.lemma(k))) {
			continue
		}
		for _, ref := range r.others(r.voices(d.claims[len(d.claims)-1:]), d.sources.refs) {
			actor := r.a.Cast.Actor(ref)
			if !theirs && (actor == nil || actor.Country == "") { // "officials said that rebels had shelled the town": not theirs
				return
			}
			if actor != nil && official(actor.Sector) {
				if state, ok := r.find.states[actor.Country]; ok {
					ref = state
				}
			}
			d.targets = filled{refs: []entente.ActorRef{ref}, tok: k, far: 1, slot: "speaker"}
			return
		}
	}
}

// complained reports whether it is an official of the state that denies who tells what harm
// another land did: "its army said that planes of Chad had bombed a wood. Peru denied that the raid had
// killed anybody".
func (r *reading) complained(d *draft, sides []entente.ActorRef) bool {
	told := r.assertions([]*draft{d})
	if !harming(d.typ) || d.sources.empty() || r.find.sameSide(d.sources.refs, sides) {
		return false
	}
	return slices.ContainsFunc(r.voices(told[len(told)-1:]), func(ref entente.ActorRef) bool { return r.oneOrgan(ref, sides) })
}

// oneOrgan reports whether an actor and one of others are both of the state of one land.
func (r *reading) oneOrgan(ref entente.ActorRef, others []entente.ActorRef) bool {
	x := r.a.Cast.Actor(ref)
	return x == nil || slices.ContainsFunc(others, func(o entente.ActorRef) bool {
		y := r.a.Cast.Actor(o)
		return y != nil && x.Country != "" && x.Country == y.Country && official(x.Sector) && official(y.Sector)
	})
}

// owned reports whether a pronoun of the third person owns noun i.
func (t *tree) owned(i int) bool {
	return slices.ContainsFunc(t.children(i, "nmod:poss"), func(k int) bool {
		return slices.Contains([]string{"its", "their", "his", "her"}, t.form(k))
	})
}

// others are the refs that are not of the side of besides.
func (r *reading) others(refs, besides []entente.ActorRef) []entente.ActorRef {
	return slices.DeleteFunc(slices.Clone(refs), func(ref entente.ActorRef) bool {
		return r.find.sameSide([]entente.ActorRef{ref}, besides)
	})
}

// refusals give the target of a refusal that does not name it, "rejected the demand": who
// asked for it in one of the two sentences before, or made the charge that it answers; of
// "rejected that" who said the last thing that somebody else said.
func (r *reading) refusals(drafts []*draft) {
	for i, d := range drafts {
		if d.typ != entente.Reject || d.dead != noTarget || d.sources.empty() {
			continue
		}
		for _, e := range slices.Backward(drafts[:i]) {
			if d.t.at-e.t.at > 2 {
				break
			}
			accuses := (harming(e.typ) || e.typ == entente.Accuse) && len(e.sources.refs) > 0 && e.dead == "" && r.find.sameSide(e.targets.refs, d.sources.refs)
			charged := accuses && (d.m.row.needs("xcomp") || e.typ == entente.Accuse && r.ofWords(d)) // "called the charge absurd"
			if charged && !slices.Equal(e.sources.refs, d.sources.refs) {
				d.targets, d.dead = filled{refs: e.sources.refs, tok: -1, far: 3, slot: "asked"}, ""
				break
			}
			if e.typ != entente.Request || !e.answerable() || e.mood.negated || r.find.sameSide(e.sources.refs, d.sources.refs) ||
				!r.find.sameSide(e.targets.refs, d.sources.refs) && !r.names(d, e) {
				continue
			}
			d.targets, d.dead = filled{refs: e.sources.refs, tok: -1, far: 3, slot: "asked"}, ""
			break
		}
		if d.dead == noTarget && r.ofWords(d) {
			if refs := r.saidBefore(d); len(refs) > 0 {
				d.targets, d.dead = filled{refs: refs, tok: -1, far: 3, slot: "asked"}, ""
			}
		}
	}
}

// ofWords reports whether a refusal is of words that it only points to: "rejected that",
// "dismissed the charge".
func (r *reading) ofWords(d *draft) bool {
	return d.t.verb(d.m.tok) && slices.ContainsFunc(d.t.objects(d.m.tok), func(k int) bool {
		return r.lex.in("TOLD", d.t.lemma(k)) || slices.Contains([]string{"it", "that", "this", "them"}, d.t.form(k))
	})
}

// saidBefore is who said the last thing before a draft, in its sentence or the one before,
// that was not said by its own source.
func (r *reading) saidBefore(d *draft) []entente.ActorRef {
	at := r.trigger(d).Start
	for k := len(r.a.Claims) - 1; k >= 0; k-- {
		c := &r.a.Claims[k]
		if len(c.Cue) == 0 || c.Cue[0].Start >= at || c.Class == entente.SourceAuthor || c.Class == entente.SourceMedia || slices.Contains(d.claims, c.ID) {
			continue
		}
		if first := r.a.Sentences[max(d.t.at-1, 0)].Span.Start; c.Cue[0].Start < first {
			break
		}
		if voice := r.find.voice(c); len(voice) > 0 && !slices.ContainsFunc(voice, func(ref entente.ActorRef) bool { return slices.Contains(d.sources.refs, ref) }) {
			return voice
		}
	}
	return nil
}

// names reports whether the object of d is the noun of e's word: "the proposal" of
// "proposed".
func (r *reading) names(d, e *draft) bool {
	return slices.ContainsFunc(d.t.objects(d.m.tok), func(k int) bool {
		noun, word := d.t.lemma(k), e.t.lemma(e.m.tok)
		n := min(len(noun), len(word)) - 1
		return n >= 3 && noun[:n] == word[:n]
	})
}
