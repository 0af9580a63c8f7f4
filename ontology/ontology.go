// Package ontology holds PLOVER's event types, modes and contexts, the sectors
// and statuses, and the tables from CAMEO codes to PLOVER and to the Goldstein
// scale.
//
//	o, err := ontology.Load()
//	if err != nil { ... }
//	fmt.Println(o.Quad(entente.Sanction)) // material conflict
//
// The tables are embedded; SOURCES.md says where each comes from. Limits: the
// Goldstein scale is by CAMEO code, so the value of an event that was coded
// without one is that of the default code of its type and mode.
package ontology

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// Edition names the ontology in a Reading.
const Edition = "PLOVER-2021"

//go:embed tables/*.tsv
var tables embed.FS

// Entry explains one code.
type Entry struct {
	Kind    string // "type", "mode", "context", "status", "sector", "quad class"
	Name    string
	Of      string // the type that a mode belongs to, the quad class of a type
	Label   string // what people call a type of the user's own; "" for all others
	Meaning string
	Example string // a made-up sentence
}

// Code is one row of the table from CAMEO to PLOVER.
type Code struct {
	CAMEO    string
	Type     entente.EventType
	Mode     entente.Mode // "" if none
	Contexts []entente.Context
	Meaning  string
}

type typeMode struct {
	Type    entente.EventType
	Mode    entente.Mode
	Context entente.Context
}

// Ontology is the loaded tables. It does not change after Load or With and may be used
// by many goroutines.
type Ontology struct {
	entries   []Entry
	quads     map[entente.EventType]entente.QuadClass
	modes     map[entente.EventType][]entente.Mode
	contexts  []entente.Context
	sectors   []entente.Sector
	codes     []Code
	byCAMEO   map[string]int // index into codes
	goldstein map[string]float64
	defaults  map[typeMode]string
	appeals   map[entente.Mode]string
	own       []ownType // the user's own, see With
	scores    *scores   // the user's own, or nil
}

// Load reads the embedded tables. It returns an error of kind Internal if a
// table names something that another table lacks.
func Load() (*Ontology, error) {
	o := &Ontology{
		quads: map[entente.EventType]entente.QuadClass{}, modes: map[entente.EventType][]entente.Mode{},
		byCAMEO: map[string]int{}, goldstein: map[string]float64{}, defaults: map[typeMode]string{}, appeals: map[entente.Mode]string{},
	}
	for _, load := range []func() error{o.loadQuads, o.loadTypes, o.loadModes, o.loadPlain, o.loadCodes, o.loadGoldstein, o.loadDefaults, o.loadAppeals} {
		if err := load(); err != nil {
			return nil, &entente.Error{Op: "ontology", Kind: entente.Internal, Err: err}
		}
	}
	return o, nil
}

// read returns the rows of an embedded table, checked to have the given columns.
func read(name string, columns ...string) ([][]string, error) {
	raw, err := tables.ReadFile("tables/" + name)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	seenHeader := false
	for i, line := range strings.Split(string(raw), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != len(columns) {
			return nil, fmt.Errorf("%s:%d: %d cells, want %d", name, i+1, len(cells), len(columns))
		}
		if !seenHeader {
			if !slices.Equal(cells, columns) {
				return nil, fmt.Errorf("%s:%d: header %q, want %q", name, i+1, cells, columns)
			}
			seenHeader = true
			continue
		}
		rows = append(rows, cells)
	}
	return rows, nil
}

func (o *Ontology) loadQuads() error {
	rows, err := read("quads.tsv", "name", "meaning", "example")
	for _, r := range rows {
		o.entries = append(o.entries, Entry{Kind: "quad class", Name: r[0], Meaning: r[1], Example: r[2]})
	}
	return err
}

func (o *Ontology) loadTypes() error {
	rows, err := read("types.tsv", "name", "quad", "meaning", "example")
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !slices.Contains(entente.EventTypes(), entente.EventType(r[0])) {
			return fmt.Errorf("types.tsv: unknown type %q", r[0])
		}
		if !o.has("quad class", r[1]) {
			return fmt.Errorf("types.tsv: %s: unknown quad class %q", r[0], r[1])
		}
		o.quads[entente.EventType(r[0])] = entente.QuadClass(r[1])
		o.entries = append(o.entries, Entry{Kind: "type", Name: r[0], Of: r[1], Meaning: r[2], Example: r[3]})
	}
	if len(o.quads) != len(entente.EventTypes()) {
		return fmt.Errorf("types.tsv: %d types, want %d", len(o.quads), len(entente.EventTypes()))
	}
	return nil
}

