package ontology

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/internal/tsv"
)

// Columns of the tables that a user may add: those that every row fills, and those that it may.
var (
	TypesMust  = []string{"type", "name", "quad", "score", "definition", "example"}
	TypesMay   = []string{"cameo"}
	ScoresMust = []string{"score"}
	ScoresMay  = []string{"type", "mode", "cameo"}
)

// ownType is an event type of the user's own.
type ownType struct {
	code  entente.EventType
	cameo string // "" if CAMEO has no code for it
	score float64
}

// scores is what the user has put in place of the scale: by CAMEO code and by type and mode.
type scores struct {
	byCode map[string]float64
	byType map[typeMode]float64
}

// typeName is what a type may be called: as PLOVER's are, so that nothing that knows those
// trips over it.
var typeName = regexp.MustCompile(`^[A-Z][A-Z0-9_]{1,29}$`)

// With returns o with the event types and the scores of a user's tables, and notes in them
// what is wrong; such rows are left out. Either may be nil. o stays as it is.
func (o *Ontology) With(types, values *tsv.Table) *Ontology {
	if len(types.All()) == 0 && len(values.All()) == 0 {
		return o
	}
	own := *o
	own.entries, own.quads, own.own = slices.Clone(o.entries), maps.Clone(o.quads), slices.Clone(o.own)
	lines := map[string]int{}
	for _, row := range types.All() {
		own.addType(&row, lines)
	}
	own.scores = &scores{byCode: map[string]float64{}, byType: map[typeMode]float64{}}
	lines = map[string]int{}
	for _, row := range values.All() {
		own.addScore(&row, lines)
	}
	return &own
}

func (o *Ontology) addType(row *tsv.Row, lines map[string]int) bool {
	code := row.Get("type")
	t := entente.EventType(code)
	switch {
	case !typeName.MatchString(code):
		return row.Fail("type", "%q is no code: want capitals, digits and _, a letter first, 2 to 30 of them: PRISONER_SWAP", code)
	case lines[code] > 0:
		return row.Fail("type", "%s stands in line %d already", code, lines[code])
	case o.quads[t] != "":
		return row.Fail("type", "%s is one of PLOVER's sixteen: want a code of your own", code)
	}
	quad := entente.QuadClass(strings.ToLower(row.Get("quad")))
	if !o.has("quad class", string(quad)) {
		return row.Fail("quad", "no class %q: want verbal cooperation, material cooperation, verbal conflict or material conflict", row.Get("quad"))
	}
	score, ok := scoreOf(row)
	if !ok {
		return false
	}
	if cooperation := strings.HasSuffix(string(quad), "cooperation"); score != 0 && cooperation != (score > 0) {
		row.Warn("score", "%g, and %s: cooperation is above 0 elsewhere, conflict below", score, quad)
	}
	cameo := row.Get("cameo")
	if cameo != "" && !o.hasScale(cameo) {
		return row.Fail("cameo", "no CAMEO code %q: want one of docs/ontology.md, with its zeros (057), or nothing", cameo)
	}
	if e, ok := o.Explain(code); ok {
		row.Warn("type", "%s is our %s %s too, which explain no longer shows under that name", code, e.Kind, e.Name)
	}
	lines[code] = row.Line
	o.quads[t] = quad
	o.own = append(o.own, ownType{t, cameo, score})
	o.entries = append(o.entries, Entry{Kind: "type", Name: code, Of: string(quad), Label: row.Get("name"), Meaning: row.Get("definition"), Example: row.Get("example")})
	return true
}

// scoreOf reads the column score.
func scoreOf(row *tsv.Row) (float64, bool) {
	v, err := strconv.ParseFloat(row.Get("score"), 64)
	if err != nil || !(v >= -10 && v <= 10) { // NaN too
		return 0, row.Fail("score", "%q is no value on the scale: want a number from -10 to 10", row.Get("score"))
	}
	return v, true
}

func (o *Ontology) addScore(row *tsv.Row, lines map[string]int) bool {
	code, t, mode := row.Get("cameo"), entente.EventType(row.Get("type")), entente.Mode(row.Get("mode"))
	switch {
	case code == "" && t == "":
		return row.Fail("type", "a score of nothing: want a type, a type and its mode, or a CAMEO code")
	case code != "" && (t != "" || mode != ""):
		return row.Fail("cameo", "a CAMEO code beside a type: want a row for each")
	case code != "" && !o.hasScale(code):
		return row.Fail("cameo", "no CAMEO code %q: want one of docs/ontology.md, with its zeros (057)", code)
	case code == "" && o.quads[t] == "":
		return row.Fail("type", "no type %q: %s", t, o.wantType(string(t)))
	case mode != "" && !o.HasMode(t, mode):
		return row.Fail("mode", "%s has no mode %q: %s", t, mode, o.wantMode(t))
	}
	score, ok := scoreOf(row)
	if !ok {
		return false
	}
	key := code + "/" + string(t) + "/" + string(mode)
	if lines[key] > 0 {
		return row.Fail("score", "the same stands in line %d already", lines[key])
	}
	lines[key] = row.Line
	if code != "" {
		if ours, _ := o.Goldstein(code); ours == score {
			row.Warn("score", "changes nothing: ours is %g too", ours)
		}
		o.scores.byCode[code] = score
		return true
	}
	o.scores.byType[typeMode{Type: t, Mode: mode}] = score
	return true
}

