package entente

// ActorRef names an actor inside one reading: "a1", "a2", ...
type ActorRef string

// Sector is the role of an actor in its society, in PLOVER's codes: GOV MIL
// REB OPP PTY COP SPY JUD LEG MED EDU BUS CRM CVL NGO IGO REF ELI LAB REL UNK.
type Sector string

// Mention is one place in the text that means an actor.
type Mention struct {
	Span Span   `json:"span"`
	Text string `json:"text"`
	How  string `json:"how"` // the way it was resolved: "name", "capital", "role+state", "pronoun", ...

	Sentence    int `json:"-"` // index into the sentences
	First, Last int `json:"-"` // tokens of the mention, both inclusive
	Head        int `json:"-"` // its syntactic head, First <= Head <= Last
}

// Actor is somebody or something that acts in the article. An unknown field is
// empty. A mention of several actors ("the two countries") stands under each.
type Actor struct {
	Ref     ActorRef `json:"ref"`
	Name    string   `json:"name"`
	Country string   `json:"country,omitempty"` // ISO 3166-1 alpha-3; former states keep theirs (SUN); "" if none
	Sector  Sector   `json:"sector,omitempty"`
	Entity  string   `json:"entity,omitempty"` // id in the gazetteer: "state:PAK", "leader:…", "org:NATO"
	Role    string   `json:"role,omitempty"`   // office as the text or the tables give it
	Former  bool     `json:"former,omitempty"` // the office is no longer held on the article's day
	Group   bool     `json:"group,omitempty"`  // a collective: "the West", "officials"

	Mentions []Mention `json:"mentions"`
}

// Place is where something happened.
type Place struct {
	Name    string   `json:"name"`
	Region  string   `json:"region,omitempty"` // first-level division of the country
	Country string   `json:"country,omitempty"`
	Lat     *float64 `json:"lat,omitempty"` // degrees north
	Lon     *float64 `json:"lon,omitempty"` // degrees east
	Span    Span     `json:"span"`
}

// PlaceMention is a place name in the text, whether or not it also acts.
type PlaceMention struct {
	Place       Place
	Sentence    int
	First, Last int // tokens, both inclusive
	Head        int
}

// Cast is everyone and every place that resolve found in an article.
type Cast struct {
	Actors []Actor
	Places []PlaceMention
}

// At returns the actors that a mention headed by the given token of the given
// sentence means, in the order of Actors, or nil. A mention that covers the
// token without being headed by it does not count.
func (c *Cast) At(sentence, token int) []ActorRef {
	var out []ActorRef
	for i := range c.Actors {
		for _, m := range c.Actors[i].Mentions {
			if m.Sentence == sentence && m.Head == token {
				out = append(out, c.Actors[i].Ref)
				break
			}
		}
	}
	return out
}

// Actor returns the actor with the given ref, or nil.
func (c *Cast) Actor(ref ActorRef) *Actor {
	for i := range c.Actors {
		if c.Actors[i].Ref == ref {
			return &c.Actors[i]
		}
	}
	return nil
}
