package attribute

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// claim writes draft k as a Claim without an ID or a parent. earlier is the
// claims of the drafts before it.
func (sc *script) claim(drafts []*draft, k int, earlier []entente.Claim) entente.Claim {
	d := drafts[k]
	c := entente.Claim{
		Source: sc.spans(d.source), Cue: sc.spans(d.cue), Content: sc.spans(d.content),
		CueLemma: d.lemma, Stance: d.stance, Form: sc.form(d),
		Speaker: sc.actorAt(d.speaker), Addressee: sc.actorAt(d.addressee),
	}
	if ref := sc.spokeLast(drafts, k, earlier, c.Speaker); ref != nil {
		c.Speaker = ref
	}
	c.Class = sc.class(d, c.Speaker)
	c.Role = sc.role(d)
	return c
}

// spokeLast corrects the actor of "he" or "she": who goes on speaking is whoever
// spoke last, not somebody only spoken of. It returns nil to keep ref.
//
// This is a heuristic: after "Smith said that Jones had lied." it gives "He denied
// it" to Smith.
func (sc *script) spokeLast(drafts []*draft, k int, earlier []entente.Claim, ref *entente.ActorRef) *entente.ActorRef {
	d := drafts[k]
	if d.speaker < 0 || sc.within[d.speaker] >= 0 || d.entry == nil || !d.entry.has("quote") {
		return nil
	}
	word := sc.tok(d.speaker)
	lemma := strings.ToLower(word.Lemma)
	if word.UPOS != "PRON" || lemma != "he" && lemma != "she" {
		return nil
	}
	para := func(p int) int { return sc.a.Sentences[sc.sentOf[p]].Paragraph }
	for j := k - 1; j >= 0; j-- {
		o := drafts[j]
		if earlier[j].Class != entente.SourceNamed || earlier[j].Speaker == nil || o.head > d.speaker || sc.parents[j] >= 0 || holds(d.content, o.head) {
			continue
		}
		if ref != nil && sc.tok(o.head).Rel == "acl:relcl" { // "the president, who has said so": an aside
			continue
		}
		if gap := para(d.speaker) - para(o.head); gap > 3 || gap > 1 && ref != nil {
			return nil
		}
		last := *earlier[j].Speaker
		if ref != nil && (*ref == last || sc.actsBetween(drafts, *ref, o.start(), d.speaker)) || !sc.maybe(last, lemma) {
			return nil
		}
		return &last
	}
	return nil
}

// actsBetween reports whether an actor is named between two places outside of what
// anybody says.
func (sc *script) actsBetween(drafts []*draft, ref entente.ActorRef, from, to int) bool {
	for _, m := range sc.a.Cast.Actor(ref).Mentions {
		p := sc.first[m.Sentence] + m.Head
		if p >= from && p < to && !slices.ContainsFunc(drafts, func(d *draft) bool { return holds(d.content, p) }) {
			return true
		}
	}
	return false
}

// maybe reports whether no other mention of an actor is a pronoun of the other
// gender.
func (sc *script) maybe(ref entente.ActorRef, pronoun string) bool {
	for _, m := range sc.a.Cast.Actor(ref).Mentions {
		l := strings.ToLower(sc.a.Sentences[m.Sentence].Tokens[m.Head].Lemma)
		if (l == "he" || l == "she") && l != pronoun {
			return false
		}
	}
	return true
}

// form is direct if every word of the content stands in quotation marks, mixed
// if some does.
func (sc *script) form(d *draft) entente.Form {
	own := sc.within[d.head]
	in, out := 0, 0
	for _, p := range d.content {
		if r, _ := utf8.DecodeRuneInString(sc.tok(p).Form); !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		if sc.within[p] >= 0 && sc.within[p] != own {
			in++
		} else {
			out++
		}
	}
	switch {
	case in > 0 && out == 0:
		return entente.FormDirect
	case in > 0:
		return entente.FormMixed
	}
	return entente.FormIndirect
}

