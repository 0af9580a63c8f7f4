package rules

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"entente"
	"entente/gazetteer"
	"entente/internal/tsv"
)

// Columns of publishers.tsv.
var (
	publishersMust = []string{"name"}
	publishersMay  = []string{"aliases", "hosts", "owner", "state"}
)

// Publishers says what publishers are called and whom they belong to. The zero value and
// nil change nothing.
type Publishers struct {
	byName map[string]*publisher // folded
	byHost map[string]*publisher
}

type publisher struct {
	name, owner string // owner: the house that it counts for, "" is itself
	line        int
}

// hostName is that of a server, without what stands before and after it in an address.
var hostName = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)

// stateOwned begins the house of what a government runs: all that it runs are one source.
const stateOwned = "state:"

// NewPublishers reads a table, and notes in it what is wrong; such rows are left out. state
// finds a land by its code. A nil table gives nil.
func NewPublishers(t *tsv.Table, state func(code string) *gazetteer.State) *Publishers {
	if len(t.All()) == 0 {
		return nil
	}
	p := &Publishers{byName: map[string]*publisher{}, byHost: map[string]*publisher{}}
	read := make([]*publisher, len(t.Rows))
	for i := range t.Rows {
		read[i] = p.add(&t.Rows[i], state)
	}
	for i, pub := range read { // when all are known, since an owner may stand further down
		if pub != nil && p.circles(pub) {
			t.Rows[i].Fail("owner", "%s belongs to itself in the end: want somebody else, or nothing", pub.name)
			pub.owner = ""
		}
	}
	return p
}

// add reads one row, and returns nil where it is wrong.
func (p *Publishers) add(row *tsv.Row, state func(code string) *gazetteer.State) *publisher {
	pub := &publisher{name: row.Get("name"), owner: row.Get("owner"), line: row.Line}
	good := true
	if code := row.Get("state"); code != "" {
		switch {
		case state(code) == nil:
			good = row.Fail("state", "no state %q: want the three letters of the land whose government runs it, or nothing", code)
		case pub.owner != "":
			good = row.Fail("owner", "an owner beside a state that runs it: want one of them")
		}
		pub.owner = stateOwned + code
	}
	names := append([]string{pub.name}, row.List("aliases", "|")...)
	for i, name := range names {
		if at := p.byName[foldName(name)]; at != nil {
			good = row.Fail([]string{"name", "aliases"}[min(i, 1)], "%q is %s in line %d already", name, at.name, at.line)
		}
	}
	hosts := row.List("hosts", "|")
	for _, host := range hosts {
		at := p.byHost[host]
		switch {
		case !hostName.MatchString(host):
			good = row.Fail("hosts", "%q is no host: want it alone and in small letters: news.example.org", host)
		case strings.HasPrefix(host, "www."):
			good = row.Fail("hosts", "want %q: the www. of an address does not count", strings.TrimPrefix(host, "www."))
		case at != nil:
			good = row.Fail("hosts", "%s is of %s in line %d already", host, at.name, at.line)
		}
	}
	if !good {
		return nil
	}
	if len(names) == 1 && len(hosts) == 0 && pub.owner == "" {
		row.Warn("name", "the row changes nothing: it has no alias, no host and no owner")
	}
	for _, name := range names {
		p.byName[foldName(name)] = pub
	}
	for _, host := range hosts {
		p.byHost[host] = pub
	}
	return pub
}

// circles reports whether the owners of a publisher lead back to one of them.
func (p *Publishers) circles(pub *publisher) bool {
	seen := []*publisher{}
	for pub != nil && pub.owner != "" {
		if slices.Contains(seen, pub) {
			return true
		}
		seen = append(seen, pub)
		pub = p.byName[foldName(pub.owner)]
	}
	return false
}

// house is whom a publisher counts for: the last of its owners.
func (p *Publishers) house(pub *publisher) string {
	owner := ""
	for pub != nil && pub.owner != "" {
		owner = pub.owner
		if pub = p.byName[foldName(owner)]; pub != nil {
			owner = pub.name // as the table spells it
		}
	}
	return owner
}

// foldName is a name without what does not count: case and doubled spaces.
func foldName(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// Settle gives an article the publisher's name as the table has it, and its house. The
// publisher is known by its name or an alias, else by the host of the article's address or
// a host above it: edition.example.org is of example.org. One that is not in the table
// stays as it is.
func (p *Publishers) Settle(art *entente.Article) {
	if p == nil {
		return
	}
	pub := p.byName[foldName(art.Publisher)]
	if pub == nil {
		pub = p.ofHost(art.Publisher)
	}
	if pub == nil {
		if u, err := url.Parse(art.URL); err == nil {
			pub = p.ofHost(u.Hostname())
		}
	}
	if pub != nil {
		art.Publisher, art.House = pub.name, p.house(pub)
	}
}

// ofHost finds a host in the table, or one above it.
func (p *Publishers) ofHost(host string) *publisher {
	host = strings.ToLower(host)
	for strings.Contains(host, ".") {
		if pub := p.byHost[host]; pub != nil {
			return pub
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return nil
}
