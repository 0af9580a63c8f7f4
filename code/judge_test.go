package code

import (
	"fmt"
	"slices"
	"testing"

	"entente"
)

// told is a judge that gives some chance of an ASSAULT by the actor whose head is token
// source, and another by nobody named.
type told struct {
	source         int
	chance, nobody float32
}

func (j told) Types(s *entente.Sentence, pairs []entente.Pair) []entente.Verdict {
	out := make([]entente.Verdict, len(pairs))
	at := slices.Index(entente.EventTypes(), entente.Assault)
	for i, p := range pairs {
		switch {
		case len(p.Source) == 0:
			out[i].Types[at] = j.nobody
		case slices.Contains(p.Source, j.source):
			out[i].Types[at] = j.chance
		}
	}
	return out
}

func TestJudgeChoosesAMissingSide(t *testing.T) {
	a, _ := readCase(t, "testdata/judge/two-tolls.txtar") // 1 Kenyans, 6 Chadians, 13 Sudan
	for _, tt := range []struct {
		name  string
		judge told
		want  string // sources of the killing and of the wounding
	}{
		{"sure of one", told{13, 0.9, 0.1}, "[a3] [a3]"},
		{"not sure", told{13, 0.35, 0.1}, "[] []"},
		{"as likely by nobody", told{13, 0.9, 0.85}, "[] []"},
		{"the hurt of one are not who killed the others", told{6, 0.9, 0.1}, "[] []"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newCoder(t)
			c.judge = tt.judge
			got := ""
			for _, ev := range c.Code(a).Events {
				got += fmt.Sprint(" ", ev.Sources)
			}
			if got != " "+tt.want {
				t.Errorf("sources%s, want %s", got, tt.want)
			}
		})
	}
}
