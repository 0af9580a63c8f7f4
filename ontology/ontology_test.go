package ontology

import (
	"testing"

	"entente"
)

func load(t *testing.T) *Ontology {
	t.Helper()
	o, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestGoldsteinAgreesWithQuad checks that cooperation is positive and conflict
// negative. No code is excepted today; a new one belongs into the list with its
// reason.
func TestGoldsteinAgreesWithQuad(t *testing.T) {
	o := load(t)
	exceptions := map[string]string{}
	for _, c := range o.Codes() {
		value, ok := o.Goldstein(c.CAMEO)
		if !ok {
			t.Errorf("%s has no Goldstein value", c.CAMEO)
			continue
		}
		quad := o.Quad(c.Type)
		cooperation := quad == entente.VerbalCooperation || quad == entente.MaterialCooperation
		if cooperation != (value > 0) && exceptions[c.CAMEO] == "" {
			t.Errorf("%s is %s (%s) but has %g", c.CAMEO, c.Type, quad, value)
		}
	}
}

func TestExplain(t *testing.T) {
	o := load(t)
	for _, test := range []struct{ code, kind, name string }{
		{"SANCTION", "type", "SANCTION"},
		{"sanction", "type", "SANCTION"},
		{"martial law", "mode", "martial-law"},
		{"THREATEN/violence", "mode", "violence"},
		{"Military", "context", "military"},
		{"claimed", "status", "claimed"},
		{"gov", "sector", "GOV"},
		{"Material Conflict", "quad class", "material conflict"},
		{"057", "CAMEO code", "057"},
	} {
		e, ok := o.Explain(test.code)
		if !ok || e.Kind != test.kind || e.Name != test.name || e.Meaning == "" {
			t.Errorf("Explain(%q) = %+v, %v; want %s %s", test.code, e, ok, test.kind, test.name)
		}
	}
	if e, ok := o.Explain("no such code"); ok {
		t.Errorf("Explain of nonsense gave %+v", e)
	}
}

func TestEveryEntryHasMeaningAndExample(t *testing.T) {
	o := load(t)
	for _, e := range o.Entries() {
		if e.Meaning == "" || e.Example == "" {
			t.Errorf("%s %s lacks a meaning or an example", e.Kind, e.Name)
		}
	}
}

func TestCAMEO(t *testing.T) {
	o := load(t)
	c, ok := o.CAMEO("195")
	if !ok || c.Type != entente.Assault || c.Mode != "heavy-weapons" {
		t.Errorf("CAMEO(195) = %+v, %v", c, ok)
	}
	if v, ok := o.Goldstein("1214"); !ok || v != -4 {
		t.Errorf("Goldstein(1214) = %g, %v; want the parent's -4", v, ok)
	}
	if _, ok := o.Goldstein("99"); ok {
		t.Error("Goldstein(99) exists")
	}
}

func TestDefaults(t *testing.T) {
	o := load(t)
	for _, test := range []struct {
		t        entente.EventType
		m        entente.Mode
		contexts []entente.Context
		want     string
	}{
		{entente.Consult, "visit", nil, "042"},
		{entente.Cooperate, "", []entente.Context{"territory", "military"}, "062"},
		{entente.Cooperate, "", nil, "060"},
	} {
		if got := o.DefaultCAMEO(test.t, test.m, test.contexts); got != test.want {
			t.Errorf("DefaultCAMEO(%s, %s, %v) = %s, want %s", test.t, test.m, test.contexts, got, test.want)
		}
	}
}

// TestAppeals: an appeal is no demand, and where the scale has the two apart its value is the friendlier.
func TestAppeals(t *testing.T) {
	o, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range append([]entente.Mode{"", "nothing known"}, o.Modes(entente.Request)...) {
		appeal, ok := o.Goldstein(o.AppealCAMEO(m))
		demand, _ := o.Goldstein(o.DefaultCAMEO(entente.Request, m, nil))
		if !ok || appeal <= demand {
			t.Errorf("REQUEST %s: an appeal is worth %v, a demand %v", m, appeal, demand)
		}
	}
}
