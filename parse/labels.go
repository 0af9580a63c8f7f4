package parse

import (
	"math"
	"strings"

	"entente"
	"entente/model"
)

// nameTag is a label of the classifier of names: "B" or "I" and a type, or zero.
type nameTag struct {
	place, kind string
}

// loadLabels reads the lists of the classifiers whose first label, "_", is none.
func (h *heads) loadLabels(c model.Config) {
	for _, s := range c.Names {
		place, kind, _ := strings.Cut(none(s), "-")
		h.names = append(h.names, nameTag{place, kind})
	}
	for _, s := range c.Mentions {
		h.mentions = append(h.mentions, none(s))
	}
	for _, s := range c.Events {
		h.events = append(h.events, entente.EventType(none(s)))
	}
	for _, s := range c.Modes {
		h.modes = append(h.modes, entente.Mode(none(s)))
	}
	for _, s := range c.Statuses {
		h.statuses = append(h.statuses, entente.Status(s))
	}
}

func none(label string) string {
	if label == "_" {
		return ""
	}
	return label
}

// label writes what the further classifiers tell of the word at a row.
func (h *heads) label(tok *entente.Token, s *scratch, row int) {
	logits := s.logits[row*h.words.Width():]
	if tag := ofName; len(h.names) > 0 {
		best := h.names[s.best[tag][row]]
		tok.Name = best.kind // joinNames puts B and I before it
		if best.place == "B" {
			tok.Name = "B-" + best.kind
		}
	}
	if len(h.mentions) > 0 {
		tok.Mention = h.mentions[s.best[ofMention][row]]
	}
	if len(h.events) == 0 {
		return
	}
	at := h.classifiers[ofSaid].at
	tok.Said = entente.Said{Source: sigmoid(logits[at]), Cue: sigmoid(logits[at+1]), Content: sigmoid(logits[at+2])}
	tok.Predicate = entente.Predicate{}
	if best := s.best[ofEvent][row]; h.events[best] != "" {
		tok.Predicate = entente.Predicate{
			Type: h.events[best], Mode: h.modes[s.best[ofMode][row]], Status: h.statuses[s.best[ofStatus][row]],
			Score: chance(logits[h.classifiers[ofEvent].at:][:len(h.events)], best),
		}
	}
}

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

// chance is the softmax of scores at i.
func chance(scores []float32, i int) float32 {
	sum := 0.0
	for _, v := range scores {
		sum += math.Exp(float64(v - scores[i]))
	}
	return float32(1 / sum)
}

// joinNames makes BIO tags of what label wrote: a word inside a name continues the
// one before it if that is of its type, and opens a name otherwise.
func joinNames(tokens []entente.Token) {
	before := ""
	for i := range tokens {
		tok := &tokens[i]
		kind, opens := strings.CutPrefix(tok.Name, "B-")
		if kind != "" && !opens {
			if kind == before {
				tok.Name = "I-" + kind
			} else {
				tok.Name = "B-" + kind
			}
		}
		before = kind
	}
}
