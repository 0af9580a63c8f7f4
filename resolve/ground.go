package resolve

import (
	"entente"
	"entente/gazetteer"
)

// ground is the land of those in a sentence to whom the text gives none: that of the place
// which opens their paragraph, "In Accra, the government …", else that of the dateline,
// unless the report is of another land and only written there.
func (b *builder) ground(sentence int) string {
	if land := b.opens[b.a.Sentences[sentence].Paragraph]; land != "" {
		return land
	}
	d := b.a.Article.Dateline
	if d == nil || d.Country == "" {
		return ""
	}
	if meetingTowns[d.Name] && !b.spoken[d.Country] {
		return ""
	}
	code := b.subject()
	land := b.landOf(code)
	times := abroadTimes
	if b.lead[land] && !b.lead[d.Country] {
		times-- // it opens with that land, not with where it was written
	}
	if code != "" && b.byName[code] >= max(times*b.byName[d.Country], abroadTimes) && b.lands[land] > b.lands[d.Country] {
		return land
	}
	return d.Country
}

// abroadTimes is how much oftener than the land of its dateline, and how often, a report names
// another land that it is about.
const abroadTimes = 3

// subject is the state that an article names more often than any other, by its name or its
// capital and not by the adjective of a people that may live elsewhere; "" if two are named
// as often.
func (b *builder) subject() string {
	best, n := "", 0
	for code, k := range b.byName {
		switch {
		case k > n:
			best, n = code, k
		case k == n:
			best = ""
		}
	}
	return best
}

// opening notes the land of a place that opens a paragraph: "In Accra, …", "In the Ghanaian
// capital".
func (b *builder) opening(sc *scene) {
	p := sc.s.Paragraph
	if sc.s.Zone != entente.ZoneBody || b.begun[p] {
		return
	}
	b.begun[p] = true
	if sc.low(0) != "in" && sc.low(0) != "at" {
		return
	}
	for _, h := range sc.hits {
		if h.first != 1 || sc.low(h.last+1) != "," {
			continue
		}
		for _, name := range h.names {
			if name.Kind == gazetteer.KindCapital && !meetingTowns[sc.s.SpanOf(h.first, h.last).In(b.a.Article.Text)] {
				b.opens[p] = b.countryOf(&b.r.g.States[name.Ref])
				return
			}
		}
	}
}
