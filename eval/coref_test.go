package eval

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"entente"
)

// TestCorefExample is the example of Pradhan et al. 2014: key {a b c} {d e f g},
// response {a b} {c d} {f g h i}.
func TestCorefExample(t *testing.T) {
	const a, b, c, d, e, f, g, h, i = 0, 1, 2, 3, 4, 5, 6, 7, 8
	var n corefCounts
	n.add(clusters{{a, b}, {c, d}, {f, g, h, i}}, clusters{{a, b, c}, {d, e, f, g}})
	want := []struct{ field, detail, f1 string }{
		{"MUC", "P 0.400 R 0.400", "40.0"},
		{"B-cubed", "P 0.500 R 0.417", "45.5"},
		{"CEAF-e", "P 0.433 R 0.650", "52.0"},
		{"CoNLL F1", "mean of MUC, B-cubed and CEAF-e", "45.8"},
	}
	for k, s := range n.scores("") {
		if s.Field != want[k].field || s.Detail != want[k].detail || s.percent() != want[k].f1 {
			t.Errorf("%s %s, %s; want %v", s.Field, s.percent(), s.Detail, want[k])
		}
	}
}

// TestCorefVilain has the examples of Vilain et al. 1995, key against response.
func TestCorefVilain(t *testing.T) {
	tests := []struct {
		name          string
		key, response clusters
		want          string
	}{
		{"a link is missing", clusters{{1, 2, 3, 4}}, clusters{{1, 2}, {3, 4}}, "P 1.000 R 0.667"},
		{"a link too many", clusters{{1, 2}, {3, 4}}, clusters{{1, 2, 3, 4}}, "P 0.667 R 1.000"},
		{"mentions alone", clusters{{1, 2, 3, 4}}, clusters{{1, 2}}, "P 1.000 R 0.333"},
		{"nothing", clusters{{1, 2}}, nil, "P 0.000 R 0.000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var n corefCounts
			n.add(tt.response, tt.key)
			if got := n.scores("")[0]; got.Detail != tt.want {
				t.Errorf("MUC %s, want %s", got.Detail, tt.want)
			}
		})
	}
}

// TestCorefBagga is the first example of Bagga and Baldwin 1998, twelve mentions
// in entities of 5, 2 and 5: joining the small one to a large one or the two
// large ones costs the same by MUC and not by B-cubed.
func TestCorefBagga(t *testing.T) {
	key := clusters{{1, 2, 3, 4, 5}, {6, 7}, {8, 9, 10, 11, 12}}
	for _, tt := range []struct {
		response    clusters
		muc, bcubed string
	}{
		{clusters{{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11, 12}}, "P 0.900 R 1.000", "P 0.762 R 1.000"},
		{clusters{{1, 2, 3, 4, 5, 8, 9, 10, 11, 12}, {6, 7}}, "P 0.900 R 1.000", "P 0.583 R 1.000"},
	} {
		var n corefCounts
		n.add(tt.response, key)
		if s := n.scores(""); s[0].Detail != tt.muc || s[1].Detail != tt.bcubed {
			t.Errorf("MUC %s, B-cubed %s; want %s, %s", s[0].Detail, s[1].Detail, tt.muc, tt.bcubed)
		}
	}
}

func TestBestAlignment(t *testing.T) {
	if got := bestAlignment(nil); got != 0 {
		t.Errorf("of nothing %v, want 0", got)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		value := make([][]float64, 1+rnd.IntN(5))
		columns := 1 + rnd.IntN(5)
		for i := range value {
			value[i] = make([]float64, columns)
			for j := range value[i] {
				value[i][j] = float64(rnd.IntN(5)) / 4
			}
		}
		if got, want := bestAlignment(value), tryAll(value, 0, make([]bool, columns)); math.Abs(got-want) > 1e-9 {
			t.Fatalf("bestAlignment(%v) = %v, want %v", value, got, want)
		}
	}
}

// tryAll is the best sum of the rows from row on over the columns not used.
func tryAll(value [][]float64, row int, used []bool) float64 {
	if row == len(value) {
		return 0
	}
	best := tryAll(value, row+1, used)
	for j := range used {
		if !used[j] {
			used[j] = true
			best = max(best, value[row][j]+tryAll(value, row+1, used))
			used[j] = false
		}
	}
	return best
}

