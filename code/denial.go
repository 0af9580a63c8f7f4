package code

import (
	"slices"

	"entente"
)

// pointers lists the denials that point to what was said elsewhere.
func (r *reading) pointers(drafts []*draft) []*denial {
	var out []*denial
	for _, t := range r.trees {
		if !t.s.Zone.Read() {
			continue
		}
		for i := range t.s.Tokens {
			for _, read := range []func(*tree, int) *denial{r.deniesIt, r.callsFalse, r.isFalse, r.noHand, r.noSuch, r.despite} {
				n := read(t, i)
				if n == nil {
					continue
				}
				n.t, n.tok = t, i
				if n.claims = r.cuedBy(t, i); len(n.claims) == 0 {
					n.claims = r.around(t, i)
					if t.verb(i) && len(n.sides) > 0 { // "…, a charge that Peru refutes" in another's words
						n.claims = slices.DeleteFunc(n.claims, func(id entente.ClaimID) bool { return !r.find.sameSide(r.voices([]entente.ClaimID{id}), n.sides) })
					}
				}
				if len(n.sides) == 0 {
					n.sides = r.voices(n.claims)
				}
				if len(n.sides) > 0 {
					out = append(out, n)
				}
				break
			}
		}
	}
	return out
}

// cuedBy are the claims whose cue is token i; around are those that it stands in.
func (r *reading) cuedBy(t *tree, i int) []entente.ClaimID {
	return r.claimsOn(t, i, func(c *entente.Claim) []entente.Span { return c.Cue })
}

func (r *reading) around(t *tree, i int) []entente.ClaimID {
	return r.claimsOn(t, i, func(c *entente.Claim) []entente.Span { return c.Content })
}

func (r *reading) claimsOn(t *tree, i int, part func(*entente.Claim) []entente.Span) []entente.ClaimID {
	var out []entente.ClaimID
	for _, k := range r.near[t.at] {
		c := &r.a.Claims[k]
		if c.Class != entente.SourceAuthor && slices.ContainsFunc(part(c), func(sp entente.Span) bool { return sp.Contains(t.tok(i).Span) }) {
			out = append(out, c.ID)
		}
	}
	return out
}

// denying is who denies by word i, a verb or "denial".
func (r *reading) denying(t *tree, i int) []entente.ActorRef {
	if t.verb(i) {
		return r.find.phrases(t, t.subjects(i)).refs
	}
	owners := t.children(i, "nmod:poss", "amod")
	for _, k := range t.children(i, "nmod") {
		if slices.Contains([]string{"of", "by", "from"}, t.prep(k)) {
			owners = append(owners, k)
		}
	}
	return r.find.phrases(t, owners).refs
}

// points reads what a denial names: a pronoun for what was said, words such as "the
// charge", or a deed such as "the attack". nil is none of these, or words that say
// themselves what they are about.
func (r *reading) points(t *tree, k int) *denial {
	if t.noun(k) && slices.ContainsFunc(t.children(k, "acl", "ccomp", "nmod"), func(j int) bool {
		return t.rel(j, "acl", "ccomp") && !t.rel(j, "acl:relcl") || t.rel(j, "nmod") && t.prep(j) == "of" && len(r.find.heads[place{t.at, j}]) == 0
	}) {
		return nil
	}
	switch {
	case t.tok(k).UPOS == "PRON" || t.tok(k).UPOS == "DET":
		if slices.Contains([]string{"it", "this", "that", "which", "these", "those", "them", "all"}, t.form(k)) {
			return &denial{}
		}
	case r.lex.in("TOLD", t.lemma(k)):
		return &denial{told: true, noun: k}
	case t.noun(k) && r.lex.in("INVOLVED", t.lemma(k)):
		return r.involved(t, k)
	case t.noun(k) && len(r.lex.nouns[t.lemma(k)]) > 0:
		return &denial{types: r.deeds(t.lemma(k))}
	}
	return nil
}

// deeds are the types that a noun may mean.
func (r *reading) deeds(lemma string) []entente.EventType {
	var out []entente.EventType
	for _, row := range r.lex.nouns[lemma] {
		out = united(out, []entente.EventType{row.typ})
	}
	return out
}