// class says what kind of speaker stands behind a draft. A pronoun is what its
// actor is, and so is the office of somebody whom the text names elsewhere: "the
// minister".
func (sc *script) class(d *draft, ref *entente.ActorRef) entente.SourceClass {
	if d.author {
		return entente.SourceAuthor
	}
	if d.speaker < 0 {
		return entente.SourceAnonymous
	}
	tok := sc.tok(d.speaker)
	if tok.UPOS == "PRON" && tok.Feat("Person") == "1" && sc.within[d.head] < 0 {
		return entente.SourceAuthor
	}
	var act *entente.Actor
	if ref != nil {
		act = sc.a.Cast.Actor(*ref)
	}
	s := sc.sentOf[d.speaker]
	head := d.speaker - sc.first[s]
	own := entente.SourceAnonymous
	if tok.UPOS != "PRON" {
		own = sc.wordClass(s, head, act)
	}
	office := own == entente.SourceAnonymous && tok.UPOS == "NOUN"
	if act == nil || own != entente.SourceNamed && tok.UPOS != "PRON" && !office {
		return own
	}
	full := sc.tree(s).Child(head, "flat") >= 0 // most likely a person
	// A pronoun or one bare name: the longer mentions know better. "The news agency Tass" makes "Tass" media.
	for _, m := range act.Mentions {
		if sc.a.Sentences[m.Sentence].Tokens[m.Head].UPOS == "PRON" {
			continue
		}
		switch c := sc.wordClass(m.Sentence, m.Head, act); c {
		case entente.SourceMedia, entente.SourceInstitution:
			if !office && (c == entente.SourceMedia || !full) {
				return c
			}
		case entente.SourceNamed:
			own = c
		}
	}
	return own
}

// wordClass is the class of the speaker named at token head of sentence s. The
// cast knows persons, states and organizations; the nouns of speakers.tsv come
// next; a proper name that neither knows is a person.
//
// This is a heuristic: it takes "Lockheed said" for a person unless the cast
// knows better.
func (sc *script) wordClass(s, head int, act *entente.Actor) entente.SourceClass {
	t := sc.tree(s)
	tok := &t.Tokens[head]
	kind := sc.lex.speakers[t.lemma(head)]
	if act != nil {
		entity, _, _ := strings.Cut(act.Entity, ":")
		switch {
		case entity == "leader" || entity == "person":
			return entente.SourceNamed
		case act.Sector == "MED" && tok.UPOS == "PROPN" && act.Role == "":
			return entente.SourceMedia
		case (entity == "state" || entity == "org") && tok.UPOS == "PROPN" && kind != "media" && kind != "masthead" && t.Child(head, "flat") < 0:
			return entente.SourceInstitution
		}
	}
	if tok.UPOS == "NOUN" && t.nameIn(head) >= 0 {
		return entente.SourceNamed
	}
	if kind == "number" {
		kind = ""
	}
	if kind == "masthead" {
		if kind = "document"; tok.UPOS == "PROPN" {
			kind = "media"
		}
	}
	for _, j := range t.Children(head, "compound") {
		switch k := sc.lex.speakers[t.lemma(j)]; {
		case k == "media" && kind == "document", k == "masthead" && matches(kind, "document", "institution") && tok.UPOS == "NOUN":
			kind = "media" // "media reports", "the news agency"
		case k == "masthead" && kind == "" && tok.UPOS == "PROPN" && t.Child(head, "flat") < 0:
			kind = "media" // "News 24"
		}
	}
	switch {
	case kind == "media":
		return entente.SourceMedia
	case kind != "":
		return entente.SourceInstitution
	case tok.UPOS != "PROPN":
		return entente.SourceAnonymous
	case len(tok.Form) > 1 && strings.ToUpper(tok.Form) == tok.Form && t.Child(head, "flat") < 0:
		return entente.SourceInstitution // an acronym
	}
	return entente.SourceNamed
}

// nameIn returns a name in apposition to word i or in one flat phrase with it,
// or -1. In "the ambassador to Oslo, Jan Novak" the name may hang on the city.
func (t tree) nameIn(i int) int {
	for _, j := range t.Children(i, "appos", "flat", "nmod:desc") {
		if t.Tokens[j].UPOS == "PROPN" {
			return j
		}
	}
	for _, k := range t.Children(i, "nmod") {
		for _, j := range t.Children(k, "appos") {
			if t.Tokens[j].UPOS == "PROPN" && t.Child(j, "flat") >= 0 && j > i {
				return j
			}
		}
	}
	return -1
}

