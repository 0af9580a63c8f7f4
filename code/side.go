package code

import (
	"slices"
	"strings"

	"entente"
)

// states2 reports whether refs are of two countries or more.
func (f *finder) states2(refs []entente.ActorRef) bool {
	seen := map[string]bool{}
	for _, ref := range refs {
		if c := f.country(ref); c != "" {
			seen[c] = true
		}
	}
	return len(seen) > 1
}

// own are the forces of the source's own state, which it moves about and which are
// no target of it, save in a coup, an arrest or a protest.
func (f *finder) own(d *draft) []entente.ActorRef {
	if slices.Contains([]entente.EventType{entente.Coerce, entente.Assault, entente.Accuse, entente.Protest, entente.Request}, d.typ) {
		return nil
	}
	var out []entente.ActorRef
	for _, ref := range d.sources.refs { // nor does an official act on the state that he speaks for
		if actor := f.a.Cast.Actor(ref); actor != nil && slices.Contains([]entente.Sector{"GOV", "MIL", "LEG"}, actor.Sector) {
			if state, ok := f.states[actor.Country]; ok && !slices.Contains([]entente.EventType{entente.Retreat, entente.Concede, entente.Reject, entente.Sanction}, d.typ) {
				out = append(out, state)
			}
		}
	}
	for i := range d.t.s.Tokens { // "agreed to send troops to Chad": the troops are the means
		if d.mode != "release" && d.t.rel(i, "obj") && f.lex.in("TROOPS", d.t.lemma(i)) && d.t.under(i, d.m.tok) {
			out = append(out, f.heads[place{d.t.at, i}]...)
		}
	}
	for i := range f.a.Cast.Actors {
		actor := &f.a.Cast.Actors[i]
		diplomat := actor.Sector == "GOV" && (d.typ == entente.Sanction || d.typ == entente.Threaten) && slices.ContainsFunc(d.sources.refs, f.armed) // "recalled its ambassador"
		if actor.Country != "" && (diplomat || slices.Contains([]entente.Sector{"MIL", "COP", "SPY"}, actor.Sector)) && f.sameSide([]entente.ActorRef{actor.Ref}, d.sources.refs) {
			out = append(out, actor.Ref)
		}
		staff := actor.Sector == "IGO" && actor.Entity != "" && slices.ContainsFunc(d.sources.refs, func(ref entente.ActorRef) bool { // "the EU withdrew its ambassadors"
			body := f.a.Cast.Actor(ref)
			return body != nil && body.Ref != actor.Ref && body.Entity == actor.Entity
		})
		if staff {
			out = append(out, actor.Ref)
		}
	}
	return out
}

// belongs reports whether a possessive pronoun at token i says that what it names is of refs:
// "its envoy", "their soldiers".
func (f *finder) belongs(t *tree, i int, refs []entente.ActorRef) bool {
	if i < 0 {
		return false
	}
	return slices.ContainsFunc(t.children(i, "nmod:poss"), func(k int) bool {
		return t.tok(k).UPOS == "PRON" && slices.ContainsFunc(f.heads[place{t.at, k}], func(ref entente.ActorRef) bool { return slices.Contains(refs, ref) })
	})
}

// itself reports whether a state acts in a draft on nobody but its own organs.
func (f *finder) itself(d *draft) bool {
	state := func(ref entente.ActorRef) bool {
		a := f.a.Cast.Actor(ref)
		return a != nil && strings.HasPrefix(a.Entity, "state:")
	}
	return slices.ContainsFunc(d.sources.refs, state) && len(d.targets.refs) > 0 && !slices.ContainsFunc(slices.Concat(d.sources.refs, d.targets.refs), func(ref entente.ActorRef) bool {
		a := f.a.Cast.Actor(ref)
		return a == nil || a.Sector != "GOV" || a.Country == "" || a.Country != f.country(d.sources.refs[0])
	})
}

