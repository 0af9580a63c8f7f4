package resolve

import (
	"strings"

	"entente"
	"entente/gazetteer"
)

// particles are small words inside names.
var particles = map[string]bool{
	"al": true, "bin": true, "ibn": true, "de": true, "van": true, "von": true, "ul": true, "el": true, "der": true, "da": true, "di": true, "du": true, "la": true, "abu": true,
	"dos": true, "del": true, "ben": true, "ud": true, "ur": true, "den": true, "ter": true, "le": true, "y": true, "e": true, "bint": true, "al-": true, "zu": true,
}

// nameRun returns the last word of the name that starts at i, or i-1.
func (sc *scene) nameRun(i int) int {
	last := i - 1
	for j := i; j < sc.len(); j++ {
		w := sc.words[j]
		switch {
		case sc.nameWord(j):
			if k := sc.hitAt[j]; k >= 0 && sc.hits[k].first == j {
				j = sc.hits[k].last
			}
			last = j
		case (w.form == "-" || w.form == "–") && j > i && j+1 < sc.len() && sc.s.Tokens[j].Span.Start == sc.s.Tokens[j-1].Span.End && sc.s.Tokens[j+1].Span.Start == sc.s.Tokens[j].Span.End:
		case particles[w.low] && j+1 < sc.len() && (sc.words[j+1].capital || sc.words[j+1].form == "-" || particles[sc.words[j+1].low]) && w.upos != "ADP":
		default:
			return last
		}
	}
	return last
}

// nameWord reports whether word j can be part of a person's name.
func (sc *scene) nameWord(j int) bool {
	if j < 0 || j >= sc.len() || !sc.words[j].capital || sc.inRole(j) || isTitle(sc.words[j].low) || leagues[sc.words[j].low] {
		return false
	}
	if k := sc.hitAt[j]; k >= 0 {
		person := false
		for _, name := range sc.hits[k].names {
			switch name.Kind {
			case gazetteer.KindPerson, gazetteer.KindSurname:
				person = true
			case gazetteer.KindState, gazetteer.KindAdjective, gazetteer.KindPeople, gazetteer.KindOrg:
				t := &sc.s.Tokens[j]
				if t.BaseRel() != "flat" {
					return false
				}
				person = true
			default:
				person = person || sc.words[j].upos == "PROPN"
			}
		}
		return person
	}
	switch sc.words[j].upos {
	case "PROPN":
		return true
	case "NOUN", "ADJ", "X", "ADV", "INTJ", "VERB", "AUX": // "Khan" tagged so; only inside a name
		return sc.s.Tokens[j].BaseRel() == "flat"
	}
	return false
}

// nameBack returns the first word of the name that ends at i, or i+1.
func (sc *scene) nameBack(i int) int {
	first := i + 1
	for j := i; j >= 0; j-- {
		w := sc.words[j]
		switch {
		case sc.nameWord(j):
			if k := sc.hitAt[j]; k >= 0 {
				j = sc.hits[k].first
			}
			first = j
		case (w.form == "-" || particles[w.low]) && first <= i:
		default:
			return first
		}
	}
	return first
}

// nameOf finds the name that belongs to unit number i: right after its noun,
// after a comma, or before it with a comma between.
func (b *builder) nameOf(sc *scene, u *unit, i int) {
	if u.Kind != "person" || u.Plural {
		return
	}
	if last := sc.nameRun(u.last + 1); last > u.last {
		u.person = [2]int{u.last + 1, last}
		return
	}
	top := &sc.s.Tokens[u.top]
	if sc.low(u.full+1) == "," {
		from := u.full + 2
		last := sc.nameRun(from)
		after := sc.low(last + 1)
		if last >= from && (last > from || b.knownName(sc, from)) && (after == "," || after == "." || after == "" || last+1 < sc.len() && (sc.words[last+1].upos == "VERB" || sc.words[last+1].upos == "AUX")) && !sc.inList(from, last) {
			u.person = [2]int{from, last}
			return
		}
	}
	if prev := u.start - 2; prev >= 0 && sc.low(u.start-1) == "," && top.BaseRel() != "conj" {
		if first := sc.nameBack(prev); first <= prev && (first < prev || b.knownName(sc, first) || top.BaseRel() == "appos") {
			u.person = [2]int{first, prev}
			return
		}
	}
	// "X, the minister and an important member of the cabinet"
	if i > 0 && sc.low(u.start-1) == "and" && top.BaseRel() == "conj" {
		before := &sc.units[i-1]
		if (before.top == top.Head || before.full == u.start-2 && sc.s.Dominates(before.top, u.top)) && before.person[0] >= 0 && before.person[0] < before.start {
			u.person = before.person
			return
		}
	}
	// "X was the first prime minister to visit"
	if sc.s.Child(u.top, "cop") >= 0 && top.UPOS != "VERB" {
		if subj := sc.s.Child(u.top, "nsubj"); subj >= 0 && subj < u.start && sc.nameWord(subj) {
			first := sc.nameBack(subj)
			if last := sc.nameRun(first); last >= subj && last < u.start {
				u.person = [2]int{first, last}
			}
		}
	}
}

