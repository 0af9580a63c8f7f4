package main

import "testing"

func TestNearest(t *testing.T) {
	words := []string{"read", "ready", "relation", "brief", "export", "published", "out", "no-color"}
	for word, want := range map[string]string{
		"raed": "read", "breif": "brief", "Exprot": "export", "relations": "relation", "publish": "published", "output": "out",
		"colour": "", "x": "", "": "", "zzzz": "", "nocolor": "no-color",
	} {
		if got, ok := nearest(word, words); got != want || ok != (want != "") {
			t.Errorf("nearest(%q) = %q, %v; want %q", word, got, ok, want)
		}
	}
}

func FuzzDistance(f *testing.F) {
	f.Add("kitten", "sitting")
	f.Add("", "é")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 50 || len(b) > 50 {
			return
		}
		d := distance(a, b)
		if d != distance(b, a) || (d == 0) != (a == b) || d > max(len(a), len(b)) || d < max(len(a), len(b))-min(len(a), len(b)) {
			t.Errorf("distance(%q, %q) = %d, and %d the other way round", a, b, d, distance(b, a))
		}
	})
}
