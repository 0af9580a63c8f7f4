package eval

import (
	"strings"
	"testing"

	"entente"
	"entente/conllu"
)

// caster gives every token of its table to one actor each.
type caster map[string]string

func (c caster) Resolve(a *entente.Analysis) entente.Cast {
	var cast entente.Cast
	at := map[string]int{}
	for i := range a.Sentences {
		for j := range a.Sentences[i].Tokens {
			form := a.Sentences[i].Tokens[j].Form
			name, ok := c[form]
			if !ok {
				continue
			}
			if _, ok := at[name]; !ok {
				at[name] = len(cast.Actors)
				cast.Actors = append(cast.Actors, entente.Actor{Ref: entente.ActorRef(name), Name: name})
			}
			how := "name"
			if strings.Contains(pronouns, " "+strings.ToLower(form)+" ") {
				how = "pronoun"
			}
			actor := &cast.Actors[at[name]]
			actor.Mentions = append(actor.Mentions, entente.Mention{Sentence: i, First: j, Last: j, Head: j, How: how})
		}
	}
	return cast
}

func TestPronouns(t *testing.T) {
	doc, err := conllu.Read(strings.NewReader(goldEntityTree))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		who          caster
		given, right string
	}{
		{caster{"mayor": "a", "She": "a", "Oslo": "b"}, "1 of 1", "1 of 1"},
		{caster{"mayor": "a", "She": "b", "Oslo": "b"}, "1 of 1", "0 of 1"},
		{caster{"mayor": "a"}, "0 of 1", "0 of 0"},
	} {
		got := scorePronouns(tt.who, doc.Sentences, doc)
		if got[0].Detail != tt.given || got[1].Detail != tt.right {
			t.Errorf("%v: %v, want %s and %s", tt.who, got, tt.given, tt.right)
		}
	}
}
