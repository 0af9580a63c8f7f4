package attribute

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"entente"
	"entente/internal/tsv"
)

// Columns of a user's own table of cues: those that every row fills, and those that it may.
var (
	CuesMust = []string{"lemma", "pos", "frames", "stance"}
	CuesMay  = []string{"prepositions", "negated"}
)

// cueWord is what a lemma looks like: one word of a sentence, in small letters.
var cueWord = regexp.MustCompile(`^\p{Ll}[\p{Ll}'’-]+$`)

// With returns at with the cues of a user's table, which replace ours, and notes in it what
// is wrong; such rows are left out. A nil table gives at, which stays as it is.
func (at *Attributor) With(cues *tsv.Table) *Attributor {
	if len(cues.All()) == 0 {
		return at
	}
	lex := *at.lex
	lex.cues, lex.forms = maps.Clone(at.lex.cues), maps.Clone(at.lex.forms)
	lines := map[cueKey]int{}
	for _, row := range cues.All() {
		e, key, ok := at.lex.own(&row)
		if !ok {
			continue
		}
		if lines[key] > 0 {
			row.Fail("lemma", "%s %s stands in line %d already", key.lemma, key.upos, lines[key])
			continue
		}
		lines[key] = row.Line
		if ours := at.lex.cues[key]; ours != nil {
			row.Warn("lemma", "replaces ours: %s", ours)
		}
		lex.cues[key] = e
		if key.upos == "VERB" {
			for _, form := range inflections(key.lemma) {
				lex.forms[form] = e
			}
		}
	}
	return &Attributor{lex: &lex}
}

// frames are all that a cue may have; cues.tsv says what each means.
var frames = []string{"that", "quote", "inf", "objinf", "obj", "tell", "prep", "pass", "as", "seem", "adv", "light", "put", "untrue"}

// stances are all that a cue may take.
var stances = []entente.Stance{entente.StanceAssert, entente.StanceDeny, entente.StanceConfirm, entente.StancePredict, entente.StanceDemand,
	entente.StancePromise, entente.StanceThreaten, entente.StanceBelieve, entente.StanceAsk}

// own reads a row of a user's table.
func (lex *lexicon) own(row *tsv.Row) (e *entry, key cueKey, ok bool) {
	key = cueKey{row.Get("lemma"), strings.ToUpper(row.Get("pos"))}
	if !cueWord.MatchString(key.lemma) {
		return nil, key, row.Fail("lemma", "%q never matches: want one word in small letters, in its base form: claim", key.lemma)
	}
	if !slices.Contains([]string{"VERB", "NOUN", "ADJ", "ADV"}, key.upos) {
		return nil, key, row.Fail("pos", "no part of speech %q: want VERB, NOUN, ADJ or ADV", row.Get("pos"))
	}
	e = &entry{lemma: key.lemma, frames: map[string]bool{}, preps: map[string]bool{}}
	for _, frame := range row.List("frames", ",") {
		if !slices.Contains(frames, frame) {
			want := "want some of " + strings.Join(frames, ", ")
			if near := tsv.Nearest(frame, frames); near != "" {
				want = fmt.Sprintf("did you mean %q?", near)
			}
			return nil, key, row.Fail("frames", "no frame %q: %s", frame, want)
		}
		e.frames[frame] = true
	}
	for _, word := range row.List("prepositions", ",") {
		if word != "-" { // none, as our own table writes it
			e.preps[word] = true
		}
	}
	if e.frames["prep"] != (len(e.preps) > 0) {
		return nil, key, row.Fail("prepositions", "the frame prep and prepositions go together: want both or neither")
	}
	stance, toInf, _ := strings.Cut(row.Get("stance"), "/")
	negated := strings.TrimPrefix(row.Get("negated"), "-")
	e.stance, e.toInf, e.negated = entente.Stance(stance), entente.Stance(toInf), entente.Stance(negated)
	good := true
	for _, c := range []struct {
		column string
		stance entente.Stance
		may    bool // be empty
	}{{"stance", e.stance, false}, {"stance", e.toInf, true}, {"negated", e.negated, true}} {
		if !slices.Contains(stances, c.stance) && !(c.may && c.stance == "") {
			good = row.Fail(c.column, "no stance %q: want one of %v", c.stance, stances)
		}
	}
	return e, key, good
}

// String is the entry as its row says it.
func (e *entry) String() string {
	text := e.lemma + ", frames " + strings.Join(slices.Sorted(maps.Keys(e.frames)), ",")
	if len(e.preps) > 0 {
		text += ", prepositions " + strings.Join(slices.Sorted(maps.Keys(e.preps)), ",")
	}
	text += ", stance " + string(e.stance)
	if e.toInf != "" {
		text += "/" + string(e.toInf)
	}
	return text + ", negated " + cmp.Or(string(e.negated), "-")
}
