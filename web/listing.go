package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"entente"
	"entente/desk"
)

// listing is a page that is a form and the rows that its query finds.
type listing struct {
	name, title, says string
	fields            string // of the form, by their names in the query
	limit             int    // rows of a page, where the query names none
	ask               func(context.Context, entente.Reader, entente.Filter) (data any, next string, err error)
}

const everyField = "a b type status class from to publisher words everyone as-of"

// listings are the pages of that kind. Their addresses are /timeline, /search and so on.
func listings() []listing {
	return []listing{
		{"timeline", "Time line", "What happened day by day, and what was planned, claimed or denied of that day.", everyField, 60,
			func(ctx context.Context, r entente.Reader, f entente.Filter) (any, string, error) {
				c, err := desk.Timeline(ctx, r, f)
				if err != nil {
					return nil, "", err
				}
				return c, c.Next, nil
			}},
		{"search", "Search", "In the sentences of rows, in what people said, and in the articles.", everyField, 30,
			func(ctx context.Context, r entente.Reader, f entente.Filter) (any, string, error) {
				found, err := desk.Search(ctx, r, f)
				if err != nil {
					return nil, "", err
				}
				return found, found.Next, nil
			}},
		{"disputes", "Disputes", "What some assert and others deny, side by side.", "a b type class from to publisher words everyone as-of", 20, asked(desk.Disputes)},
		{"quotes", "Quotes", "Who said what, in whose words. B is whom it is about.", "a b class stance from to publisher words as-of", 40, asked(desk.Quotes)},
		{"figures", "Figures", "What is stated of one happening in figures, and how that changed from report to report.", "a b type from to publisher words everyone as-of", 20, asked(desk.Figures)},
		{"deals", "Deals", "Deals with their stages: talks, agreed, signed, delivered, suspended. The one that moved last comes first.", "a b from to publisher words everyone as-of", 40,
			func(ctx context.Context, r entente.Reader, f entente.Filter) (any, string, error) {
				if err := recentDeals(ctx, r, &f); err != nil {
					return nil, "", err
				}
				list, err := desk.Deals(ctx, r, f)
				return &dealList{list, f.From}, "", err
			}},
		{"predictions", "Predictions", "What is foretold, by whom and for when. The latest printed come first.", "a b type class from to publisher words everyone as-of", 60, asked(desk.Predictions)},
	}
}

// dealList is the deals since a day.
type dealList struct {
	*desk.List[desk.Deal]
	Since entente.Day `json:"since,omitzero"`
}

// dealMonths are looked at where neither a pair nor a day is named: to sort deals, all
// rows that tell of one are needed.
const dealMonths = 6

// recentDeals bounds f to the last months in which anything happened, where it asks for
// all that a land or everybody ever dealt.
func recentDeals(ctx context.Context, r entente.Reader, f *entente.Filter) error {
	if f.B != "" || !f.From.IsZero() || !f.To.IsZero() {
		return nil
	}
	list, _, err := r.Happenings(ctx, entente.Filter{A: f.A, Statuses: []entente.Status{entente.Happened}, AsOf: f.AsOf, Limit: 1})
	if err == nil && len(list) > 0 && !list[0].Day.IsZero() {
		f.From = list[0].Day.Add(0, -dealMonths, 0)
	}
	return err
}

// asked makes a listing's question of one of desk's.
func asked[T any](question func(context.Context, entente.Reader, entente.Filter) (*desk.List[T], error)) func(context.Context, entente.Reader, entente.Filter) (any, string, error) {
	return func(ctx context.Context, r entente.Reader, f entente.Filter) (any, string, error) {
		list, err := question(ctx, r, f)
		if err != nil {
			return nil, "", err
		}
		return list, list.Next, nil
	}
}

// listPage is what page-list.html shows.
type listPage struct {
	form
	Name, Title, Says string
	Rows              any
	Next              string // address of the next page
	First             string // address of the first, where this is a later one
}

// form is what part-filters.html shows: the fields, with what was asked.
type form struct {
	Asked  url.Values
	fields []string
}

// Has reports whether the form has a field.
func (f *form) Has(name string) bool { return slices.Contains(f.fields, name) }

// Is reports whether value was asked of a field, in whatever case.
func (f *form) Is(name, value string) bool {
	return slices.ContainsFunc(f.Asked[name], func(v string) bool { return strings.EqualFold(v, value) })
}

func (w *site) newForm(r *http.Request, fields string) form {
	names := strings.Fields(fields)
	return form{Asked: kept(r.URL.Query(), append(names, "sets", "limit", "by")...), fields: names}
}

// list answers with one of the listings.
func (l listing) serve(w *site, rw http.ResponseWriter, r *http.Request) error {
	q, err := w.question(r)
	if err != nil {
		return err
	}
	for _, s := range list(r.URL.Query(), "stance") {
		q.Stances = append(q.Stances, entente.Stance(s))
	}
	q.Limit = cmp.Or(q.Limit, l.limit)
	data, next, err := l.ask(r.Context(), w.Reader, q.Filter)
	if err != nil {
		return err
	}
	p := &listPage{form: w.newForm(r, l.fields), Name: l.name, Title: l.title, Says: l.says, Rows: data}
	if next != "" {
		p.Next = "?" + with(p.Asked, "after", next).Encode()
	}
	if q.After != "" {
		p.First = "?" + p.Asked.Encode()
	}
	w.show(rw, r, "list", l.title, p, data)
	return nil
}

// listRoutes are the addresses of the listings.
func listRoutes() []route {
	var out []route
	for _, l := range listings() {
		out = append(out, route{pattern: "GET /" + l.name, do: l.serve})
	}
	return out
}
