package resolve

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/gazetteer"
)

// settle gives a unit its entity and mentions.
func (b *builder) settle(sc *scene, u *unit) {
	if u.person[0] >= 0 {
		b.settlePerson(sc, u)
		return
	}
	if (u.possessive >= 0 || u.pairAt >= 0) && len(u.countries) == 0 && u.org < 0 {
		sc.take(u.first, u.last)
		return // waits for its pronoun
	}
	b.settleNominal(sc, u, "")
}

// settlePerson joins a unit and the name that it titles.
func (b *builder) settlePerson(sc *scene, u *unit) {
	first, last := u.person[0], u.person[1]
	e := b.personAt(sc, first, last, u)
	if e < 0 {
		return
	}
	ent := &b.entities[e]
	ent.person = true
	country := ""
	if len(u.countries) > 0 {
		country = u.countries[0]
	}
	if ent.actor.Entity == "" { // of no table: what the text says counts
		if ent.actor.Country == "" {
			if country == "" && u.org < 0 && u.sector != "IGO" {
				country = b.context(sc, u)
			}
			ent.actor.Country = country
		}
		if ent.actor.Sector == "" || ent.actor.Sector == "UNK" {
			ent.actor.Sector = u.sector
			ent.actor.Former = u.former
			if u.former && (u.sector == "GOV" || u.sector == "LEG") {
				ent.actor.Sector = "ELI"
			}
		}
	}
	if ent.actor.Entity != "" && ent.actor.Country == "" && ent.actor.Sector == "" && country != "" { // chief of a body above states on other days
		ent.actor.Country, ent.actor.Sector = country, u.sector
	}
	if ent.actor.Former && ent.actor.Sector == "ELI" && !u.former && (u.Rank == "head" || u.Rank == "premier") && sc.first(u) {
		ent.actor.Sector = "GOV" // "the first prime minister to visit": of the time when they were
	}
	if ent.actor.Former && ent.actor.Sector == "ELI" && !u.former && u.Rank == "minister" && first == u.last+1 && len(ent.actor.Mentions) == 0 {
		ent.actor.Sector, ent.actor.Former = "GOV", false // a namesake of one who once held office, or the same in a new one
	}
	b.call(e, u)
	if text := b.roleText(sc, u); ent.actor.Role == "" || ent.actor.Entity != "" && !u.former && len(ent.actor.Mentions) == 0 {
		ent.actor.Role = text
	}
	switch u.Lemma {
	case "queen", "princess", "businesswoman", "spokeswoman", "congresswoman", "chairwoman", "first lady", "nun", "policewoman":
		ent.gender = 'f'
	}
	how := "name"
	if ent.actor.Entity == "" {
		how = "role+name"
	}
	switch {
	case first == u.last+1:
		b.mention(e, sc.index, u.start, last, sc.headOf(u.start, last), how)
		b.mention(e, sc.index, first, last, sc.headOf(first, last), how)
		sc.take(u.first, last)
	default:
		b.mention(e, sc.index, first, last, sc.headOf(first, last), how)
		b.mention(e, sc.index, u.start, u.end, u.top, "apposition")
		sc.take(u.first, u.last)
	}
	sc.take(first, last)
	b.takeModifiers(sc, u)
	u.entity = e
	b.note(sc.index, first, ent.actor.Country)
}

// first reports whether the unit tells of the office's time: "the first
// president to", "the then prime minister".
func (sc *scene) first(u *unit) bool {
	for j := u.start; j < u.first; j++ {
		switch sc.low(j) {
		case "first", "then", "only", "last", "second", "third":
			return true
		}
	}
	return false
}

// roleText is the office as the text gives it: "former ambassador to Britain".
func (b *builder) roleText(sc *scene, u *unit) string {
	last := u.full
	if u.full-u.end > 9 {
		last = u.end
	}
	text := strings.Join(strings.Fields(sc.s.SpanOf(u.first, last).In(b.a.Article.Text)), " ")
	if u.former && u.Lemma != "" && !strings.HasPrefix(strings.ToLower(text), "former") {
		text = "former " + text
	}
	return text
}

// takeModifiers marks the adjectives and names that only modify the unit's
// noun; a possessor keeps a mention of its own.
func (b *builder) takeModifiers(sc *scene, u *unit) {
	for j := u.start; j < u.first; j++ {
		if k := sc.hitAt[j]; k >= 0 && sc.low(sc.hits[k].last+1) != "'s" && sc.low(sc.hits[k].last+1) != "'" {
			sc.taken[j] = true
		}
	}
	for _, c := range u.countries {
		b.note(sc.index, u.start, c)
	}
}

