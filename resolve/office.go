package resolve

import (
	"slices"
	"strings"

	"entente/gazetteer"
)

// holder returns who holds the unit's office in a state on the article's day,
// if the article or the tables know.
func (b *builder) holder(u *unit, country string) int {
	leader := u.Lemma == "leader" || u.Lemma == "ruler" || u.Lemma == "strongman" || u.Lemma == "dictator"
	if u.Rank == "" && !leader || u.Rank == "envoy" || u.Rank == "deputy" {
		return -1
	}
	offices := []string{u.Lemma}
	switch {
	case leader:
		offices = nil
	case u.Lemma == "premier" || u.Lemma == "chancellor" || u.Lemma == "taoiseach":
		offices = []string{u.Lemma, "prime minister"}
	case u.Rank == "head":
		offices = []string{u.Lemma, "de facto ruler"}
	case u.Lemma == "foreign minister" || u.Lemma == "foreign secretary" || u.Lemma == "secretary of state":
		offices = []string{"foreign minister", "foreign secretary", "secretary of state"}
	case strings.HasPrefix(u.Lemma, "defence ") || strings.HasPrefix(u.Lemma, "defense ") || u.Lemma == "secretary of defense":
		offices = []string{"defence minister", "defence secretary", "secretary of defense"}
	}
	found := b.r.g.Holders(country, b.day, offices...)
	if leader {
		found = b.r.g.Leader(country, b.day)
	}
	for _, ref := range found {
		if e, ok := b.byKey[b.r.g.People[ref].ID]; ok && len(b.entities[e].actor.Mentions) > 0 {
			return e
		}
	}
	if len(found) == 1 {
		return b.personEntity(found[0])
	}
	// Somebody of no table whom the text has called so.
	for e := len(b.entities) - 1; e >= 0; e-- {
		ent := &b.entities[e]
		if ent.person && ent.actor.Country == country && ent.actor.Role != "" && strings.HasPrefix(gazetteer.Fold(ent.actor.Role), u.Lemma) && !ent.actor.Former {
			return e
		}
	}
	return -1
}

// call notes that the text calls somebody by the office of a unit.
func (b *builder) call(e int, u *unit) {
	ent := &b.entities[e]
	if u.Kind == "person" && !u.Plural && !u.former && !slices.Contains(ent.offices, u.Lemma) {
		ent.offices, ent.rank = append(ent.offices, u.Lemma), u.Rank
	}
}

// called returns whom a definite office without a land and a name means: "the minister", after
// "Kenya's interior minister, Paul Otieno". It is who was last called so; of two in one sentence the
// subject. Those who hold no rank ("the officer") are known by it for four sentences only.
func (b *builder) called(sc *scene, u *unit) int {
	if u.Kind != "person" || u.Plural || u.former || u.org >= 0 || u.possessive >= 0 || u.full != u.end || len(u.countries) > 0 || sc.low(u.start) != "the" || sc.abroad(u) {
		return -1
	}
	best, bestAt := -1, -1
	for e := range b.entities {
		ent := &b.entities[e]
		if !ent.person || ent.actor.Former || !slices.ContainsFunc(ent.offices, func(o string) bool { return answersOffice(o, u.Lemma) }) {
			continue
		}
		for _, m := range ent.actor.Mentions {
			if m.Sentence > sc.index || m.Sentence == sc.index && m.First >= u.start || u.Rank == "" && m.Sentence < sc.index-4 {
				continue
			}
			at := 3 * m.Sentence
			if t := &b.a.Sentences[m.Sentence].Tokens[m.Head]; t.BaseRel() == "nsubj" {
				at++
				if b.a.Sentences[m.Sentence].Tokens[t.Head].Rel == "root" {
					at++
				}
			}
			if at >= bestAt {
				best, bestAt = e, at
			}
		}
	}
	return best
}

// calledTogether returns whom a bare definite plural means that stood with more words before:
// "the ministers", after "the foreign ministers of ASEAN".
func (b *builder) calledTogether(sc *scene, u *unit) int {
	if u.Kind != "person" || !u.Plural || u.former || u.org >= 0 || u.possessive >= 0 || u.full != u.end || len(u.countries) > 0 || u.end != u.start+1 || sc.low(u.start) != "the" || u.Rank == "" {
		return -1
	}
	best, at := -1, -1
	for e := range b.entities {
		ent := &b.entities[e]
		if ent.person || !ent.actor.Group || !strings.HasSuffix(strings.ToLower(ent.actor.Name), " "+sc.low(u.end)) {
			continue
		}
		for _, m := range ent.actor.Mentions {
			if m.Sentence < sc.index && m.Sentence > at && m.Last > m.First+1 {
				best, at = e, m.Sentence
			}
		}
	}
	return best
}

// answersOffice reports whether who holds an office may be called by a shorter word: a foreign
// minister is "the minister". A deputy is not called what his chief is.
func answersOffice(office, called string) bool {
	if office == called {
		return true
	}
	before, ok := strings.CutSuffix(office, " "+called)
	return ok && !slices.ContainsFunc(strings.Fields(before), func(w string) bool { return lesser[w] })
}

// lesser are the words before an office that make it another one.
var lesser = map[string]bool{"deputy": true, "vice": true, "assistant": true, "under": true, "prime": true, "chief": true, "former": true, "shadow": true, "acting": true}

// sole reports whether a land has one of whoever is only known by an office.
func (ent *entity) sole() bool {
	switch ent.rank {
	case "head", "premier":
		return true
	case "minister":
		of := strings.Fields(ent.offices[0])
		return len(of) > 1 && !slices.ContainsFunc(of, func(w string) bool { return lesser[w] || w == "junior" || w == "cabinet" })
	}
	return false
}

// offices joins "the Ugandan president" of one sentence with "the president of Uganda, Moses
// Kato" of a later one.
func (b *builder) offices() {
	for e := range b.entities {
		ent := &b.entities[e]
		if !ent.person || ent.actor.Country == "" || ent.actor.Former || ent.surname != "" || len(ent.actor.Mentions) == 0 || len(ent.offices) != 1 || !ent.sole() {
			continue
		}
		for full := range b.entities {
			other := &b.entities[full]
			if full != e && other.surname != "" && other.actor.Country == ent.actor.Country && !other.actor.Former && len(other.actor.Mentions) > 0 &&
				slices.Contains(other.offices, ent.offices[0]) {
				b.join(e, full)
				break
			}
		}
	}
}
