package code

import (
	"slices"
	"strings"

	"entente"
)

// roles fills source and target.
func (r *reading) roles(d *draft, all []*draft) {
	f, t := r.find, d.t
	sources, targets := d.m.row.sources, d.m.row.targets
	if d.m.takes { // "faced an attack by": the subject undergoes it
		targets = append([]string{"gov"}, targets...)
		sources = slices.DeleteFunc(slices.Clone(sources), func(s string) bool { return s == "gov" || s == "around" })
	}
	if d.m.takes {
		d.targets = f.fill(t, &d.m, targets, nil)
		d.sources = f.fill(t, &d.m, sources, d.targets.refs)
	} else {
		d.sources = f.fill(t, &d.m, sources, nil)
		if t.verb(d.m.tok) && r.lex.toll(t, d.m.tok) {
			if got, ok := f.doer(t, d.m.tok, d.sources.tok); ok {
				d.sources = got
			}
		}
		if d.m.row.has("both") && f.states2(d.sources.refs) { // "X and Y signed a pact": with each other, unless it says with whom
			targets = slices.DeleteFunc(slices.Clone(targets), func(s string) bool { return s != "with" && s != "against" && (s != "to" || d.mode != "phone") })
		}
		d.targets = f.fill(t, &d.m, targets, slices.Concat(d.sources.refs, f.own(d), f.apposed(t, d.sources.tok)))
		if d.targets.slot == "any" && d.typ != entente.Retreat && f.describes(t, d.targets.tok, d.sources.tok) {
			d.targets = f.fill(t, &d.m, targets, slices.Concat(d.sources.refs, f.own(d), f.apposed(t, d.sources.tok), d.targets.refs))
		}
	}
	if (d.targets.slot == "any" || d.targets.slot == "clause") && f.belongs(t, d.targets.tok, d.sources.refs) { // "deplored the ruling and told its envoy to protest"
		d.targets = f.fill(t, &d.m, targets, slices.Concat(d.sources.refs, f.own(d), d.targets.refs))
	}
	if d.sources.empty() && !d.targets.empty() && t.noun(d.m.tok) {
		d.sources = r.punished(d, all)
	}
	if d.sources.empty() && t.passive(d.m.tok) && (d.mode == "expel" || d.mode == "deport") { // nobody but a state expels from it
		if from := f.slot(t, &d.m, "from", d.targets.refs); !from.empty() && f.armed(from.refs[0]) {
			d.sources = from
		}
	}
	if len(d.sources.refs) > 1 && t.mutual(d.m.tok) { // "accused each other"
		d.targets = d.sources
	}
	if d.sources.empty() && !d.targets.empty() && (d.typ == entente.Coerce || d.typ == entente.Assault) {
		d.sources = f.plotters(t, d)
	}
	if d.sources.empty() && t.passive(d.m.tok) && (d.typ == entente.Mobilize || d.typ == entente.Aid && slices.ContainsFunc(t.objects(d.m.tok), f.troops(t))) { // "soldiers of X remain deployed in Y"
		troops := f.phrases(t, t.objects(d.m.tok))
		d.sources = troops
		if said := r.speaker(t, d.m.tok); d.typ == entente.Mobilize && !slices.ContainsFunc(d.sources.refs, func(ref entente.ActorRef) bool { return f.country(ref) != "" }) && slices.ContainsFunc(said.refs, f.armed) {
			d.sources = said // "a battalion will be sent, the government announced"
		}
		d.targets.refs = minus(d.targets.refs, union(d.sources.refs, troops.refs))
		if d.targets.empty() {
			d.targets = f.fill(t, &d.m, slices.DeleteFunc(slices.Clone(targets), func(s string) bool { return s == "obj" }), d.sources.refs)
		}
	}
	if d.targets.empty() && !d.sources.empty() && upward(d.typ) && d.mode != "investigate" {
		d.targets = f.rulers(d.sources.refs)
	}
	if d.targets.empty() && !d.sources.empty() && t.verb(d.m.tok) && dealing(d.typ) {
		d.targets = f.foes(t, d)
	}
	if d.targets.empty() && d.typ == entente.Coerce && t.verb(d.m.tok) && len(t.objects(d.m.tok)) > 0 {
		if d.mode == "seize" { // "has held a strip that makes a tenth of Chad's land": whose it is, anything in the clause says
			d.targets = f.fill(t, &d.m, []string{"any"}, d.sources.refs)
		}
		if d.targets.empty() {
			d.targets = f.ruled(d.sources.refs)
		}
	}
	if d.sources.empty() && d.typ == entente.Consult && t.verb(d.m.tok) && t.passive(d.m.tok) && t.rel(d.m.tok, "acl") {
		for i := d.m.tok; !t.isRoot(i); { // a body tells of "a session held in May"
			i = t.tok(i).Head
			if got := f.phrases(t, t.children(i, "nsubj")); t.verb(i) && f.bodies(got.refs) {
				d.sources = filled{refs: got.refs, tok: got.tok, far: 3, slot: "around"}
			}
		}
	}
	if d.typ == entente.Agree && (d.targets.slot == "comp" || d.targets.slot == "any") && f.states2(d.sources.refs) {
		d.targets = filled{tok: -1} // "X and Y agreed to fight the gangs": with each other
	}
	if d.typ == entente.Reject && (d.targets.slot == "any" || d.targets.slot == "of") && f.itself(d) {
		d.targets = filled{tok: -1} // "the Thai government ruled out a session of the cabinet"
	}
	for _, find := range []func(*draft) (filled, bool){f.townOf, f.handOf, f.lawOf, f.accused} {
		if got, ok := find(d); ok {
			d.targets = got
		}
	}
	if d.targets.empty() && (d.m.row.has("both") || d.typ == entente.Agree && f.states2(d.sources.refs) || d.m.row.has("among") && f.states2(d.sources.refs)) && len(d.sources.refs) > 1 {
		d.targets = d.sources
	}
	if d.sources.empty() && d.m.row.has("both") && len(d.targets.refs) > 1 {
		d.sources = d.targets
	}
	if d.typ == entente.Protest && t.noun(d.m.tok) && (d.sources.slot == "amod" || d.sources.slot == "poss") && !slices.ContainsFunc(d.sources.refs, func(ref entente.ActorRef) bool { return !f.armed(ref) }) {
		state := d.sources
		if d.sources = f.ruled(state.refs); d.targets.empty() { // "the Chadian uprising" is of its people
			d.targets = filled{refs: state.refs, tok: -1, far: 3, slot: "around"}
		}
	}
	if d.targets.empty() && (d.m.row.has("domestic") && !f.joins(d) || d.typ == entente.Consult && d.mode == "" && (d.sources.slot != "around" || t.verb(d.m.tok)) && f.bodies(d.sources.refs)) {
		d.targets = d.sources // a civil war is of one land, a session of a body its own
	}
	d.mutual()
}

