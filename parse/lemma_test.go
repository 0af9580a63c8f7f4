package parse

import "testing"

func TestScripts(t *testing.T) {
	tests := []struct{ script, word, want string }{
		{"L0+", "Ministers", "ministers"},
		{"L1+", "Ministers", "minister"},
		{"L3+y", "studies", "study"},
		{"K0+", "Obama", "Obama"},
		{"K1+", "Talibs", "Talib"},
		{"=go", "went", "go"},
		{"=+", "plus", "+"},
		{"L1+2+", "ab", "a2+"},
		{"L1+", "É", "é"},
		{"K1+e", "Élysé", "Élyse"},
		{"L4+x", "is", "is"},
		{"K9+", "IS", "is"},
		{"L2+", "is", "is"}, // nothing would be left
		{"L2+be", "is", "be"},
	}
	for _, tt := range tests {
		s, err := parseScript(tt.script)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.apply(tt.word); got != tt.want {
			t.Errorf("%s of %q = %q, want %q", tt.script, tt.word, got, tt.want)
		}
	}
	for _, bad := range []string{"", "=", "L", "L2", "Lx+y", "M0+", "L-1+", "L+"} {
		if s, err := parseScript(bad); err == nil {
			t.Errorf("parseScript(%q) = %+v, want an error", bad, s)
		}
	}
}
