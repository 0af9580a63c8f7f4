package code

import (
	"slices"
	"strings"

	"entente"
)

// echoes gives up drafts that only say again, as its purpose, its manner or its kind,
// what the deed they hang on says: "summoned the envoy to complain", "accused X, calling
// it a bully", "blocked the road in protest". The deed takes their target where it has
// none of its own.
func (r *reading) echoes(t *tree, drafts []*draft) {
	f := r.find
	for _, d := range drafts {
		if d.typ == entente.Assault && t.verb(d.m.tok) && r.lex.toll(t, d.m.tok) {
			continue // see tolls
		}
		for _, deed := range drafts {
			if d == deed || d.dead != "" || deed.dead != "" || d.typ != deed.typ || d.mood.negated != deed.mood.negated ||
				!d.sources.empty() && !f.sameSide(d.sources.refs, deed.sources.refs) && !t.inProtest(d) || !r.echoOf(t, d, deed) {
				continue
			}
			// Another target that the words name themselves is another deed.
			if !d.targets.empty() && !deed.targets.empty() && d.targets.far == 0 && !f.sameSide(d.targets.refs, deed.targets.refs) {
				continue
			}
			if deed.targets.empty() {
				deed.targets = d.targets
			}
			d.dead = "says again what " + t.form(deed.m.tok) + " says"
		}
	}
}

// inProtest reports whether the source of a noun draft is only what stands behind its
// "of": "a strike in protest of the government's refusal" is no protest by it.
func (t *tree) inProtest(d *draft) bool {
	return d.sources.slot == "of" && t.noun(d.m.tok) && t.prep(d.m.np) == "in"
}

// echoOf reports whether d hangs on deed as its purpose, its manner or its kind.
func (r *reading) echoOf(t *tree, d, deed *draft) bool {
	top := d.m.np
	if d.m.light >= 0 {
		top = d.m.light
	}
	if t.isRoot(top) {
		return false
	}
	head := t.tok(top).Head
	hangs := head == deed.m.tok || head == deed.m.light || head == deed.m.np || slices.Contains(deed.m.used, head)
	switch {
	case !hangs:
		return false
	case t.verb(top) && t.rel(top, "advcl", "acl", "xcomp"):
		// A participle in front of its clause, or one of another mode, tells another deed:
		// "closed the border, deporting thousands".
		return t.mark(top) == "to" || strings.HasSuffix(t.form(top), "ing") && t.child(top, "mark") < 0 && top > head && (d.mode == "" || d.mode == deed.mode || d.typ == entente.Accuse || d.typ == entente.Protest)
	case t.noun(top) && t.rel(top, "obl", "nmod"):
		return t.prep(top) == "in" && (d.sources.empty() || t.inProtest(d))
	case t.noun(top) && t.rel(top, "obj"): // "fought a long insurgency"
		return d.sources.empty()
	case t.noun(top) && t.rel(top, "conj"): // "voiced its rejection and condemnation of": the first noun's verb carries both
		return slices.Contains(deed.m.used, head) || head == deed.m.np
	}
	return false
}

// avowals gives who claims responsibility to the assault told just before, if nobody
// is named for it: "A bomb killed nine in Quetta. X claimed responsibility" is one deed.
// That nobody has claimed it is none.
func (r *reading) avowals(drafts []*draft) {
	for i, d := range drafts {
		if d.dead != "" || !d.m.row.has("avowal") {
			continue
		}
		if d.mood.negated {
			d.dead = "nobody avows it"
			continue
		}
		for k := i - 1; k >= 0 && d.t.at-drafts[k].t.at <= 2; k-- {
			deed := drafts[k]
			if deed.dead != "" || deed.typ != entente.Assault || !r.nameless(deed.sources.refs) || !d.targets.empty() && !r.find.sameSide(d.targets.refs, deed.targets.refs) {
				continue
			}
			deed.sources = d.sources
			deed.sources.far, deed.sources.slot = 3, "avowed"
			d.dead = "says whose deed " + deed.t.form(deed.m.tok) + " is"
			break
		}
		for _, deed := range drafts { // "a bombing claimed by X has killed nine"
			if d.dead == "" && deed != d && deed.t == d.t && deed.dead == "" && deed.typ == entente.Assault && d.t.rel(d.m.tok, "acl") &&
				slices.Contains(d.t.subjects(deed.m.tok), d.t.tok(d.m.tok).Head) && (r.nameless(deed.sources.refs) || r.find.sameSide(deed.sources.refs, d.sources.refs)) {
				deed.sources = d.sources
				d.dead = "says whose deed " + deed.t.form(deed.m.tok) + " is"
			}
		}
	}
}

