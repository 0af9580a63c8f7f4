package mcp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entente"
)

// What is what explain takes.
type What struct {
	Row  string `json:"row,omitempty" jsonschema:"id of a row, such as 9f86d081884c7d65/e3"`
	Code string `json:"code,omitempty" jsonschema:"a type, mode, context, status or sector, such as SANCTION, disputed, MIL"`
	AsOf string `json:"as_of,omitempty" jsonschema:"the row as it stood at the end of that day, YYYY-MM-DD"`
}

// Explanation is what it gives.
type Explanation struct {
	Row         *Row         `json:"row,omitempty" jsonschema:"the event with the report that speaks for it"`
	Why         []string     `json:"why,omitempty" jsonschema:"how the row came about, a line a step"`
	Reports     []Row        `json:"reports,omitempty" jsonschema:"every report of it, each with its own status and sentence"`
	Corrections []Correction `json:"corrections,omitempty" jsonschema:"what people made of the row, oldest first"`
	Codes       []Code       `json:"codes,omitempty" jsonschema:"what the codes mean"`
}

// Code is the meaning of one code.
type Code struct {
	Code    string `json:"code"`
	Kind    string `json:"kind" jsonschema:"type, mode, context, status, sector"`
	Meaning string `json:"meaning"`
	Example string `json:"example,omitempty" jsonschema:"a made-up sentence"`
}

// Correction is what a person made of a row.
type Correction struct {
	Row  string `json:"row"`
	New  string `json:"new"`
	Who  string `json:"who"`
	When string `json:"when"`
	Why  string `json:"why,omitempty"`
	What string `json:"what" jsonschema:"accepted, rejected, mended or undone"`
}

func (s *server) explain(ctx context.Context, in What) (Explanation, string, error) {
	row, code := strings.TrimSpace(in.Row), strings.TrimSpace(in.Code)
	switch {
	case row == "" && code == "":
		return Explanation{}, "", advisef("row with an id, or code with a code such as SANCTION", "there is nothing to explain")
	case row == "":
		out := Explanation{}
		if !s.code(&out, code) {
			return out, "", advisef("a type (SANCTION), status (disputed), sector (MIL), mode or context", "%q is no code", code)
		}
		return out, out.text(), nil
	}
	at, err := moment(in.AsOf)
	if err != nil {
		return Explanation{}, "", err
	}
	h, err := s.Reader.Happening(ctx, entente.ReportID(row), at)
	if err != nil {
		return Explanation{}, "", err
	}
	history, err := s.Reader.History(ctx, entente.ReportID(row))
	if err != nil {
		return Explanation{}, "", err
	}
	lead := rowOf(&h)
	out := Explanation{Row: &lead, Why: why(&h)}
	for i := range h.All[:min(len(h.All), maxRows)] {
		out.Reports = append(out.Reports, reportRow(&h.All[i]))
	}
	for _, c := range history {
		what := "accepted"
		switch {
		case c.Undo:
			what = "undone"
		case c.Reject:
			what = "rejected"
		case c.Mend != nil:
			what = "mended"
		}
		out.Corrections = append(out.Corrections, Correction{string(c.Row), string(c.New), c.Who, c.When.UTC().Format("2006-01-02 15:04"), c.Why, what})
	}
	s.code(&out, string(h.Type))
	if h.Mode != nil {
		s.code(&out, string(*h.Mode))
	}
	for _, status := range h.Statuses {
		s.code(&out, string(status))
	}
	s.code(&out, string(h.Overall))
	if code != "" {
		s.code(&out, code)
	}
	return out, out.text(), nil
}

// code adds the meaning of a code, once.
func (s *server) code(to *Explanation, code string) bool {
	e, ok := s.Ontology.Explain(code)
	if ok && !slices.ContainsFunc(to.Codes, func(c Code) bool { return c.Code == e.Name && c.Kind == e.Kind }) {
		to.Codes = append(to.Codes, Code{e.Name, e.Kind, e.Meaning, e.Example})
	}
	return ok
}

// why says how a row came about, a line a step.
func why(h *entente.Happening) []string {
	out := []string{fmt.Sprintf("rule: the lexicon's %s, with confidence %.2f", h.Rule, h.Confidence)}
	if len(h.Attribution) == 0 {
		out = append(out, "word: the article itself says it")
	}
	for i, v := range voices(h.Attribution) {
		out = append(out, fmt.Sprintf("word: %s, cue %q", v, h.Attribution[i].Cue))
	}
	var words []string
	for _, s := range h.Statuses {
		words = append(words, string(s))
	}
	out = append(out, fmt.Sprintf("status: its reports say %s, which makes it %s", strings.Join(words, ", "), h.Overall))
	if h.Negated {
		out = append(out, "negated: the sentence says that it was not done")
	}
	if h.Date.Basis != "" {
		out = append(out, fmt.Sprintf("date: %s, %s, precise to the %s", dateWords(h.Date), h.Date.Basis, h.Date.Precision))
	}
	out = append(out, fmt.Sprintf("evidence: reports %d, independent publishers that say it happened %d", h.Reports, h.Independent))
	if h.Counts() {
		out = append(out, "counts: yes, it moves the level of the tie")
	} else {
		out = append(out, "counts: no; only what happened or goes on, is not negated and is no reprint moves a tie")
	}
	return out
}

func (e *Explanation) text() string {
	var b strings.Builder
	if e.Row != nil {
		b.WriteString(e.Row.line() + strings.Join(e.Why, "\n") + "\n")
		b.WriteString(lines("Every report:", e.Reports))
	}
	for _, c := range e.Corrections {
		fmt.Fprintf(&b, "%s by %s on %s: %s became %s. %s\n", c.What, c.Who, c.When, c.Row, c.New, c.Why)
	}
	for _, c := range e.Codes {
		fmt.Fprintf(&b, "%s (%s): %s\n", c.Code, c.Kind, c.Meaning)
	}
	return b.String()
}
