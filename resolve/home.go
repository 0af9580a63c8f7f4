package resolve

import (
	"strconv"
	"strings"

	"entente"
	"entente/gazetteer"
)

// homes gives those who are known by a role alone, and to whom nothing gave a country,
// that of the place in their sentence, else of the dateline, else of the land that a
// longer article speaks of far more than of others.
func (b *builder) homes() {
	b.peoples()
	for e := range b.entities {
		ent := &b.entities[e]
		unknown := ent.stranger && ent.actor.Sector == "UNK" && !ent.actor.Group || ent.person && ent.actor.Entity == ""
		if !ent.local && !unknown || ent.actor.Country != "" || ent.actor.Sector == "IGO" || strings.Contains(strings.ToLower(ent.actor.Role), "diplomat") || len(ent.actor.Mentions) == 0 {
			continue
		}
		if !ent.local && !(ent.person && ent.actor.Sector != "UNK" && ent.actor.Sector != "") && !b.human(ent) {
			continue
		}
		first := &ent.actor.Mentions[0]
		for _, ev := range b.evidence { // "Dane Jens Holm"
			if ev.sentence == first.Sentence && ev.token == first.First-1 {
				ent.actor.Country = ev.country
			}
		}
		if ent.actor.Country == "" && ent.actor.Sector == "REB" && strings.HasPrefix(strings.ToLower(first.Text), "the ") {
			ent.actor.Country = b.rebelsBefore(first)
		}
		if ent.actor.Country == "" {
			ent.actor.Country = b.home(first.Sentence)
		}
		if ent.actor.Country == "VAT" && !churchly(first.Text) {
			ent.actor.Country = ""
		}
		if ent.actor.Country == "" && ent.local && strings.HasPrefix(strings.ToLower(first.Text), "the ") {
			switch ent.actor.Sector {
			case "GOV", "OPP", "JUD", "LEG", "COP", "PTY":
				ent.actor.Country = b.onlyLand()
			}
		}
		if ent.actor.Country == "" && ent.local && ent.actor.Sector == "MIL" && b.nearest(first.Sentence, first.First) != "" { // "the Chadian army said that soldiers had not fired"
			ent.actor.Country = b.onlyLand()
		}
	}
}

// rebelsBefore is the land of the rebels named last before mention m, who are "the rebels"
// of it; "" if none are.
func (b *builder) rebelsBefore(m *entente.Mention) string {
	land, at := "", -1
	for e := range b.entities {
		a := &b.entities[e].actor
		if a.Sector != "REB" || a.Country == "" {
			continue
		}
		for _, o := range a.Mentions {
			if o.Sentence < m.Sentence && m.Sentence-o.Sentence <= reachOfSides && o.Sentence > at {
				land, at = a.Country, o.Sentence
			}
		}
	}
	return land
}

// hosts names the state of the dateline by it, where people of that land act and nothing
// else names it: they protest to somebody.
func (b *builder) hosts() {
	d := b.a.Article.Dateline
	if d == nil || d.Country == "" {
		return
	}
	home := false
	for e := range b.entities {
		a := &b.entities[e].actor
		if len(a.Mentions) == 0 || a.Country != d.Country {
			continue
		}
		if b.entities[e].state {
			return
		}
		home = home || b.entities[e].local
	}
	if home {
		a := &b.entities[b.stateEntity(d.Country)].actor
		a.Mentions = append(a.Mentions, entente.Mention{Span: d.Span, Text: d.Text, How: "dateline", Sentence: -1, First: -1, Last: -1, Head: -1})
	}
}

// abroadKin are the peoples that an article on a region means by their bare name: of the
// Albanians, those of Kosovo.
var abroadKin = map[string][]string{"ALB": {"XKX", "MKD"}}