// describes reports whether token i stands inside the noun phrase headed by tok and
// belongs to no clause in it: "leaders of the coalition agreed" says who they are, not
// with whom they agreed.
func (f *finder) describes(t *tree, i, tok int) bool {
	if i < 0 || tok < 0 || !t.noun(tok) || i == tok || !t.under(i, tok) {
		return false
	}
	return !t.between(i, tok, func(k int) bool {
		return t.verb(k) || k == i && t.rel(k, "conj") || t.prep(k) != "of" && t.prep(k) != ""
	})
}

// apposed are the actors that are named beside the phrase headed by tok and are the
// same: "Hamas" in "the group Hamas".
func (f *finder) apposed(t *tree, tok int) []entente.ActorRef {
	if tok < 0 {
		return nil
	}
	var out []entente.ActorRef
	for _, k := range t.children(tok, "appos", "flat", "nmod:desc") {
		out = append(out, f.heads[place{t.at, k}]...)
	}
	if t.rel(tok, "appos", "nmod:desc") && !t.isRoot(tok) {
		out = append(out, f.heads[place{t.at, t.tok(tok).Head}]...)
	}
	return out
}

// armed reports whether an actor is a state or one of its forces.
func (f *finder) armed(ref entente.ActorRef) bool {
	actor := f.a.Cast.Actor(ref)
	return actor != nil && slices.Contains([]entente.Sector{"GOV", "MIL", "COP", "SPY"}, actor.Sector)
}

// plotters are the army of the land whose rulers fall "in a military coup".
func (f *finder) plotters(t *tree, d *draft) filled {
	for _, k := range t.children(d.m.tok, "obl") {
		if !f.lex.in("COUP", t.lemma(k)) || !slices.ContainsFunc(t.children(k, "amod", "compound"), func(j int) bool { return t.lemma(j) == "military" || t.lemma(j) == "army" }) {
			continue
		}
		for i := range f.a.Cast.Actors {
			if a := &f.a.Cast.Actors[i]; a.Sector == "MIL" && a.Country != "" && a.Country == f.country(d.targets.refs[0]) {
				return filled{refs: []entente.ActorRef{a.Ref}, tok: k, far: 3, slot: "around"}
			}
		}
	}
	return filled{tok: -1}
}

// ruled are the people of a state whose organs restrict nobody named: "banned handguns".
func (f *finder) ruled(refs []entente.ActorRef) filled {
	for _, ref := range refs {
		if !f.armed(ref) {
			continue
		}
		for i := range f.a.Cast.Actors {
			a := &f.a.Cast.Actors[i]
			if a.Country != "" && a.Country == f.country(ref) && a.Ref != ref && a.Sector == "CVL" {
				return filled{refs: []entente.ActorRef{a.Ref}, tok: -1, far: 3, slot: "around"}
			}
		}
	}
	return filled{tok: -1}
}

// rulers is the state of actors that do not rule it themselves, if the article has it.
func (f *finder) rulers(refs []entente.ActorRef) filled {
	ruled := func(ref entente.ActorRef) bool {
		a := f.a.Cast.Actor(ref)
		return a != nil && slices.Contains([]entente.Sector{"OPP", "PTY", "LAB", "EDU", "CVL", "REL", "NGO", "MED", "REF"}, a.Sector)
	}
	if ref, ok := f.states[f.country(refs[0])]; ok && ruled(refs[0]) && !slices.ContainsFunc(refs, func(x entente.ActorRef) bool { return !ruled(x) }) {
		return filled{refs: []entente.ActorRef{ref}, tok: -1, far: 3, slot: "around"}
	}
	return filled{tok: -1}
}

// dealing reports whether a type is of what those who fight do towards each other.
func dealing(t entente.EventType) bool {
	return slices.Contains([]entente.EventType{entente.Sanction, entente.Threaten, entente.Request, entente.Accuse, entente.Reject, entente.Agree, entente.Retreat}, t)
}

