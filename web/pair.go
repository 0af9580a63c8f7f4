package web

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/desk"
)

// How much of a dossier stands on its page; the pages of each list have the rest.
const (
	movedPeriods = 5    // periods in which the level moved most
	listed       = 6    // rows of each list
	looked       = 1500 // newest events that lists which must read all rows look at
	newsDays     = 30   // of the brief
	thirdParties = 5    // of either side, for realignments and triads
	thirdEvents  = 4000 // with them, up to which realignments and triads are reckoned unasked
	weeksShown   = 5    // years, where weeks are asked for and no day
)

// dossier is what is known of a pair.
type dossier struct {
	A        string                      `json:"a"`
	B        string                      `json:"b"`
	Tie      *desk.Tie                   `json:"tie"`
	Events   int                         `json:"events"` // of the points that are shown
	Brief    *desk.PairBrief             `json:"brief,omitempty"`
	NewsOf   entente.Day                 `json:"newsFrom,omitzero"` // first day of the brief
	NewsTo   entente.Day                 `json:"newsTo,omitzero"`
	Point    *openPoint                  `json:"point,omitempty"` // where ?point= asks for one
	Moved    []openPoint                 `json:"moved"`           // the periods in which the level moved most, newest first
	Since    entente.Day                 `json:"listsSince,omitzero"`
	Deals    *desk.List[desk.Deal]       `json:"deals,omitempty"`
	Quotes   *desk.List[entente.Quote]   `json:"quotes,omitempty"`
	Dispute  *desk.List[desk.Dispute]    `json:"disputes,omitempty"`
	Foretold *desk.List[desk.Prediction] `json:"predictions,omitempty"`
	Figures  *desk.List[desk.Amounts]    `json:"figures,omitempty"`
	Common   []commonPartner             `json:"thirdParties,omitempty"`
	Moves    []desk.Shift                `json:"realignments,omitempty"`
	Triads   []triad                     `json:"triads,omitempty"`

	Chart  *chart     `json:"-"`
	Asked  url.Values `json:"-"` // by, from, to, everyone, as-of, sets
	Paper  bool       `json:"-"` // PDF and e-mail can be had
	reader *once      // remembers the days of the pair
	More   bool       `json:"-"` // realignments and triads wait until they are asked for
}

// once is a Reader that reads the days of each pair no more than once, for the length of
// one page. It holds while a page asks everything with the same AsOf, Everyone and Sets.
type once struct {
	entente.Reader
	days map[[2]string]entente.Tallies
}

// Tallies answers from memory where all days of the pair were asked for before.
func (o *once) Tallies(ctx context.Context, f entente.Filter) (entente.Tallies, error) {
	pair := [2]string{f.A, f.B}
	if t, ok := o.days[pair]; ok && f.From.IsZero() && f.To.IsZero() {
		return t, nil
	}
	t, err := o.Reader.Tallies(ctx, f)
	if err == nil && f.From.IsZero() && f.To.IsZero() {
		if o.days == nil {
			o.days = map[[2]string]entente.Tallies{}
		}
		o.days[pair] = t
	}
	return t, err
}

// openPoint is one period with the rows behind it.
type openPoint struct {
	desk.Point
	Name           string         `json:"name"`
	Key            string         `json:"key"`
	Before         float64        `json:"before"` // the level of the period before
	Behind         *desk.Evidence `json:"behind"`
	Earlier, Later string         `json:"-"` // keys of the neighbours that have events
	Asked          url.Values     `json:"-"`
}

// commonPartner is a third party that both sides have to do with.
type commonPartner struct {
	Code  string  `json:"code"`
	A     float64 `json:"a"` // mean scale value with A
	B     float64 `json:"b"`
	WithA int     `json:"withA"` // events
	WithB int     `json:"withB"`
}

// triad is one of desk's with its lines in words.
type triad struct {
	States   [3]string `json:"states"`
	Signs    [3]int    `json:"signs"`
	Balanced bool      `json:"balanced"`
}

