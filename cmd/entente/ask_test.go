package main

import (
	"testing"
	"time"

	"entente"
)

func TestSince(t *testing.T) {
	to := entente.Day{Year: 2017, Month: time.October, Day: 13}
	for _, tt := range []struct{ name, value, want string }{
		{"days", "7d", "2017-10-06"},
		{"weeks", "2w", "2017-09-29"},
		{"months", "1m", "2017-09-13"},
		{"years", "1y", "2016-10-13"},
		{"a day", "2017-09-01", "2017-09-01"},
		{"no number", "d", ""},
		{"nothing", "", ""},
		{"none of a unit", "0d", ""},
		{"backwards", "-3d", ""},
		{"another unit", "7h", ""},
		{"more than history", "99999y", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := since(tt.value, to)
			if (err != nil) != (tt.want == "") || err == nil && got.String() != tt.want {
				t.Errorf("since(%q) = %s, %v, want %q", tt.value, got, err, tt.want)
			}
		})
	}
}

func TestSpanFlag(t *testing.T) {
	for _, tt := range []struct{ name, value, first, last string }{
		{"a day", "2016-02-29", "2016-02-29", "2016-02-29"},
		{"a month", "2016-02", "2016-02-01", "2016-02-29"},
		{"a year", "2015", "2015-01-01", "2015-12-31"},
		{"nothing", "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			first, last, err := spanFlag("from", tt.value)
			if err != nil || first.String() != tt.first || last.String() != tt.last {
				t.Errorf("spanFlag(%q) = %s, %s, %v", tt.value, first, last, err)
			}
		})
	}
	for _, bad := range []string{"yesterday", "2015-13", "2015-02-30", "15"} {
		if _, _, err := spanFlag("from", bad); err == nil {
			t.Errorf("spanFlag(%q) is taken", bad)
		}
	}
}

func TestLands(t *testing.T) {
	m := Main{Getenv: func(string) string { return "" }}
	who, err := m.lands(m.command(), &asking{}, "entente timeline PAK-RUS")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, text, a, b string }{
		{"codes", "PAK-RUS", "PAK", "RUS"},
		{"names", "Pakistan-Russia", "PAK", "RUS"},
		{"a dash", "Pakistan – Russia", "PAK", "RUS"},
		{"a hyphen in a name", "Guinea-Bissau", "GNB", ""},
		{"a hyphen in the first of a pair", "Guinea-Bissau-Senegal", "GNB", "SEN"},
		{"a hyphen in the second", "Indonesia-Timor-Leste", "IDN", "TLS"},
		{"a capital", "Moscow", "RUS", ""},
		{"no code of ISO", "UAE-UK", "ARE", "GBR"},
		{"bodies", "NATO-Russia", "nato", "RUS"},
		{"a body by the code that pages print", "european-union", "european-union", ""},
		{"a former state", "Soviet Union", "SUN", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, b, err := who.tie([]string{tt.text})
			if err != nil || a != tt.a || b != tt.b {
				t.Errorf("tie(%q) = %q, %q, %v, want %q, %q", tt.text, a, b, err, tt.a, tt.b)
			}
		})
	}
	for _, bad := range []string{"", "-", "PAK-", "PAK-Xyzzy", "Xyzzy", "Hezbollah", "PAK-PAK"} {
		if a, b, err := who.tie([]string{bad}); err == nil {
			t.Errorf("tie(%q) = %q, %q", bad, a, b)
		}
	}
}
