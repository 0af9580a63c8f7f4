package resolve

import (
	"slices"
	"strings"

	"entente"
	"entente/gazetteer"
)

// merge joins the people whom the text first names by surname only with the
// fuller name that comes later: "Trump" in a headline, then "Donald Trump". Two
// full names stay apart, and so do people of different countries. Heuristic: of
// two brothers named in full, a bare surname goes to the one named first.
func (b *builder) merge() {
	for short := range b.entities {
		ent := &b.entities[short]
		low := bare(ent.actor.Name)
		if len(ent.actor.Mentions) == 0 || ent.actor.Entity != "" || !b.bareName(ent) && !b.regnal(ent, low) {
			continue
		}
		for long := range b.entities {
			full := &b.entities[long]
			if long == short || !full.person || len(full.actor.Mentions) == 0 || !b.answersTo(full, low) {
				continue
			}
			if ent.actor.Country != "" && full.actor.Country != "" && ent.actor.Country != full.actor.Country {
				continue
			}
			b.join(short, long)
			break
		}
	}
}

// regnal reports whether a name of two words is that of a ruler or pope whom the text also
// names with a numeral: "John Paul" of "John Paul II".
func (b *builder) regnal(ent *entity, low string) bool {
	return !ent.plural && !ent.actor.Group && strings.Contains(low, " ") && slices.ContainsFunc(b.entities, func(full entity) bool {
		return full.person && len(full.actor.Mentions) > 0 && numbered(bare(full.actor.Name), low)
	})
}

// numbered reports whether a name is another with a Roman numeral behind it.
func numbered(name, low string) bool {
	numeral, ok := strings.CutPrefix(name, low+" ")
	return ok && numeral != "" && strings.Trim(numeral, "ivx") == ""
}

// bareName reports whether an entity is known by one word only and may be a
// person.
func (b *builder) bareName(ent *entity) bool {
	if ent.state || ent.plural || ent.actor.Group || !ent.person && ent.actor.Sector != "UNK" {
		return false
	}
	low := bare(ent.actor.Name)
	return low != "" && !strings.Contains(low, " ")
}

// bare is a folded name without titles.
func bare(name string) string {
	words := strings.Fields(gazetteer.Fold(name))
	for len(words) > 0 && (isTitle(words[0]) || words[0] == "the") {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// answersTo reports whether a person named in full has that surname.
func (b *builder) answersTo(full *entity, low string) bool {
	name := bare(full.actor.Name)
	if !strings.Contains(name, " ") {
		return false
	}
	if numbered(name, low) {
		return true
	}
	return full.surname == low || strings.HasSuffix(name, " "+low)
}

// join moves the mentions and what the text said of one entity to another.
func (b *builder) join(from, to int) {
	src, dst := &b.entities[from], &b.entities[to]
	dst.actor.Mentions = append(dst.actor.Mentions, src.actor.Mentions...)
	src.actor.Mentions = nil
	if dst.actor.Country == "" {
		dst.actor.Country = src.actor.Country
	}
	if dst.actor.Sector == "" || dst.actor.Sector == "UNK" {
		if src.actor.Sector != "" {
			dst.actor.Sector = src.actor.Sector
		}
	}
	if dst.actor.Role == "" {
		dst.actor.Role = src.actor.Role
	}
	if dst.gender == 0 {
		dst.gender = src.gender
	}
	for key, e := range b.byKey { // order does not matter: every entry is set alone
		if e == from {
			b.byKey[key] = to
		}
	}
	for low, e := range b.surnames {
		if e == from {
			b.surnames[low] = to
		}
	}
}

// tenures lets former leaders act for their state where a sentence about them
// speaks of a day on which they were in office.
func (b *builder) tenures() {
	for e := range b.entities {
		actor := &b.entities[e].actor
		if !actor.Former || actor.Sector != "ELI" || !strings.HasPrefix(actor.Entity, "leader:") {
			continue
		}
		at := slices.IndexFunc(b.r.g.People, func(p gazetteer.Person) bool { return p.ID == actor.Entity })
		if at < 0 {
			continue
		}
		p := &b.r.g.People[at]
		for _, m := range actor.Mentions {
			for _, d := range b.a.Dates {
				if d.Sentence != m.Sentence || d.Duration {
					continue
				}
				if t, ok := termIn(p, d.Date.From, d.Date.To); ok {
					actor.Sector, actor.Role = t.Sector, t.Office
				}
			}
		}
	}
}

// termIn returns the term that overlaps the days from..to.
func termIn(p *gazetteer.Person, from, to entente.Day) (gazetteer.Term, bool) {
	if from.IsZero() && to.IsZero() {
		return gazetteer.Term{}, false
	}
	if from.IsZero() {
		from = to
	}
	if to.IsZero() {
		to = from
	}
	for _, t := range p.Terms {
		if !to.Before(t.From) && (t.To.IsZero() || !t.To.Before(from)) {
			return t, true
		}
	}
	return gazetteer.Term{}, false
}
