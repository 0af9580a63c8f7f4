package web

import (
	"html/template"
	"slices"
	"strings"

	"entente"
)

// functions are what templates may call.
func (w *site) functions() template.FuncMap {
	return template.FuncMap{
		"land":    w.Name,
		"mark":    func(h entente.Happening) string { return markOf(h.Overall, h.Background) },
		"parties": w.parties,
		"short":   func(id entente.ArticleID) string { return strings.TrimPrefix(string(id), "sha256:")[:16] },
		"day":     day,
		"sides":   w.sides,
		"deed":    deed,
		"dot":     func(r entente.Row) string { return markOf(r.Status, r.Background) },
	}
}

// marks are how a status is drawn; background is dimmed by its class.
var marks = map[entente.Status]string{
	entente.Happened: "●", entente.Ongoing: "●", entente.Planned: "◌", entente.Negotiated: "◌", entente.Threatened: "◌", entente.Predicted: "◌",
	entente.Hypothetical: "◌", entente.Claimed: "?", entente.Denied: "✕", entente.Disputed: "⚡",
}

func markOf(s entente.Status, background bool) string {
	if background && (s == entente.Happened || s == entente.Ongoing) {
		return "·"
	}
	return marks[s]
}

// parties names the sides of a row.
func (w *site) parties(list []entente.Party) string {
	var out []string
	for _, p := range list {
		name := p.Name
		if p.Code != "" && w.Name(p.Code) != name {
			name += " (" + p.Code + ")"
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		return "—"
	}
	return strings.Join(out, ", ")
}

// day writes a day as people do.
func day(d entente.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format("2 Jan 2006")
}
