package api

import (
	"context"
	"time"

	"entente"
	"entente/desk"
)

// Shown are the days that an answer is about, and what was known when.
type Shown struct {
	From     string   `query:"from" maxLength:"10" example:"2016" doc:"First day: YYYY-MM-DD, YYYY-MM or YYYY. Of a relation, a year before the first article where it is not given."`
	To       string   `query:"to" maxLength:"10" example:"2017-10-13" doc:"Last day, inclusive: YYYY-MM-DD, YYYY-MM or YYYY. The day of the last article where it is not given."`
	AsOf     string   `query:"as-of" maxLength:"40" example:"2017-10-13" doc:"Answer with what was known then: a day (its end, UTC) or a moment as RFC 3339 has it."`
	Everyone bool     `query:"everyone" doc:"Rebels, firms, crowds and the like too, and not only states and bodies."`
	Sets     []string `query:"sets" doc:"Rows imported from other systems (icews, gdelt2, …, or all), separated by commas, and not our own."`
}

// read understands them. Without a last day it is that of the last article; first is the
// day of the first one.
func (s *server) read(ctx context.Context, q *Shown) (from, to, first entente.Day, asOf time.Time, err error) {
	if from, to, err = span(q.From, q.To); err != nil {
		return from, to, first, asOf, err
	}
	if asOf, err = moment(q.AsOf); err != nil {
		return from, to, first, asOf, err
	}
	first, to, err = desk.News(ctx, s.Reader, entente.Filter{To: to, AsOf: asOf, Sets: q.Sets}, entente.DayOf(s.Now()))
	if err == nil && to.Before(from) {
		err = flaw("from", "ask for days that have been", "from %s is after the last day, %s", from, to)
	}
	return from, to, first, asOf, err
}

