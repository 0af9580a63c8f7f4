package eval

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente"
)

// WriteRecord writes an article as people have corrected it in the lines of
// docs/coding.md, so that Articles can score against it. rows are the article's rows as
// they stand; the rejected ones are left out. Claims, which nobody corrects yet, are the
// reading's. The error is the writer's.
func WriteRecord(w io.Writer, r *entente.Reading, rows []entente.Row) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s, coded by entente %s %s %s and corrected by people; claims are the program's\n", r.Article.ID, r.Coder.Version, r.Coder.Ontology, r.Coder.Model)
	line := func(cells ...string) { b.WriteString(strings.Join(cells, "\t") + "\n") }
	at := func(sp entente.Span) (start, end string) {
		if sp.IsZero() {
			return "-", "-"
		}
		n := utf8.RuneCountInString(r.Article.Text[:sp.Start])
		return strconv.Itoa(n), strconv.Itoa(n + utf8.RuneCountInString(sp.In(r.Article.Text)))
	}
	var figures []entente.Figure
	for i := range rows {
		if rows[i].Rejected {
			continue
		}
		c := codedOf(&rows[i].Event, partyCodes(rows[i].Sources), partyCodes(rows[i].Targets))
		start, end := at(c.at)
		told := "news"
		if c.background {
			told = "background"
		}
		line("event", start, end, c.kind, cmp.Or(c.mode, "-"), codeCell(c.sources), codeCell(c.targets), c.status, c.date, c.place, told)
		for _, f := range rows[i].Figures {
			if !slices.ContainsFunc(figures, func(o entente.Figure) bool { return o.Span == f.Span }) {
				figures = append(figures, f)
			}
		}
	}
	speakers := map[entente.ActorRef]string{}
	for i := range r.Actors {
		speakers[r.Actors[i].Ref] = partyCode(entente.PartyOf(&r.Actors[i]))
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		speaker := "-"
		if c.Speaker != nil {
			speaker = cmp.Or(speakers[*c.Speaker], "-")
		}
		s1, s2 := at(hull(c.Source))
		q1, q2 := at(hull(c.Cue))
		t1, t2 := at(hull(c.Content))
		line("claim", s1, s2, q1, q2, t1, t2, speaker, string(c.Class), string(c.Stance))
	}
	for _, f := range figures {
		start, end := at(f.Span)
		line("figure", start, end, strconv.FormatFloat(f.Value, 'f', -1, 64), cmp.Or(f.Unit, "-"), string(cmp.Or(f.Bound, entente.BoundExact)), cmp.Or(cell(f.Counts), "-"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// landCode is what tells a land's code from that of a body in the ledger.
var landCode = regexp.MustCompile(`^[A-Z]{3}$`)

func partyCode(p entente.Party) string {
	if !landCode.MatchString(p.Code) {
		p.Code = ""
	}
	return actorCode(p.Code, p.Sector, strings.ReplaceAll(cell(p.Name), ",", " "))
}

func partyCodes(list []entente.Party) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = partyCode(p)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func codeCell(codes []string) string { return cmp.Or(strings.Join(codes, ","), "-") }

// cell makes one column of a text, which no tab or line end may part.
func cell(text string) string { return strings.Join(strings.Fields(text), " ") }
