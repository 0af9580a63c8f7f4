package gazetteer

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"entente"
)

// parse reads the tables of a folder. An error means that a table is broken, and
// names the table and line.
func parse(folder fs.FS) (*loader, error) {
	g := &Gazetteer{names: make(map[start][]Name, 40000), byState: map[string]int{}, heads: map[string][]int{}}
	ld := &loader{g: g, roles: map[string][]roleName{}, guarded: map[string]bool{}, people: map[string]int{}}
	type table struct {
		name string
		cols int
		row  func(cols []string) error
	}
	tables := []table{{"common.tsv", 1, ld.common}, {"states.tsv", 14, ld.state}, {"government.tsv", 4, ld.system}, {"middles.tsv", 3, ld.middle}}
	// People are filed by the continent of their country; those of organizations by themselves.
	files, err := fs.Glob(folder, "people/*.tsv") // in the order of names
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	for _, name := range files {
		tables = append(tables, table{name, 8, ld.person})
	}
	for _, t := range append(tables, []table{
		{"leaders.tsv", 8, ld.person},
		{"orgs.tsv", 8, ld.org},
		{"parties.tsv", 3, ld.party},
		{"cities.tsv", 7, ld.city},
		{"towns.tsv", 8, ld.town},
		{"divisions.tsv", 6, ld.division},
		{"places.tsv", 6, ld.feature},
		{"exonyms.tsv", 3, ld.exonym},
		{"roles.tsv", 4, ld.role},
	}...) {
		text, err := fs.ReadFile(folder, t.name)
		if err != nil {
			return nil, fmt.Errorf("gazetteer: %w", err)
		}
		if err := eachRow(string(text), t.cols, t.row); err != nil {
			return nil, fmt.Errorf("gazetteer: %s:%w", t.name, err)
		}
	}
	if err := ld.finish(); err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	return ld, nil
}

// eachRow calls row with the columns of every line that is no comment, padded
// to n.
func eachRow(text string, n int, row func(cols []string) error) error {
	line := 0
	for rest := text; rest != ""; {
		var s string
		s, rest, _ = strings.Cut(rest, "\n")
		line++
		if s == "" || s[0] == '#' {
			continue
		}
		cols := strings.Split(s, "\t")
		if len(cols) > n {
			return fmt.Errorf("%d: %d columns, at most %d wanted", line, len(cols), n)
		}
		for len(cols) < n {
			cols = append(cols, "")
		}
		if err := row(cols); err != nil {
			return fmt.Errorf("%d: %w", line, err)
		}
	}
	return nil
}

// loader keeps what is needed only while loading.
type loader struct {
	g       *Gazetteer
	roles   map[string][]roleName
	places  []Place
	guarded map[string]bool // everyday words
	people  map[string]int  // country + folded name -> index
	mine    bool            // rows are of the user's own table
	lines   map[termKey]int // where terms of the user's own stand
}

type roleName struct {
	words []string
	role  Role
}

func (ld *loader) common(cols []string) error {
	for _, w := range strings.Fields(cols[0]) {
		ld.guarded[w] = true
	}
	return nil
}

// add files one name. A leading "the " asks for the article in the text, a
// leading "!" marks an everyday word, a leading "@" a building, quarter or town.
func (ld *loader) add(text string, kind Kind, ref int) {
	text, seat := strings.CutPrefix(text, "@")
	guarded := strings.HasPrefix(text, "!")
	text = strings.TrimPrefix(text, "!")
	the := false
	if rest, ok := cutThe(text); ok {
		text, the = rest, true
	}
	ps := pieces(text)
	if len(ps) == 0 {
		return
	}
	name := Name{Pieces: ps, Kind: kind, Ref: ref, Acronym: isUpper(text) && len(text) <= 9, NeedsThe: the, Guarded: guarded, Seat: seat, Own: ld.mine}
	words := strings.Fields(text)
	name.SmallOne = unicode.IsLower([]rune(words[0])[0])
	name.SmallEnd = len(words) > 1 && unicode.IsLower([]rune(words[len(words)-1])[0])
	if len(ps) == 1 && !the && (!name.Acronym || kind == KindParty) && ld.guarded[ps[0]] && kind != KindState {
		name.Guarded = true
	}
	same := func(have Name) bool {
		return have.Kind == kind && have.Ref == ref && have.NeedsThe == the && have.Acronym == name.Acronym && slices.Equal(have.Pieces, ps)
	}
	if slices.ContainsFunc(ld.g.names[startOf(ps)], same) || ld.mine && slices.ContainsFunc(ld.g.Find(ps, 0), same) {
		return
	}
	ld.g.names[startOf(ps)] = append(ld.g.names[startOf(ps)], name)
}