// involved is the denial of an own part in what is named behind word k, if that is a
// deed: "any role in the bombing".
func (r *reading) involved(t *tree, k int) *denial {
	for _, j := range t.children(k, "nmod", "obl", "advcl", "acl") {
		if types := r.deeds(t.lemma(j)); types != nil {
			return &denial{types: types}
		}
	}
	for _, j := range t.children(k, "nmod", "obl") { // "links to the rebels", "to do with his decision to resign": of itself it says of what
		if t.noun(j) && (len(r.find.heads[place{t.at, j}]) > 0 && slices.Contains([]string{"to", "with", "between"}, t.prep(j)) || t.child(j, "acl", "nmod:poss") >= 0) {
			return nil
		}
	}
	return &denial{}
}

// deniesIt reads "denied it", "rejected the allegation", "which Sudan denies". To
// reject or dismiss "it" is to refuse it, and to deny somebody a thing is no denial.
func (r *reading) deniesIt(t *tree, i int) *denial {
	if !t.verb(i) || !r.lex.in("DENY", t.lemma(i)) || r.lex.moodOf(t, &match{row: r.lex.untyped, tok: i, np: i, light: -1}).negated || t.child(i, "iobj", "ccomp", "xcomp") >= 0 || len(t.children(i, "obj")) > 1 {
		return nil
	}
	objects := t.objects(i)
	if k := t.child(i, "obj"); k >= 0 && t.relative(k) && len(objects) > 0 && (len(r.find.heads[place{t.at, objects[0]}]) > 0 || r.points(t, objects[0]) == nil) {
		objects = []int{k} // "which Sudan denies" after a name, or what is no report, is about the sentence
	}
	if subj := t.children(i, "nsubj"); len(objects) == 0 && len(subj) > 1 && r.lex.in("TOLD", t.lemma(subj[0])) {
		objects = subj[:1] // "…, a charge X denies": the fronted object passes for a subject
	}
	for _, k := range objects {
		n := r.points(t, k)
		if n == nil || !n.told && !r.lex.in("DENIAL", t.lemma(i)) {
			continue
		}
		n.sides = r.denying(t, i)
		return n
	}
	return nil
}

// callsFalse reads "called it a lie", "described the charge as a fabrication".
func (r *reading) callsFalse(t *tree, i int) *denial {
	if !t.verb(i) || !r.lex.in("CALL", t.lemma(i)) {
		return nil
	}
	var what *denial
	untrue := false
	for _, k := range t.children(i, "obj", "nsubj:pass", "xcomp", "obl", "ccomp", "advcl") {
		switch {
		case r.lex.untrue(t, k):
			untrue = true
		case what == nil && t.rel(k, "obj", "nsubj:pass", "xcomp"):
			what = r.points(t, k)
		}
		for _, j := range t.children(k, "nsubj") { // "called the report false" as one clause
			if r.lex.untrue(t, k) && what == nil {
				what = r.points(t, j)
			}
		}
	}
	if !untrue || what == nil {
		return nil
	}
	what.sides = r.find.phrases(t, t.subjects(i)).refs
	return what
}

// untrue reports whether word k says that something is not so: "a lie", "untrue", "not
// true".
func (lex *lexicon) untrue(t *tree, k int) bool {
	if lex.in("TRUE", t.lemma(k)) {
		return lex.negates(t, k)
	}
	return lex.in("FALSE", t.lemma(k)) && !lex.negates(t, k)
}

// isFalse reads "that is untrue", said by somebody.
func (r *reading) isFalse(t *tree, i int) *denial {
	if t.child(i, "cop") < 0 || !r.lex.untrue(t, i) || len(r.around(t, i)) == 0 {
		return nil
	}
	for _, k := range t.children(i, "nsubj") {
		if n := r.points(t, k); n != nil {
			return n
		}
	}
	return nil
}

