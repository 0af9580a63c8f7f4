package code

import (
	"slices"

	"entente"
)

// unlistedDeeds drafts the verbs of reported words that no row fits and the network is
// not sure of: they only come to life where somebody else denies them. Their type is
// the network's best guess, or none.
func (r *reading) unlistedDeeds(t *tree, drafts []*draft) []*draft {
	var out []*draft
	for i := range t.s.Tokens {
		tok := t.tok(i)
		if tok.UPOS != "VERB" || len(r.around(t, i)) == 0 || len(r.cuedBy(t, i)) > 0 || len(r.lex.candidates(t, i)) > 0 ||
			slices.ContainsFunc(drafts, func(d *draft) bool { return d.m.tok == i || d.m.light == i }) {
			continue
		}
		row := r.lex.unlisted[tok.Predicate.Type]
		if row == nil {
			row = r.lex.untyped
		}
		for _, k := range t.children(i, "xcomp") { // "tried to seize a ship": it is about what was tried
			for _, e := range drafts {
				if e.m.tok == k {
					row = e.m.row
				}
			}
		}
		d := &draft{m: match{row: row, tok: i, np: i, light: -1}, t: t, typ: row.typ, mode: row.mode, cameo: row.cameo, rule: row.id, dead: unlisted}
		d.mood = r.lex.moodOf(t, &d.m)
		r.roles(d, nil)
		r.attribute(d)
		r.complaint(d)
		d.status = d.mood.status
		out = append(out, d)
	}
	return out
}

// deniers are who says that d is not so.
func (r *reading) deniers(d *draft) []entente.ActorRef {
	if k := r.lex.denier(d.t, &d.m); k >= 0 {
		if got := r.denying(d.t, k); len(got) > 0 {
			return got
		}
	}
	return r.voices(r.denials(d.claims))
}

// ownDeed gives a denied draft the one who denies it for its source, where it has none
// and its subject is of his own, "said that soldiers had not fired", and where its
// subject is the pronoun of the state or group that denies, "denied that they had".
func (r *reading) ownDeed(d *draft, sides []entente.ActorRef) {
	if len(sides) == 0 || d.mood.status != entente.Denied || !r.ofDenier(d) {
		return
	}
	if k, actor := d.t.child(d.m.tok, "nsubj"), r.a.Cast.Actor(sides[0]); !d.sources.empty() &&
		(k < 0 || d.t.form(k) != "it" && d.t.form(k) != "they" || r.lex.denier(d.t, &d.m) < 0 || actor == nil || actor.Entity == "") {
		return
	}
	d.sources = filled{refs: sides, tok: d.m.tok, far: 3, slot: "speaker"}
	d.mutual()
	if d.lacking() && d.dead != unlisted {
		d.dead = ""
		r.settle(d)
	}
}

// completed gives a denial the sides of the claim that it answers, where it does not name
// them: "denied that any missiles had been placed there".
func (d *draft) completed(a *draft) {
	loose := d.targets.empty() || d.targets.slot == "any" || d.targets.slot == "around"
	if d.sources.empty() || a.m.row.has("both") && d.targets.empty() {
		d.sources = filled{refs: a.sources.refs, tok: -1, far: 3, slot: "answered"}
	}
	if loose && !a.targets.empty() {
		d.targets = filled{refs: a.targets.refs, tok: -1, far: 3, slot: "answered"}
	}
}

// ofDenier reports whether the subject of a denied clause means the denier himself or
// his men: a pronoun, "any of its troops", "soldiers", or none in "denied having paid".
// Heuristic: "Peru denied that he had been shot" takes him for a Peruvian.
func (r *reading) ofDenier(d *draft) bool {
	t := d.t
	if !t.verb(d.m.tok) || t.passive(d.m.tok) {
		return false
	}
	for _, k := range t.children(d.m.tok, "nsubj") {
		if t.tok(k).UPOS == "PRON" && slices.Contains([]string{"it", "they", "he", "she", "we", "i"}, t.form(k)) {
			return true
		}
		for _, j := range append(t.children(k, "nmod"), k) {
			if t.owned(j) || slices.ContainsFunc(t.children(j, "nmod:poss"), func(p int) bool { return t.form(p) == "our" || t.form(p) == "my" }) {
				return true
			}
			if r.lex.in("TROOPS", t.lemma(j)) && !slices.ContainsFunc(r.find.phrase(t, k).refs, func(ref entente.ActorRef) bool { return r.find.country(ref) != "" }) {
				return true
			}
		}
	}
	return false
}