func (o *Ontology) loadModes() error {
	rows, err := read("modes.tsv", "type", "name", "meaning", "example")
	if err != nil {
		return err
	}
	for _, r := range rows {
		t := entente.EventType(r[0])
		if _, ok := o.quads[t]; !ok {
			return fmt.Errorf("modes.tsv: mode %q of unknown type %q", r[1], r[0])
		}
		o.modes[t] = append(o.modes[t], entente.Mode(r[1]))
		o.entries = append(o.entries, Entry{Kind: "mode", Name: r[1], Of: r[0], Meaning: r[2], Example: r[3]})
	}
	return nil
}

func (o *Ontology) loadPlain() error {
	for _, table := range []struct{ file, kind string }{{"contexts.tsv", "context"}, {"statuses.tsv", "status"}, {"sectors.tsv", "sector"}} {
		rows, err := read(table.file, "name", "meaning", "example")
		if err != nil {
			return err
		}
		for _, r := range rows {
			o.entries = append(o.entries, Entry{Kind: table.kind, Name: r[0], Meaning: r[1], Example: r[2]})
			switch table.kind {
			case "context":
				o.contexts = append(o.contexts, entente.Context(r[0]))
			case "sector":
				o.sectors = append(o.sectors, entente.Sector(r[0]))
			}
		}
	}
	for _, s := range entente.Statuses() {
		if !o.has("status", string(s)) {
			return fmt.Errorf("statuses.tsv lacks %q", s)
		}
	}
	return nil
}

func (o *Ontology) loadCodes() error {
	rows, err := read("cameo.tsv", "cameo", "type", "mode", "contexts", "meaning")
	if err != nil {
		return err
	}
	for _, r := range rows {
		c := Code{CAMEO: r[0], Type: entente.EventType(r[1]), Mode: entente.Mode(r[2]), Meaning: r[4]}
		if _, ok := o.quads[c.Type]; !ok {
			return fmt.Errorf("cameo.tsv: %s: unknown type %q", r[0], r[1])
		}
		if c.Mode != "" && !o.HasMode(c.Type, c.Mode) {
			return fmt.Errorf("cameo.tsv: %s: %s has no mode %q", r[0], r[1], r[2])
		}
		for _, name := range strings.Split(r[3], ";") {
			if name == "" {
				continue
			}
			if !o.HasContext(entente.Context(name)) {
				return fmt.Errorf("cameo.tsv: %s: unknown context %q", r[0], name)
			}
			c.Contexts = append(c.Contexts, entente.Context(name))
		}
		if _, dup := o.byCAMEO[c.CAMEO]; dup {
			return fmt.Errorf("cameo.tsv: code %s twice", c.CAMEO)
		}
		o.byCAMEO[c.CAMEO] = len(o.codes)
		o.codes = append(o.codes, c)
	}
	return nil
}

func (o *Ontology) loadGoldstein() error {
	rows, err := read("goldstein.tsv", "cameo", "goldstein")
	if err != nil {
		return err
	}
	for _, r := range rows {
		value, err := strconv.ParseFloat(r[1], 64)
		if err != nil || value < -10 || value > 10 {
			return errors.Join(fmt.Errorf("goldstein.tsv: %s: %q is no value from -10 to 10", r[0], r[1]), err)
		}
		o.goldstein[r[0]] = value
	}
	return nil
}

func (o *Ontology) loadAppeals() error {
	rows, err := read("appeals.tsv", "mode", "cameo")
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r[0] != "" && !o.HasMode(entente.Request, entente.Mode(r[0])) {
			return fmt.Errorf("appeals.tsv: REQUEST has no mode %q", r[0])
		}
		if _, ok := o.goldstein[r[1]]; !ok {
			return fmt.Errorf("appeals.tsv: %s has no Goldstein value", r[1])
		}
		o.appeals[entente.Mode(r[0])] = r[1]
	}
	return nil
}

func (o *Ontology) loadDefaults() error {
	rows, err := read("defaults.tsv", "type", "mode", "cameo", "context")
	if err != nil {
		return err
	}
	for _, r := range rows {
		key := typeMode{entente.EventType(r[0]), entente.Mode(r[1]), entente.Context(r[3])}
		if _, ok := o.byCAMEO[r[2]]; !ok {
			return fmt.Errorf("defaults.tsv: unknown CAMEO code %q", r[2])
		}
		if key.Mode != "" && !o.HasMode(key.Type, key.Mode) {
			return fmt.Errorf("defaults.tsv: %s has no mode %q", r[0], r[1])
		}
		o.defaults[key] = r[2]
	}
	for _, t := range entente.EventTypes() {
		for _, m := range append([]entente.Mode{""}, o.modes[t]...) {
			if _, ok := o.defaults[typeMode{Type: t, Mode: m}]; !ok {
				return fmt.Errorf("defaults.tsv lacks %s with mode %q", t, m)
			}
		}
	}
	return nil
}

