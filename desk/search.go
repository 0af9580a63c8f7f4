package desk

import (
	"context"

	"entente"
)

// Findings is what a search came upon.
type Findings struct {
	Words      string              `json:"words"`
	Happenings []entente.Happening `json:"happenings"`
	Quotes     []entente.Quote     `json:"quotes"`
	Articles   []entente.Found     `json:"articles"`
	Imported   []entente.Imported  `json:"imported,omitempty"` // alone, where f.Sets asks for them
	Next       string              `json:"next,omitempty"`     // continues Happenings, or Imported
}

// Search looks for f.Words in the sentences of rows, in what people said, and in the
// articles. Where f.After continues a search, only its happenings come. It takes
// Filter.Sets.
func Search(ctx context.Context, r entente.Reader, f entente.Filter) (*Findings, error) {
	out := &Findings{Words: f.Words, Happenings: []entente.Happening{}, Quotes: []entente.Quote{}, Articles: []entente.Found{}}
	var err error
	if len(f.Sets) > 0 {
		out.Imported, out.Next, err = r.Imported(ctx, f)
		return out, err
	}
	list, next, err := r.Happenings(ctx, f)
	if err != nil {
		return nil, err
	}
	for _, h := range list {
		h.All = nil
		out.Happenings = append(out.Happenings, h)
	}
	out.Next = next
	if f.After != "" {
		return out, nil
	}
	quotes, _, err := r.Quotes(ctx, f)
	if err != nil {
		return nil, err
	}
	articles, _, err := r.Articles(ctx, f)
	out.Quotes, out.Articles = orEmpty(quotes), orEmpty(articles)
	return out, err
}