// has reports whether a name of that kind is filed.
func (ld *loader) has(text string, kind Kind) bool {
	ps := pieces(text)
	return slices.ContainsFunc(ld.g.names[startOf(ps)], func(n Name) bool { return n.Kind == kind && slices.Equal(n.Pieces, ps) })
}

// townOfToday reports whether a town goes by that name today.
func (ld *loader) townOfToday(text string) bool {
	ps := pieces(text)
	return slices.ContainsFunc(ld.g.names[startOf(ps)], func(n Name) bool {
		return n.Kind == KindPlace && slices.Equal(n.Pieces, ps) && ld.places[n.Ref].Kind == "town" && slices.Equal(ps, pieces(ld.places[n.Ref].Name))
	})
}

func cutThe(s string) (string, bool) {
	if rest, ok := strings.CutPrefix(s, "the "); ok {
		return rest, true
	}
	return strings.CutPrefix(s, "The ")
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

func day(s string) (entente.Day, error) {
	if s == "" {
		return entente.Day{}, nil
	}
	switch len(s) {
	case 4:
		s += "-01-01"
	case 7:
		s += "-01"
	}
	return entente.ParseDay(s)
}

func days(from, to string) (a, b entente.Day, err error) {
	if a, err = day(from); err != nil {
		return
	}
	if b, err = day(to); err != nil {
		return
	}
	switch len(to) { // "2019" ends with the year, "2019-07" with the month
	case 4:
		b = b.Add(1, 0, -1)
	case 7:
		b = b.Add(0, 1, -1)
	}
	if !b.IsZero() && b.Before(a) {
		err = fmt.Errorf("ends %s before it starts %s", b, a)
	}
	return
}

func (ld *loader) state(c []string) error {
	from, to, err := days(c[2], c[3])
	if err != nil {
		return err
	}
	s := State{Code: c[0], Name: c[1], From: from, To: to, Kind: c[4], Parent: c[5], Names: split(c[6]), Adjs: split(c[7]), People: split(c[8]), After: split(c[11]), Towns: split(c[12]), Note: c[13]}
	if c[9] != "" {
		s.Capitals = append(s.Capitals, c[9])
	}
	s.Capitals = append(s.Capitals, split(c[10])...)
	ref := len(ld.g.States)
	if _, dup := ld.g.byState[s.Code]; dup {
		return fmt.Errorf("state %s twice", s.Code)
	}
	ld.g.byState[s.Code] = ref
	ld.g.States = append(ld.g.States, s)
	ld.add(s.Name, KindState, ref)
	for _, name := range s.Names {
		ld.add(name, KindState, ref)
	}
	for _, adj := range s.Adjs {
		ld.add(adj, KindAdjective, ref)
		if plural, ok := peoplePlural(adj); ok {
			ld.add(plural, KindPeople, ref)
		}
	}
	for _, p := range s.People {
		ld.add(p, KindPeople, ref)
	}
	if s.Kind == "former" {
		return nil // finish files its capital, unless that is a town of today: there On goes by the day
	}
	for _, capital := range s.Capitals {
		ld.add(capital, KindCapital, ref)
	}
	return nil
}

// peoplePlural makes "Pakistanis" of "Pakistani"; adjectives in -ese, -ish and
// -ch have no such plural.
func peoplePlural(adj string) (string, bool) {
	for _, end := range []string{"n", "i", "k", "ot", "o", "b", "z", "ar"} {
		if strings.HasSuffix(adj, end) {
			return adj + "s", true
		}
	}
	return "", false
}

func (ld *loader) person(c []string) error {
	from, to, err := days(c[6], c[7])
	if err != nil {
		return err
	}
	name, surname := c[3], c[4]
	if c[0] != "" && ld.g.State(c[0]) == nil {
		return fmt.Errorf("no state %q", c[0])
	}
	if c[1] == "" || !known(c[1]) {
		return fmt.Errorf("no sector %q", c[1])
	}
	if len(pieces(name)) == 0 || from.IsZero() {
		return errors.New("a name and a first day are wanted")
	}
	if surname == "" {
		words := strings.Fields(name)
		if len(words) > 0 {
			surname = words[len(words)-1]
		}
	}
	surname, _, _ = strings.Cut(surname, ",")
	country := c[0]
	key := country + "/" + strings.Join(pieces(name), "-")
	ref, ok := ld.people[key]
	if !ok {
		ref = len(ld.g.People)
		ld.people[key] = ref
		ld.g.People = append(ld.g.People, Person{ID: "leader:" + key, Name: name, Surname: surname, Country: country})
		ld.g.heads[country] = append(ld.g.heads[country], ref)
	}
	p := &ld.g.People[ref]
	p.Terms = append(p.Terms, Term{Office: c[2], Sector: entente.Sector(c[1]), From: from, To: to})
	slices.SortStableFunc(p.Terms, func(a, b Term) int { return a.From.Compare(b.From) })
	if len(strings.Fields(name)) > 1 || len(pieces(name)) > 1 {
		ld.add(name, KindPerson, ref)
	} else {
		surname = name
	}
	ld.add(surname, KindSurname, ref)
	if hyphen := strings.LastIndexByte(surname, '-'); hyphen > 0 && hyphen < 4 { // "al-Assad": also "Assad"
		ld.add(surname[hyphen+1:], KindSurname, ref)
	}
	for _, alias := range split(c[5]) {
		kind := KindPerson
		if !strings.Contains(alias, " ") {
			kind = KindSurname
		}
		ld.add(alias, kind, ref)
		p.Aliases = append(p.Aliases, alias)
	}
	return nil
}

// org reads: id, name, other names, country or bloc, sector, from, to, flags. A
// row with the id "^" adds a term to the one above.
func (ld *loader) org(c []string) error {
	from, to, err := days(c[5], c[6])
	if err != nil {
		return err
	}
	term := Term{Sector: entente.Sector(c[4]), From: from, To: to}
	if !known(c[4]) {
		return fmt.Errorf("no sector %q", c[4])
	}
	if c[0] == "^" {
		n := len(ld.g.Orgs)
		if n == 0 {
			return errors.New("a term before any organization")
		}
		ld.g.Orgs[n-1].Terms = append(ld.g.Orgs[n-1].Terms, term)
		return nil
	}
	plain, _, _ := strings.Cut(c[1], " (") // "Democratic Party (United States)" tells two apart
	full := plain
	plain = strings.TrimLeft(plain, "@!")
	id := c[0]
	if id == "" {
		id = "org:" + strings.Join(pieces(c[1]), "-")
	}
	o := Org{ID: id, Name: plain, Sector: term.Sector, From: from, To: to, Group: strings.Contains(c[7], "group")}
	if len(pieces(o.Name)) == 0 {
		return errors.New("no name in the second column")
	}
	switch c[3] {
	case "IGO", "NGO", "UNO", "EUR", "REL", "MNC", "":
		o.Bloc = c[3]
	default:
		if ld.g.State(c[3]) == nil {
			return fmt.Errorf("no state %q", c[3])
		}
		o.Country = c[3]
	}
	ref := len(ld.g.Orgs)
	ld.g.Orgs = append(ld.g.Orgs, o)
	ld.add(full, KindOrg, ref)
	for _, name := range split(c[2]) {
		name, _, _ = strings.Cut(name, " (")
		ld.add(name, KindOrg, ref)
	}
	return nil
}

func (ld *loader) party(c []string) error {
	ref := len(ld.g.Orgs)
	id := "party:" + c[0] + "/" + strings.Join(pieces(c[1]), "-")
	ld.g.Orgs = append(ld.g.Orgs, Org{ID: id, Name: c[1], Country: c[0], Sector: "PTY"})
	ld.add(c[1], KindParty, ref)
	for _, name := range split(c[2]) {
		ld.add(name, KindParty, ref)
	}
	return nil
}

func (ld *loader) role(c []string) error {
	sector, weak := strings.CutPrefix(c[1], "~")
	for _, pattern := range split(c[3]) {
		role := Role{Kind: c[0], Sector: entente.Sector(sector), Weak: weak, Rank: c[2], Lemma: pattern}
		ld.addRole(pattern, role)
		if plural := pluralOf(pattern); plural != pattern {
			role.Plural = true
			ld.addRole(plural, role)
		}
	}
	return nil
}

func (ld *loader) addRole(pattern string, role Role) {
	words := roleWords(pattern)
	if len(words) == 0 {
		return
	}
	for _, have := range ld.roles[words[0]] {
		if slices.Equal(have.words, words) {
			return
		}
	}
	ld.roles[words[0]] = append(ld.roles[words[0]], roleName{words, role})
}

func roleWords(pattern string) []string { return pieces(pattern) }

// irregular plurals of the nouns of roles.tsv.
var irregular = map[string]string{
	"man": "men", "woman": "women", "child": "children", "policeman": "policemen", "person": "people", "wife": "wives", "thief": "thieves",
	"mp": "mps", "infantry": "infantry", "police": "police", "media": "media", "press": "press", "military": "military", "clergy": "clergy",
	"personnel": "personnel", "staff": "staff", "youth": "youth", "people": "people", "mujahideen": "mujahideen", "aircraft": "aircraft",
	"attorney general": "attorneys general", "chief of staff": "chiefs of staff", "minister of state": "ministers of state",
	"member of parliament": "members of parliament", "secretary of state": "secretaries of state", "head of state": "heads of state",
	"leader of the opposition": "leaders of the opposition", "head of government": "heads of government", "serviceman": "servicemen",
	"chief": "chiefs", "staff member": "staff members", "navy": "navies", "artillery": "artillery", "cavalry": "cavalry", "chief executive": "chief executives",
}

// pluralOf makes the plural of a pattern's last word, or of the whole pattern
// where the table of irregular ones has it.
func pluralOf(pattern string) string {
	if p, ok := irregular[pattern]; ok {
		return p
	}
	if strings.Contains(pattern, " of ") {
		head, rest, _ := strings.Cut(pattern, " of ")
		return pluralOf(head) + " of " + rest
	}
	head, last := "", pattern
	if i := strings.LastIndexByte(pattern, ' '); i >= 0 {
		head, last = pattern[:i+1], pattern[i+1:]
	}
	if p, ok := irregular[last]; ok {
		return head + p
	}
	switch {
	case strings.HasSuffix(last, "men") || strings.HasSuffix(last, "people") || strings.HasSuffix(last, "ies") || strings.HasSuffix(last, "forces") || strings.HasSuffix(last, "services") || strings.HasSuffix(last, "troops"):
		return pattern
	case strings.HasSuffix(last, "man"):
		return head + strings.TrimSuffix(last, "man") + "men"
	case strings.HasSuffix(last, "y") && len(last) > 1 && !strings.ContainsRune("aeiou", rune(last[len(last)-2])):
		return head + strings.TrimSuffix(last, "y") + "ies"
	case strings.HasSuffix(last, "ch") || strings.HasSuffix(last, "sh") || strings.HasSuffix(last, "ss") || strings.HasSuffix(last, "x"):
		return pattern + "es"
	case strings.HasSuffix(last, "s"):
		return pattern
	}
	return pattern + "s"
}

func first(own bool) int {
	if own {
		return 1
	}
	return 0
}

// finish locates the capitals, and orders the names and the roles.
func (ld *loader) finish() error {
	g := ld.g
	for ref := range g.States {
		s := &g.States[ref]
		for _, after := range s.After {
			code, since, _ := strings.Cut(after, ":")
			i, ok := g.byState[code]
			from, err := day(since)
			if !ok || err != nil {
				return fmt.Errorf("states.tsv: %s: what came after is %q", s.Code, after)
			}
			g.States[i].before = append(g.States[i].before, heritage{ref, from})
		}
		for _, capital := range s.Capitals {
			if s.Kind == "former" && !ld.has(capital, KindCapital) && !ld.townOfToday(capital) {
				ld.add(capital, KindCapital, ref)
			}
		}
	}
	ld.locate()
	ld.order()
	for _, list := range ld.roles {
		slices.SortStableFunc(list, func(a, b roleName) int { return len(b.words) - len(a.words) })
	}
	return nil
}

// middle reads: land, degrees north, degrees east.
func (ld *loader) middle(c []string) (err error) {
	s := ld.g.State(c[0])
	if s == nil {
		return fmt.Errorf("no state %q", c[0])
	}
	if s.Lat, err = strconv.ParseFloat(c[1], 64); err != nil {
		return err
	}
	s.Lon, err = strconv.ParseFloat(c[2], 64)
	return err
}

// order sorts the names of one beginning.
func (ld *loader) order() {
	for _, list := range ld.g.names {
		if len(list) > 1 {
			slices.SortStableFunc(list, func(a, b Name) int {
				return cmp.Or(len(b.Pieces)-len(a.Pieces), first(b.Own)-first(a.Own), int(a.Kind)-int(b.Kind))
			})
		}
	}
}
