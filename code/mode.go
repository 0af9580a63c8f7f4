package code

import (
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/ontology"
)

// modeRule is a row of lexicon/modes.tsv: what is asked for, refused or threatened
// decides the mode of the asking, refusing or threatening.
type modeRule struct {
	outer entente.EventType
	inner entente.EventType // "" is any word
	not   bool              // the inner deed is to stop or not to be done: "an end to the attacks"
	was   entente.Mode      // mode of the inner deed, "" is any
	words []string          // one of them is the trigger or an object of it; nil is any
	mode  entente.Mode      // "" is none: look no further
}

// loadModes reads modes.tsv. Columns: outer type, inner type with "!" before one that
// is to stop, its mode, words, mode.
func (lex *lexicon) loadModes(o *ontology.Ontology) error {
	rows, err := readTable("modes.tsv", 5)
	if err != nil {
		return err
	}
	blank := func(s string) string {
		if s == "-" {
			return ""
		}
		return s
	}
	for _, c := range rows {
		r := modeRule{outer: entente.EventType(c[0]), was: entente.Mode(blank(c[2])), mode: entente.Mode(blank(c[4]))}
		inner := blank(c[1])
		if inner != "" && inner[0] == '!' {
			r.not, inner = true, inner[1:]
		}
		r.inner = entente.EventType(inner)
		for _, w := range list(blank(c[3])) {
			if class, ok := lex.classes[w]; ok {
				r.words = append(r.words, class...)
				continue
			}
			r.words = append(r.words, w)
		}
		switch {
		case o.Quad(r.outer) == "" || inner != "" && o.Quad(r.inner) == "":
			return fmt.Errorf("%s: unknown type", c[5])
		case r.mode != "" && !o.HasMode(r.outer, r.mode):
			return fmt.Errorf("%s: %s has no mode %q", c[5], r.outer, r.mode)
		case r.was != "" && !o.HasMode(r.inner, r.was):
			return fmt.Errorf("%s: %s has no mode %q", c[5], r.inner, r.was)
		case r.inner == "" && r.words == nil:
			return fmt.Errorf("%s: neither a type nor words", c[5])
		}
		lex.modes = append(lex.modes, r)
	}
	return nil
}

// contentMode is the mode that the content of match m, of the given type, has by the
// table: that of the word nearest below the trigger which some row knows. ok is false
// where no row knows any.
//
// Heuristic: "asked Chad for help to free the hostages" asks for help, for that stands
// nearer; "asked for talks about aid" asks for talks.
func (lex *lexicon) contentMode(t *tree, m *match, typ entente.EventType, depth int) (mode entente.Mode, ok bool) {
	if depth == 0 {
		return "", false
	}
	tops := []int{m.tok}
	if m.np != m.tok {
		tops = append(tops, m.np)
	}
	seen := map[int]bool{m.tok: true, m.np: true}
	for level := tops; len(level) > 0; {
		var next []int
		for _, h := range level {
			for _, k := range t.kids[h] {
				if seen[k] || t.rel(k, "nsubj", "nmod:poss", "acl:relcl", "parataxis", "det", "case", "mark", "punct", "cc", "aux", "appos", "flat") && !t.rel(k, "nsubj:pass") ||
					t.rel(k, "advcl") && (k < h || t.mark(k) != "to") || t.rel(k, "obl", "nmod") && slices.Contains([]string{"after", "during", "before", "over", "because_of", "since", "despite", "amid"}, t.prep(k)) ||
					t.rel(k, "conj") && slices.Contains(tops, h) {
					continue
				}
				seen[k] = true
				next = append(next, k)
			}
		}
		for _, k := range next {
			if slices.Contains(tops, t.tok(k).Head) && lex.addressed(t, k) {
				continue
			}
			if mode, ok := lex.modeBy(t, m, k, typ, depth); ok {
				return mode, true
			}
		}
		level = next
	}
	return "", false
}

// addressed reports whether token k, which hangs on a verb or noun of asking, refusing
// or threatening, is the one spoken to and not what is spoken of.
func (lex *lexicon) addressed(t *tree, k int) bool {
	switch head := t.tok(k).Head; {
	case t.rel(k, "iobj"):
		return true
	case t.rel(k, "obj", "nsubj:pass"):
		return t.child(head, "xcomp", "ccomp") >= 0 || len(t.children(head, "advcl")) > 0 && t.mark(t.child(head, "advcl")) == "to" || hasObl(t, head, "for", "with", "of")
	case t.rel(k, "obl", "nmod"):
		return slices.Contains([]string{"to", "from", "by", "on", "upon"}, t.prep(k)) && (t.verb(head) || t.prep(k) != "on")
	}
	return false
}

func hasObl(t *tree, i int, preps ...string) bool {
	return slices.ContainsFunc(t.children(i, "obl"), func(k int) bool { return slices.Contains(preps, t.prep(k)) })
}

