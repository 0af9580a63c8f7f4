package code

import (
	"slices"
	"strings"

	"entente"
)

// place is a token of the article.
type place struct{ sentence, token int }

// finder looks up who is meant where.
type finder struct {
	lex    *lexicon
	a      *entente.Analysis
	heads  map[place][]entente.ActorRef
	places map[place]string // country of the place named there
	states map[string]entente.ActorRef
}

func newFinder(lex *lexicon, a *entente.Analysis) *finder {
	f := &finder{lex: lex, a: a, heads: map[place][]entente.ActorRef{}, places: map[place]string{}, states: map[string]entente.ActorRef{}}
	for i := range a.Cast.Actors {
		actor := &a.Cast.Actors[i]
		for _, m := range actor.Mentions {
			p := place{m.Sentence, m.Head}
			if !slices.Contains(f.heads[p], actor.Ref) {
				f.heads[p] = append(f.heads[p], actor.Ref)
			}
		}
		if _, known := f.states[actor.Country]; actor.Country != "" && !known && strings.HasPrefix(actor.Entity, "state:") {
			f.states[actor.Country] = actor.Ref
		}
	}
	f.firstPersons(a)
	for _, p := range a.Cast.Places {
		if p.Place.Country != "" {
			f.places[place{p.Sentence, p.Head}] = p.Place.Country
		}
	}
	return f
}

// firstPersons lets "we", "our" and "us" inside quoted words mean the state that
// an official speaks for, and "I" the speaker. Heuristic: an official who says
// "we, the neighbours of Chad" means more than his own state.
func (f *finder) firstPersons(a *entente.Analysis) {
	for i := range a.Claims {
		c := &a.Claims[i]
		voice := f.voice(c)
		if len(voice) == 0 || c.Form == entente.FormIndirect {
			continue
		}
		self := voice[0]
		side := self
		if speaker := a.Cast.Actor(self); speaker != nil && speaker.Sector != "" && official(speaker.Sector) {
			if ref, ok := f.states[speaker.Country]; ok {
				side = ref
			}
		}
		first, last := sentencesOf(a, c.Content)
		for at := first; at < last; at++ {
			for j := range a.Sentences[at].Tokens {
				tok := &a.Sentences[at].Tokens[j]
				p := place{at, j}
				if len(f.heads[p]) > 0 || !slices.ContainsFunc(c.Content, func(sp entente.Span) bool { return sp.Contains(tok.Span) }) {
					continue
				}
				switch strings.ToLower(tok.Form) {
				case "we", "our", "ours", "us":
					if tok.UPOS == "PRON" {
						f.heads[p] = []entente.ActorRef{side}
					}
				case "i", "my", "me":
					if tok.UPOS == "PRON" {
						f.heads[p] = []entente.ActorRef{self}
					}
				}
			}
		}
	}
}

// voice is the speaker of a claim, or, of one who is no actor himself, whom his own
// words name: the state of "a Russian general".
func (f *finder) voice(c *entente.Claim) []entente.ActorRef {
	if c.Speaker != nil {
		return []entente.ActorRef{*c.Speaker}
	}
	first, last := sentencesOf(f.a, c.Source)
	for at := first; at < last; at++ {
		for j := range f.a.Sentences[at].Tokens {
			sp := f.a.Sentences[at].Tokens[j].Span
			if refs := f.heads[place{at, j}]; len(refs) > 0 && slices.ContainsFunc(c.Source, func(s entente.Span) bool { return s.Contains(sp) }) {
				return refs[:1]
			}
		}
	}
	return nil
}

// filled is the outcome of a slot.
type filled struct {
	refs []entente.ActorRef
	tok  int // head of the phrase that yielded them
	far  int // 0 if the head itself is the actor, else how deep it was found
	slot string
}

func (f filled) empty() bool { return len(f.refs) == 0 }

