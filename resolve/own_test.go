package resolve

import (
	"testing"

	"golang.org/x/tools/txtar"

	"entente/gazetteer"
	"entente/internal/tsv"
)

// TestOwnPlace: a place of the user's own goes before its namesakes, unless the text says
// beside the name which is meant.
func TestOwnPlace(t *testing.T) {
	table := tsv.Read("actors.tsv", "kind\tname\tcountry\tlat\tlon\ntown\tMombasa\tPOL\t50\t20\n", gazetteer.ActorsMust, gazetteer.ActorsMay)
	g, err := gazetteer.Load(gazetteer.Own{Actors: table})
	if err != nil || table.Err() != nil {
		t.Fatal(err, table.Err())
	}
	const bare = `# text = Rebels attacked a depot in Mombasa.
1	Rebels	rebel	NOUN	_	Number=Plur	2	nsubj	_	_
2	attacked	attack	VERB	_	Tense=Past|VerbForm=Fin	0	root	_	_
3	a	a	DET	_	_	4	det	_	_
4	depot	depot	NOUN	_	Number=Sing	2	obj	_	_
5	in	in	ADP	_	_	6	case	_	_
6	Mombasa	Mombasa	PROPN	_	Number=Sing	4	nmod	_	SpaceAfter=No
7	.	.	PUNCT	_	_	2	punct	_	_
`
	const told = `# text = Rebels attacked Mombasa, Kenya.
1	Rebels	rebel	NOUN	_	Number=Plur	2	nsubj	_	_
2	attacked	attack	VERB	_	Tense=Past|VerbForm=Fin	0	root	_	_
3	Mombasa	Mombasa	PROPN	_	Number=Sing	2	obj	_	SpaceAfter=No
4	,	,	PUNCT	_	_	5	punct	_	_
5	Kenya	Kenya	PROPN	_	Number=Sing	3	appos	_	SpaceAfter=No
6	.	.	PUNCT	_	_	2	punct	_	_
`
	for _, tt := range []struct {
		name, parse string
		r           *Resolver
		want        string
	}{
		{"ours alone", bare, newResolver(t), "KEN"},
		{"the user's own", bare, New(g), "POL"},
		{"the text says which", told, New(g), "KEN"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := analysis(t, &txtar.Archive{Files: []txtar.File{{Name: "parse.conllu", Data: []byte(tt.parse)}, {Name: "day", Data: []byte("2020-01-02")}}})
			places := tt.r.Resolve(a).Places
			if len(places) != 1 || places[0].Place.Country != tt.want {
				t.Errorf("places are %+v, want one in %s", places, tt.want)
			}
		})
	}
}