// modeBy looks for a row of the table that knows token k, as an event or as a word.
func (lex *lexicon) modeBy(t *tree, outer *match, k int, typ entente.EventType, depth int) (entente.Mode, bool) {
	inner, isEvent := lex.matchAt(t, k)
	isEvent = isEvent && !inner.row.has("dead")
	words := []string{t.lemma(k), t.form(k)}
	var was entente.Mode
	if isEvent {
		was = inner.row.mode
		if was == "" {
			was, _ = lex.contentMode(t, &inner, inner.row.typ, depth-1)
		}
		for _, u := range append(t.objects(k), inner.used...) {
			words = append(words, t.lemma(u))
		}
	}
	stopped := lex.stopped(t, k, outer)
	for _, r := range lex.modes {
		if r.outer != typ || r.inner != "" && (!isEvent || inner.row.typ != r.inner || r.not != stopped) || r.was != "" && r.was != was {
			continue
		}
		if r.words != nil && !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(r.words, w) }) {
			continue
		}
		return r.mode, true
	}
	return "", false
}

// stopped reports whether the words between the outer trigger and token k turn the deed
// of k round: "stop attacking", "not to attack", "an end to the attacks".
func (lex *lexicon) stopped(t *tree, k int, outer *match) bool {
	out := false
	for j := k; ; j = t.tok(j).Head {
		if j != k && lex.embeds[lex.verbName(t, j)] == entente.Denied && j != outer.tok {
			out = !out
		}
		if j == outer.tok || j == outer.np {
			return out
		}
		if t.childForm(j, "not") || t.childForm(j, "no") {
			out = !out
		}
		if t.isRoot(j) {
			return out
		}
	}
}

// setModes gives the events that have no mode by their own words the mode that their
// content or their actors give them.
func (r *reading) setModes(t *tree, drafts []*draft) {
	for _, d := range drafts {
		if d.dead != "" {
			continue
		}
		var mode entente.Mode
		switch d.typ {
		case entente.Request, entente.Reject, entente.Threaten:
			switch {
			case d.mode != "" || r.lex.in("DENIAL", t.lemma(d.m.tok)) || r.lex.in("DENIALS", t.lemma(d.m.tok)): // a denial is of a report, whatever the deed
			case d.m.row.must: // "Y must reform": the trigger is what is asked for
				if mode, _ = r.lex.modeBy(t, &d.m, d.m.tok, d.typ, 3); mode == "" && slices.ContainsFunc(d.targets.refs, r.find.armed) {
					mode = "change" // of those who rule
				}
			default:
				mode, _ = r.lex.contentMode(t, &d.m, d.typ, 3)
			}
		case entente.Consult:
			if d.mode == "" && d.row().has("both") && r.countries(d) > 2 {
				mode = "multilateral"
			}
		case entente.Mobilize: // fighters of no state
			irregular := func(ref entente.ActorRef) bool {
				actor := r.a.Cast.Actor(ref)
				return actor != nil && actor.Sector == "REB"
			}
			if d.mode == "troops" && len(d.sources.refs) > 0 && !slices.ContainsFunc(d.sources.refs, func(ref entente.ActorRef) bool { return !irregular(ref) }) {
				mode = "militia"
			}
		}
		if mode != "" {
			appeal := d.typ == entente.Request && strings.HasPrefix(d.cameo, "02")
			if d.mode, d.cameo = mode, ""; appeal {
				d.cameo = r.ontology.AppealCAMEO(mode)
			}
		}
	}
}

// setHosted makes talks of two sides on the soil of a third CONSULT third-party.
func (r *reading) setHosted(d *draft, ev *entente.Event) {
	if d.typ != entente.Consult || d.mode != "" || ev.Place == nil || ev.Place.Country == "" || len(d.sources.refs) < 2 || len(minus(d.sources.refs, d.targets.refs)) > 0 {
		return
	}
	sides := map[string]bool{}
	for _, ref := range d.sources.refs {
		actor := r.a.Cast.Actor(ref)
		if actor == nil || actor.Country == "" || actor.Country == ev.Place.Country {
			return
		}
		sides[actor.Country+string(actor.Sector)] = true
	}
	if len(sides) < 2 {
		return
	}
	mode := entente.Mode("third-party")
	ev.Mode, ev.CAMEO = &mode, r.ontology.DefaultCAMEO(d.typ, mode, ev.Contexts)
	if value, ok := r.ontology.Value(d.typ, mode, ev.CAMEO); ok {
		ev.Goldstein = &value
	}
}

// countries counts the countries of a draft's actors.
func (r *reading) countries(d *draft) int {
	seen := map[string]bool{}
	for _, ref := range slices.Concat(d.sources.refs, d.targets.refs) {
		if c := r.find.country(ref); c != "" {
			seen[c] = true
		}
	}
	return len(seen)
}
