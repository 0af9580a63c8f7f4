package table

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// Column is one column of our own tables.
type Column struct {
	Name    string
	Type    string // text, integer, number, boolean, date, json
	Meaning string

	value func(*Row, *Codes) any // string, int, float64, bool, entente.Day, or nil
}

// Columns returns the columns of our own tables, in their order.
func Columns() []Column {
	cols := []Column{
		{"origin", "text", `"text" for rows of ours, else the system that the row comes from: icews, gdelt2, …`, func(r *Row, _ *Codes) any { return r.Origin }},
		ours("report_id", "text", "names the row for good; at event level that of the report that speaks for the event", func(p *entente.Report) any { return string(p.ID) }),
		{"event_id", "text", "the first report of the same event; for other systems their own id", func(r *Row, _ *Codes) any {
			if r.imported != nil {
				return r.imported.ID
			}
			return string(cmp.Or(r.report.Happening, r.report.ID))
		}},
		ours("article_id", "text", "hash of the article's text", func(p *entente.Report) any { return string(p.Print.Article) }),
		ours("cluster_id", "text", "the first article of those that are nearly identical", func(p *entente.Report) any { return string(p.Print.Cluster) }),
		ours("published", "date", "day of printing", func(p *entente.Report) any { return p.Print.Published }),
		both("publisher", "text", "who printed it", func(p *entente.Report) any { return p.Print.Publisher }, func(i *entente.Imported) any { return i.Publisher }),
		both("url", "text", "address of the article; for other systems also their id of the story", func(p *entente.Report) any { return p.Print.URL }, func(i *entente.Imported) any { return i.URL }),
		ours("headline", "text", "headline of the article", func(p *entente.Report) any { return p.Print.Headline }),
		both("date_from", "date", "first day on which it can have happened; empty is open", func(p *entente.Report) any { return p.Date.From }, func(i *entente.Imported) any { return i.Day }),
		both("date_to", "date", "last such day", func(p *entente.Report) any { return p.Date.To }, func(i *entente.Imported) any { return i.Day }),
		both("date_precision", "text", "day, week, month, season, year, decade, interval", func(p *entente.Report) any { return string(p.Date.Precision) }, func(*entente.Imported) any { return string(entente.PrecisionDay) }),
		ours("date_basis", "text", "what the date rests on: explicit, relative, anchored, dateline, published", func(p *entente.Report) any { return string(p.Date.Basis) }),
	}
	cols = append(cols, side("source", "who acts", func(r *Row) []entente.Party { return r.sources })...)
	cols = append(cols, side("target", "on whom", func(r *Row) []entente.Party { return r.targets })...)
	return append(cols,
		both("type", "text", "one of PLOVER's sixteen types, or one of your own (docs/rules.md); empty for statements and appeals of other systems", func(p *entente.Report) any { return string(p.Type) }, func(i *entente.Imported) any { return string(i.Type) }),
		both("mode", "text", "PLOVER's mode of the type", func(p *entente.Report) any {
			if p.Mode == nil {
				return nil
			}
			return string(*p.Mode)
		}, func(i *entente.Imported) any { return string(i.Mode) }),
		ours("contexts", "text", "PLOVER's contexts, ; between them", func(p *entente.Report) any {
			return joined(p.Contexts, func(c entente.Context) string { return string(c) })
		}),
		both("cameo", "text", "CAMEO code; text, since zeros in front count", func(p *entente.Report) any { return p.CAMEO }, func(i *entente.Imported) any { return i.CAMEO }),
		both("quad", "text", "verbal or material cooperation or conflict", func(p *entente.Report) any { return string(p.Quad) }, func(i *entente.Imported) any { return string(i.Quad) }),
		both("goldstein", "number", "from -10 (conflict) to 10", func(p *entente.Report) any { return number64(p.Goldstein) }, func(i *entente.Imported) any { return number64(i.Goldstein) }),
		Column{"status", "text", "happened, ongoing, planned, negotiated, threatened, predicted, hypothetical, claimed, denied, disputed; at event level of all reports together", func(r *Row, _ *Codes) any {
			switch {
			case r.imported != nil:
				return nil
			case r.happening != nil && r.happening.Overall != "":
				return string(r.happening.Overall)
			}
			return string(r.report.Status)
		}},
		ours("negated", "boolean", "the sentence says that it did not happen", func(p *entente.Report) any { return p.Negated }),
		ours("background", "boolean", "told as history, not as the news of the day", func(p *entente.Report) any { return p.Background }),
		ours("stage", "text", "of a deal: talks, agreed, signed, delivered, suspended", func(p *entente.Report) any { return p.Stage }),
		placed("place", "text", "where it happened", func(p *entente.Place) any { return p.Name }),
		placed("place_country", "text", "ISO 3166-1 alpha-3 of the place", func(p *entente.Place) any { return p.Country }),
		placed("lat", "number", "degrees north", func(p *entente.Place) any { return number64(p.Lat) }),
		placed("lon", "number", "degrees east", func(p *entente.Place) any { return number64(p.Lon) }),
		ours("figures", "json", "amounts: value, unit, bound, what is counted, span", func(p *entente.Report) any { return asJSON(p.Figures, len(p.Figures)) }),
		ours("speaker", "text", "on whose word, the outermost of the chain; empty is the article's own", func(p *entente.Report) any {
			if len(p.Attribution) == 0 {
				return nil
			}
			return p.Attribution[0].Name
		}),
		ours("speaker_class", "text", "named, anonymous, institution, media, author", func(p *entente.Report) any {
			if len(p.Attribution) == 0 {
				return nil
			}
			return string(p.Attribution[0].Class)
		}),
		ours("attribution", "json", "the whole chain, outermost first: name, code, role, class, cue, stance", func(p *entente.Report) any { return asJSON(p.Attribution, len(p.Attribution)) }),
		ours("sentence", "text", "the sentence, verbatim", func(p *entente.Report) any { return p.Quote }),
		ours("sentence_start", "integer", "bytes of the article's text: where the sentence starts", func(p *entente.Report) any { return offsetOf(p.Sentence, p.Sentence.Start) }),
		ours("sentence_end", "integer", "where it ends", func(p *entente.Report) any { return offsetOf(p.Sentence, p.Sentence.End) }),
		ours("trigger_start", "integer", "where the word that means the event starts", func(p *entente.Report) any { return offsetOf(p.Trigger, p.Trigger.Start) }),
		ours("trigger_end", "integer", "where it ends", func(p *entente.Report) any { return offsetOf(p.Trigger, p.Trigger.End) }),
		ours("rule", "text", "the row of the lexicon that coded it", func(p *entente.Report) any { return p.Rule }),
		ours("confidence", "number", "from 0 to 1", func(p *entente.Report) any { return p.Confidence }),
		told("independent_sources", "distinct publishers whose reports count; event level only", func(h *entente.Happening) int { return h.Independent }),
		Column{"reports", "integer", "reports, reprints among them; event level only; for other systems how often they saw it", func(r *Row, _ *Codes) any {
			switch {
			case r.imported != nil && r.imported.Mentions > 0:
				return r.imported.Mentions
			case r.happening != nil:
				return r.happening.Reports
			}
			return nil
		}},
		ours("reprint", "boolean", "an earlier article of its cluster has the sentence too", func(p *entente.Report) any { return p.Reprint }),
		Column{"event_text", "text", "the other system's name for the event", func(r *Row, _ *Codes) any {
			if r.imported == nil {
				return nil
			}
			return r.imported.Text
		}},
		Column{"dyad_of", "integer", "how many rows the row was expanded to, where one was asked for each pair of source and target", func(r *Row, _ *Codes) any {
			if r.dyads == 0 {
				return nil
			}
			return r.dyads
		}},
	)
}