// inList reports whether the name is an item of a list of names.
func (sc *scene) inList(first, last int) bool {
	return sc.low(last+1) == "and" || sc.low(last+1) == "," && sc.nameRun(last+2) > last+2 && sc.low(last+2) != ""
}

// knownName reports whether a person of the tables or of the article starts at i.
func (b *builder) knownName(sc *scene, i int) bool {
	if i < 0 || i >= sc.len() {
		return false
	}
	if _, ok := b.surnames[sc.words[i].low]; ok {
		return true
	}
	if k := sc.hitAt[i]; k >= 0 {
		for _, name := range sc.hits[k].names {
			if name.Kind == gazetteer.KindPerson || name.Kind == gazetteer.KindSurname && !name.Guarded {
				return true
			}
		}
	}
	return false
}

// personAt returns the entity of the name in words first..last. u is the unit
// that titles it, or nil. Without one, a name that no table has is somebody
// only if it is one of the article's people.
func (b *builder) personAt(sc *scene, first, last int, u *unit) int {
	// A full name of the tables.
	for j := first; j <= last; j++ {
		k := sc.hitAt[j]
		if k < 0 || sc.hits[k].first != j {
			continue
		}
		h := sc.hits[k]
		if name, ok := b.bestPerson(h.names, gazetteer.KindPerson); ok {
			p := &b.r.g.People[name.Ref]
			if u == nil || len(u.countries) == 0 || p.Country == "" || u.countries[0] == p.Country || u.Rank == "" {
				return b.personEntity(name.Ref)
			}
		}
	}
	var low []string
	for j := first; j <= last; j++ {
		if sc.words[j].form != "-" {
			low = append(low, sc.words[j].pieces...)
		}
	}
	if len(low) == 0 {
		return -1
	}
	if e, ok := b.byKey["name:"+strings.Join(low, " ")]; ok {
		return e
	}
	lastWord := low[len(low)-1]
	if first == last || len(low) <= 2 && particles[low[0]] {
		if e, ok := b.surnames[lastWord]; ok {
			return e
		}
		if k := sc.hitAt[first]; k >= 0 && sc.hits[k].first == first {
			var surname []gazetteer.Name
			for _, name := range sc.hits[k].names {
				if name.Kind != gazetteer.KindSurname {
					continue
				}
				if p := &b.r.g.People[name.Ref]; u == nil || len(u.countries) == 0 || u.countries[0] == p.Country {
					surname = append(surname, name)
				}
			}
			if len(surname) > 0 {
				if best, ok := b.bestSurname(sc, sc.hits[k], surname); ok {
					return b.personEntity(best.Ref)
				}
			}
		}
	} else if e, ok := b.surnames[lastWord]; ok && b.sameName(e, low) {
		return e
	}
	if u == nil {
		return -1
	}
	name := sc.s.SpanOf(first, last).In(b.a.Article.Text)
	e := b.entity("name:"+strings.Join(low, " "), entity{actor: entente.Actor{Name: name}, person: true, surname: lastWord})
	if _, ok := b.surnames[lastWord]; !ok {
		b.surnames[lastWord] = e
	}
	return e
}

// sameName reports whether the words may be another form of the entity's name:
// one given name of it is among them.
func (b *builder) sameName(e int, low []string) bool {
	have := strings.Fields(gazetteer.Fold(strings.ReplaceAll(b.entities[e].actor.Name, "-", " ")))
	for _, w := range low[:len(low)-1] {
		for _, v := range have {
			if w == v || len(w) <= 2 && strings.HasPrefix(v, strings.Trim(w, ".")) {
				return true
			}
		}
	}
	return false
}

// speechVerbs are the commonest verbs whose subject speaks; the list serves
// only to know a person by.
var speechVerbs = map[string]bool{
	"say": true, "tell": true, "add": true, "explain": true, "warn": true, "state": true, "announce": true, "claim": true, "argue": true, "insist": true, "write": true, "report": true,
	"deny": true, "confirm": true, "ask": true, "note": true, "reply": true, "declare": true, "suggest": true, "believe": true, "think": true, "contend": true, "assert": true, "admit": true,
	"continue": true, "relate": true, "recall": true, "acknowledge": true, "predict": true, "urge": true, "call": true, "describe": true, "tweet": true, "concede": true, "vow": true,
	"promise": true, "accuse": true, "complain": true, "remark": true, "comment": true, "reveal": true, "stress": true, "criticise": true, "criticize": true, "condemn": true, "denounce": true, "praise": true, "blame": true, "reiterate": true, "welcome": true, "reject": true, "dismiss": true, "defend": true,
	"emphasize": true, "highlight": true, "speak": true, "testify": true,
}

