package report

import (
	"io"
	"strings"

	"entente/desk"
)

// Predictions writes who foretold what, of whom and by when.
func Predictions(w io.Writer, list *desk.List[desk.Prediction], opts Options) error {
	p := newSheet(opts)
	p.head(len(list.Rows), list.Total, "prediction", "predictions")
	for i := range list.Rows {
		f := &list.Rows[i]
		words := []string{voice(labelled(f.Who.Name, f.Who.Code, ""), f.Who.Role, f.Who.Class)}
		if f.Type != "" {
			words = append(words, sides(f.Sources, f.Targets, f.Type), kind(f.Type, f.Mode))
		}
		if !f.Due.From.IsZero() || !f.Due.To.IsZero() {
			words = append(words, "by "+dateWords(f.Due))
		}
		p.line("")
		p.line("  ◌ %s", fold(strings.Join(words, " · "), p.opts.Width, "    "))
		p.quote(f.Cited.Sentence)
		var about []string
		if len(f.About) > 0 {
			about = []string{"about " + joinIDs(f.About)}
		}
		p.printed(&f.Cited.Print, about, string(f.Cited.Row))
	}
	return p.flush(w)
}