// pair answers /pair/PAK-RUS, /pair/Pakistan-Russia, and /pair/PAK-RUS with .pdf, .eml and .csv.
func (w *site) pair(rw http.ResponseWriter, r *http.Request) error {
	name, format := r.PathValue("pair"), ""
	for _, ending := range []string{".pdf", ".eml", ".csv"} {
		if before, ok := strings.CutSuffix(name, ending); ok {
			name, format = before, ending[1:]
		}
	}
	a, b, err := w.findPair(name)
	if err != nil {
		return err
	}
	q, err := w.question(r)
	if err != nil {
		return err
	}
	q.A, q.B, q.By = a, b, cmp.Or(q.By, entente.PeriodMonth)
	if q.By == entente.PeriodWeek && q.From.IsZero() && r.URL.Query().Get("from") == "" && format == "" {
		if q.From, err = w.recent(r, q); err != nil {
			return err
		}
	}
	switch format {
	case "csv":
		return w.pairCSV(rw, r, q)
	case "pdf", "eml":
		return w.pairPaper(rw, r, q, format)
	}
	d, err := w.dossier(r, q)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("part") == "point" && !wantsJSON(r) {
		if d.Point == nil {
			return &entente.Error{Op: "web", Kind: entente.Missing, Input: name, Err: errors.New("nothing is known of that period")}
		}
		return w.fragment(rw, r, "pair", "point", d.Point)
	}
	w.show(rw, r, "pair", w.Name(a)+" – "+w.Name(b), d, d)
	return nil
}

// findPair reads "PAK-RUS" or "Pakistan-Russia". A name may have a hyphen of its own.
func (w *site) findPair(text string) (a, b string, err error) {
	text = strings.ReplaceAll(text, "–", "-")
	for i := range text {
		if text[i] != '-' {
			continue
		}
		first, ok := w.Find(strings.TrimSpace(text[:i]))
		second, both := w.Find(strings.TrimSpace(text[i+1:]))
		if ok && both && first != second {
			return first, second, nil
		}
	}
	return "", "", &entente.Error{Op: "web", Kind: entente.Missing, Input: text, Err: errors.New("a pair is two lands or bodies, written PAK-RUS or Pakistan-Russia")}
}

// recent is the first day of the weeks that are shown where none is asked for.
func (w *site) recent(r *http.Request, q Question) (entente.Day, error) {
	t, err := w.Reader.Tallies(r.Context(), entente.Filter{A: q.A, B: q.B, Everyone: q.Everyone, AsOf: q.AsOf, Sets: q.Sets})
	if err != nil || len(t.Pair) == 0 {
		return entente.Day{}, err
	}
	from := t.Pair[len(t.Pair)-1].Day.Add(-weeksShown, 0, 0)
	if from.Before(t.Pair[0].Day) {
		from = t.Pair[0].Day
	}
	return from, nil
}

func (q *Question) ask() desk.Ask {
	return desk.Ask{A: q.A, B: q.B, Period: q.By, From: q.From, To: q.To, AsOf: q.AsOf, Everyone: q.Everyone, Sets: q.Sets, Strongest: -1}
}

// dossier asks everything that the page of a pair shows, or the chosen point alone where
// that is asked for.
func (w *site) dossier(r *http.Request, q Question) (*dossier, error) {
	ctx := r.Context()
	query := r.URL.Query()
	d := &dossier{A: q.A, B: q.B, Moved: []openPoint{}, Asked: kept(query, "by", "from", "to", "everyone", "as-of", "sets"), Paper: w.Documents != nil, reader: &once{Reader: w.Reader}}
	var err error
	if d.Tie, err = desk.Relation(ctx, d.reader, q.ask()); err != nil {
		return nil, err
	}
	for i := range d.Tie.Points {
		d.Events += d.Tie.Points[i].Events
	}
	var chosen entente.Day
	if text := query.Get("point"); text != "" {
		at, _, err := days(text)
		if err != nil {
			return nil, err
		}
		if i := pointAt(d.Tie, at); i >= 0 {
			chosen = d.Tie.Points[i].From
			if d.Point, err = w.open(r, q, d, i); err != nil {
				return nil, err
			}
		}
	}
	if query.Get("part") == "point" {
		return d, nil
	}
	d.Chart = drawChart(d.Tie, w.Name(q.A)+" – "+w.Name(q.B), chosen, func(key string) string { return "?" + with(d.Asked, "point", key).Encode() + "#point" })
	if d.Tie.Last() == nil {
		return d, nil
	}
	for _, i := range movedMost(d.Tie) {
		p, err := w.open(r, q, d, i)
		if err != nil {
			return nil, err
		}
		p.Behind.Counted = p.Behind.Counted[:min(3, len(p.Behind.Counted))]
		d.Moved = append(d.Moved, *p)
	}
	if err := w.news(r, q, d); err != nil || len(q.Sets) > 0 {
		return d, err // other systems tell no claims, deals and figures
	}
	if err := w.lists(r, q, d); err != nil {
		return nil, err
	}
	return d, w.third(r, q, d)
}

