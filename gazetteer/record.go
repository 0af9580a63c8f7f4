package gazetteer

// The fields of every record in tables.bin, in their order there. A new field is a
// line here, and then go generate ./gazetteer; a change of what is there raises
// version in pack.go too.

func (c *codec) state(s *State) {
	c.text(&s.Code)
	c.text(&s.Name)
	c.day(&s.From)
	c.day(&s.To)
	c.word(&s.Kind)
	c.word(&s.Parent)
	c.list(&s.Names)
	c.list(&s.Adjs)
	c.list(&s.People)
	c.list(&s.Capitals)
	c.list(&s.After)
	c.list(&s.Towns)
	c.text(&s.Note)
	c.degrees(&s.Lat)
	c.degrees(&s.Lon)
	list(c, &c.systems, 3, &s.Systems, (*codec).system)
	list(c, &c.lineage, 2, &s.before, (*codec).heritage)
}

func (c *codec) system(s *System) {
	c.word(&s.Kind)
	c.day(&s.From)
	c.day(&s.To)
}

func (c *codec) heritage(h *heritage) {
	c.count(&h.state)
	c.day(&h.since)
}

func (c *codec) person(p *Person) {
	c.text(&p.ID)
	c.text(&p.Name)
	c.text(&p.Surname)
	c.word(&p.Country)
	c.list(&p.Aliases)
	list(c, &c.terms, 4, &p.Terms, (*codec).term)
}

func (c *codec) term(t *Term) {
	c.word(&t.Office)
	c.word((*string)(&t.Sector))
	c.day(&t.From)
	c.day(&t.To)
}

func (c *codec) org(o *Org) {
	c.text(&o.ID)
	c.text(&o.Name)
	c.word(&o.Country)
	c.word(&o.Bloc)
	c.word((*string)(&o.Sector))
	c.day(&o.From)
	c.day(&o.To)
	list(c, &c.terms, 4, &o.Terms, (*codec).term)
	c.flags(&o.Group)
}

func (c *codec) place(p *Place) {
	c.text(&p.Name)
	c.word(&p.Kind)
	c.word(&p.Country)
	c.wordList(&p.Lands)
	c.word(&p.Region)
	c.degrees(&p.Lat)
	c.degrees(&p.Lon)
	c.number(&p.Population)
	c.day(&p.To)
}

func (c *codec) role(r *Role) {
	c.word(&r.Kind)
	c.word((*string)(&r.Sector))
	c.word(&r.Rank)
	c.text(&r.Lemma)
	c.flags(&r.Weak, &r.Plural)
}

// name is what a name stands for; its pieces are the index's affair, and the user's
// own names are never in a file.
func (c *codec) name(n *Name) {
	kind := int(n.Kind)
	c.count(&kind)
	n.Kind = Kind(kind)
	c.flags(&n.Acronym, &n.NeedsThe, &n.Guarded, &n.SmallOne, &n.SmallEnd, &n.Seat)
	c.count(&n.Ref)
}

// records are all tables but that of places, each after the number of its rows.
func (c *codec) records(g *Gazetteer) {
	list(c, new([]State), 15, &g.States, (*codec).state)
	list(c, new([]Person), 6, &g.People, (*codec).person)
	list(c, new([]Org), 9, &g.Orgs, (*codec).org)
	list(c, new([]Role), 5, &g.roles, (*codec).role)
	c.text(&g.common)
}
