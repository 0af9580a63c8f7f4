package table

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"entente"
)

//go:embed codes.tsv
var codesTable string

//go:embed bodies.tsv
var bodiesTable string

//go:embed sectors.tsv
var sectorsTable string

//go:embed roles.tsv
var rolesTable string

// Numbers are the codes that political science knows a state by. A number that a state
// does not have is 0, a word "".
type Numbers struct {
	Code string // ISO 3166-1 alpha-3; a former state's own
	ISO2 string // ISO 3166-1 alpha-2
	Name string
	COW  int    // Correlates of War state number: 365
	COWC string // Correlates of War letters: RUS
	GW   int    // Gleditsch and Ward's number
	FIPS string // FIPS 10-4, the one that is written
	From entente.Day
	To   entente.Day

	icews string // the name as ICEWS has it
}

// Codes are the code systems of states side by side, and the tables that turn CAMEO's
// and ICEWS's actors into parties. It does not change after LoadCodes and may be used
// by many goroutines.
type Codes struct {
	rows    []Numbers
	byCode  map[string][]int // indexes of rows, in order of From
	byCAMEO map[string]string
	toCAMEO map[string]string
	byFIPS  map[string]string
	byCOW   map[int][]int
	byName  map[string]string // folded name to code

	bodies     map[string]body // folded name, or CAMEO group code
	bodyNames  map[string]string
	bodyCAMEO  map[string]string
	bodySector map[string]entente.Sector
	types      map[string]entente.Sector // CAMEO actor type to sector
	sectors    map[string]sectorRank     // ICEWS sector to ours
	toICEWS    map[entente.Sector]string
	roles      map[string]entente.Sector // folded generic actor of ICEWS
}

// body is an organization above states, or a group that systems have a code for.
type body struct {
	code   string
	sector entente.Sector
}

// sectorRank is a sector, and how much it says: of several that ICEWS names, the row of
// the highest rank decides.
type sectorRank struct {
	sector entente.Sector
	rank   int
}

// LoadCodes reads the embedded tables; the error is of kind Internal.
func LoadCodes() (*Codes, error) {
	c := &Codes{
		byCode: map[string][]int{}, byCAMEO: map[string]string{}, toCAMEO: map[string]string{}, byFIPS: map[string]string{},
		byCOW: map[int][]int{}, byName: map[string]string{}, bodies: map[string]body{}, bodyCAMEO: map[string]string{},
		bodySector: map[string]entente.Sector{}, types: map[string]entente.Sector{}, sectors: map[string]sectorRank{}, toICEWS: map[entente.Sector]string{}, bodyNames: map[string]string{},
		roles: map[string]entente.Sector{},
	}
	for _, t := range []struct {
		name, text string
		columns    int
		row        func([]string) error
	}{
		{"codes.tsv", codesTable, 11, c.state},
		{"bodies.tsv", bodiesTable, 4, c.body},
		{"sectors.tsv", sectorsTable, 4, c.sector},
		{"roles.tsv", rolesTable, 2, c.role},
	} {
		if err := eachRow(t.text, t.columns, t.row); err != nil {
			return nil, &entente.Error{Op: "table", Kind: entente.Internal, Input: t.name, Err: err}
		}
	}
	return c, nil
}

// eachRow calls row for each line of a table, but comments and the header.
func eachRow(text string, columns int, row func([]string) error) error {
	header := true
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != columns {
			return fmt.Errorf("line %d: %d cells, want %d", n, len(cells), columns)
		}
		if header {
			header = false
			continue
		}
		if err := row(cells); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return nil
}

func (c *Codes) state(cells []string) error {
	n := Numbers{Code: cells[0], ISO2: cells[1], Name: cells[2], COWC: cells[4]}
	for _, num := range []struct {
		to   *int
		text string
	}{{&n.COW, cells[3]}, {&n.GW, cells[5]}} {
		if num.text == "" {
			continue
		}
		v, err := strconv.Atoi(num.text)
		if err != nil {
			return err
		}
		*num.to = v
	}
	for _, day := range []struct {
		to   *entente.Day
		text string
	}{{&n.From, cells[8]}, {&n.To, cells[9]}} {
		if err := day.to.UnmarshalText([]byte(day.text)); err != nil {
			return err
		}
	}
	n.FIPS, _, _ = strings.Cut(cells[6], ";")
	n.icews = n.Name
	for name := range strings.SplitSeq(cells[10], ";") {
		name, theirs := strings.CutPrefix(name, "*")
		if theirs {
			n.icews = name
		}
		if name != "" {
			c.byName[fold(name)] = n.Code
		}
	}
	i := len(c.rows)
	c.rows = append(c.rows, n)
	c.byCode[n.Code] = append(c.byCode[n.Code], i)
	if n.COW != 0 {
		c.byCOW[n.COW] = append(c.byCOW[n.COW], i)
	}
	for f := range strings.SplitSeq(cells[6], ";") {
		if f != "" {
			c.byFIPS[f] = n.Code
		}
	}
	// CAMEO begins after the second world war; MOD is no duchy in it.
	if n.To.IsZero() || n.To.Year >= 1945 {
		c.byCAMEO[n.Code] = n.Code
	}
	for k, code := range strings.Split(cells[7], ";") {
		if code == "" {
			continue
		}
		c.byCAMEO[code] = n.Code
		if k == 0 && n.Code != "PSE" { // CAMEO has PSE too; PAL is how older files say it
			c.toCAMEO[n.Code] = code
		}
	}
	c.byName[fold(n.Name)] = n.Code
	return nil
}

