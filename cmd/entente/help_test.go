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