// lawless makes an assault of what only a state does by law, where rebels, gangs or gunmen do
// it: they arrest nobody and search nothing. Soldiers whom they take are prisoners of war.
func (r *reading) lawless(d *draft) {
	if d.typ != entente.Coerce || !d.t.verb(d.m.tok) || d.mode != "seize" && d.mode != "arrest" || d.sources.empty() || slices.ContainsFunc(d.sources.refs, func(ref entente.ActorRef) bool {
		a := r.a.Cast.Actor(ref)
		return a == nil || a.Sector != "REB" && a.Sector != "CRM" && !(a.Sector == "UNK" && r.lex.in("REBELS", d.t.lemma(d.sources.tok)))
	}) {
		return
	}
	people := len(d.targets.refs) > 0 && !slices.ContainsFunc(d.targets.refs, func(ref entente.ActorRef) bool {
		a := r.a.Cast.Actor(ref)
		return a == nil || strings.HasPrefix(a.Entity, "state:") || slices.Contains([]entente.Sector{"MIL", "COP", "REB", ""}, a.Sector)
	})
	switch {
	case d.t.lemma(d.m.tok) == "raid":
		d.typ, d.mode, d.cameo = entente.Assault, "", "190"
	case people && slices.ContainsFunc(d.t.objects(d.m.tok), func(k int) bool { return d.t.under(d.targets.tok, k) && r.lex.in("PRISONERS", d.t.lemma(k)) }):
		d.typ, d.mode, d.cameo = entente.Assault, "abduct", "181"
	}
}

