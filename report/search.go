package report

import (
	"io"

	"entente/desk"
)

// Search writes what a search came upon: rows, then words, then articles.
func Search(w io.Writer, found *desk.Findings, opts Options) error {
	p := newSheet(opts)
	p.line("%s", p.style.bold("“"+clean(found.Words)+"”"))
	if len(found.Happenings)+len(found.Quotes)+len(found.Articles)+len(found.Imported) == 0 {
		p.line("  Nothing was found.")
		return p.flush(w)
	}
	if len(found.Happenings)+len(found.Imported) > 0 {
		p.title("HAPPENINGS", "")
	}
	for i := range found.Happenings {
		p.happening(&found.Happenings[i], "")
	}
	for i := range found.Imported {
		p.imported(&found.Imported[i], "")
	}
	if len(found.Quotes) > 0 {
		p.title("QUOTES", "")
	}
	for i := range found.Quotes {
		p.said(&found.Quotes[i])
	}
	if len(found.Articles) > 0 {
		p.title("ARTICLES", "")
	}
	for i := range found.Articles {
		a := &found.Articles[i]
		p.line("  %s", p.style.bold(fold(clean(a.Headline), p.opts.Width, under)))
		if a.Passage != "" {
			p.quote(a.Passage)
		}
		p.printed(&a.Print, []string{count(a.Rows, "row")}, string(a.Article))
	}
	if len(found.Happenings)+len(found.Imported) > 0 {
		p.legend()
	}
	p.more(found.Next)
	return p.flush(w)
}