// closest are the drafts that fit a denial: those of rows and of the nearest sentences
// before those that stand only on a likeness of words.
func (r *reading) closest(d *draft, drafts []*draft, fits func(*draft) bool) []*draft {
	var listed, other []*draft
	for _, a := range drafts {
		switch {
		case a == d || !fits(a):
		case a.dead == unlisted:
			other = append(other, a)
		default:
			listed = append(listed, a)
		}
	}
	if listed != nil {
		return listed
	}
	return other
}

// answers reports whether d denies the deed that a asserts, sides being who denies. The
// denial often tells it in other words: by what was or was not used or taken, without
// saying who did it ("that any post had been captured"), or of "it" and "its troops".
func (r *reading) answers(a, d *draft, sides []entente.ActorRef) bool {
	if r.lex.denier(d.t, &d.m) < 0 && (a.t.at > d.t.at || spoken(a.typ) && gap(a.t.at, d.t.at) > 1) {
		return false // "did not want" does not answer what comes later
	}
	if r.sameDeed(a, d) {
		return true
	}
	if gap(a.t.at, d.t.at) > reach || a.t.future(a.m.tok) != d.t.future(d.m.tok) || r.otherDay(a, d) || !r.alike(a, d) {
		return false
	}
	doers, name := d.sources.refs, d.sources.tok
	if r.ofDenier(d) {
		doers, name = sides, -1
		if k := r.lex.denier(d.t, &d.m); k >= 0 {
			name = d.t.child(k, "nsubj")
		}
	}
	switch {
	case len(doers) == 0: // "that any post had been captured"
		if !r.partakes(a, sides) {
			return false
		}
	case a.sources.empty():
		if !r.partakes(a, sides) && (a.targets.empty() || !r.find.sameSide(a.targets.refs, d.targets.refs)) {
			return false
		}
	case a.m.row.has("both") && r.find.sameSide(doers, union(a.sources.refs, a.targets.refs)):
	case !r.sameActors(a.sources.refs, doers) && !r.oneName(a.t, a.sources.tok, d.t, name):
		return false
	}
	return a.targets.empty() || d.targets.empty() || r.landless(a.targets.refs) || r.landless(d.targets.refs) || r.vague(a) || r.vague(d) ||
		r.find.sameSide(a.targets.refs, d.targets.refs) || r.find.sameSide(sides, d.targets.refs)
}

// landless reports whether no land of the actors is known.
func (r *reading) landless(refs []entente.ActorRef) bool {
	return !slices.ContainsFunc(refs, func(ref entente.ActorRef) bool {
		actor := r.a.Cast.Actor(ref)
		return actor == nil || actor.Country != "" || actor.Entity != ""
	})
}

// alike reports whether two drafts may tell one deed: by word, by type, by what the
// network takes them for, or by what was done to one thing. A denial without a word of
// denying ("said that it had not") has to be nearer.
func (r *reading) alike(a, d *draft) bool {
	if r.sameWord(a, d) {
		return true
	}
	near := gap(a.t.at, d.t.at) <= 1
	flat := r.lex.denier(d.t, &d.m) < 0
	if flat && !(near && (harming(a.typ) || a.typ == entente.Consult)) || spoken(a.typ) {
		return false
	}
	if a.typ == d.typ && a.dead != unlisted && d.dead != unlisted {
		return true
	}
	if flat && d.dead == unlisted {
		return false
	}
	x, y := a.t.tok(a.m.tok).Predicate, d.t.tok(d.m.tok).Predicate
	if near && min(x.Score, y.Score) >= likeness && x.Type == y.Type && !spoken(x.Type) {
		return true
	}
	return near && r.sameThing(a, d)
}

// sameWord reports whether two drafts have one word. A verb that says little of its own
// ("sent", "carried out") must have one object too, or none in the denial.
func (r *reading) sameWord(a, b *draft) bool {
	if a.t.lemma(a.m.tok) != b.t.lemma(b.m.tok) {
		return false
	}
	if !a.t.verb(a.m.tok) || !r.lex.in("LIGHT", r.lex.verbName(a.t, a.m.tok)) {
		return true
	}
	what := b.t.objects(b.m.tok)
	if len(what) == 0 && a.t.particle(a.m.tok) == "" { // "denied having paid"
		return true
	}
	for _, y := range what {
		if b.t.tok(y).UPOS == "PRON" && (b.t.none(y) || slices.Contains([]string{"anything", "anybody", "anyone"}, b.t.form(y))) {
			return true
		}
		for _, x := range a.t.objects(a.m.tok) {
			if a.t.lemma(x) == b.t.lemma(y) {
				return true
			}
		}
	}
	return false
}

