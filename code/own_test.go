package code

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"entente"
	"entente/internal/tsv"
	"entente/ontology"
)

// ownCoder makes a coder with a user's tables.
func ownCoder(t testing.TB, types, events string) (*Coder, *tsv.Table) {
	t.Helper()
	o, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if types != "" {
		table := tsv.Read("types.tsv", types, ontology.TypesMust, ontology.TypesMay)
		if o = o.With(table, nil); len(table.Problems) > 0 {
			t.Fatal(table.Problems)
		}
	}
	table := tsv.Read("events.tsv", events, EventsMust, EventsMay)
	return c.With(o, table), table
}

// TestOwnCases reads testdata/own: cases as TestCases has them, with the user's tables.
func TestOwnCases(t *testing.T) {
	files, err := filepath.Glob("testdata/own/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			tables := map[string]string{}
			for _, f := range archive.Files {
				tables[f.Name] = string(f.Data)
			}
			c, events := ownCoder(t, tables["types.tsv"], tables["events.tsv"])
			if err := events.Err(); err != nil {
				t.Fatal(err)
			}
			a, wants := readCase(t, file)
			coding := c.Code(a)
			for _, want := range wants {
				if !meets(a, coding.Events, want) {
					t.Errorf("want %s, got\n%s", want, shown(a, coding))
				}
			}
			for _, ev := range coding.Events {
				if c.ontology.IsOwn(ev.Type) != strings.HasPrefix(ev.Rule, ownRule) || ev.Goldstein == nil {
					t.Errorf("%s by rule %s counts %v", ev.Type, ev.Rule, ev.Goldstein)
				}
			}
			if before, _ := readCase(t, file); len(newCoder(t).Code(before).Events) == len(coding.Events) && shown(before, newCoder(t).Code(before)) == shown(a, coding) {
				t.Error("the user's rows change nothing")
			}
		})
	}
}

func TestWithNoRows(t *testing.T) {
	c := newCoder(t)
	if own := c.With(c.ontology, nil); own.lex != c.lex || own.ontology != c.ontology {
		t.Error("no rows make another lexicon")
	}
}

// TestOwnSlotsAreOurs holds the lists of own.go against our own tables.
func TestOwnSlotsAreOurs(t *testing.T) {
	odd := []string{"appos", "and", "that", "subj:TROOPS"} // written in our tables, and no slots
	for _, r := range newCoder(t).lex.rows {
		for _, n := range r.when {
			if !slices.Contains(conditionSlots, n.slot) && !slices.Contains(prepositions, n.slot) {
				t.Errorf("%s has a condition on %q, which a user's row may not have", r.id, n.slot)
			}
		}
		for _, slot := range slices.Concat(r.sources, r.targets) {
			if !slices.Contains(sideSlots, slot) && !slices.Contains(prepositions, slot) && !slices.Contains(odd, slot) {
				t.Errorf("%s has the slot %q, which a user's row may not have", r.id, slot)
			}
		}
	}
}

