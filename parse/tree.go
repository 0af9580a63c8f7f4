package parse

import "math"

// treeScratch is the working memory of bestTree.
type treeScratch struct {
	heads  []int
	state  []int32
	weight []float64 // [head][dependent], over nodes; a contracted cycle takes one of its nodes
	source []int32   // the words between which the arc weight[head][dependent] really stands
	target []int32
	best   []int // the chosen head of every node
	active []bool
	nodes  [][]int32 // the words that each node stands for
	cycles []cycle
}

// cycle is a contraction: members[0] is the node that stands for all from then on.
type cycle struct {
	members []int
	nodes   [][]int32  // what each member stood for
	arcs    [][2]int32 // the real arc that entered each member inside the cycle
}

// bestTree returns the head of each of n words: 0 is the root, word i counts from
// 1 and has its head at heads[i-1]. score(i, j) = scores[(i-1)*stride+j] is that of head j
// for word i. The tree has the highest sum of scores among those with exactly one
// word under the root. The result lies in s.
//
// Taking the logarithm of a softmax over each word's heads first would change
// every tree's sum by the same amount, so scores are used as they are.
//
// Method: Chu and Liu 1965, Edmonds 1967, with contraction in place; O(n^3) at
// worst, O(n^2) where every word's best head already makes a tree. One root is had
// by a malus on all arcs from the root that no sum of scores can outweigh.
func bestTree(scores []float32, stride, n int, s *treeScratch) []int {
	s.heads = s.heads[:0]
	for i := 1; i <= n; i++ {
		best, top := -1, float32(0)
		for j, v := range scores[(i-1)*stride:][:n+1] {
			if j != i && (best < 0 || v > top) {
				best, top = j, v
			}
		}
		s.heads = append(s.heads, best)
	}
	if s.isTree(n) {
		return s.heads
	}
	s.prepare(scores, stride, n)
	for s.contract(n) {
	}
	s.expand(n)
	return s.heads
}

// isTree reports whether s.heads has one root word and no cycle.
func (s *treeScratch) isTree(n int) bool {
	s.state = append(s.state[:0], make([]int32, n+1)...)
	s.state[0] = -1
	roots := 0
	for i := 1; i <= n; i++ {
		if s.heads[i-1] == 0 {
			roots++
		}
		at := i
		for s.state[at] == 0 {
			s.state[at] = int32(i)
			at = s.heads[at-1]
		}
		if s.state[at] == int32(i) {
			return false
		}
	}
	return roots == 1
}

func (s *treeScratch) prepare(scores []float32, stride, n int) {
	size := n + 1
	s.weight = append(s.weight[:0], make([]float64, size*size)...)
	s.source = append(s.source[:0], make([]int32, size*size)...)
	s.target = append(s.target[:0], make([]int32, size*size)...)
	s.best = append(s.best[:0], make([]int, size)...)
	s.active, s.nodes, s.cycles = s.active[:0], s.nodes[:0], s.cycles[:0]
	low, high := math.Inf(1), math.Inf(-1)
	for i := range size {
		s.active = append(s.active, true)
		s.nodes = append(s.nodes, []int32{int32(i)})
		if i == 0 {
			continue
		}
		for j, f := range scores[(i-1)*stride:][:size] {
			v := float64(f)
			if v-v != 0 { // not finite: only from broken weights
				v = 0
			}
			if j != i {
				low, high = min(low, v), max(high, v)
			}
			s.weight[j*size+i], s.source[j*size+i], s.target[j*size+i] = v, int32(j), int32(i)
		}
	}
	malus := float64((high-low)*float64(n)) + 1 // two roundings, on every processor
	for i := 1; i <= n; i++ {
		s.weight[i] -= malus
	}
}

// contract chooses the best head of every node. If that makes a cycle, it
// contracts one and returns true.
func (s *treeScratch) contract(n int) bool {
	size := n + 1
	for v := 1; v <= n; v++ {
		if !s.active[v] {
			continue
		}
		s.best[v] = -1
		for u := range size {
			if u != v && s.active[u] && (s.best[v] < 0 || s.weight[u*size+v] > s.weight[s.best[v]*size+v]) {
				s.best[v] = u
			}
		}
	}
	members := s.findCycle(n)
	if members == nil {
		return false
	}
	c := cycle{members: members}
	inside := make([]bool, size)
	for _, v := range members {
		u := s.best[v]
		inside[v] = true
		c.nodes = append(c.nodes, s.nodes[v])
		c.arcs = append(c.arcs, [2]int32{s.source[u*size+v], s.target[u*size+v]})
	}
	s.cycles = append(s.cycles, c)

	rep := members[0]
	gain := make([]float64, len(members)) // the weights that entering breaks
	for i, v := range members {
		gain[i] = s.weight[s.best[v]*size+v]
	}
	for u := range size {
		if !s.active[u] || inside[u] {
			continue
		}
		in, out := members[0], members[0]
		inWeight := s.weight[u*size+in] - gain[0]
		for i, v := range members[1:] {
			if w := s.weight[u*size+v] - gain[i+1]; w > inWeight {
				in, inWeight = v, w
			}
			if s.weight[v*size+u] > s.weight[out*size+u] {
				out = v
			}
		}
		s.weight[u*size+rep], s.source[u*size+rep], s.target[u*size+rep] = inWeight, s.source[u*size+in], s.target[u*size+in]
		s.weight[rep*size+u], s.source[rep*size+u], s.target[rep*size+u] = s.weight[out*size+u], s.source[out*size+u], s.target[out*size+u]
	}
	var all []int32
	for _, v := range members {
		all = append(all, s.nodes[v]...)
		s.active[v] = v == rep
	}
	s.nodes[rep] = all
	return true
}

// findCycle returns the nodes of one cycle of s.best, or nil.
func (s *treeScratch) findCycle(n int) []int {
	s.state = append(s.state[:0], make([]int32, n+1)...)
	s.state[0] = -1
	for i := 1; i <= n; i++ {
		if !s.active[i] {
			continue
		}
		at := i
		for s.state[at] == 0 {
			s.state[at] = int32(i)
			at = s.best[at]
		}
		if s.state[at] == int32(i) {
			members := []int{at}
			for v := s.best[at]; v != at; v = s.best[v] {
				members = append(members, v)
			}
			return members
		}
	}
	return nil
}

// expand turns the chosen heads of the nodes into heads of words, opening the
// contracted cycles in reverse.
func (s *treeScratch) expand(n int) {
	size := n + 1
	enter := make([][2]int32, size) // the real arc that enters each node
	for v := 1; v <= n; v++ {
		if s.active[v] {
			u := s.best[v]
			enter[v] = [2]int32{s.source[u*size+v], s.target[u*size+v]}
		}
	}
	for i := len(s.cycles) - 1; i >= 0; i-- {
		c := &s.cycles[i]
		arc := enter[c.members[0]]
		for k, v := range c.members {
			enter[v] = c.arcs[k]
			for _, word := range c.nodes[k] {
				if word == arc[1] {
					enter[v] = arc
				}
			}
		}
	}
	for v := 1; v <= n; v++ {
		s.heads[v-1] = int(enter[v][0])
	}
}
