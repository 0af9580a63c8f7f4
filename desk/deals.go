package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"entente"
	"entente/link"
)

// Deal is what is known of one deal of two parties, step by step.
type Deal struct {
	Pair   [2]string `json:"pair"`             // codes, sorted
	Object []string  `json:"object,omitempty"` // words of what it is about
	Steps  []Step    `json:"steps"`            // oldest first
}

// Step is one stage of a deal, and the row that tells of it.
type Step struct {
	link.DealStage
	Date    entente.Date      `json:"date,omitzero"` // as finely as the text tells it
	Type    entente.EventType `json:"type"`
	Status  entente.Status    `json:"status"`
	Figures []entente.Figure  `json:"figures,omitempty"`
	Cited   Cited             `json:"cited"`
}

// printed is the first word of the deal's sentences that has the stem, else the stem.
func (d *Deal) printed(stem string) string {
	for i := range d.Steps {
		for _, w := range strings.FieldsFunc(d.Steps[i].Cited.Sentence, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if strings.HasPrefix(strings.ReplaceAll(strings.ToLower(w), "-", ""), stem) {
				return w
			}
		}
	}
	return stem
}

// dealTypes are the types whose amounts are those of deals.
func dealTypes() []entente.EventType {
	return []entente.EventType{entente.Agree, entente.Consult, entente.Cooperate, entente.Aid}
}

// Deals returns the deals that happenings of f tell of, the one that moved last first.
// All of them are looked at, and f.Limit deals are listed; f.After does not hold. What
// is only imagined or denied is no step of a deal.
func Deals(ctx context.Context, r entente.Reader, f entente.Filter) (*List[Deal], error) {
	f.Stated = true
	var rows []entente.Report
	byID := map[entente.ReportID]int{}
	var days []entente.Day
	err := pages(ctx, r.Happenings, f, func(h *entente.Happening) {
		tells := h.Stage != "" || len(h.Figures) > 0 && slices.Contains(dealTypes(), h.Type)
		if !tells || h.Negated || h.Overall == entente.Denied || h.Overall == entente.Hypothetical {
			return
		}
		row := h.Report
		row.Status = h.Overall
		byID[row.ID] = len(rows)
		rows, days = append(rows, row), append(days, h.Day)
	})
	if err != nil {
		return nil, err
	}
	var deals []Deal
	for _, d := range link.Deals(rows) {
		if !concerns(d.Pair, f.A) || !concerns(d.Pair, f.B) {
			continue // a row of many parties tells of other pairs too
		}
		deal := Deal{Pair: d.Pair}
		for _, s := range d.Stages {
			i := byID[s.Report]
			row := &rows[i]
			s.Day = days[i]
			if n := len(deal.Steps); n > 0 && deal.Steps[n-1].Stage == s.Stage && deal.Steps[n-1].Cited.Sentence == row.Quote {
				continue // one sentence that tells of the step in two rows
			}
			deal.Steps = append(deal.Steps, Step{DealStage: s, Date: row.Date, Type: row.Type, Status: row.Status, Figures: row.Figures, Cited: cite(row)})
		}
		for _, stem := range d.Object {
			deal.Object = append(deal.Object, deal.printed(stem))
		}
		deals = append(deals, deal)
	}
	last := func(d Deal) entente.Day { return d.Steps[len(d.Steps)-1].Day }
	slices.SortStableFunc(deals, func(a, b Deal) int {
		return cmp.Or(last(b).Compare(last(a)), cmp.Compare(a.Steps[0].Report, b.Steps[0].Report))
	})
	return &List[Deal]{Rows: orEmpty(deals[:limit(f, len(deals))]), Total: len(deals)}, nil
}

// concerns reports whether code is of the pair, as "" is of any.
func concerns(pair [2]string, code string) bool {
	return code == "" || code == pair[0] || code == pair[1]
}

// limit is how many of n rows f lets through.
func limit(f entente.Filter, n int) int {
	if f.Limit < 0 {
		return n
	}
	return min(n, cmp.Or(f.Limit, 100))
}
