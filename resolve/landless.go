package resolve

import (
	"slices"
	"strings"

	"entente/gazetteer"
)

// seated is the body above states that "a spokesman in Brussels" speaks for, where the article
// names one that sits there and not the land; else -1.
func (b *builder) seated(sc *scene, u *unit) int {
	if sc.low(u.end+1) != "in" || u.org >= 0 || len(u.countries) > 0 || !strings.HasPrefix(u.Lemma, "spokes") && u.Lemma != "official" || u.end+2 >= sc.len() || sc.hitAt[u.end+2] < 0 {
		return -1
	}
	for _, name := range sc.hits[sc.hitAt[u.end+2]].names {
		if name.Kind != gazetteer.KindOrg || !name.Seat || b.r.g.Orgs[name.Ref].Country != "" {
			continue
		}
		if _, named := b.byKey[b.r.g.Orgs[name.Ref].ID]; named {
			return name.Ref
		}
	}
	return -1
}

// unlocated gives a unit whose words name no land that of the only state with such an office,
// or of the group of which it is said to be, "the movement's spokesman", as named last before.
func (b *builder) unlocated(sc *scene, u *unit) {
	if len(u.countries) > 0 || u.org >= 0 || u.possessive >= 0 || u.Kind != "person" {
		return
	}
	if land := soleOffices[u.Lemma]; land != "" && (b.a.Article.Dateline == nil || b.a.Article.Dateline.Country != "VAT") {
		u.countries = []string{land}
		return
	}
	for j := u.start; j < u.first; j++ {
		sectors := kinds[sc.low(j)]
		if sectors == nil || sc.low(j+1) != "'s" && sc.low(j+1) != "’s" {
			continue
		}
		at := -1
		for e := range b.entities {
			a := &b.entities[e].actor
			if !a.Group && a.Entity == "" || !slices.Contains(sectors, a.Sector) || a.Country == "" {
				continue
			}
			for _, m := range a.Mentions {
				if m.Sentence >= sc.index-2*reachOfSides && m.Sentence > at {
					at, u.countries, u.sector = m.Sentence, []string{a.Country}, a.Sector
				}
			}
		}
	}
}
