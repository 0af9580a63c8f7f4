package report

import (
	"io"
	"reflect"
	"strings"
	"testing"

	"entente"
	"entente/desk"
)

const hostile = "x\x1b[31m\u202ey\nz"

// poison sets every string of v, and gives every list one item and every pointer
// something to point at.
func poison(v reflect.Value, depth int) {
	if depth > 12 || !v.CanSet() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(hostile)
	case reflect.Int:
		v.SetInt(2)
	case reflect.Struct:
		for i := range v.NumField() {
			poison(v.Field(i), depth+1)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		poison(v.Index(0), depth+1)
	case reflect.Array:
		for i := range v.Len() {
			poison(v.Index(i), depth+1)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		poison(v.Elem(), depth+1)
	}
}

func poisoned[T any](page func(io.Writer, *T, Options) error) func(io.Writer) error {
	return func(w io.Writer) error {
		v := new(T)
		poison(reflect.ValueOf(v).Elem(), 0)
		return page(w, v, Options{})
	}
}

// TestHostile: whatever stands in a ledger, no page moves the cursor or turns the writing.
func TestHostile(t *testing.T) {
	for name, write := range map[string]func(io.Writer) error{
		"relation": poisoned(Relation), "brief": poisoned(Brief), "alert": poisoned(Alert), "timeline": poisoned(Timeline), "realignments": poisoned(Realignments), "search": poisoned(Search),
		"quotes":  poisoned(func(w io.Writer, l *desk.List[entente.Quote], o Options) error { return Quotes(w, l, o) }),
		"figures": poisoned(Figures), "disputes": poisoned(Disputes), "deals": poisoned(Deals), "predictions": poisoned(Predictions),
	} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), "x") {
			t.Errorf("%s: nothing of the poison is on the page", name)
		}
		for line := range strings.Lines(b.String()) {
			if strings.ContainsAny(line, "\x1b\u202e") || strings.HasPrefix(line, "z") {
				t.Errorf("%s: %q", name, line)
			}
		}
	}
}
