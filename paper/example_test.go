package paper_test

import (
	"fmt"
	"strings"

	"entente"
	"entente/paper"
)

func ExampleWriteHTML() {
	const text = "Norway recalled its ambassador from Chad."
	reading := &entente.Reading{
		Article: &entente.Article{Headline: "Oslo recalls envoy", Text: text, Sentences: []entente.Span{{Start: 0, End: len(text)}}},
		Actors:  []entente.Actor{{Ref: "a1", Name: "Norway", Country: "NOR"}, {Ref: "a2", Name: "Chad", Country: "TCD"}},
		Events: []entente.Event{{ID: "e1", Sources: []entente.ActorRef{"a1"}, Targets: []entente.ActorRef{"a2"}, Type: entente.Sanction,
			Status: entente.Happened, Quote: text}},
	}
	doc := paper.Article(reading, paper.Options{})
	var page strings.Builder
	if err := paper.WriteHTML(&page, &doc, paper.Options{}); err != nil {
		fmt.Println(err)
		return
	}
	for line := range strings.Lines(page.String()) {
		if strings.HasPrefix(line, "<li") {
			fmt.Print(line)
		}
	}
	// Output:
	// <li id="n1">Norway recalled its ambassador from Chad. <span class="dim">— line 1, column 1</span> <a class="back" href="#r1-1" aria-label="back to the text">↩</a></li>
}
