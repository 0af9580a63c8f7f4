package link

import (
	"cmp"
	"maps"
	"slices"

	"entente"
)

// Deal is what rows tell of one deal of two parties.
type Deal struct {
	Pair   [2]string   `json:"pair"` // codes, sorted
	Object []string    `json:"object,omitempty"`
	Stages []DealStage `json:"stages"` // oldest first
}

// DealStage is one step of a deal and the row that tells of it.
type DealStage struct {
	Stage  string           `json:"stage"`
	Day    entente.Day      `json:"day,omitzero"`
	Report entente.ReportID `json:"report"`
}

// stageRank orders what happened on one day.
var stageRank = map[string]int{"talks": 1, "agreed": 2, "signed": 3, "delivered": 4, "suspended": 5}

// stageOf is the stage of a row: its own, or what its type amounts to.
func stageOf(r *entente.Report) string {
	if r.Stage != "" {
		return r.Stage
	}
	switch r.Type {
	case entente.Consult:
		return "talks"
	case entente.Aid, entente.Cooperate:
		if r.Status == entente.Happened || r.Status == entente.Ongoing {
			return "delivered"
		}
	}
	return "agreed"
}

// openDeal is a deal and how often each object word, by its stem, was said of it.
type openDeal struct {
	Deal
	said  map[string]int
	words map[string]string // the stems as first printed
}

// Deals sorts rows that tell of deals (those with a stage or figures) into deals, each
// of one pair and one object: what is sold, lent, built or agreed on, by the content
// words that the sentences share. A row of many parties stands in the deals of each pair.
// Object holds up to six words, those said most often first.
//
// It is a heuristic: a second contract for the same goods joins the first.
func Deals(reports []entente.Report) []Deal {
	order := make([]int, len(reports))
	days := make([]entente.Day, len(reports))
	for i := range order {
		order[i] = i
		days[i], _ = Days(&reports[i])
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(days[i].Compare(days[j]), stageRank[stageOf(&reports[i])]-stageRank[stageOf(&reports[j])])
	})
	var open []*openDeal
	for _, i := range order {
		r := &reports[i]
		object := objectOf(r)
		for _, pair := range pairsOf(r) {
			d := dealOf(open, pair, object)
			if d == nil {
				d = &openDeal{Deal: Deal{Pair: pair}, said: map[string]int{}, words: map[string]string{}}
				open = append(open, d)
			}
			for _, s := range object {
				if d.said[s.text]++; d.words[s.text] == "" {
					d.words[s.text] = s.word
				}
			}
			d.Stages = append(d.Stages, DealStage{stageOf(r), days[i], r.ID})
		}
	}
	var out []Deal
	for _, d := range open {
		stems := slices.SortedFunc(maps.Keys(d.said), func(a, b string) int { return cmp.Or(d.said[b]-d.said[a], cmp.Compare(a, b)) })
		for _, s := range stems[:min(len(stems), 6)] {
			d.Object = append(d.Object, d.words[s])
		}
		out = append(out, d.Deal)
	}
	return out
}

// dealOf returns the deal of a pair that shares most words with an object, at least two
// of them or all that one of both has, or nil.
func dealOf(open []*openDeal, pair [2]string, object []stem) *openDeal {
	var best *openDeal
	most := 0
	for _, d := range open {
		n := 0
		for _, s := range object {
			if d.Pair == pair && d.said[s.text] > 0 {
				n++
			}
		}
		if n > most && (n >= 2 || n == len(object) || n == len(d.said)) {
			best, most = d, n
		}
	}
	return best
}

// dealing holds words of every deal, by stem.
var dealing = set("deal agre agree agreem accord treat pact protoc memora contra sign ratif conclu negoti talk discus delive receiv suppl suspen freez halt cancel " +
	"sell buy purcha worth valu includ announ plan meet visit relati cooper hold begin began resum reach tak giv send mon paid")

// objectOf returns the words of what a deal is about.
func objectOf(r *entente.Report) []stem {
	return slices.DeleteFunc(contentOf(r), func(s stem) bool { return dealing[s.text] })
}

// pairsOf returns the pairs of codes that stand on two sides of r, or of all its parties
// if it is of both sides alike; sorted, each once.
func pairsOf(r *entente.Report) [][2]string {
	from, to := r.Sources, r.Targets
	if mutual(r) {
		from = everybody(r)
		to = from
	}
	var out [][2]string
	for i := range from {
		for j := range to {
			a, b := from[i].Code, to[j].Code
			if a == "" || b == "" || a == b {
				continue
			}
			if b < a {
				a, b = b, a
			}
			if p := [2]string{a, b}; !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	slices.SortFunc(out, func(p, q [2]string) int { return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1])) })
	return out
}
