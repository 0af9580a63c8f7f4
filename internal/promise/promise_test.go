package promise

import (
	"slices"
	"testing"
)

func TestBroken(t *testing.T) {
	for _, tt := range []struct {
		name                string
		promised, now, want []string
	}{
		{"kept", []string{"a", "b"}, []string{"b", "a"}, nil},
		{"more than promised", []string{"a"}, []string{"a", "b"}, nil},
		{"gone", []string{"a", "b"}, []string{"a"}, []string{"b"}},
		{"another", []string{"a text"}, []string{"a number"}, []string{"a text"}},
	} {
		if got := Broken(tt.promised, tt.now); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
