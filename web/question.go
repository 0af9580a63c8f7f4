package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"entente"
)

// Question is what the query of an address asks, as every page understands it:
// ?a=PAK&b=RUS&type=AID&status=planned&class=named&from=2015&to=2016-06&publisher=…&words=…
// &everyone=1&as-of=2016-01-01&sets=icews&by=month&after=…&limit=…
type Question struct {
	entente.Filter
	By entente.Period
}

// question reads the query of r. Names of lands are found; what cannot be understood is an
// error of kind Syntax.
func (w *site) question(r *http.Request) (Question, error) {
	q := r.URL.Query()
	out := Question{By: entente.Period(q.Get("by"))}
	f := &out.Filter
	for name, into := range map[string]*string{"a": &f.A, "b": &f.B} {
		if text := strings.TrimSpace(q.Get(name)); text != "" {
			code, ok := w.Find(text)
			if !ok {
				return out, syntax("%q is no land or body that is known here", text)
			}
			*into = code
		}
	}
	f.Publisher, f.Words, f.After = q.Get("publisher"), q.Get("words"), q.Get("after")
	f.Everyone, f.Directed, f.Oldest = q.Get("everyone") != "", q.Get("directed") != "", q.Get("oldest") != ""
	for _, t := range list(q, "type") {
		f.Types = append(f.Types, entente.EventType(strings.ToUpper(t)))
	}
	for _, s := range list(q, "status") {
		f.Statuses = append(f.Statuses, entente.Status(s))
	}
	for _, c := range list(q, "class") {
		f.Classes = append(f.Classes, entente.SourceClass(c))
	}
	f.Sets = list(q, "sets")
	var err error
	if f.From, _, err = days(q.Get("from")); err != nil {
		return out, err
	}
	if _, f.To, err = days(q.Get("to")); err != nil {
		return out, err
	}
	if !f.To.IsZero() && f.To.Before(f.From) {
		return out, syntax("from %s is after to %s", f.From, f.To)
	}
	if text := q.Get("as-of"); text != "" {
		_, last, err := days(text)
		if err != nil {
			return out, err
		}
		f.AsOf = last.Add(0, 0, 1).Time().Add(-time.Nanosecond)
	}
	if text := q.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 500 {
			return out, syntax("limit is a number from 1 to 500, not %q", text)
		}
		f.Limit = n
	}
	switch out.By {
	case "", entente.PeriodWeek, entente.PeriodMonth, entente.PeriodYear:
	default:
		return out, syntax("by is week, month or year, not %q", out.By)
	}
	return out, nil
}

func list(q url.Values, name string) []string {
	var out []string
	for _, v := range q[name] {
		for _, s := range strings.Split(v, ",") {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

// days reads a day, a month or a year and returns its first and last day.
func days(text string) (first, last entente.Day, err error) {
	if first, last, err = entente.ParseDays(text); err != nil {
		err = syntax("%w", err)
	}
	return first, last, err
}

func syntax(format string, args ...any) error {
	return &entente.Error{Op: "web", Kind: entente.Syntax, Err: fmt.Errorf(format, args...)}
}
