package index

import (
	"math"
	"testing"
)

func TestEvidenceWeight(t *testing.T) {
	for _, tt := range []struct {
		n    int
		want float64
	}{{-1, 0}, {0, 0}, {1, 1}, {2, 4.0 / 3}, {3, 1.5}, {9, 1.8}, {math.MaxInt, 2}} {
		if got := EvidenceWeight(tt.n); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("EvidenceWeight(%d) = %v, want %v", tt.n, got, tt.want)
		}
	}
	if two := 2 * EvidenceWeight(1); EvidenceWeight(1000) >= two {
		t.Errorf("one event of 1000 sources weighs %v, want less than two of one source, %v", EvidenceWeight(1000), two)
	}
}
