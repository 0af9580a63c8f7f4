package code

import (
	"slices"
	"strings"

	"entente"
)

// helping are the types of deeds that a promise makes an agreement of; harming
// those that a promise makes a threat of.
func helping(t entente.EventType) bool {
	return slices.Contains([]entente.EventType{entente.Consult, entente.Support, entente.Concede, entente.Cooperate, entente.Aid, entente.Retreat}, t)
}

func harming(t entente.EventType) bool {
	return slices.Contains([]entente.EventType{entente.Protest, entente.Sanction, entente.Mobilize, entente.Coerce, entente.Assault}, t)
}

// demands reads "X said that Y must": a request of X to Y. Heuristic: "he said
// that Y must have known" is no request and is taken for one unless it has "have".
func (r *reading) demands(t *tree, drafts []*draft) []*draft {
	var out []*draft
	for i := range t.s.Tokens {
		if !t.verb(i) && t.child(i, "cop") < 0 {
			continue
		}
		must := -1
		for _, k := range t.children(i, "aux") {
			if t.form(k) == "must" || t.form(k) == "should" || t.form(k) == "ought" {
				must = k
			}
			if must >= 0 && t.form(k) == "have" {
				must = -1
			}
		}
		if must < 0 && t.lemma(i) == "need" && t.passive(i) && !r.find.slot(t, &match{row: r.lex.untyped, tok: i, np: i, light: -1}, "from", nil).empty() { // "help is needed from X"
			must = i
		}
		if must < 0 && t.mark(i) == "to" && t.rel(i, "xcomp") && slices.Contains([]string{"have", "need"}, t.lemma(t.tok(i).Head)) && !t.passive(t.tok(i).Head) {
			must = t.tok(i).Head
		}
		if must < 0 {
			continue
		}
		clause := i
		if t.verb(must) && t.under(i, must) && must != i && t.tok(must).UPOS == "VERB" {
			clause = must
		}
		obliged := r.find.phrases(t, t.subjects(clause))
		switch {
		case must == i:
			obliged = r.find.slot(t, &match{row: r.lex.untyped, tok: i, np: i, light: -1}, "from", nil)
		case t.passive(i):
			obliged = r.find.phrases(t, t.objects(i))
		}
		speaker := r.speaker(t, clause)
		if speaker.empty() { // a quotation that goes on without a new "said"
			speaker = r.quoted(t, clause)
		}
		speaker.refs = minus(speaker.refs, obliged.refs)
		if r.find.sameSide(speaker.refs, obliged.refs) && slices.ContainsFunc(t.subjects(clause), func(k int) bool { return t.form(k) == "we" || t.form(k) == "i" }) {
			continue // "we have to protect the people": they ask it of nobody else
		}
		if speaker.empty() {
			continue
		}
		row := &row{id: "modal.request." + t.lemma(must), typ: entente.Request, must: true}
		if r.everybody(obliged.refs) {
			obliged, row.flags = filled{tok: -1}, []string{"solo"}
		} else if got := r.ensured(t, i); obliged.empty() && !got.empty() {
			obliged = got
		} else if obliged.empty() { // "measures must be taken": by those who rule
			if !slices.ContainsFunc(speaker.refs, r.find.political) {
				continue
			}
			obliged = r.find.rulers(speaker.refs)
			row.flags = []string{"solo"}
		}
		m := match{row: row, tok: i, np: i, light: -1, score: 2}
		out = append(out, &draft{m: m, t: t, typ: entente.Request, rule: row.id, sources: speaker, targets: obliged, speech: true,
			mood: mood{status: entente.Happened}})
	}
	return out
}

// ensured is who is to do what a passive demand is for: X in "measures should be taken to
// ensure that X answers".
func (r *reading) ensured(t *tree, i int) filled {
	for _, k := range t.children(i, "advcl", "xcomp") {
		if t.passive(i) && (t.lemma(k) == "ensure" || t.lemma(k) == "see") {
			for _, c := range t.children(k, "ccomp") {
				return r.find.phrases(t, t.subjects(c))
			}
		}
	}
	return filled{tok: -1}
}

// everybody reports whether refs are the community of all states, which is nobody in
// particular to ask.
func (r *reading) everybody(refs []entente.ActorRef) bool {
	return len(refs) > 0 && !slices.ContainsFunc(refs, func(ref entente.ActorRef) bool {
		a := r.a.Cast.Actor(ref)
		return a == nil || a.Entity != "org:international-community"
	})
}

