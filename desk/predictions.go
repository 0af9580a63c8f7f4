package desk

import (
	"cmp"
	"context"
	"slices"

	"entente"
)

// Prediction is what somebody foretold: who, what, of whom, by when.
type Prediction struct {
	Who     entente.Voice     `json:"who"` // class author where the article itself foretells
	Type    entente.EventType `json:"type,omitempty"`
	Mode    *entente.Mode     `json:"mode,omitempty"`
	Sources []entente.Party   `json:"sources,omitempty"`
	Targets []entente.Party   `json:"targets,omitempty"`
	Due     entente.Date      `json:"due,omitzero"`
	Status  entente.Status    `json:"status,omitempty"` // of the row today
	Words   string            `json:"words,omitempty"`  // what was said, where it is no row of the table
	Cited   Cited             `json:"cited"`            // Row is "" where it is none
}

// Predictions returns what was foretold in rows of f, and, unless a pair is asked for,
// what speakers of f.A foretold that no row tells of; the latest printed first. It
// looks at all rows of f and lists f.Limit of them; f.After does not hold.
func Predictions(ctx context.Context, r entente.Reader, f entente.Filter) (*List[Prediction], error) {
	var all []Prediction
	for row, err := range r.Reports(ctx, f) {
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(row.Attribution, func(v entente.Voice) bool { return v.Stance == entente.StancePredict })
		if row.Reprint || row.Status != entente.Predicted && i < 0 {
			continue
		}
		p := Prediction{Who: entente.Voice{Class: entente.SourceAuthor, Stance: entente.StancePredict}, Type: row.Type, Mode: row.Mode,
			Sources: row.Sources, Targets: row.Targets, Due: row.Date, Status: row.Status, Cited: cite(&row)}
		if n := len(row.Attribution); i >= 0 {
			p.Who = row.Attribution[i]
		} else if n > 0 {
			p.Who = row.Attribution[n-1]
		}
		all = append(all, p)
	}
	if f.B == "" {
		said, err := foretold(ctx, r, f)
		if err != nil {
			return nil, err
		}
		all = append(all, said...)
	}
	slices.SortStableFunc(all, func(a, b Prediction) int {
		return cmp.Or(b.Cited.Print.Published.Compare(a.Cited.Print.Published), cmp.Compare(a.Cited.Row, b.Cited.Row), cmp.Compare(a.Cited.Print.Article, b.Cited.Print.Article))
	})
	return &List[Prediction]{Rows: orEmpty(all[:limit(f, len(all))]), Total: len(all)}, nil
}

// foretold returns predictions in quotes that no row tells of.
func foretold(ctx context.Context, r entente.Reader, f entente.Filter) ([]Prediction, error) {
	var out []Prediction
	f.Limit, f.After = page, ""
	for {
		list, next, err := r.Quotes(ctx, f)
		if err != nil {
			return nil, err
		}
		for i := range list {
			q := &list[i]
			if q.Stance != entente.StancePredict || len(q.About) > 0 {
				continue
			}
			out = append(out, Prediction{Words: q.Words, Cited: Cited{Sentence: q.Sentence, Print: q.Article},
				Who: entente.Voice{Claim: q.Claim, Name: q.Speaker.Name, Code: q.Speaker.Code, Role: q.Role, Class: q.Class, Cue: q.Cue, Stance: q.Stance}})
		}
		if next == "" {
			return out, nil
		}
		f.After = next
	}
}