// mutual makes both sides of talks, clashes, deals and new relations, and of what a user's
// type says both do, the source and the target (docs/coding.md).
func (d *draft) mutual() {
	row := d.m.row
	if !row.has("both") || d.sources.empty() || d.targets.empty() {
		return
	}
	switch row.typ {
	case entente.Consult, entente.Assault:
	case entente.Cooperate:
		if !row.has("deal") {
			return
		}
	case entente.Support:
		if !row.has("deal") && !row.needs("of") { // "the establishment of ties"
			return
		}
	default:
		if learnt(row.typ) {
			return
		}
	}
	d.sources.refs = union(d.sources.refs, d.targets.refs)
	d.targets.refs = slices.Clone(d.sources.refs)
}

// purposeOf gives an infinitive of purpose that names nobody else the one whom the verb
// above it is done with: "called the president to convey its support".
func (r *reading) purposeOf(t *tree, drafts []*draft) {
	for _, d := range drafts {
		i := d.m.tok
		if d.sources.empty() || !d.targets.empty() || !t.verb(i) || !t.rel(i, "advcl") || t.mark(i) != "to" || t.passive(t.tok(i).Head) || d.mode == "investigate" || !slices.Contains(said, r.ontology.Quad(d.typ)) {
			continue
		}
		got := r.find.phrases(t, t.objects(t.tok(i).Head))
		got.refs = minus(got.refs, slices.Concat(d.sources.refs, r.find.own(d)))
		if !got.empty() {
			got.far += 2
			d.targets = got
		}
	}
}

// inCourse gives a deed in whose course another is done, and whose hand is not told, the
// hand of that: "police killed nine in a crackdown on students".
func (r *reading) inCourse(t *tree, drafts []*draft) {
	for _, d := range drafts {
		if !d.sources.empty() || d.targets.empty() || !harming(d.typ) || !t.noun(d.m.tok) || t.prep(d.m.np) != "in" && t.prep(d.m.np) != "during" {
			continue
		}
		for _, e := range drafts {
			if e.m.tok == t.tok(d.m.np).Head && t.verb(e.m.tok) && !t.passive(e.m.tok) && harming(e.typ) && (e.typ != d.typ || !r.find.sameSide(e.sources.refs, d.targets.refs)) {
				d.sources = e.sources
				d.sources.far += 2
			}
		}
	}
}

// said are the classes of acts that words perform.
var said = []entente.QuadClass{entente.VerbalCooperation, entente.VerbalConflict}

// lend gives a participle before its clause ("Pledging to cut its tariffs, X ended two
// days of talks with Y"), and a verb joined to another ("met the king and asked for help"),
// the target of the clause where it has none of its own.
func (r *reading) lend(t *tree, drafts []*draft) {
	for _, d := range drafts {
		i := d.m.tok
		before := t.rel(i, "advcl") && strings.HasSuffix(t.form(i), "ing") && i < t.tok(i).Head && t.child(i, "mark") < 0
		joined := t.rel(i, "conj") && t.verb(i) && t.child(i, "nsubj") < 0 && slices.Contains([]entente.EventType{entente.Request, entente.Threaten}, d.typ)
		citing := t.rel(i, "advcl") && strings.HasSuffix(t.form(i), "ing") && t.child(i, "mark") < 0 && d.typ == entente.Accuse // "withheld aid from X, citing corruption"
		if d.sources.empty() || !d.targets.empty() || !before && !joined && !citing {
			continue
		}
		for _, main := range drafts {
			verb := t.tok(i).Head
			if main == d || main.m.tok != verb && main.m.light != verb && t.tok(main.m.np).Head != verb || before && main.m.tok < i {
				continue
			}
			if refs := minus(main.targets.refs, d.sources.refs); len(refs) > 0 {
				d.targets = main.targets
				d.targets.refs = refs
				d.targets.far += 2
				break
			}
		}
	}
}

