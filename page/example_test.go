package page_test

import (
	"fmt"

	"entente/page"
)

func ExampleRead() {
	art, err := page.Read([]byte(`Botswana and Namibia scrap passports

By Jane Doe | The Example Herald

February 24, 2023

GABORONE—Botswana and Namibia agreed on Friday to let citizens cross their border with identity cards.

Share this article`), "story.txt", "", page.Hints{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(art.Headline, art.Bylines, art.Publisher, art.Published, art.Dateline.Text)
	for _, b := range art.Blocks {
		fmt.Println(b.Zone, b.Span)
	}
	// Output:
	// Botswana and Namibia scrap passports [Jane Doe] The Example Herald 2023-02-24 GABORONE
	// headline {0 36}
	// byline {38 70}
	// date {72 89}
	// dateline {91 102}
	// body {102 195}
	// boilerplate {197 215}
}

func ExampleFromFields() {
	art, err := page.FromFields("KATHMANDU: Nepal and India signed a pact on power.", "Nepal, India sign pact", "The Example Post", "", entenDay)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(art.Headline, art.Published, art.Dateline.Text, art.Blocks)
	// Output:
	// Nepal, India sign pact 2017-10-13 KATHMANDU [{dateline {0 10}} {body {11 50}}]
}
