package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"entente"
	"entente/ledgertest"
	"entente/sqlite"
	"entente/store"
)

// TestCommonWords: whether words are common changes how a page is found, and not the page.
func TestCommonWords(t *testing.T) {
	ctx := context.Background()
	led, err := sqlite.Open(ctx, sqlite.Memory, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = led.Close() })
	for i := range 9 {
		story := ledgertest.Story{Publisher: "Wire", Published: fmt.Sprintf("2019-03-0%d", i+1), Rows: []ledgertest.Row{{Source: "PAK", Target: "RUS", Type: entente.Aid,
			Day: fmt.Sprintf("2019-03-0%d", i+1), Says: fmt.Sprintf("Pakistan sent %s to Russia.", []string{"wheat", "rice", "wheat and rice"}[i%3]), Speaker: "PAK"}}}
		if _, err := led.Append(ctx, story.Reading()); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []entente.Filter{{Words: "wheat"}, {Words: "rice wheat", Oldest: true}, {Words: "rice", A: "RUS"}, {Words: "rice", A: "PAK", B: "RUS", Limit: 2}} {
		var pages [2][]string
		for i, many := range []int{store.ManyFound, 0} {
			led.SetMany(many)
			list, next, err := led.Happenings(ctx, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range list {
				pages[i] = append(pages[i], string(h.ID), next)
			}
			quotes, _, err := led.Quotes(ctx, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range quotes {
				pages[i] = append(pages[i], string(q.Article.Article), q.Sentence)
			}
			articles, next, err := led.Articles(ctx, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range articles {
				pages[i] = append(pages[i], string(a.Article), a.Passage, next)
			}
		}
		if len(pages[0]) == 0 || !slices.Equal(pages[0], pages[1]) {
			t.Errorf("%+v: %q where the words are rare, %q where they are common", f, pages[0], pages[1])
		}
	}
}