// retold gives a deed without a hand the one of a deed of that kind on the same victim
// that is told elsewhere: "Gunmen abducted the minister. … He was abducted in Lima".
func (r *reading) retold(drafts []*draft) {
	for i, d := range drafts {
		r.imposed(d, drafts[:i])
		if d.dead != "" || !d.sources.empty() || !r.sameKind(d, d) {
			continue
		}
		for _, deed := range drafts {
			if deed.dead == "" && !deed.sources.empty() && deed.sources.slot != "retold" && r.sameKind(d, deed) {
				d.sources = deed.sources
				d.sources.far, d.sources.slot = 3, "retold"
				break
			}
		}
	}
}

// imposed gives a measure that "was imposed" by nobody told the one whose it is, as told
// before: "Peru would lift its embargo on Chile. … The embargo was imposed in 1979".
func (r *reading) imposed(d *draft, before []*draft) {
	t := d.t
	if d.dead != "" || !d.sources.empty() || d.targets.empty() || d.typ != entente.Sanction && d.typ != entente.Coerce || !t.verb(d.m.tok) || !t.passive(d.m.tok) {
		return
	}
	for _, k := range t.objects(d.m.tok) {
		the := t.childForm(k, "the") || t.childForm(k, "these") || t.childForm(k, "those")
		if !t.noun(k) || !the || !slices.Contains(d.m.used, k) {
			continue
		}
		for _, o := range slices.Backward(before) {
			same := func(j int) bool { return j >= 0 && o.t.noun(j) && o.t.lemma(j) == t.lemma(k) }
			if o.dead == "" && d.t.at-o.t.at <= reach && (same(o.m.tok) || slices.ContainsFunc(o.m.used, same)) && !o.sources.empty() && r.find.sameSide(o.targets.refs, d.targets.refs) {
				d.sources = filled{refs: o.sources.refs, tok: -1, far: 3, slot: "told"}
				return
			}
		}
	}
}

// nameless reports whether no actor is known by more than what he does: nobody, "gunmen", "a
// suicide bomber".
func (r *reading) nameless(refs []entente.ActorRef) bool {
	return !slices.ContainsFunc(refs, func(ref entente.ActorRef) bool {
		a := r.a.Cast.Actor(ref)
		return a == nil || a.Entity != "" || a.Sector != "UNK" && a.Sector != "REB"
	})
}

// freed gives a release without a hand the one who took the people, as told last before,
// "The police seized nine miners; five were released", and gives it up where such a release
// is told before: "The six were freed on Monday. … They had been released in Merca".
func (r *reading) freed(drafts []*draft) {
	for i, d := range drafts {
		if d.typ != entente.Retreat || d.mode != "release" || !d.t.verb(d.m.tok) || !d.sources.empty() || d.dead != "" && d.dead != noSource && d.dead != noActor {
			continue
		}
		if slices.ContainsFunc(drafts[:i], func(o *draft) bool {
			return o.dead == "" && o.typ == d.typ && o.mode == d.mode && o.t.at < d.t.at && (d.targets.empty() || r.landless(d.targets.refs) || r.find.sameSide(d.targets.refs, o.targets.refs)) && !r.otherDay(o, d)
		}) {
			d.dead = "told before"
			continue
		}
		for _, o := range slices.Backward(drafts[:i]) {
			took := o.dead == "" && asFact(o) && (o.typ == entente.Coerce && o.mode == "arrest" || o.typ == entente.Assault && o.mode == "abduct")
			if !took || o.sources.empty() || !d.targets.empty() && !r.landless(d.targets.refs) && !r.find.sameSide(d.targets.refs, o.targets.refs) {
				continue
			}
			d.sources = filled{refs: o.sources.refs, tok: -1, far: 3, slot: "told"}
			if d.targets.empty() {
				d.targets = filled{refs: o.targets.refs, tok: -1, far: 3, slot: "told"}
			}
			d.dead = ""
			r.ownAfterAll(d)
			r.settle(d)
			break
		}
	}
}