// settleNominal gives a unit without a name its entity: the leader of a state,
// a government, an army, or a group known by its words only.
func (b *builder) settleNominal(sc *scene, u *unit, how string) {
	countries := u.countries
	if how == "" {
		how = "role"
		if len(countries) > 0 {
			how = "role+state"
		}
	}
	if e := b.calledTogether(sc, u); e >= 0 {
		b.mention(e, sc.index, u.start, u.end, u.top, "nominal")
		u.entity = e
		sc.take(u.first, u.last)
		return
	}
	if len(countries) == 0 && u.org < 0 && b.fromContext(sc, u) {
		if c := b.context(sc, u); c != "" {
			countries, how = []string{c}, "context"
		}
	}
	if u.org >= 0 && len(countries) == 0 {
		countries = []string{b.r.g.Orgs[u.org].Country}
	}
	if len(countries) == 0 {
		countries = []string{""}
	}
	if u.Kind == "body" && b.proper(sc, u) {
		b.settleOrg(sc, u, countries[0])
		return
	}
	for _, c := range slices.Compact(countries) {
		e := -1
		if u.Kind == "person" && u.Plural && len(countries) > 1 && c != "" && (u.Rank == "head" || u.Rank == "premier" || u.Rank == "minister") {
			e = b.holder(u, c) // "the presidents of Peru and Ecuador"
		}
		if e < 0 {
			e = b.nominal(sc, u, c)
		}
		if e < 0 {
			continue
		}
		b.mention(e, sc.index, u.start, u.end, u.top, how)
		u.entity = e
	}
	sc.take(u.first, u.last)
	b.takeModifiers(sc, u)
}

// nominal returns the entity that a unit of a country means.
func (b *builder) nominal(sc *scene, u *unit, country string) int {
	if e := b.namedAfter(sc, u); e >= 0 {
		return e
	}
	if country == "" {
		country = soleOffices[u.Lemma]
	}
	known := country != ""
	if !known {
		if e := b.called(sc, u); e >= 0 {
			return e
		}
	}
	switch {
	case u.Kind == "person" && !u.Plural && known && !u.former && u.org < 0:
		if e := b.holder(u, country); e >= 0 {
			return e
		}
	case u.Kind == "body" && known && !u.former:
		switch u.sector {
		case "GOV":
			switch u.Lemma {
			case "government", "administration", "regime", "authorities", "leadership", "cabinet", "central government", "federal government", "national government", "state", "presidency", "council of ministers", "executive":
				if !sc.subnational(u) {
					return b.stateEntity(country)
				}
			}
		case "MIL", "COP", "SPY", "LEG", "MED", "JUD", "OPP":
			if u.org < 0 && (u.first == u.last || len(u.Lemma) < 14) {
				return b.sectorEntity(country, u.sector)
			}
		}
	case u.Kind == "crowd" && known:
		return b.sectorEntity(country, "MIL")
	case u.Plural && known && (u.sector == "REB" || u.sector == "MIL" || u.sector == "COP" || u.Lemma == "authority") && u.org < 0:
		return b.sectorEntity(country, u.sector)
	}
	if u.org >= 0 && u.Kind != "person" {
		return b.orgEntity(u.org)
	}
	if !known && u.org < 0 && u.Kind != "crowd" && dull[u.sector] && !u.Plural && u.Kind == "body" && !(sc.s.Tokens[u.top].Rel == "nsubj" && sc.low(u.start) == "the") {
		return -1
	}
	text := sc.s.SpanOf(u.start, u.end).In(b.a.Article.Text)
	name := strings.Join(strings.Fields(text), " ")
	name = name[len(leftover.FindString(name)):]
	for _, article := range []string{"the ", "a ", "an ", "The ", "A ", "An ", "some ", "many ", "several "} {
		name = strings.TrimPrefix(name, article)
	}
	sector := u.sector
	if u.former && (sector == "GOV" || sector == "LEG" || sector == "SPY") {
		sector = "ELI"
	}
	body := "" // of the staff of a body above states
	if u.org >= 0 && b.r.g.Orgs[u.org].Country == "" && sector == "IGO" {
		body = b.r.g.Orgs[u.org].ID
	}
	key := "group:" + country + "/" + string(sector) + "/" + gazetteer.Fold(name)
	if u.Kind == "person" && !u.Plural && known && u.org < 0 && (u.Rank != "" || u.Lemma == "spokesman" || u.Lemma == "spokeswoman") { // "US ambassador" is the "American ambassador"
		key = "office:" + country + "/" + u.Lemma + "/" + strconv.FormatBool(u.former)
	}
	e := b.entity(key, entity{
		local:  b.atHome(sc, u),
		actor:  entente.Actor{Name: name, Country: country, Sector: sector, Entity: body, Former: u.former, Group: u.Plural || u.Kind != "person", Role: b.singleRole(sc, u)},
		person: u.Kind == "person" && !u.Plural, plural: u.Plural || u.Kind == "crowd",
	})
	b.call(e, u)
	return e
}

