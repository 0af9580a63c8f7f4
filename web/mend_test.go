package web

import (
	"slices"
	"strings"
	"testing"

	"entente"
)

// FuzzParties: a party that is written into the form and comes back untouched is the
// same, and whatever is typed gives as many parties as there are lines, or an error.
func FuzzParties(f *testing.F) {
	f.Add("Russia", "RUS", "MIL", "the Taliban (AFG REB)")
	f.Add("gunmen", "", "REB", "a (b) (c)\n(RUS)\n()")
	f.Add("", "nato", "", " \r\n(RUS REB)")
	w := &site{Server: &Server{Name: func(code string) string { return "Land " + code }, Find: func(s string) (string, bool) { return s, len(s) == 3 || s == "nato" }}}
	f.Fuzz(func(t *testing.T, name, code, sector, typed string) {
		p := entente.Party{Name: strings.Join(strings.Fields(name), " "), Code: code, Sector: entente.Sector(sector), Entity: "x"}
		words := strings.TrimSpace(w.partyWords(p))
		if words != "" && !strings.ContainsAny(words, "\r\n") && words == w.partyWords(p) {
			got, err := w.partiesOf(words, []entente.Party{p})
			if err != nil || !slices.Equal(got, []entente.Party{p}) {
				t.Fatalf("%q: %+v, %v, want %+v", words, got, err, p)
			}
		}
		lines := 0
		for line := range strings.Lines(typed) {
			if strings.TrimSpace(line) != "" {
				lines++
			}
		}
		got, err := w.partiesOf(typed, nil)
		if err == nil && len(got) != lines {
			t.Fatalf("%q: %d parties of %d lines", typed, len(got), lines)
		}
		for _, p := range got {
			if p.Name == "" && p.Code == "" && p.Sector == "" {
				t.Fatalf("%q: a party of nothing", typed)
			}
			if p.Sector != "" && !slices.Contains(sectors, string(p.Sector)) {
				t.Fatalf("%q: sector %q", typed, p.Sector)
			}
		}
	})
}