// ownAfterAll makes a fact of what only a source said, once it is found to be the source's own
// deed: "Police said they had held nine, of whom two were released".
func (r *reading) ownAfterAll(d *draft) {
	if d.status != entente.Claimed || d.mood.why != onlySource || slices.ContainsFunc(d.claims, func(id entente.ClaimID) bool { return !r.ownWord(claimByID(r.a.Claims, id), d) }) {
		return
	}
	d.mood.status, d.mood.why, d.status = entente.Happened, "", entente.Happened
}

// aimed gives words that name nobody the one whom they answer: "condemned the raid",
// "protested the arrests" and "vowed to avenge the killing" the hand of such a deed told
// before, "apologized for the deaths" those who suffered it, "refused to negotiate" the one
// who had asked.
//
// Denials come after the disputes, which know whose word is denied.
func (r *reading) aimed(drafts []*draft, denials bool) {
	for i, d := range drafts {
		if denials != (d.typ == entente.Reject && d.t.verb(d.m.tok) && r.lex.in("DENY", d.t.lemma(d.m.tok))) {
			continue
		}
		if d.dead != noTarget && !(d.dead == "" && d.targets.empty() && d.typ == entente.Reject) && !r.aside(d) {
			continue
		}
		sorry := d.typ == entente.Support && r.lex.in("SORRY", d.t.lemma(d.m.tok))
		if got := r.counterpart(d, drafts[:i]); !got.empty() && !sorry {
			d.targets, d.dead = got, ""
			r.settle(d)
			continue
		}
		if d.dead == "" || !d.t.verb(d.m.tok) {
			continue
		}
		kinds := []entente.EventType{entente.Assault}
		switch {
		case d.typ == entente.Reject:
			kinds = []entente.EventType{entente.Request}
		case sorry:
		case d.typ == entente.Accuse && r.ofDeed(d, entente.Coerce):
			kinds = []entente.EventType{entente.Coerce}
		case d.typ != entente.Accuse && d.typ != entente.Threaten || !r.ofDeed(d, entente.Assault):
			continue
		}
		for k := i - 1; k >= 0; k-- {
			o := drafts[k]
			refs := minus(o.sources.refs, d.sources.refs)
			if sorry {
				refs = nil
				if r.find.sameSide(o.sources.refs, d.sources.refs) {
					refs = minus(o.targets.refs, d.sources.refs)
				}
			}
			if o.dead == "" && slices.Contains(kinds, o.typ) && asFact(o) && len(refs) > 0 {
				d.targets = filled{refs: refs, tok: -1, far: 3, slot: "told"}
				d.dead = ""
				r.settle(d)
				break
			}
		}
		if got := r.counterpart(d, drafts[:i]); sorry && d.dead != "" && !got.empty() {
			d.targets, d.dead = got, ""
			r.settle(d)
		}
	}
}

// aside reports whether the target of a demand is but somebody whom what is demanded is about:
// "demanded the release of two journalists".
func (r *reading) aside(d *draft) bool {
	return d.dead == "" && d.typ == entente.Request && d.targets.far > 0 && len(d.targets.refs) > 0 && len(d.sources.refs) > 0 && r.find.armed(d.sources.refs[0]) && !slices.ContainsFunc(d.targets.refs, r.find.political)
}

