package hostile_test

import (
	"bytes"
	"slices"
	"testing"

	"entente/internal/hostile"
)

// TestMake: a seed makes one page and no other, and every trick has its turn.
func TestMake(t *testing.T) {
	samples := [][]byte{[]byte("<p>Chad reopened its border. Peru did not."), []byte("Oslo, 3 May. Chad reopened its border.")}
	before := slices.Clone(samples[0])
	left := map[string]bool{}
	for _, name := range hostile.Tricks() {
		left[name] = true
	}
	bodies := map[string]bool{}
	const n = 300
	for seed := range uint64(n) {
		p, again := hostile.Make(seed, samples), hostile.Make(seed, samples)
		if !bytes.Equal(p.Body, again.Body) || !slices.Equal(p.Tricks, again.Tricks) {
			t.Fatalf("seed %d made two pages, by %q and %q", seed, p.Tricks, again.Tricks)
		}
		for _, name := range p.Tricks {
			delete(left, name)
		}
		bodies[string(p.Body)] = true
	}
	if len(left) > 0 {
		t.Errorf("not played: %v", left)
	}
	if len(bodies) < n*9/10 {
		t.Errorf("%d seeds make only %d pages", n, len(bodies))
	}
	if !bytes.Equal(samples[0], before) {
		t.Error("a sample was changed")
	}
}
