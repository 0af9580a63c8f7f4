package code

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"entente"
	"entente/internal/tsv"
	"entente/ontology"
)

// Columns of a user's own lexicon: those that every row fills, and those that it may. They
// are those of our tables, with the part of speech, which tells our tables apart, in front.
var (
	EventsMust = []string{"pos", "lemmas", "type"}
	EventsMay  = []string{"when", "source", "target", "mode", "cameo", "context", "flags"}
)

// ownRule stands before the id of a row of the user's own.
const ownRule = "own."

// lemmaForm is what a lemma looks like: small letters, maybe a particle after a _.
var lemmaForm = regexp.MustCompile(`^\p{Ll}[\p{Ll}'’-]*(_\p{Ll}+)?$`)

// With returns c with the rows of a user's lexicon, by an ontology that has the user's
// types, and notes in the table what is wrong; such rows are left out. Where one of them
// fits, none of ours is asked. Without rows only the ontology is another. c stays as it is.
func (c *Coder) With(o *ontology.Ontology, events *tsv.Table) *Coder {
	own := &Coder{ontology: o, lex: c.lex, judge: c.judge}
	if len(events.All()) == 0 {
		return own
	}
	lex := *c.lex
	lex.verbs, lex.nouns, lex.adjectives = maps.Clone(lex.verbs), maps.Clone(lex.nouns), maps.Clone(lex.adjectives)
	lex.rows = slices.Clone(lex.rows)
	lines := map[*row]int{}
	for _, cells := range events.All() {
		for _, r := range c.lex.ownRows(&cells, o) {
			table := lex.table(r.pos)
			if lex.hidden(&cells, r, table[r.lemma], lines) {
				continue
			}
			lines[r] = cells.Line
			lex.rows = append(lex.rows, r)
			// Ours stay behind: a row of ours may have conditions where the user's does not fit.
			at := slices.IndexFunc(table[r.lemma], func(other *row) bool { return !other.own })
			if at < 0 {
				at = len(table[r.lemma])
			}
			table[r.lemma] = slices.Insert(slices.Clone(table[r.lemma]), at, r)
		}
	}
	own.lex = &lex
	return own
}

// table is that of a part of speech, nil where there is none.
func (lex *lexicon) table(pos string) map[string][]*row {
	return map[string]map[string][]*row{"verb": lex.verbs, "noun": lex.nouns, "adjective": lex.adjectives}[pos]
}

// hidden notes which rows a new one stands before, and reports whether it can never match
// itself: one of the user's with the same conditions always wins over it.
func (lex *lexicon) hidden(cells *tsv.Row, r *row, before []*row, lines map[*row]int) bool {
	var ours []string
	for _, other := range before {
		switch {
		case other.own && sameNeeds(other.when, r.when):
			return !cells.Fail("lemmas", "%q never matches: line %d has it with the same conditions", r.lemma, lines[other])
		case !other.own && covers(r.when, other.when):
			ours = append(ours, other.id)
		}
	}
	if n := len(ours); n > 0 {
		more := ""
		if n > 1 {
			more = fmt.Sprintf(" and %d more of ours", n-1)
		}
		cells.Warn("lemmas", "%q goes before %s%s wherever it fits", r.lemma, ours[0], more)
	}
	return false
}

// covers reports whether every word that a row of ours asks for is asked for by the
// user's row or not asked at all, so that where ours fits the user's does too.
func covers(own, ours []need) bool {
	return !slices.ContainsFunc(own, func(n need) bool {
		return !slices.ContainsFunc(ours, func(o need) bool {
			return o.slot == n.slot && o.not == n.not && (slices.Contains(n.words, "*") || !slices.ContainsFunc(o.words, func(w string) bool { return !slices.Contains(n.words, w) }))
		})
	})
}

func sameNeeds(a, b []need) bool { return covers(a, b) && covers(b, a) }