// goldEntityTree is two documents. In the first the mayor, "Lie" and "She" are
// one, and "the mayor of Oslo" and its "mayor" have one head; in the second a
// group has the same number and is another.
const goldEntityTree = `# newdoc id = a
# global.Entity = GRP-etype-infstat-salience-centering-minspan-link-identity
1	The	the	DET	_	_	2	det	_	Entity=(1-person-new-nnnnn-cf1-2-coref(4-person-new-nnnnn-cf1-2-sgl
2	mayor	mayor	NOUN	_	_	6	nsubj	_	Entity=4)
3	of	of	ADP	_	_	4	case	_	_
4	Oslo	Oslo	PROPN	_	_	2	nmod	_	Entity=(2-place-new-nnnnn-cf2-1-coref-Oslo)1)
5	,	,	PUNCT	_	_	6	punct	_	_
6	met	meet	VERB	_	_	0	root	_	_
7	Lie	Lie	PROPN	_	_	6	obj	_	Entity=(1-person-giv:act-nnnnn-cf1-1-coref)

1	She	she	PRON	_	_	2	nsubj	_	Entity=(1-person-giv:act-nnnnn-cf1-1-ana)
2	left	leave	VERB	_	_	0	root	_	_
3	Oslo	Oslo	PROPN	_	_	2	obj	_	Entity=(2-place-giv:act-nnnnn-cf2-1-coref-Oslo)

# newdoc id = b
1	Rain	rain	NOUN	_	_	2	nsubj	_	Entity=(1-event-new-nnnnn-cf1-1-sgl)
2	fell	fall	VERB	_	_	0	root	_	_

`

// mentioner writes mentions and chains by form: "person 1".
type mentioner map[string]entente.Token

func (m mentioner) Parse(_ context.Context, sents []entente.Sentence) error {
	for i := range sents {
		for j := range sents[i].Tokens {
			tok := &sents[i].Tokens[j]
			known := m[tok.Form]
			tok.Lemma, tok.UPOS = strings.ToLower(tok.Form), known.UPOS
			tok.Mention, tok.Chain, tok.Name = known.Mention, known.Chain, known.Name
		}
	}
	return nil
}

func TestEntities(t *testing.T) {
	reports, err := Treebank(t.Context(), mentioner{
		"mayor": {Mention: "person", Chain: 1},
		"Lie":   {Mention: "place", Chain: 1},
		"She":   {Mention: "person", Chain: 2, UPOS: "PRON"},
		"Oslo":  {Mention: "place", Chain: 3, Name: "B-place"},
		"fell":  {Mention: "event"},
	}, nil, strings.NewReader(goldEntityTree))
	if err != nil {
		t.Fatal(err)
	}
	if len(reports) != 2 || reports[1].Cases != 2 {
		t.Fatalf("reports %+v", reports)
	}
	want := map[string]string{
		"names":               "P 1.000 R 0.667", // Lie is not found
		"names with identity": "P 1.000 R 1.000",

		"mentions":               "P 0.833 R 0.714", // "fell" is none; two have the head mayor; Rain is missed
		"type of found mentions": "4 of 5",
		"mentions in chains":     "P 1.000 R 0.800", // She is alone

		// Gold {mayor Lie She} {Oslo Oslo}, found {mayor Lie} {Oslo Oslo}, by lemma {oslo oslo}.
		"coreference MUC":          "P 1.000 R 0.667",
		"coreference B-cubed":      "P 1.000 R 0.667",
		"coreference CEAF-e":       "P 0.900 R 0.900",
		"coreference CoNLL F1":     "mean of MUC, B-cubed and CEAF-e",
		"same head lemma MUC":      "P 1.000 R 0.333",
		"same head lemma B-cubed":  "P 1.000 R 0.400",
		"same head lemma CEAF-e":   "P 1.000 R 0.500",
		"same head lemma CoNLL F1": "mean of MUC, B-cubed and CEAF-e",
	}
	for _, s := range reports[1].Scores {
		if s.Detail != want[s.Field] {
			t.Errorf("%s: %s, want %s", s.Field, s.Detail, want[s.Field])
		}
	}
	if len(reports[1].Scores) != len(want) {
		t.Errorf("%d scores, want %d", len(reports[1].Scores), len(want))
	}
	if misses := reports[1].Misses; len(misses) != 1 || misses[0] != "name missed: sentence 1 person: Lie" {
		t.Errorf("misses %q", misses)
	}
}