// speaks reports whether word i is, by the tree, the subject of a verb of speech.
func (sc *scene) speaks(i int) bool {
	t := &sc.s.Tokens[i]
	if t.BaseRel() != "nsubj" || t.Head == i {
		return false
	}
	v := &sc.s.Tokens[t.Head]
	return speechVerbs[strings.ToLower(v.Lemma)] || speechVerbs[strings.ToLower(v.Form)] || v.Form == "said" || v.Form == "told"
}

// names gives mentions to the people and organizations that no unit took, and
// to people of no table who speak or carry a title.
func (b *builder) names(sc *scene) {
	for i := 0; i < sc.len(); i++ {
		if sc.taken[i] {
			continue
		}
		if k := sc.hitAt[i]; k >= 0 && sc.hits[k].first == i {
			h := sc.hits[k]
			if name, ok := b.pick(sc, h); ok {
				switch name.Kind {
				case gazetteer.KindOrg, gazetteer.KindParty:
					first := h.first
					if sc.low(first-1) == "the" {
						first--
					}
					how := "name"
					o := &b.r.g.Orgs[name.Ref]
					if name.Seat && sc.placed(h.first) {
						b.seat(sc, h, o.Country)
						b.note(sc.index, i, o.Country)
						sc.take(h.first, h.last)
						i = h.last
						continue
					}
					if strings.HasPrefix(o.ID, "state:") {
						how = "metonym"
					}
					b.mention(b.orgEntity(name.Ref), sc.index, first, h.last, sc.headOf(h.first, h.last), how)
					b.note(sc.index, i, o.Country)
					sc.take(h.first, h.last)
					i = h.last
					continue
				case gazetteer.KindState, gazetteer.KindCapital, gazetteer.KindAdjective, gazetteer.KindPeople:
					if !sc.nameWord(i) || sc.nameRun(i) <= h.last {
						i = h.last
						continue
					}
				case gazetteer.KindPlace:
					if !sc.flatPart(h.first, h.last) {
						i = h.last
						continue
					}
				}
			}
		}
		if !sc.nameWord(i) && !(isTitle(sc.words[i].low) && sc.words[i].capital) {
			continue
		}
		i = b.loneName(sc, i)
	}
}

func (sc *scene) take(first, last int) {
	for j := first; j <= last; j++ {
		sc.taken[j] = true
	}
}

// loneName resolves the name at i that has no office beside it and returns its
// last word.
func (b *builder) loneName(sc *scene, i int) int {
	start, title := i, false
	if isTitle(sc.words[i].low) {
		title = true
		i++
		if sc.low(i) == "." {
			i++
		}
	}
	last := sc.nameRun(i)
	if last < i {
		return start
	}
	for last > i && sc.taken[last] {
		last--
	}
	how := "name"
	head := sc.headOf(start, last)
	var u *unit
	if title || last > i && (sc.speaks(head) || sc.speaks(i)) || last == i && sc.speaks(i) && sc.words[i].upos == "PROPN" {
		u = &unit{region: region{org: -1}}
	}
	e := b.personAt(sc, i, last, u)
	if e < 0 {
		return last
	}
	if title && feminine[sc.words[start].low] {
		b.entities[e].gender = 'f'
	} else if title && strings.HasPrefix(sc.words[start].low, "mr") && b.entities[e].gender == 0 {
		b.entities[e].gender = 'm'
	}
	if i == last && len(sc.words[i].pieces) > 0 && sc.words[i].pieces[0] == b.entities[e].surname {
		how = "surname"
	}
	b.mention(e, sc.index, start, last, head, how)
	b.note(sc.index, head, b.entities[e].actor.Country)
	sc.take(start, last)
	return last
}

// late finds surnames that stood before their full name, as in headlines.
func (b *builder) late(sc *scene) {
	for i := range sc.words {
		if sc.taken[i] || !sc.words[i].capital || sc.words[i].upos != "PROPN" || sc.hitAt[i] >= 0 && !sc.nameWord(i) || len(sc.words[i].pieces) == 0 {
			continue
		}
		first := i
		if i > 0 && particles[sc.low(i-1)] && !sc.words[i-1].capital && sc.s.Tokens[i].Head == i-1 && sc.s.Tokens[i].BaseRel() == "flat" { // "del Ponte" by itself
			first = i - 1
		}
		if first == i && sc.flatPart(i, i) || sc.beforeName(i) || sc.afterName(i) {
			continue
		}
		e, ok := b.surnames[sc.words[i].pieces[0]]
		if first < i && !ok {
			e, ok = b.surnames[sc.low(first)+" "+sc.words[i].pieces[0]]
		}
		if ok {
			b.mention(e, sc.index, first, i, first, "surname")
			sc.take(first, i)
		}
	}
}
