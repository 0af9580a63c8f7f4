package api

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/desk"
)

// RowPath is the id of a row, which has a slash: "9f86d081884c7d65/e3".
type RowPath struct {
	Article string `path:"article" maxLength:"100" example:"9f86d081884c7d65" doc:"First half of the row's id: the article, and which reading of it."`
	Event   string `path:"event" maxLength:"40" example:"e3" doc:"Second half of the row's id: the event, and which correction of it."`
}

func (p *RowPath) id() entente.ReportID { return entente.ReportID(p.Article + "/" + p.Event) }

// AsOf is the moment of a question that has no other parameter.
type AsOf struct {
	At string `query:"as-of" maxLength:"40" example:"2017-10-13" doc:"Answer with what was known then: a day (its end, UTC) or a moment as RFC 3339 has it."`
}

// Tallies is entente.Tallies as it is sent.
type Tallies struct {
	There []Tally `json:"there"`
	Back  []Tally `json:"back"`
	Pair  []Tally `json:"pair"`
}

// Tally is entente.Tally as it is sent.
type Tally struct {
	Day    entente.Day `json:"day"`
	Events int         `json:"events"`
	Weight float64     `json:"weight"`
	Sum    float64     `json:"sum"`
}

// Line is one line of the stream of reports: a report, or the problem that ended it.
type Line struct {
	*entente.Report
	Problem *Problem `json:"problem,omitempty"`
}

// rowsOf makes one list of a page of the ledger.
func rowsOf[T any](f func(context.Context, entente.Filter) ([]T, string, error)) func(context.Context, entente.Filter) (*desk.List[T], error) {
	return func(ctx context.Context, filter entente.Filter) (*desk.List[T], error) {
		rows, next, err := f(ctx, filter)
		if rows == nil {
			rows = []T{}
		}
		return &desk.List[T]{Rows: rows, Next: next}, err
	}
}

// getList registers a question that takes a whole filter.
func getList[O any](s *server, r route, f func(context.Context, entente.Filter) (O, error)) {
	get(s, r, func(ctx context.Context, in *Listed) (got O, err error) {
		filter, err := s.listFilter(in)
		if err != nil {
			return got, err
		}
		return f(ctx, filter)
	})
}

