package parse

import (
	"fmt"
	"slices"

	"entente"
	"entente/encoder"
	"entente/encoder/kernel"
	"entente/model"
	"entente/wordpiece"
)

// Judge tells what kind of event a sentence has between two of its actors: a learned
// opinion, by the weights of train/pairs.py. It marks the two in the sentence, as the
// lower layers of the parser's encoder left it, and reads that with upper layers of
// its own. It does not change and may be used by several goroutines at once.
//
// A verdict depends on the sentence, its tree and the pair alone. Limit: of a sentence that is read in
// stretches (see Parser), pairs that stand in two of them have no verdict.
type Judge struct {
	k      *kernel.Kernel
	vocab  *wordpiece.Vocab
	branch *encoder.Branch
	limit  int
	hidden int

	inner, types *kernel.Linear
	free         chan *judging // idle memory, as the Parser's
}

// judging is the memory of one call.
type judging struct {
	work
	enc    encoder.BranchScratch
	in     kernel.Quantised
	hidden []float32
	scores []float32
	marks  []uint8
	asked  []int // index of each pair of the stretch
	marked []encoder.Marked
}

// NewJudge prepares the branch m, which was trained on p's model. It takes some milliseconds.
func NewJudge(p *Parser, m *model.Branch) (*Judge, error) {
	c := m.Config
	want := append(names(entente.EventTypes()), "_")
	if !slices.Equal(c.Types, want) {
		return nil, &entente.Error{Op: "parse", Kind: entente.Syntax, Input: "pairs.safetensors", Err: fmt.Errorf("the types are %q, not %q", c.Types, want)}
	}
	j := &Judge{k: p.k, vocab: p.vocab, limit: p.limit, hidden: c.Hidden, free: make(chan *judging, p.workers)}
	var err error
	if j.branch, err = encoder.NewBranch(p.enc, m); err != nil {
		return nil, err
	}
	if j.inner, err = encoder.Stack(&m.Tensors, p.k, encoder.Rows*c.Hidden, encoder.Layer{Name: "inner", Out: c.Inner}); err != nil {
		return nil, err
	}
	if j.types, err = encoder.Stack(&m.Tensors, p.k, c.Inner, encoder.Layer{Name: "kind", Out: len(c.Types)}); err != nil {
		return nil, err
	}
	return j, nil
}

func names(types []entente.EventType) []string {
	var out []string
	for _, t := range types {
		out = append(out, string(t))
	}
	return out
}

// Types returns a verdict on each of the pairs, which are of the sentence s as the parser left it.
func (j *Judge) Types(s *entente.Sentence, pairs []entente.Pair) []entente.Verdict {
	out := make([]entente.Verdict, len(pairs))
	if len(pairs) == 0 {
		return out
	}
	w := j.take()
	defer j.put(w)
	tokens := s.Tokens
	w.pieces(j.vocab, tokens, j.limit)
	for from := 0; from < len(tokens); {
		to := w.cut(tokens, from, j.limit)
		w.add(j.vocab, tokens, from, to)
		j.stretch(&w.stretches[0], pairs, out, w)
		w.reset()
		from = to
	}
	return out
}