// leftover is what a parser takes into a group and belongs to the words before it: the
// year of "In March 2015 the leaders", "least" and "than" of "at least 26 people".
var leftover = regexp.MustCompile(`^(?:(?:1[89]|20)\d\d (?:the|an?) |(?:least|than) )`)

// collectives are the words for a body of people before its name.
var collectives = map[string]bool{"group": true, "organization": true, "organisation": true, "movement": true, "faction": true, "militia": true, "army": true, "party": true, "network": true, "front": true}

// soleOffices are those that one land alone has.
var soleOffices = map[string]string{
	"pope": "VAT", "pontiff": "VAT", "secretary of state": "USA", "assistant secretary of state": "USA", "deputy secretary of state": "USA", "undersecretary of state": "USA",
	"secretary of defense": "USA", "chancellor of the exchequer": "GBR", "home secretary": "GBR",
}

// namedAfter is the organization whose name stands in apposition right after a unit:
// "the militant group Hamas".
func (b *builder) namedAfter(sc *scene, u *unit) int {
	n := u.end + 1
	body := collectives[u.Lemma[strings.LastIndex(u.Lemma, " ")+1:]]
	if u.org >= 0 || n >= sc.len() || sc.hitAt[n] < 0 || u.Kind == "person" && !u.Plural && !body {
		return -1
	}
	t, top := &sc.s.Tokens[sc.headOf(n, sc.hits[sc.hitAt[n]].last)], &sc.s.Tokens[u.top]
	if twice := body && t.Head == top.Head && t.BaseRel() == "nsubj" && top.BaseRel() == "nsubj"; !twice && (t.Head != u.top || t.BaseRel() != "appos" && t.BaseRel() != "flat") {
		return -1 // a parser often makes two subjects of "the group Hamas"
	}
	if name, ok := b.pick(sc, sc.hits[sc.hitAt[n]]); ok && (name.Kind == gazetteer.KindOrg || name.Kind == gazetteer.KindParty) {
		return b.orgEntity(name.Ref)
	}
	return -1
}

// dull sectors give no actor to a bare singular institution: "the market".
var dull = map[entente.Sector]bool{"BUS": true, "CVL": true, "EDU": true, "MED": true, "REL": true, "UNK": true, "NGO": true}

func (b *builder) singleRole(sc *scene, u *unit) string {
	if u.Plural || u.Kind != "person" {
		return ""
	}
	return b.roleText(sc, u)
}

// subnational reports whether the unit speaks of a lower level: "local",
// "provincial", "city".
func (sc *scene) subnational(u *unit) bool {
	for j := u.start; j <= u.end; j++ {
		switch sc.words[j].low {
		case "local", "provincial", "regional", "city", "municipal", "district", "former", "previous", "next", "future", "new":
			return sc.words[j].low != "new"
		}
	}
	return false
}

// fromContext reports whether a unit without a country may take that of the
// article: officials and institutions of the state do, soldiers of no named
// army when they stand with an article, and nobody else.
func (b *builder) fromContext(sc *scene, u *unit) bool {
	if u.local {
		return true
	}
	if sc.abroad(u) {
		return false
	}
	for j := u.start; j < u.first; j++ {
		if sc.words[j].low == "several" && u.Plural {
			return false
		}
	}
	if sc.ofAnywhere(u) {
		return false
	}
	switch u.sector {
	case "GOV", "MIL", "COP", "LEG", "JUD", "OPP":
		return u.Rank == "" && u.full == u.end && (u.sector == "COP" && u.Kind == "body" || sc.definite(u) || sc.bareInstitution(u))
	}
	return false
}

// abroad reports whether a unit's own words say that it is of another land or of many.
func (sc *scene) abroad(u *unit) bool {
	for j := u.start; j <= u.full && j < sc.len(); j++ {
		if u.first <= j && j <= u.last { // "foreign minister"
			continue
		}
		switch sc.words[j].low {
		case "foreign", "western", "european", "international", "arab", "african", "asian", "un", "coalition", "world", "neighbouring", "neighboring", "jewish", "christian", "global", "allied", "multinational":
			return true
		case "muslim", "islamic":
			return u.sector != "REB" // who fights for a faith does so at home
		}
	}
	return false
}

