package link

import (
	"cmp"
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

// Deals sorts rows that tell of deals (those with a stage or figures) into deals, each
// of one pair and one object: what is sold, lent, built or agreed on, by the content
// words that the sentences share. A row of many parties stands in the deals of each pair.
func Deals(reports []entente.Report) []Deal {
	type open struct {
		Deal
		words map[string]int
	}
	order := make([]int, len(reports))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := &reports[i], &reports[j]
		da, _ := Days(a)
		db, _ := Days(b)
		return cmp.Or(da.Compare(db), stageRank[stageOf(a)]-stageRank[stageOf(b)])
	})
	var deals []*open
	for _, i := range order {
		r := &reports[i]
		words := objectOf(r)
		day, _ := Days(r)
		for _, pair := range pairsOf(r) {
			var best *open
			most := 0
			for _, d := range deals {
				if d.Pair != pair {
					continue
				}
				n := 0
				for _, w := range words {
					if d.words[w] > 0 {
						n++
					}
				}
				if n > most {
					best, most = d, n
				}
			}
			if best == nil || most < 2 && most < len(words) && most < len(best.words) {
				best = &open{Deal: Deal{Pair: pair}, words: map[string]int{}}
				deals = append(deals, best)
			}
			for _, w := range words {
				best.words[w]++
			}
			best.Stages = append(best.Stages, DealStage{stageOf(r), day, r.ID})
		}
	}
	var out []Deal
	for _, d := range deals {
		for w := range d.words {
			d.Object = append(d.Object, w)
		}
		slices.SortFunc(d.Object, func(a, b string) int { return cmp.Or(d.words[b]-d.words[a], cmp.Compare(a, b)) })
		d.Object = d.Object[:min(len(d.Object), 6)]
		out = append(out, d.Deal)
	}
	return out
}

// dealing holds words of every deal, by stem.
var dealing = set("deal agree agreem accord treat pact protoc memora contra sign ratif conclu negoti talk discus delive receiv suppl suspen freez halt cancel " +
	"sell buy purcha worth valu includ suspnd announ plan meet visit relati cooper hold begin began resum reach tak giv send")

// objectOf returns the words of what a deal is about.
func objectOf(r *entente.Report) []string {
	var out []string
	for _, s := range contentOf(r) {
		if !dealing[s.text] {
			out = append(out, s.text)
		}
	}
	return out
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
