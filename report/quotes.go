package report

import (
	"io"
	"strings"

	"entente"
	"entente/desk"
)

// Quotes writes who said what.
func Quotes(w io.Writer, list *desk.List[entente.Quote], opts Options) error {
	p := newSheet(opts)
	p.line("%s", p.style.bold(count(len(list.Rows), "quote")))
	for i := range list.Rows {
		p.said(&list.Rows[i])
	}
	p.more(list.Next)
	return p.flush(w)
}

// said prints who spoke, the sentence with the words in it, or the words alone where
// they run over more than one, and where they stand.
func (p *sheet) said(q *entente.Quote) {
	words := []string{voice(labelled(q.Speaker.Name, q.Speaker.Code, q.Speaker.Sector), q.Role, q.Class), string(q.Class), string(q.Stance)}
	if q.Cue != "" && q.Cue != string(q.Stance) {
		words[2] += " (" + clean(q.Cue) + ")"
	}
	p.line("")
	p.line("  %s", fold(strings.Join(append(words, string(q.Form)), " · "), p.opts.Width, "  "))
	said := strings.Trim(clean(q.Words), "“”\" ")
	if !strings.Contains(clean(q.Sentence), said) {
		p.quote(said)
	}
	p.quote(q.Sentence)
	var parts []string
	if len(q.About) > 0 {
		parts = []string{"about " + joinIDs(q.About)}
	}
	p.printed(&q.Article, parts, string(q.Claim))
}
