package resolve

import (
	"cmp"
	"slices"
	"strings"

	"entente/gazetteer"
)

// person finds somebody of the tables in the head region.
func (p *phrase) person(start int) (Answer, bool) {
	type found struct {
		ref, score int
		why        string
	}
	var list []found
	countries := p.countries(0, len(p.words))
	for _, h := range p.hits {
		if h.first < start || h.first >= p.end && p.words[p.end-1+btoi(p.end == 0)].low != "," && !p.afterComma(h.first) {
			continue
		}
		for _, name := range h.names {
			full := name.Kind == gazetteer.KindPerson
			if !full && name.Kind != gazetteer.KindSurname {
				continue
			}
			pe := &p.r.g.People[name.Ref]
			score := 0
			if full {
				score = 20
				if p.strangers(h, nil) > 1 || p.longer(h) {
					continue
				}
			} else {
				n := p.strangers(h, pe)
				titled := p.titledAt(h.first)
				if n > 0 || name.Guarded && !titled && !p.givenOf(h, pe) {
					continue
				}
				if p.givenOf(h, pe) {
					score = 15
				}
				if p.wholeOther(h) {
					continue
				}
			}
			if len(countries) > 0 {
				if slices.Contains(countries, pe.Country) {
					score += 10
				} else {
					score -= 12
				}
			}
			if p.context[pe.Country] {
				score += 5
			}
			if _, in := pe.At(p.on); in {
				score += 8
				if great[pe.Country] {
					score++
				}
			} else if pe.Near(p.on, 12) {
				score += 3
			} else if !full && !p.givenOf(h, pe) {
				continue
			}
			why := "surname"
			if full {
				why = "name"
			}
			if score >= 0 {
				list = append(list, found{name.Ref, score, why})
			}
		}
	}
	if len(list) == 0 {
		return Answer{}, false
	}
	slices.SortStableFunc(list, func(x, y found) int { return cmp.Or(y.score-x.score, x.ref-y.ref) })
	if list[0].why == "surname" && len(list) > 1 && list[0].score == list[1].score && list[0].score < 12 && list[0].ref != list[1].ref {
		if list[0].score < 8 { // nobody in office: too many to choose from
			return Answer{}, false
		}
	}
	pe := &p.r.g.People[list[0].ref]
	sector, _, _ := p.r.standing(pe, p.on)
	if p.former(start) && sector == "GOV" {
		if _, in := pe.At(p.on); !in || p.on.IsZero() {
			sector = "ELI"
		}
	}
	country := pe.Country
	if country == "" && sector == "IGO" {
		country = "IGO"
	}
	a := Answer{Country: country, Sector: string(sector), Entity: pe.ID, Name: pe.Name, How: list[0].why}
	for _, f := range list[1:] {
		o := &p.r.g.People[f.ref]
		if f.ref != list[0].ref && len(a.Candidates) < 5 {
			s, _, _ := p.r.standing(o, p.on)
			a.Candidates = append(a.Candidates, Candidate{o.Name, o.Country, string(s), o.ID, f.why})
		}
	}
	return a, true
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// afterComma reports whether word i starts an apposition to the head: "the
// president, X".
func (p *phrase) afterComma(i int) bool { return i > 0 && p.words[i-1].low == "," }

// strangers counts the capitalised words beside a name that neither the tables
// nor the person's own names explain: a surname with a stranger's given name
// is somebody else.
func (p *phrase) strangers(h hit, pe *gazetteer.Person) int {
	n := 0
	own := map[string]bool{}
	if pe != nil {
		for _, w := range strings.Fields(gazetteer.Fold(pe.Name)) {
			own[strings.Trim(w, ".")] = true
		}
	}
	for _, dir := range []int{-1, 1} {
		i := h.first - 1
		if dir > 0 {
			i = h.last + 1
		}
		for ; i >= 0 && i < len(p.words); i += dir {
			w := p.words[i]
			if !w.capital || len(w.pieces) == 0 || p.inRole(i) || isTitle(w.low) {
				break
			}
			if o, ok := p.hitAt(i); ok && !(len(o.names) == 1 && o.names[0].Kind == gazetteer.KindSurname) && p.landHit(o) {
				break
			}
			if own[strings.Trim(w.low, ".")] || len(strings.Trim(w.form, ".")) <= 2 && pe != nil && p.initial(w, pe) {
				continue
			}
			if pe != nil && p.givenOf(h, pe) { // a middle name
				continue
			}
			n++
		}
	}
	return n
}

// longer reports whether a strange capitalised word follows a full name at once:
// "Juan Carlos Jobet" is not Juan Carlos.
func (p *phrase) longer(h hit) bool {
	i := h.last + 1
	if i >= len(p.words) || !p.words[i].capital || p.inRole(i) || len(p.words[i].pieces) == 0 || p.words[i].pieces[0] == "'s" {
		return false
	}
	_, ok := p.hitAt(i)
	return !ok
}

func (p *phrase) landHit(h hit) bool {
	for _, name := range h.names {
		switch name.Kind {
		case gazetteer.KindState, gazetteer.KindAdjective, gazetteer.KindCapital, gazetteer.KindOrg, gazetteer.KindPeople:
			return true
		}
	}
	return false
}

func (p *phrase) inRole(i int) bool {
	for _, ro := range p.roles {
		if ro.first <= i && i <= ro.last {
			return true
		}
	}
	return false
}

// initial reports whether w is an initial of one of the person's given names.
func (p *phrase) initial(w word, pe *gazetteer.Person) bool {
	c := strings.Trim(w.low, ".")
	for _, name := range append([]string{pe.Name}, pe.Aliases...) {
		for _, part := range strings.Fields(gazetteer.Fold(name)) {
			if c != "" && strings.HasPrefix(part, c[:1]) {
				return true
			}
		}
	}
	return false
}

// givenOf reports whether the person's first name stands in the words before
// the surname, or all words before it are fitting initials.
func (p *phrase) givenOf(h hit, pe *gazetteer.Person) bool {
	names := strings.Fields(gazetteer.Fold(pe.Name))
	if len(names) < 2 || h.first == 0 {
		return false
	}
	initials := 0
	for i := h.first - 1; i >= 0 && p.words[i].capital && i >= h.first-4; i-- {
		w := strings.Trim(p.words[i].low, ".")
		if w == names[0] {
			return true
		}
		if len(w) == 1 {
			if !p.initial(p.words[i], pe) {
				return false
			}
			initials++
		}
	}
	return initials > 0
}

// wholeOther reports whether a bare surname is a city or state as well, and the
// phrase says nothing else.
func (p *phrase) wholeOther(h hit) bool {
	if p.titledAt(h.first) {
		return false
	}
	for _, name := range h.names {
		switch name.Kind {
		case gazetteer.KindState, gazetteer.KindCapital, gazetteer.KindOrg, gazetteer.KindAdjective, gazetteer.KindPlace:
			return true
		}
	}
	return false
}

func (p *phrase) titledAt(i int) bool {
	if i == 0 {
		return false
	}
	return isTitle(p.words[i-1].low) || p.inRole(i-1)
}