// ledgerRoutes are the methods of entente.Reader.
func (s *server) ledgerRoutes() {
	r := s.Reader
	get(s, route{id: "totals", tag: "ledger", path: "/api/v1/totals", summary: "What the ledger holds",
		about: "Counts of articles, rows and events, and the first and last day of what counts."},
		func(ctx context.Context, _ *struct{}) (entente.Totals, error) { return r.Totals(ctx) })

	getList(s, route{id: "events", tag: "ledger", path: "/api/v1/events", summary: "What happened, and what was planned, claimed or denied",
		about: "Each thing once, however many reports tell of it, with the report that speaks for it: its sentence, on whose word, and where it was printed. The address of one of them adds all its reports."},
		func(ctx context.Context, f entente.Filter) (*desk.List[entente.Happening], error) {
			return rowsOf(r.Happenings)(ctx, f)
		})
	get(s, route{id: "event", tag: "ledger", path: "/api/v1/events/{article}/{event}", summary: "One event with all its reports",
		about: "The id of any of its reports leads to it. The member all holds every report, reprints among them, in the order in which they came in."},
		func(ctx context.Context, in *struct {
			RowPath
			AsOf
		}) (out entente.Happening, err error) {
			at, err := moment(in.At)
			if err != nil {
				return out, err
			}
			return r.Happening(ctx, in.id(), at)
		})
	get(s, route{id: "history", tag: "ledger", path: "/api/v1/events/{article}/{event}/history", summary: "The corrections of a row",
		about: "What people made of the row and of what it replaces, oldest first. Nothing is ever overwritten: a correction is a new row that names the old."},
		func(ctx context.Context, in *RowPath) (*desk.List[entente.Correction], error) {
			rows, err := r.History(ctx, in.id())
			if rows == nil {
				rows = []entente.Correction{}
			}
			return &desk.List[entente.Correction]{Rows: rows}, err
		})
	s.reportsRoute()

	getList(s, route{id: "articles", tag: "ledger", path: "/api/v1/articles", summary: "What was printed",
		about: "Articles, newest first: those whose text holds the words, with the passage that does."},
		func(ctx context.Context, f entente.Filter) (*desk.List[entente.Found], error) {
			return rowsOf(r.Articles)(ctx, f)
		})
	get(s, route{id: "reading", tag: "ledger", path: "/api/v1/articles/{id}", summary: "All that one article yielded",
		about: "The record of format entente/1: the text, who is in it, who said what, what happened, and what was seen and not coded. All spans are half-open byte offsets into article.text (UTF-8)."},
		func(ctx context.Context, in *struct {
			ID string `path:"id" maxLength:"100" example:"9f86d081" doc:"The article's id, sha256:…, or the first eight or more hex digits of its hash."`
			AsOf
		}) (*entente.Reading, error) {
			at, err := moment(in.At)
			if err != nil {
				return nil, err
			}
			return r.Reading(ctx, in.ID, at)
		})
	get(s, route{id: "rows", tag: "ledger", path: "/api/v1/articles/{id}/rows", summary: "The rows of an article as people left them",
		about: "In the order of the text, each as it was last corrected, and those that were rejected too."},
		func(ctx context.Context, in *struct {
			ID string `path:"id" maxLength:"100" example:"9f86d081" doc:"The article's id, sha256:…, or the first eight or more hex digits of its hash."`
			AsOf
		}) (*desk.List[entente.Row], error) {
			at, err := moment(in.At)
			if err != nil {
				return nil, err
			}
			rows, err := r.Rows(ctx, in.ID, at)
			if rows == nil {
				rows = []entente.Row{}
			}
			return &desk.List[entente.Row]{Rows: rows}, err
		})
	getList(s, route{id: "quotes", tag: "ledger", path: "/api/v1/quotes", summary: "Who said what",
		about: "Words of speakers of a (anybody, where a is not given), about b if it is given, newest first, each with its sentence."},
		func(ctx context.Context, f entente.Filter) (*desk.List[entente.Quote], error) {
			return rowsOf(r.Quotes)(ctx, f)
		})
	getList(s, route{id: "imported", tag: "ledger", path: "/api/v1/imported", summary: "Rows of other systems",
		about: "Rows imported from ICEWS, GDELT, POLECAT or Phoenix; sets says which. They have no sentence behind them and are never counted with our own."},
		func(ctx context.Context, f entente.Filter) (*desk.List[entente.Imported], error) {
			return rowsOf(r.Imported)(ctx, f)
		})

	get(s, route{id: "partners", tag: "ties", path: "/api/v1/partners", summary: "With whom a land has dealings",
		about: "Every partner of a over the days asked for, the weightiest first."},
		func(ctx context.Context, in *Which) (*desk.List[entente.Partner], error) {
			f, err := s.filter(in)
			if err != nil {
				return nil, err
			}
			rows, err := r.Partners(ctx, f)
			if rows == nil {
				rows = []entente.Partner{}
			}
			return &desk.List[entente.Partner]{Rows: rows}, err
		})
	get(s, route{id: "pairs", tag: "ties", path: "/api/v1/pairs", summary: "What each pair has with one another",
		about: "Every pair over the days asked for, the weightiest first; a thing that both did to each other is once. Only the days, as-of, everyone and limit hold."},
		func(ctx context.Context, in *Listed) (*desk.List[entente.TieSum], error) {
			f, err := s.listFilter(in)
			if err != nil {
				return nil, err
			}
			rows, err := r.Ties(ctx, f)
			if rows == nil {
				rows = []entente.TieSum{}
			}
			return &desk.List[entente.TieSum]{Rows: rows}, err
		})
	get(s, route{id: "tallies", tag: "ties", path: "/api/v1/tallies", summary: "What counts between two, by day",
		about: "Sums by day of what a did to b (there), b to a (back), and of the pair, in which a thing that both did is once. Levels are reckoned from these."},
		func(ctx context.Context, in *Which) (*Tallies, error) {
			f, err := s.filter(in)
			if err != nil {
				return nil, err
			}
			t, err := r.Tallies(ctx, f)
			return &Tallies{sent(t.There), sent(t.Back), sent(t.Pair)}, err
		})
}

func sent(list []entente.Tally) []Tally {
	out := make([]Tally, len(list))
	for i, t := range list {
		out[i] = Tally(t)
	}
	return out
}

// reportsRoute streams the table of reports. What goes wrong before the first row is an
// ordinary problem; what goes wrong later is the last line.
func (s *server) reportsRoute() {
	op := s.operation(http.MethodGet, route{id: "reports", tag: "ledger", path: reportsPath, summary: "Every report, as JSON Lines",
		about: "One line a report, in the order in which they came in: the whole table, for exports. A line whose only member is problem says that the stream ended early."})
	schema := s.huma.OpenAPI().Components.Schemas
	op.Responses = map[string]*huma.Response{"200": {Description: "One report a line.", Content: map[string]*huma.MediaType{
		"application/x-ndjson": {Schema: schema.Schema(typeOf[Line](), true, "Line")}}}}
	huma.Register(s.huma, op, func(ctx context.Context, in *Which) (*huma.StreamResponse, error) {
		f, err := s.filter(in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		next, stop := iter.Pull2(s.Reader.Reports(ctx, f))
		row, err, more := next()
		if err != nil {
			stop()
			return nil, s.problem(ctx, err)
		}
		return &huma.StreamResponse{Body: func(hctx huma.Context) {
			defer stop()
			hctx.SetHeader("Content-Type", "application/x-ndjson")
			enc := json.NewEncoder(hctx.BodyWriter())
			enc.SetEscapeHTML(false)
			for ; more; row, err, more = next() {
				line := Line{Report: &row}
				if err != nil {
					line = Line{Problem: s.problem(ctx, err)}
				}
				if enc.Encode(line) != nil || err != nil {
					return
				}
			}
		}}, nil
	})
}
