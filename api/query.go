package api

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"entente"
)

// Which is the part of entente.Filter that says which rows.
type Which struct {
	A         string   `query:"a" maxLength:"200" example:"PAK" doc:"Rows between a and b, or of a with anybody where b is not given. A code (PAK, nato) or a name (Pakistan, NATO, Moscow)."`
	B         string   `query:"b" maxLength:"200" example:"RUS" doc:"The other side: a code or a name, as a."`
	Directed  bool     `query:"directed" doc:"Only what a does to b, and not what b does to a."`
	Everyone  bool     `query:"everyone" doc:"Rebels, firms, crowds and the like of a land too, and not only its state and bodies."`
	Types     []string `query:"type" doc:"Event types, separated by commas: AID,SANCTION."`
	Statuses  []string `query:"status" doc:"Statuses of an event over all its reports, separated by commas; of a single report, its own."`
	Classes   []string `query:"class" doc:"On whose word: classes of sources, separated by commas. Of events, those of the report that speaks for the event."`
	Stances   []string `query:"stance" doc:"What a speaker does with the words, separated by commas. Of quotes alone."`
	Stated    bool     `query:"stated" doc:"Only events of which some report states a figure or a stage of a deal."`
	From      string   `query:"from" maxLength:"10" example:"2017" doc:"First day: YYYY-MM-DD, or YYYY-MM or YYYY for the first day of that month or year."`
	To        string   `query:"to" maxLength:"10" example:"2017-10" doc:"Last day, inclusive: YYYY-MM-DD, or YYYY-MM or YYYY for the last day of that month or year."`
	Publisher string   `query:"publisher" maxLength:"200" doc:"Printed by this publisher, as the ledger spells it."`
	Words     string   `query:"words" maxLength:"500" example:"joint exercise" doc:"Words that the sentence must hold, in any order; words in quotation marks as they stand."`
	AsOf      string   `query:"as-of" maxLength:"40" example:"2017-10-13" doc:"Answer with what was known then: a day (its end, UTC) or a moment as RFC 3339 has it."`
	Sets      []string `query:"sets" doc:"Rows imported from other systems (icews, gdelt2, gdelt1, polecat, phoenix, or all), separated by commas, and not our own. Only where the answer has imported rows."`
}

