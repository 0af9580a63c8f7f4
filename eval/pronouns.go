package eval

import (
	"strings"

	"entente"
	"entente/conllu"
	"entente/pipeline"
)

// pronouns of the third person, which an actor may stand behind.
const pronouns = " he him his she her hers it its they them their theirs "

// scorePronouns counts, of the pronouns of a treebank that marks entities, those to
// which the resolver gives an actor, and of these those where some named mention of
// that actor is a mention of the pronoun's gold entity. Pronouns for things that are
// no actors count among the first, since only some of them can be told apart.
func scorePronouns(who pipeline.Resolver, got []entente.Sentence, doc *conllu.Doc) []Score {
	given, right, all := 0, 0, 0
	from := 0
	for _, sents := range doc.Documents() {
		to := from + len(sents)
		a := &entente.Analysis{Article: &entente.Article{Text: doc.Text}, Sentences: got[from:to]}
		cast := who.Resolve(a)
		gold := map[spot]int{}
		for k, entity := range goldEntities(doc, from, to) {
			for _, m := range entity {
				gold[spot{m.at.sentence - from, m.at.token}] = k + 1
			}
		}
		for i := range a.Sentences {
			for j := range a.Sentences[i].Tokens {
				if !strings.Contains(pronouns, " "+strings.ToLower(a.Sentences[i].Tokens[j].Form)+" ") {
					continue
				}
				all++
				refs := cast.At(i, j)
				if len(refs) == 0 {
					continue
				}
				given++
				if meant(&cast, refs, gold, gold[spot{i, j}]) {
					right++
				}
			}
		}
		from = to
	}
	return []Score{Ratio("pronouns with an actor", given, all), Ratio("and the right one", right, given)}
}

// meant reports whether one of the actors has a mention, other than pronouns, of the
// gold entity.
func meant(cast *entente.Cast, refs []entente.ActorRef, gold map[spot]int, entity int) bool {
	for _, ref := range refs {
		for _, m := range cast.Actor(ref).Mentions {
			if m.How != "pronoun" && entity != 0 && gold[spot{m.Sentence, m.Head}] == entity {
				return true
			}
		}
	}
	return false
}
