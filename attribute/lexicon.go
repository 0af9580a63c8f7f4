package attribute

import (
	_ "embed"
	"fmt"
	"strings"

	"entente"
)

//go:embed cues.tsv
var cueTable string

//go:embed speakers.tsv
var speakerTable string

// entry is one row of cues.tsv: what a cue may govern and what it does.
type entry struct {
	lemma   string
	frames  map[string]bool
	preps   map[string]bool
	stance  entente.Stance
	toInf   entente.Stance // stance with an infinitive: "agreed to ..."; "" keeps stance
	negated entente.Stance // stance of "did not ..."; "" keeps stance
}

func (e *entry) has(frame string) bool { return e.frames[frame] }

// cueKey is a lemma with its part of speech.
type cueKey struct{ lemma, upos string }

// lexicon holds the two tables.
type lexicon struct {
	cues     map[cueKey]*entry
	forms    map[string]*entry // inflected forms of the verbs
	open     *entry            // how a verb that the table lacks is read
	speakers map[string]string // noun lemma to "institution", "media", "masthead" or "document"
}

// rows calls f for each row of a table with that many columns. It returns an
// error that names the line for the first row that has another number or that f
// refuses.
func rows(table string, columns int, f func(cols []string) error) error {
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != columns {
			return fmt.Errorf("line %d has %d columns, want %d", n, len(cols), columns)
		}
		if err := f(cols); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return nil
}

// set reads "a,b"; "-" is the empty set.
func set(list string) map[string]bool {
	out := map[string]bool{}
	if list == "-" {
		return out
	}
	for word := range strings.SplitSeq(list, ",") {
		out[word] = true
	}
	return out
}

// readLexicon reads cues.tsv and speakers.tsv.
func readLexicon(cues, speakers string) (*lexicon, error) {
	lex := &lexicon{cues: map[cueKey]*entry{}, forms: map[string]*entry{}, speakers: map[string]string{}}
	lex.open = &entry{frames: map[string]bool{"that": true, "inf": true, "obj": true}, preps: map[string]bool{}, stance: entente.StanceAssert}
	err := rows(cues, 6, func(c []string) error {
		key := cueKey{c[0], c[1]}
		if lex.cues[key] != nil {
			return fmt.Errorf("%s %s stands twice", c[0], c[1])
		}
		stance, toInf, _ := strings.Cut(c[4], "/")
		e := &entry{lemma: c[0], frames: set(c[2]), preps: set(c[3]), stance: entente.Stance(stance), toInf: entente.Stance(toInf)}
		if c[5] != "-" {
			e.negated = entente.Stance(c[5])
		}
		lex.cues[key] = e
		if c[1] == "VERB" {
			for _, form := range inflections(c[0]) {
				if lex.forms[form] == nil {
					lex.forms[form] = e
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("cues.tsv: %w", err)
	}
	err = rows(speakers, 2, func(c []string) error {
		if lex.speakers[c[0]] != "" {
			return fmt.Errorf("%s stands twice", c[0])
		}
		lex.speakers[c[0]] = c[1]
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("speakers.tsv: %w", err)
	}
	return lex, nil
}

// find returns the row of a token, or nil. A verb whose lemma is not in the table
// is looked up by its form too, since lemmas may be wrong: "suggeste".
func (lex *lexicon) find(tok *entente.Token) *entry {
	if e := lex.cues[cueKey{strings.ToLower(tok.Lemma), tok.UPOS}]; e != nil {
		return e
	}
	if tok.UPOS == "VERB" {
		return lex.forms[strings.ToLower(tok.Form)]
	}
	return nil
}

// inflections returns the regular forms of a verb; of a verb with irregular ones
// it returns some that nobody writes, which does no harm.
func inflections(verb string) []string {
	stem := strings.TrimSuffix(verb, "e")
	out := []string{verb + "s", stem + "ed", stem + "ing"}
	last := verb[len(verb)-1]
	switch {
	case last == 'y' && !strings.ContainsRune("aeou", rune(verb[len(verb)-2])):
		out = append(out, verb[:len(verb)-1]+"ies", verb[:len(verb)-1]+"ied")
	case strings.ContainsRune("sxzh", rune(last)):
		out = append(out, verb+"es")
	case strings.ContainsRune("tlmnprgbd", rune(last)):
		out = append(out, verb+string(last)+"ed", verb+string(last)+"ing")
	}
	return out
}
