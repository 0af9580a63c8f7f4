package ontology

import (
	"strings"
	"testing"

	"entente"
	"entente/internal/tsv"
)

const (
	typesHead  = "type\tname\tquad\tscore\tcameo\tdefinition\texample\n"
	scoresHead = "type\tmode\tcameo\tscore\n"
)

func ownTables(types, values string) (t, v *tsv.Table) {
	if types != "" {
		t = tsv.Read("types.tsv", typesHead+types, TypesMust, TypesMay)
	}
	if values != "" {
		v = tsv.Read("scores.tsv", scoresHead+values, ScoresMust, ScoresMay)
	}
	return t, v
}

func TestWithNothing(t *testing.T) {
	o := load(t)
	if o.With(nil, nil) != o {
		t.Error("no tables make another ontology")
	}
	if got, want := len(o.Types()), len(entente.EventTypes()); got != want {
		t.Errorf("%d types, want %d", got, want)
	}
	for _, c := range o.Codes() {
		want, _ := o.Goldstein(c.CAMEO)
		if got, ok := o.Value(c.Type, c.Mode, c.CAMEO); !ok || got != want {
			t.Errorf("Value of %s = %g, want that of the scale, %g", c.CAMEO, got, want)
		}
	}
}

func TestWithTypes(t *testing.T) {
	base := load(t)
	types, _ := ownTables("PRISONER_SWAP\tprisoner exchange\tmaterial cooperation\t4.5\t\tSides free each other's people.\tX and Y swapped prisoners.\n"+
		"EXTRADITE\textradition\tmaterial cooperation\t3\t075\tA person is handed over to be tried.\tX extradited a man to Y.\n", "")
	o := base.With(types, nil)
	if len(types.Problems) > 0 {
		t.Fatal(types.Problems)
	}
	if got := o.Types(); len(got) != 18 || got[16] != "PRISONER_SWAP" || len(base.Types()) != 16 {
		t.Errorf("types %v, and %d without the table", got, len(base.Types()))
	}
	if q := o.Quad("EXTRADITE"); q != entente.MaterialCooperation || base.Quad("EXTRADITE") != "" {
		t.Errorf("quad class %q, and %q without the table", q, base.Quad("EXTRADITE"))
	}
	for _, name := range []string{"PRISONER_SWAP", "prisoner swap", "Prisoner Exchange"} {
		if e, ok := o.Explain(name); !ok || e.Name != "PRISONER_SWAP" || e.Label != "prisoner exchange" || e.Example == "" {
			t.Errorf("Explain(%q) = %+v, %v", name, e, ok)
		}
	}
	for _, test := range []struct {
		t     entente.EventType
		cameo string
		score float64
	}{{"PRISONER_SWAP", "", 4.5}, {"EXTRADITE", "075", 3}} {
		cameo := o.DefaultCAMEO(test.t, "", []entente.Context{"military"})
		if v, ok := o.Value(test.t, "", cameo); cameo != test.cameo || v != test.score || !ok || !o.IsOwn(test.t) {
			t.Errorf("%s: CAMEO %q and value %g; want %q and %g", test.t, cameo, v, test.cameo, test.score)
		}
	}
}

func TestWithScores(t *testing.T) {
	types, values := ownTables("PORT_CALL\tport call\tmaterial cooperation\t2\t\tA warship visits.\tX's frigate called at Y.\n",
		"ASSAULT\t\t\t-9\nASSAULT\taerial\t\t-9.5\n\t\t19\t-7\nPORT_CALL\t\t\t1.5\nAID\t\t\t5\n")
	o := load(t).With(types, values)
	if len(values.Problems) > 0 {
		t.Fatal(values.Problems)
	}
	for _, test := range []struct {
		name  string
		t     entente.EventType
		m     entente.Mode
		cameo string
		want  float64
	}{
		{"the code above goes first", entente.Assault, "aerial", "195", -7},
		{"type and mode", entente.Assault, "aerial", "", -9.5},
		{"type alone", entente.Assault, "abduct", "", -9},
		{"a type of one's own", "PORT_CALL", "", "", 1.5},
		{"type over the scale", entente.Aid, "", "070", 5},
		{"the scale", entente.Sanction, "", "163", -8},
	} {
		if got, ok := o.Value(test.t, test.m, test.cameo); !ok || got != test.want {
			t.Errorf("%s: %g, %v; want %g", test.name, got, ok, test.want)
		}
	}
	for name, want := range map[string]float64{"ASSAULT/aerial": -7, "ASSAULT/abduct": -9, "AID": 5, "PORT_CALL": 1.5, "057": 8, "193": -7} {
		e, _ := o.Explain(name)
		if got, ok := o.Counts(e); !ok || got != want {
			t.Errorf("Counts(%s) = %g, %v; want %g", name, got, ok, want)
		}
	}
	if e, _ := o.Explain("GOV"); e.Kind == "sector" {
		if v, ok := o.Counts(e); ok {
			t.Errorf("a sector counts %g", v)
		}
	}
	if v, _ := o.Goldstein("190"); v != -10 {
		t.Errorf("Goldstein's own value of 190 is %g, want -10: imported rows go by it", v)
	}
}