// deskRoutes are the questions of package desk.
func (s *server) deskRoutes() {
	r := s.Reader
	get(s, route{id: "relation", tag: "ties", path: "/api/v1/relation", summary: "How a tie moved, and on what evidence",
		about: "The level of the tie between a and b by week, month or year, from -10 (conflict) to +10, with its 90 % band, the days on which it turned, and under each point the events that made it. from and to bound what is shown, not what is reckoned with. Planned, claimed and denied things never count."},
		func(ctx context.Context, in *struct {
			A         string `query:"a" required:"true" maxLength:"200" example:"PAK" doc:"One side: a code or a name."`
			B         string `query:"b" required:"true" maxLength:"200" example:"RUS" doc:"The other side: a code or a name."`
			By        string `query:"by" enum:"week,month,year" default:"month" doc:"Length of the periods."`
			Strongest int    `query:"strongest" minimum:"1" maximum:"50" default:"3" doc:"How many of the events that moved it most stand under each point."`
			Shown
		}) (*desk.Tie, error) {
			a, b, err := s.two(in.A, in.B)
			if err != nil {
				return nil, err
			}
			from, to, first, at, err := s.read(ctx, &in.Shown)
			if err != nil {
				return nil, err
			}
			if from.IsZero() && !first.IsZero() {
				from = first.Add(-1, 0, 0) // history that the articles tell may go back for centuries
			}
			return desk.Relation(ctx, r, desk.Ask{A: a, B: b, Period: entente.Period(in.By), From: from, To: to, AsOf: at, Everyone: in.Everyone, Sets: in.Sets, Strongest: in.Strongest})
		})
	get(s, route{id: "brief", tag: "ties", path: "/api/v1/brief", summary: "The news of pairs",
		about: "Of each pair: whether its tie went up, down or stayed, why in one line, the events that moved it most, what is only planned or threatened, what is disputed, and whether too little is known to trust the arrow (thin)."},
		func(ctx context.Context, in *struct {
			Pairs []string `query:"pair" required:"true" minItems:"1" maxItems:"50" example:"PAK-RUS" doc:"Pairs, separated by commas: PAK-RUS,PAK-USA."`
			Limit int      `query:"limit" minimum:"1" maximum:"500" default:"10" doc:"Rows at most of what is planned, and of what is disputed."`
			Shown
		}) (*desk.Briefing, error) {
			from, to, _, at, err := s.read(ctx, &in.Shown)
			if err != nil {
				return nil, err
			}
			if from.IsZero() {
				from = to.Add(0, 0, -7)
			}
			w := desk.Watch{Since: from, To: to, AsOf: at, Everyone: in.Everyone, Sets: in.Sets, Listed: in.Limit}
			for _, text := range in.Pairs {
				pair, err := s.pair(text)
				if err != nil {
					return nil, err
				}
				w.Pairs = append(w.Pairs, pair)
			}
			return desk.Brief(ctx, r, w)
		})
	get(s, route{id: "realignments", tag: "ties", path: "/api/v1/realignments", summary: "From whom to whom a land moved",
		about: "Compares the ties of a in the month of the first day with those in the month of the last: which cooled while others warmed, by more than their bands, with what moved each, and which triads are in balance. Without from it is two years before to."},
		func(ctx context.Context, in *struct {
			A        string `query:"a" required:"true" maxLength:"200" example:"PAK" doc:"The land or body: a code or a name."`
			Partners int    `query:"partners" minimum:"2" maximum:"50" default:"12" doc:"How many ties are looked at, the weightiest of these days."`
			Shown
		}) (*desk.Alignment, error) {
			a, err := s.land("a", in.A)
			if err != nil {
				return nil, err
			}
			from, to, _, at, err := s.read(ctx, &in.Shown)
			if err != nil {
				return nil, err
			}
			if from.IsZero() {
				from = to.Add(-2, 0, 0)
			}
			return desk.Realignments(ctx, r, desk.Window{State: a, From: from, To: to, Partners: in.Partners, AsOf: at, Everyone: in.Everyone, Sets: in.Sets})
		})

	getList(s, route{id: "timeline", tag: "questions", path: "/api/v1/timeline", summary: "What happened day by day",
		about: "Events by day, the oldest first, with what was planned, claimed, denied or disputed of that day. order is always oldest."},
		func(ctx context.Context, f entente.Filter) (*desk.Chronology, error) { return desk.Timeline(ctx, r, f) })
	getList(s, route{id: "figures", tag: "questions", path: "/api/v1/figures", summary: "Amounts that were stated, rival ones side by side",
		about: "Events that amounts are told of, newest first: each quantity with what one report after another made of it, and the sentences."},
		func(ctx context.Context, f entente.Filter) (*desk.List[desk.Amounts], error) {
			return desk.Figures(ctx, r, f)
		})
	getList(s, route{id: "disputes", tag: "questions", path: "/api/v1/disputes", summary: "What some assert and others deny",
		about: "Events that reports or voices disagree on, newest first: who asserts each, who denies it, and in which words."},
		func(ctx context.Context, f entente.Filter) (*desk.List[desk.Dispute], error) {
			return desk.Disputes(ctx, r, f)
		})
	getList(s, route{id: "deals", tag: "questions", path: "/api/v1/deals", summary: "Deals with their stages",
		about: "Deals that events tell of, step by step: talks, agreed, signed, delivered, suspended. The one that moved last comes first. All of them are looked at and limit are listed; after does not hold."},
		func(ctx context.Context, f entente.Filter) (*desk.List[desk.Deal], error) {
			return desk.Deals(ctx, r, f)
		})
	getList(s, route{id: "predictions", tag: "questions", path: "/api/v1/predictions", summary: "What is foretold, and by whom",
		about: "Events that are only foretold, and what speakers foretold that no event tells of, the latest printed first. after does not hold."},
		func(ctx context.Context, f entente.Filter) (*desk.List[desk.Prediction], error) {
			return desk.Predictions(ctx, r, f)
		})
	getList(s, route{id: "search", tag: "questions", path: "/api/v1/search", summary: "Events, quotes and articles that hold words",
		about: "Looks for words in the sentences of events, in what people said, and in the articles. Where after goes on with a search, only its events come."},
		func(ctx context.Context, f entente.Filter) (*desk.Findings, error) {
			if f.Words == "" {
				return nil, flaw("words", "give words=grain deal, or list all with /api/v1/events", "there are no words to look for")
			}
			return desk.Search(ctx, r, f)
		})
}
