package markup

import (
	"reflect"
	"strings"
	"testing"

	"entente"
)

func TestParse(t *testing.T) {
	tests := []struct {
		name, in, plain string
		want            []Mark
	}{
		{"none", "It rains.", "It rains.", nil},
		{"two", "[source Oslo] [cue said]", "Oslo said", []Mark{{"source", entente.Span{Start: 0, End: 4}}, {"cue", entente.Span{Start: 5, End: 9}}}},
		{"nested", "[a x [b y] z]", "x y z", []Mark{{"a", entente.Span{Start: 0, End: 5}}, {"b", entente.Span{Start: 2, End: 3}}}},
		{"brackets of the text", `\[sic\] \\`, `[sic] \`, nil},
		{"wide characters", "é[a ü]", "éü", []Mark{{"a", entente.Span{Start: 2, End: 4}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plain, marks, err := Parse(tt.in)
			if err != nil || plain != tt.plain || !reflect.DeepEqual(marks, tt.want) {
				t.Errorf("Parse(%q) = %q, %v, %v; want %q, %v", tt.in, plain, marks, err, tt.plain, tt.want)
			}
		})
	}
	for _, bad := range []string{"[a x", "x]", "[ x]", "[a]", `\`} {
		if _, _, err := Parse(bad); err == nil {
			t.Errorf("Parse(%q) gives no error", bad)
		}
	}
}

// FuzzParse checks that stripping the marks gives the plain text back, that
// spans lie in it, and that they nest.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"[a x [b y] z]", `\[a\]`, "[a ][b ]", "ü[a é]", "[a [b [c x]]]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, marked string) {
		plain, marks, err := Parse(marked)
		if err != nil {
			return
		}
		again, none, err := Parse(escape(plain))
		if err != nil || again != plain || len(none) != 0 {
			t.Fatalf("plain text %q does not survive: %q, %v, %v", plain, again, none, err)
		}
		for i, m := range marks {
			if m.Span.Start < 0 || m.Span.End > len(plain) || m.Span.Start > m.Span.End {
				t.Fatalf("span %v outside %d bytes", m.Span, len(plain))
			}
			for _, o := range marks[:i] {
				crosses := o.Span.Start < m.Span.Start && m.Span.Start < o.Span.End && o.Span.End < m.Span.End
				if crosses || o.Span.Start > m.Span.Start {
					t.Fatalf("marks %v and %v cross or are out of order", o, m)
				}
			}
		}
		// Stripping by hand: what is left of the input is the plain text.
		if !strings.ContainsAny(marked, `[]\`) && plain != marked {
			t.Fatalf("text without marks changed: %q to %q", marked, plain)
		}
	})
}

func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
}
