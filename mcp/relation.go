package mcp

import (
	"context"
	"fmt"
	"strings"

	"entente"
	"entente/desk"
)

// Tie is what relation takes.
type Tie struct {
	Sides
	By       string `json:"by,omitempty" jsonschema:"week, month or year; month where it is absent"`
	Evidence int    `json:"evidence,omitempty" jsonschema:"how many of the events that moved it most stand under each period, 1 to 10; 3 where it is absent"`
}

// Relation is what it gives.
type Relation struct {
	A       string   `json:"a" jsonschema:"code of one side"`
	B       string   `json:"b" jsonschema:"code of the other"`
	By      string   `json:"by"`
	Points  []Period `json:"points" jsonschema:"oldest first; without any, nothing that counts is known of the pair"`
	Turns   []Turn   `json:"turns" jsonschema:"days at which the level changed for good"`
	Earlier int      `json:"earlier,omitempty" jsonschema:"periods before the first that are left out; ask with to for them"`
}

// Period is one point of it.
type Period struct {
	From     string  `json:"from"`
	To       string  `json:"to"`
	Level    float64 `json:"level" jsonschema:"-10 conflict to +10 cooperation"`
	Low      float64 `json:"low" jsonschema:"lower end of the 90 % band"`
	High     float64 `json:"high" jsonschema:"upper end of the 90 % band"`
	Thin     bool    `json:"thin" jsonschema:"too little is known for the level to be trusted"`
	Events   int     `json:"events" jsonschema:"how many events counted"`
	Evidence []Row   `json:"evidence,omitempty" jsonschema:"what moved it most, the strongest first"`
}

// Turn is a day at which the level changed.
type Turn struct {
	Day       string  `json:"day"`
	Direction string  `json:"direction" jsonschema:"warming or cooling"`
	Before    float64 `json:"before" jsonschema:"mean before"`
	After     float64 `json:"after" jsonschema:"mean after"`
	P         float64 `json:"p" jsonschema:"chance, at most, that a tie without a jump would show one as clear"`
}

func (s *server) relation(ctx context.Context, in Tie) (Relation, string, error) {
	f, err := s.filter(&in.Sides)
	if err != nil {
		return Relation{}, "", err
	}
	if f.A == "" || f.B == "" {
		return Relation{}, "", advisef("a and b, such as PAK and RUS; dossier takes one land alone", "relation takes two sides")
	}
	by := map[string]entente.Period{"": entente.PeriodMonth, "week": entente.PeriodWeek, "month": entente.PeriodMonth, "year": entente.PeriodYear}[in.By]
	if by == "" {
		return Relation{}, "", advisef("week, month or year", "by is %q", in.By)
	}
	if in.Evidence < 0 || in.Evidence > 10 {
		return Relation{}, "", advisef("evidence between 1 and 10", "evidence is %d", in.Evidence)
	}
	first, last, err := s.news(ctx, f)
	if err != nil {
		return Relation{}, "", err
	}
	if f.From.IsZero() && !first.IsZero() {
		f.From = first.Add(-1, 0, 0) // history that the articles tell may go back for centuries
	}
	tie, err := desk.Relation(ctx, s.Reader, desk.Ask{A: f.A, B: f.B, Period: by, From: f.From, To: last, AsOf: f.AsOf, Everyone: f.Everyone, Strongest: in.Evidence})
	if err != nil {
		return Relation{}, "", err
	}
	out := Relation{A: f.A, B: f.B, By: string(by), Points: []Period{}, Turns: []Turn{}}
	out.Earlier = max(0, len(tie.Points)-maxPoints)
	for _, p := range tie.Points[out.Earlier:] {
		out.Points = append(out.Points, Period{From: p.From.String(), To: p.To.String(), Level: p.Level, Low: p.Low, High: p.High, Thin: p.Thin, Events: p.Events, Evidence: movesOf(p.Strongest)})
	}
	for _, t := range tie.Turns {
		out.Turns = append(out.Turns, Turn{t.Day.String(), string(t.Direction), t.Before, t.After, t.P})
	}
	return out, out.text(), nil
}

// text tells the first and the last level, the turns, and the evidence of every period.
func (r *Relation) text() string {
	if len(r.Points) == 0 {
		return fmt.Sprintf("Nothing that counts is known of %s and %s.", r.A, r.B)
	}
	first, last := r.Points[0], r.Points[len(r.Points)-1]
	var b strings.Builder
	fmt.Fprintf(&b, "%s – %s by %s: level %+.1f (90 %% band %+.1f to %+.1f%s) from %s, and %+.1f (%+.1f to %+.1f%s) by %s.\n", r.A, r.B, r.By,
		first.Level, first.Low, first.High, thin(first.Thin), first.From, last.Level, last.Low, last.High, thin(last.Thin), last.To)
	for _, t := range r.Turns {
		fmt.Fprintf(&b, "Turned %s on %s: from a mean of %+.1f to %+.1f (p ≤ %.3f).\n", t.Direction, t.Day, t.Before, t.After, t.P)
	}
	if len(r.Turns) == 0 {
		b.WriteString("No turning point is clear enough to be named.\n")
	}
	for i := range r.Points {
		p := &r.Points[i]
		b.WriteString(lines(fmt.Sprintf("%s to %s, level %+.1f, events that count: %d.", p.From, p.To, p.Level, p.Events), p.Evidence))
	}
	return b.String()
}

func thin(yes bool) string {
	if yes {
		return ", thin evidence"
	}
	return ""
}