func TestOwnProblems(t *testing.T) {
	const rest = "\tmaterial cooperation\t1\t\td\te\n"
	for _, test := range []struct{ name, types, scores, want string }{
		{"no code", "port call\tn" + rest, "", `types.tsv:2:1: type: "port call" is no code`},
		{"ours", "AID\tn" + rest, "", `types.tsv:2:1: type: AID is one of PLOVER's sixteen: want a code of your own`},
		{"twice", "XX\tn" + rest + "XX\tn" + rest, "", `types.tsv:3:1: type: XX stands in line 2 already`},
		{"class", "XX\tn\tfriendly\t1\t\td\te\n", "", `types.tsv:2:6: quad: no class "friendly": want verbal cooperation`},
		{"score", "XX\tn\tmaterial conflict\tNaN\t\td\te\n", "", `types.tsv:2:24: score: "NaN" is no value on the scale: want a number from -10 to 10`},
		{"sign", "XX\tn\tmaterial conflict\t3\t\td\te\n", "", `types.tsv:2:24: warning: score: 3, and material conflict: cooperation is above 0 elsewhere`},
		{"cameo", "XX\tn\tmaterial conflict\t-3\t57\td\te\n", "", `types.tsv:2:27: cameo: no CAMEO code "57"`},
		{"a sector", "GOV\tn" + rest, "", `types.tsv:2:1: warning: type: GOV is our sector GOV too`},
		{"score of nothing", "", "\t\t\t1\n", `scores.tsv:2:1: type: a score of nothing`},
		{"both", "", "AID\t\t070\t1\n", `scores.tsv:2:6: cameo: a CAMEO code beside a type`},
		{"mistyped", "", "SANTION\t\t\t1\n", `scores.tsv:2:1: type: no type "SANTION": did you mean SANCTION?`},
		{"mode", "", "AID\taerial\t\t1\n", `scores.tsv:2:5: mode: AID has no mode "aerial": it has none`},
		{"over the scale", "", "AID\t\t\t11\n", `scores.tsv:2:7: score: "11" is no value on the scale`},
		{"scored twice", "", "AID\t\t\t1\nAID\t\t\t2\n", `scores.tsv:3:7: score: the same stands in line 2 already`},
		{"no change", "", "\t\t057\t8\n", `scores.tsv:2:7: warning: score: changes nothing: ours is 8 too`},
	} {
		t.Run(test.name, func(t *testing.T) {
			types, values := ownTables(test.types, test.scores)
			load(t).With(types, values)
			table := types
			if table == nil {
				table = values
			}
			if len(table.Problems) != 1 || !strings.HasPrefix(table.Problems[0].String(), test.want) {
				t.Errorf("got %v, want %s", table.Problems, test.want)
			}
		})
	}
}

// FuzzWith: whatever the tables hold, every type has a class and every value is on the scale.
func FuzzWith(f *testing.F) {
	f.Add("XX\tn\tmaterial conflict\t-3\t057\td\te\n", "XX\t\t\t1\n\t\t190\t-3\nASSAULT\taerial\t\t1e1\n")
	f.Add("É\t\t\t\n", "\t\t\t\t\t\n")
	o, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		types, values := ownTables(a, b)
		own := o.With(types, values)
		for _, typ := range own.Types() {
			code := own.DefaultCAMEO(typ, "", nil)
			if v, ok := own.Value(typ, "", code); own.Quad(typ) == "" || !ok || !(v >= -10 && v <= 10) {
				t.Fatalf("%s: %q, value %g, %v", typ, own.Quad(typ), v, ok)
			}
		}
		if len(o.Types()) != 16 {
			t.Fatal("the tables changed our own")
		}
	})
}
