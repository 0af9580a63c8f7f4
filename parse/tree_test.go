package parse

import (
	"math"
	"math/rand/v2"
	"testing"
)

// bruteForce tries all trees with one root and returns the best sum.
func bruteForce(scores []float32, stride, n int) float64 {
	best := math.Inf(-1)
	heads := make([]int, n+1)
	var try func(i int, sum float64)
	try = func(i int, sum float64) {
		if i > n {
			if wellFormed(heads[1:]) && sum > best {
				best = sum
			}
			return
		}
		for j := 0; j <= n; j++ {
			if j != i {
				heads[i] = j
				try(i+1, sum+float64(scores[(i-1)*stride+j]))
			}
		}
	}
	try(1, 0)
	return best
}

// wellFormed reports whether heads (0 is the root, words from 1) is a tree with one root word.
func wellFormed(heads []int) bool {
	roots := 0
	for i, h := range heads {
		if h == 0 {
			roots++
		}
		if h < 0 || h > len(heads) || h == i+1 {
			return false
		}
		at := i + 1
		for range heads {
			if at != 0 {
				at = heads[at-1]
			}
		}
		if at != 0 {
			return false
		}
	}
	return roots == 1
}

func TestBestTreeAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var s treeScratch
	contracted := 0
	for round := range 3000 {
		n := 1 + round%6
		stride := n + 1 + round%3
		scores := make([]float32, n*stride)
		for i := range scores {
			scores[i] = float32(r.NormFloat64() * 10)
			if round%4 == 0 { // ties
				scores[i] = float32(r.IntN(3))
			}
			if round%5 == 0 && i%stride == 0 { // several roots look good
				scores[i] += 30
			}
		}
		heads := bestTree(scores, stride, n, &s)
		if !wellFormed(heads) {
			t.Fatalf("round %d: %v is no tree with one root", round, heads)
		}
		sum := 0.0
		for i, h := range heads {
			sum += float64(scores[i*stride+h])
		}
		if want := bruteForce(scores, stride, n); math.Abs(sum-want) > 1e-4 {
			t.Fatalf("round %d: the tree %v scores %v, the best %v", round, heads, sum, want)
		}
		if len(s.cycles) > 1 {
			contracted++
		}
		s.cycles = s.cycles[:0]
	}
	if contracted < 100 {
		t.Errorf("only %d rounds contracted more than one cycle", contracted)
	}
}

func TestBestTreeOfBrokenScores(t *testing.T) {
	nan := float32(math.NaN())
	scores := make([]float32, 20*21)
	for i := range scores {
		scores[i] = nan
	}
	if heads := bestTree(scores, 21, 20, new(treeScratch)); !wellFormed(heads) {
		t.Errorf("bestTree of NaN = %v, no tree with one root", heads)
	}
}

func TestBestTreeOfLongSentence(t *testing.T) {
	// Each word's best head is its neighbour's: all cycles, again and again.
	n := 400
	scores := make([]float32, n*(n+1))
	r := rand.New(rand.NewPCG(5, 5))
	for i := 1; i <= n; i++ {
		for j := 0; j <= n; j++ {
			scores[(i-1)*(n+1)+j] = -float32((i-j)*(i-j)) + r.Float32()
		}
		scores[(i-1)*(n+1)] = -1e6
	}
	if heads := bestTree(scores, n+1, n, new(treeScratch)); !wellFormed(heads) {
		t.Error("no tree with one root")
	}
}
