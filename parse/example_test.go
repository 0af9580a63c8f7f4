package parse_test

import (
	"context"
	"fmt"

	"entente"
	"entente/model"
	"entente/parse"
)

func Example() {
	m, err := model.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := parse.New(m, parse.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	var s entente.Sentence
	for _, form := range []string{"Both", "ministers", "signed", "the", "agreement", "."} {
		s.Tokens = append(s.Tokens, entente.Token{Form: form})
	}
	sents := []entente.Sentence{s}
	if err := p.Parse(context.Background(), sents); err != nil {
		fmt.Println(err)
		return
	}
	for _, tok := range sents[0].Tokens {
		fmt.Println(tok.Lemma, tok.UPOS, tok.Rel, s.Tokens[tok.Head].Form)
	}
	// Output:
	// both DET det ministers
	// minister NOUN nsubj signed
	// sign VERB root signed
	// the DET det agreement
	// agreement NOUN obj signed
	// . PUNCT punct signed
}

func ExampleJudge_Types() {
	weights, err := model.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := parse.New(weights, parse.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	pairs, err := model.LoadPairs()
	if err != nil {
		fmt.Println(err)
		return
	}
	j, err := parse.NewJudge(p, pairs)
	if err != nil {
		fmt.Println(err)
		return
	}
	var s entente.Sentence
	for _, form := range []string{"Norway", "criticised", "Minsk", "after", "Latvia", "had", "expelled", "three", "Belarusian", "envoys", "."} {
		s.Tokens = append(s.Tokens, entente.Token{Form: form})
	}
	sents := []entente.Sentence{s}
	if err := p.Parse(context.Background(), sents); err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range j.Types(&sents[0], []entente.Pair{
		{Source: []int{0}, Target: []int{2}},
		{Source: []int{4}, Target: []int{7, 8, 9}},
		{Source: []int{4}, Target: []int{0}},
	}) {
		best, _ := v.Best()
		fmt.Printf("%q\n", best)
	}
	// Output:
	// "ACCUSE"
	// "SANCTION"
	// ""
}