// role is the office or trade that the source's own words give: an apposition,
// or what stands before the name. "" if they give none.
func (sc *script) role(d *draft) string {
	if d.speaker < 0 || len(d.source) == 0 {
		return ""
	}
	s := sc.sentOf[d.speaker]
	t := sc.tree(s)
	head := d.speaker - t.first
	tok := &t.Tokens[head]
	for _, j := range t.Children(head, "appos", "nmod:desc") {
		name, office := head, j
		if t.Tokens[j].UPOS == "PROPN" && tok.UPOS == "NOUN" {
			name, office = j, head
		}
		if t.Tokens[office].UPOS == "PROPN" && t.Tokens[name].UPOS == "PROPN" && !t.describes(office) {
			continue
		}
		words := t.trim(t.phrase(office, head))
		if office != j {
			first := t.Subtree(name)[0]
			words = t.trim(slices.DeleteFunc(t.phrase(office, name), func(k int) bool { return k >= first }))
		}
		if role := sc.roleText(t, words); role != "" {
			return role
		}
	}
	if name := t.nameIn(head); tok.UPOS == "NOUN" && name > head {
		first := t.Subtree(name)[0]
		words := slices.DeleteFunc(t.phrase(head, head), func(j int) bool { return j >= first })
		return sc.roleText(t, t.trim(words))
	}
	if tok.UPOS == "PROPN" || t.nameIn(head) >= 0 {
		return sc.title(t, head)
	}
	if tok.UPOS == "NOUN" && sc.lex.speakers[t.lemma(head)] == "" {
		words := t.trim(t.phrase(head, head))
		if own, before := t.split(head, words); before != nil {
			words = own
		}
		return sc.roleText(t, words)
	}
	return ""
}

// roleText prints the words of a role without the article before it.
func (sc *script) roleText(t tree, words []int) string {
	for len(words) > 1 && matches(t.Tokens[words[0]].BaseRel(), "case", "fixed") {
		words = words[1:]
	}
	if len(words) > 1 && t.Tokens[words[0]].UPOS == "DET" && t.Tokens[words[0]].Feat("PronType") == "Art" {
		words = words[1:]
	}
	if len(words) == 0 {
		return ""
	}
	return sc.text(words[0]+t.first, words[len(words)-1]+t.first)
}

// describes reports whether a phrase of capitals reads as an office and not as a
// name: it has a determiner, a preposition or an adjective.
func (t tree) describes(i int) bool { return t.Child(i, "det", "nmod", "amod", "compound") >= 0 }

// title is what stands before the name in one phrase: "Foreign Minister" of
// "Foreign Minister Ivica Racan".
func (sc *script) title(t tree, head int) string {
	words := t.phrase(head, head)
	last := -1
	for _, j := range t.Children(head, "compound", "flat", "amod", "nmod:poss", "nmod:desc") {
		if j < head && (t.Tokens[j].UPOS == "NOUN" || isTitle(t.lemma(j))) {
			last = max(last, j)
		}
	}
	if isTitle(t.lemma(head)) && t.Child(head, "flat", "appos") > head {
		last = head
	}
	if last < 0 || len(words) == 0 || words[0] > last {
		return ""
	}
	first := words[0]
	if t.Tokens[first].UPOS == "DET" {
		first++
	}
	return sc.text(first+t.first, last+t.first)
}

// isTitle reports whether a word closes an office when it stands before a name.
func isTitle(lemma string) bool { return slices.Contains(titles, lemma) }

var titles = strings.Fields(`president premier chancellor minister secretary ambassador senator governor mayor king queen prince
	princess emperor sultan sheikh general major-general colonel admiral commander chief leader chairman chairwoman chairperson spokesman
	spokeswoman spokesperson director commissioner judge justice deputy envoy lawmaker speaker representative congressman congresswoman
	pope bishop archbishop ayatollah lieutenant captain marshal brigadier professor analyst economist adviser advisor official head`)
