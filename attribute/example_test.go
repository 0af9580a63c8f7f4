package attribute_test

import (
	"fmt"

	"entente"
	"entente/attribute"
)

func ExampleAttributor_Attribute() {
	text := "Sadat said peace was near."
	word := func(start, end int, lemma, upos string, head int, rel string) entente.Token {
		return entente.Token{
			Span: entente.Span{Start: start, End: end}, Form: text[start:end],
			Lemma: lemma, UPOS: upos, Head: head, Rel: rel,
		}
	}
	a := &entente.Analysis{
		Article: &entente.Article{Text: text},
		Sentences: []entente.Sentence{{
			Span: entente.Span{End: len(text)},
			Zone: entente.ZoneBody,
			Tokens: []entente.Token{
				word(0, 5, "Sadat", "PROPN", 1, "nsubj"),
				word(6, 10, "say", "VERB", 1, "root"),
				word(11, 16, "peace", "NOUN", 4, "nsubj"),
				word(17, 20, "be", "AUX", 4, "cop"),
				word(21, 25, "near", "ADJ", 1, "ccomp"),
				word(25, 26, ".", "PUNCT", 1, "punct"),
			},
		}},
	}
	at, err := attribute.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range at.Attribute(a) {
		fmt.Printf("%s %s: %s | %s | %s\n", c.ID, c.Stance, c.Source[0].In(text), c.Cue[0].In(text), c.Content[0].In(text))
	}
	// Output: c1 assert: Sadat | said | peace was near
}
