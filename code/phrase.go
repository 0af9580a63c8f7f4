package code

import (
	"slices"

	"entente"
)

// phrase returns the actors that the noun phrase headed by tok means: the head's,
// with those coordinated to it; if it has none, the first found among owner,
// modifiers, apposition and complements.
func (f *finder) phrase(t *tree, tok int) filled {
	seen := map[int]bool{}
	return f.phraseIn(t, tok, 0, seen)
}

func (f *finder) phraseIn(t *tree, tok, depth int, seen map[int]bool) filled {
	if depth > 4 || seen[tok] || depth > 0 && f.patron(t, tok) {
		return filled{tok: tok}
	}
	seen[tok] = true
	if t.relative(tok) {
		if a := t.antecedent(tok); a >= 0 && !seen[a] {
			return f.phraseIn(t, a, depth, seen)
		}
	}
	out := filled{tok: tok, far: depth}
	if len(f.heads[place{t.at, tok}]) == 0 {
		for _, k := range t.sayer(tok, func(lemma string) bool { return f.lex.in("SAY", lemma) || f.lex.in("DENIAL", lemma) }) {
			if got := f.phraseIn(t, k, depth+1, seen); !got.empty() {
				return got
			}
		}
	}
	out.refs = slices.Clone(f.heads[place{t.at, tok}])
	if named := f.named(t, tok); len(named) > 0 {
		out.refs = named
	} else if len(out.refs) == 0 {
		out = f.inside(t, tok, depth, seen)
	} else {
		out.refs = union(out.refs, f.paired(t, tok))
		out.refs = union(out.refs, f.fellows(t, tok, out.refs))
	}
	if len(out.refs) > 0 || depth == 0 {
		for _, k := range t.children(tok, "conj") {
			if t.verb(k) {
				continue
			}
			more := f.phraseIn(t, k, depth, seen)
			out.refs = union(out.refs, more.refs)
		}
	}
	out.refs = f.telling(out.refs)
	return out
}

// telling leaves out groups of nothing told where others are named with them: "groups" in
// "Zambian opposition and civic groups".
func (f *finder) telling(refs []entente.ActorRef) []entente.ActorRef {
	vague := func(ref entente.ActorRef) bool {
		a := f.a.Cast.Actor(ref)
		return a != nil && a.Sector == "UNK" && a.Group && a.Country == "" && a.Entity == ""
	}
	if !slices.ContainsFunc(refs, func(ref entente.ActorRef) bool { return !vague(ref) }) {
		return refs
	}
	return slices.DeleteFunc(refs, vague)
}

// inside searches the phrase for an actor when its head is none.
func (f *finder) inside(t *tree, tok, depth int, seen map[int]bool) filled {
	if country := f.places[place{t.at, tok}]; country != "" {
		if ref, ok := f.states[country]; ok {
			return filled{refs: []entente.ActorRef{ref}, tok: tok, far: depth + 1}
		}
	}
	for _, rels := range [][]string{{"flat"}, {"appos"}, {"nmod:poss"}, {"compound", "amod"}, {"nmod"}, {"obl", "obl:npmod", "nmod:npmod"}} {
		if rels[0] == "obl" && t.verb(tok) && depth == 0 {
			continue
		}
		var joint filled // "the Egypt-Jordan pipeline" is of both
		for _, k := range t.children(tok, rels...) {
			if rels[0] == "nmod:poss" && t.tok(k).UPOS == "PRON" && f.lex.in("STATES", t.lemma(tok)) {
				continue // "their countries" are not they
			}
			if rels[0] == "compound" {
				paper := (depth > 0 || t.prep(tok) == "of") && f.lex.in("PAPER", t.lemma(tok)) // "called for the implementation of a U.N. resolution"
				if got := f.phraseIn(t, k, depth+1, seen); !got.empty() && !(paper && f.bodies(got.refs)) {
					got.refs = union(joint.refs, got.refs)
					joint = got
				}
				continue
			}
			if rels[0] == "nmod" && slices.Contains([]string{"about", "during", "since", "after", "before", "than", "despite"}, t.prep(k)) {
				continue
			}
			if got := f.phraseIn(t, k, depth+1, seen); !got.empty() {
				return got
			}
		}
		if !joint.empty() {
			return joint
		}
	}
	for i := range f.a.Cast.Actors { // a mention with another idea of its head
		for _, m := range f.a.Cast.Actors[i].Mentions {
			if m.Sentence == t.at && m.First <= tok && tok <= m.Last {
				return filled{refs: []entente.ActorRef{f.a.Cast.Actors[i].Ref}, tok: tok, far: depth + 1}
			}
		}
	}
	return filled{tok: tok}
}