// thing reports whether a verb's object, or the subject of its passive, is a building,
// vehicle or place that forces strike, and its source may be one of those.
func (f *finder) thing(d *draft) bool {
	t := d.t
	if !t.verb(d.m.tok) {
		return false
	}
	if !slices.ContainsFunc(d.sources.refs, func(ref entente.ActorRef) bool {
		a := f.a.Cast.Actor(ref)
		return a != nil && slices.Contains([]entente.Sector{"GOV", "MIL", "COP", "SPY", "REB", "CRM", "UNK"}, a.Sector)
	}) {
		return false
	}
	toks := t.objects(d.m.tok)
	if t.passive(d.m.tok) {
		toks = t.children(d.m.tok, "nsubj")
	}
	for _, k := range t.children(d.m.tok, "obl") { // "fired on a bus"
		if slices.Contains([]string{"on", "at"}, t.prep(k)) && len(toks) == 0 {
			toks = append(toks, k)
		}
	}
	return slices.ContainsFunc(toks, func(k int) bool { return f.lex.in("STRUCK", t.lemma(k)) })
}

// doer is who did the deed that a verb's subject is a noun for: in "an attack by X on a
// market in Y that killed nine" it is X, wherever the parser hangs the relative clause.
// found is who was taken for it. The second result is false where the subject is no
// such noun, or where nothing is wrong with found.
func (f *finder) doer(t *tree, verb, found int) (filled, bool) {
	for _, n := range t.subjects(verb) {
		for t.rel(verb, "acl:relcl") && !f.deed(t, n) && t.rel(n, "nmod") {
			n = t.tok(n).Head
		}
		if !f.deed(t, n) {
			continue
		}
		by := slices.DeleteFunc(t.children(n, "nmod"), func(k int) bool { return t.prep(k) != "by" })
		for _, toks := range [][]int{by, t.children(n, "nmod:poss"), t.children(n, "amod", "compound")} {
			if got := f.phrases(t, toks); !got.empty() {
				got.far++
				got.slot = "subj"
				return got, true
			}
		}
		place := func(k int) bool { return t.rel(k, "nmod") && t.prep(k) != "by" }
		return filled{tok: -1}, found >= 0 && t.under(found, n) && t.between(found, n, place)
	}
	return filled{}, false
}

// deed reports whether token i is a noun for an assault.
func (f *finder) deed(t *tree, i int) bool {
	return t.noun(i) && slices.ContainsFunc(byWord(f.lex.nouns, t, i), func(r *row) bool { return r.typ == entente.Assault })
}

// troops reports whether a token is a word for forces.
func (f *finder) troops(t *tree) func(int) bool {
	return func(k int) bool { return f.lex.in("TROOPS", t.lemma(k)) }
}

// fill tries the slots in order; except are actors that may not fill it.
func (f *finder) fill(t *tree, m *match, slots []string, except []entente.ActorRef) filled {
	// A trigger that is taken for an actor ("are partners") cannot fill its own slots.
	except = append(slices.Clone(except), f.heads[place{t.at, m.tok}]...)
	for _, slot := range slots {
		got := f.slot(t, m, slot, except)
		got.refs = minus(got.refs, except)
		if !got.empty() {
			got.slot = slot
			return got
		}
	}
	return filled{tok: -1}
}

