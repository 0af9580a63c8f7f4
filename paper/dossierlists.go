package paper

import (
	"cmp"
	"fmt"
	"strings"

	"entente"
	"entente/desk"
	"entente/report"
)

func (m *dossier) timeline() Section {
	c := m.d.Chronology
	if c == nil {
		return Section{}
	}
	t := happenings("Status")
	n := 0
	for i := range c.Days {
		for k := range c.Days[i].Happenings {
			t.Rows = append(t.Rows, m.happening(&c.Days[i].Happenings[k], ""))
			n++
		}
		for k := range c.Days[i].Imported {
			t.Rows = append(t.Rows, m.imported(&c.Days[i].Imported[k], ""))
			n++
		}
	}
	detail := report.Count(n, "row") + "; background is pale"
	if c.Next != "" {
		detail = "the latest " + detail
	}
	return tableSection("Time line", detail, t)
}

// counted is "12 quotes", or "the first 12 of 40 quotes" where there are more.
func counted(listed, total int, next, one string) string {
	switch {
	case total > listed:
		return fmt.Sprintf("the first %d of %s", listed, report.Count(total, one))
	case next != "":
		return "the first " + report.Count(listed, one)
	}
	return report.Count(listed, one)
}

func (m *dossier) quotes() Section {
	list := m.d.Quotes
	if list == nil {
		return Section{}
	}
	s := Section{Title: "Who said what", Detail: counted(len(list.Rows), list.Total, list.Next, "quote")}
	for i := range list.Rows {
		q := &list.Rows[i]
		v := entente.Voice{Name: q.Speaker.Name, Code: q.Speaker.Code, Role: q.Role, Class: q.Class}
		verb := string(q.Stance)
		if q.Cue != "" && q.Cue != verb {
			verb += " (" + q.Cue + ")"
		}
		by := Line{{Text: report.Voice(v), Bold: true}, {Text: " · " + strings.Join([]string{string(q.Class), verb, string(q.Form)}, " · "), Dim: true}}
		if p := &q.Article; p.Publisher != "" || !p.Published.IsZero() {
			day := ""
			if !p.Published.IsZero() {
				day = p.Published.Time().Format("2 Jan 2006")
			}
			by = append(by, Run{Text: " · " + strings.Trim(p.Publisher+", "+day, ", "), Dim: true})
		}
		words := strings.Trim(report.Clean(q.Words), "“”\" ")
		s.Blocks = append(s.Blocks, Quote{Words: append(plain("“"+words+"”"), m.note(q.Sentence, &q.Article, string(q.Claim))...), By: by})
	}
	return s
}

// head is a row that names a happening above what is told of it.
func (m *dossier) head(h *entente.Happening) Row {
	m.marks = true
	return Row{Group: Line{{Text: report.Mark(h) + " ", Tone: statusTone(h.Overall)}, {Text: report.Sides(h.Sources, h.Targets, h.Type) + " ", Bold: true},
		{Text: report.Kind(h.Type, h.Mode)}, {Text: " · " + report.DateOr(h.Date, h.Day), Dim: true}}}
}

func (m *dossier) disputes() Section {
	list := m.d.Disputes
	if list == nil {
		return Section{}
	}
	t := Table{Columns: []Column{{"Asserted", 1}, {"Denied", 1}}}
	for i := range list.Rows {
		d := &list.Rows[i]
		t.Rows = append(t.Rows, m.head(&d.Happening), Row{Cells: []Cell{m.voices(d.Asserted), m.voices(d.Denied)}})
	}
	return tableSection("Disputed", counted(len(list.Rows), list.Total, list.Next, "dispute"), t)
}

func (m *dossier) voices(list []desk.Side) Cell {
	var out Cell
	for i := range list {
		s := &list[i]
		who := report.Voice(entente.Voice{Name: s.Name, Code: s.Code, Role: s.Role, Class: s.Class})
		out = append(out, Line{{Text: who, Bold: true}, {Text: " " + string(s.Class), Dim: true}},
			append(plain(inMarks(s.Sentence)), m.note(s.Sentence, &s.Print, string(s.Row))...))
	}
	return out
}

func (m *dossier) deals() Section {
	list := m.d.Deals
	if list == nil {
		return Section{}
	}
	t := Table{Columns: []Column{{"", 4}, {"When", 25}, {"Stage", 25}, {"What", 50}, {"Figures", 40}, {"Note", 9}}}
	for i := range list.Rows {
		d := &list.Rows[i]
		t.Rows = append(t.Rows, Row{Group: Line{{Text: d.Pair[0] + " – " + d.Pair[1], Bold: true}, {Text: " · " + strings.Join(d.Object, " "), Dim: true}}})
		for k := range d.Steps {
			s := &d.Steps[k]
			m.marks = true
			var figures []string
			for _, f := range s.Figures {
				figures = append(figures, report.Amount(f))
			}
			t.Rows = append(t.Rows, Row{Cells: []Cell{{statusMark(s.Status)}, {plain(report.DateOr(s.Date, s.Day))}, {plain(s.Stage)}, {plain(string(s.Type))},
				{plain(strings.Join(figures, ", "))}, {m.note(s.Cited.Sentence, &s.Cited.Print, string(s.Cited.Row))}}})
		}
	}
	return tableSection("Deals", counted(len(list.Rows), list.Total, list.Next, "deal"), t)
}

func (m *dossier) predictions() Section {
	list := m.d.Predictions
	if list == nil {
		return Section{}
	}
	s := Section{Title: "Foretold", Detail: counted(len(list.Rows), list.Total, list.Next, "prediction")}
	for i := range list.Rows {
		f := &list.Rows[i]
		by := Line{{Text: report.Voice(f.Who), Bold: true}}
		var words []string
		if f.Type != "" {
			words = append(words, report.Sides(f.Sources, f.Targets, f.Type), report.Kind(f.Type, f.Mode))
		}
		if !f.Due.From.IsZero() || !f.Due.To.IsZero() {
			words = append(words, "by "+report.Date(f.Due))
		}
		for _, w := range words {
			by = append(by, Run{Text: " · " + w, Dim: true})
		}
		said := cmp.Or(strings.Trim(report.Clean(f.Words), "“”\" "), report.Clean(f.Cited.Sentence))
		s.Blocks = append(s.Blocks, Quote{Words: append(plain(inMarks(said)), m.note(f.Cited.Sentence, &f.Cited.Print, string(f.Cited.Row))...), By: by})
	}
	return s
}

func (m *dossier) figures() Section {
	list := m.d.Figures
	if list == nil {
		return Section{}
	}
	t := Table{Columns: []Column{{"Figure", 70}, {"Printed by", 45}, {"On", 28}, {"Note", 9}}}
	for i := range list.Rows {
		a := &list.Rows[i]
		t.Rows = append(t.Rows, m.head(&a.Happening))
		for _, rev := range a.Revisions {
			for _, f := range rev.Figures {
				day := ""
				if !f.Printed.IsZero() {
					day = f.Printed.Time().Format("2 Jan 2006")
				}
				var note Line
				for k := range a.Rows {
					if c := &a.Rows[k]; c.Row == f.Report {
						note = m.note(c.Sentence, &c.Print, string(c.Row))
					}
				}
				t.Rows = append(t.Rows, Row{Cells: []Cell{{plain(report.Amount(f.Figure))}, {plain(f.Publisher)}, {plain(day)}, {note}}})
			}
		}
	}
	return tableSection("Figures", counted(len(list.Rows), list.Total, list.Next, "happening"), t)
}