// ownRows reads a row of a user's table: one row of the lexicon a lemma.
func (lex *lexicon) ownRows(cells *tsv.Row, o *ontology.Ontology) []*row {
	pos := strings.ToLower(cells.Get("pos"))
	if lex.table(pos) == nil {
		cells.Fail("pos", "no part of speech %q: want verb, noun or adjective", cells.Get("pos"))
		return nil
	}
	good := o.Check(cells)
	when, err := lex.parseWhen(cells.Get("when"))
	if err != nil {
		good = cells.Fail("when", "%v: conditions are slot:words, as in obj:prisoner|detainee, with:* or !mod:nuclear; words in capitals are classes (lexicon/classes.tsv)", err)
	}
	for _, n := range when {
		good = checkNeed(cells, n) && good
	}
	sources, targets := lex.ownSlots(cells, "source"), lex.ownSlots(cells, "target")
	marks := cells.List("flags", ",")
	for _, flag := range marks {
		if !slices.Contains(flags, flag) {
			good = cells.Fail("flags", "no flag %q: %s", flag, wantOf(flag, flags))
		}
	}
	if !good || sources == nil || targets == nil {
		return nil
	}
	typ := entente.EventType(cells.Get("type"))
	defaults, ok := lex.defaults[typ]
	if !ok {
		defaults = lex.defaults[anyType]
	}
	if len(sources) == 0 {
		sources = verbSlots(pos, defaults.sources)
	}
	if len(targets) == 0 {
		targets = defaults.targets
	}
	var out []*row
	for _, lemma := range cells.List("lemmas", ",") {
		if !checkLemma(cells, lemma, pos) {
			continue
		}
		r := &row{lemma: lemma, pos: pos, own: true, when: when, sources: sources, targets: targets, typ: typ,
			mode: entente.Mode(cells.Get("mode")), cameo: cells.Get("cameo"), context: entente.Context(cells.Get("context")), flags: marks}
		r.id = ownRule + rowID(pos, typ, lemma, cells.Get("when"))
		out = append(out, r)
	}
	return out
}

// checkLemma reports whether a word of a sentence can be a lemma.
func checkLemma(cells *tsv.Row, lemma, pos string) bool {
	switch {
	case strings.Contains(lemma, " ") && pos == "verb":
		return cells.Fail("lemmas", "%q never matches: want a verb, or a verb and its particle as in hand_over; other words are conditions", lemma)
	case strings.ContainsAny(lemma, " _") && pos != "verb":
		_, last, _ := strings.Cut(strings.ReplaceAll(lemma, " ", "_"), "_")
		return cells.Fail("lemmas", "%q never matches, for a %s is one word: want %q, and the word before it as a condition mod:", lemma, pos, last)
	case lemma != strings.ToLower(lemma):
		return cells.Fail("lemmas", "%q never matches: want it in small letters, %q", lemma, strings.ToLower(lemma))
	case !lemmaForm.MatchString(lemma):
		return cells.Fail("lemmas", "%q never matches: want a word in small letters", lemma)
	}
	return true
}

// conditionSlots are what a condition may be on beside prepositions; lexicon/README.md says what each is.
var conditionSlots = []string{"obj", "subj", "xcomp", "ccomp", "mod", "adv", "gov", "opens", "tells", "light", "role", "case", "cop", "given"}

// sideSlots are where an actor may be sought beside prepositions.
var sideSlots = []string{"subj", "obj", "iobj", "poss", "amod", "gov", "around", "cop", "parties", "where", "border", "deal", "comp", "any", "clause"}

// prepositions are the words that our own tables have for slots. English has more, so that
// another word only gets a warning.
var prepositions = strings.Fields("about above across after against along alongside among around as at before behind below beneath beside between beyond both by despite down " +
	"during except following for from in inside into like near of off on onto opposite out outside over past round since than through throughout to toward towards under underneath " +
	"until unto up upon versus via with within without because_of out_of according_to due_to instead_of ahead_of in_front_of on_behalf_of")

func checkNeed(cells *tsv.Row, n need) bool {
	if !slices.Contains(conditionSlots, n.slot) && !slices.Contains(prepositions, n.slot) {
		return cells.Fail("when", "no slot %q: %s", n.slot, wantOf(n.slot, conditionSlots))
	}
	for _, w := range n.words {
		if !n.class && w != strings.ToLower(w) {
			return cells.Fail("when", "the word %q never matches: want it in small letters; capitals alone name a class of words", w)
		}
	}
	return true
}

// ownSlots reads a cell of slots: an empty list where it is empty, nil where it is wrong.
func (lex *lexicon) ownSlots(cells *tsv.Row, column string) []string {
	out := cells.List(column, ",")
	for _, slot := range out {
		if !slices.Contains(sideSlots, slot) && !slices.Contains(prepositions, slot) {
			cells.Fail(column, "no slot %q: %s", slot, wantOf(slot, sideSlots))
			return nil
		}
	}
	if out == nil {
		return []string{}
	}
	return out
}

// wantOf says what a mistyped word may be meant for.
func wantOf(word string, among []string) string {
	if near := tsv.Nearest(word, slices.Concat(among, prepositions)); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "want one of " + strings.Join(among, ", ") + ", or a preposition"
}