// ofAnywhere reports whether a unit is of no land in particular: "most governments".
func (sc *scene) ofAnywhere(u *unit) bool {
	return sc.low(u.last) == "governments" && !sc.definite(u)
}

// wanderers are people whom their work takes to lands that are not theirs.
var wanderers = map[string]bool{
	"diplomat": true, "envoy": true, "delegate": true, "delegation": true, "negotiator": true, "mediator": true, "tourist": true, "traveller": true, "traveler": true, "peacekeeper": true, "peacekeeping force": true,
	"observer": true, "monitor": true, "inspector": true, "aid worker": true, "relief worker": true, "foreigner": true, "visitor": true, "refugee": true, "migrant": true, "expert": true, "adviser": true, "advisor": true,
	"analyst": true, "immigrant": true, "asylum seeker": true, "mercenary": true, "hostage": true, "hijacker": true, "leader": true, "secretary general": true, "secretary-general": true, "counterpart": true,
}

// atHome reports whether a unit that the text gives no country is of the kind that
// papers leave without one where all are of the land they write of: strikers, teachers,
// rebels, the opposition.
func (b *builder) atHome(sc *scene, u *unit) bool {
	if sc.ofAnywhere(u) {
		return false
	}
	switch u.sector {
	case "UNK":
		return u.Sector == "UAF" && u.org < 0 && !wanderers[u.Lemma] && !sc.abroad(u) // "gunmen"
	case "NGO": // those who help come from anywhere
		return u.org < 0 && homely[u.Lemma] && !sc.abroad(u)
	case "GOV", "MIL", "COP", "LEG", "JUD", "OPP", "PTY", "REB", "CRM", "CVL", "EDU", "LAB", "BUS", "MED", "ELI", "SPY", "REL":
		if u.sector == "REL" {
			return u.org < 0 && u.Kind == "person" && !sc.abroad(u)
		}
		thing := u.Kind == "crowd" && !u.Plural                                                                                                         // "a missile"
		people := u.org >= 0 && u.Plural && b.r.g.Orgs[u.org].Country == "" && (b.r.g.Orgs[u.org].Sector == "CVL" || b.r.g.Orgs[u.org].Sector == "UNK") // "Kurdish guerrillas"
		return (u.org < 0 || people) && !thing && u.Rank != "envoy" && !wanderers[u.Lemma] && !sc.abroad(u)
	}
	return false
}

// homely are the bodies of no state that a land has many of its own.
var homely = map[string]bool{"ngo": true, "non-governmental organization": true, "non-governmental organisation": true, "nongovernmental organization": true, "nongovernmental organisation": true}

// meetingTowns are where bodies above states sit: who is there may be from anywhere.
var meetingTowns = map[string]bool{"The Hague": true, "Geneva": true, "Brussels": true, "Strasbourg": true, "New York": true, "New York City": true, "Vienna": true, "Lausanne": true, "Davos": true}

// human reports whether the parser takes the first mention of an entity for a person's
// name.
func (b *builder) human(ent *entity) bool {
	m := &ent.actor.Mentions[0]
	tok := &b.a.Sentences[m.Sentence].Tokens[m.Head]
	return strings.HasSuffix(tok.Name, "-person") || tok.Mention == "person"
}

// definite reports whether a unit stands with "the" or a determiner like it and
// no number: "the army", but not "forces", "the 15 members", "two armies".
func (sc *scene) definite(u *unit) bool {
	if predicates[u.Lemma] || u.Kind == "person" && u.Plural {
		return false
	}
	the := false
	for j := u.start; j < u.first; j++ {
		switch sc.low(j) {
		case "the":
			the = true
		case "both", "two", "three", "all", "other":
			return false
		}
		if sc.words[j].upos == "NUM" {
			return false
		}
	}
	return the
}

// bareInstitution reports whether a unit means the state's own without an
// article: "security forces", "authorities", "government officials".
func (sc *scene) bareInstitution(u *unit) bool {
	switch u.Lemma {
	case "security force", "authorities", "authority", "government official", "government force", "government troop", "state media", "local official", "local authority", "local authorities", "senior official", "senior government official":
		return true
	case "official": // "officials said"
		return u.first == u.start && sc.speaks(u.top)
	}
	return false
}

