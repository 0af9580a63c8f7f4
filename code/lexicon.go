package code

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/ontology"
)

//go:embed lexicon/*.tsv
var lexiconFiles embed.FS

// row is one entry of the lexicon: one lemma in one frame.
type row struct {
	id      string // "verb.agree.sign.obj:DEAL"
	pos     string // "verb", "noun" or "adjective"
	lemma   string // "sign", "call_off"
	when    []need
	sources []string // slots, the first that yields an actor wins
	targets []string
	typ     entente.EventType
	mode    entente.Mode
	cameo   string
	context entente.Context
	flags   []string // see lexicon/README.md
	own     bool     // of the user's own table, see Coder.With
	must    bool     // of no table: made for "X said that Y must"
}

func (r *row) has(flag string) bool { return slices.Contains(r.flags, flag) }

// needs reports whether one of r's conditions, not a forbidding one, is on the slot.
func (r *row) needs(slot string) bool {
	return slices.ContainsFunc(r.when, func(n need) bool { return n.slot == slot && !n.not })
}

// as returns r with the mode of other, a row of the same type.
func (r *row) as(other *row) *row {
	out := *r
	out.mode, out.cameo = other.mode, other.cameo
	return &out
}

// need is one condition of a frame: some word of the slot must be one of words.
type need struct {
	slot  string   // obj, subj, xcomp, ccomp, mod, or a preposition
	words []string // lower-case lemmas; "*" is any
	class bool     // written as a class of nouns
	not   bool
}

// flags are all that a row may carry; lexicon/README.md says what each does.
var flags = []string{"avowal", "domestic", "both", "solo", "takes", "flip", "deal", "talks", "warming", "cooling", "warm", "cold", "dead", "inner", "ties", "civil", "needtarget", "intent", "among"}

// roles are the slots of a type that a row leaves open.
type roles struct{ sources, targets []string }

// anyType is the row of roles.tsv for types of the user's own.
const anyType entente.EventType = "*"

// lexicon is the loaded tables.
type lexicon struct {
	verbs, nouns, adjectives map[string][]*row
	rows                     []*row
	defaults                 map[entente.EventType]roles
	unlisted                 map[entente.EventType]*row // how a word without a row is read, by the type that the parser gives it
	untyped                  *row                       // how it is read where the parser gives it none
	classes                  map[string][]string
	embeds                   map[string]entente.Status // governing word to the status of what it governs
	contexts                 map[string]entente.Context
	modes                    []modeRule
}

// readTable returns the cells of an embedded table without comments and header.
func readTable(name string, columns int) ([][]string, error) {
	raw, err := lexiconFiles.ReadFile("lexicon/" + name)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for i, line := range strings.Split(string(raw), "\n") {
		line = strings.TrimRight(line, "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) > columns {
			return nil, fmt.Errorf("%s:%d: %d cells, want at most %d", name, i+1, len(cells), columns)
		}
		for len(cells) < columns {
			cells = append(cells, "")
		}
		for j := range cells {
			cells[j] = strings.TrimSpace(cells[j])
		}
		rows = append(rows, append(cells, fmt.Sprintf("%s:%d", name, i+1)))
	}
	return rows, nil
}

func loadLexicon(o *ontology.Ontology) (*lexicon, error) {
	lex := &lexicon{
		verbs: map[string][]*row{}, nouns: map[string][]*row{}, adjectives: map[string][]*row{},
		classes: map[string][]string{}, embeds: map[string]entente.Status{}, contexts: map[string]entente.Context{},
	}
	classes, err := readTable("classes.tsv", 2)
	if err != nil {
		return nil, err
	}
	for _, c := range classes {
		for _, word := range list(c[1]) {
			if inner, ok := lex.classes[word]; ok { // a class may hold another
				lex.classes[c[0]] = append(lex.classes[c[0]], inner...)
				continue
			}
			lex.classes[c[0]] = append(lex.classes[c[0]], word)
		}
	}
	if lex.defaults, err = loadRoles(); err != nil {
		return nil, err
	}
	for _, file := range []string{"verbs.tsv", "nouns.tsv", "adjectives.tsv"} {
		if err := lex.loadRows(file, strings.TrimSuffix(file, "s.tsv"), o); err != nil {
			return nil, err
		}
	}
	lex.unlisted = map[entente.EventType]*row{}
	lex.untyped = &row{id: "learned", sources: []string{"subj"}, targets: []string{"obj", "on", "against", "to", "at", "in"}}
	for typ, slots := range lex.defaults {
		if typ == anyType {
			continue
		}
		lex.unlisted[typ] = &row{id: "learned." + strings.ToLower(string(typ)), typ: typ, sources: slots.sources, targets: slots.targets}
	}
	if err := lex.loadEmbeds(); err != nil {
		return nil, err
	}
	if err := lex.loadModes(o); err != nil {
		return nil, err
	}
	return lex, lex.loadContexts(o)
}

func loadRoles() (map[entente.EventType]roles, error) {
	rows, err := readTable("roles.tsv", 3)
	out := map[entente.EventType]roles{}
	for _, r := range rows {
		out[entente.EventType(r[0])] = roles{list(r[1]), list(r[2])}
	}
	return out, err
}