// criticism reads "X said that Y's policy would fail": words against what another
// does, which PLOVER codes as ACCUSE. The table class BAD holds the predicates.
// Heuristic: "the minister said that Kenya's harvest would fail" is none, and is
// taken for one; so the subject must be a policy, a deed or the actor itself
// (class CONDUCT).
func (r *reading) criticism(t *tree, drafts []*draft) []*draft {
	var out []*draft
	for i := range t.s.Tokens {
		if !r.lex.in("BAD", t.lemma(i)) || slices.ContainsFunc(drafts, func(d *draft) bool { return d.m.tok == i }) {
			continue
		}
		if !t.verb(i) && t.child(i, "cop") < 0 || t.rel(i, "acl:relcl") || t.childForm(i, "not") {
			continue
		}
		speaker := r.speaker(t, i)
		if speaker.empty() {
			continue
		}
		for _, subject := range t.children(i, "nsubj") {
			if !r.lex.in("CONDUCT", t.lemma(subject)) && len(r.find.heads[place{t.at, subject}]) == 0 {
				continue
			}
			blamed := r.find.phrase(t, subject)
			if blamed.empty() || r.find.sameSide(blamed.refs, speaker.refs) {
				continue
			}
			row := &row{id: "modal.accuse." + t.lemma(i), typ: entente.Accuse, mode: "disapprove", cameo: "111"}
			m := match{row: row, tok: i, np: i, light: -1, score: 2}
			out = append(out, &draft{m: m, t: t, typ: row.typ, mode: row.mode, cameo: row.cameo, rule: row.id, sources: speaker, targets: blamed, speech: true,
				mood: mood{status: entente.Happened}})
		}
	}
	return out
}

// speaker is who says clause i: the subject of the verb of saying above it, or
// beside it in "…, X said".
func (r *reading) speaker(t *tree, i int) filled {
	for j, n := i, 0; n < 6 && !t.isRoot(j); n++ {
		head := t.tok(j).Head
		if t.rel(j, "ccomp", "parataxis", "conj") && r.lex.in("SAY", t.lemma(head)) && (t.verb(head)) && !t.rel(j, "conj") {
			return r.find.phrases(t, t.subjects(head))
		}
		if !t.rel(j, "ccomp", "xcomp", "conj", "parataxis") {
			break
		}
		j = head
	}
	for _, k := range t.children(i, "parataxis") {
		if r.lex.in("SAY", t.lemma(k)) {
			return r.find.phrases(t, t.subjects(k))
		}
	}
	return filled{}
}

// quoted is the political speaker of the direct words that token i stands in.
func (r *reading) quoted(t *tree, i int) filled {
	for _, id := range r.around(t, i) {
		if c := claimByID(r.a.Claims, id); c.Speaker != nil && c.Form != entente.FormIndirect && r.find.political(*c.Speaker) {
			return filled{refs: []entente.ActorRef{*c.Speaker}, tok: -1, far: 3, slot: "speaker"}
		}
	}
	return filled{tok: -1}
}

// convert turns the promise of a deed into PLOVER's AGREE or THREATEN and its
// refusal into REJECT, where the one who would act is the one who speaks or the
// author tells it.
func (r *reading) convert(t *tree, drafts []*draft) {
	for _, d := range drafts {
		if d.row().has("flip") {
			r.flip(t, d, drafts)
		}
	}
	for _, d := range drafts {
		if t.noun(d.m.tok) && (d.m.light < 0 || t.rel(d.m.np, "nsubj")) {
			continue // "the embargo will remain" promises nothing
		}
		if d.mood.why != "future" && !(d.mood.why == "would" && len(d.claims) > 0) || d.dead != "" {
			continue
		}
		said := r.speaker(t, r.clauseOf(t, d.m.tok))
		unplaced := helping(d.typ) && !slices.ContainsFunc(said.refs, func(ref entente.ActorRef) bool { return r.find.country(ref) != "" })
		if !said.empty() && !unplaced && !r.find.sameSide(said.refs, d.sources.refs) { // a spokesman of no told land speaks for the source
			continue
		}
		if said.empty() && d.mood.why == "would" {
			continue
		}
		switch {
		case d.mood.negated && helping(d.typ):
			d.typ, d.mode, d.cameo, d.mood.negated = entente.Reject, "", "", false
			d.status, d.mood.status = entente.Happened, entente.Happened
		case d.mood.negated:
			continue
		case d.typ == entente.Consult && !r.conditional(d): // a visit to come is a visit; to go if something is so is a promise
			d.status = entente.Planned
			continue
		case helping(d.typ):
			d.typ, d.mode, d.cameo = entente.Agree, "", ""
			d.status = entente.Planned
		case d.typ == entente.Mobilize && (d.targets.empty() || d.targets.slot == "to" || r.find.sameLands(d.sources.refs, d.targets.refs)): // soldiers against a flood, or to where they keep a peace
			if !r.conditional(d) {
				d.status = entente.Planned
			}
			continue
		case harming(d.typ):
			d.typ, d.mode, d.cameo = entente.Threaten, "", ""
			d.status = entente.Threatened
		case r.conditional(d):
			continue
		default: // "would demand", "will refuse": what its own side means to say
			d.status = entente.Planned
			continue
		}
		d.rule = "modal." + d.rule
	}
}

