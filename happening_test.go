package entente_test

import (
	"testing"

	"entente"
)

// TestCounts: what happened or goes on counts; plans, claims, denials, reprints and what
// is negated do not, however often they are reported.
func TestCounts(t *testing.T) {
	for _, s := range append(entente.Statuses(), "rumoured") {
		want := s == entente.Happened || s == entente.Ongoing
		r := entente.Report{Event: entente.Event{Status: s}}
		if got := r.Counts(); got != want {
			t.Errorf("%s counts: %v, want %v", s, got, want)
		}
		if r.Reprint = true; r.Counts() {
			t.Errorf("a reprint that says %s counts", s)
		}
		if r.Reprint, r.Negated = false, true; r.Counts() {
			t.Errorf("a negated row that says %s counts", s)
		}
	}
}

func TestParseDays(t *testing.T) {
	for _, tt := range []struct{ text, first, last string }{
		{"", "", ""},
		{"2018-07-09", "2018-07-09", "2018-07-09"},
		{"2016-02", "2016-02-01", "2016-02-29"},
		{"1999", "1999-01-01", "1999-12-31"},
	} {
		first, last, err := entente.ParseDays(tt.text)
		if err != nil || first.String() != tt.first || last.String() != tt.last {
			t.Errorf("ParseDays(%q) = %s, %s, %v, want %s, %s", tt.text, first, last, err, tt.first, tt.last)
		}
	}
	for _, text := range []string{"July", "2018-13", "0000", "2018-02-30", "20"} {
		if _, _, err := entente.ParseDays(text); err == nil {
			t.Errorf("ParseDays(%q) is no error", text)
		}
	}
}