// pointAt returns the index of the period that holds a day, or -1.
func pointAt(t *desk.Tie, at entente.Day) int {
	return slices.IndexFunc(t.Points, func(p desk.Point) bool { return !at.Before(p.From) && !p.To.Before(at) })
}

// open reads what stands behind point i.
func (w *site) open(r *http.Request, q Question, d *dossier, i int) (*openPoint, error) {
	p := d.Tie.Points[i]
	o := &openPoint{Point: p, Name: periodName(p.From, d.Tie.Period), Key: pointKey(p.From, d.Tie.Period), Asked: d.Asked}
	if i > 0 {
		o.Before = d.Tie.Points[i-1].Level
	}
	for k := i - 1; k >= 0 && o.Earlier == ""; k-- {
		if d.Tie.Points[k].Events > 0 {
			o.Earlier = pointKey(d.Tie.Points[k].From, d.Tie.Period)
		}
	}
	for k := i + 1; k < len(d.Tie.Points) && o.Later == ""; k++ {
		if d.Tie.Points[k].Events > 0 {
			o.Later = pointKey(d.Tie.Points[k].From, d.Tie.Period)
		}
	}
	var err error
	o.Behind, err = desk.Behind(r.Context(), w.Reader, q.ask(), p.From, p.To, o.Before)
	return o, err
}

// movedMost are the points with events at which the level moved furthest, the newest first.
func movedMost(t *desk.Tie) []int {
	by := func(i int) float64 {
		if i == 0 {
			return math.Abs(t.Points[0].Level)
		}
		return math.Abs(t.Points[i].Level - t.Points[i-1].Level)
	}
	var all []int
	for i := range t.Points {
		if t.Points[i].Events > 0 {
			all = append(all, i)
		}
	}
	slices.SortStableFunc(all, func(i, k int) int { return cmp.Compare(by(k), by(i)) })
	all = all[:min(movedPeriods, len(all))]
	events := 0
	for n, i := range all { // each is read whole: of the years of a busy pair, fewer
		if events += t.Points[i].Events; n > 0 && events > looked {
			all = all[:n]
			break
		}
	}
	slices.SortFunc(all, func(i, k int) int { return k - i })
	return all
}

// news fills the brief: the last thirty days by q.To, by the last event or by today.
func (w *site) news(r *http.Request, q Question, d *dossier) error {
	to := q.To
	if to.IsZero() {
		for i := len(d.Tie.Points) - 1; i >= 0 && to.IsZero(); i-- {
			if d.Tie.Points[i].Events > 0 {
				to = d.Tie.Points[i].To
			}
		}
		if today := entente.DayOf(w.Now()); today.Before(to) {
			to = today
		}
	}
	d.NewsTo, d.NewsOf = to, to.Add(0, 0, -newsDays)
	b, err := desk.Brief(r.Context(), d.reader, desk.Watch{Pairs: [][2]string{{q.A, q.B}}, Since: d.NewsOf, To: to, AsOf: q.AsOf, Everyone: q.Everyone, Sets: q.Sets, Listed: listed})
	if err == nil {
		d.Brief = &b.Pairs[0]
	}
	return err
}

// lists fills what is not reckoned: deals, quotes, disputes, predictions, figures. Those
// that must read every row look at the newest events alone, and Since says from when.
func (w *site) lists(r *http.Request, q Question, d *dossier) error {
	ctx := r.Context()
	f := q.Filter
	f.After, f.Limit = "", listed
	seen := 0
	for i := len(d.Tie.Points) - 1; i > 0; i-- {
		if seen += d.Tie.Points[i].Events; seen > looked {
			d.Since = d.Tie.Points[i].From
			f.From = d.Since
			break
		}
	}
	var err error
	if d.Deals, err = desk.Deals(ctx, w.Reader, f); err != nil {
		return err
	}
	if d.Dispute, err = desk.Disputes(ctx, w.Reader, f); err != nil {
		return err
	}
	if d.Foretold, err = desk.Predictions(ctx, w.Reader, f); err != nil {
		return err
	}
	d.Foretold.Rows = d.Foretold.Rows[:min(listed, len(d.Foretold.Rows))]
	if d.Figures, err = desk.Figures(ctx, w.Reader, f); err != nil {
		return err
	}
	d.Quotes = &desk.List[entente.Quote]{}
	for _, of := range [][2]string{{q.A, q.B}, {q.B, q.A}} {
		f.A, f.B = of[0], of[1]
		said, err := desk.Quotes(ctx, w.Reader, f)
		if err != nil {
			return err
		}
		d.Quotes.Rows = append(d.Quotes.Rows, said.Rows...)
		d.Quotes.Next = cmp.Or(d.Quotes.Next, said.Next)
	}
	slices.SortStableFunc(d.Quotes.Rows, func(a, b entente.Quote) int { return b.Article.Published.Compare(a.Article.Published) })
	return nil
}