// habit reports whether a draft is told in the present tense: "does not hold meetings".
func (d *draft) habit() bool {
	t, i := d.t, d.m.tok
	if d.m.light >= 0 {
		i = d.m.light
	}
	return t.tok(i).Feat("Tense") == "Pres" && t.tok(i).Feat("VerbForm") == "Fin" || slices.ContainsFunc(t.children(i, "aux"), func(k int) bool { return t.form(k) == "do" || t.form(k) == "does" })
}

// spoken reports whether a type is of what is said or felt: two of one type are as a
// rule not one deed.
func spoken(typ entente.EventType) bool {
	return slices.Contains([]entente.EventType{"", entente.Agree, entente.Support, entente.Concede, entente.Request, entente.Accuse, entente.Reject, entente.Threaten}, typ)
}

// likeness is how sure the network must be of two words to take them for one deed.
const likeness = 0.4

// sameThing reports whether both tell of one thing, by its word or by the class of it:
// "shot down a fighter" and "that any aircraft had been lost".
func (r *reading) sameThing(a, d *draft) bool {
	for _, x := range a.t.objects(a.m.tok) {
		for _, y := range d.t.objects(d.m.tok) {
			if !a.t.noun(x) || !d.t.noun(y) || !d.t.none(y) && !d.t.childForm(y, "any") {
				continue
			}
			if a.t.lemma(x) == d.t.lemma(y) {
				return true
			}
			for _, class := range []string{"PLANES", "TROOPS", "WEAPONS", "SHIPS"} {
				if r.lex.in(class, a.t.lemma(x)) && r.lex.in(class, d.t.lemma(y)) {
					return true
				}
			}
		}
	}
	return false
}

// oneSpeaker reports whether the innermost claims of two lists have one source by its
// words: one pronoun, or a phrase that the parser chains to the other.
func (r *reading) oneSpeaker(x, y []entente.ClaimID) bool {
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	t, i := r.sourceOf(x[len(x)-1])
	u, k := r.sourceOf(y[len(y)-1])
	if i < 0 || k < 0 {
		return false
	}
	if len(r.voices(x[len(x)-1:])) > 0 && len(r.voices(y[len(y)-1:])) > 0 {
		return false // the actors are known, and compared elsewhere
	}
	return t.tok(i).Chain != 0 && t.tok(i).Chain == u.tok(k).Chain || t.tok(i).UPOS == "PRON" && t.form(i) == u.form(k)
}

// sourceOf is the head of the words that name the speaker of a claim, or -1.
func (r *reading) sourceOf(id entente.ClaimID) (*tree, int) {
	c := claimByID(r.a.Claims, id)
	if c == nil || len(c.Source) == 0 {
		return nil, -1
	}
	for _, t := range r.trees {
		if !t.s.Span.Contains(c.Source[0]) {
			continue
		}
		for i := range t.s.Tokens {
			if c.Source[0].Contains(t.tok(i).Span) && (t.isRoot(i) || !c.Source[0].Contains(t.tok(t.tok(i).Head).Span)) {
				return t, i
			}
		}
	}
	return nil, -1
}

// oneName reports whether two words are one name, or one to the parser: "the Pakistani
// Taliban" and "the Taliban".
func (r *reading) oneName(t *tree, i int, u *tree, k int) bool {
	if i < 0 || k < 0 {
		return false
	}
	if t.tok(i).UPOS == "PROPN" && t.lemma(i) == u.lemma(k) {
		return true
	}
	return t.tok(i).Chain != 0 && t.tok(i).Chain == u.tok(k).Chain
}

// partakes reports whether sides have a part in d: they do it or it is done to them; where
// nobody is named who does it, it may be the police or an army of no told land.
func (r *reading) partakes(d *draft, sides []entente.ActorRef) bool {
	if r.find.sameSide(d.sources.refs, sides) || r.find.sameSide(d.targets.refs, sides) || r.sameActors(d.sources.refs, sides) {
		return true
	}
	return d.sources.empty() && harming(d.typ) && slices.ContainsFunc(sides, func(ref entente.ActorRef) bool {
		actor := r.a.Cast.Actor(ref)
		return actor != nil && actor.Country == "" && actor.Sector != "" && official(actor.Sector)
	})
}

// none reports whether token i is nobody: "nobody", "no post", "neither side".
func (t *tree) none(i int) bool {
	return slices.Contains([]string{"nobody", "none", "nothing", "neither"}, t.form(i)) || t.childForm(i, "no") || t.childForm(i, "neither")
}

