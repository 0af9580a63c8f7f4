package link

import "testing"

func TestHolds(t *testing.T) {
	const text = "LIMA (AP) -- Peru's president flew to Quito on Friday. \"We will sign,\" he said."
	for _, tt := range []struct {
		name, sentence string
		want           bool
	}{
		{"as printed", "Peru's president flew to Quito on Friday.", true},
		{"other quotation marks", "“We will sign”, he said", true},
		{"a word more", "Peru's president flew to Quito on Friday evening.", false},
		{"cut inside a word", "resident flew to Quito", false},
		{"no words", "--", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Holds(text, tt.sentence); got != tt.want {
				t.Errorf("Holds(…, %q) = %v, want %v", tt.sentence, got, tt.want)
			}
		})
	}
}