// stretch writes the verdicts on those pairs whose heads stand in st into out.
func (j *Judge) stretch(st *stretch, pairs []entente.Pair, out []entente.Verdict, w *judging) {
	pieces := len(w.batch.Pieces)
	w.marks, w.asked, w.marked = w.marks[:0], w.asked[:0], w.marked[:0]
	for i := range pairs {
		three, ok := st.three(&pairs[i])
		if !ok {
			continue
		}
		m := encoder.Marked{Rows: [encoder.Rows]int{st.start, st.first[three[0]], st.first[three[1]], st.first[three[2]]}}
		at := len(w.marks)
		w.marks = slices.Grow(w.marks, pieces)[:at+pieces]
		clear(w.marks[at:])
		st.mark(w.marks[at:], pairs[i].Target, 2)
		st.mark(w.marks[at:], pairs[i].Source, 1) // a token of both is the source's
		w.asked, w.marked = append(w.asked, i), append(w.marked, m)
	}
	n := len(w.asked)
	if n == 0 {
		return
	}
	for i := range w.marked { // now that w.marks grows no more
		w.marked[i].Marks = w.marks[i*pieces:][:pieces]
	}
	x := j.branch.Encode(&w.batch, w.marked, &w.enc)
	wide, inner := encoder.Rows*j.hidden, j.inner.Width()
	j.k.Quantise(&w.in, x, wide, wide, n)
	w.hidden = growFloats(w.hidden, n*inner)
	j.inner.Mul(w.hidden, inner, &w.in)
	j.k.GELU(w.hidden)
	j.k.Quantise(&w.in, w.hidden, inner, inner, n)
	w.scores = growFloats(w.scores, n*j.types.Width())
	j.types.Mul(w.scores, j.types.Width(), &w.in)
	for row, i := range w.asked {
		chances := w.scores[row*j.types.Width():][:entente.CountTypes+1]
		softmaxInto(chances, chances)
		out[i].None = chances[copy(out[i].Types[:], chances)]
	}
}

// three returns the words of the stretch whose vectors tell of the pair: the heads of
// source and target, and the lowest word that both hang from, which is the source's
// head if there is none in the stretch. An empty side has the other's head, and then
// what that hangs from stands for the third. It is false if no token of the pair, or
// a side's head, is in the stretch.
func (st *stretch) three(p *entente.Pair) (words [3]int, ok bool) {
	s, t := st.head(p.Source), st.head(p.Target)
	one := s < 0 || t < 0
	if s < 0 {
		s = t
	}
	if t < 0 {
		t = s
	}
	if s < 0 || !st.has(s) || !st.has(t) {
		return words, false
	}
	join := st.above(s)
	if !one {
		join = st.join(s, t)
	}
	if !st.has(join) {
		join = s
	}
	return [3]int{s - st.offset, t - st.offset, join - st.offset}, true
}

// join returns the lowest word that words s and t of the whole sentence hang from, or s if there is none.
func (st *stretch) join(s, t int) int {
	a, b := s, t
	deepA, deepB := st.depth(a), st.depth(b)
	for ; deepA > deepB; deepA-- {
		a = st.above(a)
	}
	for ; deepB > deepA; deepB-- {
		b = st.above(b)
	}
	for range deepA {
		if a == b {
			break
		}
		a, b = st.above(a), st.above(b)
	}
	if a != b {
		return s
	}
	return a
}

// depth is how many words stand above word i; the number of all if there is a cycle.
func (st *stretch) depth(i int) int {
	for n := range st.whole {
		above := st.above(i)
		if above == i {
			return n
		}
		i = above
	}
	return len(st.whole)
}

// head returns the first of words, which are of the whole sentence, that hangs from none of the others; -1 if there is none.
func (st *stretch) head(words []int) int {
	first := -1
	for _, i := range words {
		if i < 0 || i >= len(st.whole) {
			continue
		}
		if above := st.above(i); above == i || !slices.Contains(words, above) {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

// above returns what word i of the whole sentence hangs from, itself if that is no word.
func (st *stretch) above(i int) int {
	if head := st.whole[i].Head; head >= 0 && head < len(st.whole) {
		return head
	}
	return i
}

// has reports whether word i of the whole sentence is in the stretch.
func (st *stretch) has(i int) bool { return i >= st.offset && i < st.offset+len(st.words) }

// mark writes mark on the pieces of those of words that are in the stretch.
func (st *stretch) mark(marks []uint8, words []int, mark uint8) {
	for _, i := range words {
		if !st.has(i) {
			continue
		}
		i -= st.offset
		end := len(marks) - 1 // of [SEP]
		if i+1 < len(st.first) {
			end = st.first[i+1]
		}
		for p := st.first[i]; p < end; p++ {
			marks[p] = mark
		}
	}
}

func (j *Judge) take() *judging {
	select {
	case w := <-j.free:
		return w
	default:
		return new(judging)
	}
}

func (j *Judge) put(w *judging) {
	w.reset()
	select {
	case j.free <- w:
	default: // more callers at once than workers
	}
}
