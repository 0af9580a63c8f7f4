package desk

import (
	"cmp"
	"context"
	"slices"

	"entente"
)

// Prediction is what somebody foretold: who, what, of whom, by when.
type Prediction struct {
	Who     entente.Voice      `json:"who"` // class author where the article itself foretells
	Type    entente.EventType  `json:"type,omitempty"`
	Mode    *entente.Mode      `json:"mode,omitempty"`
	Sources []entente.Party    `json:"sources,omitempty"`
	Targets []entente.Party    `json:"targets,omitempty"`
	Due     entente.Date       `json:"due,omitzero"`
	Words   string             `json:"words,omitempty"` // what was said, where no happening is only foretold
	About   []entente.ReportID `json:"about,omitempty"` // rows that those words are about
	Cited   Cited              `json:"cited"`           // Row is "" where it is words alone
}

// Predictions returns what is foretold in happenings of f, and what speakers foretold
// that no happening tells of, or that has come about since: those of f.A, or, where a
// pair is asked for, of each about the other. The latest printed come first; f.Limit of
// each kind are looked at, and f.After does not hold.
func Predictions(ctx context.Context, r entente.Reader, f entente.Filter) (*List[Prediction], error) {
	f.After = ""
	rows := f
	rows.Statuses = []entente.Status{entente.Predicted}
	list, _, err := r.Happenings(ctx, rows)
	if err != nil {
		return nil, err
	}
	var all []Prediction
	told := map[entente.ReportID]bool{}
	for i := range list {
		told[list[i].ID] = true
		all = append(all, foretold(&list[i]))
	}
	f.Stances = []entente.Stance{entente.StancePredict}
	speakers := [][2]string{{f.A, f.B}}
	if f.B != "" {
		speakers = append(speakers, [2]string{f.B, f.A})
	}
	for _, of := range speakers {
		f.A, f.B = of[0], of[1]
		said, _, err := r.Quotes(ctx, f)
		if err != nil {
			return nil, err
		}
		for i := range said {
			if q := &said[i]; !slices.ContainsFunc(q.About, func(id entente.ReportID) bool { return told[id] }) {
				all = append(all, Prediction{Words: q.Words, About: q.About, Cited: Cited{Sentence: q.Sentence, Print: q.Article},
					Who: entente.Voice{Claim: q.Claim, Name: q.Speaker.Name, Code: q.Speaker.Code, Role: q.Role, Class: q.Class, Cue: q.Cue, Stance: q.Stance}})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Prediction) int {
		return cmp.Or(b.Cited.Print.Published.Compare(a.Cited.Print.Published), cmp.Compare(a.Cited.Print.Article, b.Cited.Print.Article), cmp.Compare(a.Cited.Row, b.Cited.Row))
	})
	return &List[Prediction]{Rows: orEmpty(all[:limit(f, len(all))])}, nil
}

// foretold is a happening that was only foretold: by the voice that predicts, else by the
// innermost, else by the article itself.
func foretold(h *entente.Happening) Prediction {
	p := Prediction{Who: entente.Voice{Class: entente.SourceAuthor, Stance: entente.StancePredict}, Type: h.Type, Mode: h.Mode,
		Sources: h.Sources, Targets: h.Targets, Due: h.Date, Cited: cite(&h.Report)}
	for _, v := range h.Attribution {
		p.Who = v
		if v.Stance == entente.StancePredict {
			break
		}
	}
	return p
}
