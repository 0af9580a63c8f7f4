package resolve

import (
	"cmp"
	"fmt"
	"slices"

	"entente"
	"entente/gazetteer"
)

// entity is an actor in the making, with what pronouns ask about it.
type entity struct {
	actor    entente.Actor
	person   bool
	plural   bool
	body     bool // a collective that is "it" as well as "they": an army, a police
	state    bool // may be "the two countries" and "it"
	local    bool // known by a role alone, and may be of the land that the article is about
	stranger bool // a name of no table: somebody or something
	gender   byte // 'm', 'f' or 0
	surname  string
	offices  []string // what the text has called a person, and the tables do: "interior minister"
	rank     string   // of the last of them, as the text has it
}

// builder collects entities and their mentions.
type builder struct {
	r        *Resolver
	a        *entente.Analysis
	day      entente.Day
	entities []entity
	byKey    map[string]int
	surnames map[string]int // folded surname -> entity, of persons named in full
	places   []entente.PlaceMention
	words    [][]word   // of each sentence
	evidence []evidence // states that the text has spoken of, in order
	seen     map[string]bool
	named    map[string]bool // surnames of people whom the article names in full, by the parser
	lands    map[string]int  // how often the article names a land, by country
	regions  map[string]bool // divisions that sure places lie in, "USA/texas"
	sites    map[string]site // places that are sure, by folded name
	lead     map[string]bool // lands that the first sentence of the body speaks of
	byName   map[string]int  // how often a state is named by its own name or a capital, by code
	nouns    map[int][]spot  // words of each chain that are no pronouns, in order; nil until asked for
	begun    map[int]bool    // paragraphs whose first sentence has been surveyed
	opens    map[int]string  // the land of the place that opens a paragraph
	spoken   map[string]bool // seen by a name or adjective of their own, not by their capital alone
}

// evidence is one place where a state is named, by adjective too.
type evidence struct {
	sentence, token int
	country         string
}

func newBuilder(r *Resolver, a *entente.Analysis) *builder {
	return &builder{r: r, a: a, day: dayOf(a), byKey: map[string]int{}, surnames: map[string]int{}, seen: map[string]bool{}, spoken: map[string]bool{}, byName: map[string]int{}, lead: map[string]bool{}, begun: map[int]bool{}, opens: map[int]string{},
		named: map[string]bool{}, lands: map[string]int{}, regions: map[string]bool{}, sites: map[string]site{}}
}

// entity returns the index of the entity of key, made from proto at first.
func (b *builder) entity(key string, proto entity) int {
	if i, ok := b.byKey[key]; ok {
		return i
	}
	b.byKey[key] = len(b.entities)
	b.entities = append(b.entities, proto)
	return len(b.entities) - 1
}

// mention adds a mention of tokens first..last of a sentence to entity e.
func (b *builder) mention(e, sentence, first, last, head int, how string) {
	s := &b.a.Sentences[sentence]
	for _, m := range b.entities[e].actor.Mentions {
		if m.Sentence == sentence && m.Head == head {
			return
		}
	}
	sp := s.SpanOf(first, last)
	b.entities[e].actor.Mentions = append(b.entities[e].actor.Mentions, entente.Mention{
		Span: sp, Text: sp.In(b.a.Article.Text), How: how, Sentence: sentence, First: first, Last: last, Head: head,
	})
}

// note records that the text names a state here.
func (b *builder) note(sentence, token int, country string) {
	if country != "" {
		b.evidence = append(b.evidence, evidence{sentence, token, country})
		b.seen[country] = true
	}
}

// stateEntity is the government of a state, or a land as such.
func (b *builder) stateEntity(code string) int {
	s := b.r.g.State(code)
	if s == nil {
		return b.entity("state:"+code, entity{actor: entente.Actor{Name: code, Country: code, Sector: "GOV"}, state: true})
	}
	actor := entente.Actor{Name: s.Name, Country: b.r.g.CountryOn(s, "", b.day), Entity: "state:" + s.Code, Sector: "GOV"}
	if s.Kind == "region" || s.Parent != "" && (s.Kind == "disputed" || s.Kind == "breakaway") || actor.Country == "" {
		actor.Sector = ""
	}
	return b.entity("state:"+code, entity{actor: actor, state: true})
}

