package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// partyWords is "Russia (RUS)", with the sector of whoever is not the government.
func (w *site) partyWords(p entente.Party) string {
	label := p.Code
	if p.Sector != "" && p.Sector != "GOV" && p.Sector != "UNK" {
		label = strings.TrimSpace(label + " " + string(p.Sector))
	}
	switch {
	case p.Name == "" && p.Code != "":
		return w.Name(p.Code)
	case label == "" || label == p.Name:
		return p.Name
	}
	return p.Name + " (" + label + ")"
}

func (w *site) partyList(list []entente.Party, sep string) string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = w.partyWords(p)
	}
	return strings.Join(out, sep)
}

// sides is "Russia (RUS) → Ukraine (UKR)"; "↔" where both do it.
func (w *site) sides(r *entente.Report) string {
	source, target := w.partyList(r.Sources, ", "), w.partyList(r.Targets, ", ")
	switch {
	case len(r.Sources) > 1 && sameParties(r.Sources, r.Targets):
		return w.partyList(r.Sources, " ↔ ")
	case target == "":
		return source
	case source == "":
		return "unknown → " + target
	case r.Type.Reciprocal():
		return source + " ↔ " + target
	}
	return source + " → " + target
}

// sameParties reports whether two lists hold the same, in any order.
func sameParties(a, b []entente.Party) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(p entente.Party) bool { return !slices.Contains(b, p) })
}

// deed is "ASSAULT · aerial".
func deed(t entente.EventType, mode *entente.Mode) string {
	if mode != nil && *mode != "" {
		return string(t) + " · " + string(*mode)
	}
	return string(t)
}

// voiceWords names who stands behind a claim.
func voiceWords(v entente.Voice) string {
	switch {
	case v.Role != "" && v.Name != "" && !strings.HasPrefix(v.Name, v.Role):
		return v.Name + ", " + v.Role
	case v.Name != "":
		return v.Name
	case v.Role != "":
		return v.Role
	case v.Class == entente.SourceAuthor:
		return "the article itself"
	}
	return "an unnamed source"
}

// dateWords writes a date as finely as it is known; one that is not known is "".
func dateWords(d entente.Date) string {
	switch {
	case d.From.IsZero() && d.To.IsZero():
		return ""
	case d.From.IsZero():
		return "until " + day(d.To)
	case d.To.IsZero():
		return "since " + day(d.From)
	case d.From == d.To:
		return day(d.From)
	}
	switch d.Precision {
	case entente.PrecisionMonth:
		return d.From.Time().Format("Jan 2006")
	case entente.PrecisionYear:
		return strconv.Itoa(d.From.Year)
	case entente.PrecisionDecade:
		return strconv.Itoa(d.From.Year) + "s"
	case entente.PrecisionWeek:
		return "week of " + day(d.From)
	}
	return day(d.From) + " to " + day(d.To)
}

// figureWords is "at least 12 soldiers", "about USD 2,000,000,000".
func figureWords(f entente.Figure) string {
	amount := grouped(f.Value)
	switch f.Unit {
	case "":
	case "percent":
		amount += " %"
	default:
		amount = f.Unit + " " + amount
	}
	if f.Bound != entente.BoundExact && f.Bound != "" {
		amount = string(f.Bound) + " " + amount
	}
	if f.Counts != "" {
		amount += " " + f.Counts
	}
	return amount
}

// grouped writes 2000000000 as "2,000,000,000".
func grouped(v float64) string {
	whole, part, broken := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if broken {
		whole += "." + part
	}
	return sign + whole
}

// scaleWords writes a value of the scale from −10 to +10 with its sign.
func scaleWords(v float64) string {
	return strings.Replace(fmt.Sprintf("%+.1f", v), "-", "−", 1)
}

// because says why a row counts as having happened, or why not.
func (w *site) because(r *entente.Report, rejected bool) string {
	sides := append(slices.Clone(r.Sources), r.Targets...)
	switch {
	case rejected:
		return "It does not count: a person took it out."
	case r.Negated:
		return "It does not count: the sentence says that it did not happen."
	case r.Status != entente.Happened && r.Status != entente.Ongoing:
		return "It does not count: " + statusWhy[r.Status] + "."
	case r.Reprint:
		return "It does not count: an earlier article that is nearly the same has the sentence already."
	case r.Goldstein == nil:
		return "It counts as having happened, and moves no level: it has no value on the scale."
	case slices.ContainsFunc(sides, func(p entente.Party) bool { return !p.Official() }):
		return "It counts as having happened; levels of states pass it over where a side is not a state or a body (“everyone” takes it in)."
	}
	return "It counts: the article says that it happened, or an actor tells of its own act."
}

// statusWhy says what each status that does not count means.
var statusWhy = map[entente.Status]string{
	entente.Planned: "it is announced or intended", entente.Negotiated: "it is being talked about", entente.Threatened: "it is held out as a threat",
	entente.Predicted: "somebody expects it", entente.Hypothetical: "it is a condition, a wish or a possibility", entente.Claimed: "only a source says so",
	entente.Denied: "it is denied", entente.Disputed: "one side says so and another denies it",
}