// hasScale reports whether the scale has a value for a code, by itself or by its parent.
func (o *Ontology) hasScale(code string) bool {
	for _, r := range code {
		if (r < '0' || r > '9') && r != 'y' {
			return false
		}
	}
	_, ok := o.Goldstein(code)
	return ok && len(code) <= 4
}

// Types lists all types: PLOVER's, then the user's own.
func (o *Ontology) Types() []entente.EventType {
	out := entente.EventTypes()
	for _, t := range o.own {
		out = append(out, t.code)
	}
	return out
}

// IsOwn reports whether t is a type of the user's own.
func (o *Ontology) IsOwn(t entente.EventType) bool { return o.ownType(t) != nil }

func (o *Ontology) ownType(t entente.EventType) *ownType {
	for i := range o.own {
		if o.own[i].code == t {
			return &o.own[i]
		}
	}
	return nil
}

// Value returns what an event counts, from -10 (conflict) to 10 (cooperation). Of the
// user's scores the finest goes first: that of the CAMEO code, or of the nearest code above
// it; that of the type with its mode; that of the type. Without one it is the score that a
// type of the user's own was declared with, and else the code's on Goldstein's scale.
func (o *Ontology) Value(t entente.EventType, m entente.Mode, cameo string) (float64, bool) {
	if o.scores != nil {
		for code := cameo; len(code) >= 2; code = code[:len(code)-1] {
			if v, ok := o.scores.byCode[code]; ok {
				return v, true
			}
		}
		for _, key := range []typeMode{{Type: t, Mode: m}, {Type: t}} {
			if v, ok := o.scores.byType[key]; ok {
				return v, true
			}
		}
	}
	if own := o.ownType(t); own != nil {
		return own.score, true
	}
	return o.Goldstein(cameo)
}

// Counts returns what an event of a type, a mode or a CAMEO code counts where nothing else
// is known of it; ok is false for entries of other kinds.
func (o *Ontology) Counts(e Entry) (value float64, ok bool) {
	t, m, _ := strings.Cut(e.Of, "/")
	switch e.Kind {
	case "type":
		t, m = e.Name, ""
	case "mode":
		m = e.Name
	case "CAMEO code":
		return o.Value(entente.EventType(t), entente.Mode(m), e.Name)
	default:
		return 0, false
	}
	return o.Value(entente.EventType(t), entente.Mode(m), o.DefaultCAMEO(entente.EventType(t), entente.Mode(m), nil))
}

// wantType says which types there are.
func (o *Ontology) wantType(word string) string {
	names := make([]string, 0, len(o.quads))
	for _, t := range o.Types() {
		names = append(names, string(t))
	}
	if near := tsv.Nearest(word, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "want one of PLOVER's sixteen, or one that types.tsv declares"
}

// wantMode says which modes a type has.
func (o *Ontology) wantMode(t entente.EventType) string {
	if len(o.modes[t]) == 0 {
		return "it has none, so leave the cell empty"
	}
	return fmt.Sprintf("want one of %v, or nothing", o.modes[t])
}

// Check says what is wrong with a row of a user's table that has a type, and maybe a mode,
// a CAMEO code and a context, in columns of those names, and reports whether it is right.
func (o *Ontology) Check(row *tsv.Row) bool {
	t, m, cameo, context := entente.EventType(row.Get("type")), entente.Mode(row.Get("mode")), row.Get("cameo"), entente.Context(row.Get("context"))
	good := true
	if o.quads[t] == "" {
		return row.Fail("type", "no type %q: %s", t, o.wantType(string(t)))
	}
	if m != "" && !o.HasMode(t, m) {
		good = row.Fail("mode", "%s has no mode %q: %s", t, m, o.wantMode(t))
	}
	if cameo != "" && !o.hasScale(cameo) {
		good = row.Fail("cameo", "no CAMEO code %q: want one of docs/ontology.md, with its zeros (057), or nothing", cameo)
	}
	if context != "" && !o.HasContext(context) {
		var names []string
		for _, c := range o.contexts {
			names = append(names, string(c))
		}
		what := fmt.Sprintf("want one of %v, or nothing", names)
		if near := tsv.Nearest(string(context), names); near != "" {
			what = fmt.Sprintf("did you mean %s?", near)
		}
		good = row.Fail("context", "no context %q: %s", context, what)
	}
	return good
}