// foes are the other side of a war at home, where words about talks, a truce or fighting
// name nobody: of rebels the state that they fight, of a state's own men the rebels named
// last.
func (f *finder) foes(t *tree, d *draft) filled {
	about := slices.ContainsFunc(t.s.Tokens, func(tok entente.Token) bool {
		word := strings.ToLower(tok.Lemma)
		return tok.UPOS == "NOUN" && (f.lex.in("TALKS", word) || f.lex.in("CEASEFIRE", word) || f.lex.in("VIOLENCE", word) || f.lex.in("RAID", word))
	})
	if !about {
		return filled{tok: -1}
	}
	land := f.country(d.sources.refs[0])
	if land == "" {
		return filled{tok: -1}
	}
	if f.rebels(d.sources.refs) {
		if ref, ok := f.states[land]; ok {
			return filled{refs: []entente.ActorRef{ref}, tok: -1, far: 3, slot: "around"}
		}
		return filled{tok: -1}
	}
	if !slices.ContainsFunc(d.sources.refs, f.armed) {
		return filled{tok: -1}
	}
	best, at := filled{tok: -1}, -1
	for i := range f.a.Cast.Actors {
		a := &f.a.Cast.Actors[i]
		if !f.rebels([]entente.ActorRef{a.Ref}) || a.Country != land {
			continue
		}
		for _, m := range a.Mentions {
			if m.Sentence <= t.at && t.at-m.Sentence <= reach && m.Sentence > at {
				best, at = filled{refs: []entente.ActorRef{a.Ref}, tok: -1, far: 3, slot: "around"}, m.Sentence
			}
		}
	}
	return best
}

// rebels reports whether all actors are in arms against a state.
func (f *finder) rebels(refs []entente.ActorRef) bool {
	return len(refs) > 0 && !slices.ContainsFunc(refs, func(ref entente.ActorRef) bool {
		a := f.a.Cast.Actor(ref)
		return a == nil || a.Sector != "REB"
	})
}

// townOf is the state whose town rebels take or strike, where the words name nobody but
// the rebels themselves: "guerrillas captured two towns".
func (f *finder) townOf(d *draft) (filled, bool) {
	if d.typ != entente.Assault && d.typ != entente.Coerce || !d.t.verb(d.m.tok) || len(d.sources.refs) == 0 {
		return filled{}, false
	}
	rebel := func(ref entente.ActorRef) bool {
		a := f.a.Cast.Actor(ref)
		return a != nil && a.Sector == "REB" && a.Country == f.country(d.sources.refs[0])
	}
	if !rebel(d.sources.refs[0]) || slices.ContainsFunc(d.targets.refs, func(ref entente.ActorRef) bool { return !rebel(ref) }) ||
		!slices.ContainsFunc(d.t.objects(d.m.tok), func(k int) bool {
			it := d.mode == "seize" && d.t.form(k) == "it" && len(f.heads[place{d.t.at, k}]) == 0 && f.townNear(d.t) // no actor is meant
			return it || f.lex.in("TERRITORY", d.t.lemma(k))
		}) {
		return filled{}, false
	}
	ref, ok := f.states[f.country(d.sources.refs[0])]
	return filled{refs: []entente.ActorRef{ref}, tok: -1, far: 3, slot: "around"}, ok
}

// townNear reports whether a place is named in a sentence or the one before, which an "it" may
// mean: not so in "A ship lies off the coast. Rebels seized it".
func (f *finder) townNear(t *tree) bool {
	return slices.ContainsFunc(f.a.Cast.Places, func(p entente.PlaceMention) bool {
		return p.Sentence == t.at || p.Sentence == t.at-1 && f.a.Sentences[p.Sentence].Zone == t.s.Zone
	}) || slices.ContainsFunc(t.s.Tokens, func(tok entente.Token) bool { return f.lex.in("TERRITORY", tok.Lemma) })
}