// sameDeed reports whether two drafts tell one happening: of one type or one word, by
// the same side, and on no other target, day or manner. Heuristic: two shellings of
// one land by the same neighbour are one, if no day parts them.
func (r *reading) sameDeed(a, b *draft) bool {
	word := r.sameWord(a, b)
	if !word && (a.typ != b.typ || spoken(a.typ) && !a.sameMatter(b) || gap(a.t.at, b.t.at) > 3*reach && (a.mode == "" || a.mode != b.mode)) {
		return false
	}
	if !word && a.mode != b.mode && a.mode != "" && b.mode != "" {
		return false
	}
	if r.otherDay(a, b) {
		return false
	}
	if a.t.future(a.m.tok) != b.t.future(b.m.tok) { // to deny that it would is not to deny that it did
		return false
	}
	if b.status == entente.Denied && b.habit() && !a.habit() && a.status != entente.Ongoing {
		return false
	}
	if a.m.row.has("both") && b.m.row.has("both") {
		return r.within(a, b) || r.within(b, a)
	}
	if !r.sameActors(a.sources.refs, b.sources.refs) {
		return false
	}
	if a.targets.empty() || b.targets.empty() || r.vague(a) || r.vague(b) {
		return word || gap(a.t.at, b.t.at) <= reach
	}
	return r.find.sameSide(a.targets.refs, b.targets.refs)
}

// sameMatter reports whether two things said are about one matter: two nouns stand below
// both.
func (d *draft) sameMatter(other *draft) bool {
	shared := map[string]bool{}
	for i := range d.t.s.Tokens {
		for k := range other.t.s.Tokens {
			if d.t.noun(i) && other.t.noun(k) && d.t.lemma(i) == other.t.lemma(k) && d.t.under(i, d.m.np) && other.t.under(k, other.m.np) {
				shared[d.t.lemma(i)] = true
			}
		}
	}
	return len(shared) > 1 && gap(d.t.at, other.t.at) <= reach
}

// otherDay reports whether two drafts tell of two days. The day on which a thing is
// denied is not its own.
func (r *reading) otherDay(a, b *draft) bool {
	day := func(d *draft) entente.Date {
		if k := r.lex.denier(d.t, &d.m); k >= 0 && slices.ContainsFunc(r.a.Dates, func(m entente.DateMention) bool {
			return m.Sentence == d.t.at && d.t.tok(dateHead(d.t, &m)).Head == k
		}) {
			return entente.Date{}
		}
		return r.find.date(d.t, d, nil)
	}
	x, y := day(a), day(b)
	return !x.From.IsZero() && !y.From.IsZero() && (x.To.Before(y.From) || y.To.Before(x.From))
}

// future reports whether clause i is of what is to come.
func (t *tree) future(i int) bool {
	return slices.ContainsFunc(t.children(i, "aux"), func(k int) bool {
		return slices.Contains([]string{"will", "would", "shall", "'ll", "’ll", "wo"}, t.form(k))
	})
}

// sameActors is sameSide that tells a land's parties from its organs, and takes "the
// police", of no known land, for those of any.
func (r *reading) sameActors(a, b []entente.ActorRef) bool {
	for _, x := range a {
		for _, y := range b {
			p, q := r.a.Cast.Actor(x), r.a.Cast.Actor(y)
			if x == y || r.find.sameSide([]entente.ActorRef{x}, []entente.ActorRef{y}) && (p.Sector == q.Sector || official(p.Sector) && official(q.Sector)) {
				return true
			}
			if p != nil && q != nil && p.Sector != "" && q.Sector != "" && (p.Sector == q.Sector || official(p.Sector) && official(q.Sector)) && (p.Country == "" || q.Country == "") && p.Entity == "" && q.Entity == "" {
				return true
			}
		}
	}
	return false
}

// within reports whether both sides of a take part in b.
func (r *reading) within(a, b *draft) bool {
	all := union(b.sources.refs, b.targets.refs)
	return !a.sources.empty() && r.find.sameSide(a.sources.refs, all) && (a.targets.empty() || r.find.sameSide(a.targets.refs, all))
}

// vague reports whether the target of d is only the people of the land where it
// happened: a town of the same name may lie in another.
func (r *reading) vague(d *draft) bool {
	return len(d.targets.refs) > 0 && !slices.ContainsFunc(d.targets.refs, func(ref entente.ActorRef) bool {
		actor := r.a.Cast.Actor(ref)
		return actor == nil || actor.Sector != "CVL" || !actor.Group
	})
}