// counterpart is the other party of what the source of d did, or had done to it, a few
// sentences before, for words and measures between states that leave it unsaid: "Ghana
// recalled its envoy from Togo. … It ruled out any talks". Who had no part in it speaks of
// those who had: "Mali welcomed the accord".
func (r *reading) counterpart(d *draft, before []*draft) filled {
	none := filled{tok: -1}
	if !slices.Contains(directed, d.typ) || d.mode == "visit" || d.t.noun(d.m.tok) || d.t.rel(d.m.tok, "acl:relcl") && d.sources.far > 0 || slices.ContainsFunc(d.sources.refs, func(ref entente.ActorRef) bool { return !r.find.political(ref) }) {
		return none
	}
	if objects := d.t.objects(d.m.tok); d.typ == entente.Support && len(objects) > 0 && !d.backward() && !slices.ContainsFunc(objects, func(k int) bool { return d.t.tok(k).UPOS == "PRON" }) {
		return none // "supported the revolts of 2011": what is praised is told here
	}
	far := 2 * reach
	if d.backward() && r.named(d) {
		far = len(r.a.Sentences) // what was agreed or offered may be the matter of the whole report
	}
	for k := len(before) - 1; k >= 0 && d.t.at-before[k].t.at <= far; k-- {
		o := before[k]
		if o.dead != "" || o.sources.empty() || o.targets.empty() || o.t == d.t && d.t.under(d.m.tok, o.m.tok) { // of what one is accused of, the accuser is no part
			continue
		}
		var refs []entente.ActorRef
		switch {
		case r.find.sameSide(o.sources.refs, d.sources.refs):
			refs = o.targets.refs
		case r.find.sameSide(o.targets.refs, d.sources.refs):
			if refs = o.sources.refs; len(r.others(o.targets.refs, d.sources.refs)) > 0 {
				refs = nil // "appealed to both": the one's quarrel is not with who appealed
			}
		case o.typ == d.typ && o.typ == entente.Sanction: // "The EU recalled its envoys. … Norway froze a loan"
			refs = o.targets.refs
		case d.mediates():
			refs = union(o.sources.refs, o.targets.refs)
		case d.backward() && r.meant(d, o):
			refs = o.sources.refs
			if o.m.row.has("both") {
				refs = union(refs, o.targets.refs)
			}
		}
		refs = slices.DeleteFunc(slices.Clone(refs), func(ref entente.ActorRef) bool {
			nobody := r.find.country(ref) == "" && !r.find.bodies([]entente.ActorRef{ref}) // "both commissions"
			return nobody || !r.find.political(ref) || r.find.sameSide([]entente.ActorRef{ref}, d.sources.refs)
		})
		if len(refs) > 0 {
			return filled{refs: refs, tok: -1, far: 3, slot: "told"}
		}
	}
	return none
}

// named reports whether what a verb is about is a noun for a deed: "hailed the outcome",
// "welcomed the offer".
func (r *reading) named(d *draft) bool {
	return slices.ContainsFunc(d.t.objects(d.m.tok), func(k int) bool {
		return r.lex.in("OUTCOME", d.t.lemma(k)) || len(byWord(r.lex.nouns, d.t, k)) > 0
	})
}

// meant reports whether draft o may be what the object of d means: of the type that its noun
// has, or any if it names none ("the move").
func (r *reading) meant(d, o *draft) bool {
	if !r.named(d) {
		return true
	}
	return slices.ContainsFunc(d.t.objects(d.m.tok), func(k int) bool {
		word := d.t.lemma(k)
		if r.lex.in("OUTCOME", word) || r.lex.in("DEAL", word) {
			return o.m.row.has("both")
		}
		return slices.ContainsFunc(byWord(r.lex.nouns, d.t, k), func(row *row) bool { return row.typ == o.typ || row.typ == o.row().typ })
	})
}

// directed are the types of what states and parties say and do to each other rather than to
// things or places.
var directed = []entente.EventType{
	entente.Request, entente.Reject, entente.Accuse, entente.Agree, entente.Support, entente.Concede, entente.Sanction, entente.Threaten, entente.Consult,
}

