package parse

import (
	"math"

	"entente"
	"entente/model"
)

// loadLabels reads the lists of the classifiers whose first label, "_", is none.
func (h *heads) loadLabels(c model.Config) {
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
	if len(h.mentions) > 0 {
		tok.Mention = h.mentions[s.best[ofMention][row]]
	}
	if len(h.events) == 0 {
		return
	}
	at := h.classifiers[ofSaid].at
	tok.Said = entente.Said{Source: sigmoid(logits[at]), Cue: sigmoid(logits[at+1]), Content: sigmoid(logits[at+2])}
	best := s.best[ofEvent][row]
	tok.Predicate = entente.Predicate{Score: chance(logits[h.classifiers[ofEvent].at:][:len(h.events)], best)}
	if h.events[best] != "" {
		tok.Predicate.Type, tok.Predicate.Mode, tok.Predicate.Status = h.events[best], h.modes[s.best[ofMode][row]], h.statuses[s.best[ofStatus][row]]
	}
}

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

// softmax returns the chances of scores.
func softmax(scores []float32) []float32 {
	out := make([]float32, len(scores))
	softmaxInto(out, scores)
	return out
}

// chance is the softmax of scores at best, their highest, without the others.
func chance(scores []float32, best int) float32 {
	var sum float32
	for _, v := range scores {
		sum += float32(math.Exp(float64(v - scores[best])))
	}
	return 1 / sum
}

// softmaxInto writes the chances of scores into dst, which may be scores.
func softmaxInto(dst, scores []float32) {
	sum, top := float32(0), scores[argmax(scores)]
	for i, v := range scores {
		dst[i] = float32(math.Exp(float64(v - top)))
		sum += dst[i]
	}
	for i := range dst {
		dst[i] /= sum
	}
}