// foretell marks what somebody says that another will do as a prediction: only who
// would act can promise or threaten. A newspaper's "will" stays the plan that it
// reports, and a speaker who is not known may speak for the one who acts.
func (r *reading) foretell(d *draft) {
	if !slices.Contains([]string{"future", "would", "likely", "probably", "bound", "certain", "sure"}, d.mood.why) {
		return
	}
	if len(d.claims) == 0 {
		return
	}
	c := claimByID(r.a.Claims, d.claims[len(d.claims)-1]) // the innermost
	believes := c.Stance == entente.StanceBelieve || c.Stance == entente.StancePredict || r.guesses(c)
	if r.ownWord(c, d) || c.Class == entente.SourceMedia || !believes && !r.foreign(c, d) || r.conditional(d) {
		return
	}
	d.mood.status, d.mood.why = entente.Predicted, "foretold"
}

// guesses reports whether the speaker of c is one who looks on: an analyst, an expert.
func (r *reading) guesses(c *entente.Claim) bool {
	for _, sp := range c.Source {
		for i := range r.a.Sentences {
			for _, tok := range r.a.Sentences[i].Tokens {
				if tok.Span.Overlaps(sp) && tok.UPOS == "NOUN" && r.lex.in("ONLOOKER", strings.ToLower(tok.Lemma)) {
					return true
				}
			}
		}
	}
	return false
}

// foreign reports whether the speaker of c is of another country than all who act in d.
func (r *reading) foreign(c *entente.Claim, d *draft) bool {
	if c.Speaker == nil || r.find.country(*c.Speaker) == "" {
		return false
	}
	return !slices.ContainsFunc(d.sources.refs, func(ref entente.ActorRef) bool {
		return r.find.country(ref) == "" || r.find.country(ref) == r.find.country(*c.Speaker)
	})
}

// conditional reports whether the clause of d hangs on a condition.
func (r *reading) conditional(d *draft) bool {
	i := r.clauseOf(d.t, d.m.tok)
	return slices.ContainsFunc(d.t.children(i, "advcl"), func(k int) bool { return d.t.hasMark(k, "if", "unless") })
}

// share gives what is talked about to those who talk, where nobody else is told to
// do it: in "X and Y are discussing an exchange of prisoners" it is between them.
func (r *reading) share(d *draft, drafts []*draft) {
	joint := d.mood.status == entente.Negotiated || d.mood.why == "purpose" && d.row().has("both") // "flew to X to sign a treaty"
	if !joint || !helping(d.typ) && d.typ != entente.Agree || d.mood.under < 0 || !d.sources.empty() && !d.targets.empty() {
		return
	}
	t := d.t
	parties := r.find.phrases(t, t.expandRelative(t.children(d.mood.under, "nsubj")))
	if t.verb(d.mood.under) {
		parties = r.find.phrases(t, t.subjects(d.mood.under))
	}
	for _, talks := range drafts {
		if talks != d && talks.typ == entente.Consult && (talks.m.tok == d.mood.under || talks.m.np == d.mood.under || slices.Contains(talks.m.used, d.mood.under)) {
			parties = talks.sources
			parties.refs = union(talks.sources.refs, talks.targets.refs)
		}
	}
	if !r.find.states2(parties.refs) {
		return
	}
	parties.far, parties.slot = 2, "parties"
	// Who has one side already leaves the other to the rest, if there is a rest.
	rest := func(taken []entente.ActorRef) filled {
		out := parties
		if left := minus(parties.refs, taken); len(left) > 0 {
			out.refs = left
		}
		return out
	}
	switch {
	case d.sources.empty() && d.targets.empty():
		d.sources, d.targets = parties, parties
	case d.sources.empty():
		d.sources = rest(d.targets.refs)
	default:
		d.targets = rest(d.sources.refs)
	}
}