// mediates reports whether a draft is of going between others, or of a promise to.
func (d *draft) mediates() bool {
	if d.cameo == mediation {
		return true
	}
	return d.typ == entente.Agree && slices.ContainsFunc(d.t.clauses(d.m.tok), func(k int) bool {
		return slices.Contains([]string{"mediate", "arbitrate", "intercede", "host"}, d.t.lemma(k))
	})
}

// mediation is CAMEO's code for it.
const mediation = "045"

// backward reports whether what a verb is about has been told: "the move", "this", "the
// decision".
func (d *draft) backward() bool {
	return d.t.verb(d.m.tok) && slices.ContainsFunc(d.t.objects(d.m.tok), func(k int) bool {
		return d.t.childForm(k, "the") || d.t.childForm(k, "this") || d.t.childForm(k, "that")
	})
}

// handBlamed aims words against a deed at who did it, as told before, where they name those
// who suffered it: "condemned the attack on the village".
func (r *reading) handBlamed(drafts []*draft) {
	for i, d := range drafts {
		if d.dead != "" || d.typ != entente.Accuse || !d.t.verb(d.m.tok) || d.targets.tok < 0 {
			continue
		}
		suffered := slices.ContainsFunc(d.t.objects(d.m.tok), func(k int) bool {
			return r.find.deed(d.t, k) && slices.ContainsFunc(d.t.children(k, "nmod"), func(j int) bool {
				return slices.Contains([]string{"on", "of", "against", "in"}, d.t.prep(j)) && d.t.under(d.targets.tok, j)
			})
		})
		if !suffered {
			continue
		}
		for _, o := range slices.Backward(drafts[:i]) {
			refs := minus(o.sources.refs, d.sources.refs)
			if o.dead == "" && o.typ == entente.Assault && asFact(o) && len(refs) > 0 && !r.find.sameSide(refs, d.targets.refs) && r.find.sameSide(o.targets.refs, d.targets.refs) {
				victims := d.targets.refs
				d.targets = filled{refs: refs, tok: -1, far: 3, slot: "told"}
				for _, e := range drafts { // "condemned the attack and demanded that it stop"
					if e.t == d.t && e.typ == entente.Request && e.t.rel(e.m.tok, "conj") && e.t.tok(e.m.tok).Head == d.m.tok && (e.targets.empty() || slices.Equal(e.targets.refs, victims)) {
						e.targets = d.targets
					}
				}
				break
			}
		}
	}
}

// ofDeed reports whether a noun for a deed of the type stands below the trigger.
func (r *reading) ofDeed(d *draft, typ entente.EventType) bool {
	for i := range d.t.s.Tokens {
		of := d.t.noun(i) && slices.ContainsFunc(byWord(r.lex.nouns, d.t, i), func(row *row) bool { return row.typ == typ && !row.has("dead") })
		if of && r.inside(d.t, i, d.m.tok) {
			return true
		}
	}
	return false
}

// sameKind reports whether two drafts tell of one kind of harm, by its mode, on the same
// single victim, who is no group.
func (r *reading) sameKind(d, o *draft) bool {
	if !harming(d.typ) || d.typ != o.typ || d.mode == "" || d.mode != o.mode || d.status != entente.Happened || o.status != entente.Happened ||
		len(d.targets.refs) != 1 || !slices.Equal(d.targets.refs, o.targets.refs) {
		return false
	}
	victim := r.a.Cast.Actor(d.targets.refs[0])
	return victim != nil && !victim.Group && !strings.HasPrefix(victim.Entity, "state:")
}

// repeats gives up a deed of two named sides that an earlier sentence tells of the same lands
// in the same word and on the same day: "Peru and Chile signed a pact on Friday. … The
// pact was signed on Friday by President X and Prime Minister Y".
func (r *reading) repeats(drafts []*draft) {
	for i, d := range drafts {
		for _, o := range drafts[:i] {
			if d.dead != "" || o.dead != "" || !o.m.row.has("deal") || d.t.at == o.t.at || d.typ != o.typ || d.status != o.status || d.t.lemma(d.m.tok) != o.t.lemma(o.m.tok) ||
				!r.find.sameLands(d.sources.refs, o.sources.refs) || !r.find.sameLands(d.targets.refs, o.targets.refs) {
				continue
			}
			if day := r.find.date(d.t, d, nil); !day.From.IsZero() && day.From == r.find.date(o.t, o, nil).From {
				d.dead = "told before"
			}
		}
	}
}

