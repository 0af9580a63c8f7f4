package attribute

import (
	"slices"
	"strings"
	"testing"

	"entente/internal/tsv"
)

func cueRows(rows string) *tsv.Table {
	return tsv.Read("cues.tsv", "lemma\tpos\tframes\tprepositions\tstance\tnegated\n"+rows, CuesMust, CuesMay)
}

// TestFramesAreOurs holds the lists of own.go against the embedded table.
func TestFramesAreOurs(t *testing.T) {
	at, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for key, e := range at.lex.cues {
		for frame := range e.frames {
			if !slices.Contains(frames, frame) {
				t.Errorf("%s %s has frame %q, which a user's row may not have", key.lemma, key.upos, frame)
			}
		}
		if !slices.Contains(stances, e.stance) {
			t.Errorf("%s %s has stance %q, which a user's row may not have", key.lemma, key.upos, e.stance)
		}
		if !cueWord.MatchString(key.lemma) {
			t.Errorf("%s is no word that a user's row may have", key.lemma)
		}
	}
}

func TestWith(t *testing.T) {
	at, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if at.With(nil) != at || at.With(cueRows("")) != at {
		t.Error("no rows make another Attributor")
	}
	table := cueRows("kvetch\tVERB\tthat,quote,prep\tabout\tassert/demand\tdeny\nsay\tverb\tquote\t-\tbelieve\t-\n")
	own := at.With(table)
	e := own.lex.cues[cueKey{"kvetch", "VERB"}]
	if e == nil || e.String() != "kvetch, frames prep,quote,that, prepositions about, stance assert/demand, negated deny" {
		t.Errorf("kvetch is %v", e)
	}
	if own.lex.forms["kvetched"] != e || at.lex.cues[cueKey{"kvetch", "VERB"}] != nil || at.lex.forms["kvetched"] != nil {
		t.Error("the form kvetched is not that of the row, or the row reached our own table")
	}
	if say := own.lex.cues[cueKey{"say", "VERB"}]; say.stance != "believe" || own.lex.forms["says"] != say {
		t.Errorf("say is %v", say)
	}
	if len(table.Problems) != 1 || !strings.HasPrefix(table.Problems[0].String(), "cues.tsv:3:1: warning: lemma: replaces ours: say, frames ") {
		t.Errorf("problems %v; want a warning that names ours", table.Problems)
	}
}

func TestWithProblems(t *testing.T) {
	at, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, rows, want string }{
		{"two words", "speak out\tVERB\tthat\t\tassert\t\n", `cues.tsv:2:1: lemma: "speak out" never matches: want one word in small letters`},
		{"capitals", "Kvetch\tVERB\tthat\t\tassert\t\n", `cues.tsv:2:1: lemma: "Kvetch" never matches`},
		{"one letter", "y\tVERB\tthat\t\tassert\t\n", `cues.tsv:2:1: lemma: "y" never matches`},
		{"part of speech", "kvetch\tV\tthat\t\tassert\t\n", `cues.tsv:2:8: pos: no part of speech "V": want VERB, NOUN, ADJ or ADV`},
		{"frame", "kvetch\tVERB\tthat,qoute\t\tassert\t\n", `cues.tsv:2:13: frames: no frame "qoute": did you mean "quote"?`},
		{"prepositions without a frame", "kvetch\tVERB\tthat\tabout\tassert\t\n", `cues.tsv:2:18: prepositions: the frame prep and prepositions go together`},
		{"frame without prepositions", "kvetch\tVERB\tprep\t-\tassert\t\n", `cues.tsv:2:18: prepositions: the frame prep and prepositions go together`},
		{"stance", "kvetch\tVERB\tthat\t\tmoan\t\n", `cues.tsv:2:19: stance: no stance "moan": want one of [assert deny`},
		{"stance with an infinitive", "kvetch\tVERB\tthat\t\tassert/moan\t\n", `cues.tsv:2:19: stance: no stance "moan"`},
		{"negated", "kvetch\tVERB\tthat\t\tassert\tnot\n", `cues.tsv:2:26: negated: no stance "not"`},
		{"twice", "kvetch\tVERB\tthat\t\tassert\t\nkvetch\tVERB\tquote\t\tassert\t\n", `cues.tsv:3:1: lemma: kvetch VERB stands in line 2 already`},
	} {
		t.Run(test.name, func(t *testing.T) {
			table := cueRows(test.rows)
			at.With(table)
			if len(table.Problems) != 1 || !strings.HasPrefix(table.Problems[0].String(), test.want) {
				t.Errorf("got %v, want %s", table.Problems, test.want)
			}
		})
	}
}

// FuzzWith: a row is refused with a mistake, or is a cue whose forms lead to it.
func FuzzWith(f *testing.F) {
	f.Add("kvetch\tVERB\tthat,quote,prep\tabout\tassert/demand\tdeny\n")
	f.Add("é\tVERB\t,\t,\t/\t-\nay\tVERB\tthat\t\tassert\n")
	at, err := New()
	if err != nil {
		f.Fatal(err)
	}
	ours := len(at.lex.cues)
	f.Fuzz(func(t *testing.T, rows string) {
		table := cueRows(rows)
		own := at.With(table)
		for _, row := range table.Rows {
			key := cueKey{row.Get("lemma"), strings.ToUpper(row.Get("pos"))}
			if table.Err() == nil && own.lex.cues[key] == at.lex.cues[key] {
				t.Fatalf("%v is neither refused nor read", key)
			}
		}
		if len(at.lex.cues) != ours {
			t.Fatal("a row reached our own table")
		}
	})
}