// slot returns the actors of one slot. The slots are those that
// lexicon/README.md lists.
func (f *finder) slot(t *tree, m *match, slot string, except []entente.ActorRef) filled {
	switch slot {
	case "subj":
		if got := f.phrases(t, t.subjects(m.tok)); !got.empty() {
			return got
		}
		return f.phrases(t, t.author(m.tok))
	case "obj":
		return f.phrases(t, t.objects(m.tok))
	case "iobj":
		return f.phrases(t, t.children(m.tok, "iobj"))
	case "poss":
		toks := t.children(m.np, "nmod:poss")
		if m.np != m.tok {
			toks = append(toks, t.children(m.tok, "nmod:poss")...)
		}
		for _, k := range m.used {
			if t.noun(k) && k != m.np && !(t.noun(m.tok) && t.under(k, m.tok)) { // "the premier's visit was put off"
				toks = append(toks, t.children(k, "nmod:poss")...)
			}
		}
		if !t.noun(m.tok) { // "Chad's ties with Sudan soured"
			for _, subj := range t.subjects(m.tok) {
				toks = append(toks, t.children(subj, "nmod:poss")...)
			}
		}
		return f.phrases(t, toks)
	case "amod":
		return f.phrases(t, append(t.children(m.tok, "amod", "compound"), other(m.np != m.tok, t.children(m.np, "amod", "compound"), m.tok)...))
	case "gov":
		return f.governor(t, m, false)
	case "around":
		return f.governor(t, m, true)
	case "cop": // the subject of "is an ally"
		subj := t.children(m.np, "nsubj")
		if len(subj) == 0 && t.rel(m.np, "xcomp") && t.child(m.np, "cop") < 0 && t.pos(m.tok) == "ADJ" && (t.lingers(t.tok(m.np).Head) || t.lemma(t.tok(m.np).Head) == "seem" || t.lemma(t.tok(m.np).Head) == "appear") { // "remains opposed to", "seemed willing"
			return f.phrases(t, t.subjects(t.tok(m.np).Head))
		}
		return f.phrases(t, t.expandRelative(subj))
	case "parties":
		return f.parties(t, m, except)
	case "where":
		return f.scene(t, m, except)
	case "border":
		return f.border(t, m)
	case "deal":
		return f.deal(t, m)
	case "comp":
		return f.content(t, m, except)
	case "any":
		return f.anywhere(t, m, except)
	case "clause":
		return f.inClause(t, m, except)
	}
	for _, h := range holders(t, m) {
		for _, k := range t.children(h, "obl", "nmod", "advmod", "advcl", "nsubj") { // a parser's slip: "to Chad" as a subject
			prep := t.prep(k)
			if prep == "among" || prep == "amongst" {
				prep = "between"
			}
			if prep != slot && !(t.rel(k, "advcl") && t.mark(k) == slot) || k == m.tok { // "days of talks": the talks are nobody's
				continue
			}
			if got := f.phrase(t, k); len(minus(got.refs, except)) > 0 {
				return got
			} else if !got.empty() && t.child(k, "nmod:poss") >= 0 { // "on its border with Chad"
				if got := f.below(t, k, except); !got.empty() {
					return got
				}
			}
		}
	}
	if slot == "by" && t.noun(m.tok) { // "the killing of a journalist by soldiers"
		for _, of := range t.children(m.np, "nmod") {
			if t.prep(of) != "of" {
				continue
			}
			by := t.children(of, "nmod")
			for _, other := range t.children(of, "conj") { // "of Serbs and loyal Croats by rebels"
				by = append(by, t.children(other, "nmod")...)
			}
			for _, k := range by {
				if t.prep(k) == "by" {
					if got := f.phrase(t, k); len(minus(got.refs, except)) > 0 {
						return got
					}
				}
			}
		}
	}
	if t.noun(m.tok) || slot == "against" {
		return f.strayed(t, m, slot, except)
	}
	return filled{}
}

// strayed looks for a noun event's preposition deeper in its phrase, where a parser
// may have hung it: "a visit by the head of the service, a former general, to
// Chad"; so for a verb's "against", which says plainer than any other who is meant:
// "filed a complaint with the council against X". It stays out of clauses.
func (f *finder) strayed(t *tree, m *match, slot string, except []entente.ActorRef) filled {
	np := m.np
	for k := len(t.s.Tokens) - 1; k > np; k-- {
		if t.prep(k) != slot || !t.rel(k, "nmod", "obl") || slot == "of" {
			continue
		}
		if of := t.tok(k).Head; slot == "by" && (!t.rel(k, "nmod") || t.tok(of).Head != np || t.prep(of) != "of" && (f.lex.nounRows(t, of) != nil || !slices.Contains([]string{"to", "on", "against", "for"}, t.prep(of)))) {
			continue // "the arrest of two officers by X": nobody is an officer by X, but a protest against an attack by X is not X's
		}
		i := k
		for i != np && !t.isRoot(i) && t.rel(i, "nmod", "appos", "conj", "obl", "flat") && !t.verb(i) {
			i = t.tok(i).Head
		}
		// A visit's goal may hang on the verb around it: "left after a visit by X to Chad".
		besides := m.row.typ == entente.Consult && !t.isRoot(np) && i == t.tok(np).Head && t.tok(k).Head == i
		// So may whom a deed that is only spoken of is done to: "spoke of drops by X to Y".
		spoken := slot == "to" && t.noun(m.tok) && t.rel(np, "obl") && t.prep(np) == "of" && i == t.tok(np).Head && t.tok(k).Head == i
		if i != np && !besides && !spoken {
			continue
		}
		if got := f.phrase(t, k); len(minus(got.refs, except)) > 0 {
			got.far += 2
			return got
		}
	}
	return filled{}
}