func (lex *lexicon) loadEmbeds() error {
	rows, err := readTable("embeds.tsv", 2)
	if err != nil {
		return err
	}
	for _, r := range rows {
		status := entente.Status(r[0])
		if !slices.Contains(entente.Statuses(), status) {
			return fmt.Errorf("%s: unknown status %q", r[2], r[0])
		}
		for _, word := range list(r[1]) {
			if _, dup := lex.embeds[word]; dup {
				return fmt.Errorf("%s: %q twice", r[2], word)
			}
			lex.embeds[word] = status
		}
	}
	return nil
}

func (lex *lexicon) loadContexts(o *ontology.Ontology) error {
	rows, err := readTable("contexts.tsv", 2)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !o.HasContext(entente.Context(r[0])) {
			return fmt.Errorf("%s: unknown context %q", r[2], r[0])
		}
		for _, word := range list(r[1]) {
			if _, dup := lex.contexts[word]; dup {
				return fmt.Errorf("%s: %q twice", r[2], word)
			}
			lex.contexts[word] = entente.Context(r[0])
		}
	}
	return nil
}

// loadRows reads one lexicon table. Columns: lemmas, when, source, target, type,
// mode, cameo, context, flags.
func (lex *lexicon) loadRows(file, pos string, o *ontology.Ontology) error {
	cells, err := readTable(file, 9)
	if err != nil {
		return err
	}
	into := lex.table(pos)
	for _, c := range cells {
		where := c[9]
		typ, mode := entente.EventType(c[4]), entente.Mode(c[5])
		if o.Quad(typ) == "" {
			return fmt.Errorf("%s: unknown type %q", where, c[4])
		}
		if mode != "" && !o.HasMode(typ, mode) {
			return fmt.Errorf("%s: %s has no mode %q", where, typ, mode)
		}
		// The scale knows more codes than the types do: appeals (02) have no type of their own in PLOVER.
		if _, ok := o.Goldstein(c[6]); c[6] != "" && !ok {
			return fmt.Errorf("%s: unknown CAMEO code %q", where, c[6])
		}
		if c[7] != "" && !o.HasContext(entente.Context(c[7])) {
			return fmt.Errorf("%s: unknown context %q", where, c[7])
		}
		when, err := lex.parseWhen(c[1])
		if err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
		sources, targets := list(c[2]), list(c[3])
		if len(sources) == 0 {
			sources = verbSlots(pos, lex.defaults[typ].sources)
		}
		if len(targets) == 0 {
			targets = lex.defaults[typ].targets
		}
		for _, flag := range list(c[8]) {
			if !slices.Contains(flags, flag) {
				return fmt.Errorf("%s: unknown flag %q", where, flag)
			}
		}
		for _, lemma := range list(c[0]) {
			r := &row{id: rowID(pos, typ, lemma, c[1]), pos: pos, lemma: lemma, when: when, sources: sources, targets: targets, typ: typ, mode: mode, cameo: c[6],
				context: entente.Context(c[7]), flags: list(c[8])}
			into[lemma] = append(into[lemma], r)
			lex.rows = append(lex.rows, r)
		}
	}
	return nil
}

// verbSlots are the source slots of a row that leaves them open, of those of its type: the
// owner of a verb's object, or what stands on it, does not act.
func verbSlots(pos string, ofType []string) []string {
	if pos == "verb" {
		return []string{"subj", "by"}
	}
	return ofType
}

// rowID names a row: "verb.agree.sign.obj:DEAL".
func rowID(pos string, typ entente.EventType, lemma, when string) string {
	id := pos + "." + strings.ToLower(string(typ)) + "." + lemma
	if when != "" {
		id += "." + strings.ReplaceAll(when, " ", ".")
	}
	return id
}

// parseWhen reads "obj:DEAL with:* !mod:nuclear".
func (lex *lexicon) parseWhen(s string) ([]need, error) {
	var out []need
	for _, part := range strings.Fields(s) {
		slot, words, ok := strings.Cut(part, ":")
		if !ok || slot == "" || words == "" {
			return nil, fmt.Errorf("condition %q is not slot:words", part)
		}
		n := need{slot: strings.TrimPrefix(slot, "!"), not: strings.HasPrefix(slot, "!")}
		for _, w := range strings.Split(words, "|") {
			switch {
			case w == strings.ToUpper(w) && w != "*":
				class, ok := lex.classes[w]
				if !ok {
					return nil, fmt.Errorf("unknown class %q", w)
				}
				n.words, n.class = append(n.words, class...), true
			default:
				n.words = append(n.words, w)
			}
		}
		out = append(out, n)
	}
	return out, nil
}

func list(s string) []string {
	var out []string
	for _, part := range strings.Split(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// in reports whether word belongs to the class.
func (lex *lexicon) in(class, word string) bool { return slices.Contains(lex.classes[class], word) }

// toll reports whether token i is a verb of killing or hurting; of one that is its own
// past tense ("hurt") the lemma is easily guessed wrong.
func (lex *lexicon) toll(t *tree, i int) bool {
	return lex.in("TOLL", t.lemma(i)) || lex.in("TOLL", t.form(i))
}