func (d *draft) row() *row { return d.m.row }

// clauseOf is the verb of the clause around token i.
func (r *reading) clauseOf(t *tree, i int) int {
	for range t.s.Tokens {
		if t.verb(i) || t.isRoot(i) {
			return i
		}
		i = t.tok(i).Head
	}
	return i
}

// flip makes a promise of harm ("vowed to attack") a threat, and takes its target
// from the deed if it has none of its own.
func (r *reading) flip(t *tree, d *draft, drafts []*draft) {
	for _, inner := range drafts {
		if inner == d || !r.inside(t, inner.m.tok, d.m.tok) || r.remote(t, inner.m.tok, d.m.tok) || r.helps(t, inner, drafts) {
			continue
		}
		if d.targets.empty() || d.targets.slot == "any" || d.targets.slot == "comp" {
			if refs := minus(inner.targets.refs, slices.Concat(d.sources.refs, r.ownThreatened(d))); len(refs) > 0 {
				d.targets = inner.targets
				d.targets.refs = refs
				d.targets.far++
			}
		}
		if d.typ == entente.Threaten { // a threat to stop helping is a threat too
			continue
		}
		if t.noun(inner.m.tok) && t.rel(inner.m.np, "nmod", "compound") { // "contribute to the plan of deployment"
			continue
		}
		if harming(inner.typ) && !inner.mood.negated {
			d.typ, d.mode, d.cameo = entente.Threaten, "", ""
			d.rule += "+" + inner.rule
			return
		}
		if helping(inner.typ) && inner.mood.negated {
			d.typ, d.mode, d.cameo = entente.Reject, "", ""
			return
		}
	}
}

// remote reports whether token i is the purpose of something below top: to prevent
// is not what is promised in "promised efforts to prevent".
func (r *reading) remote(t *tree, i, top int) bool {
	for i != top && !t.isRoot(i) {
		if head := t.tok(i).Head; t.rel(i, "acl", "advcl") && head != top {
			return true
		}
		i = t.tok(i).Head
	}
	return false
}

// helps reports whether the purpose of a deed is a help: "send soldiers to help X".
func (r *reading) helps(t *tree, d *draft, drafts []*draft) bool {
	return harming(d.typ) && slices.ContainsFunc(drafts, func(e *draft) bool {
		return helping(e.typ) && t.rel(e.m.tok, "advcl", "xcomp", "acl") && t.mark(e.m.tok) == "to" && t.under(e.m.tok, d.m.tok) && e.m.tok != d.m.tok
	})
}

// inside reports whether token i is part of what top says, asks, promises or
// refuses: below it without a relative clause, an adverbial clause of another
// subject or a parenthesis in between.
func (r *reading) inside(t *tree, i, top int) bool {
	for range t.s.Tokens {
		if i == top {
			return true
		}
		if t.isRoot(i) || t.rel(i, "acl:relcl", "parataxis") {
			return false
		}
		if t.rel(i, "conj") && t.verb(i) && (t.tok(i).Head == top || t.child(i, "nsubj") >= 0) {
			return false // "has not asked for it, but we have begun"
		}
		if t.rel(i, "advcl") && t.mark(i) != "to" && (i < t.tok(i).Head || !t.rel(t.tok(i).Head, "root")) {
			return false // "Arriving in Lima, the minister promised": a deed of its own
		}
		if t.rel(i, "advcl") && t.hasMark(i, "after", "before", "because", "since", "while", "when", "as", "if", "unless", "by", "following") {
			return false
		}
		if t.rel(i, "acl") && t.passive(i) {
			return false
		}
		if t.rel(i, "obl", "nmod") && slices.Contains([]string{"after", "during", "following", "since", "because_of", "despite", "before", "amid"}, t.prep(i)) {
			return false
		}
		if t.rel(i, "nsubj") && t.tok(i).Head == top {
			return false
		}
		if t.rel(i, "obl") && t.tok(i).Head == top && i < top && t.noun(i) && t.prep(i) == "in" {
			return false // "In talks with X, he demanded": where he did
		}
		i = t.tok(i).Head
	}
	return false
}
