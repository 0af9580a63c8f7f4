package code

import (
	"slices"
	"strings"

	"entente"
)

// pastime says why a draft tells of nothing political: the plot of a film, an accident,
// a game, a word without a frame that the network takes for no event. It is "" for all
// else. Heuristic: it looks for words of classes.tsv in the whole sentence, so a bomb at
// a football match needs its bomb in the same sentence.
func (r *reading) pastime(d *draft) string {
	switch {
	case r.fiction(d):
		return "happens in a film, a play or a book"
	case r.accident(d):
		return "an accident"
	case r.sport(d):
		return "sport"
	case r.crime(d):
		return "a matter of common crime"
	case r.weak(d):
		return "a bare word that the learned reader takes for no event"
	}
	return ""
}

// fiction reports whether the trigger stands in what a work is about: "a film in which",
// "an opera about".
func (r *reading) fiction(d *draft) bool {
	t := d.t
	for i := d.m.tok; !t.isRoot(i); i = t.tok(i).Head {
		head := t.tok(i).Head
		if !r.lex.in("WORKS", t.lemma(head)) {
			continue
		}
		switch {
		case t.prep(i) == "about" || t.hasMark(i, "about"):
			return true
		case t.rel(i, "acl:relcl") && slices.ContainsFunc(t.children(i, "obl", "advmod"), func(k int) bool {
			return t.form(k) == "where" || t.form(k) == "which" && t.prep(k) == "in"
		}):
			return true
		}
	}
	return false
}

// accident reports whether somebody was killed or hurt, with nobody's hand told, in a
// sentence that has the words of an accident or of a blast and none of violence, or in
// the one behind it: who does not call it an attack leaves the cause open.
func (r *reading) accident(d *draft) bool {
	t := d.t
	blast := r.lex.in("BLASTS", t.lemma(d.m.tok))
	if d.typ != entente.Assault || !d.sources.empty() || !blast && !r.lex.toll(t, d.m.tok) || r.violent(t, d.m.tok) {
		return false
	}
	if blast || r.mishap(t) || t.at > 0 && r.mishap(r.trees[t.at-1]) && !r.violent(r.trees[t.at-1], -1) {
		return true
	}
	for _, k := range t.children(d.m.tok, "advcl") { // "killed when their helicopter came down"
		if slices.ContainsFunc(t.subjects(k), func(i int) bool { return r.lex.in("VEHICLES", t.lemma(i)) || r.lex.in("PLANES", t.lemma(i)) }) && len(t.objects(k)) == 0 && t.hasMark(k, "when", "as", "after") {
			return true
		}
	}
	return false
}

// sport reports whether the sentence has a sport's words and no others of violence, and
// the sides are not two states or parties.
func (r *reading) sport(d *draft) bool {
	if slices.Contains([]entente.EventType{entente.Protest, entente.Sanction, entente.Aid, entente.Mobilize}, d.typ) || r.count(d.t, "HARM") > 0 {
		return false
	}
	if d.typ == entente.Coerce && slices.ContainsFunc(d.sources.refs, r.find.armed) { // arrests at a match are arrests
		return false
	}
	if slices.ContainsFunc(d.sources.refs, r.find.political) && slices.ContainsFunc(d.targets.refs, r.find.political) && !r.find.sameSide(d.sources.refs, d.targets.refs) {
		return false
	}
	strong, weak := r.count(d.t, "SPORTS"), r.count(d.t, "PLAY")
	return strong > 0 && strong+weak > 1 || weak > 3
}

// crime reports whether police and courts look into, charge or arrest private people of
// their land, criminals or nobody told, and the sentence or one of the two before has the words of common crime and
// none of violence.
func (r *reading) crime(d *draft) bool {
	law := d.typ == entente.Accuse && (d.mode == "investigate" || d.mode == "allege") || d.typ == entente.Coerce && d.mode == "arrest"
	if !law || slices.ContainsFunc(d.targets.refs, func(ref entente.ActorRef) bool {
		a := r.a.Cast.Actor(ref) // a foreigner or a firm may be of more than a private matter
		return a == nil || a.Sector != "CRM" && (a.Sector != "UNK" && a.Sector != "CVL" && a.Sector != "" || !d.sources.empty() && !r.find.sameSide(d.targets.refs, d.sources.refs))
	}) || slices.ContainsFunc(d.sources.refs, func(ref entente.ActorRef) bool {
		a := r.a.Cast.Actor(ref)
		return a == nil || !slices.Contains([]entente.Sector{"GOV", "COP", "JUD"}, a.Sector)
	}) {
		return false
	}
	for at := d.t.at; at >= 0 && at >= d.t.at-2; at-- {
		if r.violent(r.trees[at], -1) {
			return false
		}
		if r.count(r.trees[at], "CRIMES") > 0 {
			return true
		}
	}
	return false
}