// ours is a column that other systems' rows leave empty.
func ours(name, kind, meaning string, of func(*entente.Report) any) Column {
	return both(name, kind, meaning, of, func(*entente.Imported) any { return nil })
}

func both(name, kind, meaning string, of func(*entente.Report) any, others func(*entente.Imported) any) Column {
	return Column{name, kind, meaning, func(r *Row, _ *Codes) any {
		if r.imported != nil {
			return others(r.imported)
		}
		return of(r.report)
	}}
}

func placed(name, kind, meaning string, of func(*entente.Place) any) Column {
	at := func(p *entente.Place) any {
		if p == nil {
			return nil
		}
		return of(p)
	}
	return both(name, kind, meaning, func(p *entente.Report) any { return at(p.Place) }, func(i *entente.Imported) any { return at(i.Place) })
}

func told(name, meaning string, of func(*entente.Happening) int) Column {
	return Column{name, "integer", meaning, func(r *Row, _ *Codes) any {
		if r.happening == nil {
			return nil
		}
		return of(r.happening)
	}}
}

// side is the five columns of one side. Cells of several parties run alike: the third
// code is of the third name.
func side(name, meaning string, of func(*Row) []entente.Party) []Column {
	list := func(r *Row, of2 func(entente.Party) string) any { return joined(of(r), of2) }
	return []Column{
		{name + "_code", "text", meaning + ": ISO 3166-1 alpha-3, a former state's own, or a body's short name; of several parties ; between them", func(r *Row, _ *Codes) any {
			return list(r, func(p entente.Party) string { return p.Code })
		}},
		{name + "_sector", "text", "PLOVER's sector: GOV, MIL, …; empty for the land as a whole", func(r *Row, _ *Codes) any {
			return list(r, func(p entente.Party) string { return string(p.Sector) })
		}},
		{name + "_name", "text", "name", func(r *Row, _ *Codes) any {
			return list(r, func(p entente.Party) string { return p.Name })
		}},
		{name + "_cow", "text", "Correlates of War number on the day; empty where it was no state then", func(r *Row, c *Codes) any {
			return list(r, func(p entente.Party) string { n, _ := c.On(p.Code, r.day()); return numeral(n.COW) })
		}},
		{name + "_gw", "text", "Gleditsch and Ward's number on the day", func(r *Row, c *Codes) any {
			return list(r, func(p entente.Party) string { n, _ := c.On(p.Code, r.day()); return numeral(n.GW) })
		}},
	}
}