// third fills the third parties: whom both have to do with, and where one side turned from
// somebody to another in the days that are shown.
func (w *site) third(r *http.Request, q Question, d *dossier) error {
	ctx := r.Context()
	f := q.Filter
	f.After, f.Limit = "", 40
	var with [2][]entente.Partner
	for i, code := range []string{q.A, q.B} {
		f.A, f.B = code, ""
		var err error
		if with[i], err = w.Reader.Partners(ctx, f); err != nil {
			return err
		}
	}
	for _, p := range with[0] {
		k := slices.IndexFunc(with[1], func(o entente.Partner) bool { return o.Code == p.Code })
		if k < 0 || p.Weight == 0 || with[1][k].Weight == 0 || p.Code == q.A || p.Code == q.B || p.Code == "" {
			continue
		}
		o := with[1][k]
		if d.Common = append(d.Common, commonPartner{p.Code, p.Sum / p.Weight, o.Sum / o.Weight, p.Events, o.Events}); len(d.Common) == 2*listed {
			break
		}
	}
	events := 0 // of all days: a level hangs on them all
	for _, code := range []string{q.A, q.B} {
		all, err := w.Reader.Partners(ctx, entente.Filter{A: code, AsOf: q.AsOf, Everyone: q.Everyone, Limit: thirdParties})
		if err != nil {
			return err
		}
		for _, p := range all {
			events += p.Events
		}
	}
	if d.More = events > thirdEvents && r.URL.Query().Get("third") == ""; d.More {
		return nil
	}
	for _, code := range []string{q.A, q.B} {
		all, err := desk.Realignments(ctx, d.reader, desk.Window{State: code, From: d.Tie.Points[0].From, To: d.Tie.Last().To, Partners: thirdParties, AsOf: q.AsOf, Everyone: q.Everyone})
		if err != nil {
			return err
		}
		d.Moves = append(d.Moves, all.Moves...)
		for _, t := range all.Triads {
			one := triad{t.States, t.Signs, t.Balanced}
			if slices.Contains(t.States[:], q.A) && slices.Contains(t.States[:], q.B) && !slices.Contains(d.Triads, one) {
				d.Triads = append(d.Triads, one)
			}
		}
	}
	return nil
}

// pairPaper answers with the dossier for paper or mail.
func (w *site) pairPaper(rw http.ResponseWriter, r *http.Request, q Question, format string) error {
	if w.Documents == nil {
		return &entente.Error{Op: "web", Kind: entente.Missing, Input: format, Err: errors.New("this server writes no documents; print the page itself")}
	}
	body, err := w.Documents.Dossier(r.Context(), q, format)
	if err != nil {
		return err
	}
	w.file(rw, r, q.A+"-"+q.B+"."+format, map[string]string{"pdf": "application/pdf", "eml": "message/rfc822"}[format], body)
	return nil
}

// pairCSV answers with the series, a line a period.
func (w *site) pairCSV(rw http.ResponseWriter, r *http.Request, q Question) error {
	tie, err := desk.Relation(r.Context(), w.Reader, q.ask())
	if err != nil {
		return err
	}
	var b strings.Builder
	out := csv.NewWriter(&b)
	lines := [][]string{{"a", "b", "from", "to", "level", "low", "high", "mean", "events", "weight", "thin"}}
	for _, p := range tie.Points {
		mean := ""
		if p.Mean != nil {
			mean = decimal(*p.Mean)
		}
		lines = append(lines, []string{q.A, q.B, p.From.String(), p.To.String(), decimal(p.Level), decimal(p.Low), decimal(p.High), mean, strconv.Itoa(p.Events), decimal(p.Weight), strconv.FormatBool(p.Thin)})
	}
	if err := out.WriteAll(lines); err != nil {
		return err
	}
	w.file(rw, r, q.A+"-"+q.B+".csv", "text/csv; charset=utf-8", []byte(b.String()))
	return nil
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', 4, 64) }
