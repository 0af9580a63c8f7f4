package resolve

import (
	"os"
	"testing"

	"entente"
	"entente/eval"
	"entente/gazetteer"
)

func TestActorsGold(t *testing.T) {
	path := os.Getenv("ENTENTE_ACTORS")
	if path == "" {
		t.Skip("set ENTENTE_ACTORS to the file of actor phrases")
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := New(g)
	rep, err := eval.Actors(func(text, context string, on entente.Day) eval.ActorAnswer {
		a := r.Phrase(text, context, on)
		return eval.ActorAnswer{Country: a.Country, Sector: a.Sector}
	}, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range rep.Scores {
		t.Logf("%s %.3f (%s)", s.Field, s.Value, s.Detail)
	}
	for _, m := range rep.Misses {
		t.Log(m)
	}
}