// day is the day that a row's numbers of states are asked for.
func (r *Row) day() entente.Day {
	switch {
	case r.imported != nil:
		return r.imported.Day
	case !r.report.Date.From.IsZero():
		return r.report.Date.From
	case !r.report.Date.To.IsZero():
		return r.report.Date.To
	}
	return r.report.Print.Published
}

func numeral(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// joined puts ; between texts; one inside a text becomes a comma. If all are empty, so
// is the cell.
func joined[T any](list []T, text func(T) string) string {
	if len(list) == 1 {
		return strings.ReplaceAll(text(list[0]), ";", ",")
	}
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = strings.ReplaceAll(text(v), ";", ",")
	}
	if !slices.ContainsFunc(parts, func(s string) bool { return s != "" }) {
		return ""
	}
	return strings.Join(parts, ";")
}

func number64(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

// offsetOf returns an end of a span, nil where there is no span.
func offsetOf(s entente.Span, at int) any {
	if s.IsZero() {
		return nil
	}
	return at
}

// asJSON returns the JSON of a list, nil for an empty one. Its types have no value that
// JSON lacks but infinite numbers, and of those the cell says so.
func asJSON(v any, n int) any {
	if n == 0 {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("%q", err)
	}
	return string(b)
}

// Doc is docs/tables.md: the columns, for people.
func Doc() string {
	var b strings.Builder
	b.WriteString(docHead)
	for _, c := range Columns() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Type, strings.ReplaceAll(c.Meaning, "|", `\|`))
	}
	return b.String() + docTail
}

const docHead = `# The tables

Made from ` + "`table.Columns()`" + `; a test keeps it fresh. CSV, TSV and Parquet have these columns, in this order. A row is a
report (one article's word on an event) or an event with what its reports say together. An empty cell is not known.

| column | type | meaning |
|---|---|---|
`

const docTail = `
CSV and TSV have the names in the first line, UTF-8, and quotes as RFC 4180 has them. Dates are YYYY-MM-DD, booleans true and
false. A text that a spreadsheet would run as a formula (it starts with = + - @, a tab or a line's end, and is no number) has
an apostrophe before it: take it off to have the text of the article. Parquet has dates, numbers and booleans as such, empty
cells as NULL, and texts as they are. JSON Lines hold the whole record, one a line, lists as lists.

Read them:

` + "```" + `sql
-- DuckDB
SELECT source_code, target_code, count(*) FROM 'events.parquet'
WHERE status = 'happened' AND NOT reprint GROUP BY ALL ORDER BY 3 DESC;
` + "```" + `

` + "```" + `python
import pandas
events = pandas.read_csv("events.csv", dtype={"cameo": str, "source_cow": str, "target_cow": str}, parse_dates=["date_from"])
` + "```" + `

Other layouts: POLECAT (40 columns), ICEWS (20) and GDELT 2 (61) as those systems print them, one row a pair of source and
target. They have no column that says that a thing was only planned, claimed or denied, so such rows are left out unless asked
for. A type of your own is written there as what PLOVER makes of its CAMEO code; without a code its rows are left out, and
how many is said. What has no day has empty cells there. GEXF is a graph for Gephi, FollowTheMoney (FtM) entities in JSON Lines are for Aleph and its kin.

Panels have a row a directed pair and month or year; a period in which nothing happened has no row. Their columns: ` + "`source`, `target`" + `;
` + "`ccode1`, `ccode2`" + ` of the Correlates of War and ` + "`gwcode1`, `gwcode2`" + ` of Gleditsch and Ward, as of the last day of the period;
` + "`year`, `month`" + `; ` + "`events`" + `, those that happened or went on and that more than reprints tell of, whoever of the land took part, each once; ` + "`scale_sum`" + `, the sum of their
Goldstein values, and ` + "`weight`" + `, how many have one; four counts by quad class; ` + "`level`, `low`, `high`" + ` of the tie, both directions
together, as ` + "`entente relation`" + ` has them for that period (relations.md). An event of a month or a year counts in its middle, news
without a date on the day of printing, history without one in no period.
`