// follow gives a verb that is joined to another, and has no subject that anybody found, the
// sides of the first: "denounced X and called for a truce".
func (r *reading) follow(t *tree, drafts []*draft) {
	for _, d := range drafts {
		i := d.m.tok
		if !d.sources.empty() || !t.verb(i) || t.passive(i) || !t.rel(i, "conj") || t.child(i, "nsubj") >= 0 || !slices.Contains(worded, d.typ) {
			continue
		}
		for _, first := range drafts {
			if first.m.tok != t.tok(i).Head || first.sources.empty() || t.passive(first.m.tok) {
				continue
			}
			d.sources = first.sources
			if refs := minus(first.targets.refs, d.sources.refs); d.targets.empty() || d.targets.slot == "any" && len(refs) > 0 {
				d.targets = first.targets
				d.targets.refs = refs
				d.targets.far += 2
			}
		}
	}
}

// upward reports whether a type is of acts that people direct at those who rule them:
// who protests against nobody named, or demands of nobody named, means the government.
func upward(t entente.EventType) bool {
	return t == entente.Protest || t == entente.Request || t == entente.Accuse
}

// tieOf completes an event whose subject is a tie ("relations with Russia warmed")
// and that names one member only: the other is the state for which the speaker
// speaks ("our relations"), else the one that acts in the clause. Heuristic: a
// diplomat who speaks of somebody else's tie is taken for a member of it.
func (r *reading) tieOf(d *draft) {
	talks := d.typ == entente.Consult && d.t.rel(d.m.np, "nsubj") && d.t.child(d.t.tok(d.m.np).Head, "expl") >= 0 // "there were no talks with X"
	if !d.m.row.has("ties") && !talks || d.sources.empty() == d.targets.empty() {
		return
	}
	one, other := &d.sources, &d.targets
	if d.sources.empty() {
		one, other = &d.targets, &d.sources
	}
	for _, id := range d.claims {
		c := claimByID(r.a.Claims, id)
		if c.Speaker == nil {
			continue
		}
		if speaker := r.a.Cast.Actor(*c.Speaker); speaker != nil && official(speaker.Sector) {
			ref, ok := r.find.states[speaker.Country]
			if !ok { // the text names the state only in the speaker's office
				ref = speaker.Ref
			}
			if speaker.Country != "" && !r.find.sameSide([]entente.ActorRef{ref}, one.refs) {
				*other = filled{refs: []entente.ActorRef{ref}, tok: -1, far: 3, slot: "speaker"}
				if talks {
					d.sources.refs = union(d.sources.refs, d.targets.refs)
					d.targets.refs = union(d.targets.refs, d.sources.refs)
				}
				if d.mood.status == entente.Claimed && d.mood.why == onlySource { // it is the speaker's own tie
					d.mood.status = entente.Happened
					if d.mood.ongoing {
						d.mood.status = entente.Ongoing
					}
					d.status = d.mood.status
				}
				return
			}
		}
	}
	if got := r.find.governor(d.t, &d.m, true); !got.empty() && !r.find.sameSide(got.refs, one.refs) {
		*other = got
	}
}

// punished finds the actor of a deed that another event punishes: in "imposed
// sanctions on X after the annexation of Y" it is X.
func (r *reading) punished(d *draft, all []*draft) filled {
	t := d.t
	if !slices.Contains([]string{"after", "for", "over", "following", "because_of", "of"}, t.prep(d.m.np)) {
		return filled{tok: -1}
	}
	for _, other := range all {
		if other == d || other.targets.empty() || !slices.Contains([]entente.EventType{entente.Sanction, entente.Accuse, entente.Protest}, other.typ) {
			continue
		}
		if t.prep(d.m.np) == "of" && (other.typ != entente.Accuse || t.tok(d.m.np).Head != other.m.tok) { // "accused X of the attack"
			continue
		}
		if t.under(d.m.np, other.m.tok) || other.m.light >= 0 && t.under(d.m.np, other.m.light) {
			got := other.targets
			got.refs = minus(got.refs, d.targets.refs)
			got.far += 2
			got.slot = "punished"
			return got
		}
	}
	return filled{tok: -1}
}
