package feed_test

import (
	"fmt"
	"strings"

	"entente/feed"
)

func ExampleReader() {
	item, err := feed.Reader(strings.NewReader("Chad reopened its border.\n"), "", feed.Options{MaxBytes: 1 << 10})
	fmt.Printf("%q from %s, error %v\n", item.Body, item.Name, err)

	_, err = feed.Reader(strings.NewReader("a longer story"), "story.txt", feed.Options{MaxBytes: 8})
	fmt.Println(err)
	// Output:
	// "Chad reopened its border.\n" from standard input, error <nil>
	// feed: story.txt: too large: more than 8 bytes
}
