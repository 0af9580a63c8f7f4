package parse

import "testing"

func TestSoftmax(t *testing.T) {
	if got := softmax([]float32{0, 0, 0, 0}); got[2] != 0.25 {
		t.Errorf("chances of four equal scores are %v", got)
	}
	if got := softmax([]float32{500, -500}); got[0] != 1 || got[1] != 0 {
		t.Errorf("chances of scores far apart are %v", got)
	}
}