func TestOwnProblems(t *testing.T) {
	for _, test := range []struct{ name, rows, want string }{
		{"part of speech", "vreb\tswap\t\t\t\tAGREE\t\t\t\t\n", `events.tsv:2:1: pos: no part of speech "vreb": want verb, noun or adjective`},
		{"type", "verb\tswap\t\t\t\tAGRE\t\t\t\t\n", `events.tsv:2:14: type: no type "AGRE": did you mean AGREE?`},
		{"mode", "verb\tswap\t\t\t\tAGREE\taerial\t\t\t\n", `events.tsv:2:20: mode: AGREE has no mode "aerial"`},
		{"cameo", "verb\tswap\t\t\t\tAGREE\t\t57\t\t\n", `events.tsv:2:21: cameo: no CAMEO code "57"`},
		{"context", "verb\tswap\t\t\t\tAGREE\t\t\tmilitray\t\n", `events.tsv:2:22: context: no context "militray": did you mean military?`},
		{"flag", "verb\tswap\t\t\t\tAGREE\t\t\t\tbotth\n", `events.tsv:2:23: flags: no flag "botth": did you mean "both"?`},
		{"condition", "verb\tswap\tobj\t\t\tAGREE\t\t\t\t\n", `events.tsv:2:11: when: condition "obj" is not slot:words: conditions are slot:words`},
		{"class", "verb\tswap\tobj:PRISONRS\t\t\tAGREE\t\t\t\t\n", `events.tsv:2:11: when: unknown class "PRISONRS"`},
		{"condition's slot", "verb\tswap\tobject:man\t\t\tAGREE\t\t\t\t\n", `events.tsv:2:11: when: no slot "object": want one of obj`},
		{"condition's word", "verb\tswap\tobj:Prisoner\t\t\tAGREE\t\t\t\t\n", `events.tsv:2:11: when: the word "Prisoner" never matches`},
		{"source", "verb\tswap\t\tsbj\t\tAGREE\t\t\t\t\n", `events.tsv:2:12: source: no slot "sbj": did you mean "subj"?`},
		{"target", "verb\tswap\t\t\twiht\tAGREE\t\t\t\t\n", `events.tsv:2:13: target: no slot "wiht": did you mean "with"?`},
		{"capitals", "verb\tSwap\t\t\t\tAGREE\t\t\t\t\n", `events.tsv:2:6: lemmas: "Swap" never matches: want it in small letters, "swap"`},
		{"two words", "noun\tport call\t\t\t\tAGREE\t\t\t\t\n", `events.tsv:2:6: lemmas: "port call" never matches, for a noun is one word: want "call", and the word before it as a condition mod:`},
		{"three words", "verb\thand over to\t\t\t\tAGREE\t\t\t\t\n", `events.tsv:2:6: lemmas: "hand over to" never matches: want a verb, or a verb and its particle`},
		{"sign", "verb\tswap!\t\t\t\tAGREE\t\t\t\t\n", `events.tsv:2:6: lemmas: "swap!" never matches`},
		{"twice", "verb\tzap\tobj:man\t\t\tAGREE\t\t\t\t\nverb\tzap,zop\tobj:man\t\t\tAID\t\t\t\t\n", `events.tsv:3:6: lemmas: "zap" never matches: line 2 has it with the same conditions`},
		{"before ours", "verb\textradite\t\t\t\tAID\t\t\t\t\n", `events.tsv:2:6: warning: lemmas: "extradite" goes before verb.cooperate.extradite`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, table := ownCoder(t, "", "pos\tlemmas\twhen\tsource\ttarget\ttype\tmode\tcameo\tcontext\tflags\n"+test.rows)
			if len(table.Problems) != 1 || !strings.HasPrefix(table.Problems[0].String(), test.want) {
				t.Errorf("got %v, want %s", table.Problems, test.want)
			}
		})
	}
}

// FuzzWith: whatever the rows hold, a sentence can be coded with them, and each event has a
// type of the ontology.
func FuzzWith(f *testing.F) {
	f.Add("verb\tswap,exchange\tobj:prisoner|captive !with:*\tsubj\twith\tAGREE\t\t030\tmilitary\tboth,takes\n")
	f.Add("noun\tsoldier\t\tof\tin\tASSAULT\taerial\t\t\tflip\nverb\tsend\tmod:* xcomp:*\t\t\tAID\t\t\t\tdead\n")
	f.Add("adjective\té,ß_x\ta:b\t,\t,\t\t\t\t\t,\n")
	base, _ := ownCoder(f, "", "")
	a, _ := readCase(&testing.T{}, "testdata/cases/aid-send.txtar")
	f.Fuzz(func(t *testing.T, rows string) {
		table := tsv.Read("events.tsv", "pos\tlemmas\twhen\tsource\ttarget\ttype\tmode\tcameo\tcontext\tflags\n"+rows, EventsMust, EventsMay)
		for _, ev := range base.With(base.ontology, table).Code(a).Events {
			if !slices.Contains(entente.EventTypes(), ev.Type) || ev.Goldstein == nil {
				t.Fatalf("%s has the type %q and counts %v", ev.Rule, ev.Type, ev.Goldstein)
			}
		}
	})
}
