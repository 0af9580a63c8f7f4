package parse

import (
	"strings"
	"testing"

	"entente"
)

func TestJoinNames(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"in order", "B-person person - B-place", "B-person I-person - B-place"},
		{"no beginning", "- place place", "- B-place I-place"},
		{"change of type", "B-person place", "B-person B-place"},
		{"two in a row", "B-place B-place", "B-place B-place"},
		{"after a gap", "B-person - person", "B-person - B-person"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var tokens []entente.Token
			for _, f := range strings.Fields(tt.in) {
				tokens = append(tokens, entente.Token{Name: strings.TrimPrefix(f, "-")})
			}
			joinNames(tokens)
			var got []string
			for i := range tokens {
				if tokens[i].Name == "" {
					tokens[i].Name = "-"
				}
				got = append(got, tokens[i].Name)
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("joinNames(%q) = %q, want %q", tt.in, s, tt.want)
			}
		})
	}
}

func TestChance(t *testing.T) {
	if got := chance([]float32{0, 0, 0, 0}, 2); got != 0.25 {
		t.Errorf("chance of one in four equal scores is %v", got)
	}
	if got := chance([]float32{50, -50}, 0); got < 0.999 {
		t.Errorf("chance of a score far above the other is %v", got)
	}
}
