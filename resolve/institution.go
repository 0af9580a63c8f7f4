package resolve

import (
	"slices"
	"strings"

	"entente"
	"entente/gazetteer"
)

// orgNouns are what an organization is called once its name has stood.
var orgNouns = map[string]bool{
	"agency": true, "council": true, "commission": true, "organization": true, "organisation": true, "bloc": true, "alliance": true, "committee": true, "tribunal": true,
	"fund": true, "institute": true, "union": true, "bank": true, "federation": true, "association": true, "movement": true, "newspaper": true, "company": true, "watchdog": true,
	"congress": true, "parliament": true, "senate": true, "embassy": true, "ministry": true, "court": true, "department": true, "party": true, "league": true, "assembly": true, "community": true,
}

// orgNames are the nouns that stand for an organization whose name lacks them.
var orgNames = map[string]string{
	"bloc": "union", "community": "union", "alliance": "nato", "watchdog": "agency", "organisation": "organization",
}

// institution resolves "the agency" or "Congress" to the organization of that
// name of the five sentences before, if its name holds the noun.
func (b *builder) institution(sc *scene, i int) {
	first, n := i, i+1
	switch {
	case sc.low(i) == "the":
	case sc.words[i].capital && (sc.low(i) == "congress" || sc.low(i) == "parliament") && (i == 0 || sc.low(i-1) != "the" && sc.words[i-1].upos != "ADJ" && sc.words[i-1].upos != "PROPN"):
		n = i
	default:
		return
	}
	low := sc.low(n)
	if low == "community" && !sc.words[n].capital {
		return
	}
	sectors := kinds[low]
	if !orgNouns[low] && sectors == nil || n+1 < sc.len() && (sc.words[n+1].upos == "NOUN" || sc.words[n+1].upos == "PROPN" || sc.low(n+1) == "of") {
		return
	}
	for e := range b.entities {
		for _, m := range b.entities[e].actor.Mentions {
			if m.Sentence == sc.index && m.Head == n && m.How != "role" && m.How != "context" {
				return
			}
		}
	}
	reach := 5
	if sc.words[n].capital && n > 1 { // "the Community" is that of the whole report
		reach = sc.index
	}
	best, at := -1, -1
	for e := range b.entities {
		ent := &b.entities[e]
		if ent.person || ent.state {
			continue
		}
		name := gazetteer.Fold(ent.actor.Name)
		byName := hasWord(name, low) || orgNames[low] != "" && hasWord(name, orgNames[low])
		if byKind := strings.HasPrefix(ent.actor.Entity, "org:") && slices.Contains(sectors, ent.actor.Sector); !byName && !byKind {
			continue
		}
		for _, m := range ent.actor.Mentions {
			if m.Sentence < sc.index-reach || m.Sentence > sc.index || m.Sentence == sc.index && m.First >= i || m.How == "context" || m.How == "role" {
				continue
			}
			if m.Sentence > at {
				best, at = e, m.Sentence
			}
		}
	}
	if best < 0 {
		return
	}
	b.drop(sc.index, n)
	b.mention(best, sc.index, first, n, n, "nominal")
}

// kinds are the sectors of the organizations that a plain noun may stand for, once one has
// been named, whatever its name is: "the group" of the Tupamaros.
var kinds = map[string][]entente.Sector{
	"group": {"REB", "NGO", "OPP", "CRM"}, "organization": {"REB", "NGO", "OPP"}, "organisation": {"REB", "NGO", "OPP"}, "movement": {"REB", "OPP", "PTY"},
	"militia": {"REB"}, "faction": {"REB", "OPP", "PTY"}, "guerrillas": {"REB"}, "rebels": {"REB"}, "insurgents": {"REB"}, "party": {"PTY", "OPP"}, "front": {"REB", "OPP", "PTY"}, "union": {"LAB"}, "opposition": {"OPP"}, "cartel": {"CRM"}, "gang": {"CRM"},
}

// addressed are verbs whose object is somebody and no town.
var addressed = map[string]bool{
	"accuse": true, "blame": true, "criticise": true, "criticize": true, "warn": true, "urge": true, "ask": true, "tell": true, "thank": true, "defy": true, "denounce": true, "condemn": true,
	"press": true, "persuade": true, "inform": true, "notify": true, "assure": true, "remind": true, "sue": true, "anger": true, "infuriate": true, "alarm": true, "offend": true,
}

// partakes reports whether a name stands where somebody acts or is spoken to, and no town:
// "Brussels fined", "London and Brussels resumed", "accused Brussels", "talks with Brussels".
func (sc *scene) partakes(h hit) bool {
	head := sc.headOf(h.first, h.last)
	tok := &sc.s.Tokens[head]
	if tok.Rel == "conj" && sc.s.Tokens[tok.Head].Rel == "nsubj" || sc.acts(h) {
		return true
	}
	if tok.Rel == "obj" {
		return addressed[strings.ToLower(sc.s.Tokens[tok.Head].Lemma)]
	}
	return (tok.BaseRel() == "obl" || tok.BaseRel() == "nmod") && (sc.low(h.first-1) == "by" || sc.low(h.first-1) == "with" || sc.low(h.first-1) == "against")
}
