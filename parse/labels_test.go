package parse

import "testing"

func TestChance(t *testing.T) {
	if got := chance([]float32{0, 0, 0, 0}, 2); got != 0.25 {
		t.Errorf("chance of one in four equal scores is %v", got)
	}
	if got := chance([]float32{50, -50}, 0); got < 0.999 {
		t.Errorf("chance of a score far above the other is %v", got)
	}
}
