package resolve

import (
	"testing"

	"entente"
)

func TestPhrase(t *testing.T) {
	r := newResolver(t)
	tests := []struct {
		text, context, day string
		country, sector    string
	}{
		{"Sri Lankan police", "", "2015-01-01", "LKA", "COP"},
		{"the Portuguese prime minister", "", "2015-01-01", "PRT", "GOV"},
		{"Peruvian protesters", "", "2015-01-01", "PER", "CVL"},
		{"Ghana's parliament", "", "2015-01-01", "GHA", "LEG"},
		{"former Peruvian president", "", "2015-01-01", "PER", "ELI"},
		{"Jacques Chirac", "", "2000-01-01", "FRA", "GOV"},
		{"Jacques Chirac", "", "2010-01-01", "FRA", "ELI"},
		{"Colin Powell", "", "2003-02-05", "USA", "GOV"},
		{"Colin Powell", "", "2012-02-05", "USA", "ELI"},
		{"Hezbollah", "", "2012-02-05", "LBN", "REB"},
		{"gunmen", "", "2012-02-05", "", "UAF"},
		{"Kenya's Defense Department", "", "2012-02-05", "KEN", "GOV"},
		{"Abkhazia", "", "2012-02-05", "GEO", "PRE"},
		{"a ball of string", "", "2012-02-05", "", ""},
		{"", "", "2012-02-05", "", ""},
	}
	for _, tt := range tests {
		day, err := entente.ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		a := r.Phrase(tt.text, tt.context, day)
		if a.Country != tt.country || a.Sector != tt.sector {
			t.Errorf("Phrase(%q) on %s = %s %s, want %s %s", tt.text, tt.day, a.Country, a.Sector, tt.country, tt.sector)
		}
	}
}

func TestCountry(t *testing.T) {
	r := newResolver(t)
	for place, want := range map[string]string{
		"Karachi": "PAK", "Paris": "FRA", "ISLAMABAD, Pakistan (AP)": "PAK", "Bombay": "IND", "Ottawa": "CAN", "Nowhere": "", "": "", "Abuja, Nigeria": "NGA",
	} {
		if got := r.Country(place); got != want {
			t.Errorf("Country(%q) = %q, want %q", place, got, want)
		}
	}
}

func FuzzPhrase(f *testing.F) {
	for _, s := range []string{"Yemeni rebels", "the U.S.-backed Syrian opposition", "Dr. Condoleezza Rice's aide", "several of the", "of of of", "('’\xff", "Côte d'Ivoire's army,", "-–-"} {
		f.Add(s, "Iraq")
	}
	r := newResolver(f)
	day := entente.Day{Year: 2010, Month: 5, Day: 1}
	f.Fuzz(func(t *testing.T, text, context string) {
		a := r.Phrase(text, context, day)
		b := r.Phrase(text, context, day)
		if a.Country != b.Country || a.Sector != b.Sector || a.Entity != b.Entity || len(a.Candidates) != len(b.Candidates) {
			t.Errorf("two answers: %+v and %+v", a, b)
		}
		if a.Candidates == nil || len(a.Candidates) > 6 {
			t.Errorf("%d candidates", len(a.Candidates))
		}
		if n := len(a.Country); n != 0 && n != 3 {
			t.Errorf("country %q", a.Country)
		}
		if n := len(a.Sector); n != 0 && n != 3 {
			t.Errorf("sector %q", a.Sector)
		}
	})
}