// retoldDays dates a deed that is told again without its day.
func (r *reading) retoldDays(drafts []*draft, events []entente.Event) {
	for i, d := range drafts {
		for k, o := range drafts {
			if ev := &events[i]; ev.Date.From.IsZero() && events[k].Date.Precision == entente.PrecisionDay && r.sameKind(d, o) {
				ev.Date, ev.Background = events[k].Date, events[k].Background
			}
		}
	}
}

// tolls gives the dead and hurt of a deed that the same clause names to that deed:
// "nine people were killed during the invasion" is no second attack, nor is "stormed
// the base, killing nine", nor "killed nine in two attacks". The deed takes their side
// as its target where it has none. Dead of another state than the deed's target are an
// event of their own, for they make another dyad.
func (r *reading) tolls(t *tree, drafts []*draft) {
	for _, d := range drafts {
		if d.dead != "" || d.typ != entente.Assault || !r.lex.toll(t, d.m.tok) || !t.verb(d.m.tok) {
			continue
		}
		for _, deed := range drafts {
			if deed == d || deed.dead != "" || deed.typ != entente.Assault || d.mood.negated != deed.mood.negated {
				continue
			}
			if !r.tollOf(t, d, deed) {
				if d.sources.empty() && t.passive(d.m.tok) && r.befell(t, d.m.tok, deed) { // other dead than those who were struck, by the same hand
					d.sources = deed.sources
					d.sources.far += 2
				}
				continue
			}
			keep, lose := deed, d
			if len(d.sources.refs) > 0 && deed.sources.empty() && t.under(deed.m.np, d.m.tok) {
				keep, lose = d, deed // "soldiers killed nine in two attacks": the verb tells more
			}
			lose.dead = "says how many were killed or hurt in a deed that is coded"
			if lose == deed {
				lose.dead = "says again what its verb tells"
			}
			keep.tolls = append(keep.tolls, lose)
			if keep.targets.empty() {
				keep.targets = lose.targets
			}
			break
		}
	}
}

// counts gives the dead and hurt that a sentence of their own tells to the deed told just
// before: "Shells fell on the port. Nine people were killed in the barrage." Those of which
// it names the day, and those that have been killed over a time, are of other deeds too.
func (r *reading) counts(drafts []*draft) {
	for i, d := range drafts {
		if d.dead != "" && !d.lacking() || d.typ != entente.Assault || !d.sources.empty() || !d.t.verb(d.m.tok) || !r.lex.toll(d.t, d.m.tok) || !asFact(d) {
			continue
		}
		named := r.countedIn(d)
		if !named && (d.t.perfect(d.m.tok) || slices.ContainsFunc(r.a.Dates, func(m entente.DateMention) bool { return m.Sentence == d.t.at })) {
			continue
		}
		for _, deed := range slices.Backward(drafts[:i]) {
			n := d.t.at - deed.t.at
			if n > 2 || n > 1 && !named {
				break
			}
			if n == 0 || deed.dead != "" || deed.typ != entente.Assault || !asFact(deed) ||
				!r.landless(d.targets.refs) && !deed.targets.empty() && !r.find.sameSide(d.targets.refs, union(deed.targets.refs, deed.sources.refs)) {
				continue
			}
			d.dead = "says how many were killed or hurt in a deed that is coded"
			deed.tolls = append(deed.tolls, d)
			break
		}
	}
}

// asFact reports whether a draft is told as a fact, if only by somebody.
func asFact(d *draft) bool {
	return !d.mood.negated && slices.Contains([]entente.Status{entente.Happened, entente.Ongoing, entente.Claimed, entente.Disputed}, d.status)
}

