package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"entente"
)

// Dispute is a happening that some assert and others deny.
type Dispute struct {
	Happening entente.Happening `json:"happening"`
	Asserted  []Side            `json:"asserted"`
	Denied    []Side            `json:"denied"`
}

// Side is one voice in a dispute: who, in which words, printed where.
type Side struct {
	Name     string              `json:"name,omitempty"` // "" is the article itself, or somebody unnamed as Class says
	Code     string              `json:"code,omitempty"`
	Role     string              `json:"role,omitempty"`
	Class    entente.SourceClass `json:"class"`
	Cue      string              `json:"cue,omitempty"` // lemma
	Sentence string              `json:"sentence"`
	Row      entente.ReportID    `json:"row"`
	Print    entente.Print       `json:"print"`
}

// doubted lists the statuses of which a disputed happening has a row.
func doubted() []entente.Status { return []entente.Status{entente.Denied, entente.Disputed} }

// Disputes returns the happenings of f that rows or voices disagree on.
func Disputes(ctx context.Context, r entente.Reader, f entente.Filter) (*List[Dispute], error) {
	f.Statuses = doubted()
	return pick(ctx, r, f, disputed, func(h entente.Happening) (Dispute, bool, error) {
		d := Dispute{Happening: h, Asserted: []Side{}, Denied: []Side{}}
		for i := range h.All {
			if err := d.hear(ctx, r, &h.All[i], f); err != nil {
				return d, false, err
			}
		}
		d.Happening.All = nil
		return d, true, nil
	})
}

// disputed leaves out what everybody denies.
func disputed(h *entente.Happening) bool { return h.Overall == entente.Disputed }

// hear adds what one row says to the sides. A reprint is no voice of its own.
func (d *Dispute) hear(ctx context.Context, r entente.Reader, row *entente.Report, f entente.Filter) error {
	switch {
	case row.Reprint:
	case row.Status == entente.Disputed:
		return d.hearBoth(ctx, r, row, f)
	case row.Status == entente.Denied, row.Negated:
		d.Denied = add(d.Denied, voices(row, true)...)
	case row.Counts(), row.Status == entente.Claimed:
		d.Asserted = add(d.Asserted, voices(row, false)...)
	}
	return nil
}

// hearBoth adds both sides of a dispute inside one article. The row knows the claims that
// it stands in; who else asserts or denies the thing is in the article's reading.
func (d *Dispute) hearBoth(ctx context.Context, r entente.Reader, row *entente.Report, f entente.Filter) error {
	reading, err := r.Reading(ctx, string(row.Print.Article), f.AsOf)
	if err != nil {
		return err
	}
	event := entente.EventID(strings.SplitN(string(row.ID[strings.LastIndexByte(string(row.ID), '/')+1:]), "+", 2)[0])
	found := false
	for _, dispute := range reading.Disputes {
		if !slices.Contains(dispute.About, event) {
			continue
		}
		found = true
		if len(dispute.Asserted) == 0 {
			d.Asserted = add(d.Asserted, own(row))
		}
		for _, id := range dispute.Asserted {
			d.Asserted = add(d.Asserted, spoken(reading, id, row))
		}
		for _, id := range dispute.Denied {
			d.Denied = add(d.Denied, spoken(reading, id, row))
		}
	}
	if !found { // a person made the row disputed
		d.Asserted = add(d.Asserted, voices(row, false)...)
	}
	return nil
}

// voices returns who stands behind a row: its speakers of that mind, the innermost alone
// where one cites another, and the article itself where nobody speaks.
func voices(row *entente.Report, deny bool) []Side {
	for _, v := range slices.Backward(row.Attribution) {
		if (v.Stance == entente.StanceDeny) == deny {
			s := own(row)
			s.Name, s.Code, s.Role, s.Class, s.Cue = v.Name, v.Code, v.Role, v.Class, v.Cue
			return []Side{s}
		}
	}
	return []Side{own(row)}
}

// own is the article's own voice.
func own(row *entente.Report) Side {
	return Side{Class: entente.SourceAuthor, Sentence: row.Quote, Row: row.ID, Print: row.Print}
}

// spoken is a claim of the reading that the row is of.
func spoken(r *entente.Reading, id entente.ClaimID, row *entente.Report) Side {
	s := own(row)
	i := slices.IndexFunc(r.Claims, func(c entente.Claim) bool { return c.ID == id })
	if i < 0 {
		return s
	}
	c := &r.Claims[i]
	s.Class, s.Role, s.Cue = c.Class, c.Role, c.CueLemma
	if c.Speaker != nil {
		for _, a := range r.Actors {
			if a.Ref == *c.Speaker {
				p := entente.PartyOf(&a)
				s.Name, s.Code = p.Name, p.Code
			}
		}
	}
	var words []string
	for _, sp := range c.Source {
		words = append(words, sp.In(r.Article.Text))
	}
	s.Name = cmp.Or(s.Name, strings.Join(words, " … "))
	for _, at := range slices.Concat(c.Cue, c.Content) {
		if k := slices.IndexFunc(r.Article.Sentences, func(sp entente.Span) bool { return sp.Contains(at) }); k >= 0 {
			s.Sentence = r.Article.Sentences[k].In(r.Article.Text)
			break
		}
	}
	return s
}

// add appends sides that are not there yet: the same voice in the same sentence of one
// article may stand in several rows.
func add(list []Side, more ...Side) []Side {
	for _, s := range more {
		if !slices.ContainsFunc(list, func(o Side) bool {
			return o.Name == s.Name && o.Class == s.Class && o.Sentence == s.Sentence && o.Print.Article == s.Print.Article
		}) {
			list = append(list, s)
		}
	}
	return list
}
