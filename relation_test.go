package entente

import (
	"fmt"
	"slices"
	"testing"
)

func TestRealignments(t *testing.T) {
	relations := []Relation{
		{Pair: [2]string{"EGY", "USA"}, Direction: Warming, Events: []EventID{"e1"}},
		{Pair: [2]string{"EGY", "SUN"}, Direction: Cooling, Events: []EventID{"e2"}},
		{Pair: [2]string{"LBY", "SUN"}, Direction: Warm, Events: []EventID{"e3"}},
		{Pair: [2]string{"LBY", "SUN"}, Direction: Warming, Events: []EventID{"e4"}},
	}
	var got []string
	for _, r := range Realignments(relations) {
		got = append(got, fmt.Sprintf("%s %s>%s %v", r.State, r.From, r.Toward, r.Events))
	}
	want := []string{"EGY SUN>USA [e2 e1]", "SUN EGY>LBY [e2 e4]"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