// named are the states that a dash, a colon or "including" lists behind a plural word for
// states of no told land: "three Gulf states - Kuwait, Oman and Qatar".
func (f *finder) named(t *tree, tok int) []entente.ActorRef {
	if t.tok(tok).Feat("Number") != "Plur" || !f.lex.in("STATES", t.lemma(tok)) || tok+2 >= len(t.s.Tokens) || !slices.Contains([]string{"-", "--", "_", "–", "—", ":", "including"}, t.form(tok+1)) {
		return nil
	}
	first := tok + 2
	list := append([]int{first}, t.children(first, "conj")...)
	if len(list) < 2 {
		return nil
	}
	var out []entente.ActorRef
	for _, k := range list {
		out = union(out, f.heads[place{t.at, k}])
	}
	return out
}

// patron reports whether token i only says who stands behind others: "US" in "the
// US-backed militia".
func (f *finder) patron(t *tree, i int) bool {
	return i+2 < len(t.s.Tokens) && t.form(i+1) == "-" && f.lex.in("LINKED", t.form(i+2))
}

// fellows are the actors beside the one that a plural head is known by: "delegations
// from Angola and Chad", "Angola and Chad's envoys" and "Angolan and Chadian envoys" are
// of both.
func (f *finder) fellows(t *tree, tok int, refs []entente.ActorRef) []entente.ActorRef {
	var out []entente.ActorRef
	if t.tok(tok).Feat("Number") != "Plur" {
		return nil
	}
	for _, k := range t.children(tok, "nmod:poss", "compound", "amod") {
		pair := append([]int{k}, t.children(k, "conj")...)
		// A parser may hang both on the head: "British and EU envoys".
		joined := len(pair) > 1 || k+2 < tok && t.form(k+1) == "and" && t.rel(k+2, "compound", "amod") && t.tok(k+2).Head == tok
		counted := slices.ContainsFunc(t.children(tok, "nummod", "det"), func(j int) bool { return j > k }) // "an Iraqi and three Kurdish men"
		if !joined || counted {
			continue
		}
		for _, c := range pair {
			if more := f.heads[place{t.at, c}]; len(more) > 0 && !f.sameSide(more, refs) {
				out = union(out, more)
			}
		}
	}
	for _, k := range t.children(tok, "nmod") {
		if p := t.prep(k); p != "from" && p != "of" || !f.sameSide(f.heads[place{t.at, k}], refs) {
			continue
		}
		for _, c := range t.children(k, "conj") {
			if more := f.heads[place{t.at, c}]; !f.sameSide(more, refs) {
				out = union(out, more)
			}
		}
	}
	return out
}

// paired are the actors joined to token i by a hyphen, "Kenya-Uganda" in "the
// Kenya-Uganda railway", "Soviet-Vietnamese" in "the Soviet-Vietnamese pact".
func (f *finder) paired(t *tree, i int) []entente.ActorRef {
	if i+2 < len(t.s.Tokens) && t.form(i+1) == "-" && t.rel(i, "compound", "amod") && t.tok(i).Head == i+2 {
		return f.heads[place{t.at, i + 2}]
	}
	if i >= 2 && t.form(i-1) == "-" && t.rel(i-2, "compound", "amod") && t.tok(i-2).Head == i {
		return f.heads[place{t.at, i - 2}]
	}
	return nil
}

// phrases are the actors of several phrases, all together.
func (f *finder) phrases(t *tree, toks []int) filled {
	var out filled
	for _, k := range toks {
		got := f.phrase(t, k)
		if out.empty() {
			out = got
			continue
		}
		out.refs = union(out.refs, got.refs)
	}
	return out
}