// Paging says how much of a list.
type Paging struct {
	Order string `query:"order" enum:"newest,oldest" default:"newest" doc:"Newest first or oldest first."`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"Rows at most."`
	After string `query:"after" maxLength:"200" doc:"Go on where a list ended: the member next of the page before."`
}

// Listed is a whole question for a list.
type Listed struct {
	Which
	Paging
}

// filter understands which rows are asked for.
func (s *server) filter(q *Which) (entente.Filter, error) {
	f := entente.Filter{Directed: q.Directed, Everyone: q.Everyone, Stated: q.Stated, Publisher: q.Publisher, Words: q.Words, Sets: q.Sets,
		Types: cast[entente.EventType](q.Types), Statuses: cast[entente.Status](q.Statuses), Classes: cast[entente.SourceClass](q.Classes), Stances: cast[entente.Stance](q.Stances)}
	var err error
	if f.A, err = s.land("a", q.A); err != nil {
		return f, err
	}
	if f.B, err = s.land("b", q.B); err != nil {
		return f, err
	}
	if f.From, f.To, err = span(q.From, q.To); err != nil {
		return f, err
	}
	f.AsOf, err = moment(q.AsOf)
	return f, err
}

func (s *server) listFilter(q *Listed) (entente.Filter, error) {
	f, err := s.filter(&q.Which)
	f.Oldest, f.Limit, f.After = q.Order == "oldest", q.Limit, q.After
	return f, err
}

func cast[T ~string](list []string) []T {
	var out []T
	for _, v := range list {
		out = append(out, T(v))
	}
	return out
}

// land finds the code of a name; "" is nobody in particular.
func (s *server) land(param, name string) (string, error) {
	if name == "" || s.Find == nil {
		return name, nil
	}
	code, ok := s.Find(name)
	if !ok {
		return "", flaw(param, "use a code such as PAK (ISO 3166-1 alpha-3) or nato, or a land's English name", "%q is no land or body that is known here", name)
	}
	return code, nil
}

// pair reads "PAK-RUS" or "Pakistan-Russia"; a name may have a hyphen of its own.
func (s *server) pair(text string) ([2]string, error) {
	for i := range text {
		if text[i] != '-' {
			continue
		}
		a, errA := s.land("pair", strings.TrimSpace(text[:i]))
		b, errB := s.land("pair", strings.TrimSpace(text[i+1:]))
		if errA == nil && errB == nil && a != "" && b != "" && a != b {
			return [2]string{a, b}, nil
		}
	}
	return [2]string{}, flaw("pair", "write two different lands or bodies as PAK-RUS", "%q is no pair", text)
}

// two asks for both sides of a tie.
func (s *server) two(nameA, nameB string) (a, b string, err error) {
	if a, err = s.land("a", nameA); err != nil {
		return "", "", err
	}
	if b, err = s.land("b", nameB); err != nil {
		return "", "", err
	}
	if a == b {
		return "", "", flaw("b", "name two different lands or bodies", "both sides are %q", a)
	}
	return a, b, nil
}

// span reads a first and a last day.
func span(from, to string) (first, last entente.Day, err error) {
	if first, _, err = days("from", from); err != nil {
		return first, last, err
	}
	if _, last, err = days("to", to); err != nil {
		return first, last, err
	}
	if !first.IsZero() && !last.IsZero() && last.Before(first) {
		return first, last, flaw("from", "exchange from and to", "from %s is after to %s", first, last)
	}
	return first, last, nil
}

// days reads a day, a month or a year, and returns its first and last day; nothing gives
// zero days.
func days(param, value string) (first, last entente.Day, err error) {
	if first, last, err = entente.ParseDays(value); err != nil {
		return first, last, flaw(param, "write it as 2017-10-13, 2017-10 or 2017", "%s %q is no day, month or year", param, value)
	}
	return first, last, nil
}

// moment reads as-of: the end of a day, or a moment.
func moment(value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339Nano, value); err == nil && !at.IsZero() {
		return at, nil
	}
	day, err := entente.ParseDay(value)
	if err != nil {
		return time.Time{}, flaw("as-of", "write it as 2017-10-13 or 2017-10-13T18:00:00Z", "as-of %q is neither a day nor a moment", value)
	}
	return day.Add(0, 0, 1).Time().Add(-time.Nanosecond), nil
}

// values writes a filter as the query that filter reads; Limit, After and Oldest are for
// the caller to add.
func values(f *entente.Filter) url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("a", f.A)
	set("b", f.B)
	if f.Directed {
		v.Set("directed", "true")
	}
	if f.Everyone {
		v.Set("everyone", "true")
	}
	if f.Stated {
		v.Set("stated", "true")
	}
	set("type", join(f.Types))
	set("status", join(f.Statuses))
	set("class", join(f.Classes))
	set("stance", join(f.Stances))
	set("from", f.From.String())
	set("to", f.To.String())
	set("publisher", f.Publisher)
	set("words", f.Words)
	if !f.AsOf.IsZero() {
		v.Set("as-of", f.AsOf.Format(time.RFC3339Nano))
	}
	set("sets", join(f.Sets))
	return v
}

func join[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return strings.Join(out, ",")
}

// valuesPage adds the page of a list.
func valuesPage(f *entente.Filter, limit int) url.Values {
	v := values(f)
	v.Set("limit", strconv.Itoa(limit))
	if f.Oldest {
		v.Set("order", "oldest")
	}
	if f.After != "" {
		v.Set("after", f.After)
	}
	return v
}