// noHand reads "had nothing to do with the bombing", "played no part in it", "was not
// involved", said by somebody of himself.
func (r *reading) noHand(t *tree, i int) *denial {
	if len(r.around(t, i)) == 0 {
		return nil
	}
	var n *denial
	verb := i
	switch {
	case (t.form(i) == "nothing" || t.form(i) == "anything" && r.refused(t, t.tok(i).Head)) && t.rel(i, "obj"):
		do := t.child(i, "acl", "advcl")
		if do < 0 || t.lemma(do) != "do" {
			return nil
		}
		verb = t.tok(i).Head
		n = r.involved(t, do)
		if n != nil && n.types == nil {
			n = r.involved(t, verb)
		}
	case t.noun(i) && r.lex.in("INVOLVED", t.lemma(i)) && t.rel(i, "obj") && t.verb(t.tok(i).Head) && t.child(i, "nmod:poss") < 0 && t.childForm(i, "no") != r.refused(t, t.tok(i).Head):
		verb = t.tok(i).Head
		if n = r.involved(t, i); n != nil && n.types == nil {
			n = r.involved(t, verb)
		}
	case r.lex.in("PARTY_TO", t.lemma(i)) && r.lex.negates(t, i) && t.child(i, "cop", "aux:pass") >= 0:
		n = r.involved(t, i)
	}
	if n == nil || t.future(verb) { // "will take no part in it"
		return nil
	}
	n.sides = r.find.phrases(t, t.children(verb, "nsubj")).refs
	if voices := r.voices(r.around(t, i)); len(n.sides) > 0 && !r.find.sameSide(voices, n.sides) && !slices.ContainsFunc(voices, func(ref entente.ActorRef) bool {
		actor := r.a.Cast.Actor(ref)
		return actor != nil && actor.Country != "" && official(actor.Sector)
	}) {
		return nil // "he saw that the dead had had nothing to do with it"
	}
	return n
}

// refused reports whether clause verb is not so: "not" stands on it, or somebody denies it.
func (r *reading) refused(t *tree, verb int) bool {
	return r.lex.negates(t, verb) != (r.lex.denier(t, &match{row: r.lex.untyped, tok: verb, np: verb, light: -1}) >= 0)
}

// noSuch reads "no such attack took place", "there was no attack", "the attack never
// happened", said by somebody, and what somebody denies to have been, "denied that
// there had been any attack". "Such" points back, so any verb that carries its noun
// will do: "did no such thing", "made no such order".
func (r *reading) noSuch(t *tree, i int) *denial {
	such := t.childForm(i, "such") && !t.childForm(i, "as")
	kind := t.form(i) == "nothing" && slices.ContainsFunc(t.children(i, "nmod"), func(k int) bool { return t.prep(k) == "of" && (t.lemma(k) == "kind" || t.lemma(k) == "sort") })
	if !kind && (!t.noun(i) || !such && len(r.lex.nouns[t.lemma(i)]) == 0) || !t.rel(i, "nsubj", "obj") || t.isRoot(i) || len(r.around(t, i)) == 0 {
		return nil
	}
	verb := t.tok(i).Head
	name := r.lex.verbName(t, verb)
	if !r.lex.in("TAKE_PLACE", name) && !((such || kind) && r.lex.in("LIGHT", name)) {
		return nil
	}
	if (kind || t.childForm(i, "no")) == r.refused(t, verb) {
		return nil
	}
	n := &denial{}
	if !kind {
		n.types = r.deeds(t.lemma(i))
	}
	if !such && !kind { // "there is no enemy"
		n.types = slices.DeleteFunc(n.types, func(typ entente.EventType) bool { return !harming(typ) && typ != entente.Consult })
		if len(n.types) == 0 {
			return nil
		}
	}
	if t.rel(i, "obj") {
		n.sides = r.find.phrases(t, t.subjects(verb)).refs
	}
	return n
}

// despite reads "despite the denials of X" and "X's denial", which do not say of what.
func (r *reading) despite(t *tree, i int) *denial {
	if !t.noun(i) || !r.lex.in("DENIALS", t.lemma(i)) || t.child(i, "acl", "ccomp") >= 0 {
		return nil
	}
	return &denial{sides: r.denying(t, i)}
}
