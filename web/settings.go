package web

import (
	"net/http"
	"slices"
	"strings"
)

const (
	pairsName = "entente_pairs"
	themeName = "entente_theme"
	whoName   = "entente_who"
)

// settingsPage is what the server runs with and what the visitor has chosen.
type settingsPage struct {
	Facts []Fact `json:"facts"`
	Pairs string `json:"pairs"` // one a line
	Theme string `json:"theme"` // light, dark or "": as the system has it
	Saved bool   `json:"-"`
	Error string `json:"-"`
}

func (w *site) settings(r *http.Request) (any, error) {
	p := w.settingsOf(r)
	p.Saved = r.URL.Query().Get("saved") != ""
	return p, nil
}

func (w *site) settingsOf(r *http.Request) settingsPage {
	p := settingsPage{Facts: slices.Clone(w.Facts), Theme: themeOf(r)}
	access := "this machine alone"
	if w.Token != "" {
		access = "whoever has the token"
	}
	writes := "articles and corrections are taken"
	if w.Ledger == nil {
		writes = "for reading only"
	}
	p.Facts = append(p.Facts, Fact{"Answers", access}, Fact{"Writing", writes})
	for _, pair := range w.watched(r) {
		p.Pairs += pair[0] + "-" + pair[1] + "\n"
	}
	return p
}

// choose keeps what the visitor chose, in cookies.
func (w *site) choose(rw http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return bodyError(err)
	}
	pairs, err := w.pairsOf(r.PostForm.Get("pairs"))
	if err != nil {
		p, problem := w.settingsOf(r), w.problemOf(r, err)
		p.Pairs, p.Error = r.PostForm.Get("pairs"), problem.Detail
		w.page(rw, r, problem.Status, "settings", view{Title: "Settings", Data: p})
		return nil
	}
	remember(rw, r, pairsName, strings.Join(pairs, "."))
	theme := r.PostForm.Get("theme")
	if !slices.Contains(themes, theme) {
		theme = ""
	}
	remember(rw, r, themeName, theme)
	http.Redirect(rw, r, "/settings?saved=1", http.StatusSeeOther)
	return nil
}

var themes = []string{"light", "dark"}

// themeOf is the visitor's theme, or "" for what the system has.
func themeOf(r *http.Request) string {
	if c, err := r.Cookie(themeName); err == nil && slices.Contains(themes, c.Value) {
		return c.Value
	}
	return ""
}

// pairsOf reads lines such as "PAK-RUS" or "Pakistan – Russia" into "PAK-RUS".
func (w *site) pairsOf(text string) ([]string, error) {
	var out []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(strings.ReplaceAll(line, "–", "-"))
		if line == "" {
			continue
		}
		a, b, err := w.findPair(line)
		if err != nil {
			return nil, syntax("%q is no pair of two lands or bodies that are known here, written PAK-RUS", line)
		}
		if pair := a + "-" + b; !slices.Contains(out, pair) {
			out = append(out, pair)
		}
	}
	if len(out) > maxPairs {
		return nil, syntax("%d pairs are too many for the start page; it watches %d", len(out), maxPairs)
	}
	return out, nil
}

// pairsCookie are the pairs that the visitor chose; set is false where there was no choice.
func pairsCookie(r *http.Request) (pairs [][2]string, set bool) {
	c, err := r.Cookie(pairsName)
	if err != nil {
		return nil, false
	}
	for _, text := range strings.Split(c.Value, ".") {
		if a, b, ok := strings.Cut(text, "-"); ok && a != "" && b != "" && len(pairs) < maxPairs {
			pairs = append(pairs, [2]string{a, b})
		}
	}
	return pairs, true
}