// kin turns the name of a people, "Albanians" or "ethnic Albanian", into that of its region
// where the article names the region more often than the people's own state.
func (b *builder) kin(name gazetteer.Name) gazetteer.Name {
	if name.Kind != gazetteer.KindAdjective && name.Kind != gazetteer.KindPeople {
		return name
	}
	code := b.r.g.States[name.Ref].Code
	for _, region := range abroadKin[code] {
		if b.byName[region] > b.byName[code] {
			name.Ref = b.r.g.Index(region)
			break
		}
	}
	return name
}

// churchly reports whether words name people or bodies of the Church: nobody else is at
// home in the Vatican.
func churchly(text string) bool {
	for _, word := range strings.Fields(strings.ToLower(text)) {
		switch strings.TrimSuffix(word, "s") {
		case "cardinal", "bishop", "archbishop", "priest", "nun", "monk", "monsignor", "prelate", "church", "catholic", "clergy", "clergymen", "clergyman", "curia", "nuncio", "pope", "pontiff", "guard":
			return true
		}
	}
	return false
}

// peoples gives a people without a state of its own the land that an adjective says it
// lives in, "Iraqi Kurds", and those who are named with it in that sentence the same:
// "Iraqi Kurds and Turkmens". Heuristic: an article on the Kurds of two lands gives all
// to the first.
func (b *builder) peoples() {
	landless := func(e int) bool {
		a := &b.entities[e].actor
		return a.Country == "" && (a.Sector == "CVL" || a.Sector == "REB" || a.Sector == "UNK") && a.Group
	}
	for e := range b.entities {
		if !landless(e) || !strings.HasPrefix(b.entities[e].actor.Entity, "org:") {
			continue
		}
		for _, m := range b.entities[e].actor.Mentions {
			for _, ev := range b.evidence {
				if ev.sentence != m.Sentence || ev.token != m.First-1 {
					continue
				}
				b.entities[e].actor.Country = ev.country
				for o := range b.entities {
					if ms := b.entities[o].actor.Mentions; landless(o) && len(ms) > 0 && ms[0].Sentence == m.Sentence && ms[0].First > m.First {
						b.entities[o].actor.Country = ev.country
					}
				}
			}
		}
	}
}

// home is the land that people of a sentence without a land of their own are of.
func (b *builder) home(sentence int) string {
	here := ""
	for k := range b.places {
		p := &b.places[k]
		if p.Sentence != sentence || p.Place.Country == "" || meetingTowns[p.Place.Name] {
			continue
		}
		if here != "" && here != p.Place.Country {
			here = ""
			break
		}
		here = p.Place.Country
	}
	if here != "" {
		return here
	}
	if land := b.ground(sentence); land != "" {
		return land
	}
	if len(b.a.Sentences) < 4 {
		return ""
	}
	return b.dominant()
}

// onlyLand is the one land that an article names, "" if it names none or more.
func (b *builder) onlyLand() string {
	land := ""
	for _, ev := range b.evidence {
		if land != "" && ev.country != land {
			return ""
		}
		land = ev.country
	}
	return land
}

// crowds makes people of the land of bare numbers that act or suffer: "Thousands turned
// out", "dozens were arrested", "at least 30 were killed".
func (b *builder) crowds(sc *scene) {
	for i := range sc.s.Tokens {
		tok := &sc.s.Tokens[i]
		count := multitudes[sc.words[i].low] && tok.BaseRel() == "nsubj" || tok.UPOS == "NUM" && tok.Rel == "nsubj:pass"
		if !count || sc.taken[i] || len(sc.s.Children(i, "nmod", "acl:relcl", "cop")) > 0 {
			continue
		}
		if _, n, _, _ := sc.pairAt(i); n == i { // "the four" that were named
			continue
		}
		name := strings.ToLower(tok.Form)
		e := b.entity("crowd:"+name+"/"+strconv.Itoa(sc.index), entity{
			local:  true,
			plural: true,
			actor:  entente.Actor{Name: name, Sector: "CVL", Group: true},
		})
		b.mention(e, sc.index, i, i, i, "number")
		sc.take(i, i)
	}
}

// multitudes are the numbers that stand for people by themselves.
var multitudes = map[string]bool{"thousands": true, "hundreds": true, "dozens": true, "scores": true}
