package entente

import "strings"

// Token is one syntactic word: Universal Dependencies' unit, so "don't" is two.
type Token struct {
	Span  Span
	Form  string // the text of Span; with CoNLL-U input, the given form
	Glued bool   // continues the word before it: "n't" after "do"

	// Written by parse.
	Lemma string
	UPOS  string // Universal POS tag: NOUN, PROPN, VERB, AUX, ...
	Feats string // "Number=Sing|..." or "" for none
	Head  int    // index of the head in Sentence.Tokens; the token's own index at the root
	Rel   string // Universal Dependencies relation with its subtype, "nsubj:pass"

	// Written by parse too, as far as its model has heads for it.
	Name      string    // place in a proper name: "B-person", "I-place", "B-organization", "" outside
	Mention   string    // entity type of the mention that this token heads: "person", "event", "time", ...; "" heads none
	Chain     int       // mentions of one entity in one document share a number from 1; 0 is none
	Said      Said      // part in reported speech
	Predicate Predicate // the political event that this token would stand for
}

// Said holds probabilities that a token stands in the attribution source, cue or
// content of reported speech, each in [0, 1].
type Said struct {
	Source, Cue, Content float32
}

// Predicate is a learned opinion, which the coder weighs against its own rules.
// The zero value is no opinion.
type Predicate struct {
	Type   EventType // "" is no political event
	Mode   Mode
	Status Status
	Score  float32 // probability of Type, or of no event, in [0, 1]
}

// Pair is an actor of a sentence who may have done something, and one whom it may have
// been done to: the indices of their tokens. One of the two may be empty, if the
// sentence does not name it. Indices outside the sentence do not count.
type Pair struct {
	Source, Target []int
}

// CountTypes is how many event types there are.
const CountTypes = 16

// Verdict is a learned opinion on a Pair: the chance of each type of event between the
// two, in the order of EventTypes, and of no event. They sum to 1; the zero value is no
// opinion.
type Verdict struct {
	Types [CountTypes]float32
	None  float32
}

// Of returns the chance of a type.
func (v *Verdict) Of(t EventType) float32 {
	for i, other := range EventTypes() {
		if other == t {
			return v.Types[i]
		}
	}
	return 0
}

// Best returns the likeliest type with its chance, or "" with the chance of none if that
// is as likely.
func (v *Verdict) Best() (EventType, float32) {
	best := 0
	for i := range v.Types {
		if v.Types[i] > v.Types[best] {
			best = i
		}
	}
	if v.None >= v.Types[best] {
		return "", v.None
	}
	return EventTypes()[best], v.Types[best]
}

// Feat returns the value of the morphological feature name, or "".
func (tok *Token) Feat(name string) string {
	rest := tok.Feats
	for rest != "" {
		var pair string
		pair, rest, _ = strings.Cut(rest, "|")
		if key, value, ok := strings.Cut(pair, "="); ok && key == name {
			return value
		}
	}
	return ""
}

// BaseRel is the relation without its subtype: "nsubj" for "nsubj:pass".
func (tok *Token) BaseRel() string {
	base, _, _ := strings.Cut(tok.Rel, ":")
	return base
}

// Sentence is a span of the text with its tokens, in order. Tokens lie inside
// Span and do not overlap.
type Sentence struct {
	Span      Span
	Zone      Zone
	Paragraph int // index into Article.Blocks of the block that it stands in
	Tokens    []Token
}

// Root returns the index of the root token, or -1 if there are no tokens.
func (s *Sentence) Root() int {
	for i := range s.Tokens {
		if s.Tokens[i].Head == i {
			return i
		}
	}
	return -1
}

// Children returns the dependents of token i whose relation is one of rels, in
// text order; all of them if no relation is given. A relation without a subtype
// matches every subtype: "nsubj" matches "nsubj:pass".
func (s *Sentence) Children(i int, rels ...string) []int {
	var out []int
	for j := range s.Tokens {
		if s.Tokens[j].Head == i && j != i && matchRel(s.Tokens[j].Rel, rels) {
			out = append(out, j)
		}
	}
	return out
}

// Child returns the first dependent of token i with one of rels, or -1.
func (s *Sentence) Child(i int, rels ...string) int {
	for j := range s.Tokens {
		if s.Tokens[j].Head == i && j != i && matchRel(s.Tokens[j].Rel, rels) {
			return j
		}
	}
	return -1
}

func matchRel(rel string, rels []string) bool {
	if len(rels) == 0 {
		return true
	}
	base, _, _ := strings.Cut(rel, ":")
	for _, want := range rels {
		if rel == want || base == want {
			return true
		}
	}
	return false
}

// Dominates reports whether token a is b or an ancestor of b.
func (s *Sentence) Dominates(a, b int) bool {
	for range s.Tokens {
		if a == b {
			return true
		}
		if s.Tokens[b].Head == b {
			return false
		}
		b = s.Tokens[b].Head
	}
	return false
}

// Subtree returns the indices of token i and all its descendants, in order.
func (s *Sentence) Subtree(i int) []int {
	var out []int
	for j := range s.Tokens {
		if s.Dominates(i, j) {
			out = append(out, j)
		}
	}
	return out
}

// SpanOf returns the span from the first to the last of the tokens first..last,
// both inclusive.
func (s *Sentence) SpanOf(first, last int) Span {
	return Span{s.Tokens[first].Span.Start, s.Tokens[last].Span.End}
}

// TokenAt returns the index of the first token that overlaps sp, or -1.
func (s *Sentence) TokenAt(sp Span) int {
	for i := range s.Tokens {
		if s.Tokens[i].Span.Overlaps(sp) {
			return i
		}
	}
	return -1
}