// mishap reports whether a sentence has the words of an accident or of a blast.
func (r *reading) mishap(t *tree) bool {
	return r.count(t, "BLASTS") > 0 || r.count(t, "ACCIDENTS") > 0
}

// violent reports whether a word of violence stands in the sentence besides the trigger.
func (r *reading) violent(t *tree, trigger int) bool {
	for i := range t.s.Tokens {
		if i != trigger && (r.lex.in("VIOLENT", t.lemma(i)) || r.lex.in("REBELS", t.lemma(i))) {
			return true
		}
	}
	return false
}

// beasts reports whether whom a verb of violence struck is nobody who counts: an animal, a number
// that something reached ("hit 42.38"), the one who struck, or the loser of a game ("beat X 3-1").
func (r *reading) beasts(d *draft) bool {
	t := d.t
	if !t.verb(d.m.tok) {
		return false
	}
	if slices.Contains([]string{"beat", "defeat", "thrash", "crush", "rout", "trounce"}, t.lemma(d.m.tok)) && t.score(d.m.tok) {
		return true
	}
	return slices.ContainsFunc(t.objects(d.m.tok), func(k int) bool {
		sum := t.tok(k).UPOS == "SYM" || t.tok(k).UPOS == "NUM" && strings.ContainsAny(t.form(k), ".,%")
		self := strings.HasSuffix(t.form(k), "self") && t.tok(k).UPOS == "PRON"
		return r.lex.in("ANIMALS", t.lemma(k)) && len(r.find.heads[place{t.at, k}]) == 0 || sum && !r.lex.toll(t, d.m.tok) || self
	})
}

// score reports whether the result of a game stands behind token i: "3-1".
func (t *tree) score(i int) bool {
	digits := func(k int) bool {
		return k < len(t.s.Tokens) && len(t.form(k)) < 3 && strings.Trim(t.form(k), "0123456789") == ""
	}
	for k := i + 1; k < len(t.s.Tokens); k++ {
		left, right, ok := strings.Cut(t.form(k), "-")
		if ok && len(left) > 0 && len(left) < 3 && len(right) > 0 && strings.Trim(left+right, "0123456789") == "" || digits(k) && k+2 < len(t.s.Tokens) && t.form(k+1) == "-" && digits(k+2) {
			return true
		}
	}
	return false
}

// count is how many different words of a class the sentence has.
func (r *reading) count(t *tree, class string) int {
	seen := map[string]bool{}
	for i := range t.s.Tokens {
		word := t.lemma(i)
		one := strings.TrimSuffix(word, "s")
		if r.lex.in(class, word) || r.lex.in(class, one) && !strings.HasSuffix(word, "ss") { // "discuss" is no "discus"
			seen[word] = true
		}
	}
	return len(seen)
}

// sureNone is the probability of no event from which the parser's opinion sets a weak
// frame aside. Between 0.9 and 0.98 whole records of the hand-coded stories stay within
// 0.2 points; a lower one spares more false events and finds fewer true ones.
const sureNone = 0.98

// worded are the types of deeds that are done with plain words, of which the parser's
// opinion is least sure: "proposed that", "praised the bill".
var worded = []entente.EventType{entente.Request, entente.Accuse, entente.Support, entente.Reject, entente.Threaten}

// weak reports whether the frame asks for no words beside its own, the parser is sure
// that the trigger is no event, and the sides are not two political actors. The dead and
// hurt of a deed are told in words that alone are none, and who adds a row means it.
func (r *reading) weak(d *draft) bool {
	opinion := d.t.tok(d.m.tok).Predicate
	if d.m.row.own || slices.Contains(worded, d.typ) || d.m.score > 0 || opinion.Type != "" || opinion.Score < sureNone || r.lex.toll(d.t, d.m.tok) {
		return false
	}
	return !slices.ContainsFunc(d.sources.refs, r.find.political) || !slices.ContainsFunc(d.targets.refs, r.find.political)
}