// sectorNames are the words for a state's sectors where the text's own words
// differ from mention to mention.
var sectorNames = map[entente.Sector]string{
	"MIL": "military", "COP": "police", "SPY": "intelligence", "JUD": "judiciary", "LEG": "parliament", "MED": "media",
	"CVL": "people", "REB": "rebels", "OPP": "opposition",
}

// sectorEntity is a sector of a state as one actor: its army, its police.
func (b *builder) sectorEntity(country string, sector entente.Sector) int {
	if sector == "GOV" {
		return b.stateEntity(country)
	}
	name := country
	if s := b.r.g.State(country); s != nil {
		name = s.Name
	}
	word := sectorNames[sector]
	if word == "" {
		word = string(sector)
	}
	return b.entity(country+"/"+string(sector), entity{
		actor: entente.Actor{Name: name + " " + word, Country: country, Sector: sector, Group: true}, plural: true, body: true,
	})
}

// personEntity is somebody of the tables on the article's day.
func (b *builder) personEntity(ref int) int {
	p := &b.r.g.People[ref]
	actor := entente.Actor{Name: p.Name, Country: p.Country, Entity: p.ID}
	actor.Sector, actor.Role, actor.Former = b.r.standing(p, b.day)
	e := b.entity(p.ID, entity{actor: actor, person: true, surname: gazetteer.Fold(p.Surname)})
	if actor.Role != "" && !actor.Former {
		b.entities[e].offices = append(b.entities[e].offices, gazetteer.Fold(actor.Role))
	}
	if _, ok := b.surnames[gazetteer.Fold(p.Surname)]; !ok {
		b.surnames[gazetteer.Fold(p.Surname)] = e
	}
	return e
}

// standing is a person's sector and office on a day. Who has left office is of
// the elite, but for rebels, criminals and citizens, who stay what they were.
func (r *Resolver) standing(p *gazetteer.Person, day entente.Day) (sector entente.Sector, office string, former bool) {
	if t, ok := p.At(day); ok {
		return plain(t.Sector), t.Office, false
	}
	if !p.Started(day) {
		return "", "", false
	}
	last := p.Terms[0]
	for _, t := range p.Terms {
		if !day.Before(t.From) {
			last = t
		}
	}
	switch sector := plain(last.Sector); sector {
	case "REB", "CRM", "CVL":
		return sector, last.Office, true
	}
	return "ELI", last.Office, true
}

// orgEntity is an organization of the tables.
func (b *builder) orgEntity(ref int) int {
	o := &b.r.g.Orgs[ref]
	if len(o.ID) > 6 && o.ID[:6] == "state:" {
		return b.stateEntity(o.Country)
	}
	return b.entity(o.ID, entity{actor: entente.Actor{Name: o.Name, Country: b.r.landOf(o, b.day), Sector: plain(o.SectorAt(b.day)), Entity: o.ID, Group: o.Group}})
}

// landOf is the country of an organization on a day: of one whose land was no state
// yet, that of the state that had it.
func (r *Resolver) landOf(o *gazetteer.Org, day entente.Day) string {
	if s := r.g.State(o.Country); s != nil {
		return r.g.CountryOn(s, "", day)
	}
	return o.Country
}

// cast numbers the actors by first mention and returns them.
func (b *builder) cast() entente.Cast {
	var list []entente.Actor
	for i := range b.entities {
		actor := b.entities[i].actor
		if len(actor.Mentions) == 0 {
			continue
		}
		slices.SortStableFunc(actor.Mentions, func(x, y entente.Mention) int {
			return cmp.Or(x.Sentence-y.Sentence, x.First-y.First, x.Last-y.Last)
		})
		list = append(list, actor)
	}
	slices.SortStableFunc(list, func(x, y entente.Actor) int {
		mx, my := x.Mentions[0], y.Mentions[0]
		return cmp.Or(mx.Sentence-my.Sentence, mx.First-my.First, my.Last-mx.Last)
	})
	for i := range list {
		list[i].Ref = entente.ActorRef(fmt.Sprintf("a%d", i+1))
	}
	slices.SortStableFunc(b.places, func(x, y entente.PlaceMention) int {
		return cmp.Or(x.Sentence-y.Sentence, x.First-y.First)
	})
	return entente.Cast{Actors: list, Places: b.places}
}