func (c *Codes) body(cells []string) error {
	b := body{code: cells[0], sector: entente.Sector(cells[1])}
	c.bodySector[b.code] = b.sector
	for k, code := range strings.Split(cells[2], ";") {
		if code == "" {
			continue
		}
		c.bodies[code] = b
		if k == 0 {
			c.bodyCAMEO[b.code] = code
		}
	}
	for k, name := range strings.Split(cells[3], ";") {
		if k == 0 {
			c.bodyNames[b.code] = name
		}
		c.bodies[fold(name)] = b
	}
	return nil
}

func (c *Codes) sector(cells []string) error {
	rank, err := strconv.Atoi(cells[2])
	if err != nil {
		return err
	}
	s := sectorRank{entente.Sector(cells[0]), rank}
	for code := range strings.SplitSeq(cells[1], ";") {
		if code != "" {
			c.types[code] = s.sector
		}
	}
	for k, name := range strings.Split(cells[3], ";") {
		if k == 0 {
			c.toICEWS[s.sector] = name
		}
		c.sectors[fold(name)] = s
	}
	return nil
}

func (c *Codes) role(cells []string) error {
	for name := range strings.SplitSeq(cells[1], ";") {
		c.roles[fold(name)] = entente.Sector(cells[0])
	}
	return nil
}

// fold is how names are compared: lower case, no space around.
func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// On returns the numbers of a state on a day: the row that holds then, else the last
// that began before. The zero day asks for the latest. ok is false for a code that is no
// state's, or for a day before the state was.
func (c *Codes) On(code string, day entente.Day) (n Numbers, ok bool) {
	for _, i := range c.byCode[code] {
		if r := &c.rows[i]; day.IsZero() || r.From.IsZero() || !day.Before(r.From) {
			n, ok = *r, true
		}
	}
	return n, ok
}

// FIPS returns the code of a FIPS 10-4 country code, "" if there is none.
func (c *Codes) FIPS(fips string) string { return c.byFIPS[fips] }

// COW returns the code of a Correlates of War number on a day, "" if there is none.
func (c *Codes) COW(number int, day entente.Day) string {
	code := ""
	for _, i := range c.byCOW[number] {
		r := &c.rows[i]
		if !day.IsZero() && !r.From.IsZero() && day.Before(r.From) {
			continue
		}
		code = r.Code
		if !day.IsZero() && !r.To.IsZero() && !r.To.Before(day) {
			return code
		}
	}
	return code
}

// Name returns the code of a state or land by its name as ICEWS and its kin write it.
func (c *Codes) Name(name string) string { return c.byName[fold(name)] }

// country reads a cell that may hold a code or a name.
func (c *Codes) country(s string) string {
	if code, ok := c.byCAMEO[s]; ok {
		return code
	}
	return c.Name(s)
}

// CAMEO turns an actor code of CAMEO ("USAGOV", "IGOUNO") into the code of a land or
// body and a sector: threes of letters, the first land, the first body and the first
// type that are known. What is not known leaves its half empty.
func (c *Codes) CAMEO(code string) (land string, sector entente.Sector) {
	group := body{}
	for ; len(code) >= 3; code = code[3:] {
		part := code[:3]
		if land == "" {
			if l, ok := c.byCAMEO[part]; ok {
				land = l
				continue
			}
		}
		if b, ok := c.bodies[part]; ok && group.code == "" {
			group = b
			continue
		}
		if s, ok := c.types[part]; ok && sector == "" {
			sector = s
		}
	}
	if land == "" {
		land = group.code
	}
	if sector == "" {
		sector = group.sector
	}
	return land, sector
}

// ToCAMEO is CAMEO turned about: the actor code of a land or body with a sector.
func (c *Codes) ToCAMEO(code string, sector entente.Sector) string {
	if b, ok := c.bodyCAMEO[code]; ok {
		return string(c.bodySector[code]) + b
	}
	land := code
	if other, ok := c.toCAMEO[code]; ok {
		land = other
	} else if _, ok := c.byCAMEO[code]; !ok {
		land = ""
	}
	return land + string(sector)
}