// parties is the first actor that a deal names when nobody signs it: in "the deal
// signed in May for the sale of Russian grain to Egypt" it is Russia.
func (f *finder) parties(t *tree, m *match, except []entente.ActorRef) filled {
	for _, deal := range t.objects(m.tok) {
		if got := f.below(t, deal, except); !got.empty() {
			return got
		}
	}
	return filled{}
}

func other(ok bool, toks []int, skip int) []int {
	if !ok {
		return nil
	}
	return slices.DeleteFunc(toks, func(k int) bool { return k == skip })
}

// governor is who carries a noun event: the subject of its light verb, or, if
// wide, the subject of the clause that it stands in.
func (f *finder) governor(t *tree, m *match, wide bool) filled {
	if m.light >= 0 && !m.takes && !t.rel(m.np, "nsubj") {
		return f.phrases(t, t.subjects(m.light))
	}
	if m.light >= 0 && m.takes {
		if t.passive(m.light) { // "faced with a strike by X"
			return f.phrases(t, t.objects(m.light))
		}
		return f.phrases(t, t.subjects(m.light))
	}
	if !wide {
		return filled{}
	}
	i := m.np
	for range 6 {
		if t.isRoot(i) {
			break
		}
		i = t.tok(i).Head
		var subj []int
		if t.verb(i) {
			subj = t.subjects(i)
		} else if t.child(i, "cop") >= 0 && i == t.tok(m.np).Head { // "is in Dakar for talks with X"
			subj = t.children(i, "nsubj")
		}
		if got := f.phrases(t, subj); !got.empty() {
			got.far++
			return got
		}
	}
	return filled{}
}

// content looks into the content clause: its subject, then its object, then what
// stands with it.
func (f *finder) content(t *tree, m *match, except []entente.ActorRef) filled {
	for _, c := range t.clauses(m.tok) {
		for _, toks := range [][]int{t.children(c, "nsubj"), t.objects(c), t.children(c, "iobj"), t.children(c, "obl")} {
			for _, k := range t.expandRelative(toks) {
				if got := f.phrase(t, k); len(minus(got.refs, except)) > 0 {
					got.far++
					return got
				}
			}
		}
		if got := f.below(t, c, except); !got.empty() {
			return got
		}
	}
	return filled{}
}

// actsBeside reports whether token i stands in the subject of a clause joined to top, "X
// withdrew its envoy, and Y froze its loans", or of one that tells when: "a truce was broken
// when Y shelled the port". Who died there acts not.
func (f *finder) actsBeside(t *tree, i, top int) bool {
	return t.between(i, top, func(k int) bool {
		head := t.tok(k).Head
		return t.rel(k, "nsubj") && t.verb(head) && (t.rel(head, "conj") || t.rel(head, "advcl") && t.hasMark(head, "when", "as", "while")) && t.tok(head).Head == top && !f.lex.in("TOLL", t.lemma(head))
	})
}