func (o *Ontology) has(kind, name string) bool {
	return slices.ContainsFunc(o.entries, func(e Entry) bool { return e.Kind == kind && e.Name == name })
}

// Quad returns the quad class of t, "" if t is neither one of the sixteen types nor one of
// the user's own.
func (o *Ontology) Quad(t entente.EventType) entente.QuadClass { return o.quads[t] }

// Modes returns the modes of t in the table's order.
func (o *Ontology) Modes(t entente.EventType) []entente.Mode { return slices.Clone(o.modes[t]) }

// HasMode reports whether m is a mode of t.
func (o *Ontology) HasMode(t entente.EventType, m entente.Mode) bool {
	return slices.Contains(o.modes[t], m)
}

// Contexts returns the contexts in the table's order.
func (o *Ontology) Contexts() []entente.Context { return slices.Clone(o.contexts) }

// HasContext reports whether c is a context.
func (o *Ontology) HasContext(c entente.Context) bool { return slices.Contains(o.contexts, c) }

// HasSector reports whether s is a sector.
func (o *Ontology) HasSector(s entente.Sector) bool { return slices.Contains(o.sectors, s) }

// Sectors returns the sectors in the table's order.
func (o *Ontology) Sectors() []entente.Sector { return slices.Clone(o.sectors) }

// CAMEOs returns every CAMEO code that an event may have, sorted: those of the table to
// PLOVER, and those of the scale, which has requests that PLOVER does not part from demands.
func (o *Ontology) CAMEOs() []string {
	codes := slices.Collect(maps.Keys(o.goldstein))
	for _, c := range o.codes {
		codes = append(codes, c.CAMEO)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// Codes returns the table from CAMEO to PLOVER, in its order.
func (o *Ontology) Codes() []Code { return slices.Clone(o.codes) }

// CAMEO returns the PLOVER reading of a CAMEO code.
func (o *Ontology) CAMEO(code string) (Code, bool) {
	i, ok := o.byCAMEO[code]
	if !ok {
		return Code{}, false
	}
	return o.codes[i], true
}

// Goldstein returns the value of a CAMEO code, from -10 (conflict) to 10
// (cooperation). A code that the scale lacks takes the value of its parent: 1214
// that of 121.
func (o *Ontology) Goldstein(code string) (float64, bool) {
	for len(code) >= 2 {
		if value, ok := o.goldstein[code]; ok {
			return value, true
		}
		code = code[:len(code)-1]
	}
	return 0, false
}

// DefaultCAMEO returns the code of an event that has a type, maybe a mode and
// contexts, but no code of its own. The first context with a row decides. It is "" for a
// type of the user's own that was declared without one.
func (o *Ontology) DefaultCAMEO(t entente.EventType, m entente.Mode, contexts []entente.Context) string {
	if own := o.ownType(t); own != nil {
		return own.cameo
	}
	for _, c := range contexts {
		if code, ok := o.defaults[typeMode{t, m, c}]; ok {
			return code
		}
	}
	return o.defaults[typeMode{Type: t, Mode: m}]
}

// AppealCAMEO returns the code of a REQUEST of that mode that asks and does not demand:
// to urge two sides to talk is no hostile act, as a demand is on Goldstein's scale. A
// mode without a code of its own gives that of a plain appeal.
func (o *Ontology) AppealCAMEO(m entente.Mode) string {
	if code, ok := o.appeals[m]; ok {
		return code
	}
	return o.appeals[""]
}

// Explain returns what a code means: a type, mode, context, status, sector, quad
// class or CAMEO code, in upper or lower case, words of a name separated by a
// space, hyphen or underscore; a type of the user's own by its name too. A mode that several types have may be written
// "COERCE/seize"; alone, it gives the first type's. Types come before all
// others.
func (o *Ontology) Explain(code string) (Entry, bool) {
	want := fold(code)
	for _, kind := range []string{"type", "quad class", "status", "sector", "mode", "context"} {
		for _, e := range o.entries {
			if e.Kind == kind && (fold(e.Name) == want || e.Label != "" && fold(e.Label) == want || e.Of != "" && fold(e.Of+"/"+e.Name) == want) {
				return e, true
			}
		}
	}
	if c, ok := o.CAMEO(strings.TrimSpace(code)); ok {
		of := string(c.Type)
		if c.Mode != "" {
			of += "/" + string(c.Mode)
		}
		return Entry{Kind: "CAMEO code", Name: c.CAMEO, Of: of, Meaning: c.Meaning}, true
	}
	return Entry{}, false
}

// Entries returns every explained code, in the tables' order.
func (o *Ontology) Entries() []Entry { return slices.Clone(o.entries) }

func fold(s string) string {
	return strings.NewReplacer("-", " ", "_", " ").Replace(strings.ToLower(strings.TrimSpace(s)))
}