// context is the state that a bare "the government" or "local officials" is
// of: that of the dateline, else the one the article speaks of most.
func (b *builder) context(sc *scene, u *unit) string {
	if u.sector == "COP" || u.Lemma == "security force" { // the police of the place that was named last
		for k := len(b.places) - 1; k >= 0; k-- {
			if p := &b.places[k]; p.Sentence >= sc.index-1 && p.Place.Country != "" {
				return p.Place.Country
			}
		}
	}
	if land := b.tells(sc, u); land != "" {
		return land
	}
	if land := b.ground(sc.index); land != "" && (u.sector != "MIL" || b.nearest(sc.index, u.first) == "" || u.local) {
		return land
	}
	if u.sector == "MIL" || u.sector == "GOV" && u.Rank != "" {
		if c := b.nearest(sc.index, u.first); c != "" {
			return c
		}
	}
	return b.dominant()
}

// tells is the state that the sentence before, of the same paragraph, is about, for somebody who
// speaks for one: "Beijing tells it otherwise. A foreign ministry spokesman said …".
func (b *builder) tells(sc *scene, u *unit) string {
	if !strings.Contains(u.Lemma, "spokes") || sc.index == 0 || b.a.Sentences[sc.index-1].Paragraph != sc.s.Paragraph {
		return ""
	}
	for e := range b.entities {
		if !b.entities[e].state {
			continue
		}
		for _, m := range b.entities[e].actor.Mentions {
			if m.Sentence != sc.index-1 {
				continue
			}
			t := &b.a.Sentences[m.Sentence].Tokens[m.Head]
			if t.BaseRel() == "nsubj" && b.a.Sentences[m.Sentence].Tokens[t.Head].Rel == "root" {
				return b.entities[e].actor.Country
			}
		}
	}
	return ""
}

// dominant is the state that the article names far more often than any other.
func (b *builder) dominant() string {
	count := map[string]int{}
	best, second := "", 0
	for _, ev := range b.evidence {
		count[ev.country]++
	}
	for _, ev := range b.evidence {
		switch n := count[ev.country]; {
		case best == "" || n > count[best]:
			best = ev.country
		}
	}
	for c, n := range count {
		if c != best && n > second {
			second = n
		}
	}
	if best != "" && count[best] >= 2 && count[best]*2 >= second*3 {
		return best
	}
	return ""
}

// nearest is the state named last before a word, in its sentence.
func (b *builder) nearest(sentence, token int) string {
	for i := len(b.evidence) - 1; i >= 0; i-- {
		if ev := b.evidence[i]; ev.sentence == sentence && ev.token < token {
			return ev.country
		}
	}
	return ""
}

// proper reports whether a body has a name of its own: "Baltic Defence Studies
// Stability Institute", not "Pakistani Army".
func (b *builder) proper(sc *scene, u *unit) bool {
	if !sc.words[u.head].capital || u.Plural && u.sector != "SPY" {
		return false
	}
	for j := u.start; j < u.first; j++ {
		if sc.words[j].capital && sc.hitAt[j] < 0 && sc.words[j].upos != "DET" && (j > 0 || sc.words[j].upos == "PROPN") {
			return true
		}
	}
	switch u.Lemma {
	case "embassy", "consulate", "high commission":
		return true
	}
	return u.full > u.end && sc.low(u.end+1) == "of" && u.Lemma == "ministry" || u.Kind == "body" && strings.HasSuffix(u.Lemma, "ministry") && u.Lemma != "ministry"
}

// settleOrg makes an organization of a body with a name of its own.
func (b *builder) settleOrg(sc *scene, u *unit, country string) {
	first := u.first
	for first > u.start && (sc.words[first-1].capital && sc.words[first-1].upos != "DET" || sc.words[first-1].form == "-") {
		first--
	}
	// "Islamabad-based X": the place is not the name.
	for j := first; j < u.first; j++ {
		if sc.low(j) == "based" {
			first = j + 1
		}
	}
	last := u.end
	if sc.low(u.end+1) == "of" && u.full > u.end+1 {
		last = u.full
		for last > u.end && !sc.words[last].capital {
			last--
		}
		if last <= u.end+1 {
			last = u.end
		}
	}
	name := strings.Join(strings.Fields(sc.s.SpanOf(first, last).In(b.a.Article.Text)), " ")
	name = strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")
	e := b.entity("org:"+country+"/"+gazetteer.Fold(name), entity{actor: entente.Actor{Name: name, Country: country, Sector: u.sector}})
	b.mention(e, sc.index, u.start, last, u.top, "organization")
	sc.take(first, last)
	b.takeModifiers(sc, u)
	u.entity = e
}