// ownsBeside reports whether token i is the "its" of one who acts beside: "Y froze its loans".
func (f *finder) ownsBeside(t *tree, i, top int) bool {
	return t.rel(i, "nmod:poss") && t.tok(i).UPOS == "PRON" && slices.ContainsFunc(f.heads[place{t.at, i}], func(ref entente.ActorRef) bool {
		for k := range i {
			if slices.Contains(f.heads[place{t.at, k}], ref) && f.actsBeside(t, k, top) {
				return true
			}
		}
		return false
	})
}

// anywhere is the last resort: the first actor below the trigger, or for a noun
// below its phrase, that is not excepted.
func (f *finder) anywhere(t *tree, m *match, except []entente.ActorRef) filled {
	for _, noun := range m.used { // whose support is voiced is not whom it goes to
		if t.noun(noun) && m.row.typ == entente.Support {
			except = append(slices.Clone(except), f.phrases(t, t.children(noun, "nmod:poss")).refs...)
		}
	}
	for _, top := range []int{m.light, m.np} {
		if top < 0 {
			continue
		}
		// What is looked into is often no actor, and then nobody else is.
		if got := f.below(t, top, except); !got.empty() && !(m.row.mode == "investigate" && t.aside(got.tok, top)) {
			if !harming(m.row.typ) && t.actsWhen(got.tok, top) {
				continue
			}
			return got
		}
	}
	return filled{}
}

// inClause is the first actor of the clause around the trigger.
func (f *finder) inClause(t *tree, m *match, except []entente.ActorRef) filled {
	return f.below(t, t.clauseAround(m.np), except)
}

// actsWhen reports whether token i acts in a clause that only says when verb top was: "resigned
// after gangs attacked the port".
func (t *tree) actsWhen(i, top int) bool {
	clause := t.tok(i).Head
	return t.rel(i, "nsubj") && t.rel(clause, "advcl") && t.tok(clause).Head == top && t.hasMark(clause, "after", "when", "while", "once")
}

// below returns the first actor under top, in text order, after the trigger if
// there is one there, and rather one that takes part than one of the circumstances. The
// speaker of a report that stands in parataxis or with a verb of saying is left out.
func (f *finder) below(t *tree, top int, except []entente.ActorRef) filled {
	var aside, before filled
	for i := range t.s.Tokens {
		refs := minus(f.heads[place{t.at, i}], except)
		if len(refs) == 0 || !t.under(i, top) || f.speaking(t, i, top) || t.apart(i, top) || t.nextClause(i, top) || f.actsBeside(t, i, top) && f.political(refs[0]) || f.ownsBeside(t, i, top) || f.patron(t, i) {
			continue
		}
		if t.rel(i, "obj") && t.tok(i).Head != top && t.rel(t.tok(i).Head, "conj") && (f.troops(t)(i) || f.lex.in("POLICE", t.lemma(i))) { // "declared an emergency and sent the army": the army is the means
			continue
		}
		got := filled{refs: union(refs, minus(f.paired(t, i), except)), tok: i, far: 3}
		switch {
		case i > top && !t.aside(i, top):
			return got
		case i > top && aside.empty():
			aside = got
		case i < top && before.empty():
			before = got
		}
	}
	if !aside.empty() {
		return aside
	}
	return before
}

// speaking reports whether token i belongs to a subordinate "X said" below top.
func (f *finder) speaking(t *tree, i, top int) bool {
	for range t.s.Tokens {
		if i == top || t.isRoot(i) {
			return false
		}
		head := t.tok(i).Head
		if t.rel(i, "nsubj") && head != top && (f.lex.in("SAY", t.lemma(head)) || t.rel(head, "parataxis") && t.tok(head).Head == top) { // "…, officials believe"
			return true
		}
		i = head
	}
	return false
}

func union(a, b []entente.ActorRef) []entente.ActorRef {
	out := slices.Clone(a)
	for _, ref := range b {
		if !slices.Contains(out, ref) {
			out = append(out, ref)
		}
	}
	return out
}

func minus(a, b []entente.ActorRef) []entente.ActorRef {
	var out []entente.ActorRef
	for _, ref := range a {
		if !slices.Contains(b, ref) {
			out = append(out, ref)
		}
	}
	return out
}