// handOf is who coerces, where words against it name the victims: "criticized the arrest of
// editors" is aimed at the state that has them.
func (f *finder) handOf(d *draft) (filled, bool) {
	t := d.t
	if d.typ != entente.Accuse || !t.verb(d.m.tok) || d.targets.tok < 0 {
		return filled{}, false
	}
	for _, k := range t.objects(d.m.tok) {
		coercion := t.noun(k) && slices.ContainsFunc(byWord(f.lex.nouns, t, k), func(r *row) bool { return r.typ == entente.Coerce })
		victims := slices.ContainsFunc(t.children(k, "nmod"), func(of int) bool { return t.prep(of) == "of" && t.under(d.targets.tok, of) })
		if !victims || !coercion {
			continue
		}
		by := slices.DeleteFunc(t.children(k, "nmod"), func(j int) bool { return t.prep(j) != "by" })
		if got := f.phrases(t, append(by, t.children(k, "nmod:poss")...)); !got.empty() {
			return got, true
		}
		if ref, ok := f.states[f.country(d.targets.refs[0])]; ok && !slices.Contains(d.sources.refs, ref) {
			return filled{refs: []entente.ActorRef{ref}, tok: -1, far: 3, slot: "around"}, true
		}
	}
	return filled{}, false
}

// accused is whom an accusation is aimed at that somebody turns away: who stands behind
// "against", else the one of whom it tells, else who answers it: "denied a charge by Y that".
func (f *finder) accused(d *draft) (filled, bool) {
	t := d.t
	if !f.lex.charge(t, &d.m) || d.sources.empty() || d.targets.slot == "against" {
		return filled{}, false
	}
	v := f.lex.answer(t, d.m.np)
	if v < 0 {
		return filled{}, false
	}
	var named []int
	for _, k := range t.children(d.m.tok, "acl", "ccomp") {
		if k != v {
			named = append(named, t.subjects(k)...)
		}
	}
	for _, toks := range [][]int{named, t.subjects(v)} {
		got := f.phrases(t, toks)
		if got.refs = minus(got.refs, d.sources.refs); !got.empty() {
			got.far, got.slot = 1, "answers"
			return got, true
		}
	}
	return filled{}, false
}

// lawOf is the state whose bill or law a politician of it, who does not rule it, praises or
// attacks: "the deputy supported the amendment".
func (f *finder) lawOf(d *draft) (filled, bool) {
	t := d.t
	told := slices.Contains([]string{"obj", "of", "poss"}, d.targets.slot)
	if told || !slices.Contains([]entente.EventType{entente.Support, entente.Accuse, entente.Reject}, d.typ) || !t.verb(d.m.tok) || d.sources.empty() {
		return filled{}, false
	}
	for _, ref := range d.sources.refs {
		if a := f.a.Cast.Actor(ref); a == nil || !slices.Contains([]entente.Sector{"", "UNK", "LEG", "OPP", "PTY", "ELI", "NGO", "LAB"}, a.Sector) {
			return filled{}, false
		}
	}
	for _, k := range append(t.objects(d.m.tok), t.children(d.m.tok, "obl")...) {
		if f.lex.in("BILLS", t.lemma(k)) && (t.rel(k, "obj", "nsubj:pass") || t.prep(k) == "to") && len(f.phrase(t, k).refs) == 0 {
			ref, ok := f.states[f.country(d.sources.refs[0])]
			return filled{refs: []entente.ActorRef{ref}, tok: -1, far: 3, slot: "around"}, ok
		}
	}
	return filled{}, false
}

// bodies reports whether all actors are bodies above states.
func (f *finder) bodies(refs []entente.ActorRef) bool {
	return len(refs) > 0 && !slices.ContainsFunc(refs, func(ref entente.ActorRef) bool {
		a := f.a.Cast.Actor(ref)
		return a == nil || a.Sector != "IGO"
	})
}