// countedIn reports whether a verb of killing or hurting points back to a deed, "in the clashes".
func (r *reading) countedIn(d *draft) bool {
	t := d.t
	return slices.ContainsFunc(t.children(d.m.tok, "obl"), func(k int) bool {
		the := t.childForm(k, "the") || t.childForm(k, "this") || t.childForm(k, "that") || t.childForm(k, "these")
		return the && slices.Contains([]string{"in", "during", "by", "from"}, t.prep(k)) && (r.find.deed(t, k) || r.lex.in("RAID", t.lemma(k)) || r.lex.in("VIOLENCE", t.lemma(k)))
	})
}

// ranked gives up what only ranks a deed told just before: "It was the worst attack on the
// railway since March".
func (r *reading) ranked(drafts []*draft) {
	for i, d := range drafts {
		subj := d.t.child(d.m.np, "nsubj")
		if d.dead != "" || !d.t.noun(d.m.tok) || !harming(d.typ) && d.typ != entente.Protest || d.t.child(d.m.np, "cop") < 0 || subj < 0 ||
			!slices.Contains([]string{"it", "this", "that"}, d.t.form(subj)) {
			continue
		}
		for _, deed := range drafts[:i] {
			if n := d.t.at - deed.t.at; deed.dead == "" && deed.typ == d.typ && (n == 1 || n == 2) {
				d.dead = "ranks a deed told before"
			}
		}
	}
}

// tollOf reports whether d, a verb of killing or hurting, tells what came of deed.
func (r *reading) tollOf(t *tree, d, deed *draft) bool {
	i, f := d.m.tok, r.find
	top := i
	for t.rel(top, "conj") && r.lex.toll(t, t.tok(top).Head) {
		top = t.tok(top).Head
	}
	kind := r.lex.toll(t, deed.m.tok)
	oneSide := d.targets.empty() || deed.targets.empty() || f.country(d.targets.refs[0]) == "" || f.sameSide(d.targets.refs, deed.targets.refs)
	oneHand := d.sources.empty() || deed.sources.empty() || f.sameSide(d.sources.refs, deed.sources.refs)
	switch {
	case kind && t.verb(deed.m.tok): // "killed nine and wounded ten", but not "killed nine here and killed ten there"
		return t.lemma(i) != t.lemma(deed.m.tok) && t.rel(i, "conj") && t.tok(i).Head == deed.m.tok && oneSide && oneHand
	case t.noun(deed.m.tok) && t.under(deed.m.np, top) && !t.apart(deed.m.np, top) &&
		slices.Contains([]string{"during", "in", "by", "from", "after", "following", "as", "when", "with"}, t.prep(deed.m.np)):
		return d.sources.empty() && !kind || oneSide && deed.sources.empty()
	case d.sources.empty() && !kind && r.befell(t, top, deed): // "nine were killed when a bomb struck a bus"
		return oneSide
	case t.noun(deed.m.tok) && t.rel(deed.m.np, "nsubj") && t.tok(deed.m.np).Head == top: // "the raid killed nine"
		return oneSide || deed.sources.empty() && !d.sources.empty()
	case t.rel(top, "acl:relcl") && (t.childForm(top, "which") || t.childForm(top, "that")) && deed.m.tok < top: // "an attack on X that killed nine"
		return oneSide && t.under(top, deed.m.tok) || deed.m.light >= 0 && oneSide && t.under(top, deed.m.light)
	case t.rel(top, "advcl", "conj", "xcomp", "parataxis") && (t.tok(top).Head == deed.m.tok || t.tok(top).Head == deed.m.light):
		return oneSide && oneHand && (len(d.sources.refs) > 0 || deed.mode == "explosives") && (t.rel(top, "conj") || strings.HasSuffix(t.form(top), "ing") && t.child(top, "mark") < 0)
	}
	return false
}

// befell reports whether deed is what happened when those whom verb top names were
// killed or hurt.
func (r *reading) befell(t *tree, top int, deed *draft) bool {
	for _, i := range []int{deed.m.np, deed.m.light} {
		if i >= 0 && t.rel(i, "advcl", "parataxis") && t.tok(i).Head == top && t.hasMark(i, "after", "when", "as", "while") {
			return true
		}
	}
	return false
}
