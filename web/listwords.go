package web

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"entente"
	"entente/desk"
)

// words are what the templates of lists and charts may call beside functions.
func (w *site) words() template.FuncMap {
	return template.FuncMap{
		"signed":  signed,
		"whole":   whole,
		"count":   count,
		"lower":   func(s any) string { return strings.ToLower(fmt.Sprint(s)) },
		"amount":  amount,
		"period":  periodName,
		"dated":   dated,
		"voice":   voice,
		"marked":  markOf,
		"arrow":   func(a desk.Arrow) string { return arrows[a] },
		"turned":  func(d entente.Direction) string { return directions[d] },
		"sign":    func(n int) string { return signs[n+1] },
		"between": w.between,
		"tone":    tone,
		"link":    func(q url.Values, name, value string) string { return "?" + with(q, name, value).Encode() },
		"query":   func(q url.Values) string { return q.Encode() },
		"types":   w.types,
		"states":  entente.Statuses,
		"classes": func() []entente.SourceClass {
			return []entente.SourceClass{entente.SourceNamed, entente.SourceAnonymous, entente.SourceInstitution, entente.SourceMedia, entente.SourceAuthor}
		},
		"stances": func() []entente.Stance {
			return []entente.Stance{entente.StanceAssert, entente.StanceDeny, entente.StanceConfirm, entente.StancePredict, entente.StanceDemand,
				entente.StancePromise, entente.StanceThreaten, entente.StanceBelieve, entente.StanceAsk}
		},
		"listings": func() []string {
			var out []string
			for _, l := range listings() {
				out = append(out, l.name)
			}
			return out
		},
		"periods": func() []entente.Period {
			return []entente.Period{entente.PeriodWeek, entente.PeriodMonth, entente.PeriodYear}
		},
	}
}

var (
	arrows     = map[desk.Arrow]string{desk.Up: "↗", desk.Down: "↘", desk.Flat: "→"}
	directions = map[entente.Direction]string{entente.Warming: "↗", entente.Cooling: "↘", entente.Warm: "→", entente.Cold: "→"}
	signs      = [3]string{"−", "?", "+"}
)

// signed writes a number of the scale with its sign and one digit after the point.
func signed(v float64) string {
	text := fmt.Sprintf("%+.1f", v)
	if text == "-0.0" || text == "+0.0" {
		return "0.0"
	}
	return strings.Replace(text, "-", "−", 1)
}

// whole writes 12000 as "12,000".
func whole(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// count is "1 event", "2 events".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return whole(n) + " " + one + "s"
}

// amount writes a figure as the text bounds it.
func amount(f entente.Figure) string {
	text := strconv.FormatFloat(f.Value, 'f', -1, 64)
	if head, tail, _ := strings.Cut(text, "."); f.Value >= 1000 {
		if n, err := strconv.Atoi(head); err == nil {
			text = whole(n)
			if tail != "" {
				text += "." + tail
			}
		}
	}
	switch f.Unit {
	case "":
	case "percent":
		text += " %"
	default:
		text = f.Unit + " " + text
	}
	if f.Bound != entente.BoundExact && f.Bound != "" {
		text = string(f.Bound) + " " + text
	}
	return strings.TrimSpace(text + " " + f.Counts)
}

// periodName is how a period that begins on d is called.
func periodName(d entente.Day, p entente.Period) string {
	switch p {
	case entente.PeriodYear:
		return d.Time().Format("2006")
	case entente.PeriodWeek:
		return "week of " + day(d)
	}
	return d.Time().Format("January 2006")
}

// dated writes a date as finely as it is known, else the day that the row counts on.
func dated(d entente.Date, counted entente.Day) string {
	switch {
	case d.From.IsZero() && d.To.IsZero():
		return cmp.Or(day(counted), "day unknown")
	case d.From.IsZero():
		return "until " + day(d.To)
	case d.To.IsZero():
		return "since " + day(d.From)
	case d.From == d.To:
		return day(d.From)
	}
	switch d.Precision {
	case entente.PrecisionMonth, entente.PrecisionYear:
		return periodName(d.From, entente.Period(d.Precision))
	case entente.PrecisionWeek:
		return "week of " + day(d.From)
	case entente.PrecisionDecade:
		return strconv.Itoa(d.From.Year) + "s"
	}
	return day(d.From) + " to " + day(d.To)
}

// voice names a speaker; an unnamed one by what is told of it.
func voice(name, role string, class entente.SourceClass) string {
	switch {
	case role != "" && name != "" && !strings.HasPrefix(name, role): // one who goes by the role alone
		return name + ", " + role
	case name != "":
		return name
	case role != "":
		return role
	case class == entente.SourceAuthor:
		return "the article itself"
	}
	return "an unnamed source"
}

// between says who does it to whom.
func (w *site) between(sources, targets []entente.Party, t entente.EventType) string {
	switch {
	case len(targets) == 0:
		return w.parties(sources)
	case len(sources) > 1 && sameParties(sources, targets):
		names := make([]string, len(sources))
		for i := range sources {
			names[i] = w.parties(sources[i : i+1])
		}
		return strings.Join(names, " ↔ ")
	case t.Reciprocal():
		return w.parties(sources) + " ↔ " + w.parties(targets)
	}
	return w.parties(sources) + " → " + w.parties(targets)
}