// public reports whether an actor is more than a private person, a school or a firm, whose
// dealings among themselves are no events. Heuristic: a people of a state ("Greeks")
// without a name of its own is taken for private people.
func (f *finder) public(ref entente.ActorRef) bool {
	actor := f.a.Cast.Actor(ref)
	return actor != nil && !slices.Contains([]entente.Sector{"CVL", "BUS", "EDU"}, actor.Sector)
}

// homely reports whether a friendly deed is among people of no part in politics: those of
// private() and single persons of whom nothing is told.
func (r *reading) homely(d *draft) bool {
	switch d.typ {
	case entente.Support, entente.Concede, entente.Consult, entente.Cooperate:
	default:
		return false
	}
	if d.m.row.has("deal") || slices.ContainsFunc(d.m.used, func(k int) bool { return r.lex.in("DEAL", d.t.lemma(k)) }) {
		return false // who signs may be a body that no table has
	}
	refs := slices.Concat(d.sources.refs, d.targets.refs)
	return len(refs) > 0 && !slices.ContainsFunc(refs, func(ref entente.ActorRef) bool {
		a := r.a.Cast.Actor(ref)
		return a == nil || r.find.public(ref) && (a.Group || a.Entity != "" || a.Sector != "UNK" && a.Sector != "")
	})
}

// joins reports whether the source of a draft only comes to the war of others: "Peru joined the
// civil war".
func (f *finder) joins(d *draft) bool {
	return !d.t.isRoot(d.m.np) && d.sources.slot == "around" && slices.Contains([]string{"join", "enter", "intervene", "exploit", "fuel", "end", "stop"}, d.t.lemma(d.t.tok(d.m.np).Head))
}

// press reports whether one of those who talk is a paper, an agency or a reporter.
func (f *finder) press(refs []entente.ActorRef) bool {
	return len(refs) > 0 && slices.ContainsFunc(refs, func(ref entente.ActorRef) bool {
		a := f.a.Cast.Actor(ref)
		return a != nil && a.Sector == "MED" && strings.HasPrefix(a.Entity, "org:")
	})
}

// touring reports whether a journey is of private people: refugees, tourists and families visit
// no government.
func (r *reading) touring(d *draft) bool {
	return d.mode == "visit" && d.t.verb(d.m.tok) && !d.sources.empty() && !slices.ContainsFunc(d.sources.refs, func(ref entente.ActorRef) bool {
		a := r.a.Cast.Actor(ref)
		return a == nil || a.Entity != "" || !slices.Contains([]entente.Sector{"CVL", "REF", "EDU", "CRM", "BUS"}, a.Sector)
	}) && !slices.ContainsFunc(d.targets.refs, func(ref entente.ActorRef) bool {
		a := r.a.Cast.Actor(ref)
		return a == nil || !strings.HasPrefix(a.Entity, "state:")
	})
}

// political reports whether an actor speaks for a state, a party, a body above states
// or those in arms.
func (f *finder) political(ref entente.ActorRef) bool {
	a := f.a.Cast.Actor(ref)
	return a != nil && slices.Contains([]entente.Sector{"GOV", "LEG", "OPP", "PTY", "IGO", "REB", "MIL"}, a.Sector)
}

// country of an actor, "" if none.
func (f *finder) country(ref entente.ActorRef) string {
	if actor := f.a.Cast.Actor(ref); actor != nil {
		return actor.Country
	}
	return ""
}

// sameLands reports whether two sides are of the same countries, and of some.
func (f *finder) sameLands(a, b []entente.ActorRef) bool {
	lands := func(refs []entente.ActorRef) []string {
		var out []string
		for _, ref := range refs {
			out = append(out, f.country(ref))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	x := lands(a)
	return len(x) > 0 && !slices.Contains(x, "") && slices.Equal(x, lands(b))
}

// sameSide reports whether one of a is one of b or of the same country as one.
func (f *finder) sameSide(a, b []entente.ActorRef) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y || f.country(x) != "" && f.country(x) == f.country(y) {
				return true
			}
		}
	}
	return false
}
