package report

import (
	"io"

	"entente/desk"
)

// Disputes writes what some assert and others deny, with the words of both.
func Disputes(w io.Writer, list *desk.List[desk.Dispute], opts Options) error {
	p := newSheet(opts)
	p.head(len(list.Rows), list.Total, "disputed happening", "disputed happenings")
	for i := range list.Rows {
		d := &list.Rows[i]
		h := &d.Happening
		p.line("")
		p.row(p.mark(h), when(h), sides(h.Sources, h.Targets, h.Type), kind(h.Type, h.Mode), h.Quad, clean(string(h.Overall)))
		p.voices("asserted by", d.Asserted)
		p.voices("denied by", d.Denied)
	}
	p.more(list.Next)
	return p.flush(w)
}

func (p *sheet) voices(verb string, list []desk.Side) {
	for i := range list {
		s := &list[i]
		p.line("%s%s", under, fold(verb+" "+voice(labelled(s.Name, s.Code, ""), s.Role, s.Class), p.opts.Width, under))
		p.quote(s.Sentence)
		p.printed(&s.Print, nil, string(s.Row))
	}
}
